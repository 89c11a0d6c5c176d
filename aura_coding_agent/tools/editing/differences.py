# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare two sequences, such as the lines or the words of two texts."""

from __future__ import annotations

from collections import Counter
from typing import List, Sequence, Tuple

_DIFF_WORK = 250_000  # pairs of items up to which a comparison takes its time
Opcode = Tuple[bool, int, int, int, int]  # equal?, old from, to, new from, to


def changes(old: Sequence[object], new: Sequence[object]) -> List[Opcode]:
    """Compare two sequences; return stretches that are equal or replaced, in order."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail, most = 0, min(len(old), len(new)) - head
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    i, j = len(old) - tail, len(new) - tail
    found = [(True, 0, head, 0, head)]
    found += _inner_changes(old, new, head, i, head, j)
    found.append((True, i, len(old), j, len(new)))
    return [op for op in found if op[1] < op[2] or op[3] < op[4]]


def _inner_changes(
    old: Sequence[object], new: Sequence[object], i: int, i_end: int, j: int, j_end: int
) -> List[Opcode]:
    """Return the changes inside a stretch that differs."""
    if i == i_end or j == j_end:
        return [(False, i, i_end, j, j_end)]
    if (i_end - i) * (j_end - j) > _DIFF_WORK:
        return _changes_by_unique(old, new, i, i_end, j, j_end)
    # Here, because most edits change one stretch of lines and never need it.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    return [
        (tag == "equal", i + a, i + b, j + c, j + d)
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _changes_by_unique(
    old: Sequence[object], new: Sequence[object], i: int, i_end: int, j: int, j_end: int
) -> List[Opcode]:
    """Split long sequences at lines that each of them has once, in rising order."""
    mine, theirs = Counter(old[i:i_end]), Counter(new[j:j_end])
    rows = {line: at for at, line in enumerate(new[j:j_end], j) if theirs[line] == 1}
    found: List[Opcode] = []
    at, row = i, j
    for n in range(i, i_end):
        line = old[n]
        there = rows.get(line, -1) if mine[line] == 1 else -1
        if there < row or (n - at + 1) * (there - row + 1) > _DIFF_WORK:
            continue
        if at < n or row < there:
            found += _inner_changes(old, new, at, n, row, there)
        found.append((True, n, n + 1, there, there + 1))
        at, row = n + 1, there + 1
    if at < i_end or row < j_end:
        found.append((False, at, i_end, row, j_end))
    return found
