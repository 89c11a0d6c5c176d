# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put files in the place of others so that nobody's save is lost.

Between the last look at a file and the moment it is replaced or removed another
program can save it. However short that moment is, a look cannot close it. So nothing
is thrown away unseen:

- a new file gets its name by ``link``, which never replaces anything;
- a file is replaced by exchanging it with the new one in one step (``renameat2`` of
  Linux, ``renameatx_np`` of macOS), and removed by renaming it aside;
- what has been taken away is looked at then, where nobody else can reach it, and put
  back when it is not what was looked at before.

A program may also have the file open and be about to write. Linux tells, by granting
or refusing a lease, and we wait a little for it to be done.

All functions return whether it was done; ``False``: somebody else has changed what
stands there, and it stands there still. Where a system cannot exchange names, the
moment between look and rename is left.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Callable, Iterator, Optional, Tuple

from ..core.folders import Place
from .files import (
    ANY_MODE,
    FILE,
    State,
    look_at,
    set_mode,
    signature,
    unlink_if_there,
)

if sys.platform == "win32":  # pragma: no cover
    fcntl: Any = None
else:
    try:
        import fcntl
    except ImportError:  # a build without it takes no leases
        pass

# PyPy has the module without them.
_HAS_LEASES = "fcntl" in globals() and hasattr(fcntl, "F_SETLEASE")

Expected = Callable[[State, os.stat_result], bool]
"""Tells whether a file is the one that may be replaced or removed."""

UNREAD = State("unread")
"""For :data:`Expected`, when only the status is to be compared."""

# Seconds for a program to end its save, also on a busy machine. One that keeps a file
# open for good costs them with every change of it.
_PATIENCE = 0.25
_PAUSE = 0.001  # s
_LINK_REFUSED = frozenset(
    (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK)
)
_RENAME_REFUSED = frozenset(
    (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL)
)
# include/uapi/linux/fs.h; sys/stdio.h of macOS
_NO_REPLACE = 4 if sys.platform == "darwin" else 1
_EXCHANGE = 2
# The number of renameat2, for C libraries without a function of that name (glibc
# before 2.28, musl): arch/*/entry/syscalls of Linux.
_NUMBERS = {
    "x86_64": 316,
    "i386": 353,
    "i686": 353,
    "armv7l": 382,
    "aarch64": 276,
    "riscv64": 276,
    "loongarch64": 276,
    "ppc64le": 357,
    "s390x": 347,
}


def put_new(new: Place, at: Place) -> bool:
    """Give a new file its name, where nothing must stand.

    Raises:
        OSError: as the system says it.
    """
    try:
        if sys.platform == "win32":
            os.rename(new.path, at.path)  # which replaces nothing there
            return True
        _link(new, at)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _LINK_REFUSED:
            raise
        return _rename_new(new, at)
    os.unlink(new.name, dir_fd=new.folder)
    return True


def replace(new: Place, at: Place, expected: Expected) -> bool:
    """Put a new file in the place of one that is as expected.

    Raises:
        OSError: as the system says it.
    """
    ours = new.status()
    if not is_at(at, expected, whole=False):
        return False
    try:
        exchanged = _rename(new, at, _EXCHANGE)
    except FileNotFoundError:
        return False
    if not exchanged:
        if not is_at(at, expected):
            return False
        os.replace(new.name, at.name, src_dir_fd=new.folder, dst_dir_fd=at.folder)
        return True
    if is_at(new, expected):
        os.unlink(new.name, dir_fd=new.folder)
        return True
    bring_back(new, at, ours)
    return False


def remove(at: Place, aside: Place, expected: Expected) -> bool:
    """Remove a file or link that is as expected, by way of a name that is free.

    Raises:
        OSError: as the system says it.
    """
    if not is_at(at, expected, whole=False):
        return False
    try:
        os.rename(at.name, aside.name, src_dir_fd=at.folder, dst_dir_fd=aside.folder)
    except FileNotFoundError:
        return False
    if is_at(aside, expected):
        os.unlink(aside.name, dir_fd=aside.folder)
        return True
    bring_back(aside, at)
    return False


def overwrite(at: Place, new: State, expected: Expected) -> bool:
    """Write into the file that is there, so that its other names see it too.

    Raises:
        OSError: as the system says it.
    """
    flags = os.O_RDWR | getattr(os, "O_BINARY", 0)
    with open(at.open(flags), "r+b", buffering=0) as file:
        descriptor = file.fileno()
        with _alone(descriptor):
            status = os.fstat(descriptor)
            before = file.read() or b""
            if not expected(State(FILE, before, stat.S_IMODE(status.st_mode)), status):
                return False
            _write(descriptor, new.data)
            # The name may have been given to another file since it was opened: then
            # this one is not what was meant.
            stays = _same(at, status)
            if not stays:
                _write(descriptor, before)
        if stays and new.mode != ANY_MODE:
            set_mode(at, new.mode)
        os.fsync(descriptor)
        return stays


