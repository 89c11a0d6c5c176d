# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test how the workspace is captured around commands, and how the store is bounded."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
from typing import Callable, Iterator, List, Optional, Sequence

import pytest

from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import JournalError, StorageError
from aura_coding_agent.core.interfaces import Captured, FileChange
from aura_coding_agent.history import describe, open_journal
from aura_coding_agent.history.blobs import BlobStore, blob_id
from aura_coding_agent.history.capture import CommandCapture
from aura_coding_agent.history.expiry import StoreLimits, prune
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.ledger import EDIT, UNCLAIMED
from aura_coding_agent.history.manifest import decode_folder, encode_folder
from aura_coding_agent.history.packs import Packed, PackStore
from aura_coding_agent.history.scan import Folder, Rule
from aura_coding_agent.history.undo import history, preview, redo, undo

from . import crash_agents
from .crash_agents import can_be_watched, snapshot


class Place:
    """A workspace with a state folder."""

    def __init__(self, folder: pathlib.Path, state: Optional[pathlib.Path] = None):
        self.root = folder / "work"
        self.root.mkdir()
        self.state = state or folder / "state"
        self.database = Database(str(self.state / "data.db"))
        self.limits = StoreLimits(keep_free=0)

    def open(self, rule: Rule = Rule(), run: int = 1) -> FileJournal:
        """Open the journal as another process does, and begin a run."""
        journal = open_journal(
            str(self.root),
            self.database,
            str(self.state),
            rule=rule,
            limits=self.limits,
        )
        journal.begin_run("session", run, f"run {run}")
        return journal

    def put(self, name: str, data: bytes) -> pathlib.Path:
        """Write a file as anybody does."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


@pytest.fixture(name="place")
def _place(tmp_path: pathlib.Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.database.close()


def _store(journal: FileJournal) -> PackStore:
    assert isinstance(journal.blobs, PackStore)
    return journal.blobs


def test_contents_are_stored_once_in_one_file(place: Place) -> None:
    """Hundreds of files make one pack, and equal contents are there once."""
    for number in range(300):
        place.put(f"{number % 7}/{number}.txt", b"content %d\n" % (number % 10))
    journal = place.open()
    with journal.capture.command(1):
        pass
    assert ["1.lock", "1.pack"] == sorted(
        set(os.listdir(place.state / "packs")) - {"looked-at"}
    )
    assert [(10,)] == place.database.query("SELECT count(*) FROM packed")
    size = _store(journal).size()
    with place.open().capture.command(1):
        pass
    assert size == _store(journal).size()


def test_a_write_within_the_tick_of_the_clock_is_seen(place: Place) -> None:
    """Equal size, equal times and equal inode do not hide a change."""
    path = place.put("a.txt", b"one")
    journal = place.open()
    for run, content in enumerate((b"two", b"six", b"ten"), 1):
        journal.begin_run("session", run, "run")
        before = path.read_bytes()
        status = path.stat()
        with journal.capture.command(1) as captured:
            path.write_bytes(content)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert (str(path),) == captured.changed
        undo(place.open())
        assert before == path.read_bytes()
        redo(place.open())


def test_what_is_above_the_rule_is_told_beforehand_and_never_removed(
    place: Place,
) -> None:
    """Large files and large regenerable folders are named once, before the command."""
    place.put("large.bin", b"x" * 2000)
    place.put("small.txt", b"x")
    for number in range(12):
        place.put(f"node_modules/{number}.js", b"x")
        place.put(f"cache/{number}", b"x")
    place.put("cache/CACHEDIR.TAG", b"x")
    place.put(".venv/few", b"x")
    journal = place.open(Rule(file_limit=1000, folder_files=5))
    capture = journal.capture
    with capture.command(1) as captured:
        assert "large.bin (it is larger" in captured.notice
        assert "node_modules (a tool" in captured.notice
        assert "cache (a tool" in captured.notice
        assert ".venv" not in captured.notice
        place.put("large.bin", b"y" * 2000)
        place.put("huge.bin", b"y" * 2000)
        place.put("small.txt", b"y")
        place.put("node_modules/0.js", b"y")
        shutil.rmtree(place.root / ".venv")
    with capture.command(1) as again:
        assert "huge.bin" in again.notice
    with capture.command(1) as again:
        assert "" == again.notice
    assert "larger" in capture.uncovered("large.bin")
    assert "larger" in capture.uncovered(".")
    assert ["", "", "", ""] == [
        capture.uncovered(name)
        for name in ("small.txt", "not there", "node_modules", "node_modules/0.js")
    ]
    report = undo(place.open())
    assert ["huge.bin", "large.bin"] == sorted(path for path, _ in report.refused)
    assert b"x" == (place.root / "small.txt").read_bytes()
    assert b"y" * 2000 == (place.root / "huge.bin").read_bytes()
    assert (place.root / ".venv" / "few").exists()


def test_the_largest_are_left_out_of_too_much(place: Place) -> None:
    """When all files are more than the limit, the small ones are covered."""
    for size in (100, 300, 5000):
        place.put(f"{size}.bin", bytes([size % 251]) * size)
    capture = place.open(Rule(total_limit=1000)).capture
    with capture.command(1) as captured:
        assert "5000.bin (the files together" in captured.notice
        assert "300.bin" not in captured.notice


def test_too_many_files(place: Place) -> None:
    """Above the number of files nothing is covered, which is said beforehand."""
    for number in range(12):
        place.put(f"{number}.txt", b"x")
    capture = place.open(Rule(files=10)).capture
    for expected in ("more than 10 files", ""):
        with capture.command(1) as captured:
            assert expected in captured.notice
            place.put("0.txt", b"y")
        assert () == captured.changed
    assert "more than 10 files" in capture.uncovered("0.txt")
    assert [] == history(place.open())


def test_a_command_whose_agent_was_killed(place: Place) -> None:
    """What the command did is recorded by the next start, and can be undone."""
    path = place.put("a.txt", b"1")
    script = (
        "import os, sys\n"
        "from aura_coding_agent.core.database import Database\n"
        "from aura_coding_agent.history import open_journal\n"
        "root, state = sys.argv[1:]\n"
        "journal = open_journal(root, Database(state + '/data.db'), state)\n"
        "journal.begin_run('session', 1, 'killed')\n"
        "with journal.capture.command(3):\n"
        "    open(root + '/a.txt', 'w').write('2')\n"
        "    os.mkdir(root + '/new')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    command = (sys.executable, "-c", script, str(place.root), str(place.state))
    assert -9 == subprocess.run(command, check=False).returncode
    journal = place.open()
    assert [("a.txt",)] == [turn.paths for turn in history(journal)[0].turns]
    assert [] == place.database.query("SELECT * FROM captures")
    assert ("a.txt",) == undo(journal).restored
    assert (b"1", ["a.txt"]) == (path.read_bytes(), os.listdir(place.root))


_KILLED = """
import sys
from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.database import Database
from aura_coding_agent.history import open_journal
root, state, command = sys.argv[1:]
journal = open_journal(root, Database(state + '/data.db'), state)
journal.begin_run('session', 1, 'killed')
with journal.capture.command(3):
    process.run(['sh', '-c', command], cwd=root, cancel=Cancel())
