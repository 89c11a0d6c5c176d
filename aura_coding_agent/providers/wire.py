# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Share what every wire format needs: addresses, bodies, tool calls, framing."""

from __future__ import annotations

import json
import os
import re
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

from ..core.errors import ProviderError
from ..core.events import TextDelta, ThinkingDelta
from ..core.interfaces import Delta
from ..core.messages import JsonObject, Reply, ToolCall
from ..core.values import Protocol
from .failures import stream_cut
from .sse import (
    EventStream,
    JsonLines,
    ServerEvent,
    json_object,
    malformed,
    too_long,
)

MAX_BODY = 64 * 1024 * 1024
"""Bytes that an answer in one piece may have."""

MODELS = "/models"
"""The path of the list of models."""

UNNAMED = "unnamed"
"""The name of a tool call that came without one."""


# -- requests ------------------------------------------------------------------------


def endpoint(base_url: str, path: str) -> str:
    """Return the URL of an endpoint under a base URL as people write it.

    The rule, for the path ``/chat/completions``:

    - a base URL that ends in that path already is taken as it is;
    - one with a version among its segments (``/v1``, ``/v1beta/openai``,
      ``/api/paas/v4``), or of a deployment (``/openai/deployments/NAME``), gets the
      path appended;
    - any other (``http://host:port``, ``https://host/api``) gets ``/v1`` and the path.

    A slash at the end makes no difference; a query string stays at the end. Models are
    listed beside what a base URL names: another operation, or a deployment.
    """
    base, mark, query = base_url.strip().partition("?")
    base = base.rstrip("/")
    if path == MODELS:
        base = re.sub(r"/chat/completions$|/messages$", "", base)
        base = re.sub(r"/deployments/[^/]*$", "", base)
        if is_deployment(base_url):
            return base + path + mark + query
    if not base.endswith(path):
        rest = base.partition("://")[2].partition("/")[2]
        versioned = any(re.match(r"v\d", part) for part in rest.split("/"))
        versioned = versioned or is_deployment(base)
        base += path if versioned else "/v1" + path
    return base + mark + query


def is_deployment(url: str) -> bool:
    """Tell whether a URL is that of a deployment, as Azure has them."""
    return "/deployments/" in url.partition("?")[0] + "/"


def json_bytes(body: JsonObject) -> bytes:
    """Return a body as compact UTF-8 JSON; lone surrogates become ``?``."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def accepted(stream: bool) -> str:
    """Return the ``Accept`` header: servers may answer a stream in one piece."""
    return "text/event-stream, application/json" if stream else "application/json"


def tool_name(name: str) -> str:
    """Return a tool's name as the wires allow it: models invent others."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", name)[:64] or UNNAMED


# -- answers -------------------------------------------------------------------------


def parse_arguments(value: Any) -> Tuple[Optional[JsonObject], str]:
    """Return tool arguments, and their text when it is no JSON object.

    Nothing at all (empty text, null) counts as no arguments; an object that is not
    packed into a string is taken as it is. Of several values in a row the empty and
    the repeated ones are dropped: some servers send ``{}`` before the real object.
    """
    if value is None or isinstance(value, dict):
        return value or {}, ""
    text = value if isinstance(value, str) else json.dumps(value)
    if not text.strip():
        return {}, ""
    try:
        values = {json.dumps(value): value for value in _values(text)}
    except (ValueError, RecursionError):
        return None, text
    said = [value for value in values.values() if value not in ({}, None)]
    if not said:
        return {}, ""
    one = len(said) == 1 and isinstance(said[0], dict)
    return (said[0], "") if one else (None, text)


def _values(text: str) -> Iterator[Any]:
    """Yield the JSON values that follow each other in a text, never half of one.

    Raw line feeds and tabs within strings pass: models that write code into an
    argument forget to escape them, and there is only one thing they can mean.
    """
    decoder = json.JSONDecoder(
        strict=False, parse_constant=_no_number, parse_float=_finite
    )
    at = _past_blanks(text, 0)
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        yield value
        at = _past_blanks(text, end)


def _past_blanks(text: str, at: int) -> int:
    """Return where the blanks that JSON allows between values end."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _no_number(name: str) -> float:
    """Refuse NaN and the infinite, which JSON does not have."""
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    """Read a number; one too large for a float could not be sent back."""
    number = float(text)
    return _no_number(text) if number in (float("inf"), float("-inf")) else number


def new_call_id() -> str:
    """Return an id for a call that came without: no other will ever be the same."""
    return "call_" + os.urandom(12).hex()


class CallBuilder:
    """Gather one tool call from its pieces."""

    def __init__(self) -> None:
        """Begin with nothing received."""
        self.id = ""
        self.name = ""
        self.opaque: Optional[JsonObject] = None
        self._whole: Any = None
        self._pieces: List[str] = []

    def add(self, arguments: Any) -> None:
        """Take a piece of the arguments' text, or the arguments as a value."""
        if isinstance(arguments, str):
            self._pieces.append(arguments)
        elif arguments is not None:
            self._whole = arguments

    def build(self, taken: Mapping[str, Any]) -> ToolCall:
        """Return the call; an id that is missing or ``taken`` is made up."""
        text = "".join(self._pieces)
        arguments, raw = parse_arguments(text if text.strip() else self._whole)
        call_id = self.id if self.id and self.id not in taken else new_call_id()
        return ToolCall(call_id, self.name or UNNAMED, arguments, raw, self.opaque)


