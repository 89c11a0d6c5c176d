# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn edits of several files into changes for the journal: all of them, or none."""

from __future__ import annotations

import os
import re
import sys
from typing import Dict, List, Optional, Sequence, Tuple

from ...core.errors import AuraError, ToolError
from ...core.interfaces import FileChange, Journal
from ...core.text import (
    DecodedText,
    decode,
    encode,
    form_of,
    newline_of,
    unified_diff,
)
from ...core.values import NamedTuple
from ...core.workspace import Workspace
from .apply import Applied, apply_edits, refuse_placeholders
from .edits import EXACT, LINE_ENDS, RUNGS, FileEdit
from .exact import Span, splice_exact
from ..files import DIFF_LIMIT, SeenFiles, read_whole, shown
from .gaps import Range
from .lines import line_feeds
from .paths import place_of
from .readings import apply_readings, plain_content
from .spots import block
from .syntax import broken
from .tails import without_tags

_NEW = DecodedText("", "utf-8", b"", "\n")
_MARK = "\ufeff"


class Planned(NamedTuple):
    """What is going to happen to one file.

    Attributes:
        name: path as it is shown, of the result where the file is moved.
        action: ``edited``, ``created``, ``deleted``, ``moved``, ``copied`` or
            ``replaced``.
        changes: for the journal; a move has two.
        before, after: the texts.
        rungs: for each edit how loosely it was matched.
        rows: the lines that were taken, of each place, from 0.
        syntax: what the edit broke, or an empty string.
        notes: what else is new about the file, such as its encoding.
    """

    name: str
    action: str
    changes: Tuple[FileChange, ...]
    before: str
    after: str
    rungs: Tuple[int, ...] = ()
    rows: Tuple[Range, ...] = ()
    syntax: str = ""
    notes: Tuple[str, ...] = ()

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
    planned: List[Planned] = []
    failed: List[AuraError] = []
    placed: List[FileEdit] = []
    for wanted in files:
        try:
            placed.append(_placed(workspace, wanted))
        except AuraError as error:
            failed.append(error)
    for wanted in _merged(placed):
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


def present(workspace: Workspace, path: str) -> Optional[str]:
    """Return the text of a file as it is; None when there is none that can be read."""
    try:
        return decode(read_whole(workspace, place_of(workspace, path))).text
    except AuraError:
        return None


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
    text += "".join(f"; {note}" for note in planned.notes) + ".\n"
    if planned.action not in ("created", "deleted"):
        text += unified_diff(planned.before, planned.after, planned.name, limit=limit)
    if planned.syntax:
        text += f"This broke the syntax of {planned.name}: {planned.syntax}\n"
    return text


# -- one file ------------------------------------------------------------------------


def _placed(workspace: Workspace, wanted: FileEdit) -> FileEdit:
    """Return what becomes of a file, with its real paths."""
    real = place_of(workspace, wanted.path, wanted.spellings)
    move = place_of(workspace, wanted.move_to) if wanted.move_to else ""
    return wanted._replace(path=real, move_to="" if move == real else move)


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
    there = os.path.lexists(wanted.path)
    if wanted.link or (wanted.action == "delete" and os.path.islink(wanted.path)):
        return _linked(workspace, wanted)
    real = workspace.resolve(wanted.path) if there else wanted.path
    if not there:
        seen.check_gone(real, shown(workspace, real))
    if wanted.action == "add" or not there and _makes(wanted):
        return _added(workspace, wanted, real)
    before = read_whole(workspace, real)
    name = shown(workspace, real)
    form = decode(before)
    if wanted.action == "delete":
        _check_content(form.text, wanted, name)
        return Planned(
            name, "deleted", (FileChange(real, before, None),), form.text, ""
        )
    return _changed(workspace, wanted, real, before, form)


