# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a text exactly, and put another in its place, character by character.

Only the kind of line end does not matter: a model never sees it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Dict, List, Tuple

from ...core.values import NamedTuple

from .lay import changes
from .lines import PLAIN_SIGNS, line_feeds


class Span(NamedTuple):
    """A piece of a text, from ``start`` up to ``end``."""

    start: int
    end: int


class Splice(NamedTuple):
    """The characters from ``start`` up to ``end`` become ``text``."""

    start: int
    end: int
    text: str


def _breaks(text: str) -> List[int]:
    """Return the places of the CRLF line ends in the text with plain line feeds.

    A place in that text, plus the number of breaks before it, is one in ``text``.
    """
    return [found.start() - n for n, found in enumerate(re.finditer("\r\n", text))]


def find_exact(text: str, old: str, *, overlapping: bool) -> List[Span]:
    """Return where ``old`` stands in a text.

    Args:
        overlapping: also return places that overlap an earlier one, as whoever
            wants to know whether there is only one place needs.
    """
    old = line_feeds(old)
    if "\n" not in text:
        old = old.replace("\n", "\r")
    plain, breaks = line_feeds(text), _breaks(text) if "\r" in text else []
    spans = []
    at = plain.find(old)
    while at >= 0:
        end = at + len(old)
        start = at + bisect_left(breaks, at)
        spans.append(Span(start, end + bisect_left(breaks, end)))
        at = plain.find(old, at + 1 if overlapping else end)
    return spans


def find_typographic(text: str, old: str) -> List[Span]:
    """Return where ``old`` stands when typographic signs count as plain ones.

    Only signs that are exchanged one for one; used for pieces of lines.
    """
    if text.isascii() and old.isascii():
        return []
    table: Dict[int, str] = {k: v for k, v in PLAIN_SIGNS.items() if len(v) == 1}
    return find_exact(text.translate(table), old.translate(table), overlapping=True)


def splice_exact(text: str, span: Span, old: str, new: str, newline: str) -> Splice:
    """Return what to write where ``old`` stands exactly.

    What ``old`` and ``new`` have in common at their ends is not touched. New lines
    get the line end of the file; in a file with several kinds, lines that stay keep
    theirs, others follow those they replace, and then their neighbours.

    Args:
        newline: line end of the text, or ``mixed``.
    """
    old, new = line_feeds(old), line_feeds(new)
    head, tail = _common_ends(old, new)
    middle = new[head : len(new) - tail]
    breaks = _breaks(text[span.start : span.end])
    rest = len(old) - tail
    start = span.start + head + bisect_left(breaks, head)
    end = span.start + rest + bisect_left(breaks, rest)
    if "\n" in middle and newline == "mixed":
        return Splice(start, end, _with_own_ends(middle, text, start, end))
    return Splice(start, end, middle if newline == "mixed" else _ended(middle, newline))


def _ended(text: str, newline: str) -> str:
    """Return text with the line ends of the file."""
    return text.replace("\n", newline) if newline != "\n" else text


def _common_ends(old: str, new: str) -> Tuple[int, int]:
    """Return how many characters are equal at the start and, of the rest, the end."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _with_own_ends(new: str, text: str, start: int, end: int) -> str:
    """Return new text with line ends as they are between two places of a file."""
    near = text.find("\n", start)
    near = near if near >= 0 else text.rfind("\n", 0, start)
    default = "\r\n" if text[near - 1 : near + 1] == "\r\n" else "\n"
    theirs = re.findall("\r\n|\n", text[start:end])
    mine = line_feeds(text[start:end]).split("\n")
    lines = new.split("\n")
    ends = [default] * (len(lines) - 1)
    for equal, i, i_end, j, j_end in changes(mine, lines):
        for n in range(j, j_end):
            at = i + n - j
            if at < len(theirs) and n < len(ends) and (equal or at < i_end):
                ends[n] = theirs[at]
    return "".join(line + end for line, end in zip(lines, [*ends, ""]))
