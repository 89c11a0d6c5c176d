# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Record what was done to the files of a workspace, and what was taken back.

A *batch* is one set of changes that happens as a whole. Its kind is ``edit``, ``undo``,
``redo``, or ``unclaimed``: what had changed when a command of the run ended, and
nothing shows to be its doing. Its state is ``open`` while it is under way, then
``done`` or ``rolled-back``, and ``expired`` when what it needs is no longer kept. A
change is *live* when its batch is done and nothing took it back. What a command did is
an edit that is done already when it is recorded.
"""

from __future__ import annotations

import json
import time
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from ..core.database import Database, Row, Step, from_column, to_column
from ..core.values import NamedTuple
from .files import FOLDER, NONE
from .homes import remember
from .scan import is_regenerable

TYPE_CHECKING = False  # a build may lack sqlite3; here it is only named
if TYPE_CHECKING:
    import sqlite3

EDIT, UNDO, REDO = "edit", "undo", "redo"
UNCLAIMED = "unclaimed"
DONE, ROLLED_BACK, EXPIRED = "done", "rolled-back", "expired"
UNKEPT = "?"  # begins the id of a content that was not kept

MIGRATIONS: Sequence[Step] = (
    (
        "runs-batches-changes",
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            session TEXT NOT NULL,
            run INTEGER NOT NULL,
            root TEXT NOT NULL,
            title TEXT NOT NULL,
            created REAL NOT NULL
        );
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES runs (id),
            turn INTEGER NOT NULL,
            at REAL NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL
        );
        CREATE TABLE changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            batch INTEGER NOT NULL REFERENCES batches (id),
            path TEXT NOT NULL,
            before_kind TEXT NOT NULL,
            before_blob TEXT NOT NULL,
            before_mode INTEGER NOT NULL,
            after_kind TEXT NOT NULL,
            after_blob TEXT NOT NULL,
            after_mode INTEGER NOT NULL,
            in_place INTEGER NOT NULL,
            temporary TEXT NOT NULL,
            folders TEXT NOT NULL,
            takes_back TEXT NOT NULL,
            taken_back_by INTEGER REFERENCES batches (id)
        );
        CREATE INDEX runs_of_a_root ON runs (root);
        CREATE INDEX batches_of_a_run ON batches (run);
        CREATE INDEX batches_open ON batches (state) WHERE state = 'open';
        CREATE INDEX changes_of_a_batch ON changes (batch);
        CREATE INDEX changes_taken_back ON changes (taken_back_by);
        """,
    ),
    (
        "captures",
        """
        CREATE TABLE packed (
            id BLOB PRIMARY KEY,
            pack INTEGER NOT NULL,
            start INTEGER NOT NULL,
            length INTEGER NOT NULL,
            at REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE manifests (
            root TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            at REAL NOT NULL
        );
        CREATE TABLE folders (
            root TEXT NOT NULL,
            path TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (root, path)
        ) WITHOUT ROWID;
        CREATE TABLE captures (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            root TEXT NOT NULL,
            run INTEGER NOT NULL REFERENCES runs (id),
            turn INTEGER NOT NULL,
            since INTEGER NOT NULL,
            token TEXT NOT NULL
        );
        CREATE INDEX packed_in_a_pack ON packed (pack);
        """,
    ),
    (
        "workspaces",
        """
        CREATE TABLE workspaces (
            root TEXT PRIMARY KEY,
            inode INTEGER NOT NULL,
            names TEXT NOT NULL
        );
        CREATE INDEX workspaces_by_inode ON workspaces (inode);
        """,
    ),
    (
        "batch-of-a-look",
        # The newest batch when the workspace was looked at last.
        "ALTER TABLE manifests ADD COLUMN batch INTEGER NOT NULL DEFAULT 0",
    ),
)

