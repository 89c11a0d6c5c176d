# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the chat: with scripted lines, with pipes, and on a real terminal."""

from __future__ import annotations

import io
import os

import pytest

from aura_coding_agent.core.errors import AuraError, UsageError
from aura_coding_agent.core.events import TextDelta
from aura_coding_agent.ui.repl import chat, line_reader, read_input
from aura_coding_agent.ui.terminal import TerminalView

from .pty_child import PtyChild
from .samples import finished


class Agent:
    """An agent that repeats what it is told, and knows what it was told."""

    def __init__(self):
        self.tasks = []
        self.closed = 0

    def run(self, text):
        self.tasks.append(text)
        if text == "fail":
            raise AuraError("endpoint-missing", "No endpoint.", hint="Set one.")
        if text == "interrupt":
            raise KeyboardInterrupt
        try:
            yield TextDelta(f"<{text}>")
            yield finished("unverified", files=())
        finally:
            self.closed += 1

    def cancel(self):
        raise AssertionError("nobody asked to cancel")


def typing(*inputs):
    """Return a function that reads scripted lines; exceptions among them are raised."""
    rest = list(inputs)

    def read_line(prompt):
        item = rest.pop(0) if rest else EOFError()
        if isinstance(item, BaseException):
            raise item
        return item

    return read_line


def chatted(*inputs, commands=None):
    """Return the tasks an agent got, what was shown, and the exit code."""
    agent, out = Agent(), io.StringIO()
    view = TerminalView(out, colour=False, width=80)
    code = chat(agent, view, commands or {}, read_line=typing(*inputs))
    return agent.tasks, out.getvalue(), code


def test_each_line_is_a_task():
    """Lines are run one after the other; empty ones are not."""
    tasks, shown, code = chatted("one", "", "  ", "two")
    assert (["one", "two"], 0) == (tasks, code)
    assert shown.index("<one>") < shown.index("unverified: ") < shown.index("<two>")


@pytest.mark.parametrize(
    "lines, expected",
    [
        (["a\\", "b\\", "c"], "a\nb\nc"),
        (["a\\"], "a"),
        (['"""', "a", "", ' b"""'], "a\n\n b"),
        (['"""one line"""'], "one line"),
        (['  """a', "b", '"""  '], "a\nb"),
        (['"""a', "b"], "a\nb"),
        ([" /path/to/file is bad "], "/path/to/file is bad"),
    ],
)
def test_inputs_of_several_lines(lines, expected):
    """A backslash or three quotes let an input go over several lines."""
    assert expected == read_input(typing(*lines))


@pytest.mark.parametrize("word", ["/exit", "/quit", "exit", "quit", " Exit "])
def test_exit(word):
    """/exit leaves at once, and so do the words that people type elsewhere."""
    assert (["one"], 0) == chatted("one", word, "two")[::2]


@pytest.mark.parametrize(
    "lines, code",
    [
        (["one"], 3),
        (["one", "fail"], 1),
        (["fail", "one", "exit"], 3),
        (["one", "/nonsense"], 1),
        (["one", "", "/help"], 3),
        ([], 0),
    ],
)
def test_the_exit_code_of_the_last_run(lines, code):
    """A script that pipes tasks learns how the last of them ended."""
    agent, out = Agent(), io.StringIO()
    view = TerminalView(out, colour=False, width=80)
    codes = {"unverified": 3, "error": 1}
    assert code == chat(agent, view, {}, read_line=typing(*lines), exit_codes=codes)


def test_commands():
    """Commands get the rest of the line, and what they return is shown safely."""
    commands = {
        "cost": ("show what was spent", lambda argument: f"spent:{argument}\x1b[2J"),
        "fork": ("fork the session", lambda argument: "forked"),
    }
    tasks, shown, _ = chatted("/cost  all of it ", "/Fork", "/help", commands=commands)
    assert [] == tasks
    assert (
        "spent:all of it\\u001b[2J\n"
        "forked\n"
        "/cost  show what was spent\n"
        "/fork  fork the session\n"
        "/help  show this list\n"
        "/exit  leave; Ctrl-D, exit and quit do it, too\n"
        "A backslash at the end of a line goes on in the next line;"
        ' """ begins and ends a block of lines.\n'
    ) == shown


@pytest.mark.parametrize(
    "typed, hint",
    [("/csot", "Did you mean /cost?"), ("/zzzzzz", "/help lists the commands.")],
)
def test_unknown_commands(typed, hint):
    """An unknown command names the nearest one and is not sent to the model."""
    commands = {"cost": ("", lambda argument: "")}
    tasks, shown, _ = chatted(typed, commands=commands)
    assert [] == tasks
    assert (
        f"error: There is no command {typed}.\n  {hint}\n  [command-unknown]\n" == shown
    )


def test_a_path_is_no_command():
    """A task may begin with a path."""
    assert ["/etc/hosts is wrong", "/ what"] == chatted(
        "/etc/hosts is wrong", "/ what"
    )[0]


