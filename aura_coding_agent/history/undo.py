# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take back what was done to the user's files, and do it again.

What to do is first worked out as a plan (:mod:`.plans`); the journal carries it
out as one batch, safe to kill at any moment. A file that something else has changed
since is left alone and named; the rest goes on.
"""

from __future__ import annotations

import os
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from ..core.errors import AuraError, JournalError
from ..core.folders import Folders, real_path
from ..core.text import decode, is_binary, unified_diff
from ..core.values import NamedTuple
from . import files
from .capture import CommandCapture
from .files import ANY_MODE, FILE, FOLDER, LINK, NONE, OTHER, State
from .journal import Entry, FileJournal, with_folders
from .ledger import UNDO, Kept, RunEntry, shown_paths
from .lock import holders
from .manifest import GONE, kept_of
from .moves import same_content
from .plans import Choice, Plan, Step, names_of, plans_redo, plans_undo, unclaimed
from .scan import is_regenerable, sign_of

_DIFF_BYTES = 100_000


class UndoReport(NamedTuple):
    """What an undo or redo did; paths relative to the workspace.

    Attributes:
        restored: files that are now as they were.
        refused: files that were left alone, each with the reason.
        title: title of the run that was taken back or done again; of those of which
            everything was refused, the last.
        others: files that changed while commands of the run ran, and that nothing
            shows to be its doing; they were left as they are.
        saved: files that were left alone, each with the new file beside it that has
            its earlier content.
    """

    restored: Tuple[str, ...]
    refused: Tuple[Tuple[str, str], ...]
    title: str
    others: Tuple[str, ...] = ()
    saved: Tuple[Tuple[str, str], ...] = ()


def undo(
    journal: FileJournal,
    *,
    paths: Sequence[str] = (),
    to: str = "",
    run: int = 0,
    session: str = "",
    others: bool = False,
    beside: bool = False,
) -> UndoReport:
    """Take back the last run that changed files of this workspace.

    A run of which nothing can be taken back (something else has changed all that is
    left of it) does not stand in the way of those before it: it is named as refused,
    and the run before is taken back.

    Args:
        paths: only these files, and files in these folders; absolute, or relative to
            the workspace. The last run that changed one of them is taken back.
        to: id of a turn from :func:`history`; goes back to the state before it,
            over as many runs as that takes.
        run: id of the run to take back, whatever came after it.
        session: id of the session whose last run is taken back.
        others: take back, too, what changed while commands of the run ran and nothing
            shows to be its doing.
        beside: put the earlier content of what has to be left alone into new files
            beside it; nothing is overwritten.

    Raises:
        JournalError: ``nothing-to-undo``, ``turn-unknown``, ``run-unknown``, or the
            files cannot be written; then nothing was changed.
        StorageError: the database cannot be used.
    """
    choice = Choice(paths, to, run, session, others)
    with journal.lock:
        _settle(journal)
        plans = plans_undo(journal, choice)
        return _carry_out(journal, plans, choice, beside=beside)


def redo(
    journal: FileJournal, *, paths: Sequence[str] = (), session: str = ""
) -> UndoReport:
    """Do again what the last undo took back.

    Raises:
        JournalError: ``nothing-to-redo``, or see :func:`undo`.
        StorageError: the database cannot be used.
    """
    choice = Choice(paths, session=session)
    with journal.lock:
        _settle(journal)
        return _carry_out(journal, plans_redo(journal, choice), choice)


def preview(
    journal: FileJournal,
    *,
    paths: Sequence[str] = (),
    to: str = "",
    run: int = 0,
    session: str = "",
    others: bool = False,
) -> str:
    """Return as a unified diff what :func:`undo` would change; it changes nothing.

    Files that it would leave alone are named in lines that begin with ``#``.

    Raises:
        JournalError, StorageError: see :func:`undo`.
    """
    choice = Choice(paths, to, run, session, others)
    with journal.lock:
        _settle(journal)
        plan, entries, refused = _first_possible(journal, plans_undo(journal, choice))
        left = _others(journal, choice, plan)
    shown = [_diff(journal, entry) for entry in entries]
    shown += [f"# left alone: {path}: {reason}\n" for path, reason in refused]
    shown += [f"# also changed meanwhile, left as it is: {path}\n" for path in left]
    return "".join(shown)


def earlier_content(
    journal: FileJournal, path: str, *, to: str = "", run: int = 0
) -> bytes:
    """Return what a file held before the last run that changed it, or before a turn.

    What is there now plays no part. Of a link it is the path that it named.

    Args:
        path: absolute, or relative to the workspace.
        to, run: see :func:`undo`.

    Raises:
        JournalError: ``nothing-to-undo``, ``turn-unknown``, ``run-unknown``;
            ``content-not-kept`` when it was too large, or there was no file.
        StorageError: the content or the database cannot be read.
    """
    with journal.lock:
        _settle(journal)
        plan = next(plans_undo(journal, Choice((path,), to, run, "", others=True)))
        names = names_of(journal, path)
        kept = [plan.kept[name] for name in names if name in plan.kept]
        if not kept or kept[0].kind not in (FILE, LINK):
            what = "a folder" if kept and kept[0].kind == FOLDER else "no file"
            raise JournalError("content-not-kept", f"{path} was {what} before.")
        if kept[0].unkept:
            raise JournalError(
                "content-not-kept", f"{path} was too large: its content was not kept."
            )
        return journal.fetch(kept[0]).data


def history(journal: FileJournal) -> List[RunEntry]:
    """Return the runs that changed files of this workspace, newest first.

    Raises:
        StorageError: the database cannot be used.
    """
    return journal.ledger.history()


def _settle(journal: FileJournal) -> None:
    """Bring to an end what was cut off.

    Raises:
        JournalError: ``command-running``: what a command does is not complete yet.
    """
    journal.settle()
    capture = journal.capture
    locks = capture.settle_held() if isinstance(capture, CommandCapture) else []
    if locks:
        pids = sorted({pid for lock in locks for pid in holders(lock)})
        who = f" (process {', '.join(map(str, pids))})" if pids else ""
        raise JournalError(
            "command-running",
            f"A command still runs in this workspace{who}; nothing was changed.",
            hint="Wait until it has ended, or end it; then try again.",
            processes=pids,
        )


# -- carrying out --------------------------------------------------------------------


def _carry_out(
    journal: FileJournal,
    plans: Iterable[Plan],
    choice: Choice,
    *,
    beside: bool = False,
) -> UndoReport:
    """Carry out the first plan that is possible, and report."""
    plan, entries, refused = _first_possible(journal, plans, beside=beside)
    saved: List[Tuple[str, Entry]] = []
    if beside:
        taken = {entry.path for entry in entries}
        for path, _ in refused:
            entry = _beside(journal, path, plan.kept.get(path), taken)
            if entry is not None:
                saved.append((path, entry))
    every = [*entries, *(entry for _, entry in saved)]
    if every:
        journal.commit(with_folders(every), kind=plan.kind, run=plan.run)
    told = shown_paths(
        (journal.relative(entry.path), entry.before, entry.after) for entry in entries
    )
    return UndoReport(
        told,
        tuple(refused),
        journal.ledger.title(plan.run),
        _others(journal, choice, plan),
        tuple((path, journal.relative(entry.path)) for path, entry in saved),
    )


def _others(journal: FileJournal, choice: Choice, plan: Plan) -> Tuple[str, ...]:
    """Return what changed since a run began and nothing shows to be a run's doing."""
    if plan.kind != UNDO:
        return ()
    left = unclaimed(journal, choice, journal.ledger.first_batch_of(plan.run))
    return shown_paths((each.path, each.before, each.after) for each in left)


