# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put the clock ahead and back between runs, and look what is lost for it.

Each round is one run: it writes a file, adds to a session, and has the store looked
through, at a time of day that may be days or years wrong. Whatever the clock said, the
session that grew last is the latest, and the last runs can be taken back.

Run as ``python -m tests.history.crash_clock FOLDER ROUNDS``.
"""

from __future__ import annotations

import pathlib
import random
import sys
import time
from contextlib import contextmanager
from typing import Iterator, List

from aura_coding_agent.core.database import Database
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.expiry import StoreLimits, prune
from aura_coding_agent.history.packs import PackStore
from aura_coding_agent.history.undo import history, redo, undo
from aura_coding_agent.memory.sessions import SqliteSessions

from . import crash
from .crash import Outcome

_DAY = 86_400.0
_WRONG = (40, -40, 400, -400, 4000, -4000)  # days
_KEPT = 20  # runs that stay whatever the clock says
_TAKEN_BACK = 3


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Make ``rounds`` runs, a third of them with a wrong clock.

    Args:
        folder: empty.
    """
    chance = random.Random(seed)
    (folder / "work").mkdir(parents=True)
    database = Database(str(folder / "state" / "data.db"))
    sessions = SqliteSessions(database)
    names = [sessions.create("/w", "first"), sessions.create("/w", "second")]
    recovered, broken = 0, []
    for number in range(1, rounds + 1):
        days = chance.choice(_WRONG) if chance.random() < 0.33 else 0
        recovered += days != 0
        name = chance.choice(names)
        with _clock(days):
            _run(folder, database, number)
            sessions.append(name, {"type": "notice", "number": number})
            found = list(_broken(folder, database, number))
        if sessions.info("latest").id != name or sessions.listing()[0].id != name:
            found.append("another session is the latest")
        broken += [f"run {number} ({days} days off): {each}" for each in found]
    database.close()
    return Outcome(rounds, rounds, recovered, tuple(broken))


@contextmanager
def _clock(days: float) -> Iterator[None]:
    """Let the clock of this process be wrong."""
    real = time.time
    time.time = lambda: real() + days * _DAY
    try:
        yield
    finally:
        time.time = real


def _run(folder: pathlib.Path, database: Database, number: int) -> None:
    """Have a command write a version, and the store looked through."""
    journal = open_journal(str(folder / "work"), database, str(folder / "state"))
    journal.begin_run("session", number, f"run {number}")
    with journal.capture.command(1) as captured:
        (folder / "work" / "a.txt").write_text(f"version {number}\n" * 200)
    assert not captured.trouble, captured.trouble
    assert isinstance(journal.blobs, PackStore)
    prune(database, journal.blobs, StoreLimits(days=30, keep_free=0))


def _broken(folder: pathlib.Path, database: Database, number: int) -> Iterator[str]:
    """Yield what cannot be taken back any more."""
    file = folder / "work" / "a.txt"
    journal = open_journal(str(folder / "work"), database, str(folder / "state"))
    left = {entry.run for entry in history(journal)}
    gone: List[int] = [
        run for run in range(max(1, number - _KEPT + 1), number + 1) if run not in left
    ]
    if gone:
        yield f"runs {gone} have expired"
    back = min(_TAKEN_BACK, number - 1)
    for run in range(number - 1, number - 1 - back, -1):
        undo(journal)
        if file.read_text() != f"version {run}\n" * 200:
            yield f"undo does not bring back version {run}"
    for _ in range(back):
        redo(journal)


if __name__ == "__main__":
    sys.exit(crash.main("crash_clock", rounds, sys.argv[1:]))
