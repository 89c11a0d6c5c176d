# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Offer a coding agent for the terminal, and for programs that embed one.

Importing the package does nothing; the public names are loaded on first use.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # typing's own costs more than all that `--version` does
if TYPE_CHECKING:
    from typing import Any, List

__version__ = "0.1.0"

_HOMES = {
    "Agent": ".agents.agent",
    "AuraError": ".core.errors",
    "Cancel": ".core.cancel",
    "Configuration": ".core.config",
    "Message": ".core.messages",
    "Reply": ".core.messages",
    "Settings": ".core.config",
    "Tool": ".core.interfaces",
    "ToolCall": ".core.messages",
    "ToolOutput": ".core.interfaces",
    "ToolSpec": ".core.interfaces",
    "Usage": ".core.messages",
    "build_agent": ".app",
    "event_to_json": ".core.events",
    "load_settings": ".core.config",
    "schema_from_function": ".core.signature",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(home, __name__), name)


def __dir__() -> List[str]:
    """List the public names."""
    return list(__all__)
