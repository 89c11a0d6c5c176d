# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Look at a whole workspace cheaply: what is there, and what may have changed since.

A file whose status (kind, mode, size, times, inode) is as it was has its old content;
all others are named for reading. A folder whose times are as they were has its old
names, so it is not listed again. A time stamp so fresh that a later change might get
the same one is not trusted the next time ("racy" in git's words).
"""

from __future__ import annotations

import os
import stat
import sys
import time
from operator import attrgetter
from typing import Dict, List, Optional, Tuple

from ..core.folders import Folders
from ..core.values import NamedTuple

Sign = Tuple[int, int, int, int, int]
"""Mode, size, mtime and ctime in nanoseconds, inode; ctime -1 is not to be trusted."""

Files = Dict[str, Sign]
Differing = Dict[str, Optional[Sign]]

VERSION_CONTROL = frozenset((".git", ".hg", ".svn", ".jj"))
"""Own data of version control: never captured, never touched by undo."""

REGENERABLE = frozenset(
    "node_modules bower_components jspm_packages .venv venv __pycache__ .tox .nox"
    " .mypy_cache .pytest_cache .ruff_cache .hypothesis .eggs .gradle .next .nuxt"
    " .svelte-kit .parcel-cache .turbo .terraform .dart_tool Pods DerivedData"
    " .ipynb_checkpoints .cache".split()
)
"""Folders that a tool makes anew."""

_MARKERS = ("CACHEDIR.TAG", "pyvenv.cfg", "CMakeCache.txt")
_FRESH = 20_000_000  # ns; clocks of file systems tick at least every 10 ms
_COARSE = 2_000_000_000  # ns; file systems that keep whole or even seconds
_OPEN = 0
if sys.platform == "linux":  # elsewhere a folder that is opened must be readable
    _OPEN = getattr(os, "O_PATH", 0) | os.O_DIRECTORY | os.O_NOFOLLOW  # PyPy has none
_FEW = 2  # so few files are not worth an open folder
_SIGN = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")


class Rule(NamedTuple):
    """What is captured; everything else is named as not covered.

    Attributes:
        file_limit: bytes of one file.
        total_limit: bytes of all files; the largest are left out first.
        files: above this number nothing is captured.
        folder_files: above this number a regenerable folder is left out.
    """

    file_limit: int = 64 << 20
    total_limit: int = 1 << 30
    files: int = 200_000
    folder_files: int = 2000


class Folder(NamedTuple):
    """One folder.

    Attributes:
        sign: its own status.
        files: everything in it but folders, by name.
        blobs: ids of contents and of link targets; ``?`` and a reason when not kept.
        inner: names of folders.
    """

    sign: Sign
    files: Dict[str, Sign]
    blobs: Dict[str, str]
    inner: Tuple[str, ...]


Manifest = Dict[str, Folder]
"""Folders by their path relative to the root, with slashes; the root is ``""``."""


class Scan(NamedTuple):
    """What was found.

    Attributes:
        folders: the state now; folders that are as before are the same objects.
        dirty: folder, name and status of what has to be read.
        left_out: folders that are not captured, with the reason.
    """

    folders: Manifest
    dirty: List[Tuple[str, str, Sign]]
    left_out: Dict[str, str]


class TooManyFiles(Exception):
    """The workspace has more files than the rule allows."""


def is_regenerable(path: str) -> bool:
    """Return whether a path lies in a folder that a tool makes anew."""
    return not REGENERABLE.isdisjoint(path.split("/"))


def scan(
    root: str,
    known: Manifest,
    rule: Rule,
    *,
    left_out: Optional[Dict[str, str]] = None,
    keep: bool = False,
) -> Scan:
    """Return what is in a folder now.

    Args:
        known: what an earlier scan found.
        left_out: folders that an earlier scan left out; those that a tool makes anew
            stay so without another look.
        keep: what is known is not left out now, however much it has grown.

    Raises:
        TooManyFiles: see :class:`Rule`.
    """
    return _Scanner(root, known, rule, dict(left_out or {}), keep).scan()


def sign_of(status: os.stat_result) -> Sign:
    """Return what changes with a file or with what is in it."""
    return (
        status.st_mode,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino & 0x7FFFFFFFFFFFFFFF,
    )


class _Part:
    """A tree that is taken as a whole or left out as a whole."""

    def __init__(self, top: str, limit: int):
        """Take the folder that a part begins with, and the limit of its files."""
        self.top = top
        self.limit = limit
        self.count = 0
        self.folders: Manifest = {}
        self.listed: List[str] = []


class _Scanner:
    """Walk through a workspace and compare it with what is known."""

    def __init__(
        self,
        root: str,
        known: Manifest,
        rule: Rule,
        left_out: Dict[str, str],
        keep: bool,
    ):
        """Take the root, what is known and the rule."""
        self._root = root
        self._lead = os.path.join(root, "")
        self._folders = Folders(root)
        self._known = known
        self._rule = rule
        self._earlier = left_out
        self._left_out: Dict[str, str] = {}
        self._keep = keep
        self._now = time.time_ns()
        self._device = -1

    def scan(self) -> Scan:
        """Return what is there; the known state itself when nothing has changed."""
        changed, same_names = self._compared()
        if not same_names:
            with self._folders:
                whole = self._tree("", self._rule.files)
            if whole is None:
                raise TooManyFiles()
            folders, listed = whole.folders, whole.listed
        else:
            self._left_out = self._earlier
            folders, listed = dict(self._known) if changed else self._known, []
        new = set(listed)
        for rel, signs in changed.items():
            if rel in folders and rel not in new:
                folders[rel] = self._renewed(folders[rel], signs)
                listed.append(rel)
        dirty = [
            (rel, name, sign)
            for rel in listed
            for name, sign in folders[rel].files.items()
            if name not in folders[rel].blobs
        ]
        return Scan(folders, dirty, self._left_out)

    # -- folders ---------------------------------------------------------------------

    def _tree(self, top: str, limit: int) -> Optional[_Part]:
        """Return a folder and all below it; None when that is too much."""
        part = _Part(top, limit)
        waiting = [top]
        while waiting:
            rel = waiting.pop()
            folder = self._folder(rel, part)
            if folder is None:
                continue
            if rel != top and self._may_be_left_out(rel, folder):
                inner = self._tree(rel, self._rule.folder_files)
                if inner is None:
                    self._left_out[rel] = _MANY.format(self._rule.folder_files)
                    continue
                part.folders.update(inner.folders)
                part.listed += inner.listed
                part.count += inner.count
            else:
                part.folders[rel] = folder
                if folder is not self._known.get(rel):
                    part.listed.append(rel)
                part.count += len(folder.files)
                lead = f"{rel}/" if rel else ""
                waiting.extend(lead + name for name in folder.inner)
            if part.count > part.limit:
                return None
        return part

    def _may_be_left_out(self, rel: str, folder: Folder) -> bool:
        """Return whether a folder could be one that a tool makes anew."""
        if self._keep and rel in self._known:
            return False
        name = rel.rpartition("/")[2]
        return name in REGENERABLE or any(mark in folder.files for mark in _MARKERS)

    def _folder(self, rel: str, part: _Part) -> Optional[Folder]:
        """Return a folder with its names, as known or listed anew."""
        if rel != part.top and self._earlier.get(rel, "").startswith(MADE_ANEW):
            self._left_out[rel] = self._earlier[rel]
            return None
        path = self._path(rel)
        known = self._known.get(rel)
        try:
            status = os.lstat(path)
            if not stat.S_ISDIR(status.st_mode):
                return None
            if self._device < 0:
                self._device = status.st_dev
            if status.st_dev != self._device:
                self._left_out[rel] = "it is on another file system"
                return None
            sign = sign_of(status)
            if known is not None and known.sign == sign and _NAMES_HOLD:
                return known
            return self._listed(path, known)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._left_out[rel] = f"it cannot be listed ({error.strerror})"
            return known  # what cannot be seen is not gone

    def _listed(self, path: str, known: Optional[Folder]) -> Folder:
        """Return what a folder holds: the one that is there, not what a link names."""
        files: Dict[str, Sign] = {}
        inner = []
        with self._folders.listing(path) as listing:
            sign = self._trusted(sign_of(self._folders.folder_status(path)))
            for entry in listing:
                if entry.name in VERSION_CONTROL:
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        inner.append(entry.name)
                    else:
                        status = entry.stat(follow_symlinks=False)
                        files[entry.name] = sign_of(status)
                except FileNotFoundError:
                    pass  # gone while we looked
        if known is None:
            known = Folder(sign, {}, {}, ())
        return self._renewed(known._replace(sign=sign, inner=tuple(inner)), files)

    def _renewed(self, folder: Folder, files: Dict[str, Sign]) -> Folder:
        """Return a folder with new files; contents of those as before are kept."""
        blobs = {}
        trusted = {}
        for name, sign in files.items():
            if folder.files.get(name) == sign:
                trusted[name] = sign
                if name in folder.blobs:
                    blobs[name] = folder.blobs[name]
            else:
                trusted[name] = self._trusted(sign)
            if not stat.S_ISREG(sign[0]) and not stat.S_ISLNK(sign[0]):
                blobs[name] = ""
        return folder._replace(files=trusted, blobs=blobs)

    def _trusted(self, sign: Sign) -> Sign:
        """Return a status, marked when a later change might look the same."""
        newest = max(sign[2], sign[3])
        window = _COARSE if newest % 1_000_000_000 == 0 else _FRESH
        if newest < self._now - window:
            return sign
        return (sign[0], sign[1], sign[2], -1, sign[4])

    def _path(self, rel: str) -> str:
        """Return the full path of a folder."""
        return f"{self._lead}{rel}" if rel else self._root

    # -- files -----------------------------------------------------------------------

    def _compared(self) -> Tuple[Dict[str, Files], bool]:
        """Compare what is known with what is there.

        One thread does it: nearly all of the time is the system's, in pieces of two
        microseconds, and to pass the interpreter on after each costs two threads
        more than they gain.

        Returns:
            Folders with files that are not as they were, with all files that are
            there now; and whether every folder has the names it had.
        """
        changed: Dict[str, Files] = {}
        # What could not be seen may be seen now.
        left_out = self._earlier.values()
        same_names = all(why.startswith(MADE_ANEW) for why in left_out)
        top = _opened(self._root)
        try:
            for rel, folder in self._known.items() if _NAMES_HOLD else ():
                path = self._path(rel) if top is None else rel or "."
                differing = _compare(path, folder, top)
                if differing is None:
                    same_names = False
                elif differing:
                    merged = {**folder.files, **differing}
                    changed[rel] = {n: sign for n, sign in merged.items() if sign}
        finally:
            if top is not None:
                os.close(top)
        return changed, same_names and _NAMES_HOLD and bool(self._known)


def _compare(path: str, folder: Folder, top: Optional[int]) -> Optional[Differing]:
    """Return the files of a folder that differ; None when its names may differ.

    A file that is gone has no status. From an open folder the system finds a name
    sooner than by a long path, which pays for the opening when there are several.

    Args:
        path: the folder, as seen from ``top`` where that is open.
    """
    opened = None
    if top is not None and len(folder.files) > _FEW:
        opened = _opened(path, top)
    try:
        status = os.lstat(path, dir_fd=top) if opened is None else os.fstat(opened)
        if _SIGN(status) != folder.sign and sign_of(status) != folder.sign:
            return None
        found: Differing = {}
        look, sign_now = os.lstat, _SIGN
        lead, place = (f"{path}/", top) if opened is None else ("", opened)
        for name, sign in folder.files.items():
            try:
                status = look(lead + name, dir_fd=place)
            except OSError as error:
                if isinstance(error, (FileNotFoundError, NotADirectoryError)):
                    found[name] = None
                continue  # what cannot be seen is not gone
            if sign_now(status) != sign and sign_of(status) != sign:
                found[name] = sign_of(status)
        return found
    except OSError:
        return None
    finally:
        if opened is not None:
            os.close(opened)


def _opened(path: str, top: Optional[int] = None) -> Optional[int]:
    """Return a folder to look names up in, where that is possible."""
    try:
        return os.open(path, _OPEN, dir_fd=top) if _OPEN else None
    except OSError:
        return None


MADE_ANEW = "a tool makes it anew"
_MANY = MADE_ANEW + ", and it has more than {} files"
# Windows does not promise new times for a folder whose names change.
_NAMES_HOLD = os.name == "posix"
