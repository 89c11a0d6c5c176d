# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check limits and the loop breaker."""

from __future__ import annotations

import pytest

from aura_coding_agent.agents.limits import Limits, Meter, Stop
from aura_coding_agent.agents.repetition import REPEATS, Repetition
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.messages import Message, ToolCall, ToolResult, Usage


def a_dollar_a_token(usage):
    """Return a price that is easy to check."""
    return float(usage.total)


@pytest.mark.parametrize(
    "limits, usage, reached",
    [
        (Limits(), Usage(10**9), False),
        (Limits(tokens=1000), Usage(372), False),
        (Limits(tokens=1000), Usage(373), True),
        (Limits(tokens=1000), Usage(200, 200, 200, 200, 200), True),
        (Limits(tokens=1000), Usage(reasoning=1000), True),
        (Limits(tokens=1000), Usage(cache_written=1000), True),
        (Limits(cost=5.0), Usage(4), False),
        (Limits(cost=5.0), Usage(5), True),
    ],
)
def test_a_cap_counts_every_class_of_tokens(limits, usage, reached):
    """The meter stops exactly when the cap is reached."""
    meter = Meter(limits, a_dollar_a_token)
    meter.check()
    meter.add(usage)
    if reached:
        with pytest.raises(Stop) as caught:
            meter.check()
        assert "limit" == caught.value.status
    else:
        meter.check()
        assert usage == meter.usage


def test_turns_and_time():
    """Turns are counted; a time that is over stops, and the alarm cancels."""
    meter = Meter(Limits(turns=2), a_dollar_a_token)
    meter.turns = 1
    meter.check()
    meter.turns = 2
    with pytest.raises(Stop, match="2 turns"):
        meter.check()
    timed = Meter(Limits(seconds=0.001), a_dollar_a_token)
    cancel = Cancel()
    assert timed.alarm(cancel) is not None
    assert cancel.wait(10)
    with pytest.raises(Stop, match="0.001 s"):
        timed.check()
    assert Meter(Limits(), a_dollar_a_token).alarm(Cancel()) is None


def test_an_unknown_price_makes_the_cost_unknown():
    """A sum with one unknown part is not shown as if it were known."""
    prices = iter([1.0, None, 1.0])
    meter = Meter(Limits(), lambda usage: next(prices))
    assert 1.0 == meter.add(Usage(1))
    assert 1.0 == meter.cost
    assert meter.add(Usage(1)) is None
    assert meter.cost is None
    meter.add(Usage(1))
    assert meter.cost is None


def turn(repetition, name, arguments, text):
    """Feed one turn with one call."""
    call = ToolCall("id", name, arguments)
    repetition.turn(
        Message("assistant", (call,)), [ToolResult("id", name, text, False)]
    )


def test_the_same_call_with_the_same_result_stops():
    """The fourth equal turn in a row is one too many."""
    repetition = Repetition()
    for _ in range(REPEATS - 1):
        turn(repetition, "shell", {"command": "ls"}, "a")
    with pytest.raises(Stop) as caught:
        turn(repetition, "shell", {"command": "ls"}, "a")
    assert "loop" == caught.value.status


def test_a_poll_that_changes_goes_on():
    """Equal calls with other results are progress."""
    repetition = Repetition()
    for percent in range(50):
        turn(repetition, "shell", {"command": "status"}, f"{percent} %")
    assert repetition


def test_a_cycle_of_turns_stops():
    """Going to and fro between two states is a circle too."""
    repetition = Repetition()
    with pytest.raises(Stop):
        for _ in range(REPEATS):
            turn(repetition, "edit_file", {"old": "a", "new": "b"}, "ok")
            turn(repetition, "edit_file", {"old": "b", "new": "a"}, "ok")


@pytest.mark.parametrize("unit", ["x", "no, ", "I will look at the file again.\n" * 3])
def test_text_without_end_stops(unit):
    """An answer that repeats one unit is stopped while it streams."""
    repetition = Repetition()
    with pytest.raises(Stop, match="same text"):
        for _ in range(20000 // len(unit)):
            repetition.text(unit)


def test_ordinary_text_goes_on():
    """A long answer whose lines differ is no circle."""
    repetition = Repetition()
    for number in range(5000):
        repetition.text(f"line {number}: value {number * number}\n")
    assert repetition
