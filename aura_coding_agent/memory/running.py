# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell whether the process of a run still lives.

The process of a run holds a lock on a file of its session, and the system gives the
lock back when the process ends, however it ends. A session whose log says ``running``
and whose lock is free was cut off.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import Dict

if sys.platform == "win32":  # pragma: no cover
    import msvcrt
else:
    try:
        import fcntl
    except ImportError:  # a build without it cannot tell who lives
        pass


class Running:
    """The runs of one state folder.

    Args:
        folder: for the files with the locks; empty keeps none.
    """

    def __init__(self, folder: str):
        """Take the folder; it is made when it is needed."""
        self._folder = folder
        self._held: Dict[str, int] = {}
        self._lock = threading.Lock()

    def begin(self, session: str) -> None:
        """Note that this process carries out a run; a failure costs only the note."""
        with self._lock:
            if session in self._held or not self._folder:
                return
            try:
                os.makedirs(self._folder, mode=0o700, exist_ok=True)
                flags = os.O_RDWR | os.O_CREAT
                descriptor = os.open(self._path(session), flags, 0o600)
            except OSError:
                return
            _try_lock(descriptor)
            if not self._held:
                atexit.register(self.leave)
            self._held[session] = descriptor

    def leave(self) -> None:
        """Note that this process ends, and with it what it still carries out."""
        with self._lock:
            for session, descriptor in self._held.items():
                self._unlink(session)
                os.close(descriptor)
            self._held.clear()

    def was_cut_off(self, session: str) -> bool:
        """Return whether a run of which the log has no end has lost its process.

        False when it cannot be known.
        """
        if session in self._held or not self._folder:
            return False
        try:
            descriptor = os.open(self._path(session), os.O_RDWR)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        try:
            free = _try_lock(descriptor)
            if free:
                self._unlink(session)
            return free
        finally:
            os.close(descriptor)

    def _path(self, session: str) -> str:
        """Return the file of a session."""
        return os.path.join(self._folder, f"run-{session}")

    def _unlink(self, session: str) -> None:
        """Remove the file of a session whose lock we have."""
        try:
            os.unlink(self._path(session))
        except OSError:
            pass  # Windows, while it is open; or somebody has tidied up


def _try_lock(descriptor: int) -> bool:
    """Lock an open file without a wait; return whether it was free."""
    try:
        if sys.platform == "win32":  # pragma: no cover
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        elif "fcntl" in globals():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
