# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that the scripted model server finds every breach of its protocols."""

from __future__ import annotations

import copy
import json
from typing import Any, Callable, Dict, List, Optional, Tuple

import pytest

from .support.model_server import ANTHROPIC, OPENAI, Call, ModelServer, Say, Think
from .support.plain_client import (
    WIRES,
    Body,
    SCHEMA,
    ask,
    body_of,
    call_of,
    connected,
    result_of,
)
from .support.protocol import judge

# -- the judge: good requests ----------------------------------------------------------

PNG = "iVBORw0KGgo="


def good_openai() -> Body:
    """Return a request with everything that chat completions allow here."""
    call = {
        "id": "c1",
        "type": "function",
        "function": {"name": "read_file", "arguments": '{"path": "a"}'},
    }
    other = {**call, "id": "c2"}
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}
    function: Body = {"name": "read_file", "description": "Read."}
    function["parameters"] = copy.deepcopy(SCHEMA)
    return {
        "model": "m",
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_completion_tokens": 99,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "messages": [
            {"role": "system", "content": "Be good."},
            {"role": "user", "content": [{"type": "text", "text": "Hi."}, image]},
            {"role": "assistant", "content": None, "tool_calls": [call, other]},
            {"role": "tool", "tool_call_id": "c2", "content": ""},
            {
                "role": "tool",
                "tool_call_id": "c1",
                "content": [{"type": "text", "text": "x"}],
            },
            {"role": "assistant", "content": "Done."},
            {"role": "user", "content": "Go on."},
        ],
        "tools": [{"type": "function", "function": function}],
    }


def good_anthropic() -> Body:
    """Return a request with everything that messages allow here."""
    mark = {"cache_control": {"type": "ephemeral"}}
    source = {"type": "base64", "media_type": "image/png", "data": PNG}
    use = {"type": "tool_use", "id": "c1", "name": "read_file", "input": {"path": "a"}}
    result = {
        "type": "tool_result",
        "tool_use_id": "c2",
        "content": [{"type": "text", "text": "x"}, {"type": "image", "source": source}],
        "is_error": True,
        **mark,
    }
    return {
        "model": "m",
        "stream": True,
        "max_tokens": 4000,
        "thinking": {"type": "enabled", "budget_tokens": 2000},
        "tool_choice": {"type": "auto"},
        "system": [{"type": "text", "text": "Be good.", **mark}],
        "messages": [
            {"role": "user", "content": "Hi."},
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "Hm.", "signature": "s"},
                    {"type": "text", "text": "So."},
                    use,
                    {**use, "id": "c2"},
                ],
            },
            {
                "role": "user",
                "content": [
                    result,
                    {"type": "tool_result", "tool_use_id": "c1"},
                    {"type": "text", "text": "Go on.", **mark},
                ],
            },
        ],
        "tools": [
            {
                "name": "read_file",
                "description": "Read.",
                "input_schema": {
                    "type": "object",
                    "properties": {
                        # A property that happens to have the name of a marker.
                        "cache_control": {"type": ["string", "null"]},
                        "lines": {"type": "array", "items": {"type": "integer"}},
                    },
                    "required": ["lines"],
                },
                **mark,
            }
        ],
    }


GOOD: Dict[str, Callable[[], Body]] = {OPENAI: good_openai, ANTHROPIC: good_anthropic}


@pytest.mark.parametrize("wire", WIRES)
def test_good_request_is_accepted(wire: str) -> None:
    """The judge has nothing against what the wire allows."""
    with ModelServer([Say("Fine.")], wire) as server:
        got = connected(server).post(GOOD[wire]())
        server.check()
    assert 200 == got.status


def test_both_versions_of_the_messages_api_are_known() -> None:
    """A client may speak the older or the newer version."""
    with ModelServer([Say("Fine.")] * 2, ANTHROPIC) as server:
        for version in ("2023-06-01", "2026-10-21"):
            got = connected(server).post(good_anthropic(), anthropic_version=version)
            assert 200 == got.status
        server.check()


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("body", [None, [], "text"])
def test_judge_takes_any_value(wire: str, body: Any) -> None:
    """What is no object has that one fault."""
    assert ["body: not a JSON object"] == judge(wire, {}, body)


# -- the judge: every fault ------------------------------------------------------------


