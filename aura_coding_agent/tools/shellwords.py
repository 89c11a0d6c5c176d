# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Split a command line into simple commands and words, or say it cannot be done surely.

This is no shell parser. It knows words, quotes, the operators between commands, and
redirections that touch no file; of everything else it says "unsure". Grammar: POSIX
Shell Command Language, sections 2.2 (quoting), 2.3 (tokens) and 2.10; where bash
differs, both readings have to be harmless.
"""

from __future__ import annotations

import re
from typing import List, Optional

from ..core.values import NamedTuple


class Word(NamedTuple):
    """One word of a command.

    Attributes:
        text: without its quotes.
        glob: the same as a pattern for ``fnmatch``, quoted wildcards made literal.
        active: it has wildcards or a tilde that the shell would expand.
    """

    text: str
    glob: str
    active: bool


# Blanks that only some shells or only Python take for such, and control characters.
_STRANGE = re.compile(r"[^\S \t\n]|[\x00-\x08\x0b-\x1f\x7f]")
_BLANK = re.compile(r"[ \t]+|\\\n")
_SEPARATOR = re.compile(r"&&|\|\||;|\||&(?!>)|\n")
# To nowhere, or one stream into another. The lookahead ends the word; a digit in front
# is a stream only when it is a word of its own. For sh ``&>`` ends a command and begins
# another, so only the end of a command may follow.
_REDIRECTION = re.compile(
    r"[0-9]?(?:>>?[ \t]*/dev/null|<[ \t]*/dev/null|>&[0-9])(?=[ \t\n;|&]|$)"
    r"|&>>?[ \t]*/dev/null(?=[ \t]*(?:[\n;|&]|$))"
)
_SINGLE = re.compile(r"'([^']*)'")
_DOUBLE = re.compile(r'"((?:[^"\\$`]|\\.)*)"', re.DOTALL)
_BACKSLASH = re.compile(r'\\(["\\$`\n])')  # what a backslash means in double quotes
_ESCAPED = re.compile(r"\\([^\n])")
_BARE = re.compile(r"[^\s'\"\\$`;|&<>(){}#!]+|(?<=[^\s;|&])[#!]")
_WILD = re.compile(r"[*?\[]")

# Words that begin or continue a compound command (section 2.4), and bash's own.
RESERVED = frozenset(
    "! [[ ]] case coproc do done elif else esac fi for function if in select then"
    " time until while { }".split()
)


def simple_commands(line: str) -> Optional[List[List[Word]]]:
    """Return the words of each simple command of a line; None when unsure."""
    if _STRANGE.search(line):
        return None
    commands: List[List[Word]] = [[]]
    at = 0
    while at < len(line):
        skipped = _BLANK.match(line, at) or _REDIRECTION.match(line, at)
        separator = None if skipped else _SEPARATOR.match(line, at)
        found = skipped or separator
        if found is not None:
            at = found.end()
            if separator is not None:
                commands.append([])
            continue
        read = _word(line, at)
        if read is None:
            return None
        word, end = read
        raw = line[at:end].replace("\\\n", "")
        if not commands[-1] and raw in RESERVED:
            return None
        commands[-1].append(word)
        at = end
    return [words for words in commands if words]


class _Read(NamedTuple):
    """Hold a word and where it ends."""

    word: Word
    end: int


def _word(line: str, at: int) -> Optional[_Read]:
    """Read a word up to a blank or an operator; None when something is unsure."""
    text, glob, active, start = "", "", False, at
    while at < len(line) and line[at] not in " \t\n;|&<>":
        found = None
        for kind in (_SINGLE, _DOUBLE, _ESCAPED):
            found = found or kind.match(line, at)
        if found is not None:
            piece = found.group(1)
            if found.re is _DOUBLE:
                piece = _BACKSLASH.sub(lambda one: one.group(1).strip("\n"), piece)
            glob += _WILD.sub(r"[\g<0>]", piece)
        else:
            found = _BARE.match(line, at)
            if found is None:
                if _BLANK.match(line, at):  # a line goes on after \ and newline
                    at += 2
                    continue
                return None
            piece = found.group()
            glob += piece
            tilde = at == start and piece.startswith("~")
            active = active or tilde or bool(_WILD.search(piece))
        text += piece
        at = found.end()
    return None if at == start else _Read(Word(text, glob, active), at)
