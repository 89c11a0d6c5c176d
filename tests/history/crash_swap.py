# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Swap a folder with a link, and save files, while tools read and edit them.

Two other processes never rest. One swaps the folder ``inner`` of the workspace with a
link that leads outside. The other saves files as editors do, under a new name that is
renamed and in place, and looks whether each of its saves is still there or was the
base of what the agent wrote over it.

Run as ``python -m tests.history.crash_swap FOLDER ROUNDS`` for more rounds than the
tests do; it prints one line.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import random
import re
import subprocess
import sys
import time
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import AuraError, StorageError
from aura_coding_agent.core.folders import Place
from aura_coding_agent.core.interfaces import Tool, ToolContext
from aura_coding_agent.core.workspace import Workspace
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.blobs import blob_id
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.swap import _EXCHANGE, _rename
from aura_coding_agent.history.undo import redo, undo
from aura_coding_agent.tools.edit import edit_tools
from aura_coding_agent.tools.files import SeenFiles, file_tools
from aura_coding_agent.tools.search import search_tools

from .crash import Outcome

INNER = ("a.txt", "deep/b.txt")
SECRET = "SECRET of the outside"
OUTSIDE = ("a.txt", "deep/b.txt", "only-outside.txt")
SAVED = ("renamed.txt", "in-place.txt", "linked.txt", "rewritten.txt")
_SETTLED = 1.0  # s until a save that was swapped out must be back


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Let an agent do ``rounds`` things while others swap and save.

    Args:
        folder: empty; gets the workspace ``work``, ``state`` and ``outside``.

    Returns:
        Acknowledged is what the tools said they had done, recovered how often they
        refused because somebody else had been there.
    """
    _make(folder)
    outside = _snapshot(folder / "outside")
    held = os.open(folder / "work" / "inner", os.O_RDONLY)
    agent = Agent(folder, random.Random(seed))
    broken: List[str] = []
    with _disturbed(folder) as lost:
        for number in range(rounds):
            found = [*agent.act(number), *agent.unwritten(held)]
            broken += [f"round {number}: {each}" for each in found]
    os.close(held)
    broken += agent.left()
    broken += [f"save lost: {each}" for each in lost if not agent.kept(each)]
    if _snapshot(folder / "outside") != outside:
        broken.append("the outside was changed")
    agent.database.close()
    return Outcome(rounds, agent.done, agent.refused, tuple(broken))


class Agent:
    """The tools of a model, used at random."""

    def __init__(self, folder: pathlib.Path, chance: random.Random):
        self.database = Database(str(folder / "state" / "data.db"))
        self.work = folder / "work"
        self.state = folder / "state"
        self.journal: FileJournal = open_journal(
            str(self.work), self.database, str(self.state)
        )
        # What the others do is laid to a command, so undo would take it back. So the
        # captures have a history of their own.
        database = Database(str(folder / "captures" / "data.db"))
        self._captures = open_journal(
            str(self.work), database, str(folder / "captures")
        )
        self.done = self.refused = 0
        self._chance = chance
        self._written: Dict[str, str] = {}
        self._said = ""
        workspace, seen = Workspace(str(self.work)), SeenFiles()
        tools = (
            *file_tools(workspace, self.journal, seen),
            *edit_tools(workspace, self.journal, seen),
            *search_tools(workspace),
        )
        self._tools: Dict[str, Tool] = {tool.spec.name: tool for tool in tools}

    def act(self, number: int) -> Iterator[str]:
        """Do one thing; yield what should not have happened."""
        self.journal.begin_run("session", number, f"run {number}")
        self._said = ""
        name = self._chance.choice(INNER)
        acts: Tuple[Callable[[], None], ...] = (
            lambda: self._look(name),
            lambda: self._change(f"inner/{name}", number),
            lambda: self._change(f"inner/{name}", number),
            lambda: self._make(number),
            lambda: self._continue(self._chance.choice(SAVED), number),
            lambda: self._continue(self._chance.choice(SAVED), number),
            lambda: self._delete("rewritten.txt"),
            self._take_back,
            self._capture,
        )
        try:
            self._chance.choice(acts)()
            self.done += 1
        except AuraError as error:
            self._said += str(error)
            self.refused += 1
        if SECRET in self._said or "only-outside" in self._said:
            yield f"something of the outside was shown: {self._said}"

    def unwritten(self, held: int) -> Iterator[str]:
        """Yield what was said to be written and is not in the folder, wherever it is.

        Args:
            held: the folder ``inner``, open.
        """
        written, self._written = self._written, {}
        for name, text in written.items():
            with open(os.open(name, os.O_RDONLY, dir_fd=held)) as file:
                if file.read() != text:
                    yield f"{name} was said to be written and is not"

    def left(self) -> Iterator[str]:
        """Yield what is not in order once nobody disturbs any more."""
        journal = open_journal(str(self.work), self.database, str(self.state))
        journal.recover()
        if journal.ledger.open_batches():
            yield f"a batch is still open: {journal.recovered}"
        for path in self.work.rglob("*"):
            if path.name.endswith(".tmp"):
                yield f"left over: {path.name}"
        for name in OUTSIDE:
            for store in (journal.blobs, self._captures.blobs):
                with contextlib.suppress(StorageError):
                    store.get(blob_id(f"{SECRET}: {name}\n".encode()))
                    yield f"{name} of the outside was kept"

    def kept(self, save: str) -> bool:
        """Return whether a save that is not on the disk is in the history."""
        name, number = save.split()
        wanted = blob_id(save_of(name, int(number)))
        done = "SELECT id FROM batches WHERE state = 'done'"
        return any(
            wanted == change.before.blob
            for (batch,) in self.database.query(done)
            for change in self.journal.ledger.changes(batch)
        )

    def _call(self, tool: str, **arguments: object) -> str:
        context = ToolContext("1", 1, Cancel(), lambda text: None)
        text = self._tools[tool].run(dict(arguments), context).text
        self._said += text
        return text

    def _look(self, name: str) -> None:
        self._call("read_file", path=f"inner/{name}")
        self._call("read_file", path=self._chance.choice(["inner", "inner/deep"]))
        self._call("grep", pattern="SECRET|agent")
        self._call("glob", pattern="*.txt")

    def _change(self, path: str, number: int) -> None:
        text = f"agent {number} in {path}\n"
        self._call("read_file", path=path)
        self._call("write_file", path=path, content=text)
        self._written = {path[len("inner/") :]: text}

    def _make(self, number: int) -> None:
        path = f"new-{number}/file.txt"
        self._call("write_file", path=f"inner/{path}", content="agent\n")
        self._written = {path: "agent\n"}
        patch = f"*** Begin Patch\n*** Delete File: inner/{path}\n*** End Patch\n"
        self._call("apply_patch", patch=patch)
        self._written = {}

    def _continue(self, name: str, number: int) -> None:
        """Write over a save that was read."""
        base = base_of(self._call("read_file", path=name).encode())
        if base is None:
            return  # read in the middle of a save
        lines = f"agent {number} on {name} save {base}\n" * 50
        self._call("write_file", path=name, content=lines)

    def _delete(self, name: str) -> None:
        patch = f"*** Begin Patch\n*** Delete File: {name}\n*** End Patch\n"
        self._call("apply_patch", patch=patch)

    def _take_back(self) -> None:
        undo(self.journal)
        if self._chance.random() < 0.3:
            redo(self.journal)

    def _capture(self) -> None:
        with self._captures.capture.command(1) as captured:
            pass
        self._said += captured.notice + captured.trouble


def save_of(name: str, number: int) -> bytes:
    """Return the content of a save: all of one length, so that no size tells them."""
    return f"{name} save {number:06}\n".encode() * 200


def base_of(data: bytes) -> Optional[int]:
    """Return the save that a content is or was made of; None when it is torn."""
    found = re.match(rb"(?:1\t)?[^\n]*\bsave (\d+)\n", data)
    return int(found[1]) if found else None


def _make(folder: pathlib.Path) -> None:
    work = folder / "work"
    for name in INNER:
        (work / "inner" / name).parent.mkdir(parents=True, exist_ok=True)
        (work / "inner" / name).write_text("agent\n")
    for name in OUTSIDE:
        (folder / "outside" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "outside" / name).write_text(f"{SECRET}: {name}\n")
    (work / "lure").symlink_to(folder / "outside")
    for name in SAVED:
        (work / name).write_bytes(save_of(name, 0))
    os.link(work / "linked.txt", folder / "other name")


def _snapshot(folder: pathlib.Path) -> List[Tuple[str, bytes, int]]:
    return [
        (str(path), path.read_bytes() if path.is_file() else b"", path.stat().st_ino)
        for path in sorted(folder.rglob("*"))
    ]


# -- the others ----------------------------------------------------------------------


@contextlib.contextmanager
def _disturbed(folder: pathlib.Path) -> Iterator[List[str]]:
    """Run the others; afterwards the list has what the saver misses."""
    lost: List[str] = []
    with _other("--swap", folder) as swapper, _other("--save", folder) as saver:
        for child in (swapper, saver):
            assert child.stdout is not None
            child.stdout.readline()  # it has begun
        yield lost
        for child in (swapper, saver):
            said, _ = child.communicate(timeout=60)
            assert child.returncode == 0, child.returncode
        lost += said.decode().splitlines()


def _other(what: str, folder: pathlib.Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.history.crash_swap", what, str(folder)]
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=root)


def _until_told() -> Iterator[None]:
    """Repeat until standard input is closed."""
    os.set_blocking(0, False)
    while True:
        yield
        with contextlib.suppress(BlockingIOError):
            if not os.read(0, 1):
                return


def swap_for_ever(folder: str) -> None:
    """Swap ``inner`` and the link, in one step; leave them right."""
    inner, lure = (os.path.join(folder, "work", name) for name in ("inner", "lure"))
    places = Place(None, inner, inner), Place(None, lure, lure)
    print("swapping" if _rename(*places, _EXCHANGE) else "cannot", flush=True)
    _rename(*places, _EXCHANGE)
    for _ in _until_told():
        for _ in range(100):
            _rename(*places, _EXCHANGE)


class _Save(NamedTuple):
    """How a file is saved: under another name, or in place, emptied first or not."""

    renamed: bool
    flags: int


_WAYS: Dict[str, _Save] = {
    "renamed.txt": _Save(True, 0),
    "in-place.txt": _Save(False, os.O_TRUNC),
    "linked.txt": _Save(False, os.O_TRUNC),
    "rewritten.txt": _Save(False, 0),
}


def save_for_ever(folder: str) -> None:
    """Save files, looking before each save for the one before; print what is lost."""
    work = os.path.join(folder, "work")
    chance = random.Random(2)
    last = dict.fromkeys(SAVED, 0)
    print("saving", flush=True)
    for _ in _until_told():
        name = chance.choice(SAVED)
        _check(work, name, last[name])
        time.sleep(chance.uniform(0, 0.004))  # the moment is what is random here
        for _ in range(chance.choice((1, 30))):  # now and then all the time
            last[name] += 1
            _save(os.path.join(work, name), save_of(name, last[name]), _WAYS[name])
    for name in SAVED:
        _check(work, name, last[name])


def _save(path: str, data: bytes, way: _Save) -> None:
    target = f"{path}.save" if way.renamed else path
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | way.flags, 0o644)
    for at in range(0, len(data), 1000):  # as large files are: in pieces
        os.write(descriptor, data[at : at + 1000])
    os.ftruncate(descriptor, len(data))
    os.close(descriptor)
    if way.renamed:
        os.replace(target, path)


def _check(work: str, name: str, number: int) -> None:
    """Print a save that is not there, nor the base of what is there."""
    deadline = time.monotonic() + _SETTLED
    while time.monotonic() < deadline:
        try:
            with open(os.path.join(work, name), "rb") as file:
                if base_of(file.read()) == number:
                    return
        except FileNotFoundError:
            pass
        time.sleep(0.001)
    print(name, number, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--swap":
        swap_for_ever(sys.argv[2])
    elif sys.argv[1] == "--save":
        save_for_ever(sys.argv[2])
    else:
        sys.stdout.write(f"{rounds(pathlib.Path(sys.argv[1]), int(sys.argv[2]))}\n")
