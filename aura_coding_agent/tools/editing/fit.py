# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Bring new lines to the depth, the unit of indentation and the signs of a file."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Sequence, Tuple

from .lines import PLAIN_SIGNS, indentation, key, width
from .place import uniform_step

_UNIT_LINES = 2_000  # lines that tell how a file is indented


class Fit:
    """Bring new lines to the depth, unit and signs that the file has.

    Args:
        pairs: lines as the model remembered them, and as they are.
    """

    def __init__(
        self,
        lines: Sequence[str],
        old: Sequence[str],
        new: Sequence[str],
        pairs: Sequence[Tuple[str, str]],
    ):
        """Take the lines of the file and the lines of the edit."""
        blanks = [(indentation(mine), indentation(real)) for mine, real in pairs]
        self._same = all(mine == real for mine, real in blanks)
        self.as_file: bool = not self._same and _fits_already(new, pairs)
        self._fits = self._same or self.as_file
        self._signs = _sign_changes(pairs)
        self._no_tails = bool(pairs) and all(
            mine != mine.rstrip() and real == real.rstrip() for mine, real in pairs
        )
        if self._fits:
            return
        self._step = uniform_step(blanks)
        self._map = dict(blanks)
        self._tab = _tab_size(self._map)
        self._tabs = any("\t" in mine for mine, _ in blanks)
        depths = sorted({width(indentation(e)) for e in [*old, *new] if e.strip()})
        steps = [b - a for a, b in zip([0, *depths], depths) if b > a + 1]
        self._mine = min(steps) if steps else 4
        self._unit = file_unit([real for _, real in blanks], lines)
        self._scaled = self._mine != len(self._unit) and all(
            real == self._blanks(len(mine)) and not mine.strip(" ")
            for mine, real in blanks
        )

    def line(self, line: str) -> str:
        """Return a line of the new text as it is to stand in the file."""
        if not line.strip():
            return line.strip() if self._no_tails else line
        line = line.rstrip() if self._no_tails else line
        for sign, plain in self._signs.items():
            line = line.replace(sign, plain)
        if self._fits:
            return line
        blanks = indentation(line)
        return self._depth(blanks) + line[len(blanks) :]

    def base(self, mine: str, real: str) -> str:
        """Return a line of the old text at the depth that new lines start from."""
        if self.as_file:
            return indentation(real) + mine.lstrip()
        return self.line(mine)

    def _depth(self, blanks: str) -> str:
        """Return the indentation that the file would use."""
        if blanks in self._map:
            return self._map[blanks]
        if "\t" in blanks and not self._tabs and self._unit == "\t":
            return blanks
        if self._scaled and not blanks.strip(" "):
            return self._blanks(len(blanks))  # rather than a shift, if both can be
        if self._step is not None and not (self._unit == "\t" and " " in blanks):
            less, more = self._step
            return more + blanks[len(less) :] if blanks.startswith(less) else more
        if self._tab and self._tabs != (self._unit == "\t"):
            return self._respelt(blanks)
        wide = width(blanks)
        below = [mine for mine in self._map if width(mine) <= wide]
        if below:
            base = max(below, key=width)
            return self._map[base] + self._blanks(wide - width(base))
        base = min(self._map, key=width)
        up = len(self._blanks(width(base) - wide))
        return self._map[base][: max(0, len(self._map[base]) - up)]

    def _respelt(self, blanks: str) -> str:
        """Spell the same columns with tabs, or without."""
        mine, theirs = next(iter(self._map.items()))
        shift = len(theirs.expandtabs(self._tab)) - len(mine.expandtabs(self._tab))
        wide = max(0, len(blanks.expandtabs(self._tab)) + shift)
        if self._unit != "\t":
            return " " * wide
        return "\t" * (wide // self._tab) + " " * (wide % self._tab)

    def _blanks(self, columns: int) -> str:
        """Return the blanks for a depth."""
        levels, rest = divmod(columns, self._mine)
        return self._unit * levels + " " * rest


def _tab_size(blanks: Dict[str, str]) -> int:
    """Return with which tabs two ways to indent are the same but for a shift, or 0."""
    found = 0
    for tab in (4, 8, 2, 3):
        shifts = {
            len(theirs.expandtabs(tab)) - len(mine.expandtabs(tab))
            for mine, theirs in blanks.items()
        }
        if shifts == {0}:
            return tab
        found = found or (tab if len(shifts) == 1 else 0)
    return found


def _fits_already(new: Sequence[str], pairs: Sequence[Tuple[str, str]]) -> bool:
    """Tell whether new lines are as deep as the file, though the old ones are not."""
    told = [line for line in new if line.strip()]
    if not told or not pairs:
        return True
    mine, real = pairs[0]
    if key(told[0]) == key(mine) and indentation(mine) != indentation(real):
        if indentation(told[0]) in (indentation(mine), indentation(real)):
            return indentation(told[0]) == indentation(real)
    ours = min(width(indentation(a)) for a, _ in pairs)
    theirs = min(width(indentation(b)) for _, b in pairs)
    now = min(width(indentation(line)) for line in told)
    if ours != theirs and now in (ours, theirs):
        return now == theirs
    as_old = {(indentation(a), key(a)) for a, _ in pairs}
    as_file = {(indentation(b), key(b)) for _, b in pairs}
    seen = [(indentation(line), key(line)) for line in told]
    votes = sum((each in as_file) - (each in as_old) for each in seen)
    return votes > 0


def file_unit(near: Sequence[str], lines: Sequence[str]) -> str:
    """Return what one more level of indentation is in a file.

    Args:
        near: blanks before lines close by; tabs there decide.
    """
    if any("\t" in blanks for blanks in near):
        return "\t"
    depths = [indentation(line) for line in lines[:_UNIT_LINES] if line.strip()]
    if not any(near) and any(blanks.startswith("\t") for blanks in depths):
        return "\t"
    steps = Counter(len(b) - len(a) for a, b in zip(depths, depths[1:]))
    best = max((2, 3, 4, 8), key=lambda size: (steps[size], size == 4))
    return " " * best


def _sign_changes(pairs: Sequence[Tuple[str, str]]) -> Dict[str, str]:
    """Return the typographic signs that stand where the file has plain ones."""
    found: Dict[str, str] = {}
    for mine, real in pairs:
        if mine.isascii() or len(mine.strip()) != len(real.strip()):
            continue
        for ours, theirs in zip(mine.strip(), real.strip()):
            if ours != theirs and ours.translate(PLAIN_SIGNS) == theirs:
                found[ours] = theirs
    return found
