# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Look at one file of the user, and bring it into another state.

Only the journal may call what writes here: it has kept the earlier state by then.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import List, Optional, Tuple

from ..core.errors import JournalError
from ..core.folders import Folders, Place, real_path
from ..core.values import NamedTuple

NONE, FILE, LINK, FOLDER, OTHER = "none", "file", "link", "folder", "other"
ANY_MODE = -1


class State(NamedTuple):
    """What is at a path.

    Attributes:
        kind: ``none``, ``file``, ``link``, ``folder`` or ``other`` (devices, pipes).
        data: content of a file; target of a link.
        mode: permission bits of a file or folder; ANY_MODE for what the system gives.
    """

    kind: str
    data: bytes = b""
    mode: int = ANY_MODE


ABSENT = State(NONE)


def look(folders: Folders, path: str) -> Tuple[State, Optional[os.stat_result]]:
    """Return what is at a real path, and its status; a link is not followed.

    Where a folder of the path has become a link, nothing is at the path.

    Raises:
        OSError: it cannot be read.
    """
    try:
        place = folders.place(path)
        status = place.status()
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT, None
    return look_at(place, status)


def look_at(
    place: Place, status: os.stat_result
) -> Tuple[State, Optional[os.stat_result]]:
    """Return what is at a place whose status was just taken, and its status.

    Raises:
        OSError: it cannot be read.
    """
    if stat.S_ISLNK(status.st_mode):
        return State(LINK, os.fsencode(place.target())), status
    if stat.S_ISDIR(status.st_mode):
        return State(FOLDER, b"", stat.S_IMODE(status.st_mode)), status
    if not stat.S_ISREG(status.st_mode):
        return State(OTHER), status
    with open(place.open(), "rb", buffering=0) as file:
        # Before it is read: who writes meanwhile makes it differ.
        status = os.fstat(file.fileno())
        return State(FILE, file.read() or b"", stat.S_IMODE(status.st_mode)), status


def look_within(root: str, path: str) -> Tuple[State, Optional[os.stat_result]]:
    """Return what is at a path below a root as :func:`look` does.

    Raises:
        OSError: it cannot be read.
    """
    with Folders(root) as folders:
        return look(folders, path)


def signature(status: Optional[os.stat_result]) -> Tuple[int, ...]:
    """Return what differs once a file was written, replaced or made."""
    if status is None:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode


def contain(root: str, path: str, *, follow: bool) -> str:
    """Return the real path of a file of the workspace, which need not exist.

    Args:
        root: real path of the workspace.
        path: absolute, or relative to the root.
        follow: go through a link at the end of the path too.

    Raises:
        JournalError: ``outside-workspace`` or ``path-invalid``.
    """
    if "\0" in path:
        raise refusal("path-invalid", f"{path!r} is not a path.")
    real = os.path.join(root, path)
    if follow:
        real = real_path(real)
    else:
        parent, name = os.path.split(real)
        real = os.path.join(real_path(parent), name)
    prefix = os.path.normcase(os.path.join(root, ""))
    if not os.path.normcase(real).startswith(prefix):
        raise JournalError(
            "outside-workspace",
            f"{path} is outside the workspace {root}; nothing was changed.",
            hint="Only files inside the workspace can be changed.",
            path=path,
        )
    return real


