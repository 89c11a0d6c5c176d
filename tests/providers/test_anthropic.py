# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the wire format of Anthropic's Messages API."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Sequence

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.core.events import TextDelta, ThinkingDelta
from aura_coding_agent.core.interfaces import Codec, ModelRequest, ToolSpec
from aura_coding_agent.core.messages import (
    Image,
    JsonObject,
    Message,
    Reply,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Usage,
    message_from_json,
    message_to_json,
    user,
)
from aura_coding_agent.providers.anthropic import AnthropicCodec, call_id

from .recordings import cuts, decode, recording

CODEC: Codec = AnthropicCodec()
SPECS = (
    ToolSpec("read_file", "Read a file.", {"type": "object"}),
    ToolSpec("todo", "Plan.", {"type": "object"}),
)
MARK = {"cache_control": {"type": "ephemeral"}}


def body(messages: Sequence[Message], **fields: Any) -> Dict[str, Any]:
    """Return the request body for a conversation."""
    request = ModelRequest("claude-opus-5", "", messages)._replace(**fields)
    shown = json.loads(CODEC.encode(request, "http://host", "").body)
    assert isinstance(shown, dict)
    return shown


def sent(*messages: Message, **fields: Any) -> List[Dict[str, Any]]:
    """Return the messages of the request body, without the marks for the cache."""
    listed: List[Dict[str, Any]] = body(messages, **fields)["messages"]
    for message in listed:
        for block in message["content"]:
            block.pop("cache_control", None)
    return listed


def text(words: str) -> JsonObject:
    return {"type": "text", "text": words}


def kept(block: JsonObject, model: str = "claude-opus-5") -> Thinking:
    """Return the part that keeps a block."""
    return Thinking("", {"wire": "anthropic", "model": model, "block": block})


def stream(*events: JsonObject, end: bool = True) -> bytes:
    """Return the bytes of an event stream."""
    listed = [*events] + [{"type": "message_stop"}] * end
    return "".join(
        f"event: {event.get('type', 'error')}\ndata: {json.dumps(event)}\n\n"
        for event in listed
    ).encode()


def delta(index: int, **fields: Any) -> JsonObject:
    return {"type": "content_block_delta", "index": index, "delta": fields}


def block(index: int, **fields: Any) -> JsonObject:
    return {"type": "content_block_start", "index": index, "content_block": fields}


