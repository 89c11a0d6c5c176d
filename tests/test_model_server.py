# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the scripted model server itself: it must be right about who is wrong."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
from typing import Any, Dict, List

import pytest

from .support.model_server import (
    ANTHROPIC,
    OPENAI,
    Call,
    Calls,
    Cut,
    Drop,
    Empty,
    Hang,
    ModelServer,
    Raw,
    Request,
    Say,
    Slow,
    Status,
    Think,
    Tokens,
)
from .support.plain_client import (
    WIRES,
    Body,
    Client,
    Got,
    SCHEMA,
    ask,
    body_of,
    call_of,
    connected,
    headers_of,
    result_of,
)
from .support.steps import step_from_json


def ask_once(step: Any, wire: str, **fields: Any) -> Got:
    """Return the answer that a step makes to a good request."""
    with ModelServer([step], wire) as server:
        got = connected(server).post(body_of(wire, **fields))
        server.check()
    return got


# -- answers ---------------------------------------------------------------------------

EVERYTHING = Think(
    "Let me think about this for a while.",
    Calls(
        [Call("read_file", {"path": "grüße.txt"}), Call("todo", {}, id="mine")],
        text="Two calls.",
        usage=Tokens(7, 5, 3, 11, 13),
    ),
    signature="s-1",
)


def test_chat_completion_holds_everything() -> None:
    """Text, reasoning, calls and exact tokens stand in an unstreamed answer."""
    got = ask_once(EVERYTHING, OPENAI)
    choice = got.json["choices"][0]
    assert "tool_calls" == choice["finish_reason"]
    assert "Two calls." == choice["message"]["content"]
    assert EVERYTHING.text == choice["message"]["reasoning_content"]
    calls = choice["message"]["tool_calls"]
    assert ["call_0_0", "mine"] == [call["id"] for call in calls]
    arguments = [json.loads(call["function"]["arguments"]) for call in calls]
    assert [{"path": "grüße.txt"}, {}] == arguments
    assert {
        "prompt_tokens": 15,
        "completion_tokens": 24,
        "total_tokens": 39,
        "prompt_tokens_details": {"cached_tokens": 5, "cache_write_tokens": 3},
        "completion_tokens_details": {"reasoning_tokens": 13},
    } == got.json["usage"]
    assert str(len(got.body)) == got.headers["content-length"]


def test_streamed_chat_completion_adds_up() -> None:
    """The deltas of a stream make the same answer; usage comes when asked for."""
    options = {"include_usage": True}
    got = ask_once(EVERYTHING, OPENAI, stream=True, stream_options=options)
    assert got.headers["content-type"].startswith("text/event-stream")
    assert got.body.endswith(b"data: [DONE]\n\n")
    *events, last = got.events
    deltas = [event["choices"][0]["delta"] for event in events]
    assert "Two calls." == "".join(delta.get("content") or "" for delta in deltas)
    thoughts = "".join(delta.get("reasoning_content", "") for delta in deltas)
    assert EVERYTHING.text == thoughts
    texts = ["", ""]
    for delta in deltas:
        for call in delta.get("tool_calls", []):
            texts[call["index"]] += call["function"]["arguments"]
    assert [{"path": "grüße.txt"}, {}] == [json.loads(text) for text in texts]
    assert "tool_calls" == events[-1]["choices"][0]["finish_reason"]
    assert ([], 39) == (last["choices"], last["usage"]["total_tokens"])


def test_streamed_usage_stays_away_unless_asked_for() -> None:
    """Without include_usage no event has it."""
    got = ask_once(Say("Hi."), OPENAI, stream=True)
    assert all("usage" not in event for event in got.events)


