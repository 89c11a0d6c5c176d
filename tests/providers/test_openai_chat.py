# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the wire format of OpenAI's Chat Completions."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Sequence, Tuple

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.core.events import TextDelta, ThinkingDelta
from aura_coding_agent.core.interfaces import Codec, ModelRequest, ToolSpec
from aura_coding_agent.core.messages import (
    Image,
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
from aura_coding_agent.providers.openai_chat import OpenAIChatCodec

from .recordings import cuts, decode, recording

CODEC: Codec = OpenAIChatCodec()
SPEC = ToolSpec("read_file", "Read a file.", {"type": "object", "properties": {}})


def body(messages: Sequence[Message], **fields: Any) -> Dict[str, Any]:
    """Return the request body for a conversation."""
    request = ModelRequest("m", "", messages)._replace(**fields)
    shown = json.loads(CODEC.encode(request, "http://host", "").body)
    assert isinstance(shown, dict)
    return shown


def sent(*messages: Message) -> List[Dict[str, Any]]:
    """Return the messages of the request body for a conversation."""
    listed = body(messages)["messages"]
    assert isinstance(listed, list)
    return listed


def stream(*chunks: Any, done: bool = True) -> bytes:
    """Return the bytes of an event stream."""
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    return "".join(lines + ["data: [DONE]\n\n"] * done).encode()


def chunk(delta: Any = None, finish: Optional[str] = None) -> Dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def read(*chunks: Any, done: bool = True) -> Reply:
    return decode(CODEC, [stream(*chunks, done=done)])[1]


def calls(*deltas: Any) -> List[Tuple[str, str, Any]]:
    """Return the calls that lists of tool-call pieces make."""
    chunks = [chunk({"tool_calls": delta}) for delta in deltas]
    found = read(*chunks, chunk({}, "tool_calls")).message.calls
    return [(call.id, call.name, call.arguments) for call in found]


def piece(
    arguments: Any, index: Optional[int] = None, id: str = "", name: str = ""
) -> Dict[str, Any]:
    """Return one entry of a tool_calls list with only the fields given."""
    function = {"arguments": arguments}
    entry: Dict[str, Any] = {"function": function}
    if name:
        function["name"] = name
    if id:
        entry["id"] = id
    if index is not None:
        entry["index"] = index
    return entry


# -- encoding ------------------------------------------------------------------------


def test_request() -> None:
    """A request carries model, conversation, tools and the wish for usage."""
    request = ModelRequest("m", "Be brief.", [user("hi")], [SPEC], 99)
    http = CODEC.encode(request, "http://host:1/v1/", "secret")
    assert ("POST", "http://host:1/v1/chat/completions") == (http.method, http.url)
    assert {
        "content-type": "application/json",
        "accept": "text/event-stream, application/json",
        "authorization": "Bearer secret",
    } == http.headers
    function = {"name": "read_file", "description": "Read a file."}
    assert {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "hi"},
        ],
        "tools": [
            {"type": "function", "function": {**function, "parameters": SPEC[2]}}
        ],
        "max_tokens": 99,
        "stream": True,
        "stream_options": {"include_usage": True},
    } == json.loads(http.body)


def test_request_without_extras() -> None:
    """Without key, stream, tools and cap nothing is said of them."""
    request = ModelRequest("m", "", [user("hi")], stream=False)
    http = CODEC.encode(request, "http://host", "")
    assert {
        "content-type": "application/json",
        "accept": "application/json",
    } == http.headers
    assert {"model", "messages"} == set(json.loads(http.body))


@pytest.mark.parametrize(
    "base, url",
    [
        ("http://h:8080", "http://h:8080/v1/chat/completions"),
        ("http://h:8080/", "http://h:8080/v1/chat/completions"),
        ("http://h/v1", "http://h/v1/chat/completions"),
        ("http://h/v1//", "http://h/v1/chat/completions"),
        ("http://h/v1/chat/completions", "http://h/v1/chat/completions"),
        ("http://h/api", "http://h/api/v1/chat/completions"),
        ("https://v1.h", "https://v1.h/v1/chat/completions"),
        ("http://h/v1beta/openai/", "http://h/v1beta/openai/chat/completions"),
        ("http://h/paas/v4", "http://h/paas/v4/chat/completions"),
        ("http://h/v1?a=b", "http://h/v1/chat/completions?a=b"),
        (
            "https://h/openai/deployments/d?api-version=1",
            "https://h/openai/deployments/d/chat/completions?api-version=1",
        ),
        (
            "https://h/openai/deployments/d/chat/completions?api-version=1",
            "https://h/openai/deployments/d/chat/completions?api-version=1",
        ),
        (" http://h/d/chat/completions?v=1 ", "http://h/d/chat/completions?v=1"),
    ],
)
def test_url(base: str, url: str) -> None:
    """A base URL in any usual form leads to the right path."""
    assert url == CODEC.encode(ModelRequest("m", "", []), base, "").url


