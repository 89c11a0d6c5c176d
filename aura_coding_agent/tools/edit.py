# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Replace a piece of a file, and leave every other byte of it alone.

The piece is found where it stands exactly; only the kind of line end does not matter.
When it is not there, the error shows the lines that are most like it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import List, NamedTuple, Sequence, Tuple

from ..core.errors import ToolError
from ..core.interfaces import (
    WRITE,
    FileChange,
    Journal,
    Tool,
    ToolContext,
    ToolOutput,
    ToolSpec,
)
from ..core.messages import JsonObject
from ..core.text import decode, encode, unified_diff
from ..core.workspace import Workspace
from .files import DIFF_LIMIT, SeenFiles, path_summary, read_whole, shown

_NEAR_LINES = 12  # most lines shown of the most similar place
_NEAR_WIDTH = 200  # characters shown of each
_SEARCHED = 100_000  # lines that are compared with what was not found
_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"\d+\t")

EDIT_FILE = ToolSpec(
    "edit_file",
    "Replace `old`, exact and unique in the file, with `new`.",
    {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "old": {"type": "string"},
            "new": {"type": "string"},
            "replace_all": {"type": "boolean"},
        },
        "required": ["path", "old", "new"],
    },
)


def edit_tools(
    workspace: Workspace, journal: Journal, seen: SeenFiles
) -> Tuple[Tool, ...]:
    """Return the tool ``edit_file``."""

    def run(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        return _edit_file(workspace, journal, seen, arguments, context)

    return (Tool(EDIT_FILE, frozenset([WRITE]), run, path_summary("edit")),)


def _edit_file(
    workspace: Workspace,
    journal: Journal,
    seen: SeenFiles,
    arguments: JsonObject,
    context: ToolContext,
) -> ToolOutput:
    real = workspace.resolve(arguments["path"])
    name = shown(workspace, real)
    old, new = arguments["old"], arguments["new"]
    _check_texts(old, new)
    before = read_whole(workspace, real)
    form = decode(before)
    everywhere = bool(arguments.get("replace_all"))
    spans = find_exact(form.text, old, overlapping=not everywhere)
    if not spans:
        raise not_found(name, form.text, old)
    if len(spans) > 1 and not everywhere:
        raise ambiguous(name, form.text, spans)
    text = replace_spans(form.text, spans, old, new, form.newline)
    after = encode(text, form)
    journal.apply([FileChange(real, before, after)], turn=context.turn)
    if seen.current(real, before):
        # Otherwise the model has not seen the rest of the file as it is now.
        seen.remember(real, after)
    places = f", {len(spans)} places" if len(spans) > 1 else ""
    diff = unified_diff(form.text, text, name, limit=DIFF_LIMIT)
    return ToolOutput(f"Edited {name}{places}.\n{diff}", (real,))


def _check_texts(old: str, new: str) -> None:
    if not old:
        raise ToolError(
            "edit-empty",
            "`old` is empty.",
            hint="Give the text to replace; to fill a new file, use write_file.",
        )
    if _line_feeds(old) == _line_feeds(new):
        raise ToolError(
            "edit-no-change",
            "`old` and `new` are the same.",
            hint="Give in `new` the text that is to stand there instead.",
        )


# -- finding and replacing (pure) ----------------------------------------------------


class Span(NamedTuple):
    """A piece of a text, from ``start`` up to ``end``."""

    start: int
    end: int


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n")


def _breaks(text: str) -> List[int]:
    """Return the places of the CRLF line ends in the text with plain line feeds.

    A place in that text, plus the number of breaks before it, is one in ``text``.
    """
    return [found.start() - n for n, found in enumerate(re.finditer("\r\n", text))]


def find_exact(text: str, old: str, *, overlapping: bool) -> List[Span]:
    """Return where ``old`` stands in a text.

    Line ends match whatever their kind is; everything else matches exactly.

    Args:
        overlapping: also return places that overlap an earlier one, as whoever
            wants to know whether there is only one place needs.
    """
    old = _line_feeds(old)
    if "\n" not in text:
        old = old.replace("\n", "\r")
    plain, breaks = _line_feeds(text), _breaks(text)
    spans = []
    at = plain.find(old)
    while at >= 0:
        end = at + len(old)
        start = at + bisect_left(breaks, at)
        spans.append(Span(start, end + bisect_left(breaks, end)))
        at = plain.find(old, at + 1 if overlapping else end)
    return spans


def replace_spans(
    text: str, spans: Sequence[Span], old: str, new: str, newline: str
) -> str:
    """Return the text with ``new`` at each span.

    What ``old`` and ``new`` have in common at their ends is not touched. New lines
    get the line end of the file; in a file with several kinds they keep, in order,
    those of the lines they replace, and then follow their neighbours.

    Args:
        newline: line end of the text, or ``mixed``.
    """
    old, new = _line_feeds(old), _line_feeds(new)
    head, tail = _common_ends(old, new)
    middle = new[head : len(new) - tail]
    pieces, at = [], 0
    for span in spans:
        breaks = _breaks(text[span.start : span.end])
        rest = len(old) - tail
        start = span.start + head + bisect_left(breaks, head)
        end = span.start + rest + bisect_left(breaks, rest)
        pieces += [text[at:start], _with_ends(middle, text, start, end, newline)]
        at = end
    return "".join(pieces) + text[at:]


def _common_ends(old: str, new: str) -> Tuple[int, int]:
    """Return how many characters are equal at the start and, of the rest, the end."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _with_ends(new: str, text: str, start: int, end: int, newline: str) -> str:
    """Return new text with the line ends that belong between two places."""
    if "\n" not in new:
        return new
    if newline != "mixed":
        return new.replace("\n", newline)
    theirs = re.findall("\r\n|\n", text[start:end])
    near = text.find("\n", start)
    near = near if near >= 0 else text.rfind("\n", 0, start)
    default = "\r\n" if text[near - 1 : near + 1] == "\r\n" else "\n"
    lines = new.split("\n")
    ends = theirs[: len(lines) - 1]
    ends += [default] * (len(lines) - 1 - len(ends))
    return "".join(line + end for line, end in zip(lines, [*ends, ""]))


# -- saying why it cannot be done ----------------------------------------------------


def ambiguous(name: str, text: str, spans: Sequence[Span]) -> ToolError:
    """Return the error for a text that stands in several places."""
    numbers = [text.count("\n", 0, span.start) + 1 for span in spans[:10]]
    lines = ", ".join(map(str, numbers)) + (", ..." if len(spans) > 10 else "")
    return ToolError(
        "edit-ambiguous",
        f"`old` stands {len(spans)} times in {name}: lines {lines}.",
        hint="Give more of the lines around it, or set replace_all.",
    )


def not_found(name: str, text: str, old: str) -> ToolError:
    """Return the error for a text that is not there, with what is most like it."""
    lines = _plain_lines(text)
    wanted = _plain_lines(old.strip("\r\n"))
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
    if all(_NUMBERED.match(line) for line in wanted):
        hint = "Leave out the line numbers that read_file puts before each line."
    return ToolError("edit-not-found", message, hint=hint)


def _plain_lines(text: str) -> List[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _squeezed(line: str) -> str:
    return "".join(line.split())


def nearest(lines: Sequence[str], wanted: Sequence[str]) -> int:
    """Return where the run of lines most like the wanted ones begins, or -1.

    A line counts with its length when it is one of the wanted lines but for blanks,
    else with the words it shares with them.
    """
    squeezed = {_squeezed(line) for line in wanted}
    words = set(_WORD.findall(" ".join(wanted)))
    sums = [0.0]
    for line in lines[:_SEARCHED]:
        line = line[:_NEAR_WIDTH]
        if _squeezed(line) in squeezed:
            score = float(len(line))
        else:
            own = set(_WORD.findall(line))
            score = len(own & words) * len(line) / (2 * len(own | words) + 1)
        sums.append(sums[-1] + score)
    size = min(len(wanted), len(sums) - 1)
    best, place = 0.0, -1
    for start in range(len(sums) - size):
        score = sums[start + size] - sums[start]
        if score > best + 1e-9:
            best, place = score, start
    return place


def _numbered(lines: Sequence[str], start: int, count: int) -> str:
    count = min(max(count, 3), _NEAR_LINES)
    numbered = enumerate(lines[start : start + count], start + 1)
    return "".join(f"{number}\t{line[:_NEAR_WIDTH]}\n" for number, line in numbered)