def test_message_holds_everything() -> None:
    """Text, signed thinking, calls and exact tokens stand in an unstreamed answer."""
    got = ask_once(EVERYTHING, ANTHROPIC)
    assert "tool_use" == got.json["stop_reason"]
    assert [
        {"type": "thinking", "thinking": EVERYTHING.text, "signature": "s-1"},
        {"type": "text", "text": "Two calls."},
        {
            "type": "tool_use",
            "id": "toolu_0_0",
            "name": "read_file",
            "input": {"path": "grüße.txt"},
        },
        {"type": "tool_use", "id": "mine", "name": "todo", "input": {}},
    ] == got.json["content"]
    assert {
        "input_tokens": 7,
        "cache_read_input_tokens": 5,
        "cache_creation_input_tokens": 3,
        "output_tokens": 24,
        "output_tokens_details": {"thinking_tokens": 13},
    } == got.json["usage"]


def test_streamed_message_adds_up() -> None:
    """The events of a stream make the same answer, named and in order."""
    got = ask_once(EVERYTHING, ANTHROPIC, stream=True)
    names = [line[7:] for line in got.body.decode().splitlines() if line[:5] == "event"]
    assert names == [event["type"] for event in got.events]
    assert ("message_start", "message_stop") == (names[0], names[-1])
    blocks: Dict[int, Body] = {}
    for event in got.events:
        if event["type"] == "content_block_start":
            blocks[event["index"]] = {**event["content_block"], "json": ""}
        if event["type"] == "content_block_delta":
            block, delta = blocks[event["index"]], event["delta"]
            for name in ("text", "thinking", "signature"):
                block[name] = block.get(name, "") + delta.get(name, "")
            block["json"] += delta.get("partial_json", "")
    thinking, text, first, second = (blocks[at] for at in range(4))
    assert (EVERYTHING.text, "s-1") == (thinking["thinking"], thinking["signature"])
    assert "Two calls." == text["text"]
    assert {"path": "grüße.txt"} == json.loads(first["json"])
    assert ("mine", "") == (second["id"], second["json"])
    delta = got.events[-2]
    assert "tool_use" == delta["delta"]["stop_reason"]
    assert 24 == delta["usage"]["output_tokens"]


@pytest.mark.parametrize(
    "stop, openai, anthropic",
    [
        ("end", "stop", "end_turn"),
        ("length", "length", "max_tokens"),
        ("refused", "content_filter", "refusal"),
    ],
)
def test_reason_of_the_stop_is_in_the_vendors_words(
    stop: str, openai: str, anthropic: str
) -> None:
    """A step may say why the model stopped."""
    step = Say("Hm.", stop=stop)
    assert openai == ask_once(step, OPENAI).json["choices"][0]["finish_reason"]
    assert anthropic == ask_once(step, ANTHROPIC).json["stop_reason"]


def test_step_may_keep_its_tokens_secret() -> None:
    """Without usage, chat completions leave it out, streamed and not."""
    step = Say("Hm.", usage=None)
    assert "usage" not in ask_once(step, OPENAI).json
    options = {"include_usage": True}
    got = ask_once(step, OPENAI, stream=True, stream_options=options)
    assert all("usage" not in event for event in got.events)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("wire", WIRES)
def test_empty_reply_has_no_content(wire: str, stream: bool) -> None:
    """A reply can be proper and say nothing."""
    got = ask_once(Empty(), wire, stream=stream)
    assert 200 == got.status
    if stream:
        assert b"Hm" not in got.body and b"content_block" not in got.body
    elif wire == OPENAI:
        assert got.json["choices"][0]["message"]["content"] is None
    else:
        assert [] == got.json["content"]


@pytest.mark.parametrize("wire", WIRES)
def test_broken_arguments_go_out_as_they_are(wire: str) -> None:
    """Truncated JSON of a call reaches the client byte by byte."""
    broken = '{"path": "a.py", "text": "unfin'
    got = ask_once(Call("write_file", broken, stop="length"), wire, stream=True)
    pieces = []
    for event in got.events:
        for choice in event.get("choices", []):
            for call in choice["delta"].get("tool_calls", []):
                pieces.append(call["function"]["arguments"])
        pieces.append(event.get("delta", {}).get("partial_json", ""))
    assert broken == "".join(pieces)


