# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say why a release cannot go on: a stable code, a message, and the next step."""

from __future__ import annotations

FAILED = 1
USAGE = 2
UNCONFIRMED = 3
INTERRUPTED = 130


class ReleaseError(Exception):
    """An expected failure that is shown without a traceback.

    Args:
        code: stable name of the kind of failure; docs/releasing.rst explains each.
        message: what happened, to what.
        hint: what to do next.
        status: the exit code of the process.
    """

    def __init__(self, code: str, message: str, hint: str, *, status: int = FAILED):
        """Take the code, the message and what to do next."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status

    def __str__(self) -> str:
        """Return all of it as one text."""
        return f"{self.code}: {self.message}\n  next: {self.hint}"
