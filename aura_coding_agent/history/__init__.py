# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know what was done to the user's files, and how to take it back."""

from __future__ import annotations

import os
from typing import List, Optional

from ..core.database import CORRUPT, HAS_SQLITE, MEMORY, Database
from ..core.errors import AuraError, StorageError
from .blobs import MemoryBlobs, blob_id, files_below
from .capture import CommandCapture
from .expiry import StoreLimits
from .journal import FileJournal
from .lock import LOCK_SECONDS, WorkspaceLock
from .packs import PackStore
from .scan import Rule
from .transient import Uncovered

_IN_MEMORY = 32 << 20  # bytes of files that are kept without a state folder


def open_journal(
    root: str,
    database: Optional[Database],
    folder: str,
    *,
    patience: float = LOCK_SECONDS,
    rule: Rule = Rule(),
    limits: StoreLimits = StoreLimits(),
    go_on: bool = False,
) -> FileJournal:
    """Return the journal of a workspace, with what a kill had cut off settled.

    Args:
        root: the workspace.
        database: where changes are recorded; None or one that cannot be written gives
            a journal that works, but keeps what undo needs only until the process
            ends (``keeps_history`` is false).
        folder: for the contents of files and for locks.
        patience: seconds to wait for other processes that change files here.
        rule: what of the workspace is captured around commands.
        limits: of the store of contents.
        go_on: where the database is found damaged, now or later, go on as without one.

    Raises:
        StorageError: the database cannot be used.
    """
    real = os.path.realpath(root)
    if not HAS_SQLITE:
        journal = FileJournal(real, None, MemoryBlobs(), lock=WorkspaceLock(""))
        journal.capture = Uncovered(real)
        return journal
    few = rule._replace(total_limit=min(rule.total_limit, _IN_MEMORY))
    if database is None or database.readonly or database.in_memory:
        memory = database if database and database.in_memory else Database(MEMORY)
        journal = FileJournal(real, memory, MemoryBlobs(), lock=WorkspaceLock(""))
        journal.capture = CommandCapture(journal, memory, "", rule=few, limits=limits)
        return journal
    locks = os.path.join(folder, "locks")
    lock_path = os.path.join(locks, blob_id(os.fsencode(real)))
    blobs = PackStore(os.path.join(folder, "blobs"), database)
    journal = FileJournal(
        real, database, blobs, lock=WorkspaceLock(lock_path, timeout=patience)
    )
    capture = CommandCapture(journal, database, locks, rule=rule, limits=limits)
    journal.capture = capture

    def spare() -> None:
        """Go on in memory."""
        memory = Database(MEMORY)
        journal.move_to(memory, MemoryBlobs())
        capture.move_to(memory, few)

    journal.spare = spare if go_on else None
    if database.away is None:  # else the first change settles what was cut off
        try:
            _settle(journal, capture, blobs)
        except StorageError as error:
            if not journal.goes_on(error):
                raise
    return journal


def _settle(journal: FileJournal, capture: CommandCapture, blobs: PackStore) -> None:
    """Bring to an end what a kill has cut off, as far as that is possible now.

    Raises:
        StorageError: the database cannot be used.
    """
    if journal.ledger.open_batches():
        try:
            journal.recover()
        except AuraError as error:
            _raise_damage(error)  # else another process is at work, or the disk is
            # full: the next change settles what is left, or says why it cannot
        blobs.sweep()
    try:
        capture.settle()
    except AuraError as error:
        _raise_damage(error)  # as above; the next command, undo or start settles it


def _raise_damage(error: AuraError) -> None:
    """Raise an error that does not pass."""
    if error.code == CORRUPT:
        raise error


def describe(rule: Rule, limits: StoreLimits, folder: str) -> List[str]:
    """Return for people what undo of commands covers, and how large its store is.

    Args:
        folder: the state folder.
    """
    used = sum(
        entry.stat().st_size
        for name in ("packs", "blobs")
        for entry in files_below(os.path.join(folder, name))
    )
    return [
        f"files up to {rule.file_limit >> 20} MiB, {rule.total_limit >> 20} MiB in all,"
        f" up to {rule.files} files",
        f"not covered: .git; folders like node_modules above {rule.folder_files} files",
        f"store: {used >> 20} of {limits.size >> 20} MiB, {limits.days:g} days,"
        f" {limits.keep_free >> 20} MiB of the disk are left free",
    ]
