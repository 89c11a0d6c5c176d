# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Talk to a model server with nothing but the standard library's client."""

from __future__ import annotations

import http.client
import json
from typing import Any, Dict, List, Mapping, NamedTuple, Optional

from .model_server import ANTHROPIC, OPENAI, ModelServer

Body = Dict[str, Any]
WIRES = (OPENAI, ANTHROPIC)
SCHEMA = {"type": "object", "properties": {"path": {"type": "string"}}}


class Got(NamedTuple):
    """An answer as a plain client sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def events(self) -> List[Body]:
        """The objects of the server-sent events."""
        lines = self.body.decode("utf-8").splitlines()
        texts = [line[6:] for line in lines if line.startswith("data: ")]
        return [json.loads(text) for text in texts if text != "[DONE]"]

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def headers_of(wire: str) -> Dict[str, str]:
    """Return the headers of a good request."""
    headers = {"Content-Type": "application/json"}
    if wire == ANTHROPIC:
        return {**headers, "x-api-key": "k", "anthropic-version": "2023-06-01"}
    return {**headers, "Authorization": "Bearer k"}


def body_of(wire: str, *messages: Body, **fields: Any) -> Body:
    """Return the body of a good request."""
    body: Body = {"model": "m", "messages": list(messages) or [ask("Hi.")]}
    return {**body, **({"max_tokens": 99} if wire == ANTHROPIC else {}), **fields}


def ask(text: str) -> Body:
    """Return a message of the user, good on both wires."""
    return {"role": "user", "content": text}


class Client:
    """A connection that is kept."""

    def __init__(self, port: int, wire: str) -> None:
        self.wire = wire
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def send(self, body: Any, **headers: Optional[str]) -> http.client.HTTPResponse:
        """Send a request; a header that is None is left out."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        all_headers = {**headers_of(self.wire), **given}
        shown = {name: text for name, text in all_headers.items() if text is not None}
        path = "/v1/messages" if self.wire == ANTHROPIC else "/v1/chat/completions"
        self.connection.request("POST", path, raw, shown)
        return self.connection.getresponse()

    def post(self, body: Any, **headers: Optional[str]) -> Got:
        """Send a request and read the whole answer."""
        answer = self.send(body, **headers)
        shown = {name.lower(): value for name, value in answer.getheaders()}
        return Got(answer.status, shown, answer.read())


def connected(server: ModelServer) -> Client:
    """Return a client of a server."""
    return Client(int(server.root.rpartition(":")[2]), server.wire)


def result_of(wire: str, call_id: str, text: Any) -> Body:
    """Return the message that answers one call."""
    if wire == OPENAI:
        return {"role": "tool", "tool_call_id": call_id, "content": text}
    block = {"type": "tool_result", "tool_use_id": call_id, "content": text}
    return {"role": "user", "content": [block]}


def call_of(wire: str, call_id: str) -> Body:
    """Return the assistant's message with one call."""
    if wire == OPENAI:
        function = {"name": "f", "arguments": "{}"}
        call = {"id": call_id, "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    block = {"type": "tool_use", "id": call_id, "name": "f", "input": {}}
    return {"role": "assistant", "content": [block]}
