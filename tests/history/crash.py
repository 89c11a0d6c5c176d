# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Kill a process that edits and undoes, at random moments, and look what is left.

Run as ``python -m tests.history.crash FOLDER ROUNDS`` for more rounds than the tests
do; it prints one line. With ``--all`` its kin follow, each with a line of its own: the
modules ``crash_*.py`` beside this one. Every one of them offers
``rounds(folder, rounds, seed) -> Outcome``, raises :class:`Missing` where the machine
lacks what it needs, and runs by itself as ``python -m tests.history.crash_NAME FOLDER
ROUNDS``, for which :func:`main` is all it has to call.
"""

from __future__ import annotations

import importlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import time
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import JournalError
from aura_coding_agent.core.interfaces import FileChange
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.journal import FileJournal, Recovery
from aura_coding_agent.history.ledger import EDIT
from aura_coding_agent.history.undo import redo, undo

# The two files of a pair always change together; "linked" has a second name outside.
PAIR = ("left.txt", "deep/er/right.txt")
FILES = (*PAIR, "linked.txt", "coming-and-going.txt", "made/by-command.txt")


ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Outcome(NamedTuple):
    """What many rounds found.

    Attributes:
        rounds: how often the program was cut off, or disturbed.
        acknowledged: what it had said to be done by then.
        recovered: how often something was found half done and brought to an end.
        broken: every promise that was not kept: what was lost, left running, untrue.
    """

    rounds: int
    acknowledged: int
    recovered: int
    broken: Tuple[str, ...]


class Missing(Exception):
    """The machine lacks what these rounds need; the text names it."""


Rounds = Callable[[pathlib.Path, int, int], Outcome]


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Run the editor ``rounds`` times, kill it at random, check after each kill.

    Args:
        folder: empty; gets the workspace ``work`` and the state folder ``state``.
    """
    chance = random.Random(seed)
    work = folder / "work"
    work.mkdir(parents=True)
    (work / "linked.txt").write_bytes(content("linked.txt", 0))
    os.link(work / "linked.txt", folder / "other name")
    acknowledged, recovered, broken = 0, 0, []
    for number in range(rounds):
        acks = _killed_after(folder, chance.uniform(0, 0.06), number)
        acknowledged += len(acks)
        database = Database(str(folder / "state" / "data.db"))
        journal = open_journal(str(work), database, str(folder / "state"))
        recovered += journal.recovered != Recovery()
        found = [*_broken(folder, journal), *_lost(journal, database, acks)]
        broken += [f"round {number}: {each}" for each in found]
        database.close()
    return Outcome(rounds, acknowledged, recovered, tuple(broken))


def content(name: str, version: int) -> bytes:
    """Return the content of a version: long, so that half of it can be told."""
    return f"{name} version {version}\n".encode() * (2000 + version % 7 * 500)


def version_of(name: str, data: Optional[bytes]) -> Optional[int]:
    """Return which version a content is; None for no file, -1 for no version."""
    if data is None:
        return None
    words = data.split(b"\n", 1)[0].split()
    version = int(words[-1]) if words and words[-1].isdigit() else -1
    return version if version >= 0 and data == content(name, version) else -1


