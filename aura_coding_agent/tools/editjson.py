# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Apply one edit that is given as JSON, and say as JSON what became of it.

The input is ``{"path", "old", "new", "replace_all"}``, or with ``edits`` a list of
such texts, or ``{"format", "text"}`` with one of the formats below and, where the
text names no file, ``path``.
"""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, Set

from ..core.errors import AuraError, UsageError
from ..core.interfaces import Journal
from ..core.messages import JsonObject
from ..core.text import unified_diff
from ..core.workspace import Workspace
from .edit import EDIT_FILE, file_edit, list_of_edits
from .editing.blocks import parse_blocks
from .editing.documents import parse_whole_files
from .editing.edits import RUNGS, FileEdit
from .editing.patch import parse_patch
from .editing.plan import Planned, carry_out, plan, present
from .files import SeenFiles

_DIFF_LIMIT = 100_000  # bytes of the diff of one file

FORMATS: Dict[str, Callable[[str, str, Workspace], List[FileEdit]]] = {
    "apply_patch": lambda text, path, workspace: parse_patch(text, path),
    "unified_diff": lambda text, path, workspace: parse_patch(text, path),
    "search_replace": lambda text, path, workspace: parse_blocks(text, path),
    "whole_file": lambda text, path, workspace: parse_whole_files(
        text, path, lambda name: present(workspace, name)
    ),
}


def edit_from_json(text: str, workspace: Workspace, journal: Journal) -> JsonObject:
    """Apply an edit; return what was done, or why it was refused.

    The result has ``applied`` (with false, no file was touched) and ``message``; when
    applied ``rung``, ``diff`` and ``files``, each with path, action, rungs, lines and
    perhaps syntax and notes; when refused ``code``, ``hint`` and ``facts``. ``ignored``
    lists keys that mean nothing here, a misspelt one for example; it is there only when
    there are such keys.

    Raises:
        UsageError: ``edit-input``: the text is not such JSON.
    """
    given = _parsed(text)
    shown = _applied(given, workspace, journal)
    ignored = sorted(_unknown(given))
    return {**shown, "ignored": ignored} if ignored else shown


def _applied(given: JsonObject, workspace: Workspace, journal: Journal) -> JsonObject:
    """Return what became of an edit."""
    try:
        seen = SeenFiles()
        planned = plan(workspace, _file_edits(given, workspace), seen)
        carry_out(planned, journal, seen, turn=0)
    except UsageError:
        raise
    except AuraError as error:
        return {"applied": False, "files": [], **error.to_json()}
    diffs = [
        unified_diff(each.before, each.after, each.name, limit=_DIFF_LIMIT)
        for each in planned
    ]
    names = ", ".join(f"{each.action} {each.name}" for each in planned)
    return {
        "applied": True,
        "files": [_shown(each) for each in planned],
        "rung": RUNGS[max(each.rung for each in planned)],
        "diff": "".join(diffs),
        "message": names[:1].upper() + names[1:] + ".",
    }


def _shown(planned: Planned) -> JsonObject:
    """Return what became of one file, as JSON."""
    shown: JsonObject = {
        "path": planned.name,
        "action": planned.action,
        "rungs": [RUNGS[rung] for rung in planned.rungs],
        "lines": [[start + 1, stop] for start, stop in planned.rows],
    }
    if planned.syntax:
        shown["syntax"] = planned.syntax
    if planned.notes:
        shown["notes"] = list(planned.notes)
    return shown


def _parsed(text: str) -> JsonObject:
    """Return the object that was given."""
    try:
        given: Any = json.loads(text)
    except ValueError as error:
        raise _bad(f"it is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise _bad("it is not an object")
    return given


def _file_edits(given: JsonObject, workspace: Workspace) -> List[FileEdit]:
    """Return the edits that the object describes."""
    path = given.get("path", "")
    if not isinstance(path, str):
        raise _bad("`path` is not a string")
    if "text" in given or "format" in given:
        kind, text = given.get("format"), given.get("text")
        if kind not in FORMATS or not isinstance(text, str):
            raise _bad(f"`text` or a `format` of {', '.join(FORMATS)} is missing")
        return FORMATS[kind](text, path, workspace)
    texts = [given, *_edits(given)]
    for each in texts:
        for name in ("old", "new"):
            if not isinstance(each.get(name, ""), str):
                raise _bad(f"`{name}` is not a string")
    if not path:
        raise _bad("`path` is missing")
    return [file_edit(given)]


def _edits(given: JsonObject) -> List[JsonObject]:
    """Return the list of edits."""
    edits = list_of_edits(given.get("edits"))
    if not all(isinstance(each, dict) for each in edits):
        raise _bad("`edits` is not a list of objects")
    return edits


def _unknown(given: JsonObject) -> Set[str]:
    """Return the keys that nothing reads; those of ``edits`` with where they stand."""
    known = EDIT_FILE.parameters["properties"]
    inner = known["edits"]["items"]["properties"]
    unknown = set(given) - set(known) - {"format", "text"}
    edits = list_of_edits(given.get("edits"))
    for edit in (each for each in edits if isinstance(each, dict)):
        unknown |= {f"edits.{key}" for key in set(edit) - set(inner)}
    return unknown


def _bad(why: str) -> UsageError:
    """Return the error about input that cannot be read."""
    return UsageError(
        "edit-input",
        f"The edit cannot be read: {why}.",
        hint='Give {"path", "old", "new"}, or {"format", "text"}.',
    )
