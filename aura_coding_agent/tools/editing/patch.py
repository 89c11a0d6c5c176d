# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read patches: the ``*** Begin Patch`` envelope and unified diffs.

Both are read leniently where the meaning is clear: counts in hunk headers may be
wrong, headers may be missing, blank context lines may have lost their blank.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from ...core.errors import ToolError
from ...core.values import NamedTuple
from .edits import Edit, FileEdit
from .lines import line_feeds

_HUNK = r"@@+ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@+ ?(.*)"
_GIT_PATHS = r'diff --git (?:"?a/(.*?)"?) (?:"?b/(.*?)"?)$'
_ACTION = r"\*\*\* (Add|Delete|Update) File: *(.+)"
_OCTAL = r"(?:\\[0-3][0-7]{2})+"
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_NO_FILE = "/dev/null"


def parse_patch(text: str, path: str = "") -> List[FileEdit]:
    """Read whichever kind of patch a text is.

    Args:
        path: the file that hunks without a header are about.

    Raises:
        ToolError: ``patch-malformed``.
    """
    if re.search(r"^\*\*\* (?:Begin Patch|(?:Add|Delete|Update) File:)", text, re.M):
        return parse_envelope(text)
    return parse_unified(text, path)


def malformed(what: str, line: int = 0) -> ToolError:
    """Return the error for a text that is not the patch it should be."""
    where = f" (line {line} of the patch)" if line else ""
    return ToolError(
        "patch-malformed",
        f"The patch cannot be read: {what}{where}.",
        hint="Check its headers and the first character of each line.",
    )


def _lines(text: str) -> List[str]:
    """Return the lines of a patch without a fence around it."""
    lines = line_feeds(text).split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    fenced = [n for n, line in enumerate(lines) if line.startswith("```")]
    if len(fenced) >= 2 and fenced[-1] == len(lines) - 1:
        lines = lines[fenced[0] + 1 : fenced[-1]]
    return lines


# -- hunks ---------------------------------------------------------------------------


class _Hunk(NamedTuple):
    """Lines of a hunk before and after it, and what it says of the last line end."""

    old: List[str]
    new: List[str]
    bare_old: bool = False
    bare_new: bool = False

    def edit(self, **where: object) -> Edit:
        """Return the hunk as an edit of whole lines."""
        old, new = (
            "".join(line + "\n" for line in lines) for lines in (self.old, self.new)
        )
        return Edit(old, new, whole=True)._replace(**where)  # type: ignore[arg-type]

    @property
    def changes(self) -> bool:
        """Whether anything is added or removed."""
        return self.old != self.new


def _hunk(lines: List[str]) -> _Hunk:
    """Read the lines of a hunk; one without a sign is a context line."""
    old: List[str] = []
    new: List[str] = []
    bare = [False, False]
    last = " "
    for line in lines:
        sign, rest = line[:1], line[1:]
        if sign == "\\":
            bare = [bare[0] or last in " -", bare[1] or last in " +"]
            continue
        if sign not in " +-":
            sign, rest = " ", line
        if sign != "+":
            old.append(rest)
        if sign != "-":
            new.append(rest)
        last = sign or " "
    return _Hunk(old, new, *bare)


def _without_loose_end(lines: List[str]) -> List[str]:
    """Leave out empty lines at the end, which stand between hunks, not in them."""
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


# -- the envelope --------------------------------------------------------------------


def parse_envelope(text: str) -> List[FileEdit]:
    """Read a patch from ``*** Begin Patch`` to ``*** End Patch``.

    Raises:
        ToolError: ``patch-malformed``.
    """
    lines = _lines(text)
    files: List[FileEdit] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line == "*** End Patch":
            break
        if not line or line == "*** Begin Patch":
            at += 1
            continue
        action = re.fullmatch(_ACTION, line)
        if action is None:
            raise malformed(f"expected `*** Update File:`, not `{line[:80]}`", at + 1)
        start = at = at + 1
        while at < len(lines) and not _starts_file(lines[at]):
            at += 1
        files.append(_file_of(action[1], action[2].strip(), lines[start:at], start))
    if not files:
        raise malformed("it names no file")
    return files


def _starts_file(line: str) -> bool:
    """Return whether a line begins the part of a file."""
    return line.rstrip() == "*** End Patch" or bool(
        re.fullmatch(_ACTION, line.rstrip())
    )


