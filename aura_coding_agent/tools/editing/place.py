# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say where a block of lines fits in a file, and how its depth differs there."""

from __future__ import annotations

from typing import Dict, Optional, Sequence, Tuple

from ...core.values import NamedTuple

from .edits import EXACT, INDENTATION, TABS
from .gaps import Range


class Place(NamedTuple):
    """Where a block fits.

    Attributes:
        rung: how loosely, of ``edits``.
        spans: for each line of the block the lines of the file that it stands for:
            one, none (it is missing there), or many (elided).
        old: the block as it was compared, without numbers of a listing.
        misspelt: lines of the block that are not as in the file: they may not change.
        elided: lines of the block that stand for lines left out.
        open: those of them that must stay, because nothing says what they stand for.
        joint: runs of its lines that share lines of the file, wrapped otherwise; the
            first of them stands for all.
        score: of places on one rung the higher fits better.
    """

    rung: int
    spans: Tuple[Range, ...]
    old: Tuple[str, ...]
    misspelt: Tuple[int, ...] = ()
    elided: Tuple[int, ...] = ()
    open: Tuple[int, ...] = ()
    joint: Tuple[Range, ...] = ()
    score: int = 0

    @property
    def start(self) -> int:
        """The first line of the file that it takes."""
        return min(lo for lo, hi in self.spans if hi > lo)

    @property
    def stop(self) -> int:
        """The line after the last that it takes."""
        return max(hi for lo, hi in self.spans if hi > lo)


def indentation_rung(pairs: Sequence[Tuple[str, str]]) -> Optional[int]:
    """Return how the blanks before lines differ; None when in no orderly way.

    They may all be shifted by the same step, or each depth by another one, as long
    as equal stays equal and deeper stays deeper. The first line may be apart from the
    others, as where a text was cut out from its first letter on.
    """
    if all(mine == theirs for mine, theirs in pairs):
        return EXACT
    if uniform_step(pairs) is not None:
        return INDENTATION
    if len(pairs) > 2 and _first_apart(pairs):
        return INDENTATION
    steps: Dict[str, str] = {}
    for mine, theirs in pairs:
        if steps.setdefault(mine, theirs) != theirs:
            return None
    for tab in (4, 8, 2):
        mine_first = sorted(
            (len(a.expandtabs(tab)), len(b.expandtabs(tab))) for a, b in steps.items()
        )
        if all(a[0] < b[0] and a[1] < b[1] for a, b in zip(mine_first, mine_first[1:])):
            return TABS
    return None


def _first_apart(pairs: Sequence[Tuple[str, str]]) -> bool:
    """Tell whether all lines but the first are shifted by the same step."""
    mine, theirs = pairs[0]
    rest = pairs[1:]
    return (
        mine in ("", theirs)
        and uniform_step(rest) is not None
        and all(blanks != mine or real == theirs for blanks, real in rest)
    )


def uniform_step(pairs: Sequence[Tuple[str, str]]) -> Optional[Tuple[str, str]]:
    """Return the blanks to take away and to put before every line, if the same."""
    mine, theirs = pairs[0]
    if theirs.endswith(mine):
        more = theirs[: len(theirs) - len(mine)]
        same = all(b == more + a for a, b in pairs)
        return ("", more) if same else None
    if mine.endswith(theirs):
        less = mine[: len(mine) - len(theirs)]
        return (less, "") if all(a == less + b for a, b in pairs) else None
    return None
