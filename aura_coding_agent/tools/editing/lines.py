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

_LISTED = r"\s*L?(\d{1,9})(\t|\u2192| ?[|\u2502:]| |$)"
_EVIDENT_LISTING = "\t\u2192|\u2502"  # after numbers that are nothing but a listing's
_DOTS = r"(?:#|//|/\*|<!--|--|;+|%)?\s*[\[(]?(?:\.{3,}|\u2026)[\])]?\s*(?:\*/|-->)?"
_SPOKEN = (
    r"(?:\.{3}|\u2026|\()*\s*(?:the |your |all |keep |with )*"
    r"(?:(?:rest|remainder) of|remaining|existing|previous|other|unchanged|same)\b"
    r"(?: (?:the|this|your|of|code|file|function|method|class|module|body|block|logic|"
    r"implementation|contents?|lines?|methods|functions|imports|tests|section|here|"
    r"is|are|as|stays?|remains?|goes|unchanged|same|before|above|omitted|not shown|"
    r"for brevity))*\s*(?:\.{3}|\u2026|\)|\.)*"
)
_LEADS = (*"#/*<-;%{.[(", "\u2026")  # what such a line begins with
_COMMENT_SIGNS = "#/*<!->;%{} \t"
_LEFT_OUT = (
    r"(?:#|//|/\*|<!--|--|;+|%|\{/\*)\s*[\[(]?(?:\.{3,}|\u2026)[^\w]?(?: ?[\w',]+){0,8}"
    r" ?[.\u2026]*[\])]?\s*(?:\*/\}?|-->)?"
)
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
        line = re.sub("-{2,}", "-", composed(line.translate(PLAIN_SIGNS)))
    return " ".join(line.split())


def composed(text: str) -> str:
    """Return a text with one form of every letter (Unicode's NFKC)."""
    # Here, because few texts have letters of which there are two forms.
    import unicodedata

    return unicodedata.normalize("NFKC", text)


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
    text = line.strip()
    if text[:1] not in _LEADS:
        return False  # at once, because this is asked of every line
    return bool(re.fullmatch(_DOTS, text)) or is_placeholder(text)


def leaves_out(line: str) -> bool:
    """Tell whether a line of an old text may stand for others.

    That is also a comment that begins with an ellipsis, whatever it says, once it is
    not in the file.
    """
    text = line.strip()
    if text[:1] not in _LEADS:
        return False
    dots = "..." in text or "\u2026" in text
    return is_elision(text) or dots and bool(re.fullmatch(_LEFT_OUT, text))


def is_placeholder(line: str) -> bool:
    """Tell whether a line says that code was left out: "rest of code unchanged"."""
    text = line.strip()
    if text[:1] not in _LEADS:
        return False
    words = text.strip(_COMMENT_SIGNS).lower().strip("[]")
    return bool(re.search(_EVIDENT, words)) and bool(re.fullmatch(_SPOKEN, words))


def is_dots(line: str) -> bool:
    """Tell whether a line has nothing but an ellipsis, maybe as a comment."""
    return bool(re.fullmatch(_DOTS, line.strip()))


class Listing(NamedTuple):
    """Lines that a listing gave numbers.

    Attributes:
        lines: without the numbers.
        numbers: of each line, from 1; 0 where it has none.
        sign: what stands between a number and its line.
    """

    lines: List[str]
    numbers: List[int]
    sign: str

    @property
    def evident(self) -> bool:
        """Whether it can be nothing but a listing, whatever its numbers are."""
        return self.sign in _EVIDENT_LISTING and sum(map(bool, self.numbers)) > 1


def listing(lines: Sequence[str]) -> Optional[Listing]:
    """Read lines with the numbers that a listing put before each.

    None when not every line that says something has one, they do not rise by one, or
    different signs stand after them.
    """
    last, sign = 0, ""
    found: List[str] = []
    numbers: List[int] = []
    for line in lines:
        match = re.match(_LISTED, line)
        if match is None:
            if line.strip() and not is_elision(line):
                return None
            found.append(line)
            numbers.append(0)
            continue
        number, after = int(match[1]), match[2].strip(" ") or match[2]
        if last and number != last + 1:
            if number <= last or not is_elision(found[-1]):
                return None
        if after and sign not in ("", after):
            return None
        last, sign = number, after or sign
        found.append(line[match.end() :])
        numbers.append(number)
    return Listing(_unspaced(found), numbers, sign) if sign else None


def _unspaced(lines: List[str]) -> List[str]:
    """Take away the blank that stands between a sign and every line."""
    if all(line[0] == " " for line in lines if line and not is_elision(line)):
        return [line[1:] if line[:1] == " " else line for line in lines]
    return lines


def without_numbers_of(lines: Sequence[str], old: Listing) -> List[str]:
    """Take from new lines the numbers that the old ones have: of the same listing.

    What looks like a number and is none of those that belong there stays.
    """
    told = [number for number in old.numbers if number]
    near = range(told[0], told[-1] + len(lines) + 1)
    found: List[str] = []
    numbered: List[bool] = []
    for line in lines:
        match = re.match(_LISTED, line)
        after = match[2].strip(" ") or match[2] if match else ""
        ours = match is not None and int(match[1]) in near and after in ("", old.sign)
        found.append(line[match.end() :] if match and ours else line)
        numbered.append(ours)
    if sum(numbered) * 2 < sum(bool(line.strip()) for line in lines):
        return list(lines)
    return _unspaced(found) if all(numbered) else found
