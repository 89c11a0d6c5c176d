# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what looks alike: keys of lines, kinds of lines, and lines of a text.

A model copies what it has read, and small things change on the way: blanks, quotes,
numbers that a listing put before each line. Two lines with the same key differ in
nothing else.
"""

from __future__ import annotations

import os
import re
from typing import List, Optional, Sequence, Tuple

from ...core.values import NamedTuple

# Signs that editors and models exchange for those of the keyboard.
_SIGNS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    "\u2026": "...",
}
PLAIN_SIGNS = str.maketrans(_SIGNS)

_HASH = ("#",)
_SLASHES = ("//", "/*", "*/", "* ")
_DASHES = ("--",)
_SEMICOLON = (";",)
_MARKUP = ("<!--",)
_COMMENTS = (
    (
        "py pyi pyx rb sh bash zsh fish yml yaml toml cfg conf ini pl pm r cmake mk jl"
        " ex exs nix tf ps1 awk tcl properties env makefile dockerfile gitignore",
        _HASH,
    ),
    (
        "js jsx ts tsx mjs cjs java c h cc cpp cxx hh hpp hxx cs go rs swift kt kts"
        " scala dart scss less css proto groovy jsonc json5 zig m mm php vue svelte",
        _SLASHES,
    ),
    ("sql lua hs elm ada adb ads vhd", _DASHES),
    ("lisp el clj cljs asm s scm rkt", _SEMICOLON),
    ("tex erl hrl", ("%",)),
    ("html htm xml md markdown svg xhtml", _MARKUP),
    ("rst txt json csv", ()),
)

_LISTED = r"\s*(\d+)(\t|\u2192| ?[|\u2502:]| )"
_DOTS = r"(?:#|//|/\*|<!--|--|;+|%)?\s*[\[(]?(?:\.{3,}|\u2026)[\])]?\s*(?:\*/|-->)?"
_SPOKEN = (
    r"(?:\.{3}|\u2026|\()*\s*(?:the |your |all |keep |with )*"
    r"(?:(?:rest|remainder) of|remaining|existing|previous|other|unchanged|same)\b"
    r"(?: (?:the|this|your|of|code|file|function|method|class|module|body|block|logic|"
    r"implementation|contents?|lines?|methods|functions|imports|tests|section|here|"
    r"is|are|as|stays?|remains?|goes|unchanged|same|before|above|omitted|not shown|"
    r"for brevity))*\s*(?:\.{3}|\u2026|\)|\.)*"
)
_COMMENT_SIGNS = "#/*<!->;%{} \t"
_EVIDENT = (
    r"\.{3}|\u2026|unchanged|same|omitted|rest of|remainder of|existing code|not shown"
)


# -- lines of a text -----------------------------------------------------------------


class Lines(NamedTuple):
    """The lines of a text, and how each ends; only the last may have no end."""

    contents: List[str]
    ends: List[str]


def split_lines(text: str, mark: str = "") -> Lines:
    """Split at LF and CRLF; at CR where the text has nothing else.

    Args:
        mark: the last character of line ends, where it is known.
    """
    mark = mark or ("\n" if "\n" in text or "\r" not in text else "\r")
    contents = text.split(mark)
    ends = [mark] * (len(contents) - 1) + [""]
    if mark == "\n" and "\r" in text:
        for at, line in enumerate(contents[:-1]):
            if line.endswith("\r"):
                contents[at], ends[at] = line[:-1], "\r\n"
    if not contents[-1]:
        contents.pop()
        ends.pop()
    return Lines(contents, ends)


def line_feeds(text: str) -> str:
    """Return a text with LF for every CRLF."""
    return text.replace("\r\n", "\n")


def indentation(line: str) -> str:
    """Return the blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def width(blanks: str) -> int:
    """Return how many columns blanks take, tabs to every fourth."""
    return len(blanks.expandtabs(4))


# -- keys ----------------------------------------------------------------------------


def key(line: str) -> str:
    """Return what is left of a line when blanks and typography do not count."""
    if not line.isascii():
        line = re.sub("-{2,}", "-", line.translate(PLAIN_SIGNS))
    return " ".join(line.split())


def key_beside_typography(line: str) -> str:
    """Return the key of a line whose counterpart may have typographic dashes."""
    return re.sub("-{2,}", "-", key(line)) if "--" in line else key(line)


# -- kinds of lines ------------------------------------------------------------------


def comment_signs(name: str) -> Tuple[str, ...]:
    """Return what comment lines begin with in a file of this name."""
    base = os.path.basename(name).lower()
    kind = base.rpartition(".")[2]
    for kinds, signs in _COMMENTS:
        if kind in kinds.split():
            return signs
    return ("#", "//")


def is_comment(line: str, signs: Tuple[str, ...]) -> bool:
    """Tell whether a whole line is a comment."""
    line = line.strip()
    return bool(signs) and (line + " ").startswith(signs) and not line.startswith("#!")


def is_elision(line: str) -> bool:
    """Tell whether a line stands for others, such as ``...`` alone."""
    return bool(re.fullmatch(_DOTS, line.strip())) or is_placeholder(line)


def is_placeholder(line: str) -> bool:
    """Tell whether a line says that code was left out: "rest of code unchanged"."""
    text = line.strip()
    words = text.strip(_COMMENT_SIGNS).lower()
    if text[:1] not in (
        "#",
        "/",
        "*",
        "<",
        "-",
        ";",
        "%",
        "{",
        ".",
        "\u2026",
        "[",
        "(",
    ):
        return False
    words = words.strip("[]")
    return bool(re.search(_EVIDENT, words)) and bool(re.fullmatch(_SPOKEN, words))


def is_dots(line: str) -> bool:
    """Tell whether a line has nothing but an ellipsis, maybe as a comment."""
    return bool(re.fullmatch(_DOTS, line.strip()))


def without_numbers(lines: Sequence[str]) -> Optional[List[str]]:
    """Take away the numbers that a listing put before each line.

    None when not every line that says something has one, or they do not rise.
    """
    last, found = -1, []
    for line in lines:
        match = re.match(_LISTED, line + " ")
        if match is None:
            if line.strip() and not is_elision(line):
                return None
            found.append(line)
            continue
        number = int(match[1][:9])
        if number <= last or (
            last >= 0
            and number != last + 1
            and found[-1:]
            and not is_elision(found[-1])
        ):
            return None
        last = number
        found.append(line[match.end() :])
    return _unspaced(found) if last >= 0 else None


def _unspaced(lines: List[str]) -> List[str]:
    """Take away the blank that stands between a sign and every line."""
    if all(line[0] == " " for line in lines if line and not is_elision(line)):
        return [line[1:] if line[:1] == " " else line for line in lines]
    return lines


def without_some_numbers(lines: Sequence[str]) -> List[str]:
    """Take away the numbers of a listing from new lines, where they have them."""
    matches = [re.match(_LISTED, line + " ") for line in lines]
    told = sum(bool(line.strip()) for line in lines)
    if sum(match is not None for match in matches) * 2 < told:
        return list(lines)
    bare = [line[m.end() :] if m else line for line, m in zip(lines, matches)]
    return _unspaced(bare) if all(matches) else bare
