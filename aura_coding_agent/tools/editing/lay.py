# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Lay a change onto the lines of a file, so that only what was meant is written.

A model gives a text as it remembers it and as it should be. What differs between
the two is the change; everything else stays as it is in the file, however the model
remembered it. New lines get the depth and the unit of indentation that their
neighbours have in the file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Dict, List, Sequence, Set, Tuple

from ...core.errors import ToolError
from ...core.values import NamedTuple
from .edits import EXACT
from .fit import Fit
from .gaps import Range
from .lines import (
    indentation,
    is_dots,
    is_elision,
    is_placeholder,
    key,
    key_beside_typography,
    without_some_numbers,
)
from .match import Place

_TOKENS = r"(?s)\s+|\w+|\.{3}|-{2,}|."
_DIFF_WORK = 250_000  # pairs of lines up to which a diff takes its time
_ELIDED = ("", "...")  # the key of a line that stands for others
Opcode = Tuple[bool, int, int, int, int]  # equal?, old from, to, new from, to


class LineChange(NamedTuple):
    """Lines ``start`` up to ``stop`` of the file become ``lines``."""

    start: int
    stop: int
    lines: Tuple[str, ...]


def lay(
    lines: Sequence[str], place: Place, old: Sequence[str], new: Sequence[str]
) -> List[LineChange]:
    """Return what changes in a file, in order.

    Args:
        lines: contents of the file's lines.
        place: where ``old`` fits.

    Raises:
        ToolError: ``edit-placeholder``; ``edit-unclear`` when lines that the block
            does not have stand among those it replaces.
    """
    if list(place.old) != list(old):
        new = without_some_numbers(new)
    old, new, spans = _without_edges(place, new)
    pairs = [(old[at], lines[lo]) for at, (lo, hi) in enumerate(spans) if hi == lo + 1]
    told = [(a, b) for a, b in pairs if a.strip() and not is_elision(a)]
    fit = Fit(lines, old, new, told)
    if place.rung == EXACT:
        ops = changes(old, new)
    else:
        ops = changes(*_keys(lines, old, new, spans, as_file=fit.as_file))
    found: List[LineChange] = []
    for equal, i, i_end, j, j_end in ops:
        if place.misspelt and not equal:
            _refuse_misspelt(lines, place, (i, i_end), old)
        if equal:
            found += _kept(lines, old[i:i_end], new[j:j_end], spans[i:i_end], fit)
        else:
            _refuse_placeholders(lines, old, new, (i, i_end, j, j_end))
            found += _replaced(lines, (old, new, spans), (i, i_end, j, j_end), fit)
    return found


def _refuse_misspelt(
    lines: Sequence[str], place: Place, stretch: Range, old: Sequence[str]
) -> None:
    """Refuse to change a line that the model did not spell as it is."""
    lead = 0
    while len(old) < len(place.old) and not place.old[lead].strip():
        lead += 1
    for at in place.misspelt:
        if stretch[0] <= at - lead < stretch[1]:
            row = place.spans[at][0]
            raise ToolError(
                "edit-not-found",
                f"A line to replace is not in the file; most like it is line "
                f"{row + 1}:\n{row + 1}\t{lines[row][:200]}",
                hint="Copy the lines to replace exactly from the file.",
            )


def _without_edges(
    place: Place, new: Sequence[str]
) -> Tuple[Sequence[str], Sequence[str], Sequence[Range]]:
    """Leave out the blank lines around a block, once the file has not all of them."""
    old, spans = place.old, place.spans
    head = tail = 0
    while head < len(old) and not old[head].strip():
        head += 1
    while tail < len(old) - head and not old[-1 - tail].strip():
        tail += 1
    edges = [*spans[:head], *spans[len(old) - tail :]]
    if not any(lo == hi for lo, hi in edges):
        return old, new, spans
    start, stop = 0, len(new)
    while start < min(head, stop) and not new[start].strip():
        start += 1
    while len(new) - stop < tail and stop > start and not new[stop - 1].strip():
        stop -= 1
    end = len(old) - tail
    return old[head:end], new[start:stop], spans[head:end]


# -- what differs --------------------------------------------------------------------


def _keys(
    lines: Sequence[str],
    old: Sequence[str],
    new: Sequence[str],
    spans: Sequence[Range],
    *,
    as_file: bool,
) -> Tuple[List[object], List[object]]:
    """Return for each line of both texts a value that is equal where they agree.

    A new line agrees also when it is as in the file, and not as the model said.

    Args:
        as_file: the new lines are as deep as the file, though the old ones are not.
    """
    mine = [_key(line) for line in old]
    other: Dict[object, object] = {}
    for at, (lo, hi) in enumerate(spans):
        if hi == lo + 1:
            real, said = _key(lines[lo]), mine[at]
            mine[at] = real if as_file else said
            both = (real[0], said[1]) if as_file else (said[0], real[1])
            other.setdefault(both, mine[at])
    known: Set[object] = set(mine)
    for at, (lo, hi) in enumerate(spans):
        if is_elision(old[at]) and hi - lo != 1:
            mine[at] = _ELIDED
            known.add(_ELIDED)
    theirs: List[object] = []
    for line in new:
        value = _ELIDED if _ELIDED in known and is_elision(line) else _key(line)
        theirs.append(value if value in known else other.get(value, value))
    return list(mine), theirs


def _key(line: str) -> Tuple[str, str]:
    """Return what makes two lines equal here."""
    told = key_beside_typography(line) if not line.isascii() else key(line)
    return (indentation(line) if told else "", told)


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


# -- laying it on --------------------------------------------------------------------