def stopped(reason: Optional[str], **usage: Any) -> JsonObject:
    return {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": usage}


def read(*events: JsonObject) -> Reply:
    return decode(CODEC, [stream(*events)])[1]


# -- encoding ------------------------------------------------------------------------


def test_request() -> None:
    """A request carries version, key, system, tools and marks for the cache."""
    request = ModelRequest("claude-opus-5", "Be brief.", [user("hi")], SPECS, 99)
    http = CODEC.encode(request, "http://host/", "secret")
    assert ("POST", "http://host/v1/messages") == (http.method, http.url)
    assert {
        "content-type": "application/json",
        "accept": "text/event-stream, application/json",
        "anthropic-version": "2023-06-01",
        "x-api-key": "secret",
    } == http.headers
    first = {"name": "read_file", "description": "Read a file."}
    second = {"name": "todo", "description": "Plan."}
    schema = {"input_schema": {"type": "object"}}
    assert {
        "model": "claude-opus-5",
        "max_tokens": 99,
        "system": [{**text("Be brief."), **MARK}],
        "tools": [{**first, **schema}, {**second, **schema, **MARK}],
        "messages": [{"role": "user", "content": [{**text("hi"), **MARK}]}],
        "stream": True,
    } == json.loads(http.body)


def test_request_without_extras() -> None:
    """Without key, system, tools and stream only what must be there is."""
    request = ModelRequest("claude-opus-5", " ", [user("hi")], stream=False)
    http = CODEC.encode(request, "http://host/v1/messages", "")
    assert "http://host/v1/messages" == http.url
    assert "application/json" == http.headers["accept"]
    assert "x-api-key" not in http.headers
    assert {"model", "max_tokens", "messages"} == set(json.loads(http.body))


@pytest.mark.parametrize(
    "model, cap", [("claude-opus-5", 32_000), ("claude-3-opus", 4_096), ("x", 8_192)]
)
def test_the_cap_is_never_missing(model: str, cap: int) -> None:
    """The API wants an output cap: without one the catalogue gives it."""
    assert cap == body([user("hi")], model=model)["max_tokens"]


def test_cache_marks() -> None:
    """System, tools and the last two user messages are marked, four in all."""
    talk = [user("a"), Message("assistant", (Text("b"),))] * 3 + [user("c")]
    shown = body(talk, system="s", tools=SPECS)
    assert 4 == json.dumps(shown).count("ephemeral")
    marked = ["cache_control" in each["content"][-1] for each in shown["messages"]]
    assert [False] * 4 + [True, False, True] == marked


def test_tool_calls_and_results() -> None:
    """Results come first in one user message, errors are marked, none is empty."""
    asked = Message(
        "assistant",
        (
            Text("Look: "),
            ToolCall("c1", "read_file", {"path": "ü"}),
            ToolCall("c2", "no such tool!", None, '{"path": "'),
            ToolCall("c3", "todo", {}),
        ),
    )
    talk = (
        user("x"),
        asked,
        Message("tool", (ToolResult("c1", "read_file", "1"),)),
        user("by the way"),
        Message("tool", (ToolResult("c2", "", " ", True), ToolResult("c3", "", ""))),
    )
    call = {"type": "tool_use"}
    result = {"type": "tool_result"}
    assert [
        {"role": "user", "content": [text("x")]},
        {
            "role": "assistant",
            "content": [
                text("Look: "),
                {**call, "id": "c1", "name": "read_file", "input": {"path": "ü"}},
                {**call, "id": "c2", "name": "no_such_tool_", "input": {}},
                {**call, "id": "c3", "name": "todo", "input": {}},
            ],
        },
        {
            "role": "user",
            "content": [
                {**result, "tool_use_id": "c1", "content": "1"},
                {
                    **result,
                    "tool_use_id": "c2",
                    "is_error": True,
                    "content": "failed",
                },
                {**result, "tool_use_id": "c3"},
                text("by the way"),
            ],
        },
    ] == sent(*talk)


def test_ids_of_other_providers() -> None:
    """Ids keep to the allowed letters, calls and results alike."""
    asked = Message("assistant", (ToolCall("functions.f:0", "f", {}),))
    answered = Message("tool", (ToolResult("functions.f:0", "f", "1"),))
    _, calls, results = sent(user("x"), asked, answered)
    assert "functions_2ef_3a0" == calls["content"][0]["id"]
    assert "functions_2ef_3a0" == results["content"][0]["tool_use_id"]
    assert ("_", "toolu_01-A") == (call_id(""), call_id("toolu_01-A"))


def test_images() -> None:
    """Pictures of the user are sent; others have no place on this wire."""
    picture = Image("image/png", "aGk=")
    source = {"type": "base64", "media_type": "image/png", "data": "aGk="}
    shown = sent(Message("user", (picture,)), Message("assistant", (picture,)))
    assert [{"role": "user", "content": [{"type": "image", "source": source}]}] == shown


def test_empty_text_is_never_sent() -> None:
    """Blank text is dropped, and a message of nothing else with it."""
    blank = Message("assistant", (Text(" \n"), Text("")))
    expected = [{"role": "user", "content": [text("a"), text("b")]}]
    assert expected == sent(user("a"), user(""), blank, user("b"))


@pytest.mark.parametrize(
    "talk", [(), (user(""),), (Message("assistant", (Text("hi"),)),)]
)
def test_the_user_speaks_first(talk: Sequence[Message]) -> None:
    """A conversation that does not begin with the user gets a first message."""
    first = sent(*talk)[0]
    assert {"role": "user", "content": [text("(continue)")]} == first


def test_the_end_of_a_last_answer() -> None:
    """White space at the end of a last assistant text is cut, elsewhere kept."""
    answer = Message("assistant", (Text("so \n"),))
    assert [text("so")] == sent(user("a"), answer)[-1]["content"]
    assert [text("so \n")] == sent(user("a"), answer, user("b"))[1]["content"]


def test_answers_in_a_row_become_one() -> None:
    """Consecutive assistant messages are merged."""
    answer = Message("assistant", (Text("x"),))
    assert [text("x"), text("x")] == sent(user("a"), answer, answer)[1]["content"]


SIGNED = {"type": "thinking", "thinking": "hm", "signature": "c2ln"}
REDACTED = {"type": "redacted_thinking", "data": "x"}


def test_thinking_goes_back_as_it_came() -> None:
    """Blocks return verbatim and in order, kinds unknown here too."""
    odd = {"type": "container_upload", "file_id": "f", "deep": {"a": [1, None]}}
    parts = (kept(SIGNED), kept(REDACTED), Text("x"), kept(odd), ToolCall("c", "f", {}))
    answer = Message("assistant", parts)
    answered = Message("tool", (ToolResult("c", "f", "1"),))
    content = sent(user("a"), answer, answered)[1]["content"]
    assert [SIGNED, REDACTED, text("x"), odd] == content[:4]


@pytest.mark.parametrize(
    "asked, wrote, stays",
    [
        ("claude-opus-5", "claude-opus-5", True),
        ("claude-opus-5", "claude-opus-5-20260724", True),
        ("claude-opus-4-0", "claude-opus-4-20250514", True),
        ("my-alias", "claude-opus-5", True),
        ("claude-opus-5", "", True),
        ("claude-opus-5-5", "claude-opus-5", False),
        ("claude-sonnet-5", "claude-opus-5", False),
    ],
)
def test_thinking_is_bound_to_its_model(asked: str, wrote: str, stays: bool) -> None:
    """Thinking that another model certainly wrote is left out."""
    answer = Message("assistant", (kept(SIGNED, wrote), Text("x")))
    content = sent(user("a"), answer, model=asked)[1]["content"]
    assert ([SIGNED] if stays else []) + [text("x")] == content


def test_unsigned_thinking() -> None:
    """Thinking without signature goes back to compatible servers only."""
    unsigned = {"type": "thinking", "thinking": "hm"}
    answer = Message("assistant", (kept(unsigned, "local"), Text("x")))
    assert [text("x")] == sent(user("a"), answer)[1]["content"]
    local = sent(user("a"), answer, model="local")[1]["content"]
    assert [{**unsigned, "signature": ""}, text("x")] == local


def test_thinking_at_the_end_is_dropped() -> None:
    """A turn may not end in thinking; one of thinking alone is left out."""
    only = Message("assistant", (kept(SIGNED), kept(REDACTED)))
    late = Message("assistant", (Text("x"), kept(SIGNED)))
    shown = sent(user("a"), only, user("b"), late, user("c"))
    assert [text("a"), text("b")] == shown[0]["content"]
    assert [text("x")] == shown[1]["content"]


def test_thinking_of_other_wires_stays_at_home() -> None:
    """Reasoning that another wire format gave is not sent."""
    other = Thinking("hm", {"wire": "openai-chat", "field": "reasoning"})
    broken = Thinking("hm", {"wire": "anthropic", "block": None})
    answer = Message("assistant", (Thinking("hm"), other, broken, Text("x")))
    assert [text("x")] == sent(user("a"), answer)[1]["content"]


# -- decoding recordings -------------------------------------------------------------


def test_thinking_and_tools() -> None:
    """Thinking, redacted thinking, text, calls and an unknown block, in order."""
    server = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search"}
    signed = {"type": "thinking", "thinking": "Read it first – ja."}
    for pieces in cuts(recording("anthropic_thinking_tools.sse")):
        deltas, reply = decode(CODEC, pieces)
        assert [
            ThinkingDelta("Read it "),
            ThinkingDelta("first – ja."),
            TextDelta("Ich lese "),
            TextDelta("die Datei."),
        ] == deltas
        parts = (
            kept({**signed, "signature": "EqQBCgIYAg=="})._replace(
                text="Read it first – ja."
            ),
            kept({"type": "redacted_thinking", "data": "EmwKAhgB"}),
            Text("Ich lese die Datei."),
            ToolCall("toolu_01", "read_file", {"path": "ü.py"}),
            ToolCall("toolu_02", "todo", {}),
            kept({**server, "input": {"query": "x"}}),
        )
        assert parts == reply.message.parts
        usage = Usage(12, 4000, 300, 50, 100)
        assert ("tool_calls", usage) == (reply.stop, reply.usage)
        back = message_from_json(json.loads(json.dumps(message_to_json(reply.message))))
        assert reply.message == back


def test_truncated_call() -> None:
    """A call cut off by the token limit keeps its text and has no arguments."""
    for pieces in cuts(recording("anthropic_truncated.sse")):
        _, reply = decode(CODEC, pieces)
        raw = '{"path": "a", "text": "abc'
        assert (ToolCall("toolu_09", "write_file", None, raw),) == reply.message.parts
        assert ("length", Usage(5, 0, 0, 64)) == (reply.stop, reply.usage)


@pytest.mark.parametrize("content_type", ["", "application/json", "text/event-stream"])
def test_answer_in_one_piece(content_type: str) -> None:
    """A plain JSON answer is understood whatever its header says."""
    for pieces in cuts(recording("anthropic_whole.json")):
        deltas, reply = decode(CODEC, pieces, content_type)
        assert [] == deltas
        thought = kept(SIGNED, "claude-haiku-4-5-20251001")._replace(text="hm")
        call = ToolCall("toolu_5", "glob", {"pattern": "*"})
        assert (thought, Text("Hello"), call) == reply.message.parts
        assert ("tool_calls", Usage(3, 0, 0, 4)) == (reply.stop, reply.usage)
        assert "claude-haiku-4-5-20251001" == reply.model


def test_overloaded_in_the_stream() -> None:
    """An error event ends the answer with an error that may pass."""
    for pieces in cuts(recording("anthropic_overloaded.sse")):
        with pytest.raises(ProviderError) as caught:
            decode(CODEC, pieces)
        assert "provider-unavailable" == caught.value.code
        assert caught.value.retryable


# -- decoding details ----------------------------------------------------------------


@pytest.mark.parametrize(
    "reason, stop",
    [
        ("end_turn", "end"),
        ("stop_sequence", "end"),
        ("tool_use", "end"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("refusal", "refused"),
        ("pause_turn", "unknown"),
        (None, "unknown"),
    ],
)
def test_stop(reason: Optional[str], stop: str) -> None:
    """Stop reasons become the words of the product."""
    assert stop == read(block(0, type="text", text="a"), stopped(reason)).stop


def test_end_with_calls() -> None:
    """An answer with calls asks for tools, whatever it calls that."""
    call = block(0, type="tool_use", id="a", name="f", input={"x": 1})
    reply = read(call, stopped("end_turn"))
    assert ("tool_calls", {"x": 1}) == (reply.stop, reply.message.calls[0].arguments)


def test_ids_are_made_up_when_missing() -> None:
    """A call without id, and one whose id is taken, get ids of their own."""
    calls = [block(i, type="tool_use", id=id) for i, id in enumerate(("", "a", "a"))]
    found = read(*calls, stopped("tool_use")).message.calls
    assert 3 == len({call.id for call in found})
    assert "a" == found[1].id


def test_oddities() -> None:
    """Unknown events, missing fields and blocks never begun do no harm."""
    reply = read(
        {"type": "message_start"},
        {"type": "novelty"},
        block(1),
        {"type": "content_block_start", "index": 2, "content_block": None},
        delta(3, type="text_delta", text="a"),
        delta(3, type="text_delta", text=None),
        delta(4, type="thinking_delta", thinking="b"),
        delta(5, type="input_json_delta", partial_json="{}"),
        delta(6),
        stopped("end_turn"),
    )
    thought = kept({"type": "thinking", "thinking": "b"}, "")._replace(text="b")
    assert (Text("a"), thought) == reply.message.parts


def test_kind_in_the_event_line_alone() -> None:
    """An event whose data has no type is known by its name."""
    data = b"event: message_stop\ndata: {}\n\n"
    assert Reply(Message("assistant", ()), "unknown") == decode(CODEC, [data])[1]


def test_text_at_the_start_of_a_block() -> None:
    """Words that come with the start of a block are not lost."""
    data = stream(
        block(0, type="text", text="a"), delta(0, type="text_delta", text="b")
    )
    deltas, reply = decode(CODEC, [data])
    assert [TextDelta("a"), TextDelta("b")] == deltas
    assert "ab" == reply.message.text


def test_citations_and_unknown_deltas_are_kept() -> None:
    """Deltas add to the block that goes back, whatever their kind."""
    reply = read(
        block(0, type="novel", text="x", citations=None),
        delta(0, type="citations_delta", citation={"a": 1}),
        delta(0, type="citations_delta", citation={"a": 2}),
        delta(0, type="novel_delta", more="1"),
        delta(0, type="novel_delta", more="2", flag=True),
        stopped("end_turn"),
    )
    cited = [{"a": 1}, {"a": 2}]
    novel = {"type": "novel", "text": "x", "citations": cited, "more": "12"}
    assert (kept({**novel, "flag": True}, ""),) == reply.message.parts


def test_usage_is_cumulative() -> None:
    """The last numbers count; null changes nothing; none at all is None."""
    usage = {"input_tokens": 7, "output_tokens": 1, "cache_read_input_tokens": 3}
    reply = read(
        {"type": "message_start", "message": {"usage": usage}},
        stopped(None, output_tokens=5, input_tokens=None),
        stopped("end_turn", output_tokens=9),
        {"type": "message_stop"},
        stopped("refusal", output_tokens=99),
    )
    assert ("end", Usage(7, 3, 0, 9)) == (reply.stop, reply.usage)
    assert read(stopped("end_turn")).usage is None


def test_done_mark_is_harmless() -> None:
    """A compatible server may add [DONE]."""
    data = stream(stopped("end_turn")) + b"data: [DONE]\n\n"
    assert "end" == decode(CODEC, [data])[1].stop


# -- failures ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        stream(block(0, type="text", text="a"), end=False),
        stream(block(0, type="text", text="a"), stopped(None), end=False),
        stream(stopped("end_turn"), end=False)[:-3],
        b'{"type": "message", "content": [',
    ],
)
def test_cut(data: bytes) -> None:
    """An answer without its end is never taken for a complete one."""
    with pytest.raises(ProviderError) as caught:
        decode(CODEC, [data])
    assert ("stream-cut", True) == (caught.value.code, caught.value.retryable)


@pytest.mark.parametrize("data", [b'{"content": null}', b"data: {\n\n", b"<!doctype>"])
def test_malformed(data: bytes) -> None:
    """An answer that is no answer is named so."""
    with pytest.raises(ProviderError) as caught:
        decode(CODEC, [data])
    assert "stream-malformed" == caught.value.code


@pytest.mark.parametrize(
    "kind, code, retryable",
    [
        ("overloaded_error", "provider-unavailable", True),
        ("api_error", "provider-unavailable", True),
        ("rate_limit_error", "rate-limited", True),
        ("authentication_error", "auth-failed", False),
        ("billing_error", "quota-exhausted", False),
        ("invalid_request_error", "provider-refused", False),
    ],
)
def test_errors(kind: str, code: str, retryable: bool) -> None:
    """An error inside a stream, or in one piece, is raised and classed."""
    payload = {"type": "error", "error": {"type": kind, "message": "no"}}
    for data in (stream(payload, end=False), json.dumps(payload).encode()):
        with pytest.raises(ProviderError) as caught:
            decode(CODEC, [data])
        assert (code, retryable) == (caught.value.code, caught.value.retryable)
        assert kind == caught.value.facts["kind"]