def put(path: str, value: Any) -> Callable[[Body], None]:
    """Return a change of one place of a body."""

    def change(body: Body) -> None:
        place, last = at(body, path)
        place[last] = value

    return change


def drop(path: str) -> Callable[[Body], None]:
    """Return a change that takes one place out."""

    def change(body: Body) -> None:
        place, last = at(body, path)
        del place[last]

    return change


def add(path: str, value: Any) -> Callable[[Body], None]:
    """Return a change that appends to a list."""

    def change(body: Body) -> None:
        place, last = at(body, path)
        place[last].append(value)

    return change


def twice(path: str, to: str = "") -> Callable[[Body], None]:
    """Return a change that appends a copy of a place to its list, or to another."""

    def change(body: Body) -> None:
        place, last = at(body, path)
        copied = copy.deepcopy(place[last])
        if to:
            place, last = at(body, to)
            place = place[last]
        place.append(copied)

    return change


def at(body: Body, path: str) -> Tuple[Any, Any]:
    """Return the container and the last step of a path such as ``messages.0.role``."""
    *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
    place: Any = body
    for step in steps:
        place = place[step]
    return place, last


CALL_1 = "messages.2.tool_calls.0"
USE_1 = "messages.1.content.2"
FUNCTION = "tools.0.function"

OPENAI_FAULTS = [
    (put("colour", "red"), "body: unknown field 'colour'"),
    (drop("model"), "model: required"),
    (put("stream", "yes"), "stream: not a boolean"),
    (put("max_completion_tokens", 0), "max_completion_tokens: not a positive"),
    (put("max_completion_tokens", True), "max_completion_tokens: not a positive"),
    (put("max_tokens", 9), "max_tokens: not together with"),
    (put("messages", []), "messages: required"),
    (put("messages", "Hi."), "messages: required"),
    (put("stream", False), "stream_options: only allowed with stream"),
    (put("stream_options", {"usage": 1}), "stream_options: unknown field 'usage'"),
    (put("stream_options", 1), "stream_options: not an object"),
    (put("tools", []), "tools: must be a list that is not empty"),
    (put("tools", {}), "tools: must be a list that is not empty"),
    (drop("tools"), "tool_choice: only allowed with tools"),
    (drop("tools"), "parallel_tool_calls: only allowed with tools"),
    (put("tools.0.colour", 1), "tools.0: unknown field 'colour'"),
    (put("tools.0.type", "magic"), "tools.0.type: must be 'function'"),
    (drop("tools.0.function"), "tools.0.function: required"),
    (put(f"{FUNCTION}.colour", 1), "tools.0.function: unknown field 'colour'"),
    (put(f"{FUNCTION}.name", "a b"), "is no tool name"),
    (put(f"{FUNCTION}.name", []), "is no tool name"),
    (twice("tools.0"), "a second tool 'read_file'"),
    (put(f"{FUNCTION}.parameters", "x"), "parameters: not a JSON Schema object"),
    (put(f"{FUNCTION}.parameters", {}), "parameters.type: must be 'object'"),
    (put(f"{FUNCTION}.parameters.properties", []), "properties: not an object"),
    (
        put(f"{FUNCTION}.parameters.properties.path", {"type": "text"}),
        "properties.path.type: 'text' is no JSON Schema type",
    ),
    (
        put(f"{FUNCTION}.parameters.properties.path", {"items": 1}),
        "properties.path.items: not a JSON Schema object",
    ),
    (put(f"{FUNCTION}.parameters.required", ["q"]), "required: must list names"),
    (put(f"{FUNCTION}.parameters.required", "path"), "required: must list names"),
    (put("messages.0.role", "wizard"), "messages.0.role: unknown role 'wizard'"),
    (put("messages.1", "Hi."), "messages.1.role: unknown role 'None'"),
    (twice("messages.0"), "messages.7.role: system out of order"),
    (drop("messages.1"), "messages.1.role: assistant out of order, the user"),
    (put("messages.6.role", "assistant"), "messages.6.role: assistant out of order"),
    (put("messages.6.role", "assistant"), "the last message must not be"),
    (drop("messages.2"), "messages.2.role: tool out of order, after user"),
    (drop("messages.2"), "messages.2: result for unknown call 'c2'"),
    (drop("messages.3"), "messages.4: call 'c2' is not answered"),
    (twice("messages.3", "messages"), "messages.7: call 'c2' is answered twice"),
    (put("messages.3.tool_call_id", "c1"), "messages.4: call 'c1' is answered twice"),
    (put("messages.3.tool_call_id", ["c2"]), "result for unknown call"),
    (twice("messages.2", "messages"), "messages: call 'c1' is not answered"),
    (twice(CALL_1), "messages.2.tool_calls.2.id: duplicate id 'c1'"),
    (put(f"{CALL_1}.id", ""), "messages.2.tool_calls.0.id: '' does not match"),
    (put(f"{CALL_1}.id", "x" * 41), "does not match"),
    (put(f"{CALL_1}.id", None), "None does not match"),
    (put(f"{CALL_1}.index", 0), "messages.2.tool_calls.0: unknown field 'index'"),
    (drop(f"{CALL_1}.type"), "messages.2.tool_calls.0.type: must be 'function'"),
    (put(f"{CALL_1}.function", "f"), "function.arguments: must be the JSON text"),
    (put(f"{CALL_1}.function.x", 0), "tool_calls.0.function: unknown field 'x'"),
    (put(f"{CALL_1}.function.name", ""), "'' is no tool name"),
    (put(f"{CALL_1}.function.arguments", {}), "arguments: must be the JSON text"),
    (put(f"{CALL_1}.function.arguments", '{"a'), "arguments: must be the JSON text"),
    (put(f"{CALL_1}.function.arguments", "[]"), "arguments: must be the JSON text"),
    (put("messages.2.tool_calls", []), "messages.2.tool_calls: must be a list"),
    (put("messages.5.tool_calls", "x"), "messages.5.tool_calls: must be a list"),
    (put("messages.1.colour", 1), "messages.1: unknown field 'colour'"),
    (put("messages.3.name", "f"), "messages.3: unknown field 'name'"),
    (put("messages.5.reasoning_content", "x"), "unknown field 'reasoning_content'"),
    (put("messages.1.content", []), "messages.1.content: empty"),
    (put("messages.1.content", None), "messages.1.content: required"),
    (put("messages.5.content", None), "messages.5.content: required"),
    (put("messages.5.content", ""), "messages.5.content: empty text"),
    (put("messages.1.content.0.text", ""), "messages.1.content.0.text: empty text"),
    (put("messages.1.content.0.type", "song"), "unknown part 'song'"),
    (put("messages.1.content.0.x", 1), "messages.1.content.0: unknown field 'x'"),
    (put("messages.1.content.1.image_url", "u"), "image_url.url: required"),
    (put("messages.1.content.1.image_url.x", 1), "image_url: unknown field 'x'"),
]

