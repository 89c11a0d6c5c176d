# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep what happened in each session, in order, for good.

A session is a log that only grows: its records can be neither changed nor removed,
and every appended one is there after a kill of the process. ``SqliteSessions`` keeps
them in the database; ``MemorySessions`` keeps the same promises until the process
ends, for when no database can be opened.
"""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import nullcontext
from typing import (
    Any,
    ContextManager,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Sequence,
)

from ..core.database import Database, Row, Step, from_column, to_column
from ..core.errors import StorageError
from ..core.interfaces import Record, SessionInfo
from ..core.messages import JsonObject

TYPE_CHECKING = False  # a build may lack sqlite3; here it is only named
if TYPE_CHECKING:
    import sqlite3

LATEST = "latest"
EXPORT_VERSION = 1

MIGRATIONS: Sequence[Step] = (
    (
        "sessions-and-records",
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            workspace TEXT NOT NULL,
            title TEXT NOT NULL,
            created REAL NOT NULL,
            updated REAL NOT NULL,
            parent TEXT NOT NULL,
            forked_at INTEGER NOT NULL,
            status TEXT NOT NULL
        );
        CREATE TABLE records (
            session TEXT NOT NULL REFERENCES sessions (id),
            seq INTEGER NOT NULL,
            at REAL NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (session, seq)
        );
        CREATE TRIGGER records_keep BEFORE UPDATE ON records
            BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;
        CREATE TRIGGER records_stay BEFORE DELETE ON records
            BEGIN SELECT RAISE(ABORT, 'records are never removed'); END;
        CREATE TRIGGER records_once BEFORE INSERT ON records
            WHEN EXISTS (SELECT 1 FROM records
                         WHERE session = NEW.session AND seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'records are never replaced'); END;
        """,
    ),
    (
        "session-order",
        # The newest record of any session when a session began: what places it among
        # the others as long as it has no record of its own.
        "ALTER TABLE sessions ADD COLUMN began_after INTEGER NOT NULL DEFAULT 0",
    ),
)

# Sessions are ordered by the rows of their last records, which no clock changes.
_ORDER = """
    ORDER BY coalesce((SELECT rowid FROM records WHERE session = id
                       ORDER BY seq DESC LIMIT 1), began_after) DESC, rowid DESC
"""
_INFO = """
    SELECT id, workspace, title, created,
           coalesce((SELECT at FROM records WHERE session = id
                     ORDER BY seq DESC LIMIT 1), updated) AS last,
           (SELECT coalesce(max(seq), 0) FROM records WHERE session = id),
           parent, status
    FROM sessions
"""
_APPEND = """
    INSERT INTO records
    SELECT id,
           (SELECT coalesce(max(seq), 0) + 1 FROM records WHERE session = ?),
           ?, ?
    FROM sessions WHERE id = ?
"""