def test_newer_models_name_the_cap_otherwise() -> None:
    """The vendor's newer models get ``max_completion_tokens``."""
    shown = body([user("hi")], model="gpt-5-mini", max_output=7)
    assert 7 == shown["max_completion_tokens"]
    assert "max_tokens" not in shown


def test_reasoning_is_off_where_tools_demand_it() -> None:
    """The quirk of the vendor's own endpoint holds there, and with tools, only."""

    def effort(base: str, *tools: ToolSpec) -> Any:
        request = ModelRequest("gpt-6-sol", "", [user("hi")], tools)
        http = CODEC.encode(request, base, "")
        return json.loads(http.body).get("reasoning_effort")

    assert "none" == effort("https://api.openai.com/v1", SPEC)
    assert effort("https://api.openai.com/v1") is None
    assert effort("https://gateway.example/v1", SPEC) is None


def test_tool_calls_and_results() -> None:
    """Calls go out with JSON text, unreadable ones as an empty object."""
    asked = Message(
        "assistant",
        (
            Text("Look: "),
            ToolCall("c1", "read_file", {"path": "ü"}),
            ToolCall("c2", "no such tool!", None, '{"path": "'),
        ),
    )
    results = Message("tool", (ToolResult("c1", "a", "1"), ToolResult("c2", "b", "")))
    first = {"name": "read_file", "arguments": '{"path":"ü"}'}
    second = {"name": "no_such_tool_", "arguments": "{}"}
    assert [
        {
            "role": "assistant",
            "content": "Look: ",
            "tool_calls": [
                {"id": "c1", "type": "function", "function": first},
                {"id": "c2", "type": "function", "function": second},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "1"},
        {"role": "tool", "tool_call_id": "c2", "content": ""},
    ] == sent(user("x"), asked, results)[1:]


def test_calls_without_words() -> None:
    """An assistant message of calls alone has null content."""
    asked = Message("assistant", (ToolCall("c", "", {}),))
    (shown,) = sent(asked)
    assert shown["content"] is None
    assert "unnamed" == shown["tool_calls"][0]["function"]["name"]


def test_images() -> None:
    """A user message with a picture becomes a list of parts."""
    message = Message("user", (Text("what?"), Image("image/png", "aGk=")))
    assert [
        {"type": "text", "text": "what?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}},
    ] == sent(message)[0]["content"]


def test_empty_answers_are_left_out() -> None:
    """An empty answer is not sent, and the user messages around it become one."""
    empty = Message("assistant", (Thinking("hm"), Text("")))
    assert [{"role": "user", "content": "a\n\nb"}] == sent(user("a"), empty, user("b"))


def test_reasoning_goes_back_where_it_came_from() -> None:
    """Reasoning returns in its own field; that of other wires stays at home."""
    message = Message(
        "assistant",
        (
            Thinking("one ", {"wire": "openai-chat", "field": "reasoning"}),
            Thinking("two", {"wire": "openai-chat", "field": "reasoning"}),
            Thinking("no", {"wire": "openai-chat", "field": "content"}),
            Thinking("no", {"wire": "anthropic", "block": {}}),
            Thinking("no"),
            Text("ok"),
        ),
    )
    expected = {"role": "assistant", "content": "ok", "reasoning": "one two"}
    assert [expected] == sent(message)


def test_what_has_no_place_is_left_out() -> None:
    """A part that a user cannot send on this wire is left out."""
    odd = Message("user", (Text("a"), Thinking("hm")))
    assert [{"role": "user", "content": "a"}] == sent(odd)


def test_what_utf8_cannot_say() -> None:
    """A lone surrogate, as file names can have, becomes a question mark."""
    assert [{"role": "user", "content": "a?b"}] == sent(user("a\udce4b"))


# -- decoding recordings -------------------------------------------------------------


def test_parallel_calls() -> None:
    """Interleaved calls, usage in its own chunk, words over several bytes."""
    data = recording("openai_parallel_tools.sse")
    for pieces in cuts(data):
        deltas, reply = decode(CODEC, pieces)
        assert [TextDelta("Ich sehe nach: "), TextDelta("café 🙂")] == deltas
        assert (
            Reply(
                Message(
                    "assistant",
                    (
                        Text("Ich sehe nach: café 🙂"),
                        ToolCall("call_A", "read_file", {"path": "src/a.py"}),
                        ToolCall("call_B", "grep", {"pattern": "naïve"}),
                    ),
                ),
                "tool_calls",
                Usage(input=176, cached=1024, output=26, reasoning=64),
                "gpt-5-mini-2025-08-07",
            )
            == reply
        )


@pytest.mark.parametrize("content_type", ["", "application/json", "text/event-stream"])
def test_reasoning(content_type: str) -> None:
    """Reasoning is kept with its field; repeated usage is not added up."""
    for pieces in cuts(recording("openai_reasoning.sse")):
        deltas, reply = decode(CODEC, pieces, content_type)
        assert [
            ThinkingDelta("First, "),
            ThinkingDelta("look."),
            TextDelta("Done"),
            TextDelta("."),
        ] == deltas
        opaque = {"wire": "openai-chat", "field": "reasoning_content"}
        parts = (Thinking("First, look.", opaque), Text("Done."))
        assert parts == reply.message.parts
        assert ("end", Usage(input=20, output=6)) == (reply.stop, reply.usage)
        back = message_from_json(json.loads(json.dumps(message_to_json(reply.message))))
        assert "First, look." == sent(back)[0]["reasoning_content"]


def test_odd_server() -> None:
    """No index, no ids, arguments as object, ``stop`` with calls, no [DONE]."""
    for pieces in cuts(recording("openai_odd.sse")):
        deltas, reply = decode(CODEC, pieces)
        assert [] == deltas
        assert [
            ("glob", {"pattern": "*.py"}, ""),
            ("glob", {"pattern": "*.c"}, ""),
            ("todo", {}, ""),
        ] == [call[1:4] for call in reply.message.calls]
        assert 3 == len({call.id for call in reply.message.calls})
        expected = ("tool_calls", None, "odd-1")
        assert expected == (reply.stop, reply.usage, reply.model)


@pytest.mark.parametrize("content_type", ["", "application/json", "text/event-stream"])
def test_answer_in_one_piece(content_type: str) -> None:
    """A plain JSON answer is understood whatever its header says."""
    for pieces in cuts(recording("openai_whole.json")):
        deltas, reply = decode(CODEC, pieces, content_type)
        assert [] == deltas
        assert (
            Text("Both at once."),
            ToolCall("call_1", "shell", {"command": "ls"}),
            ToolCall("call_2", "shell", None, '{"command": "pw'),
        ) == reply.message.parts
        expected = ("length", Usage(input=10, output=5), "m-1")
        assert expected == (reply.stop, reply.usage, reply.model)


def test_lines_of_json() -> None:
    """A server that streams one JSON object a line is understood."""
    data = b"\n".join(
        json.dumps(each).encode()
        for each in (chunk({"content": "a"}), chunk({}, "stop"))
    )
    deltas, reply = decode(CODEC, [data], "application/x-ndjson; charset=utf-8")
    assert [TextDelta("a")] == deltas
    assert ("a", "end") == (reply.message.text, reply.stop)


# -- decoding details ----------------------------------------------------------------


@pytest.mark.parametrize(
    "deltas, expected",
    [
        # Several servers number every call 0 and tell them apart by id or name.
        (
            ([piece("{}", 0, "a", "f")], [piece("{}", 0, "b", "f")]),
            [("a", "f", {}), ("b", "f", {})],
        ),
        (
            ([piece('{"x"', 0, "a", "f")], [piece(":1}", 0, "a", "f")]),
            [("a", "f", {"x": 1})],
        ),
        # An id that changes from piece to piece is still the same call.
        (
            ([piece('{"x"', 0, "a", "f")], [piece(":1}", 0, "b")]),
            [("a", "f", {"x": 1})],
        ),
        # Without index the id decides, and without an id the last call goes on.
        (
            (
                [piece('{"x"', None, "a", "f")],
                [piece("{}", None, "b", "g")],
                [piece(":1}", None, "a")],
            ),
            [("a", "f", {"x": 1}), ("b", "g", {})],
        ),
        (
            ([piece("{", None, "a", "f")], [piece("}")], [piece(None)]),
            [("a", "f", {})],
        ),
        (([piece('{"x": null}', 3, "a", "f")],), [("a", "f", {"x": None})]),
        (([piece("null", 0, "a", "f")],), [("a", "f", {})]),
        (([piece(None, 0, "a", "f")],), [("a", "f", {})]),
        (([piece({"x": 1}, 0, "a", "f")], [piece("", 0)]), [("a", "f", {"x": 1})]),
        (([piece([1], 0, "a", "f")],), [("a", "f", None)]),
        (([piece("[1]", 0, "a", "f")],), [("a", "f", None)]),
        (([piece('{"x": NaN}', 0, "a", "f")],), [("a", "f", None)]),
        (([piece('{"x": 1e999}', 0, "a", "f")],), [("a", "f", None)]),
        (([piece('{"x": 1.5}', 0, "a", "f")],), [("a", "f", {"x": 1.5})]),
        (([{"index": 0, "id": None, "function": None}, 7],), [("*", "unnamed", {})]),
    ],
)
def test_calls(deltas: Any, expected: Any) -> None:
    """Tool calls are put together from what servers send."""
    found = calls(*deltas)
    wanted = [(id, *rest) for id, *rest in expected]
    assert wanted == [
        ("*" if want[0] == "*" else have[0], *have[1:])
        for want, have in zip(wanted, found)
    ]
    assert len(wanted) == len(found)


def test_same_index_other_name_without_id() -> None:
    """A new name at a used index begins another call, its id made up."""
    found = calls([piece("{}", 0, name="f")], [piece("{}", 0, name="g")])
    assert ["f", "g"] == [name for _, name, _ in found]
    assert all(id.startswith("call_") for id, _, _ in found)


def test_ids_of_one_answer_differ() -> None:
    """An id that two calls share is given to the first alone."""
    found = calls([piece("{}", 0, "a", "f"), piece("{}", 1, "a", "g")])
    assert "a" == found[0][0]
    assert 2 == len({id for id, _, _ in found})


def test_extra_content_of_a_call_goes_back() -> None:
    """What a vendor hangs on a call, such as a signature, returns with it."""
    extra = {"google": {"thought_signature": "x"}}
    entry = {**piece("{}", 0, "a", "f"), "extra_content": extra}
    reply = read(chunk({"tool_calls": [entry]}), chunk({}, "tool_calls"))
    assert extra == sent(reply.message)[0]["tool_calls"][0]["extra_content"]


@pytest.mark.parametrize(
    "finish, delta, stop",
    [
        ("stop", {"content": "a"}, "end"),
        ("length", {"content": "a"}, "length"),
        ("content_filter", {"content": "a"}, "refused"),
        ("stop", {"refusal": "I can't."}, "refused"),
        ("tool_calls", {"content": "a"}, "end"),
        ("eos", {"content": "a"}, "unknown"),
        ("eos", {"tool_calls": [piece("{}", 0, "a", "f")]}, "tool_calls"),
        ("function_call", {"tool_calls": [piece("{}", 0, "a", "f")]}, "tool_calls"),
        ("length", {"tool_calls": [piece("{", 0, "a", "f")]}, "length"),
        (None, {"content": "a"}, "unknown"),
    ],
)
def test_stop(finish: Optional[str], delta: Any, stop: str) -> None:
    """Finish reasons become the words of the product."""
    assert stop == read(chunk(delta), chunk({}, finish)).stop


def test_refusal_is_text() -> None:
    """The words of a refusal are shown."""
    assert "No." == read(chunk({"refusal": "No."}), chunk({}, "stop")).message.text


def test_empty_reply() -> None:
    """An answer without content is a reply without parts."""
    assert Reply(Message("assistant", ()), "end") == read(chunk({}, "stop"))
    assert () == read().message.parts


def test_content_in_parts() -> None:
    """Content that comes as a list of parts is read."""
    content = [{"type": "text", "text": "a"}, {"type": "odd"}, "x", {"text": "b"}]
    assert "ab" == read(chunk({"content": content}), chunk({}, "stop")).message.text


def test_empty_events_are_ignored() -> None:
    """An event whose data is blank says nothing."""
    data = b"data:  \n\n" + stream(chunk({"content": "a"}, "stop"))
    assert "a" == decode(CODEC, [data])[1].message.text


def test_other_choices_and_late_chunks_are_ignored() -> None:
    """Only the first choice counts, and nothing after [DONE]."""
    other = {"choices": [{"index": 1, "delta": {"content": "x"}}]}
    data = stream(other, chunk({"content": "a"}, "stop")) + stream(
        chunk({"content": "b"})
    )
    assert "a" == decode(CODEC, [data])[1].message.text


@pytest.mark.parametrize(
    "usage, expected",
    [
        ({"prompt_tokens": 5, "completion_tokens": 3}, Usage(5, 0, 0, 3)),
        (
            {
                "prompt_tokens": 10,
                "completion_tokens": 3,
                "prompt_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 5},
            },
            Usage(1, 4, 5, 3),
        ),
        ({"prompt_tokens": 10, "prompt_cache_hit_tokens": 8}, Usage(2, 8)),
        (
            {"prompt_tokens": 3, "prompt_tokens_details": {"cached_tokens": 9}},
            Usage(0, 3),
        ),
        # Reasoning that comes on top of the completion, as the total shows.
        (
            {
                "prompt_tokens": 10,
                "completion_tokens": 3,
                "total_tokens": 20,
                "completion_tokens_details": {"reasoning_tokens": 7},
            },
            Usage(10, 0, 0, 3, 7),
        ),
        (
            {
                "prompt_tokens": None,
                "completion_tokens": "3",
                "prompt_tokens_details": None,
                "completion_tokens_details": {"reasoning_tokens": True},
            },
            Usage(),
        ),
    ],
)
def test_usage(usage: Any, expected: Usage) -> None:
    """The classes of usage do not overlap, and odd numbers count nothing."""
    assert expected == read(chunk({}, "stop"), {"choices": [], "usage": usage}).usage


# -- failures ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        stream(chunk({"content": "a"}), done=False),
        stream(chunk({"content": "a"}, "stop"), done=False)[:-3],
        stream(chunk({"content": "a"}))[:-3],
        b'{"choices": [{"message": {"content": "a"',
    ],
)
def test_cut(data: bytes) -> None:
    """An answer without its end is never taken for a complete one."""
    for pieces in cuts(data) if data else [[]]:
        with pytest.raises(ProviderError) as caught:
            decode(CODEC, pieces)
        assert "stream-cut" == caught.value.code
        assert caught.value.retryable