def test_errors_are_shown_and_the_chat_goes_on():
    """An error of a run, a command or the input is shown without a traceback."""

    def broken(argument):
        raise AuraError("some-code", "Broken.")

    tasks, shown, code = chatted(
        "fail",
        "/broken",
        UsageError("input-unreadable", "Not text."),
        "go on",
        commands={"broken": ("", broken)},
    )
    assert (["fail", "go on"], 0) == (tasks, code)
    assert shown.startswith(
        "error: No endpoint.\n  Set one.\n  [endpoint-missing]\n"
        "error: Broken.\n  [some-code]\n"
        "error: Not text.\n  [input-unreadable]\n"
    )


def test_interrupt_at_the_prompt():
    """Ctrl-C clears what was typed; only twice in a row it leaves."""
    stop = KeyboardInterrupt
    tasks, shown, code = chatted("a\\", stop(), "b", stop(), stop(), "never")
    assert (["b"], 0) == (tasks, code)
    assert 2 == shown.count("Ctrl-C again or Ctrl-D leaves.")


def test_interrupt_out_of_a_run():
    """A run that is torn down by Ctrl-C ends, and the chat goes on."""
    assert ["interrupt", "b"] == chatted("interrupt", "b")[0]


def test_output_gone_ends_the_chat():
    """When nobody sees the output any more, the chat ends with an error code."""
    reader, writer = os.pipe()
    os.close(reader)
    agent = Agent()
    with open(writer, "w", encoding="utf-8") as out:
        view = TerminalView(out, colour=False, width=80)
        assert 1 == chat(agent, view, {}, read_line=typing("one", "two"))
    assert (["one"], 1) == (agent.tasks, agent.closed)


# -- where lines come from ---------------------------------------------------------


def test_lines_of_a_pipe(tmp_path):
    """Piped lines are read one by one, without prompt; bad ones are errors."""
    path = tmp_path / "lines"
    path.write_bytes(b"one\r\ncaf\xe9\ngr\xc3\xbcn")
    with open(path, encoding="utf-8") as stdin:
        read_line = line_reader(stdin)
        assert "one" == read_line("> ")
        with pytest.raises(UsageError) as caught:
            read_line("> ")
        assert "input-unreadable" == caught.value.code
        assert "gr\u00fcn" == read_line("> ")
        with pytest.raises(EOFError):
            read_line("> ")
    with pytest.raises(EOFError):
        read_line("> ")


def test_lines_of_a_text_stream():
    """A stream without bytes beneath it will do, and so will none at all."""
    assert "a" == line_reader(io.StringIO("a\nb\n"))("> ")
    with pytest.raises(EOFError):
        line_reader(None)("> ")


CHAT = """
import sys, threading
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.events import RunFinished, TextDelta
from aura_coding_agent.core.messages import Usage
from aura_coding_agent.ui.repl import chat
from aura_coding_agent.ui.screen import wants_colour
from aura_coding_agent.ui.terminal import TerminalView
import os

class Agent:
    def run(self, text):
        self.stop = Cancel()
        status = "unverified"
        try:
            yield TextDelta("<" + text + ">")
            if text.startswith("wait"):
                self.stop.wait(20)
                status = "cancelled"
            if text == "wait on":
                yield TextDelta("STUBBORN")
                for _ in range(2000):
                    threading.Event().wait(0.01)
        finally:
            print("CLOSED")
        yield RunFinished(status, "", "", 1, (), Usage(), None, 1.0, "s")

    def cancel(self):
        self.stop.set()

view = TerminalView(sys.stdout, colour=wants_colour(sys.stdout, os.environ), width=80)
sys.exit(chat(Agent(), view, {}))
"""


def test_chat_on_a_terminal():
    """A chat on a terminal prompts, runs, keeps a history, and leaves on Ctrl-D."""
    pytest.importorskip("readline")
    with PtyChild(CHAT) as child:
        child.until(b"> ")
        child.send(b"hello\r")
        child.until(b"<hello>")
        child.until(b"tokens")
        child.until(b"> ")
        child.send(b"\x1b[A there\r")
        child.until(b"<hello there>")
        child.until(b"tokens")
        child.until(b"> ")
        child.send(b"\x04")
        assert 0 == child.wait()
        assert b"\x1b[33munverified: " in child.output
        assert child.output.endswith(b"\n")


def test_interrupt_cancels_the_run_under_way():
    """Ctrl-C during a run cancels it in order; the chat prompts again."""
    with PtyChild(CHAT, {"NO_COLOR": "1"}) as child:
        child.until(b"> ")
        child.send(b"wait\r")
        child.until(b"<wait>")
        child.send(b"\x03")
        child.until(b"cancelled: stopped on request")
        child.until(b"> ")
        child.send(b"half a line")
        child.until(b"half a line")
        child.until_idle()
        child.send(b"\x03")
        child.until(b"Ctrl-C again or Ctrl-D leaves.")
        child.until(b"> ")
        child.until_idle()
        child.send(b"\x03")
        assert 0 == child.wait()
        assert b"CLOSED" in child.output
        assert b"\x1b[3" not in child.output


def test_second_interrupt_tears_a_stubborn_run_down():
    """A run that does not end on the first Ctrl-C is closed by the second one."""
    with PtyChild(CHAT) as child:
        child.until(b"> ")
        child.send(b"wait on\r")
        child.until(b"<wait on>")
        child.send(b"\x03")
        child.until(b"STUBBORN")
        child.send(b"\x03")
        child.until(b"CLOSED")
        child.until(b"> ")
        child.send(b"/exit\r")
        assert 0 == child.wait()