@pytest.mark.parametrize(
    "arguments, shown", [('{"a": 1}', {"a": 1}), ('{"a"', '{"a"'), ("[1]", [1])]
)
def test_arguments_as_text_in_a_whole_message(arguments: str, shown: Any) -> None:
    """An input that is no JSON stays a text there, and is as wrong as can be."""
    got = ask_once(Call("f", arguments), ANTHROPIC)
    assert shown == got.json["content"][0]["input"]


# -- the script ------------------------------------------------------------------------


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("text", ["42", [{"type": "text", "text": "42"}]])
def test_function_in_a_script_sees_results_and_tools(wire: str, text: Any) -> None:
    """A step can depend on what the tools answered and on what may be called."""

    def step(request: Request) -> Say:
        return Say(f"{request.results} {request.tools}")

    tool: Body = {"name": "f", "input_schema": SCHEMA}
    if wire == OPENAI:
        tool = {"type": "function", "function": {"name": "f", "parameters": SCHEMA}}
    with ModelServer([step, step], wire) as server:
        client = connected(server)
        first = client.post(body_of(wire))
        talk = [ask("Hi."), call_of(wire, "c1"), result_of(wire, "c1", text)]
        second = client.post(body_of(wire, *talk, tools=[tool]))
        server.check()
    assert b"[] []" in first.body
    assert b"['42'] ['f']" in second.body


@pytest.mark.parametrize("wire", WIRES)
def test_requests_and_times_are_kept(wire: str) -> None:
    """Each request is kept as it came, with the moments between which it waited."""
    with ModelServer([Say("One."), Say("Two.")], wire) as server:
        client = connected(server)
        for _ in range(2):
            client.post(body_of(wire, stream=True))
        server.wait_for(lambda: None not in server.finished_at)
        first, second = server.requests
        ends = [at for at in server.finished_at if at is not None]
        assert first.at < ends[0] < second.at < ends[1]
        assert [second.at - ends[0]] == server.gaps()
        assert body_of(wire, stream=True) == first.body == json.loads(first.raw)
        assert "application/json" == first.headers["content-type"]
        assert first.connection == second.connection
        assert (1, True) == (server.connections, first.stream)


@pytest.mark.parametrize("wire", WIRES)
def test_script_that_ran_out_answers_500(wire: str) -> None:
    """One request too many is refused and is a violation."""
    with ModelServer([], wire) as server:
        got = connected(server).post(body_of(wire))
        with pytest.raises(AssertionError, match="run out after 0 steps"):
            server.check()
    assert 500 == got.status
    assert "run out" in got.json["error"]["message"]


def test_step_that_fails_is_a_violation() -> None:
    """An assertion in a function of the script fails the test that uses it."""

    def step(request: Request) -> Say:
        assert request.body["model"] == "other"
        return Say("Never.")

    with ModelServer([step]) as server:
        got = connected(server).post(body_of(OPENAI))
        with pytest.raises(AssertionError, match="step 0 failed: AssertionError"):
            server.check()
    assert 500 == got.status


@pytest.mark.parametrize("wire", WIRES)
def test_models_are_listed(wire: str) -> None:
    """The list of models costs no step; another address is a violation."""
    with ModelServer([], wire, models=["a", "b"]) as server:
        client = connected(server)
        client.connection.request("GET", "/v1/models?limit=9")
        listed = json.loads(client.connection.getresponse().read())
        server.check()
        client.connection.request("GET", "/v1/engines")
        answer = client.connection.getresponse()
        assert (404, True) == (answer.status, bool(answer.read()))
        assert "GET /v1/engines: not found" in server.violations[0]
    assert ["a", "b"] == [model["id"] for model in listed["data"]]
    assert ["/v1/models?limit=9", "/v1/engines"] == server.lookups


