# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a text that is there in another format, and change it in that format.

Formatters wrap lines at other places, exchange quotes, put blanks around signs, and
add a comma before a closing bracket or a semicolon at the end of a line. A model that
remembers a file in one format finds it in the other. The words and signs have to be
the same, all of them and in the same order; then what differs between the old and the
new text is exchanged word by word, and the rest keeps the format of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import List, Optional, Sequence, Tuple

from ...core.values import NamedTuple

from .differences import changes
from .edits import FORMATTING
from .gaps import Range
from .lines import PLAIN_SIGNS, composed, indentation
from .place import Place, indentation_rung

_TOKEN = r"[\w\u0300-\u036f]+|[^\w\s]"
_QUOTES = "'\"`"
_CLOSERS = ")]}"
_DROPPED = {**dict.fromkeys(map(ord, " \t\r\n\v\f,;")), ord('"'): "'", ord("`"): "'"}
_LEAST = 3  # words and signs below which a text is found too easily
_MOST_PLACES = 20  # of a text that is there so often, more need not be told


class Token(NamedTuple):
    """A word or a sign, with where it stands in its text."""

    said: str
    start: int
    end: int


def tokens(text: str) -> List[Token]:
    """Return the words and signs of a text that count.

    A comma before a closing bracket and a semicolon at the end of a line may be there
    or not, so they are left out; kinds of quotes are the same.
    """
    found = [
        Token("'" if each[0] in _QUOTES else each[0], each.start(), each.end())
        for each in re.finditer(_TOKEN, text)
    ]
    ended = re.compile(r"[ \t]*(?:[\r\n]|$)")
    kept = []
    for n, token in enumerate(found):
        closed = token.said == "," and found[n + 1 : n + 2]
        if closed and found[n + 1].said in _CLOSERS:
            continue
        if token.said == "," and not found[n + 1 :]:
            continue
        if token.said == ";" and ended.match(text, token.end):
            continue
        kept.append(token)
    return kept


def _is_evident(found: Sequence[Token]) -> bool:
    """Tell whether words and signs are enough to know a place by them."""
    told = [token for token in found if token.said[0].isalnum() or token.said[0] == "_"]
    return len(found) >= _LEAST and sum(len(token.said) for token in told) >= 2


def _squeezed(text: str) -> str:
    """Return a text without anything that a formatter changes."""
    if not text.isascii():
        text = composed(text.translate(PLAIN_SIGNS))
    return text.translate(_DROPPED)


def find_formatted(lines: Sequence[str], old: Sequence[str]) -> List[Place]:
    """Return the places where whole lines have the words and signs of a block."""
    text = "\n".join(lines)
    some = re.findall(r"[A-Za-z0-9_]{3,}", "\n".join([*old[:9], *old[-9:]]))
    if not all(word in text for word in set(some)):
        return []  # at once, because hardly any text is there in another format
    needle = _squeezed("".join(old))
    if not needle or needle not in _squeezed(text):
        return []
    if not _is_evident(tokens("\n".join(old))):
        return []
    sizes = list(accumulate((len(_squeezed(line)) for line in lines), initial=0))
    text = "".join(map(_squeezed, lines))
    places: List[Place] = []
    at = text.find(needle)
    while at >= 0 and len(places) < _MOST_PLACES:
        place = _place(lines, old, sizes, (at, at + len(needle)))
        if place is not None:
            places.append(place)
        at = text.find(needle, at + 1)
    return places


def _place(
    lines: Sequence[str], old: Sequence[str], sizes: Sequence[int], found: Range
) -> Optional[Place]:
    """Return the place of squeezed characters, once they are whole lines."""
    first, last = bisect_left(sizes, found[0] + 1) - 1, bisect_left(sizes, found[1]) - 1
    if sizes[first] != found[0] or sizes[last + 1] != found[1]:
        return None
    rows = (first, last + 1)
    units = _units(lines, old, rows)
    if units is None:
        return None
    blanks = [(indentation(old[i]), indentation(lines[lo])) for i, _, lo, _ in units]
    if indentation_rung(blanks) is None:
        return None
    spans: List[Range] = []
    end = first
    for i, i_end, lo, hi in units:
        spans += [(end, end)] * (i - len(spans))
        spans += [(lo, hi), *[(hi, hi)] * (i_end - i - 1)]
        end = hi
    spans += [(end, end)] * (len(old) - len(spans))
    joint = tuple((i, i_end) for i, i_end, _, _ in units if i_end > i + 1)
    return Place(FORMATTING, tuple(spans), tuple(old), joint=joint)