def _killed_after(folder: pathlib.Path, seconds: float, number: int) -> List[bytes]:
    """Start an editor, kill it, return what it has said to be done."""
    command = [
        sys.executable,
        "-m",
        "tests.history.crash",
        "--edit",
        str(folder),
        str(number),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(seconds)  # the moment is what is random here
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read().split(b"\n")
    return [first.strip(), *rest[:-1]]


def _broken(folder: pathlib.Path, journal: FileJournal) -> Iterator[str]:
    """Yield what is wrong with the files."""
    work = folder / "work"
    versions: Dict[str, Optional[int]] = {}
    for name in FILES:
        versions[name] = version_of(name, _read(work / name))
        if versions[name] == -1:
            yield f"{name} is half written"
    if versions[PAIR[0]] != versions[PAIR[1]]:
        yield f"only one of two files was changed: {versions}"
    if _read(folder / "other name") != _read(work / "linked.txt"):
        yield "a hard link was broken"
    there = {str(path.relative_to(work)) for path in work.rglob("*") if path.is_file()}
    if there - set(FILES):
        yield f"left over: {sorted(there - set(FILES))}"
    if journal.recovered.left or journal.recovered.failed:
        yield f"not recovered: {journal.recovered}"


def _lost(
    journal: FileJournal, database: Database, acknowledged: List[bytes]
) -> Iterator[str]:
    """Yield what cannot be reached any more."""
    if database.query("PRAGMA integrity_check") != [("ok",)]:
        yield "the database is damaged"
    if journal.ledger.open_batches():
        yield "a batch is still open"
    count = "SELECT count(*) FROM batches WHERE state = 'done'"
    done = database.query(count)[0][0]
    if acknowledged and done < int(acknowledged[-1]):
        yield f"{int(acknowledged[-1]) - done} acknowledged batches are lost"
    for batch, _ in database.query("SELECT id, kind FROM batches ORDER BY id")[-20:]:
        for change in journal.ledger.changes(batch):
            for kept in (change.before, change.after):
                if version_of(change.path, journal.fetch(kept).data or None) == -1:
                    yield f"content of {change.path} in batch {batch} is lost"


def _read(path: pathlib.Path) -> Optional[bytes]:
    return path.read_bytes() if path.exists() else None


def edit_for_ever(folder: str, number: int) -> None:
    """Edit, undo and redo; after each, print how many batches are done."""
    database = Database(os.path.join(folder, "state", "data.db"))
    work = os.path.join(folder, "work")
    journal = open_journal(work, database, os.path.join(folder, "state"))
    chance = random.Random(number)
    count = "SELECT count(*) FROM batches WHERE state = 'done'"
    for turn in range(1_000_000):
        _one_thing(journal, chance, number * 1_000_000 + turn + 1)
        print(database.query(count)[0][0], flush=True)


def _one_thing(journal: FileJournal, chance: random.Random, version: int) -> None:
    what = chance.random()
    try:
        if what < 0.2:
            undo(journal)
            return
        if what < 0.3:
            redo(journal)
            return
    except JournalError as error:
        assert error.code.startswith("nothing-to-"), error
        return
    if version % 3 == 0 or not journal.ledger.live(EDIT):
        journal.begin_run("session", version, f"run {version}")
    if what < 0.5:
        _command(journal, version)
        return
    names = PAIR if what < 0.8 else (chance.choice(FILES[2:4]),)
    changes = []
    for name in names:
        path = pathlib.Path(journal.root, name)
        before = _read(path)
        gone = name == "coming-and-going.txt" and before is not None
        after = None if gone else content(name, version)
        changes.append(FileChange(str(path), before, after))
    journal.apply(changes, turn=version % 3)


def _command(journal: FileJournal, version: int) -> None:
    """Change files as a command does that replaces them as a whole.

    It makes and removes a folder, and takes a file away from under the agent.
    """
    root = pathlib.Path(journal.root)
    waiting = root.parent / "waiting"
    with journal.capture.command(version % 3) as captured:
        assert not captured.notice, captured.notice
        if version % 2 and (root / "made").exists():
            # An earlier command may have been killed before it made the file.
            (root / FILES[4]).unlink(missing_ok=True)
            (root / "made").rmdir()
        else:
            (root / "made").mkdir(exist_ok=True)
            waiting.write_bytes(content(FILES[4], version))
            os.replace(waiting, root / FILES[4])
        if version % 5 == 0:
            (root / FILES[3]).unlink(missing_ok=True)
    assert not captured.trouble, captured.trouble


# -- on the command line ---------------------------------------------------------------


def main(name: str, found: Rounds, words: List[str]) -> int:
    """Carry out ``FOLDER ROUNDS [SEED]``, print one line; return the exit code."""
    folder, count, *seed = words
    place = pathlib.Path(folder) / name
    try:
        outcome = found(place, int(count), *map(int, seed or ["1"]))
    except Missing as missing:
        sys.stdout.write(f"{name}: skipped, {missing}\n")
        return 0
    done = f"{outcome.acknowledged} acknowledged, {outcome.recovered} recovered"
    broken = f"{len(outcome.broken)} broken"
    sys.stdout.write(f"{name}: {outcome.rounds} rounds, {done}, {broken}\n")
    for each in outcome.broken:
        sys.stdout.write(f"  {each}\n")
    sys.stdout.flush()
    return 1 if outcome.broken else 0


def main_of_all(words: List[str]) -> int:
    """Run these rounds and those of every module beside this one."""
    codes = [main("crash", rounds, words)]
    for path in sorted(pathlib.Path(__file__).parent.glob("crash_*.py")):
        module = importlib.import_module(f"{__package__}.{path.stem}")
        codes.append(main(path.stem, module.rounds, words))
    return max(codes)


if __name__ == "__main__":
    if sys.argv[1] == "--edit":
        edit_for_ever(sys.argv[2], int(sys.argv[3]))
    elif "--all" in sys.argv:
        # Its kin know this module by its name, and so the class of what they raise.
        known = importlib.import_module("tests.history.crash")
        sys.exit(known.main_of_all([word for word in sys.argv[1:] if word != "--all"]))
    else:
        sys.exit(main("crash", rounds, sys.argv[1:]))
