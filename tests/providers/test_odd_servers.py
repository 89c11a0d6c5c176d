# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask servers on loopback that are odd, all the way: codec, transport, provider."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import pytest

from aura_coding_agent.connect import choose_endpoint, open_provider, try_endpoint
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.config import load_settings, shown_rows
from aura_coding_agent.core.errors import ConfigError, ProviderError
from aura_coding_agent.core.events import Retrying
from aura_coding_agent.core.interfaces import Codec, ModelRequest
from aura_coding_agent.core.messages import (
    Message,
    Reply,
    Thinking,
    ToolCall,
    ToolResult,
    user,
)
from aura_coding_agent.providers.anthropic import AnthropicCodec
from aura_coding_agent.providers.client import HttpProvider, RetryPolicy
from aura_coding_agent.providers.openai_chat import OpenAIChatCodec
from aura_coding_agent.providers.transport import SocketTransport

from .loopback import PATIENCE, Peer, Server

AT_ONCE = RetryPolicy(base_delay=0.0)
REQUEST = ModelRequest("m", "", (user("hello"),))
CHAT, MESSAGES = OpenAIChatCodec(), AnthropicCodec()


@pytest.fixture
def transport() -> Iterator[SocketTransport]:
    """Return a transport that knows nothing of the environment."""
    made = SocketTransport(environ={}, read_timeout=PATIENCE, idle_timeout=PATIENCE)
    yield made
    made.close()


def ask(
    transport: SocketTransport,
    codec: Codec,
    base_url: str,
    request: ModelRequest = REQUEST,
) -> Tuple[Reply, List[Retrying]]:
    """Return the reply of a server and the notices on the way to it."""
    provider = HttpProvider(codec, transport, base_url=base_url, policy=AT_ONCE)
    items = list(provider.stream(request, Cancel()))
    assert isinstance(items[-1], Reply)
    return items[-1], [item for item in items if isinstance(item, Retrying)]


def streamed(body: bytes, whole: bool = True) -> Callable[[Peer], bytes]:
    """Return a script that streams a body; not whole: the connection is then lost."""

    def script(peer: Peer) -> bytes:
        request = peer.request()
        peer.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"%x\r\n%s\r\n" % (len(body), body),
            b"0\r\n\r\n" if whole else b"",
        )
        return request

    return script


def events(*payloads: Any) -> bytes:
    """Return server-sent events, each named after its type where it has one."""
    return b"".join(
        b"event: %s\ndata: %s\n\n"
        % (payload.get("type", "message").encode(), json.dumps(payload).encode())
        for payload in payloads
    )


def chunk(delta: Any, finish: Optional[str] = None) -> Dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


HELLO = chunk({"content": "Hello."})
BLOCK = {
    "type": "content_block_start",
    "index": 0,
    "content_block": {"type": "text", "text": "Hello."},
}
STOPPED = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}}


# -- where an answer ends ------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "codec, body",
    [
        (CHAT, events(HELLO, chunk({}, "stop"))[:-1]),
        (CHAT, events(HELLO, chunk({}, "stop"))[:-2]),
        (CHAT, events(HELLO) + b"data: [DONE]"),
        (CHAT, events(HELLO) + b"data: [DONE]\r\n"),
        (CHAT, events(HELLO) + b"data: [DONE]\n\n"),
        (MESSAGES, events(BLOCK, STOPPED)),
        (MESSAGES, events(BLOCK, STOPPED)[:-2]),
        (MESSAGES, events(BLOCK, {"type": "message_stop"})[:-1]),
        (MESSAGES, events(BLOCK, STOPPED) + b"data: [DONE]\n\n"),
    ],
)
def test_complete_answers_are_asked_for_once(
    transport: SocketTransport, codec: Codec, body: bytes, whole: bool
) -> None:
    """An answer with its end mark is taken, however sloppily the stream ends."""
    with Server(streamed(body, whole)) as server:
        reply, notices = ask(transport, codec, server.url)
    assert ("Hello.", []) == (reply.message.text, notices)