ANTHROPIC_FAULTS = [
    (put("temperature", 1), "body: unknown field 'temperature'"),
    (drop("model"), "model: required"),
    (drop("max_tokens"), "max_tokens: required"),
    (put("max_tokens", "9"), "max_tokens: not a positive"),
    (put("messages", []), "messages: required"),
    (put("system", ""), "system: must be a text or text blocks"),
    (put("system", []), "system: must be a text or text blocks"),
    (put("system", {"text": "x"}), "system: must be a text or text blocks"),
    (put("system.0.text", " \n"), "system.0.text: empty text"),
    (put("system.0.type", "image"), "system.0.type: 'image' is not allowed here"),
    (put("thinking", {"type": "maybe"}), "thinking.type: unknown 'maybe'"),
    (put("thinking", "on"), "thinking.type: unknown None"),
    (put("thinking.budget_tokens", 9), "thinking.budget_tokens: must be 1024"),
    (put("thinking.budget_tokens", 4000), "thinking.budget_tokens: must be 1024"),
    (put("tool_choice", "auto"), "tool_choice.type: unknown"),
    (put("tool_choice.name", "x"), "tool_choice: unknown field 'name'"),
    (drop("tools"), "tool_choice: only allowed with tools"),
    (put("tools", []), "tools: must be a list that is not empty"),
    (put("tools.0.parameters", {}), "tools.0: unknown field 'parameters'"),
    (put("tools.0.type", "function"), "tools.0.type: must be 'custom'"),
    (put("tools.0.name", ""), "tools.0.name: '' is no tool name"),
    (twice("tools.0"), "tools.1.name: a second tool"),
    (drop("tools.0.input_schema"), "input_schema: not a JSON Schema object"),
    (put("tools.0.input_schema.type", "array"), "type: must be 'object'"),
    (put("tools.0.cache_control", "yes"), "cache_control: 'yes' is not ephemeral"),
    (put("tools.0.cache_control.x", 1), "cache_control: unknown field 'x'"),
    (put("tools.0.cache_control.ttl", "9d"), "cache_control.ttl: unknown '9d'"),
    (put("cache_control", {"type": "ephemeral"}), "5 markers, at most 4"),
    (put("messages.0.role", "system"), "messages.0.role: unknown role 'system'"),
    (put("messages.0.name", "x"), "messages.0: unknown field 'name'"),
    (drop("messages.0"), "messages.0.role: assistant out of order, user must come"),
    (twice("messages.0"), "messages.3.role: user out of order, assistant must"),
    (drop("messages.2"), "the last message must not be the assistant's"),
    (drop("messages.2"), "messages: call 'c1' is not answered"),
    (put("messages.0.content", ""), "messages.0.content: required, not empty"),
    (put("messages.0.content", []), "messages.0.content: required, not empty"),
    (put("messages.0.content", None), "messages.0.content: required, not empty"),
    (put("messages.0.content", ["Hi."]), "content.0.type: 'None' is not allowed"),
    (put("messages.1.content.1.text", ""), "messages.1.content.1.text: empty text"),
    (put("messages.1.content.1.type", "image"), "'image' is not allowed here"),
    (put("messages.1.content.0.cache_control", {"type": "ephemeral"}), "unknown field"),
    (drop("messages.1.content.0.signature"), "content.0.signature: required"),
    (put(f"{USE_1}.id", "c 1"), "messages.1.content.2.id: 'c 1' does not match"),
    (put(f"{USE_1}.id", "c2"), "messages.1.content.3.id: duplicate id 'c2'"),
    (put(f"{USE_1}.input", "{}"), "messages.1.content.2.input: must be an object"),
    (put(f"{USE_1}.name", "a.b"), "messages.1.content.2.name: 'a.b' is no tool"),
    (put(f"{USE_1}.index", 1), "messages.1.content.2: unknown field 'index'"),
    (drop("messages.2.content.0"), "messages.2: call 'c2' is not answered"),
    (twice("messages.2.content.1"), "call 'c1' is answered twice"),
    (twice("messages.2.content.1"), "results must come before everything else"),
    (put("messages.2.content.1.tool_use_id", "c9"), "result for unknown call 'c9'"),
    (put("messages.2.content.0.is_error", "no"), "is_error: not a boolean"),
    (put("messages.2.content.0.content", 5), "content: must be a text or a list"),
    (
        put("messages.2.content.0.content.0.text", ""),
        "messages.2.content.0.content.0.text: empty text",
    ),
    (
        put("messages.2.content.0.content.1.source", {"type": "file"}),
        "source.type: unknown 'file'",
    ),
    (put("messages.2.content.0.content.1.source", "x"), "source.type: unknown"),
    (
        drop("messages.2.content.0.content.1.source.data"),
        "source: must have ['data', 'media_type', 'type']",
    ),
]


