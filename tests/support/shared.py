# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make what is expensive once in a run of the tests, in however many processes."""

from __future__ import annotations

import os
import pathlib
from typing import Callable

import pytest

from aura_coding_agent.history.lock import WorkspaceLock

SECONDS = 600.0  # how long the others wait for the process that makes it


def once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[pathlib.Path], None]
) -> pathlib.Path:
    """Return a folder that is filled by the first process that asks for it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # which all processes of the run have in common
    folder = base / name
    with WorkspaceLock(str(base / f"{name}.lock"), timeout=SECONDS):
        if not (folder / ".made").exists():
            folder.mkdir()
            make(folder)
            (folder / ".made").touch()
    return folder
