# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the loop: order, one result per call, and a consistent log at any moment."""

from __future__ import annotations

import threading

import pytest

from aura_coding_agent.agents.limits import Limits
from aura_coding_agent.agents.sessionlog import conversation_of
from aura_coding_agent.core.errors import ProviderError, ToolError
from aura_coding_agent.core.events import (
    FilesChanged,
    MessageAdded,
    PermissionDecided,
    Retrying,
    RunFinished,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
    UsageAdded,
)
from aura_coding_agent.core.interfaces import EXECUTE, READ, ToolOutput
from aura_coding_agent.core.messages import Message, Reply, Text, ToolCall, Usage
from aura_coding_agent.providers.scripted import check_conversation
from aura_coding_agent.tools.permissions import Rules

from .conftest import call, calls, of, say, tool


def answered(bench):
    """Check that every call in the log has exactly one result."""
    records = bench.sessions.records(bench.agent.session)
    conversation = conversation_of(records)
    assert conversation == bench.agent.conversation
    check_conversation([*conversation, Message("user", (Text("next"),))])
    return conversation


def test_events_of_a_turn_come_in_order(bench):
    """Started, text, message, tool, result, finished."""
    agent = bench(call("look", text="Let me see.", at="a"), say("done"))
    events = agent.run()
    kinds = [type(event).__name__ for event in events]
    assert [
        "RunStarted",
        "MessageAdded",
        "TurnStarted",
        "TextDelta",
        "UsageAdded",
        "MessageAdded",
        "ToolStarted",
        "ToolFinished",
        "MessageAdded",
        "TurnStarted",
        "TextDelta",
        "UsageAdded",
        "MessageAdded",
        "RunFinished",
    ] == kinds
    assert "looked at a" == of(ToolFinished, events)[0].text
    assert "done" == events[-1].answer
    assert 2 == events[-1].turns
    answered(agent)


def test_reading_calls_run_side_by_side_and_answer_in_order(bench):
    """Two readers that wait for each other both end; results keep their order."""
    meeting = threading.Barrier(2, timeout=20)
    last_first = threading.Event()

    def meet(arguments, context):
        meeting.wait()
        if arguments["n"] == 1:
            assert last_first.wait(20)
        else:
            last_first.set()
        return ToolOutput(str(arguments["n"]))

    agent = bench(
        calls(("meet", {"n": 1}), ("meet", {"n": 2})),
        say("done"),
        tools=[tool("meet", meet, READ)],
    )
    events = agent.run()
    assert ["2", "1"] == [event.text for event in of(ToolFinished, events)]
    results = answered(agent)[2].results
    assert ["1", "2"] == [result.text for result in results]


def test_calls_with_effects_run_alone_and_in_order(bench):
    """A write between two reads splits them."""
    order = []

    def note(arguments, context):
        order.append(arguments["n"])
        return ToolOutput("")

    agent = bench(
        calls(("r", {"n": 1}), ("w", {"n": 2}), ("r", {"n": 3}), ("w", {"n": 4})),
        say("done"),
        tools=[tool("r", note, READ), tool("w", note, EXECUTE)],
    )
    agent.run()
    assert [1, 2, 3, 4] == order


def test_progress_and_changed_files_are_told(bench):
    """Output of a running tool and the files it changed leave as events."""

    def talk(arguments, context):
        context.progress("halfway")
        return ToolOutput("end")

    agent = bench(
        calls(("talk", {}), ("put", {"name": "a.txt", "text": "x"})),
        say("done"),
        tools=[tool("talk", talk, READ)],
    )
    events = agent.run()
    assert ["halfway"] == [event.text for event in of(ToolProgress, events)]
    assert [("a.txt",)] == [event.paths for event in of(FilesChanged, events)]
    assert ("a.txt",) == events[-1].files