@pytest.mark.parametrize("wire", WIRES)
def test_wrong_key_is_refused(wire: str) -> None:
    """A server with a key answers others with 401, which is no violation."""
    with ModelServer([Say("In.")], wire, key="k") as server:
        name = "x_api_key" if wire == ANTHROPIC else "Authorization"
        refused = connected(server).post(body_of(wire), **{name: "Bearer wrong"})
        accepted = connected(server).post(body_of(wire))
        server.check()
    assert (401, 200) == (refused.status, accepted.status)


@pytest.mark.parametrize("wire", WIRES)
def test_address_of_the_other_wire_is_not_found(wire: str) -> None:
    """One server speaks one wire."""
    with ModelServer([], wire) as server:
        client = connected(server)
        client.wire = OPENAI if wire == ANTHROPIC else ANTHROPIC
        assert 404 == client.post(body_of(wire)).status
        assert "not found" in server.violations[0]


# -- faults ----------------------------------------------------------------------------


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    "step, kind",
    [
        (Status(429, headers={"Retry-After": "3"}), "rate_limit_error"),
        (Status(429), "rate_limit_error"),
        (Status(500), "api_error"),
        (Status(529), "overloaded_error"),
        (Status(418), "api_error"),
    ],
)
def test_status_is_worded_as_the_vendor_does(
    wire: str, step: Status, kind: str
) -> None:
    """A refusal has the code, the headers given, and the vendor's body."""
    got = ask_once(step, wire)
    assert (step.code, kind) == (got.status, got.json["error"]["type"])
    assert step.headers.get("Retry-After") == got.headers.get("retry-after")
    assert ("error" if wire == ANTHROPIC else None) == got.json.get("type")


@pytest.mark.parametrize(
    "body, expected", [("plain", b"plain"), (b"\xff", b"\xff"), ({"a": 1}, b'{"a": 1}')]
)
def test_status_takes_any_body(body: Any, expected: bytes) -> None:
    """A proxy's page, bytes, or an object can stand in a refusal."""
    got = ask_once(Status(502, body, {"content-type": "text/html"}), OPENAI)
    assert (expected, "text/html") == (got.body, got.headers["content-type"])


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("stream", [False, True])
def test_cut_closes_the_connection_in_the_body(wire: str, stream: bool) -> None:
    """So many bytes come, then the end without an end."""
    whole = ask_once(Say("A few words to cut."), wire, stream=stream).body
    with ModelServer([Cut(Say("A few words to cut."), 50), Say("x")], wire) as server:
        client = connected(server)
        answer = client.send(body_of(wire, stream=stream))
        with pytest.raises(http.client.IncompleteRead) as caught:
            answer.read()
        client.connection.close()
        assert 200 == client.post(body_of(wire)).status
        assert 2 == server.connections
        server.check()
    assert whole[:50] == caught.value.partial


@pytest.mark.parametrize("stream", [False, True])
def test_clean_cut_ends_the_body_properly(stream: bool) -> None:
    """Only what the body carries is incomplete; the connection lives on."""
    step = Cut(Say("A few words to cut."), 50, clean=True)
    with ModelServer([step, Say("Next.")], OPENAI) as server:
        client = connected(server)
        got = client.post(body_of(OPENAI, stream=stream))
        assert b"Next." in client.post(body_of(OPENAI)).body
        assert 1 == server.connections
    assert 50 == len(got.body)


def test_drop_closes_without_a_byte() -> None:
    """A client sees a connection that ends before any answer."""
    with ModelServer([Drop()], OPENAI) as server:
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            connected(server).post(body_of(OPENAI))
        server.check()


@pytest.mark.parametrize(
    "body", [b"data: {not json\n\n", b"data: \xff\xfe\n\n", b"", b"\x00" * 70000]
)
def test_raw_bytes_arrive_as_they_are(body: bytes) -> None:
    """Malformed events and invalid UTF-8 go over the wire untouched."""
    got = ask_once(Raw(body, "text/event-stream", 200), OPENAI)
    assert (body, "text/event-stream") == (got.body, got.headers["content-type"])


