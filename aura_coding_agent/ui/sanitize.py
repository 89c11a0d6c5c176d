# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make text of models and tools safe for a terminal, also when it comes in pieces."""

from __future__ import annotations

import re
from collections import deque
from typing import Deque, List

from ..core.text import printable

_CHUNK = 8192  # of one piece of output; only its last lines can be shown anyway


class Sanitizer:
    """Take the terminal's language out of text that arrives in pieces.

    Complete escape sequences (ECMA-48: control sequences, and the strings that set
    titles, clipboards and links) are dropped, because coloured output of commands is
    full of them. Whatever else could control the terminal is spelled out. A sequence
    that may go on in the next piece is held back, up to a limit, so that it can
    neither slip through in halves nor hide the text behind it.
    """

    # Compiled when they are first used: a run that answers in JSON shows nothing.
    _SEQUENCE = (
        "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
        "|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\r\n]{0,1024}"
        "(?:\x07|\x1b\\\\|\x9c)"
        "|\x1b[ -/]{1,8}[0-~]"
        "|\x1b[0-OQ-WYZ\\\\`-~]"
    )
    _UNFINISHED = (
        "(?:(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}"
        "|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\r\n]{0,1024}\x1b?"
        "|\x1b[ -/]{0,8}|\r)\\Z"
    )

    def __init__(self) -> None:
        """Begin outside of any sequence."""
        self._held = ""

    def feed(self, text: str) -> str:
        """Take the next piece, return what of it can be shown by now."""
        text = self._held + text
        unfinished = re.search(self._UNFINISHED, text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        return self._clean(text[:cut])

    def finish(self) -> str:
        """Return what was held back; the next piece begins afresh."""
        held, self._held = self._held, ""
        return self._clean(held)

    def _clean(self, text: str) -> str:
        """Return a text without what a terminal would obey."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return printable(re.sub(self._SEQUENCE, "", text))


class Tail:
    """Keep the last lines of output that arrives in pieces."""

    def __init__(self, size: int) -> None:
        """Take how many lines are kept."""
        self.total: int = 0
        self._lines: Deque[str] = deque(maxlen=size)
        self._partial = ""
        self._sanitizer = Sanitizer()

    def feed(self, text: str) -> None:
        """Take the next piece of output."""
        if len(text) > _CHUNK:
            # Megabytes of output must not cost seconds for five lines.
            self.total += text.count("\n", 0, len(text) - _CHUNK)
            text = text[-_CHUNK:]
        lines = (self._partial + self._sanitizer.feed(text)).split("\n")
        self._partial = lines.pop()[-_CHUNK:]
        self.total += len(lines)
        self._lines.extend(line for line in lines if line.strip())

    def last(self) -> str:
        """Return the newest line that is not blank, finished or not."""
        if self._partial.strip() or not self._lines:
            return self._partial
        return self._lines[-1]

    def lines(self) -> List[str]:
        """Return the last lines, the unfinished one included."""
        partial = [self._partial] if self._partial.strip() else []
        return [*self._lines, *partial][-(self._lines.maxlen or 0) :]


def clean_lines(text: str) -> List[str]:
    """Return the lines of a complete text that are not blank, safe to print."""
    sanitizer = Sanitizer()
    shown = sanitizer.feed(text) + sanitizer.finish()
    return [line for line in shown.split("\n") if line.strip()]
