# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a block where all its lines have the same keys as lines of a file.

Time is linear in the lines of the file, by the method of Knuth, Morris and Pratt
(1977).
"""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Set

from ...core.values import NamedTuple

from .edits import EXACT, TABS, TRAILING, TYPOGRAPHY
from .gaps import Pair, with_blanks
from .lines import indentation, key
from .place import Place, indentation_rung

_MOST_PLACES = 200  # of a block that fits so often, more need not be told


class Keyed(NamedTuple):
    """Lines of a file with the key of each, all keys, and what makes them."""

    lines: Sequence[str]
    keys: List[str]
    known: Set[str]
    as_key: Callable[[str], str]

    def hits(self, rows: Sequence[int], piece: Sequence[str]) -> List[int]:
        """Return where keys stand in those of some rows."""
        if not self.known.issuperset(piece):
            return []  # at once, because most blocks are not there most loosely
        return occurrences([self.keys[row] for row in rows], piece)

    @property
    def told(self) -> List[int]:
        """The rows that are not blank."""
        return [row for row, line in enumerate(self.keys) if line]


def keyed(lines: Sequence[str], as_key: Callable[[str], str]) -> Keyed:
    """Return lines with what makes them equal."""
    if as_key is key and "".join(lines).isascii():
        keys = [" ".join(line.split()) for line in lines]
    else:
        keys = list(map(as_key, lines))
    return Keyed(lines, keys, set(keys), as_key)


def by_keys(file: Keyed, old: Sequence[str]) -> List[Place]:
    """Return where the lines that are not blank follow one another as in the block."""
    wanted = [at for at, line in enumerate(old) if line.strip()]
    piece = [file.as_key(old[at]) for at in wanted]
    if not file.known.issuperset(piece):
        return []
    told = file.told
    places = []
    for hit in file.hits(told, piece):
        pairs = [(at, told[hit + n]) for n, at in enumerate(wanted)]
        place = graded(file.lines, old, pairs)
        if place is not None:
            places.append(place)
    return places


def occurrences(text: Sequence[str], piece: Sequence[str]) -> List[int]:
    """Return where a sequence stands in another; the places may overlap."""
    if not piece or len(piece) > len(text):
        return []
    back = [0] * len(piece)
    length = 0
    for at in range(1, len(piece)):
        while length and piece[at] != piece[length]:
            length = back[length - 1]
        length += piece[at] == piece[length]
        back[at] = length
    found = []
    length = 0
    for at, item in enumerate(text):
        while length and (length == len(piece) or item != piece[length]):
            length = back[length - 1]
        if item == piece[length]:
            length += 1
        if length == len(piece):
            found.append(at - length + 1)
            if len(found) >= _MOST_PLACES:
                break
    return found


def graded(
    lines: Sequence[str], old: Sequence[str], pairs: Sequence[Pair]
) -> Optional[Place]:
    """Return how well paired lines fit, and the blank ones between them."""
    rung = pairs_rung(lines, old, pairs)
    if rung is None:
        return None
    spans, blank_rung = with_blanks(lines, old, pairs)
    return Place(max(rung, blank_rung), spans, tuple(old))


def pairs_rung(
    lines: Sequence[str], old: Sequence[str], pairs: Sequence[Pair]
) -> Optional[int]:
    """Return how loosely paired lines are alike; None when indentation is not."""
    rung = EXACT
    for mine, theirs in pairs:
        ours, real = old[mine], lines[theirs]
        if ours == real:
            continue
        inner, outer = ours.strip(), real.strip()
        if inner == outer:
            same_tail = ours[len(ours.rstrip()) :] == real[len(real.rstrip()) :]
            rung = max(rung, EXACT if same_tail else TRAILING)
        elif inner.split() == outer.split():
            rung = max(rung, TABS)
        else:
            rung = max(rung, TYPOGRAPHY)
    blanks = [(indentation(old[i]), indentation(lines[k])) for i, k in pairs]
    step = indentation_rung(blanks)
    return None if step is None else max(rung, step)