def _makes(wanted: FileEdit) -> bool:
    """Tell whether an edit makes the file that it is about, if it is missing."""
    if wanted.action in ("create", "write"):
        return True
    blank = not any(edit.old.strip() for edit in wanted.edits)
    return wanted.action == "update" and len(wanted.edits) == 1 and blank


def _changed(
    workspace: Workspace,
    wanted: FileEdit,
    real: str,
    before: bytes,
    form: DecodedText,
) -> Planned:
    """Return what an edit would do to a file that is there."""
    name = shown(workspace, real)
    applied = _applied(form, wanted, name)
    text = _with_final_newline(applied, wanted, form)
    now, bom = form_of(text, form, name), form.bom
    if bom and _drops_mark(wanted):
        now = form._replace(bom=b"")
    after = encode(text, now)
    target = wanted.move_to or real
    executable = _mode_wanted(wanted, real)
    if after == before and target == real and executable is None:
        raise _no_change(name, wanted, form.text)
    changes = [FileChange(real, before, after, executable)]
    action = "replaced" if wanted.action == "write" else "edited"
    if target != real:
        if os.path.lexists(target):
            raise _exists(shown(workspace, target))
        action = "copied" if wanted.action == "copy" else "moved"
        if executable is None and os.stat(real).st_mode & 0o100:
            executable = True
        changes = [FileChange(target, None, after, executable)]
        if action == "moved":
            changes.insert(0, _gone(wanted.path, real, before))
        name = shown(workspace, target)
    notes = []
    if executable is not None and target == real:
        notes.append("it is a program now" if executable else "it is no program now")
    if now.encoding != form.encoding:
        notes.append(f"its encoding is {now.encoding} now")
    problem = broken(name, form.text, text)
    return Planned(
        name,
        action,
        tuple(changes),
        form.text,
        text,
        applied.rungs,
        applied.rows,
        problem,
        tuple(notes),
    )


def _mode_wanted(wanted: FileEdit, real: str) -> Optional[bool]:
    """Return whether a file is to be a program, None when it is so already."""
    if wanted.executable is None or sys.platform == "win32":
        return None
    now = bool(os.stat(real).st_mode & 0o100)
    return None if now == wanted.executable else wanted.executable


def _applied(form: DecodedText, wanted: FileEdit, name: str) -> Applied:
    """Return the text of a file with what is wanted."""
    wanted = _without_marks(form, wanted)
    if wanted.action == "write":
        return _rewritten(form, wanted, name)
    if wanted.action == "create":
        if form.text.strip():
            raise _exists(name)
        return _rewritten(form, wanted, name)
    if _makes(wanted) and not form.text.strip() and wanted.edits[0].new:
        return _rewritten(form, wanted._replace(content=wanted.edits[0].new), name)
    if not wanted.edits:
        return Applied(form.text, (), ())
    return apply_readings(form.text, wanted, name)


def _without_marks(form: DecodedText, wanted: FileEdit) -> FileEdit:
    """Leave byte order marks out of the texts of edits; the file keeps its own.

    Only where the file has none and the first line gets one is it part of the text.
    """
    if not any(_MARK in edit.old + edit.new for edit in wanted.edits):
        if not wanted.content.startswith(_MARK):
            return wanted
    edits = []
    for edit in wanted.edits:
        old, new = edit.old, edit.new
        if form.bom or old.startswith(_MARK) or not edit.whole:
            old, new = old.replace(_MARK, "", 1), _unmarked(new)
        if old != new or edit.old == edit.new:  # otherwise the mark was all of it
            edits.append(edit._replace(old=old, new=new))
    return wanted._replace(edits=tuple(edits), content=_unmarked(wanted.content))


def _unmarked(text: str) -> str:
    """Return a text without a byte order mark at the start of one of its lines."""
    return re.sub(rf"^{_MARK}", "", text, count=1, flags=re.M)


