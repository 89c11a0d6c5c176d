# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read unified diffs, as diff, git, Subversion and models write them.

The header lines of git are as in git-diff(1), "Generating patch text with -p"; names
are quoted as in its "core.quotePath". Counts in the headers of hunks may be wrong, so
they decide only where a diff may be followed by something else, or be cut off.
"""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from ...core.values import NamedTuple
from .edits import Edit, FileEdit
from .envelope import RANGES
from .hunks import (
    Hunk,
    cut_off,
    is_prose,
    malformed,
    read_hunk,
    without_loose_end,
    without_words,
)
from .wrapping import bare_text, is_leftover, parts_of

_MARKS = r"diff --(?:git|cc|combined) |--- \S|\+\+\+ \S|@@+(?: |$)|Index: \S"
_OCTAL = r"(?:\\[0-3][0-7]{2})+"
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_STAMP = r"\s+(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*|\((?:revision \d+|working copy)\))$"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_NO_FILE = "/dev/null"
_PREFIXES = frozenset("abciow12")  # of git, also with diff.mnemonicPrefix
_PROGRAM, _LINK, _MODULE = "100755", "120000", "160000"


class _Header(NamedTuple):
    """What stands before the hunks of one file; modes are of the file afterwards."""

    old: str = ""
    new: str = ""
    git_old: str = ""
    git_new: str = ""
    rename: bool = False
    copied: bool = False
    created: bool = False
    deleted: bool = False
    mode: str = ""


class _Body(NamedTuple):
    """The lines of a hunk below its header, and whether more of them are missing."""

    head: str
    lines: List[str]
    cut: bool = False


def parse_unified(text: str, path: str = "") -> List[FileEdit]:
    """Read a unified diff.

    Args:
        path: the file that hunks without a header are about.

    Raises:
        ToolError: ``patch-malformed``.
    """
    plain = bare_text(text, _MARKS)
    ended = plain.endswith("\n")
    files: List[FileEdit] = []
    for lines, closed in parts_of(plain.split("\n"), _MARKS):
        while lines and not lines[-1].strip():
            lines.pop()
        files += _files(lines, path, closed, ended)
    if not files:
        raise malformed("it has no hunk that begins with @@")
    return files


def _files(lines: List[str], path: str, closed: bool, ended: bool) -> List[FileEdit]:
    """Return the edits of the files that follow one another."""
    files: List[FileEdit] = []
    at = 0
    while at < len(lines):
        header, at = _header(lines, at)
        hunks: List[_Body] = []
        while at < len(lines) and lines[at].startswith("@@"):
            end = _hunk_end(lines, at)
            body = _without_prose(lines[at], lines[at + 1 : end])
            last = end == len(lines) and len(body) == end - at - 1
            cut = last and not closed and _is_short(lines[at], body)
            cut = cut and not (ended and _has_margins(body))
            if cut and not ended and body[-1:] and body[-1][:1] in ("+", "-"):
                raise cut_off("its last hunk has fewer lines than it says")
            hunks.append(_Body(lines[at], body, cut))
            at = end
        if hunks or header != _Header():
            files.append(_file_of(header, hunks, path))
        elif at < len(lines):
            at += 1
    return files


def _header(lines: List[str], at: int) -> Tuple[_Header, int]:
    """Read up to the first hunk, or to where the next file begins."""
    header = _Header()
    while at < len(lines) and not lines[at].startswith("@@"):
        line = lines[at]
        if line.startswith("diff --git "):
            if header != _Header():
                break
            old, new = _git_paths(line)
            header = header._replace(git_old=old, git_new=new)
        elif line.startswith("--- ") and _named(lines, at):
            if header.old:
                break
            header = header._replace(old=_path(line))
        elif line.startswith("+++ "):
            header = header._replace(new=_path(line))
        elif line.startswith(("rename from ", "copy from ")):
            copied = line.startswith("copy")
            header = header._replace(
                rename=not copied,
                copied=copied,
                git_old=unquoted(line.partition(" from ")[2]),
            )
        elif line.startswith(("rename to ", "copy to ")):
            header = header._replace(git_new=unquoted(line.partition(" to ")[2]))
        else:
            header = _with_mode(header, line, at)
        at += 1
    return header, at


def _with_mode(header: _Header, line: str, at: int) -> _Header:
    """Take the mode of a file from a line, or refuse what is no text.

    Raises:
        ToolError: ``patch-malformed``.
    """
    if line.startswith(("Binary files ", "GIT binary patch")):
        raise malformed("binary files are not patched", at + 1)
    if line.startswith(("diff --cc ", "diff --combined ")):
        raise malformed(
            "it is the combined diff of a merge",
            at + 1,
            hint="Give the difference to the file as it is now.",
        )
    found = re.match(r"(new file|deleted file|new) mode (\d+)|index \S+ (\d{6})", line)
    if found is None:
        return header
    mode = found[2] or found[3]
    if mode == _MODULE:
        raise malformed("a submodule is not patched", at + 1)
    if found[1] == "new" and (mode == _LINK) != (header.mode == _LINK):
        raise malformed("a file that becomes a link is not patched", at + 1)
    if found[3]:  # which is no change of the mode
        return header._replace(mode=_LINK) if mode == _LINK else header
    return header._replace(
        created=header.created or found[1] == "new file",
        deleted=header.deleted or found[1] == "deleted file",
        mode=mode,
    )


# -- paths ---------------------------------------------------------------------------


def _git_paths(line: str) -> Tuple[str, str]:
    """Return both names of a header line, which are the same but for renames."""
    rest = line[len("diff --git ") :].rstrip()
    quoted = re.fullmatch(rf"({_QUOTED}|\S+) ({_QUOTED}|\S+)", rest)
    if quoted:
        return unquoted(quoted[1]), unquoted(quoted[2])
    for found in re.finditer(" ", rest):
        old, new = rest[: found.start()], rest[found.end() :]
        if old == new or (old[1:2] == new[1:2] == "/" and old[2:] == new[2:]):
            return old, new
    old, _, new = rest.partition(" b/")
    return old, "b/" + new


def _named(lines: List[str], at: int) -> bool:
    """Return whether a header follows."""
    return any(line.startswith(("+++ ", "@@")) for line in lines[at + 1 : at + 3])


def _path(line: str) -> str:
    """Return the path of a header, without the time of the file."""
    return unquoted(re.sub(_STAMP, "", line[4:].split("\t")[0]).strip())


def unquoted(path: str) -> str:
    """Undo the quoting of git for names with special characters."""
    if len(path) < 2 or not path.startswith('"') or not path.endswith('"'):
        return path

    def octal(found: "re.Match[str]") -> str:
        """Return the character of octal escapes."""
        codes = [int(code, 8) for code in found[0].split("\\")[1:]]
        return bytes(codes).decode("utf-8", "surrogateescape")

    path = re.sub(_OCTAL, octal, path[1:-1])
    return re.sub(r'\\[nt"\\]', lambda found: _ESCAPES[found[0]], path)


def _paths(header: _Header, path: str) -> Tuple[str, str, Tuple[str, ...]]:
    """Return the paths before and after, and what else the first may be.

    The prefixes of git are no part of a path: two different letters before the same
    name. Where they are the same letter, there may be a folder of that name.
    """
    if header.rename or header.copied:
        return header.git_old, header.git_new, ()
    old = header.old or header.git_old or header.new
    new = header.new or header.git_new or header.old
    old, new = ("" if each == _NO_FILE else each for each in (old, new))
    raw = (old or new, new or old)
    bare = tuple(e[2:] if e[1:2] == "/" and e[0] in _PREFIXES else e for e in raw)
    marked = _is_marked(header, old, new)
    chosen, other = (bare, raw) if marked else (raw, bare)
    if not chosen[0]:
        return path, path, ()
    return chosen[0], chosen[1], tuple(e for e in other if e not in chosen)


def _is_marked(header: _Header, old: str, new: str) -> bool:
    """Tell whether paths have the prefixes of git."""
    pairs = [(old, new), (header.git_old, header.git_new)]
    for one, two in pairs:
        letters = {each[0] for each in (one, two) if each[1:2] == "/"}
        if one and two and not letters <= _PREFIXES:
            return False
        if one and two:
            return len(letters) == 2 or one[:2] == "a/" != two[:2]
    return old.startswith("a/") or new.startswith("b/")


# -- hunks ---------------------------------------------------------------------------


def _counts(head: str) -> Optional[Tuple[int, int]]:
    """Return how many lines a hunk has before and after, as its header says."""
    ranges = re.match(RANGES, head)
    if ranges is None:
        return None
    old, new = (1 if each is None else int(each) for each in (ranges[2], ranges[4]))
    return old, new


def _hunk_end(lines: List[str], start: int) -> int:
    """Return where a hunk ends: at what begins another one, or another file.

    A removed line ``-- x`` looks like a header, so there the counts are asked.
    """
    old, new = _counts(lines[start]) or (0, 0)
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if line.startswith(("@@", "diff --git ", "diff --cc ")):
            break
        three = lines[at : at + 3]
        complete = old <= 0 and new <= 0
        if line.startswith("--- ") and len(three) > 1 and three[1].startswith("+++ "):
            if complete or (len(three) == 3 and three[2].startswith("@@")):
                break
        if line.startswith(("index ", "Index: ", "diff -")) and complete:
            break
        old -= line[:1] not in ("+", "\\")
        new -= line[:1] not in ("-", "\\")
        at += 1
    return at


def _without_prose(head: str, body: List[str]) -> List[str]:
    """Leave out what follows a hunk: empty lines, words, the end of a mail."""
    for at, line in enumerate(body):
        if is_leftover(line):
            body = body[:at]
            break
    full = _full(head, body)
    if full < len(body) and is_prose(body[full:]):
        return body[:full]
    bare = without_words(body)
    return without_loose_end(bare) if full == len(body) else bare


def _full(head: str, body: List[str]) -> int:
    """Return up to which line a hunk has what its header counts; else its length."""
    counts = _counts(head)
    if counts is None:
        return len(body)
    old, new = counts
    for at, line in enumerate(body):
        if not old and not new and line[:1] != "\\":
            return at
        old -= line[:1] not in ("+", "\\")
        new -= line[:1] not in ("-", "\\")
        if old < 0 or new < 0:
            break
    return len(body)


def _is_short(head: str, body: List[str]) -> bool:
    """Tell whether lines that change something are missing at the end of a hunk.

    Counts that the hunk exceeds are made up. Where as many are missing before and
    after, and the last line is context, it may be context that was left out; where
    none is missing on one side, a hunk would have to end with changed lines.
    """
    counts = _counts(head)
    if counts is None:
        return False
    old = counts[0] - sum(line[:1] not in ("+", "\\") for line in body)
    new = counts[1] - sum(line[:1] not in ("-", "\\") for line in body)
    if old < 0 or new < 0 or (old, new) == (0, 0):
        return False
    context = bool(body) and body[-1][:1] not in ("+", "-")
    return not (context and (old == new or not old or not new))


def _has_margins(body: List[str]) -> bool:
    """Tell whether a hunk has three lines of context at both ends, as most have."""
    signed = [at for at, line in enumerate(body) if line[:1] in ("+", "-")]
    return bool(signed) and signed[0] == 3 == len(body) - 1 - signed[-1]


# -- files ---------------------------------------------------------------------------


def _file_of(header: _Header, hunks: List[_Body], path: str) -> FileEdit:
    """Return the edit of one file."""
    old, new, spellings = _paths(header, path)
    if not (old or new):
        raise malformed("a hunk stands before any file header")
    parsed = [(each, read_hunk(each.lines)) for each in hunks]
    executable = header.mode == _PROGRAM if header.mode.startswith("100") else None
    link = header.mode == _LINK
    made = header.created or header.old == _NO_FILE
    if made and not header.copied:
        if any(body.cut for body in hunks):
            raise cut_off("the new file has fewer lines than it says")
        content = "".join(line + "\n" for _, hunk in parsed for line in hunk.new)
        if parsed and parsed[-1][1].bare_new:
            content = content[:-1]
        return FileEdit(
            new, "add", content=content, executable=executable or None, link=link
        )
    edits, final = _edits(parsed)
    file = FileEdit(old, "update", edits, spellings=spellings, link=link)
    if header.deleted or header.new == _NO_FILE:
        return file._replace(action="delete")
    if not edits and final is None and not (header.rename or header.copied):
        if executable is None and old == new:
            raise _nothing(parsed, old)
    return file._replace(
        action="copy" if header.copied else "update",
        move_to=new if header.rename or header.copied or old != new else "",
        ordered=True,
        final_newline=final,
        executable=executable,
    )


def _nothing(parsed: List[Tuple[_Body, Hunk]], path: str) -> Exception:
    """Return the error about a diff that changes nothing."""
    return malformed(
        f"nothing is changed in {path}" if parsed else f"{path} has no hunk",
        hint="Give each changed line with - and with +; line ends alone are changed by"
        " a command in the shell.",
    )


def _edits(
    parsed: List[Tuple[_Body, Hunk]],
) -> Tuple[Tuple[Edit, ...], Optional[bool]]:
    """Return the edits of one file, and whether it ends with a line end then."""
    edits = []
    final: Optional[bool] = None
    for (head, _, cut), hunk in parsed:
        ranges = re.match(RANGES, head)
        if not ranges and not re.match(r"@@+( \.\.\.)?( @@.*)?\s*$|@@ ", head):
            raise malformed(f"`{head[:80]}` is not the header of a hunk")
        if hunk.bare_old != hunk.bare_new:
            final = hunk.bare_old
        heading = ranges[5] if ranges else head.strip("@ .")
        line = int(ranges[1]) if ranges else 0
        count = (_counts(head) or (0, 0))[0] if cut else 0
        if hunk.changes:
            edits.append(hunk.edit(heading=heading, line=line, counted=count))
    return tuple(edits), final
