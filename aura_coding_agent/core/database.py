# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep what must last in one SQLite file.

This is the only place that opens a database. Every thread has a connection of its
own, writers wait for one another, and each owner of tables brings its own named
migrations. A file that cannot be used is never changed, moved or deleted here.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from contextlib import contextmanager
from typing import (
    Any,
    Callable,
    ContextManager,
    Dict,
    Iterator,
    List,
    Sequence,
    Tuple,
    TypeVar,
    Union,
)

from .errors import StorageError

try:
    import sqlite3
except ImportError:  # a Python that was built without it; opening a database says so
    pass

MEMORY = ":memory:"
BUSY_SECONDS = 5.0

# A step of a migration: its name, which never changes, and what it does.
Step = Tuple[str, Union[str, Callable[["sqlite3.Connection"], None]]]
Row = Tuple[Any, ...]
_Result = TypeVar("_Result")

_CORRUPT = (
    "database-corrupt",
    "The database {path} is damaged ({detail}); it was left as it is.",
    "Move it aside together with the files that end in -wal and -shm, and a new one "
    "is begun; `sqlite3 FILE .recover` may save what is in it.",
)
# Text of SQLite's message -> code, message, hint. Python 3.9 and 3.10 do not hand out
# result codes, and these texts are part of SQLite's stable interface (sqlite3_errstr).
_ERRORS: Sequence[Tuple[str, Tuple[str, str, str]]] = (
    (
        "locked",
        (
            "database-locked",
            "The database {path} is in use by another process.",
            "Wait until the other process has finished, then try again.",
        ),
    ),
    (
        "readonly",
        (
            "database-readonly",
            "The database {path} cannot be written.",
            "Make the file and its folder writable, or choose another state folder.",
        ),
    ),
    (
        "disk is full",
        (
            "disk-full",
            "The disk of the database {path} is full.",
            "Free some space, then try again; what was stored before is safe.",
        ),
    ),
    ("malformed", _CORRUPT),
    ("not a database", _CORRUPT),
)
_UNUSABLE = (
    "database-unusable",
    "The database {path} cannot be used: {detail}.",
    "Check that its folder exists, is yours and is on a disk that works.",
)

_NO_FILE = "unable to open"  # so says SQLite where it may not make its other files

_MIGRATIONS = """CREATE TABLE IF NOT EXISTS migrations (
    owner TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (owner, number)
)"""


HAS_SQLITE = "sqlite3" in globals()
"""Whether this Python can keep a database."""


def sqlite_missing() -> StorageError:
    """Return the error about a Python that was built without SQLite."""
    return StorageError(
        "sqlite-missing",
        "This Python was built without sqlite3, so there are no sessions and no undo.",
        hint="Use a Python that has it; on some systems it is a package of its own.",
    )


