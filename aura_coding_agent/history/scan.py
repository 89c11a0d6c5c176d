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
import threading
import time
from typing import Dict, List, Optional, Sequence, Tuple

from ..core.values import NamedTuple

Sign = Tuple[int, int, int, int, int]
"""Mode, size, mtime and ctime in nanoseconds, inode; ctime -1 is not to be trusted."""

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
_SPLIT = 2000  # files; below, a second thread costs more than it brings


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
        self.top = top
        self.limit = limit
        self.count = 0
        self.folders: Manifest = {}
        self.listed: List[str] = []


class _Scanner:
    def __init__(
        self,
        root: str,
        known: Manifest,
        rule: Rule,
        left_out: Dict[str, str],
        keep: bool,
    ):
        self._root = root
        self._known = known
        self._rule = rule
        self._earlier = left_out
        self._left_out: Dict[str, str] = {}
        self._keep = keep
        self._now = time.time_ns()
        self._device = -1

    def scan(self) -> Scan:
        """Return what is there; the known state itself when nothing has changed."""
        same_names = _NAMES_HOLD and bool(self._known) and self._are_as_known()
        if same_names:
            self._left_out = self._earlier
            folders, listed = self._known, []
        else:
            whole = self._tree("", self._rule.files)
            if whole is None:
                raise TooManyFiles()
            folders, listed = whole.folders, whole.listed
        new = set(listed)
        changed = self._changed([rel for rel in folders if rel not in new], folders)
        if changed and same_names:
            folders = dict(folders)
        for rel, signs in changed:
            folders[rel] = self._renewed(folders[rel], signs)
            listed.append(rel)
        dirty = [
            (rel, name, sign)
            for rel in listed
            for name, sign in folders[rel].files.items()
            if name not in folders[rel].blobs
        ]
        return Scan(folders, dirty, self._left_out)

    def _are_as_known(self) -> bool:
        """Return whether every folder has the names it had."""
        if not all(why.startswith(MADE_ANEW) for why in self._earlier.values()):
            return False  # what could not be seen may be seen now
        lstat, root = os.lstat, self._root
        try:
            for rel, folder in self._known.items():
                st = lstat(f"{root}/{rel}" if rel else root)
                if folder.sign != (
                    st.st_mode,
                    st.st_size,
                    st.st_mtime_ns,
                    st.st_ctime_ns,
                    st.st_ino & 0x7FFFFFFFFFFFFFFF,
                ):
                    return False
        except OSError:
            return False
        return True

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
            return self._listed(path, rel, self._trusted(sign), known)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._left_out[rel] = f"it cannot be listed ({error.strerror})"
            return known  # what cannot be seen is not gone

    def _listed(
        self, path: str, rel: str, sign: Sign, known: Optional[Folder]
    ) -> Folder:
        files: Dict[str, Sign] = {}
        inner = []
        with os.scandir(path) as listing:
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
        return f"{self._root}/{rel}" if rel else self._root

    # -- files -----------------------------------------------------------------------

    def _changed(
        self, folders: Sequence[str], now: Manifest
    ) -> List[Tuple[str, Dict[str, Sign]]]:
        """Return folders with a file that is not as it was, with the new status."""
        total = sum(len(now[rel].files) for rel in folders)
        found: List[Tuple[str, Dict[str, Sign]]] = []
        if total < _SPLIT:
            self._compare(folders, now, found)
            return found
        # The system looks files up while the other thread works.
        half = len(folders) // 2
        other = threading.Thread(
            target=self._compare, args=(folders[:half], now, found), daemon=True
        )
        other.start()
        self._compare(folders[half:], now, found)
        other.join()
        return found

    def _compare(
        self,
        folders: Sequence[str],
        now: Manifest,
        found: List[Tuple[str, Dict[str, Sign]]],
    ) -> None:
        lstat = os.lstat
        for rel in folders:
            lead = self._path(rel) + "/"
            files = now[rel].files
            changed: Dict[str, Optional[Sign]] = {}
            for name, sign in files.items():
                try:
                    st = lstat(lead + name)
                except OSError:
                    changed[name] = None
                    continue
                if sign != (
                    st.st_mode,
                    st.st_size,
                    st.st_mtime_ns,
                    st.st_ctime_ns,
                    st.st_ino & 0x7FFFFFFFFFFFFFFF,
                ):
                    changed[name] = sign_of(st)
            if changed:
                merged = {**files, **changed}
                found.append((rel, {n: s for n, s in merged.items() if s}))


MADE_ANEW = "a tool makes it anew"
_MANY = MADE_ANEW + ", and it has more than {} files"
# Windows does not promise new times for a folder whose names change.
_NAMES_HOLD = os.name == "posix"
