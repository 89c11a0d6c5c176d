# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Copy a project to a scratch folder, where tests may do what they like.

The only writer of the repair engine; it writes below the folder it is given.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from typing import List, Mapping, Tuple

LEFT_OUT = frozenset(
    ".git .hg .svn .tox .nox .venv venv node_modules __pycache__ .mypy_cache "
    ".pytest_cache .ruff_cache .hypothesis .eggs .cache".split()
)
BUILT = frozenset("build dist htmlcov site target".split())
BUILT_LIMIT = 2 << 20  # bytes; larger folders of build output are left out
SETTINGS = (
    ("pytest.toml", ""),
    (".pytest.toml", ""),
    ("pytest.ini", ""),
    (".pytest.ini", ""),
    ("pyproject.toml", "tool.pytest"),
    ("tox.ini", "[pytest]"),
    ("setup.cfg", "[tool:pytest]"),
)  # where pytest finds its settings, and by which words
FILE_LIMIT = 64 << 20  # bytes; larger files are left out


def copy_project(root: str, target: str) -> Tuple[str, ...]:
    """Copy what tests may need of a project.

    Left out: version control, virtual environments, ``node_modules``, caches, large
    build output, files over 64 MiB, sockets and pipes, links that lead out of the
    project. Links inside stay links; modes and times are kept.

    Args:
        root: the project; it is only read.
        target: a folder that is not there yet.

    Returns:
        Relative paths, with slashes, of what was left out for its size or because
        it leads out.

    Raises:
        OSError: the copy cannot be written.
    """
    root = os.path.realpath(root)
    os.makedirs(target, mode=0o700, exist_ok=True)
    missing: List[str] = []
    modes: List[Tuple[str, int]] = []
    pending = [""]
    while pending:
        folder = pending.pop()
        for entry in _entries(os.path.join(root, folder)):
            relative = os.path.join(folder, entry.name)
            goal = os.path.join(target, relative)
            if entry.is_symlink():
                copied = _copy_link(entry.path, root, goal)
            elif entry.is_dir(follow_symlinks=False):
                if _left_out(entry):
                    continue
                copied = not (entry.name in BUILT and _size(entry.path) > BUILT_LIMIT)
                if copied:
                    os.makedirs(goal, exist_ok=True)
                    modes.append((goal, stat.S_IMODE(entry.stat().st_mode)))
                    pending.append(relative)
            else:
                copied = _copy_file(entry, goal)
            if not copied:
                missing.append(relative.replace(os.sep, "/"))
    for path, mode in reversed(modes):  # last: files had to be made in them
        os.chmod(path, mode | stat.S_IRWXU if os.name == "nt" else mode)
    return tuple(sorted(missing))


def _entries(folder: str) -> List[os.DirEntry[str]]:
    """Return what a folder holds, in order."""
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []  # what may not be read cannot be needed


def _left_out(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder is a cache, version control or an environment."""
    return entry.name in LEFT_OUT or os.path.exists(
        os.path.join(entry.path, "pyvenv.cfg")
    )


def _size(folder: str) -> int:
    """Return the bytes of the files in a folder, or little more than the limit."""
    total = 0
    for inner, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(inner, name)).st_size
            except OSError:
                continue
        if total > BUILT_LIMIT:
            break
    return total


def _copy_link(path: str, root: str, goal: str) -> bool:
    """Copy a link as a link when it stays inside, relative to where it stands."""
    real = os.path.realpath(path)
    if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
        return False
    text = os.readlink(path)
    if os.path.isabs(text):
        text = os.path.relpath(real, os.path.realpath(os.path.dirname(path)))
    os.symlink(text, goal)
    return True


def _copy_file(entry: os.DirEntry[str], goal: str) -> bool:
    """Copy a regular file with its mode and times."""
    try:
        info = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(info.st_mode) or info.st_size > FILE_LIMIT:
            return False
        with open(entry.path, "rb"):
            pass  # one that may not be read is left out
    except OSError:
        return False
    shutil.copy2(entry.path, goal)
    return True


def keep_settings(project: str) -> None:
    """Have pytest look for settings in a copy alone.

    It looks in the folders above as well, which here are those for temporary files,
    where anybody may have put a ``pytest.ini`` or a ``conftest.py``.
    """
    for name, section in SETTINGS:
        try:
            with open(os.path.join(project, name), encoding="utf-8") as file:
                if section in file.read():
                    return
        except (OSError, ValueError):
            continue
    with open(os.path.join(project, "pytest.ini"), "w", encoding="utf-8") as file:
        file.write("[pytest]\n")


def write_sources(target: str, sources: Mapping[str, bytes]) -> None:
    """Replace files of a scratch copy, read-only ones too.

    Args:
        sources: contents by path relative to the project, with slashes.
    """
    for relative, data in sources.items():
        path = os.path.join(target, *relative.split("/"))
        if os.path.lexists(path):
            os.unlink(path)  # a link would lead to another file
        with open(path, "wb") as file:
            file.write(data)


def make_folder(*parts: str) -> str:
    """Make a folder for its owner alone, with its parents; return its real path."""
    path = os.path.join(*parts)
    os.makedirs(path, mode=0o700, exist_ok=True)
    return os.path.realpath(path)


def scratch_folder() -> str:
    """Make a new folder for scratch copies where the platform keeps such things."""
    return os.path.realpath(tempfile.mkdtemp(prefix="repair-"))


def remove_folder(path: str) -> None:
    """Remove a folder and all in it, read-only or not; what resists stays."""
    if os.path.islink(path):
        return
    for folder, _, _ in os.walk(path):
        try:
            os.chmod(folder, 0o700)
        except OSError:
            continue
    shutil.rmtree(path, ignore_errors=True)
