# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Skip what takes a program that not every machine has, and say its name.

``make test`` needs Python, git and make, and nothing else; a job of the continuous
integration has every program that is named here (``tests/test_workflows.py``).
"""

from __future__ import annotations

import shutil

import pytest


def program(name: str) -> pytest.MarkDecorator:
    """Return the mark that skips a test where a program is not on the path."""
    return pytest.mark.skipif(shutil.which(name) is None, reason=missing(name))


def require(name: str) -> None:
    """Skip the test, or all that stand on the fixture, that call this."""
    if shutil.which(name) is None:
        pytest.skip(missing(name))


def missing(name: str) -> str:
    """Return why a test is skipped."""
    return f"{name} is not installed"
