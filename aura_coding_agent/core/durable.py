# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Have on the disk what must outlive a loss of power: contents, names of files.

A system keeps what is written in memory for up to half a minute. Flushing a file has
its content on the disk, but not its name, which is content of the folder; so after a
file or folder was made, renamed or removed, the folder that names it is flushed too
(POSIX, fsync; ext4 and its like are kinder than that, but nothing is built on it).
"""

from __future__ import annotations

import os
import sys
from typing import List


def flush(descriptor: int) -> None:
    """Return when the content of an open file is on the disk.

    Raises:
        OSError: the disk is full or failing.
    """
    if sys.platform == "darwin":  # pragma: no cover
        import fcntl  # here, because only there fsync stops at the drive's cache

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            pass  # not on this file system; the other way is what is left
    os.fsync(descriptor)


def flush_folder(path: str) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return  # Windows does not open folders
    try:
        flush(descriptor)
    except OSError:
        pass  # some file systems refuse; the content is on the disk anyway
    finally:
        os.close(descriptor)


def make_folder(path: str) -> None:
    """Make a folder for its owner only, with those above it; all on the disk.

    Raises:
        OSError: it cannot be made.
    """
    missing: List[str] = []
    above = os.path.abspath(path)
    while not os.path.isdir(above):
        missing.append(above)
        above = os.path.dirname(above)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, 0o700 if folder == missing[0] else 0o777)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise
        flush_folder(os.path.dirname(folder))


def write_file(path: str, data: bytes) -> str:
    """Write a file as a whole, for its owner only; all on the disk. Return its path.

    Raises:
        OSError: it cannot be written; what was there is there.
    """
    make_folder(os.path.dirname(path))
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            flush(file.fileno())
        os.replace(temporary, path)
    except OSError:
        remove_file(temporary)
        raise
    flush_folder(os.path.dirname(path))
    return path


def temporary_folder(suffix: str) -> str:
    """Make a new folder among the temporary files, for its owner only.

    Raises:
        OSError: there is no place for one.
    """
    import tempfile  # here, because it costs time and few runs need it

    return tempfile.mkdtemp(suffix)


def remove_file(path: str) -> None:
    """Remove a file as far as that is possible."""
    try:
        os.unlink(path)
    except OSError:
        pass  # it was never made, or is in use on Windows
