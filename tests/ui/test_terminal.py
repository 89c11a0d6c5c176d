# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what people see of a run."""

from __future__ import annotations

import io
import os
import re

import pytest

from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.core.events import (
    CheckFinished,
    CheckStarted,
    FilesChanged,
    MessageAdded,
    Notice,
    PermissionDecided,
    Retrying,
    TextDelta,
    ThinkingDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
    UsageAdded,
)
from aura_coding_agent.core.messages import Message, Text, Usage, user
from aura_coding_agent.ui.reports import cells
from aura_coding_agent.ui.screen import terminal_width, wants_colour
from aura_coding_agent.ui.terminal import (
    TerminalView,
    show_events,
)

from .pty_child import PtyChild
from .samples import HOSTILE, STARTED, Run, finished, raw_in


def drawn(*events, colour=False, width=80):
    """Return what a view draws of events."""
    out = io.StringIO()
    view = TerminalView(out, colour=colour, width=width)
    for event in events:
        view.show(event)
    return out.getvalue()


def reply(text):
    """Return the event of a complete answer."""
    return MessageAdded(Message("assistant", (Text(text),)))


def tool(name="c1", summary="edit src/a.py"):
    """Return the start of a tool call."""
    return ToolStarted(name, "edit_file", {}, summary)


def result(text, *, call="c1", is_error=False, seconds=0.1):
    """Return the end of a tool call."""
    return ToolFinished(call, "edit_file", text, is_error, seconds)


def test_a_run_from_start_to_end():
    """Where it runs, the answer as it streams, tools and checks, and the end."""
    shown = drawn(
        STARTED,
        TurnStarted(1),
        MessageAdded(user("fix it")),
        TextDelta("I will "),
        TextDelta("look."),
        reply("I will look."),
        UsageAdded(Usage(), None, Usage(), None),
        tool(),
        result("Changed 1 line."),
        FilesChanged(("src/a.py",)),
        TurnStarted(2),
        TextDelta("\n\nDone.\n"),
        reply("\n\nDone.\n"),
        CheckStarted("pytest -q"),
        CheckFinished("pytest -q", True, 0, 1.2, ""),
        finished(),
    )
    assert (
        "m-1 at http://localhost\n"
        "in /w\n"
        "will check with: pytest -q\n"
        "I will look.\n"
        "\u2022 edit src/a.py\n"
        "  Changed 1 line.\n"
        "Done.\n"
        "check: pytest -q ... passed in 1.2 s\n"
        "\n"
        "verified: a check passed after the last change\n"
        "  changed a.py\n"
        "  spent   turns 2, 12.3 s, $0.0123\n"
        "  tokens  input 1,234, cached 800, output 56, reasoning 12\n"
        "  undo    aura undo\n"
    ) == shown


def test_answers_that_were_not_streamed_are_shown():
    """A complete message is drawn when no piece of it was."""
    assert "Hello.\n" == drawn(TurnStarted(1), reply("Hello."))


def test_tasks_of_an_earlier_session():
    """When a session is shown later on, each run begins with its task."""
    out = io.StringIO()
    view = TerminalView(out, colour=False, width=80, tasks=True)
    view.show(STARTED._replace(task="fix\nit\x1b[2J"))
    assert out.getvalue().startswith("> fix\nit\\u001b[2J\nm-1 at ")


def test_messages_without_words_draw_nothing():
    """An answer of tool calls only, and results, draw nothing by themselves."""
    assert "" == drawn(MessageAdded(Message("assistant", ())), MessageAdded(user("x")))


def test_what_a_stream_held_back_is_shown_at_its_end():
    """An unfinished sequence at the end of an answer is spelled out."""
    assert "ab\\u001b[3\n" == drawn(TextDelta("ab\x1b[3"), reply("ab\x1b[3"))


