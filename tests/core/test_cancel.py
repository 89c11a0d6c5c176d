# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the switch that stops work from another thread."""

from __future__ import annotations

import threading

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError


def test_set_calls_back_once_and_wakes_waiters():
    """A callback runs once; a waiter wakes at once."""
    cancel, calls = Cancel(), []
    with cancel.calling(lambda: calls.append(1)):
        threading.Thread(target=cancel.set).start()
        assert cancel.wait(10)
    cancel.set()
    assert [1] == calls
    with pytest.raises(CancelledError):
        cancel.check()


def test_a_callback_is_forgotten_after_its_block():
    """After the block nothing is called any more."""
    cancel, calls = Cancel(), []
    with cancel.calling(lambda: calls.append(1)):
        cancel.check()
    cancel.set()
    assert [] == calls


def test_a_thrown_switch_calls_back_at_once():
    """Registering on a thrown switch calls the callback."""
    cancel, calls = Cancel(), []
    cancel.set()
    with cancel.calling(lambda: calls.append(1)):
        assert [1] == calls
    assert cancel.is_set()
