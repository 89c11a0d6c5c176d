# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn a step into what goes over the wire for one request; no I/O."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from .rules import Sent
from .steps import Cut, Drop, Hang, Raw, Slow, Status
from .wires import ANTHROPIC, Reply, body_of, error_body, events_of, reply_of


class Request(NamedTuple):
    """A request as it came; ``at`` is time.perf_counter() when it began to arrive.

    ``body`` is the parsed JSON, an empty object when it could not be parsed; the
    names in ``headers`` are lower case; ``connection`` tells connections apart.
    """

    wire: str
    path: str
    headers: Mapping[str, str]
    body: Dict[str, Any]
    raw: bytes
    at: float
    connection: int

    @property
    def stream(self) -> bool:
        """Whether the answer shall be streamed."""
        return self.body.get("stream") is True

    @property
    def tools(self) -> List[str]:
        """The names of the tools that may be called."""
        tools = self.body.get("tools") or []
        return [tool.get("function", tool)["name"] for tool in tools]

    @property
    def results(self) -> List[str]:
        """The texts of the tool results at the end of the conversation."""
        messages = self.body.get("messages") or []
        if self.wire == ANTHROPIC:
            blocks = messages[-1]["content"] if messages else []
            listed = blocks if isinstance(blocks, list) else []
            found = [b for b in listed if b.get("type") == "tool_result"]
            return [_flat(block.get("content", "")) for block in found]
        texts: List[str] = []
        for message in reversed(messages):
            if message.get("role") != "tool":
                break
            texts.insert(0, _flat(message["content"]))
        return texts


def _flat(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


class Answer(NamedTuple):
    """How a step goes over the wire: the writes of its body, and what disturbs them."""

    status: int
    headers: Mapping[str, str]
    writes: Sequence[bytes]
    chunked: bool = False
    drop: bool = False
    cut: Optional[int] = None
    clean: bool = False
    pause: float = 0.0
    hold: Optional[Hang] = None


def refusal(wire: str, status: int, message: str) -> Answer:
    """Return a refusal that the script did not ask for; trying again will not help."""
    headers = {"content-type": "application/json", "x-should-retry": "false"}
    return Answer(status, headers, [error_body(wire, status, message)])


def render(step: Any, request: Request, number: int, sent: Sent) -> Answer:
    """Return the answer that a step means; what it says is kept in ``sent``."""
    if isinstance(step, Drop):
        return Answer(0, {}, (), drop=True)
    if isinstance(step, Cut):
        inner = render(step.step, request, number, sent)
        return inner._replace(cut=step.after_bytes, clean=step.clean)
    if isinstance(step, Slow):
        inner = render(step.step, request, number, sent)
        return inner._replace(pause=step.seconds)
    if isinstance(step, Hang):
        return render(step.step, request, number, sent)._replace(hold=step)
    if isinstance(step, Status):
        return _status(step, request.wire)
    if isinstance(step, Raw):
        headers = {"content-type": step.content_type}
        return Answer(step.status, headers, [step.body], chunked=True)
    return _content(step, request, number, sent)


def _status(step: Status, wire: str) -> Answer:
    body = step.body
    if body is None:
        body = error_body(wire, step.code, f"scripted status {step.code}")
    elif not isinstance(body, (str, bytes)):
        body = json.dumps(body)
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {"content-type": "application/json", **step.headers}
    return Answer(step.code, headers, [raw])


def _content(step: Any, request: Request, number: int, sent: Sent) -> Answer:
    model = str(request.body.get("model") or "")
    reply = reply_of(step, number, model, request.wire)
    _remember(reply, sent)
    if not request.stream:
        headers = {"content-type": "application/json"}
        return Answer(200, headers, [body_of(reply, request.wire)])
    options = request.body.get("stream_options") or {}
    wants_usage = options.get("include_usage") is True
    headers = {"content-type": "text/event-stream; charset=utf-8"}
    headers["cache-control"] = "no-cache"
    writes = events_of(reply, request.wire, wants_usage)
    return Answer(200, headers, writes, chunked=True)


def _remember(reply: Reply, sent: Sent) -> None:
    if reply.thinking:
        sent.reasoning.add(reply.thinking)
        sent.thoughts[reply.signature] = reply.thinking
        for call in reply.calls:
            sent.before_call[str(call.id)] = reply.signature


def split_writes(writes: Sequence[bytes], at: int) -> Tuple[List[bytes], List[bytes]]:
    """Split writes after so many bytes."""
    before: List[bytes] = []
    after: List[bytes] = []
    for data in writes:
        before.append(data[:at])
        after.append(data[at:])
        at = max(0, at - len(data))
    return [data for data in before if data], [data for data in after if data]
