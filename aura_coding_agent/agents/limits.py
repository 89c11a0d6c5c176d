# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count what a run uses and stop it within one model call of a cap."""

from __future__ import annotations

import threading
import time
from typing import Callable, List, Optional

from ..core.cancel import Cancel
from ..core.messages import Usage
from ..core.values import NamedTuple


class Stop(Exception):
    """Ends a run with a status other than an error; not a failure of the program."""

    def __init__(self, status: str, reason: str):
        """Take the status and the sentence that end the run."""
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Limits(NamedTuple):
    """Caps of one run; 0 is no cap.

    Attributes:
        turns: model calls.
        tokens: tokens of every class, those of children included.
        cost: US dollars.
        seconds: wall time.
    """

    turns: int = 0
    tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0


LEAST_ANSWER = 256
"""Tokens below which an answer is not worth its prompt: a call with its arguments."""

LARGE_ANSWER = 32_000
"""Tokens that an answer may have where no cap is set: more is not asked for."""


class Meter:
    """Counts turns, tokens, cost and time of a run against its limits.

    Args:
        limits: the caps.
        price: cost in US dollars of a usage, None when it is not known.
    """

    def __init__(self, limits: Limits, price: Callable[[Usage], Optional[float]]):
        """Take the limits and a function that prices tokens."""
        self._limits = limits
        self._price = price
        self._began = time.monotonic()
        self.turns = 0
        self.usage: Usage = Usage()
        self.cost: Optional[float] = None
        self._unpriced = False
        self._last = 0

    @property
    def seconds(self) -> float:
        """Wall time since the run began."""
        return time.monotonic() - self._began

    def add(self, usage: Usage) -> Optional[float]:
        """Count the tokens of one call, also of a child; return its cost."""
        cost = self._price(usage)
        self._last = usage.total
        self.usage = self.usage.plus(usage)
        if cost is None:
            self._unpriced = True
        else:
            self.cost = (self.cost or 0.0) + cost
        if self._unpriced:
            self.cost = None
        return cost

    def check(self) -> None:
        """Raise :class:`Stop` when a cap is reached."""
        for reached, reason in self._caps():
            if reached:
                raise Stop("limit", reason)

    def _caps(self) -> List[tuple[bool, str]]:
        """Return each limit: whether it was reached, and the sentence about it."""
        limits = self._limits
        return [
            (
                0 < limits.turns <= self.turns,
                f"The limit of {limits.turns} turns was reached.",
            ),
            (
                0 < limits.tokens <= self.usage.total,
                f"The limit of {limits.tokens} tokens was reached"
                f" ({self.usage.total} used).",
            ),
            (
                # The next prompt holds all of the last call, prompt and answer.
                0 < self._last and self._room() < LEAST_ANSWER,
                f"The limit of {limits.tokens} tokens leaves no room for another"
                f" call ({self.usage.total} used).",
            ),
            (
                0 < limits.cost <= (self.cost or 0.0),
                f"The limit of ${limits.cost:g} was reached"
                f" (${self.cost or 0.0:.4f} spent).",
            ),
            (self.out_of_time(), f"The limit of {limits.seconds:g} s was reached."),
        ]

    def cap(self, max_output: Optional[int], prompt: int) -> Optional[int]:
        """Return the cap on the next answer that keeps within the limit on tokens.

        Args:
            max_output: the cap without that limit; None leaves it to the provider.
            prompt: tokens of the prompt, estimated.
        """
        room = max(self._room(prompt), LEAST_ANSWER)
        return max_output if room >= (max_output or LARGE_ANSWER) else room

    def _room(self, prompt: int = 0) -> int:
        """Return the tokens that the limit leaves for the next answer."""
        if not self._limits.tokens:
            return LARGE_ANSWER * LARGE_ANSWER
        return self._limits.tokens - self.usage.total - max(self._last, prompt)

    def out_of_time(self) -> bool:
        """Return whether the cap on wall time is reached."""
        return 0 < self._limits.seconds <= self.seconds

    def alarm(self, cancel: Cancel) -> Optional[threading.Timer]:
        """Throw ``cancel`` when the time is up, so that no call outlasts it."""
        if not self._limits.seconds:
            return None
        timer = threading.Timer(self._limits.seconds, cancel.set)
        timer.daemon = True
        timer.start()
        return timer
