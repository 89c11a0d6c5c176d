# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Cut the power while the program works, and look what a disk may have kept.

The real program runs under ``strace``, which records every write, flush, new name and
removed name below a folder. From that record the states are rebuilt in which a disk may
be found after a cut at some moment: what was flushed is there; of the rest each write
and each name may be there or not, in any combination, the last write torn at a multiple
of 512 bytes. What commands did to the workspace counts as kept, which is the worst case
for undo. In each state the program has to find a sound database, the words of the user
once the model was asked, the record of every command that did something, and undo has
to bring the workspace back to what it was at first.

Run as ``python -m tests.history.crash_power FOLDER ROUNDS``.
"""

from __future__ import annotations

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

from aura_coding_agent.agents.sessionlog import conversation_of
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import JournalError, StorageError
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.ledger import MIGRATIONS
from aura_coding_agent.history.undo import undo
from aura_coding_agent.memory.sessions import SqliteSessions

from ..support.model_server import Call, ModelServer, Say
from . import crash
from .crash import Missing, Outcome

TASK = "Put the house in order."
FIRST = {"a.txt": "first\n" * 300, "b.txt": "second\n", "deep/c.txt": "third\n" * 900}
COMMANDS = (
    "echo more >> a.txt; rm b.txt; mkdir made; echo new > made/d.txt",
    "mv deep/c.txt made/c.txt; echo second again > b.txt",
    "i=0; while [ $i -lt 4000 ]; do echo line $i; i=$((i+1)); done; rm made/d.txt",
)
WORDS = ("run", "undo", "redo")
CALLS = (
    "openat,creat,write,pwrite64,ftruncate,fsync,fdatasync,sync,sendto,execve,clone,"
)
CALLS += (
    "clone3,fork,vfork,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,rmdir,"
)
CALLS += "link,linkat"


# -- what was recorded ---------------------------------------------------------------


class Op(NamedTuple):
    """One call that changed the disk, or was told to somebody.

    Attributes:
        kind: ``make``, ``folder``, ``write``, ``cut``, ``flush``, ``sync``, ``rename``,
            ``exchange``, ``link``, ``remove`` or ``asked``.
        path, target: below the folder that is looked at.
        by_command: a command did it.
    """

    kind: str
    path: str = ""
    target: str = ""
    at: int = -1  # -1 at the end
    data: bytes = b""
    by_command: bool = False


_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|<((?:\\x[0-9a-f]{2}|[^\\<>])*)>')
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += +(-?\d+|\?)", re.S)


def _bytes(shown: str) -> bytes:
    parts = re.findall(r"\\x([0-9a-f]{2})|(.)", shown, re.S)
    return b"".join(bytes.fromhex(code) or char.encode() for code, char in parts)


def _whole_lines(text: str) -> Iterator[str]:
    """Yield the calls of a trace, those that were interrupted put together."""
    begun: Dict[str, str] = {}
    for line in text.splitlines():
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line[: -len("<unfinished ...>")].rstrip()
        elif "<... " in line and " resumed>" in line:
            yield begun.pop(pid, pid + " lost(") + line.split(" resumed>", 1)[1]
        else:
            yield line


def read_trace(text: str, folder: str) -> Iterator[Op]:
    """Yield what a trace tells of a folder."""
    commands: set[str] = set()
    first = ""
    for line in _whole_lines(text):
        found = _CALL.match(line)
        if not found:
            continue
        pid, name, shown, result = found.groups()
        first = first or pid
        if name == "execve" and pid != first:
            commands.add(pid)
        if name in ("clone", "clone3", "fork", "vfork") and pid in commands:
            commands.add(result)
        if result.startswith("-") or result == "?":
            continue
        yield from _ops(name, shown, folder, pid in commands)


def _ops(name: str, shown: str, folder: str, by_command: bool) -> Iterator[Op]:
    """Yield what one call did."""
    texts = _TEXT.findall(shown)
    quoted = [_bytes(text) for text, place in texts if not place]
    pointed = [_bytes(place).decode("utf-8", "replace") for _, place in texts if place]
    if name == "sync":
        yield Op("sync")
    if name == "sendto" and quoted and TASK.encode() in quoted[0]:
        yield Op("asked")
    if name in ("write", "pwrite64", "ftruncate", "fsync", "fdatasync"):
        path = _below(pointed[0] if pointed else "", folder)
        if not path:
            return
        if name == "ftruncate":
            yield Op(
                "cut", path, at=int(shown.rsplit(",", 1)[1]), by_command=by_command
            )
        elif name in ("write", "pwrite64"):
            at = int(shown.rsplit(",", 1)[1]) if name == "pwrite64" else -1
            data = quoted[0] if quoted else b""
            yield Op("write", path, at=at, data=data, by_command=by_command)
        else:
            yield Op("flush", path)
        return
    # The folder that a name is relative to stands before it.
    base, names = f"{folder}/work", []
    for quote, place in texts:
        if place:
            base = _bytes(place).decode("utf-8", "replace")
        else:
            path = os.path.join(base, _bytes(quote).decode("utf-8", "replace"))
            names.append(_below(os.path.normpath(path), folder))
    if name in ("openat", "creat"):
        if names and names[0] and ("O_CREAT" in shown or name == "creat"):
            yield Op("make", names[0], by_command=by_command)
        if names and names[0] and "O_TRUNC" in shown:
            yield Op("cut", names[0], at=0, by_command=by_command)
    elif name.startswith("mkdir") and names[0]:
        yield Op("folder", names[0], by_command=by_command)
    elif name.startswith(("unlink", "rmdir")) and names[0]:
        yield Op("remove", names[0], by_command=by_command)
    elif name.startswith(("rename", "link")) and names[0] and names[1]:
        kind = "link" if name.startswith("link") else "rename"
        kind = "exchange" if "RENAME_EXCHANGE" in shown else kind
        yield Op(kind, names[0], names[1], by_command=by_command)


def _below(path: str, folder: str) -> str:
    """Return a path relative to a folder; empty outside of it."""
    if path.endswith("-shm") or not path.startswith(f"{folder}/"):
        return ""
    return path[len(folder) + 1 :]


# -- the disk ------------------------------------------------------------------------


class File:
    """A file: what is on the disk, and the writes that may not be."""

    def __init__(self, data: bytes = b"") -> None:
        self.kept = bytearray(data)
        self.size = len(data)
        self.pending: List[Tuple[int, Optional[bytes]]] = []

    def write(self, at: int, data: Optional[bytes]) -> None:
        """Note a write, or with None that the file ends there."""
        at = self.size if at < 0 else at
        self.pending.append((at, data))
        self.size = at if data is None else max(self.size, at + len(data))

    def flush(self) -> None:
        """Have all of it on the disk."""
        self.kept = _with(self.kept, self.pending)
        self.pending = []


class Folder:
    """A folder; its names are in the disk's list of what was done to them."""

    def __init__(self) -> None:
        self.names: Dict[str, Node] = {}  # as the running system sees them