def _beside(
    journal: FileJournal, path: str, kept: Optional[Kept], taken: Set[str]
) -> Optional[Entry]:
    """Return the entry that puts a content under a free name beside a path.

    Where its folder is none any more, the new file comes into the one above.
    """
    if kept is None or kept.kind not in (FILE, LINK) or kept.unkept:
        return None
    try:
        journal.fetch(kept)
    except AuraError:
        return None  # it is lost, which the refusal says
    place = journal.absolute(path)
    folder, name = os.path.split(place)
    while folder != journal.root and (
        not files.stands(folder) or os.path.realpath(folder) != folder
    ):
        folder, above = os.path.split(folder)
        name = f"{above}-{name}"
    for number in range(1, 1000):
        free = os.path.join(folder, f"{name}.before{number if number > 1 else ''}")
        if free not in taken and not os.path.lexists(free):
            taken.add(free)
            return Entry(free, GONE, kept, None)
    return None


def _first_possible(
    journal: FileJournal, plans: Iterable[Plan], *, beside: bool = False
) -> Tuple[Plan, List[Entry], List[Tuple[str, str]]]:
    """Return the first plan of which something can be done, and what cannot.

    Args:
        beside: putting contents beside is something, too.
    """
    every: Dict[str, str] = {}
    seen: List[Plan] = []
    for plan in plans:
        seen.append(plan)
        entries, refused = _look(journal, plan)
        if beside:
            return plan, entries, refused
        for path, reason in refused:
            every.setdefault(path, reason)
        if entries:
            return plan, entries, list(every.items())
    return seen[0], [], list(every.items())


def _look(
    journal: FileJournal, plan: Plan
) -> Tuple[List[Entry], List[Tuple[str, str]]]:
    """Compare a plan with the files: return what can be done, and what cannot."""
    entries: Dict[str, Entry] = {}
    refused = list(plan.refused)
    for step in plan.steps:
        try:
            entry = _entry(journal, step)
            entries[entry.path] = entry
        except AuraError as error:
            refused.append((step.path, error.message))
        except OSError as error:
            refused.append((step.path, str(error.strerror)))
    for path, reason in _impossible(journal.root, entries):
        refused.append((journal.relative(path), reason))
    return list(entries.values()), _told(refused)


