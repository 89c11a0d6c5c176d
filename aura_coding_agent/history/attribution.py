# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell whose doing it is that files differ.

Between two looks at a workspace commands ran, perhaps of several agents, and people
saved files. A command that is watched has touched what it changed, so a difference is
laid to it when it touched the path and no other command did; what nobody touched was
done by somebody else. A command that is not watched gets what is left when it was
alone, and nothing shows that somebody else was at work.

What a command touches is written to the file of its lock as it happens, so that every
agent can read it, also when the agent of the command is gone.
"""

from __future__ import annotations

import os
import stat
from typing import (
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..core.values import NamedTuple
from .files import FILE
from .ledger import Change, Kept
from .scan import Folder, Manifest

_TOUCHED, _TREE, _GAP, _WATCHED, _RIVAL, _FOUND = "t", "d", "?", "w", "r", "f"
_AGAIN = 0.05  # seconds within which a path that is touched again is not written again
_LATER = 0.001  # seconds; what is within is a matter of rounding


class Touches:
    """What one command has touched, by path, with the last time.

    Attributes:
        watched: it is seen what the command does.
        gaps: why not all of it is seen; empty when all is.
        rivals: paths that somebody else wrote, too, after the command had touched them.
        found: states in which the command found files that somebody had changed after
            the workspace was looked at, and when.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.watched = False
        self.gaps: List[str] = []
        self.rivals: Set[str] = set()
        self.found: Dict[str, Tuple[float, Kept]] = {}
        self.paths: Dict[str, float] = {}
        self.trees: Dict[str, float] = {}

    @property
    def complete(self) -> bool:
        """Whether all that the command did is known."""
        return self.watched and not self.gaps

    def add(self, kind: str, at: float, text: str) -> None:
        """Take in one record."""
        if kind == _TOUCHED:
            self.paths[text] = at
        elif kind == _TREE:
            self.trees[text] = at
        elif kind == _RIVAL:
            self.rivals.add(text)
        elif kind == _FOUND:
            mode, blob, path = text.split(" ", 2)
            self.found[path] = (at, Kept(FILE, blob, int(mode)))
        elif kind == _WATCHED:
            self.watched = True
        else:
            self.gaps.append(text)

    def last(self, path: str) -> float:
        """Return when a path was touched last; 0 when it was not."""
        found = self.paths.get(path, 0.0)
        if self.trees:
            for above in (path, *_above(path)):
                found = max(found, self.trees.get(above, 0.0))
        return found


class TouchLog:
    """Note what a command touches, for this process and in a file for the others.

    Args:
        path: file to append to; empty when there are no others.
        found: returns the state of a path that is about to be touched for the first
            time, when it is not the one that is known of it; else None.
    """

    def __init__(
        self,
        path: str,
        found: Callable[[str], Optional[Kept]] = lambda path: None,
    ) -> None:
        """Take the file; it is opened with the first record."""
        self.touches = Touches()
        self._found = found
        self._path = path
        self._descriptor = -1

    def touched(self, path: str, tree: bool, at: float) -> None:
        """Note that a path is touched, with all below it where it is a tree."""
        known = self.touches.trees if tree else self.touches.paths
        if path not in known and not self.touches.last(path):
            state = self._found(path)
            if state is not None:
                self._add(_FOUND, at, f"{state.mode} {state.blob} {path}")
        if at - known.get(path, 0.0) > _AGAIN:
            self._add(_TREE if tree else _TOUCHED, at, path)

    def watched(self) -> None:
        """Note that what the command does is seen."""
        self._add(_WATCHED, 0.0, "")

    def gap(self, reason: str) -> None:
        """Note that something of it is not seen."""
        self._add(_GAP, 0.0, reason)

    def rival(self, path: str) -> None:
        """Note that somebody else wrote what the command had touched."""
        if path not in self.touches.rivals:
            self._add(_RIVAL, 0.0, path)

    def close(self) -> None:
        """Write no more to the file."""
        self._path = ""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _add(self, kind: str, at: float, text: str) -> None:
        """Add a record."""
        self.touches.add(kind, at, text)
        if not self._path:
            return
        try:
            if self._descriptor < 0:
                flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
                self._descriptor = os.open(self._path, flags)
            os.write(self._descriptor, os.fsencode(f"{kind} {at:.6f} {text}\0"))
        except OSError:
            # The disk is full, say. Others then take it for not watched.
            self._path = ""


def read_touches(path: str) -> Touches:
    """Return what was noted in a file; nothing where it cannot be read."""
    found = Touches()
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return found
    *records, _ = os.fsdecode(data).split("\0")  # what is cut off at the end is none
    for record in records:
        try:
            kind, at, text = record.split(" ", 2)
            found.add(kind, float(at), text)
        except ValueError:  # a loss of power has left zeros
            found.gaps.append("what was noted of it is damaged")
    return found


class Claimant(NamedTuple):
    """A command that may have done something.

    Attributes:
        run, turn: what it belongs to.
        touches: what it touched.
        unseen: it may have done what was not seen.
        ended: when it had ended; 0 while that is not known.
    """

    run: int
    turn: int
    touches: Touches
    unseen: bool = False
    ended: float = 0.0


class Verdict(NamedTuple):
    """Changes that are laid to a command; with no ``owner``, to nobody."""

    owner: Optional[Claimant]
    changes: List[Change]