@pytest.mark.parametrize(
    "codec, body",
    [
        (CHAT, events(HELLO)),
        (CHAT, events(HELLO, chunk({}, "stop"))[:-3]),
        (CHAT, events(HELLO) + b"data: [DONE"),
        (MESSAGES, events(BLOCK)),
        (MESSAGES, events(BLOCK, STOPPED)[:-3]),
    ],
)
def test_cut_answers_are_asked_for_again(
    transport: SocketTransport, codec: Codec, body: bytes
) -> None:
    """An answer without its end mark is never taken for a complete one."""
    good = events(HELLO, chunk({}, "stop"))
    good = events(BLOCK, STOPPED) if codec is MESSAGES else good
    with Server(streamed(body), streamed(good)) as server:
        reply, notices = ask(transport, codec, server.url)
    assert ["stream-cut"] == [notice.code for notice in notices]
    assert ("Hello.", "end") == (reply.message.text, reply.stop)


# -- arguments -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        ('{"new": "a\n\tb\r\n"}', {"new": "a\n\tb\r\n"}),
        ('{}{"path": "a"}', {"path": "a"}),
        ('{"path": "a"}\n{}', {"path": "a"}),
        ('{"path": "a"} {"path": "a"}', {"path": "a"}),
        ("null{}", {}),
        ('{"path": "a"}{"path": "b"}', None),
        ('{"n": 1}{"n": true}', None),
        ('{}{"path": "a', None),
        ('{"path": "a"}{"path"', None),
        ("{}[1]", None),
        ("{} and", None),
    ],
)
def test_arguments(
    transport: SocketTransport, text: str, expected: Optional[Dict[str, Any]]
) -> None:
    """Arguments with one meaning are read, on both wires; the others stay a text."""
    function = {"name": "f", "arguments": text}
    call = chunk({"tool_calls": [{"index": 0, "id": "c", "function": function}]})
    block = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
    piece = {"type": "input_json_delta", "partial_json": text}
    answers = [
        (CHAT, events(call, chunk({}, "tool_calls"))),
        (
            MESSAGES,
            events(
                {"type": "content_block_start", "index": 0, "content_block": block},
                {"type": "content_block_delta", "index": 0, "delta": piece},
                STOPPED,
            ),
        ),
    ]
    for codec, body in answers:
        with Server(streamed(body)) as server:
            reply, _ = ask(transport, codec, server.url)
        raw = text if expected is None else ""
        assert [(expected, raw)] == [(c.arguments, c.raw) for c in reply.message.calls]


# -- parts of a request that are refused ---------------------------------------------

THOUGHT = Thinking("hm", {"wire": "openai-chat", "field": "reasoning_content"})
BLOCKED = {"type": "thinking", "thinking": "hm", "signature": "s"}
SIGNED = Thinking("hm", {"wire": "anthropic", "model": "m", "block": BLOCKED})
EXTRA = {"wire": "openai-chat", "extra_content": {"a": 1}}
CALLED = ModelRequest(
    "m",
    "Be brief.",
    (
        user("hello"),
        Message(
            "assistant",
            (THOUGHT, SIGNED, ToolCall("call_1", "f", {"a": 1}, opaque=EXTRA)),
        ),
        Message("tool", (ToolResult("call_1", "f", "no", is_error=True),)),
    ),
    (),
    99,
)

Judge = Callable[[Dict[str, Any]], bool]


def assistant(body: Dict[str, Any]) -> Dict[str, Any]:
    """Return the message of the model in a request to a chat endpoint."""
    return [m for m in body["messages"] if m["role"] == "assistant"][0]


def short_ids(body: Dict[str, Any]) -> bool:
    """Tell whether call and result have the same id of nine letters or digits."""
    call = assistant(body)["tool_calls"][0]["id"]
    return (
        len(call) == 9
        and call.isalnum()
        and call == body["messages"][-1]["tool_call_id"]
    )


def picky(
    codec: Codec, takes: Judge, said: Any, seen: List[Any]
) -> Callable[[Peer], None]:
    """Return a script that refuses each request that the judge does not take."""

    def script(peer: Peer) -> None:
        body = json.loads(peer.request().partition(b"\r\n\r\n")[2])
        seen.append(body)
        if takes(body):
            good = [BLOCK, STOPPED] if codec is MESSAGES else [HELLO, chunk({}, "stop")]
            peer.answer(
                events(*good), "Content-Type: text/event-stream", "Connection: close"
            )
        else:
            words = json.dumps(
                said if isinstance(said, dict) else {"error": {"message": said}}
            )
            peer.answer(words.encode(), "Connection: close", status="400 Bad Request")

    return script


