# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the processes that a command has started, wherever they went.

A process may leave its group and its session (``setsid``), its parent (a daemon) or
its standard streams, hardly ever all that it was given at once. So a command carries
several marks, and one of them is enough: a word in its environment, a descriptor that
is inherited, its session, and its parents. Who has left the session, has no parent, has
emptied its environment and has closed every descriptor is not found.

Only Linux shows this of other processes (``/proc``); elsewhere there are groups.
"""

from __future__ import annotations

import os
import select
from typing import Collection, Dict, List, Optional, Set

from .values import NamedTuple

VARIABLE = "AURA_COMMAND"  # its words name all commands that a process descends from
# The descriptor stands above those that scripts choose by hand, and those that a
# ``make`` around us names to its children (MAKEFLAGS).
_LOWEST = 100
_PIECE = 65_536  # bytes


class Member(NamedTuple):
    """A process that descends from a command."""

    pid: int
    name: str

    def __str__(self) -> str:
        """Return what people and models call it."""
        return f"{self.pid} {self.name}"


class Trace:
    """The marks of one command.

    Attributes:
        word: stands in the environment of all that descend from it; unique.
        descriptors: what the command has to inherit.
        pid: of the command, which leads its group; 0 before it was started.
        pipe: number of the pipe that all hold who did not close it; 0 for none.
    """

    def __init__(self, word: str):
        """Make the marks; nothing carries them yet."""
        self.word = word
        self.pid = 0
        self.pipe = 0
        self._reader, self._writer = _pipe()
        if self._reader >= 0:
            self.pipe = os.fstat(self._reader).st_ino

    @property
    def descriptors(self) -> List[int]:
        """What the command has to inherit."""
        return [self._writer] if self._writer >= 0 else []

    def variables(self) -> Dict[str, str]:
        """Return what to add to the environment of the command."""
        outer = os.environ.get(VARIABLE)
        return {VARIABLE: f"{outer}:{self.word}" if outer else self.word}

    def begun(self, pid: int) -> None:
        """Note that the command runs, and let go of its end of the pipe."""
        self.pid = pid
        self._writer = _closed(self._writer)

    def is_held(self) -> bool:
        """Return whether somebody holds the descriptor; costs next to nothing.

        False does not say that nobody is left: some close what they inherit.
        """
        return self._reader >= 0 and has_writers(self._reader)

    def members(self) -> Optional[List[Member]]:
        """Return who lives of the command; None where the system does not tell."""
        return members([self.word], leaders=[self.pid], pipes=[self.pipe])

    def close(self) -> None:
        """Forget the command; who lives on lives on."""
        self._writer = _closed(self._writer)
        self._reader = _closed(self._reader)


def has_writers(descriptor: int) -> bool:
    """Return whether a process could still write into a pipe that we read.

    True as well where the system cannot tell.
    """
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(descriptor, 0)  # the end of all writers is told in any case
    return not any(event & select.POLLHUP for _, event in poll.poll(0))


def visible() -> bool:
    """Return whether the system shows who descends from a command."""
    return os.path.exists("/proc/self/environ") and os.path.exists("/proc/self/stat")


def members(
    words: Collection[str],
    *,
    leaders: Collection[int] = (),
    pipes: Collection[int] = (),
) -> Optional[List[Member]]:
    """Return the living processes that carry a mark, and all that descend from them.

    Args:
        words: in their environment.
        leaders: numbers of their groups or sessions.
        pipes: numbers of pipes that they hold.

    Returns:
        By number, without this process; None where the system does not tell.
    """
    if not visible():
        return None
    marks = [word.encode() for word in words]
    links = {f"pipe:[{number}]" for number in pipes if number}
    seen: Dict[int, _Seen] = {}
    for name in os.listdir("/proc"):
        one = _look(name) if name.isdigit() and int(name) != os.getpid() else None
        if one is not None:
            seen[one.pid] = one
    found = {
        one.pid
        for one in seen.values()
        if one.group in leaders
        or one.session in leaders
        or any(mark in _environment(one.pid) for mark in marks)
        # A fork of ours that has not become another program yet holds all we hold.
        or (links and one.parent != os.getpid() and not links.isdisjoint(_links(one)))
    }
    _with_children(found | set(leaders), seen, found)
    return [Member(pid, seen[pid].name) for pid in sorted(found)]


class _Seen(NamedTuple):
    """What the system shows of a process."""

    pid: int
    name: str
    parent: int
    group: int
    session: int


def _look(name: str) -> Optional[_Seen]:
    """Return a process that lives; None for one that has ended."""
    # proc(5): pid (name) state parent group session; the name may hold anything.
    data = _read(f"/proc/{name}/stat")
    begin, end = data.find(b"("), data.rfind(b")")
    fields = data[end + 1 :].split(None, 4)
    if len(fields) < 5 or fields[0] in (b"Z", b"X", b"x"):
        return None
    parent, group, session = map(int, fields[1:4])
    called = data[begin + 1 : end].decode("utf-8", "replace")
    return _Seen(int(name), called, parent, group, session)


def _with_children(begin: Set[int], seen: Dict[int, _Seen], found: Set[int]) -> None:
    """Add to ``found`` all that descend from those to begin with."""
    children: Dict[int, List[int]] = {}
    for one in seen.values():
        children.setdefault(one.parent, []).append(one.pid)
    waiting = list(begin)
    while waiting:
        for pid in children.get(waiting.pop(), ()):
            if pid not in found:
                found.add(pid)
                waiting.append(pid)


def _environment(pid: int) -> bytes:
    """Return the environment a process began with; empty when it is not ours."""
    return _read(f"/proc/{pid}/environ")


def _links(one: _Seen) -> Set[str]:
    """Return what the descriptors of a process stand for."""
    folder = f"/proc/{one.pid}/fd"
    found = set()
    try:
        for name in os.listdir(folder):
            found.add(os.readlink(f"{folder}/{name}"))
    except OSError:
        pass  # it has ended, or is not ours
    return found


def _read(path: str) -> bytes:
    """Read a file that the system makes up; empty when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        data = piece = os.read(descriptor, _PIECE)
        while len(piece) == _PIECE:
            piece = os.read(descriptor, _PIECE)
            data += piece
        return data
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def _pipe() -> List[int]:
    """Return both ends of a pipe; -1 twice where it cannot be inherited."""
    if os.name == "nt":  # pragma: no cover
        return [-1, -1]
    reader, writer = os.pipe()
    try:
        import fcntl  # here, because it is not everywhere

        high = fcntl.fcntl(writer, fcntl.F_DUPFD_CLOEXEC, _LOWEST)
    except (ImportError, AttributeError, OSError):
        # A build without it, PyPy, or a low limit on open files: then the low number
        # it has, which others may want, has to do.
        return [reader, writer]
    os.close(writer)
    return [reader, high]


def _closed(descriptor: int) -> int:
    """Close a descriptor that is open; return the number that stands for none."""
    if descriptor >= 0:
        os.close(descriptor)
    return -1
