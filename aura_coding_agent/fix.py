# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put the repair engine and the journal together, for the command ``fix``.

It stands beside ``app`` and is loaded only when it is asked for, since a run with a
model needs none of it.
"""

from __future__ import annotations

import os
import time
from typing import Callable, List, Mapping, Tuple

from .core.cancel import Cancel
from .core.config import state_folder
from .core.errors import JournalError
from .core.interfaces import FileChange, Journal, ToolContext, ToolOutput
from .history import open_journal
from .repair.engine import repair
from .repair.files import decode_source, encode_source
from .repair.report import progress_text, result_text, result_to_json
from .repair.result import Patch, Progress, Result, Wish
from .storage import kept_database

__all__ = [
    "Patch",
    "Progress",
    "Result",
    "Wish",
    "apply_patch",
    "fix",
    "localize",
    "progress_text",
    "result_text",
    "result_to_json",
    "search",
]


_SESSION = "fix"
"""Session under which the journal keeps what was repaired."""


def fix(
    project: str,
    environ: Mapping[str, str],
    wish: Wish,
    *,
    apply: bool,
    cancel: Cancel,
    progress: Callable[[Progress], None],
) -> Tuple[Result, bool]:
    """Search for a patch that makes the failing tests of a project pass.

    Args:
        project: folder of the project.
        apply: put the best patch in place, through the journal.

    Returns:
        What the search came to, and whether a patch was applied.

    Raises:
        AuraError: the tests cannot be run, or the patch cannot be applied.
    """
    result = repair(project, wish, cancel=cancel, progress=progress)
    if not apply or not result.patches:
        return result, False
    apply_patch(project, environ, result.patches[0])
    return result, True


def apply_patch(project: str, environ: Mapping[str, str], patch: Patch) -> None:
    """Put a patch of the repair engine in place; ``undo`` takes it back.

    Raises:
        JournalError: a file is not as it was when the search began.
        StorageError: what undo needs cannot be kept, so nothing was changed.
    """
    journal = open_journal(project, kept_database(environ), state_folder(environ))
    journal.begin_run(_SESSION, int(time.time()), f"fix: {patch.note}")
    journal.apply(changes_of(project, patch), turn=1)


def changes_of(project: str, patch: Patch) -> List[FileChange]:
    """Return a patch as changes of the files of a project.

    Raises:
        JournalError: ``file-changed`` when a file is not as the search found it.
    """
    changes = []
    for path, (before, after) in sorted(patch.changes.items()):
        absolute = os.path.join(os.path.realpath(project), *path.split("/"))
        with open(absolute, "rb") as handle:
            data = handle.read()
        if decode_source(data)[0] != before:
            raise JournalError(
                "file-changed",
                f"{path} has changed since the search began.",
                hint="Search again.",
            )
        changes.append(FileChange(absolute, data, encode_source(after, data)))
    return changes


def search(
    project: str, journal: Journal, seconds: float, apply: bool, context: ToolContext
) -> ToolOutput:
    """Search on behalf of a model; see ``tools.delegate``."""
    result = repair(
        project,
        Wish(seconds),
        cancel=context.cancel,
        progress=lambda news: context.progress(progress_text(news) + "\n"),
    )
    context.cancel.check()
    changed: Tuple[str, ...] = ()
    if apply and result.patches:
        changes = changes_of(project, result.patches[0])
        journal.apply(changes, turn=context.turn)
        changed = tuple(change.path for change in changes)
    return ToolOutput(result_text(result, applied=bool(changed)), changed)


def localize(project: str, context: ToolContext) -> ToolOutput:
    """Run the tests of a project once and tell which lines are suspected."""
    result = repair(project, Wish(_LOOK, search=False), cancel=context.cancel)
    context.cancel.check()
    return ToolOutput(result_text(result, applied=False))


_LOOK = 120.0
"""Seconds that the tests may take when only the place of a fault is wanted."""
