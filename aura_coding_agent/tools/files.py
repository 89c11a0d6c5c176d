# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read files and folders, and write whole files.

A file of any size can be read in windows without being held in memory. A file that
exists is only replaced when the model has seen what it replaces.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from contextlib import contextmanager
from itertools import islice
from typing import (
    BinaryIO,
    Callable,
    Dict,
    Iterator,
    List,
    Sequence,
    Tuple,
)

from ..core.digest import blake2b
from ..core.errors import ToolError
from ..core.interfaces import (
    READ,
    WRITE,
    FileChange,
    Journal,
    Tool,
    ToolContext,
    ToolOutput,
    ToolSpec,
)
from ..core.messages import JsonObject
from ..core.text import (
    DecodedText,
    decode,
    encode,
    form_of,
    is_binary,
    one_line,
    unified_diff,
)
from ..core.workspace import Workspace
from .window import OUTPUT_LIMIT, Window, take_window

WHOLE_LIMIT = 16 << 20  # bytes of a file that is held in memory, or edited
ENTRY_LIMIT = 300  # entries shown of a folder
DIFF_LIMIT = 3_000  # bytes of a diff in an answer
_NEAR_FILES = 20_000  # files looked at for a similar name
_START = 65_536  # bytes of a longer file that tell its encoding

# First bytes of common kinds of binary files, for the error message.
_KINDS = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"BZh", "bzip2 archive"),
    (b"\x7fELF", "ELF program"),
    (b"MZ", "Windows program"),
    (b"\xcf\xfa\xed\xfe", "macOS program"),
    (b"\0asm", "WebAssembly module"),
    (b"SQLite format 3\0", "SQLite database"),
)


class SeenFiles:
    """What the model last read or wrote of each file, as a digest."""

    def __init__(self) -> None:
        """Begin with no file seen."""
        self._digests: Dict[str, bytes] = {}

    def remember(self, path: str, data: bytes) -> None:
        """Note that the model knows these bytes of a file (absolute path)."""
        self._digests[path] = _digest(data)

    def has(self, path: str) -> bool:
        """Tell whether the model has seen any state of the file."""
        return path in self._digests

    def forget(self, path: str) -> None:
        """Note that a file is gone, and that the model knows it."""
        self._digests.pop(path, None)

    def forget_removed(self, changed: Sequence[str]) -> None:
        """Note which of the files that a command of the model changed are gone."""
        for path in changed:
            if path in self._digests and not os.path.lexists(path):
                del self._digests[path]

    def check_gone(self, path: str, name: str) -> None:
        """Refuse to make a file anew that somebody has deleted since it was read.

        The model is told once; when it still wants the file, it may.

        Raises:
            ToolError: ``file-deleted``.
        """
        if self._digests.pop(path, None) is not None:
            raise ToolError(
                "file-deleted",
                f"{name} was deleted since you read it; nothing was changed.",
                hint="Go on without it; only if it must be there, make it again.",
            )

    def current(self, path: str, data: bytes) -> bool:
        """Tell whether these bytes are what the model has seen last."""
        return self._digests.get(path) == _digest(data)


def _digest(data: bytes) -> bytes:
    """Return a short name for a content."""
    return blake2b(data, digest_size=20).digest()


