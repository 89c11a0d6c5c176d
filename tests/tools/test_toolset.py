# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the life of a tool call, with everything that can go wrong on the way."""

from __future__ import annotations

import threading

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ToolError
from aura_coding_agent.core.interfaces import (
    EXECUTE,
    READ,
    Decision,
    PreparedCall,
    Tool,
    ToolContext,
    ToolOutput,
    ToolSpec,
)
from aura_coding_agent.core.messages import ToolCall, ToolResult
from aura_coding_agent.tools.permissions import Rules
from aura_coding_agent.tools.toolset import ToolKit

TEXT = {"properties": {"text": {"type": "string"}}, "required": ["text"]}
COMMAND = {"properties": {"command": {"type": "string"}}, "required": ["command"]}


def tool(name, run, *, schema=None, effects=(READ,), summary=str):
    """Return a tool that runs a function of its arguments."""
    return Tool(
        ToolSpec(name, f"Do {name}.", schema or {"properties": {}}),
        frozenset(effects),
        lambda arguments, context: run(arguments),
        summary,
    )


def echo(arguments):
    """Answer with the text that came."""
    return ToolOutput(arguments["text"], ("/changed",))


ECHO = tool("echo", echo, schema=TEXT, summary=lambda arguments: arguments["text"])


def kit(*tools, ask=None, cap=30_000, **rules):
    """Return a toolset."""
    return ToolKit(tools, rules=Rules(**rules), ask=ask, cap=cap)


def context(cancel=None):
    """Return what a running tool may use."""
    return ToolContext("1", 1, cancel or Cancel(), lambda text: None)


def result_of(one, arguments=None, *, cap=30_000, cancel=None):
    """Prepare a call of one tool and run it."""
    tools = kit(one, cap=cap)
    prepared = tools.prepare(ToolCall("7", one.spec.name, arguments or {}))
    assert isinstance(prepared, PreparedCall)
    return tools.run(prepared, context(cancel))


def failing(error):
    """Return a tool that raises an error."""

    def run(arguments):
        raise error

    return tool("fails", run)


def test_a_call_goes_its_way():
    """Preparing fills the call, running gives the result and the changed files."""
    tools = kit(ECHO)
    assert (ECHO.spec,) == tools.specs
    prepared = tools.prepare(ToolCall("7", "echo", {"text": "hi"}))
    assert isinstance(prepared, PreparedCall)
    assert ({"text": "hi"}, "hi") == (prepared.arguments, prepared.summary)
    assert tools.authorize(prepared).allowed
    expected = (ToolResult("7", "echo", "hi"), ("/changed",))
    assert expected == tools.run(prepared, context())


@pytest.mark.parametrize(
    "name, expected",
    [
        (
            "ecko",
            "tool-unknown: There is no tool ecko. Did you mean echo?"
            " The tools are: echo.",
        ),
        ("zzz", "tool-unknown: There is no tool zzz. The tools are: echo."),
    ],
)
def test_an_unknown_tool_is_answered_with_the_known_ones(name, expected):
    """The model learns what there is."""
    result = kit(ECHO).prepare(ToolCall("7", name, {}))
    assert ToolResult("7", name, expected, True) == result


def test_arguments_that_do_not_fit_are_answered():
    """The message of the schema goes to the model."""
    result = kit(ECHO).prepare(ToolCall("7", "echo", {"text": 5}))
    assert isinstance(result, ToolResult) and result.is_error
    assert result.text.startswith("arguments-invalid: The arguments do not fit: text:")


@pytest.mark.parametrize(
    "raw, expected",
    [
        ('{"text": "hi"}', {"text": "hi"}),
        ('"{\\"text\\": \\"hi\\"}"', {"text": "hi"}),
    ],
)
def test_raw_arguments_that_can_be_read_are_taken(raw, expected):
    """JSON that is whole after all, or encoded twice, is understood."""
    prepared = kit(ECHO).prepare(ToolCall("7", "echo", None, raw))
    assert isinstance(prepared, PreparedCall)
    assert expected == prepared.arguments


def test_empty_arguments_are_an_empty_object():
    """A tool without parameters can be called with nothing."""
    one = tool("now", lambda arguments: ToolOutput("noon"))
    prepared = kit(one).prepare(ToolCall("7", "now", None, " "))
    assert isinstance(prepared, PreparedCall)


@pytest.mark.parametrize(
    "raw, expected",
    [
        ('{"text": "he said "hi""}', ["at character 19 of 24", 'said "<HERE>hi""}']),
        ("{text: 1}", ["<HERE>text: 1}", "one complete JSON object"]),
        ('{"text": "a lo', ["output may have been reached", "smaller calls"]),
        ('{"text": ', ["output may have been reached"]),
        ('{"text": "hi"', ["output may have been reached"]),
    ],
)
def test_broken_json_is_shown_where_it_breaks(raw, expected):
    """The error has the place, and tells a cut from a slip."""
    result = kit(ECHO).prepare(ToolCall("7", "echo", None, raw))
    assert isinstance(result, ToolResult) and result.is_error
    assert result.text.startswith("arguments-unreadable: ")
    assert [] == [part for part in expected if part not in result.text]


@pytest.mark.parametrize("raw", ["[1]", '"text"', "5"])
def test_json_that_is_no_object_is_refused(raw):
    """Arguments are an object."""
    result = kit(ECHO).prepare(ToolCall("7", "echo", None, raw))
    assert isinstance(result, ToolResult)
    assert "expected object" in result.text


def test_arguments_too_deep_to_read_are_an_error():
    """Ten thousand brackets do not end the program."""
    result = kit(ECHO).prepare(ToolCall("7", "echo", None, "[" * 100_000))
    assert isinstance(result, ToolResult) and result.is_error
    assert "RecursionError" in result.text


