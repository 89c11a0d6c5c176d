# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep contents once each, found by their hash.

A blob is a file ``<folder>/<2 hex>/<38 hex>`` named after its content: one byte that
says how the rest is packed (``z`` zlib, ``r`` raw), then the rest. It is written
under a temporary name, flushed to the disk and renamed, so there is never half of one;
then its folder is flushed, so that the name is on the disk as well.
"""

from __future__ import annotations

import errno
import os
import time
from typing import Dict, Iterable, Iterator, Sequence, Set, Tuple

from ..core import deflate as zlib
from ..core import durable
from ..core.digest import blake2b
from ..core.errors import StorageError
from ..core.values import Protocol

__all__ = ["BlobStore", "Blobs", "MemoryBlobs", "blake2b", "blob_id"]

_CHUNK = 1 << 18
_LEFTOVER_SECONDS = 3600.0


class Blobs(Protocol):
    """Contents by hash."""

    def put(self, data: bytes) -> str:
        """Keep contents, return their id."""
        ...

    def get(self, id: str) -> bytes:
        """Return the contents of an id."""
        ...

    def known(self, ids: Sequence[str]) -> Set[str]:
        """Return which of many contents are kept together with others."""
        ...

    def add(self, contents: Iterable[Tuple[str, bytes]]) -> None:
        """Keep many contents, each with its id and packed."""
        ...


def blob_id(data: bytes) -> str:
    """Return the id of contents: 40 hex digits of BLAKE2b (RFC 7693, 20 bytes)."""
    return str(blake2b(data, digest_size=20).hexdigest())


class BlobStore:
    """Blobs in a folder, which is made with the first of them.

    Args:
        folder: absolute path; nothing else lives there.
    """

    def __init__(self, folder: str):
        """Take the folder; it is made with the first content."""
        self.folder = folder
        self._temporary_folder = os.path.join(folder, "tmp")

    def put(self, data: bytes) -> str:
        """Keep contents, return their id; they are on the disk when it returns.

        Raises:
            StorageError: ``disk-full`` or ``blob-unwritable``.
        """
        id = blob_id(data)
        # A look at the name alone would trust what a loss of power has cut short.
        if not self._intact(id):
            return self._write([data])[0]
        self._touch(id)
        return id

    def put_file(self, path: str) -> Tuple[str, int]:
        """Keep the contents of a file piece by piece, return their id and length.

        Raises:
            OSError: the file cannot be read.
            StorageError: ``disk-full`` or ``blob-unwritable``.
        """
        with open(path, "rb", buffering=0) as source:
            return self._write(iter(lambda: source.read(_CHUNK), b""))

    def get(self, id: str) -> bytes:
        """Return the contents of an id, proven by their hash.

        Raises:
            StorageError: ``blob-missing``, ``blob-corrupt`` or ``blob-unreadable``.
        """
        path = self._path(id)
        try:
            with open(path, "rb") as stored:
                packed = stored.read()
        except FileNotFoundError as error:
            raise lost(id, "blob-missing", "is not there") from error
        except OSError as error:
            raise lost(id, "blob-unreadable", f"{error.strerror}") from error
        try:
            data = zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]
        except zlib.error as error:
            raise lost(id, "blob-corrupt", "is damaged") from error
        if blob_id(data) != id:
            raise lost(id, "blob-corrupt", "is damaged")
        return data

    def size(self) -> int:
        """Return how many bytes the blobs take."""
        return sum(entry.stat().st_size for entry in files_below(self.folder))

    def known(self, ids: Sequence[str]) -> Set[str]:
        """Return nothing: here every content is kept by itself."""
        return set()

    def add(self, contents: Iterable[Tuple[str, bytes]]) -> None:
        """Keep many contents, each with its id and packed."""
        for id, packed in contents:
            data = zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]
            self.put(data)

    def sweep(self) -> None:
        """Remove temporary files that processes left behind an hour ago or earlier."""
        too_old = time.time() - _LEFTOVER_SECONDS
        for entry in files_below(self._temporary_folder):
            if entry.stat().st_mtime < too_old:
                os.unlink(entry.path)

    def _path(self, id: str) -> str:
        """Return where a content is kept."""
        return os.path.join(self.folder, id[:2], id[2:])

    def _touch(self, id: str) -> None:
        """Note that a content is wanted, for whoever removes old ones."""
        try:
            os.utime(self._path(id))
        except OSError:
            pass  # it is kept elsewhere, or is not ours

    def _intact(self, id: str) -> bool:
        """Return whether a content is there and unharmed."""
        try:
            self.get(id)
        except StorageError:
            return False
        return True

    def _write(self, chunks: Iterable[bytes]) -> Tuple[str, int]:
        """Write a content beside the others, then move it to its name."""
        name = f"{os.getpid()}-{os.urandom(6).hex()}"
        temporary = os.path.join(self._temporary_folder, name)
        try:
            durable.make_folder(self._temporary_folder)
            try:
                id, length = _write_packed(temporary, chunks)
                path = self._path(id)
                durable.make_folder(os.path.dirname(path))
                os.replace(temporary, path)
                durable.flush_folder(os.path.dirname(path))
            except BaseException:
                _unlink_if_there(temporary)
                raise
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return id, length


class MemoryBlobs:
    """Blobs that end with the process."""

    def __init__(self) -> None:
        """Begin with no content."""
        self._packed: Dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep contents, return their id."""
        id = blob_id(data)
        if id not in self._packed:
            packed = b"z" + zlib.compress(data, 1)
            self._packed[id] = packed if len(packed) <= len(data) else b"r" + data
        return id

    def get(self, id: str) -> bytes:
        """Return the contents of an id.

        Raises:
            StorageError: ``blob-missing``.
        """
        if id not in self._packed:
            raise lost(id, "blob-missing", "is not there")
        packed = self._packed[id]
        return zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]

    def known(self, ids: Sequence[str]) -> Set[str]:
        """Return which of some contents are kept."""
        return {id for id in ids if id in self._packed}

    def add(self, contents: Iterable[Tuple[str, bytes]]) -> None:
        """Keep packed contents."""
        self._packed.update(contents)


