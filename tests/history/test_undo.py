# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test undo, redo and their preview on real files."""

from __future__ import annotations

import os
import pathlib
import stat
from typing import Dict, Iterator, List, Optional, Tuple

import pytest

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import AuraError, JournalError
from aura_coding_agent.core.interfaces import FileChange
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.blobs import blob_id
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.ledger import Change, Kept
from aura_coding_agent.history.undo import (
    UndoReport,
    earlier_content,
    history,
    preview,
    redo,
    undo,
)

from .test_journal import POSIX, snapshot


class Work:
    """A workspace in which runs edit files."""

    def __init__(self, folder: pathlib.Path):
        self.root = folder / "work"
        self.root.mkdir()
        self.state = folder / "state"
        self.database = Database(str(self.state / "data.db"))
        self.journal = self.open()
        self.number = 0

    def open(self) -> FileJournal:
        """Open the journal as another process does."""
        return open_journal(str(self.root), self.database, str(self.state))

    def run(self, *turns: Dict[str, Optional[bytes]]) -> None:
        """Do a run whose turns bring files to the given contents."""
        self.number += 1
        self.journal.begin_run("session", self.number, f"run {self.number}")
        for turn, contents in enumerate(turns, 1):
            changes = [
                FileChange(str(self.root / name), self.read(name), after)
                for name, after in contents.items()
            ]
            self.journal.apply(changes, turn=turn)

    def read(self, name: str) -> Optional[bytes]:
        """Return the content of a file, None when there is none."""
        path = self.root / name
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, data: bytes) -> None:
        """Write a file as the user does."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(name="work")
def _work(tmp_path: pathlib.Path) -> Iterator[Work]:
    work = Work(tmp_path)
    yield work
    work.database.close()


def _refused(report: UndoReport) -> List[str]:
    return [path for path, _ in report.refused]


@POSIX
def test_undo_gives_back_everything(work: Work) -> None:
    """After undo the tree is as before: bytes, modes, links and folders."""
    work.write("edit.txt", b"one\r\ntwo\xff")
    work.write("script.sh", b"#!/bin/sh\n")
    (work.root / "script.sh").chmod(0o755)
    work.write("sub/gone.txt", b"")
    (work.root / "link").symlink_to("edit.txt")
    os.link(work.root / "script.sh", work.root / "same script.sh")
    before = snapshot(work.root)
    work.run(
        {"edit.txt": b"1", "a/b/c/new.txt": b"x", "sub/gone.txt": None},
        {"edit.txt": b"2", "script.sh": b"2", "a/b/other.txt": b"y"},
        {"link": None, "a/b/other.txt": None, "sub/gone.txt": b"back"},
    )
    after = snapshot(work.root)
    report = undo(work.open())
    assert ("run 1", ()) == (report.title, report.refused)
    assert before == snapshot(work.root)
    assert (work.root / "script.sh").samefile(work.root / "same script.sh")
    redo(work.open())
    assert after == snapshot(work.root)
    undo(work.open())
    assert before == snapshot(work.root)


def test_runs_are_taken_back_one_by_one(work: Work) -> None:
    """Each undo takes back the run before, each redo does the next again."""
    for content in (b"1", b"2", b"3"):
        work.run({"a.txt": content})
    seen = []
    for step in (undo, undo, redo, undo, undo, redo, redo, redo):
        report = step(work.open())
        seen.append((report.title, work.read("a.txt")))
    assert [
        ("run 3", b"2"),
        ("run 2", b"1"),
        ("run 2", b"2"),
        ("run 2", b"1"),
        ("run 1", None),
        ("run 1", b"1"),
        ("run 2", b"2"),
        ("run 3", b"3"),
    ] == seen
    with pytest.raises(JournalError) as caught:
        redo(work.journal)
    assert "nothing-to-redo" == caught.value.code


def test_nothing_to_undo(work: Work) -> None:
    """Without live changes there is nothing to take back."""
    for paths in ((), ("a.txt",)):
        with pytest.raises(JournalError) as caught:
            undo(work.journal, paths=paths)
        assert "nothing-to-undo" == caught.value.code
    work.run({"a.txt": b"1"})
    undo(work.journal)
    with pytest.raises(JournalError) as caught:
        preview(work.journal)
    assert "nothing-to-undo" == caught.value.code


def test_new_work_after_undo(work: Work) -> None:
    """A run after an undo is taken back by itself; what was undone stays undone."""
    work.run({"a.txt": b"1"})
    undo(work.journal)
    work.run({"a.txt": b"other"})
    assert ["a.txt"] == _refused(redo(work.journal))
    assert "run 2" == undo(work.journal).title
    assert work.read("a.txt") is None


def test_change_of_the_user_is_kept(work: Work) -> None:
    """A file that was changed since is named and left; the rest goes back."""
    work.write("a.txt", b"1")
    work.write("b.txt", b"1")
    work.run({"a.txt": b"2", "b.txt": b"2", "c.txt": b"2", "d.txt": b"2"})
    work.write("a.txt", b"by the user")
    (work.root / "c.txt").unlink()
    (work.root / "d.txt").unlink()
    (work.root / "d.txt").mkdir()
    shown = preview(work.journal)
    report = undo(work.journal)
    assert (["a.txt", "c.txt", "d.txt"], ("b.txt",)) == (
        _refused(report),
        report.restored,
    )
    assert (b"by the user", b"1") == (work.read("a.txt"), work.read("b.txt"))
    assert "# left alone: a.txt: something else changed it since\n" in shown
    assert ("b.txt",) == redo(work.journal).restored
    work.write("a.txt", b"2")
    assert ("a.txt", "b.txt") == undo(work.journal).restored


def test_a_refused_file_does_not_stand_in_the_way(work: Work) -> None:
    """The next undo names it again, goes on to the run before, and redo comes back."""
    work.write("a.txt", b"1")
    work.write("b.txt", b"1")
    work.run({"b.txt": b"2"})
    work.run({"a.txt": b"2", "b.txt": b"3"})
    work.write("a.txt", b"by the user")
    first, shown, second = undo(work.journal), preview(work.journal), undo(work.journal)
    for report, title in ((first, "run 2"), (second, "run 1")):
        assert (("b.txt",), ["a.txt"]) == (report.restored, _refused(report))
        assert title == report.title
    assert "# left alone: a.txt: something else changed it since\n" in shown
    assert "-2\n" in shown and "+1\n" in shown
    third = undo(work.journal)
    assert ((), ["a.txt"], "run 2") == (third.restored, _refused(third), third.title)
    assert (b"by the user", b"1") == (work.read("a.txt"), work.read("b.txt"))
    assert ["run 1", "run 2"] == [redo(work.journal).title for _ in range(2)]
    work.write("a.txt", b"2")
    assert ("a.txt", "b.txt") == undo(work.journal).restored
    assert (b"1", b"2") == (work.read("a.txt"), work.read("b.txt"))


def test_a_refused_redo_does_not_stand_in_the_way(work: Work) -> None:
    """Where the last undo cannot be taken back, the one before it is."""
    work.run({"a.txt": b"1"})
    work.run({"b.txt": b"1"})
    undo(work.journal)
    undo(work.journal)
    work.write("a.txt", b"by the user")
    report = redo(work.journal)
    assert (("b.txt",), ["a.txt"]) == (report.restored, _refused(report))


def test_change_of_the_user_between_turns_is_kept(work: Work) -> None:
    """What the user wrote between two edits of the agent is not skipped over."""
    work.write("a.txt", b"1")
    work.run({"a.txt": b"2", "b.txt": b"2"})
    work.write("a.txt", b"by the user")
    work.journal.apply(
        [FileChange(str(work.root / "a.txt"), b"by the user", b"3")], turn=2
    )
    report = undo(work.journal)
    assert (("b.txt",), ["a.txt"]) == (report.restored, _refused(report))
    turn = history(work.journal)[0].turns[1].id
    assert ("a.txt",) == undo(work.journal, to=turn).restored
    assert b"by the user" == work.read("a.txt")


@POSIX
def test_what_cannot_be_written_is_refused(work: Work, tmp_path: pathlib.Path) -> None:
    """Read-only files and folders that became links are left alone."""
    work.write("a.txt", b"1")
    work.write("sub/b.txt", b"1")
    work.write("c.txt", b"1")
    work.run({"a.txt": b"2", "sub/b.txt": b"2", "c.txt": b"2"})
    (work.root / "a.txt").chmod(0o444)
    (work.root / "sub").rename(tmp_path / "moved")
    (work.root / "sub").symlink_to(tmp_path / "moved")
    report = undo(work.journal)
    assert (("c.txt",), ["a.txt", "sub/b.txt"]) == (report.restored, _refused(report))
    assert b"2" == (tmp_path / "moved" / "b.txt").read_bytes()


def test_lost_content_is_refused(work: Work) -> None:
    """A file whose earlier content is damaged is named; the rest goes back."""
    work.write("a.txt", b"precious")
    work.run({"a.txt": b"2", "b.txt": b"2"})
    id = blob_id(b"precious")
    (work.state / "blobs" / id[:2] / id[2:]).write_bytes(b"rdamaged")
    report = undo(work.journal)
    assert (("b.txt",), ["a.txt"]) == (report.restored, _refused(report))
    assert b"2" == work.read("a.txt")


def test_path_below_what_is_a_file_now(work: Work) -> None:
    """A file whose folder has become a file is left alone."""
    work.run({"sub/a.txt": b"1"})
    (work.root / "sub" / "a.txt").unlink()
    (work.root / "sub").rmdir()
    work.write("sub", b"file")
    assert ["sub/a.txt"] == _refused(undo(work.journal))


@POSIX
def test_chmod_of_the_user_is_kept(work: Work) -> None:
    """Permissions that the user gave since stay when the content goes back."""
    work.write("a.sh", b"1")
    work.run({"a.sh": b"2"})
    (work.root / "a.sh").chmod(0o755)
    undo(work.journal)
    assert 0o755 == stat.S_IMODE((work.root / "a.sh").stat().st_mode)


def test_single_files(work: Work) -> None:
    """Undo and redo of some files or folders leave the others."""
    work.run({"a.txt": b"1", "sub/b.txt": b"1", "subway": b"1"})
    work.run({"a.txt": b"2"})
    report = undo(work.journal, paths=["sub"])
    assert (("sub/b.txt",), "run 1") == (report.restored, report.title)
    undo(work.journal, paths=[str(work.root / "a.txt")])
    assert (b"1", None, b"1") == tuple(map(work.read, ("a.txt", "sub/b.txt", "subway")))
    assert ("sub/b.txt",) == redo(work.journal, paths=["sub/b.txt"]).restored
    assert ("a.txt",) == redo(work.journal).restored
    with pytest.raises(JournalError) as caught:
        undo(work.journal, paths=["../elsewhere"])
    assert "outside-workspace" == caught.value.code


def test_back_to_a_turn(work: Work) -> None:
    """Undo to a turn gives the state before it, over several runs."""
    work.run({"a.txt": b"1"}, {"a.txt": b"2"}, {"b.txt": b"2"})
    work.run({"a.txt": b"3"})
    turns = [turn.id for turn in history(work.journal)[1].turns]
    report = undo(work.journal, to=turns[1])
    assert (("a.txt", "b.txt"), "run 2") == (report.restored, report.title)
    assert (b"1", None) == (work.read("a.txt"), work.read("b.txt"))
    redo(work.journal)
    assert (b"3", b"2") == (work.read("a.txt"), work.read("b.txt"))


@pytest.mark.parametrize("turn", ["nonsense", "1", "1.", "9.1", "1.9", "-1.1"])
def test_unknown_turn(work: Work, turn: str) -> None:
    """A turn that is not in the history is refused."""
    work.run({"a.txt": b"1"})
    with pytest.raises(JournalError) as caught:
        undo(work.journal, to=turn)
    assert "turn-unknown" == caught.value.code


def test_history_lists_runs_and_turns(work: Work) -> None:
    """The newest run comes first, with its turns, their files, and what is live."""
    work.run({"a.txt": b"1", "b.txt": b"1"}, {"a.txt": b"2"})
    work.journal.begin_run("session", 7, "no change")
    work.run({"c.txt": b"1"})
    undo(work.journal)
    shown: List[Tuple[object, ...]] = [
        (run.title, run.session, turn.turn, turn.paths, turn.live)
        for run in history(work.journal)
        for turn in run.turns
    ]
    assert [
        ("run 2", "session", 1, ("c.txt",), False),
        ("run 1", "session", 1, ("a.txt", "b.txt"), True),
        ("run 1", "session", 2, ("a.txt",), True),
    ] == shown
    assert history(work.journal)[0].created <= history(work.journal)[0].turns[0].at


def test_other_workspaces_are_not_touched(work: Work, tmp_path: pathlib.Path) -> None:
    """Each workspace has a history of its own."""
    work.run({"a.txt": b"1"})
    (tmp_path / "elsewhere").mkdir()
    other = open_journal(str(tmp_path / "elsewhere"), work.database, str(work.state))
    assert [] == history(other)
    with pytest.raises(JournalError):
        undo(other)


def test_preview_changes_nothing(work: Work) -> None:
    """The preview shows what undo would do as a diff, and does none of it."""
    work.write("a.txt", b"one\ntwo\n")
    work.write("pic", b"\0\1")
    work.write("gone.txt", b"old\n")
    work.run(
        {"a.txt": b"one\nTWO\n", "pic": b"\0\2\3", "new.txt": b"new\n"},
        {"gone.txt": None},
    )
    before = snapshot(work.root)
    shown = preview(work.journal)
    assert before == snapshot(work.root)
    for line in (
        "--- a.txt",
        "-TWO",
        "+two",
        "# binary: pic: 3 bytes become 2",
        "# new.txt: file becomes none",
        "-new",
        "# gone.txt: none becomes file",
        "+old",
    ):
        assert line in shown.split("\n")
    assert "pic" not in preview(work.journal, paths=["a.txt"])


@pytest.mark.parametrize("step", ["undo", "redo"])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_undo_that_was_cut_off(work: Work, step: str, done: int) -> None:
    """After a kill in the middle, undo and redo have happened wholly or not at all."""
    work.write("a.txt", b"1")
    work.run({"a.txt": b"2", "new/b.txt": b"2"})
    if step == "redo":
        undo(work.journal)
    wanted = [b"1", None] if step == "undo" else [b"2", b"2"]
    before = [work.read("a.txt"), work.read("new/b.txt")]
    _cut_off(work, step, done)
    journal = work.open()
    assert (wanted if done == 2 else before) == [
        work.read("a.txt"),
        work.read("new/b.txt"),
    ]
    undone = (step == "undo") == (done == 2)
    report = (redo if undone else undo)(journal)
    assert ((), 2) == (report.refused, len(report.restored))
    assert (
        undone == (work.read("new/b.txt") is not None) == (work.root / "new").exists()
    )


def _cut_off(work: Work, step: str, done: int) -> None:
    """Leave an undo or redo as a kill does after ``done`` files."""
    journal = work.journal
    kind = "edit" if step == "undo" else "undo"
    live = journal.ledger.live(kind)
    planned: List[Change] = []
    for change in live:
        name = f".{change.id}.tmp"
        planned.append(
            change._replace(
                before=change.after,
                after=change.before,
                takes_back=[change.id],
                temporary=name,
            )
        )
    journal.ledger.begin(live[0].run, 0, step, planned)
    files = [
        each for each in planned if "folder" not in (each.before[0], each.after[0])
    ]
    folders = [work.root / each.path for each in planned if each not in files]
    for change in files[:done]:
        path = work.root / change.path
        if change.after.kind == "none":
            path.unlink()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(journal.fetch(change.after).data)
            path.chmod(change.after.mode)
    for folder in folders if done == 2 and step == "undo" else ():
        folder.rmdir()
    for change in files[done:]:
        (work.root / change.temporary).write_bytes(b"half")


@POSIX
def test_a_link_in_place_of_a_file_goes_back(work: Work) -> None:
    """Any kind of state that is recorded can be brought back."""
    work.write("a.txt", b"1")
    (work.root / "link").symlink_to("a.txt")
    work.run({"link": None})
    assert "# link: none becomes link" in preview(work.journal)
    undo(work.journal)
    assert "a.txt" == os.readlink(work.root / "link")
    work.journal.recover()
    redo(work.journal)
    assert not (work.root / "link").is_symlink()


def test_values_are_plain(work: Work) -> None:
    """States that are recorded are named tuples without content."""
    work.run({"a.txt": b"1"})
    change = work.journal.ledger.live("edit")[0]
    assert (Kept("none", "", -1), "a.txt") == (change.before, change.path)
    with pytest.raises(AuraError):
        work.journal.fetch(Kept("file", blob_id(b"never"), -1))


def test_one_run_among_others(work: Work) -> None:
    """A run in the middle, or the last of a session, goes back; later ones stay."""
    for number, name in enumerate(("a.txt", "b.txt", "a.txt"), 1):
        work.run({name: b"%d" % number})
    runs = {run.title: run.id for run in history(work.journal)}
    assert ("b.txt",) == undo(work.journal, run=runs["run 2"]).restored
    assert ["a.txt"] == _refused(undo(work.journal, run=runs["run 1"]))
    work.journal.begin_run("another", 1, "of another session")
    change = FileChange(str(work.root / "c.txt"), None, b"c")
    work.journal.apply([change], turn=1)
    assert ("a.txt",) == undo(work.journal, session="session").restored
    assert (b"1", b"c") == (work.read("a.txt"), work.read("c.txt"))
    assert ("a.txt",) == redo(work.journal, session="session").restored
    with pytest.raises(JournalError) as caught:
        undo(work.journal, session="a third")
    assert "nothing-to-undo" == caught.value.code
    with pytest.raises(JournalError) as caught:
        undo(work.journal, run=99)
    assert "run-unknown" == caught.value.code


@POSIX
def test_what_is_left_alone_comes_into_new_files(
    work: Work, tmp_path: pathlib.Path
) -> None:
    """Earlier contents are given beside the files, and nothing is overwritten."""
    work.write("a.sh", b"1")
    (work.root / "a.sh").chmod(0o700)
    work.write("a.sh.before", b"of the user")
    work.write("sub/deep/b.txt", b"1\0")
    work.write("between.txt", b"1")
    work.write("gone.txt", b"1")
    names = ("a.sh", "sub/deep/b.txt", "between.txt", "gone.txt", "new.txt")
    work.run(dict.fromkeys(names, b"2"))
    work.write("between.txt", b"by the user")
    path = str(work.root / "between.txt")
    work.journal.apply([FileChange(path, b"by the user", b"3")], turn=2)
    for name in ("a.sh", "gone.txt", "new.txt"):
        work.write(name, b"by the user")
    (work.root / "gone.txt").unlink()
    (work.root / "sub").rename(tmp_path / "moved")
    (work.root / "sub").symlink_to(tmp_path / "moved")
    before = snapshot(work.root)
    report = undo(work.journal, beside=True)
    assert sorted(names) == sorted(_refused(report))
    assert {
        "a.sh": "a.sh.before2",
        "sub/deep/b.txt": "sub-deep-b.txt.before",
        "between.txt": "between.txt.before",
        "gone.txt": "gone.txt.before",
    } == dict(report.saved)
    for name, new in report.saved:
        content = b"1\0" if name.endswith("b.txt") else b"1"
        assert content == work.read(new) == earlier_content(work.journal, name)
    assert 0o700 == stat.S_IMODE((work.root / "a.sh.before2").stat().st_mode)
    with pytest.raises(JournalError) as caught:
        earlier_content(work.journal, "new.txt")
    assert "content-not-kept" == caught.value.code
    redo(work.journal)
    assert before == snapshot(work.root)