@pytest.mark.parametrize("stream", [False, True])
def test_slow_answer_is_complete(stream: bool) -> None:
    """Pauses between the pieces change nothing else."""
    plain = ask_once(Say("A few words."), OPENAI, stream=stream)
    slow = ask_once(Slow(Say("A few words."), 0.001), OPENAI, stream=stream)
    assert plain.body == slow.body


def test_hang_holds_the_answer_until_released() -> None:
    """Nothing comes before the event is set; then the inner step answers."""
    event = threading.Event()
    with ModelServer([Hang(event, Say("At last."))], OPENAI) as server:
        client = connected(server)
        got: List[Got] = []
        asking = threading.Thread(
            target=lambda: got.append(client.post(body_of(OPENAI)))
        )
        asking.start()
        server.wait_for(lambda: len(server.requests) == 1)
        assert ([], [None]) == (got, server.finished_at)
        event.set()
        asking.join(10)
    assert b"At last." in got[0].body


def test_hang_can_hold_in_the_middle_of_the_body() -> None:
    """The first bytes arrive, the others after the release."""
    event = threading.Event()
    whole = ask_once(Say("Some words."), OPENAI, stream=True).body
    with ModelServer([Hang(event, Say("Some words."), after_bytes=90)]) as server:
        answer = connected(server).send(body_of(OPENAI, stream=True))
        early = answer.read(90)
        event.set()
        assert (whole[:90], whole[90:]) == (early, answer.read())


def test_hang_ends_after_its_seconds_and_with_the_server() -> None:
    """A script from a file hangs for a time; a server that closes lets go."""
    assert 200 == ask_once(Hang(seconds=0.02), OPENAI).status
    with ModelServer([Hang()], OPENAI) as server:
        client = connected(server)
        client.connection.request(
            "POST",
            "/v1/chat/completions",
            json.dumps(body_of(OPENAI)),
            headers_of(OPENAI),
        )
        server.wait_for(lambda: len(server.requests) == 1)
        server.close()
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            answer = client.connection.getresponse()
            answer.read()
            # The answer may have come out first; the connection is closed all the same.
            client.post(body_of(OPENAI))


def test_client_that_leaves_is_noticed() -> None:
    """A request whose client went away counts as abandoned."""
    with ModelServer([Hang(threading.Event())], OPENAI) as server:
        client = connected(server)
        client.connection.request(
            "POST",
            "/v1/chat/completions",
            json.dumps(body_of(OPENAI)),
            headers_of(OPENAI),
        )
        server.wait_for(lambda: len(server.requests) == 1)
        client.connection.close()
        server.wait_for(lambda: server.abandoned == [0])
        assert [None] == server.finished_at


def test_waiting_in_vain_fails() -> None:
    """wait_for does not wait for ever."""
    with ModelServer() as server:
        with pytest.raises(AssertionError, match="in time"):
            server.wait_for(lambda: False, 0.01)


# -- the judge: HTTP -------------------------------------------------------------------


def send_raw(server: ModelServer, *lines: str, body: bytes = b"{}") -> bytes:
    """Send a head and a body as they are, close the sending side, read to the end."""
    port = int(server.root.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        raw.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: raw.recv(65536), b""))


POST = "POST /v1/chat/completions HTTP/1.1"
KIND = "Content-Type: application/json"


