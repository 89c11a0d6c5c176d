# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Speak Anthropic's Messages API.

Source: the vendor's API reference, "Messages", "Streaming messages", "Extended
thinking" and "Prompt caching". Thinking blocks, and blocks of kinds unknown here, go
back exactly as they came and where they stood: the vendor checks that.
"""

from __future__ import annotations

import re
from typing import Any, Dict, FrozenSet, Iterator, List, Mapping, Sequence

from ..core.interfaces import Delta, HttpRequest, ModelRequest, OptionalPart
from ..core.messages import (
    Image,
    JsonObject,
    Message,
    Part,
    Reply,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Usage,
)
from .catalog import UNKNOWN, default_output, family, lookup
from .failures import stream_cut, stream_failure
from .sse import malformed
from .wire import (
    AnswerDecoder,
    CallBuilder,
    accepted,
    count,
    deltas,
    endpoint,
    json_bytes,
    mapping,
    objects,
    parse_arguments,
    tool_name,
)

NAME = "anthropic"
VERSION = "2023-06-01"
"""The API version that is asked for."""

PLACEHOLDER = "(continue)"
"""What a user message says where the API wants one and there is none."""

_CACHE = {"type": "ephemeral"}
_STOPS = {
    "end_turn": "end",
    "stop_sequence": "end",
    "tool_use": "tool_calls",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}


OPTIONAL = (
    OptionalPart("cache_control", "marks for the cache", r"cache.?control|ephemeral"),
    OptionalPart("thinking", "the model's earlier thinking", r"thinking|signature"),
    OptionalPart("is_error", "marks of failed calls", r"is_error"),
)
"""What a request can do without; compatible servers know not all of it."""


class AnthropicCodec:
    """The codec of ``POST /v1/messages``."""

    name = NAME
    optional: Sequence[OptionalPart] = OPTIONAL

    def encode(
        self,
        request: ModelRequest,
        base_url: str,
        key: str,
        without: FrozenSet[str] = frozenset(),
    ) -> HttpRequest:
        """Return the HTTP request for a model request.

        Args:
            request: the model request.
            base_url: see :func:`~.wire.endpoint` for what is accepted.
            key: API key; without one no ``x-api-key`` header is sent.
            without: names from :data:`OPTIONAL` of what is left out.
        """
        headers = {
            "content-type": "application/json",
            "accept": accepted(request.stream),
            "anthropic-version": VERSION,
        }
        if key:
            headers["x-api-key"] = key
        url = endpoint(base_url, "/messages")
        body = _body(request)
        _leave_out(body, without)
        return HttpRequest("POST", url, headers, json_bytes(body))

    def decoder(self, content_type: str) -> AnswerDecoder:
        """Return a decoder for an answer with this ``Content-Type``."""
        return AnswerDecoder(content_type, _MessageAnswer())


# -- encoding ------------------------------------------------------------------------


def _body(request: ModelRequest) -> JsonObject:
    """Return the body of a request."""
    cap = request.max_output
    known = lookup(request.model)
    if cap is not None and known is not UNKNOWN:
        cap = min(cap, known.max_output)  # more is refused
    body: JsonObject = {
        "model": request.model,
        "max_tokens": default_output(request.model) if cap is None else cap,
    }
    if request.system.strip():
        system = {"type": "text", "text": request.system, "cache_control": _CACHE}
        body["system"] = [system]
    if request.tools:
        body["tools"] = [
            {
                "name": spec.name,
                "description": spec.description,
                "input_schema": spec.parameters,
            }
            for spec in request.tools
        ]
        body["tools"][-1]["cache_control"] = _CACHE
    body["messages"] = _messages(request)
    if request.stream:
        body["stream"] = True
    return body


def _leave_out(body: JsonObject, without: FrozenSet[str]) -> None:
    """Take optional parts out of a body."""
    messages = body["messages"]
    if "thinking" in without:
        kinds = ("thinking", "redacted_thinking")
        for message in messages:  # something else always follows the last thinking
            content = message["content"]
            content[:] = [block for block in content if block["type"] not in kinds]
    dropped = {"cache_control", "is_error"} & without
    blocks = [block for message in messages for block in message["content"]]
    for block in [*blocks, *body.get("system", ()), *body.get("tools", ())]:
        for name in dropped:
            block.pop(name, None)


def _messages(request: ModelRequest) -> List[JsonObject]:
    """Return messages whose roles alternate, a user's first."""
    sent: List[JsonObject] = []
    for message in request.messages:
        role = "assistant" if message.role == "assistant" else "user"
        content = _content(message.parts, role, request.model)
        if content and sent and sent[-1]["role"] == role:
            sent[-1]["content"] += content
        elif content:
            sent.append({"role": role, "content": content})
    if not sent or sent[0]["role"] != "user":
        text = {"type": "text", "text": PLACEHOLDER}
        sent.insert(0, {"role": "user", "content": [text]})
    for message_sent in sent:
        # Stable: results first, and otherwise in the order they came.
        message_sent["content"].sort(key=lambda block: block["type"] != "tool_result")
    _strip_end(sent[-1])
    _mark_cache(sent)
    return sent


