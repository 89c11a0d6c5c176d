# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run whole tasks: a real process, a real HTTP endpoint, real files, real undo."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from .support.model_server import ModelServer
from .support.steps import (
    Call,
    Calls,
    Cut,
    Drop,
    Empty,
    Hang,
    Raw,
    Say,
    Status,
    Think,
    Tokens,
)

WIRES = ("openai-chat", "anthropic")
BROKEN = b"def add(a, b):\r\n    return a - b  # caf\xe9"
MENDED = b"def add(a, b):\r\n    return a + b  # caf\xe9"
TEST = """\
import unittest

from calc import add


class Adding(unittest.TestCase):
    def test_add(self):
        self.assertEqual(3, add(1, 2))
"""
CHECK = f'"{sys.executable}" -m unittest -q'


@pytest.fixture
def project(tmp_path):
    """Return a folder with a fault and a test that finds it."""
    folder = tmp_path / "project"
    folder.mkdir()
    source = b"# -*- coding: latin-1 -*-\r\n" + BROKEN
    (folder / "calc.py").write_bytes(source)
    (folder / "test_calc.py").write_text(TEST)
    return folder


@pytest.fixture
def aura(tmp_path, project):
    """Return a function that runs the command line in the project."""
    environ = {**os.environ, "AURA_HOME": str(tmp_path / "home")}

    def run(*words, stdin=subprocess.DEVNULL, **variables):
        return subprocess.run(
            [sys.executable, "-m", "aura_coding_agent", *words],
            cwd=project,
            env={**environ, **variables},
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    run.environ = environ
    return run


def endpoint(server):
    """Return the options that lead to a server."""
    return ["--api", server.wire, "--base-url", server.url, "--model", "m"]


def mending(wire):
    """Return the steps of a task that looks, edits, tests and stops."""
    return [
        Think("First look.", Call("read_file", {"path": "calc.py"})),
        Calls(
            [Call("grep", {"pattern": "add"}), Call("glob", {"pattern": "*.py"})],
            text="Looking around.",
        ),
        Call("edit_file", {"path": "calc.py", "old": "a - b", "new": "a + b"}),
        Call("shell", {"command": CHECK}),
        Say("The sign was wrong."),
    ]


def events_of(done):
    """Return the events of a run with ``--output jsonl``."""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("wire", WIRES)
def test_a_task_ends_verified_and_undo_returns_the_very_bytes(aura, project, wire):
    """Read, edit, run the test, finish; then take it back."""
    before = (project / "calc.py").read_bytes()
    with ModelServer(mending(wire), wire=wire) as server:
        done = aura(
            "run",
            "mend add",
            "--auto",
            "--check",
            CHECK,
            *endpoint(server),
            "--output",
            "jsonl",
        )
        server.check()
    events = events_of(done)
    assert "verified" == events[-1]["status"], done.stdout + done.stderr
    assert 0 == done.returncode
    assert ["calc.py"] == events[-1]["files"]
    assert 5 == events[-1]["turns"]
    assert (project / "calc.py").read_bytes().endswith(MENDED)
    undone = aura("undo")
    assert 0 == undone.returncode, undone.stderr
    assert before == (project / "calc.py").read_bytes()
    redone = aura("redo")
    assert 0 == redone.returncode, redone.stderr
    assert (project / "calc.py").read_bytes().endswith(MENDED)
    assert ["calc.py", "test_calc.py"] == sorted(
        name for name in os.listdir(project) if name != "__pycache__"
    )


@pytest.mark.parametrize("wire", WIRES)
def test_the_first_request_is_small(aura, project, wire):
    """System prompt and tools leave room: at most 6,000 bytes in all."""
    with ModelServer([Say("Hello.")], wire=wire) as server:
        done = aura("run", "say hello", *endpoint(server), "--output", "json")
    assert 3 == done.returncode
    shown = json.loads(done.stdout)
    assert ("unverified", "Hello.") == (shown["status"], shown["answer"])
    assert len(server.requests[0].raw) <= 6000


@pytest.mark.parametrize("wire", WIRES)
def test_an_answer_in_one_piece(aura, wire):
    """Streaming can be switched off."""
    with ModelServer([Say("Hello.")], wire=wire) as server:
        done = aura(
            "run", "hi", *endpoint(server), "--set", "stream=no", "--output", "json"
        )
        server.check()
    assert "Hello." == json.loads(done.stdout)["answer"]
    assert not server.requests[0].stream


FAULTS = {
    "429 with Retry-After": [Status(429, headers={"Retry-After": "0"})],
    "429 without": [Status(429)],
    "500": [Status(500)],
    "529": [Status(529)],
    "cut in the middle": [Cut(Say("Half of this will be lost. " * 20), 300)],
    "cut with a proper HTTP end": [Cut(Say("Lost. " * 50), 300, True)],
    "no byte at all": [Drop()],
    "malformed events": [Raw(b"data: {broken\n\n")],
    "not UTF-8": [Raw(b'data: {"a": "\xff\xfe\n\n')],
    "an empty reply": [Empty()],
    "truncated arguments": [Call("read_file", '{"path": "cal')],
    "an unknown tool": [Call("fly", {"to": "the moon"})],
    "arguments of the wrong type": [Call("read_file", {"path": ["x"], "limit": {}})],
    "arguments that are no object": [Call("read_file", '["calc.py"]')],
    "a path out of the workspace": [
        Call("write_file", {"path": "../out.txt", "content": "x"})
    ],
}


# What the wires read by themselves; the rest is the same over both.
OF_THE_WIRE = ("cut", "malformed", "not UTF-8", "an empty", "truncated")
FAULTY = [
    (fault, wire)
    for number, fault in enumerate(FAULTS)
    for wire in (WIRES if fault.startswith(OF_THE_WIRE) else [WIRES[number % 2]])
]


@pytest.mark.parametrize("fault, wire", FAULTY)
def test_a_fault_on_the_way_does_not_end_the_task(aura, project, wire, fault):
    """The agent tries again or answers the model; the task still ends verified."""
    steps = [*FAULTS[fault], *mending(wire)]
    with ModelServer(steps, wire=wire) as server:
        done = aura(
            "run",
            "mend add",
            "--auto",
            "--check",
            CHECK,
            *endpoint(server),
            "--output",
            "jsonl",
        )
        server.check()
    events = events_of(done)
    assert "verified" == events[-1]["status"], done.stdout + done.stderr
    answers = [event["message"] for event in events if event["type"] == "message_added"]
    texts = json.dumps([m for m in answers if m["role"] == "assistant"])
    assert 1 == texts.count("The sign was wrong.")
    assert not (project.parent / "out.txt").exists()


def test_unattended_commands_are_denied_and_said(aura, project):
    """Without leave the command does not run, and the end says why."""
    steps = [Call("shell", {"command": "touch made"}), Say("Could not.")]
    with ModelServer(steps) as server:
        done = aura("run", "make it", *endpoint(server), "--output", "json")
        server.check()
    shown = json.loads(done.stdout)
    assert 3 == done.returncode
    assert ["touch made"] == [one["what"] for one in shown["denied"]]
    assert "--allow" in shown["denied"][0]["reason"]
    assert not (project / "made").exists()


def test_an_allowed_pattern_covers_only_its_command(aura, project):
    """A second command behind an allowed one is not slipped in."""
    steps = [
        Call("shell", {"command": "touch made"}),
        Call("shell", {"command": "touch x; rm calc.py"}),
        Say("Done."),
    ]
    with ModelServer(steps) as server:
        done = aura(
            "run", "x", "--allow", "touch*", *endpoint(server), "--output", "json"
        )
    assert 1 == len(json.loads(done.stdout)["denied"])
    assert (project / "made").exists() and (project / "calc.py").exists()


@pytest.mark.parametrize(
    "options, status, code",
    [
        (["--max-turns", "2"], "limit", 5),
        (["--max-tokens", "520"], "limit", 5),
        (
            ["--max-cost", "0.0002", "--set", "price_input=1", "--set"]
            + ["price_output=1"],
            "limit",
            5,
        ),
    ],
)
def test_limits_have_their_own_status_and_exit_code(aura, options, status, code):
    """A cap ends the run within one call."""
    steps = [Call("glob", {"pattern": f"*{n}"}) for n in range(9)]
    with ModelServer(steps) as server:
        done = aura("run", "x", *options, *endpoint(server), "--output", "json")
    assert (status, code) == (json.loads(done.stdout)["status"], done.returncode)
    assert 2 == len(server.requests)


def test_a_loop_has_its_own_status(aura):
    """The same call with the same result again and again stops."""
    steps = [Call("glob", {"pattern": "*.py"}) for _ in range(20)]
    with ModelServer(steps) as server:
        done = aura("run", "x", *endpoint(server), "--output", "json")
    assert 6 == done.returncode
    assert len(server.requests) < 10


def test_a_limit_on_time_ends_a_hanging_answer(aura):
    """The alarm interrupts a server that does not answer."""
    with ModelServer([Hang(seconds=50)]) as server:
        done = aura(
            "run", "x", "--max-time", "0.5", *endpoint(server), "--output", "json"
        )
    assert 5 == done.returncode


def test_usage_of_every_class_is_exact(aura):
    """What the server counted is what is shown, class by class."""
    usage = Tokens(input=11, cached=7, cache_written=0, output=5, reasoning=3)
    with ModelServer([Say("x", usage=usage)]) as server:
        done = aura("run", "x", *endpoint(server), "--output", "json")
    expected = dict(input=11, cached=7, cache_written=0, output=5, reasoning=3)
    assert expected == json.loads(done.stdout)["usage"]


def test_a_failing_check_ends_failed(aura):
    """Words do not help against a check that fails."""
    steps = [Say("All tests pass!") for _ in range(4)]
    with ModelServer(steps) as server:
        done = aura("run", "x", "--check", CHECK, *endpoint(server), "--output", "json")
    assert 4 == done.returncode
    assert [False] * 4 == [one["passed"] for one in json.loads(done.stdout)["checks"]]


def test_an_open_stdin_never_hangs(aura):
    """A task given as argument does not wait for input."""
    reader, writer = os.pipe()
    try:
        with ModelServer([Say("x")]) as server:
            done = aura("run", "x", *endpoint(server), stdin=reader)
    finally:
        os.close(reader)
        os.close(writer)
    assert 3 == done.returncode


@pytest.mark.parametrize("words", [["run"], ["run", "-"]])
def test_the_task_may_come_from_stdin(aura, tmp_path, words):
    """A task text is read from standard input."""
    (tmp_path / "task").write_text("the task from a file")
    with ModelServer([Say("x")]) as server:
        with open(tmp_path / "task") as stdin:
            done = aura(*words, *endpoint(server), stdin=stdin)
    assert 3 == done.returncode
    assert b"the task from a file" in server.requests[0].raw


@pytest.mark.skipif(os.name == "nt", reason="signals are a POSIX thing")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_in_order(aura, project, number):
    """The run ends cancelled, its command too, and the session is whole."""
    arrived = threading.Event()

    def go(request):
        arrived.set()
        return Hang(seconds=50)

    steps = [Call("shell", {"command": "echo started"}), go]
    with ModelServer(steps) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "aura_coding_agent", "run", "x", "--auto"]
            + ["--output", "jsonl", *endpoint(server)],
            cwd=project,
            env=aura.environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert arrived.wait(30)
        process.send_signal(number)
        out, _ = process.communicate(timeout=30)
    assert 130 == process.returncode
    assert "cancelled" == json.loads(out.splitlines()[-1])["status"]
    exported = json.loads(aura("sessions", "export", "latest").stdout)
    assert "cancelled" == exported["session"]["status"]


