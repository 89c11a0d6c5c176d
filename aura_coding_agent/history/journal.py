# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Change the user's files: all of a batch or nothing, and so that it can be undone.

A batch goes through fixed steps, so that a kill at any moment leaves each file either
as it was or as it is to be:

1. check every file; keep the contents before and after in the blob store;
2. record the batch as open in the ledger, on the disk;
3. write every new content under a temporary name beside its file, flushed;
4. put them in place by renaming; remove what is to go;
5. mark the batch as done.

Whoever next holds the lock of the workspace and finds an open batch knows that its
process is gone: it finishes the batch when every file is as intended, and rolls it
back otherwise.
"""

from __future__ import annotations

import os
from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..core.database import Database
from ..core.errors import AuraError, JournalError, StorageError
from ..core.interfaces import FileChange
from . import files
from .blobs import Blobs, blob_id
from .files import ABSENT, ANY_MODE, FILE, LINK, NONE, State
from .ledger import EDIT, Change, Kept, Ledger
from .lock import WorkspaceLock


class Entry(NamedTuple):
    """One file of a batch: what is there, and what is to be there.

    Attributes:
        path: real absolute path.
        status: as it was when ``before`` was read; None when nothing is there.
        folders: recorded paths of folders to remove after the file when empty.
        takes_back: ids of the changes that this one takes back.
    """

    path: str
    before: State
    after: State
    status: Optional[os.stat_result]
    folders: Sequence[str] = ()
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
        database: where changes are recorded.
        blobs: where contents are kept.
        lock: shared by all processes that work here.

    Attributes:
        lock: to be held by whoever calls :meth:`commit` or :meth:`settle`.
        recovered: what was found cut off since this journal was opened.

    Raises:
        StorageError: the database cannot be used.
    """

    def __init__(
        self, root: str, database: Database, blobs: Blobs, *, lock: WorkspaceLock
    ):
        self.root = os.path.realpath(root)
        self.ledger = Ledger(self.root, database)
        self.lock = lock
        self.recovered = Recovery()
        self._blobs = blobs
        self._in_memory = database.in_memory
        self._run = ("", 0, "")
        self._run_id = 0

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

        A link is followed to the file it names; removing a link removes the link.

        Raises:
            JournalError: ``file-changed``, ``outside-workspace``, ``file-readonly``,
                ``disk-full`` and others; nothing was changed.
            StorageError: what is needed for undo cannot be kept; nothing was changed.
        """
        with self.lock:
            self.settle()
            entries: List[Entry] = []
            for change in changes:
                entry = self._entry(change)
                if any(entry.path == other.path for other in entries):
                    raise _twice(change.path)
                entries.append(entry)
            wanted = [entry for entry in entries if entry.before != entry.after]
            if wanted:
                self._run_id = self._run_id or self.ledger.add_run(*self._run)
                self.commit(wanted, kind=EDIT, run=self._run_id, turn=turn)

    def changed_paths(self, session: str, run: int) -> Tuple[str, ...]:
        """Return what a run changed and did not change back, relative to the root."""
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
        path = ""
        try:
            for entry in entries:
                path = entry.path
                check(entry)
            planned = [self._plan(entry) for entry in entries]
        except OSError as error:
            raise files.failure(error, path) from error
        changes = self.ledger.begin(run, turn, kind, planned)
        self._carry_out(entries, changes)
        try:
            self._finish(changes, kind)
        except StorageError:
            pass  # the files are right; who next finds the batch open finishes it

    def settle(self) -> Recovery:
        """Finish or roll back open batches; the caller holds ``lock``."""
        found = Recovery()
        for batch, kind in self.ledger.open_batches():
            changes = self.ledger.changes(batch)
            if all(self._is_done(change) for change in changes):
                found = found.plus(self._complete(changes, kind))
            else:
                found = found.plus(self._roll_back(changes))
        self.recovered = self.recovered.plus(found)
        return found

    def absolute(self, path: str) -> str:
        """Return the absolute path of a recorded one."""
        return os.path.join(self.root, *path.split("/"))

    def relative(self, path: str) -> str:
        """Return how a real absolute path is recorded."""
        return path[len(os.path.join(self.root, "")) :].replace(os.sep, "/")

    def fetch(self, kept: Kept) -> State:
        """Return a state with its content.

        Raises:
            StorageError: ``blob-missing``, ``blob-corrupt`` or ``blob-unreadable``.
        """
        data = self._blobs.get(kept.blob) if kept.blob else b""
        return State(kept.kind, data, kept.mode)

    # -- the steps of a batch --------------------------------------------------------

    def _entry(self, change: FileChange) -> Entry:
        """Compare a change with what is there."""
        try:
            path = files.contain(
                self.root, change.path, follow=change.after is not None
            )
            now, status = files.look(path)
            files.check_writable(path, status)
            there = now
            if now.kind == LINK and change.after is not None:
                raise files.refusal("special-file", f"{path} is a link to itself.")
            if now.kind == LINK:
                target = files.contain(self.root, change.path, follow=True)
                there = files.look(target)[0]
        except OSError as error:
            raise files.failure(error, change.path) from error
        if (there.data if there.kind == FILE else None) != change.before:
            raise _changed(change.path, there, change.before)
        if change.after == change.before:
            return Entry(path, now, now, status)
        if change.after is None:
            return Entry(path, now, ABSENT, status)
        return Entry(path, now, State(FILE, change.after, now.mode), status)

    def _plan(self, entry: Entry) -> Change:
        """Keep the contents of an entry, and return how it will be recorded."""
        folders = entry.folders
        if entry.after.kind != NONE:
            missing = files.missing_folders(entry.path)
            folders = [self.relative(folder) for folder in missing]
        name = f".{os.urandom(8).hex()}.tmp"
        return Change(
            id=0,
            path=self.relative(entry.path),
            before=self._keep(entry.before),
            after=self._keep(entry.after),
            in_place=_stays_in_place(entry),
            temporary=self.relative(os.path.join(os.path.dirname(entry.path), name)),
            folders=folders,
            takes_back=entry.takes_back,
        )

    def _keep(self, state: State) -> Kept:
        blob = self._blobs.put(state.data) if state.kind != NONE else ""
        return Kept(state.kind, blob, state.mode)

    def _prepare(self, entry: Entry, change: Change) -> None:
        if entry.before == entry.after or entry.after.kind == NONE or change.in_place:
            return
        temporary = self.absolute(change.temporary)
        files.prepare(temporary, entry.after, entry.status)
        if entry.before.kind == entry.after.kind == FILE:
            files.copy_attributes(entry.path, temporary)

    def _put(self, entry: Entry, change: Change) -> None:
        if files.signature_of(entry.path) != files.signature(entry.status):
            raise _changed(entry.path, entry.before, entry.before.data)
        if entry.before == entry.after:
            return
        if entry.after.kind == NONE:
            os.unlink(entry.path)
        elif change.in_place:
            files.overwrite(entry.path, entry.after)
        else:
            os.replace(self.absolute(change.temporary), entry.path)

    def _carry_out(self, entries: Sequence[Entry], changes: Sequence[Change]) -> None:
        """Bring all files into their new state, or put all of them back."""
        path = ""
        try:
            for step in (self._prepare, self._put):
                for entry, change in zip(entries, changes):
                    path = entry.path
                    step(entry, change)
            for folder in {os.path.dirname(entry.path) for entry in entries}:
                files.flush_folder(folder)
        except BaseException as error:
            self._take_back(changes, path)
            if isinstance(error, OSError):
                raise files.failure(error, path) from error
            raise

    def _finish(self, changes: Sequence[Change], kind: str) -> None:
        self.ledger.finish(changes[0].batch, kind, changes)
        for change in changes:
            if change.after.kind == NONE:
                self._remove_folders(change)

    def _complete(self, changes: Sequence[Change], kind: str) -> Recovery:
        """Finish a batch of a process that was killed when all files were right."""
        for change in changes:
            try:
                files.unlink_if_there(self.absolute(change.temporary))
            except OSError as error:
                return Recovery(failed=((change.path, str(error)),))
        self._finish(changes, kind)
        return Recovery(finished=tuple(change.path for change in changes))

    def _remove_folders(self, change: Change) -> None:
        files.remove_empty_folders([self.absolute(each) for each in change.folders])

    # -- taking back what was cut off ------------------------------------------------

    def _take_back(self, changes: Sequence[Change], culprit: str) -> None:
        """Roll back a batch that failed at one file, or say that it did not work."""
        result = self._roll_back(changes)
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

    def _roll_back(self, changes: Sequence[Change]) -> Recovery:
        """Put each file back, but for those that something else has changed."""
        result = Recovery()
        for change in reversed(changes):
            try:
                if self._put_back(change):
                    result = result.plus(Recovery(rolled_back=(change.path,)))
                else:
                    result = result.plus(Recovery(left=(change.path,)))
            except (OSError, AuraError) as error:
                failed = (change.path, str(error))
                result = result.plus(Recovery(failed=(failed,)))
        if not result.failed:
            try:
                self.ledger.drop(changes[0].batch)
            except StorageError:
                pass  # found open, it is rolled back once more: without effect
        return result

    def _put_back(self, change: Change) -> bool:
        """Put one file back; return false when it is not ours to touch."""
        path, temporary = self.absolute(change.path), self.absolute(change.temporary)
        files.unlink_if_there(temporary)
        now, status = files.look(path)
        if same_content(now, change.before):
            if now.kind == FILE and now.mode == change.after.mode:
                os.chmod(path, change.before.mode)
        else:
            before = self.fetch(change.before)
            if not self._is_ours(change, now, before):
                return False
            if change.in_place:
                files.overwrite(path, before)
            elif before.kind == NONE:
                os.unlink(path)
            else:
                files.prepare(temporary, before, status)
                if now.kind == before.kind == FILE:
                    files.copy_attributes(path, temporary)
                os.replace(temporary, path)
        if change.before.kind == NONE:
            self._remove_folders(change)
        return True

    def _is_ours(self, change: Change, now: State, before: State) -> bool:
        """Return whether the batch itself brought a file into its state."""
        if same_content(now, change.after):
            return True
        if not change.in_place or now.kind != FILE:
            return False
        return files.is_torn(now.data, before.data, self.fetch(change.after).data)

    def _is_done(self, change: Change) -> bool:
        """Return whether a file is as the change wants it."""
        try:
            now, _ = files.look(self.absolute(change.path))
        except OSError:
            return False
        right_mode = change.after.mode in (ANY_MODE, now.mode)
        return right_mode and same_content(now, change.after)


def check(entry: Entry) -> None:
    """Refuse an entry whose file or folder is read-only or of another kind.

    Raises:
        JournalError: ``file-readonly``, ``folder-readonly``, ``is-a-folder``,
            ``not-a-folder`` or ``special-file``.
    """
    files.check_writable(entry.path, entry.status)
    if not _stays_in_place(entry):
        files.check_folder(entry.path)


def same_content(now: State, kept: Kept) -> bool:
    """Return whether a state has the kind and content of a kept one."""
    return now.kind == kept.kind and (not kept.blob or blob_id(now.data) == kept.blob)


def _stays_in_place(entry: Entry) -> bool:
    return entry.after.kind == FILE and files.must_stay_in_place(entry.status)


def _changed(path: str, there: State, before: Optional[bytes]) -> JournalError:
    what = "has changed since it was read"
    if before is None:
        what = "exists already"
    elif there.kind == NONE:
        what = "does not exist any more"
    return JournalError(
        "file-changed",
        f"{path} {what}; nothing was changed.",
        hint="Read it again, then make the change that still fits.",
        path=path,
    )


def _twice(path: str) -> JournalError:
    return JournalError(
        "path-twice",
        f"{path} is changed twice in one batch; nothing was changed.",
        hint="Give one change with all edits of the file.",
        path=path,
    )
