# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the content store on real folders."""

from __future__ import annotations

import os
import pathlib
import stat
import subprocess
import sys
from typing import Union

import pytest

from aura_coding_agent.core.errors import StorageError
from aura_coding_agent.history.blobs import BlobStore, MemoryBlobs, blob_id

CONTENTS = [
    b"",
    b"x",
    b"\0\r\n\xff" * 7,
    b"the same line again\n" * 5000,
    os.urandom(300_000),
]


@pytest.fixture(name="store")
def _store(tmp_path: pathlib.Path) -> BlobStore:
    return BlobStore(str(tmp_path / "blobs"))


def _path(store: BlobStore, id: str) -> pathlib.Path:
    return pathlib.Path(store.folder, id[:2], id[2:])


@pytest.mark.parametrize("kind", ["stored", "memory"])
@pytest.mark.parametrize("data", CONTENTS, ids=len)
def test_contents_come_back(store: BlobStore, kind: str, data: bytes) -> None:
    """What was put is got again by an id that depends on the content alone."""
    blobs: Union[BlobStore, MemoryBlobs] = store if kind == "stored" else MemoryBlobs()
    id = blobs.put(data)
    assert 40 == len(id)
    assert id == blob_id(data) == blobs.put(data)
    assert data == blobs.get(id)


@pytest.mark.parametrize("data", CONTENTS, ids=len)
def test_files_are_put_piece_by_piece(
    store: BlobStore, tmp_path: pathlib.Path, data: bytes
) -> None:
    """A file gets the id that its content has anyway."""
    (tmp_path / "file").write_bytes(data)
    assert (blob_id(data), len(data)) == store.put_file(str(tmp_path / "file"))
    assert data == store.get(blob_id(data))


def test_equal_contents_are_kept_once_and_packed(store: BlobStore) -> None:
    """Text is compressed, random bytes are not, and nothing is kept twice."""
    assert 0 == store.size()
    for _ in range(2):
        store.put(CONTENTS[3])
        assert 0 < store.size() < len(CONTENTS[3]) / 20
    before = store.size()
    store.put(CONTENTS[4])
    assert len(CONTENTS[4]) + 1 == store.size() - before


def test_blobs_are_private(store: BlobStore) -> None:
    """Nobody but the owner can read what a file once held."""
    path = _path(store, store.put(b"secret"))
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    assert [] == os.listdir(os.path.join(store.folder, "tmp"))


@pytest.mark.parametrize("damage", [b"", b"z", b"rwrong", b"zwrong", b"r"])
def test_damaged_blob_is_found_and_mended(store: BlobStore, damage: bytes) -> None:
    """A damaged blob is never handed out; putting the content again mends it."""
    id = store.put(b"content")
    _path(store, id).write_bytes(damage)
    with pytest.raises(StorageError) as caught:
        store.get(id)
    assert "blob-corrupt" == caught.value.code
    assert id == store.put(b"content")
    assert b"content" == store.get(id)


@pytest.mark.parametrize("kind", ["stored", "memory"])
def test_missing_blob(store: BlobStore, kind: str) -> None:
    """Content that was never put is not there."""
    blobs: Union[BlobStore, MemoryBlobs] = store if kind == "stored" else MemoryBlobs()
    with pytest.raises(StorageError) as caught:
        blobs.get(blob_id(b"never"))
    assert "blob-missing" == caught.value.code


def test_unreadable_blob(store: BlobStore) -> None:
    """A blob that the system does not let us read is named."""
    id = store.put(b"content")
    _path(store, id).unlink()
    _path(store, id).mkdir()
    with pytest.raises(StorageError) as caught:
        store.get(id)
    assert "blob-unreadable" == caught.value.code


def test_store_that_cannot_be_written(tmp_path: pathlib.Path) -> None:
    """Where no folder can be made, the error says so."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError) as caught:
        BlobStore(str(tmp_path / "file" / "blobs")).put(b"content")
    assert "blob-unwritable" == caught.value.code


def test_full_disk(tmp_path: pathlib.Path) -> None:
    """When the disk is full, nothing half is left, and what was kept stays."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(place)]
    if not sys.platform.startswith("linux") or subprocess.call(mount, stderr=-3):
        pytest.skip("mounting a small disk takes a Linux superuser")
    try:
        store = BlobStore(str(place))
        id = store.put(b"kept")
        with pytest.raises(StorageError) as caught:
            store.put(CONTENTS[4])
        assert "disk-full" == caught.value.code
        assert (b"kept", 5) == (store.get(id), store.size())
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_old_leftovers_are_swept(store: BlobStore) -> None:
    """Temporary files of killed processes go after an hour, not before."""
    id = store.put(b"content")
    folder = pathlib.Path(store.folder, "tmp")
    for name in ("old", "new"):
        (folder / name).write_bytes(b"half")
    os.utime(folder / "old", (0, 0))
    store.sweep()
    assert ["new"] == os.listdir(folder)
    assert b"content" == store.get(id)