def test_bad_calls_are_answered_without_running(bench):
    """An unknown tool, broken JSON and a failing tool each give one error result."""

    def fail(arguments, context):
        raise ToolError("no-good", "It broke.", hint="Mend it.")

    broken = Reply(
        Message("assistant", (ToolCall("x", "look", None, raw='{"at": "a'),)),
        "length",
        None,
    )
    agent = bench(
        calls(("nothing", {}), ("fail", {})),
        broken,
        say("done"),
        tools=[tool("fail", fail, READ)],
    )
    events = agent.run()
    finished = of(ToolFinished, events)
    assert [True, True, True] == [event.is_error for event in finished]
    assert "It broke. Mend it." in finished[1].text
    answered(agent)


def test_a_denied_call_is_answered_and_said(bench):
    """Unattended, a command is denied; the model hears how to go on."""
    agent = bench(
        calls(("execute", {}), ("look", {})),
        say("done"),
        rules=Rules(False, (), False),
    )
    events = agent.run()
    assert [False] == [e.allowed for e in of(PermissionDecided, events)]
    results = answered(agent)[2].results
    assert "Denied" in results[0].text and results[0].is_error
    assert "looked" in results[1].text


def script_of_two_turns():
    """Return a script with several calls and kinds of events."""
    return (
        calls(("look", {"at": 1}), ("look", {"at": 2}), text="A few words. " * 9),
        calls(("put", {"name": "f", "text": "x"}), ("execute", {}), ("look", {})),
        say("done"),
    )


@pytest.mark.parametrize("stop_at", range(1, 36))
def test_walking_away_at_any_event_leaves_a_consistent_log(bench, stop_at):
    """Closing the generator after any event answers every call in the log."""
    agent = bench(*script_of_two_turns())
    events = agent.agent.run("do it")
    seen = 0
    for _ in events:
        seen += 1
        if seen == stop_at:
            break
    events.close()
    answered(agent)
    records = agent.sessions.records(agent.agent.session)
    assert "run_finished" == records[-1].data["type"]
    if seen == stop_at and records[-1].data["status"] == "cancelled":
        agent.provider._steps = iter([say("later")])
        assert "later" == agent.run("go on")[-1].answer
        answered(agent)


def test_cancel_stops_a_running_tool(bench):
    """A cancel from another thread reaches the tool and ends the run."""

    def wait(arguments, context):
        started.set()
        assert context.cancel.wait(20)
        context.cancel.check()
        return ToolOutput("never")

    started = threading.Event()
    agent = bench(call("wait"), say("never"), tools=[tool("wait", wait, READ)])
    threading.Thread(target=lambda: started.wait(20) and agent.agent.cancel()).start()
    events = agent.run()
    assert "cancelled" == events[-1].status
    answered(agent)


def test_a_keyboard_interrupt_ends_the_run_in_order(bench):
    """Ctrl-C inside the loop becomes the status cancelled."""

    def interrupt(request):
        raise KeyboardInterrupt

    agent = bench(call("look"), interrupt)
    events = agent.run()
    assert "cancelled" == events[-1].status
    answered(agent)


def test_a_provider_error_is_the_end_and_said(bench):
    """An error of the model ends the run with its message and code."""

    def fail(request):
        raise ProviderError("auth-failed", "The key was refused.")

    events = bench(fail).run()
    assert "error" == events[-1].status
    assert "auth-failed" in events[-1].reason


@pytest.mark.parametrize(
    "limits, turns",
    [
        (Limits(turns=3), 3),
        (Limits(tokens=30 + 256), 2),
        (Limits(tokens=30 + 255), 1),
        (Limits(cost=0.9), 2),
    ],
)
def test_limits_stop_within_one_call_of_the_cap(bench, limits, turns):
    """No model call is made once a cap is reached."""
    script = [call("look", at=number) for number in range(9)]
    agent = bench(*script, limits=limits)
    events = agent.run()
    assert "limit" == events[-1].status
    assert turns == events[-1].turns == len(of(TurnStarted, events))
    answered(agent)


