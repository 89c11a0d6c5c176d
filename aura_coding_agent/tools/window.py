# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take some lines out of a file of any size without holding it in memory.

A line ends with a line feed or, in a file that has none, with a carriage return; so
the numbers here are those of the other tools.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO, Iterable, Iterator, List

from ..core.cancel import Cancel
from ..core.text import DecodedText
from ..core.values import NamedTuple

OUTPUT_LIMIT = 28_000  # bytes of one answer; results are capped at 30,000
LINE_LIMIT = 2_000  # characters shown of one line
_CHUNK = 65_536  # characters of a line that are held
_BLOCK = 262_144  # bytes that are skipped at once
_ONE_BYTE_ENDS = ("utf-8", "cp1252", "latin-1")  # where a byte 10 is a line feed


class Window(NamedTuple):
    """Numbered lines as text.

    Attributes:
        text: the lines; empty when the file has fewer.
        last: number of the last line taken, or of the last line of the file.
        more: whether other lines follow.
    """

    text: str
    last: int
    more: bool


def take_window(
    source: BinaryIO, form: DecodedText, first: int, count: int, cancel: Cancel
) -> Window:
    """Return up to ``count`` lines from ``first`` on, as many as fit in an answer.

    Args:
        source: a file opened for reading bytes, behind the byte order mark.
        form: tells encoding and line end.
        first: number of a line, from 1.

    Raises:
        CancelledError: ``cancel`` was thrown.
    """
    skipped = 0
    if form.encoding in _ONE_BYTE_ENDS and form.newline != "\r":
        skipped = _skip_lines(source, first - 1, cancel)
    return _window(_cut_lines(source, form, cancel), skipped, first, count)


def _skip_lines(source: BinaryIO, wanted: int, cancel: Cancel) -> int:
    """Move forward by whole lines without decoding them, return by how many.

    It is less than wanted when the file has no more.
    """
    skipped, last = 0, b"\n"
    while skipped < wanted:
        cancel.check()
        block = source.read(_BLOCK)
        if not block:
            return skipped + (last != b"\n")
        last = block[-1:]
        count = block.count(b"\n")
        if skipped + count >= wanted:
            at = 0
            for _ in range(wanted - skipped):
                at = block.index(b"\n", at) + 1
            source.seek(at - len(block), os.SEEK_CUR)
            return wanted
        skipped += count
    return skipped


def _cut_lines(source: BinaryIO, form: DecodedText, cancel: Cancel) -> Iterator[str]:
    """Yield lines without their ends, cut to what is shown, never held whole."""
    end = "\r" if form.newline == "\r" else "\n"
    stream = io.TextIOWrapper(source, form.encoding, errors="replace", newline=end)
    try:
        yield from _lines(stream, end, cancel)
    finally:
        stream.detach()  # it is closed by who opened it


def _lines(stream: io.TextIOWrapper, end: str, cancel: Cancel) -> Iterator[str]:
    """Yield the lines of a stream, cut to what is shown."""
    for number, line in enumerate(iter(lambda: stream.readline(_CHUNK), "")):
        if number % 10_000 == 0:
            cancel.check()
        ended = line.endswith(end)
        kept, length = line[:LINE_LIMIT], len(line) - ended
        while not ended:
            cancel.check()
            line = stream.readline(_CHUNK)
            ended = not line or line.endswith(end)
            length += len(line) - line.endswith(end)
        over = length - LINE_LIMIT
        yield f"{kept}[... {over} more characters]" if over > 0 else kept.rstrip("\r\n")


def _window(lines: Iterable[str], skipped: int, first: int, count: int) -> Window:
    """Return some lines with their numbers, as many as fit."""
    taken: List[str] = []
    size, number = 0, skipped
    for number, line in enumerate(lines, skipped + 1):
        if number < first:
            continue
        text = f"{number}\t{line}\n"
        size += len(text.encode("utf-8", "replace"))
        if taken and size > OUTPUT_LIMIT or len(taken) == count:
            return Window("".join(taken), number - 1, True)
        taken.append(text)
    return Window("".join(taken), number, False)