def refusals(body: Any, wire: str, **headers: Optional[str]) -> List[str]:
    """Return what the server has against a request, which it must refuse."""
    with ModelServer([Say("No.")], wire) as server:
        got = connected(server).post(body, **headers)
        assert 400 == got.status
        assert "invalid_request_error" == got.json["error"]["type"]
        with pytest.raises(AssertionError, match="protocol broken"):
            server.check()
        return server.violations


@pytest.mark.parametrize(
    "wire, change, said",
    [(OPENAI, *row) for row in OPENAI_FAULTS]
    + [(ANTHROPIC, *row) for row in ANTHROPIC_FAULTS],
)
def test_fault_is_named(wire: str, change: Callable[[Body], None], said: str) -> None:
    """Each way to break the protocol is found and said with its place."""
    body = GOOD[wire]()
    change(body)
    violations = refusals(body, wire)
    assert any(said in fault for fault in violations), violations


@pytest.mark.parametrize(
    "wire, headers, said",
    [
        (OPENAI, {"Content_Type": "text/plain"}, "header content-type"),
        (OPENAI, {"Content_Type": None}, "header content-type"),
        (OPENAI, {"Authorization": "Basic x"}, "header authorization"),
        (OPENAI, {"Authorization": "Bearer "}, "header authorization"),
        (ANTHROPIC, {"anthropic_version": None}, "header anthropic-version"),
        (ANTHROPIC, {"anthropic_version": "2000-01-01"}, "header anthropic-version"),
        (ANTHROPIC, {"x_api_key": " "}, "header x-api-key: empty"),
    ],
)
def test_wrong_header_is_named(
    wire: str, headers: Dict[str, Optional[str]], said: str
) -> None:
    """Headers belong to the protocol."""
    assert any(said in fault for fault in refusals(GOOD[wire](), wire, **headers))


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[]", b'"text"', json.dumps(good_openai()).encode()[:-1]]
)
def test_body_that_is_no_json_object_is_a_violation(body: bytes) -> None:
    """Broken JSON, broken UTF-8 and other values are refused."""
    violations = refusals(body, OPENAI)
    assert "the body is not" in violations[0]