def _file_of(action: str, path: str, body: List[str], start: int) -> FileEdit:
    """Return the edit of one file."""
    if action == "Delete":
        return FileEdit(path, "delete")
    if action == "Add":
        body = _without_loose_end(body)
        strays = [n for n, line in enumerate(body) if line and not line.startswith("+")]
        if strays:
            number = start + strays[0] + 1
            raise malformed("lines of an added file begin with +", number)
        return FileEdit(path, "add", content="".join(f"{e[1:]}\n" for e in body))
    move = ""
    if body and body[0].startswith("*** Move to:"):
        move = body.pop(0).partition(":")[2].strip()
    edits = tuple(_envelope_edits(body))
    if not edits and not move:
        raise malformed(f"nothing is changed in {path}", start)
    return FileEdit(path, "update", edits, move_to=move, ordered=True)


def _envelope_edits(body: List[str]) -> Iterator[Edit]:
    """Yield the edits of one file."""
    anchors: List[str] = []
    lines: List[str] = []
    line_number = 0
    at_end = False
    for line in [*body, "@@"]:
        if line.startswith("@@"):
            hunk = _hunk(_without_loose_end(lines))
            if hunk.changes:
                yield hunk.edit(anchors=tuple(anchors), line=line_number, at_end=at_end)
            if lines:
                anchors, lines, at_end = [], [], False
            ranges = re.match(_HUNK, line)
            line_number = int(ranges[1]) if ranges else 0
            anchor = ranges[5] if ranges else line[2:].strip()
            anchor = anchor[:-2].strip() if anchor.endswith("@@") else anchor
            if anchor:
                anchors.append(anchor)
        elif line.rstrip() == "*** End of File":
            at_end = True
        else:
            lines.append(line)


# -- unified diffs -------------------------------------------------------------------


class _Header(NamedTuple):
    """What stands before the hunks of one file."""

    old: str = ""
    new: str = ""
    git_old: str = ""
    git_new: str = ""
    rename: bool = False
    copied: bool = False
    created: bool = False
    deleted: bool = False


def parse_unified(text: str, path: str = "") -> List[FileEdit]:
    """Read a unified diff, as diff and git write it.

    Raises:
        ToolError: ``patch-malformed``.
    """
    lines = _lines(text)
    files: List[FileEdit] = []
    at = 0
    while at < len(lines):
        header, at = _header(lines, at)
        hunks: List[Tuple[str, List[str]]] = []
        while at < len(lines) and lines[at].startswith("@@"):
            end = _hunk_end(lines, at)
            hunks.append((lines[at], lines[at + 1 : end]))
            at = end
        if hunks or header != _Header():
            files.append(_unified_file(header, hunks, path))
        elif at < len(lines):
            at += 1
    if not files:
        raise malformed("it has no hunk that begins with @@")
    return files


def _header(lines: List[str], at: int) -> Tuple[_Header, int]:
    """Read up to the first hunk, or to where the next file begins."""
    header = _Header()
    while at < len(lines) and not lines[at].startswith("@@"):
        line = lines[at]
        if line.startswith("diff --git "):
            if header != _Header():
                break
            paths = re.match(_GIT_PATHS, line)
            if paths:
                header = header._replace(git_old=paths[1], git_new=paths[2])
        elif line.startswith("--- ") and _named(lines, at):
            if header.old:
                break
            header = header._replace(old=_path(line))
        elif line.startswith("+++ "):
            header = header._replace(new=_path(line))
        elif line.startswith(("rename from ", "copy from ")):
            copied = line.startswith("copy")
            header = header._replace(
                rename=True,
                copied=copied,
                git_old=_unquoted(line.partition(" from ")[2]),
            )
        elif line.startswith(("rename to ", "copy to ")):
            header = header._replace(git_new=_unquoted(line.partition(" to ")[2]))
        elif line.startswith("new file mode"):
            header = header._replace(created=True)
        elif line.startswith("deleted file mode"):
            header = header._replace(deleted=True)
        elif line.startswith(("Binary files ", "GIT binary patch")):
            raise malformed("binary files are not patched", at + 1)
        at += 1
    return header, at


def _named(lines: List[str], at: int) -> bool:
    """Return whether a header follows."""
    return any(line.startswith(("+++ ", "@@")) for line in lines[at + 1 : at + 3])


