# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Plan what to take back or to do again: pure data, made from the records.

The files are not looked at here, so a plan may turn out not to be possible.
"""

from __future__ import annotations

import os
from typing import (
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Sequence,
    Set,
    Tuple,
)

from ..core.errors import JournalError
from ..core.values import NamedTuple
from . import files
from .files import FOLDER
from .journal import FileJournal
from .ledger import EDIT, REDO, UNCLAIMED, UNDO, Change, Kept, shown_paths
from .scan import is_regenerable


class Step(NamedTuple):
    """One file of a plan: how it has to be now, and how it is to be."""

    path: str
    expected: Kept
    target: Kept
    takes_back: Tuple[int, ...]


class Plan(NamedTuple):
    """What an undo or redo would do, before the files are looked at.

    Attributes:
        kept: what every path of it is to be, those that are refused among them.
    """

    kind: str
    run: int
    steps: Tuple[Step, ...]
    refused: Tuple[Tuple[str, str], ...]
    kept: Mapping[str, Kept]


class Choice(NamedTuple):
    """What is to be taken back or done again.

    Attributes:
        paths: only these files, and files in these folders.
        to: id of a turn; back to the state before it.
        run: id of the only run that counts; 0 for the last one.
        session: id of the only session whose runs count; empty for all.
        others: also what changed meanwhile and nothing shows to be a run's doing.
    """

    paths: Sequence[str] = ()
    to: str = ""
    run: int = 0
    session: str = ""
    others: bool = False


def plans_undo(journal: FileJournal, choice: Choice) -> Iterator[Plan]:
    """Yield the plans of an undo, the last run first.

    Raises:
        JournalError: ``nothing-to-undo``, ``turn-unknown`` or ``run-unknown``.
    """
    since = _first_batch(journal, choice.to) if choice.to else 0
    live = _live(journal, choice, EDIT, since=since)
    if not live:
        raise _nothing(UNDO, choice, unclaimed(journal, choice))
    while live:
        run = _last_run(live)
        chosen = live
        if not choice.to:
            chosen = [change for change in live if change.run == run]
        steps, refused, kept = [], [], {}
        for path, chain in _by_path(chosen).items():
            step = _back(path, chain)
            kept[path] = step.target
            if _is_unbroken(chain):
                steps.append(step)
            else:
                refused.append((path, "something else changed it between two edits"))
        yield Plan(UNDO, run, tuple(steps), tuple(refused), kept)
        live = [change for change in live if change not in chosen]


def plans_redo(journal: FileJournal, choice: Choice) -> Iterator[Plan]:
    """Yield the plans of a redo, the last undo first.

    Raises:
        JournalError: ``nothing-to-redo``.
    """
    live = _live(journal, choice, UNDO)
    if not live:
        raise _nothing(REDO, choice, [])
    for batch in sorted({change.batch for change in live}, reverse=True):
        chosen = [change for change in live if change.batch == batch]
        steps = tuple(_back(change.path, [change]) for change in chosen)
        kept = {step.path: step.target for step in steps}
        yield Plan(REDO, chosen[0].run, steps, (), kept)


def unclaimed(journal: FileJournal, choice: Choice, since: int = 0) -> List[Change]:
    """Return what changed meanwhile and nothing shows to be a run's doing."""
    if choice.others:
        return []
    return _live(journal, choice, UNCLAIMED, since=since)


def _live(
    journal: FileJournal, choice: Choice, kind: str, *, since: int = 0
) -> List[Change]:
    """Return the live changes of a choice, oldest first.

    Raises:
        JournalError: ``run-unknown``.
    """
    kinds = (kind, UNCLAIMED) if choice.others and kind == EDIT else (kind,)
    changes = journal.ledger.live(*kinds, since=since)
    if choice.session:
        runs = journal.ledger.runs_of(choice.session)
        changes = [change for change in changes if change.run in runs]
    if choice.run:
        if not journal.ledger.is_run(choice.run):
            raise JournalError(
                "run-unknown",
                f"There is no run {choice.run} that changed files of this workspace.",
                hint="List the history; the id of a turn begins with that of its run.",
            )
        changes = [change for change in changes if change.run == choice.run]
    return _among(journal, changes, choice.paths)


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
    wanted = {name for path in paths for name in names_of(journal, path)}
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


def names_of(journal: FileJournal, path: str) -> Set[str]:
    """Return how what a path names may be recorded.

    That is as it is written, for what has become a link since, and where it leads.

    Raises:
        JournalError: ``outside-workspace`` or ``path-invalid``.
    """
    found: Set[str] = set()
    written = os.path.normpath(os.path.join(journal.root, path))
    if written == journal.root or written.startswith(os.path.join(journal.root, "")):
        found.add(journal.relative(written))
    for follow in (False, True):
        try:
            real = files.contain(journal.root, path, follow=follow)
            found.add(journal.relative(real))
        except JournalError as error:
            if error.code != "outside-workspace" or not found:
                raise
    return found


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


def _nothing(kind: str, choice: Choice, others: Sequence[Change]) -> JournalError:
    """Return the error that there is nothing to take back or do again.

    Args:
        others: what changed meanwhile, and could be taken back if that is wanted.
    """
    where = ", ".join(choice.paths) or "this workspace"
    if kind == REDO:
        return JournalError("nothing-to-redo", f"No undo is left to redo in {where}.")
    hint = ""
    told = shown_paths((each.path, each.before, each.after) for each in others)
    if told:
        more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
        hint = (
            f"{', '.join(told[:_NAMED])}{more} changed while a command ran, and nothing"
            " shows that the command did it: `undo --with-others` takes that back."
        )
    elif choice.session:
        hint = "What other sessions did is taken back by the command `undo`."
    message = f"No change is left to undo in {where}."
    return JournalError("nothing-to-undo", message, hint=hint)


_NAMED = 5