def _drops_mark(wanted: FileEdit) -> bool:
    """Tell whether a patch takes away the byte order mark: old has it, new has not."""
    return any(
        edit.whole and edit.old.startswith(_MARK) and _MARK not in edit.new
        for edit in wanted.edits
    )


def _gone(path: str, real: str, before: bytes) -> FileChange:
    """Return the change that takes a file away, or the link that leads to it."""
    if os.path.islink(path):
        return FileChange(path, os.fsencode(os.readlink(path)), None, link=True)
    return FileChange(real, before, None)


def _added(workspace: Workspace, wanted: FileEdit, real: str) -> Planned:
    """Return what a new file would be."""
    name = shown(workspace, real)
    content = wanted.edits[0].new if wanted.edits else wanted.content
    content = without_tags(content, "", "")
    content = plain_content(content, name)
    before: Optional[bytes] = None
    if os.path.lexists(real):
        before = read_whole(workspace, real)
        if decode(before).text.strip():
            raise _exists(name)
    data = encode(content, form_of(content, _NEW, name))
    problem = broken(name, "", content)
    change = FileChange(real, before, data, wanted.executable)
    return Planned(name, "created", (change,), "", content, syntax=problem)


def _linked(workspace: Workspace, wanted: FileEdit) -> Planned:
    """Return what would become of a link.

    Raises:
        ToolError, WorkspaceError: it would lead out of the workspace, or is not as the
            patch says.
    """
    path, name = wanted.path, shown(workspace, wanted.path)
    there = os.path.lexists(path)
    if there and not os.path.islink(path) or there and wanted.action == "add":
        raise _exists(name)
    before = os.readlink(path) if there else ""
    if wanted.action == "add":
        after: str = wanted.content.strip("\n")
    elif wanted.action == "delete":
        after = ""
    else:
        told = [edit.old.strip("\n") for edit in wanted.edits]
        if len(told) != 1 or told[0] != before:
            raise ToolError(
                "edit-not-found",
                f"{name} is {'a link to ' + before if there else 'not there'}.",
                hint="Give where it leads to now, and where it is to lead.",
            )
        after = wanted.edits[0].new.strip("\n")
    if after:
        workspace.resolve(os.path.join(os.path.dirname(path), after))
    change = FileChange(
        path,
        os.fsencode(before) if there else None,
        os.fsencode(after) if after else None,
        link=True,
    )
    action = "deleted" if not after else "edited" if there else "created"
    return Planned(name, action, (change,), before + "\n", after + "\n")


def _rewritten(form: DecodedText, wanted: FileEdit, name: str) -> Applied:
    """Return new content with what stays of the old one, such as its line ends."""
    text = form.text
    content = plain_content(without_tags(wanted.content, "", text), name)
    content = line_feeds(content)
    if not text:
        return Applied(content, (), ())
    old, new = block(text), block(content)
    refuse_placeholders(old, new)
    whole = Span(0, len(text))
    splice = splice_exact(text, whole, text, content, newline_of(text))
    rung = EXACT if "\r" not in text else LINE_ENDS
    made = text[: splice.start] + splice.text + text[splice.end :]
    return Applied(made, (rung,), ((0, len(old)),))


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
    wanted = _without_marks(decode(text.encode()), wanted)
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


def _no_change(name: str, wanted: FileEdit, text: str) -> ToolError:
    """Return the error about an edit that changes nothing.

    That it is there already is said only where the new text is.
    """
    plain = line_feeds(text)
    missing = [e.new for e in wanted.edits if line_feeds(e.new).strip() not in plain]
    if missing:
        line = next(filter(str.strip, missing[0].split("\n")), "").strip()
        return ToolError(
            "edit-unclear",
            f"The edit would leave {name} as it is, though the new text is not there:"
            f" {line[:200]}",
            hint="Give the lines to replace exactly as they are in the file.",
        )
    return ToolError(
        "edit-no-change",
        f"{name} is already as the edit wants it.",
        hint="Go on; nothing has to be done there.",
    )
