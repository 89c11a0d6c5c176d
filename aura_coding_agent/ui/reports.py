# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Render plain values as text for people: tables, errors, lists, the end of a run.

Nothing here writes; each function takes values and returns text without colours. What
comes from files, models and tools is made printable first.
The machine-readable form of the same values is JSON and is made elsewhere.
"""

from __future__ import annotations

from typing import Iterable, List, Sequence, Tuple

from ..core.errors import AuraError
from ..core.events import RunFinished
from ..core.interfaces import SessionInfo
from ..core.messages import Usage
from ..core.text import one_line, printable

MIN_WIDTH = 20  # columns; nothing is made for less

_GAP = "  "
_FILES_SHOWN = 10
_STATUS_WORDS = {
    "verified": "a check passed after the last change",
    "unverified": "no check was run after the last change",
    "failed": "a check did not pass",
    "limit": "a limit was reached",
    "loop": "the model repeated itself",
    "cancelled": "stopped on request",
    "error": "the run could not go on",
}


def folded(text: str) -> str:
    """Return text on one line, safe to print, runs of blanks as one space."""
    return printable(" ".join(text.split()))


def cells(text: str) -> int:
    """Return how many columns a terminal needs for a line of text."""
    if text.isascii():
        return len(text)
    # Here, because the tables cost memory that pure ASCII output never needs.
    from unicodedata import category, east_asian_width

    count = 0
    for character in text:
        if category(character) not in ("Mn", "Me", "Cf"):
            count += 2 if east_asian_width(character) in "WF" else 1
    return count


def fit(text: str, width: int, mark: str = "...") -> str:
    """Return a line cut to ``width`` columns, with ``mark`` where it was cut."""
    if cells(text) <= width:
        return text
    room = width - cells(mark)
    if room <= 0:
        return take(text, width)
    return take(text, room) + mark


def take(text: str, width: int) -> str:
    """Return as much of the start of a line as fits into ``width`` columns."""
    if text.isascii():
        return text[: max(width, 0)]
    used = 0
    for index, character in enumerate(text):
        used += cells(character)
        if used > width:
            return text[:index]
    return text


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Return rows as aligned columns, one row a line; empty without rows.

    Args:
        rows: cells of equal number in each row.
        header: names of the columns, shown when there is at least one row.
    """
    if not rows:
        return ""
    shown = [[folded(cell) for cell in row] for row in rows]
    if header:
        shown.insert(0, list(header))
    widths = [max(cells(cell) for cell in column) for column in zip(*shown)]
    return "\n".join(_row(row, widths) for row in shown)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - cells(cell)) for cell, width in zip(row, widths)]
    return _GAP.join(padded).rstrip()


def error_text(error: AuraError) -> str:
    """Return an error for people: the message, the hint, the code."""
    lines = [f"error: {printable(error.message)}"]
    if error.hint:
        lines.append(f"  {printable(error.hint)}")
    lines.append(f"  [{printable(error.code)}]")
    return "\n".join(lines)


def sessions_text(sessions: Sequence[SessionInfo], *, now: float) -> str:
    """Return a list of sessions, one a line; ``now`` is seconds since the epoch."""
    if not sessions:
        return "No sessions yet."
    rows = [
        (
            info.id,
            f"{duration(max(now - info.updated, 0.0), short=True)} ago",
            info.status or "-",
            str(info.records),
            fit(folded(info.title), 60),
        )
        for info in sessions
    ]
    return table(rows, ("SESSION", "UPDATED", "STATUS", "RECORDS", "TITLE"))


def config_text(rows: Sequence[Tuple[str, str, str]]) -> str:
    """Return settings as columns; each row is name, value and where it comes from."""
    return table(rows, ("SETTING", "VALUE", "FROM"))