def no_thinking(body: Dict[str, Any]) -> bool:
    return "thinking" not in json.dumps(body["messages"])


REFUSALS: List[Tuple[Codec, Judge, Any, int]] = [
    (CHAT, lambda b: "stream_options" not in b, "Unknown field stream_options", 1),
    (CHAT, lambda b: "stream_options" not in b, "Bad request", 1),
    (
        CHAT,
        lambda b: "reasoning_content" not in assistant(b),
        {
            "detail": [
                {
                    "loc": ["body", "messages", 2, "reasoning_content"],
                    "msg": "Extra inputs are not permitted",
                }
            ]
        },
        1,
    ),
    (
        CHAT,
        lambda b: assistant(b)["content"] is not None,
        "messages[2].content: expected a string, got null",
        1,
    ),
    (
        CHAT,
        short_ids,
        "Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.",
        1,
    ),
    (
        CHAT,
        lambda b: "max_tokens" not in b,
        "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        1,
    ),
    (
        CHAT,
        lambda b: not {"max_tokens", "max_completion_tokens"} & b.keys(),
        "max_tokens and max_completion_tokens are not allowed",
        2,
    ),
    (CHAT, lambda b: "extra_content" not in json.dumps(b), "extra_content?", 1),
    (
        CHAT,
        lambda b: "stream_options" not in b and short_ids(b),
        {"error": {"message": "Not allowed", "param": "stream_options"}},
        2,
    ),
    (
        MESSAGES,
        lambda b: "cache_control" not in json.dumps(b),
        "cache_control: extra",
        1,
    ),
    (MESSAGES, no_thinking, "Invalid signature in thinking block", 1),
    (MESSAGES, lambda b: "is_error" not in json.dumps(b), "is_error", 1),
    (MESSAGES, no_thinking, "invalid", 1),
]


@pytest.mark.parametrize("number", range(len(REFUSALS)))
def test_refused_parts_are_left_out_and_remembered(
    transport: SocketTransport, number: int
) -> None:
    """What is refused is left out, said, and not sent to this endpoint again."""
    codec, takes, said, tries = REFUSALS[number]
    seen: List[Any] = []
    script = picky(codec, takes, said, seen)
    with Server(*[script] * (tries + 2)) as server:
        reply, notices = ask(transport, codec, server.url, CALLED)
        again, later = ask(transport, codec, server.url, CALLED)
    assert ["Hello."] * 2 == [reply.message.text, again.message.text]
    assert ["field-refused"] * tries == [notice.code for notice in notices]
    assert all("without" in notice.message for notice in notices)
    assert ([], tries + 2) == (later, len(seen))
    assert seen[-1] == seen[-2] != seen[0]


@pytest.mark.parametrize("codec", [CHAT, MESSAGES])
def test_a_refusal_of_something_else_is_told_as_it_was_first(
    transport: SocketTransport, codec: Codec
) -> None:
    """Where the plainest form is refused, too, the first refusal is what counts."""
    seen: List[Any] = []
    script = picky(codec, lambda body: False, "I do not like this", seen)
    with Server(script, script) as server:
        with pytest.raises(ProviderError, match="I do not like this") as caught:
            ask(transport, codec, server.url, CALLED)
    assert ("provider-refused", 2) == (caught.value.code, len(seen))


# -- deployments and headers ---------------------------------------------------------


