# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read what git keeps about a work tree from its own files, without running git.

Which files are tracked stands in the index (gitformat-index(5), versions 2 to 4); where
the files that say what to ignore are, in gitrepository-layout(5) and in the settings
(git-config(1), of which only what is needed here is read). What cannot be read is taken
to be empty: nothing here is worth failing for.
"""

from __future__ import annotations

import os
import re
from typing import Dict, FrozenSet, List, Tuple

from .values import NamedTuple

_INDEX_LIMIT = 1 << 28  # bytes; the index of a million files takes a third of it
_CONFIG_LIMIT = 1 << 20  # bytes of a settings file that are read
_ENTRY = 40  # bytes of an entry of the index before the hash
_SUBMODULE, _SPARSE = 0o160000, 0o040000  # modes of entries that are no files


class Tracked(NamedTuple):
    """What git tracks; paths as bytes read one by one, relative to the top.

    Attributes:
        files: every file.
        folders: every folder that holds one, however deep.
    """

    files: FrozenSet[str] = frozenset()
    folders: FrozenSet[str] = frozenset()


_read: Dict[str, Tuple[Tuple[int, int], Tracked]] = {}


def tracked(top: str) -> Tracked:
    """Return the files of a work tree that git tracks, ignored or not."""
    path = os.path.join(git_folder(top), "index")
    try:
        status = os.stat(path)
        state = (status.st_mtime_ns, status.st_size)
        known = _read.get(path)
        if known is not None and known[0] == state:
            return known[1]
        with open(path, "rb") as file:
            data = file.read(_INDEX_LIMIT)
        names = _names(data, 32 if _uses_sha256(top) else 20)
    except (OSError, ValueError, IndexError):
        return Tracked()
    folders = set()
    for name in names:
        at = name.rfind("/")
        while at > 0 and name[:at] not in folders:
            folders.add(name[:at])
            at = name.rfind("/", 0, at)
    found = Tracked(frozenset(names), frozenset(folders))
    _read.clear()  # of one work tree at a time
    _read[path] = (state, found)
    return found


def _names(data: bytes, hash_size: int) -> List[str]:
    """Return the names in an index.

    Raises:
        ValueError, IndexError: it is no index, or a damaged one.
    """
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or not 2 <= version <= 4:
        raise ValueError("no index that is known")
    names: List[str] = []
    at, before = 12, b""
    for _ in range(int.from_bytes(data[8:12], "big")):
        start = at
        mode = int.from_bytes(data[at + 24 : at + 28], "big")
        flags = int.from_bytes(data[at + _ENTRY + hash_size :][:2], "big")
        at += _ENTRY + hash_size + (4 if flags & 0x4000 else 2)
        if version == 4:
            dropped, at = _number(data, at)
            end = data.index(b"\0", at)
            name = before[: len(before) - dropped] + data[at:end]
            at = end + 1
        else:
            end = data.index(b"\0", at)
            name = data[at:end]
            at = start + ((end - start) // 8 + 1) * 8
        before = name
        if mode & 0o170000 not in (_SUBMODULE, _SPARSE):
            names.append(name.decode("latin-1"))
    return names


def _number(data: bytes, at: int) -> Tuple[int, int]:
    """Return a number of variable length (git's ``varint.c``), and where it ends."""
    byte = data[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = data[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1


# -- where git keeps things ----------------------------------------------------------


def git_folder(top: str) -> str:
    """Return git's own folder of a work tree; of a linked one, the linked folder."""
    folder = os.path.join(top, ".git")
    if os.path.isdir(folder):
        return folder
    named = re.match(r"gitdir: *(.*\S)", _text(folder))
    return os.path.normpath(os.path.join(top, named.group(1))) if named else folder


def common_folder(top: str) -> str:
    """Return the folder that all work trees of a repository share."""
    folder = git_folder(top)
    shared = _text(os.path.join(folder, "commondir")).strip()
    return os.path.normpath(os.path.join(folder, shared)) if shared else folder


def ignore_files(top: str, home: str) -> List[str]:
    """Return the ignore files outside of the work tree, the weakest first.

    Args:
        home: the home folder of the user; empty without one.
    """
    config = os.environ.get("XDG_CONFIG_HOME") or (
        os.path.join(home, ".config") if home else ""
    )
    users = os.path.join(config, "git") if config else ""
    own = common_folder(top)
    named = ""
    for path in (
        os.environ.get("GIT_CONFIG_SYSTEM", "/etc/gitconfig"),
        users and os.path.join(users, "config"),
        home and os.path.join(home, ".gitconfig"),
        os.environ.get("GIT_CONFIG_GLOBAL", ""),
        os.path.join(own, "config"),
    ):
        named = (path and _setting(_text(path), "core", "excludesfile")) or named
    if named.startswith("~/"):
        named = os.path.join(home, named[2:]) if home else ""
    excludes = os.path.join(top, named) if named else users and f"{users}/ignore"
    return [path for path in (excludes, os.path.join(own, "info", "exclude")) if path]


def _uses_sha256(top: str) -> bool:
    """Tell whether a repository names its objects by SHA-256."""
    text = _text(os.path.join(common_folder(top), "config"))
    return _setting(text, "extensions", "objectformat").lower() == "sha256"


def _setting(text: str, section: str, key: str) -> str:
    """Return the last value of a setting in a file of git; empty without one."""
    value, current = "", ""
    for line in text.splitlines():
        heading = re.match(r"\s*\[\s*([A-Za-z0-9.-]+)\s*\]", line)
        if heading:
            current = heading.group(1).lower()
            line = line[heading.end() :]
        elif re.match(r"\s*\[", line):
            current = ""
        found = re.match(r"\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)", line)
        if found and current == section and found.group(1).lower() == key:
            value = _value(found.group(2))
    return value


def _value(text: str) -> str:
    """Return a value without its quotes and without a comment behind it."""
    made, quoted, at = "", False, 0
    while at < len(text):
        sign = text[at]
        if sign == "\\" and at + 1 < len(text):
            at += 1
            made += {"n": "\n", "t": "\t"}.get(text[at], text[at])
        elif sign == '"':
            quoted = not quoted
        elif sign in "#;" and not quoted:
            break
        else:
            made += sign
        at += 1
    return made.strip()


def _text(path: str) -> str:
    """Return the text of a small file; empty when it cannot be read."""
    try:
        if not os.path.isfile(path):
            return ""  # nor is a pipe waited for
        with open(path, "rb") as file:
            return os.fsdecode(file.read(_CONFIG_LIMIT))
    except (OSError, ValueError):
        return ""
