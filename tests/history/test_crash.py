# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make some rounds of each way in which the program can be cut off or disturbed."""

from __future__ import annotations

import pathlib
import random

import pytest

from . import crash, crash_clock, crash_power, crash_store


def test_a_power_cut_loses_nothing(tmp_path: pathlib.Path) -> None:
    """Whatever a disk has kept, undo, log and database are whole."""
    outcome = _outcome(crash_power.rounds, tmp_path, 20)
    assert ((), 20) == (outcome.broken, outcome.rounds)
    assert outcome.acknowledged


def test_a_wrong_clock_loses_nothing(tmp_path: pathlib.Path) -> None:
    """Runs dated days or years off expire nothing, and put nothing out of order."""
    outcome = _outcome(crash_clock.rounds, tmp_path, 25)
    assert ((), 25) == (outcome.broken, outcome.rounds)
    assert outcome.acknowledged


@pytest.mark.parametrize("fault", ["locked", "zeroed", "emptied", "full", "failing"])
def test_a_disturbed_store_loses_nothing(tmp_path: pathlib.Path, fault: str) -> None:
    """A run goes on, its log is whole in the end, and the fault is told as it is."""
    if fault in ("full", "failing") and not crash_store.can_inject():
        pytest.skip("needs strace")
    store = crash_store.Store(tmp_path / "store")
    found = list(crash_store.FAULTS[fault](store, random.Random(3), 0.0))
    assert ([], False) == (found, "internal-error" in store.said)


def _outcome(rounds: crash.Rounds, folder: pathlib.Path, number: int) -> crash.Outcome:
    """Make some rounds; skip where the machine lacks what they need."""
    try:
        return rounds(folder, number, 1)
    except crash.Missing as missing:
        pytest.skip(str(missing))
