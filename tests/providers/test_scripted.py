# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the provider that answers from a script or a recording."""

from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ProviderError
from aura_coding_agent.core.events import (
    MessageAdded,
    TextDelta,
    ThinkingDelta,
    TurnStarted,
    event_to_json,
)
from aura_coding_agent.core.interfaces import ModelRequest
from aura_coding_agent.core.messages import (
    Message,
    Reply,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Usage,
    user,
)
from aura_coding_agent.providers.scripted import Scripted, recorded

CALL = ToolCall("c1", "read_file", {"path": "a"})
OTHER = ToolCall("c2", "read_file", {"path": "b"})


def said(text: str) -> Reply:
    """Return a plain reply."""
    return Reply(Message("assistant", (Text(text),)), "end", Usage(1, output=2))


def calling(*calls: ToolCall) -> Message:
    """Return the assistant's message with these calls."""
    return Message("assistant", calls)


def result(call_id: str) -> Message:
    """Return a tool message with one result."""
    return Message("tool", (ToolResult(call_id, "read_file", "text"),))


def request(*messages: Message, stream: bool = True) -> ModelRequest:
    """Return a request with these messages, or a first question."""
    return ModelRequest("m", "", messages or (user("Hi."),), stream=stream)


def test_reply_comes_in_pieces_and_then_whole() -> None:
    """Thinking and text come as deltas that add up, and the last item is the reply."""
    text, thought = "words " * 20, "hm " * 20
    reply = Reply(
        Message("assistant", (Thinking(thought), Text(text), CALL)), "tool_calls"
    )
    items = list(Scripted([reply]).stream(request(), Cancel()))
    assert reply == items[-1]
    assert text == "".join(i.text for i in items if isinstance(i, TextDelta))
    assert thought == "".join(i.text for i in items if isinstance(i, ThinkingDelta))
    assert len(items) > 5


def test_whole_answers_have_no_deltas() -> None:
    """A request that does not stream is answered by the reply alone."""
    items = list(Scripted([said("Yes.")]).stream(request(stream=False), Cancel()))
    assert [said("Yes.")] == items


def test_function_in_a_script_sees_the_request() -> None:
    """A step may be a function of the request, and requests are kept."""
    provider = Scripted([lambda asked: said(asked.messages[-1].text.upper())])
    *_, last = provider.stream(request(user("abc")), Cancel())
    assert said("ABC") == last
    assert ["abc"] == [asked.messages[-1].text for asked in provider.requests]


def test_script_that_ran_out_is_an_error() -> None:
    """After the last step there is an error, not silence."""
    provider = Scripted([said("One.")])
    list(provider.stream(request(), Cancel()))
    with pytest.raises(ProviderError) as caught:
        list(provider.stream(request(), Cancel()))
    assert "script-ended" == caught.value.code
    assert 2 == caught.value.facts["requests"]
    assert not caught.value.retryable


def test_recording_gives_the_same_answers_again() -> None:
    """Only the assistant's messages of a session log are replayed, in order."""
    events: List[Any] = [
        MessageAdded(user("Hi.")),
        TurnStarted(1),
        MessageAdded(calling(CALL)),
        MessageAdded(result("c1")),
        MessageAdded(Message("assistant", (Text("Done."),), {"id": "x"})),
    ]
    provider = recorded(event_to_json(event) for event in events)
    (first,) = provider.stream(request(), Cancel())
    *_, second = provider.stream(
        request(user("Hi."), calling(CALL), result("c1")), Cancel()
    )
    assert Reply(calling(CALL), "tool_calls") == first
    assert Reply(events[-1].message, "end") == second
    with pytest.raises(ProviderError, match="recording has no answer to request 3"):
        list(provider.stream(request(), Cancel()))


@pytest.mark.parametrize(
    "message",
    [
        {"role": "assistant"},
        {"role": "assistant", "parts": [{"type": "music"}]},
        {"role": "assistant", "parts": [{"type": "text", "colour": "red"}]},
        {"role": "assistant", "parts": ["text"]},
        None,
    ],
)
def test_unreadable_recording_is_an_error(message: Any) -> None:
    """A record without a readable message names its place."""
    records = [{"type": "turn_started"}, {"type": "message_added", "message": message}]
    with pytest.raises(ProviderError) as caught:
        recorded(records)
    assert ("recording-unreadable", 1) == (
        caught.value.code,
        caught.value.facts["record"],
    )


ASKED = user("Hi.")


@pytest.mark.parametrize(
    "messages, what",
    [
        ((ASKED, calling(CALL)), "'c1' is not answered"),
        ((ASKED, calling(CALL), ASKED), "'c1' is not answered"),
        ((ASKED, calling(CALL, OTHER), result("c1")), "'c2' is not answered"),
        ((ASKED, calling(CALL), result("c1"), result("c1")), "answered twice"),
        ((ASKED, result("c9")), "'c9' is not known"),
        (
            (ASKED, calling(CALL), result("c1"), calling(CALL), result("c1")),
            "used twice",
        ),
        ((ASKED, calling(CALL, CALL)), "used twice"),
        ((ASKED, Message("assistant", (Text("Done."),))), "nothing to answer"),
    ],
)
def test_broken_conversation_is_refused(
    messages: Tuple[Message, ...], what: str
) -> None:
    """A call without exactly one result right after it is the caller's fault."""
    with pytest.raises(ProviderError, match=what) as caught:
        list(Scripted([said("No.")]).stream(request(*messages), Cancel()))
    assert "protocol-violated" == caught.value.code


def test_empty_conversation_is_refused() -> None:
    """There must be something to answer."""
    with pytest.raises(ProviderError, match="nothing to answer"):
        list(Scripted([]).stream(ModelRequest("m", "", ()), Cancel()))


def test_answered_conversation_is_accepted() -> None:
    """Results in one message or in several answer the calls before them."""
    both = Message("tool", result("c1").parts + result("c2").parts)
    first = (ASKED, calling(CALL, OTHER))
    for results in ((both,), (result("c2"), result("c1"))):
        items = list(
            Scripted([said("Ok.")]).stream(request(*first, *results), Cancel())
        )
        assert said("Ok.") == items[-1]


def test_cancel_before_and_between_pieces_stops_it() -> None:
    """A thrown cancel raises at the next piece; no reply follows."""
    thrown = Cancel()
    thrown.set()
    with pytest.raises(CancelledError):
        next(Scripted([said("No.")]).stream(request(), thrown))
    cancel = Cancel()
    items = Scripted([said("word " * 50)]).stream(request(), cancel)
    assert isinstance(next(items), TextDelta)
    cancel.set()
    with pytest.raises(CancelledError):
        next(items)


def test_cancel_during_the_last_piece_gives_no_reply() -> None:
    """The reply itself is withheld when the cancel came after the last delta."""
    cancel = Cancel()
    items = Scripted([said("short")]).stream(request(), cancel)
    assert TextDelta("short") == next(items)
    cancel.set()
    with pytest.raises(CancelledError):
        next(items)