def _write_packed(path: str, chunks: Iterable[bytes]) -> Tuple[str, int]:
    """Write chunks, packed when that pays, to a new file; return id and length."""
    digest, length = blake2b(digest_size=20), 0
    packer = None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o600), "wb") as target:
        for chunk in chunks:
            if not length:
                packer = zlib.compressobj(1) if _packs_well(chunk) else None
                target.write(b"z" if packer else b"r")
            digest.update(chunk)
            length += len(chunk)
            target.write(packer.compress(chunk) if packer else chunk)
        if packer:
            target.write(packer.flush())
        target.flush()
        durable.flush(target.fileno())
    return digest.hexdigest(), length


def _packs_well(chunk: bytes) -> bool:
    """Return whether compressing saves a tenth, judged by the beginning."""
    sample = chunk[:65536]
    return len(sample) > 64 and len(zlib.compress(sample, 1)) < 0.9 * len(sample)


def files_below(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder and its folders; of a missing one, none."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path)
        else:
            yield entry


def _unlink_if_there(path: str) -> None:
    """Remove a file as far as possible."""
    try:
        os.unlink(path)
    except OSError:
        pass  # it was never made, or is swept later


def lost(id: str, code: str, what: str) -> StorageError:
    """Return the error for a content that cannot be had."""
    return StorageError(
        code,
        f"The kept content {id} {what}.",
        hint="What other files held can still be restored, one path at a time.",
        id=id,
    )


def unwritable(folder: str, error: OSError) -> StorageError:
    """Return the error for a store that does not take a content."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        code, what, hint = "disk-full", "the disk is full", "Free some space."
    else:
        code, what = "blob-unwritable", str(error.strerror)
        hint = "Make the folder writable, or choose another state folder."
    return StorageError(
        code,
        f"Earlier content cannot be kept in {folder}: {what}.",
        hint=hint,
        path=folder,
    )
