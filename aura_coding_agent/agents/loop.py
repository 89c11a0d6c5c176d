# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run one request of the user: ask the model, run the tools, again, until it stops.

The order of things within a turn is fixed: the answer is logged, the calls are
prepared and authorised one by one, those that only read run side by side, results
stand in the model's order, and every call gets exactly one result, also when it was
denied, cancelled or never begun. News leave as events; each is logged before the
consumer sees it, so a consumer that walks away or a kill loses nothing. What happens
in one moment is gathered (``later``) and logged at once, before anything that takes
time or has an effect: a call, a question, the next request.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import (
    Callable,
    Dict,
    Generator,
    Iterator,
    List,
    Sequence,
    Tuple,
    Union,
)

from ..core.cancel import Cancel
from ..core.errors import CancelledError
from ..core.events import (
    Event,
    FilesChanged,
    MessageAdded,
    PermissionDecided,
    Retrying,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
    UsageAdded,
)
from ..core.interfaces import (
    READ,
    WRITE,
    ModelRequest,
    PreparedCall,
    Provider,
    ToolContext,
    Toolset,
)
from ..core.messages import Message, Reply, ToolCall, ToolResult, Usage
from ..core.values import NamedTuple, Protocol
from .limits import Meter
from .repetition import Repetition


class Log(Protocol):
    """Keeps events; see :class:`~.sessionlog.SessionLog`."""

    def later(self, *events: Event) -> None:
        """Keep events together with the next ones."""
        ...

    def __call__(self, *events: Event, durable: bool = False) -> Sequence[Event]:
        """Keep events, all or none; return them with those from :meth:`later`.

        With ``durable`` they are there after a loss of power, too.
        """
        ...


class Turns(NamedTuple):
    """What the loop works with.

    Attributes:
        provider: answers model requests.
        toolset: runs calls.
        request: makes a model request from the conversation so far.
        log: keeps events before they are yielded.
        relative: shows an absolute path relative to the workspace.
        meter: counts against the limits.
        repetition: notices circles.
        cancel: thrown when the run should stop.
    """

    provider: Provider
    toolset: Toolset
    request: Callable[[Sequence[Message]], ModelRequest]
    log: Log
    relative: Callable[[str], str]
    meter: Meter
    repetition: Repetition
    cancel: Cancel


def run_turns(
    parts: Turns, conversation: List[Message]
) -> Generator[Event, None, Reply]:
    """Yield events until the model answers without calling a tool.

    ``conversation`` grows by every complete message.

    Raises:
        Stop: a limit or a loop.
        ProviderError, CancelledError: from the provider.
    """
    while True:
        parts.meter.check()
        parts.meter.turns += 1
        yield from parts.log(TurnStarted(parts.meter.turns))
        reply, used = yield from _ask(parts, conversation)
        conversation.append(reply.message)
        if not reply.message.calls:
            yield from parts.log(used, MessageAdded(reply.message))
            return reply
        yield from _take_turn(parts, conversation, used)


def _ask(
    parts: Turns, conversation: Sequence[Message]
) -> Generator[Event, None, Tuple[Reply, UsageAdded]]:
    """Ask the model; tell what streams in, return the reply and what it used."""
    request = parts.request(conversation)
    for item in parts.provider.stream(request, parts.cancel):
        if isinstance(item, Reply):
            usage = item.usage or _estimate(request, item)
            cost = parts.meter.add(usage)
            used = UsageAdded(usage, cost, parts.meter.usage, parts.meter.cost)
            message = _with_new_ids(item.message, conversation)
            return item._replace(message=message), used
        if isinstance(item, TextDelta):
            parts.repetition.text(item.text)
        if isinstance(item, Retrying):
            yield from parts.log(item)
        else:
            yield item
    raise CancelledError("The provider ended without an answer.")


def _with_new_ids(message: Message, conversation: Sequence[Message]) -> Message:
    """Rename calls whose id was used before: some servers begin anew each time."""
    used = {call.id for earlier in conversation for call in earlier.calls}
    if not any(call.id in used for call in message.calls):
        return message
    turn = len(conversation)
    parts = tuple(
        part._replace(id=f"{part.id}_{turn}") if isinstance(part, ToolCall) else part
        for part in message.parts
    )
    return message._replace(parts=parts)