def test_a_limit_on_time_stops_a_tool_that_hangs(bench):
    """The alarm cancels what is under way; the status is limit, not cancelled."""

    def wait(arguments, context):
        assert context.cancel.wait(20)
        context.cancel.check()
        return ToolOutput("never")

    agent = bench(
        call("wait"),
        say("never"),
        tools=[tool("wait", wait, READ)],
        limits=Limits(seconds=0.2),
    )
    assert "limit" == agent.run()[-1].status
    answered(agent)


def test_going_in_circles_ends_as_loop(bench):
    """The same call with the same result again and again stops the run."""
    agent = bench(*[call("look", at="same") for _ in range(30)])
    events = agent.run()
    assert "loop" == events[-1].status
    assert events[-1].turns < 10
    answered(agent)


def test_unknown_usage_is_estimated_so_that_caps_hold(bench):
    """A server that does not count tokens cannot run past a cap."""
    script = [
        Reply(call("look", at=n, text="word " * 40).message, "tool_calls", None)
        for n in range(9)
    ]
    events = bench(*script, limits=Limits(tokens=60)).run()
    assert "limit" == events[-1].status
    assert of(UsageAdded, events)[0].usage.output > 0


def test_a_retry_is_logged_and_told(bench, tmp_path):
    """A notice of the provider passes through the loop into the log."""
    agent = bench(say("x"))
    inner = agent.provider

    class Flaky:
        """A provider that tells of one failed attempt."""

        def stream(self, request, cancel):
            """Yield a retry, then the answer."""
            yield TextDelta("void")
            yield Retrying(1, 0.0, "connection-lost", "It broke.")
            yield from inner.stream(request, cancel)

    agent = bench(provider=Flaky())
    events = agent.run()
    assert 1 == len(of(Retrying, events))
    logged = [r.data["type"] for r in agent.sessions.records(agent.agent.session)]
    assert "retrying" in logged and "text_delta" not in logged


def test_a_provider_without_an_answer_ends_the_run(bench):
    """A provider that breaks its promise does not hang or crash the loop."""

    class Silent:
        """A provider that says nothing at all."""

        def stream(self, request, cancel):
            """Yield nothing."""
            return iter(())

    assert "cancelled" == bench(provider=Silent()).run()[-1].status


def test_messages_and_started_calls_are_whole(bench):
    """What is announced is what is logged."""
    agent = bench(*script_of_two_turns())
    events = agent.run()
    told = [event.message for event in of(MessageAdded, events)]
    assert told == agent.agent.conversation
    assert 5 == len(of(ToolStarted, events)) == len(of(ToolFinished, events))
    assert 1 == len(of(RunFinished, events))
    assert Usage(20, 0, 0, 10).plus(Usage(10, 0, 0, 5)) == events[-1].usage
    assert 1.5 == events[-1].cost


def test_ids_that_a_server_uses_again_are_made_unique(bench):
    """Calls stay distinct although every answer begins with the same id."""
    same = [
        Reply(
            Message("assistant", (ToolCall("call_0", "look", {"at": n}),)),
            "tool_calls",
        )
        for n in range(3)
    ]
    agent = bench(*same, say("done"))
    agent.run()
    ids = [c.id for message in answered(agent) for c in message.calls]
    assert 3 == len(set(ids))


@pytest.mark.parametrize("max_output", [None, 5000])
def test_an_answer_that_the_limit_on_tokens_cuts_ends_as_limit(bench, max_output):
    """The cap of each answer shrinks to what is left; the end is named tokens."""
    caps = []

    def long_winded(request):
        caps.append(request.max_output)
        text = Message("assistant", (Text("word"),))
        return Reply(text, "length", Usage(100, 0, 0, request.max_output or 2000))

    agent = bench(*[long_winded] * 9, limits=Limits(tokens=9000), max_output=max_output)
    finished = agent.run()[-1]
    assert "limit" == finished.status
    assert "tokens" in finished.reason
    assert finished.usage.total <= 9000 + 100
    assert all(cap is None or cap <= 9000 for cap in caps)