def _told(refused: Sequence[Tuple[str, str]]) -> List[Tuple[str, str]]:
    """Return what people are told: no caches, no folder beside what was in it."""
    paths = [path for path, _ in refused]
    return [
        (path, why)
        for path, why in refused
        if not is_regenerable(path)
        and not any(other.startswith(f"{path}/") for other in paths)
    ]


def _impossible(root: str, entries: Dict[str, Entry]) -> List[Tuple[str, str]]:
    """Take out what the rest of a plan makes impossible; return it with reasons.

    A folder that is to go but has other files in it just stays.
    """
    refused: List[Tuple[str, str]] = []
    settled = False
    while not settled:
        settled = True
        going = {path for path, each in entries.items() if each.after.kind == NONE}
        for path in sorted(entries, reverse=True):  # what is in a folder comes first
            entry = entries[path]
            full = entry.before.kind == FOLDER != entry.after.kind
            full = full and not _is_emptied(root, path, going)
            if full and entry.after.kind == NONE:
                entries[path] = entry._replace(after=entry.before)
                going.discard(path)
                settled = False
                continue
            reason = "something else put files into it" if full else ""
            reason = reason or _no_place(root, path, entry, entries)
            if reason:
                refused.append((path, reason))
                del entries[path]
                going.discard(path)
                settled = False
    return refused


def _is_emptied(root: str, folder: str, going: Set[str]) -> bool:
    """Return whether a folder holds nothing but what goes as well."""
    try:
        with Folders(root) as folders, folders.listing(folder) as listing:
            return all(os.path.join(folder, item.name) in going for item in listing)
    except OSError:
        return False  # somebody has moved it just now


def _no_place(root: str, path: str, entry: Entry, entries: Dict[str, Entry]) -> str:
    """Return why a path cannot be brought into its state; empty when it can."""
    if entry.before.same(entry.after):
        return ""
    folder = os.path.dirname(path)
    while folder not in entries and not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if folder not in entries:
        try:
            if real_path(folder) != folder and path != root:
                return f"{folder} is no folder any more"
            files.check_folder(path)
        except JournalError as error:
            return error.message
        except OSError as error:
            return str(error.strerror)
    elif entry.after.kind != NONE and entries[folder].after.kind != FOLDER:
        return f"{folder} is no folder any more"
    return ""


def _entry(journal: FileJournal, step: Step) -> Entry:
    """Return the entry of one step, or raise because the file has changed."""
    path = journal.absolute(step.path)
    # A folder of the path may have become a link since; what it names is not ours.
    now, status = files.look_within(journal.root, path)
    expected, target = step.expected, step.target
    there = Kept(now.kind, expected.blob, now.mode)
    settled = now.kind == target.kind == FOLDER
    if settled or (now.kind == target.kind == NONE and expected.kind == FOLDER):
        there = there._replace(blob="")
        kept_mode = now.kind == NONE or target.mode == ANY_MODE
        unlike = expected.kind == FOLDER and expected.mode == target.mode
        mode = now.mode if kept_mode or unlike else target.mode
        return Entry(path, there, there._replace(mode=mode), status, step.takes_back)
    if not _as_expected(now, status, expected):
        raise _changed()
    if expected[:2] != target[:2] and (expected.unkept or target.unkept):
        raise JournalError("content-not-kept", "its content was too large to keep")
    if now.kind == target.kind == FILE and target.mode in (expected.mode, ANY_MODE):
        target = target._replace(mode=now.mode)  # a chmod of the user since stays
    elif expected.kind == FILE and now.mode != expected.mode != ANY_MODE:
        raise JournalError("file-changed", "something else changed its mode since")
    if status is not None and now.mode != expected.mode and now.kind == FILE:
        files.check_writable(path, status)
    if now.kind == OTHER:
        files.check_writable(path, status)
    if not target.unkept:
        journal.fetch(target)  # a content that is lost is found now
    return Entry(path, there, target, status, step.takes_back)


def _as_expected(now: State, status: Optional[os.stat_result], expected: Kept) -> bool:
    """Return whether nothing else has changed a path."""
    if not expected.unkept:
        return same_content(now, expected)
    return status is not None and expected[:2] == kept_of(sign_of(status), "?")[:2]


def _changed() -> JournalError:
    """Return the error about a file that somebody else changed."""
    return JournalError("file-changed", "something else changed it since")


def _diff(journal: FileJournal, entry: Entry) -> str:
    """Return the difference that an entry would make, for people."""
    path = journal.relative(entry.path)
    before, after = entry.before, entry.after
    head = "" if before.kind == after.kind else f"{before.kind} becomes {after.kind}"
    if before.kind == after.kind and before.mode != after.mode:
        head = f"mode {before.mode:o} becomes {after.mode:o}"
    shown = f"# {path}: {head}\n" if head else ""
    if before[:2] == after[:2]:
        return shown
    if before.unkept or after.unkept:
        return shown
    now, target = (journal.fetch(kept).data for kept in (before, after))
    if is_binary(now) or is_binary(target):
        return f"# binary: {path}: {len(now)} bytes become {len(target)}\n"
    old, new = decode(now).text, decode(target).text
    return shown + unified_diff(old, new, path, limit=_DIFF_BYTES)
