# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep paths inside the workspace, and list the files that belong to it.

Decisions are made about the real path, after every link and ``..``, and the real
path is what is handed on. Who opens it walks along it without following a link
(:mod:`.folders`), so what was checked is what is opened, whatever has been swapped
meanwhile.
"""

from __future__ import annotations

import os
import re
import stat
from typing import BinaryIO, Iterator, List, Sequence, Tuple

from . import gitfiles
from .config import home_folder
from .errors import WorkspaceError
from .folders import Folders, real_path
from .ignore import IgnoreRules, Layer, git_spelling, ignored
from .values import NamedTuple

_IGNORE_LIMIT = 1 << 20  # bytes of an ignore file that are read
_WINDOWS_PATH = r"[A-Za-z]:[\\/]|\\\\"
# Windows opens a device for these names in any folder, with any extension.
_DEVICE = r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])\s*(?:\..*)?"


class Workspace:
    """The folder that is worked on.

    Args:
        root: an existing folder.
        readable: folders outside of it that may be read, not written.

    Attributes:
        root: its real path.

    Raises:
        WorkspaceError: ``workspace-missing`` when there is no such folder.
    """

    def __init__(self, root: str, *, readable: Sequence[str] = ()):
        """Take the root; ``readable`` are folders that may be read as well."""
        self.root: str = os.path.realpath(root)
        self._readable = [os.path.realpath(folder) for folder in readable]
        if not os.path.isdir(self.root):
            raise WorkspaceError(
                "workspace-missing",
                f"The workspace {root!r} is not a folder.",
                hint="Name a folder that exists.",
                path=str(root),
            )

    def folders(self) -> Folders:
        """Return what opens files by the paths that are returned here."""
        return Folders(self.root, *self._readable)

    def resolve(self, path: str, *, follow: bool = True) -> str:
        """Return the real, absolute form of a path that may be written.

        Relative paths start at the root; ``~`` is a name like any other. Nothing has
        to exist there.

        Args:
            follow: go through a link at the end of the path too; without, the path of
                the link itself is returned.

        Raises:
            WorkspaceError: ``path-invalid`` when it cannot be a path,
                ``outside-workspace`` when it leads out of the workspace,
                ``protected-path`` when it is git's own data.
        """
        real = self._inside(path, [self.root], follow=follow)
        written = os.path.normpath(os.path.join(self.root, path))
        inside = [p[_lead(self.root) :] for p in (real, written) if self._holds(p)]
        if any(map(_in_git, inside)):
            raise WorkspaceError(
                "protected-path",
                f"{path!r} belongs to git itself and is not changed by tools.",
                hint="Use a git command in the shell instead.",
                path=path,
            )
        return real

    def resolve_readable(self, path: str) -> str:
        """Return the real, absolute form of a path that may be read.

        Raises:
            WorkspaceError: ``path-invalid`` or ``outside-workspace``.
        """
        return self._inside(path, [self.root, *self._readable])

    def open(self, folders: Folders, path: str) -> int:
        """Return the descriptor of a file to read; links are followed inside only.

        Args:
            folders: from :meth:`folders`, to be used for many files.
            path: as for :meth:`resolve_readable`, or as :meth:`walk` yields it.

        Raises:
            OSError: it cannot be opened.
            WorkspaceError: ``outside-workspace``: a link leads there.
        """
        absolute = os.path.join(self.root, path)
        try:
            return folders.place(absolute).open()
        except OSError as error:
            # There may be a link in the path, or at its end.
            real = self.resolve_readable(path)
            if real == absolute:
                raise error
            return folders.place(real).open()

    def relative(self, absolute: str) -> str:
        """Return a path relative to the root with forward slashes; ``.`` for the root.

        A path outside of the root stays absolute.
        """
        if absolute == self.root:
            return "."
        if self._holds(absolute):
            absolute = absolute[_lead(self.root) :]
        return absolute.replace(os.sep, "/")

    def walk(self, under: str = "") -> Iterator[str]:
        """Yield the files that git would not ignore, sorted, as :meth:`relative` paths.

        Rules come from ``.gitignore`` files in the folders, also those between the
        root and the top of the repository it lies in, from git's ``info/exclude`` and
        from the file that ``core.excludesFile`` names, the user's ``git/ignore`` by
        default. What git tracks it does not ignore, whatever the rules say. Git itself
        is not needed. Folders behind links
        are not entered, ``.git`` is not, unreadable ones are skipped. A link to a file
        is listed when the file may be read.

        Args:
            under: a readable folder or file to list instead; it may be an ignored one.

        Raises:
            WorkspaceError: as :meth:`resolve_readable`.
        """
        start = self.resolve_readable(under or ".")
        if not os.path.isdir(start):
            if os.path.isfile(start):
                yield self.relative(start)
            return
        top = repository(self.root) if self._holds(start) else start
        layers = _outer_layers(top, start)
        spelling = git_spelling(_slashed(start, top))
        pending = [_Entry(start, spelling, True, layers, False)]
        with self.folders() as folders:
            while pending:
                entry = pending.pop()
                if entry.folder:
                    pending.extend(reversed(self._entries(folders, entry, top)))
                else:
                    yield self.relative(entry.path)

    def _entries(self, folders: Folders, folder: _Entry, top: str) -> List[_Entry]:
        """Return what is in a folder and not ignored, in the order of full paths."""
        layers = folder.layers
        try:
            with folders.listing(folder.path) as listing:
                found = {}
                for item in listing:
                    path = os.path.join(folder.path, item.name)
                    found[path] = self._kind(item, path)
                    # Git does not read ignore files through links either.
                    if item.name == ".gitignore" and not item.is_symlink():
                        layers += _inner_layer(folders, path, len(folder.spelling))
        except OSError:
            return []
        entries = []
        for path, kind in found.items():
            name = os.path.basename(path)
            if name == ".git" or kind == "other":
                continue
            is_folder = kind == "folder"
            spelling = folder.spelling + git_spelling(name)
            hidden = folder.hidden or ignored(layers, spelling, folder=is_folder)
            if hidden:
                known = gitfiles.tracked(top)
                if spelling not in (known.folders if is_folder else known.files):
                    continue
            spelling += "/" if is_folder else ""
            entries.append(_Entry(path, spelling, is_folder, layers, hidden))
        return sorted(entries, key=lambda e: e.path + "/" if e.folder else e.path)

    def _kind(self, item: os.DirEntry[str], path: str) -> str:
        """Return ``folder``, ``file`` or ``other``; a link leads to files only."""
        try:
            if item.is_dir(follow_symlinks=False):
                return "folder"
            if not item.is_symlink():
                return "file" if item.is_file() else "other"
        except OSError:
            return "other"
        real = real_path(path)
        readable = any(_below(real, f) for f in (self.root, *self._readable))
        return "file" if readable and os.path.isfile(real) else "other"

    def _holds(self, real: str) -> bool:
        """Return whether a real path is inside."""
        return _below(real, self.root)

    def _inside(self, path: str, folders: Sequence[str], *, follow: bool = True) -> str:
        """Return the real path, which must be in one of the folders."""
        _check(path)
        real = os.path.join(self.root, path)
        parent, name = os.path.split(real)
        if follow or name in ("", ".", ".."):
            real = real_path(real)
        else:
            real = os.path.join(real_path(parent), name)
        for folder in folders:
            if _below(real, folder):
                return real
        for folder in folders:
            rebased = _rebase(real, folder)
            if rebased:
                return rebased
        raise WorkspaceError(
            "outside-workspace",
            f"{path!r} is outside of the workspace.",
            hint=f"Use a path relative to {self.root}.",
            path=path,
        )


# -- containment ---------------------------------------------------------------------


def _check(path: str) -> None:
    """Refuse what cannot be a path here, or would mean something unexpected."""
    problem = ""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        problem = "has characters that no file name can have"
    if not path.strip():
        problem = "is empty"
    elif "\x00" in path:
        problem = "has a NUL character"
    elif os.name == "nt":
        problem = problem or _windows_problem(path)
    elif re.match(_WINDOWS_PATH, path):
        problem = "is a path of Windows"
    if problem:
        raise WorkspaceError(
            "path-invalid",
            f"The path {path!r} {problem}.",
            hint="Give a path relative to the workspace, such as src/main.py.",
            path=path,
        )


def _windows_problem(path: str) -> str:
    """Tell what Windows would take for more than a path of a file."""
    drive = re.match("[A-Za-z]:", path)
    rest = path[2:] if drive else path
    if drive and not rest.startswith(("\\", "/")):
        return "depends on the current folder of a drive"
    if ":" in rest:
        return "names a stream of a file"
    if any(re.fullmatch(_DEVICE, part) for part in re.split(r"[\\/]", rest)):
        return "names a device"
    return ""


def _lead(folder: str) -> int:
    """Return how much of a path inside a folder is the folder and its separator."""
    return len(folder) if folder.endswith(os.sep) else len(folder) + 1


def _below(path: str, folder: str) -> bool:
    """Tell whether a real path is a folder or lies inside it."""
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    lead = folder if folder.endswith(os.sep) else folder + os.sep
    return path == folder or path.startswith(lead)


def _rebase(path: str, folder: str) -> str:
    """Return a path by way of ``folder`` when it is inside under another spelling.

    That happens where case does not matter, and with short names of Windows. An
    empty string says that it is not inside.
    """
    rest: List[str] = []
    try:
        wanted = os.stat(folder)
    except OSError:
        return ""
    while True:
        try:
            if os.path.samestat(os.stat(path), wanted):
                return os.path.join(folder, *reversed(rest))
        except OSError:
            pass  # not there yet, or not ours to look at; its parents may be
        parent, name = os.path.split(path)
        if parent == path:
            return ""
        path = parent
        rest.append(name)


def _in_git(path: str) -> bool:
    """Tell whether a path names a ``.git``, in any spelling a file system accepts."""
    for part in re.split(r"[\\/]", path):
        # Windows drops dots and spaces at the end and knows a short name; HFS+ of
        # macOS drops invisible characters (CVE-2014-9390).
        if not part.isascii():
            part = re.sub("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]", "", part)
        if part.rstrip(". ").lower() in (".git", "git~1"):
            return True
    return False


# -- walking -------------------------------------------------------------------------


class _Entry(NamedTuple):
    """Something found.

    Attributes:
        spelling: relative to the top, as git spells it; of a folder with a slash.
        hidden: ignored, and listed for what git tracks of it.
    """

    path: str
    spelling: str
    folder: bool
    layers: Tuple[Layer, ...]
    hidden: bool


def repository(folder: str) -> str:
    """Return the top of the git work tree a folder lies in, or the folder itself."""
    top = folder
    while not os.path.lexists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return folder
        top = parent
    return top


def _slashed(folder: str, top: str) -> str:
    """Return a folder relative to the top, empty or with a slash at the end."""
    inner = folder[_lead(top) :].replace(os.sep, "/")
    return inner + "/" if inner else ""


def _outer_layers(top: str, start: str) -> Tuple[Layer, ...]:
    """Return the rules that come from outside of a folder, weakest first."""
    layers: Tuple[Layer, ...] = ()
    for path in gitfiles.ignore_files(top, home_folder(os.environ)):
        layers += _layer(path, 0)
    folder = top
    for name in _slashed(start, top).split("/")[:-1]:
        ignore_file = os.path.join(folder, ".gitignore")
        if not os.path.islink(ignore_file):
            layers += _layer(ignore_file, len(git_spelling(_slashed(folder, top))))
        folder = os.path.join(folder, name)
    return layers


def _layer(path: str, skip: int) -> Tuple[Layer, ...]:
    """Return the rules of a file as a layer; none when it cannot be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ()
        with open(path, "rb") as file:
            return _read_layer(file, skip)
    except OSError:
        return ()


def _inner_layer(folders: Folders, path: str, skip: int) -> Tuple[Layer, ...]:
    """Return the same for a file of the workspace, which no link leads to."""
    try:
        with open(folders.place(path).open(), "rb") as file:
            return _read_layer(file, skip)
    except OSError:
        return ()


def _read_layer(file: BinaryIO, skip: int) -> Tuple[Layer, ...]:
    """Return the rules of an open file."""
    rules = IgnoreRules(file.read(_IGNORE_LIMIT))
    return (Layer(rules, skip),) if rules else ()