class Database:
    """An SQLite file, or with the path ``:memory:`` one that ends with the process.

    Args:
        path: the file; it and its folder are created when missing, for their owner
            only. The mode of a folder that exists is not changed.
        timeout: seconds to wait for other processes.
        vfs: name of another of SQLite's file layers, such as ``unix-dotfile`` for
            file systems without locks; empty for the usual one.

    Attributes:
        readonly: the file can only be read; every write fails.

    Raises:
        StorageError: ``database-locked``, ``disk-full``, ``database-corrupt`` or
            ``database-unusable``.
    """

    def __init__(self, path: str, *, timeout: float = BUSY_SECONDS, vfs: str = ""):
        """Open the file; it is made where it is missing."""
        if not HAS_SQLITE:
            raise sqlite_missing()
        self.path = path
        self.readonly: bool = False
        self._timeout = timeout
        self._options = f"vfs={vfs}" if vfs else ""
        self._lock = threading.RLock()
        self._connections: Dict[threading.Thread, sqlite3.Connection] = {}
        if not self.in_memory:
            self._prepare_file()
        try:
            self._connection()
        except StorageError as error:
            if error.code != "database-readonly" and _NO_FILE not in error.message:
                raise
            self._connect_readonly(error)

    @property
    def in_memory(self) -> bool:
        """Whether the contents end with the process."""
        return self.path == MEMORY

    def query(self, sql: str, parameters: Sequence[object] = ()) -> List[Row]:
        """Return all rows of a SELECT.

        Raises:
            StorageError: see the class; also ``database-readonly``.
        """
        with self._exclusive(), self._errors():
            return self._connection().execute(sql, parameters).fetchall()

    def write(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement as a transaction of its own; return the rows it touched.

        Raises:
            StorageError: as :meth:`transaction`.
        """
        with self._exclusive(), self._errors():
            connection = self._connection()
            done = self._patiently(lambda: connection.execute(sql, parameters))
            return done.rowcount

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Run a block that writes; all of it is stored, or nothing when it raises.

        Transactions do not nest. What is committed survives a kill of the process;
        with ``durable`` also a loss of power, at the price of a disk flush.

        Raises:
            StorageError: see the class; also ``database-readonly``.
        """
        with self._exclusive(), self._errors():
            connection = self._connection()
            if durable:
                connection.execute("PRAGMA synchronous=FULL")
            self._patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                # Still open means that the block or the commit has failed.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if durable:
                    self._set_synchronous(connection)

    def migrate(self, owner: str, steps: Sequence[Step]) -> None:
        """Bring an owner's tables up to date; each step is applied once, ever.

        Args:
            owner: whose tables these are, such as ``sessions``.
            steps: all steps since the first version, in order; only ever appended
                to. SQL may hold several statements.

        Raises:
            StorageError: ``database-newer`` when the file holds steps that this
                version does not know; nothing was changed.
        """
        names = [name for name, _ in steps]
        if self._pending(owner, names) == 0:
            return
        with self.transaction() as connection:
            # Another process may have been quicker, so look again.
            pending = self._pending(owner, names)
            connection.execute(_MIGRATIONS)
            first = len(steps) - pending
            for number, (name, action) in enumerate(steps[first:], first + 1):
                _apply_step(connection, action)
                connection.execute(
                    "INSERT INTO migrations VALUES (?, ?, ?)", (owner, number, name)
                )
            total = connection.execute("SELECT count(*) FROM migrations").fetchone()[0]
            connection.execute(f"PRAGMA user_version={total}")

    def close(self) -> None:
        """Close the connections of all threads; safe to call twice."""
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    # -- migrations ------------------------------------------------------------------

    def _pending(self, owner: str, names: List[str]) -> int:
        """Return how many of the steps are still to be applied."""
        known = "SELECT 1 FROM sqlite_master WHERE type='table' AND name='migrations'"
        applied: List[Row] = []
        with self._one_view():
            version = self.query("PRAGMA user_version")[0][0]
            if self.query(known):
                sql = "SELECT owner, name FROM migrations ORDER BY number"
                applied = self.query(sql)
        mine = [name for whose, name in applied if whose == owner]
        if version != len(applied) or mine != names[: len(mine)]:
            raise StorageError(
                "database-newer",
                f"The database {self.path} was written by a newer version of this "
                "program; it was not changed.",
                hint="Update the program, or choose another state folder.",
                path=self.path,
            )
        return len(names) - len(mine)

    @contextmanager
    def _one_view(self) -> Iterator[None]:
        """Let all reads of a block see the same, whatever other processes commit."""
        with self._exclusive(), self._errors():
            connection = self._connection()
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    # -- connections -----------------------------------------------------------------

    def _exclusive(self) -> ContextManager[object]:
        """Return what keeps other threads off a connection that they share."""
        return self._lock if self.in_memory else _NOTHING

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread, opened on first use."""
        thread = threading.current_thread()
        with self._lock:
            if self.in_memory and self._connections:
                return next(iter(self._connections.values()))
            connection = self._connections.get(thread)
            if connection is None:
                self._close_orphans()
                with self._errors():
                    connection = self._patiently(self._connect)
                self._connections[thread] = connection
            return connection

    def _close_orphans(self) -> None:
        """Close the connections of threads that have ended."""
        for thread in [each for each in self._connections if not each.is_alive()]:
            self._connections.pop(thread).close()

    def _connect(self) -> sqlite3.Connection:
        """Open a connection with the pragmas that all share."""
        connection = sqlite3.connect(
            self._target(),
            timeout=self._timeout,
            isolation_level=None,
            check_same_thread=False,
            uri=bool(self._options),
        )
        try:
            # Pages are cached by the system anyway; 512 KiB keep the process small.
            connection.execute("PRAGMA cache_size=-512")
            connection.execute("PRAGMA foreign_keys=ON")
            if not self.readonly:
                _choose_journal(connection)
                self._set_synchronous(connection)
            # Read something, so that a damaged file is found now.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_synchronous(self, connection: sqlite3.Connection) -> None:
        """Flush no more than the journal mode needs to keep the file sound."""
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        level = "NORMAL" if mode == "wal" else "FULL"
        connection.execute(f"PRAGMA synchronous={level}")

    def _connect_readonly(self, reason: StorageError) -> None:
        """Open the file for reading, or raise the reason why it cannot be written."""
        self.readonly = True
        # When the file lies where nobody can write, SQLite cannot make the shared
        # memory of its log; it reads the file all the same when told that it is fixed.
        for self._options in ("mode=ro", "mode=ro&immutable=1"):
            try:
                self._connection()
                return
            except StorageError:
                continue
        raise reason

    def _target(self) -> str:
        """Return the path, as an address where options must go with it."""
        if not self._options:
            return self.path
        quoted = "".join(
            chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02x}"
            for byte in os.fsencode(os.path.abspath(self.path))
        )
        return f"file:{quoted}?{self._options}"

    def _prepare_file(self) -> None:
        """Create the file for its owner only; SQLite gives -wal and -shm its mode."""
        folder = os.path.dirname(os.path.abspath(self.path))
        try:
            if not os.path.isdir(folder):
                os.makedirs(folder, 0o700, exist_ok=True)
                os.chmod(folder, 0o700)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(descriptor).st_mode & 0o077:
                    os.chmod(self.path, 0o600)
            finally:
                os.close(descriptor)
        except OSError as error:
            if os.path.isfile(self.path) and os.access(self.path, os.R_OK):
                return  # perhaps it can still be read; connecting will tell
            full = "disk is full" if error.errno == errno.ENOSPC else ""
            raise self._error(full or str(error.strerror)) from error

    # -- errors ----------------------------------------------------------------------

    def _patiently(self, attempt: Callable[[], _Result]) -> _Result:
        """Repeat while the file is locked: SQLite itself does not always wait."""
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise
                time.sleep(0.005)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(str(error)) from error

    def _error(self, detail: str) -> StorageError:
        """Return the error for a message of SQLite."""
        found = (entry for text, entry in _ERRORS if text in detail)
        code, message, hint = next(found, _UNUSABLE)
        message = message.format(path=self.path, detail=detail)
        return StorageError(code, message, hint=hint, path=self.path)


class _Nothing:
    """A context manager that does nothing."""

    def __enter__(self) -> None:
        """Do nothing."""
        return None

    def __exit__(self, *_: object) -> None:
        """Do nothing."""
        return None


_NOTHING = _Nothing()


def _choose_journal(connection: sqlite3.Connection) -> None:
    """Use a write-ahead log; where that is impossible, whatever journal works.

    Network file systems lack the shared memory that the log needs.
    """
    try:
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
        # A log that one huge record made long is cut again at the next checkpoint.
        connection.execute("PRAGMA journal_size_limit=1048576")
    except sqlite3.OperationalError as error:
        if "I/O error" not in str(error) and "protocol" not in str(error):
            raise
        connection.execute("PRAGMA journal_mode=TRUNCATE").fetchone()


def _apply_step(
    connection: sqlite3.Connection,
    action: Union[str, Callable[[sqlite3.Connection], None]],
) -> None:
    """Run one step of a migration inside the transaction that is open."""
    if callable(action):
        action(connection)
        return
    # executescript() would commit the transaction first.
    statement = ""
    for piece in action.split(";"):
        statement += piece + ";"
        if _is_complete(statement):
            connection.execute(statement)
            statement = ""


def _is_complete(statement: str) -> bool:
    """Return whether text that ends with a semicolon is a whole statement.

    Of a trigger, which holds statements, it is one only at its end. The function that
    SQLite has for this is not in PyPy.
    """
    words = statement.upper().split()
    return words[:2] != ["CREATE", "TRIGGER"] or words[-1] == "END;"


def to_column(text: str) -> Union[str, bytes]:
    """Return text as SQLite can store it: lone surrogates (odd file names) as bytes."""
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def from_column(value: Union[str, bytes]) -> str:
    """Read what :func:`to_column` made."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogatepass")
    return value
