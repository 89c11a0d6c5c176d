# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Reach what is below a folder, and nothing that a link leads to.

A path is only a text: between the look at it and its use somebody can swap a folder
of it with a link, and the same text leads out of the workspace. So folders are opened
one from the other, a link is never one, and what is done is done to a name in an open
folder. Whatever is swapped afterwards, that folder stays the one that was reached.

Links that are meant to be followed are followed before, by :func:`real_path`; the
real path is what is walked here, so what was checked is what is used.

Where a system cannot do this (Windows), a path is compared with its real form just
before it is used. :data:`HELD_OPEN` tells which of both it is, for everybody.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from types import TracebackType
from typing import Dict, Iterator, List, Optional, Type

from .values import NamedTuple

_NEEDED = "open stat unlink rename mkdir rmdir link symlink readlink".split()
HELD_OPEN: bool = (
    all(getattr(os, name, None) in os.supports_dir_fd for name in _NEEDED)
    and os.scandir in os.supports_fd
    and hasattr(os, "O_NOFOLLOW")
    and hasattr(os, "O_DIRECTORY")
)
"""Whether names can be looked up in open folders on this system."""

READING: int = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe must not make us wait
    | getattr(os, "O_BINARY", 0)
)
"""How a file is opened to be read: no link is followed."""

_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)
_PATH_ONLY = getattr(os, "O_PATH", 0)  # for folders that may be entered, not listed
_TRIES = 100  # somebody who does nothing but swap has luck less than half of the time
_HELD = 32  # open folders; macOS gives a process 256 descriptors
_HELD_OF_ONE = 8  # of one path, so that two that are used together stay open


def real_path(path: str) -> str:
    """Return a path without links, as ``os.path.realpath``, which this is but for one.

    That one fails when a link is replaced between its two looks at it.

    Raises:
        OSError: it is replaced all the time.
    """
    for _ in range(_TRIES):
        try:
            return os.path.realpath(path)
        except OSError:
            pass
    return os.path.realpath(path)


class Place(NamedTuple):
    """A name in an open folder: ``os.unlink(place.name, dir_fd=place.folder)``.

    Attributes:
        folder: its descriptor, open until many other folders were asked for; None
            where the name is an absolute path.
        name: what to look up there.
        path: absolute path, for messages.
    """

    folder: Optional[int]
    name: str
    path: str

    def status(self) -> os.stat_result:
        """Return the status of what is there; a link is not followed.

        Raises:
            OSError: there is nothing, or it cannot be seen.
        """
        return os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)

    def open(self, flags: int = READING, mode: int = 0o600) -> int:
        """Return the descriptor of what is there; a link cannot be opened.

        Raises:
            OSError: as the system says it.
        """
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        return os.open(self.name, flags, mode, dir_fd=self.folder)

    def target(self) -> str:
        """Return where a link leads.

        Raises:
            OSError: it is none.
        """
        return os.readlink(self.name, dir_fd=self.folder)


class Folders:
    """The folders below some roots, opened as they are needed, closed on leaving.

    ``with Folders(root) as folders: folders.place(path).status()``

    One thread uses it, for one piece of work: a root is opened once, so a workspace
    that is removed and made again is another one.

    Args:
        roots: real absolute paths.

    Attributes:
        root: the first of them.
    """

    def __init__(self, *roots: str):
        """Take the roots; nothing is opened yet."""
        self.root: str = roots[0]
        self._roots = roots
        self._open: Dict[str, int] = {}  # the one used last stands last

    def __enter__(self) -> Folders:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Close all folders."""
        while self._open:
            os.close(self._open.popitem()[1])

    def place(self, path: str) -> Place:
        """Return the place that a real absolute path below a root names.

        Raises:
            OSError: a folder of the path is missing (``FileNotFoundError``), is none
                or has become a link (``NotADirectoryError``), or cannot be entered.
        """
        if path in self._roots:
            return Place(None, path, path)
        parent, name = os.path.split(path)
        _check_name(name, path)
        if not HELD_OPEN:
            if not any(path.startswith(os.path.join(r, "")) for r in self._roots):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
            _check_real(parent)
            return Place(None, path, path)
        return Place(self._folder(parent), name, path)

    @contextmanager
    def listing(self, path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        """List a folder, in ``with``; its entries are looked up in the open folder.

        Their ``path`` is of no use: it is the name alone.

        Raises:
            OSError: as :meth:`place`, or the folder may not be listed.
        """
        if HELD_OPEN:
            try:
                found = os.scandir(self._folder(path))
            except OSError as error:
                if error.errno != errno.EBADF:
                    raise
                # It was opened to be entered only.
                reason = os.strerror(errno.EACCES)
                raise PermissionError(errno.EACCES, reason, path) from None
        else:
            _check_real(path)
            found = os.scandir(path)
        with found:
            yield found

    def folder_status(self, path: str) -> os.stat_result:
        """Return the status of the very folder that :meth:`listing` lists.

        Raises:
            OSError: as :meth:`place`.
        """
        if HELD_OPEN:
            return os.fstat(self._folder(path))
        return os.lstat(path)

    def flush(self, path: str) -> None:
        """Have the names in a folder on the disk, where the system can do that."""
        if not HELD_OPEN:
            return  # Windows does not open folders
        try:
            os.fsync(self._folder(path))
        except OSError:
            pass  # it may only be entered, or some file systems refuse

    def forget(self, path: str) -> None:
        """Close a folder that was removed, and all that were below it."""
        for known in [p for p in self._open if p == path or p.startswith(path + "/")]:
            os.close(self._open.pop(known))

    def _folder(self, path: str) -> int:
        """Return the descriptor of a folder, opened from the nearest that is open."""
        missing: List[str] = []
        above = path
        while above not in self._open and above not in self._roots:
            parent, name = os.path.split(above)
            _check_name(name, path)
            missing.append(name)
            above = parent
        found = self._open.pop(above, None)
        if found is None:
            found = _opened(above, None)
        self._hold(above, found)
        passing = -1  # held no longer than for the next one
        while missing:
            name = missing.pop()
            try:
                inner = _opened(name, found)
            finally:
                if passing >= 0:
                    os.close(passing)
            above = os.path.join(above, name)
            passing = inner if len(missing) >= _HELD_OF_ONE else -1
            if passing < 0:
                self._hold(above, inner)
            found = inner
        return found

    def _hold(self, path: str, descriptor: int) -> None:
        """Keep a folder open, and close the one that was not used for longest."""
        self._open[path] = descriptor
        if len(self._open) > _HELD:
            os.close(self._open.pop(next(iter(self._open))))


def _opened(name: str, above: Optional[int]) -> int:
    """Open a folder that is no link."""
    try:
        try:
            return os.open(name, _FOLDER, dir_fd=above)
        except PermissionError:
            if not _PATH_ONLY:
                raise
            return os.open(name, _FOLDER | _PATH_ONLY, dir_fd=above)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        reason = os.strerror(errno.ENOTDIR)
        raise NotADirectoryError(errno.ENOTDIR, reason, name) from None


def _check_name(name: str, path: str) -> None:
    """Refuse a path that has no names to walk along, or that turns back."""
    if name in ("", ".", ".."):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)


def _check_real(folder: str) -> None:
    """Refuse a folder that is reached through a link."""
    real = real_path(folder)
    if os.path.normcase(real) != os.path.normcase(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)