def _content(parts: Sequence[Part], role: str, model: str) -> List[JsonObject]:
    """Return the blocks of a message."""
    blocks = [block for part in parts for block in _blocks(part, role, model)]
    if role == "assistant":
        # The API wants something after the last thinking of a turn.
        while blocks and blocks[-1]["type"] in ("thinking", "redacted_thinking"):
            blocks.pop()
    return blocks


def _blocks(part: Part, role: str, model: str) -> List[JsonObject]:
    """Return the block for a part; none where the API would reject it."""
    if isinstance(part, Text):
        return [{"type": "text", "text": part.text}] if part.text.strip() else []
    if isinstance(part, ToolCall):
        call = {"type": "tool_use", "id": call_id(part.id)}
        return [{**call, "name": tool_name(part.name), "input": part.arguments or {}}]
    if isinstance(part, ToolResult):
        return [_result(part)]
    if isinstance(part, Image):
        source = {"type": "base64", "media_type": part.media_type, "data": part.data}
        return [{"type": "image", "source": source}] if role == "user" else []
    return _kept(part, model)


def _result(result: ToolResult) -> JsonObject:
    """Return the block of a tool's result."""
    block: JsonObject = {"type": "tool_result", "tool_use_id": call_id(result.call_id)}
    if result.text.strip():
        block["content"] = result.text
    if result.is_error:
        block["is_error"] = True
        block.setdefault("content", "failed")  # the API rejects an error without
    return block


def _kept(part: Thinking, model: str) -> List[JsonObject]:
    """Return a block that came from this API, unless another model wrote it.

    Thinking is bound to its model. Only when both names are in the catalogue, as
    different models, is it certain that they differ: aliases and dated names abound.
    """
    opaque = mapping(part.opaque)
    block = opaque.get("block")
    if opaque.get("wire") != NAME or not isinstance(block, dict):
        return []
    mine, theirs = family(model), family(str(opaque.get("model", "")))
    if mine and theirs and mine != theirs:
        return []
    if block.get("type") == "thinking" and not block.get("signature"):
        # A compatible server does not sign; the vendor takes only its own signature.
        return [] if mine else [{**block, "signature": ""}]
    return [dict(block)]


def call_id(name: str) -> str:
    """Return a call's id as the API allows it (``^[a-zA-Z0-9_-]+$``).

    A conversation may have begun at another provider. The same id always gives the
    same result, so that calls and results still belong together.
    """
    return re.sub(r"[^a-zA-Z0-9_-]", lambda bad: f"_{ord(bad[0]):x}", name) or "_"


def _strip_end(message: JsonObject) -> None:
    """Cut white space at the end of a last assistant text: the API rejects it."""
    last = message["content"][-1]
    if message["role"] == "assistant" and last["type"] == "text":
        last["text"] = last["text"].rstrip()


def _mark_cache(sent: List[JsonObject]) -> None:
    """Mark the ends of the last two user messages.

    The older mark is where the last request wrote the cache, the newer one is where
    this request writes it. With system and tools that makes the four allowed.
    """
    users = [message for message in sent if message["role"] == "user"]
    for message in users[-2:]:
        message["content"][-1]["cache_control"] = _CACHE


# -- decoding ------------------------------------------------------------------------


