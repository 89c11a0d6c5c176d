# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep many contents in few files: packs that only grow, and an index of them.

A capture of ten thousand files must not make ten thousand files. A pack is a row of
packed contents, each as in :mod:`.blobs`; where they stand is in the database. A pack
is flushed before the index names what is new in it, so what a kill or a loss of power
cuts off at its end is in no index, and nobody ever reads it. A process writes to a pack
that no other process writes to.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from contextlib import contextmanager
from typing import (
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..core import deflate as zlib
from ..core import durable
from ..core.database import Database
from ..core.errors import JournalError
from ..core.values import NamedTuple
from .blobs import BlobStore, blake2b, blob_id, files_below, lost, unwritable
from .lock import WorkspaceLock

PACK_BYTES = 64 << 20
TOUCH_SECONDS = 600.0  # an id that is asked for is noted again after this time
_CHUNK = 1 << 20
_SAMPLE = 4096


class Packed(NamedTuple):
    """A content ready to be stored; ``data`` begins with ``z`` or ``r``."""

    id: str
    data: bytes


class PackStore(BlobStore):
    """A blob store whose many small contents lie in packs.

    Args:
        folder: of single blobs; packs lie in the folder ``packs`` beside it.
        database: has the table ``packed``.
    """

    def __init__(self, folder: str, database: Database):
        """Take the folder and the database of the index."""
        super().__init__(folder)
        self.pack_folder: str = os.path.join(os.path.dirname(folder), "packs")
        self._database = database
        self._adding = threading.Lock()

    def known(self, ids: Sequence[str]) -> Set[str]:
        """Return which of some contents are kept, and note that they are wanted."""
        found: Dict[str, float] = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ",".join("?" * len(part))
            # Names of ours; values are bound.
            sql = f"SELECT id, at FROM packed WHERE id IN ({marks})"  # nosec B608
            rows = self._database.query(sql, [bytes.fromhex(id) for id in part])
            found.update((row[0].hex(), row[1]) for row in rows)
        now = time.time()
        old = [id for id, at in found.items() if at < now - TOUCH_SECONDS]
        if old:
            with self._database.transaction() as connection:
                connection.executemany(
                    "UPDATE packed SET at = ? WHERE id = ?",
                    [(now, bytes.fromhex(id)) for id in old],
                )
        return set(found)

    def add(
        self, contents: Iterable[Tuple[str, bytes]], at: Optional[float] = None
    ) -> None:
        """Keep contents; after a kill of the process they are there.

        The next durable transaction makes them outlive a loss of power as well.

        Args:
            at: when they were last wanted; now unless given.

        Raises:
            StorageError: ``disk-full``, ``blob-unwritable`` or of the database.
        """
        fresh = list(dict(contents).items())
        if not fresh:
            return
        with self._adding, self._claimed() as number:
            rows = self._append(number, fresh, at or time.time())
            with self._database.transaction() as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO packed VALUES (?, ?, ?, ?, ?)", rows
                )

    def put(self, data: bytes) -> str:
        """Keep one content, return its id; it is on the disk when this returns.

        Raises:
            StorageError: ``disk-full`` or ``blob-unwritable``.
        """
        self.known([blob_id(data)])  # whoever expires contents leaves it alone now
        return super().put(data)

    def get(self, id: str) -> bytes:
        """Return the contents of an id, proven by their hash.

        Raises:
            StorageError: ``blob-missing``, ``blob-corrupt`` or ``blob-unreadable``.
        """
        packed = self.stored(id)
        if not packed:
            return super().get(id)
        data = unpack(packed)
        if data is None or blob_id(data) != id:
            raise lost(id, "blob-corrupt", "is damaged")
        return data

    def stored(self, id: str) -> bytes:
        """Return a packed content as it stands in its pack; empty when in none.

        Raises:
            StorageError: ``blob-unreadable``.
        """
        for last in (False, True):
            rows = self._database.query(
                "SELECT pack, start, length FROM packed WHERE id = ?",
                (bytes.fromhex(id),),
            )
            if not rows:
                return b""
            number, start, length = rows[0]
            try:
                with open(self.pack_path(number), "rb") as pack:
                    pack.seek(start)
                    return pack.read(length)
            except OSError as error:
                # Another process may just have written the pack anew.
                if last or not isinstance(error, FileNotFoundError):
                    raise lost(id, "blob-unreadable", f"{error.strerror}") from error
        raise AssertionError("unreachable")

    def size(self) -> int:
        """Return how many bytes contents take, single ones and packs."""
        return super().size() + sum(self.pack_sizes().values())

    def remove_single(self, wanted: Set[bytes], before: float) -> None:
        """Remove single contents that nobody wants and that are old."""
        for entry in files_below(self.folder):
            name = os.path.basename(os.path.dirname(entry.path)) + entry.name
            if len(name) != 40 or bytes.fromhex(name) in wanted:
                continue
            if entry.stat().st_mtime < before:
                os.unlink(entry.path)

    def pack_sizes(self) -> Dict[int, int]:
        """Return the bytes of each pack."""
        sizes: Dict[int, int] = {}
        try:
            with os.scandir(self.pack_folder) as listing:
                for entry in listing:
                    stem, _, kind = entry.name.partition(".")
                    if kind == "pack" and stem.isdigit():
                        sizes[int(stem)] = entry.stat().st_size
        except FileNotFoundError:
            pass
        return sizes

    def pack_path(self, number: int) -> str:
        """Return the file of a pack."""
        return os.path.join(self.pack_folder, f"{number}.pack")

    def pack_lock(self, number: int) -> WorkspaceLock:
        """Return the lock of whoever writes to a pack or removes it."""
        return WorkspaceLock(
            os.path.join(self.pack_folder, f"{number}.lock"), timeout=0
        )

    @contextmanager
    def _claimed(self) -> Iterator[int]:
        """Hold a pack that has room and that no other process writes to."""
        sizes = self.pack_sizes()
        for number in itertools.count(1):
            if sizes.get(number, 0) >= PACK_BYTES:
                continue
            try:
                lock = self.pack_lock(number)
                lock.__enter__()
            except JournalError:
                continue  # another process writes there
            try:
                yield number
            finally:
                lock.__exit__(None, None, None)
            return

    def _append(
        self, number: int, contents: Sequence[Tuple[str, bytes]], at: float
    ) -> List[Tuple[object, ...]]:
        """Append contents to a pack; return the rows for the index."""
        rows: List[Tuple[object, ...]] = []
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            with open(os.open(self.pack_path(number), flags, 0o600), "ab") as pack:
                first = start = pack.seek(0, os.SEEK_END)
                for id, data in contents:
                    pack.write(data)
                    rows.append((bytes.fromhex(id), number, start, len(data), at))
                    start += len(data)
                pack.flush()
                durable.flush(pack.fileno())
            if not first:
                durable.flush_folder(self.pack_folder)
        except OSError as error:
            raise unwritable(self.pack_folder, error) from error
        return rows


