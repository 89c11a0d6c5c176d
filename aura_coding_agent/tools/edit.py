# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Edit files: replace pieces of one, or apply a patch to many.

What a model gives may differ from the file in small ways; see ``match``. An edit is
made at the one place where it belongs, or not at all.
"""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from ..core.errors import ToolError
from ..core.interfaces import (
    WRITE,
    Journal,
    Tool,
    ToolContext,
    ToolOutput,
    ToolSpec,
)
from ..core.messages import JsonObject
from ..core.text import one_line
from ..core.workspace import Workspace
from .editing.edits import Edit, FileEdit
from .files import SeenFiles, path_summary
from .editing.plan import carry_out, plan, report

_PATCHED = r"(?:\*\*\* \w+ File: |\+\+\+ (?:b/)?)(\S.*)"

_TEXTS = {
    "old": {"type": "string"},
    "new": {"type": "string"},
    "replace_all": {"type": "boolean"},
}
EDIT_FILE = ToolSpec(
    "edit_file",
    "Replace `old`, unique in the file, with `new`; or several `edits`, all or none.",
    {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            **_TEXTS,
            "edits": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": _TEXTS,
                    "required": ["old", "new"],
                },
            },
        },
        "required": ["path"],
    },
)
APPLY_PATCH = ToolSpec(
    "apply_patch",
    "Patch files, all or none: a unified diff, or `*** Begin Patch` with"
    " `*** Add|Delete|Update File: path`, `*** Move to:`, `@@ def or class`.",
    {
        "type": "object",
        "properties": {"patch": {"type": "string"}},
        "required": ["patch"],
    },
)


def edit_tools(
    workspace: Workspace, journal: Journal, seen: SeenFiles
) -> Tuple[Tool, ...]:
    """Return the tools ``edit_file`` and ``apply_patch``."""

    def make(files: Sequence[FileEdit], context: ToolContext) -> ToolOutput:
        """Carry out edits of several files, all or none."""
        planned = plan(workspace, files, seen)
        changed = carry_out(planned, journal, seen, context.turn)
        return ToolOutput(report(planned), changed)

    def edit(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Carry out edits of one file."""
        return make([file_edit(arguments)], context)

    def patch(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Carry out a patch."""
        from .editing.patch import parse_patch

        return make(parse_patch(arguments["patch"]), context)

    return (
        Tool(EDIT_FILE, frozenset([WRITE]), edit, path_summary("edit")),
        Tool(APPLY_PATCH, frozenset([WRITE]), patch, _patch_summary),
    )


def file_edit(arguments: JsonObject) -> FileEdit:
    """Return the edits that the arguments of ``edit_file`` name.

    Raises:
        ToolError: ``edit-empty`` when there are none.
    """
    given: List[JsonObject] = list(arguments.get("edits") or [])
    if "old" in arguments or "new" in arguments:
        given.insert(0, arguments)
    edits = tuple(
        Edit(
            each.get("old") or "", each.get("new") or "", bool(each.get("replace_all"))
        )
        for each in given
    )
    if not edits:
        raise ToolError(
            "edit-empty",
            "There is no edit.",
            hint="Give `old` and `new`, or a list of them in `edits`.",
        )
    return FileEdit(arguments["path"], "update", edits)


def _patch_summary(arguments: JsonObject) -> str:
    """Return one line about a patch."""
    paths = re.findall(_PATCHED, str(arguments.get("patch") or ""))
    named = list(dict.fromkeys(path for path in paths if path != "/dev/null"))
    shown = ", ".join(named[:3]) + (", ..." if len(named) > 3 else "")
    return f"patch {one_line(shown)}".rstrip()