Node = Union[File, Folder]


def _with(kept: bytearray, writes: Sequence[Tuple[int, Optional[bytes]]]) -> bytearray:
    """Return contents after some writes; what lies between them is zeroes."""
    data = bytearray(kept)
    for at, piece in writes:
        end = at if piece is None else at + len(piece)
        data.extend(bytes(max(0, (at if piece is None else end) - len(data))))
        if piece is None:
            del data[at:]
        else:
            data[at:end] = piece
    return data


class Named:
    """Something done to names, all or nothing: a rename takes one and gives one."""

    def __init__(self, *effects: Tuple[Folder, str, Optional[Node]]):
        self.effects = effects
        self.flushed = False


class Disk:
    """What the system sees and what is certainly on the disk."""

    def __init__(self, first: Dict[str, str]):
        self.root = Folder()
        self.done: List[Named] = []
        for name in ("work", "state"):
            self.take(Op("folder", name))
        for path, text in first.items():
            for folder in list(pathlib.PurePosixPath("work", path).parents)[-3::-1]:
                if self._find(str(folder)) is None:
                    self.take(Op("folder", str(folder)))
            self.take(Op("make", f"work/{path}"))
            self.take(Op("write", f"work/{path}", data=text.encode()))
        self.take(Op("sync"))

    def take(self, op: Op) -> None:
        """Do what a call did."""
        node = self._find(op.path) if op.path else None
        if op.kind == "sync":
            for each in self._files(self.root):
                each.flush()
            for done in self.done:
                done.flushed = True
        elif op.kind == "flush":
            if isinstance(node, File):
                node.flush()
            for done in self.done:
                done.flushed |= any(folder is node for folder, _, _ in done.effects)
        elif op.kind in ("make", "folder") and node is None:
            self._name(op, (op.path, Folder() if op.kind == "folder" else File()))
        elif op.kind == "remove":
            self._name(op, (op.path, None))
        elif op.kind == "rename":
            self._name(op, (op.path, None), (op.target, node))
        elif op.kind == "exchange":
            self._name(op, (op.path, self._find(op.target)), (op.target, node))
        elif op.kind == "link":
            self._name(op, (op.target, node))
        elif op.kind in ("write", "cut") and isinstance(node, File):
            node.write(op.at, op.data if op.kind == "write" else None)
            if op.by_command:
                node.flush()

    def _name(self, op: Op, *named: Tuple[str, Optional[Node]]) -> None:
        effects = []
        for path, what in named:
            above, _, name = path.rpartition("/")
            folder = self._find(above)
            if path and isinstance(folder, Folder):
                effects.append((folder, name, what))
                _put(folder.names, name, what)
        self.done.append(Named(*effects))
        self.done[-1].flushed = op.by_command

    def _find(self, path: str) -> Optional[Node]:
        node: Optional[Node] = self.root
        for name in path.split("/") if path else ():
            node = node.names.get(name) if isinstance(node, Folder) else None
        return node

    def _files(self, folder: Folder) -> Iterator[File]:
        for node in folder.names.values():
            if isinstance(node, Folder):
                yield from self._files(node)
            else:
                yield node

    def lay_out(self, place: pathlib.Path, names: str, data: str, seed: int) -> None:
        """Write one of the states that the disk may be in.

        Args:
            names, data: what became of what was not flushed: ``lost``, ``kept`` or
                ``some``.
        """
        chance = random.Random(seed)
        tree: Dict[int, Dict[str, Node]] = {}
        for done in self.done:
            if done.flushed or _kept(names, chance):
                for folder, name, node in done.effects:
                    _put(tree.setdefault(id(folder), {}), name, node)
        self._lay(self.root, place, tree, data, chance)

    def _lay(
        self,
        folder: Folder,
        place: pathlib.Path,
        tree: Dict[int, Dict[str, Node]],
        data: str,
        chance: random.Random,
    ) -> None:
        place.mkdir(parents=True)
        for name, node in sorted(tree.get(id(folder), {}).items()):
            if isinstance(node, Folder):
                self._lay(node, place / name, tree, data, chance)
                continue
            writes = [each for each in node.pending if _kept(data, chance)]
            if data == "some" and writes and writes[-1][1] is not None:
                at, last = writes[-1]
                torn = chance.randrange(0, len(last or b"") // 512 + 1) * 512
                writes[-1] = (at, (last or b"")[: torn or None])
            (place / name).write_bytes(_with(node.kept, writes))


def _put(names: Dict[str, Node], name: str, node: Optional[Node]) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def _kept(what: str, chance: random.Random) -> bool:
    return what == "kept" or (what == "some" and chance.random() < 0.5)


# -- the rounds ----------------------------------------------------------------------

# How a disk may treat what was not flushed; the worst for records comes first.
_FATES = [("lost", "lost"), ("some", "some"), ("kept", "lost"), ("lost", "kept")]
_FATES += [("some", "lost"), ("some", "some"), ("kept", "kept")]


def rounds(folder: pathlib.Path, rounds: int, seed: int = 1) -> Outcome:
    """Record the program once, then look at ``rounds`` states after a cut.

    Args:
        folder: empty.
    """
    folder = folder.resolve()
    ops = _recorded(folder / "recorded")
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(len(ops) + 1) for _ in range(rounds))
    disk, done, told, broken = Disk(FIRST), 0, 0, []
    recovered: List[str] = []
    for number, cut in enumerate(cuts):
        for op in ops[done:cut]:
            disk.take(op)
        done = cut
        fate = _FATES[number % len(_FATES)]
        place = folder / "recorded"  # where the records say that the workspace is
        shutil.rmtree(place)
        disk.lay_out(place, *fate, seed=seed + number)
        before = ops[:cut]
        told += any(op.kind == "asked" or op.by_command for op in before)
        found = _broken(place, before, recovered)
        broken += [f"cut after call {cut} ({'/'.join(fate)}): {each}" for each in found]
    return Outcome(len(cuts), told, len(recovered), tuple(broken))