def pack(data: bytes) -> bytes:
    """Return contents as they are stored, compressed where that pays."""
    if len(data) > 64 and _pays(data):
        return b"z" + zlib.compress(data, 1)
    return b"r" + data


def unpack(stored: bytes) -> Optional[bytes]:
    """Return the contents; None when they are damaged."""
    try:
        return zlib.decompress(stored[1:]) if stored[:1] == b"z" else stored[1:]
    except zlib.error:
        return None


def pack_file(descriptor: int) -> Packed:
    """Read, hash and pack an open file, piece by piece.

    Raises:
        OSError: it cannot be read.
    """
    data = os.read(descriptor, _CHUNK)
    if len(data) < _CHUNK:
        return Packed(blob_id(data), pack(data))
    digest = blake2b(data, digest_size=20)
    packer = zlib.compressobj(1) if _pays(data) else None
    pieces = [b"z", packer.compress(data)] if packer else [b"r", data]
    while True:
        data = os.read(descriptor, _CHUNK)
        if not data:
            break
        digest.update(data)
        pieces.append(packer.compress(data) if packer else data)
    if packer:
        pieces.append(packer.flush())
    return Packed(digest.hexdigest(), b"".join(pieces))


def _pays(data: bytes) -> bool:
    """Return whether compressing saves a tenth, judged by the beginning."""
    sample = data[:_SAMPLE]
    return len(zlib.compress(sample, 1)) < 0.9 * len(sample)
