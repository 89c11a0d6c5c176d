# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Closed terminals and killed agents leave nothing running and lose nothing."""

from __future__ import annotations

import pathlib
import shutil

import pytest

from aura_coding_agent.core import process

pytest.importorskip("pty")


@pytest.mark.skipif(not process.sees_strays(), reason="needs /proc")
@pytest.mark.skipif(shutil.which("setsid") is None, reason="needs setsid")
def test_each_way_to_go_leaves_nothing_behind(tmp_path: pathlib.Path) -> None:
    """One round of each way; the module runs more of them as a command."""
    from tests.history import crash_hangup

    outcome = crash_hangup.rounds(tmp_path / "rounds", len(crash_hangup.WAYS))
    assert () == outcome.broken
    assert len(crash_hangup.WAYS) - 1 == outcome.acknowledged
