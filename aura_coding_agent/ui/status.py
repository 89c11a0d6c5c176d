# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Show one line that changes while something long runs, and ask yes or no."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Callable, Iterator, TextIO

from .headless import emit
from .question import ask_terminal
from .reports import folded, take

_WIDTH = 79


@contextmanager
def status_line(out: TextIO, shown: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that redraws one line of a terminal; it is gone at the end.

    Args:
        out: where to draw.
        shown: false draws nothing, for an output that is no terminal.
    """

    def draw(text: str) -> None:
        """Draw the line anew."""
        if shown:
            emit(out, "\r" + take(folded(text), _WIDTH) + "\x1b[K")

    try:
        yield draw
    finally:
        if shown:
            emit(out, "\r\x1b[K")


def confirm(question: str) -> bool:
    """Ask at the controlling terminal; anything but yes is no."""
    answer = ask_terminal(f"{question} [y/N] ")
    return (answer or "").strip().lower() in ("y", "yes")
