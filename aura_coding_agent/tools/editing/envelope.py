# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read patches in the envelope from ``*** Begin Patch`` to ``*** End Patch``.

What stands around it does not matter, nor whether it is indented. Without its last mark
it is taken to be cut off, unless a fence or the end of a document in the shell closes
it: half an edit is worse than none.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from .edits import Edit, FileEdit
from .hunks import cut_off, malformed, read_hunk, without_loose_end, without_words
from .lines import indentation
from .wrapping import (
    FENCE,
    bare_text,
    dedent,
    heredoc,
    is_leftover,
    shell_lines,
    terminator,
    unfenced,
)

RANGES = r"@@+ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@+ ?(.*)"
MARKS = r"\*{3} ?(?:Begin Patch|(?:Add|Delete|Update) File:)"
_BEGIN = r"(?:[^+\-]*[\s\"'`(])?\*{3} ?Begin Patch\s*$"
_ACTION = r"\*{3} ?(Add|Delete|Update) File: *(.+)"
_QUOTES = "\"'`)"


def parse_envelope(text: str) -> List[FileEdit]:
    """Read a patch in the envelope, or several.

    Raises:
        ToolError: ``patch-malformed``.
    """
    text = bare_text(text, MARKS)
    lines = text.split("\n")
    files: List[FileEdit] = []
    at, begun = 0, any(re.match(_BEGIN, line) for line in lines)
    while at < len(lines):
        if begun and re.match(_BEGIN, lines[at]):
            body, end = _body(lines, at)
            files += _files(body, at + 1)
            at = end
        elif not begun and re.match(_ACTION, lines[at].strip()):
            body, end = _body(lines, at - 1, begun=False)
            if end == len(lines) and not text.endswith("\n") and body[-1][:1] in "+-":
                raise cut_off("it ends without `*** End Patch`")
            files += _files(body, at)
            at = end
        at += 1
    if not files:
        raise malformed("it names no file")
    return files


def _body(lines: List[str], begin: int, begun: bool = True) -> Tuple[List[str], int]:
    """Return what stands between the marks, and the line of the last one."""
    blanks = indentation(lines[begin if begun else begin + 1])
    word = next(filter(None, map(heredoc, lines[max(0, begin - 2) : begin + 1])), None)
    end = _end(lines, begin + 1, blanks)
    if end is None and word:
        stop = terminator(lines, begin + 1, word[0])
        end = stop if stop < len(lines) else None
    if end is None:
        end = _closing(lines, begin)
    if end is None and lines[begin + 1 :]:
        last = [line.rstrip() for line in lines if line.strip()][-1]
        end = len(lines) if last == "*** End of File" else None
    if end is None and begun:
        raise cut_off("it ends without `*** End Patch`")
    end = len(lines) if end is None else end
    body = lines[begin + 1 : end]
    while body and not body[-1].strip() and end == len(lines):
        body.pop()
    quoted = begun and lines[begin].rstrip()[: -len("*** Begin Patch")].endswith('"')
    if (word and word[1]) or (quoted and "\\" in "".join(body)):
        body = shell_lines(body)
    plain = dedent(body, blanks)
    if plain is body and blanks:
        marks = (blanks + "***", blanks + "@@")
        plain = [e[len(blanks) :] if e.startswith(marks) else e for e in body]
    return plain, end


def _end(lines: List[str], start: int, blanks: str) -> Optional[int]:
    """Return the line with the last mark, which may be indented where all is over."""
    for at in range(start, len(lines)):
        line = lines[at].rstrip().rstrip(_QUOTES)
        if line.lstrip() not in ("*** End Patch", "***End Patch"):
            continue
        if indentation(line) in ("", blanks) or _is_over(lines, at + 1):
            return at
    return None


def _is_over(lines: List[str], at: int) -> bool:
    """Tell whether no line of a patch follows."""
    told = next((line for line in lines[at:] if line.strip()), "")
    return not told or told[0] not in " \t+-@*" or bool(re.match(_BEGIN, told))