class SqliteSessions:
    """Sessions in the database; several processes may use it at once.

    Every method raises :class:`~..core.errors.StorageError` when the database cannot
    be used, and ``session-unknown`` when there is no such session.
    """

    def __init__(self, database: Database):
        """Take the database."""
        self._database = database
        database.migrate("sessions", MIGRATIONS)

    def new_id(self) -> str:
        """Return an id for a session that is to begin; nothing is stored yet."""
        return new_id(time.time())

    def away(self) -> Optional[StorageError]:
        """Return why the database cannot be opened for now; None when it can."""
        return self._database.away

    def create(
        self,
        workspace: str,
        title: str,
        *records: JsonObject,
        session: str = "",
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> str:
        """Begin a session with its first records; see ``interfaces.Sessions``."""
        rows = [_encode(data) for data in records]
        with self._waiting(patience):
            with self._database.transaction(durable=durable) as connection:
                new = _insert_session(connection, workspace, title, id=session)
                _insert_records(connection, new, rows, _latest_status(records[::-1]))
        return new

    def append(
        self,
        session: str,
        *records: JsonObject,
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> None:
        """Add records, all or none; they are there after a kill of the process.

        A record of type ``run_started`` sets the session's status to ``running``, one
        of type ``run_finished`` to its own ``status``. Arguments as
        ``interfaces.Sessions`` has them.
        """
        status = _latest_status(records[::-1])
        rows = [_encode(data) for data in records]
        with self._waiting(patience):
            if len(rows) == 1 and status is None and not durable:
                # The row of the session is written only when its status changes: that
                # halves what an append costs, and there are several in every turn.
                row = (session, time.time(), rows[0], session)
                if not self._database.write(_APPEND, row):
                    raise _unknown(session)
                return
            with self._database.transaction(durable=durable) as connection:
                _insert_records(connection, session, rows, status)

    def take_in(
        self,
        session: str,
        workspace: str,
        title: str,
        after: int,
        records: Sequence[JsonObject],
    ) -> None:
        """Add records that could not be stored when they were made, once.

        Args:
            session, workspace, title: of the session, which may not be there yet.
            after: how many records it had then.
        """
        rows = [_encode(data) for data in records]
        with self._database.transaction(durable=True) as connection:
            known = "SELECT 1 FROM sessions WHERE id = ?"
            if not connection.execute(known, (session,)).fetchone():
                _insert_session(connection, workspace, title, id=session)
            later = "SELECT data FROM records WHERE session = ? AND seq > ?"
            if (rows[0],) not in connection.execute(later, (session, after)).fetchall():
                _insert_records(
                    connection, session, rows, _latest_status(records[::-1])
                )

    def _waiting(self, patience: Optional[float]) -> ContextManager[object]:
        """Return what bounds the wait for other processes."""
        return nullcontext() if patience is None else self._database.within(patience)

    def records(self, session: str) -> List[Record]:
        """Return all records in order."""
        rows = self._database.query(
            "SELECT seq, at, data FROM records WHERE session = ? ORDER BY seq",
            (session,),
        )
        if not rows:
            self._exactly(session)
        return [Record(seq, at, json.loads(data)) for seq, at, data in rows]

    def info(self, session: str) -> SessionInfo:
        """Return the line about one session.

        Args:
            session: an id, the beginning of exactly one id, or ``latest`` for the
                session that grew last.

        Raises:
            StorageError: also ``session-ambiguous``: several ids begin so.
        """
        if session == LATEST:
            rows = self._database.query(f"{_INFO} {_ORDER} LIMIT 1")
        else:
            rows = self._database.query(f"{_INFO} WHERE id = ?", (session,))
        if not rows and session:
            begins = "WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id"
            rows = self._database.query(_INFO + begins, (session,))
        return _only(session, [_info_from_row(row) for row in rows])

    def listing(self, workspace: Optional[str] = None) -> List[SessionInfo]:
        """Return sessions, newest first, of one workspace or of all."""
        where, parameters = "", []
        if workspace is not None:
            where, parameters = "WHERE workspace = ?", [to_column(workspace)]
        rows = self._database.query(f"{_INFO} {where} {_ORDER}", parameters)
        return [_info_from_row(row) for row in rows]

    def fork(self, session: str, upto: Optional[int] = None) -> str:
        """Copy a session's records up to ``upto`` into a new one, return its id."""
        origin = self.info(session)
        upto = origin.records if upto is None else upto
        with self._database.transaction(durable=True) as connection:
            new = _insert_session(
                *(connection, origin.workspace, origin.title),
                parent=origin.id,
                forked_at=upto,
            )
            connection.execute(
                "INSERT INTO records SELECT ?, seq, at, data FROM records "
                "WHERE session = ? AND seq <= ? ORDER BY seq",
                (new, origin.id, upto),
            )
            newest_first = connection.execute(
                "SELECT data FROM records WHERE session = ? ORDER BY seq DESC", (new,)
            )
            status = _latest_status(json.loads(data) for (data,) in newest_first) or ""
            connection.execute(
                "UPDATE sessions SET status = ? WHERE id = ?", (status, new)
            )
        return new

    def export(self, session: str) -> JsonObject:
        """Return a whole session in the form of :func:`export_form`."""
        info = self.info(session)
        return export_form(info, self.records(info.id))

    def _exactly(self, session: str) -> None:
        """Refuse an id that no session has."""
        known = "SELECT 1 FROM sessions WHERE id = ?"
        if not self._database.query(known, (session,)):
            raise _unknown(session)


class MemorySessions:
    """Sessions that end with the process."""

    def __init__(self) -> None:
        """Begin with no session."""
        self._lock = threading.Lock()
        self._infos: Dict[str, SessionInfo] = {}  # in the order in which they grew
        self._records: Dict[str, List[Record]] = {}

    def new_id(self) -> str:
        """Return an id for a session that is to begin."""
        return new_id(time.time())

    def away(self) -> None:
        """Return nothing: memory is always there."""
        return None

    def create(
        self,
        workspace: str,
        title: str,
        *records: JsonObject,
        session: str = "",
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> str:
        """Begin a session with its first records; see ``interfaces.Sessions``."""
        new = self._begin(workspace, title, "", [], id=session)
        self.append(new, *records)
        return new

    def append(
        self,
        session: str,
        *records: JsonObject,
        durable: bool = False,
        patience: Optional[float] = None,
    ) -> None:
        """Add records; see :meth:`SqliteSessions.append`."""
        now = time.time()
        stored = [json.loads(_encode(data)) for data in records]
        with self._lock:
            info, kept = self._known(session), self._records[session]
            for data in stored:
                kept.append(Record(len(kept) + 1, now, data))
            status = _latest_status(reversed(stored))
            self._infos[session] = self._infos.pop(session)._replace(
                updated=now,
                records=len(kept),
                status=info.status if status is None else status,
            )

    def records(self, session: str) -> List[Record]:
        """Return all records in order."""
        with self._lock:
            self._known(session)
            return list(self._records[session])

    def info(self, session: str) -> SessionInfo:
        """Return the line about one session; see :meth:`SqliteSessions.info`."""
        infos = self.listing()
        if session == LATEST:
            return _only(session, infos[:1])
        found = [info for info in infos if info.id == session]
        begins = [info for info in infos if session and info.id.startswith(session)]
        return _only(session, found or begins)

    def listing(self, workspace: Optional[str] = None) -> List[SessionInfo]:
        """Return sessions, newest first, of one workspace or of all."""
        with self._lock:
            infos = list(reversed(list(self._infos.values())))
        return [info for info in infos if workspace in (None, info.workspace)]

    def fork(self, session: str, upto: Optional[int] = None) -> str:
        """Copy a session's records up to ``upto`` into a new one, return its id."""
        origin = self.info(session)
        records = self.records(origin.id)
        copied = [each for each in records if upto is None or each.seq <= upto]
        return self._begin(origin.workspace, origin.title, origin.id, copied)

    def export(self, session: str) -> JsonObject:
        """Return a whole session in the form of :func:`export_form`."""
        info = self.info(session)
        return export_form(info, self.records(info.id))

    def _begin(
        self,
        workspace: str,
        title: str,
        parent: str,
        records: List[Record],
        id: str = "",
    ) -> str:
        """Add a session and return its id."""
        now = time.time()
        status = _latest_status(record.data for record in reversed(records)) or ""
        with self._lock:
            new = id or new_id(now)
            while new in self._infos:
                new = new_id(now)
            self._infos[new] = SessionInfo(
                new, workspace, title, now, now, len(records), parent, status
            )
            self._records[new] = records
        return new

    def _known(self, session: str) -> SessionInfo:
        """Return a session, which must exist."""
        if session not in self._infos:
            raise _unknown(session)
        return self._infos[session]


def new_id(now: float) -> str:
    """Return a short id that sorts by time (UTC), such as 20261122-160501-4f2a9c.

    It is given before it is stored, so its end must make it unique by itself: of a
    hundred agents that start in one second, two get the same in 1 of 3,000 cases.
    """
    return time.strftime("%Y%m%d-%H%M%S-", time.gmtime(now)) + os.urandom(3).hex()


def status_after(data: Mapping[str, Any]) -> Optional[str]:
    """Return the status that a record gives its session; None leaves it."""
    if data.get("type") == "run_started":
        return "running"
    if data.get("type") == "run_finished":
        return str(data.get("status", ""))
    return None


def export_form(info: SessionInfo, records: Sequence[Record]) -> JsonObject:
    """Return a session as a JSON-ready mapping; the form is stable.

    ``format`` is ``session`` and ``version`` 1; ``session`` holds the fields of
    SessionInfo, ``records`` objects with ``seq`` (from 1), ``at`` (seconds since the
    epoch) and ``data`` (the event). Later versions may add keys, and count up when
    a key changes its meaning.
    """
    return {
        "format": "session",
        "version": EXPORT_VERSION,
        "session": info._asdict(),
        "records": [record._asdict() for record in records],
    }


def _encode(data: JsonObject) -> str:
    """Return a record as one line of ASCII."""
    # Escapes keep NUL and lone surrogates, which SQLite's text does not take.
    return json.dumps(data, separators=(",", ":"))


def _latest_status(newest_first: Iterable[JsonObject]) -> Optional[str]:
    """Return the status of the newest record that sets one."""
    found = (status_after(data) for data in newest_first)
    return next((status for status in found if status is not None), None)


def _insert_session(
    connection: sqlite3.Connection,
    workspace: str,
    title: str,
    *,
    id: str = "",
    parent: str = "",
    forked_at: int = 0,
) -> str:
    """Add a session to the database and return its id."""
    now = time.time()
    new = id or new_id(now)
    while (
        not id
        and connection.execute("SELECT 1 FROM sessions WHERE id = ?", (new,)).fetchone()
    ):
        new = new_id(now)
    texts = to_column(workspace), to_column(title)
    connection.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, '', "
        "(SELECT coalesce(max(rowid), 0) FROM records))",
        (new, *texts, now, now, parent, forked_at),
    )
    return new


def _insert_records(
    connection: sqlite3.Connection,
    session: str,
    rows: Sequence[str],
    status: Optional[str],
) -> None:
    """Add records that are encoded, and note the status that they give a session."""
    now = time.time()
    if status is not None:
        connection.execute(
            "UPDATE sessions SET updated = ?, status = ? WHERE id = ?",
            (now, status, session),
        )
    for row in rows:
        if not connection.execute(_APPEND, (session, now, row, session)).rowcount:
            raise _unknown(session)


def _info_from_row(row: Row) -> SessionInfo:
    """Return the session of a row."""
    id_, workspace, title, *rest = row
    return SessionInfo(id_, from_column(workspace), from_column(title), *rest)


def _only(session: str, found: List[SessionInfo]) -> SessionInfo:
    """Return the one session that was found."""
    if not found:
        raise _unknown(session)
    if len(found) > 1:
        ids = [info.id for info in found]
        raise StorageError(
            "session-ambiguous",
            f"{len(ids)} sessions begin with {session!r}.",
            hint=f"Give more of the id: {', '.join(ids[:5])}.",
            session=session,
        )
    return found[0]


def _unknown(session: str) -> StorageError:
    """Return the error about a session that does not exist."""
    return StorageError(
        "session-unknown",
        f"There is no session {session!r}.",
        hint="List the sessions to see their ids.",
        session=session,
    )