def _kept(
    lines: Sequence[str],
    old: Sequence[str],
    new: Sequence[str],
    spans: Sequence[Range],
    fit: Fit,
) -> List[LineChange]:
    """Return the lines that the model changed though only in blanks or signs."""
    found = []
    for mine, wanted, (lo, hi) in zip(old, new, spans):
        if mine == wanted or hi != lo + 1 or is_elision(mine):
            continue
        real = lines[lo]
        plain = mine.rstrip() == wanted.rstrip() and mine != real
        if wanted != real and not plain and fit.base(mine, real) == real:
            found.append(LineChange(lo, hi, (fit.line(wanted),)))
    return found


def _replaced(
    lines: Sequence[str],
    texts: Tuple[Sequence[str], Sequence[str], Sequence[Range]],
    op: Tuple[int, int, int, int],
    fit: Fit,
) -> List[LineChange]:
    """Return what becomes of the lines of the file where old and new differ."""
    old, new, spans = texts
    i, i_end, j, j_end = op
    if i == i_end:
        at = spans[i - 1][1] if i else (spans[0][0] if spans else 0)
        return [LineChange(at, at, tuple(map(fit.line, new[j:j_end])))]
    start, stop = spans[i][0], spans[i_end - 1][1]
    covered = {row for lo, hi in spans[i:i_end] for row in range(lo, hi)}
    extra = [row for row in range(start, stop) if row not in covered]
    written = _written(lines, old[i:i_end], new[j:j_end], spans[i:i_end], fit)
    if not any(lines[row].strip() for row in extra):
        return [LineChange(start, stop, tuple(written))]
    if i_end - i != j_end - j:
        row = next(row for row in extra if lines[row].strip())
        raise ToolError(
            "edit-unclear",
            f"Line {row + 1} stands among the lines to replace and is not in `old`: "
            f"{lines[row].strip()[:200]}",
            hint="Copy the lines to replace from the file, all of them.",
        )
    return [LineChange(*span, (line,)) for span, line in zip(spans[i:i_end], written)]


def _written(
    lines: Sequence[str],
    old: Sequence[str],
    new: Sequence[str],
    spans: Sequence[Range],
    fit: Fit,
) -> List[str]:
    """Return new lines as they are to stand in the file."""
    written = [fit.line(line) for line in new]
    loose = [
        at
        for at, (lo, hi) in enumerate(spans)
        if hi == lo + 1
        and old[at].strip()
        and fit.base(old[at], lines[lo]) != lines[lo]
    ]
    taken: Set[int] = set()
    for at in loose:
        pair = at if len(old) == len(new) else _most_like(old[at], new, taken)
        if pair >= 0:
            taken.add(pair)
            real = lines[spans[at][0]]
            written[pair] = merged(fit.base(old[at], real), real, written[pair])
    return written


def _most_like(line: str, others: Sequence[str], taken: Set[int]) -> int:
    """Return which line has most words in common with one, -1 when none has half."""
    words = Counter(re.findall(_TOKENS, key(line)))
    best, found = 0.5, -1
    for at, other in enumerate(others[:200]):
        theirs = Counter(re.findall(_TOKENS, key(other)))
        size = max(sum(words.values()), sum(theirs.values()), 1)
        share = sum((words & theirs).values()) / size
        if share > best and at not in taken:
            best, found = share, at
    return found


def merged(mine: str, real: str, wanted: str) -> str:
    """Return a line of the file with what changed between two versions of it.

    Where the versions agree, the signs and blanks of the file stay.
    """
    ours = re.findall(_TOKENS, mine.rstrip())
    theirs = re.findall(_TOKENS, real.rstrip())
    if len(ours) != len(theirs):
        return wanted
    tail, other = wanted[len(wanted.rstrip()) :], mine[len(mine.rstrip()) :]
    tail = real[len(real.rstrip()) :] if tail == other else tail
    goal = re.findall(_TOKENS, wanted.rstrip())
    pieces = []
    for equal, i, i_end, j, j_end in changes(ours, goal):
        pieces += theirs[i:i_end] if equal else goal[j:j_end]
    return "".join(pieces) + tail


# -- placeholders --------------------------------------------------------------------


def _refuse_placeholders(
    lines: Sequence[str],
    old: Sequence[str],
    new: Sequence[str],
    op: Tuple[int, int, int, int],
) -> None:
    """Refuse a line such as "rest of the code unchanged" where code stood."""
    i, i_end, j, j_end = op
    elided = sum(map(is_elision, new)) <= sum(map(is_elision, old))
    known = {line.strip() for line in old if elided or not is_elision(line)}
    removed = sum(bool(line.strip()) for line in old[i:i_end])
    for at in range(j, j_end):
        line = new[at].strip()
        if line in known or not line:
            continue
        dots = is_dots(line) and removed and not _is_body(new, at)
        if dots or is_placeholder(line):
            raise placeholder(line)


def _is_body(new: Sequence[str], at: int) -> bool:
    """Tell whether ``...`` is the body of a Python block, so that it is code."""
    above = [line for line in new[:at] if line.strip()][-1:]
    if new[at].strip() != "..." or not above:
        return False
    return (
        above[0].rstrip().endswith((":", '"""', "'''")) or above[0].strip()[0] in "@#"
    )


def placeholder(line: str) -> ToolError:
    """Return the error for a line that stands for code instead of being it."""
    return ToolError(
        "edit-placeholder",
        f"`new` has a placeholder where code stands: {line[:200]}",
        hint="Write out all lines that are to stay, or replace a smaller piece.",
    )