Unit = Tuple[int, int, int, int]  # lines of the block, from and to; rows, from and to


def _units(
    lines: Sequence[str], old: Sequence[str], rows: Range
) -> Optional[List[Unit]]:
    """Return the fewest lines each that have the same words as the fewest rows.

    None when the words are not the same. Blank lines are in none of the units.
    """
    theirs = lines[rows[0] : rows[1]]
    said, real = tokens("\n".join(old)), tokens("\n".join(theirs))
    if [token.said for token in said] != [token.said for token in real]:
        return None
    mine, others = _ends(old, said), _ends(theirs, real)
    units: List[Unit] = []
    at = row = 0
    done = 0
    while done < len(said):
        while mine[at] == done:
            at += 1
        while others[row] == done:
            row += 1
        i, lo = at, row
        while mine[at] != others[row]:
            if mine[at] < others[row]:
                at += 1
            else:
                row += 1
        done = mine[at]
        while (
            row + 1 < len(others)
            and others[row + 1] == done
            and theirs[row + 1].strip()
        ):
            row += 1  # a row of signs that do not count
        at, row = at + 1, row + 1
        units.append((i, at, rows[0] + lo, rows[0] + row))
    return units


def _ends(lines: Sequence[str], found: Sequence[Token]) -> List[int]:
    """Return how many words stand up to the end of each line."""
    starts = [token.start for token in found]
    ends = accumulate(len(line) + 1 for line in lines)
    return [bisect_left(starts, end) for end in ends]


def find_formatted_piece(lines: Sequence[str], old: str) -> Optional[Tuple[int, Range]]:
    """Return the row and the columns where alone a piece of a line stands."""
    needle = _squeezed(old)
    said = [token.said for token in tokens(old)]
    text = _squeezed("".join(lines))
    if not needle or text.count(needle) != 1 or not _is_evident(tokens(old)):
        return None
    row = next((n for n, line in enumerate(lines) if needle in _squeezed(line)), -1)
    real = tokens(lines[row]) if row >= 0 else []
    starts = [
        n
        for n in range(len(real) - len(said) + 1)
        if [token.said for token in real[n : n + len(said)]] == said
    ]
    if len(starts) != 1:
        return None
    return row, (real[starts[0]].start, real[starts[0] + len(said) - 1].end)


def exchanged(mine: str, real: str, wanted: str) -> Optional[str]:
    """Return a text in its own format with what changed between two others.

    None when words would have to be put in where the format is not the same, so that
    nothing says how.

    Args:
        mine, wanted: before and after the change, in some format.
        real: as ``mine``, in the format that stays.
    """
    ours, theirs, goal = tokens(mine), tokens(real), tokens(wanted)
    if [token.said for token in ours] != [token.said for token in theirs]:
        return None
    pieces: List[str] = []
    at = 0
    for equal, i, i_end, j, j_end in changes(
        [token.said for token in ours], [token.said for token in goal]
    ):
        if equal:
            continue
        both = i < i_end and j < j_end
        start, end = _around(theirs, len(real), i, i_end, inner=both)
        piece = wanted[slice(*_around(goal, len(wanted), j, j_end, inner=both))]
        said = mine[slice(*_around(ours, len(mine), i, i_end, inner=both))]
        if "\n" in piece + real[start:end]:
            return None
        if not both and said.split() != real[start:end].split():
            return None
        pieces += [real[at:start], piece]
        at = end
    result = "".join(pieces) + real[at:]
    same = [token.said for token in tokens(result)] == [token.said for token in goal]
    return result if same else None


def _around(
    found: Sequence[Token], size: int, start: int, end: int, *, inner: bool
) -> Range:
    """Return where words stand in their text, with the blanks around if not inner."""
    if inner:
        return found[start].start, found[end - 1].end
    left = found[start - 1].end if start else 0
    right = found[end].start if end < len(found) else found[-1].end if found else size
    return left, max(left, right)
