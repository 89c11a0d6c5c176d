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
from .differences import Opcode, changes
from .edits import EXACT
from .fit import Fit
from .formatting import exchanged
from .gaps import Range
from .lines import (
    indentation,
    is_dots,
    is_elision,
    is_placeholder,
    key,
    key_beside_typography,
    listing,
    without_numbers_of,
)
from .place import Place

_TOKENS = r"(?s)\s+|[\w\u0300-\u036f]+|\.{3}|-{2,}|."  # words with their accents
_OPENS_BODY = r"(?:async|def|class|if|elif|else|for|while|with|try|except|finally)\b|\)"
_ELIDED = ("", "...")  # the key of a line that stands for others


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
    listed = listing(old) if list(place.old) != list(old) else None
    if listed is not None:
        new = without_numbers_of(new, listed)
    old, new, spans, lead = _without_edges(place, new)
    elided = {at - lead for at in place.elided}
    pairs = [
        (old[at], lines[lo])
        for at, (lo, hi) in enumerate(spans)
        if hi > lo and at not in elided and old[at].strip()
    ]
    fit = Fit(lines, old, new, pairs)
    if place.rung == EXACT:
        ops = changes(old, new)
    else:
        ops = changes(
            *_keys(lines, old, new, spans, elided=elided, as_file=fit.as_file)
        )
    ops = _whole_units(ops, [(a - lead, b - lead) for a, b in place.joint])
    found: List[LineChange] = []
    for equal, i, i_end, j, j_end in ops:
        if not equal:
            _refuse_misspelt(lines, place, (i + lead, i_end + lead))
        if equal:
            found += _kept(lines, old[i:i_end], new[j:j_end], spans[i:i_end], fit)
        else:
            _refuse_placeholders(lines, old, new, (i, i_end, j, j_end))
            here = [(0, 0) if at in elided else spans[at] for at in range(i, i_end)]
            found += _replaced(
                lines, (old, new, spans), (i, i_end, j, j_end), fit, here
            )
    return found


def _whole_units(ops: Sequence[Opcode], joint: Sequence[Range]) -> List[Opcode]:
    """Widen changes so that lines which share lines of the file change together."""
    changed = [(i, i_end) for equal, i, i_end, _, _ in ops if not equal]
    broken = [(a, b) for a, b in joint if any(i < b and end > a for i, end in changed)]
    if not broken:
        return list(ops)
    pairs = [
        (i + n, j + n)
        for equal, i, i_end, j, _ in ops
        for n in range(i_end - i)
        if equal and not any(a <= i + n < b for a, b in broken)
    ]
    found: List[Opcode] = []
    at, row = 0, 0
    for i, j in [*pairs, (ops[-1][2], ops[-1][4])]:
        if at < i or row < j:
            found.append((False, at, i, row, j))
        if i < ops[-1][2]:
            found.append((True, i, i + 1, j, j + 1))
        at, row = i + 1, j + 1
    return found


def _refuse_misspelt(lines: Sequence[str], place: Place, stretch: Range) -> None:
    """Refuse to change a line that the model did not spell, or did not show."""
    for at in range(*stretch):
        if at in place.misspelt:
            row = place.spans[at][0]
            raise ToolError(
                "edit-not-found",
                f"A line to replace is not in the file; most like it is line "
                f"{row + 1}:\n{row + 1}\t{lines[row][:200]}",
                hint="Copy the lines to replace exactly from the file.",
            )
        if at in place.open:
            raise ToolError(
                "edit-unclear",
                f"`old` leaves lines out at `{place.old[at].strip()[:80]}`, and `new` "
                "does not: nothing says which lines are to go.",
                hint="Give all lines to replace, or leave the same ones out of both.",
            )


