# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Stop work that is under way, from another thread.

A plain event must be polled; here whoever blocks on a socket or a child process
registers how to be woken, so that a cancel takes effect at once.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Callable, Iterator, List

from .errors import CancelledError


class Cancel:
    """A one-way switch with callbacks; safe to use from any thread."""

    def __init__(self) -> None:
        """Begin with the switch not thrown."""
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._callbacks: List[Callable[[], None]] = []

    def is_set(self) -> bool:
        """Return whether the switch was thrown."""
        return self._event.is_set()

    def set(self) -> None:
        """Throw the switch and call every registered callback once."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def wait(self, seconds: float) -> bool:
        """Sleep up to ``seconds``; return at once, and true, when cancelled."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise :class:`CancelledError` when the switch was thrown."""
        if self._event.is_set():
            raise CancelledError()

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Have ``callback`` called on cancel while the block runs.

        When the switch was thrown already, the callback is called at once.
        It must be quick, must not raise, and may run in any thread.
        """
        with self._lock:
            thrown = self._event.is_set()
            if not thrown:
                self._callbacks.append(callback)
        if thrown:
            callback()
        try:
            yield
        finally:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)
