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

    from .agents.agent import Agent as Agent
    from .app import build_agent as build_agent
    from .core.cancel import Cancel as Cancel
    from .core.config import Configuration as Configuration
    from .core.config import Settings as Settings
    from .core.config import load_settings as load_settings
    from .core.errors import AuraError as AuraError
    from .core.events import RunFinished as RunFinished
    from .core.events import TextDelta as TextDelta
    from .core.events import event_to_json as event_to_json
    from .core.interfaces import Decision as Decision
    from .core.interfaces import ModelRequest as ModelRequest
    from .core.interfaces import PermissionRequest as PermissionRequest
    from .core.interfaces import Provider as Provider
    from .core.interfaces import Tool as Tool
    from .core.interfaces import ToolContext as ToolContext
    from .core.interfaces import ToolOutput as ToolOutput
    from .core.interfaces import ToolSpec as ToolSpec
    from .core.messages import Message as Message
    from .core.messages import Reply as Reply
    from .core.messages import Text as Text
    from .core.messages import ToolCall as ToolCall
    from .core.messages import Usage as Usage
    from .core.signature import schema_from_function as schema_from_function
    from .library import Repair as Repair
    from .library import open_agent as open_agent
    from .library import repair_tests as repair_tests
    from .library import tool_from_function as tool_from_function
    from .providers.scripted import Scripted as Scripted

__version__ = "0.1.0"

_HOMES = {
    "Agent": ".agents.agent",
    "AuraError": ".core.errors",
    "Cancel": ".core.cancel",
    "Configuration": ".core.config",
    "Decision": ".core.interfaces",
    "Message": ".core.messages",
    "ModelRequest": ".core.interfaces",
    "PermissionRequest": ".core.interfaces",
    "Provider": ".core.interfaces",
    "Repair": ".library",
    "Reply": ".core.messages",
    "RunFinished": ".core.events",
    "Scripted": ".providers.scripted",
    "Settings": ".core.config",
    "Text": ".core.messages",
    "TextDelta": ".core.events",
    "Tool": ".core.interfaces",
    "ToolCall": ".core.messages",
    "ToolContext": ".core.interfaces",
    "ToolOutput": ".core.interfaces",
    "ToolSpec": ".core.interfaces",
    "Usage": ".core.messages",
    "build_agent": ".app",
    "event_to_json": ".core.events",
    "load_settings": ".core.config",
    "open_agent": ".library",
    "repair_tests": ".library",
    "schema_from_function": ".core.signature",
    "tool_from_function": ".library",
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