@pytest.mark.parametrize(
    "lines, said",
    [
        ([POST, "Host: h", KIND, "Content-Length: 9"], "length is 9, 2 bytes came"),
        ([POST, "Host: h", KIND], "one content-length and host needed, not []"),
        ([POST, KIND, "Content-Length: 2"], "one content-length and host needed"),
        ([POST, "Host: h", "Content-Length: x"], "needed, not ['x']"),
        (
            [POST, "Host: h", "Content-Length: 2", "Content-Length: 2"],
            "needed, not ['2', '2']",
        ),
        (["PUT /v1/messages HTTP/1.1", "Host: h"], "not an HTTP request: 'PUT"),
        (["nonsense"], "not an HTTP request: 'nonsense'"),
        ([POST, "Host: h", KIND, "Content-Length: 1"], "the body is not JSON"),
        ([POST, "Host: h", KIND, "Content-Length: 1"], "not an HTTP request: '}'"),
    ],
)
def test_broken_http_is_a_violation(lines: List[str], said: str) -> None:
    """Wrong lengths, missing fields and what is no request are found."""
    with ModelServer([Say("No.")], OPENAI) as server:
        send_raw(server, *lines)
        server.wait_for(lambda: any(said in fault for fault in server.violations))
    assert any(said in fault for fault in server.violations)


# -- scripts as JSON, and the command --------------------------------------------------


@pytest.mark.parametrize(
    "shown, step",
    [
        ({"say": "Hi.", "usage": {"input": 5}}, Say("Hi.", Tokens(5))),
        ({"call": "f", "arguments": {"a": 1}}, Call("f", {"a": 1})),
        ({"call": "f", "arguments": '{"a'}, Call("f", '{"a')),
        ({"calls": [{"call": "f"}], "text": "x"}, Calls([Call("f")], "x")),
        ({"think": "Hm.", "then": {"say": "x"}}, Think("Hm.", Say("x"))),
        ({"think": "Hm."}, Think("Hm.")),
        ({"empty": True, "stop": "length"}, Empty(stop="length")),
        ({"status": 429, "headers": {"a": "b"}}, Status(429, None, {"a": "b"})),
        ({"raw": "x", "content_type": "text/html"}, Raw(b"x", "text/html")),
        ({"drop": True}, Drop()),
        ({"cut": {"say": "x"}, "after_bytes": 3}, Cut(Say("x"), 3)),
        ({"slow": {"say": "x"}, "seconds": 0.1}, Slow(Say("x"), 0.1)),
        ({"hang": {"say": "x"}, "seconds": 1}, Hang(None, Say("x"), None, 1)),
    ],
)
def test_step_is_read_from_json(shown: Body, step: Any) -> None:
    """Every step has a JSON form."""
    read = step_from_json(shown)
    assert (type(step), step) == (type(read), read)


@pytest.mark.parametrize(
    "shown", [{}, {"sing": 1}, {"say": "x", "loud": True}, {"calls": 5}]
)
def test_json_that_is_no_step_is_an_error(shown: Body) -> None:
    """An unknown word or field is named."""
    with pytest.raises(ValueError, match="not a step"):
        step_from_json(shown)


@pytest.mark.parametrize("wire", WIRES)
def test_command_serves_a_script_and_records(wire: str, tmp_path: pathlib.Path) -> None:
    """It prints its address, answers, complains on stderr, and writes requests down."""
    script = tmp_path / "script.json"
    script.write_text(json.dumps([{"say": "One."}, {"say": "Two."}]))
    record = tmp_path / "requests.jsonl"
    root = pathlib.Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "tests.support.model_server", str(script)]
    process = subprocess.Popen(
        [*command, "--wire", wire, "--record", str(record)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        url = process.stdout.readline().strip()
        client = Client(int(url.split(":")[2].split("/")[0]), wire)
        for text in ("One.", "Two."):
            assert text in str(client.post(body_of(wire)).body)
        assert 400 == client.post(body_of(wire, colour="red")).status
        assert "unknown field 'colour'" in process.stderr.readline()
    finally:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=10)
    assert url.endswith("/v1" if wire == OPENAI else url.split("/")[2])
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert [body_of(wire)] * 2 == [line["body"] for line in lines[:2]]
    assert lines[0]["at"] < lines[0]["finished_at"] < lines[1]["at"]
    assert ("", 0) == (out, process.returncode)
