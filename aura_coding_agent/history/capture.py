# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make what a command does to the workspace undoable.

Before the command everything that it could destroy is in the store: the workspace is
looked at, and what is new or changed since the last look is read. After the command
it is looked at again, and what differs is recorded as changes of the turn.

A capture that is under way is a row of the database and a lock that is held by the
agent, by the command and by all that the command has started. Who finds a row whose
lock is free knows that the agent was killed while a command ran and that the command
has ended.

Every look, by whichever agent, lays what has changed since the last one to the commands
that ran meanwhile (:mod:`.attribution`), and records what nobody is known to have done
as unclaimed. So each step is recorded once, in the order in which it was seen.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from contextlib import contextmanager
from typing import Dict, Iterator, List, Optional, Sequence, Set, Tuple

from ..core import process
from ..core.database import Database, to_column
from ..core.errors import AuraError, JournalError, StorageError
from ..core.folders import real_path
from ..core.interfaces import Captured
from ..core.values import NamedTuple
from ..core.witness import Witness
from . import expiry
from .attribution import Claimant, TouchLog, attribute, read_touches
from .expiry import StoreLimits
from .files import FILE
from .journal import FileJournal
from .ledger import EDIT, UNCLAIMED, UNKEPT, Change, Kept, shown_paths
from .lock import WorkspaceLock
from .manifest import Difference, Look, Manifests, differences
from .packs import PackStore
from .reading import bytes_to_read, read_contents
from .scan import (
    MADE_ANEW,
    VERSION_CONTROL,
    Manifest,
    Rule,
    Scan,
    TooManyFiles,
    scan,
    sign_of,
)

TYPE_CHECKING = False  # a build may lack sqlite3; here it is only named
if TYPE_CHECKING:
    import sqlite3

_SHOWN = 5


class _Open(NamedTuple):
    """A capture under way; ``since`` is the newest batch when it began."""

    run: int
    turn: int
    since: int
    token: str


class _Watch(NamedTuple):
    """A command that this process runs, or has left running."""

    row: _Open
    log: TouchLog
    witness: Witness
    ended: float = 0.0


