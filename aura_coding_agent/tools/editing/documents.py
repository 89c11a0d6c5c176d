# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read whole files that a model wrote, each in a fence below its name.

A file may have fences itself. By CommonMark (section 4.5) the first fence without a
word closes the outer one; models also write fences that nest, each opened by a word.
Both readings are made, and where they differ, or files follow one another without a
blank line, others too. One is taken that leaves nothing over: every block has a name
and an end, a document has as many fences that close as fences that open, code has no
syntax error. Where two are left, the files as they are now decide, or nothing does.
"""

from __future__ import annotations

import os
import re
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from ...core.values import NamedTuple
from .edits import FileEdit
from .escapes import unescape_json
from .hunks import cut_off, malformed
from .lines import line_feeds
from .names import COMMAND, name_above, words_of
from .syntax import broken
from .wrapping import FENCE

Present = Callable[[str], Optional[str]]

_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".qmd", ".rmd", ".adoc")
_TITLE = r"#+ |---\n|<|[^\n]+\n(?:===|---)"  # how a document begins, and no words do
_MOST_CHOICES = 6  # fences that may open a file or not: 64 readings
_LIKE = 0.25  # share of lines by which a reading must be more like the files that are


class _Block(NamedTuple):
    """A file in a text: its name, and the lines of the fences around it."""

    name: str
    start: int
    end: int


def parse_whole_files(
    text: str, path: str = "", present: Present = lambda path: None
) -> List[FileEdit]:
    """Read whole files: a name, and a fenced block with all of the content.

    Args:
        path: the file that a block without a name is about.
        present: returns the text of a file as it is now, None where there is none.

    Raises:
        ToolError: ``patch-malformed``.
    """
    text = line_feeds(text)
    if "\n" not in text.strip() and "\\n```" in text:
        text = unescape_json(text.strip())
    lines = text.split("\n")
    whole = path and _is_document(lines, path)
    if whole and re.match(_TITLE, text.lstrip()):
        return [FileEdit(path, "write", content=text)]
    if path and not any(re.match(FENCE, line) for line in lines):
        return [FileEdit(path, "write", content=text)]
    readings = [_contents(lines, blocks) for blocks in _readings(lines, path)]
    if whole:
        readings.append([(path, text)])
    chosen = _chosen(readings, present)
    if len({name for name, _ in chosen}) < len(chosen):
        raise malformed("a file stands in it twice")
    return [
        FileEdit(name, "write", content=content, spellings=words_of(name))
        for name, content in chosen
    ]


# -- readings ------------------------------------------------------------------------


def _readings(lines: List[str], path: str) -> List[List[_Block]]:
    """Return the ways to read a text that leave nothing over.

    Raises:
        ToolError: ``patch-malformed`` when there is none.
    """
    flat, why = _blocks(lines, path, lambda at: _close(lines, at, nested=False))
    nested, other = _blocks(lines, path, lambda at: _close(lines, at, nested=True))
    sound = [
        blocks
        for blocks, problem in ((flat, why), (nested, other))
        if blocks and problem is None and _is_sound(lines, blocks)
    ]
    if flat == nested and sound and _stand_apart(lines, flat):
        return [flat]
    if flat != nested and sound:
        return _least_faulty(lines, sound)
    found = sound[:1]
    for openings in _openings(lines):
        ends = _last_fences(lines, openings)
        blocks, problem = _blocks(lines, path, ends.get)
        if blocks and problem is None and blocks not in found:
            found += [blocks] if _is_sound(lines, blocks, kinds=()) else []
    if not found and flat == nested and flat and why is None:
        return [flat]  # a file with a fault of its own
    if not found:
        raise why or other or malformed("it has no fenced block")
    return _least_faulty(lines, found)


def _least_faulty(
    lines: Sequence[str], readings: List[List[_Block]]
) -> List[List[_Block]]:
    """Leave out the readings in which more files have a syntax error than in others."""
    faults = [
        sum(bool(broken(name, "", text)) for name, text in _contents(lines, blocks))
        for blocks in readings
    ]
    return [each for each, count in zip(readings, faults) if count == min(faults)]


def _stand_apart(lines: Sequence[str], blocks: Sequence[_Block]) -> bool:
    """Tell whether a blank line follows each block, as none does inside a document."""
    return all(
        not lines[end + 1 : end + 2] or not lines[end + 1].strip()
        for _, _, end in blocks
    )


def _openings(lines: List[str]) -> Iterator[List[int]]:
    """Yield choices of fences that may open files: the first, with others that name."""
    rows = [at for at, line in enumerate(lines) if re.match(FENCE, line)]
    others = [at for at in rows[1:] if name_above(lines, at, 0)][:_MOST_CHOICES]
    for choice in range(1 << len(others)):
        yield rows[:1] + [at for n, at in enumerate(others) if choice >> n & 1]


def _last_fences(lines: Sequence[str], openings: Sequence[int]) -> Dict[int, int]:
    """Return for each fence that opens a file the last that can close it."""
    ends = {}
    for at, following in zip(openings, [*openings[1:], len(lines)]):
        mark = lines[at].strip()[:3]
        bare = [
            row
            for row in range(at + 1, following)
            if re.fullmatch(r"(?:`{3,}|~{3,})", lines[row].strip())
            and lines[row].strip().startswith(mark)
        ]
        if bare:
            ends[at] = bare[-1]
    return ends


def _blocks(
    lines: List[str], path: str, close: Callable[[int], Optional[int]]
) -> Tuple[List[_Block], Optional[Exception]]:
    """Return the blocks with a name, and why this is no way to read the text.

    A block without a name among those that have one is an example in the words around
    them, such as a command to run.
    """
    blocks: List[_Block] = []
    nameless = 0
    at = last = 0
    while at < len(lines):
        fence = re.match(FENCE, lines[at])
        if fence:
            end = close(at)
            if end is None:
                return blocks, cut_off("a fenced block is not closed")
            command = re.match(COMMAND, fence[2])
            named = command[2] if command else name_above(lines, at + 1, last)
            if named:
                blocks.append(_Block(named, at, end))
            elif re.match(r"\w", fence[2]) and blocks:
                pass
            else:
                nameless = nameless or at + 1
                blocks += [_Block(path, at, end)] if path else []
            at = last = end
        at += 1
    if nameless and (not path or len(blocks) > 1):
        return blocks, malformed("no file is named above the block", nameless)
    return blocks, None


def _close(lines: Sequence[str], start: int, *, nested: bool) -> Optional[int]:
    """Return the line that closes the fence of another; None when none does."""
    opening = re.match(FENCE, lines[start])
    open_marks = [opening[1]] if opening else []
    for at in range(start + 1, len(lines)):
        fence = re.match(FENCE, lines[at])
        if fence is None:
            continue
        mark = open_marks[-1]
        if not fence[2] and fence[1][0] == mark[0] and len(fence[1]) >= len(mark):
            open_marks.pop()
            if not open_marks:
                return at
        elif nested and fence[2]:
            open_marks.append(fence[1])
    return None


# -- which of them -------------------------------------------------------------------


def _contents(lines: Sequence[str], blocks: Sequence[_Block]) -> List[Tuple[str, str]]:
    """Return name and content of each block."""
    return [
        (name, "".join(line + "\n" for line in lines[start + 1 : end]))
        for name, start, end in blocks
    ]


def _is_sound(
    lines: Sequence[str], blocks: Sequence[_Block], kinds: Tuple[str, ...] = _DOCUMENTS
) -> bool:
    """Tell whether each file of some kinds, or any, closes the fences that it opens."""
    for name, start, end in blocks:
        at = start + 1 if not kinds or name.lower().endswith(kinds) else end
        inner = lines[:end]
        while at < end:
            if re.match(FENCE, inner[at]):
                close = _close(inner, at, nested=False)
                if close is None:
                    return False
                at = close
            at += 1
    return True


def _chosen(
    readings: List[List[Tuple[str, str]]], present: Present
) -> List[Tuple[str, str]]:
    """Return the one reading, or that which is much more like the files that are.

    Raises:
        ToolError: ``patch-malformed`` when nothing tells which is meant.
    """
    if len(readings) == 1:
        return readings[0]
    likeness = [_likeness(reading, present) for reading in readings]
    best = max(likeness)
    near = [one for one in likeness if one > best - _LIKE]
    if len(near) == 1 and best > 0.5:
        return readings[likeness.index(best)]
    names = " or ".join(
        ", ".join(os.path.basename(name) for name, _ in reading) for reading in readings
    )
    raise malformed(
        f"its fences can be read in several ways ({names})",
        hint="Put a longer fence, such as ````, around a file that has fences itself.",
    )


def _likeness(reading: Sequence[Tuple[str, str]], present: Present) -> float:
    """Return the share of lines that the files have now already, or will lose."""
    same = total = 0
    for name, content in reading:
        now = present(name)
        mine = {line.strip() for line in content.split("\n")} - {""}
        theirs = {line.strip() for line in (now or "").split("\n")} - {""}
        same += len(mine & theirs)
        total += len(mine | theirs) if now is not None else len(mine)
    return same / total if total else 0.0


def _is_document(lines: Sequence[str], path: str) -> bool:
    """Tell whether a text without its own fence may be all of a document."""
    if not path.lower().endswith(_DOCUMENTS):
        return False
    told: Iterator[str] = (line for line in lines if line.strip())
    return not re.match(FENCE, next(told, "```"))
