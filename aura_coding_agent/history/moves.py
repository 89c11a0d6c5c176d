# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Bring many files and folders from one state into another, in an order that works.

What is in the way goes first (files, then folders from the inside out), then folders
are made from the outside in, then files put in place, and at last folders get their
modes: a read-only one could not have been filled.
"""

from __future__ import annotations

import os
import stat
from typing import Callable, List, Optional, Sequence, Tuple

from ..core.errors import JournalError
from ..core.folders import Folders
from ..core.values import NamedTuple
from . import files, swap
from .blobs import blob_id
from .drafts import changed
from .files import ANY_MODE, FILE, FOLDER, NONE, State
from .ledger import Kept

Fetch = Callable[[Kept], State]


class Move(NamedTuple):
    """One path on its way.

    Attributes:
        path: absolute.
        now: as it is.
        target: as it is to be.
        temporary: absolute; where the new content waits, and what is replaced or
            removed is looked at.
        in_place: overwrite the file, which has other names or another owner.
        status: as it was when ``now`` was read; None when nothing is there.
    """

    path: str
    now: Kept
    target: Kept
    temporary: str
    in_place: bool
    status: Optional[os.stat_result]


Act = Callable[[Folders, Move, Fetch], None]


def needs_content(move: Move) -> bool:
    """Return whether a new file or link has to be made under a temporary name."""
    if move.target.kind in (NONE, FOLDER) or move.in_place:
        return False
    return move.now[:2] != move.target[:2]


def prepare(folders: Folders, move: Move, fetch: Fetch, flush: bool = True) -> None:
    """Write the new content under the temporary name, when there is one to be."""
    if not needs_content(move):
        return
    temporary, like = folders.place(move.temporary), None
    if move.now.kind == move.target.kind == FILE and move.status is not None:
        like = folders.place(move.path), move.status
    files.prepare(temporary, fetch(move.target), like, flush=flush)


def same_content(now: State, kept: Kept) -> bool:
    """Return whether a state has the kind and content of a kept one."""
    return now.kind == kept.kind and (not kept.blob or blob_id(now.data) == kept.blob)


def actions(moves: Sequence[Move]) -> List[Tuple[Move, Act]]:
    """Return what to do, in order."""
    steps: List[Tuple[int, int, str, Tuple[Move, Act]]] = []
    for move in moves:
        depth = move.path.count(os.sep)
        for phase, direction, act in _acts(move):
            steps.append((phase, direction * depth, move.path, (move, act)))
    return [step[3] for step in sorted(steps, key=lambda step: step[:3])]


def _acts(move: Move) -> List[Tuple[int, int, Act]]:
    """Return the acts of one move: phase, 1 from the outside in or -1, what to do."""
    now, target = move.now, move.target
    acts: List[Tuple[int, int, Act]] = []
    if now.kind == FOLDER and now != target:
        acts.append((0, 1, _open))
    if now.kind not in (NONE, FOLDER) and target.kind in (NONE, FOLDER):
        acts.append((1, 1, _unlink))
    if now.kind == FOLDER != target.kind:
        acts.append((2, -1, _remove_folder))
    if target.kind == FOLDER != now.kind:
        acts.append((3, 1, _make_folder))
    if target.kind not in (NONE, FOLDER) and now != target:
        acts.append((4, 1, _put))
    if target.kind == FOLDER and target.mode != ANY_MODE and now != target:
        acts.append((5, -1, _set_mode))
    return acts


def _open(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Let a folder be changed that is on its way to something else."""
    place = folders.place(move.path)
    mode = place.status().st_mode & 0o7777
    if mode & 0o700 != 0o700:
        files.set_mode(place, mode | 0o700)


def _unlink(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Remove a file."""
    aside = folders.place(move.temporary)
    if not swap.remove(folders.place(move.path), aside, _expected(move)):
        raise _changed(folders, move)


def _remove_folder(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Remove an empty folder."""
    place = folders.place(move.path)
    folders.forget(move.path)
    os.rmdir(place.name, dir_fd=place.folder)


def _make_folder(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Make a folder with its mode."""
    place = folders.place(move.path)
    try:
        os.mkdir(place.name, dir_fd=place.folder)
    except FileExistsError:  # the workspace itself is made beforehand
        if not stat.S_ISDIR(place.status().st_mode):
            raise
    if move.target.mode != ANY_MODE:
        files.set_mode(place, move.target.mode | 0o700)


def _put(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Put the content, made ready before, in its place."""
    place = folders.place(move.path)
    if needs_content(move):
        new = folders.place(move.temporary)
        if move.now.kind in (NONE, FOLDER):
            done = swap.put_new(new, place)
        else:
            done = swap.replace(new, place, _expected(move))
    elif move.in_place and move.now[:2] != move.target[:2]:
        done = swap.overwrite(place, fetch(move.target), _expected(move))
    else:
        done = swap.is_at(place, _expected(move), whole=move.in_place)
        if done and move.target.mode != ANY_MODE:
            files.set_mode(place, move.target.mode)
    if not done:
        raise _changed(folders, move)


def _set_mode(folders: Folders, move: Move, fetch: Fetch) -> None:
    """Set the mode alone."""
    files.set_mode(folders.place(move.path), move.target.mode)


def _expected(move: Move) -> swap.Expected:
    """Return what tells whether a path is as it was when it was looked at."""

    def expected(now: State, status: os.stat_result) -> bool:
        """Tell whether nobody else has changed what is to be replaced."""
        same = files.signature(status) == files.signature(move.status)
        if now is swap.UNREAD:
            return same
        # A file with two names in the batch has been written by the other name.
        written = move.in_place and same_content(now, move.target)
        return written or same and same_content(now, move.now)

    return expected


def _changed(folders: Folders, move: Move) -> JournalError:
    """Return the error about a path that something else has changed."""
    now, _ = files.look(folders, move.path)
    gone = None if move.now.kind in (NONE, FOLDER) else b""
    return changed(move.path, now, gone)