def _without_edges(
    place: Place, new: Sequence[str]
) -> Tuple[Sequence[str], Sequence[str], Sequence[Range], int]:
    """Leave out the blank lines around a block, once the file has not all of them.

    The last of the results is how many lines of the block were left out before it.
    """
    old, spans = place.old, place.spans
    head = tail = 0
    while head < len(old) and not old[head].strip():
        head += 1
    while tail < len(old) - head and not old[-1 - tail].strip():
        tail += 1
    edges = [*spans[:head], *spans[len(old) - tail :]]
    if not any(lo == hi for lo, hi in edges):
        return old, new, spans, 0
    start, stop = 0, len(new)
    while start < min(head, stop) and not new[start].strip():
        start += 1
    while len(new) - stop < tail and stop > start and not new[stop - 1].strip():
        stop -= 1
    end = len(old) - tail
    return old[head:end], new[start:stop], spans[head:end], head


# -- what differs --------------------------------------------------------------------


def _keys(
    lines: Sequence[str],
    old: Sequence[str],
    new: Sequence[str],
    spans: Sequence[Range],
    *,
    elided: Set[int],
    as_file: bool,
) -> Tuple[List[object], List[object]]:
    """Return for each line of both texts a value that is equal where they agree.

    A new line agrees also when it is as in the file, and not as the model said.

    Args:
        elided: the lines of the block that stand for others.
        as_file: the new lines are as deep as the file, though the old ones are not.
    """
    mine = [_key(line) for line in old]
    other: Dict[object, object] = {}
    for at, (lo, hi) in enumerate(spans):
        if hi == lo + 1 and at not in elided:
            real, said = _key(lines[lo]), mine[at]
            mine[at] = real if as_file else said
            both = (real[0], said[1]) if as_file else (said[0], real[1])
            other.setdefault(both, mine[at])
    for at in elided:
        mine[at] = _ELIDED
    known: Set[object] = set(mine)
    dots = {old[at].strip() for at in elided}
    theirs: List[object] = []
    for line in new:
        stands = elided and (is_elision(line) or line.strip() in dots)
        value = _ELIDED if stands else _key(line)
        theirs.append(value if value in known else other.get(value, value))
    return list(mine), theirs


def _key(line: str) -> Tuple[str, str]:
    """Return what makes two lines equal here."""
    told = key_beside_typography(line) if not line.isascii() else key(line)
    return (indentation(line) if told else "", told)


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
        if mine == wanted or hi != lo + 1 or is_elision(mine) or is_elision(wanted):
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
    shown: Sequence[Range],
) -> List[LineChange]:
    """Return what becomes of the lines of the file where old and new differ."""
    old, new, spans = texts
    i, i_end, j, j_end = op
    if i == i_end:
        around = [spans[at] for at in (i - 1, i) if 0 <= at < len(spans)]
        if around and all(lo == hi for lo, hi in around):
            raise ToolError(
                "edit-unclear",
                "New lines stand between lines of `old` that are not in the file: "
                f"{new[j].strip()[:200]}",
                hint="Copy the lines around the new ones from the file.",
            )
        at = spans[i - 1][1] if i else (spans[0][0] if spans else 0)
        return [LineChange(at, at, tuple(map(fit.line, new[j:j_end])))]
    start, stop = spans[i][0], spans[i_end - 1][1]
    covered = {row for lo, hi in spans[i:i_end] for row in range(lo, hi)}
    extra = [row for row in range(start, stop) if row not in covered]
    written = _written(lines, old[i:i_end], new[j:j_end], shown, fit)
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
    if new and any(hi > lo + 1 for lo, hi in spans):
        mine, wanted = ("\n".join(map(fit.line, each)) for each in (old, new))
        real = "\n".join(lines[spans[0][0] : spans[-1][1]])
        text = exchanged(mine, real, wanted)
        if text is not None:
            return text.split("\n")
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
        text = exchanged(mine, real, wanted)
        return wanted if text is None else text
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
    above = [
        line.strip()
        for line in new[:at]
        if line.strip() and not line.strip().startswith("# ")
    ]
    if new[at].strip() != "..." or not above:
        return False
    opens = re.match(_OPENS_BODY, above[-1]) and above[-1].endswith(":")
    return bool(opens) or above[-1].endswith(('"""', "'''"))


def placeholder(line: str) -> ToolError:
    """Return the error for a line that stands for code instead of being it."""
    return ToolError(
        "edit-placeholder",
        f"`new` has a placeholder where code stands: {line[:200]}",
        hint="Write out all lines that are to stay, or replace a smaller piece.",
    )
