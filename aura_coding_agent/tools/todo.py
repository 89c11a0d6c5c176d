# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the model's plan, so that a long task does not lose its thread."""

from __future__ import annotations

from typing import List, Tuple

from ..core.errors import ToolError
from ..core.interfaces import READ, Tool, ToolContext, ToolOutput, ToolSpec
from ..core.messages import JsonObject
from ..core.text import one_line

_MARKS = {"pending": "[ ]", "active": "[>]", "done": "[x]"}

TODO = ToolSpec(
    "todo",
    "Set your plan (all items each time) for a task of several steps, or show it.",
    {
        "type": "object",
        "properties": {
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string"},
                        "status": {"enum": list(_MARKS)},
                    },
                    "required": ["text", "status"],
                },
            }
        },
    },
)


def todo_tools() -> Tuple[Tool, ...]:
    """Return the tool ``todo``, which keeps one plan as long as it lives."""
    plan: List[JsonObject] = []

    def run(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Set or show the plan."""
        items = arguments.get("items")
        if items is None:
            return ToolOutput(render(plan))
        text = render(items)
        plan[:] = items
        return ToolOutput(text)

    def summary(arguments: JsonObject) -> str:
        """Return one line about the plan."""
        items = arguments.get("items") or []
        done = sum(item.get("status") == "done" for item in items)
        return f"plan {done}/{len(items)}" if items else "plan"

    return (Tool(TODO, frozenset([READ]), run, summary),)


def render(items: List[JsonObject]) -> str:
    """Return a plan as text, one line for each item.

    Raises:
        ToolError: ``todo-invalid`` for a status that does not exist.
    """
    lines = []
    for item in items:
        if item["status"] not in _MARKS:
            raise ToolError(
                "todo-invalid",
                f"There is no status {item['status']!r}.",
                hint=f"Use one of {', '.join(_MARKS)}.",
            )
        lines.append(f"{_MARKS[item['status']]} {one_line(item['text'])}")
    return "\n".join(lines) or "The plan is empty."
