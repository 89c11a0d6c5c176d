# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep what must last in one SQLite file.

This is the only place that opens a database. Every thread has a connection of its
own, writers wait for one another, and each owner of tables brings its own named
migrations. A file that cannot be used is never changed, moved or deleted here.

What is committed survives a kill of the process. What is committed with ``durable``
also survives a loss of power, and so does all that was committed before it, by
whichever process: they share one log, which is flushed as a whole.
"""

from __future__ import annotations

import errno
import os
import sys
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
    Optional,
    Sequence,
    Tuple,
    TypeVar,
    Union,
)

from . import durable as disk
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

CORRUPT = "database-corrupt"
PASSING = ("database-locked", "disk-full", "disk-failing")
"""Codes of what may pass by itself, so that trying again later makes sense."""

_CORRUPT = (
    CORRUPT,
    "The database {path} is damaged ({detail}); it was left as it is.",
    "Move it aside together with the files that end in -wal and -shm, and a new one "
    "is begun; `sqlite3 FILE .recover` may save what is in it.",
)
_FAILING = (
    "disk-failing",
    "The disk of the database {path} failed to read or write it ({detail}).",
    "Try again; when it fails again, look at the disk. The database was not found to "
    "be damaged, so leave it where it is.",
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
    ("it is empty,", _CORRUPT),
    ("it is missing,", _CORRUPT),
    ("I/O error", _FAILING),
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
        later: a file that cannot be opened for a reason that may pass is opened with
            the first use that can; until then every use raises the reason.
        beside: folders that hold something only once the database does; where they do,
            a database of 0 bytes is damaged, not new.

    Attributes:
        readonly: the file can only be read; every write fails.
        away: why the file is not open yet; None once it is.

    Raises:
        StorageError: ``database-locked``, ``disk-full``, ``disk-failing``,
            ``database-corrupt`` or ``database-unusable``.
    """

    def __init__(
        self,
        path: str,
        *,
        timeout: float = BUSY_SECONDS,
        vfs: str = "",
        later: bool = False,
        beside: Sequence[str] = (),
    ):
        """Open the file; it is made where it is missing."""
        if not HAS_SQLITE:
            raise sqlite_missing()
        self.path = path
        self.readonly: bool = False
        self.away: Optional[StorageError] = None
        self._timeout = timeout
        self._options = f"vfs={vfs}" if vfs else ""
        self._beside = beside
        self._lock = threading.RLock()
        self._connections: Dict[threading.Thread, sqlite3.Connection] = {}
        self._hurry = threading.local()
        self._due: List[Tuple[str, Sequence[Step]]] = []
        try:
            if not self.in_memory:
                self._prepare_file()
            self._connection()
        except StorageError as error:
            if later and error.code in PASSING:
                self.away = error
            elif error.code == "database-readonly" or _NO_FILE in error.message:
                self._connect_readonly(error)
            else:
                raise

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
            connection = self._connection()
            try:
                return connection.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                again = _read_failed(error) and not connection.in_transaction
                if self.in_memory or not again:
                    raise
            # One read that failed: what is read anew may be right.
            self._drop_connection()
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
    def within(self, seconds: float) -> Iterator[None]:
        """Let this thread wait no longer for other processes while a block runs."""
        self._set_patience(seconds)
        try:
            yield
        finally:
            self._set_patience(self._timeout)

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

    def flush(self) -> None:
        """Have on the disk all that was committed, by whichever process.

        Raises:
            StorageError: as :meth:`transaction`.
        """
        with self.transaction(durable=True) as connection:
            # Without something to write there is nothing to flush for SQLite.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version={version}")

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
        if self.away is not None:
            self._due.append((owner, steps))
            return
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
                if self.away is not None:
                    self._prepare_file()
                with self._errors():
                    connection = self._patiently(self._connect_or_again)
                self._connections[thread] = connection
                if self.away is not None:
                    self._catch_up()
            return connection

    def _catch_up(self) -> None:
        """Do what was to be done to a file that could not be opened until now."""
        reason, self.away = self.away, None
        try:
            for owner, steps in self._due:
                self.migrate(owner, steps)
        except BaseException:
            self.away = reason
            self._drop_connection()
            raise
        self._due.clear()

    def _drop_connection(self) -> None:
        """Close the connection of this thread; the next use opens another."""
        with self._lock:
            connection = self._connections.pop(threading.current_thread(), None)
            if connection is not None:
                connection.close()

    def _set_patience(self, seconds: float) -> None:
        """Set how long this thread waits for other processes."""
        self._hurry.seconds = seconds
        with self._lock:
            connection = self._connections.get(threading.current_thread())
        if connection is not None:
            connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")

    def _patience(self) -> float:
        """Return how long this thread waits for other processes."""
        return float(getattr(self._hurry, "seconds", self._timeout))

    def _close_orphans(self) -> None:
        """Close the connections of threads that have ended."""
        for thread in [each for each in self._connections if not each.is_alive()]:
            self._connections.pop(thread).close()

    def _connect_or_again(self) -> sqlite3.Connection:
        """Open a connection; where a read fails, once more."""
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if not _read_failed(error):
                raise
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        """Open a connection with the pragmas that all share."""
        connection = sqlite3.connect(
            self._target(),
            timeout=self._patience(),
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
                if sys.platform == "darwin":  # pragma: no cover
                    connection.execute("PRAGMA fullfsync=ON")
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
        return self._address(self._options) if self._options else self.path

    def _address(self, options: str) -> str:
        """Return the path as an address with options."""
        quoted = "".join(
            chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02x}"
            for byte in os.fsencode(os.path.abspath(self.path))
        )
        return f"file:{quoted}?{options}"

    def _prepare_file(self) -> None:
        """Create the file for its owner only; SQLite gives -wal and -shm its mode."""
        folder = os.path.dirname(os.path.abspath(self.path))
        try:
            there = os.path.exists(self.path)
            self._check_not_emptied()
            if not os.path.isdir(folder):
                disk.make_folder(folder)
                os.chmod(folder, 0o700)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(descriptor).st_mode & 0o077:
                    os.chmod(self.path, 0o600)
            finally:
                os.close(descriptor)
            if not there:
                disk.flush_folder(folder)
        except OSError as error:
            if os.path.isfile(self.path) and os.access(self.path, os.R_OK):
                return  # perhaps it can still be read; connecting will tell
            raise self._error(
                _TEXTS.get(error.errno or 0, str(error.strerror))
            ) from error

    def _check_not_emptied(self) -> None:
        """Refuse a file without contents where there must have been some.

        SQLite would take it for a new one, and throw the log away as left over.
        """
        try:
            size = os.stat(self.path).st_size
        except FileNotFoundError:
            size = -1  # moved aside, with or without the files beside it
        if size > 0:
            return
        log = self.path + "-wal"
        full = [log] if _holds_something(log) else []
        full += [each for each in self._beside if size == 0 and _holds_something(each)]
        if full:
            lost = "missing" if size < 0 else "empty"
            raise self._error(f"it is {lost}, but {full[0]} is not")

    # -- errors ----------------------------------------------------------------------

    def _patiently(self, attempt: Callable[[], _Result]) -> _Result:
        """Repeat while the file is locked: SQLite itself does not always wait."""
        deadline = time.monotonic() + self._patience()
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
        entry = next(found, _UNUSABLE)
        told_by_sqlite = entry is _CORRUPT and "it is" not in detail
        if told_by_sqlite and not self.in_memory and not self._is_damaged():
            entry, detail = _FAILING, "a read failed"
        code, message, hint = entry
        message = message.format(path=self.path, detail=detail)
        return StorageError(code, message, hint=hint, path=self.path)

    def _is_damaged(self) -> bool:
        """Look again: SQLite tells a read that failed as damage too."""
        try:
            for path in (self.path, self.path + "-wal"):
                if os.path.exists(path):
                    _read_through(path)
        except OSError:
            return False
        # Neither way changes anything; without a log not even a file is made beside it.
        logged = _holds_something(self.path + "-wal")
        options = "mode=ro" if logged else "mode=ro&immutable=1"
        try:
            look = sqlite3.connect(self._address(options), timeout=0, uri=True)
            try:
                return bool(look.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
            finally:
                look.close()
        except sqlite3.OperationalError:
            return False  # locked, or failing to be read
        except sqlite3.Error:
            return True


_TEXTS = {errno.ENOSPC: "disk is full", errno.EIO: "disk I/O error"}


def _read_failed(error: sqlite3.Error) -> bool:
    """Return whether an error may come of one read that failed."""
    said = str(error)
    return any(text in said for text in ("malformed", "not a database", "I/O error"))


def _read_through(path: str) -> None:
    """Read a whole file.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass


def _holds_something(path: str) -> bool:
    """Return whether a file has contents, or a folder such a file."""
    if os.path.isfile(path):
        return os.path.getsize(path) > 0
    return any(
        os.path.getsize(os.path.join(folder, name)) > 0
        for folder, _, names in os.walk(path)
        for name in names
    )


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
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            raise  # it had a log before, so what failed is the disk
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
