# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Render a step as the bytes that a vendor's server would send.

Shapes follow the vendors' published types: chat completions with
``chat.completion.chunk`` events and ``[DONE]``, and messages with
``message_start`` ... ``message_stop``.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence
from typing import Tuple

from .steps import Call, Content, Tokens, parts

OPENAI = "openai-chat"
ANTHROPIC = "anthropic"
PIECE = 16
"""Characters of text or arguments in one event."""


class Reply(NamedTuple):
    """A step with everything filled in: ids, signature, tokens, reason of the stop."""

    id: str
    model: str
    thinking: str
    signature: str
    text: str
    calls: Tuple[Call, ...]
    usage: Optional[Tokens]
    stop: str


def reply_of(step: Content, number: int, model: str, wire: str) -> Reply:
    """Fill in what a step leaves open; ``number`` makes ids unique."""
    thinking, signature, text, calls, inner = parts(step)
    prefix = "toolu" if wire == ANTHROPIC else "call"
    named = tuple(
        call if call.id else call._replace(id=f"{prefix}_{number}_{index}")
        for index, call in enumerate(calls)
    )
    return Reply(
        id=f"{'msg' if wire == ANTHROPIC else 'chatcmpl'}_{number}",
        model=model,
        thinking=thinking,
        signature=signature or f"sig-{number}",
        text=text,
        calls=named,
        usage=inner.usage,
        stop=inner.stop or ("tool_calls" if named else "end"),
    )


def body_of(reply: Reply, wire: str) -> bytes:
    """Return the body of an answer that is not streamed."""
    shown = _openai_body(reply) if wire == OPENAI else _anthropic_body(reply)
    return json.dumps(shown).encode()


def events_of(reply: Reply, wire: str, include_usage: bool = True) -> List[bytes]:
    """Return the server-sent events of a streamed answer, one per item."""
    if wire == OPENAI:
        return list(_openai_events(reply, include_usage))
    return [
        f"event: {shown['type']}\ndata: {json.dumps(shown)}\n\n".encode()
        for shown in _anthropic_events(reply)
    ]


def error_body(wire: str, status: int, message: str) -> bytes:
    """Return an error as the vendor of the wire words it."""
    kind = _ERROR_KINDS.get(status, "api_error")
    inner: Dict[str, Any] = {"type": kind, "message": message}
    if wire == OPENAI:
        return json.dumps({"error": {**inner, "param": None, "code": None}}).encode()
    shown = {"type": "error", "error": inner, "request_id": "req_scripted"}
    return json.dumps(shown).encode()


def models_body(wire: str, models: Sequence[str]) -> bytes:
    """Return the list of models."""
    if wire == OPENAI:
        data: List[Dict[str, Any]] = [
            {"id": name, "object": "model", "created": 1, "owned_by": "script"}
            for name in models
        ]
        return json.dumps({"object": "list", "data": data}).encode()
    data = [
        {
            "type": "model",
            "id": name,
            "display_name": name,
            "created_at": "2026-01-01T00:00:00Z",
            "lifecycle": "active",
        }
        for name in models
    ]
    ends = {"first_id": models[0], "last_id": models[-1]} if models else {}
    return json.dumps({"data": data, "has_more": False, **ends}).encode()


_ERROR_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def _argument_text(call: Call) -> str:
    if isinstance(call.arguments, str):
        return call.arguments
    return json.dumps(call.arguments)


# -- OpenAI chat completions ---------------------------------------------------------

_OPENAI_STOP = {"end": "stop", "refused": "content_filter"}


def _openai_usage(usage: Tokens) -> Dict[str, Any]:
    prompt = usage.input + usage.cached + usage.cache_written
    completion = usage.output + usage.reasoning
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {
            "cached_tokens": usage.cached,
            "cache_write_tokens": usage.cache_written,
        },
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }


def _openai_call(call: Call) -> Dict[str, Any]:
    function = {"name": call.name, "arguments": _argument_text(call)}
    return {"id": call.id, "type": "function", "function": function}


def _openai_body(reply: Reply) -> Dict[str, Any]:
    message: Dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if reply.calls:
        message["tool_calls"] = [_openai_call(call) for call in reply.calls]
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": _OPENAI_STOP.get(reply.stop, reply.stop),
    }
    shown = {"id": reply.id, "object": "chat.completion", "created": 1}
    shown.update({"model": reply.model, "choices": [choice]})
    if reply.usage is not None:
        shown["usage"] = _openai_usage(reply.usage)
    return shown


