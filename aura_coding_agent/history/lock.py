# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Let one process at a time change the files of a workspace.

The lock belongs to an open file, so the system releases it when the process dies.
Whoever holds it therefore knows: work that is marked as under way was cut off.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from types import TracebackType
from typing import List, Optional, Tuple, Type

from ..core import durable
from ..core.errors import JournalError, StorageError

if sys.platform == "win32":  # pragma: no cover
    import msvcrt
else:
    try:
        import fcntl
    except ImportError:  # a build without it: one process at a time is up to the user
        pass

LOCK_SECONDS = 10.0


class WorkspaceLock:
    """A lock between threads and processes, used in ``with``; it does not nest.

    Args:
        path: file to lock; empty for a lock between the threads of this process.
        timeout: seconds to wait.

    Raises:
        JournalError: ``workspace-busy`` on entering, after the timeout.
        StorageError: ``lock-unusable`` on entering.
    """

    def __init__(self, path: str, *, timeout: float = LOCK_SECONDS):
        """Take the file of the lock; without one only threads are kept apart."""
        self._path = path
        self._timeout = timeout
        self._threads = threading.Lock()
        self._descriptor = -1

    def __enter__(self) -> None:
        """Take the lock, or raise when it is not free in time."""
        deadline = time.monotonic() + self._timeout
        if not self._threads.acquire(timeout=self._timeout):
            raise _busy()
        try:
            while self._path and not self._try_file():
                if time.monotonic() >= deadline:
                    raise _busy()
                time.sleep(0.005)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Give the lock back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._threads.release()

    @property
    def descriptors(self) -> Tuple[int, ...]:
        """The open file that has the lock; none for one between threads."""
        return (self._descriptor,) if self._descriptor >= 0 else ()

    def _try_file(self) -> bool:
        """Try to lock the file; return whether it was free."""
        try:
            durable.make_folder(os.path.dirname(self._path))
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                "lock-unusable",
                f"The lock file {self._path} cannot be opened: {error.strerror}.",
                hint="Make its folder writable, or choose another state folder.",
                path=self._path,
            ) from error
        if _try_lock(descriptor):
            self._descriptor = descriptor
            return True
        os.close(descriptor)
        return False


def _try_lock(descriptor: int) -> bool:
    """Lock an open file without a wait; return whether it was free."""
    try:
        if sys.platform == "win32":  # pragma: no cover
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        elif "fcntl" in globals():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass  # a file system without locks: one process at a time is up to the user
    return True


def holders(path: str) -> List[int]:
    """Return the processes that hold a lock file open, where the system tells."""
    found, real = [], os.path.realpath(path)
    for name in os.listdir("/proc") if os.path.isdir("/proc/self/fd") else ():
        folder = f"/proc/{name}/fd"
        try:
            open_files = os.listdir(folder) if name.isdigit() else ()
        except OSError:
            continue  # it has ended, or is not ours
        if any(_target(f"{folder}/{each}") == real for each in open_files):
            found.append(int(name))
    return sorted(found)


def _target(link: str) -> str:
    """Return what a link points to."""
    try:
        return os.readlink(link)
    except OSError:
        return ""  # closed meanwhile


def _busy() -> JournalError:
    """Return the error about somebody else who has the lock."""
    return JournalError(
        "workspace-busy",
        "Another process is changing files of this workspace.",
        hint="Try again in a moment; nothing was changed.",
    )