def test_sessions_are_kept_listed_resumed_and_forked(aura):
    """A second process goes on where the first one ended."""
    with ModelServer([Say("One."), Say("Two."), Say("Three.")]) as server:
        aura("run", "first task", *endpoint(server))
        resumed = aura("sessions", "resume", "latest", "second task", *endpoint(server))
        assert 3 == resumed.returncode, resumed.stderr
        server.check()
        listing = json.loads(aura("sessions", "list", "--output", "json").stdout)
        assert ["first task"] == [info["title"] for info in listing]
        fork = aura("sessions", "fork", "latest").stdout.strip()
        aura("sessions", "resume", fork, *endpoint(server))
        server.check()
    assert b"first task" in server.requests[1].raw
    assert b"One." in server.requests[1].raw
    assert 2 == len(json.loads(aura("sessions", "list", "--output", "json").stdout))
    shown = aura("sessions", "show", listing[0]["id"]).stdout
    assert "One." in shown and "Two." in shown and "Three." not in shown
    assert "first task" in aura("sessions", "list").stdout


def test_the_project_own_check_is_shown_and_needs_leave(aura, project):
    """A Makefile names the test; unattended it runs only with leave."""
    (project / "Makefile").write_text(f"test:\n\t{CHECK}\n")
    for options, status in (((), "unverified"), (("--allow", "make test"), "verified")):
        steps = [
            Call("edit_file", {"path": "calc.py", "old": "a - b", "new": "a + b"}),
            Say("Done."),
        ]
        with ModelServer(steps) as server:
            done = aura("run", "mend", *options, *endpoint(server), "--output", "json")
        shown = json.loads(done.stdout)
        assert status == shown["status"], shown
        assert "make test" in str(shown["notices"])
        aura("undo")


