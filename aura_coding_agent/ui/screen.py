# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Know what a terminal can show: colours, columns, characters."""

from __future__ import annotations

import os
from typing import Mapping, Optional, TextIO

from .headless import is_terminal
from .reports import MIN_WIDTH


def wants_colour(stream: Optional[TextIO], environ: Mapping[str, str]) -> bool:
    """Return whether colours suit a stream: a capable terminal, and no ``NO_COLOR``.

    See https://no-color.org: any value that is not empty switches colours off.
    """
    if environ.get("NO_COLOR") or not is_terminal(stream):
        return False
    terminal = environ.get("TERM", "")
    return terminal != "dumb" and bool(terminal or environ.get("WT_SESSION"))


def terminal_width(stream: Optional[TextIO], environ: Mapping[str, str]) -> int:
    """Return the columns of a terminal: ``COLUMNS``, what it says itself, or 80."""
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return max(int(columns), MIN_WIDTH)
    try:
        own = os.get_terminal_size(stream.fileno()).columns if stream else 0
    except (OSError, ValueError):
        own = 0
    return max(own, MIN_WIDTH) if own else 80


def can_write(out: TextIO, text: str) -> bool:
    """Return whether the encoding has these characters."""
    try:
        text.encode(getattr(out, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
