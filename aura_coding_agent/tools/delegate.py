# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hand work on: have the repair engine look for a fault, or for a patch.

The engine is a callable given from outside, so that this module needs none of it.
"""

from __future__ import annotations

from typing import Callable, Tuple

from ..core.interfaces import EXECUTE, WRITE, Tool, ToolContext, ToolOutput, ToolSpec
from ..core.messages import JsonObject

Search = Callable[[float, bool, ToolContext], ToolOutput]
"""Takes seconds, whether to put the best patch in place, and the context."""

Localize = Callable[[ToolContext], ToolOutput]
"""Runs the tests once and tells which lines are suspected."""

BUDGET = 60

LOCALIZE = ToolSpec(
    "localize",
    "Run the Python tests, list the lines most likely at fault, with reasons.",
    {"type": "object", "properties": {}, "additionalProperties": False},
)
REPAIR = ToolSpec(
    "repair",
    "Search for a small patch that makes failing Python tests pass.",
    {
        "type": "object",
        "properties": {
            "seconds": {"type": "integer", "minimum": 1, "maximum": 600},
            "apply": {"type": "boolean", "description": "put the best one in place"},
        },
        "additionalProperties": False,
    },
)


def repair_tools(search: Search, localize: Localize) -> Tuple[Tool, Tool]:
    """Return the tools ``localize`` and ``repair``.

    Both run the project's tests in a scratch copy, so they count as commands.
    """

    def run_repair(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Search for a patch."""
        seconds = float(arguments.get("seconds", BUDGET))
        return search(seconds, bool(arguments.get("apply", False)), context)

    def run_localize(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """List suspected lines."""
        return localize(context)

    return (
        Tool(LOCALIZE, frozenset([EXECUTE]), run_localize, lambda _: "find the fault"),
        Tool(REPAIR, frozenset([EXECUTE, WRITE]), run_repair, _summary),
    )


def _summary(arguments: JsonObject) -> str:
    """Return one line about a call."""
    verb = "apply" if arguments.get("apply") else "find"
    return f"{verb} a patch within {arguments.get('seconds', BUDGET)} s"
