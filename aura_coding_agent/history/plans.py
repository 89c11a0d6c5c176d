# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Plan what to take back or to do again: pure data, made from the records.

The files are not looked at here, so a plan may turn out not to be possible.
"""

from __future__ import annotations

from typing import Dict, Iterable, Iterator, List, Sequence, Tuple

from ..core.errors import JournalError
from ..core.values import NamedTuple
from . import files
from .files import FOLDER
from .journal import FileJournal
from .ledger import EDIT, REDO, UNDO, Change, Kept
from .scan import is_regenerable


class Step(NamedTuple):
    """One file of a plan: how it has to be now, and how it is to be."""

    path: str
    expected: Kept
    target: Kept
    takes_back: Tuple[int, ...]


class Plan(NamedTuple):
    """What an undo or redo would do, before the files are looked at."""

    kind: str
    run: int
    steps: Tuple[Step, ...]
    refused: Tuple[Tuple[str, str], ...]


def plans_undo(
    journal: FileJournal, *, paths: Sequence[str], to: str
) -> Iterator[Plan]:
    """Yield the plans of an undo, the last run first; arguments as :func:`undo`.

    Raises:
        JournalError: ``nothing-to-undo`` or ``turn-unknown``.
    """
    since = _first_batch(journal, to) if to else 0
    live = _among(journal, journal.ledger.live(EDIT, since), paths)
    if not live:
        raise _nothing(UNDO, paths)
    while live:
        run = _last_run(live)
        chosen = live if to else [change for change in live if change.run == run]
        steps, refused = [], []
        for path, chain in _by_path(chosen).items():
            if _is_unbroken(chain):
                steps.append(_back(path, chain))
            else:
                refused.append((path, "something else changed it between two edits"))
        yield Plan(UNDO, run, tuple(steps), tuple(refused))
        live = [change for change in live if change not in chosen]


def plans_redo(journal: FileJournal, *, paths: Sequence[str]) -> Iterator[Plan]:
    """Yield the plans of a redo, the last undo first; arguments as :func:`redo`.

    Raises:
        JournalError: ``nothing-to-redo``.
    """
    live = _among(journal, journal.ledger.live(UNDO), paths)
    if not live:
        raise _nothing(REDO, paths)
    for batch in sorted({change.batch for change in live}, reverse=True):
        chosen = [change for change in live if change.batch == batch]
        steps = tuple(_back(change.path, [change]) for change in chosen)
        yield Plan(REDO, chosen[0].run, steps, ())


def _last_run(live: Sequence[Change]) -> int:
    """Return the last run that did more than let a tool fill its caches."""
    telling = [change for change in live if not is_regenerable(change.path)]
    return (telling or live)[-1].run


def _by_path(changes: Sequence[Change]) -> Dict[str, List[Change]]:
    """Return the changes of each path in their order."""
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
    return Step(
        path,
        expected=chain[-1].after,
        target=chain[0].before,
        takes_back=tuple(change.id for change in chain),
    )


def _among(
    journal: FileJournal, changes: List[Change], paths: Sequence[str]
) -> List[Change]:
    """Return the changes of the named files and of files in the named folders.

    Folders that the files need and that are gone come along.
    """
    if not paths:
        return changes
    wanted = set()
    for path in paths:
        for follow in (False, True):
            real = files.contain(journal.root, path, follow=follow)
            wanted.add(journal.relative(real))
    within = tuple(f"{path}/" for path in wanted)
    chosen = [
        change
        for change in changes
        if "." in wanted or change.path in wanted or change.path.startswith(within)
    ]
    needed = {above for change in chosen for above in _above(change.path)}
    picked = {change.id for change in chosen}
    return [
        change
        for change in changes
        if change.id in picked
        or (change.path in needed and change.before.kind == FOLDER)
    ]


def _above(path: str) -> Iterable[str]:
    """Yield the folders above a recorded path, innermost first."""
    while path not in (".", ""):
        path = path.rpartition("/")[0] or "."
        yield path


def _first_batch(journal: FileJournal, turn_id: str) -> int:
    """Return the first batch of a turn, which must exist."""
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


def _nothing(kind: str, paths: Sequence[str]) -> JournalError:
    """Return the error that there is nothing to take back or do again."""
    where = ", ".join(paths) or "this workspace"
    if kind == REDO:
        return JournalError("nothing-to-redo", f"No undo is left to redo in {where}.")
    return JournalError("nothing-to-undo", f"No change is left to undo in {where}.")
