# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Decide which paths git would ignore, from the text of ignore files alone.

The rules are those of gitignore(5), as git itself carries them out (``dir.c`` and
``wildmatch.c``): it compares bytes, so here every path is first spelled with one
character a byte, see :func:`git_spelling`. Nothing is read from the disk.

Most rules are plain names or ``*.suffix``; those are looked up without a regular
expression, the others are compiled once. A pattern cannot make matching explode:
a star never gives back what it has matched where giving back cannot help.
"""

from __future__ import annotations

import os
import re
from typing import Dict, Iterator, List, Optional, Pattern, Sequence, Tuple

from .values import NamedTuple

_SPECIAL = r"[*?\[\\]"

# POSIX classes as git knows them: ASCII only; its idea of space has four members.
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r" \t\n\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


def git_spelling(name: str) -> str:
    """Return a file name with one character for each of its bytes."""
    return name if name.isascii() else os.fsencode(name).decode("latin-1")


class _Rule(NamedTuple):
    """Tell two things about a rule: whether it takes back, and its kind."""

    negated: bool
    folders_only: bool


class IgnoreRules:
    """The rules of one ignore file.

    Args:
        data: the bytes of the file.
    """

    def __init__(self, data: bytes):
        """Read the rules of one file."""
        self._rules: List[_Rule] = []
        self._exact: Dict[str, List[int]] = {}
        self._suffixes: List[Tuple[str, int]] = []
        self._patterns: List[Tuple[Pattern[str], int]] = []
        for line in _lines(data):
            self._add(line)
        self._endings = tuple(suffix for suffix, _ in self._suffixes)

    def __bool__(self) -> bool:
        """Return whether there is any rule."""
        return bool(self._rules)

    def _add(self, line: str) -> None:
        """Add one line of the file."""
        negated = line.startswith("!")
        pattern = line[1:] if negated else line
        folders_only = pattern.endswith("/")
        if folders_only:
            pattern = pattern[:-1]
        number = len(self._rules)
        self._rules.append(_Rule(negated, folders_only))
        anchored = "/" in pattern
        # Keys and subjects of anchored rules begin with a slash, names never do.
        lead = "/" if anchored else ""
        pattern = pattern[1:] if pattern.startswith("/") else pattern
        if not re.search(_SPECIAL, pattern):
            self._exact.setdefault(lead + pattern, []).append(number)
        elif (
            not anchored and pattern[0] == "*" and not re.search(_SPECIAL, pattern[1:])
        ):
            self._suffixes.append((pattern[1:], number))
        else:
            regex = glob_to_regex(pattern)
            if regex is not None:
                self._patterns.append((re.compile(lead + regex, re.DOTALL), number))

    def verdict(self, path: str, *, folder: bool) -> Optional[bool]:
        """Tell what the last rule that fits says of a path; None when none fits.

        Whether a parent folder is ignored (then nothing below it can be brought
        back) is for the caller to ask first, from the top down.

        Args:
            path: relative to the folder of the ignore file, as git spells it.
            folder: whether the path is a folder, not a file or a link.

        Returns:
            True for ignored, False for brought back by a ``!`` rule.
        """
        name = path[path.rfind("/") + 1 :]
        best = -1
        for number in self._fitting(name, "/" + path):
            if number > best and (folder or not self._rules[number].folders_only):
                best = number
        return None if best < 0 else not self._rules[best].negated

    def _fitting(self, name: str, anchored: str) -> Iterator[int]:
        """Yield the numbers of the rules whose pattern fits a name."""
        yield from self._exact.get(name, ())
        yield from self._exact.get(anchored, ())
        if name.endswith(self._endings):
            for suffix, number in self._suffixes:
                if name.endswith(suffix):
                    yield number
        for regex, number in self._patterns:
            if regex.fullmatch(name) or regex.fullmatch(anchored):
                yield number


class Layer(NamedTuple):
    """The rules of one ignore file, and the length of its folder's path with slash."""

    rules: IgnoreRules
    skip: int


def ignored(layers: Sequence[Layer], path: str, *, folder: bool) -> bool:
    """Tell whether a path is ignored; its parents are known not to be.

    Args:
        layers: weakest first: the user's own rules, the repository's, then those of
            each folder from the top down to the path.
        path: as git spells it, relative to the top folder.
    """
    for layer in reversed(layers):
        verdict = layer.rules.verdict(path[layer.skip :], folder=folder)
        if verdict is not None:
            return verdict
    return False


def _lines(data: bytes) -> Iterator[str]:
    """Yield the patterns of an ignore file, trimmed as git trims them."""
    text = data.decode("latin-1")
    if data.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield _trim(line[:-1] if line.endswith("\r") else line)


