# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take back what was done to the user's files, and do it again.

What to do is first worked out as a plan, which is pure data; the journal carries it
out as one batch, safe to kill at any moment. A file that something else has changed
since is left alone and named; the rest goes on.
"""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Sequence, Tuple

from ..core.errors import AuraError, JournalError
from ..core.text import decode, is_binary, unified_diff
from . import files
from .files import FILE, State
from .journal import Entry, FileJournal, check, same_content
from .ledger import EDIT, REDO, UNDO, Change, Kept, RunEntry

_DIFF_BYTES = 100_000


class UndoReport(NamedTuple):
    """What an undo or redo did; paths relative to the workspace.

    Attributes:
        restored: files that are now as they were.
        refused: files that were left alone, each with the reason.
        title: title of the run that was taken back or done again.
    """

    restored: Tuple[str, ...]
    refused: Tuple[Tuple[str, str], ...]
    title: str


class Step(NamedTuple):
    """One file of a plan: how it has to be now, and how it is to be."""

    path: str
    expected: Kept
    target: Kept
    folders: Tuple[str, ...]
    takes_back: Tuple[int, ...]


class Plan(NamedTuple):
    """What an undo or redo would do, before the files are looked at."""

    kind: str
    run: int
    steps: Tuple[Step, ...]
    refused: Tuple[Tuple[str, str], ...]


def undo(
    journal: FileJournal, *, paths: Sequence[str] = (), to: str = ""
) -> UndoReport:
    """Take back the last run that changed files of this workspace.

    Args:
        paths: only these files, and files in these folders; absolute, or relative to
            the workspace. The last run that changed one of them is taken back.
        to: id of a turn from :func:`history`; goes back to the state before it,
            over as many runs as that takes.

    Raises:
        JournalError: ``nothing-to-undo``, ``turn-unknown``, or the files cannot be
            written; then nothing was changed.
        StorageError: the database cannot be used.
    """
    with journal.lock:
        journal.settle()
        return _carry_out(journal, plan_undo(journal, paths=paths, to=to))


def redo(journal: FileJournal, *, paths: Sequence[str] = ()) -> UndoReport:
    """Do again what the last undo took back.

    Raises:
        JournalError: ``nothing-to-redo``, or see :func:`undo`.
        StorageError: the database cannot be used.
    """
    with journal.lock:
        journal.settle()
        return _carry_out(journal, plan_redo(journal, paths=paths))


def preview(journal: FileJournal, *, paths: Sequence[str] = (), to: str = "") -> str:
    """Return as a unified diff what :func:`undo` would change; it changes nothing.

    Files that it would leave alone are named in lines that begin with ``#``.

    Raises:
        JournalError, StorageError: see :func:`undo`.
    """
    with journal.lock:
        journal.settle()
        plan = plan_undo(journal, paths=paths, to=to)
        entries, refused = _look(journal, plan)
    shown = [_diff(journal.relative(entry.path), entry) for entry in entries]
    shown += [f"# left alone: {path}: {reason}\n" for path, reason in refused]
    return "".join(shown)


def history(journal: FileJournal) -> List[RunEntry]:
    """Return the runs that changed files of this workspace, newest first.

    Raises:
        StorageError: the database cannot be used.
    """
    return journal.ledger.history()


# -- plans ---------------------------------------------------------------------------


def plan_undo(journal: FileJournal, *, paths: Sequence[str], to: str) -> Plan:
    """Return the plan of an undo; the arguments are those of :func:`undo`."""
    since = _first_batch(journal, to) if to else 0
    live = _among(journal, journal.ledger.live(EDIT, since), paths)
    if not live:
        raise _nothing(UNDO, paths)
    run = live[-1].run
    chosen = live if to else [change for change in live if change.run == run]
    steps, refused = [], []
    for path, chain in _by_path(chosen).items():
        if _is_unbroken(chain):
            steps.append(_back(path, chain))
        else:
            refused.append((path, "something else changed it between two edits"))
    return Plan(UNDO, run, tuple(steps), tuple(refused))


def plan_redo(journal: FileJournal, *, paths: Sequence[str]) -> Plan:
    """Return the plan of a redo; the arguments are those of :func:`redo`."""
    live = _among(journal, journal.ledger.live(UNDO), paths)
    if not live:
        raise _nothing(REDO, paths)
    last = max(change.batch for change in live)
    chosen = [change for change in live if change.batch == last]
    steps = tuple(_back(change.path, [change]) for change in chosen)
    return Plan(REDO, chosen[0].run, steps, ())


def _by_path(changes: Sequence[Change]) -> Dict[str, List[Change]]:
    chains: Dict[str, List[Change]] = {}
    for change in changes:
        chains.setdefault(change.path, []).append(change)
    return chains


def _is_unbroken(chain: Sequence[Change]) -> bool:
    """Return whether each edit found the file as the one before it had left it."""
    pairs = zip(chain, chain[1:])
    return all(earlier.after[:2] == later.before[:2] for earlier, later in pairs)


def _back(path: str, chain: Sequence[Change]) -> Step:
    """Return the step from the end of a chain of changes to its beginning."""
    folders = {folder for change in chain for folder in change.folders}
    return Step(
        path,
        expected=chain[-1].after,
        target=chain[0].before,
        folders=tuple(sorted(folders)),
        takes_back=tuple(change.id for change in chain),
    )


def _among(
    journal: FileJournal, changes: List[Change], paths: Sequence[str]
) -> List[Change]:
    """Return the changes of the named files and of files in the named folders."""
    if not paths:
        return changes
    wanted = set()
    for path in paths:
        for follow in (False, True):
            real = files.contain(journal.root, path, follow=follow)
            wanted.add(journal.relative(real))
    within = tuple(f"{path}/" for path in wanted)
    return [
        change
        for change in changes
        if change.path in wanted or change.path.startswith(within)
    ]


def _first_batch(journal: FileJournal, turn_id: str) -> int:
    run, _, turn = turn_id.partition(".")
    batch = None
    if run.isdigit() and turn.isdigit():
        batch = journal.ledger.first_batch(int(run), int(turn))
    if batch is None:
        raise JournalError(
            "turn-unknown",
            f"There is no turn {turn_id!r} that changed files of this workspace.",
            hint="List the history to see the ids.",
        )
    return batch


# -- carrying out --------------------------------------------------------------------


def _carry_out(journal: FileJournal, plan: Plan) -> UndoReport:
    entries, refused = _look(journal, plan)
    if entries:
        journal.commit(entries, kind=plan.kind, run=plan.run)
    return UndoReport(
        tuple(journal.relative(entry.path) for entry in entries),
        tuple(refused),
        journal.ledger.title(plan.run),
    )


def _look(
    journal: FileJournal, plan: Plan
) -> Tuple[List[Entry], List[Tuple[str, str]]]:
    """Compare a plan with the files: return what can be done, and what cannot."""
    entries, refused = [], list(plan.refused)
    for step in plan.steps:
        try:
            entries.append(_entry(journal, step))
        except AuraError as error:
            refused.append((step.path, error.message))
        except OSError as error:
            refused.append((step.path, str(error.strerror)))
    return entries, refused


def _entry(journal: FileJournal, step: Step) -> Entry:
    path = journal.absolute(step.path)
    now, status = files.look(path)
    # A folder of the path may have become a link since; what it names is not ours.
    moved = files.contain(journal.root, path, follow=False) != path
    if moved or not same_content(now, step.expected):
        raise JournalError("file-changed", "something else changed it since")
    target = journal.fetch(step.target)
    if now.kind == target.kind == FILE and step.target.mode == step.expected.mode:
        target = target._replace(mode=now.mode)  # a chmod of the user since stays
    entry = Entry(path, now, target, status, step.folders, step.takes_back)
    check(entry)
    return entry


def _diff(path: str, entry: Entry) -> str:
    now, target = entry.before, entry.after
    if any(is_binary(state.data) for state in (now, target)):
        return f"# binary: {path}: {len(now.data)} bytes become {len(target.data)}\n"
    if now.kind != target.kind:
        shown = unified_diff(_text(now), _text(target), path, limit=_DIFF_BYTES)
        return f"# {path}: {now.kind} becomes {target.kind}\n{shown}"
    return unified_diff(_text(now), _text(target), path, limit=_DIFF_BYTES)


def _text(state: State) -> str:
    return decode(state.data).text


def _nothing(kind: str, paths: Sequence[str]) -> JournalError:
    where = ", ".join(paths) or "this workspace"
    if kind == REDO:
        return JournalError("nothing-to-redo", f"No undo is left to redo in {where}.")
    return JournalError("nothing-to-undo", f"No change is left to undo in {where}.")
