# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read edits that a model wrote as text: SEARCH/REPLACE blocks and whole files.

The dialects of aider, cline, Roo-Code and gptme are understood; each is a search
text, a dividing line and the text to put there, with a file named nearby.
"""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from ...core.values import NamedTuple

from .edits import Edit, FileEdit
from .lines import line_feeds
from .patch import malformed

_SEARCH = r"(?:<{3,10}|-{3,10}) ?(?:SEARCH|ORIGINAL|HEAD)>?\s*$"
_DIVIDER = r"={5,10}\s*$"
_REPLACE = r"(?:>{3,10}|\+{3,10}) ?(?:REPLACE|UPDATED)>?\s*$"
_FENCE = r"\s*(?:`{3,}|~{3,})\s*(.*)$"
_COMMAND = r"(patch|save|append)\s+(.+?)\s*$"
_TAG = r"<(path|file_path|filename)>\s*(.*?)\s*</\1>"
_START = r":start_line: ?(\d+)\s*$|<start_line>(\d+)</start_line>\s*$"
_META = r":(?:start|end)_line: ?\d+\s*$"
_ESCAPED = r"^\\(?=[<=>+:-]{3})"
_NAME = r"[\w./\\@+\-][\w./\\@+\- ()\[\]]*$"


class _Block(NamedTuple):
    """A search text, what takes its place, and the line number that was given."""

    old: List[str]
    new: List[str]
    line: int


def parse_blocks(text: str, path: str = "") -> List[FileEdit]:
    """Read SEARCH/REPLACE blocks; a block without a file name is about the last one.

    Args:
        path: the file that blocks without any name are about.

    Raises:
        ToolError: ``patch-malformed``.
    """
    lines = line_feeds(text).split("\n")
    files: List[FileEdit] = []
    name, at, last = path, 0, 0
    while at < len(lines):
        found = re.search(_TAG, lines[at])
        fence = re.match(_FENCE, lines[at])
        command = re.match(_COMMAND, fence[1]) if fence else None
        if found:
            name = found[2]
        elif command and command[1] == "save":
            end = _closing(lines, at)
            content = "".join(line + "\n" for line in lines[at + 1 : end])
            files.append(FileEdit(command[2], "write", content=content))
            at = end
        elif command:
            name = command[2]
        elif re.match(_SEARCH, lines[at]):
            name = _named_above(lines, at, last) or name
            if not name:
                raise malformed("no file is named above the block", at + 1)
            block, end = _block(lines, at)
            _add(files, name, block)
            at = last = end
        at += 1
    if not files:
        raise malformed("it has no SEARCH block")
    return files


def parse_whole_files(text: str, path: str = "") -> List[FileEdit]:
    """Read whole files: a name, and a fenced block with all of the content.

    Raises:
        ToolError: ``patch-malformed``.
    """
    lines = line_feeds(text).split("\n")
    files: List[FileEdit] = []
    at = last = 0
    while at < len(lines):
        fence = re.match(_FENCE, lines[at])
        if fence:
            end = _closing(lines, at)
            command = re.match(_COMMAND, fence[1])
            above = _named_above(lines, at + 1, last)
            name = command[2] if command else above or path
            if not name:
                raise malformed("no file is named above the block", at + 1)
            content = "".join(line + "\n" for line in lines[at + 1 : end])
            files.append(FileEdit(name, "write", content=content))
            at = last = end
        at += 1
    if not files and path:
        files = [FileEdit(path, "write", content=text)]
    if not files:
        raise malformed("it has no fenced block")
    return files


def _closing(lines: List[str], start: int) -> int:
    """Return the line that closes a fence; a longer fence may hold shorter ones."""
    mark = lines[start].strip()
    size = len(mark) - len(mark.lstrip(mark[0]))
    for at in range(start + 1, len(lines)):
        line = lines[at].strip()
        if line and set(line) == {mark[0]} and len(line) >= size:
            return at
    raise malformed("a fenced block is not closed", start + 1)


def _block(lines: List[str], start: int) -> Tuple[_Block, int]:
    """Read one block; return it and the line that closes it."""
    end = start + 1
    dividers: List[int] = []
    while end < len(lines) and not re.match(_REPLACE, lines[end]):
        if re.match(_SEARCH, lines[end]) and dividers:
            raise malformed("a block does not end with REPLACE", start + 1)
        if re.match(_DIVIDER, lines[end]):
            dividers.append(end)
        end += 1
    if end == len(lines):
        raise malformed("a block does not end with REPLACE", start + 1)
    if not dividers:
        raise malformed("a block has no line of ======= in it", start + 1)
    first, line = start + 1, 0
    while first < dividers[0]:
        number = re.match(_START, lines[first].strip())
        if number:
            line = int(number[1] or number[2])
        elif not re.match(_META, lines[first].strip()):
            break
        first += 1
    if first > start + 1 and re.match(r"-{5,}\s*$", lines[first]):
        first += 1
    elif lines[first].strip() == "-------" and first == start + 1:
        first += 1
    divider = _divider(dividers, first, end)
    old = [re.sub(_ESCAPED, "", e) for e in lines[first:divider]]
    new = [re.sub(_ESCAPED, "", e) for e in lines[divider + 1 : end]]
    return _Block(old, new, line), end


def _divider(dividers: List[int], first: int, end: int) -> int:
    """Choose among several dividing lines: one in the middle of equal counts.

    Where a text has such lines itself (headings, say), both sides have as many.
    """
    return dividers[len(dividers) // 2]


def _add(files: List[FileEdit], name: str, block: _Block) -> None:
    """Add a block to the edits of its file."""
    old, new = ("".join(e + "\n" for e in part) for part in (block.old, block.new))
    if not old.strip():
        files.append(FileEdit(name, "create", content=new))
        return
    edit = Edit(old, new, whole=True, line=block.line)
    if files and files[-1].path == name and files[-1].action == "update":
        files[-1] = files[-1]._replace(edits=(*files[-1].edits, edit))
    else:
        files.append(FileEdit(name, "update", (edit,)))


def _named_above(lines: List[str], at: int, last: int) -> Optional[str]:
    """Return the file that is named in the few lines above a block."""
    for line in reversed(lines[max(last, at - 4) : at]):
        fence = re.match(_FENCE, line)
        if fence:
            name = _as_name(fence[1].split()[-1]) if "." in fence[1] else None
        else:
            name = _as_name(line)
        if name:
            return name
        if line.strip() and not fence:
            return None
    return None


def _as_name(line: str) -> Optional[str]:
    """Return the file name that a line consists of, without its decoration."""
    text = line.strip().strip("*`").strip()
    text = re.sub(r"^(?:#+ |// |<!-- |(?:[Ff]ile(?:name|path)?|[Pp]ath): *)+", "", text)
    text = re.sub(r"(?: -->)?:?$", "", text).strip("*`\"' ")
    plain = " " not in text and not line.rstrip().endswith(":")
    looks = re.match(_NAME, text) and ("." in text or "/" in text or plain)
    return text if looks and not text.endswith(".") else None
