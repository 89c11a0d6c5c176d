# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a workspace again that was moved, and move what is kept of it.

Everything is recorded under the path of a workspace. What stays the same when a folder
is renamed is its inode, and those of what lies in it; these are noted at every run,
without writing into the folder. An inode is given anew once a folder is removed, so
one alone proves nothing, and what was found is offered, never taken.
"""

from __future__ import annotations

import itertools
import json
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Dict, List, Sequence, Set, Tuple

from ..core.database import Database, from_column, to_column
from ..core.errors import JournalError
from ..core.values import NamedTuple
from .blobs import blob_id
from .lock import WorkspaceLock

if TYPE_CHECKING:
    import sqlite3

_LOOKED_AT = 1000  # entries of a folder; more than most have at their top
_NOTED = 16  # of them; one that is found again is enough

# What is recorded under the root of a workspace, and where its rows are unique.
_TABLES = (("runs", "root"), ("captures", "root"))
_STATES = ("manifests", "folders")


class Identity(NamedTuple):
    """What moves with a folder: its inode, and the inodes of what is in it by name."""

    inode: int
    names: Dict[str, int]

    def same(self, other: Identity) -> bool:
        """Return whether two looks were at one folder, as far as can be told."""
        if self.inode != other.inode or not self.inode:
            return False
        shared = self.names.items() & other.names.items()
        # A file that was replaced has a new inode, but the name that it had.
        alike = 2 * len(self.names.keys() & other.names.keys()) >= len(self.names)
        return bool(shared) or alike


def identity(root: str) -> Identity:
    """Look at a folder.

    Raises:
        OSError: there is none.
    """
    inode = os.stat(root).st_ino
    with os.scandir(root) as listing:
        found = {
            entry.name: entry.inode() for entry in itertools.islice(listing, _LOOKED_AT)
        }
    return Identity(inode, {name: found[name] for name in sorted(found)[:_NOTED]})


def remember(connection: sqlite3.Connection, root: str) -> None:
    """Note how a workspace can be found again, within a transaction or as one."""
    try:
        now = identity(root)
    except OSError:
        return  # it is gone, so there is nothing to be noted
    row = (to_column(root), now.inode, json.dumps(now.names))
    known = connection.execute(
        "SELECT inode, names FROM workspaces WHERE root = ?", row[:1]
    ).fetchone()
    if known != row[1:]:
        connection.execute("INSERT OR REPLACE INTO workspaces VALUES (?, ?, ?)", row)


def moved_from(database: Database, root: str) -> str:
    """Return the path that a workspace seems to have had before; empty when none.

    Raises:
        StorageError: the database cannot be used.
    """
    try:
        now = identity(root)
    except OSError:
        return ""
    rows = database.query(
        "SELECT root, names FROM workspaces WHERE inode = ? AND root != ? "
        "ORDER BY rowid DESC",
        (now.inode, to_column(root)),
    )
    for path, names in rows:
        old = from_column(path)
        if Identity(now.inode, json.loads(names)).same(now) and _is_gone(old, now):
            return old
    return ""


def _is_gone(old: str, now: Identity) -> bool:
    """Return whether the folder that was looked at is not at a path any more."""
    try:
        return os.stat(old).st_ino != now.inode
    except OSError:
        return True


def forget(database: Database, root: str) -> None:
    """Do not take any folder for this one any more.

    Raises:
        StorageError: the database cannot be used.
    """
    database.write("DELETE FROM workspaces WHERE root = ?", (to_column(root),))


def move(
    database: Database,
    old: str,
    new: str,
    locks: str,
    *,
    also: Sequence[Tuple[str, str]] = (),
) -> Tuple[str, ...]:
    """Keep under another path what is kept of a workspace and of those inside it.

    Args:
        old, new: real paths; nothing has to be at the old one.
        locks: folder of the locks of workspaces.
        also: more tables, each with the column that holds the workspace.

    Returns:
        The paths that had something, as they were.

    Raises:
        JournalError: ``workspace-unknown``, ``workspaces-apart``, ``command-running``
            or ``workspace-busy``; nothing was changed.
        StorageError: the database cannot be used.
    """
    tables = (*_TABLES, *also)
    roots = _roots(database, old, (*tables, *((name, "root") for name in _STATES)))
    if not roots or old == new:
        raise JournalError(
            "workspace-unknown",
            f"Nothing is kept of {old}.",
            hint="`sessions list --all` and `undo --list` name the folders that have "
            "something.",
            path=old,
        )
    pairs = [(root, new + root[len(old) :]) for root in roots]
    with ExitStack() as held:
        for root in sorted({each for pair in pairs for each in pair}):
            held.enter_context(
                WorkspaceLock(os.path.join(locks, blob_id(os.fsencode(root))))
            )
        with database.transaction(durable=True) as connection:
            for pair in pairs:
                _check_still(connection, pair[0], locks)
                _check_order(connection, *pair)
                _move_rows(connection, *pair, tables)
    return tuple(roots)


def _roots(
    database: Database, old: str, tables: Sequence[Tuple[str, str]]
) -> List[str]:
    """Return the workspaces at or below a path of which something is kept."""
    found: Set[str] = set()
    for table, column in tables:
        # Names of ours; values are bound.
        sql = f"SELECT DISTINCT {column} FROM {table}"  # nosec B608
        found.update(from_column(row[0]) for row in database.query(sql))
    inside = os.path.join(old, "")
    return sorted(root for root in found if root == old or root.startswith(inside))


def _check_still(connection: sqlite3.Connection, root: str, locks: str) -> None:
    """Refuse to move a workspace in which a command runs."""
    rows = connection.execute(
        "SELECT token FROM captures WHERE root = ?", (to_column(root),)
    )
    for (token,) in rows.fetchall():
        try:
            with WorkspaceLock(os.path.join(locks, f"command-{token}"), timeout=0):
                pass
        except JournalError:
            raise JournalError(
                "command-running",
                f"A command of {root} still runs; nothing was moved.",
                hint="Wait until it has ended, or end it; then try again.",
            ) from None


def _check_order(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Refuse to join two histories unless one goes on where the other has ended."""
    ends = "SELECT {}(batches.id) FROM batches JOIN runs ON runs.id = batches.run "
    ends += "WHERE root = ?"
    (last,) = connection.execute(ends.format("max"), (to_column(old),)).fetchone()
    (first,) = connection.execute(ends.format("min"), (to_column(new),)).fetchone()
    if last is not None and first is not None and first < last:
        raise JournalError(
            "workspaces-apart",
            f"{old} and {new} were both changed in turns, so they are two folders with "
            "a history each; nothing was moved.",
            hint="Both can be undone where they are, with -C.",
        )


def _move_rows(
    connection: sqlite3.Connection,
    old: str,
    new: str,
    tables: Sequence[Tuple[str, str]],
) -> None:
    """Put the rows of one workspace under another path."""
    was, now = to_column(old), to_column(new)
    for table, column in tables:
        # Names of ours; values are bound.
        sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # nosec B608
        connection.execute(sql, (now, was))
    known = "SELECT 1 FROM manifests WHERE root = ?"
    seen = connection.execute(known, (now,)).fetchone()
    for table in _STATES:
        if seen:  # what was found there since is newer
            connection.execute(f"DELETE FROM {table} WHERE root = ?", (was,))
        else:
            connection.execute(
                f"UPDATE {table} SET root = ? WHERE root = ?", (now, was)
            )
    connection.execute("DELETE FROM workspaces WHERE root = ?", (was,))
    remember(connection, new)
