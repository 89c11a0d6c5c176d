# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the store of contents bounded: by size, by age and by the room on the disk.

What is too old, or has to go for newer things, is marked as expired in the ledger; a
content that no live record and no known state of a workspace needs is removed, and
packs that are mostly such contents are written anew. Each of these steps is on the disk
before the next removes what it made superfluous.

No clock is trusted alone: one that is wrong for a while would make young things old. So
the records are taken in the order in which they were written, which no clock changes.
What the last runs did stays whatever it is dated; what came after something young is
young; and the present is no later than so many runs say that it is. Where room is
needed, order alone decides, and the last change of each workspace stays.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Dict, Iterator, List, Set, Tuple

from ..core.database import Database
from ..core.errors import JournalError, StorageError
from ..core.values import NamedTuple
from .ledger import EXPIRED
from .manifest import ids_of
from .packs import PackStore

TYPE_CHECKING = False  # a build may lack sqlite3; here it is only named
if TYPE_CHECKING:
    import sqlite3

_GRACE = 3600.0  # seconds; a content this new may be about to be recorded
_WITNESSES = 20  # runs; more than are started in the hours that a clock is wrong
_EVERY = 86_400.0  # seconds between two looks at the store
_DAY = 86_400.0
_REWRITTEN = 8 << 20  # bytes that are held in memory while a pack is written anew


class StoreLimits(NamedTuple):
    """How large and how old the store may become.

    Attributes:
        size: bytes.
        days: age of the oldest change that can be undone.
        keep_free: bytes of the disk that are left to others.
    """

    size: int = 4 << 30
    days: float = 30.0
    keep_free: int = 1 << 30


def free_bytes(folder: str) -> int:
    """Return the room on the disk of a folder that may not be there yet."""
    while folder and not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    if sys.platform == "win32":  # pragma: no cover
        import shutil  # here, because it is the one way to ask only there

        return shutil.disk_usage(folder).free
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def is_due(store: PackStore) -> bool:
    """Return whether the store was not looked at for a day."""
    now = time.time()
    try:
        # A mark of the future was made while the clock was ahead.
        return not now - _EVERY <= os.stat(_mark(store)).st_mtime <= now + _GRACE
    except OSError:
        return True


def check_room(
    database: Database, store: PackStore, limits: StoreLimits, needed: int
) -> None:
    """Make sure that there is room for more, removing what is old if need be.

    Raises:
        StorageError: ``disk-nearly-full``.
    """
    if needed and free_bytes(store.pack_folder) - needed < limits.keep_free:
        prune(database, store, limits)
        if free_bytes(store.pack_folder) - needed < limits.keep_free:
            raise StorageError(
                "disk-nearly-full",
                f"The disk of {store.pack_folder} has too little room to keep what a "
                "command may destroy.",
                hint="Free some space, or lower the setting store_keep_free.",
                path=store.pack_folder,
            )


def prune(database: Database, store: PackStore, limits: StoreLimits) -> None:
    """Remove what is too old and what is too much.

    Raises:
        StorageError: the database or the store cannot be used.
    """
    _expire_old(database, limits.days * _DAY)
    _collect(database, store)
    for _ in range(20):
        if store.size() <= limits.size or not _expire_oldest(database):
            break
        _collect(database, store)
    os.makedirs(store.pack_folder, 0o700, exist_ok=True)
    with open(_mark(store), "wb"):
        os.utime(_mark(store))


def _mark(store: PackStore) -> str:
    """Return the file whose time tells when the store was last looked through."""
    return os.path.join(store.pack_folder, "looked-at")


# -- records -------------------------------------------------------------------------


def _expire_old(database: Database, age: float) -> None:
    """Let changes expire that are old both by their age, in seconds, and in order."""
    now = time.time()
    with database.transaction(durable=True) as connection:
        dates = connection.execute(
            "SELECT max(at) AS last FROM batches GROUP BY run ORDER BY last DESC "
            "LIMIT 1 OFFSET ?",
            (_WITNESSES - 1,),
        ).fetchone()
        if dates is None:
            return  # there are so few runs that none is old in order
        moment = min(now, dates[0]) - age
        # Later than now is a date that cannot be right, so it says nothing.
        (young,) = connection.execute(
            "SELECT min(id) FROM batches WHERE at BETWEEN ? AND ?", (moment, now + _DAY)
        ).fetchone()
        connection.execute(
            "UPDATE batches SET state = ? WHERE state = 'done' AND at < ? AND id < ? "
            "AND run NOT IN (SELECT DISTINCT run FROM batches ORDER BY run DESC "
            "LIMIT ?)",
            (EXPIRED, moment, young or sys.maxsize, _WITNESSES),
        )
        _forget_manifests(connection, moment)


