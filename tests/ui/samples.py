# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give events and hostile texts that several tests use."""

from __future__ import annotations

from typing import Any, List, Tuple

from aura_coding_agent.core.events import Event, RunFinished, RunStarted
from aura_coding_agent.core.messages import Usage

STARTED = RunStarted(
    "s1", 1, "fix it", "/w", "m-1", "http://localhost", ("pytest -q",), (), "1.0"
)

# Everything a text could do to a terminal; none of it may arrive raw.
HOSTILE: Tuple[str, ...] = (
    "\x1b]52;c;cm0gLXJmIH4=\x07",  # clipboard
    "\x1b]0;title\x1b\\",  # title
    "\x1b[2J\x1b[1;1H",  # clear, home
    "\x1b[1A\x1b[2K",  # over the line above
    "\x1bP$q\x1b\\",  # device control string
    "\x1bc\x1b(0",  # reset, line drawing
    "\x9b2J\x9d0;t\x9c\x90x\x9c",  # the same as C1
    "\x08\x08\x08\x7f\x07\x00\x0e",  # backspace, bell, shift out
    "safe\rEVIL",  # carriage return
    "\u202etxt.exe\u202c\u2066x\u2069\u200b\ufeff",  # bidi, invisible
    "\udc9b\ud800",  # lone surrogates
    "\x1b]52;c;unfinished",
    "\x1b[31",
    "\x1b",
)
RAW = set("\x1b\r\x08\x7f\x07\x00\x0e\u202e\u202c\u2066\u2069\u200b\ufeff") | {
    chr(code) for code in range(0x80, 0xA0)
}


def raw_in(text: str) -> List[str]:
    """Return the characters of a text that a terminal must never get."""
    return sorted(set(text) & RAW)


def finished(status: str = "verified", **changes: Any) -> RunFinished:
    """Return the end of a run."""
    event = RunFinished(
        status=status,
        reason="",
        answer="Done.",
        turns=2,
        files=("a.py",),
        usage=Usage(1234, 800, 0, 56, 12),
        cost=0.0123,
        seconds=12.34,
        session="s1",
    )
    return event._replace(**changes)


class Run:
    """An iterator of events that tells whether it was closed before its end."""

    def __init__(self, *events: Event) -> None:
        self.closed_early = False
        self._events = self._generate(events)

    def _generate(self, events: Tuple[Event, ...]) -> Any:
        try:
            yield from events
        except GeneratorExit:
            self.closed_early = True
            raise

    def __iter__(self) -> Any:
        return self._events

    def close(self) -> None:
        self._events.close()
