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


def look(path: str) -> Tuple[State, Optional[os.stat_result]]:
    """Return what is at a path, and its status; a link is not followed.

    Raises:
        OSError: it cannot be read.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT, None
    if stat.S_ISLNK(status.st_mode):
        return State(LINK, os.fsencode(os.readlink(path))), status
    if stat.S_ISDIR(status.st_mode):
        return State(FOLDER, b"", stat.S_IMODE(status.st_mode)), status
    if not stat.S_ISREG(status.st_mode):
        return State(OTHER), status
    with open(path, "rb") as file:
        return State(FILE, file.read(), stat.S_IMODE(status.st_mode)), status


def look_within(root: str, path: str) -> Tuple[State, Optional[os.stat_result]]:
    """Return what is at a path as :func:`look` does, but never beyond a link.

    Where a folder of the path has become a link, nothing is at the path.

    Raises:
        OSError: it cannot be read.
    """
    parent = os.path.dirname(path)
    if path != root and os.path.realpath(parent) != parent:
        return ABSENT, None
    return look(path)


def open_flags() -> int:
    """Return how a file is opened to be read: no link is followed, no pipe waits."""
    return (
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_BINARY", 0)
    )


def signature(status: Optional[os.stat_result]) -> Tuple[int, ...]:
    """Return what differs once a file was written, replaced or made."""
    if status is None:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode


def signature_of(path: str) -> Tuple[int, ...]:
    """Return the signature of what is at a path now."""
    try:
        return signature(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return ()


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
        real = os.path.realpath(real)
    else:
        parent, name = os.path.split(real)
        real = os.path.join(os.path.realpath(parent), name)
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
    temporary: str,
    state: State,
    like: Optional[os.stat_result],
    *,
    flush: bool = True,
) -> None:
    """Make a file or link under a temporary name.

    Args:
        like: status of the file whose owner is kept, when there is one.
        flush: have it on the disk when this returns.
    """
    if state.kind == LINK:
        os.symlink(os.fsdecode(state.data), temporary)
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    first_mode = 0o666 if state.mode == ANY_MODE else 0o600
    with open(os.open(temporary, flags, first_mode), "wb") as file:
        file.write(state.data)
        file.flush()
        _copy_owner(file.fileno(), like)
        if state.mode != ANY_MODE:
            os.chmod(temporary, state.mode)
        if flush:
            os.fsync(file.fileno())


def _copy_owner(descriptor: int, like: Optional[os.stat_result]) -> None:
    """Give a new file the owner of the old one."""
    mine = os.fstat(descriptor)
    if like is None or (mine.st_uid, mine.st_gid) == (like.st_uid, like.st_gid):
        return
    if sys.platform == "win32":  # pragma: no cover
        return  # a file has no such owner there
    try:
        os.chown(descriptor, like.st_uid, like.st_gid)
    except OSError:
        pass  # not allowed to; the content matters more


def copy_attributes(source: str, target: str) -> None:
    """Copy extended attributes, access lists among them, as far as the system lets."""
    if sys.platform != "linux":  # pragma: no cover
        return  # Python can reach them nowhere else
    try:
        names = os.listxattr(source)
        for name in names:
            os.setxattr(target, name, os.getxattr(source, name))
    except OSError:
        pass  # the file system keeps none, or this one is not ours to set


def overwrite(path: str, state: State) -> None:
    """Write into the file that is there, so that its other names see it too."""
    with open(path, "r+b", buffering=0) as file:
        rest = memoryview(state.data)
        while rest:
            rest = rest[file.write(rest) :]
        file.truncate(len(state.data))
        if state.mode != ANY_MODE:
            os.chmod(path, state.mode)
        os.fsync(file.fileno())


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


def flush_folder(path: str) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return  # Windows does not open folders
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some file systems refuse; the content is on the disk anyway
    finally:
        os.close(descriptor)


def unlink_if_there(path: str) -> None:
    """Remove a file that may be missing."""
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
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
