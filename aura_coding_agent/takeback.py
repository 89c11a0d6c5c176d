# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put undo together for the commands ``undo`` and ``redo``.

Loaded only when it is asked for, since a run needs none of it.
"""

from __future__ import annotations

from typing import Mapping

from .core.config import state_folder
from .core.database import Database
from .history import open_journal
from .history.journal import FileJournal
from .history.ledger import RunEntry
from .history.undo import UndoReport, history, preview, redo, undo
from .storage import database_file

__all__ = [
    "FileJournal",
    "RunEntry",
    "UndoReport",
    "history",
    "preview",
    "redo",
    "stored_journal",
    "undo",
]


def stored_journal(workspace: str, environ: Mapping[str, str]) -> FileJournal:
    """Return the journal of a workspace, for undo and redo.

    Raises:
        StorageError: the database cannot be used.
    """
    database = Database(database_file(environ))
    return open_journal(workspace, database, state_folder(environ))