def _recorded(folder: pathlib.Path) -> List[Op]:
    """Run the program under strace; return what it did to the disk."""
    if not shutil.which("strace"):
        raise Missing("needs strace")
    work = folder / "work"
    for path, text in FIRST.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text(text)
    (folder / "state").mkdir()
    steps = [
        Call("write_file", {"path": "new/e.txt", "content": "made\n" * 500}),
        Call("shell", {"command": COMMANDS[0]}),
        Call("edit_file", {"path": "a.txt", "edits": [{"old": "more", "new": "less"}]}),
        Call("shell", {"command": COMMANDS[1]}),
        Call("write_file", {"path": "new/f.txt", "content": "x"}),
        Call("shell", {"command": COMMANDS[2]}),
        Say("Done."),
    ]
    ops: List[Op] = []
    with ModelServer(steps, judged=False) as server:
        options = ["--api", "openai-chat", "--base-url", server.url, "--auto"]
        for word in WORDS:
            more = (
                [*options, "--model", "scripted-model", TASK] if word == "run" else []
            )
            ops += _traced(folder, [word, "-C", str(work), *more])
    if not any(op.kind == "asked" for op in ops):
        raise AssertionError("the trace does not show that the model was asked")
    if not any(op.by_command for op in ops):
        raise AssertionError("the trace does not show what commands did")
    return ops