class CommandCapture:
    """The captures of one workspace; see :class:`~..core.interfaces.Capture`.

    Args:
        journal: of the workspace.
        database: where its state is kept between processes.
        folder: of the locks of captures; empty when the history ends with the
            process.
        rule: what is captured.
        limits: of the store.
    """

    def __init__(
        self,
        journal: FileJournal,
        database: Database,
        folder: str,
        *,
        rule: Rule = Rule(),
        limits: StoreLimits = StoreLimits(),
    ):
        """Take the journal and the rule of what is captured."""
        self.rule = rule
        self.limits = limits
        self._journal = journal
        self._database = database
        self._folder = folder
        self._root = to_column(journal.root)
        self._manifests = Manifests(journal.root, database)
        self._known: Manifest = {}
        self._look_at = Look(-1)
        self._watches: Dict[str, _Watch] = {}
        self._left_out: Dict[str, str] = {}
        self._failure = ""
        self._is_known = False
        self._told: Set[str] = set()
        self._checked: Manifest = {}
        self._turn = 0
        self._threads = threading.Lock()

    @contextmanager
    def command(self, turn: int = 0) -> Iterator[Captured]:
        """Run a block that runs a command; afterwards its changes can be undone.

        Args:
            turn: number of the turn within the run; 0 for the last one.
        """
        self._turn = turn or self._turn
        captured = Captured()
        try:
            now, row, lock = self._begin_or_again()
            self._failure = ""
        except (AuraError, OSError) as error:
            self._failure = str(error)
            captured.notice = self._tell(f"Undo does not cover commands: {error}")
            if not self._is_known:
                captured.refused = f"undo would not cover it: {error}"
            yield captured
            return
        captured.notice = self._tell(self._not_covered(now))
        watch = self._watch(row)
        try:
            with process.held_by_commands(lock.descriptors):
                with process.started_through(watch.launch):
                    yield captured
        finally:
            try:
                captured.changed, captured.others = self._end(row)
                lock.__exit__(None, None, None)
                self._remove_lock(row.token)
            except (AuraError, OSError) as error:
                captured.trouble = f"What the command changed is unknown: {error}"
                lock.__exit__(None, None, None)

    def uncovered(self, path: str) -> str:
        """Return why undo would not bring back a path; empty when it would.

        What a tool makes anew is nobody's work, so it counts as covered.

        Args:
            path: absolute, or relative to the workspace; nothing has to be there.
        """
        root = self._journal.root
        parent, name = os.path.split(os.path.join(root, path).rstrip(os.sep))
        real = os.path.join(real_path(parent), name)
        if name in ("", ".", ".."):
            real = real_path(os.path.join(parent, name))
        if not os.path.lexists(real):
            return ""
        if real != root and not real.startswith(os.path.join(root, "")):
            return "it is outside the workspace"
        rel = self._journal.relative(real)
        if not VERSION_CONTROL.isdisjoint(rel.split("/")):
            return "it is version control's own data"
        if not self._journal.keeps_history:
            return "nothing is kept of it when this process ends"
        if not self._known or self._failure or self._is_room_short():
            self._try()
        if self._failure:
            return self._failure
        for folder, reason in self._left_out.items():
            inside = not folder or rel == folder or rel.startswith(f"{folder}/")
            if inside and not reason.startswith(MADE_ANEW):
                return reason
        return self._unkept(rel)

    def why_not(self) -> str:
        """Return why the next command would not be covered; empty when it would.

        Whoever asks and goes on knows it, so that command is not refused.
        """
        if self._look_at.version < 0 or self._failure or self._is_room_short():
            self._try()
        self._is_known = bool(self._failure)
        return f"undo would not cover it: {self._failure}" if self._failure else ""

    def settle(self) -> None:
        """Record what commands did whose agent was killed.

        Raises:
            JournalError: ``workspace-busy``: another process is at work.
            StorageError: the database or the store cannot be used.
        """
        with self._threads, self._journal.lock:
            self.settle_held()

    def settle_held(self) -> List[str]:
        """Do the same for a caller who holds the lock of the journal.

        Returns:
            The lock files of commands that still run.
        """
        rows = self._rows() if self._folder else []
        dead = self._dead(rows)
        if dead:
            self._look()
        return [self._lock_path(row.token) for row in rows if row not in dead]

    # -- one capture -----------------------------------------------------------------

    def move_to(self, database: Database, rule: Rule) -> None:
        """Keep what comes in another database, which ends with the process."""
        self.rule = rule
        self._database = database
        self._folder = ""
        self._manifests = Manifests(self._journal.root, database)
        self._known, self._version = {}, -1

    def _begin_or_again(self) -> Tuple[Manifest, _Open, WorkspaceLock]:
        """Begin a capture, also where the database is found damaged on the way."""
        try:
            return self._begin()
        except StorageError as error:
            if not self._journal.goes_on(error):
                raise
        return self._begin()

    def _begin(self) -> Tuple[Manifest, _Open, WorkspaceLock]:
        """Look at the workspace and note that a command begins."""
        with self._threads, self._journal.lock:
            self._journal.settle()
            if "" in self._left_out:
                raise JournalError("too-many-files", self._left_out[""])
            run, since = self._journal.run_id(), self._journal.ledger.last_batch()
            row = _Open(run, self._turn, since, os.urandom(8).hex())
            lock = self._lock(row.token)
            lock.__enter__()
            try:
                return self._look(begins=row), row, lock
            except BaseException:
                lock.__exit__(None, None, None)
                self._remove_lock(row.token)
                raise

    def _watch(self, row: _Open) -> Witness:
        """Return what sees the doings of a command that begins."""
        known = self._known

        def found(path: str) -> Optional[Kept]:
            """Keep a file that the user saved after the look, before it is touched."""
            return self._changed_since(known, path)

        log = TouchLog(self._lock_path(row.token), found)
        witness = Witness(self._journal.root, log)
        self._watches[row.token] = _Watch(row, log, witness)
        return witness

    def _changed_since(self, known: Manifest, path: str) -> Optional[Kept]:
        """Return the state of a file, kept, when it is not the one that is known."""
        rel, _, name = path.rpartition("/")
        sign = known[rel].files.get(name) if rel in known else None
        try:
            status = os.lstat(self._journal.absolute(path))
            now = sign_of(status)
            same = sign is not None and now[:3] == sign[:3] and now[4] == sign[4]
            if same and sign is not None and sign[3] in (-1, now[3]):
                return None
            if not stat.S_ISREG(now[0]) or now[1] > self.rule.file_limit:
                return None
            if VERSION_CONTROL.isdisjoint(path.split("/")):
                with open(self._journal.absolute(path), "rb") as file:
                    blob = self._journal.blobs.put(file.read())
                return Kept(FILE, blob, stat.S_IMODE(now[0]))
        except (OSError, AuraError):
            pass  # it is not there; or there is no room, and the first state stays
        return None

    def _end(self, row: _Open) -> Tuple[Tuple[str, ...], Tuple[str, ...]]:
        """Look again; return what the command changed, and what nobody claims."""
        watch = self._watches[row.token]
        ended = _moment(self._lock_path(row.token))
        self._watches[row.token] = watch._replace(ended=ended)
        with self._threads, self._journal.lock:
            self._journal.settle()
            self._look(ends=row)
            recorded = self._journal.ledger.since(row.since, EDIT, UNCLAIMED)
        # What tools edited meanwhile has a temporary name; what was seen has none.
        seen = [each for each in recorded if not each.temporary]
        own = [each for each in seen if each.run == row.run and each.kind == EDIT]
        others = [each for each in seen if each.kind == UNCLAIMED]
        return self._shown(own), self._shown(others)

    def _shown(self, changes: Sequence[Change]) -> Tuple[str, ...]:
        """Return what is told of changes, as absolute paths."""
        told = shown_paths((each.path, each.before, each.after) for each in changes)
        return tuple(self._journal.absolute(path.rstrip("/")) for path in told)

    def _look(
        self, *, begins: Optional[_Open] = None, ends: Optional[_Open] = None
    ) -> Manifest:
        """Bring the known state up to date and record whose doing it was.

        Args:
            begins, ends: a command that is noted as under way from now on, or until
                now.
        """
        moment = time.time()
        rows = self._rows()
        dead = [row for row in self._dead(rows) if row != ends]
        old = self._refresh()
        now = self._stored(self._scan(old, keep=bool(rows or self._watches)))
        # After the look: what was touched by the time it saw it must be known.
        claimants = self._claimants(rows, dead, ends)
        found = differences(old, now) if claimants else []
        verdicts = attribute(
            self._journal.root,
            self._unexplained(found),
            claimants,
            since=self._look_at.at,
            states=(old, now),
        )
        ledger = self._journal.ledger
        # What a command may do must not be on the disk before the note that it began,
        # and what is changed after its end is not its doing.
        is_durable = begins is not None or ends is not None
        with self._database.transaction(durable=is_durable) as connection:
            for owner, changes in verdicts:
                if owner is not None:
                    ledger.record(connection, owner.run, owner.turn, changes)
                elif rows:
                    # While only processes in the background ran, this is the user's.
                    named = (rows[-1].run, rows[-1].turn)
                    ledger.record(connection, *named, changes, UNCLAIMED)
            for row in (*dead, *((ends,) if ends else ())):
                _forget(connection, row)
            self._manifests.save(connection, old, now, moment)
            if begins is not None:
                connection.execute(
                    "INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?)",
                    (self._root, *begins),
                )
        self._remember(now)
        for row in dead:
            self._remove_lock(row.token)
        self._drop_watches()
        return now

    def _claimants(
        self, rows: Sequence[_Open], dead: Sequence[_Open], ends: Optional[_Open]
    ) -> List[Claimant]:
        """Return who may have changed something since the last look."""
        left = dict(self._watches)
        found = []
        for row in rows:
            watch = left.pop(row.token, None)
            ended = 0.0
            if watch is None:
                touches = read_touches(self._lock_path(row.token))
            else:
                touches = watch.log.touches
                for path in watch.witness.overwritten():
                    watch.log.rival(path)
                ended = 0.0 if watch.witness.alive else watch.ended
            # Of a command that begins just now nothing was seen, and nothing missed.
            over = row == ends or row in dead
            unseen = bool(touches.gaps) or over and not touches.watched
            found.append(Claimant(row.run, row.turn, touches, unseen, ended))
        for row, log, _, _ in left.values():
            found.append(Claimant(row.run, row.turn, log.touches))
        return found

    def _drop_watches(self) -> None:
        """Forget commands that have ended and left nothing running."""
        open_ = {row.token for row in self._rows()}
        for token, watch in list(self._watches.items()):
            if watch.ended and token not in open_:
                watch.log.close()  # its file is gone
                if not watch.witness.alive:
                    del self._watches[token]

    def _unexplained(self, found: List[Difference]) -> List[Change]:
        """Return differences as changes, without what is recorded already."""
        if not found:
            return []
        # What was recorded since the last look begins where that left off, or later:
        # with an edit by a tool, say, on top of what the user wrote meanwhile.
        recorded = self._journal.ledger.since(self._look_at.batch)
        last: Dict[str, Kept] = {change.path: change.after for change in recorded}
        changes = []
        for path, before, after in found:
            before = last.get(path, before)
            if not before.same(after):
                changes.append(Change(0, path, before, after, False, "", ()))
        return changes

    # -- the known state -------------------------------------------------------------

    def _refresh(self) -> Manifest:
        """Return the state that is known, of this or of another process."""
        last = self._manifests.last()
        if last.version != self._look_at.version:
            self._known = self._manifests.load()
        self._look_at = last
        return self._known

    def _remember(self, now: Manifest) -> None:
        """Keep a state for the next look, with what is noted of it in the database."""
        self._known = now
        self._look_at = self._manifests.last()

    def _scan(self, old: Manifest, *, keep: bool) -> Scan:
        """Look at the workspace, and leave out nothing silently."""
        try:
            found = scan(
                self._journal.root, old, self.rule, left_out=self._left_out, keep=keep
            )
        except TooManyFiles:
            reason = f"The workspace has more than {self.rule.files} files."
            self._left_out = {"": reason}
            raise JournalError(
                "too-many-files",
                reason,
                hint="Raise capture_files, or work in a smaller folder.",
            ) from None
        self._left_out = found.left_out
        return found

    def _stored(self, found: Scan) -> Manifest:
        """Read and keep the new contents, with room made for them."""
        if found.dirty and isinstance(self._journal.blobs, PackStore):
            store = self._journal.blobs
            if expiry.is_due(store):
                expiry.prune(self._database, store, self.limits)
            needed = bytes_to_read(found, self.rule)
            expiry.check_room(self._database, store, self.limits, needed)
        return read_contents(self._journal.root, found, self.rule, self._journal.blobs)

    def _try(self) -> None:
        """Find out whether a command could be captured now."""
        if "" in self._left_out:
            self._failure = self._left_out[""]
            return  # too many files; that does not pass
        try:
            with self._threads, self._journal.lock:
                self._look()
            self._failure = ""
        except (AuraError, OSError) as error:
            self._failure = str(error)

    def _is_room_short(self) -> bool:
        """Return whether the disk may be too full for the next capture."""
        store = self._journal.blobs
        if not isinstance(store, PackStore):
            return False
        wanted = self.limits.keep_free + self.rule.total_limit
        return expiry.free_bytes(store.pack_folder) < wanted

    # -- captures under way ----------------------------------------------------------

    def _rows(self) -> List[_Open]:
        """Return the commands of this workspace that are noted as under way."""
        rows = self._database.query(
            "SELECT run, turn, since, token FROM captures WHERE root = ? ORDER BY id",
            (self._root,),
        )
        return [_Open(*row) for row in rows]

    def _dead(self, rows: List[_Open]) -> List[_Open]:
        """Return the captures whose process is gone."""
        dead = []
        for row in rows if self._folder else ():
            try:
                with self._lock(row.token):
                    dead.append(row)
            except JournalError:
                pass  # a command is running there
        return dead

    def _lock(self, token: str) -> WorkspaceLock:
        """Return the lock of a command that is under way."""
        return WorkspaceLock(self._lock_path(token), timeout=0)

    def _lock_path(self, token: str) -> str:
        """Return the file of such a lock."""
        return os.path.join(self._folder, f"command-{token}") if self._folder else ""

    def _remove_lock(self, token: str) -> None:
        """Remove the file of a lock that nobody holds."""
        if self._folder:
            try:
                os.unlink(self._lock_path(token))
            except OSError:
                pass  # Windows, while somebody looks at it

    # -- what is not covered ---------------------------------------------------------

    def _unkept(self, rel: str) -> str:
        """Return why the content of a file is not kept; empty when it is."""
        folder, _, name = rel.rpartition("/")
        known = self._known.get(folder)
        blob = known.blobs.get(name, "") if known else ""
        if blob.startswith(UNKEPT):
            return blob[1:] or "its content is not kept"
        inside = f"{rel}/" if rel != "." else ""
        for path, reason in self.exceptions(self._known):
            below = path.startswith(inside) and path != rel
            if below and not reason.startswith(MADE_ANEW):
                return f"{path} in it is not kept: {reason}"
        return ""

    def exceptions(self, now: Manifest) -> Iterator[Tuple[str, str]]:
        """Yield what is there and not covered, with the reason."""
        yield from sorted(self._left_out.items())
        for rel, folder in now.items():
            for name, blob in folder.blobs.items():
                if blob[:1] == UNKEPT:
                    yield (f"{rel}/{name}" if rel else name), blob[1:]

    def _not_covered(self, now: Manifest) -> str:
        """Return a sentence on what undo will not cover, once for each state."""
        if now is self._checked:
            return ""
        self._checked = now
        found = list(self.exceptions(now))
        if not found:
            return ""
        shown = [f"{path} ({reason})" for path, reason in found[:_SHOWN]]
        more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        return f"Undo of commands does not cover {', '.join(shown)}{more}."

    def _tell(self, text: str) -> str:
        """Return a text the first time, afterwards nothing."""
        if text in self._told:
            return ""
        self._told.add(text)
        return text


def _moment(path: str) -> float:
    """Return the time by the clock of files; infinite when a file cannot tell."""
    try:
        os.utime(path)
        return os.stat(path).st_ctime_ns / 1e9
    except OSError:
        return float("inf")


def _forget(connection: sqlite3.Connection, row: _Open) -> None:
    """Note that a command is no longer under way."""
    connection.execute("DELETE FROM captures WHERE token = ?", (row.token,))
