# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell what happens while the agent works: the only way news leaves the loop.

Each event is a small named tuple with one JSON form: its fields, and ``type``, which
is the class name in snake case. What the terminal draws is what ``--output jsonl``
prints and what the session log keeps.

Words: a *run* is all that is done for one request of the user; a *turn* is one model
call with the tool calls it asks for.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Tuple, Union

from .messages import JsonObject, Message, Usage, message_from_json, message_to_json
from .values import NamedTuple


class RunStarted(NamedTuple):
    """A run begins."""

    session: str
    run: int
    task: str
    workspace: str
    model: str
    endpoint: str
    checks: Tuple[str, ...]
    instructions: Tuple[str, ...]
    version: str


class TurnStarted(NamedTuple):
    """The model is about to be asked."""

    turn: int


class Retrying(NamedTuple):
    """A model call failed in a way that may pass; it is made again after a wait.

    What was streamed of the failed attempt is void.
    """

    attempt: int
    seconds: float
    code: str
    message: str


class TextDelta(NamedTuple):
    """More words of the answer under way. Not logged; the message is."""

    text: str


class ThinkingDelta(NamedTuple):
    """More reasoning of the answer under way. Not logged; the message is."""

    text: str


class MessageAdded(NamedTuple):
    """The conversation grew by a complete message."""

    message: Message


class UsageAdded(NamedTuple):
    """Tokens and cost of one model call; cost in US dollars, None when unknown."""

    usage: Usage
    cost: Union[float, None]
    total: Usage
    total_cost: Union[float, None]


class PermissionDecided(NamedTuple):
    """A call was allowed or denied, and why; ``asked`` tells if a person answered."""

    call_id: str
    tool: str
    what: str
    allowed: bool
    asked: bool
    reason: str


class ToolStarted(NamedTuple):
    """A tool begins to run; ``summary`` is one line for people."""

    call_id: str
    tool: str
    arguments: JsonObject
    summary: str


class ToolProgress(NamedTuple):
    """Output of a running tool. Not logged; the result is."""

    call_id: str
    text: str


class ToolFinished(NamedTuple):
    """A call has its answer."""

    call_id: str
    tool: str
    text: str
    is_error: bool
    seconds: float


class FilesChanged(NamedTuple):
    """Files of the workspace were changed, relative paths."""

    paths: Tuple[str, ...]


class CheckStarted(NamedTuple):
    """The agent itself begins to run a check."""

    command: str


class CheckFinished(NamedTuple):
    """A check that the agent ran itself has ended."""

    command: str
    passed: bool
    exit_code: Union[int, None]
    seconds: float
    output: str


class Notice(NamedTuple):
    """Something the user should know; the code is stable."""

    code: str
    message: str


class RunFinished(NamedTuple):
    """A run ended.

    Attributes:
        status: ``verified``, ``unverified``, ``failed``, ``limit``, ``loop``,
            ``cancelled`` or ``error``.
        reason: one sentence for people.
        answer: the last words of the model.
        files: paths changed in the run, relative to the workspace.
        cost: US dollars, None when the price of the model is not known.
    """

    status: str
    reason: str
    answer: str
    turns: int
    files: Tuple[str, ...]
    usage: Usage
    cost: Union[float, None]
    seconds: float
    session: str


Event = Union[
    RunStarted,
    TurnStarted,
    Retrying,
    TextDelta,
    ThinkingDelta,
    MessageAdded,
    UsageAdded,
    PermissionDecided,
    ToolStarted,
    ToolProgress,
    ToolFinished,
    FilesChanged,
    CheckStarted,
    CheckFinished,
    Notice,
    RunFinished,
]

EVENT_TYPES: Tuple[type, ...] = Event.__args__  # type: ignore[attr-defined]
NOT_LOGGED = (TextDelta, ThinkingDelta, ToolProgress)

STATUSES = (
    "verified",
    "unverified",
    "failed",
    "limit",
    "loop",
    "cancelled",
    "error",
)


def event_name(kind: type) -> str:
    """Return the ``type`` of an event class: its name in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


_NAMES: Dict[type, str] = {kind: event_name(kind) for kind in EVENT_TYPES}


def event_to_json(event: Event) -> JsonObject:
    """Return the one JSON form of an event."""
    shown: Dict[str, Any] = {"type": _NAMES[type(event)]}
    for name, value in event._asdict().items():
        if isinstance(value, Message):
            value = message_to_json(value)
        elif isinstance(value, Usage):
            value = value._asdict()
        elif isinstance(value, tuple):
            value = list(value)
        shown[name] = value
    return shown


_KINDS = {name: kind for kind, name in _NAMES.items()}


def event_from_json(shown: JsonObject) -> Event:
    """Read what :func:`event_to_json` wrote.

    Raises:
        KeyError, TypeError: the mapping is not such a form.
    """
    fields = dict(shown)
    kind: Any = _KINDS[fields.pop("type")]
    for name, value in fields.items():
        if name == "message" and isinstance(value, dict):
            fields[name] = message_from_json(value)
        elif name in ("usage", "total"):
            fields[name] = Usage(**value)
        elif isinstance(value, list):
            fields[name] = tuple(value)
    event: Event = kind(**fields)
    return event
