# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Close the terminal of a run, or kill it, at random moments, and look what is left.

Run as ``python -m tests.history.crash_hangup FOLDER ROUNDS`` for more rounds than the
tests do; it prints one line.
"""

from __future__ import annotations

import json
import os
import pathlib
import pty
import random
import select
import signal
import subprocess
import sys
import time
from typing import Callable, Dict, Iterator, List, Tuple

from tests.history.crash import Outcome
from tests.support.model_server import ModelServer
from tests.support.steps import Call, Say

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WAYS = ("close", "SIGHUP", "SIGQUIT", "SIGTERM", "SIGKILL")
BEFORE = {"kept.txt": b"mine\n", "deep/er.txt": b"mine, too\n"}
SLEEP = "exec sleep 300"
COMMANDS = (
    # Each changes files, and leaves or waits for what tries to get away.
    f"echo a >>kept.txt; sh -c 'echo $$ >>../pids; {SLEEP}' & sleep 0.1; wait",
    "echo b >new.txt; setsid sh -c 'echo $$ >>../pids; exec sleep 300' & sleep 300",
    "rm deep/er.txt; (setsid sh -c 'echo $$ >>../pids; exec sleep 300' &); sleep 300",
    "trap '' TERM; echo $$ >>../pids; echo c >kept.txt; sleep 300; sleep 300",
    "echo d >>new.txt; env -i setsid -f sh -c 'echo $$ >>../pids; exec sleep 300'"
    " >/dev/null 2>&1 </dev/null; sleep 300",
    "sh -c 'echo $$ >>../pids; exec sleep 300' >log 2>&1 &",
)


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Run a task ``rounds`` times, end it at random, check after each end.

    Args:
        folder: empty; gets the workspace ``work`` and the state folder ``state``.

    Returns:
        ``acknowledged`` counts the ends whose run was logged as ended, ``recovered``
        those in which a command had changed something, which undo took back.
    """
    chance = random.Random(seed)
    acknowledged, recovered, broken = 0, 0, []
    (folder / "state").mkdir(parents=True)
    for number in range(rounds):
        way = WAYS[number % len(WAYS)]
        work = folder / "work"
        _lay(work)
        (folder / "pids").write_text("")
        steps = [
            Call("shell", {"command": COMMANDS[-1]}),
            Call("shell", {"command": chance.choice(COMMANDS[:-1])}),
            Say("Done."),
        ]
        with ModelServer(steps) as server:
            code = _ended(folder, server.url, way, chance)
        found = list(_broken(folder, way, code))
        status = _sessions(folder)[0]["status"]
        acknowledged += status == "cancelled"
        recovered += _read(work) != BEFORE
        found += _not_undone(folder, work)
        found += _not_resumed(folder)
        broken += [f"round {number} ({way}): {each}" for each in found]
    return Outcome(rounds, acknowledged, recovered, tuple(broken))


def _lay(work: pathlib.Path) -> None:
    """Bring the workspace into its first state."""
    for path in sorted(work.rglob("*"), reverse=True) if work.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()
    for name, data in BEFORE.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(data)


def _read(work: pathlib.Path) -> Dict[str, bytes]:
    """Return the files of the workspace."""
    paths = [path for path in work.rglob("*") if path.is_file()]
    return {str(path.relative_to(work)): path.read_bytes() for path in paths}


def _environ(folder: pathlib.Path) -> Dict[str, str]:
    """Return the variables of the program."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "AURA_HOME": str(folder / "state"),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
    }


def _ended(folder: pathlib.Path, url: str, way: str, chance: random.Random) -> int:
    """Run the task on a terminal, end it in one way, return its exit code."""
    output = chance.choice(["text", "json", "jsonl"])
    words = [sys.executable, "-m", "aura_coding_agent", "run", "work", "--auto"]
    words += ["-C", str(folder / "work"), "--base-url", url, "--model", "m"]
    words += ["--output", output]
    pid, master = pty.fork()
    if pid == 0:  # pragma: no cover
        try:
            os.chdir(folder)
            os.execve(words[0], words, _environ(folder))
        finally:
            os._exit(127)
    # The moment is what is random here: while a command runs, or begins, or ends.
    _until(master, lambda: (folder / "pids").read_text().count("\n") >= 1)
    _until(master, lambda: False, chance.uniform(0, 1.2))
    if way == "close":
        os.close(master)
    else:
        os.kill(pid, getattr(signal, way))
        _until(master, lambda: os.waitid(os.P_PID, pid, _PEEK) is not None, 30)
        os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


_PEEK = os.WEXITED | os.WNOHANG | os.WNOWAIT


def _until(master: int, done: Callable[[], bool], seconds: float = 30) -> None:
    """Read the terminal until something holds, or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not done():
        if select.select([master], [], [], 0.02)[0]:
            try:
                os.read(master, 65536)
            except OSError:
                return


def _broken(folder: pathlib.Path, way: str, code: int) -> Iterator[str]:
    """Yield what is wrong right after the end."""
    expected = {
        "close": (129,),
        "SIGHUP": (129,),
        "SIGQUIT": (131,),
        "SIGTERM": (130,),
        "SIGKILL": (-9,),
    }[way]
    if code not in expected:
        yield f"it ended with {code}"
    pids = [int(word) for word in (folder / "pids").read_text().split()]
    # Of a run that was asked to end, what it left in the background before goes on.
    kept = pids[:1] if way == "SIGTERM" else []
    end = time.monotonic() + (10 if way == "SIGKILL" else 0)
    while time.monotonic() < end and any(map(_lives, pids)):
        time.sleep(0.02)
    for pid in pids:
        if _lives(pid):
            if pid not in kept:
                yield f"process {pids.index(pid)} of {len(pids)} was left running"
            os.kill(pid, signal.SIGKILL)
    session = _sessions(folder)[0]
    wanted = "interrupted" if way == "SIGKILL" else "cancelled"
    if session["status"] != wanted:
        yield f"the session is {session['status']}"


def _lives(pid: int) -> bool:
    """Return whether a process runs; zombies do not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _program(folder: pathlib.Path, *words: str) -> Tuple[int, str]:
    """Run another command of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        cwd=folder / "work",
        env=_environ(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def _sessions(folder: pathlib.Path) -> List[Dict[str, object]]:
    """Return the sessions, the latest first."""
    code, text = _program(folder, "sessions", "list", "--output", "json")
    assert code == 0, text
    found: List[Dict[str, object]] = json.loads(text)
    return found


def _not_undone(folder: pathlib.Path, work: pathlib.Path) -> Iterator[str]:
    """Yield what undo does not take back."""
    said = []
    while _read(work) != BEFORE:
        code, text = _program(folder, "undo")
        said.append(text)
        if code != 0:
            yield f"undo left {sorted(_read(work))}: {said}"
            return


def _not_resumed(folder: pathlib.Path) -> Iterator[str]:
    """Yield why the session cannot go on."""
    with ModelServer([Say("Going on.")]) as server:
        words = ["sessions", "resume", "latest", "go on", "--output", "json"]
        code, text = _program(folder, *words, "--base-url", server.url, "--model", "m")
    if code != 3:
        yield f"resume ended with {code}: {text}"


if __name__ == "__main__":
    sys.stdout.write(f"{rounds(pathlib.Path(sys.argv[1]), int(sys.argv[2]))}\n")
