# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test asking for permission on real terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.interfaces import Decision, PermissionRequest
from aura_coding_agent.ui.headless import cancelling
from aura_coding_agent.ui.question import ask_terminal, decide, explanation, question

from .pty_child import ROOT, PtyChild
from .samples import HOSTILE, raw_in

pty = pytest.importorskip("pty")

CHOICES = (
    "[y] once  [a] always this command  [n] no, or say what to do instead  [?] help"
)
# Standard input and output are not the terminal here: the question is asked there
# nevertheless.
ASK = """
import io, sys
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.interfaces import PermissionRequest
from aura_coding_agent.ui.headless import cancelling
from aura_coding_agent.ui.terminal import TerminalView
sys.stdin = open("/dev/null")
view = TerminalView(io.StringIO(), colour=False, width=80)
request = PermissionRequest("shell", "make\\nclean", frozenset(), "not covered")
with cancelling(Cancel().set):
    print(view.ask(request))
"""


def request(what, reason=""):
    """Return a question about a command."""
    return PermissionRequest("shell", what, frozenset({"execute"}), reason)


def test_question_shows_the_command_and_why():
    """The exact command, the reason and the choices are shown."""
    assert (
        "shell wants to run:\n  | rm -rf build\n  why: not covered\n" + CHOICES + "\n? "
    ) == question(request("rm -rf build", "not covered"), 80)


def test_question_shows_all_of_a_long_command():
    """Long lines are wrapped, many lines kept, and every one is marked."""
    shown = question(request("a" * 40 + "\n[y] once\n\n\tb"), 25)
    assert (
        "shell wants to run:\n"
        f"  | {'a' * 20}\n"
        f"  + {'a' * 20}\n"
        "  | [y] once\n"
        "  | \n"
        "  |     b\n"
        "  (4 lines, all of them shown)\n"
        "[y] once\n"
        "[a] always this command\n"
        "[n] no, or say what to do\n"
        "  instead\n"
        "[?] help\n"
        "? "
    ) == shown


def test_the_answers_are_explained():
    """Each answer has a line of its own, and no line is wider than the terminal."""
    shown = explanation(40)
    assert all(len(line) <= 40 for line in shown.splitlines())
    for word in ("y: it runs this once", "a: it runs", "n, or nothing", "`undo`"):
        assert word in shown


@pytest.mark.parametrize("text", [*HOSTILE, "a\u200db", "a\ufe0fb"])
def test_question_spells_out_controls(text):
    """Nothing in a command hides or controls, and the question says it was there."""
    shown = question(request(text, text), 80)
    assert [] == raw_in(shown)
    assert "(control characters are spelled out)" in shown


def test_question_drops_nothing():
    """Escape sequences of a command are shown, not dropped."""
    shown = question(request("echo \x1b[8mhidden\x1b[0m"), 80)
    assert "  | echo \\u001b[8mhidden\\u001b[0m\n" in shown


@pytest.mark.parametrize(
    "answer, expected",
    [
        ("y", Decision(True, "once", True)),
        (" YES ", Decision(True, "once", True)),
        ("a", Decision(True, "always", True)),
        ("Always", Decision(True, "always", True)),
        ("n", Decision(False, "The user said no.", True)),
        ("no", Decision(False, "The user said no.", True)),
        ("", Decision(False, "The user said no.", True)),
        ("use make clean", Decision(False, "use make clean", True)),
        ("yes please", Decision(False, "yes please", True)),
        (None, Decision(False, "There is no terminal to ask on.", False)),
    ],
)
def test_only_a_clear_yes_allows(answer, expected):
    """Everything but y, yes, a and always denies, in the person's own words."""
    assert expected == decide(answer)


@pytest.mark.parametrize(
    "typed, expected",
    [
        (b"y\n", "Decision(allowed=True, reason='once', asked=True)"),
        (b"a\n", "Decision(allowed=True, reason='always', asked=True)"),
        (b"use ls\n", "Decision(allowed=False, reason='use ls', asked=True)"),
        (b"\x04", "Decision(allowed=False, reason='The user said no.', asked=True)"),
        (b"\x03", "Decision(allowed=False, reason='The user said no.', asked=True)"),
    ],
)
def test_asks_on_the_controlling_terminal(typed, expected):
    """The question goes to the terminal and the answer comes from it."""
    with PtyChild(ASK) as child:
        shown = child.until(b"\r\n? ")
        assert b"  | make\r\n  | clean\r\n" in shown
        child.send(typed)
        child.until(expected.encode())
        assert 0 == child.wait()


def test_no_terminal_denies():
    """Without a controlling terminal the answer is no, and says why."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        timeout=20,
        env={**os.environ, "PYTHONPATH": ROOT, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert b"no terminal to ask on" in done.stdout
    assert b"asked=False" in done.stdout


class Person:
    """Somebody at a terminal who waits for the question before acting."""

    def __init__(self, act):
        self.shown = b""
        self.master, self._slave = pty.openpty()
        self.device = os.ttyname(self._slave)
        self._act = act
        self._thread = threading.Thread(target=self._sit)
        self._thread.start()

    def _sit(self):
        while not self.shown.endswith(b"? "):
            self.shown += os.read(self.master, 1000)
        self._act(self.master)

    def leave(self):
        self._thread.join(20)
        os.close(self._slave)
        os.close(self.master)


def asked(act, before=b""):
    """Return the answer of a person on a terminal of this process."""
    person = Person(act)
    try:
        if before:
            os.write(person.master, before)
        return ask_terminal("really? ", device=person.device)
    finally:
        person.leave()


def test_answer():
    """A line is read, made safe, in UTF-8."""
    typed = "gr\u00fcn \u202e".encode() + b"\xff\n"
    assert "gr\u00fcn \\u202e\ufffd" == asked(lambda tty: os.write(tty, typed))


def test_end_of_input_in_a_line():
    """End of input typed twice in a line ends the answer."""
    assert "ab" == asked(lambda tty: os.write(tty, b"ab\x04\x04"))


def test_typed_ahead_is_no_answer():
    """What was typed before the question was there does not answer it."""
    assert "n" == asked(lambda tty: os.write(tty, b"n\n"), before=b"y\n")


def test_interrupt_is_no():
    """Ctrl-C at the question denies, also while a run handles the signal itself."""
    before = signal.signal(signal.SIGINT, lambda *ignored: None)
    try:
        assert "" == asked(lambda tty: os.kill(os.getpid(), signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)


def test_terminate_ends_the_question():
    """A request to terminate does not wait for an answer."""
    cancel = Cancel()
    with cancelling(cancel.set):
        assert "" == asked(lambda tty: os.kill(os.getpid(), signal.SIGTERM))
        assert cancel.wait(20)


def test_asking_in_another_thread():
    """A question may be asked outside the main thread, too."""
    answers = []
    act = lambda tty: os.write(tty, b"y\n")  # noqa: E731
    thread = threading.Thread(target=lambda: answers.append(asked(act)))
    thread.start()
    thread.join(20)
    assert ["y"] == answers


def test_device_that_is_no_terminal(tmp_path):
    """What cannot be opened or is no terminal cannot be asked."""
    assert ask_terminal("? ", device=str(tmp_path / "none")) is None
    assert ask_terminal("? ", device=os.devnull) is None
