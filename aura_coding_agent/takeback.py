# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put undo together for the commands ``undo`` and ``redo``.

Loaded only when it is asked for, since a run needs none of it.
"""

from __future__ import annotations

from typing import Any, List, Mapping, Sequence, Tuple

from .core.config import state_folder
from .core.errors import JournalError
from .history import open_journal
from .history.journal import FileJournal
from .history.ledger import RunEntry
from .history.undo import (
    UndoReport,
    earlier_content,
    history,
    preview,
    redo,
    undo,
)
from .storage import changed_folders, kinds_of_changes, open_database

__all__ = [
    "FileJournal",
    "RunEntry",
    "UndoReport",
    "earlier_content",
    "history",
    "preview",
    "redo",
    "stored_journal",
    "turns",
    "undo",
    "undo_or_say_where",
]


def stored_journal(workspace: str, environ: Mapping[str, str]) -> FileJournal:
    """Return the journal of a workspace, for undo and redo.

    Raises:
        StorageError: the database cannot be used.
    """
    return open_journal(workspace, open_database(environ), state_folder(environ))


def undo_or_say_where(
    journal: FileJournal,
    environ: Mapping[str, str],
    *,
    paths: Sequence[str],
    **choice: Any,
) -> UndoReport:
    """Undo; when there is nothing to undo, name another folder that has something.

    Args:
        paths, choice: see :func:`~.history.undo.undo`.

    Raises:
        JournalError, StorageError: see :func:`~.history.undo.undo`.
    """
    try:
        return undo(journal, paths=paths, **choice)
    except JournalError as error:
        others = changed_folders(environ, but=journal.root)
        nothing = error.code == "nothing-to-undo" and not error.hint
        if nothing and others and not paths:
            error.hint = f"Something was changed in {others[0]}: undo -C {others[0]}"
        raise


def turns(
    journal: FileJournal, workspace: str, environ: Mapping[str, str]
) -> List[Tuple[str, str, Sequence[Tuple[str, str]], bool]]:
    """Return the turns that changed files, newest first.

    Each is its id, the title of its run, its files with what became of them
    (``changed``, ``created`` or ``deleted``), and whether it is not undone yet.

    Raises:
        StorageError: the database cannot be used.
    """
    kinds = kinds_of_changes(workspace, environ)
    return [
        (
            *(turn.id, run.title),
            [(path, kinds.get((turn.id, path), "changed")) for path in turn.paths],
            turn.live,
        )
        for run in history(journal)
        for turn in reversed(run.turns)
    ]
