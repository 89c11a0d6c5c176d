# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn edits of several files into changes for the journal: all of them, or none."""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Sequence, Tuple

from ...core.errors import AuraError, ToolError
from ...core.interfaces import FileChange, Journal
from ...core.text import DecodedText, decode, encode, newline_of, unified_diff
from ...core.values import NamedTuple
from ...core.workspace import Workspace
from .apply import Applied, apply_edits
from .edits import EXACT, LINE_ENDS, RUNGS, Edit, FileEdit
from ..files import DIFF_LIMIT, SeenFiles, read_whole, shown
from .gaps import Range
from .syntax import broken

_NEW = DecodedText("", "utf-8", b"", "\n")


class Planned(NamedTuple):
    """What is going to happen to one file.

    Attributes:
        name: path as it is shown, of the result where the file is moved.
        action: ``edited``, ``created``, ``deleted``, ``moved`` or ``replaced``.
        changes: for the journal; a move has two.
        before, after: the texts.
        rungs: for each edit how loosely it was matched.
        rows: the lines that were taken, of each place, from 0.
        syntax: what the edit broke, or an empty string.
    """

    name: str
    action: str
    changes: Tuple[FileChange, ...]
    before: str
    after: str
    rungs: Tuple[int, ...] = ()
    rows: Tuple[Range, ...] = ()
    syntax: str = ""

    @property
    def rung(self) -> int:
        """The loosest match of all its edits."""
        return max(self.rungs, default=EXACT)


def plan(
    workspace: Workspace, files: Sequence[FileEdit], seen: SeenFiles
) -> List[Planned]:
    """Return what is to be done, without doing any of it.

    Args:
        seen: what the model has read; who has deleted it since wants it gone.

    Raises:
        ToolError, WorkspaceError: about the first file for which it cannot be done,
            naming the files for which it can.
    """
    files = _merged(files)
    planned: List[Planned] = []
    failed: List[AuraError] = []
    for wanted in files:
        try:
            planned.append(_planned(workspace, wanted, seen))
        except AuraError as error:
            failed.append(error)
    if not failed:
        return planned
    if len(files) > 1:
        first = failed[0]
        named = ", ".join(each.name for each in planned)
        note = f"\nNothing was written. Files that fit: {named}." if named else ""
        others = [each.message.split("\n")[0] for each in failed[1:]]
        more = "".join(f"\nAlso: {other}" for other in others)
        raise ToolError(
            first.code,
            first.message.rstrip() + more + note,
            hint=first.hint,
            **first.facts,
        )
    raise failed[0]


def carry_out(
    planned: Sequence[Planned], journal: Journal, seen: SeenFiles, turn: int
) -> Tuple[str, ...]:
    """Write all planned changes, and return the absolute paths of the files.

    Raises:
        JournalError, StorageError: nothing was changed.
    """
    changes = [change for each in planned for change in each.changes]
    journal.apply(changes, turn=turn)
    for change in changes:
        known = change.before is None or seen.current(change.path, change.before)
        if change.after is None:
            seen.forget(change.path)
        elif known:
            # Otherwise the model has not seen the rest of the file as it is now.
            seen.remember(change.path, change.after)
    return tuple(change.path for change in changes)