_CHANGES = """
    SELECT changes.id, path, before_kind, before_blob, before_mode,
           after_kind, after_blob, after_mode,
           in_place, temporary, takes_back, taken_back_by,
           batches.id, runs.id, turn, at, kind
    FROM changes JOIN batches ON batches.id = batch JOIN runs ON runs.id = batches.run
"""
_LIVE = "root = ? AND state = 'done' AND taken_back_by IS NULL"


class Kept(NamedTuple):
    """A state of a file whose content is in the blob store.

    Attributes:
        kind: ``none``, ``file``, ``link``, ``folder`` or ``other``.
        blob: id of the content, or of the target of a link; empty without content;
            ``?`` and what tells it apart when the content was not kept.
        mode: permission bits; -1 when they do not matter.
    """

    kind: str
    blob: str
    mode: int

    @property
    def unkept(self) -> bool:
        """Whether the content cannot be had."""
        return self.blob.startswith(UNKEPT)

    def same(self, other: Kept) -> bool:
        """Return whether two states are the same; any mode is like any other."""
        if self[:2] != other[:2]:
            return False
        return self.mode == other.mode or -1 in (self.mode, other.mode)


class Change(NamedTuple):
    """What a batch did, or is about to do, to one file.

    Attributes:
        path: relative to the root, with slashes; so is temporary. ``.`` is the root.
        in_place: the file is overwritten instead of replaced.
        temporary: where the new content waits.
        takes_back: ids of the changes that this one takes back.
        taken_back_by: id of the batch that took this one back.
    """

    id: int
    path: str
    before: Kept
    after: Kept
    in_place: bool
    temporary: str
    takes_back: Sequence[int]
    taken_back_by: Optional[int] = None
    batch: int = 0
    run: int = 0
    turn: int = 0
    at: float = 0.0
    kind: str = EDIT


class TurnEntry(NamedTuple):
    """A turn that changed files; ``live`` when something of it is not undone."""

    id: str
    turn: int
    at: float
    paths: Tuple[str, ...]
    live: bool


class RunEntry(NamedTuple):
    """A run that changed files, with its turns in order."""

    id: int
    session: str
    run: int
    title: str
    created: float
    turns: Tuple[TurnEntry, ...]