def test_text_output_is_for_people(aura):
    """No escape sequence, and the end in words."""
    steps = [Say("\x1b]0;owned\x07Hello \x1b[31mred")]
    with ModelServer(steps) as server:
        done = aura("run", "x", *endpoint(server))
    assert "\x1b" not in done.stdout
    assert "unverified" in done.stdout
    assert "cost unknown" in done.stdout


def test_without_an_endpoint_one_message_says_what_to_set(aura):
    """No traceback: the names of options and variables."""
    done = aura("run", "x", AURA_MODEL="no-such-model-anywhere")
    assert 2 == done.returncode
    for word in ("--base-url", "AURA_BASE_URL", "no-endpoint"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("home", ["a file", "nowhere"])
def test_a_home_that_cannot_be_used_does_not_end_the_run(aura, tmp_path, home):
    """Without a database the task is done all the same, and that is said."""
    (tmp_path / "a file").write_text("x")
    place = tmp_path / "a file" if home == "a file" else "/proc/none"
    with ModelServer([Say("x")]) as server:
        done = aura(
            "run", "x", *endpoint(server), "--output", "json", AURA_HOME=str(place)
        )
    shown = json.loads(done.stdout)
    assert "unverified" == shown["status"]
    assert "Nothing is kept" in str(shown["notices"])


def test_a_corrupt_database_is_said_and_left_alone(aura, tmp_path):
    """The broken file stays as it is; the run goes on without memory."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "aura.db").write_bytes(b"this is no database" * 100)
    with ModelServer([Say("x")]) as server:
        done = aura("run", "x", *endpoint(server), "--output", "json")
    assert "database-corrupt" in done.stdout
    assert b"this is no database" * 100 == (home / "aura.db").read_bytes()


def test_a_flood_of_output_is_capped_and_kept_for_reading(aura, project):
    """50 MB of output reach the model as head and tail; read_file shows the rest."""
    flood = (
        f"\"{sys.executable}\" -c \"print('x' * 49 + chr(10), end='' * 1, flush=True);"
        "[print('y' * 49) for _ in range(1000000)]; print('the end')\""
    )

    def read_back(request):
        text = json.dumps(request.body)
        path = text.split("full output: ")[1].split(";")[0]
        return Call("read_file", {"path": path, "offset": 500000, "limit": 2})

    steps = [Call("shell", {"command": flood}), read_back, Say("Seen.")]
    with ModelServer(steps) as server:
        done = aura("run", "x", "--auto", *endpoint(server), "--output", "jsonl")
        server.check()
    finished = [e for e in events_of(done) if e["type"] == "tool_finished"]
    assert len(finished[0]["text"]) < 40_000
    assert "the end" in finished[0]["text"]
    assert "500000" in finished[1]["text"] and not finished[1]["is_error"]
