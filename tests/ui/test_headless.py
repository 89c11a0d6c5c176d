# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test output for programs, tasks from anywhere, and stopping by signals."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import AuraError, UsageError
from aura_coding_agent.core.events import (
    CheckFinished,
    MessageAdded,
    Notice,
    PermissionDecided,
    TextDelta,
    ToolStarted,
    TurnStarted,
    event_to_json,
)
from aura_coding_agent.core.messages import user
from aura_coding_agent.ui import headless

from .samples import HOSTILE, STARTED, Run, finished

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def pipe_without_reader():
    """Return a text stream whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return open(writer, "w", encoding="utf-8")


def test_each_event_is_one_line_at_once():
    """Every event is one JSON object a line, there before the next one is asked for."""
    reader, writer = os.pipe()
    events = [STARTED, TurnStarted(1), MessageAdded(user("hi")), finished()]
    seen = []

    def produce():
        for event in events:
            yield event
            seen.append(json.loads(os.read(reader, 65536)))

    with open(writer, "w", encoding="ascii") as out:
        assert finished() == headless.stream_jsonl(produce(), out)
    os.close(reader)
    assert [event_to_json(event) for event in events] == seen


def test_hostile_text_is_ascii():
    """Whatever a model says, the lines are ASCII, one an event, and say the same."""
    out = io.StringIO()
    headless.stream_jsonl([TextDelta(text) for text in HOSTILE], out)
    lines = out.getvalue().splitlines()
    assert all(line.isprintable() and line.isascii() for line in lines)
    assert list(HOSTILE) == [json.loads(line)["text"] for line in lines]


def test_numbers_that_json_has_not_become_null():
    """NaN and infinities, which models put into arguments, become null."""
    event = ToolStarted("c", "t", {"a": [float("nan"), 1.5], "b": float("inf")}, "s")
    out = io.StringIO()
    headless.stream_jsonl([event], out)
    assert {"a": [None, 1.5], "b": None} == json.loads(out.getvalue())["arguments"]


def test_plain_iterators_need_no_close():
    """A list of events does as well as a generator."""
    assert headless.stream_jsonl([TurnStarted(1)], io.StringIO()) is None


@pytest.mark.parametrize("write", [headless.stream_jsonl, headless.write_json])
def test_reader_gone_closes_the_run(write):
    """When nobody reads any more, the run is closed in order and the answer is None."""
    run = Run(finished(), TurnStarted(2))
    out = pipe_without_reader()
    assert write(run, out) is None
    assert run.closed_early
    out.close()  # what was buffered goes nowhere instead of failing


def test_closed_output_closes_the_run():
    """Output that was closed counts as a reader that is gone."""
    out = io.StringIO()
    out.close()
    run = Run(finished())
    assert headless.stream_jsonl(run, out) is None
    assert run.closed_early


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_is_an_error():
    """Output that cannot be written for another reason is said, and the run closed."""
    run = Run(finished())
    with open("/dev/full", "w", encoding="ascii") as out:
        with pytest.raises(AuraError) as caught:
            headless.stream_jsonl(run, out)
    assert "output-unwritable" == caught.value.code
    assert run.closed_early


def test_broken_stream_without_descriptor():
    """A stream of the caller's that fails without having a descriptor is no crash."""

    class Broken(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    assert headless.stream_jsonl([finished()], Broken()) is None


def test_failing_run_is_closed_and_the_error_passes():
    """An error of the run itself reaches the caller."""

    def events():
        yield STARTED
        raise AuraError("some-code", "No.")

    with pytest.raises(AuraError):
        headless.stream_jsonl(events(), io.StringIO())


def test_summary():
    """One object has the end of the run, where it ran, and the lists."""
    out = io.StringIO()
    allowed = PermissionDecided("c0", "shell", "ls", True, False, "")
    denied = PermissionDecided("c1", "shell", "rm -rf /", False, False, "unattended")
    check = CheckFinished("pytest -q", True, 0, 1.2, "1 passed")
    events = [STARTED, allowed, denied, Notice("n", "m"), check, finished()]
    assert finished() == headless.write_json(events, out)
    assert 1 == out.getvalue().count("\n")
    shown = json.loads(out.getvalue())
    assert "run_finished" == shown["type"]
    assert ("verified", "Done.", ["a.py"]) == (
        shown["status"],
        shown["answer"],
        shown["files"],
    )
    assert ("m-1", "/w") == (shown["model"], shown["workspace"])
    assert [{"code": "n", "message": "m"}] == shown["notices"]
    assert ["rm -rf /"] == [item["what"] for item in shown["denied"]]
    assert [("pytest -q", True)] == [
        (item["command"], item["passed"]) for item in shown["checks"]
    ]


def test_error_as_json():
    """An error has a JSON form on one line, too."""
    out = io.StringIO()
    headless.write_error(AuraError("c", "m", hint="h", path="p"), out)
    expected = {
        "type": "error",
        "code": "c",
        "message": "m",
        "hint": "h",
        "facts": {"path": "p"},
    }
    assert expected == json.loads(out.getvalue())


def test_head_ends_a_run_quietly():
    """A real process whose reader goes away ends in order and without complaint."""
    program = (
        "import itertools, sys\n"
        "from aura_coding_agent.core.events import TurnStarted\n"
        "from aura_coding_agent.ui.headless import stream_jsonl\n"
        "def events():\n"
        "    try:\n"
        "        for n in itertools.count(1): yield TurnStarted(n)\n"
        "    finally:\n"
        "        sys.stderr.write('closed in order')\n"
        "assert stream_jsonl(events(), sys.stdout) is None\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ROOT, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert child.stdout is not None and child.stderr is not None
    assert {"type": "turn_started", "turn": 1} == json.loads(child.stdout.readline())
    child.stdout.close()
    complaint = child.stderr.read()
    child.stderr.close()
    assert (b"closed in order", 0) == (complaint, child.wait(timeout=20))


# -- the task ----------------------------------------------------------------------


def endless():
    """Return an input that stays open and never says anything, and its writer."""
    reader, writer = os.pipe()
    return open(reader, encoding="utf-8"), writer


def test_task_from_the_argument():
    """A task given as argument is taken, and an open input is not waited for."""
    stdin, writer = endless()
    assert "fix it" == headless.read_task(" fix it\n", None, stdin)
    stdin.close()
    os.close(writer)


def test_task_from_a_file(tmp_path):
    """A task file is read as UTF-8 with or without a byte order mark."""
    path = tmp_path / "task.txt"
    path.write_bytes(b"\xef\xbb\xbfgr\xc3\xbc\xc3\x9fe\r\nzwei\n")
    stdin, writer = endless()
    assert "gr\u00fc\u00dfe\r\nzwei" == headless.read_task(None, str(path), stdin)
    stdin.close()
    os.close(writer)


@pytest.mark.parametrize("argument", ["-", None])
def test_task_from_a_pipe(argument):
    """Without an argument, or with a dash, a pipe is read to its end."""
    stdin, writer = endless()
    os.write(writer, b"line 1\nline 2\n")
    os.close(writer)
    assert "line 1\nline 2" == headless.read_task(argument, None, stdin)
    stdin.close()


def test_task_from_a_text_stream():
    """An input without bytes beneath it will do."""
    assert "x" == headless.read_task("-", None, io.StringIO("x"))


def test_terminal_is_not_read():
    """On a terminal a missing task is an error, not a wait."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with open(slave, encoding="utf-8") as stdin:
        with pytest.raises(UsageError) as caught:
            headless.read_task(None, None, stdin)
    os.close(master)
    assert "task-missing" == caught.value.code


def file_of(data):
    """Return a function that makes a task file and reads it."""

    def read(tmp_path):
        path = tmp_path / "task"
        path.write_bytes(data)
        return headless.read_task(None, str(path), None)

    return read


@pytest.mark.parametrize(
    "read, code",
    [
        (lambda tmp: headless.read_task(None, None, None), "task-missing"),
        (lambda tmp: headless.read_task(" \n", None, None), "task-missing"),
        (lambda tmp: headless.read_task("-", None, None), "task-missing"),
        (lambda tmp: headless.read_task("a", "b", None), "task-ambiguous"),
        (lambda tmp: headless.read_task("a\udcff", None, None), "task-unreadable"),
        (lambda tmp: headless.read_task("\ud800", None, None), "task-unreadable"),
        (lambda tmp: headless.read_task("a" * 1_000_001, None, None), "task-too-long"),
        (lambda tmp: headless.read_task(None, str(tmp), None), "task-unreadable"),
        (lambda tmp: headless.read_task(None, str(tmp / "0"), None), "task-unreadable"),
        (lambda tmp: headless.read_task(None, "a\0b", None), "task-unreadable"),
        (file_of(b""), "task-missing"),
        (file_of(b"caf\xe9"), "task-unreadable"),
        (file_of(b"a" * 1_000_001), "task-too-long"),
    ],
)
def test_bad_tasks(tmp_path, read, code):
    """A task that is missing, doubled, unreadable or too long is a usage error."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path)
    assert code == caught.value.code
    assert caught.value.hint


def test_closed_input_is_unreadable():
    """An input that was closed is an error with a code."""
    stdin = io.StringIO("x")
    stdin.close()
    with pytest.raises(UsageError) as caught:
        headless.read_task("-", None, stdin)
    assert "task-unreadable" == caught.value.code


def test_is_terminal_of_a_closed_stream():
    """A closed stream is no terminal."""
    stream = io.StringIO()
    stream.close()
    assert not headless.is_terminal(stream)


# -- signals -----------------------------------------------------------------------


STOPPING = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
]


@pytest.mark.parametrize("number", STOPPING)
def test_first_signal_cancels(number):
    """The first signal cancels; afterwards the old handler stands again."""
    cancel = Cancel()
    before = signal.getsignal(number)
    with headless.cancelling(cancel.set):
        os.kill(os.getpid(), number)
        assert cancel.wait(20)
    assert before == signal.getsignal(number)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs SIGHUP")
@pytest.mark.parametrize(
    "name, code", [("SIGHUP", 129), ("SIGQUIT", 131), ("SIGTERM", 7)]
)
def test_a_signal_tells_what_to_end_with(name, code):
    """A hang-up is told by its own exit code, however often it comes."""
    cancel = Cancel()
    with headless.cancelling(cancel.set) as heard:
        for _ in range(2 if name == "SIGHUP" else 1):
            os.kill(os.getpid(), getattr(signal, name))
            assert cancel.wait(20)
    assert (code, True) == (heard.exit_code(7), heard.leaves)


def test_second_interrupt_interrupts():
    """The second Ctrl-C interrupts what does not end by itself."""
    cancel = Cancel()
    with pytest.raises(KeyboardInterrupt):
        with headless.cancelling(cancel.set):
            os.kill(os.getpid(), signal.SIGINT)
            assert cancel.wait(20)
            os.kill(os.getpid(), signal.SIGINT)
            for _ in range(2000):  # short waits: another thread may get the signal
                threading.Event().wait(0.01)


def test_ignored_signals_stay_ignored():
    """What the caller ignores (nohup, a background job) stays ignored."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with headless.cancelling(Cancel().set):
            assert signal.SIG_IGN == signal.getsignal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_cancelling_in_another_thread_does_nothing():
    """Only the main thread can have signal handlers; elsewhere the block just runs."""
    ran = []

    def work():
        with headless.cancelling(Cancel().set):
            ran.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert [True] == ran
