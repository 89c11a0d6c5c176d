# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Let eight agents and a user work in one folder at once, then undo each agent.

Run as ``python -m tests.history.crash_agents FOLDER ROUNDS`` for more rounds than the
tests do; it prints one line.
"""

from __future__ import annotations

import os
import pathlib
import random
import subprocess
import sys
import threading
from typing import Dict, Iterator, List

from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.interfaces import FileChange, ToolContext
from aura_coding_agent.core.witness import Witness
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.attribution import TouchLog
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.undo import history, undo
from aura_coding_agent.tools.shell import shell_tool

from .crash import Outcome

AGENTS = 8
STEPS = 4
PATIENCE = 60.0  # seconds that an agent waits for the others on a busy machine

# What an agent does; {me} begins every name that is its own.
COMMANDS = (
    "echo more >>src/{me}-a.txt",
    "sed -i s/begin/end/ docs/{me}-b.txt",
    "rm -f src/{me}-c.txt; echo again >docs/{me}-c.txt",
    "mv src/{me}-a.txt docs/{me}-moved.txt && cp docs/{me}-moved.txt src/{me}-a.txt",
    "mkdir -p src/{me}-new/deep && echo x >src/{me}-new/deep/file",
    "rm -rf {me}-folder && echo now-a-file >{me}-folder",
    "(setsid sh -c 'echo from another session >docs/{me}-s.txt')",
    "cd docs && ln -sf {me}-b.txt {me}-link && echo through >>{me}-link",
    "chmod 600 src/{me}-a.txt; sleep 0.02; echo late >>docs/{me}-b.txt",
)

Snapshot = Dict[str, object]


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Let agents and a user work together ``rounds`` times, and undo one by one.

    Args:
        folder: empty; gets a workspace and a state folder for each round.

    Returns:
        ``acknowledged`` counts what agents and the user did, ``recovered`` the agents
        whose undo took back exactly what they did.
    """
    chance = random.Random(seed)
    acknowledged, recovered = 0, 0
    broken: List[str] = []
    for number in range(rounds):
        place = folder / f"round{number}"
        names = [f"agent{each}" for each in range(AGENTS)]
        _fill(place / "work", names)
        before = snapshot(place / "work")
        acknowledged += _work(place, names, chance)
        chance.shuffle(names)
        for name in names:
            found = list(_undone(place, name, before))
            recovered += not found
            broken += [f"round {number}: {each}" for each in found]
    return Outcome(rounds, acknowledged, recovered, tuple(broken))


def snapshot(root: pathlib.Path) -> Snapshot:
    """Return what is at every path: mode and content, or where a link leads."""
    found: Snapshot = {}
    for path in root.rglob("*"):
        mode = path.lstat().st_mode
        content: object = None
        if path.is_symlink():
            content = os.readlink(path)
        elif path.is_file():
            content = path.read_bytes()
        found[str(path.relative_to(root))] = (mode, content)
    return found


def can_be_watched(folder: pathlib.Path) -> bool:
    """Return whether this system shows what a command does."""
    log = TouchLog("")
    with process.started_through(Witness(str(folder), log).launch):
        process.run(["true"], cwd=str(folder), cancel=Cancel())
    return log.touches.complete


def _fill(work: pathlib.Path, names: List[str]) -> None:
    for part in ("src", "docs"):
        (work / part).mkdir(parents=True)
    for name in names:
        for part, ending in (("src", "a"), ("docs", "b"), ("src", "c"), ("src", "e")):
            text = f"begin {name} {ending}\n"
            (work / part / f"{name}-{ending}.txt").write_text(text)
        (work / f"{name}-folder").mkdir()
        (work / f"{name}-folder" / "file").write_text("in a folder\n")


def _work(place: pathlib.Path, names: List[str], chance: random.Random) -> int:
    """Run all agents and the user at the same time; return how much they did."""
    base = [sys.executable, "-m", "tests.history.crash_agents"]
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    user = subprocess.Popen(
        [*base, "--user", str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
    )
    assert user.stdin is not None and user.stdout is not None
    assert b"ready\n" == user.stdout.readline()
    agents = [
        subprocess.Popen(
            [*base, "--agent", str(place), name, str(chance.randrange(1 << 30))],
            cwd=root,
        )
        for name in names
    ]
    codes = [agent.wait() for agent in agents]
    user.stdin.close()
    saves = int(user.stdout.read())
    user.stdout.close()
    assert [0] * len(names) == codes and 0 == user.wait()
    return saves + len(names) * STEPS


def _undone(place: pathlib.Path, name: str, before: Snapshot) -> Iterator[str]:
    """Undo one agent; yield what was taken back too much or too little."""
    work = place / "work"
    earlier = snapshot(work)
    journal = _open(place)
    (run,) = [each.id for each in history(journal) if each.session == name]
    report = undo(journal, run=run)
    if report.refused:
        yield f"{name} could not be undone: {report.refused}"
    now = snapshot(work)
    for path in sorted({*before, *earlier, *now}):
        own = os.path.basename(path).startswith(f"{name}-") or f"{name}-" in path
        wanted = (before if own else earlier).get(path)
        if now.get(path) != wanted:
            yield f"after undo of {name} {path} is {now.get(path)}, not {wanted}"


def _open(place: pathlib.Path) -> FileJournal:
    state = str(place / "state")
    database = Database(os.path.join(state, "data.db"), timeout=PATIENCE)
    return open_journal(str(place / "work"), database, state, patience=PATIENCE)


def _be_an_agent(place: pathlib.Path, name: str, seed: int) -> None:
    """Run commands and make edits, as an agent does for a model."""
    chance = random.Random(seed)
    journal = _open(place)
    journal.begin_run(name, 1, name)
    tool = shell_tool(
        journal.root,
        output_folder=str(place / "state" / "output"),
        capture=journal.capture,
    )
    for turn, command in enumerate(chance.sample(COMMANDS, STEPS), 1):
        context = ToolContext("call", turn, Cancel(), lambda text: None)
        tool.run({"command": command.format(me=name)}, context)
        path = pathlib.Path(journal.root, "src", f"{name}-e.txt")
        text = path.read_bytes()
        change = FileChange(str(path), text, text + b"edited\n")
        journal.apply([change], turn=turn)


def _be_the_user(place: pathlib.Path) -> None:
    """Save files until standard input is closed; print how often."""
    work = place / "work"
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    count = 0
    print("ready", flush=True)
    while not over.wait(0.005):
        path = work / ("src", "docs")[count % 2] / f"user-{count % 5}.txt"
        if count % 3:
            path.write_text(f"saved {count}\n")
        else:  # as most editors do
            waiting = path.with_suffix(".part")
            waiting.write_text(f"saved {count}\n")
            os.replace(waiting, path)
        count += 1
    print(count)


if __name__ == "__main__":
    if sys.argv[1] == "--agent":
        _be_an_agent(pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    elif sys.argv[1] == "--user":
        _be_the_user(pathlib.Path(sys.argv[2]))
    else:
        sys.stdout.write(f"{rounds(pathlib.Path(sys.argv[1]), int(sys.argv[2]))}\n")