def test_thinking_is_short():
    """Reasoning is shown on one line, up to a limit, before the answer."""
    shown = drawn(
        TurnStarted(1),
        ThinkingDelta("First\nthis, "),
        ThinkingDelta("then " + "x" * 400),
        ThinkingDelta("never shown"),
        ThinkingDelta(""),
        TextDelta("Answer."),
        reply("Answer."),
    )
    first, second = shown.splitlines()
    assert first.startswith("thinking: First this, then xxx")
    assert first.endswith("x ...")
    assert len(first) < 340
    assert "Answer." == second


def test_retry_voids_what_was_streamed():
    """A retry is one line, and says so when text was already shown."""
    retry = Retrying(1, 2.0, "rate-limited", "Too many\nrequests.")
    shown = drawn(TextDelta("Hal"), retry, TextDelta("Hello"), reply("Hello"))
    assert (
        "Hal\n! Too many requests. [rate-limited] Trying again in 2.0 s."
        " The text above is void.\nHello\n"
    ) == shown
    assert "void" not in drawn(TurnStarted(1), retry)


def test_progress_shows_the_last_lines():
    """Of a command's output the last lines are shown when it has ended."""
    progress = [ToolProgress("c1", f"line {n}\n") for n in range(20)]
    shown = drawn(tool(summary="$ make"), *progress, result("all", seconds=12.0))
    assert (
        "\u2022 $ make\n  (20 lines, the last ones:)\n"
        "  line 15\n  line 16\n  line 17\n  line 18\n  line 19\n  (12.0 s)\n"
    ) == shown


def test_status_line_is_taken_back():
    """With colours the newest output is drawn at once, and erased by what follows."""
    shown = drawn(tool(), ToolProgress("c1", "working\r"), result("done"), colour=True)
    assert "\x1b[2m  working\x1b[0m\r\x1b[K\x1b[2m  working\x1b[0m\n" in shown


def test_status_line_is_drawn_seldom():
    """A flood of output draws few status lines."""
    flood = [ToolProgress("c1", f"{n}\n") for n in range(1000)]
    shown = drawn(tool(), *flood, colour=True)
    assert len(shown) < 10000


def test_status_line_ends_an_open_line():
    """Output of a tool under a line that is still open begins on its own line."""
    shown = drawn(TextDelta("Hm"), ToolProgress("c1", "x\n"), colour=True)
    assert "Hm\n\x1b[2m  x\x1b[0m" == shown


def test_errors_are_shown_in_part():
    """An error's text is shown, the middle of a long one left out."""
    text = "\n".join(f"e{n}" for n in range(30))
    lines = drawn(tool(), result(text, is_error=True)).splitlines()
    assert ["  e0", "  e4", "  ... 20 lines ...", "  e25", "  e29"] == [
        lines[n] for n in (1, 5, 6, 7, 11)
    ]


def test_long_results_are_one_line():
    """Of a long result the first line and the number of the others is shown."""
    assert "  a (+2 lines)\n" in drawn(tool(), result("a\nb\nc"))


def test_empty_results_draw_nothing():
    """A result without text adds no line."""
    assert "\u2022 edit_file\n" == drawn(tool(summary=""), result(""))


def test_diffs_are_coloured():
    """The diff of an edit is shown, with colours where they are on."""
    text = "Changed a.py.\n@@ -1 +1 @@\n-old\n+new\n same"
    shown = drawn(tool(), result(text), colour=True)
    for line in (
        "\x1b[2m  Changed a.py.",
        "\x1b[36m  @@ -1 +1 @@",
        "\x1b[31m  -old",
        "\x1b[32m  +new",
        "\x1b[2m   same",
    ):
        assert line + "\x1b[0m\n" in shown
    assert "\x1b" not in drawn(tool(), result(text))


def test_parallel_results_name_their_call():
    """A result that does not follow its call says which call it answers."""
    shown = drawn(
        tool("c1", "read a"),
        tool("c2", "read b"),
        result("A", call="c1"),
        result("B", call="c2"),
    )
    assert ("\u2022 read a\n\u2022 read b\n\u2022 read a\n  A\n  B\n") == shown


