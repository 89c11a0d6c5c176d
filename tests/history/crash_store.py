# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Disturb the store while the program works, and look what is lost or untrue.

Every round is one run of the real program with one fault: the database is held by
another process for a while, a disk is full for some writes or fails one read (both
injected by ``strace``), or a page of the database is zeroed beforehand. The run has to
end as it would have, without an error of the program itself; what it told has to be
in the log afterwards; a fault is told as what it is.

Run as ``python -m tests.history.crash_store FOLDER ROUNDS``; every tenth round holds
the database for 30 seconds.
"""

from __future__ import annotations

import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from typing import Any, Callable, Dict, Iterator, List

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import StorageError
from aura_coding_agent.storage import stored_sessions

from ..support.model_server import Call, ModelServer, Say
from . import crash
from .crash import Outcome

LONG = 30.0  # seconds
UNLOGGED = ("text_delta", "thinking_delta", "tool_progress")
PAGE = 4096

Record = Dict[str, Any]


class Store:
    """A workspace, a state folder, and the program that works on them."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.database = folder / "state" / "aura.db"
        self.environ = {**os.environ, "AURA_HOME": str(folder / "state")}
        (folder / "work").mkdir(parents=True)
        (folder / "work" / "a.txt").write_text("one\n")
        self.said = ""

    def run(self, *steps: Any, inject: str = "") -> List[Record]:
        """Run the program on scripted answers; return the events that it told."""
        tracer = ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=none"]
        tracer += ["-e", f"inject={inject}"]
        with ModelServer([*steps, Say("Done.")], judged=False) as server:
            words = [sys.executable, "-m", "aura_coding_agent", "run", "--auto"]
            words += ["-C", str(self.folder / "work"), "--output", "jsonl"]
            words += ["--api", "openai-chat", "--base-url", server.url, "--model", "m"]
            done = subprocess.run(
                [*(tracer if inject else []), *words, "Do it."],
                cwd=crash.ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        self.said = done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stored(self) -> List[Record]:
        """Return the records of the latest session."""
        sessions = stored_sessions(self.environ)
        latest = sessions.listing()[0].id
        return [record.data for record in sessions.records(latest)]


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Make ``rounds`` runs with one fault each.

    Args:
        folder: empty.
    """
    chance = random.Random(seed)
    faults = [FAULTS[name] for name in FAULTS if name in UNTRACED or can_inject()]
    told, broken = 0, []
    for number in range(rounds):
        place = folder / str(number)
        store = Store(place)
        long = number % 10 == 9
        fault = _locked if long else faults[number % len(faults)]
        found = list(fault(store, chance, LONG if long else chance.uniform(0, 0.5)))
        told += '"notice"' in store.said
        for text in ("Traceback", "internal-error"):
            if text in store.said:
                found.append(f"the program failed: {store.said[-300:]}")
        broken += [f"round {number} ({fault.__name__[1:]}): {each}" for each in found]
        shutil.rmtree(place)
    return Outcome(rounds, rounds, told, tuple(broken))


def can_inject() -> bool:
    """Return whether strace is there and may trace."""
    words = ["strace", "-qqq", "-o", "/dev/null", "true"]
    return bool(shutil.which("strace")) and not subprocess.call(words, stderr=-3)


def _edits() -> List[Any]:
    """Return answers that change a file by an edit and by a command."""
    return [
        Call("edit_file", {"path": "a.txt", "old": "one", "new": "two"}),
        Call("shell", {"command": "echo three >> a.txt"}),
    ]


def _codes(events: List[Record]) -> List[str]:
    return [event["code"] for event in events if event["type"] == "notice"]


def _unlike(store: Store, events: List[Record]) -> Iterator[str]:
    """Yield in what the log differs from what was told."""
    if not events or events[-1]["type"] != "run_finished":
        yield f"the run has no end: {store.said[-300:]}"
        return
    told = [e for e in events if e["type"] not in (*UNLOGGED, "notice")]
    stored = [e for e in store.stored() if e["type"] != "notice"]
    if told != stored:
        yield f"{len(told)} events were told, the log holds {len(stored)} or others"


def _locked(store: Store, chance: random.Random, seconds: float) -> Iterator[str]:
    """Hold the database from some answer on, for a while or to the end."""
    store.run()
    holder = sqlite3.connect(
        store.database, isolation_level=None, check_same_thread=False
    )
    # The same call again and again would end the run.
    look = iter([Call("grep", {"pattern": f"word {n}"}) for n in range(9)])

    def hold(_: Any) -> Any:
        holder.execute("BEGIN IMMEDIATE")
        return next(look)

    def wait(_: Any) -> Any:
        time.sleep(seconds)  # the model is slow
        return next(look)

    def let_go(_: Any) -> Any:
        holder.execute("ROLLBACK")
        return next(look)

    events = store.run(next(look), hold, next(look), wait, let_go, *_edits())
    holder.close()
    yield from _unlike(store, events)
    if _codes(events) != ["database-locked", "log-kept"]:
        yield f"told of a lock: {_codes(events)}"
    if (store.folder / "work" / "a.txt").read_text() != "two\nthree\n":
        yield "the work was not done"


def _full(store: Store, chance: random.Random, seconds: float) -> Iterator[str]:
    """Let some writes to the database find the disk full."""
    store.run()
    first = chance.randrange(1, 60)
    last = first + chance.randrange(1, 30)
    events = store.run(*_edits(), inject=f"pwrite64:error=ENOSPC:when={first}..{last}")
    yield from _unlike(store, events)
    yield from _sound(store)
    if "database-corrupt" in store.said:
        yield "a full disk was told as damage"


def _failing(store: Store, chance: random.Random, seconds: float) -> Iterator[str]:
    """Let one read of the database fail."""
    store.run()
    first = chance.randrange(1, 120)
    events = store.run(*_edits(), inject=f"pread64:error=EIO:when={first}")
    if events:  # else an interpreter that could not start
        yield from _unlike(store, events)
    yield from _sound(store)
    if "database-corrupt" in store.said:
        yield "one read that failed was told as damage"


def _sound(store: Store) -> Iterator[str]:
    """Yield when the database is not sound."""
    database = Database(str(store.database))
    if database.query("PRAGMA integrity_check") != [("ok",)]:
        yield "the database is damaged"
    database.close()


def _zeroed(store: Store, chance: random.Random, seconds: float) -> Iterator[str]:
    """Zero a page; the run works, or goes on with a stand-in and says so."""
    store.run(*_edits())
    sqlite3.connect(store.database).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(store.database.read_bytes())
    page = chance.randrange(len(data) // PAGE) * PAGE
    data[page : page + PAGE] = bytes(PAGE)
    store.database.write_bytes(data)
    (store.folder / "work" / "a.txt").write_text("one\n")
    events = store.run(*_edits())
    if not events or events[-1]["type"] != "run_finished":
        yield f"page {page // PAGE}: the run has no end: {store.said[-300:]}"
    elif (store.folder / "work" / "a.txt").read_text() != "two\nthree\n":
        yield f"page {page // PAGE}: the work was not done: {_codes(events)}"


def _emptied(store: Store, chance: random.Random, seconds: float) -> Iterator[str]:
    """Empty the file; nothing is begun over it, by no command."""
    store.run(*_edits())
    for beside in ("-wal", "-shm"):
        pathlib.Path(f"{store.database}{beside}").unlink(missing_ok=True)
    store.database.write_bytes(b"")
    events = store.run(*_edits())
    if "database-corrupt" not in _codes(events):
        yield f"an empty database was taken for a new one: {_codes(events)}"
    if store.database.read_bytes():
        yield "a new database was made over the damaged one"
    try:
        stored_sessions(store.environ)
        yield "an empty database can be read"
    except StorageError as error:
        if error.code != "database-corrupt":
            yield f"an empty database is told as {error.code}"


Fault = Callable[[Store, random.Random, float], Iterator[str]]
FAULTS: Dict[str, Fault] = {
    "locked": _locked,
    "zeroed": _zeroed,
    "emptied": _emptied,
    "full": _full,
    "failing": _failing,
}
UNTRACED = ("locked", "zeroed", "emptied")


if __name__ == "__main__":
    sys.exit(crash.main("crash_store", rounds, sys.argv[1:]))