@pytest.mark.parametrize(
    "key, field",
    [("k-1", b"api-key: k-1"), ("eyJ.a.b", b"authorization: bearer eyj.a.b")],
)
def test_deployment_and_headers(key: str, field: bytes, tmp_path: Path) -> None:
    """A deployment's address, its key and the headers of the settings are sent."""
    given = {
        "base_url": "",
        "api": "openai-chat",
        "model": "m",
        "api_key": key,
        "headers": "X-Team: tools\nx-secret:  s3cret-1 ",
    }
    scripts = [
        lambda peer: peer.serve(b'{"data": [{"id": "m"}]}', "Connection: close"),
        streamed(events(HELLO, chunk({}, "stop"))),
        lambda peer: peer.serve(
            b"s3cret-1 is bad", "Connection: close", status="401 Unauthorized"
        ),
    ]
    with Server(*scripts) as server:
        given["base_url"] = f"{server.url}/openai/deployments/d?api-version=1"
        configuration = load_settings(given, {}, workspace=str(tmp_path))
        settings = configuration.settings
        endpoint = choose_endpoint(configuration, {}, offline=True)
        assert 200 == try_endpoint(endpoint, settings, {}, PATIENCE)
        provider = open_provider(endpoint, settings, {})
        list(provider.stream(REQUEST, Cancel()))
        with pytest.raises(ProviderError) as caught:
            list(provider.stream(REQUEST, Cancel()))
    listed, asked = (result.lower() for result in server.results[:2])
    assert b"get /openai/models?api-version=1 " in listed
    assert b"post /openai/deployments/d/chat/completions?api-version=1 " in asked
    for request in (listed, asked):
        assert field in request
        assert b"\r\nx-team: tools\r\n" in request
        assert b"\r\nx-secret: s3cret-1\r\n" in request
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in str(shown_rows(configuration))


@pytest.mark.parametrize(
    "text",
    [
        "no colon",
        "Bad Name: s3cret",
        "X: ",
        "X: s3cret\x01",
        "X: s3crét",
        "Host: s3cret",
        "content-length: 3",
        "Transfer-Encoding: s3cret",
    ],
)
def test_headers_that_are_none(text: str, tmp_path: Path) -> None:
    """What is no header, or the transport's own, is refused and not shown."""
    with pytest.raises(ConfigError) as caught:
        load_settings({"headers": text}, {}, workspace=str(tmp_path))
    assert "config-bad-value" == caught.value.code
    assert "s3cr" not in str(caught.value)


def test_headers_are_the_users(tmp_path: Path) -> None:
    """A project file sets none."""
    (tmp_path / "aura.ini").write_text("[aura]\nheaders = X: y\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings({}, {}, workspace=str(tmp_path))
    assert "config-user-only" == caught.value.code


# -- other oddities ------------------------------------------------------------------

CALL = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize(
    "body, text, calls, stop",
    [
        (
            events(chunk({"tool_calls": [CALL]}), chunk({}, "stop")),
            "",
            1,
            "tool_calls",
        ),
        (
            events(
                chunk({"role": "assistant", "content": None, "novel": [1]}),
                {**HELLO, "novel": {"a": None}},
                chunk({}, "stop"),
            ),
            "Hello.",
            0,
            "end",
        ),
        (
            json.dumps(
                {
                    "choices": [
                        {"message": {"content": "Hello."}, "finish_reason": "stop"}
                    ]
                }
            ).encode(),
            "Hello.",
            0,
            "end",
        ),
    ],
)
def test_odd_answers(
    transport: SocketTransport, body: bytes, text: str, calls: int, stop: str
) -> None:
    """Calls that end in stop, null as content, new keys, no stream and no usage."""
    with Server(streamed(body)) as server:
        reply, notices = ask(transport, CHAT, server.url)
    assert (text, calls, stop, None, []) == (
        reply.message.text,
        len(reply.message.calls),
        reply.stop,
        reply.usage,
        notices,
    )


def test_output_that_a_server_cannot_read_is_tried_again(
    transport: SocketTransport,
) -> None:
    """A local server that cannot parse its model's output gets another chance."""
    words = b'{"error": {"code": 500, "message": "The model produced output that'
    words += b' does not match the expected format", "type": "server_error"}}'
    refusals = [
        lambda peer: peer.serve(words, "Connection: close", status="500 Error")
    ] * 2
    with Server(*refusals, streamed(events(HELLO, chunk({}, "stop")))) as server:
        reply, notices = ask(transport, CHAT, server.url)
    assert ["provider-unavailable"] * 2 == [notice.code for notice in notices]
    assert "Hello." == reply.message.text