def test_denied_calls_are_shown_once():
    """What was denied is said with the reason; its error result is not repeated."""
    shown = drawn(
        PermissionDecided("c1", "shell", "rm -rf /", False, True, "use make clean"),
        result("Denied: use make clean", is_error=True),
        PermissionDecided("c2", "shell", "ls", True, False, ""),
        PermissionDecided("c3", "shell", "dd", False, False, ""),
    )
    assert "denied: shell: rm -rf /\n  use make clean\ndenied: shell: dd\n" == shown


@pytest.mark.parametrize(
    "exit_code, words", [(1, "failed (1) in 2.0 s"), (None, "did not end in 2.0 s")]
)
def test_failed_checks_show_their_output(exit_code, words):
    """A check that failed shows how, and the last lines of its output."""
    output = "\n".join(f"o{n}" for n in range(15))
    shown = drawn(
        CheckStarted("make"),
        Notice("n", "interrupting"),
        CheckFinished("make", False, exit_code, 2.0, output),
    )
    assert shown.startswith(
        f"check: make ...\nnote: interrupting [n]\ncheck: make ... {words}\n"
    )
    assert shown.endswith("  o13\n  o14\n")
    assert "o3\n" not in shown


@pytest.mark.parametrize("width", [1, 20, 40])
def test_narrow_terminals(width):
    """Lines of our own fit a narrow terminal, wide characters included."""
    wide = "\u4e2d\u6587" * 30
    shown = drawn(
        tool(summary=wide), ToolProgress("c1", wide), result(wide), width=width
    )
    assert max(cells(line) for line in shown.splitlines()) <= max(width, 20)


HOSTILE_EVENTS = [
    lambda text: [TextDelta(text), reply(text)],
    lambda text: [*map(TextDelta, text), reply(text)],
    lambda text: [reply(text)],
    lambda text: [*map(ThinkingDelta, text)],
    lambda text: [tool(summary=text), result(text)],
    lambda text: [result(text, is_error=True, seconds=2.0)],
    lambda text: [tool(), result("@@ -1 +1 @@\n+" + text)],
    lambda text: [*(ToolProgress("c1", part) for part in text), result("")],
    lambda text: [PermissionDecided("c1", text, text, False, True, text)],
    lambda text: [Retrying(1, 1.0, text, text)],
    lambda text: [Notice(text, text)],
    lambda text: [CheckStarted(text), CheckFinished(text, False, 1, 1.0, text)],
    lambda text: [STARTED._replace(model=text, workspace=text, checks=(text,))],
    lambda text: [finished(text, reason=text, files=(text,))],
]


