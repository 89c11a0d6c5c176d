# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the changes that are wanted with the files, before anything is kept."""

from __future__ import annotations

import os
from typing import Optional

from ..core.errors import JournalError
from ..core.folders import Folders
from ..core.interfaces import FileChange
from ..core.values import NamedTuple
from . import files
from .files import ABSENT, FILE, LINK, NONE, State


class Draft(NamedTuple):
    """A change that was compared with what is there, before anything is kept."""

    path: str
    before: State
    after: State
    status: Optional[os.stat_result]


def compare(folders: Folders, change: FileChange) -> Draft:
    """Compare a change with what is there.

    Raises:
        JournalError: the file is not as the change says, or must not be changed.
    """
    root = folders.root
    try:
        path = files.contain(root, change.path, follow=change.after is not None)
        now, status = files.look(folders, path)
        files.check_writable(path, status)
        there = now
        if now.kind == LINK and change.after is not None:
            raise files.refusal("special-file", f"{path} is a link to itself.")
        if now.kind == LINK and now.data == change.before:
            return Draft(path, now, ABSENT, status)
        if now.kind == LINK:
            target = files.contain(root, change.path, follow=True)
            there = files.look(folders, target)[0]
    except OSError as error:
        raise files.failure(error, change.path) from error
    if (there.data if there.kind == FILE else None) != change.before:
        raise changed(change.path, there, change.before)
    if change.after == change.before:
        return Draft(path, now, now, status)
    if change.after is None:
        return Draft(path, now, ABSENT, status)
    return Draft(path, now, State(FILE, change.after, now.mode), status)


def check_place(draft: Draft) -> None:
    """Refuse a draft whose folder is read-only.

    Raises:
        JournalError: ``folder-readonly`` or ``not-a-folder``, or the system's reason.
    """
    replaced = draft.before.kind == draft.after.kind == FILE
    if replaced and files.must_stay_in_place(draft.status):
        return
    try:
        files.check_folder(draft.path)
    except OSError as error:
        raise files.failure(error, draft.path) from error


def changed(path: str, there: State, before: Optional[bytes]) -> JournalError:
    """Return the error for a file that is not as it was thought to be."""
    what = "has changed since it was read"
    if before is None:
        what = "exists already"
    elif there.kind == NONE:
        what = "does not exist any more"
    return JournalError(
        "file-changed",
        f"{path} {what}; nothing was changed.",
        hint="Read it again, then make the change that still fits.",
        path=path,
    )


def twice(path: str) -> JournalError:
    """Return the error for a file that a batch would change twice."""
    return JournalError(
        "path-twice",
        f"{path} is changed twice in one batch; nothing was changed.",
        hint="Give one change with all edits of the file.",
        path=path,
    )