def test_lenient_server_answers_all_the_same() -> None:
    """Without judging, the step is played; the violation stays."""
    with ModelServer([Say("Yes.")], OPENAI, judged=False) as server:
        got = connected(server).post(body_of(OPENAI, colour="red"))
        assert ["request 0: body: unknown field 'colour'"] == server.violations
    assert 200 == got.status


# -- the judge: thinking ---------------------------------------------------------------


def thought_talk() -> Tuple[List[Body], Any]:
    """Return a conversation with thinking before a call, and the script for it."""
    blocks = [
        {"type": "thinking", "thinking": "Hm.", "signature": "s-1"},
        {"type": "tool_use", "id": "c1", "name": "f", "input": {}},
    ]
    talk = [
        ask("Hi."),
        {"role": "assistant", "content": blocks},
        result_of(ANTHROPIC, "c1", "ok"),
    ]
    return talk, Think("Hm.", Call("f", id="c1"), signature="s-1")


def kept(_: List[Body]) -> None:
    """Change nothing."""


def dropped(talk: List[Body]) -> None:
    """Leave the thinking out."""
    del talk[1]["content"][0]


def forged(talk: List[Body]) -> None:
    """Change the signature."""
    talk[1]["content"][0]["signature"] = "s-2"


def reworded(talk: List[Body]) -> None:
    """Change the thinking under its signature."""
    talk[1]["content"][0]["thinking"] = "Hmm!"


@pytest.mark.parametrize(
    "change, said",
    [
        (kept, ""),
        (dropped, "thinking before this call was dropped, 's-1'"),
        (forged, "signature: changed to 's-2'"),
        (reworded, "thinking was changed under its signature"),
    ],
)
def test_thinking_must_come_back_unchanged(
    change: Callable[[List[Body]], None], said: str
) -> None:
    """While tool calls go on, signed thinking is part of the protocol."""
    talk, step = thought_talk()
    change(talk)
    with ModelServer([step, Say("Done.")], ANTHROPIC) as server:
        client = connected(server)
        client.post(body_of(ANTHROPIC))
        got = client.post(body_of(ANTHROPIC, *talk))
    assert (400 if said else 200) == got.status
    assert bool(said) == any(said in fault for fault in server.violations)


def test_thinking_may_be_dropped_after_the_next_question() -> None:
    """Once the user has spoken again, earlier thinking is no longer needed."""
    talk, step = thought_talk()
    dropped(talk)
    later = [{"role": "assistant", "content": "So."}, ask("And now?")]
    with ModelServer([step, Say("Done.")], ANTHROPIC) as server:
        client = connected(server)
        client.post(body_of(ANTHROPIC))
        assert 200 == client.post(body_of(ANTHROPIC, *talk, *later)).status
        server.check()


@pytest.mark.parametrize("text, status", [("Hm.", 200), ("Other.", 400)])
def test_reasoning_may_come_back_as_it_was_sent(text: str, status: int) -> None:
    """The dialect of reasoning_content is allowed for what the server has said."""
    back = {**call_of(OPENAI, "c1"), "reasoning_content": text}
    talk = [ask("Hi."), back, result_of(OPENAI, "c1", "ok")]
    with ModelServer([Think("Hm.", Call("f", id="c1")), Say("Done.")]) as server:
        client = connected(server)
        client.post(body_of(OPENAI))
        assert status == client.post(body_of(OPENAI, *talk)).status