@pytest.mark.parametrize(
    "error, expected",
    [
        (
            ToolError("text-missing", "It is not there.", hint="Look again."),
            "text-missing: It is not there. Look again.",
        ),
        (CancelledError(), "cancelled"),
        (PermissionError(13, "denied"), "PermissionError: [Errno 13] denied"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "UnicodeDecodeError"),
        (MemoryError(), "tool-failed: fails failed: MemoryError"),
        (RecursionError("deep"), "RecursionError: deep"),
        (SystemExit(3), "SystemExit: 3"),
        (ValueError("a\ud800b"), "ValueError: a\ufffdb"),
        (ValueError("x" * 50_000), "bytes left out"),
    ],
)
def test_errors_become_results(error, expected):
    """Whatever a tool raises is an answer to the model, without a traceback."""
    result, changed = result_of(failing(error))
    assert ("7", "fails", True, ()) == (
        result.call_id,
        result.name,
        result.is_error,
        changed,
    )
    assert expected in result.text
    assert "Traceback" not in result.text
    assert len(result.text.encode("utf-8")) <= 30_000


def test_an_interrupt_passes_through():
    """Ctrl-C is for the program, not for the model."""
    with pytest.raises(KeyboardInterrupt):
        result_of(failing(KeyboardInterrupt()))


def test_a_cancelled_call_does_not_begin():
    """After a cancel nothing runs any more."""
    cancel = Cancel()
    cancel.set()
    result, changed = result_of(ECHO, {"text": "x"}, cancel=cancel)
    assert (ToolResult("7", "echo", "cancelled", True), ()) == (result, changed)


def test_a_summary_that_fails_is_an_error():
    """A fault in a tool's own summary does not end the program."""

    def summary(arguments):
        raise KeyError("x")

    result = kit(tool("odd", echo, summary=summary)).prepare(ToolCall("7", "odd", {}))
    assert isinstance(result, ToolResult)
    assert "tool-failed: odd failed: KeyError: 'x'." in result.text


def test_long_results_are_capped():
    """Head and tail stay, within the cap."""
    text = "".join(f"line {number}\n" for number in range(10_000))
    result, _ = result_of(ECHO, {"text": text}, cap=1_000)
    assert len(result.text.encode("utf-8")) <= 1_000
    assert result.text.startswith("line 0\n")
    assert result.text.endswith("line 9999\n")
    assert "left out" in result.text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\udcff", "\ufffd"),
        ("plain ü", "plain ü"),
    ],
)
def test_results_can_always_be_sent(text, expected):
    """Halves of surrogate pairs are replaced, pairs are joined."""
    assert expected == result_of(ECHO, {"text": text})[0].text


# -- permission ----------------------------------------------------------------------


class Person:
    """Somebody who answers, and remembers the questions."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, request):
        """Answer a question."""
        self.asked.append(request.what)
        return self.answers.pop(0)


def authorize(tools, command):
    """Prepare a command and decide on it."""
    prepared = tools.prepare(ToolCall("7", "shell", {"command": command}))
    assert isinstance(prepared, PreparedCall)
    return tools.authorize(prepared)


SHELL = tool(
    "shell", lambda arguments: ToolOutput(""), schema=COMMAND, effects=(EXECUTE,)
)


def test_an_answer_holds_once():
    """Yes and no are for this call; the question shows the exact command."""
    person = Person(Decision(True, "yes"), Decision(False, "use make instead"))
    tools = kit(SHELL, ask=person, interactive=True)
    assert Decision(True, "yes", asked=True) == authorize(tools, "a  b")
    denied = Decision(False, "use make instead", asked=True)
    assert denied == authorize(tools, "a  b")
    assert ["a  b", "a  b"] == person.asked


def test_always_holds_for_the_very_same_command():
    """An approval for the session covers this text and no other."""
    person = Person(
        Decision(True, "always"), Decision(False, "always"), Decision(True, "")
    )
    tools = kit(SHELL, ask=person, interactive=True)
    assert authorize(tools, "make").asked
    again = authorize(tools, "make")
    assert (True, False) == (again.allowed, again.asked)
    assert not authorize(tools, "make all").allowed
    assert authorize(tools, "make all").allowed
    assert ["make", "make all", "make all"] == person.asked


def test_rules_come_before_questions():
    """What a pattern covers is not asked about."""
    tools = kit(SHELL, ask=Person(), interactive=True, allow=("make*",))
    assert authorize(tools, "make test").allowed


def test_nobody_to_ask_is_a_denial():
    """A terminal without a front end that asks is like no terminal."""
    decision = authorize(kit(SHELL, interactive=True), "make")
    assert (False, False) == (decision.allowed, decision.asked)
    assert "--allow 'make'" in decision.reason


def test_questions_come_one_at_a_time():
    """Calls in several threads never ask at once, and learn from one another."""
    inside, most = [], []

    def ask(request):
        inside.append(1)
        most.append(len(inside))
        inside.pop()
        return Decision(True, "always")

    tools = kit(SHELL, ask=ask, interactive=True)
    threads = [
        threading.Thread(target=authorize, args=(tools, "make")) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [1] == most


def test_calls_run_side_by_side():
    """Two calls that wait for each other both end."""
    barrier = threading.Barrier(2, timeout=10)
    one = tool("meet", lambda arguments: ToolOutput(str(barrier.wait() in (0, 1))))
    tools = kit(one)
    results = []

    def call():
        prepared = tools.prepare(ToolCall("7", "meet", {}))
        assert isinstance(prepared, PreparedCall)
        results.append(tools.run(prepared, context())[0].text)

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ["True", "True"] == results