class _MessageAnswer:
    """Gather an answer, streamed or in one piece.

    A stream is complete once it gave a ``stop_reason``, which comes after the last
    block, or said ``message_stop``: several servers leave the latter out.
    """

    def __init__(self) -> None:
        """Begin with nothing received."""
        self._blocks: Dict[int, JsonObject] = {}
        self._inputs: Dict[int, List[str]] = {}
        self._usage: JsonObject = {}
        self._stop_reason = ""
        self._model = ""
        self._complete = False

    def event(self, event: str, payload: JsonObject) -> Iterator[Delta]:
        """Take one event of a stream, yield what it adds."""
        kind = payload.get("type") or event
        if kind == "error" or payload.get("error"):
            raise stream_failure(payload)
        if self._complete:
            return
        if kind == "message_start":
            self._head({**mapping(payload.get("message")), "stop_reason": None})
        elif kind == "content_block_start":
            yield from self._start(payload)
        elif kind == "content_block_delta":
            yield from self._delta(payload)
        elif kind == "message_delta":
            self._head({**payload, **mapping(payload.get("delta"))})
        elif kind == "message_stop":
            self._complete = True

    def done(self) -> None:
        """Note ``[DONE]``, which compatible servers may send; it ends nothing here."""

    def whole(self, payload: JsonObject) -> None:
        """Take an answer that came in one piece."""
        if payload.get("type") == "error" or payload.get("error"):
            raise stream_failure(payload)
        if not isinstance(payload.get("content"), list):
            raise malformed("it is no message", str(payload))
        self._head(payload)
        self._blocks = dict(enumerate(objects(payload["content"])))
        self._complete = True

    def reply(self) -> Reply:
        """Return the reply.

        Raises:
            ProviderError: ``stream-cut``, the stream ended before its end mark.
        """
        if not (self._complete or self._stop_reason):
            raise stream_cut("the stream ended without stop_reason or message_stop")
        parts: List[Part] = []
        calls: Dict[str, ToolCall] = {}
        for index, block in self._blocks.items():
            if block.get("type") == "tool_use":
                call = self._call(index, block, calls)
                calls[call.id] = call
                parts.append(call)
            else:
                parts.extend(self._part(index, block))
        stop = _STOPS.get(self._stop_reason, "unknown")
        if calls and stop in ("end", "unknown"):
            stop = "tool_calls"
        elif stop == "tool_calls" and not calls:
            stop = "end"
        usage = _usage(self._usage) if self._usage else None
        return Reply(Message("assistant", tuple(parts)), stop, usage, self._model)

    def _head(self, message: JsonObject) -> None:
        """Take model, stop reason and usage; usage is cumulative, so it replaces."""
        if isinstance(message.get("model"), str):
            self._model = message["model"]
        if isinstance(message.get("stop_reason"), str):
            self._stop_reason = message["stop_reason"]
        for name, value in mapping(message.get("usage")).items():
            if value is not None:
                self._usage[name] = value

    def _start(self, payload: JsonObject) -> Iterator[Delta]:
        """Begin a block."""
        block = dict(mapping(payload.get("content_block")))
        self._blocks[count(payload, "index")] = block
        yield from deltas(_string(block, "text"), _string(block, "thinking"))

    def _delta(self, payload: JsonObject) -> Iterator[Delta]:
        """Add a delta to its block.

        ``input_json_delta`` and ``citations_delta`` are gathered; every other kind
        appends its strings to the block's fields of the same name, which holds for
        ``text``, ``thinking`` and ``signature`` and serves kinds to come.
        """
        index, delta = count(payload, "index"), mapping(payload.get("delta"))
        kind = _string(delta, "type")
        if index not in self._blocks and kind not in ("text_delta", "thinking_delta"):
            return
        block = self._blocks.setdefault(index, {"type": kind[: -len("_delta")]})
        if kind == "input_json_delta":
            self._inputs.setdefault(index, []).append(_string(delta, "partial_json"))
            return
        if kind == "citations_delta":
            cited = objects(block.get("citations"))
            block["citations"] = cited + objects([delta.get("citation")])
            return
        for name, value in delta.items():
            if name != "type" and value is not None:
                old = block.get(name)
                both = isinstance(old, str) and isinstance(value, str)
                block[name] = str(old) + value if both else value
        yield from deltas(_string(delta, "text"), _string(delta, "thinking"))

    def _call(
        self, index: int, block: JsonObject, taken: Mapping[str, Any]
    ) -> ToolCall:
        """Return the call that a block and its pieces make."""
        builder = CallBuilder()
        builder.id, builder.name = _string(block, "id"), _string(block, "name")
        builder.add(block.get("input"))
        builder.add("".join(self._inputs.get(index, ())))
        return builder.build(taken)

    def _part(self, index: int, block: JsonObject) -> List[Part]:
        """Return text as text, everything else as thinking that keeps the block."""
        if block.get("type") == "text":
            text = _string(block, "text")
            return [Text(text)] if text else []
        if not block.get("type"):
            return []
        if index in self._inputs:
            arguments, _ = parse_arguments("".join(self._inputs[index]))
            block["input"] = arguments or {}
        opaque = {"wire": NAME, "model": self._model, "block": block}
        return [Thinking(_string(block, "thinking"), opaque)]


def _string(mapped: JsonObject, name: str) -> str:
    """Return a text of a mapping, empty when it has none."""
    value = mapped.get(name)
    return value if isinstance(value, str) else ""


def _usage(usage: JsonObject) -> Usage:
    """Return usage in classes that do not overlap.

    ``input_tokens`` is without both cache classes; ``output_tokens`` is all output.
    """
    output = count(usage, "output_tokens")
    thinking = min(output, count(usage, "output_tokens_details", "thinking_tokens"))
    return Usage(
        input=count(usage, "input_tokens"),
        cached=count(usage, "cache_read_input_tokens"),
        cache_written=count(usage, "cache_creation_input_tokens"),
        output=output - thinking,
        reasoning=thinking,
    )
