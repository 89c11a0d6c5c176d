# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what went wrong: a stable code, a message, a hint, and the facts.

Every error that can reach a user or a model is an :class:`AuraError`. Its code is
a short lower-case name such as ``config-unknown-key``; it never changes meaning,
and every code has an entry in ``docs/errors.rst``.
"""

from __future__ import annotations

from typing import Any, Dict, Optional


class AuraError(Exception):
    """An expected failure that is shown without a traceback.

    Args:
        code: stable name of the kind of failure, lower case with hyphens.
        message: what happened, to what.
        hint: what to do next; may be empty.
        facts: the particulars (path, line, status...), JSON-ready.
    """

    def __init__(self, code: str, message: str, *, hint: str = "", **facts: Any):
        """Take the code, the message, the hint and the facts."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.facts: Dict[str, Any] = facts

    def __str__(self) -> str:
        """Return message and hint as one text."""
        return f"{self.message} {self.hint}".rstrip()

    def to_json(self) -> Dict[str, Any]:
        """Return the error as a JSON-ready mapping."""
        shown: Dict[str, Any] = {"code": self.code, "message": self.message}
        if self.hint:
            shown["hint"] = self.hint
        if self.facts:
            shown["facts"] = self.facts
        return shown


class UsageError(AuraError):
    """The command line or a call of the library does not make sense."""


class ConfigError(AuraError):
    """A settings file, variable or option has an unknown name or a bad value."""


class WorkspaceError(AuraError):
    """A path is outside the workspace, missing, or not what was expected there."""


class ToolError(AuraError):
    """A tool call cannot be carried out; the text goes to the model."""


class ProcessError(AuraError):
    """A command could not be started."""


class JournalError(AuraError):
    """A change to the user's files was refused or could not be completed."""


class StorageError(AuraError):
    """The database or the content store cannot be used."""


class ProviderError(AuraError):
    """A model could not be reached, or its answer could not be understood.

    Args:
        retryable: whether the same request may succeed a little later.
        retry_after: seconds the server asked to wait, when it said so.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        retryable: bool = False,
        retry_after: Optional[float] = None,
        **facts: Any,
    ):
        """Take the same, and whether and when to try again."""
        super().__init__(code, message, hint=hint, **facts)
        self.retryable = retryable
        self.retry_after = retry_after


class CancelledError(AuraError):
    """The user or the program asked to stop."""

    def __init__(self, message: str = "Cancelled."):
        """Take the sentence for the user."""
        super().__init__("cancelled", message)