class Ledger:
    """The records of one workspace.

    Every method raises :class:`~..core.errors.StorageError` when the database cannot
    be used.

    Args:
        root: real path of the workspace.
    """

    def __init__(self, root: str, database: Database):
        """Take the root of the workspace and the database."""
        self._root = to_column(root)
        self._database = database
        database.migrate("history", MIGRATIONS)

    def add_run(self, session: str, run: int, title: str) -> int:
        """Record a run, return its id."""
        row = session, run, self._root, to_column(title), time.time()
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (session, run, root, title, created) "
                "VALUES (?, ?, ?, ?, ?)",
                row,
            )
            remember(connection, from_column(self._root))
        return cursor.lastrowid or 0

    def begin(
        self, run: int, turn: int, kind: str, changes: Sequence[Change]
    ) -> List[Change]:
        """Record an open batch, on the disk when this returns; return it with ids."""
        with self._database.transaction(durable=True) as connection:
            batch = _insert_batch(connection, run, turn, kind, "open")
            ids = [_insert(connection, batch, change) for change in changes]
        return [
            change._replace(id=id_, batch=batch, run=run, turn=turn)
            for id_, change in zip(ids, changes)
        ]

    def record(
        self,
        connection: sqlite3.Connection,
        run: int,
        turn: int,
        changes: Sequence[Change],
        kind: str = EDIT,
    ) -> None:
        """Record within a transaction what has already happened."""
        batch = _insert_batch(connection, run, turn, kind, DONE)
        for change in changes:
            _insert(connection, batch, change)

    def last_batch(self) -> int:
        """Return the id of the newest batch of any workspace, 0 without one."""
        rows = self._database.query("SELECT max(id) FROM batches")
        return int(rows[0][0] or 0)

    def since(self, batch: int, *kinds: str) -> List[Change]:
        """Return the changes made after a batch, of some kinds or of whatever kind."""
        where = "root = ? AND state = 'done' AND changes.batch > ?"
        if kinds:
            where += f" AND kind IN ({', '.join('?' * len(kinds))})"
        return self._select(where, self._root, batch, *kinds)

    def finish(self, batch: int, kind: str, changes: Sequence[Change]) -> None:
        """Mark a batch as done, and what it takes back as taken back.

        On the disk: what is changed in its files from here on is no longer its doing.
        """
        with self._database.transaction(durable=True) as connection:
            _mark(connection, batch, DONE)
            for change in changes:
                for id_ in change.takes_back:
                    connection.execute(
                        "UPDATE changes SET taken_back_by = ? WHERE id = ?",
                        (batch, id_),
                    )
                    if kind == REDO:
                        _revive(connection, id_)

    def drop(self, batch: int) -> None:
        """Mark a batch as rolled back."""
        with self._database.transaction() as connection:
            _mark(connection, batch, ROLLED_BACK)

    def open_batches(self) -> List[Tuple[int, str]]:
        """Return id and kind of the batches under way or cut off."""
        return [
            (id_, kind)
            for id_, kind in self._database.query(
                "SELECT batches.id, kind FROM batches "
                "JOIN runs ON runs.id = batches.run "
                "WHERE state = 'open' AND root = ? ORDER BY batches.id",
                (self._root,),
            )
        ]

    def changes(self, batch: int) -> List[Change]:
        """Return the changes of a batch."""
        return self._select("batch = ?", batch)

    def live(self, *kinds: str, since: int = 0) -> List[Change]:
        """Return the live changes of all batches of some kinds, from one batch on."""
        where = f"{_LIVE} AND batch >= ? AND kind IN ({', '.join('?' * len(kinds))})"
        return self._select(where, self._root, since, *kinds)

    def first_batch_of(self, run: int) -> int:
        """Return the first batch of a run, 0 when it has none."""
        rows = self._database.query(
            "SELECT min(id) FROM batches WHERE run = ? "
            "AND kind IN ('edit', 'unclaimed')",
            (run,),
        )
        return int(rows[0][0] or 0)

    def first_batch(self, run: int, turn: int) -> Optional[int]:
        """Return the first batch of a turn, None when the turn is not known."""
        rows = self._database.query(
            "SELECT min(batches.id) FROM batches JOIN runs ON runs.id = batches.run "
            "WHERE root = ? AND runs.id = ? AND turn = ? "
            "AND kind IN ('edit', 'unclaimed')",
            (self._root, run, turn),
        )
        return None if rows[0][0] is None else int(rows[0][0])

    def changed_paths(self, session: str, run: int) -> Tuple[str, ...]:
        """Return what a run changed and did not change back."""
        first: Dict[str, Kept] = {}
        last: Dict[str, Kept] = {}
        where = f"{_LIVE} AND kind = ? AND session = ? AND runs.run = ?"
        for change in self._select(where, self._root, EDIT, session, run):
            first.setdefault(change.path, change.before)
            last[change.path] = change.after
        return shown_paths(
            (path, first[path], last[path])
            for path in first
            if not first[path].same(last[path])
        )

    def runs_of(self, session: str) -> Set[int]:
        """Return the ids of the runs of a session."""
        sql = "SELECT id FROM runs WHERE root = ? AND session = ?"
        return {row[0] for row in self._database.query(sql, (self._root, session))}

    def is_run(self, run: int) -> bool:
        """Return whether there is a run with this id in this workspace."""
        sql = "SELECT 1 FROM runs WHERE root = ? AND id = ?"
        return bool(self._database.query(sql, (self._root, run)))

    def title(self, run: int) -> str:
        """Return the title of a run."""
        rows = self._database.query("SELECT title FROM runs WHERE id = ?", (run,))
        return from_column(rows[0][0])

    def history(self) -> List[RunEntry]:
        """Return the runs that changed files, newest first."""
        turns: Dict[int, Dict[int, List[Change]]] = {}
        done = "root = ? AND kind = 'edit' AND state = 'done'"
        for change in self._select(done, self._root):
            of_run = turns.setdefault(change.run, {})
            of_run.setdefault(change.turn, []).append(change)
        rows = self._database.query(
            "SELECT id, session, run, title, created FROM runs "
            "WHERE root = ? ORDER BY id DESC",
            (self._root,),
        )
        return [
            RunEntry(
                *(id_, session, run, from_column(title), created),
                turns=tuple(_turn_entry(changes) for changes in turns[id_].values()),
            )
            for id_, session, run, title, created in rows
            if id_ in turns
        ]

    def _select(self, where: str, *parameters: object) -> List[Change]:
        """Return the changes that fit a condition, oldest first."""
        sql = f"{_CHANGES} WHERE {where} ORDER BY changes.id"
        return [_change(row) for row in self._database.query(sql, parameters)]


