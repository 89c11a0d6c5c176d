# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Speak OpenAI's Chat Completions, as its vendor and many compatible servers do.

Source: the vendor's API reference, "Chat Completions" and its streaming objects.
Where servers differ (reasoning fields, missing ids and indexes, usage), the decoder
takes what they all send and the encoder sends what they all take.
"""

from __future__ import annotations

import re
from typing import Any, Dict, FrozenSet, Iterator, List, Optional, Sequence

from ..core.digest import blake2b
from ..core.interfaces import (
    Delta,
    HttpRequest,
    ModelRequest,
    OptionalPart,
    ToolSpec,
)
from ..core.messages import (
    Image,
    JsonObject,
    Message,
    Part,
    Reply,
    Text,
    Thinking,
    ToolCall,
    Usage,
)
from .catalog import MAX_COMPLETION_TOKENS, TOOLS_WITHOUT_REASONING, lookup
from .failures import stream_cut, stream_failure
from .sse import malformed
from .thinking import ThinkingSplitter, lone_end
from .wire import (
    AnswerDecoder,
    CallBuilder,
    accepted,
    build_calls,
    count,
    deltas,
    endpoint,
    is_deployment,
    json_bytes,
    mapping,
    objects,
    tool_name,
)

NAME = "openai-chat"
REASONING_FIELDS = ("reasoning_content", "reasoning")
VENDOR_HOST = "api.openai.com"

_STOPS = {
    "stop": "end",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "length": "length",
    "content_filter": "refused",
}


OPTIONAL = (
    OptionalPart("stream_options", "stream_options", r"stream_options|include_usage"),
    OptionalPart("reasoning_effort", "reasoning_effort", r"reasoning.?effort"),
    OptionalPart(
        "reasoning", "the model's earlier reasoning", r"reasoning(?!.?effort)|thinking"
    ),
    OptionalPart(
        "call_ids",
        "ids of calls in their own form",
        r"call.?ids?\b|length of 9|a-z, ?A-Z",
    ),
    OptionalPart(
        "other_cap_name",
        "the usual name of the cap on tokens",
        r"max_(completion_|output_)?tokens",
    ),
    OptionalPart("cap", "a cap on tokens", r"max_(completion_|output_)?tokens"),
    OptionalPart("extra_content", "extra_content of calls", r"extra.?content"),
    OptionalPart(
        "content_null", "null as the content of calls", r"\bcontent\b|\bnull\b|NoneType"
    ),
)
"""What a request can do without. Sources: the refusals of Mistral (ids), Azure and
older gateways (``stream_options``), Groq and vLLM (reasoning), and OpenAI (caps)."""


class OpenAIChatCodec:
    """The codec of ``POST /v1/chat/completions``."""

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
            key: API key; without one no ``Authorization`` header is sent.
            without: names from :data:`OPTIONAL` of what is left out.
        """
        headers = {
            "content-type": "application/json",
            "accept": accepted(request.stream),
        }
        url = endpoint(base_url, "/chat/completions")
        if key and is_deployment(url) and not key.startswith("eyJ"):
            headers["api-key"] = (
                key  # only a token, a JSON object in Base64, is a bearer
            )
        elif key:
            headers["authorization"] = f"Bearer {key}"
        body = _body(request, url)
        _leave_out(body, without)
        return HttpRequest("POST", url, headers, json_bytes(body))

    def decoder(self, content_type: str) -> AnswerDecoder:
        """Return a decoder for an answer with this ``Content-Type``."""
        return AnswerDecoder(content_type, _ChatAnswer())


# -- encoding ------------------------------------------------------------------------


