# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what programs use: an agent in one call, tools of functions, repairs."""

from __future__ import annotations

import json
import os
from typing import List

import pytest

import aura_coding_agent
from aura_coding_agent import (
    AuraError,
    Cancel,
    Message,
    PermissionRequest,
    Reply,
    Scripted,
    Text,
    ToolCall,
    open_agent,
    repair_tests,
    tool_from_function,
)
from aura_coding_agent.core.interfaces import Decision, ToolContext

BROKEN = "def add(a, b):\n    return a - b\n"
TEST = """import unittest

from sums import add


class AddTest(unittest.TestCase):
    def test_add(self):
        self.assertEqual(5, add(2, 3))

    def test_zero(self):
        self.assertEqual(4, add(4, 0))
"""


@pytest.fixture
def environ(tmp_path):
    """Return variables with a state folder of the test, and no endpoint."""
    return {"AURA_HOME": str(tmp_path / "state")}


@pytest.fixture
def work(tmp_path):
    """Make an empty workspace."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def said(text):
    """Return a scripted answer in words."""
    return Reply(Message("assistant", (Text(text),)), "end")


def calling(name, **arguments):
    """Return a scripted call of a tool."""
    call = ToolCall("call-1", name, arguments)
    return Reply(Message("assistant", (call,)), "tool_calls")


def results(script):
    """Return what the model heard of its calls."""
    return [one for message in script.requests[-1].messages for one in message.results]


def run(tool, **arguments):
    """Run a tool as the loop does."""
    return tool.run(arguments, ToolContext("1", 1, Cancel(), lambda text: None)).text


def test_an_agent_in_one_call(work, environ):
    """Settings are keywords, the provider is given, the last event is the end."""
    steps = [calling("write_file", path="f", content="x\n"), said("Done.")]
    agent = open_agent(
        str(work), provider=Scripted(steps), environ=environ, check=("test -f f",)
    )
    *_, finished = agent.run("Write it.")
    assert ("verified", ("f",)) == (finished.status, finished.files)


def test_the_present_folder_and_variables_are_the_default(work, environ, monkeypatch):
    """Without arguments it works where the program stands, as the program does."""
    monkeypatch.chdir(work)
    monkeypatch.setenv("AURA_HOME", environ["AURA_HOME"])
    monkeypatch.setenv("AURA_MAX_TURNS", "1")
    agent = open_agent(provider=Scripted([calling("list_folder"), said("x")]))
    started, *_, finished = agent.run("Look.")
    assert os.path.realpath(work) == started.workspace
    assert "limit" == finished.status


def test_numbers_and_flags_are_settings(work, environ):
    """Values of Python types are checked like those of the command line."""
    agent = open_agent(
        str(work),
        provider=Scripted([said("x")]),
        environ=environ,
        max_turns=7,
        max_time=9.5,
        stream=False,
        auto=True,
        model=None,
    )
    *_, finished = agent.run("x")
    assert "unverified" == finished.status


@pytest.mark.parametrize(
    "folder, settings, code",
    [
        (".", {"max_turn": 3}, "setting-unknown"),
        (".", {"max_turns": -3}, "config-bad-value"),
        ("no-such-folder", {}, "workspace-missing"),
    ],
)
def test_what_makes_no_sense_is_refused(work, environ, folder, settings, code):
    """Unknown settings, bad values and missing folders have codes."""
    with pytest.raises(AuraError) as caught:
        open_agent(
            str(work / folder), provider=Scripted([]), environ=environ, **settings
        )
    assert code == caught.value.code


def count_words(text: str, least: int = 1) -> int:
    """Count the words of a text.

    Leaves out short ones.

    Args:
        text: what to count in.
        least: letters of the shortest word that counts.
    """
    return sum(len(word) >= least for word in text.split())


def test_a_tool_of_a_function():
    """Name, description and schema come from the function; numbers become JSON."""
    tool = tool_from_function(count_words)
    assert "count_words" == tool.spec.name
    assert "Count the words of a text. Leaves out short ones." == tool.spec.description
    schema = tool.spec.parameters
    assert ["text"] == schema["required"]
    assert "what to count in." == schema["properties"]["text"]["description"]
    assert frozenset(["read"]) == tool.effects
    assert "2" == run(tool, text="a bb ccc", least=2)
    assert 'count_words {"text": "a"}' == tool.summary({"text": "a"})


def test_what_a_function_returns():
    """Text goes as it is, other values as JSON, what JSON has not as text."""

    def answer(kind: str):
        values = {"text": "caf\u00e9", "list": [1, "\u00e9"], "path": {"p": Cancel}}
        return values[kind]

    tool = tool_from_function(answer, effects=["read", "network"])
    assert "caf\u00e9" == run(tool, kind="text")
    assert '[1, "\u00e9"]' == run(tool, kind="list")
    assert "Cancel" in json.loads(run(tool, kind="path"))["p"]
    assert (("answer", "answer"), frozenset(["read", "network"])) == (
        (tool.spec.description, tool.summary({})),
        tool.effects,
    )


def test_a_function_that_fails_is_an_answer(work, environ):
    """The model hears what was raised, and the run goes on."""

    def find(thing: str) -> List[str]:
        """Find things."""
        raise LookupError(f"there is no {thing}")

    script = Scripted([calling("find", thing="x"), said("A pity.")])
    agent = open_agent(
        str(work), provider=script, environ=environ, tools=[tool_from_function(find)]
    )
    *_, finished = agent.run("Find x.")
    (result,) = results(script)
    assert ("A pity.", True) == (finished.answer, result.is_error)
    assert "LookupError: there is no x" in result.text


def test_a_tool_with_effects_is_asked_for(work, environ):
    """The program decides about calls that do more than read and write."""
    asked = []

    def ask(request: PermissionRequest) -> Decision:
        asked.append(request.what)
        return Decision(False, "not today")

    def ring() -> str:
        """Ring a bell."""
        raise AssertionError("was not to be called")

    tool = tool_from_function(ring, effects=["execute"])
    script = Scripted([calling("ring"), said("Well.")])
    agent = open_agent(
        str(work), provider=script, environ=environ, tools=[tool], ask=ask
    )
    list(agent.run("Ring."))
    (result,) = results(script)
    assert (["ring {}"], True) == (asked, "not today" in result.text)


@pytest.fixture
def project(work):
    """Make a small project with a failing test."""
    (work / "sums.py").write_text(BROKEN)
    (work / "test_sums.py").write_text(TEST)
    return work


def test_a_repair_in_one_call(project, environ):
    """The patch is shown and, when asked for, put in place; then nothing fails."""
    found = repair_tests(
        str(project), environ=environ, test="python -m unittest", budget=30
    )
    assert ("repaired", False) == (found.status, found.applied)
    assert "+    return a + b\n" in found.diff
    assert (1, found.diff) == (
        len(found.failing),
        found.details["patches"][0]["diff"],
    )
    assert BROKEN == (project / "sums.py").read_text()
    found = repair_tests(
        str(project), environ=environ, apply=True, test="python -m unittest"
    )
    assert found.applied and "a + b" in (project / "sums.py").read_text()
    again = repair_tests(str(project), environ=environ, test="python -m unittest")
    assert ("passing", "", "", ()) == (
        *(again.status, again.diff, again.confidence),
        again.failing,
    )


def test_a_repair_that_is_cancelled(project, environ):
    """A switch that was thrown ends the search with what there is."""
    cancel = Cancel()
    cancel.set()
    found = repair_tests(str(project), environ=environ, cancel=cancel)
    assert found.details["cancelled"] and not found.applied


def test_repairs_need_a_folder(project, environ):
    """A project that is not there is an error with a code."""
    with pytest.raises(AuraError) as caught:
        repair_tests(str(project / "nowhere"), environ=environ)
    assert "workspace-missing" == caught.value.code


def test_checkers_see_every_public_name():
    """The names for type checkers are those that are loaded on first use."""
    with open(aura_coding_agent.__file__, encoding="utf-8") as handle:
        text = handle.read()
    for name in set(aura_coding_agent.__all__) - {"__version__"}:
        assert f" import {name} as {name}\n" in text