def _openai_events(reply: Reply, include_usage: bool) -> Iterator[bytes]:
    head = {"id": reply.id, "object": "chat.completion.chunk", "created": 1}
    head["model"] = reply.model

    def event(choices: List[Dict[str, Any]], **more: Any) -> bytes:
        shown = {**head, "choices": choices, **more}
        return f"data: {json.dumps(shown)}\n\n".encode()

    for delta in _openai_deltas(reply):
        yield event([{"index": 0, "delta": delta, "finish_reason": None}])
    stop = _OPENAI_STOP.get(reply.stop, reply.stop)
    yield event([{"index": 0, "delta": {}, "finish_reason": stop}])
    if include_usage and reply.usage is not None:
        yield event([], usage=_openai_usage(reply.usage))
    yield b"data: [DONE]\n\n"


def _openai_deltas(reply: Reply) -> Iterator[Dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for piece in _pieces(reply.thinking):
        yield {"reasoning_content": piece}
    for piece in _pieces(reply.text):
        yield {"content": piece}
    for index, call in enumerate(reply.calls):
        begun = _openai_call(call._replace(arguments=""))
        yield {"tool_calls": [{"index": index, **begun}]}
        for piece in _pieces(_argument_text(call)):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


# -- Anthropic messages --------------------------------------------------------------

_ANTHROPIC_STOP = {
    "end": "end_turn",
    "tool_calls": "tool_use",
    "length": "max_tokens",
    "refused": "refusal",
}


def _anthropic_usage(usage: Tokens) -> Dict[str, Any]:
    return {
        "input_tokens": usage.input,
        "cache_read_input_tokens": usage.cached,
        "cache_creation_input_tokens": usage.cache_written,
        "output_tokens": usage.output + usage.reasoning,
        "output_tokens_details": {"thinking_tokens": usage.reasoning},
    }


def _anthropic_input(call: Call) -> Any:
    """Return the arguments as an object; what is no JSON stays a text, and is wrong."""
    if not isinstance(call.arguments, str):
        return call.arguments
    try:
        return json.loads(call.arguments)
    except ValueError:
        return call.arguments


def _anthropic_blocks(reply: Reply) -> List[Dict[str, Any]]:
    blocks: List[Dict[str, Any]] = []
    if reply.thinking:
        thought = {"type": "thinking", "thinking": reply.thinking}
        blocks.append({**thought, "signature": reply.signature})
    if reply.text:
        blocks.append({"type": "text", "text": reply.text})
    for call in reply.calls:
        block = {"type": "tool_use", "id": call.id, "name": call.name}
        blocks.append({**block, "input": _anthropic_input(call)})
    return blocks


def _anthropic_body(reply: Reply) -> Dict[str, Any]:
    shown = _anthropic_head(reply)
    shown["content"] = _anthropic_blocks(reply)
    shown["stop_reason"] = _ANTHROPIC_STOP[reply.stop]
    shown["usage"] = _anthropic_usage(reply.usage or Tokens())
    return shown


def _anthropic_head(reply: Reply) -> Dict[str, Any]:
    begun = (reply.usage or Tokens())._replace(output=1, reasoning=0)
    return {
        "id": reply.id,
        "type": "message",
        "role": "assistant",
        "model": reply.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": _anthropic_usage(begun),
    }


def _anthropic_events(reply: Reply) -> Iterator[Mapping[str, Any]]:
    yield {"type": "message_start", "message": _anthropic_head(reply)}
    yield {"type": "ping"}
    for index, block in enumerate(_anthropic_blocks(reply)):
        yield from _block_events(index, block, reply)
    delta = {"stop_reason": _ANTHROPIC_STOP[reply.stop], "stop_sequence": None}
    usage = _anthropic_usage(reply.usage or Tokens())
    yield {"type": "message_delta", "delta": delta, "usage": usage}
    yield {"type": "message_stop"}


def _block_events(
    index: int, block: Dict[str, Any], reply: Reply
) -> Iterator[Mapping[str, Any]]:
    kind = block["type"]
    empty = {"text": {"text": ""}, "thinking": {"thinking": "", "signature": ""}}
    shown = {**block, **empty.get(kind, {"input": {}})}
    yield {"type": "content_block_start", "index": index, "content_block": shown}
    if kind == "text":
        deltas = [{"type": "text_delta", "text": p} for p in _pieces(block["text"])]
    elif kind == "thinking":
        pieces = _pieces(block["thinking"])
        deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces]
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
    else:
        call = next(call for call in reply.calls if call.id == block["id"])
        text = "" if call.arguments == {} else _argument_text(call)
        pieces = _pieces(text)
        deltas = [{"type": "input_json_delta", "partial_json": p} for p in pieces]
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}
