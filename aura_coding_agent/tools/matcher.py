# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Match lines with a regular expression in a process of its own, which can be ended.

The engine of :mod:`re` holds the interpreter while it matches: no signal, thread or
limit of time reaches it. The process is started with the first lines that need it, gets
the lines of one file after the other, and answers which of them fit and where.
"""

from __future__ import annotations

import os
import queue
import sys
import time
from types import TracebackType
from typing import List, Optional, Pattern, Sequence, Tuple, Type

from ..core import process
from ..core.cancel import Cancel
from ..core.errors import ToolError

# Messages both ways are four bytes of length and as many of text. The first has the
# flags and the pattern, each further one the lines of a file; the answer is pairs of
# line and column.
_PROGRAM = """
import re, sys
def read():
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    return sys.stdin.buffer.read(size).decode("utf-8", "surrogatepass") if size else ""
flags, _, pattern = read().partition(" ")
import warnings
warnings.simplefilter("ignore")
find = re.compile(pattern, int(flags)).search
while True:
    text = read()
    if not text:
        break
    found = []
    for number, line in enumerate(text[1:].split("\\n")):
        match = find(line)
        if match:
            found.append("%d %d" % (number, match.start()))
    data = (":" + ",".join(found)).encode()
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
"""
_CANCELLED = b"cancelled"


class OutOfTimeError(Exception):
    """A search has taken too long; the text says where, if that is known."""


class Matcher:
    """A process that matches lines, used in ``with``; ended at the end of the block.

    Args:
        regex: compiled, so that it is known to be a regular expression.
        cancel: ends the process, too.
    """

    def __init__(self, regex: Pattern[str], cancel: Cancel) -> None:
        """Take what it works on."""
        self._regex = regex
        self._cancel = cancel
        self._child: Optional[process.Child] = None
        self._answers: queue.SimpleQueue[Optional[bytes]] = queue.SimpleQueue()

    def __enter__(self) -> Matcher:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def search(self, lines: Sequence[str], deadline: float) -> List[Tuple[int, int]]:
        """Return number, from 0, and column of the lines that fit.

        Args:
            lines: without line ends.
            deadline: of :func:`time.monotonic`.

        Raises:
            OutOfTimeError: the deadline has passed.
            CancelledError: it was cancelled.
            ToolError: ``pattern-explosive``: there is no interpreter to start.
        """
        child = self._started()
        text = "\n".join(line.rstrip("\r").replace("\n", " ") for line in lines)
        child.send((":" + text).encode("utf-8", "surrogatepass"))
        with self._cancel.calling(lambda: self._answers.put(_CANCELLED)):
            try:
                left = max(0.0, deadline - time.monotonic())
                answer = self._answers.get(timeout=left)
            except queue.Empty:
                raise OutOfTimeError from None
        self._cancel.check()
        if answer is None:
            raise OutOfTimeError  # it was ended from outside, or ran out of memory
        pairs = [pair.split() for pair in answer[1:].decode().split(",") if pair]
        return [(int(number), int(column)) for number, column in pairs]

    def _started(self) -> process.Child:
        """Return the process, started with the first use."""
        if self._child is None:
            if not sys.executable:
                raise ToolError(
                    "pattern-explosive",
                    f"The pattern {self._regex.pattern!r} could take for ever, and no"
                    " Python is there to match it in a process of its own.",
                    hint="Use a plainer pattern, with one repetition at most.",
                )
            # -I and -S: nothing of the folder, the environment or the site is run.
            self._child = process.start(
                [sys.executable, "-I", "-S", "-c", _PROGRAM],
                cwd=os.path.abspath(os.sep),
                hear=self._answers.put,
            )
            flags = self._regex.flags & ~32  # UNICODE is the default and is said by str
            first = f"{flags} {self._regex.pattern}"
            self._child.send(first.encode("utf-8", "surrogatepass"))
        return self._child