def report(planned: Sequence[Planned]) -> str:
    """Return what was done, for the model: each file with a short diff."""
    limit = max(400, DIFF_LIMIT // max(1, len(planned)))
    return "".join(_report(each, limit) for each in planned)


def _report(planned: Planned, limit: int) -> str:
    """Return what became of one file."""
    text = f"{planned.action.capitalize()} {planned.name}"
    if planned.action == "created":
        lines = planned.after.count("\n") + (planned.after[-1:] not in ("", "\n"))
        text += f", {lines} lines"
    places = len(planned.rows)
    if places > 1:
        text += f", {places} places"
    if planned.rung not in (EXACT, LINE_ENDS):
        text += f" (matched loosely: {RUNGS[planned.rung]})"
    text += ".\n"
    if planned.action in ("edited", "moved", "replaced"):
        text += unified_diff(planned.before, planned.after, planned.name, limit=limit)
    if planned.syntax:
        text += f"This broke the syntax of {planned.name}: {planned.syntax}\n"
    return text


# -- one file ------------------------------------------------------------------------


def _merged(files: Sequence[FileEdit]) -> List[FileEdit]:
    """Join the edits of one file that stand apart."""
    found: Dict[str, FileEdit] = {}
    apart: List[FileEdit] = []
    for wanted in files:
        known = found.get(wanted.path)
        both = known is not None and known.action == wanted.action == "update"
        if known is not None and both:
            found[wanted.path] = known._replace(
                edits=known.edits + wanted.edits,
                move_to=wanted.move_to or known.move_to,
                ordered=False,
            )
        elif known is not None:
            apart.append(wanted)
        else:
            found[wanted.path] = wanted
    return [*found.values(), *apart]


def _planned(workspace: Workspace, wanted: FileEdit, seen: SeenFiles) -> Planned:
    """Return what an edit would do to one file."""
    removed = wanted.action == "delete" or wanted.move_to
    link = _link(workspace, wanted.path) if removed else None
    if link is not None and wanted.action == "delete":
        return _deleted_link(workspace, wanted, link)
    real = workspace.resolve(wanted.path)
    there = os.path.lexists(real)
    if not there:
        seen.check_gone(real, shown(workspace, real))
    if wanted.action == "add" or not there and wanted.action in ("create", "write"):
        return _added(workspace, wanted, real)
    before = read_whole(workspace, real)
    name = shown(workspace, real)
    form = decode(before)
    if wanted.action == "delete":
        _check_content(form.text, wanted, name)
        return Planned(
            name, "deleted", (FileChange(real, before, None),), form.text, ""
        )
    action = "edited"
    if wanted.action == "create":
        if form.text.strip():
            raise _exists(name)
        applied = Applied(wanted.content, (), ())
    elif wanted.action == "write":
        action = "replaced"
        applied = _rewritten(form.text, wanted, name)
    else:
        applied = apply_edits(form.text, wanted, name)
    text = _with_final_newline(applied, wanted, form)
    after = encode(text, form)
    target = workspace.resolve(wanted.move_to) if wanted.move_to else real
    if after == before and target == real:
        raise _no_change(name)
    changes: Tuple[FileChange, ...] = (FileChange(real, before, after),)
    if target != real:
        if os.path.lexists(target):
            raise _exists(shown(workspace, target))
        gone = link or FileChange(real, before, None)
        changes = (gone, FileChange(target, None, after))
        name, action = shown(workspace, target), "moved"
    problem = broken(name, form.text, text)
    return Planned(
        name, action, changes, form.text, text, applied.rungs, applied.rows, problem
    )


def _link(workspace: Workspace, path: str) -> Optional[FileChange]:
    """Return the change that removes a link; None where no link is."""
    real = workspace.resolve(path, follow=False)
    try:
        with workspace.folders() as folders:
            target = folders.place(real).target()
    except OSError:
        return None
    return FileChange(real, os.fsencode(target), None)


def _deleted_link(workspace: Workspace, wanted: FileEdit, link: FileChange) -> Planned:
    """Return the removal of a link; the file it names stays.

    A patch may show what is in the file, or as git does where the link leads.
    """
    name = shown(workspace, link.path)
    target = os.fsdecode(link.before or b"")
    try:
        _check_content(target, wanted, name)
    except ToolError:
        data = read_whole(workspace, workspace.resolve(wanted.path))
        _check_content(decode(data).text, wanted, name)
    return Planned(name, "deleted", (link,), target, "")


def _added(workspace: Workspace, wanted: FileEdit, real: str) -> Planned:
    """Return what a new file would be."""
    name = shown(workspace, real)
    if os.path.lexists(real):
        raise _exists(name)
    data = encode(wanted.content, _NEW)
    problem = broken(name, "", wanted.content)
    change = FileChange(real, None, data)
    return Planned(name, "created", (change,), "", wanted.content, syntax=problem)


def _rewritten(text: str, wanted: FileEdit, name: str) -> Applied:
    """Return new content with what stays of the old one, such as its line ends."""
    if not text:
        return Applied(wanted.content, (), ())
    edit = Edit(text, wanted.content)
    return apply_edits(text, wanted._replace(edits=(edit,)), name)


def _with_final_newline(applied: Applied, wanted: FileEdit, form: DecodedText) -> str:
    """Return the text with or without an end of its last line, as a patch says."""
    text = applied.text
    if wanted.final_newline is None or not text:
        return text
    ended = text.endswith(("\n", "\r"))
    if wanted.final_newline and not ended:
        newline = newline_of(text)
        return text + ("\n" if newline == "mixed" else newline)
    if not wanted.final_newline and ended:
        return text[:-2] if text.endswith("\r\n") else text[:-1]
    return text


def _check_content(text: str, wanted: FileEdit, name: str) -> None:
    """Refuse to delete a file that has not the content that a patch shows of it."""
    if not wanted.edits:
        return
    if apply_edits(text, wanted, name).text.strip():
        raise ToolError(
            "edit-not-found",
            f"{name} has more than the patch that deletes it shows; it was kept.",
            hint="Read the file again, then delete it if it is really to go.",
        )


def _exists(name: str) -> ToolError:
    """Return the error about a file that is there already."""
    return ToolError(
        "edit-exists",
        f"{name} exists already.",
        hint="Change it with an edit, or choose another path.",
    )


def _no_change(name: str) -> ToolError:
    """Return the error about an edit that is there already."""
    return ToolError(
        "edit-no-change",
        f"{name} is already as the edit wants it.",
        hint="Go on; nothing has to be done there.",
    )