"""


POSIX = pytest.mark.skipif(os.name != "posix", reason="locks are not inherited there")


@POSIX
def test_a_command_that_outlives_its_agent(place: Place) -> None:
    """Undo waits for it, says who it is, and then takes back all that it did."""
    path = place.put("a.txt", b"1")
    gate = place.state / "gate"
    os.mkfifo(gate)
    command = f"echo 2 >a.txt; read line <{gate}"
    arguments = (str(place.root), str(place.state), command)
    with subprocess.Popen((sys.executable, "-c", _KILLED, *arguments)) as agent:
        _wait_until(lambda: path.read_bytes() == b"2\n")
        agent.kill()
    journal = place.open()
    for step in (undo, redo, preview):
        with pytest.raises(JournalError) as caught:
            step(journal)
        assert "command-running" == caught.value.code
    if sys.platform == "linux":
        (shell,) = caught.value.facts["processes"]
        assert f"(process {shell})" in caught.value.message
    gate.write_text("go\n")
    _wait_until(lambda: not _runs(journal))
    assert ("a.txt",) == undo(journal).restored
    assert (b"1", ["a.txt"]) == (path.read_bytes(), os.listdir(place.root))


def _runs(journal: FileJournal) -> bool:
    try:
        preview(journal)
    except JournalError as error:
        return error.code == "command-running"
    return False


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.01)


@POSIX
def test_a_process_left_behind_does_not_hold_undo_up(place: Place) -> None:
    """What a command leaves running counts no more when the command has ended."""
    path = place.put("a.txt", b"1")
    gate = place.state / "gate"
    os.mkfifo(gate)
    journal = place.open()
    with journal.capture.command(1):
        command = f"echo 2 >a.txt; cat {gate} >/dev/null 2>&1 &"
        process.run(["sh", "-c", command], cwd=str(place.root), cancel=Cancel())
    assert ("a.txt",) == undo(place.open()).restored
    assert b"1" == path.read_bytes()
    gate.write_text("end\n")


def test_two_commands_at_the_same_time(place: Place, tmp_path: pathlib.Path) -> None:
    """What two agents did that nobody has seen is laid to neither, and not lost."""
    place.put("both.txt", b"0")
    first, second = place.open(run=1), place.open(run=2)
    with first.capture.command(1) as one:
        place.put("one.txt", b"1")
        with second.capture.command(1) as two:
            place.put("two.txt", b"2")
            path = str(place.root / "both.txt")
            second.apply([FileChange(path, b"0", b"edited")], turn=1)
        place.put("late.txt", b"1")
    assert ((), ["one.txt", "two.txt"]) == (two.changed, _names(two.others))
    assert ["late.txt"] == _names(one.changed)
    changes = place.open().ledger.live(EDIT, UNCLAIMED)
    assert ["both.txt", "late.txt", "one.txt", "two.txt"] == sorted(
        change.path for change in changes
    )
    for left in (("one.txt", "two.txt"), ("two.txt",)):
        assert left == undo(place.open()).others
    assert ["both.txt", "one.txt", "two.txt"] == sorted(os.listdir(place.root))
    for left in ("two.txt", "one.txt"):
        assert (left,) == undo(place.open(), others=True).restored
    assert ["both.txt"] == os.listdir(place.root)
    assert b"0" == (place.root / "both.txt").read_bytes()


def _names(paths: Sequence[str]) -> List[str]:
    return [os.path.basename(path) for path in paths]


_AT_WORK = """
import os, sys
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.interfaces import Captured, FileChange
from aura_coding_agent.history import open_journal
root, state, name = sys.argv[1:]
journal = open_journal(root, Database(state + '/data.db'), state)
mine, shared = os.path.join(root, name), os.path.join(root, 'shared.txt')
for turn in range(1, 6):
    journal.begin_run(name, turn, name)
    with journal.capture.command(turn) as captured:
        open(mine, 'a').write('%d\\n' % turn)
        open(shared, 'a').write(name + '\\n')
    assert not captured.notice + captured.trouble, captured.trouble
    text = open(mine, 'rb').read()
    journal.apply([FileChange(mine, text, text + b'edited\\n')], turn=turn)