def _closing(lines: List[str], begin: int) -> Optional[int]:
    """Return the line that closes the fence around a patch."""
    above = [line for line in lines[max(0, begin - 2) : begin + 1] if line.strip()]
    if not any(re.match(FENCE, line) for line in above):
        return None
    rows = [
        at
        for at in range(begin + 1, len(lines))
        if re.fullmatch(r"(?:`{3,}|~{3,})\s*", lines[at])
    ]
    return rows[-1] if rows else None


def _files(lines: List[str], first: int) -> List[FileEdit]:
    """Return the edits of the files that a patch names."""
    files: List[FileEdit] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line or re.match(FENCE, line) or is_leftover(line):
            at += 1
            continue
        action = re.fullmatch(_ACTION, line)
        if action is None:
            number = first + at + 1
            raise malformed(f"expected `*** Update File:`, not `{line[:80]}`", number)
        start = at = at + 1
        while at < len(lines) and not re.fullmatch(_ACTION, lines[at].rstrip()):
            at += 1
        body = lines[start:at]
        files.append(_file_of(action[1], action[2].strip(), body, first + start))
    return files


def _file_of(action: str, path: str, body: List[str], start: int) -> FileEdit:
    """Return the edit of one file."""
    if action == "Delete":
        return FileEdit(path, "delete")
    body = without_loose_end(body)
    bare = unfenced(body)
    if bare is not None and not (body[0] + body[-1]).startswith(("+", "-", " ")):
        body = bare
    if action == "Add":
        return FileEdit(path, "add", content=_content(body, start))
    move = ""
    if body and body[0].startswith("*** Move to:"):
        move = body.pop(0).partition(":")[2].strip()
    heads = [line[:4] for line in body[:3]]
    if heads[:2] == ["--- ", "+++ "] and heads[2:] and heads[2].startswith("@@"):
        body = body[2:]
    edits, final = _edits(body)
    if not edits and not move:
        raise malformed(f"nothing is changed in {path}", start)
    return FileEdit(
        path, "update", edits, move_to=move, ordered=True, final_newline=final
    )


def _content(body: List[str], start: int) -> str:
    """Return the content of an added file; all its lines have a sign, or none."""
    body = [line for line in body if line.rstrip() != "*** End of File"]
    bare = body[-1:] and body[-1].startswith("\\ No newline")
    body = body[:-1] if bare else body
    strays = [n for n, line in enumerate(body) if line and not line.startswith("+")]
    if len(strays) == sum(map(bool, body)):
        content = "".join(f"{line}\n" for line in body)
    elif strays:
        number = start + strays[0] + 1
        raise malformed("lines of an added file begin with +", number)
    else:
        content = "".join(f"{line[1:]}\n" for line in body)
    return content[:-1] if bare else content


def _edits(body: List[str]) -> Tuple[Tuple[Edit, ...], Optional[bool]]:
    """Return the edits of one file, and whether it ends with a line end."""
    edits: List[Edit] = []
    final: Optional[bool] = None
    for lines, where in _sections(body):
        hunk = read_hunk(without_loose_end(lines))
        if hunk.bare_old != hunk.bare_new:
            final = hunk.bare_old
        if hunk.changes:
            readings = [
                where._replace(old=each.old, new=each.new, whole=True)
                for each in (hunk.edit(), read_hunk(without_words(lines)).edit())
            ]
            others = tuple(each for each in readings[1:] if each != readings[0])
            edits.append(readings[0]._replace(others=others))
    return tuple(edits), final


def _sections(body: List[str]) -> Iterator[Tuple[List[str], Edit]]:
    """Yield the lines of each hunk, and where it stands as an edit without texts."""
    anchors: List[str] = []
    lines: List[str] = []
    line_number = 0
    at_end = False
    for line in [*body, "@@"]:
        if line.startswith("@@"):
            if lines:
                where = Edit("", "", anchors=tuple(anchors), line=line_number)
                yield lines, where._replace(at_end=at_end)
                anchors, lines, at_end = [], [], False
            ranges = re.match(RANGES, line)
            line_number = int(ranges[1]) if ranges else 0
            anchor = ranges[5] if ranges else line[2:].strip()
            anchor = anchor[:-2].strip() if anchor.endswith("@@") else anchor
            if anchor:
                anchors.append(anchor)
        elif line.rstrip() == "*** End of File":
            at_end = True
        elif not is_leftover(line):
            lines.append(line)
