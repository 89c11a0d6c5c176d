# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Open what outlives the process: the database and the sessions in it."""

from __future__ import annotations

import os
import sys
from typing import List, Mapping, Optional, Tuple

from .core.config import Settings, state_folder
from .core.database import Database
from .core.errors import StorageError
from .core.events import Notice
from .core.interfaces import SessionInfo, Sessions
from .core.values import NamedTuple
from .history import describe
from .history.expiry import StoreLimits
from .history.scan import Rule
from .memory import open_sessions


def database_file(environ: Mapping[str, str]) -> str:
    """Return the path of the database."""
    return os.path.join(state_folder(environ), "aura.db")


class Storage(NamedTuple):
    """What outlives the process.

    Attributes:
        database: None when no file can be used.
        sessions: kept in the database, else in memory.
        trouble: what the user must be told of it.
    """

    folder: str
    database: Optional[Database]
    sessions: Sessions
    trouble: Tuple[Notice, ...]


def open_storage(environ: Mapping[str, str]) -> Storage:
    """Open the database of the state folder; without one, keep sessions in memory."""
    folder = state_folder(environ)
    trouble: Tuple[Notice, ...] = ()
    database: Optional[Database] = None
    try:
        database = Database(database_file(environ))
        if database.readonly:
            raise StorageError("database-readonly", f"{database.path} is read-only.")
        sessions = open_sessions(database)
    except StorageError as error:
        trouble = (Notice(error.code, f"Nothing is kept of this session: {error}"),)
        database = None
        sessions = open_sessions(None)
    return Storage(folder, database, sessions, trouble)


def kept_database(environ: Mapping[str, str]) -> Database:
    """Return the database, for a change that must be possible to undo later.

    Raises:
        StorageError: nothing can be kept.
    """
    database = Database(database_file(environ))
    if database.readonly:
        raise StorageError(
            "database-readonly",
            f"{database.path} is read-only, so nothing could be undone later.",
            hint="Make it writable, or set AURA_HOME to another folder.",
        )
    return database


def find_session(sessions: Sessions, name: str, workspace: str) -> SessionInfo:
    """Return a session by its id or the start of it, or the latest of a workspace.

    Raises:
        StorageError: ``session-unknown`` or ``session-ambiguous``.
    """
    if name != "latest":
        return sessions.info(name)
    own = sessions.listing(os.path.realpath(workspace))
    if not own:
        raise StorageError(
            "session-unknown",
            f"There is no session of {workspace} yet.",
            hint="`sessions list --all` shows those of every folder.",
        )
    return own[0]


def stored_sessions(environ: Mapping[str, str]) -> Sessions:
    """Return the stored sessions, to look at them.

    Raises:
        StorageError: the database cannot be used.
    """
    return open_sessions(Database(database_file(environ)))


def capture_rule(settings: Settings) -> Rule:
    """Return what is captured around commands."""
    return Rule(
        file_limit=settings.capture_file_limit << 20 or sys.maxsize,
        total_limit=settings.capture_total_limit << 20 or sys.maxsize,
        files=settings.capture_files or sys.maxsize,
        folder_files=settings.capture_folder_files or sys.maxsize,
    )


def store_limits(settings: Settings) -> StoreLimits:
    """Return how large and how old the store of contents may become."""
    return StoreLimits(
        size=settings.store_limit << 20 or sys.maxsize,
        days=settings.store_days or 36_500,
        keep_free=settings.store_keep_free << 20,
    )


def coverage_of_undo(settings: Settings, environ: Mapping[str, str]) -> List[str]:
    """Return, one fact a line, what undo of commands covers and what it stores."""
    rule, limits = capture_rule(settings), store_limits(settings)
    return describe(rule, limits, state_folder(environ))
