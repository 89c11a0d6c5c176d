# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the words of the house: messages, events, errors and their JSON forms."""

from __future__ import annotations

import json

import pytest

from aura_coding_agent.core import events
from aura_coding_agent.core.errors import AuraError, CancelledError, ProviderError
from aura_coding_agent.core.messages import (
    Image,
    Message,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Usage,
    message_from_json,
    message_to_json,
    user,
)

MESSAGES = [
    user("hello"),
    user(""),
    Message(
        "assistant",
        (
            Thinking("hm", {"signature": "s"}),
            Text("I look."),
            ToolCall("1", "read_file", {"path": "a"}),
            ToolCall("2", "read_file", None, raw='{"pa'),
            ToolCall("3", "todo", {}),
            ToolCall("", "", {}),
        ),
        {"id": "msg"},
    ),
    Message(
        "tool", (ToolResult("1", "read_file", "x"), ToolResult("2", "f", "e", True))
    ),
    Message("user", (Image("image/png", "AAAA"), Text("see"))),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_survives_its_json_form(message):
    """What is written is read back equal, through real JSON text."""
    text = json.dumps(message_to_json(message))
    assert message == message_from_json(json.loads(text))


def test_parts_of_a_message():
    """Text, calls and results are found by kind."""
    assert "I look." == MESSAGES[2].text
    assert ["1", "2", "3", ""] == [call.id for call in MESSAGES[2].calls]
    assert [False, True] == [result.is_error for result in MESSAGES[3].results]


def test_usage_adds_class_by_class():
    """No class of tokens is lost in a sum."""
    both = Usage(1, 2, 3, 4, 5).plus(Usage(10, 20, 30, 40, 50))
    assert Usage(11, 22, 33, 44, 55) == both
    assert 165 == both.total


def test_every_event_has_one_json_form():
    """The type is the class name in snake case; values are JSON-ready."""
    names = {events.event_name(kind) for kind in events.EVENT_TYPES}
    assert len(events.EVENT_TYPES) == len(names)
    shown = events.event_to_json(
        events.UsageAdded(Usage(1), 0.5, Usage(2), None),
    )
    assert {"type", "usage", "cost", "total", "total_cost"} == set(shown)
    assert "usage_added" == shown["type"]
    assert 1 == shown["usage"]["input"]
    added = events.event_to_json(events.MessageAdded(user("x")))
    assert {"type": "message_added", "message": message_to_json(user("x"))} == added
    files = events.event_to_json(events.FilesChanged(("a", "b")))
    assert {"type": "files_changed", "paths": ["a", "b"]} == files


def test_an_error_says_what_happened_and_what_to_do():
    """Message, hint, code and facts reach the text and the JSON form."""
    error = AuraError("some-code", "It broke.", hint="Mend it.", path="x")
    assert "It broke. Mend it." == str(error)
    assert {
        "code": "some-code",
        "message": "It broke.",
        "hint": "Mend it.",
        "facts": {"path": "x"},
    } == error.to_json()
    assert {"code": "cancelled", "message": "Cancelled."} == CancelledError().to_json()
    retry = ProviderError("c", "m", retryable=True, retry_after=2.0, status=429)
    assert (True, 2.0, {"status": 429}) == (
        retry.retryable,
        retry.retry_after,
        retry.facts,
    )


EVENTS = [
    events.RunStarted("s", 1, "t", "/w", "m", "e", ("c",), (), "0"),
    events.MessageAdded(MESSAGES[2]),
    events.UsageAdded(Usage(1), None, Usage(2), 0.5),
    events.FilesChanged(("a", "b")),
    events.Notice("code", "words"),
    events.RunFinished("verified", "r", "a", 2, ("f",), Usage(3), 0.1, 1.5, "s"),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_survives_its_json_form(event):
    """What the log keeps is read back equal."""
    text = json.dumps(events.event_to_json(event))
    assert event == events.event_from_json(json.loads(text))