"""


def test_two_agents_in_one_folder(place: Place) -> None:
    """Agents that work at once lose nothing, and undo leads back to the beginning."""
    names = ("one.txt", "two.txt")
    for name in (*names, "shared.txt"):
        place.put(name, b"0\n")
    agents = [
        subprocess.Popen(
            (sys.executable, "-c", _AT_WORK, str(place.root), str(place.state), name)
        )
        for name in names
    ]
    assert [0, 0] == [agent.wait(60) for agent in agents]
    lines = "".join(f"{turn}\nedited\n" for turn in range(1, 6))
    assert [f"0\n{lines}"] * 2 == [(place.root / name).read_text() for name in names]
    journal = place.open()
    ids = [turn.id for run in history(journal) for turn in run.turns]
    batches = {id: journal.ledger.first_batch(*map(int, id.split("."))) for id in ids}
    first = min(ids, key=lambda id: batches[id] or 0)
    assert () == undo(journal, to=first, others=True).refused
    for name in (*names, "shared.txt"):
        assert b"0\n" == (place.root / name).read_bytes()


def _shell(journal: FileJournal, command: str, turn: int = 1) -> Captured:
    """Run a command as the shell tool does."""
    with journal.capture.command(turn) as captured:
        argv = ["sh", "-c", command]
        process.run(argv, cwd=journal.root, cancel=Cancel())
    assert not captured.trouble, captured.trouble
    return captured


@pytest.fixture(name="watched")
def _watched(place: Place) -> Place:
    """Return a place where commands are seen, with a pipe to hold one up."""
    if not can_be_watched(place.root):
        pytest.skip("this system does not show what a command does (seccomp)")
    os.mkfifo(place.state / "gate")
    return place


def _meanwhile(place: Place, command: str, act: Callable[[], object]) -> Captured:
    """Run a command and do something in the middle of it, at its word ``GATE``."""
    gate = place.state / "gate"
    hold = f"echo >{gate}; read line <{gate}"
    journal = place.open()
    done: List[Captured] = []
    line = command.replace("GATE", hold)
    worker = threading.Thread(target=lambda: done.append(_shell(journal, line)))
    worker.start()
    gate.read_bytes()
    act()
    gate.write_text("go\n")
    worker.join()
    return done[0]


def test_what_the_user_saved_meanwhile_is_not_the_commands(watched: Place) -> None:
    """It is named, kept, and taken back only when that is wanted."""
    place = watched
    for name in ("mine.txt", "gone.txt", "notes.txt", "folder/in.txt"):
        place.put(name, b"1")

    def saves() -> None:
        place.put("notes.txt", b"saved by the user")
        place.put("folder/new.txt", b"new of the user")
        (place.root / "gone.txt").unlink()

    captured = _meanwhile(place, "echo 2 >mine.txt; GATE; echo 3 >made.txt", saves)
    assert ["made.txt", "mine.txt"] == sorted(_names(captured.changed))
    others = {"gone.txt", "new.txt", "notes.txt"}
    assert others == set(_names(captured.others))
    assert "# also changed meanwhile, left as it is: notes.txt" in preview(place.open())
    report = undo(place.open())
    assert (("made.txt", "mine.txt"), ()) == report[:2]
    assert {"gone.txt", "folder/new.txt", "notes.txt"} == set(report.others)
    assert b"saved by the user" == (place.root / "notes.txt").read_bytes()
    with pytest.raises(JournalError) as caught:
        undo(place.open())
    assert "undo --with-others" in caught.value.hint
    report = undo(place.open(), paths=["notes.txt"], others=True)
    assert ("notes.txt",) == report.restored
    assert b"1" == (place.root / "notes.txt").read_bytes()
    assert "notes.txt" == redo(place.open()).restored[0]
    assert b"saved by the user" == (place.root / "notes.txt").read_bytes()


SAVES = {
    "in place, after it": ("echo 2 >a.txt; GATE", "w", "refused"),
    "in place, before it": ("GATE; echo 2 >>a.txt", "w", "saved"),
    "replaced, after it": ("sed -i s/1/2/ a.txt; GATE", "r", "refused"),
    "replaced, before it": ("GATE; sed -i s/user/me/ a.txt", "r", "saved"),
    "between": ("echo 2 >a.txt; GATE; echo 3 >>a.txt", "w", "refused"),
}


@pytest.mark.parametrize("name", SAVES)
def test_a_file_that_the_user_saved_while_the_command_changed_it(
    watched: Place, name: str
) -> None:
    """Undo never takes away what the user saved, without a word."""
    path = watched.put("a.txt", b"1\n")
    command, how, wanted = SAVES[name]

    def save() -> None:
        if how == "w":
            path.write_bytes(b"saved by the user\n")
        else:
            watched.put("a.part", b"saved by the user\n")
            os.replace(watched.root / "a.part", path)

    captured = _meanwhile(watched, command, save)
    after = path.read_bytes()
    assert "a.txt" in _names(captured.others)
    if wanted == "saved":
        assert ("a.txt",) == undo(watched.open()).restored
        assert b"saved by the user\n" == path.read_bytes()
        assert ("a.txt",) == redo(watched.open()).restored
    else:
        with pytest.raises(JournalError) as caught:
            undo(watched.open())
        assert "a.txt changed while a command ran" in caught.value.hint
    assert after == path.read_bytes()
    undo(watched.open(), others=True)
    assert b"1\n" == path.read_bytes()


ALIASES = {
    "a second name": ("ln a.txt second", "echo 2 >>second"),
    "a link": ("ln -s a.txt link", "echo 2 >>link"),
    "a link to a folder": ("mkdir f; mv a.txt f; ln -s f g", "echo 2 >>g/a.txt"),
    "a folder that moves": ("mkdir f; mv a.txt f", "mv f g"),
    "a file in its place": ("mkdir f; mv a.txt f", "rm -r f; echo 2 >f"),
}


@pytest.mark.parametrize("name", ALIASES)
def test_what_is_reached_by_another_name_is_the_commands(
    watched: Place, name: str
) -> None:
    """Also beside another command, which could have done it."""
    watched.put("a.txt", b"1")
    prepare, command = ALIASES[name]
    subprocess.run(["sh", "-c", prepare], cwd=watched.root, check=True)
    before = snapshot(watched.root)
    with watched.open(run=1).capture.command(1):
        captured = _shell(watched.open(run=2), command)
    assert (True, ()) == (bool(captured.changed), captured.others)
    assert () == undo(watched.open(), run=2).refused
    assert before == snapshot(watched.root)


def test_what_a_process_left_running_does_later(watched: Place) -> None:
    """It is laid to the run that started it, at the next look."""
    place, gate = watched, watched.state / "gate"
    path = place.put("log.txt", b"1")
    journal = place.open(run=1)
    _shell(journal, f"(read line <{gate}; echo 2 >log.txt) >/dev/null 2>&1 &")
    journal.begin_run("session", 2, "run 2")
    gate.write_text("go\n")
    _wait_until(lambda: path.read_bytes() == b"2\n")
    place.put("notes.txt", b"by the user")
    captured = _shell(journal, "echo 3 >other.txt")
    assert (["other.txt"], ()) == (_names(captured.changed), captured.others)
    titles = {run.title: run.turns[0].paths for run in history(place.open())}
    assert {"run 1": ("log.txt",), "run 2": ("other.txt",)} == titles


def test_eight_agents_in_one_folder(watched: Place, tmp_path: pathlib.Path) -> None:
    """Each undo takes back exactly what its agent did, whatever the others do."""
    outcome = crash_agents.rounds(tmp_path / "agents", 1)
    assert ((), crash_agents.AGENTS) == (outcome.broken, outcome.recovered)
    assert outcome.acknowledged > crash_agents.AGENTS * crash_agents.STEPS


def test_an_edit_between_two_commands_is_recorded_once(place: Place) -> None:
    """While a command of another agent runs, every step has one record."""
    path = place.put("a.txt", b"1")
    other, mine = place.open(run=1), place.open(run=2)
    with other.capture.command(1):
        with mine.capture.command(1):
            path.write_bytes(b"2")
        mine.apply([FileChange(str(path), b"2", b"3")], turn=2)
        with mine.capture.command(3):
            path.write_bytes(b"4")
    live = mine.ledger.live(EDIT, UNCLAIMED)
    steps = [(change.before, change.after) for change in live]
    contents = [tuple(mine.fetch(kept).data for kept in step) for step in steps]
    assert [(b"1", b"2"), (b"2", b"3"), (b"3", b"4")] == contents
    assert (("a.txt",), ()) == undo(place.open(), others=True)[:2]
    assert b"1" == path.read_bytes()


def test_history_that_ends_with_the_process(place: Place) -> None:
    """Without a database commands are undoable until the process ends."""
    path = place.put("a.txt", b"1")
    journal = open_journal(str(place.root), None, "")
    with journal.capture.command(1):
        path.unlink()
        (place.root / "link").symlink_to("a.txt")
    undo(journal)
    assert (b"1", ["a.txt"]) == (path.read_bytes(), os.listdir(place.root))
    redo(journal)
    assert ["link"] == os.listdir(place.root)
    assert "when this process ends" in journal.capture.uncovered("link")
    assert "" == journal.capture.uncovered("not there")


def test_the_last_room_on_the_disk_is_left(place: Place) -> None:
    """With too little room nothing is kept, and that is said before the command."""
    place.put("a.txt", b"1")
    place.limits = StoreLimits(keep_free=1 << 60)
    capture = place.open().capture
    with capture.command(1) as captured:
        assert "too little room" in captured.notice
        place.put("a.txt", b"2")
    assert "too little room" in capture.uncovered("a.txt")


def test_room_that_comes_and_goes(place: Place) -> None:
    """Whether a removal would be covered is found out anew while room is short."""
    place.put("a.txt", b"1")
    journal = place.open()
    capture = journal.capture
    assert isinstance(capture, CommandCapture)
    assert "" == capture.uncovered("a.txt")
    place.put("a.txt", b"2" * 100)
    for keep_free, expected in ((1 << 60, "too little room"), (0, "")):
        capture.limits = StoreLimits(keep_free=keep_free)
        assert expected in capture.uncovered("a.txt")
        assert bool(expected) == bool(capture.uncovered("a.txt"))


def test_full_disk_of_the_state_folder(
    tmp_path: pathlib.Path, small_disk: pathlib.Path
) -> None:
    """With no room to keep contents nothing changes unsaid, and nothing is lost."""
    place = Place(tmp_path, small_disk / "state")
    path = place.put("a.txt", b"1")
    journal = place.open()
    with journal.capture.command(1):
        path.write_bytes(b"2")
    large = os.urandom(3 << 20)
    change = FileChange(str(path), b"2", large)
    with pytest.raises(StorageError) as caught:
        journal.apply([change], turn=2)
    assert ("disk-full", b"2") == (caught.value.code, path.read_bytes())
    with journal.capture.command(3) as captured:
        path.write_bytes(large)
    assert "too little room" in captured.trouble
    with pytest.raises(StorageError) as caught:
        undo(place.open())
    assert ("disk-nearly-full", large) == (caught.value.code, path.read_bytes())
    with place.open().capture.command(4) as captured:
        assert "Undo does not cover commands" in captured.notice
    assert "too little room" in place.open().capture.uncovered("a.txt")
    with pytest.raises(StorageError) as caught:
        _store(journal).add([Packed(blob_id(large), b"r" + large)])
    assert "disk-full" == caught.value.code
    wider = ["mount", "-o", "remount,size=20m", str(small_disk)]
    subprocess.run(wider, check=True)
    assert "" == place.open().capture.uncovered("a.txt")
    assert ("a.txt",) == undo(place.open()).restored
    assert b"1" == path.read_bytes()
    assert ("a.txt",) == redo(place.open()).restored
    assert large == path.read_bytes()
    assert [("ok",)] == place.database.query("PRAGMA integrity_check")
    place.database.close()


def test_the_store_lets_the_oldest_go(place: Place) -> None:
    """Above its size the store expires old changes; the present state stays."""
    path = place.put("a.bin", b"")
    journal = place.open()
    store = _store(journal)
    for turn in range(12):
        with journal.capture.command(turn + 1):
            path.write_bytes(os.urandom(50_000))
    full = store.size()
    _age(place, 7200)
    prune(place.database, store, StoreLimits(size=200_000, keep_free=0))
    assert store.size() <= 200_000 < full
    left = history(place.open())
    assert 0 < sum(len(run.turns) for run in left) < 12
    now = path.read_bytes()
    with place.open().capture.command(1):
        path.unlink()
    undo(place.open())
    assert now == path.read_bytes()


def _changed_in_runs(place: Place, first: int, last: int) -> None:
    """Change a file in some runs."""
    for run in range(first, last + 1):
        with place.open(run=run).capture.command(1):
            (place.root / "a.bin").write_bytes(b"%d" % run * 1000)


def _runs_left(place: Place) -> List[int]:
    """Return the runs of which something can be undone, after the store was pruned."""
    journal = place.open()
    prune(place.database, _store(journal), StoreLimits(days=30, keep_free=0))
    return sorted(entry.run for entry in history(journal))


def test_what_is_too_old_expires(place: Place) -> None:
    """After some days and some runs a change cannot be undone; its content is gone."""
    _changed_in_runs(place, 1, 2)
    single = BlobStore(str(place.state / "blobs")).put(b"of an edit")
    os.utime(place.state / "blobs" / single[:2] / single[2:], (0, 0))
    _age(place, 40 * 86_400)
    assert [1, 2] == _runs_left(place)  # old by age, but the last that were done
    _changed_in_runs(place, 3, 22)
    assert list(range(3, 23)) == _runs_left(place)
    store = _store(place.open())
    assert set() == store.known([blob_id(b"1" * 1000), blob_id(b"of an edit")])
    with pytest.raises(StorageError):
        store.get(single)


@pytest.mark.parametrize("days", [40, -40, 4000, -4000])
@pytest.mark.parametrize("wrong", [[5], [5, 6, 7, 8, 9], [1, 5, 28], [29, 30]])
def test_a_wrong_clock_makes_nothing_old(
    place: Place, days: int, wrong: List[int]
) -> None:
    """Runs that are dated wrongly let nothing expire that was done just now."""
    _changed_in_runs(place, 1, 30)
    with place.database.transaction() as connection:
        for run in wrong:
            connection.execute(
                "UPDATE batches SET at = at + ? WHERE run = ?", (days * 86_400, run)
            )
    left = _runs_left(place)
    early = [run for run in wrong if days < 0 and run < 5]  # nothing young before it
    assert [run for run in range(1, 31) if run not in early] == left
    for run in range(30, 26, -1):
        undo(place.open())
        assert b"%d" % (run - 1) * 1000 == (place.root / "a.bin").read_bytes()


def _age(place: Place, seconds: float) -> None:
    """Let everything be older."""
    with place.database.transaction() as connection:
        for table in ("batches", "packed", "manifests"):
            connection.execute(f"UPDATE {table} SET at = at - ?", (seconds,))
    mark = place.state / "packs" / "looked-at"
    if mark.exists():
        moment = time.time() - seconds
        os.utime(mark, (moment, moment))


def test_contents_of_an_older_store_are_read(place: Place) -> None:
    """What was kept as single files is still found, and not kept twice."""
    id = BlobStore(str(place.state / "blobs")).put(b"from before")
    store = _store(place.open())
    assert (b"from before", id) == (store.get(id), store.put(b"from before"))


def test_damaged_packs_are_told(place: Place) -> None:
    """A content that is not what it was is refused, one that is gone too."""
    path = place.put("a.txt", b"precious")
    journal = place.open()
    with journal.capture.command(1):
        path.unlink()
    pack = place.state / "packs" / "1.pack"
    good = pack.read_bytes()
    for damage in (b"z" + good[1:], bytes(len(good))):
        pack.write_bytes(damage)
        with pytest.raises(StorageError) as caught:
            journal.blobs.get(blob_id(b"precious"))
        assert "blob-corrupt" == caught.value.code
    pack.unlink()
    assert ["a.txt"] == [name for name, _ in undo(place.open()).refused]


def test_folders_of_the_manifest_survive_a_row() -> None:
    """A folder is read back as it was written, odd names too."""
    sign = (0o40755, 4096, 1, -1, 7)
    folder = Folder(
        sign,
        {"a\nb": (0o100644, 1, 2, 3, 4), "\udcff": (0o120777, 1, 2, 3, 4)},
        {"a\nb": "ab" * 20, "\udcff": "?"},
        ("inner", "x"),
    )
    for each in (folder, Folder(sign, {}, {}, ())):
        assert each == decode_folder(encode_folder(each))


def test_capture_is_what_it_says(place: Place) -> None:
    """The capture of a journal that was opened is the real one."""
    assert isinstance(place.open().capture, CommandCapture)


def test_the_rule_can_be_told(place: Place) -> None:
    """What is covered and what the store takes is told in figures."""
    place.put("a.bin", os.urandom(2 << 20))
    with place.open().capture.command(1):
        pass
    told = "\n".join(describe(Rule(), StoreLimits(), str(place.state)))
    assert "files up to 64 MiB, 1024 MiB in all" in told
    assert "store: 2 of 4096 MiB, 30 days" in told
