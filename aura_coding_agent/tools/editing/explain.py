# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say why an edit was refused, with what a model needs to try again."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Callable, List, Sequence, Tuple

from ...core.errors import ToolError
from .keyed import occurrences
from .lines import listing, split_lines

_NEAR_LINES = 12  # most lines shown of the most similar place
_NEAR_WIDTH = 200  # characters shown of each
_SEARCHED = 100_000  # lines that are compared with what was not found
_SHOWN = 10  # places named of those that fit equally well
_FAR = 40  # lines above and below that are searched for a difference
_WORD = r"\w+"


def ambiguous(
    name: str, lines: Sequence[str], places: Sequence[Tuple[int, int]]
) -> ToolError:
    """Return the error for a text that fits in several places.

    Args:
        places: first line and the line after the last of each, from 0.
    """
    numbers = ", ".join(str(start + 1) for start, _ in places[:_SHOWN])
    more = ", ..." if len(places) > _SHOWN else ""
    message = f"`old` stands {len(places)} times in {name}: lines {numbers}{more}."
    apart = _telling_lines(lines, places[:3])
    if apart:
        message += " What tells them apart:\n" + apart
    return ToolError(
        "edit-ambiguous",
        message,
        hint="Give more of the lines around it, or set replace_all.",
        lines=[start + 1 for start, _ in places[:_SHOWN]],
    )


def _telling_lines(lines: Sequence[str], places: Sequence[Tuple[int, int]]) -> str:
    """Return the nearest lines, above or below, that differ between places."""
    for far in range(_FAR):
        for rows in (
            [start - 1 - far for start, _ in places],
            [stop + far for _, stop in places],
        ):
            shown = [lines[row] if 0 <= row < len(lines) else "" for row in rows]
            if len(set(shown)) == len(shown) > 1:
                return "".join(
                    f"{row + 1}\t{line[:_NEAR_WIDTH]}\n"
                    for row, line in zip(rows, shown)
                    if 0 <= row < len(lines)
                )
    return ""


def not_found(name: str, text: str, old: str, new: str = "") -> ToolError:
    """Return the error for a text that is not there, with what is most like it.

    Args:
        new: what should have taken its place; it may be there already.
    """
    lines = split_lines(text).contents
    wanted = split_lines(old.strip("\r\n")).contents
    hint = "Copy it from the file as it is now; read_file shows it."
    place = nearest(lines, wanted)
    message = f"`old` was not found in {name}."
    if place >= 0:
        found = lines[place : place + len(wanted)]
        pairs = list(zip(found, wanted))
        differ = [mine != theirs for mine, theirs in pairs]
        skip = max(0, differ.index(True) - 2) if True in differ else 0
        message += " Most like it:\n" + _numbered(lines, place + skip, len(wanted))
        hint = "Copy it exactly from there, or read more of the file."
        if all(_squeezed(mine) == _squeezed(theirs) for mine, theirs in pairs):
            hint = "Only blanks differ; copy them exactly from there."
    if listing(wanted) is not None:
        hint = "Leave out the line numbers that read_file puts before each line."
    row = _done(text, wanted, split_lines(new.strip("\r\n")).contents, place)
    if row >= 0:
        hint = f"It may be done already: `new` stands at line {row + 1}. " + hint
    inside = text.find(old) if old.strip() else -1
    if inside >= 0 and "\n" not in old:
        row = text.count("\n", 0, inside)
        message = f"`old` stands in {name} only inside of longer words, at line " + (
            f"{row + 1}:\n" + _numbered(lines, row, 1)
        )
        hint = "Give whole words and numbers, as they are in the file."
    return ToolError("edit-not-found", message, hint=hint)


def _done(text: str, old: Sequence[str], new: Sequence[str], near: int) -> int:
    """Return where new lines stand in place of the old ones, or -1.

    They have to stand only once, and with a line that stays; a single line where the
    file is most like the old one. What stands elsewhere by chance does
    not say that anything is done.
    """
    told = [line.strip() for line in new if line.strip()]
    if len("".join(told)) < 5 or not any(map(re.compile(_WORD).search, told)):
        return -1
    known = {line.strip() for line in old if re.search(r"\w", line)}
    stays = not known.isdisjoint(told) and not known.issuperset(told)
    if not stays and (len(old) > 1 or len(told) > 1):
        return -1
    if any(line not in text for line in set(told) - known):
        return -1
    lines = split_lines(text).contents[:_SEARCHED]
    rows = [at for at, line in enumerate(lines) if line.strip()]
    found = occurrences([lines[row].strip() for row in rows], told)
    if len(found) != 1:
        return -1
    row = rows[found[0]]
    return row if stays or row == near else -1


def _squeezed(line: str) -> str:
    """Return a line without its blanks."""
    return "".join(line.split())


def nearest(lines: Sequence[str], wanted: Sequence[str]) -> int:
    """Return where the run of lines most like the wanted ones begins, or -1.

    A line counts with its length when it is one of the wanted lines but for blanks,
    else with the words it shares with them.
    """
    place = _nearest(lines, wanted, str.split)
    return place if place >= 0 else _nearest(lines, wanted, re.compile(_WORD).findall)


def _nearest(
    lines: Sequence[str], wanted: Sequence[str], words_of: Callable[[str], List[str]]
) -> int:
    """Return the row where the lines look most like the wanted ones."""
    whole = {line.strip() for line in wanted}
    words = set(words_of(" ".join(wanted)))
    scores = [0.0] * min(len(lines), _SEARCHED)
    for at, line in enumerate(lines[:_SEARCHED]):
        if len(line) > _NEAR_WIDTH:
            line = line[:_NEAR_WIDTH]
        own = words_of(line)
        if line.strip() in whole:
            scores[at] = float(len(line))
        elif not words.isdisjoint(own):
            common = len(words.intersection(own))
            scores[at] = common * len(line) / (2 * (len(own) + len(words)) + 1)
    sums = list(accumulate(scores, initial=0.0))
    size = min(len(wanted), len(sums) - 1)
    totals = [end - start for start, end in zip(sums, sums[size:])]
    best = max(totals, default=0.0)
    if best < 1e-9:
        return -1
    return next(at for at, total in enumerate(totals) if total > best - 1e-9)


def _numbered(lines: Sequence[str], start: int, count: int) -> str:
    """Return lines with their numbers."""
    count = min(max(count, 3), _NEAR_LINES)
    numbered = enumerate(lines[start : start + count], start + 1)
    return "".join(f"{number}\t{line[:_NEAR_WIDTH]}\n" for number, line in numbered)


def several(number: int, count: int, error: ToolError, fit: List[int]) -> ToolError:
    """Return the error of one edit among several, naming those that do fit."""
    named = ", ".join(map(str, fit))
    others = f" Edits that fit as they are: {named}." if fit else ""
    return ToolError(
        error.code,
        f"Edit {number} of {count}: {error.message.rstrip()}\n"
        f"Nothing was written.{others}",
        hint=error.hint,
        **{**error.facts, "edit": number, "fitting": fit},
    )
