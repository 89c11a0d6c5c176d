# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read the variables that steer a release; README.rst lists them."""

from __future__ import annotations

import os
import shlex
from typing import List

from .errors import USAGE, ReleaseError


def get(name: str, default: str = "") -> str:
    """Return a variable; one that is set to nothing counts as not set."""
    return os.environ.get(name, "") or default


def seconds(name: str, default: float) -> float:
    """Return a variable that is a time in seconds, zero or more.

    Raises:
        ReleaseError: ``bad-variable``, it is no such number.
    """
    text = get(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not number >= 0:
        raise ReleaseError(
            "bad-variable",
            f"{name} is {text!r}, which is not a number of seconds.",
            f"Set it to a number, or unset it for {default:g}.",
            status=USAGE,
        )
    return number


def command(name: str, default: str) -> List[str]:
    """Return a variable that is a command, split like a shell does.

    Raises:
        ReleaseError: ``bad-variable``, a quote is not closed.
    """
    text = get(name, default)
    try:
        return shlex.split(text)
    except ValueError as error:
        raise ReleaseError(
            "bad-variable",
            f"{name} is {text!r}, which cannot be split: {error}.",
            f"Close the quote, or unset it for {default!r}.",
            status=USAGE,
        ) from None


def dry_run() -> bool:
    """Return whether only to say what would be done (``DRY_RUN=1``)."""
    return get("DRY_RUN", "0") not in ("0", "no", "false")
