# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Pair what stands between matched lines: blank lines and comments."""

from __future__ import annotations

from typing import Callable, List, Sequence, Tuple

from .edits import BLANK_LINES, EXACT, TRAILING
from .lines import is_comment

Range = Tuple[int, int]
Pair = Tuple[int, int]  # line of the block, line of the file


def with_blanks(
    lines: Sequence[str], old: Sequence[str], pairs: Sequence[Pair]
) -> Tuple[Tuple[Range, ...], int]:
    """Pair the blank lines too, which stand before, between and after the others."""
    spans: List[Range] = [(0, 0)] * len(old)
    rung = EXACT
    for mine, theirs in pairs:
        spans[mine] = (theirs, theirs + 1)
    first, last = pairs[0], pairs[-1]
    edges = [(-1, first[1] - first[0] - 1), *pairs, (len(old), len(lines))]
    for number, (before, after) in enumerate(zip(edges, edges[1:])):
        count = after[0] - before[0] - 1
        if number == 0:
            start, space = after[1] - count, count
        else:
            start, space = before[1] + 1, after[1] - before[1] - 1
        inner = 0 < number < len(pairs)
        for n in range(count):
            at, row = before[0] + 1 + n, start + n
            there = 0 <= row < len(lines) and (not inner or n < space)
            if there and not lines[row].strip():
                spans[at] = (row, row + 1)
                rung = max(rung, TRAILING if lines[row] != old[at] else EXACT)
            else:
                edge = after[1] if number == 0 else min(start + n, len(lines))
                spans[at] = (edge, edge)
                rung = max(rung, BLANK_LINES)
        if inner and space != count:
            rung = max(rung, BLANK_LINES)
    return _in_order(spans, last[1] + 1), rung


def _in_order(spans: List[Range], end: int) -> Tuple[Range, ...]:
    """Keep the empty ranges between their neighbours."""
    ceiling = max([end, *(hi for lo, hi in spans if hi > lo)])
    for at in range(len(spans) - 1, -1, -1):
        lo, hi = spans[at]
        if lo == hi:
            spans[at] = (min(lo, ceiling), min(lo, ceiling))
        ceiling = spans[at][0]
    return tuple(spans)


def with_comments(
    keys: Sequence[str],
    old: Sequence[str],
    pairs: Sequence[Pair],
    as_key: Callable[[str], str],
    signs: Tuple[str, ...],
) -> Tuple[Tuple[Range, ...], int]:
    """Pair comments and blank lines between lines of code; count equal comments."""
    spans: List[Range] = [(0, 0)] * len(old)
    for mine, theirs in pairs:
        spans[mine] = (theirs, theirs + 1)
    score = 0
    top, bottom = pairs[0][1], pairs[-1][1] + 1
    while top > 0 and _is_loose(keys[top - 1], signs):
        top -= 1
    while bottom < len(keys) and _is_loose(keys[bottom], signs):
        bottom += 1
    edges = [(-1, top - 1), *pairs, (len(old), bottom)]
    for number, (before, after) in enumerate(zip(edges, edges[1:])):
        ours = [(at, as_key(old[at])) for at in range(before[0] + 1, after[0])]
        others = [(at, keys[at]) for at in range(before[1] + 1, after[1])]
        if number == 0:  # the nearest lines above count
            ours, others = ours[::-1], others[::-1]
        home = after[1] if number == 0 else before[1] + 1
        for at, span, same in _paired(ours, others, home):
            spans[at] = span
            score += same
    return _in_order(spans, pairs[-1][1] + 1), score


def _is_loose(line: str, signs: Tuple[str, ...]) -> bool:
    """Return whether a line can be left out."""
    return not line or is_comment(line, signs)


def _paired(
    mine: Sequence[Tuple[int, str]], theirs: Sequence[Tuple[int, str]], home: int
) -> List[Tuple[int, Range, int]]:
    """Pair the lines of one gap in order: equal ones, else one comment by another."""
    found = []
    used = 0
    for at, text in mine:
        rest = [other for _, other in theirs[used:]]
        step = rest.index(text) if text in rest else -1
        if step < 0 and text:
            others = [n for n, other in enumerate(rest) if other]
            later = {other for _, other in mine}
            others = [n for n in others if rest[n] not in later]
            step = others[0] if others else -1
        if step < 0:
            found.append((at, (home, home), 0))
            continue
        row, other = theirs[used + step]
        used += step + 1
        home = row + 1 if not theirs or theirs[0][0] <= theirs[-1][0] else row
        found.append((at, (row, row + 1), int(bool(text) and text == other)))
    return found