def doctor_text(findings: Iterable[Tuple[str, str, str, str]]) -> str:
    """Return findings about the installation, one a line.

    Args:
        findings: level (``ok``, ``warn`` or ``fail``), the name of what was looked
            at, what was found, and what to do about it (may be empty).
    """
    rows = [
        (level, name, f"{text} - {advice}" if advice else text)
        for level, name, text, advice in findings
    ]
    return table(rows)


def duration(seconds: float, *, short: bool = False) -> str:
    """Return a span of time for people; ``short`` keeps only the largest unit."""
    if seconds < 60:
        return f"{seconds:.0f} s" if short else f"{seconds:.1f} s"
    for size, unit, lower, part in (
        (86400, "d", 3600, "h"),
        (3600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if seconds >= size:
            break
    whole, rest = divmod(int(seconds), size)
    return f"{whole} {unit}" if short else f"{whole} {unit} {rest // lower} {part}"


def cost_text(cost: object) -> str:
    """Return a cost in US dollars; None is a price that is not known."""
    if not isinstance(cost, (int, float)):
        return "cost unknown"
    if 0 < cost < 0.0001:
        return "under $0.0001"
    return f"${cost:.4f}"


def usage_text(usage: Usage) -> str:
    """Return tokens by class; classes other than input and output only when used."""
    shown = [f"input {usage.input:,}"]
    if usage.cached:
        shown.append(f"cached {usage.cached:,}")
    if usage.cache_written:
        shown.append(f"cache written {usage.cache_written:,}")
    shown.append(f"output {usage.output:,}")
    if usage.reasoning:
        shown.append(f"reasoning {usage.reasoning:,}")
    return ", ".join(shown)


def run_text(
    event: RunFinished, *, command: str = "aura", undoable: bool = True
) -> List[str]:
    """Return the end of a run as lines: the status in words first, then the facts.

    Args:
        event: how the run ended.
        command: name of the program in the line that says how to undo.
        undoable: whether what undo needs outlives the process.
    """
    words = event.reason or _STATUS_WORDS.get(event.status, "")
    lines = [folded(f"{event.status}: {words}")]
    for index, path in enumerate(event.files[:_FILES_SHOWN]):
        lines.append(f"  {'changed' if index == 0 else '':<8}{one_line(path)}")
    if len(event.files) > _FILES_SHOWN:
        lines.append(f"  {'':<8}and {len(event.files) - _FILES_SHOWN} more")
    spent = (f"turns {event.turns}", duration(event.seconds), cost_text(event.cost))
    lines.append(f"  {'spent':<8}{', '.join(spent)}")
    lines.append(f"  {'tokens':<8}{usage_text(event.usage)}")
    if event.files and undoable:
        lines.append(f"  {'undo':<8}{command} undo")
    return lines


def undo_text(
    restored: Sequence[str], refused: Sequence[Tuple[str, str]], title: str
) -> str:
    """Return what an undo or redo did.

    Args:
        restored: files that were changed by it.
        refused: files that were left alone, each with the reason.
        title: the run that it was about.
    """
    files = "1 file" if len(restored) == 1 else f"{len(restored)} files"
    lines = [f"{files} restored ({one_line(title)})"]
    lines += [f"  {one_line(path)}" for path in restored]
    for path, reason in refused:
        lines.append(f"  left alone: {one_line(path)}: {one_line(reason)}")
    if refused:
        lines.append("`undo --to TURN` goes further back, past what is left alone;")
        lines.append("`undo --list` names the turns.")
    return "\n".join(lines)


def history_text(rows: Sequence[Tuple[str, str, str, bool]]) -> str:
    """Return what can be undone, one turn a line.

    Args:
        rows: id of the turn, title of its run, files it changed, and whether
            something of it is not undone yet.
    """
    if not rows:
        return "Nothing was changed here yet."
    shown = [
        (turn, "" if live else "undone", folded(title)[:40], files)
        for turn, title, files, live in rows
    ]
    return table(shown, ("TURN", "STATE", "RUN", "FILES"))