def _insert_batch(
    connection: sqlite3.Connection, run: int, turn: int, kind: str, state: str
) -> int:
    """Add a batch and return its number."""
    cursor = connection.execute(
        "INSERT INTO batches (run, turn, at, kind, state) VALUES (?, ?, ?, ?, ?)",
        (run, turn, time.time(), kind, state),
    )
    return cursor.lastrowid or 0


def _insert(connection: sqlite3.Connection, batch: int, change: Change) -> int:
    """Add a change and return its number."""
    values = (
        batch,
        to_column(change.path),
        *change.before,
        *change.after,
        change.in_place,
        to_column(change.temporary),
        "[]",  # folders were once recorded here; now they are changes of their own
        json.dumps(list(change.takes_back)),
    )
    # Names of ours; values are bound.
    sql = f"INSERT INTO changes VALUES (NULL{', ?' * len(values)}, NULL)"  # nosec B608
    return connection.execute(sql, values).lastrowid or 0


def _mark(connection: sqlite3.Connection, batch: int, state: str) -> None:
    """Set the state of a batch."""
    connection.execute("UPDATE batches SET state = ? WHERE id = ?", (state, batch))


def _revive(connection: sqlite3.Connection, undone: int) -> None:
    """Make live again what a change of an undo had taken back."""
    batch, takes_back = connection.execute(
        "SELECT batch, takes_back FROM changes WHERE id = ?", (undone,)
    ).fetchone()
    for id_ in json.loads(takes_back):
        connection.execute(
            "UPDATE changes SET taken_back_by = NULL "
            "WHERE id = ? AND taken_back_by = ?",
            (id_, batch),
        )


def _change(row: Row) -> Change:
    """Return the change of a row."""
    return Change(
        id=row[0],
        path=from_column(row[1]),
        before=Kept(*row[2:5]),
        after=Kept(*row[5:8]),
        in_place=bool(row[8]),
        temporary=from_column(row[9]),
        takes_back=json.loads(row[10]),
        taken_back_by=row[11],
        batch=row[12],
        run=row[13],
        turn=row[14],
        at=row[15],
        kind=row[16],
    )


def shown_paths(changes: Iterable[Tuple[str, Kept, Kept]]) -> Tuple[str, ...]:
    """Return what people are told of changes: files, or folders when there is no file.

    What tools make anew (caches) is not told.
    """
    found: Dict[str, bool] = {}
    for path, before, after in changes:
        if not is_regenerable(path):
            folder = {before.kind, after.kind} <= {NONE, FOLDER}
            found[path] = found.get(path, True) and folder
    told = tuple(path for path, folder in found.items() if not folder)
    return told or tuple(f"{path}/" for path in found)


def _turn_entry(changes: Sequence[Change]) -> TurnEntry:
    """Return one turn as lists show it."""
    run, turn = changes[0].run, changes[0].turn
    paths = shown_paths((each.path, each.before, each.after) for each in changes)
    live = any(change.taken_back_by is None for change in changes)
    return TurnEntry(f"{run}.{turn}", turn, changes[0].at, paths, live)
