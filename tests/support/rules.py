# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the rules that both wires share."""

from __future__ import annotations

import re
from typing import Any, Dict, FrozenSet, Iterator, List, Mapping, NamedTuple, Set
from typing import Tuple

Json = Dict[str, Any]
TOOL_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Sent(NamedTuple):
    """What the server has said so far, to see whether it comes back unchanged."""

    thoughts: Dict[str, str]
    """Thinking by its signature."""
    before_call: Dict[str, str]
    """Signature of the thinking that came before a call, by the call's id."""
    reasoning: Set[str]
    """Texts of reasoning that went out where there are no signatures."""


def nothing_sent() -> Sent:
    """Return the memory of a server that has not answered yet."""
    return Sent({}, {}, set())


def keys(names: str) -> FrozenSet[str]:
    """Return a set of the words in a text."""
    return frozenset(names.split())


def check_headers(headers: Mapping[str, str]) -> Iterator[str]:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        yield f"header content-type: is {kind!r}, not application/json"
    authorization = headers.get("authorization")
    if authorization is not None and not re.fullmatch(r"Bearer \S+", authorization):
        yield "header authorization: is not 'Bearer KEY'"


def unknown_fields(shown: Any, known: FrozenSet[str], where: str) -> Iterator[str]:
    if not isinstance(shown, dict):
        yield f"{where}: not an object"
        return
    for name in shown:
        if name not in known:
            yield f"{where}: unknown field {name!r}"


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def check_common(body: Json, known: FrozenSet[str]) -> Iterator[str]:
    yield from unknown_fields(body, known, "body")
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield "model: required, a text"
    if not isinstance(body.get("stream", False), bool):
        yield "stream: not a boolean"
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body and not is_count(body[name]):
            yield f"{name}: not a positive whole number"
    if not isinstance(body.get("messages"), list) or not body["messages"]:
        yield "messages: required, a list that is not empty"
    if body.get("tools") == [] or not isinstance(body.get("tools", []), list):
        yield "tools: must be a list that is not empty, or left out"
    elif body.get("tool_choice") is not None and not body.get("tools"):
        yield "tool_choice: only allowed with tools"


def messages_of(body: Json) -> List[Tuple[str, Json]]:
    found = body.get("messages")
    listed = found if isinstance(found, list) else []
    return [
        (f"messages.{at}", shown if isinstance(shown, dict) else {})
        for at, shown in enumerate(listed)
    ]


def items_of(value: Any, where: str) -> List[Tuple[str, Json]]:
    listed = value if isinstance(value, list) else []
    return [
        (f"{where}.{at}", item if isinstance(item, dict) else {})
        for at, item in enumerate(listed)
    ]


def check_tool_name(name: Any, where: str, seen: Set[str]) -> Iterator[str]:
    if not isinstance(name, str) or not TOOL_NAME.fullmatch(name):
        yield f"{where}.name: {name!r} is no tool name"
    elif name in seen:
        yield f"{where}.name: a second tool {name!r}"
    seen.add(str(name))


_TYPES = keys("object array string number integer boolean null")


def schema_faults(schema: Any, where: str, top: bool = True) -> Iterator[str]:
    """Yield what keeps a value from being a JSON Schema of an object."""
    if not isinstance(schema, dict):
        yield f"{where}: not a JSON Schema object"
        return
    kind = schema.get("type")
    if top and kind != "object":
        yield f"{where}.type: must be 'object'"
    kinds = kind if isinstance(kind, list) else [kind] if "type" in schema else []
    if not all(isinstance(one, str) and one in _TYPES for one in kinds):
        yield f"{where}.type: {kind!r} is no JSON Schema type"
    properties = schema.get("properties", {})
    if not isinstance(properties, dict):
        yield f"{where}.properties: not an object"
        properties = {}
    for name, inner in properties.items():
        yield from schema_faults(inner, f"{where}.properties.{name}", top=False)
    if "items" in schema:
        yield from schema_faults(schema["items"], f"{where}.items", top=False)
    required = schema.get("required", [])
    if not isinstance(required, list) or not set(map(str, required)) <= set(properties):
        yield f"{where}.required: must list names of properties"


class Pairing:
    """Follow calls and results through a conversation."""

    def __init__(self) -> None:
        self.waiting: List[str] = []
        self.seen: Set[str] = set()
        self.answered: Set[str] = set()

    def call(self, call_id: Any, where: str, pattern: str) -> Iterator[str]:
        """Note a call; its id must be well formed and new."""
        if not isinstance(call_id, str) or not re.fullmatch(pattern, call_id):
            yield f"{where}.id: {call_id!r} does not match {pattern}"
        elif call_id in self.seen:
            yield f"{where}.id: duplicate id {call_id!r}"
        self.seen.add(str(call_id))
        self.waiting.append(str(call_id))

    def result(self, given: Any, where: str) -> Iterator[str]:
        """Note a result; a call of the message before must be waiting for it."""
        call_id = str(given)
        if call_id in self.waiting:
            self.waiting.remove(call_id)
            self.answered.add(call_id)
        elif call_id in self.answered:
            yield f"{where}: call {call_id!r} is answered twice"
        else:
            yield f"{where}: result for unknown call {call_id!r}"

    def settle(self, where: str) -> Iterator[str]:
        """End the place where results may stand; none may be missing."""
        for call_id in self.waiting:
            yield f"{where}: call {call_id!r} is not answered"
        self.waiting = []
