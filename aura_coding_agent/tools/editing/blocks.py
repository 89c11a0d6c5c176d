# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read edits that a model wrote as text: SEARCH/REPLACE blocks.

The dialects of aider, cline, Roo-Code and gptme are understood; each is a search
text, a dividing line and the text to put there, with a file named nearby. Where a text
has lines like the dividing one, the block has several readings, and the file decides.
"""

from __future__ import annotations

import re
from typing import List

from ...core.values import NamedTuple
from .edits import Edit, FileEdit
from .hunks import cut_off, malformed
from .lines import indentation
from .names import COMMAND, name_above, words_of
from .wrapping import FENCE, bare_text, closing_fence

MARKS = r"[ \t]*(?:<{3,10}|-{3,10}) ?(?:SEARCH|ORIGINAL|HEAD)\b"
_SEARCH = (
    r"([ \t]*)(<{3,10}|-{3,10}) ?(?:SEARCH|ORIGINAL|HEAD)>?(?:[ :]+(\S*[./]\S+))?\s*$"
)
_DIVIDER = r"\s*(={5,10})\s*$"
_REPLACE = r"\s*(?:>{3,10}|\+{3,10}) ?(?:REPLACE|UPDATED)>?\s*$"
_STRAY = (  # also the beginning of a mark, where the text is cut off
    r"<{5,10} ?(?:SEARCH|ORIGINAL)|>{7} ?R"
    r"|(?:<{1,10}|-{5,10} (?=[SOH])) ?(?:S[EARCH]*|O[RIGINAL]*|H[EAD]*)?\s*$"
)
_TAG = r"<(path|file_path|filename)>\s*(.*?)\s*</\1>"
_START = r":start_line: ?(\d+)\s*$|<start_line>(\d+)</start_line>\s*$"
_META = r":(?:start|end)_line: ?\d+\s*$"
_ESCAPED = r"^\\(?=[<=>+:-]{3})"


class _Block(NamedTuple):
    """The lines of a block, and the rows of its marks.

    Attributes:
        first: the first line of the search text.
        dividers: what may be the dividing line.
        end: the line that closes it.
        line: number that was given of the first line in the file; 0 when none was.
    """

    first: int
    dividers: List[int]
    end: int
    line: int


def parse_blocks(text: str, path: str = "") -> List[FileEdit]:
    """Read SEARCH/REPLACE blocks; a block without a file name is about the last one.

    Args:
        path: the file that blocks without any name are about.

    Raises:
        ToolError: ``patch-malformed``.
    """
    lines = _dedented(bare_text(text, MARKS).split("\n"))
    files: List[FileEdit] = []
    name, at, last = path, 0, 0
    while at < len(lines):
        found = re.search(_TAG, lines[at])
        fence = re.match(FENCE, lines[at])
        command = re.match(COMMAND, fence[2]) if fence else None
        search = re.match(_SEARCH, lines[at])
        if search:
            name = search[3] or name_above(lines, at, last) or name
            if not name:
                raise malformed("no file is named above the block", at + 1)
            block = _block(lines, at)
            _add(files, name, _edit(lines, block))
            at = last = block.end
        elif found:
            name = found[2]
        elif command and command[1] == "save":
            end = closing_fence(lines, at)
            if end is None or end == len(lines):
                raise cut_off("a fenced block is not closed")
            content = "".join(line + "\n" for line in lines[at + 1 : end])
            files.append(FileEdit(command[2], "write", content=content))
            at = end
        elif command:
            name = command[2]
        elif re.match(_STRAY, lines[at]):
            raise malformed(
                f"the mark `{lines[at].strip()}` stands outside of a block",
                at + 1,
                hint="Give each block all of its marks; write \\ before a line that"
                " looks like a mark and is text.",
            )
        at += 1
    if not files:
        raise malformed("it has no SEARCH block")
    return files


def _dedented(lines: List[str]) -> List[str]:
    """Take away the blanks before all lines from the first mark to the last."""
    rows = [
        at
        for at, line in enumerate(lines)
        if re.match(_SEARCH, line) or re.match(_REPLACE, line)
    ]
    blanks = indentation(lines[rows[0]]) if rows else ""
    inner = lines[rows[0] : rows[-1] + 1] if blanks else []
    if not all(line.startswith(blanks) for line in inner if line.strip()):
        return lines
    size = len(blanks)
    return [line[size:] if line.startswith(blanks) else line for line in lines]


def _block(lines: List[str], start: int) -> _Block:
    """Read the marks of one block.

    Raises:
        ToolError: ``patch-malformed`` when one of them is missing.
    """
    end = start + 1
    dividers: List[int] = []
    while end < len(lines) and not re.match(_REPLACE, lines[end]):
        nested = re.match(_SEARCH, lines[end])
        if nested and dividers and "HEAD" not in lines[end]:
            raise malformed("a block does not end with REPLACE", start + 1)
        if re.match(_DIVIDER, lines[end]):
            dividers.append(end)
        end += 1
    if end == len(lines):
        raise cut_off("a block does not end with REPLACE")
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
    return _Block(first, _likely(lines, dividers, start), end, line)


def _likely(lines: List[str], dividers: List[int], start: int) -> List[int]:
    """Return the lines that may divide: flush, and as long as the other marks."""
    search = re.match(_SEARCH, lines[start])
    mark = search[2] if search else ""
    flush = [at for at in dividers if not indentation(lines[at])]
    same = [at for at in flush if len(lines[at].rstrip()) == len(mark)]
    return same or flush or dividers


def _edit(lines: List[str], block: _Block) -> Edit:
    """Return a block as an edit, with all its readings.

    The likeliest one comes first: where a text has such lines itself (headings, say),
    both sides often have as many.
    """
    middle = len(block.dividers) // 2
    order = sorted(
        range(len(block.dividers)), key=lambda n: (n != middle, abs(n - middle))
    )
    readings = [_reading(lines, block, block.dividers[n]) for n in order]
    return readings[0]._replace(others=tuple(readings[1:]))


def _reading(lines: List[str], block: _Block, divider: int) -> Edit:
    """Return a block with one of its lines as the dividing one."""
    sides = lines[block.first : divider], lines[divider + 1 : block.end]
    old, new = (
        "".join(re.sub(_ESCAPED, "", line) + "\n" for line in side) for side in sides
    )
    return Edit(old, new, whole=True, line=block.line)


def _add(files: List[FileEdit], name: str, edit: Edit) -> None:
    """Add an edit to those of its file."""
    if not edit.old.strip() and not edit.others:
        words = words_of(name)
        files.append(FileEdit(name, "create", content=edit.new, spellings=words))
    elif files and files[-1].path == name and files[-1].action == "update":
        files[-1] = files[-1]._replace(edits=(*files[-1].edits, edit))
    else:
        files.append(FileEdit(name, "update", (edit,), spellings=words_of(name)))