def _traced(folder: pathlib.Path, words: List[str]) -> List[Op]:
    """Run one command of the program under strace."""
    trace = folder.parent / "trace"
    tracer = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-o", str(trace)]
    program = [sys.executable, "-m", "aura_coding_agent", *words]
    environ = {**os.environ, "AURA_HOME": str(folder / "state"), "OPENAI_API_KEY": "k"}
    done = subprocess.run(
        [*tracer, "-e", f"trace={CALLS}", *program],
        cwd=crash.ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if b"PTRACE" in done.stderr or b"ptrace" in done.stderr:
        raise Missing("strace may not trace here")
    if done.returncode not in (0, 3):
        raise AssertionError(f"{words}: {done.stdout!r} {done.stderr!r}")
    return list(read_trace(trace.read_text(), str(folder)))


def _broken(
    place: pathlib.Path, before: Sequence[Op], recovered: List[str]
) -> Iterator[str]:
    """Yield the promises that a state after a cut does not keep."""
    asked = any(op.kind == "asked" for op in before)
    acted = [op for op in before if op.by_command]
    file = place / "state" / "aura.db"
    if not (file.exists() and file.stat().st_size):
        if asked or acted:
            yield "there is no database"
    try:
        database = Database(str(file))
        sessions = SqliteSessions(database)
        yield from _lost_words(sessions, asked, acted)
        if database.query("PRAGMA integrity_check") != [("ok",)]:
            yield "the database is damaged"
        yield from _lost_work(place, database, recovered)
        database.close()
    except StorageError as error:
        yield f"the database cannot be used: {error}"


def _lost_words(
    sessions: SqliteSessions, asked: bool, acted: Sequence[Op]
) -> Iterator[str]:
    """Yield what the log lacks."""
    records = [
        record for info in sessions.listing() for record in sessions.records(info.id)
    ]
    if asked and TASK not in [each.text for each in conversation_of(records)]:
        yield "the task is lost"
    logged = json.dumps([record.data for record in records])
    started = [record for record in records if record.data["type"] == "tool_started"]
    if acted and not any(
        COMMANDS[0] == r.data["arguments"].get("command") for r in started
    ):
        yield "a command acted that is not in the log"
    if any("made/c.txt" in op.target for op in acted) and COMMANDS[1] not in logged:
        yield "a later command acted that is not in the log"


def _lost_work(
    place: pathlib.Path, database: Database, recovered: List[str]
) -> Iterator[str]:
    """Yield what undo does not bring back."""
    work = place / "work"
    database.migrate("history", MIGRATIONS)
    halves = "SELECT id FROM captures UNION SELECT id FROM batches WHERE state = 'open'"
    recovered += ["something was half done"] if database.query(halves) else []
    journal = open_journal(str(work), database, str(place / "state"))
    if journal.recovered.left or journal.recovered.failed:
        yield f"not recovered: {journal.recovered}"
    refused: List[object] = []
    for _ in range(50):
        try:
            refused += undo(journal).refused
        except JournalError as error:
            if error.code != "nothing-to-undo":
                yield f"undo fails: {error}"
            break
    there = {
        path.relative_to(work).as_posix(): path.read_text(errors="replace")
        for path in work.rglob("*")
        if path.is_file()
    }
    for name in sorted({*there, *FIRST}):
        if there.get(name) != FIRST.get(name):
            yield f"undo does not bring back {name}; refused: {refused}"


if __name__ == "__main__":
    from tests.history import crash_power

    sys.exit(crash.main("crash_power", crash_power.rounds, sys.argv[1:]))