def _body(request: ModelRequest, url: str) -> JsonObject:
    """Return the body of a request."""
    quirks = lookup(request.model).quirks
    body: JsonObject = {"model": request.model, "messages": _messages(request)}
    if request.tools:
        body["tools"] = [_tool(spec) for spec in request.tools]
        if TOOLS_WITHOUT_REASONING in quirks and f"//{VENDOR_HOST}/" in url:
            body["reasoning_effort"] = "none"
    if request.max_output is not None:
        newer = MAX_COMPLETION_TOKENS in quirks
        name = "max_completion_tokens" if newer else "max_tokens"
        body[name] = request.max_output
    if request.stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    return body


def _leave_out(body: JsonObject, without: FrozenSet[str]) -> None:
    """Take optional parts out of a body."""
    if "stream_options" in without:
        body.pop("stream_options", None)
    if "reasoning_effort" in without:
        body.pop("reasoning_effort", None)
    names = ("max_tokens", "max_completion_tokens")
    for old, new in (names, names[::-1]):
        if old in body and {"cap", "other_cap_name"} & without:
            cap = body.pop(old)
            if "cap" not in without:
                body[new] = cap
            break
    for message in body["messages"]:
        if "reasoning" in without:
            for field in REASONING_FIELDS:
                message.pop(field, None)
        if "content_null" in without and message["content"] is None:
            message["content"] = ""
        for call in message.get("tool_calls", ()):
            if "extra_content" in without:
                call.pop("extra_content", None)
            if "call_ids" in without:
                call["id"] = _short_id(call["id"])
        if "call_ids" in without and "tool_call_id" in message:
            message["tool_call_id"] = _short_id(message["tool_call_id"])


def _short_id(call_id: str) -> str:
    """Return an id of nine letters or digits, always the same for the same call."""
    if re.fullmatch(r"[a-zA-Z0-9]{9}", call_id):
        return call_id
    return blake2b(call_id.encode("utf-8", "replace")).hexdigest()[:9]


def _tool(spec: ToolSpec) -> JsonObject:
    """Return a tool in the form of the wire."""
    function = {
        "name": spec.name,
        "description": spec.description,
        "parameters": spec.parameters,
    }
    return {"type": "function", "function": function}


def _messages(request: ModelRequest) -> List[JsonObject]:
    """Return the messages in the form of the wire."""
    sent: List[JsonObject] = []
    if request.system:
        sent.append({"role": "system", "content": request.system})
    for message in _joined(request.messages):
        if message.role == "user":
            sent.append({"role": "user", "content": _user_content(message.parts)})
        elif message.role == "assistant":
            sent.append(_assistant(message.parts))
        else:
            for result in message.results:
                answer = {"role": "tool", "tool_call_id": result.call_id}
                sent.append({**answer, "content": result.text})
    return sent


def _joined(messages: Sequence[Message]) -> List[Message]:
    """Leave out empty answers and join user messages that then follow each other.

    Chat templates of local models refuse roles that do not alternate.
    """
    joined: List[Message] = []
    for message in messages:
        if message.role == "assistant" and not (message.text or message.calls):
            continue
        if joined and message.role == "user" == joined[-1].role:
            joined[-1] = Message("user", joined[-1].parts + message.parts)
        else:
            joined.append(message)
    return joined


def _user_content(parts: Sequence[Part]) -> Any:
    """Return plain text where it will do: not every server takes lists."""
    shown: List[JsonObject] = []
    for part in parts:
        if isinstance(part, Text):
            shown.append({"type": "text", "text": part.text})
        elif isinstance(part, Image):
            url = f"data:{part.media_type};base64,{part.data}"
            shown.append({"type": "image_url", "image_url": {"url": url}})
    if any(item["type"] != "text" for item in shown):
        return shown
    return "\n\n".join(item["text"] for item in shown)


def _assistant(parts: Sequence[Part]) -> JsonObject:
    """Return a message of the model in the form of the wire."""
    message: JsonObject = {"role": "assistant", "content": None}
    texts = [part.text for part in parts if isinstance(part, Text)]
    calls = [part for part in parts if isinstance(part, ToolCall)]
    if any(texts):
        message["content"] = "".join(texts)
    for part in parts:
        if isinstance(part, Thinking):
            field = mapping(part.opaque).get("field")
            if _ours(part.opaque) and field in REASONING_FIELDS:
                message[field] = message.get(field, "") + part.text
    if calls:
        message["tool_calls"] = [_call(call) for call in calls]
    return message


