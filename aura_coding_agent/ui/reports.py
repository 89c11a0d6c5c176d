# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Render plain values as text for people: tables, errors, lists, the end of a run.

Nothing here writes; each function takes values and returns text without colours. What
comes from files, models and tools is made printable first.
The machine-readable form of the same values is JSON and is made elsewhere.
"""

from __future__ import annotations

from typing import Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..core.errors import AuraError
from ..core.events import RunFinished
from ..core.interfaces import SessionInfo
from ..core.messages import Usage
from ..core.text import one_line, printable

MIN_WIDTH = 20  # columns; nothing is made for less

_GAP = "  "
_FILES_SHOWN = 10
_FOLDERS_SHOWN = 3
_ALL = "`undo --list --all` names all"
_KINDS = ("changed", "created", "deleted")
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


def wrapped(line: str, width: int) -> List[str]:
    """Return a line broken at blanks so that its parts fit into ``width`` columns.

    Parts after the first are indented a little more; a word that is longer than the
    width stays whole.
    """
    if cells(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    rows: List[str] = []
    row = ""
    for word in line.split():
        longer = f"{row} {word}" if row else indent + word
        if row and cells(longer) > width:
            rows.append(row)
            longer = f"{indent}  {word}"
        row = longer
    return [*rows, row]


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
    """Return one row of a table."""
    padded = [cell + " " * (width - cells(cell)) for cell, width in zip(row, widths)]
    return _GAP.join(padded).rstrip()


def error_text(error: AuraError) -> str:
    """Return an error for people: the message, the hint, the code."""
    lines = [f"error: {printable(error.message)}"]
    if error.hint:
        lines.append(f"  {printable(error.hint)}")
    lines.append(f"  [{printable(error.code)}]")
    return "\n".join(lines)


def sessions_text(
    sessions: Sequence[SessionInfo], *, now: float, elsewhere: Sequence[str] = ()
) -> str:
    """Return a list of sessions, one a line.

    Args:
        now: seconds since the epoch.
        elsewhere: other folders that have sessions; named when there is none here.
    """
    if not sessions:
        hint = "Other folders have some (`sessions list --all`):"
        return "\n".join(["No sessions yet.", *_elsewhere(hint, elsewhere)])
    rows = [
        (
            info.id,
            f"{duration(max(now - info.updated, 0.0), short=True)} ago",
            _session_status(info),
            str(info.records),
            fit(folded(info.title), 60),
        )
        for info in sessions
    ]
    return table(rows, ("SESSION", "UPDATED", "STATUS", "RECORDS", "TITLE"))


def _session_status(info: SessionInfo) -> str:
    """Return the word for the state of a session."""
    # A copy that was cut in the middle of a run is not under way.
    cut = info.status == "running" and info.parent and info.updated <= info.created
    return "-" if cut else info.status or "-"


def _elsewhere(hint: str, folders: Sequence[str]) -> List[str]:
    """Return where else there are sessions."""
    if not folders:
        return []
    lines = [hint, *(f"  {one_line(folder)}" for folder in folders[:_FOLDERS_SHOWN])]
    if len(folders) > _FOLDERS_SHOWN:
        lines.append(f"  and {len(folders) - _FOLDERS_SHOWN} more")
    return lines


def config_text(rows: Sequence[Tuple[str, str, str]]) -> str:
    """Return settings as columns; each row is name, value and where it comes from."""
    return table(rows, ("SETTING", "VALUE", "FROM"))


def doctor_text(
    findings: Iterable[Tuple[str, str, str, str]], *, width: int = 0
) -> str:
    """Return findings about the installation, one a line.

    Args:
        findings: level (``ok``, ``warn`` or ``fail``), the name of what was looked
            at, what was found, and what to do about it (may be empty).
        width: columns; longer lines are broken below their third column. 0 breaks
            none.
    """
    rows = [
        (level, name, f"{text} - {advice}" if advice else text)
        for level, name, text, advice in findings
    ]
    if not width or not rows:
        return table(rows)
    start = sum(max(len(row[n]) for row in rows) + len(_GAP) for n in (0, 1))
    # Broken lines go on below the third column, unless little would fit there.
    head = start if width - start >= MIN_WIDTH else 0
    return "\n".join(
        row for line in table(rows).split("\n") for row in _hanging(line, width, head)
    )


def _hanging(line: str, width: int, head: int) -> Iterator[str]:
    """Break a line; what goes on stands below its text, which begins at ``head``."""
    first, *more = wrapped(line[head:], width - head)
    yield line[:head] + first
    yield from (" " * head + (row.strip() if head else row) for row in more)


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
    event: RunFinished,
    *,
    undo: str = "aura undo",
    undoable: bool = True,
    kinds: Optional[Mapping[str, str]] = None,
) -> List[str]:
    """Return the end of a run as lines: the status in words first, then the facts.

    Args:
        event: how the run ended.
        undo: the command line that takes it back.
        undoable: whether what undo needs outlives the process.
        kinds: path -> ``changed``, ``created`` or ``deleted``.
    """
    words = event.reason or _STATUS_WORDS.get(event.status, "")
    lines = [folded(f"{event.status}: {words}"), *_files_text(event.files, kinds or {})]
    spent = (f"turns {event.turns}", duration(event.seconds), cost_text(event.cost))
    lines.append(f"  {'spent':<8}{', '.join(spent)}")
    lines.append(f"  {'tokens':<8}{usage_text(event.usage)}")
    if event.files and undoable:
        lines.append(f"  {'undo':<8}{undo}")
    return lines


def _files_text(files: Sequence[str], kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield the files of a run, by what became of them."""
    told = [(kinds.get(path, _KINDS[0]), path) for path in files]
    told.sort(key=lambda pair: _KINDS.index(pair[0]))  # stable: paths keep their order
    before = ""
    for kind, path in told[:_FILES_SHOWN]:
        yield f"  {'' if kind == before else kind:<8}{one_line(path)}"
        before = kind
    if len(told) > _FILES_SHOWN:
        yield f"  {'':<8}and {len(told) - _FILES_SHOWN} more ({_ALL})"


