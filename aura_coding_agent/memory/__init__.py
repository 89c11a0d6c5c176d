# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Remember what is known about the work."""

from __future__ import annotations

from typing import Optional, Union

from ..core.database import Database
from .running import Running
from .sessions import MemorySessions, SqliteSessions

__all__ = ["MemorySessions", "Running", "SqliteSessions", "open_sessions"]


def open_sessions(
    database: Optional[Database],
) -> Union[SqliteSessions, MemorySessions]:
    """Return the sessions of a database, or without one some that end with the process.

    Raises:
        StorageError: the tables cannot be used, see ``Database.migrate``.
    """
    return MemorySessions() if database is None else SqliteSessions(database)