def _path(line: str) -> str:
    """Return the path of a header."""
    return _unquoted(line[4:].split("\t")[0].strip())


def _unquoted(path: str) -> str:
    """Undo the quoting of git for names with special characters."""
    if len(path) < 2 or not path.startswith('"') or not path.endswith('"'):
        return path

    def octal(found: "re.Match[str]") -> str:
        """Return the character of octal escapes."""
        codes = [int(code, 8) for code in found[0].split("\\")[1:]]
        return bytes(codes).decode("utf-8", "surrogateescape")

    path = re.sub(_OCTAL, octal, path[1:-1])
    return re.sub(r'\\[nt"\\]', lambda found: _ESCAPES[found[0]], path)


def _hunk_end(lines: List[str], start: int) -> int:
    """Return where a hunk ends: at what begins another one, or another file.

    A removed line ``-- x`` looks like a header, so there the counts are asked.
    """
    ranges = re.match(_HUNK, lines[start])
    old = int(ranges[2] or 1) if ranges else 0
    new = int(ranges[4] or 1) if ranges else 0
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if line.startswith(("@@", "diff --git ")):
            break
        three = lines[at : at + 3]
        if line.startswith("--- ") and len(three) > 1 and three[1].startswith("+++ "):
            complete = old <= 0 and new <= 0
            if complete or (len(three) == 3 and three[2].startswith("@@")):
                break
        if line.startswith(("index ", "Index: ", "diff -")) and old <= 0 and new <= 0:
            break
        old -= line[:1] not in ("+", "\\")
        new -= line[:1] not in ("-", "\\")
        at += 1
    return at


def _unified_file(
    header: _Header, hunks: List[Tuple[str, List[str]]], path: str
) -> FileEdit:
    """Return the edit of one file."""
    old, new = _paths(header, path)
    if not (old or new):
        raise malformed("a hunk stands before any file header")
    read = [(head, _trimmed(head, body)) for head, body in hunks]
    parsed = [(re.match(_HUNK, head), head, _hunk(body)) for head, body in read]
    if header.created or header.old == _NO_FILE:
        content = "".join(line + "\n" for _, _, hunk in parsed for line in hunk.new)
        if parsed and parsed[-1][2].bare_new:
            content = content[:-1]
        return FileEdit(new, "add", content=content)
    edits = []
    final: Optional[bool] = None
    for ranges, head, hunk in parsed:
        if not ranges and not re.match(r"@@+( \.\.\.)?( @@.*)?\s*$|@@ ", head):
            raise malformed(f"`{head[:80]}` is not the header of a hunk")
        if hunk.bare_old != hunk.bare_new:
            final = hunk.bare_old
        heading = ranges[5] if ranges else head.strip("@ .")
        line = int(ranges[1]) if ranges else 0
        if hunk.changes:
            edits.append(hunk.edit(heading=heading, line=line))
    if header.deleted or header.new == _NO_FILE:
        return FileEdit(old, "delete", tuple(edits))
    if header.copied:
        raise malformed("copies are not made; add the new file instead")
    move = new if header.rename or old != new else ""
    return FileEdit(
        old, "update", tuple(edits), move_to=move, ordered=True, final_newline=final
    )


def _trimmed(head: str, body: List[str]) -> List[str]:
    """Leave out empty lines at the end that the header does not count."""
    ranges = re.match(_HUNK, head)
    if ranges is None:
        return _without_loose_end(body)
    count = sum(line[:1] not in ("+", "\\") for line in body)
    while body and not body[-1] and count > int(ranges[2] or 1):
        body, count = body[:-1], count - 1
    return body


def _paths(header: _Header, path: str) -> Tuple[str, str]:
    """Return the paths before and after, without the ``a/`` and ``b/`` of git."""
    old, new = header.old or header.new, header.new or header.old
    if header.git_old and (header.rename or not old):
        return header.git_old, header.git_new
    if old == _NO_FILE:
        old = ""
    if new == _NO_FILE:
        new = ""
    stripped = [p[2:] if p[:2] in ("a/", "b/") else p for p in (old, new)]
    marked = old.startswith("a/") or new.startswith("b/")
    old, new = stripped if marked else (old, new)
    return old or new or path, new or old or path
