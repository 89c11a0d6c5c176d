# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check how runs end: evidence, checks, nudges, sessions that go on."""

from __future__ import annotations

import sys

from aura_coding_agent.agents.agent import Agent, Check
from aura_coding_agent.agents.sessionlog import conversation_of
from aura_coding_agent.core.events import (
    CheckFinished,
    CheckStarted,
    Notice,
    PermissionDecided,
    RunStarted,
)
from aura_coding_agent.core.interfaces import Decision
from aura_coding_agent.core.messages import Message, Text

from .conftest import calls, of, say

HAS_X = f"\"{sys.executable}\" -c \"assert open('f').read() == 'x'\""


def put(text):
    """Return a reply that writes the file."""
    return calls(("put", {"name": "f", "text": text}))


def test_verified_needs_a_check_that_passed(bench):
    """The check runs after the model has finished."""
    agent = bench(put("x"), say("done"), checks=(Check(HAS_X, True),))
    events = agent.run()
    assert "verified" == events[-1].status
    assert [True] == [event.passed for event in of(CheckFinished, events)]
    assert HAS_X in events[-1].reason


def test_words_alone_do_not_verify(bench):
    """A model that says all tests pass ends unverified."""
    events = bench(put("x"), say("All tests pass!")).run()
    assert "unverified" == events[-1].status
    assert "No check was named" in events[-1].reason


def test_a_failed_check_is_handed_back(bench):
    """The model sees the output and gets another chance."""
    agent = bench(put("y"), say("one"), put("x"), say("two"), checks=(Check(HAS_X, 1),))
    events = agent.run()
    assert "verified" == events[-1].status
    assert [False, True] == [event.passed for event in of(CheckFinished, events)]
    texts = [message.text for message in agent.agent.conversation]
    assert any("AssertionError" in text for text in texts)


def test_a_check_that_never_passes_ends_failed(bench):
    """After the stated number of rounds the run gives up honestly."""
    script = [step for n in range(5) for step in (put(f"y{n}"), say("done"))]
    events = bench(*script, checks=(Check(HAS_X, True),), check_rounds=2).run()
    assert "failed" == events[-1].status
    assert "exit code 1" in events[-1].reason
    assert 3 == len(of(CheckStarted, events))


def test_the_first_failing_check_stops_the_others(bench):
    """Checks run in order; all must pass."""
    checks = (Check("exit 3", True), Check(HAS_X, True))
    events = bench(say("done"), checks=checks, check_rounds=0).run()
    assert "failed" == events[-1].status
    assert ["exit 3"] == [event.command for event in of(CheckStarted, events)]


def test_a_found_check_runs_only_after_a_change_and_with_leave(bench):
    """A command from the project's files is asked for, and not run for nothing."""
    found = (Check(HAS_X, False),)
    idle = bench(say("done"), checks=found).run()
    assert "unverified" == idle[-1].status
    assert "Nothing was changed" in idle[-1].reason
    denied = bench(
        put("x"),
        say("done"),
        checks=found,
        permit=lambda command: Decision(False, "nobody to ask"),
    ).run()
    assert "unverified" == denied[-1].status
    assert "not allowed" in denied[-1].reason
    assert ["nobody to ask"] == [e.reason for e in of(PermissionDecided, denied)]
    allowed = bench(put("x"), say("done"), checks=found).run()
    assert "verified" == allowed[-1].status


def test_one_check_of_two_is_not_enough(bench):
    """A check that was not allowed keeps the run unverified."""
    checks = (Check(HAS_X, True), Check("exit 0", False))
    events = bench(
        put("x"),
        say("done"),
        checks=checks,
        permit=lambda command: Decision(False, "no"),
    ).run()
    assert "unverified" == events[-1].status


def test_a_check_that_is_killed_says_so(bench):
    """A check without an exit code did not end in time."""

    def out_of_time(command, cancel):
        return agent_bench.run_check("exit 1", cancel)._replace(exit_code=None)

    agent_bench = bench(
        say("done"),
        checks=(Check("slow", True),),
        check_rounds=0,
        run_check=lambda command, cancel: out_of_time(command, cancel),
    )
    events = agent_bench.run()
    assert "did not end in time" in events[-1].reason


def test_an_empty_or_cut_answer_is_nudged(bench):
    """The model is told to go on; after three tries the run ends as error."""
    agent = bench(say(""), say("half", stop="length"), say("done"))
    assert "unverified" == agent.run()[-1].status
    texts = [m.text for m in agent.agent.conversation if m.role == "user"]
    assert 3 == len(texts)
    hopeless = bench(say(""), say(""), say("")).run()
    assert "error" == hopeless[-1].status
    assert "answer-incomplete" in hopeless[-1].reason


def test_a_refusal_ends_as_error(bench):
    """A model that refuses is not asked again."""
    events = bench(say("no", stop="refused")).run()
    assert "error" == events[-1].status
    assert "model-refused" in events[-1].reason


def test_a_session_goes_on_in_a_new_process(bench):
    """A second agent on the same log has the same conversation."""
    first = bench(put("x"), say("done"))
    first.run("write")
    second = bench(say("again"))
    second.sessions = first.sessions
    parts = second.parts._replace(sessions=first.sessions)
    agent = Agent(parts, first.agent.session)
    assert first.agent.conversation == agent.conversation
    events = list(agent.run("and now"))
    assert 2 == of(RunStarted, events)[0].run
    assert "and now" in [message.text for message in agent.conversation]


def test_calls_left_open_by_a_kill_are_answered_on_resume(bench):
    """A log that ends in the middle of a turn is made whole."""
    agent = bench(put("x"), say("done"))
    agent.run()
    records = agent.sessions.records(agent.agent.session)
    upto = next(
        index
        for index, record in enumerate(records)
        if record.data["type"] == "tool_started"
    )
    rebuilt = conversation_of(records[:upto])
    assert "tool" == rebuilt[-1].role
    assert "Interrupted" in rebuilt[-1].results[0].text
    more = conversation_of(
        [*records[:upto], records[-1]._replace(data=_said("user", "go on"))]
    )
    assert ["user", "assistant", "tool", "user"] == [m.role for m in more]


def _said(role, text):
    from aura_coding_agent.core.messages import message_to_json

    message = message_to_json(Message(role, (Text(text),)))
    return {"type": "message_added", "message": message}


def test_notices_are_told_once(bench):
    """What was found while building the agent is said in the first run only."""
    agent = bench(say("one"), say("two"), notices=(Notice("x-y", "Look out."),))
    assert 1 == len(of(Notice, agent.run()))
    assert 0 == len(of(Notice, agent.run()))