def _call(call: ToolCall) -> JsonObject:
    """Return a call in the form of the wire, with what is the provider's own."""
    arguments = json_bytes(call.arguments or {}).decode("utf-8")
    function = {"name": tool_name(call.name), "arguments": arguments}
    shown: JsonObject = {"id": call.id, "type": "function", "function": function}
    if call.opaque and _ours(call.opaque):
        shown["extra_content"] = call.opaque["extra_content"]
    return shown


def _ours(opaque: Optional[JsonObject]) -> bool:
    """Return whether opaque data came over this wire."""
    return mapping(opaque).get("wire") == NAME


# -- decoding ------------------------------------------------------------------------


class _ChatAnswer:
    """Gather an answer, streamed or in one piece.

    A stream is complete once it gave a ``finish_reason`` or said ``[DONE]``.
    """

    def __init__(self) -> None:
        """Begin with nothing received."""
        self._text: List[str] = []
        self._splitter = ThinkingSplitter()
        self._thinking: Dict[str, List[str]] = {}
        self._calls = _Calls()
        self._finish = ""
        self._complete = False
        self._refused = False
        self._usage: Optional[Usage] = None
        self._model = ""

    def event(self, event: str, payload: JsonObject) -> Iterator[Delta]:
        """Take one chunk of a stream, yield what it adds."""
        if not self._complete:
            yield from self._absorb(event, payload)

    def done(self) -> None:
        """Note the end mark ``[DONE]``."""
        self._complete = True

    def whole(self, payload: JsonObject) -> None:
        """Take an answer that came in one piece."""
        list(self._absorb("", payload))
        if not isinstance(payload.get("choices"), list):
            raise malformed("it is no chat completion", str(payload))
        self._complete = True

    def reply(self) -> Reply:
        """Return the reply.

        Raises:
            ProviderError: ``stream-cut``, the stream ended before its end mark.
        """
        if not (self._complete or self._finish):
            raise stream_cut("the stream ended without finish_reason or [DONE]")
        thinking, text = self._splitter.end()
        self._add("text", thinking)
        thinking, text = lone_end("".join(self._text) + text)
        self._add("text", thinking)
        parts: List[Part] = [
            Thinking("".join(pieces), {"wire": NAME, "field": field})
            for field, pieces in self._thinking.items()
        ]
        if text:
            parts.append(Text(text))
        calls = build_calls(self._calls.builders)
        message = Message("assistant", tuple(parts) + calls)
        return Reply(message, self._stop(bool(calls)), self._usage, self._model)

    def _stop(self, calls: bool) -> str:
        """Return why the answer stopped."""
        stop = _STOPS.get(self._finish, "unknown")
        if self._refused and stop == "end":
            return "refused"
        if calls and stop in ("end", "unknown"):
            return "tool_calls"  # several servers say "stop" all the same
        return "end" if stop == "tool_calls" and not calls else stop

    def _absorb(self, event: str, payload: JsonObject) -> Iterator[Delta]:
        """Take one event; yield what there is to show of it."""
        wrong = event == "error" or payload.get("object") == "error"
        if payload.get("error") or wrong:
            raise stream_failure(payload)
        if isinstance(payload.get("model"), str):
            self._model = payload["model"] or self._model
        if isinstance(payload.get("usage"), dict):
            self._usage = _usage(payload["usage"])
        for choice in objects(payload.get("choices")):
            if choice.get("index") in (0, None):
                yield from self._choice(choice)

    def _choice(self, choice: JsonObject) -> Iterator[Delta]:
        """Take one choice; yield what there is to show of it."""
        piece = mapping(choice.get("delta")) or mapping(choice.get("message"))
        thinking = ""
        for field in REASONING_FIELDS:
            thinking = _text_of(piece.get(field))
            if thinking:  # a server that fills both says the same in both
                self._add(field, thinking)
                break
        refusal = _text_of(piece.get("refusal"))
        self._refused = self._refused or bool(refusal)
        within, text = self._splitter.feed(_text_of(piece.get("content")) + refusal)
        self._add("text", within)
        self._text.append(text)
        for position, entry in enumerate(objects(piece.get("tool_calls"))):
            self._calls.add(entry, position)
        finish = choice.get("finish_reason")
        if finish == "error":
            raise stream_failure("the model server failed while answering")
        self._finish = finish if isinstance(finish, str) and finish else self._finish
        yield from deltas(text, thinking + within)

    def _add(self, field: str, thinking: str) -> None:
        """Keep reasoning by where it came; what came as text is never sent back."""
        if thinking:
            self._thinking.setdefault(field, []).append(thinking)