@pytest.mark.parametrize(
    "data",
    [
        b"data: nonsense\n\n",
        b"data: [1]\n\n",
        b'{"choices": [} }',
        b'{"detail": "x"}',
        b"<html>hello</html>",
    ],
)
def test_malformed(data: bytes) -> None:
    """An answer that is no answer is named so."""
    with pytest.raises(ProviderError) as caught:
        decode(CODEC, [data])
    assert "stream-malformed" == caught.value.code


def test_web_page() -> None:
    """Plain text that calls itself a web page is none of ours."""
    with pytest.raises(ProviderError, match="web page"):
        decode(CODEC, [b"Hello"], "text/html; charset=utf-8")


def test_body_without_end() -> None:
    """An answer in one piece is bounded."""
    decoder = CODEC.decoder("application/json")
    decoder.feed(b'{"a": "')
    with pytest.raises(ProviderError) as caught:
        for _ in range(65):
            decoder.feed(bytes(1024 * 1024))
    assert ("stream-malformed", False) == (caught.value.code, caught.value.retryable)


@pytest.mark.parametrize(
    "payload, code, retryable",
    [
        (
            {"error": {"message": "Slow down", "type": "rate_limit"}},
            "rate-limited",
            True,
        ),
        ({"error": {"message": "x", "code": 502}}, "provider-unavailable", True),
        ({"error": {"message": "x", "code": 401}}, "auth-failed", False),
        ({"error": {"type": "server_error"}}, "provider-unavailable", True),
        ({"error": {"type": "invalid_request_error"}}, "provider-refused", False),
        ({"error": "something"}, "provider-unavailable", True),
        ({"object": "error", "message": "x", "code": 400}, "provider-refused", False),
        (
            {"error": {"code": "context_length_exceeded", "message": "x"}},
            "context-too-long",
            False,
        ),
        (chunk({}, "error"), "provider-unavailable", True),
    ],
)
def test_error_in_the_stream(payload: Any, code: str, retryable: bool) -> None:
    """An error inside a stream, or in one piece, is raised and classed."""
    for data in (
        stream(chunk({"content": "a"}), payload),
        json.dumps(payload).encode(),
    ):
        with pytest.raises(ProviderError) as caught:
            decode(CODEC, [data])
        assert (code, retryable) == (caught.value.code, caught.value.retryable)


def test_event_named_error() -> None:
    """An event called error is one, whatever it holds."""
    with pytest.raises(ProviderError, match="boom"):
        decode(CODEC, [b'event: error\ndata: {"message": "boom"}\n\n'])
