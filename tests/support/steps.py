# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what the scripted model does next, wire by wire independent.

A step is a value. Whatever answers (``Say``, ``Call``, ``Calls``, ``Think``,
``Empty``) carries the tokens that the reply claims to have used; the others are
faults, or change how an inner step is sent.
"""

from __future__ import annotations

import threading
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence, Tuple, Union


class Tokens(NamedTuple):
    """Tokens of a reply; the classes do not overlap."""

    input: int = 100
    cached: int = 0
    cache_written: int = 0
    output: int = 20
    reasoning: int = 0


class Say(NamedTuple):
    """Answer with words; ``stop`` overrides why the model stopped.

    ``stop`` is ``end``, ``tool_calls``, ``length`` or ``refused``.
    """

    text: str
    usage: Optional[Tokens] = Tokens()
    stop: str = ""


class Call(NamedTuple):
    """Ask for one tool; ``arguments`` as text goes out as it is, even broken."""

    name: str
    arguments: Union[Mapping[str, Any], str] = {}
    id: Optional[str] = None
    text: str = ""
    usage: Optional[Tokens] = Tokens()
    stop: str = ""


class Calls(NamedTuple):
    """Ask for several tools in one reply, after some words."""

    calls: Sequence[Call]
    text: str = ""
    usage: Optional[Tokens] = Tokens()
    stop: str = ""


class Empty(NamedTuple):
    """Answer properly, but with no content at all."""

    usage: Optional[Tokens] = Tokens(output=0)
    stop: str = ""


class Think(NamedTuple):
    """Reason aloud, then do ``then``; the signature is made up when not given."""

    text: str
    then: Union[Say, Call, Calls, Empty] = Empty()
    signature: Optional[str] = None


class Status(NamedTuple):
    """Refuse with an HTTP status; without a body, one as the vendor writes it."""

    code: int
    body: Optional[Any] = None
    headers: Mapping[str, str] = {}


class Raw(NamedTuple):
    """Send these bytes as the body, whatever they are."""

    body: bytes
    content_type: str = "text/event-stream"
    status: int = 200


class Drop(NamedTuple):
    """Close the connection without a single byte."""


class Cut(NamedTuple):
    """Send the inner answer only up to so many bytes of its body.

    The connection is closed in the middle of the body. With ``clean`` the HTTP
    body ends properly and only what it carries is incomplete.
    """

    step: Any
    after_bytes: int
    clean: bool = False


class Slow(NamedTuple):
    """Pause before each piece of the inner answer."""

    step: Any
    seconds: float


class Hang(NamedTuple):
    """Hold the inner answer back until ``event`` is set or ``seconds`` are over.

    With ``after_bytes`` the first so many bytes of the body go out before that.
    """

    event: Optional[threading.Event] = None
    step: Any = Say("Late.")
    after_bytes: Optional[int] = None
    seconds: Optional[float] = None


Content = Union[Say, Call, Calls, Think, Empty]
KINDS = (Say, Call, Calls, Think, Empty, Status, Raw, Drop, Cut, Slow, Hang)


def step_from_json(shown: Mapping[str, Any]) -> Any:
    """Read a step from its JSON form, an object named by its first word.

    ``{"say": "Hi."}``, ``{"call": "read_file", "arguments": {}}``,
    ``{"calls": [...]}``, ``{"think": "Hm.", "then": {...}}``, ``{"empty": true}``,
    ``{"status": 429, "headers": {}}``, ``{"raw": "data: x"}``, ``{"drop": true}``,
    ``{"cut": {...}, "after_bytes": 9}``, ``{"slow": {...}, "seconds": 0.1}``,
    ``{"hang": {...}, "seconds": 1}``; answers take ``"usage": {"input": 5}``.

    Raises:
        ValueError: the object is no step.
    """
    word = next(iter(shown), "")
    fields: Dict[str, Any] = dict(shown)
    try:
        first = fields.pop(word)
        if isinstance(fields.get("usage"), dict):
            fields["usage"] = Tokens(**fields["usage"])
        return _make(word, first, fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a step: {shown!r}: {error}") from error


def _make(word: str, first: Any, fields: Dict[str, Any]) -> Any:
    plain = {"say": Say, "call": Call, "status": Status}
    inner = {"cut": Cut, "slow": Slow}
    if word in plain:
        return plain[word](first, **fields)
    if word in inner:
        return inner[word](step_from_json(first), **fields)
    if word == "calls":
        return Calls([step_from_json(call) for call in first], **fields)
    if word == "think":
        then = step_from_json(fields.pop("then", {"empty": True}))
        return Think(first, then, **fields)
    if word == "hang":
        return Hang(None, step_from_json(first), **fields)
    if word == "raw":
        return Raw(first.encode(), **fields)
    if word == "drop":
        return Drop()
    if word == "empty":
        return Empty(**fields)
    raise KeyError(word)


def parts(step: Content) -> Tuple[str, Optional[str], str, Sequence[Call], Any]:
    """Return thinking, its signature, text, calls and the step that has the usage."""
    if isinstance(step, Think):
        _, _, text, calls, inner = parts(step.then)
        return step.text, step.signature, text, calls, inner
    if isinstance(step, Call):
        return "", None, step.text, [step], step
    if isinstance(step, Calls):
        return "", None, step.text, step.calls, step
    if isinstance(step, Empty):
        return "", None, "", [], step
    return "", None, step.text, [], step
