# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Bring many files and folders from one state into another, in an order that works.

What is in the way goes first (files, then folders from the inside out), then folders
are made from the outside in, then files put in place, and at last folders get their
modes: a read-only one could not have been filled.
"""

from __future__ import annotations

import os
from typing import Callable, List, Optional, Sequence, Tuple

from ..core.values import NamedTuple
from . import files
from .files import ANY_MODE, FILE, FOLDER, NONE, State
from .ledger import Kept

Fetch = Callable[[Kept], State]


class Move(NamedTuple):
    """One path on its way.

    Attributes:
        path: absolute.
        now: as it is.
        target: as it is to be.
        temporary: absolute; where the new content waits.
        in_place: overwrite the file, which has other names or another owner.
        status: as it was when ``now`` was read; None when nothing is there.
    """

    path: str
    now: Kept
    target: Kept
    temporary: str
    in_place: bool
    status: Optional[os.stat_result]


Act = Callable[[Move, Fetch], None]


def needs_content(move: Move) -> bool:
    """Return whether a new file or link has to be made under a temporary name."""
    if move.target.kind in (NONE, FOLDER) or move.in_place:
        return False
    return move.now[:2] != move.target[:2]


def prepare(move: Move, fetch: Fetch, flush: bool = True) -> None:
    """Write the new content under the temporary name, when there is one to be."""
    if not needs_content(move):
        return
    like = move.status if move.now.kind == FILE else None
    files.prepare(move.temporary, fetch(move.target), like, flush=flush)
    if move.now.kind == move.target.kind == FILE:
        files.copy_attributes(move.path, move.temporary)


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


def _open(move: Move, fetch: Fetch) -> None:
    """Let a folder be changed that is on its way to something else."""
    mode = os.lstat(move.path).st_mode & 0o7777
    if mode & 0o700 != 0o700:
        os.chmod(move.path, mode | 0o700)


def _unlink(move: Move, fetch: Fetch) -> None:
    """Remove a file."""
    os.unlink(move.path)


def _remove_folder(move: Move, fetch: Fetch) -> None:
    """Remove an empty folder."""
    os.rmdir(move.path)


def _make_folder(move: Move, fetch: Fetch) -> None:
    """Make a folder with its mode."""
    if not files.stands(move.path):  # the workspace itself is made beforehand
        os.mkdir(move.path)
    if move.target.mode != ANY_MODE:
        os.chmod(move.path, move.target.mode | 0o700)


def _put(move: Move, fetch: Fetch) -> None:
    """Put the content, made ready before, in its place."""
    if needs_content(move):
        os.replace(move.temporary, move.path)
    elif move.in_place and move.now[:2] != move.target[:2]:
        files.overwrite(move.path, fetch(move.target))
    elif move.target.mode != ANY_MODE:
        os.chmod(move.path, move.target.mode)


def _set_mode(move: Move, fetch: Fetch) -> None:
    """Set the mode alone."""
    os.chmod(move.path, move.target.mode)


TOUCHING_FILES: Tuple[Act, ...] = (_unlink, _put)