def bring_back(aside: Place, at: Place, ours: Optional[os.stat_result] = None) -> None:
    """Give a file that was taken away its name again.

    What was saved there meanwhile is newer, so it stays and ``aside`` goes.

    Args:
        ours: status of the file that was put in its place, and that goes instead.

    Raises:
        OSError: as the system says it; it still stands aside.
    """
    if ours is not None and _same(at, ours):
        wanted = signature(ours)
        try:
            if _rename(aside, at, _EXCHANGE):
                if not is_at(aside, lambda now, status: signature(status) == wanted):
                    # Saved again in this very moment, or into what we had put there.
                    _rename(aside, at, _EXCHANGE)
                os.unlink(aside.name, dir_fd=aside.folder)
                return
        except FileNotFoundError:
            pass  # what was put there is gone
    if not put_new(aside, at):
        unlink_if_there(aside)


def is_at(place: Place, expected: Expected, *, whole: bool = True) -> bool:
    """Return whether what is at a place is as expected.

    Args:
        whole: look at the content too, once nobody writes it any more.

    Raises:
        OSError: it cannot be read.
    """
    try:
        status = place.status()
        if not whole:
            return expected(UNREAD, status)
        if stat.S_ISREG(status.st_mode):
            descriptor = place.open()
            try:
                _wait_for_writers(descriptor)
            finally:
                os.close(descriptor)
            status = place.status()
        now, seen = look_at(place, status)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return seen is not None and expected(now, seen)


# -- steps ---------------------------------------------------------------------------


def _link(new: Place, at: Place) -> None:
    """Give a file a second name, which must be free; a link is not followed."""
    os.link(
        new.name,
        at.name,
        src_dir_fd=new.folder,
        dst_dir_fd=at.folder,
        follow_symlinks=os.link not in os.supports_follow_symlinks,
    )


def _rename_new(new: Place, at: Place) -> bool:
    """Rename a file to a name that must be free, on a disk without hard links."""
    try:
        if _rename(new, at, _NO_REPLACE):
            return True
    except FileExistsError:
        return False
    try:
        at.status()
        return False
    except FileNotFoundError:
        os.rename(new.name, at.name, src_dir_fd=new.folder, dst_dir_fd=at.folder)
        return True


def _same(place: Place, status: os.stat_result) -> bool:
    """Return whether a certain file is at a place."""
    try:
        return os.path.samestat(place.status(), status)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write(descriptor: int, data: bytes) -> None:
    """Make this the content of an open file."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.ftruncate(descriptor, len(data))


# -- what Python does not offer ------------------------------------------------------


def _rename(first: Place, second: Place, flag: int) -> bool:
    """Rename with a flag of the system; return whether it can do that.

    Raises:
        OSError: it can, and something is wrong.
    """
    call = _system_call()
    if call is None:
        return False
    number = call(_numbered(first), _numbered(second), flag)
    if not number:
        return True
    if number in _RENAME_REFUSED:
        return False
    raise OSError(number, os.strerror(number), second.path)


def _numbered(place: Place) -> Tuple[int, bytes]:
    """Return a place as C functions take it; a full path needs no folder."""
    folder = -1 if place.folder is None else place.folder
    return folder, os.fsencode(place.name)


Call = Callable[[Tuple[int, bytes], Tuple[int, bytes], int], int]


@lru_cache(maxsize=None)
def _system_call() -> Optional[Call]:
    """Return the function that renames with a flag and returns an error number."""
    if sys.platform not in ("linux", "darwin"):
        return None
    try:
        # Here, because only who replaces a file needs it: 3 ms, a twentieth of a run.
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError):
        return None  # a build without it
    name = "renameatx_np" if sys.platform == "darwin" else "renameat2"
    lead: Tuple[int, ...] = ()
    if not hasattr(library, name):
        number = _NUMBERS.get(getattr(os, "uname")().machine)
        if number is None or sys.platform == "darwin":
            return None
        name, lead = "syscall", (number,)
    function = getattr(library, name)
    path, whole = ctypes.c_char_p, ctypes.c_int
    function.argtypes = [ctypes.c_long for _ in lead]
    function.argtypes += [whole, path, whole, path, ctypes.c_uint]

    def call(first: Tuple[int, bytes], second: Tuple[int, bytes], flag: int) -> int:
        """Rename; return the number of the error, 0 for none."""
        failed = function(*lead, *first, *second, flag)
        return ctypes.get_errno() or errno.EINVAL if failed else 0

    return call


def _wait_for_writers(descriptor: int) -> None:
    """Wait a little while others have a file open for writing.

    Args:
        descriptor: of the file, open to be read; to be closed soon.
    """
    if sys.platform == "linux" and _HAS_LEASES:
        _leased(descriptor, fcntl.F_RDLCK)


@contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Keep others from opening a file for a moment, where the system can do that."""
    if sys.platform != "linux" or not _HAS_LEASES:
        yield
        return
    leased = _leased(descriptor, fcntl.F_WRLCK)
    try:
        yield
    finally:
        if leased:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _leased(descriptor: int, kind: int) -> bool:
    """Take a lease; return whether it could be had in time."""
    if sys.platform != "linux":
        return False
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            # Who wants the file meanwhile waits, and we are told by a signal, which
            # must be one that does not end us.
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, kind)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        except (OSError, AttributeError):
            return False  # another's file, a disk or a Python that has no leases