def file_tools(
    workspace: Workspace, journal: Journal, seen: SeenFiles
) -> Tuple[Tool, Tool]:
    """Return the tools ``read_file`` and ``write_file``."""

    def read(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Read a file or list a folder."""
        return _read_file(workspace, seen, arguments, context)

    def write(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Write a file."""
        return _write_file(workspace, journal, seen, arguments, context)

    return (
        Tool(READ_FILE, frozenset([READ]), read, path_summary("read")),
        Tool(WRITE_FILE, frozenset([WRITE]), write, path_summary("write")),
    )


READ_FILE = ToolSpec(
    "read_file",
    "Read a file as `number<tab>line`, or list a folder.",
    {
        "type": "object",
        "properties": {
            "path": {"type": "string"},
            "offset": {"type": "integer", "description": "first line"},
            "limit": {"type": "integer", "description": "lines"},
        },
        "required": ["path"],
    },
)
WRITE_FILE = ToolSpec(
    "write_file",
    "Create a file, or replace all of one that you have read.",
    {
        "type": "object",
        "properties": {"path": {"type": "string"}, "content": {"type": "string"}},
        "required": ["path", "content"],
    },
)


def path_summary(verb: str) -> Callable[[JsonObject], str]:
    """Return a function that says what a call does to its ``path``."""
    return lambda arguments: f"{verb} {one_line(str(arguments.get('path') or '.'))}"


# -- looking at the disk -------------------------------------------------------------


def file_size(workspace: Workspace, real: str) -> int:
    """Return the size of a regular file, -1 for a folder.

    Raises:
        ToolError: ``file-missing``, with names that are near; ``special-file`` for
            devices and pipes, which could block; ``file-unreadable``.
    """
    try:
        with workspace.folders() as folders:
            status = folders.place(real).status()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise _missing(workspace, real) from None
        raise unreadable(workspace, real, error) from None
    if stat.S_ISDIR(status.st_mode):
        return -1
    if stat.S_ISLNK(status.st_mode):  # to itself, or put there just now
        looping = OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        raise unreadable(workspace, real, looping)
    if not stat.S_ISREG(status.st_mode):
        raise ToolError(
            "special-file",
            f"{shown(workspace, real)} is a device, pipe or socket, not a file.",
            hint="Choose a regular file.",
        )
    return status.st_size


def read_whole(workspace: Workspace, real: str) -> bytes:
    """Return all bytes of a file that is to be edited.

    Raises:
        ToolError: as :func:`file_size`; ``is-a-folder``, ``file-too-large``,
            ``file-binary``.
    """
    size = file_size(workspace, real)
    name = shown(workspace, real)
    if size < 0:
        raise ToolError(
            "is-a-folder", f"{name} is a folder.", hint="Name a file inside it."
        )
    if size > WHOLE_LIMIT:
        raise ToolError(
            "file-too-large",
            f"{name} has {size} bytes; files over {WHOLE_LIMIT} are not edited.",
            hint="Change it with a command in the shell.",
        )
    with _opened(workspace, real) as file:
        data = file.read(WHOLE_LIMIT + 1)
    if is_binary(data):
        raise _binary(name, len(data), data)
    return data


def shown(workspace: Workspace, real: str) -> str:
    """Return the name of a file as it is shown to the model."""
    return one_line(workspace.relative(real))


def unreadable(workspace: Workspace, real: str, error: OSError) -> ToolError:
    """Return the error for a file or folder that the system does not let us read."""
    return ToolError(
        "file-unreadable",
        f"{shown(workspace, real)} cannot be read: {error.strerror or error}.",
        hint="Check its permissions with `ls -l` in the shell, or choose another.",
    )


@contextmanager
def _opened(workspace: Workspace, real: str) -> Iterator[BinaryIO]:
    """Open a file; errors while it is read are told like those of opening."""
    try:
        with workspace.folders() as folders:
            with open(folders.place(real).open(), "rb") as file:
                yield file
    except OSError as error:
        raise unreadable(workspace, real, error) from None


def _binary(name: str, size: int, data: bytes) -> ToolError:
    """Return the error about a file that is no text."""
    kinds = [kind for start, kind in _KINDS if data.startswith(start)]
    return ToolError(
        "file-binary",
        f"{name} is binary ({kinds[0] if kinds else 'unknown kind'}, {size} bytes).",
        hint="Inspect or change it with a command in the shell.",
    )


def _missing(workspace: Workspace, real: str) -> ToolError:
    """Return the error about a file that is missing, with near names."""
    near = ", ".join(one_line(name) for name in _near_names(workspace, real))
    return ToolError(
        "file-missing",
        f"There is no {shown(workspace, real)}.",
        hint=f"Did you mean: {near}?" if near else "Find files with glob.",
    )


def _near_names(workspace: Workspace, real: str) -> List[str]:
    """Return up to five files whose names are like that of a missing one."""
    # Here, because only an error needs it.
    from difflib import get_close_matches

    wanted = os.path.basename(real).lower()
    places: Dict[str, List[str]] = {}
    for path in islice(workspace.walk(), _NEAR_FILES):
        places.setdefault(path[path.rfind("/") + 1 :].lower(), []).append(path)
    names = get_close_matches(wanted, places, n=5, cutoff=0.7)
    return [path for name in names for path in places[name]][:5]


# -- read_file -----------------------------------------------------------------------


def _read_file(
    workspace: Workspace, seen: SeenFiles, arguments: JsonObject, context: ToolContext
) -> ToolOutput:
    """Return a part of a file with the numbers of its lines."""
    real = workspace.resolve_readable(arguments["path"])
    size = file_size(workspace, real)
    if size < 0:
        return ToolOutput(_listing(workspace, real))
    first = max(1, arguments.get("offset") or 1)
    count = max(1, arguments.get("limit") or OUTPUT_LIMIT)
    with _opened(workspace, real) as file:
        whole = size <= WHOLE_LIMIT
        data = file.read(WHOLE_LIMIT + 1 if whole else _START)
        if is_binary(data):
            raise _binary(shown(workspace, real), size, data)
        form = decode(data) if whole else _decode_start(data)
        if whole:
            seen.remember(real, data)
        source: BinaryIO = io.BytesIO(data) if whole else file
        source.seek(len(form.bom))
        window = take_window(source, form, first, count, context.cancel)
    if not window.text:
        return ToolOutput(_nothing(workspace, real, window.last, first))
    total = _line_count(form) if whole else ""
    return ToolOutput(window.text + _remark(form, first, window, total))


def _decode_start(data: bytes) -> DecodedText:
    """Decode the first bytes of a long file; the last character may be cut."""
    for short in range(4):
        form = decode(data[: len(data) - short])
        if form.encoding.startswith("utf"):
            return form
    return decode(data)


def _nothing(workspace: Workspace, real: str, lines: int, first: int) -> str:
    """Return the word for an empty file, or refuse an offset."""
    if lines == 0:
        return f"({shown(workspace, real)} is empty)"
    raise ToolError(
        "offset-too-large",
        f"{shown(workspace, real)} has {lines} lines; there is no line {first}.",
        hint=f"Use an offset from 1 to {lines}.",
    )


def _line_count(form: DecodedText) -> str:
    """Return how many lines a text has, in words."""
    end = "\r" if form.newline == "\r" else "\n"
    return f" of {form.text.count(end) + (not form.text.endswith(end))}"


def _remark(form: DecodedText, first: int, window: Window, total: str) -> str:
    """Return what the lines do not show: that there are more, an unusual form."""
    remarks = []
    if window.more:
        span = f"lines {first}-{window.last}{total}"
        remarks.append(f"{span}; continue with offset={window.last + 1}")
    if form.encoding != "utf-8" or form.bom:
        remarks.append(form.encoding + (" with byte order mark" if form.bom else ""))
    if form.newline != "\n":
        names = {"\r\n": "CRLF", "\r": "CR"}
        remarks.append(f"{names.get(form.newline, form.newline)} line ends")
    return f"[{', '.join(remarks)}]\n" if remarks else ""


def _listing(workspace: Workspace, real: str) -> str:
    """Return what a folder holds."""
    try:
        with workspace.folders() as folders, folders.listing(real) as found:
            names = sorted(e.name + "/" if e.is_dir() else e.name for e in found)
    except OSError as error:
        raise unreadable(workspace, real, error) from None
    lines = [one_line(name) for name in names[:ENTRY_LIMIT]]
    if len(names) > ENTRY_LIMIT:
        lines.append(f"[{len(names) - ENTRY_LIMIT} more; find files with glob]")
    return "\n".join(lines) + "\n" if lines else "(empty folder)"


# -- write_file ----------------------------------------------------------------------


def _write_file(
    workspace: Workspace,
    journal: Journal,
    seen: SeenFiles,
    arguments: JsonObject,
    context: ToolContext,
) -> ToolOutput:
    """Write a file that is new, or that the model has seen."""
    real = workspace.resolve(arguments["path"])
    content: str = arguments["content"]
    name = shown(workspace, real)
    if not _exists(workspace, real):
        seen.check_gone(real, name)
        form = form_of(content, DecodedText("", "utf-8", b"", "\n"), name)
        data = encode(content, form)
        journal.apply([FileChange(real, None, data)], turn=context.turn)
        seen.remember(real, data)
        lines = content.count("\n") + (content[-1:] not in ("", "\n"))
        return ToolOutput(f"Created {name}, {lines} lines.", (real,))
    before = read_whole(workspace, real)
    _check_seen(seen, real, name, before)
    form = decode(before)
    text = _in_form(content, form)
    after = encode(text, form_of(text, form, name))
    if after == before:
        return ToolOutput(f"{name} has this content already; nothing was changed.")
    journal.apply([FileChange(real, before, after)], turn=context.turn)
    seen.remember(real, after)
    diff = unified_diff(form.text, text, name, limit=DIFF_LIMIT)
    return ToolOutput(f"Replaced {name}.\n{diff}", (real,))


def _exists(workspace: Workspace, real: str) -> bool:
    """Tell whether something is there; its parents may be missing but not be files."""
    if os.path.lexists(real):
        return True
    parent = os.path.dirname(real)
    while not os.path.lexists(parent):
        parent = os.path.dirname(parent)
    if os.path.isdir(parent):
        return False
    raise ToolError(
        "not-a-folder",
        f"{shown(workspace, parent)} is a file, so nothing can be made inside it.",
        hint="Choose a path whose parents are folders.",
    )


def _check_seen(seen: SeenFiles, real: str, name: str, before: bytes) -> None:
    """Refuse to replace what the model does not know; an empty file hides nothing."""
    if not before or seen.current(real, before):
        return
    if seen.has(real):
        raise ToolError(
            "file-changed",
            f"{name} has changed since you read it.",
            hint="Read it again with read_file, then write or edit it.",
        )
    raise ToolError(
        "file-not-read",
        f"{name} exists and you have not read it.",
        hint="Read it first with read_file, or change part of it with edit_file.",
    )


def _in_form(content: str, form: DecodedText) -> str:
    """Return new content with the line ends of the file it replaces."""
    content = content[1:] if content.startswith("\ufeff") else content
    if form.newline in ("\r\n", "\r") and "\r" not in content:
        return content.replace("\n", form.newline)
    return content
