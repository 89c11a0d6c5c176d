# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the changes that are wanted with the files, before anything is kept."""

from __future__ import annotations

import os
import sys
from typing import Optional

from ..core.errors import JournalError
from ..core.folders import Folders
from ..core.interfaces import FileChange
from ..core.values import NamedTuple
from . import files
from .files import ABSENT, ANY_MODE, FILE, LINK, NONE, State


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
        follow = change.after is not None and not change.link
        path = files.contain(root, change.path, follow=follow)
        now, status = files.look(folders, path)
        files.check_writable(path, status)
        if change.link:
            return _compare_link(change, Draft(path, now, now, status))
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
    mode = _mode(now.mode, change.executable)
    if change.after == change.before and mode == now.mode:
        return Draft(path, now, now, status)
    if change.after is None:
        return Draft(path, now, ABSENT, status)
    return Draft(path, now, State(FILE, change.after, mode), status)


def _compare_link(change: FileChange, draft: Draft) -> Draft:
    """Return the draft of a link that is made, led elsewhere or removed."""
    now = draft.before
    there = now.data if now.kind == LINK else None
    if there != change.before or now.kind not in (NONE, LINK):
        raise changed(change.path, now, change.before)
    after = ABSENT if change.after is None else State(LINK, change.after)
    return draft._replace(after=now if there == change.after else after)


def _mode(mode: int, executable: Optional[bool]) -> int:
    """Return permission bits with those to execute: for whoever may read."""
    if executable is None or sys.platform == "win32":
        return mode
    if mode == ANY_MODE:
        return 0o777 & ~_umask() if executable else mode
    return mode | (mode & 0o444) >> 2 if executable else mode & ~0o111


def _umask() -> int:
    """Return the permission bits that new files do not get."""
    try:
        with open("/proc/self/status", "rb") as file:
            found = [line for line in file if line.startswith(b"Umask:")]
        return int(found[0].split()[1], 8)
    except (OSError, IndexError, ValueError):
        pass  # no Linux since 4.7; there it can only be read by setting it
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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
