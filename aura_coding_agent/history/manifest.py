# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Remember what a scan found, and tell what lies between two scans.

A row of the database holds one folder, so a change of one file rewrites one small
row, however large the workspace is.
"""

from __future__ import annotations

import os
import stat
from array import array
from typing import Dict, Iterator, List, Optional, Tuple

from ..core.database import Database, from_column, to_column
from ..core.values import NamedTuple
from .files import ANY_MODE, FILE, FOLDER, LINK, NONE, OTHER
from .ledger import UNKEPT, Kept
from .scan import Folder, Manifest, Sign

TYPE_CHECKING = False  # a build may lack sqlite3; here it is only named
if TYPE_CHECKING:
    import sqlite3

_NOTHING = bytes(20)
_NOT_KEPT = b"?" * 20
_NO_FOLDER = Folder((0, 0, 0, 0, 0), {}, {}, ())
GONE = Kept(NONE, "", ANY_MODE)


class Difference(NamedTuple):
    """What a path was and what it is."""

    path: str
    before: Kept
    after: Kept


class Look(NamedTuple):
    """One look at a workspace.

    Attributes:
        version: grows with every look that finds something new; 0 before the first.
        at: when it began.
        batch: the newest batch by then.
    """

    version: int = 0
    at: float = 0.0
    batch: int = 0


class Manifests:
    """The last known state of one workspace, in the database.

    Every method raises :class:`~..core.errors.StorageError` when the database cannot
    be used.
    """

    def __init__(self, root: str, database: Database):
        """Take the root of the workspace and the database."""
        self._root = to_column(root)
        self._database = database

    def last(self) -> Look:
        """Return what is noted of the last look that found something new."""
        rows = self._database.query(
            "SELECT version, at, batch FROM manifests WHERE root = ?", (self._root,)
        )
        return Look(*rows[0]) if rows else Look()

    def load(self) -> Manifest:
        """Return what is known."""
        rows = self._database.query(
            "SELECT path, data FROM folders WHERE root = ?", (self._root,)
        )
        return {from_column(path): decode_folder(data) for path, data in rows}

    def save(
        self, connection: sqlite3.Connection, old: Manifest, new: Manifest, at: float
    ) -> None:
        """Write what has changed, within a transaction.

        Args:
            at: when the look at the new state began.
        """
        if old is new and old:
            return
        gone = [(self._root, to_column(path)) for path in old.keys() - new.keys()]
        rows = [
            (self._root, to_column(path), encode_folder(folder))
            for path, folder in new.items()
            if old.get(path) is not folder
        ]
        if gone or rows or not old:
            connection.executemany(
                "DELETE FROM folders WHERE root = ? AND path = ?", gone
            )
            connection.executemany(
                "INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", rows
            )
            connection.execute(
                "INSERT INTO manifests (root, version, at, batch) VALUES "
                "(?, 1, ?, (SELECT ifnull(max(id), 0) FROM batches)) "
                "ON CONFLICT (root) DO UPDATE SET version = version + 1, "
                "at = excluded.at, batch = excluded.batch",
                (self._root, at),
            )


def encode_folder(folder: Folder) -> bytes:
    """Return a folder as bytes; the inverse of :func:`decode_folder`."""
    names = [os.fsencode(name) for name in (*folder.files, *folder.inner)]
    numbers = array("q", folder.sign)
    for sign in folder.files.values():
        numbers.extend(sign)
    head = array("q", (len(folder.files), len(folder.inner)))
    ids = b"".join(_id_bytes(folder.blobs.get(name, UNKEPT)) for name in folder.files)
    return b"".join((head.tobytes(), numbers.tobytes(), ids, b"\0".join(names)))


def decode_folder(data: bytes) -> Folder:
    """Return the folder that :func:`encode_folder` was given."""
    head = array("q", data[:16])
    files, _ = head
    ids_at = 16 + 40 * (files + 1)
    numbers = array("q", data[16:ids_at])
    names_at = ids_at + 20 * files
    names = [os.fsdecode(name) for name in data[names_at:].split(b"\0")]
    if not data[names_at:]:
        names = []
    signs = list(zip(*[iter(numbers)] * 5))
    blobs = {
        name: _id_text(data[ids_at + 20 * at : ids_at + 20 * at + 20])
        for at, name in enumerate(names[:files])
    }
    return Folder(signs[0], dict(zip(names, signs[1:])), blobs, tuple(names[files:]))


def ids_of(data: bytes) -> Iterator[bytes]:
    """Yield the ids of contents in an encoded folder."""
    files = array("q", data[:8])[0]
    start = 16 + 40 * (files + 1)
    for at in range(start, start + 20 * files, 20):
        yield data[at : at + 20]


def _id_bytes(id: str) -> bytes:
    """Return an id as it is stored."""
    if id.startswith(UNKEPT):
        return _NOT_KEPT
    return bytes.fromhex(id) if id else _NOTHING


def _id_text(data: bytes) -> str:
    """Return the id that is stored."""
    if data == _NOT_KEPT:
        return UNKEPT
    return "" if data == _NOTHING else data.hex()


def kept_of(sign: Sign, blob: str) -> Kept:
    """Return the state of a file, link or device from its status and content."""
    if stat.S_ISREG(sign[0]):
        if blob.startswith(UNKEPT):
            # What was not kept can still be told apart by its status.
            blob = f"{UNKEPT}{sign[1]}-{sign[2]}-{sign[4]}"
        return Kept(FILE, blob, stat.S_IMODE(sign[0]))
    if stat.S_ISLNK(sign[0]):
        return Kept(LINK, UNKEPT if blob.startswith(UNKEPT) else blob, ANY_MODE)
    return Kept(OTHER, "", ANY_MODE)


def folder_of(folder: Folder) -> Kept:
    """Return the state of a folder."""
    return Kept(FOLDER, "", stat.S_IMODE(folder.sign[0]))


def differences(old: Manifest, new: Manifest) -> List[Difference]:
    """Return what differs between two scans, folders before what is in them.

    Devices, pipes and sockets that come or go are no difference.
    """
    found: Dict[str, Tuple[Kept, Kept]] = {}
    if old is new:
        return []
    for rel in old.keys() | new.keys():
        before, after = old.get(rel), new.get(rel)
        if before is after:
            continue
        pair = (
            folder_of(before) if before else GONE,
            folder_of(after) if after else GONE,
        )
        _note(found, rel or ".", pair)
        for path, states in _files(rel, before, after):
            _note(found, path, states)
    return [Difference(path, *found[path]) for path in sorted(found)]


def _files(
    rel: str, before: Optional[Folder], after: Optional[Folder]
) -> Iterator[Tuple[str, Tuple[Kept, Kept]]]:
    """Yield the files of a folder that may differ, as they were and as they are."""
    was, now = before or _NO_FOLDER, after or _NO_FOLDER
    lead = f"{rel}/" if rel else ""
    for name in {**was.files, **now.files}:
        states = _file(was, name), _file(now, name)
        if states[0] != states[1]:
            yield lead + name, states


def _file(folder: Folder, name: str) -> Kept:
    """Return what was known of a file of a folder."""
    if name not in folder.files:
        return GONE
    return kept_of(folder.files[name], folder.blobs.get(name, UNKEPT))


def _note(
    found: Dict[str, Tuple[Kept, Kept]], path: str, pair: Tuple[Kept, Kept]
) -> None:
    """Add a difference; a folder in place of a file comes as two that are joined."""
    was, now = pair
    if path in found:
        was = found[path][0] if was.kind == NONE else was
        now = found[path][1] if now.kind == NONE else now
        del found[path]
    if {was.kind, now.kind} <= {NONE, OTHER} or was == now:
        return
    found[path] = (was, now)
