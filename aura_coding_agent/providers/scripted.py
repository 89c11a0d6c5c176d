# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Answer from a script or a recording: tests, replay, demos without a network.

It keeps a provider's promises and checks that its user keeps the others: a request
in which a tool call is unanswered or answered twice is refused, as a real server
would do.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, List, Mapping, Sequence, Set
from typing import Union

from ..core.cancel import Cancel
from ..core.errors import ProviderError
from ..core.events import TextDelta, ThinkingDelta
from ..core.interfaces import ModelRequest, StreamItem
from ..core.messages import Message, Reply, Text, Thinking, message_from_json

PIECE = 24
"""Characters in one delta."""

Step = Union[Reply, Callable[[ModelRequest], Reply]]


class Scripted:
    """A provider that answers with the steps of a script, one per request.

    Args:
        steps: replies, or functions that make one from the request.
        name: what the script is called in errors.
    """

    def __init__(self, steps: Iterable[Step], *, name: str = "script") -> None:
        """Take the answers in their order."""
        self._steps: Iterator[Step] = iter(steps)
        self._name = name
        self.requests: List[ModelRequest] = []

    def stream(self, request: ModelRequest, cancel: Cancel) -> Iterator[StreamItem]:
        """Yield the next reply in pieces, then whole.

        Raises:
            ProviderError: ``script-ended``, or ``protocol-violated`` when the
                conversation of the request breaks the rules.
            CancelledError: ``cancel`` was thrown.
        """
        cancel.check()
        check_conversation(request.messages)
        self.requests.append(request)
        reply = self._next(request)
        if request.stream:
            for item in _deltas(reply.message):
                cancel.check()
                yield item
        cancel.check()
        yield reply

    def _next(self, request: ModelRequest) -> Reply:
        """Return the next answer, made for this request."""
        step = next(self._steps, None)
        if step is None:
            raise ProviderError(
                "script-ended",
                f"The {self._name} has no answer to request {len(self.requests)}.",
                hint="A replay must ask the same questions as the recording did.",
                requests=len(self.requests),
            )
        return step if isinstance(step, Reply) else step(request)


def recorded(records: Iterable[Mapping[str, Any]]) -> Scripted:
    """Return a provider that gives the answers of a session log again.

    Args:
        records: events in their JSON form; only the assistant's messages among them
            are used. Their tokens are not counted again.

    Raises:
        ProviderError: ``recording-unreadable`` for a message that has no such form.
    """
    replies = []
    for number, record in enumerate(records):
        if record.get("type") != "message_added":
            continue
        try:
            message = message_from_json(record["message"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProviderError(
                "recording-unreadable",
                f"Record {number} of the recording holds no message: {error!r}.",
                hint="Export the session again.",
                record=number,
            ) from error
        if message.role == "assistant":
            replies.append(reply_with(message))
    return Scripted(replies, name="recording")


def reply_with(message: Message) -> Reply:
    """Return a reply that holds a message; why it stopped follows from its calls."""
    return Reply(message, "tool_calls" if message.calls else "end")


def check_conversation(messages: Sequence[Message]) -> None:
    """See that every call has one result, in the messages right after it.

    Raises:
        ProviderError: ``protocol-violated`` with what is wrong.
    """
    waiting: Set[str] = set()
    seen: Set[str] = set()
    for message in messages:
        if message.role != "tool" and waiting:
            raise _violated(f"call {min(waiting)!r} is not answered")
        for result in message.results:
            if result.call_id not in waiting:
                known = "answered twice" if result.call_id in seen else "not known"
                raise _violated(f"call {result.call_id!r} is {known}")
            waiting.remove(result.call_id)
        for call in message.calls:
            if call.id in seen:
                raise _violated(f"the id {call.id!r} is used twice")
            seen.add(call.id)
            waiting.add(call.id)
    if waiting:
        raise _violated(f"call {min(waiting)!r} is not answered")
    if not messages or messages[-1].role == "assistant":
        raise _violated("there is nothing to answer")


def _violated(what: str) -> ProviderError:
    """Return the error about a request that breaks the rules."""
    return ProviderError(
        "protocol-violated",
        f"The conversation breaks the rules: {what}.",
        hint="This is a fault of the program, please report it.",
    )


def _deltas(message: Message) -> Iterator[StreamItem]:
    """Yield a message in pieces, as if it streamed in."""
    for part in message.parts:
        if isinstance(part, Thinking):
            for piece in _pieces(part.text):
                yield ThinkingDelta(piece)
        elif isinstance(part, Text):
            for piece in _pieces(part.text):
                yield TextDelta(piece)


def _pieces(text: str) -> Iterator[str]:
    """Yield text in short pieces."""
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]
