# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge the body of a chat completions request."""

from __future__ import annotations

import json
from typing import Iterator, Set

from .rules import (
    Json,
    Pairing,
    Sent,
    check_common,
    check_tool_name,
    items_of,
    keys,
    messages_of,
    schema_faults,
    unknown_fields,
)

_OPENAI_TOP = keys(
    "audio frequency_penalty function_call functions logit_bias logprobs"
    " max_completion_tokens max_tokens messages metadata modalities model moderation n"
    " parallel_tool_calls prediction presence_penalty prompt_cache_key"
    " prompt_cache_options prompt_cache_retention reasoning_effort response_format"
    " safety_identifier seed service_tier stop store stream stream_options temperature"
    " tool_choice tools top_logprobs top_p user verbosity web_search_options"
)
_OPENAI_MESSAGE = {
    "system": keys("role content name"),
    "developer": keys("role content name"),
    "user": keys("role content name"),
    "tool": keys("role content tool_call_id"),
    "assistant": keys("role content name audio refusal tool_calls"),
}
_OPENAI_PART = {
    "text": keys("type text prompt_cache_breakpoint"),
    "image_url": keys("type image_url prompt_cache_breakpoint"),
    "input_audio": keys("type input_audio prompt_cache_breakpoint"),
    "file": keys("type file prompt_cache_breakpoint"),
    "refusal": keys("type refusal"),
}
# The API refuses ids of calls that are longer than 40 characters.
_OPENAI_ID = r"[!-~]{1,40}"


def openai_faults(body: Json, sent: Sent) -> Iterator[str]:
    yield from check_common(body, _OPENAI_TOP)
    if "max_tokens" in body and "max_completion_tokens" in body:
        yield "max_tokens: not together with max_completion_tokens"
    if "stream_options" in body and body.get("stream") is not True:
        yield "stream_options: only allowed with stream"
    elif "stream_options" in body:
        known = keys("include_usage include_obfuscation")
        yield from unknown_fields(body["stream_options"], known, "stream_options")
    if "parallel_tool_calls" in body and not body.get("tools"):
        yield "parallel_tool_calls: only allowed with tools"
    yield from _openai_tools(body)
    yield from _openai_messages(body, sent)


def _openai_tools(body: Json) -> Iterator[str]:
    seen: Set[str] = set()
    for where, tool in items_of(body.get("tools"), "tools"):
        yield from unknown_fields(tool, keys("type function"), where)
        if tool.get("type") != "function":
            yield f"{where}.type: must be 'function'"
        function = tool.get("function")
        if not isinstance(function, dict):
            yield f"{where}.function: required, an object"
            continue
        where = f"{where}.function"
        known = keys("name description parameters strict")
        yield from unknown_fields(function, known, where)
        yield from check_tool_name(function.get("name"), where, seen)
        if "parameters" in function:
            yield from schema_faults(function["parameters"], f"{where}.parameters")


def _openai_messages(body: Json, sent: Sent) -> Iterator[str]:
    pairing, before, talked = Pairing(), "", False
    for where, shown in messages_of(body):
        role = str(shown.get("role"))
        if role not in _OPENAI_MESSAGE:
            yield f"{where}.role: unknown role {role!r}"
            continue
        if role != "tool":
            yield from pairing.settle(where)
        yield from _openai_order(role, before, talked, where)
        yield from _openai_message(shown, role, where, sent)
        if role == "tool":
            yield from pairing.result(shown.get("tool_call_id"), where)
        for place, call in items_of(shown.get("tool_calls"), f"{where}.tool_calls"):
            yield from pairing.call(call.get("id"), place, _OPENAI_ID)
            yield from _openai_call(call, place)
        talked = talked or role not in ("system", "developer")
        before = role
    yield from pairing.settle("messages")
    if before == "assistant":
        yield "messages: the last message must not be the assistant's"


def _openai_order(role: str, before: str, talked: bool, where: str) -> Iterator[str]:
    if role in ("system", "developer") and talked:
        yield f"{where}.role: {role} out of order, after the conversation began"
    if role in ("assistant", "tool") and not talked:
        yield f"{where}.role: {role} out of order, the user speaks first"
    if role == "assistant" and before == "assistant":
        yield f"{where}.role: assistant out of order, after assistant"
    if role == "tool" and before not in ("assistant", "tool"):
        yield f"{where}.role: tool out of order, after {before or 'nothing'}"


def _openai_message(shown: Json, role: str, where: str, sent: Sent) -> Iterator[str]:
    for name in ("reasoning_content", "reasoning"):
        # A dialect: only what the server itself has sent may come back.
        if role == "assistant" and str(shown.get(name)) in sent.reasoning:
            shown = {key: value for key, value in shown.items() if key != name}
    yield from unknown_fields(shown, _OPENAI_MESSAGE[role], where)
    content, calls = shown.get("content"), shown.get("tool_calls")
    if calls == [] or not isinstance(calls if calls is not None else [], list):
        yield f"{where}.tool_calls: must be a list that is not empty, or left out"
    if isinstance(content, list):
        if not content:
            yield f"{where}.content: empty"
        for place, part in items_of(content, f"{where}.content"):
            yield from _openai_part(part, place)
    elif not isinstance(content, str):
        if (
            content is not None
            or role != "assistant"
            or not (calls or "refusal" in shown)
        ):
            yield f"{where}.content: required, a text or a list of parts"
    elif not content and role != "tool" and not calls:
        yield f"{where}.content: empty text"


def _openai_part(part: Json, where: str) -> Iterator[str]:
    kind = str(part.get("type"))
    if kind not in _OPENAI_PART:
        yield f"{where}.type: unknown part {kind!r}"
        return
    yield from unknown_fields(part, _OPENAI_PART[kind], where)
    if kind == "text" and (not isinstance(part.get("text"), str) or not part["text"]):
        yield f"{where}.text: empty text"
    if kind == "image_url":
        image = part.get("image_url")
        if not isinstance(image, dict) or not isinstance(image.get("url"), str):
            yield f"{where}.image_url.url: required, a text"
        else:
            yield from unknown_fields(image, keys("url detail"), f"{where}.image_url")


def _openai_call(call: Json, where: str) -> Iterator[str]:
    yield from unknown_fields(call, keys("id type function"), where)
    if call.get("type") != "function":
        yield f"{where}.type: must be 'function'"
    function = call.get("function")
    function = function if isinstance(function, dict) else {}
    yield from unknown_fields(function, keys("name arguments"), f"{where}.function")
    yield from check_tool_name(function.get("name"), f"{where}.function", set())
    try:
        good = isinstance(json.loads(function["arguments"]), dict)
    except (KeyError, TypeError, ValueError):
        good = False
    if not good:
        yield f"{where}.function.arguments: must be the JSON text of an object"