def attribute(
    root: str,
    changes: Sequence[Change],
    claimants: Sequence[Claimant],
    *,
    since: float,
    states: Tuple[Manifest, Manifest],
) -> List[Verdict]:
    """Lay each change to the command that made it, or to nobody.

    Args:
        root: of the workspace.
        changes: what differs since the last look.
        claimants: the commands that ran since.
        since: when the last look began.
        states: what was known before, and what is known now.
    """
    aliases = _Aliases(root, states)
    owners: Dict[int, Optional[Claimant]] = {}
    alone = _alone(root, changes, claimants)
    for at, change in enumerate(changes):
        touching = _touching(change.path, claimants, since)
        if not touching:
            touching = aliases.touching(change.path, claimants, since)
        owner = touching[-1] if len({each.run for each in touching}) == 1 else None
        if owner is not None and _is_overwritten(root, change.path, owner):
            owner = None
        if not touching:
            owner = alone
        owners[at] = owner
    found: Dict[int, Verdict] = {}
    for at, owner in owners.items():
        change = changes[at]
        for step, doer in _steps(change, owner, since):
            verdict = found.setdefault(id(doer), Verdict(doer, []))
            verdict.changes.append(step)
    # What was done before a command comes before what it did.
    return sorted(found.values(), key=lambda verdict: verdict.owner is not None)


def _steps(
    change: Change, owner: Optional[Claimant], since: float
) -> Iterator[Tuple[Change, Optional[Claimant]]]:
    """Yield a change, in two steps when its owner found the file changed already."""
    if owner is not None:
        at, state = owner.touches.found.get(change.path, (0.0, change.before))
        if at > since and not change.before.same(state):
            yield change._replace(after=state), None
            if state.same(change.after):
                return
            change = change._replace(before=state)
    yield change, owner


def _touching(path: str, claimants: Sequence[Claimant], since: float) -> List[Claimant]:
    """Return who touched a path since the last look, else who did so before.

    A file that was opened before may still be written.
    """
    ever = [(each.touches.last(path), each) for each in claimants]
    recent = [each for at, each in ever if at > since]
    return recent or [each for at, each in ever if at]


def _alone(
    root: str, changes: Sequence[Change], claimants: Sequence[Claimant]
) -> Optional[Claimant]:
    """Return the command that gets what nobody is known to have touched.

    That is one which is not seen, or not wholly, if it was the only one and every file
    changed while it ran.
    """
    if len(claimants) != 1 or not claimants[0].unseen:
        return None
    (only,) = claimants
    others = [
        change.path
        for change in changes
        if not only.touches.last(change.path)
        and _is_overwritten(root, change.path, only)
    ]
    return None if others else only


def _is_overwritten(root: str, path: str, owner: Claimant) -> bool:
    """Return whether something wrote a path that a command had left as it was."""
    if path in owner.touches.rivals:
        return True
    if not owner.ended:
        return False
    try:
        status = os.lstat(os.path.join(root, path))
    except OSError:
        return False
    if stat.S_ISDIR(status.st_mode):
        return False  # its time tells of what is in it
    # A time stamp is never ahead of the clock, so a later one is somebody else's.
    return status.st_ctime_ns / 1e9 > owner.ended + _LATER


class _Aliases:
    """Find who touched a file under another name: a link to it, or a second name."""

    def __init__(self, root: str, states: Tuple[Manifest, Manifest]) -> None:
        """Take what was known before and what is known now."""
        self._root = root
        self._states = states
        self._found: Dict[int, Dict[str, float]] = {}

    def touching(
        self, path: str, claimants: Sequence[Claimant], since: float
    ) -> List[Claimant]:
        """Return who touched another name of a path."""
        names = {path, *self._inodes(path)}
        ever = []
        for each in claimants:
            known = self._known(each.touches)
            at = max((known.get(name, 0.0) for name in names), default=0.0)
            ever.append((at, each))
        recent = [each for at, each in ever if at > since]
        return recent or [each for at, each in ever if at]

    def _known(self, touches: Touches) -> Dict[str, float]:
        """Return the inodes of what was touched, and where touched links lead."""
        found = self._found.get(id(touches))
        if found is None:
            found = self._found[id(touches)] = {}
            for path, at in list(touches.paths.items()):
                for name in (*self._inodes(path), *self._target(path)):
                    found[name] = max(at, found.get(name, 0.0))
        return found

    def _inodes(self, path: str) -> Iterator[str]:
        """Yield what stands for the file at a path now; no name looks like it.

        What was there before does not count: a new file may get an old inode.
        """
        rel, _, name = path.rpartition("/")
        folder = self._states[1].get(rel)
        if folder is not None and name in folder.files:
            yield f"/{folder.files[name][4]}"

    def _target(self, path: str) -> Iterable[str]:
        """Return where a link leads within the workspace."""
        for folder, name in self._entries(path):
            sign = folder.files.get(name)
            if sign is not None and stat.S_ISLNK(sign[0]):
                real = os.path.realpath(os.path.join(self._root, path))
                inside = os.path.join(self._root, "")
                if real.startswith(inside):
                    return (real[len(inside) :].replace(os.sep, "/"),)
        return ()

    def _entries(self, path: str) -> Iterator[Tuple[Folder, str]]:
        """Yield the folder of a path before and now, and its name in it."""
        rel, _, name = path.rpartition("/")
        for state in self._states:
            if rel in state:
                yield state[rel], name


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, innermost first; the root is ``.``."""
    while path not in (".", ""):
        path = path.rpartition("/")[0] or "."
        yield path
