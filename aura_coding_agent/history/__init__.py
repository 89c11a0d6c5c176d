# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know what was done to the user's files, and how to take it back."""

from __future__ import annotations

import os
from typing import Optional

from ..core.database import MEMORY, Database
from ..core.errors import JournalError
from .blobs import BlobStore, MemoryBlobs, blob_id
from .journal import FileJournal
from .lock import LOCK_SECONDS, WorkspaceLock


def open_journal(
    root: str,
    database: Optional[Database],
    folder: str,
    *,
    patience: float = LOCK_SECONDS,
) -> FileJournal:
    """Return the journal of a workspace, with what a kill had cut off settled.

    Args:
        root: the workspace.
        database: where changes are recorded; None or one that cannot be written gives
            a journal that works, but keeps what undo needs only until the process
            ends (``keeps_history`` is false).
        folder: for the contents of files and for locks.
        patience: seconds to wait for other processes that change files here.

    Raises:
        StorageError: the database cannot be used.
    """
    if database is None or database.readonly or database.in_memory:
        memory = database if database and database.in_memory else Database(MEMORY)
        return FileJournal(root, memory, MemoryBlobs(), lock=WorkspaceLock(""))
    real = os.path.realpath(root)
    lock_path = os.path.join(folder, "locks", blob_id(os.fsencode(real)))
    blobs = BlobStore(os.path.join(folder, "blobs"))
    journal = FileJournal(
        real, database, blobs, lock=WorkspaceLock(lock_path, timeout=patience)
    )
    if journal.ledger.open_batches():
        try:
            journal.recover()
        except JournalError:
            pass  # another process is at work; the next change settles what is left
        blobs.sweep()
    return journal