def _estimate(request: ModelRequest, reply: Reply) -> Usage:
    """Guess tokens, four characters each, where the server does not count."""
    asked = len(request.system) + sum(len(str(m.parts)) for m in request.messages)
    return Usage(input=asked // 4, output=len(str(reply.message.parts)) // 4)


def _take_turn(
    parts: Turns, conversation: List[Message], used: UsageAdded
) -> Iterator[Event]:
    """Log the answer, run its calls, log their results, whatever happens."""
    results: Dict[str, ToolResult] = {}
    message = conversation[-1]
    parts.log.later(used, MessageAdded(message))
    try:
        yield from _run_calls(parts, message.calls, results)
    finally:
        parts.log.later(_answer(conversation, message.calls, results))
    parts.repetition.turn(message, conversation[-1].results)


def _answer(
    conversation: List[Message],
    calls: Sequence[ToolCall],
    results: Dict[str, ToolResult],
) -> MessageAdded:
    """Add the one message with a result for every call."""
    answers = tuple(results.get(call.id) or not_run(call) for call in calls)
    conversation.append(Message("tool", answers))
    return MessageAdded(conversation[-1])


def not_run(call: ToolCall) -> ToolResult:
    """Return the result of a call that was cut short or never begun."""
    text = "Interrupted: this call did not finish; its effects are unknown."
    return ToolResult(call.id, call.name, text, is_error=True)


def _run_calls(
    parts: Turns, calls: Sequence[ToolCall], results: Dict[str, ToolResult]
) -> Iterator[Event]:
    """Run the calls: those that only read side by side, the others one by one."""
    group: List[PreparedCall] = []
    for call in calls:
        prepared = parts.toolset.prepare(call)
        if isinstance(prepared, ToolResult):
            results[call.id] = prepared
            parts.log.later(ToolFinished(call.id, call.name, prepared.text, True, 0.0))
            continue
        alone = prepared.tool.effects != {READ}
        if alone:
            yield from _run_group(parts, group, results)
            group = []
        if prepared.tool.effects - {READ, WRITE}:
            yield from parts.log()  # a question may wait for the user for long
        if (yield from _allowed(parts, prepared, results)):
            group.append(prepared)
        if alone:
            yield from _run_group(parts, group, results)
            group = []
    yield from _run_group(parts, group, results)


def _allowed(
    parts: Turns, prepared: PreparedCall, results: Dict[str, ToolResult]
) -> Generator[Event, None, bool]:
    """Ask for permission; a denied call gets its result here."""
    parts.cancel.check()
    decision = parts.toolset.authorize(prepared)
    call = prepared.call
    if decision.asked or not decision.allowed:
        yield from parts.log(
            PermissionDecided(
                call.id,
                call.name,
                prepared.summary,
                decision.allowed,
                decision.asked,
                decision.reason,
            )
        )
    if not decision.allowed:
        text = f"Denied: {decision.reason}"
        results[call.id] = ToolResult(call.id, call.name, text, is_error=True)
        yield from parts.log(ToolFinished(call.id, call.name, text, True, 0.0))
    return decision.allowed


Outcome = Tuple[ToolResult, Tuple[str, ...], float]


def _run_group(
    parts: Turns, group: Sequence[PreparedCall], results: Dict[str, ToolResult]
) -> Iterator[Event]:
    """Run calls side by side, pass their progress on, collect their results."""
    if not group:
        return
    news: queue.SimpleQueue[Union[ToolProgress, Outcome]] = queue.SimpleQueue()
    for prepared in group:
        call = prepared.call
        parts.log.later(
            ToolStarted(call.id, call.name, prepared.arguments, prepared.summary)
        )
    # What a call may do must not outlive, in a loss of power, the note that it began.
    acts = any(prepared.tool.effects - {READ} for prepared in group)
    yield from parts.log(durable=acts)
    works = [_work(parts, prepared, news) for prepared in group]
    # One that only reads shows no progress; a thread would cost more than most do.
    alone = len(group) == 1 and group[0].tool.effects == {READ}
    threads = [] if alone else [_started(work) for work in works]
    try:
        if alone:
            works[0]()
        for event in _collect(parts, news, len(group), results):
            yield event
    except BaseException:
        # Whoever leaves now must not leave a tool running behind.
        parts.cancel.set()
        for thread in threads:
            thread.join()
        _drain(news, results)
        raise


def _work(
    parts: Turns,
    prepared: PreparedCall,
    news: queue.SimpleQueue[Union[ToolProgress, Outcome]],
) -> Callable[[], None]:
    """Return what runs a call and puts its outcome among the news."""
    call_id = prepared.call.id

    def progress(text: str) -> None:
        """Hand on output of the running tool."""
        news.put(ToolProgress(call_id, text))

    def work() -> None:
        """Run the call and hand on its outcome."""
        began = time.monotonic()
        context = ToolContext(call_id, parts.meter.turns, parts.cancel, progress)
        result, changed = parts.toolset.run(prepared, context)
        news.put((result, changed, time.monotonic() - began))

    return work


def _started(work: Callable[[], None]) -> threading.Thread:
    """Start a thread that does not hold up the end of the process."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _collect(
    parts: Turns,
    news: queue.SimpleQueue[Union[ToolProgress, Outcome]],
    expected: int,
    results: Dict[str, ToolResult],
) -> Iterator[Event]:
    """Gather outcomes as they come, and tell of progress meanwhile."""
    while expected:
        item = news.get()
        if isinstance(item, ToolProgress):
            yield item
            continue
        result, changed, seconds = item
        expected -= 1
        results[result.call_id] = result
        parts.log.later(
            ToolFinished(
                result.call_id, result.name, result.text, result.is_error, seconds
            )
        )
        if changed:
            files = tuple(parts.relative(path) for path in changed)
            parts.log.later(FilesChanged(files))
        if expected:  # others still run
            yield from parts.log()


def _drain(
    news: queue.SimpleQueue[Union[ToolProgress, Outcome]],
    results: Dict[str, ToolResult],
) -> None:
    """Keep outcomes that came after the wait had ended."""
    while not news.empty():
        item = news.get()
        if not isinstance(item, ToolProgress):
            results[item[0].call_id] = item[0]