def _trim(line: str) -> str:
    """Drop trailing spaces, but keep one that follows an unpaired backslash."""
    kept = line.rstrip(" ")
    slashes = len(kept) - len(kept.rstrip("\\"))
    return kept + line[len(kept) :][: slashes % 2]


# -- from a glob to a regular expression ---------------------------------------------


class _Section:
    """A stretch of a pattern without ``**``: pieces, with a star between two."""

    def __init__(self, opening: str):
        """Take the text that opens the group."""
        self.opening = opening
        self.pieces = [""]


def glob_to_regex(pattern: str) -> Optional[str]:
    """Translate a glob over whole paths to a regular expression for ``fullmatch``.

    ``*`` and ``?`` stop at slashes, ``**`` between slashes stands for any folders.
    The result needs ``re.DOTALL``.

    Returns:
        None when the pattern is broken, which for git means that it matches nothing.
    """
    sections = [_Section("")]
    at = 0
    plain = True  # no wildcard so far
    while at < len(pattern):
        char = pattern[at]
        if char == "*":
            at = _take_stars(pattern, at, sections, plain)
        elif char == "[":
            bracket = _take_bracket(pattern, at + 1)
            if bracket is None:
                return None
            sections[-1].pieces[-1] += bracket[0]
            at = bracket[1]
        elif char == "\\":
            if at + 1 == len(pattern):
                return None
            sections[-1].pieces[-1] += re.escape(pattern[at + 1])
            at += 2
        else:
            sections[-1].pieces[-1] += "[^/]" if char == "?" else re.escape(char)
            at += 1
        plain = plain and char not in "*?[\\"
    return _assemble(sections)


def _take_stars(pattern: str, at: int, sections: List[_Section], plain: bool) -> int:
    """Translate the stars at ``at``, return where they end.

    Two or more mean folders when a slash or nothing stands on both sides. Git cuts
    off what precedes the first wildcard before it looks, so plain text counts as
    nothing (``ab**/c``).
    """
    end = at
    while pattern[end : end + 1] == "*":
        end += 1
    deep = end - at > 1 and (plain or pattern[at - 1] == "/")
    if deep and end == len(pattern):
        sections[-1].pieces[-1] += ".*"
    elif deep and pattern[end] == "/":
        sections.append(_Section("(?:.*?/)??"))
        return end + 1
    elif deep and pattern[end : end + 2] == "\\/":
        sections.append(_Section(".*?/"))
        return end + 2
    else:
        sections[-1].pieces.append("")
    return end


def _assemble(sections: Sequence[_Section]) -> str:
    """Join sections; all but the last are matched at the first place and stay there.

    Both rules hold for globs: after a star that is followed by another star of the
    same section, and between two ``**``, an earlier match leaves all the choices that
    a later one leaves. ``(?=(x))\\1`` is an atomic group for Python before 3.11.
    """
    count = 0

    def atomic(regex: str) -> str:
        """Return a regex that never gives back what it matched."""
        nonlocal count
        count += 1
        return f"(?=(?P<g{count}>{regex}))(?P=g{count})"

    whole = ""
    for number, section in enumerate(sections):
        first, middle, last = section.pieces[0], section.pieces[1:-1], ""
        if len(section.pieces) > 1:
            last = "[^/]*" + section.pieces[-1]
        inner = first + "".join(atomic("[^/]*?" + piece) for piece in middle) + last
        held = 0 < number < len(sections) - 1
        whole += atomic(section.opening + inner) if held else section.opening + inner
    return whole


def _take_bracket(pattern: str, at: int) -> Optional[Tuple[str, int]]:
    """Translate a bracket expression; ``at`` is behind the opening bracket.

    Returns:
        The expression and where it ends; None when it is broken.
    """
    negated = pattern[at : at + 1] in ("!", "^") and at < len(pattern)
    at += negated
    members, before, first = "", "", True
    while first or pattern[at : at + 1] != "]":
        first = False
        char = pattern[at : at + 1]
        named = re.compile(r"\[:([^\]]*):\]").match(pattern, at)
        if named:
            if named.group(1) not in _CLASSES:
                return None
            members, before = members + _CLASSES[named.group(1)], ""
            at = named.end()
            continue
        ranged = char == "-" and before and pattern[at + 1 : at + 2] not in ("", "]")
        at += 1 if ranged else 0
        escaped = pattern[at : at + 1] == "\\"
        char = pattern[at + escaped : at + escaped + 1]
        if not char:
            return None
        if not ranged:
            members += re.escape(char)
        elif before <= char:
            members += f"{re.escape(before)}-{re.escape(char)}"
        before = "" if ranged else char
        at += 1 + escaped
    return (f"[^/{members}]" if negated else f"(?!/)[{members}]"), at + 1
