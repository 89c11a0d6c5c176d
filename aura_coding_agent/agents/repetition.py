# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Notice when a run goes round in circles.

Two shapes are caught: the same calls with the same results again and again (also in
a cycle of two or three turns), and an answer whose text repeats itself without end.
A poll whose result changes is progress, so results count as much as calls.
"""

from __future__ import annotations

import json
from typing import List, Sequence

from ..core.messages import Message, ToolCall, ToolResult
from .limits import Stop

REPEATS = 4
"""Equal rounds in a row that are one too many."""
LONGEST_CYCLE = 3
"""Turns in the longest cycle that is looked for."""

_WINDOW = 4096
_LONGEST_PERIOD = 400
_EVERY = 512


class Repetition:
    """Watches turns and streamed text; raises :class:`Stop` with status ``loop``."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._rounds: List[int] = []
        self._tail = ""
        self._unchecked = 0

    def turn(self, message: Message, results: Sequence[ToolResult]) -> None:
        """Take the calls of one turn with their results."""
        self._tail = ""
        self._rounds.append(_fingerprint(message.calls, results))
        for length in range(1, LONGEST_CYCLE + 1):
            if _cycles(self._rounds, length):
                names = ", ".join(sorted({call.name for call in message.calls}))
                raise Stop(
                    "loop",
                    f"The same calls ({names}) gave the same results"
                    f" {REPEATS} times in a row.",
                )

    def text(self, delta: str) -> None:
        """Take more text of the answer that is streaming."""
        self._tail = (self._tail + delta)[-_WINDOW:]
        self._unchecked += len(delta)
        if self._unchecked >= _EVERY and len(self._tail) == _WINDOW:
            self._unchecked = 0
            if _periodic(self._tail):
                raise Stop("loop", "The model repeated the same text without end.")


def _fingerprint(calls: Sequence[ToolCall], results: Sequence[ToolResult]) -> int:
    """Return a number for a round: what was called and what came back."""
    # A hash, which holds within this process: a long run keeps no results twice.
    said = [[call.name, call.arguments, call.raw] for call in calls]
    answered = [[result.text, result.is_error] for result in results]
    form = json.dumps([said, answered], sort_keys=True)
    return hash(form)


def _cycles(rounds: Sequence[int], length: int) -> bool:
    """Return whether the last rounds repeat a cycle of this length."""
    needed = length * REPEATS
    if len(rounds) < needed:
        return False
    last = rounds[-needed:]
    return all(last[i] == last[i % length] for i in range(needed))


def _periodic(text: str) -> bool:
    """Return whether the text is one unit, up to 400 characters, over and over."""
    probe = text[-_LONGEST_PERIOD // 2 :]
    at = text.rfind(probe, 0, len(text) - 1)
    period = len(text) - len(probe) - at
    if at < 0 or period > _LONGEST_PERIOD:
        return False
    return text[period:] == text[:-period]
