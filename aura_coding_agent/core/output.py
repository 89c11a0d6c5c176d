# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the output of a command in bounded memory: head, tail, and a file with all.

What is kept is what a terminal would show in the end (:mod:`.rendering`), so that
progress bars and colours fill neither the result nor the file.

The file is named by its contents, so that the same output gives the same result,
and a command that is run again and again does not fill the disk.
"""

from __future__ import annotations

import codecs
import os
import threading
from typing import Tuple

from . import durable
from .digest import blake2b
from .rendering import Rendering

FILE_LIMIT = 64 * 1024 * 1024  # bytes of one file with full output
LATEST = 8_192  # bytes kept for people between two looks


class Capture:
    """Bytes of one command, fed by one thread, looked at by another.

    Args:
        limit: bytes to keep; beyond it, half from the start and half from the end.
        folder: where the file with the full output goes; empty for none.

    Attributes:
        total: bytes that came, before anything was overwritten.
    """

    def __init__(self, limit: int, folder: str) -> None:
        """Take the most bytes to hold, and the folder for the rest."""
        self.total: int = 0
        self._lock = threading.Lock()
        self._half = max(1, limit // 2)
        self._limit = max(2, limit)
        self._held = bytearray()  # everything, until the limit is passed
        self._tail = bytearray()
        self._spool = _Spool(folder)
        self._latest = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._finished = False
        self._rendering = Rendering()
        self._shown = 0  # bytes of what a terminal would show

    def add(self, data: bytes) -> bool:
        """Take the next bytes; false when nobody wants them any more."""
        with self._lock:
            if self._finished:
                return False
            self.total += len(data)
            self._latest += data
            del self._latest[:-LATEST]
            self._keep(self._rendering.feed(data))
            return True

    def _keep(self, data: bytes) -> None:
        """Keep bytes that nothing overwrites any more."""
        self._shown += len(data)
        if self._spool.opened:
            self._add_tail(data)
        else:
            self._held += data
            if len(self._held) > self._limit:
                self._overflow()

    def _overflow(self) -> None:
        """Go over to a file, because the output is too long to hold."""
        rest = bytes(self._held)
        del self._held[self._half :]
        self._spool.open()
        self._add_tail(rest)

    def _add_tail(self, data: bytes) -> None:
        """Add to the file, and keep the end of it at hand."""
        self._spool.write(data)
        self._tail += data[-self._half :]
        if len(self._tail) > 8 * self._half:
            del self._tail[: -self._half]

    def latest(self) -> str:
        """Return the text that came since the last look; of a flood, its end."""
        with self._lock:
            data = bytes(self._latest)
            self._latest.clear()
        return self._decoder.decode(data)

    def finish(self) -> Tuple[str, int, str]:
        """Return the text, the number of bytes left out, and the file with all.

        Bytes that come later are refused.
        """
        with self._lock:
            if not self._finished:
                self._keep(self._rendering.finish())
            self._finished = True
            path = self._spool.close()
            if not self._spool.opened:
                return self._held.decode("utf-8", "replace"), 0, ""
            head = _whole_lines(bytes(self._held))
            tail = _from_line(bytes(self._tail[-self._half :]))
            omitted = self._shown - len(head) - len(tail)
            mark = f"[... {omitted} bytes left out{self._spool.remark} ...]\n"
            text = _decoded(head) + mark + tail.decode("utf-8", "replace")
            return text, omitted, path


class _Spool:
    """The file with the full output; a failure to write it costs only the file."""

    def __init__(self, folder: str) -> None:
        """Take the folder; the file is made when it is needed."""
        self.opened = False  # whether output went beyond the limit
        self.remark = ""
        self._folder = folder
        self._path = ""
        self._fd = -1
        self._room = FILE_LIMIT
        self._hash = blake2b(digest_size=8)

    def open(self) -> None:
        """Make the file, for its owner alone."""
        self.opened = True
        if not self._folder:
            return
        name = f".output-{os.getpid()}-{threading.get_ident()}"
        self._path = os.path.join(self._folder, name)
        try:
            durable.make_folder(self._folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
            self._fd = os.open(self._path, flags, 0o600)
        except OSError as error:
            self._give_up(error)

    def write(self, data: bytes) -> None:
        """Append as long as there is room."""
        if self._fd < 0 or not self._room:
            return
        piece = data[: self._room]
        try:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            self._give_up(error)
            return
        self._hash.update(piece)
        self._room -= len(piece)
        if not self._room:
            self.remark = f"; only the first {FILE_LIMIT} bytes were kept on disk"

    def close(self) -> str:
        """Give the file its name, return the path; empty when there is none."""
        if self._fd < 0:
            return ""
        try:
            durable.flush(self._fd)  # else its name may outlive it in a loss of power
        except OSError as error:
            self._give_up(error)
            return ""
        os.close(self._fd)
        self._fd = -1
        name = f"output-{self._hash.hexdigest()}.txt"
        path = os.path.join(self._folder, name)
        try:
            os.replace(self._path, path)
        except OSError as error:
            self._give_up(error)
            return ""
        durable.flush_folder(self._folder)
        return path

    def _give_up(self, error: OSError) -> None:
        """Go on without the file, and say why."""
        self.remark = f"; the full output could not be kept: {error.strerror}"
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        try:
            os.unlink(self._path)
        except OSError:
            pass  # it was never made


def _whole_lines(head: bytes) -> bytes:
    """Cut at the last end of line, unless the last line is most of it."""
    end = head.rfind(b"\n") + 1
    return head[:end] if end > len(head) // 2 else head


def _from_line(tail: bytes) -> bytes:
    """Begin after the first end of line, unless that line is most of it."""
    begin = tail.find(b"\n") + 1
    if 0 < begin < len(tail) // 2:
        return tail[begin:]
    start = 0
    while start < min(3, len(tail)) and tail[start] & 0xC0 == 0x80:
        start += 1  # the rest of a character that was cut in two
    return tail[start:]


def _decoded(head: bytes) -> str:
    """Return bytes as text that ends its line."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(head)  # without the start of a character cut in two
    return text if text.endswith("\n") else text + "\n"