def _expire_oldest(database: Database) -> bool:
    """Expire a quarter of what can be; return false when there was nothing."""
    with database.transaction(durable=True) as connection:
        changed = connection.execute(
            "UPDATE batches SET state = ? WHERE id IN ("
            "SELECT id FROM batches WHERE state = 'done' "
            "AND id NOT IN (SELECT max(batches.id) FROM batches JOIN runs "
            "ON runs.id = batches.run GROUP BY root) ORDER BY id LIMIT "
            "(SELECT max(1, count(*) / 4) FROM batches WHERE state = 'done'))",
            (EXPIRED,),
        ).rowcount
        if not changed:
            # The state of the workspace that was looked at last is in use.
            oldest, newest = connection.execute(
                "SELECT min(at), max(at) FROM manifests"
            ).fetchone()
            if oldest is not None and oldest < min(newest, time.time()) - _GRACE:
                _forget_manifests(connection, oldest + 1)
                changed = 1
    return changed > 0


def _forget_manifests(connection: sqlite3.Connection, moment: float) -> None:
    """Forget the state of workspaces where nothing happened since a moment."""
    idle = "SELECT root FROM manifests WHERE at < ? EXCEPT SELECT root FROM captures"
    for table in ("folders", "manifests"):
        # Names of ours; values are bound.
        sql = f"DELETE FROM {table} WHERE root IN ({idle})"  # nosec B608
        connection.execute(sql, (moment,))


# -- contents ------------------------------------------------------------------------


def _collect(database: Database, store: PackStore) -> None:
    """Remove the contents that nothing needs."""
    now = time.time()
    with database.transaction(durable=True) as connection:
        wanted = _wanted(connection)
        (newest,) = connection.execute("SELECT max(at) FROM packed").fetchone()
        # After a day without anything new, the clock may just have been put forward.
        jumped = newest is not None and newest < now - _EVERY
        old = (newest if jumped else now) - _GRACE
        rows = connection.execute("SELECT id FROM packed WHERE at < ?", (old,))
        gone = [row for row in rows.fetchall() if row[0] not in wanted]
        connection.executemany("DELETE FROM packed WHERE id = ?", gone)
    store.remove_single(wanted, now - _GRACE)
    _rewrite_packs(database, store)


def _wanted(connection: sqlite3.Connection) -> Set[bytes]:
    """Return the ids of all contents that something needs."""
    wanted: Set[bytes] = set()
    for column in ("before_blob", "after_blob"):
        sql = (
            # Names of ours; values are bound.
            f"SELECT DISTINCT {column} FROM changes JOIN batches "  # nosec B608
            f"ON batches.id = batch WHERE state IN ('done', 'open') "
            f"AND length({column}) = 40"
        )
        for (id,) in connection.execute(sql):
            try:
                wanted.add(bytes.fromhex(id))
            except ValueError:
                pass  # of a content that was not kept
    for (data,) in connection.execute("SELECT data FROM folders"):
        wanted.update(ids_of(data))
    return wanted


def _rewrite_packs(database: Database, store: PackStore) -> None:
    """Write packs anew of which more than half is needed by nothing."""
    live: Dict[int, int] = dict(
        database.query("SELECT pack, sum(length) FROM packed GROUP BY pack")
    )
    for number, size in sorted(store.pack_sizes().items()):
        if size <= 2 * live.get(number, 0):
            continue
        try:
            with store.pack_lock(number):
                for ids, at in _batches_of(database, number):
                    store.add([(id, store.stored(id)) for id in ids], at)
                # The index names the new places on the disk before the old one goes.
                database.flush()
                os.unlink(store.pack_path(number))
        except (JournalError, OSError):
            continue  # another process writes there, or reads on Windows


def _batches_of(database: Database, number: int) -> Iterator[Tuple[List[str], float]]:
    """Yield the contents of a pack, some at a time, with when they were last wanted."""
    rows = database.query("SELECT id, at, length FROM packed WHERE pack = ?", (number,))
    ids: List[str] = []
    newest, size = 0.0, 0
    for id, at, length in rows:
        ids.append(id.hex())
        newest, size = max(newest, at), size + length
        if size > _REWRITTEN:
            yield ids, newest
            ids, newest, size = [], 0.0, 0
    if ids:
        yield ids, newest