def check_writable(path: str, status: Optional[os.stat_result]) -> None:
    """Refuse what must not be replaced; the mode counts for the superuser too.

    Raises:
        JournalError: ``is-a-folder``, ``special-file`` or ``file-readonly``.
    """
    if status is None or stat.S_ISLNK(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise refusal("is-a-folder", f"{path} is a folder, not a file.")
    if not stat.S_ISREG(status.st_mode):
        raise refusal("special-file", f"{path} is a device, pipe or socket.")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise JournalError(
            "file-readonly",
            f"{path} is read-only; nothing was changed.",
            hint="Ask the user before making the file writable.",
            path=path,
        )


def check_folder(path: str) -> None:
    """Refuse to make, replace or remove a file in a folder that is read-only.

    Raises:
        JournalError: ``folder-readonly`` or ``not-a-folder``.
    """
    folder = os.path.dirname(path)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    status = os.stat(folder)
    if not stat.S_ISDIR(status.st_mode):
        raise refusal("not-a-folder", f"{folder} is not a folder.")
    if not status.st_mode & 0o222 or not os.access(folder, os.W_OK):
        raise JournalError(
            "folder-readonly",
            f"The folder {folder} is read-only; nothing was changed.",
            hint="Ask the user before making the folder writable.",
            path=folder,
        )


def missing_folders(path: str) -> List[str]:
    """Return the folders to be made for a file, outermost first."""
    missing: List[str] = []
    folder = os.path.dirname(path)
    while not os.path.lexists(folder):
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    return missing


def standing_folder(path: str) -> str:
    """Return the innermost folder above a path that is there."""
    folder = os.path.dirname(path)
    while not stands(folder):
        folder = os.path.dirname(folder)
    return folder


def stands(folder: str) -> bool:
    """Return whether there is a folder; a link to one is none."""
    try:
        return stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return False


def must_stay_in_place(status: Optional[os.stat_result]) -> bool:
    """Return whether replacing a file would break it away from links or its owner."""
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    if status.st_nlink > 1:
        return True
    if sys.platform == "win32" or os.geteuid() == 0:
        return False
    groups = {os.getegid(), *os.getgroups()}
    return status.st_uid != os.geteuid() or status.st_gid not in groups


# -- writing -------------------------------------------------------------------------


def prepare(
    place: Place,
    state: State,
    like: Optional[Tuple[Place, os.stat_result]],
    *,
    flush: bool = True,
) -> None:
    """Make a file or link under a temporary name.

    Args:
        like: the file whose owner and attributes are kept, when there is one.
        flush: have it on the disk when this returns.
    """
    if state.kind == LINK:
        os.symlink(os.fsdecode(state.data), place.name, dir_fd=place.folder)
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    first_mode = 0o666 if state.mode == ANY_MODE else 0o600
    with open(place.open(flags, first_mode), "wb") as file:
        file.write(state.data)
        file.flush()
        if like is not None:
            _copy_owner(file.fileno(), like[1])
        if state.mode != ANY_MODE:
            _set_mode_of(file.fileno(), place, state.mode)
        if like is not None:
            _copy_attributes(like[0], file.fileno())
        if flush:
            os.fsync(file.fileno())


def _copy_owner(descriptor: int, like: os.stat_result) -> None:
    """Give a new file the owner of the old one."""
    mine = os.fstat(descriptor)
    if (mine.st_uid, mine.st_gid) == (like.st_uid, like.st_gid):
        return
    if sys.platform == "win32":  # pragma: no cover
        return  # a file has no such owner there
    try:
        os.chown(descriptor, like.st_uid, like.st_gid)
    except OSError:
        pass  # not allowed to; the content matters more


def _copy_attributes(source: Place, target: int) -> None:
    """Copy extended attributes, access lists among them, as far as the system lets."""
    if sys.platform != "linux":  # pragma: no cover
        return  # Python can reach them nowhere else
    try:
        descriptor = source.open()
    except OSError:
        return  # it may not be read
    try:
        for name in os.listxattr(descriptor):
            os.setxattr(target, name, os.getxattr(descriptor, name))
    except OSError:
        pass  # the file system keeps none, or this one is not ours to set
    finally:
        os.close(descriptor)


def _set_mode_of(descriptor: int, place: Place, mode: int) -> None:
    """Set the mode of an open file."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    else:  # pragma: no cover
        os.chmod(place.path, mode)


def set_mode(place: Place, mode: int) -> None:
    """Set the mode of a file or folder; a link is not followed.

    Raises:
        OSError: it is a link, or not ours.
    """
    if place.folder is None:
        os.chmod(place.path, mode)
        return
    try:
        descriptor = place.open()
    except PermissionError:
        _set_mode_unread(place, mode)
        return
    try:
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def _set_mode_unread(place: Place, mode: int) -> None:
    """Set the mode of what must not be opened to be read."""
    if not hasattr(os, "O_PATH"):
        os.chmod(place.name, mode, dir_fd=place.folder, follow_symlinks=False)
        return
    descriptor = place.open(os.O_PATH)
    try:
        os.chmod(f"/proc/self/fd/{descriptor}", mode)
    finally:
        os.close(descriptor)


def is_torn(now: bytes, before: bytes, after: bytes) -> bool:
    """Return whether ``now`` is what :func:`overwrite` leaves when it is cut off.

    That is a beginning of ``after``, then the rest of ``before``.
    """
    low, high = 0, min(len(now), len(after))
    while low < high:  # find the length of the common beginning
        middle = (low + high + 1) // 2
        if now[:middle] == after[:middle]:
            low = middle
        else:
            high = middle - 1
    return now[low:] == before[low:] and len(now) >= len(before)


def unlink_if_there(place: Place) -> None:
    """Remove a file that may be missing."""
    try:
        os.unlink(place.name, dir_fd=place.folder)
    except FileNotFoundError:
        pass


# -- errors --------------------------------------------------------------------------

_FAILURES = {
    errno.ENOSPC: ("disk-full", "the disk is full", "Free some space."),
    errno.EROFS: (
        "workspace-readonly",
        "the file system is read-only",
        "Work on a copy in a place that can be written.",
    ),
    errno.EACCES: (
        "write-denied",
        "the system does not permit it",
        "Ask the user to change who may write there.",
    ),
    errno.ENOTDIR: (
        "not-a-folder",
        "a part of its path is not a folder",
        "Choose another path.",
    ),
    errno.ENAMETOOLONG: (
        "path-invalid",
        "the name is too long",
        "Choose a shorter one.",
    ),
}
_FAILURES[errno.EPERM] = _FAILURES[errno.EACCES]
_FAILURES[getattr(errno, "EDQUOT", errno.ENOSPC)] = _FAILURES[errno.ENOSPC]


def failure(error: OSError, path: str) -> JournalError:
    """Return what to tell when the system did not let a file be changed."""
    other = ("write-failed", str(error.strerror or error), "Look at the disk.")
    code, what, hint = _FAILURES.get(error.errno or 0, other)
    return JournalError(
        code,
        f"{path} was not changed: {what}. No other file was changed either.",
        hint=hint,
        path=path,
    )


def refusal(code: str, message: str) -> JournalError:
    """Return the error for a path where no file can be written."""
    hint = "Choose another path."
    return JournalError(code, f"{message} Nothing was changed.", hint=hint)
