# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Kill the program at random moments of a task, and see what is left.

After each ``kill -9``: the database is sound; what was printed is in the log, which
holds at most one moment more; the session resumes, every call answered, against a
server that judges each request; then no file is half written, nothing is left beside
them, and undo gives back the bytes from before.
"""

from __future__ import annotations

import collections
import contextlib
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, FrozenSet, List, NamedTuple, Sequence, Tuple

from tests.support.model_server import ANTHROPIC, OPENAI, ModelServer
from tests.support.steps import Call, Calls, Say

from .programs import Installed, Line, install, median, parser_for, publish

WIRES = (OPENAI, ANTHROPIC)
NOT_LOGGED = frozenset({"text_delta", "thinking_delta", "tool_progress"})
SECONDS = 60.0
# The most events that are logged at once here, and printed right after: the end of a
# call, the files it changed, the answer to the model, the next turn.
MOMENT = 4
"""Time that a program gets; more than a hundred times what it needs."""
BIG = 300_000

A0 = b"one = 1\r\ntwo = 2  # caf\xe9\r\nthree = 3"
B0 = b"b" * BIG + b"\nend\n"
STEPS = (
    Calls([Call("read_file", {"path": "a.py"}), Call("glob", {"pattern": "*"})]),
    Call("edit_file", {"path": "a.py", "old": "one = 1", "new": "one = 11"}),
    Call("read_file", {"path": "b.txt", "offset": 2}),
    Call("edit_file", {"path": "b.txt", "old": "end\n", "new": "END\n"}),
    Call("write_file", {"path": "new/c.txt", "content": "c" * BIG + "\n"}),
    Call("shell", {"command": "grep -q 11 a.py && echo found"}),
    Call("edit_file", {"path": "a.py", "old": "three = 3", "new": "three = 33"}),
    Say("All done."),
)
A1 = A0.replace(b"one = 1", b"one = 11")
KNOWN: Dict[str, FrozenSet[bytes]] = {
    "a.py": frozenset({A0, A1, A1.replace(b"three = 3", b"three = 33")}),
    "b.txt": frozenset({B0, B0.replace(b"end\n", b"END\n")}),
    "new/c.txt": frozenset({b"c" * BIG + b"\n"}),
}
BEFORE = {"a.py": A0, "b.txt": B0}


class Place(NamedTuple):
    """Where one round happens."""

    installed: Installed
    project: pathlib.Path
    home: pathlib.Path

    @property
    def database(self) -> pathlib.Path:
        """The file with the sessions."""
        return self.home / "aura.db"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program in the project."""
        environ = {**self.installed.environ, "AURA_HOME": str(self.home)}
        return subprocess.Popen(
            self.installed.argv(*words),
            cwd=self.project,
            env={**environ, "AURA_API_KEY": "k"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


class Round(NamedTuple):
    """What came of one kill.

    Attributes:
        seconds: when it was killed, after its start.
        killed: false when it had ended before.
        printed: events on standard output.
        ahead: events in the log that were not printed yet.
        resumed: false when there was no session yet.
        faults: what should not be.
    """

    seconds: float
    killed: bool
    printed: int = 0
    ahead: int = 0
    resumed: bool = False
    faults: Tuple[str, ...] = ()


def main(words: Sequence[str] = ()) -> int:
    """Print the counts and keep them; return 1 when anything was lost."""
    parser = parser_for("kill9", __doc__, rounds=100)
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        installed = install(folder, options.python)
        rounds = kill_all(folder, installed, options.rounds, options.seed)
    show(options.results, rounds, options.seed, time.monotonic() - began)
    return int(any(each.faults for each in rounds))


def kill_all(
    folder: pathlib.Path, installed: Installed, count: int, seed: int
) -> List[Round]:
    """Kill ``count`` runs, at moments spread over the time that a whole run takes."""
    chance = random.Random(seed)
    workers = min(4, os.cpu_count() or 1)

    def whole(number: int) -> float:
        place = place_in(folder / f"whole{number}", installed)
        began = time.monotonic()
        with ModelServer(STEPS) as server:
            place.start(*run_words(server)).communicate(timeout=SECONDS)
        return time.monotonic() - began

    def one(number: int) -> Round:
        place = place_in(folder / str(number), installed)
        return kill_one(place, moments[number], WIRES[number % len(WIRES)])

    with ThreadPoolExecutor(workers) as pool:
        # As many at once as later, so that they take as long as then.
        length = median(pool.map(whole, range(2 * workers)))
        # One moment in each of so many equal parts of that time.
        moments = [length * (part + chance.random()) / count for part in range(count)]
        return list(pool.map(one, range(count)))


def place_in(folder: pathlib.Path, installed: Installed) -> Place:
    """Make a project with the files that the task begins with."""
    place = Place(installed, folder / "project", folder / "home")
    place.project.mkdir(parents=True)
    for name, data in BEFORE.items():
        (place.project / name).write_bytes(data)
    return place


def run_words(server: ModelServer) -> List[str]:
    """Return the command line of the task."""
    return ["run", "the task", *_options(server)]


def _options(server: ModelServer) -> List[str]:
    endpoint = ["--api", server.wire, "--base-url", server.url, "--model", "m"]
    return [*endpoint, "--auto", "--check", "true", "--output", "jsonl"]


def kill_one(place: Place, seconds: float, wire: str) -> Round:
    """Start the task, kill it after so many seconds, examine what is left."""
    with ModelServer(STEPS, wire) as server:
        process = place.start(*run_words(server))
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        printed = _events(process.communicate(timeout=SECONDS)[0])
        # A kill breaks no rule of the protocol; the requests before it must not.
        faults = [f"resume: {fault}" for fault in server.violations]
    killed = process.returncode == -signal.SIGKILL
    faults += database_faults(place)
    log = logged(place)
    ahead = len(log) - len(printed)
    if log[: len(printed)] != printed or ahead > MOMENT:
        faults.append(f"log: {len(printed)} events printed, {len(log)} logged")
    resumed = False
    if sessions(place):
        problems = resume(place, wire)
        resumed = not problems
        faults += problems
        faults += database_faults(place)
    faults += file_faults(place)
    if resumed:
        faults += undo_faults(place)
    return Round(seconds, killed, len(printed), ahead, resumed, tuple(faults))


def _events(out: bytes) -> List[Dict[str, Any]]:
    """Return the printed events that are logged as well; a line cut off is none."""
    lines = [line for line in out.split(b"\n")[:-1]]
    events = [json.loads(line) for line in lines]
    return [event for event in events if event["type"] not in NOT_LOGGED]


# -- what is left --------------------------------------------------------------------


def database_faults(place: Place) -> List[str]:
    """Open the database as it was left, and have SQLite examine it."""
    if not place.database.exists():
        return []
    with contextlib.closing(sqlite3.connect(place.database)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    sound = found == [("ok",)] and not broken
    return [] if sound else [f"database: {found} {broken}"]


def logged(place: Place) -> List[Dict[str, Any]]:
    """Return the events in the log, without the program's own help."""
    rows = _rows(place, "records", "SELECT data FROM records ORDER BY seq")
    return [json.loads(data) for (data,) in rows]


def sessions(place: Place) -> int:
    """Return how many sessions there are."""
    return len(_rows(place, "sessions", "SELECT id FROM sessions"))


def _rows(place: Place, table: str, sql: str) -> List[Tuple[Any, ...]]:
    if not place.database.exists():
        return []
    with contextlib.closing(sqlite3.connect(place.database)) as connection:
        known = "SELECT 1 FROM sqlite_master WHERE name = ?"
        if not connection.execute(known, (table,)).fetchall():
            return []
        return connection.execute(sql).fetchall()


def resume(place: Place, wire: str) -> List[str]:
    """Go on with the session; the server refuses a call that is not answered."""
    steps = (Call("read_file", {"path": "a.py"}), Say("Resumed."))
    with ModelServer(steps, wire) as server:
        words = ["sessions", "resume", "latest", *_options(server)]
        out = place.start(*words).communicate(timeout=SECONDS)[0]
        faults = [f"resume: {fault}" for fault in server.violations]
        asked = len(server.requests)
    last = json.loads(out.splitlines()[-1]) if out.startswith(b"{") else {}
    if last.get("status") != "verified" or asked != len(steps):
        faults.append(f"resume: {asked} requests, {out[-500:]!r}")
    return faults


def file_faults(place: Place) -> List[str]:
    """Compare every file with the states that the task gives it."""
    faults = []
    for path in sorted(place.project.rglob("*")):
        name = path.relative_to(place.project).as_posix()
        if path.is_file() and path.read_bytes() not in KNOWN.get(name, ()):
            faults.append(f"file: {name} is none of the known states")
    missing = [name for name in BEFORE if not (place.project / name).exists()]
    return faults + [f"file: {name} is gone" for name in missing]


def undo_faults(place: Place) -> List[str]:
    """Take everything back; the bytes must be those from before the task."""
    out = b""
    if any((place.project / n).read_bytes() != data for n, data in BEFORE.items()):
        out = place.start("undo").communicate(timeout=SECONDS)[0]
    left = {
        path.relative_to(place.project).as_posix(): path.read_bytes()
        for path in place.project.rglob("*")
        if path.is_file()
    }
    if left != BEFORE:
        return [f"undo: {sorted(left)} are not as before: {out!r}"]
    return []


def show(results: str, rounds: Sequence[Round], seed: int, seconds: float) -> None:
    """Print the counts, and every fault."""
    faults = [fault for each in rounds for fault in each.faults]
    kinds = collections.Counter(fault.partition(":")[0] for fault in faults)
    lines = [
        Line("runs killed in the middle", sum(each.killed for each in rounds), ""),
        Line("runs that had ended before", sum(not r.killed for r in rounds), ""),
        Line("killed before there was a session", _without(rounds), ""),
        Line("sessions resumed to their end", sum(r.resumed for r in rounds), ""),
        Line("events printed before the kill, median", _printed(rounds), ""),
        Line("logged but not printed yet, at most", _ahead(rounds), "", None, MOMENT),
    ]
    for kind in ("database", "log", "resume", "file", "undo"):
        lines.append(Line(f"faults: {kind}", kinds[kind], "", None, 0))
    lines.append(Line("time for all", seconds, "s"))
    for fault in faults:
        print(fault)
    raw = [each._asdict() for each in rounds]
    publish(results, "kill9", lines, seed=seed, rounds=raw)


def _without(rounds: Sequence[Round]) -> int:
    return sum(not each.resumed and not each.faults for each in rounds)


def _printed(rounds: Sequence[Round]) -> float:
    return median(each.printed for each in rounds)


def _ahead(rounds: Sequence[Round]) -> int:
    return max((each.ahead for each in rounds), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
