# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Change the user's files: all of a batch or nothing, and so that it can be undone.

A batch goes through fixed steps, so that a kill at any moment leaves each file either
as it was or as it is to be:

1. check every file; keep the contents before and after in the blob store;
2. record the batch as open in the ledger, on the disk;
3. write every new content under a temporary name beside its file, flushed;
4. remove what is to go, make folders, put new files in place, so that no save of
   another program is lost (:mod:`.swap`);
5. mark the batch as done.

Whoever next holds the lock of the workspace and finds an open batch knows that its
process is gone: it finishes the batch when every file is as intended, and rolls it
back otherwise.
"""

from __future__ import annotations

import os
import sys
from typing import Callable, Dict, Iterable, List, Optional, Sequence, Tuple

from ..core.database import CORRUPT, Database
from ..core.errors import AuraError, JournalError, StorageError
from ..core.folders import Folders
from ..core.interfaces import Capture, FileChange, NoCapture
from ..core.values import NamedTuple
from . import files, moves, swap
from .blobs import Blobs, blob_id
from .drafts import Draft, check_place, compare, twice
from .files import ANY_MODE, FILE, FOLDER, LINK, NONE, State
from .ledger import EDIT, Change, Kept, Ledger
from .lock import WorkspaceLock
from .moves import Move, same_content
from .transient import TransientLedger

_FLUSH_EACH = 50  # files; above, one flush of everything is quicker
GONE = Kept(NONE, "", ANY_MODE)


class Entry(NamedTuple):
    """One path of a batch: what is there, and what is to be there.

    Attributes:
        path: real absolute path.
        before, after: their contents are in the blob store already.
        status: as it was when ``before`` was read; None when nothing is there.
        takes_back: ids of the changes that this one takes back.
    """

    path: str
    before: Kept
    after: Kept
    status: Optional[os.stat_result]
    takes_back: Sequence[int] = ()


class Recovery(NamedTuple):
    """What became of work that was cut off; paths relative to the root.

    Attributes:
        finished: files that were as intended; the change stands.
        rolled_back: files that are as before the change.
        left: files that something else changed meanwhile, untouched.
        failed: files that could not be put back, with the reason; tried again later.
    """

    finished: Tuple[str, ...] = ()
    rolled_back: Tuple[str, ...] = ()
    left: Tuple[str, ...] = ()
    failed: Tuple[Tuple[str, str], ...] = ()

    def plus(self, other: Recovery) -> Recovery:
        """Return both."""
        return Recovery(
            self.finished + other.finished,
            self.rolled_back + other.rolled_back,
            self.left + other.left,
            self.failed + other.failed,
        )


class FileJournal:
    """The only writer of the user's files in one workspace.

    Args:
        root: the workspace; everything outside is refused.
        database: where changes are recorded; None where this Python has no SQLite.
        lock: shared by all processes that work here.

    Attributes:
        lock: to be held by whoever calls :meth:`commit` or :meth:`settle`.
        blobs: where contents are kept.
        capture: makes what commands do undoable; given by who opens the journal.
        spare: puts the journal on another database when this one is found damaged;
            given by who opens the journal for work that should go on then.
        damage: the damage for which that was done, until it is told.
        recovered: what was found cut off since this journal was opened.

    Raises:
        StorageError: the database cannot be used.
    """

    def __init__(
        self,
        root: str,
        database: Optional[Database],
        blobs: Blobs,
        *,
        lock: WorkspaceLock,
    ):
        """Take the root, the database, the contents and the lock."""
        self.root: str = os.path.realpath(root)
        self.ledger: Ledger = (
            Ledger(self.root, database) if database else TransientLedger()
        )
        self.lock = lock
        self.recovered: Recovery = Recovery()
        self.blobs = blobs
        self._in_memory = database is None or database.in_memory
        self._run = ("", 0, "")
        self._run_id = 0
        self.capture: Capture = NoCapture()
        self.spare: Optional[Callable[[], None]] = None
        self.damage: Optional[StorageError] = None
        self._parted: Optional[StorageError] = None

    @property
    def keeps_history(self) -> bool:
        """Whether undo is still possible when the process has ended."""
        return not self._in_memory

    def begin_run(self, session: str, run: int, title: str) -> None:
        """Say to which run the coming changes belong; recorded with the first."""
        self._run = (session, run, title)
        self._run_id = 0

    def apply(self, changes: Sequence[FileChange], *, turn: int) -> None:
        """Make all changes or none, and keep what is needed to take them back.

        A link is followed to the file it names; removing a link removes the link. No
        link is followed that a folder of a path was swapped with since it was looked
        at, and no save of another program is replaced that was not looked at.

        Raises:
            JournalError: ``file-changed``, ``outside-workspace``, ``file-readonly``,
                ``disk-full`` and others; nothing was changed.
            StorageError: what is needed for undo cannot be kept; nothing was changed.
        """
        try:
            self._apply(changes, turn)
        except StorageError as error:
            if not self.goes_on(error):
                raise
            self._apply(changes, turn)

    def goes_on(self, error: Exception) -> bool:
        """Return whether an error was damage, and work can go on without that file."""
        if not isinstance(error, StorageError) or error.code != CORRUPT:
            return False
        if self.spare is None:
            return False
        self.damage = self._parted = error
        self.spare()
        return True

    def move_to(self, database: Database, blobs: Blobs) -> None:
        """Keep what comes in another database, with nothing of what was before."""
        self.ledger = Ledger(self.root, database)
        self.blobs = blobs
        self.spare = None
        self._in_memory = database.in_memory
        self._run_id = 0

    def _apply(self, changes: Sequence[FileChange], turn: int) -> None:
        """Make all changes or none."""
        with self.lock:
            self.settle()
            drafts: List[Draft] = []
            with Folders(self.root) as folders:
                for change in changes:
                    draft = compare(folders, change)
                    if any(draft.path == other.path for other in drafts):
                        raise twice(change.path)
                    drafts.append(draft)
            wanted = [draft for draft in drafts if draft.before != draft.after]
            if wanted:
                for draft in wanted:
                    check_place(draft)
                entries = with_folders([self._entry(draft) for draft in wanted])
                self.commit(entries, kind=EDIT, run=self.run_id(), turn=turn)

    def run_id(self) -> int:
        """Return the id of the recorded run under way, recording it when it is new."""
        self._run_id = self._run_id or self.ledger.add_run(*self._run)
        return self._run_id

    def changed_paths(self, session: str, run: int) -> Tuple[str, ...]:
        """Return what a run changed and did not change back, relative to the root.

        Raises:
            StorageError: the database cannot be used, or the part of it that knew is
                damaged.
        """
        if self._parted is not None:
            raise self._parted
        return self.ledger.changed_paths(session, run)

    def recover(self) -> Recovery:
        """Finish or roll back what killed processes have left in this workspace.

        Raises:
            JournalError: ``workspace-busy``: another process is at work.
            StorageError: the database cannot be used.
        """
        with self.lock:
            return self.settle()

    # -- for undo, which holds the lock ----------------------------------------------

    def commit(
        self, entries: Sequence[Entry], *, kind: str, run: int, turn: int = 0
    ) -> None:
        """Carry out a batch; the caller holds ``lock`` and has looked at the files.

        Args:
            kind: EDIT, UNDO or REDO.
            run: id of the recorded run it belongs to.

        Raises:
            JournalError, StorageError: see :meth:`apply`.
        """
        planned = [self._plan(entry) for entry in entries]
        changes = self.ledger.begin(run, turn, kind, planned)
        self._carry_out(entries, changes)
        try:
            self.ledger.finish(changes[0].batch, kind, changes)
        except StorageError:
            pass  # the files are right; who next finds the batch open finishes it

    def settle(self) -> Recovery:
        """Finish or roll back open batches; the caller holds ``lock``."""
        found = Recovery()
        for batch, kind in self.ledger.open_batches():
            changes = self.ledger.changes(batch)
            with Folders(self.root) as folders:
                failed = self._clear_all(folders, changes)
                if not all(self._is_done(folders, change) for change in changes):
                    found = found.plus(self._roll_back(folders, changes))
                elif failed:
                    found = found.plus(Recovery(failed=failed))
                else:
                    found = found.plus(self._complete(changes, kind))
        self.recovered = self.recovered.plus(found)
        return found

    def absolute(self, path: str) -> str:
        """Return the absolute path of a recorded one."""
        if path == ".":
            return self.root
        return os.path.join(self.root, *path.split("/"))

    def relative(self, path: str) -> str:
        """Return how a real absolute path is recorded."""
        if path == self.root:
            return "."
        return path[len(os.path.join(self.root, "")) :].replace(os.sep, "/")

    def fetch(self, kept: Kept) -> State:
        """Return a state with its content.

        Raises:
            StorageError: ``blob-missing``, ``blob-corrupt`` or ``blob-unreadable``.
        """
        data = self.blobs.get(kept.blob) if kept.blob else b""
        return State(kept.kind, data, kept.mode)

    # -- the steps of a batch --------------------------------------------------------

    def _entry(self, draft: Draft) -> Entry:
        """Keep the contents of a draft."""
        before, after = self._keep(draft.before), self._keep(draft.after)
        return Entry(draft.path, before, after, draft.status)

    def _keep(self, state: State) -> Kept:
        """Keep a state's content and return what stands for it."""
        blob = self.blobs.put(state.data) if state.kind in (FILE, LINK) else ""
        return Kept(state.kind, blob, state.mode)

    def _plan(self, entry: Entry) -> Change:
        """Return how an entry will be recorded."""
        name = f".{os.urandom(8).hex()}.tmp"
        folder = files.standing_folder(entry.path)
        if len(folder) < len(self.root):
            folder = self.root  # which is gone, and is made first
        return Change(
            id=0,
            path=self.relative(entry.path),
            before=entry.before,
            after=entry.after,
            in_place=entry.before.kind == entry.after.kind == FILE
            and files.must_stay_in_place(entry.status),
            temporary=self.relative(os.path.join(folder, name)),
            takes_back=entry.takes_back,
        )

    def _carry_out(self, entries: Sequence[Entry], changes: Sequence[Change]) -> None:
        """Bring all files into their new state, or put all of them back."""
        going = [
            self._move(change, entry.before, entry.after, entry.status)
            for entry, change in zip(entries, changes)
        ]
        path = ""
        with Folders(self.root) as folders:
            try:
                flush = len(going) <= _FLUSH_EACH or sys.platform == "win32"
                if any(
                    move.path == self.root and move.target.kind == FOLDER
                    for move in going
                ):
                    os.makedirs(self.root, exist_ok=True)
                for move in going:
                    path = move.path
                    moves.prepare(folders, move, self.fetch, flush=flush)
                if sys.platform != "win32" and not flush:
                    os.sync()
                for move, act in moves.actions(going):
                    path = move.path
                    act(folders, move, self.fetch)
                _flush_folders(folders, (move.path for move in going))
            except BaseException as error:
                self._take_back(folders, changes, path)
                if isinstance(error, OSError):
                    raise files.failure(error, path) from error
                raise

    def _move(
        self,
        change: Change,
        now: Kept,
        target: Kept,
        status: Optional[os.stat_result],
    ) -> Move:
        """Return the move that brings a path to its target."""
        return Move(
            self.absolute(change.path),
            now,
            target,
            self.absolute(change.temporary),
            change.in_place,
            status,
        )

    def _complete(self, changes: Sequence[Change], kind: str) -> Recovery:
        """Finish a batch of a process that was killed when all files were right."""
        with Folders(self.root) as folders:
            paths = (self.absolute(change.path) for change in changes)
            _flush_folders(folders, paths)
        self.ledger.finish(changes[0].batch, kind, changes)
        return Recovery(finished=tuple(each.path for each in changes if _is_told(each)))

    def _clear_all(
        self, folders: Folders, changes: Sequence[Change]
    ) -> Tuple[Tuple[str, str], ...]:
        """Clear all temporary names of a batch; return where it failed, and why."""
        failed = []
        for change in changes:
            try:
                self._clear(folders, change)
            except (OSError, AuraError) as error:
                failed.append((change.path, str(error)))
        return tuple(failed)

    def _clear(self, folders: Folders, change: Change) -> None:
        """Remove what was left under a temporary name.

        That is our new content, whole or in part, or what was there before. Anything
        else is what somebody saved in the moment when we were cut off, after it was
        taken away and before it was looked at: it is given its name again.
        """
        left, _ = files.look(folders, self.absolute(change.temporary))
        if left.kind == NONE:
            return
        aside = folders.place(self.absolute(change.temporary))
        path = self.absolute(change.path)
        now, status = files.look(folders, path)
        taken = same_content(now, change.after)  # from its place, which we have filled
        if taken and not same_content(left, change.before):
            data = self.fetch(change.after).data
            if change.after.kind == NONE or not data.startswith(left.data):
                swap.bring_back(aside, folders.place(path), status)
        files.unlink_if_there(aside)

    # -- taking back what was cut off ------------------------------------------------

    def _take_back(
        self, folders: Folders, changes: Sequence[Change], culprit: str
    ) -> None:
        """Roll back a batch that failed at one file, or say that it did not work."""
        result = self._roll_back(folders, changes)
        # Where the failure is that something else changed the file, it keeps it.
        others = [path for path in result.left if self.absolute(path) != culprit]
        stuck = [f"{path} (changed by something else)" for path in others]
        stuck += [f"{path} ({reason})" for path, reason in result.failed]
        if stuck:
            raise JournalError(
                "rollback-incomplete",
                f"A change failed, and could not be taken back in {', '.join(stuck)}.",
                hint="The earlier content is kept; the next start tries again.",
                paths=stuck,
            )

    def _roll_back(self, folders: Folders, changes: Sequence[Change]) -> Recovery:
        """Put each file back, but for those that something else has changed."""
        result, going = Recovery(), []
        ours = [change.path for change in changes]
        for change in reversed(changes):
            try:
                self._clear(folders, change)
                move = None
                if self._is_reached(folders, change, ours):
                    move = self._way_back(folders, change)
            except (OSError, AuraError) as error:
                failed = (change.path, str(error))
                result = result.plus(Recovery(failed=(failed,)))
                continue
            if move is None:
                result = result.plus(Recovery(left=(change.path,)))
            else:
                going.append(move)
        stuck = self._go_back(folders, going)
        told = {self.absolute(change.path) for change in changes if _is_told(change)}
        done = [
            self.relative(move.path)
            for move in going
            if move.path in told and move.path not in stuck
        ]
        failures = tuple((self.relative(path), why) for path, why in stuck.items())
        result = result.plus(Recovery(rolled_back=tuple(done), failed=failures))
        if not result.failed:
            try:
                self.ledger.drop(changes[0].batch)
            except StorageError:
                pass  # found open, it is rolled back once more: without effect
        return result

    def _is_reached(
        self, folders: Folders, change: Change, ours: Sequence[str]
    ) -> bool:
        """Return whether no folder of a path was replaced but by the batch itself."""
        try:
            folders.place(self.absolute(change.path))
        except NotADirectoryError:
            return any(change.path.startswith(f"{path}/") for path in ours)
        except FileNotFoundError:
            pass  # it is made again
        return True

    def _way_back(self, folders: Folders, change: Change) -> Optional[Move]:
        """Return how to put one path back; None when it is not ours to touch."""
        path = self.absolute(change.path)
        change = change._replace(temporary=self._free_temporary(folders, change))
        now, status = files.look(folders, path)
        there = Kept(now.kind, change.before.blob, now.mode)
        if same_content(now, change.before):
            ours = now.kind in (FILE, FOLDER) and change.before.mode != ANY_MODE
            mode = change.before.mode if ours else now.mode
            if now.kind == FILE and now.mode != change.after.mode:
                mode = now.mode  # a chmod of the user since stays
            return self._move(change, there, there._replace(mode=mode), status)
        if not self._is_ours(change, now):
            return None
        # In a file that was cut off in the middle stands neither content.
        blob = blob_id(now.data) if now.kind in (FILE, LINK) else ""
        there = Kept(now.kind, blob, now.mode)
        return self._move(change, there, change.before, status)

    def _free_temporary(self, folders: Folders, change: Change) -> str:
        """Return where a content may wait now, and remove what an earlier try left.

        The folder of the temporary name may be gone by then, so it waits in the one
        above that is there.
        """
        path = self.absolute(change.temporary)
        name = os.path.basename(path)
        folder = files.standing_folder(path)
        if len(folder) < len(self.root):
            folder = self.root
        waiting = os.path.join(folder, name)
        if waiting != path and os.path.isdir(folder):
            files.unlink_if_there(folders.place(waiting))
        return self.relative(waiting)

    def _go_back(self, folders: Folders, going: Sequence[Move]) -> Dict[str, str]:
        """Carry out moves as far as they can be; return the others and why."""
        stuck: Dict[str, str] = {}

        for move in going:
            self._attempt(folders, move, moves.prepare, stuck)
        for move, act in moves.actions(going):
            self._attempt(folders, move, act, stuck)
        _flush_folders(folders, (move.path for move in going))
        return stuck

    def _attempt(
        self, folders: Folders, move: Move, act: moves.Act, stuck: Dict[str, str]
    ) -> None:
        """Carry out one act; a path that fails is stuck and left alone."""
        if move.path in stuck:
            return
        try:
            act(folders, move, self.fetch)
        except (OSError, AuraError) as error:
            stuck[move.path] = str(error)

    def _is_ours(self, change: Change, now: State) -> bool:
        """Return whether the batch itself brought a file into its state."""
        if same_content(now, change.after):
            return True
        if now.kind == NONE and FOLDER in (change.before.kind, change.after.kind):
            return True  # cut off between the folder and the file in its place
        if not change.in_place or now.kind != FILE:
            return False
        before, after = self.fetch(change.before), self.fetch(change.after)
        return files.is_torn(now.data, before.data, after.data)

    def _is_done(self, folders: Folders, change: Change) -> bool:
        """Return whether a file is as the change wants it."""
        try:
            now, _ = files.look(folders, self.absolute(change.path))
        except OSError:
            return False
        right_mode = change.after.mode in (ANY_MODE, now.mode)
        return right_mode and same_content(now, change.after)


def _flush_folders(folders: Folders, paths: Iterable[str]) -> None:
    """Have on the disk which names there are, before the record says that it is so."""
    for folder in {files.standing_folder(path) for path in paths}:
        folders.flush(folder)


def with_folders(entries: Sequence[Entry]) -> List[Entry]:
    """Return entries with those for the folders that have to be made for them."""
    known = {entry.path for entry in entries}
    missing: List[Entry] = []
    for entry in entries:
        if entry.after.kind == NONE:
            continue
        for folder in files.missing_folders(entry.path):
            if folder not in known:
                known.add(folder)
                made = Kept(FOLDER, "", ANY_MODE)
                missing.append(Entry(folder, GONE, made, None))
    return [*missing, *entries]


def _is_told(change: Change) -> bool:
    """Return whether people want to know of a change: folders come with files."""
    return not {change.before.kind, change.after.kind} <= {NONE, FOLDER}
