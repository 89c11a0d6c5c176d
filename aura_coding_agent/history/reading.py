# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read what a scan named, and keep it: hashed, compressed, each content once."""

from __future__ import annotations

import os
import stat
import threading
from typing import Dict, Iterator, List, Sequence, Tuple

from ..core.folders import Folders, Place
from ..core.values import NamedTuple
from .blobs import Blobs, blob_id
from .ledger import UNKEPT
from .packs import Packed, pack, pack_file
from .scan import Folder, Manifest, Rule, Scan, Sign, sign_of

_THREADS = 2  # hashing and compressing let other threads run
_ALONE = 32  # files; fewer are not worth a thread
_BATCH = 256  # files
_BATCH_BYTES = 16 << 20

Dirty = Tuple[str, str, Sign]

TOO_LARGE = "it is larger than what is kept of one file"
TOO_MUCH = "the files together are larger than what is kept"


class Read(NamedTuple):
    """What became of one file: its id, or ``?`` and a reason; its status when read."""

    rel: str
    name: str
    blob: str
    sign: Sign


def read_contents(root: str, found: Scan, rule: Rule, packs: Blobs) -> Manifest:
    """Return the folders of a scan with the contents of all files kept.

    Raises:
        StorageError: contents cannot be kept.
    """
    if not found.dirty:
        return found.folders
    work, read = _choose(found, rule)
    if len(work) <= _ALONE:
        read += _read_some(root, work, packs)
    else:
        read += _read_many(root, work, packs)
    folders = dict(found.folders)
    touched: Dict[str, Folder] = {}
    for rel, name, blob, sign in read:
        folder = touched.get(rel)
        if folder is None:
            old = folders[rel]
            folder = old._replace(files=dict(old.files), blobs=dict(old.blobs))
            touched[rel] = folders[rel] = folder
        folder.blobs[name] = blob
        folder.files[name] = sign
    return folders


def bytes_to_read(found: Scan, rule: Rule) -> int:
    """Return how much a scan has to read at most."""
    sizes = (sign[1] for _, _, sign in found.dirty)
    return min(sum(s for s in sizes if s <= rule.file_limit), rule.total_limit)


def _choose(found: Scan, rule: Rule) -> Tuple[List[Dirty], List[Read]]:
    """Return what is read, and what is too large to be kept."""
    left_out: List[Read] = []
    work = []
    for rel, name, sign in found.dirty:
        if stat.S_ISREG(sign[0]) and sign[1] > rule.file_limit:
            left_out.append(Read(rel, name, f"{UNKEPT}{TOO_LARGE}", sign))
        else:
            work.append((rel, name, sign))
    everything = (sign[1] for f in found.folders.values() for sign in f.files.values())
    if sum(everything) > rule.total_limit:
        room = rule.total_limit - _kept_bytes(found.folders)
        work.sort(key=lambda each: each[2][1])
        wanted = sum(sign[1] for _, _, sign in work)
        while work and wanted > room:
            rel, name, sign = work.pop()
            wanted -= sign[1]
            left_out.append(Read(rel, name, f"{UNKEPT}{TOO_MUCH}", sign))
    return work, left_out


def _kept_bytes(folders: Manifest) -> int:
    """Return how many bytes of a state are kept."""
    total = 0
    for folder in folders.values():
        for name, blob in folder.blobs.items():
            if blob and not blob.startswith(UNKEPT):
                total += folder.files[name][1]
    return total


def _read_many(root: str, work: Sequence[Dirty], packs: Blobs) -> List[Read]:
    """Read many files in two threads."""
    done: List[Read] = []
    failures: List[BaseException] = []
    batches = _batches(work)
    guard = threading.Lock()

    def labour() -> None:
        """Read batch after batch until none is left or one failed."""
        while not failures:
            with guard:
                batch = next(batches, None)
            if batch is None:
                return
            try:
                read = _read_some(root, batch, packs)
            except BaseException as error:
                failures.append(error)
                return
            with guard:
                done.extend(read)

    threads = [threading.Thread(target=labour, daemon=True) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return done


def _batches(work: Sequence[Dirty]) -> Iterator[List[Dirty]]:
    """Yield the work in pieces that fit into memory."""
    batch: List[Dirty] = []
    size = 0
    for each in work:
        batch.append(each)
        size += each[2][1]
        if len(batch) == _BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_some(root: str, work: Sequence[Dirty], packs: Blobs) -> List[Read]:
    """Read a few files and keep their contents in one go."""
    read: List[Read] = []
    fresh: List[Packed] = []
    lead = os.path.join(root, "")
    with Folders(root) as folders:
        for rel, name, sign in work:
            path = f"{lead}{rel}/{name}" if rel else f"{lead}{name}"
            try:
                packed, now = _read_one(folders.place(path), sign)
                fresh.append(packed)
                read.append(Read(rel, name, packed.id, now))
            except OSError as error:
                reason = f"{UNKEPT}it cannot be read ({error.strerror})"
                read.append(Read(rel, name, reason, sign[:3] + (-1,) + sign[4:]))
    known = packs.known([each.id for each in fresh])
    packs.add([each for each in fresh if each.id not in known])
    return read


def _read_one(place: Place, sign: Sign) -> Tuple[Packed, Sign]:
    """Read one file; return its content packed, and its status now."""
    if stat.S_ISLNK(sign[0]):
        data = os.fsencode(place.target())
        return Packed(blob_id(data), pack(data)), sign
    descriptor = place.open()
    try:
        packed = pack_file(descriptor)
        now = sign_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)
    if now == sign:
        return packed, sign
    # Marked as fresh, or written while we read: it is read again the next time.
    return packed, now[:3] + (-1,) + now[4:]