def build_calls(builders: List[CallBuilder]) -> Tuple[ToolCall, ...]:
    """Return the calls of one answer, their ids all different."""
    calls: Dict[str, ToolCall] = {}
    for builder in builders:
        call = builder.build(calls)
        calls[call.id] = call
    return tuple(calls.values())


def count(mapped: Mapping[str, Any], *path: str) -> int:
    """Return a whole number from nested objects; 0 when it is not there."""
    value: Any = mapped
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return max(value, 0) if type(value) is int else 0


def mapping(value: Any) -> JsonObject:
    """Return a JSON object, an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> List[JsonObject]:
    """Return the JSON objects of a JSON array, nothing for anything else."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


class Answer(Protocol):
    """What a wire format makes of the events of one answer."""

    def event(self, event: str, payload: JsonObject) -> Iterator[Delta]:
        """Take one event of a stream, yield what it adds."""
        ...

    def whole(self, payload: JsonObject) -> None:
        """Take an answer that came in one piece."""
        ...

    def done(self) -> None:
        """Note the end mark ``[DONE]``."""
        ...

    def reply(self) -> Reply:
        """Return the reply, or raise ``stream-cut`` when its end is missing."""
        ...


class AnswerDecoder:
    """Find out how an answer is framed, and hand its events to a wire format.

    The first character of the body decides: an answer in one piece begins with
    ``{``, which no line of an event stream does. ``Content-Type`` decides only what
    the first character cannot: between one JSON object and one a line. Servers
    behind proxies send it wrong, or not at all.

    Args:
        content_type: the answer's ``Content-Type``, may be empty.
        answer: takes the events and makes the reply.
    """

    def __init__(self, content_type: str, answer: Answer) -> None:
        """Take what the server calls its body, and who reads it."""
        self._type = content_type.partition(";")[0].strip().lower()
        self._answer = answer
        self._framing = ""
        self._body: List[bytes] = []
        self._size = 0
        self._events = EventStream()
        self._lines = JsonLines()

    def feed(self, chunk: bytes) -> List[Delta]:
        """Take the next bytes of the body, return what they add.

        Raises:
            ProviderError: the bytes are not what the wire format allows
                (``stream-malformed``), or carry an error of the provider.
        """
        if not self._framing:
            chunk = chunk.lstrip(b"\xef\xbb\xbf \t\r\n")
            if not chunk:
                return []
            self._framing = self._sniff(chunk)
        return list(self._read(chunk))

    def finish(self) -> Reply:
        """Return the complete answer after the last byte.

        Raises:
            ProviderError: ``stream-cut`` when the answer has no proper end.
        """
        if self._framing == "events":
            for event in self._events.end():
                if _whole(event.data):
                    list(self._served(event))
        elif self._framing == "lines":
            for payload in self._lines.end():
                list(self._answer.event("", payload))
        elif self._framing == "body":
            self._finish_body()
        return self._answer.reply()

    def _sniff(self, start: bytes) -> str:
        """Return how the body is framed, by its first bytes."""
        if start[:1] == b"{":
            return (
                "lines" if "ndjson" in self._type or "jsonl" in self._type else "body"
            )
        if start[:1] == b"<" or self._type == "text/html":
            raise malformed("it is a web page", start[:120].decode("utf-8", "replace"))
        return "events"

    def _read(self, chunk: bytes) -> Iterator[Delta]:
        """Take bytes by the framing."""
        if self._framing == "events":
            for event in self._events.feed(chunk):
                yield from self._served(event)
        elif self._framing == "lines":
            for payload in self._lines.feed(chunk):
                yield from self._answer.event("", payload)
        else:
            self._body.append(chunk)
            self._size += len(chunk)
            if self._size > MAX_BODY:
                raise too_long(MAX_BODY)

    def _served(self, event: ServerEvent) -> Iterator[Delta]:
        """Take one server-sent event."""
        data = event.data.strip()
        if data == "[DONE]":
            self._answer.done()
        elif data:
            yield from self._answer.event(event.event, json_object(data))

    def _finish_body(self) -> None:
        """Take the body as a whole."""
        text = b"".join(self._body).decode("utf-8", "replace").rstrip()
        self._body = []
        if not text.endswith("}"):
            raise stream_cut("the JSON body is incomplete")
        self._answer.whole(json_object(text))


def _whole(data: str) -> bool:
    """Tell whether the data of a last event is whole: half a JSON object is none."""
    if data.strip() == "[DONE]":
        return True
    try:
        return bool(json_object(data))
    except ProviderError:
        return False


def deltas(text: str, thinking: str) -> Iterator[Delta]:
    """Yield the deltas for what is not empty, reasoning first."""
    if thinking:
        yield ThinkingDelta(thinking)
    if text:
        yield TextDelta(text)
