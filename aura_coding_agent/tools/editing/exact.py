# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a text exactly, and put another in its place, character by character.

Only the kind of line end does not matter: a model never sees it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import List, Tuple

from ...core.values import NamedTuple

from .differences import changes
from .lines import PLAIN_SIGNS, composed, line_feeds

_LETTER = r"(?s)\r\n|.[\u0300-\u036f]*"


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


def cuts_word(text: str, span: Span) -> bool:
    """Tell whether an edge of a span is within a word or a number of the text.

    Scripts that put no blanks between words have no such edges.
    """
    return any(
        _joins(text[at - 1 : at], text[at : at + 1])
        or _joins_digits(text[max(0, at - 2) : at + 2], min(at, 2))
        for at in span
    )


def _joins(left: str, right: str) -> bool:
    """Tell whether two characters belong to one word."""
    return all(
        each == "_" or each.isdigit() or each.lower() != each.upper() or each == "\xdf"
        for each in (left, right)
    )


def _joins_digits(near: str, at: int) -> bool:
    """Tell whether a place is beside the point of a number such as 1.5."""
    left, right = near[:at], near[at:]
    return bool(
        re.search(r"\d\.$", left)
        and re.match(r"\d", right)
        or re.search(r"\d$", left)
        and re.match(r"\.\d", right)
    )


def find_typographic(text: str, old: str) -> List[Span]:
    """Return where ``old`` stands when typographic signs count as plain ones.

    Letters that can be written in several forms count as well; used for pieces of
    lines.
    """
    if text.isascii() and old.isascii():
        return []
    old = line_feeds(old) if "\n" in text else line_feeds(old).replace("\n", "\r")
    wanted = _plain(old)
    if not wanted.strip() or wanted not in _plain(line_feeds(text)):
        return []
    pieces: List[str] = []
    starts: List[int] = []
    for letter in re.finditer(_LETTER, text):
        piece = _plain(letter[0]).replace("\r\n", "\n")
        pieces.append(piece)
        starts += [letter.start()] * len(piece)
    starts.append(len(text))
    plain = "".join(pieces)
    spans: List[Span] = []
    at = plain.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        whole = (at == 0 or starts[at] > starts[at - 1]) and (
            starts[end] > starts[end - 1]
        )
        spans += [Span(starts[at], starts[end])] if whole else []
        at = plain.find(wanted, at + 1)
    return spans


def _plain(text: str) -> str:
    """Return a text with plain signs, and one form of every letter."""
    return text if text.isascii() else composed(text.translate(PLAIN_SIGNS))


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
