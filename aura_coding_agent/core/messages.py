# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold a conversation with a model: messages, their parts, and what they cost.

Values are named tuples: frozen like dataclasses, but forty of them are defined in a
tenth of the time, and start-up time is a feature here (see docs/architecture.rst).
``opaque`` fields carry what only the provider understands (signatures, ids), so that
it goes back unchanged.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Tuple, Union

from .values import NamedTuple

JsonObject = Dict[str, Any]


class Text(NamedTuple):
    """Words."""

    text: str
    opaque: Optional[JsonObject] = None


class Thinking(NamedTuple):
    """Reasoning that the provider showed, with the signature it wants back."""

    text: str
    opaque: Optional[JsonObject] = None


class Image(NamedTuple):
    """A picture: media type such as ``image/png``, and base64 data."""

    media_type: str
    data: str


class ToolCall(NamedTuple):
    """The model asks for a tool.

    Attributes:
        id: unique within the conversation.
        name: name of the tool.
        arguments: the parsed JSON object, or None when it could not be parsed.
        raw: the text that could not be parsed; empty otherwise.
    """

    id: str
    name: str
    arguments: Optional[JsonObject]
    raw: str = ""
    opaque: Optional[JsonObject] = None


class ToolResult(NamedTuple):
    """The one answer to a :class:`ToolCall`."""

    call_id: str
    name: str
    text: str
    is_error: bool = False


Part = Union[Text, Thinking, Image, ToolCall, ToolResult]


class Message(NamedTuple):
    """One entry of a conversation.

    Attributes:
        role: ``user``, ``assistant`` or ``tool``; tool messages hold only results.
        parts: contents in order.
        opaque: provider data that belongs to the message as a whole.
    """

    role: str
    parts: Tuple[Part, ...]
    opaque: Optional[JsonObject] = None

    @property
    def text(self) -> str:
        """The words of the message, without thinking and tool calls."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))

    @property
    def calls(self) -> Tuple[ToolCall, ...]:
        """The tool calls of the message, in the model's order."""
        return tuple(part for part in self.parts if isinstance(part, ToolCall))

    @property
    def results(self) -> Tuple[ToolResult, ...]:
        """The tool results of the message."""
        return tuple(part for part in self.parts if isinstance(part, ToolResult))


class Usage(NamedTuple):
    """Tokens of one or many model calls; the classes do not overlap.

    Attributes:
        input: prompt tokens that were neither read from nor written to a cache.
        cached: prompt tokens read from the provider's cache.
        cache_written: prompt tokens written to the provider's cache.
        output: completion tokens without reasoning.
        reasoning: completion tokens spent on reasoning, where the provider tells.
    """

    input: int = 0
    cached: int = 0
    cache_written: int = 0
    output: int = 0
    reasoning: int = 0

    @property
    def total(self) -> int:
        """Every token of every class."""
        return sum(self)

    def plus(self, other: Usage) -> Usage:
        """Return the sum, class by class."""
        return Usage(*(mine + theirs for mine, theirs in zip(self, other)))


class Reply(NamedTuple):
    """A complete answer of a model.

    Attributes:
        message: role ``assistant``.
        stop: ``end``, ``tool_calls``, ``length`` (cut off by a token limit),
            ``refused`` (by a filter or by the model) or ``unknown``.
        usage: tokens, or None when the provider did not say.
        model: the model's name as the provider gave it; may be empty.
    """

    message: Message
    stop: str
    usage: Optional[Usage] = None
    model: str = ""


PART_TYPES: Mapping[str, type] = {
    "text": Text,
    "thinking": Thinking,
    "image": Image,
    "tool_call": ToolCall,
    "tool_result": ToolResult,
}
_PART_NAMES = {kind: name for name, kind in PART_TYPES.items()}


def user(text: str) -> Message:
    """Return a message from the user."""
    return Message("user", (Text(text),))


def message_to_json(message: Message) -> JsonObject:
    """Return the one JSON form of a message; fields at their default are left out."""
    shown: JsonObject = {
        "role": message.role,
        "parts": [_part_to_json(part) for part in message.parts],
    }
    if message.opaque:
        shown["opaque"] = message.opaque
    return shown


def _part_to_json(part: Part) -> JsonObject:
    """Return the JSON form of one part."""
    shown: JsonObject = {"type": _PART_NAMES[type(part)]}
    defaults = type(part)._field_defaults
    for name, value in part._asdict().items():
        if name not in defaults or value != defaults[name]:
            shown[name] = value
    return shown


def message_from_json(shown: JsonObject) -> Message:
    """Read what :func:`message_to_json` wrote.

    Raises:
        KeyError, TypeError: the mapping is not such a form.
    """
    parts = []
    for item in shown["parts"]:
        fields = dict(item)
        parts.append(PART_TYPES[fields.pop("type")](**fields))
    return Message(shown["role"], tuple(parts), shown.get("opaque"))