class _Calls:
    """Sort the pieces of parallel tool calls by their index, or do without one."""

    def __init__(self) -> None:
        """Begin with no call."""
        self.builders: List[CallBuilder] = []
        self._slots: Dict[int, CallBuilder] = {}

    def add(self, entry: JsonObject, position: int) -> None:
        """Take one entry of a ``tool_calls`` list, at its place in that list."""
        function = mapping(entry.get("function"))
        name, call_id = _text_of(function.get("name")), _text_of(entry.get("id"))
        index = entry.get("index")
        if type(index) is int:
            builder = self._slots.get(index)
        else:
            builder = self._by_id(call_id, name, position)
        if builder is None or _is_another(builder, name, call_id):
            builder = CallBuilder()
            self.builders.append(builder)
        if type(index) is int:
            self._slots[index] = builder
        builder.id = builder.id or call_id
        builder.name = builder.name or name
        builder.add(function.get("arguments"))
        if entry.get("extra_content") is not None:
            extra = entry["extra_content"]
            builder.opaque = {"wire": NAME, "extra_content": extra}

    def _by_id(self, call_id: str, name: str, position: int) -> Optional[CallBuilder]:
        """Find the call of an entry without index: by its id, else the last one.

        A name begins a call, and so does a further entry of the same list.
        """
        for builder in self.builders:
            if call_id and builder.id == call_id:
                return builder
        if call_id or name or position or not self.builders:
            return None
        return self.builders[-1]


def _is_another(builder: CallBuilder, name: str, call_id: str) -> bool:
    """Tell whether an entry at a used index begins another call.

    Some servers number every call 0. Only a name begins a call: an id that changes
    from piece to piece, or a name that is repeated, does not.
    """
    if not name or not builder.name:
        return False
    if call_id and builder.id:
        return call_id != builder.id
    return name != builder.name


def _text_of(value: Any) -> str:
    """Return text, also from a list of content parts, as some servers send it."""
    if isinstance(value, str):
        return value
    return "".join(_text_of(item.get("text")) for item in objects(value))


def _usage(usage: JsonObject) -> Usage:
    """Return usage in classes that do not overlap.

    ``prompt_tokens`` includes cached and written tokens, ``completion_tokens``
    includes reasoning, but where the total shows that reasoning comes on top.
    """
    prompt = count(usage, "prompt_tokens")
    cached = count(usage, "prompt_tokens_details", "cached_tokens")
    cached = min(prompt, cached or count(usage, "prompt_cache_hit_tokens"))
    written = count(usage, "prompt_tokens_details", "cache_write_tokens")
    written = min(prompt - cached, written)
    output = count(usage, "completion_tokens")
    reasoning = count(usage, "completion_tokens_details", "reasoning_tokens")
    if count(usage, "total_tokens") != prompt + output + reasoning:
        reasoning = min(output, reasoning)
        output -= reasoning
    return Usage(prompt - cached - written, cached, written, output, reasoning)