@pytest.mark.parametrize("events", HOSTILE_EVENTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_arrives_raw(events, text):
    """No field of any event brings a control character to the terminal."""
    assert [] == raw_in(drawn(*events(text)))


@pytest.mark.parametrize("events", HOSTILE_EVENTS)
def test_hostile_text_with_colours(events):
    """With colours on, the only sequences are the view's own colours and erasing."""
    shown = drawn(*events("".join(HOSTILE)), colour=True)
    own = re.sub("\x1b\\[[0-9]+m|\r\x1b\\[K", "", shown)
    assert [] == raw_in(own)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_any_encoding(encoding):
    """Output in a small encoding loses characters, never the run."""
    data = io.BytesIO()
    out = io.TextIOWrapper(data, encoding=encoding, newline="\n")
    view = TerminalView(out, colour=False, width=80)
    events = [tool(summary="\u4e2d"), TextDelta("\u2192 gr\u00fcn"), finished()]
    assert finished() == show_events(events, view)
    first = data.getvalue().decode(encoding).splitlines()[0]
    assert first in ("* ?", "\u2022 ?")


def test_reader_gone_closes_the_run():
    """When nobody reads the terminal any more, the run is closed in order."""
    reader, writer = os.pipe()
    os.close(reader)
    run = Run(tool(), tool(), finished())
    with open(writer, "w", encoding="utf-8") as out:
        view = TerminalView(out, colour=False, width=80)
        assert show_events(run, view) is None
        view.say("dropped")
    assert (True, True) == (view.closed, run.closed_early)


def test_say_and_error():
    """Text of our own and errors are shown on lines of their own, made safe."""
    out = io.StringIO()
    view = TerminalView(out, colour=True, width=80)
    view.show(TextDelta("open"))
    view.say("two\nlines\x1b[2J")
    view.error(AuraError("c", "Bad.", hint="Do."))
    assert (
        "open\ntwo\nlines\\u001b[2J\n\x1b[31merror: Bad.\x1b[0m\n  Do.\n  [c]\n"
        == out.getvalue()
    )


# -- colours and width -------------------------------------------------------------


@pytest.mark.parametrize(
    "environ, expected",
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"WT_SESSION": "1"}, True),
    ],
)
def test_colours_on_a_terminal(environ, expected):
    """Colours need a capable terminal and no word against them."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with open(slave, "w", encoding="utf-8") as out:
        assert expected == wants_colour(out, environ)
    os.close(master)


def test_no_colours_elsewhere():
    """A file, a closed stream and no stream at all get no colours."""
    closed = io.StringIO()
    closed.close()
    for stream in (io.StringIO(), closed, None):
        assert not wants_colour(stream, {"TERM": "xterm"})


@pytest.mark.parametrize(
    "environ, expected",
    [({"COLUMNS": "100"}, 100), ({"COLUMNS": "3"}, 20), ({"COLUMNS": "x"}, 80)],
)
def test_width_elsewhere(environ, expected):
    """The width is what the environment says, or 80."""
    assert expected == terminal_width(io.StringIO(), environ)


def test_width_without_stream():
    """Without a stream the width is 80."""
    assert 80 == terminal_width(None, {})


def test_width_of_a_terminal():
    """A terminal says its own width."""
    fcntl = pytest.importorskip("fcntl")
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, b"\x18\0\x40\0\0\0\0\0")
    with open(slave, "w", encoding="utf-8") as out:
        assert 64 == terminal_width(out, {})
    os.close(master)


NARROW = """
import sys
from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.ui.terminal import TerminalView
from tests.ui.samples import STARTED, finished
view = TerminalView(sys.stdout, colour=False, width=20)
view.show(STARTED)
view.error(AuraError("some-code", "There is no folder of this name here.", hint="Go."))
view.show(finished())
"""


def test_a_terminal_of_twenty_columns():
    """What is meant for people is broken at blanks, not in the middle of words."""
    with PtyChild(NARROW) as child:
        assert 0 == child.wait()
    lines = child.output.decode().replace("\r", "").splitlines()
    assert [] == [line for line in lines if len(line) > 20]
    text = " ".join(child.output.decode().split())
    assert "error: There is no folder of this name here." in text


ASKING = """
import io
from aura_coding_agent.core.interfaces import PermissionRequest
from aura_coding_agent.ui.terminal import TerminalView
view = TerminalView(io.StringIO(), colour=False, width=80)
print(view.ask(PermissionRequest("shell", "make", frozenset(), "")))
"""


def test_a_question_mark_has_the_answers_explained():
    """The answers are explained, and the question is put again."""
    with PtyChild(ASKING) as child:
        child.until(b"[?] help\r\n? ")
        child.send(b"?\n")
        child.until(b"a: it runs, and this very command")
        child.until(b"[?] help\r\n? ")
        child.send(b"y\n")
        assert 0 == child.wait()
    assert b"allowed=True, reason='once'" in child.output


def test_the_end_of_a_run_says_what_became_of_its_files():
    """The view asks about the files of the run that it shows."""
    asked = []

    def kinds(session, run):
        asked.append((session, run))
        return {"a.py": "deleted"}

    out = io.StringIO()
    view = TerminalView(out, colour=False, width=80, undo="go back", kinds=kinds)
    for event in (STARTED, finished()):
        view.show(event)
    assert ([("s1", 1)], True) == (asked, "  deleted a.py\n" in out.getvalue())
    assert "  undo    go back\n" in out.getvalue()