def undo_text(
    restored: Sequence[str],
    refused: Sequence[Tuple[str, str]],
    title: str,
    others: Sequence[str] = (),
    saved: Sequence[Tuple[str, str]] = (),
    *,
    most: int = _FILES_SHOWN,
) -> str:
    """Return what an undo or redo did.

    Args:
        restored: files that were changed by it.
        refused: files that were left alone, each with the reason.
        title: the run that it was about.
        others: files that changed meanwhile and were left as they are, since nothing
            shows that the run did it.
        saved: files that were left alone, each with the new file that has its earlier
            content.
        most: how many files of each kind are named; 0 names all.
    """
    files = "1 file" if len(restored) == 1 else f"{len(restored)} files"
    lines = [f"{files} restored ({one_line(title)})"]
    lines += _folded_list([f"  {one_line(path)}" for path in restored], most)
    left = [f"  left alone: {one_line(p)}: {one_line(why)}" for p, why in refused]
    lines += _folded_list(left, most)
    beside = [f"  {one_line(path)}: see {one_line(new)}" for path, new in saved]
    if beside:
        lines.append("Earlier contents of what was left alone:")
        lines += _folded_list(beside, most)
    if refused:
        lines.append("`undo --to TURN` goes further back, past what is left alone;")
        lines.append("`undo --list` names the turns.")
    if len(refused) > len(saved):
        lines.append("`undo --save-beside` puts what such files held into new files")
        lines.append("beside them; `undo --show FILE` prints it.")
    if others:
        lines.append(
            "Also changed meanwhile, not shown to be the run's doing, and left"
        )
        lines.append("as it is (`undo --with-others` takes it back, run by run):")
        lines += _folded_list([f"  {one_line(path)}" for path in others], most)
    return "\n".join(lines)


def _folded_list(lines: List[str], most: int) -> List[str]:
    """Return as many lines as are wanted, and how many are left."""
    if not most or len(lines) <= most:
        return lines
    return [*lines[:most], f"  and {len(lines) - most} more ({_ALL})"]


def history_text(
    rows: Sequence[Tuple[str, str, Sequence[Tuple[str, str]], bool]],
    *,
    most: int = _FILES_SHOWN,
    elsewhere: Sequence[str] = (),
) -> str:
    """Return what can be undone, one turn a line.

    Args:
        rows: id of the turn, title of its run, files with what became of each, and
            whether something of it is not undone yet.
        most: how many files of a turn are named; 0 names all.
        elsewhere: other folders where something was changed; named when nothing was
            changed here.
    """
    if not rows:
        hint = "Something was in other folders (`undo --list -C DIR`):"
        nothing = "Nothing was changed here yet."
        return "\n".join([nothing, *_elsewhere(hint, elsewhere)])
    shown = [
        (turn, "" if live else "undone", folded(title)[:40], _named(files, most))
        for turn, title, files, live in rows
    ]
    return table(shown, ("TURN", "STATE", "RUN", "FILES"))


def _named(files: Sequence[Tuple[str, str]], most: int) -> str:
    """Return the names of files in one line."""
    shown = files if not most else files[:most]
    names = [path if kind == "changed" else f"{path} ({kind})" for path, kind in shown]
    if len(files) > len(shown):
        names.append(f"and {len(files) - len(shown)} more (--all)")
    return ", ".join(names)
