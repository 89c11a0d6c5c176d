# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the writer of the user's files on real files, links, disks and processes."""

from __future__ import annotations

import os
import pathlib
import stat
import subprocess
import sys
import threading
from typing import Iterator, List, Optional, Sequence

import pytest

from aura_coding_agent.core.database import MEMORY, Database
from aura_coding_agent.core.errors import AuraError, JournalError, StorageError
from aura_coding_agent.core.folders import Folders
from aura_coding_agent.core.interfaces import FileChange, Journal
from aura_coding_agent.history import files, open_journal
from aura_coding_agent.history.blobs import BlobStore
from aura_coding_agent.history.drafts import compare
from aura_coding_agent.history.files import FOLDER
from aura_coding_agent.history.journal import (
    GONE,
    Entry,
    FileJournal,
    Recovery,
    with_folders,
)
from aura_coding_agent.history.ledger import EDIT
from aura_coding_agent.history.lock import WorkspaceLock
from aura_coding_agent.history.moves import actions, prepare
from aura_coding_agent.history.undo import undo

from . import crash

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


class Place:
    """A workspace with a journal whose state lives beside it."""

    def __init__(self, folder: pathlib.Path):
        self.work = folder / "work"
        self.state = folder / "state"
        self.work.mkdir()
        self.database = Database(str(self.state / "data.db"))
        self.journal = self.open()

    def open(self) -> FileJournal:
        """Open the journal again, as the next process does."""
        return open_journal(str(self.work), self.database, str(self.state))

    def put(self, name: str, data: bytes) -> pathlib.Path:
        """Make a file without the journal, as the user does."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def change(
        self, name: str, before: Optional[bytes], after: Optional[bytes]
    ) -> FileChange:
        """Return a change of a file of the workspace."""
        return FileChange(str(self.work / name), before, after)

    def apply(self, *changes: FileChange, turn: int = 1) -> None:
        """Apply changes."""
        self.journal.apply(changes, turn=turn)

    def refuses(self, *changes: FileChange) -> AuraError:
        """Expect that the changes are refused and nothing is different then."""
        before = snapshot(self.work)
        with pytest.raises(AuraError) as caught:
            self.apply(*changes)
        assert before == snapshot(self.work)
        return caught.value

    def cut_off(self, changes: Sequence[FileChange], done: int, linked: bool) -> None:
        """Leave a batch as a kill would after putting ``done`` files in place."""
        journal = self.journal
        entries = _entries(self, *changes)
        planned = [journal._plan(entry) for entry in entries]
        run = journal.ledger.add_run("s", 1, "cut off")
        batch = journal.ledger.begin(run, 1, EDIT, planned)
        going = [
            journal._move(change, entry.before, entry.after, entry.status)
            for entry, change in zip(entries, batch)
        ]
        with Folders(journal.root) as folders:
            for move in going:
                prepare(folders, move, journal.fetch)
            for move in going:
                if move.target.kind == FOLDER and done:
                    os.mkdir(move.path)
            for move in [move for move in going if move.target.kind != FOLDER][:done]:
                if linked:
                    data = journal.fetch(move.target).data
                    with open(move.path, "r+b") as file:
                        file.write(data[: len(data) // 2])
                else:
                    for _, act in actions([move]):
                        act(folders, move, journal.fetch)


def snapshot(folder: pathlib.Path) -> List[object]:
    """Return every path below a folder with its mode, content or target."""
    found: List[object] = []
    for path in sorted(folder.rglob("*")):
        content: object = None
        if path.is_symlink():
            content = os.readlink(path)
        elif path.is_file():
            content = path.read_bytes()
        found.append((str(path), path.lstat().st_mode, content))
    return found


@pytest.fixture(name="place")
def _place(tmp_path: pathlib.Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.database.close()


def _code(error: AuraError) -> str:
    return error.code


# -- what a change does --------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbfBOM\r\n", b"a\r\nb\nc\rd", b"no end", b"\0\xff\xfe", b"\n" * 9],
)
def test_bytes_are_written_as_given(place: Place, data: bytes) -> None:
    """No byte is added, lost or translated, whichever way a file changes."""
    seam: Journal = place.journal
    path = place.put("a.txt", b"before")
    seam.apply([place.change("a.txt", b"before", data)], turn=1)
    seam.apply([place.change("b.txt", None, data)], turn=1)
    assert [data, data] == [path.read_bytes(), (place.work / "b.txt").read_bytes()]
    seam.apply([place.change("b.txt", data, None)], turn=2)
    assert ["a.txt"] == os.listdir(place.work)


def test_several_files_change_together(place: Place) -> None:
    """One batch changes, makes and removes files, and makes folders."""
    place.put("old.txt", b"old")
    place.put("edit.txt", b"1")
    place.apply(
        place.change("old.txt", b"old", None),
        place.change("x/y/new.txt", None, b"new"),
        place.change("x/z.txt", None, b"z"),
        place.change("edit.txt", b"1", b"2"),
    )
    there = sorted(p.relative_to(place.work).as_posix() for p in place.work.rglob("*"))
    assert ["edit.txt", "x", "x/y", "x/y/new.txt", "x/z.txt"] == there


def test_nothing_to_do_is_not_recorded(place: Place) -> None:
    """A change to what is there already writes nothing."""
    path = place.put("a.txt", b"same")
    before = path.stat()
    place.apply(place.change("a.txt", b"same", b"same"), place.change("b", None, None))
    place.apply()
    assert before == path.stat()
    assert [] == place.journal.ledger.history()


@POSIX
@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o4711])
def test_mode_is_kept(place: Place, mode: int) -> None:
    """A changed file has the permissions it had."""
    path = place.put("a.sh", b"1")
    path.chmod(mode)
    place.apply(place.change("a.sh", b"1", b"2"))
    assert mode == stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_new_files_get_the_usual_mode(place: Place) -> None:
    """A new file has the permissions that the system gives to any new file."""
    usual = place.put("usual", b"").stat().st_mode
    place.apply(place.change("new/file", None, b"x"))
    assert usual == (place.work / "new" / "file").stat().st_mode


@POSIX
def test_owner_and_attributes_are_kept(place: Place) -> None:
    """A file of somebody else stays theirs, with its extended attributes."""
    path = place.put("a.txt", b"1")
    try:
        os.chown(path, 12345, 12346)
        os.setxattr(path, "user.note", b"kept")
    except (OSError, AttributeError):
        pytest.skip("changing owners takes the superuser, attributes a file system")
    place.apply(place.change("a.txt", b"1", b"2"))
    status = path.stat()
    assert (12345, 12346) == (status.st_uid, status.st_gid)
    assert b"kept" == os.getxattr(path, "user.note")


@POSIX
def test_links_are_written_through(place: Place) -> None:
    """A symbolic link stays; the file it names gets the content."""
    target = place.put("real/a.txt", b"1")
    (place.work / "link").symlink_to("real/a.txt")
    (place.work / "folder").symlink_to("real")
    (place.work / "dangling").symlink_to("real/new.txt")
    place.apply(place.change("link", b"1", b"2"))
    place.apply(place.change("folder/a.txt", b"2", b"3"))
    place.apply(place.change("dangling", None, b"new"))
    assert b"3" == target.read_bytes()
    assert b"new" == (place.work / "real" / "new.txt").read_bytes()
    assert (place.work / "link").is_symlink() and (place.work / "dangling").is_symlink()


@POSIX
def test_removing_a_link_keeps_its_target(place: Place) -> None:
    """What is removed is the link, not the file it names."""
    target = place.put("a.txt", b"1")
    (place.work / "link").symlink_to("a.txt")
    place.apply(place.change("link", b"1", None))
    assert ["a.txt"] == os.listdir(place.work)
    assert b"1" == target.read_bytes()


@POSIX
def test_hard_links_stay_one_file(place: Place) -> None:
    """A file with several names is changed under all of them."""
    path = place.put("a.txt", b"a long content before")
    os.link(path, place.work / "b.txt")
    place.apply(place.change("a.txt", b"a long content before", b"short"))
    assert b"short" == (place.work / "b.txt").read_bytes()
    assert 2 == path.stat().st_nlink


@POSIX
def test_odd_file_names(place: Place) -> None:
    """Names that are no text, with quotes or line ends, are files like any other."""
    for number, name in enumerate(["odd \udcff", "a'b\"c\n", "käse", "-rf", "~"]):
        place.journal.begin_run("s", number, name)
        place.apply(place.change(name, None, b"x"))
        assert (name,) == place.journal.changed_paths("s", number)


# -- what is refused -----------------------------------------------------------------


@pytest.mark.parametrize(
    "there, before", [(b"2", b"1"), (None, b"1"), (b"2", None), (b"1\n", b"1")]
)
def test_file_that_changed_is_refused(
    place: Place, there: Optional[bytes], before: Optional[bytes]
) -> None:
    """Nothing of the batch happens when one file is not as expected."""
    if there is not None:
        place.put("a.txt", there)
    new = place.change("new.txt", None, b"x")
    error = place.refuses(new, place.change("a.txt", before, b"3"))
    assert "file-changed" == error.code
    assert "nothing was changed" in error.message


@pytest.mark.parametrize("path", ["/etc/new", "../new", "x/../../new", ".", ""])
def test_outside_is_refused(place: Place, path: str) -> None:
    """Nothing outside the workspace is written, nor the workspace itself."""
    assert "outside-workspace" == _code(place.refuses(place.change(path, None, b"x")))


@POSIX
def test_links_that_lead_outside_are_refused(
    place: Place, tmp_path: pathlib.Path
) -> None:
    """A link does not make the outside a part of the workspace."""
    (tmp_path / "secret").write_bytes(b"1")
    (place.work / "link").symlink_to(tmp_path / "secret")
    (place.work / "up").symlink_to(tmp_path)
    for change in (
        place.change("link", b"1", b"2"),
        place.change("link", b"1", None),
        place.change("up/secret", b"1", b"2"),
        place.change("up/new", None, b"2"),
    ):
        assert "outside-workspace" == _code(place.refuses(change))
    assert b"1" == (tmp_path / "secret").read_bytes()


def test_workspace_that_is_the_root_folder(place: Place) -> None:
    """With the root folder as workspace, everything is inside."""
    journal = open_journal(os.path.abspath(os.sep), None, "")
    path = place.put("a.txt", b"1")
    journal.apply([place.change("a.txt", b"1", b"2")], turn=1)
    assert b"2" == path.read_bytes()


@POSIX
@pytest.mark.parametrize(
    "kind, code",
    [
        ("folder", "is-a-folder"),
        ("pipe", "special-file"),
        ("loop", "special-file"),
        ("read-only", "file-readonly"),
        ("under a file", "not-a-folder"),
        ("long", "path-invalid"),
        ("nul", "path-invalid"),
        ("read-only folder", "folder-readonly"),
        ("read-only folder above", "folder-readonly"),
    ],
)
def test_what_is_no_writable_file_is_refused(
    place: Place, kind: str, code: str
) -> None:
    """Folders, devices and what is read-only is left alone, for anybody."""
    name = "thing"
    if kind == "folder":
        (place.work / name).mkdir()
    elif kind == "pipe":
        os.mkfifo(place.work / name)
    elif kind == "loop":
        (place.work / name).symlink_to(name)
    elif kind == "read-only":
        place.put(name, b"1").chmod(0o444)
    elif kind == "under a file":
        place.put(name, b"1")
        name = "thing/below"
    elif kind in ("long", "nul"):
        name = "x" * 300 if kind == "long" else "a\0b"
    else:
        (place.work / "sub").mkdir()
        (place.work / "sub").chmod(0o555)
        name = "sub/thing" if kind == "read-only folder" else "sub/deep/er/thing"
    before = b"1" if kind == "read-only" else None
    error = place.refuses(place.change(name, before, b"2"))
    assert (code, True) == (error.code, bool(error.hint))


def test_one_path_twice_is_refused(place: Place) -> None:
    """Two changes of one file in one batch would hide one another."""
    place.put("a.txt", b"1")
    changes = [place.change(name, b"1", b"2") for name in ("a.txt", "./a.txt")]
    assert "path-twice" == _code(place.refuses(*changes))


# -- when something fails in the middle ----------------------------------------------


def _entries(place: Place, *changes: FileChange) -> List[Entry]:
    journal = place.journal
    with Folders(journal.root) as folders:
        drafts = [compare(folders, each) for each in changes]
    return with_folders([journal._entry(draft) for draft in drafts])


def test_change_by_another_during_the_batch(place: Place) -> None:
    """A file written between the check and the replacement is kept; all is undone."""
    place.put("a.txt", b"1")
    place.put("b.txt", b"1")
    entries = _entries(
        place, place.change("a.txt", b"1", b"2"), place.change("b.txt", b"1", b"2")
    )
    place.put("b.txt", b"by the user")
    run = place.journal.ledger.add_run("s", 1, "task")
    with pytest.raises(JournalError) as caught:
        place.journal.commit(entries, kind=EDIT, run=run)
    assert "file-changed" == caught.value.code
    contents = [(place.work / name).read_bytes() for name in ("a.txt", "b.txt")]
    assert [b"1", b"by the user"] == contents
    assert 2 == len(os.listdir(place.work))
    assert [] == place.journal.ledger.open_batches()


def test_failure_of_the_system_undoes_all(place: Place) -> None:
    """When a file cannot be put in place, the ones before it are put back."""
    place.put("a.txt", b"1")
    place.put("gone.txt", b"1")
    entries = _entries(
        place,
        place.change("a.txt", b"1", b"2"),
        place.change("gone.txt", b"1", None),
        place.change("new/b.txt", None, b"2"),
        place.change("new/c.txt/d", None, b"2"),
        place.change("new/c.txt", None, b"2"),
    )
    before = snapshot(place.work)
    run = place.journal.ledger.add_run("s", 1, "task")
    with pytest.raises(JournalError) as caught:
        place.journal.commit(entries, kind=EDIT, run=run)
    assert caught.value.code in ("file-changed", "not-a-folder", "write-failed")
    assert before == snapshot(place.work)
    assert Recovery() == place.journal.recover()


def test_state_that_cannot_be_kept(place: Place) -> None:
    """Without a place for the earlier content, the file is not touched."""
    place.put("a.txt", b"1")
    blobs = BlobStore(str(place.put("no folder", b"")))
    lock = WorkspaceLock("")
    journal = FileJournal(str(place.work), place.database, blobs, lock=lock)
    with pytest.raises(StorageError):
        journal.apply([place.change("a.txt", b"1", b"2")], turn=1)
    assert b"1" == (place.work / "a.txt").read_bytes()


def test_database_that_is_locked(place: Place, tmp_path: pathlib.Path) -> None:
    """Without a record of the intent, the file is not touched."""
    place.put("a.txt", b"1")
    path = str(tmp_path / "state" / "data.db")
    hasty, holder = Database(path, timeout=0.02), Database(path)
    journal = open_journal(str(place.work), hasty, str(place.state))
    with holder.transaction():
        with pytest.raises(StorageError) as caught:
            journal.apply([place.change("a.txt", b"1", b"2")], turn=1)
    assert "database-locked" == caught.value.code
    assert b"1" == (place.work / "a.txt").read_bytes()
    journal.apply([place.change("a.txt", b"1", b"2")], turn=1)
    hasty.close()
    holder.close()


@pytest.mark.parametrize("linked", [False, True])
def test_full_disk(place: Place, small_disk: pathlib.Path, linked: bool) -> None:
    """When the disk of the workspace is full, every file is as it was."""
    first, second = small_disk / "a", small_disk / "b"
    first.write_bytes(b"1" * 200_000)
    second.write_bytes(b"1" * 200_000)
    if linked:
        os.link(first, small_disk / "other name")
        os.link(second, small_disk / "second other name")
    journal = open_journal(str(small_disk), place.database, str(place.state))
    changes = [
        FileChange(str(first), first.read_bytes(), b"2" * 300_000),
        FileChange(str(small_disk / "new" / "x"), None, b"2" * 100_000),
        FileChange(str(second), second.read_bytes(), b"2" * 900_000),
    ]
    before = snapshot(small_disk)
    with pytest.raises(JournalError) as caught:
        journal.apply(changes, turn=1)
    assert "disk-full" == caught.value.code
    assert before == snapshot(small_disk)


def test_read_only_disk(place: Place, small_disk: pathlib.Path) -> None:
    """On a disk that cannot be written, the error says so."""
    (small_disk / "a").write_bytes(b"1")
    journal = open_journal(str(small_disk), place.database, str(place.state))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(JournalError) as caught:
        journal.apply([FileChange(str(small_disk / "a"), b"1", b"2")], turn=1)
    assert caught.value.code in ("workspace-readonly", "file-readonly")
    assert b"1" == (small_disk / "a").read_bytes()


@pytest.mark.parametrize(
    "number, code",
    [
        ("ENOSPC", "disk-full"),
        ("EROFS", "workspace-readonly"),
        ("EPERM", "write-denied"),
        ("EIO", "write-failed"),
    ],
)
def test_failures_of_the_system_have_codes(number: str, code: str) -> None:
    """Each way the system refuses has a code and a hint of its own."""
    error = OSError(getattr(__import__("errno"), number), "why")
    failure = files.failure(error, "a.txt")
    assert (code, True) == (failure.code, bool(failure.hint))


@POSIX
def test_a_folder_that_becomes_a_link_leads_nowhere(
    place: Place, tmp_path: pathlib.Path
) -> None:
    """Swapped after it was looked at: nothing outside is written, made or removed."""
    changes = [
        place.change("sub/a.txt", b"1", b"2"),
        place.change("sub/b.txt", b"1", None),
        place.change("sub/new/c.txt", None, b"2"),
    ]
    outside = tmp_path / "outside"
    outside.mkdir()
    for folder in (place.work / "sub", outside):
        folder.mkdir(exist_ok=True)
        (folder / "a.txt").write_bytes(b"1")
        (folder / "b.txt").write_bytes(b"1")
    entries = _entries(place, *changes)
    (place.work / "sub").rename(place.work / "kept")
    (place.work / "sub").symlink_to(outside)
    before = snapshot(outside), snapshot(place.work)
    run = place.journal.ledger.add_run("s", 1, "task")
    for entry in entries:
        with pytest.raises(JournalError):
            place.journal.commit([entry], kind=EDIT, run=run)
    assert before == (snapshot(outside), snapshot(place.work))


@POSIX
def test_a_link_is_removed_by_what_it_says(place: Place) -> None:
    """A link that leads nowhere or outside can go: it is the link that goes."""
    for target in ("nowhere", "../outside.txt"):
        (place.work / "link").symlink_to(target)
        place.apply(place.change("link", target.encode(), None))
        assert not (place.work / "link").is_symlink()
        undo(place.journal)
        assert target == os.readlink(place.work / "link")
        (place.work / "link").unlink()


# -- after a kill --------------------------------------------------------------------


def _pair(place: Place) -> List[FileChange]:
    place.put("a.txt", b"1" * 50)
    place.put("b.txt", b"1" * 50)
    (place.work / "b.txt").chmod(0o640)
    return [
        place.change("a.txt", b"1" * 50, b"2" * 40),
        place.change("new/c.txt", None, b"2"),
        place.change("b.txt", b"1" * 50, None),
    ]


@pytest.mark.parametrize("done", [0, 1, 2])
def test_half_a_batch_is_rolled_back(place: Place, done: int) -> None:
    """A batch that was cut off before its end is taken back completely."""
    changes = _pair(place)
    before = snapshot(place.work)
    place.cut_off(changes, done, linked=False)
    journal = place.open()
    assert before == snapshot(place.work)
    paths = ("b.txt", "new/c.txt", "a.txt")
    assert Recovery(rolled_back=paths) == journal.recovered
    assert Recovery() == journal.recover()


def test_whole_batch_is_finished(place: Place) -> None:
    """A batch whose files are all in place only lacks its mark."""
    place.cut_off(_pair(place), 3, linked=False)
    journal = place.open()
    paths = ("a.txt", "new/c.txt", "b.txt")
    assert Recovery(finished=paths) == journal.recovered
    assert ["a.txt", "new"] == sorted(os.listdir(place.work))
    assert paths == journal.changed_paths("s", 1)


def test_recovery_leaves_what_the_user_changed(place: Place) -> None:
    """A file that was changed after the kill keeps the user's content."""
    changes = _pair(place)
    place.cut_off(changes, 3, linked=False)
    place.put("a.txt", b"by the user")
    journal = place.open()
    assert (("a.txt",), ("b.txt", "new/c.txt")) == (
        journal.recovered.left,
        journal.recovered.rolled_back,
    )
    assert b"by the user" == (place.work / "a.txt").read_bytes()
    assert 0o640 == stat.S_IMODE((place.work / "b.txt").stat().st_mode)


def test_recovery_leaves_a_folder_in_the_way(place: Place) -> None:
    """Where a folder is now, no file is put back."""
    place.cut_off(_pair(place), 3, linked=False)
    (place.work / "b.txt").mkdir()
    assert ("b.txt",) == place.open().recovered.left


def test_recovery_that_fails_is_tried_again(place: Place) -> None:
    """A file whose earlier content cannot be had now is put back later."""
    place.cut_off(_pair(place), 3, linked=False)
    (place.work / "a.txt").write_bytes(b"1" * 50)
    (place.state / "blobs").rename(place.state / "away")
    recovered = place.open().recovered
    assert ["b.txt"] == [path for path, _ in recovered.failed]
    (place.state / "away").rename(place.state / "blobs")
    assert "b.txt" in place.open().recovered.rolled_back
    assert b"1" * 50 == (place.work / "b.txt").read_bytes()


@pytest.mark.parametrize(
    "index, after", [(0, b"2" * 40), (1, None)], ids=["replaced", "removed"]
)
def test_save_that_was_taken_away_is_given_back(
    place: Place, index: int, after: Optional[bytes]
) -> None:
    """Killed after a save was taken away and before it was looked at: it is back."""
    name = "ab"[index] + ".txt"
    path = place.put(name, b"1" * 50)
    place.cut_off([place.change(name, b"1" * 50, after)], 1, linked=False)
    batch = place.journal.ledger.open_batches()[0][0]
    (change,) = place.journal.ledger.changes(batch)
    aside = place.work / change.temporary
    aside.write_bytes(b"saved")
    journal = place.open()
    assert (b"saved", [name]) == (path.read_bytes(), os.listdir(place.work))
    assert (name,) == journal.recovered.left
    assert [] == journal.ledger.open_batches()


@POSIX
@pytest.mark.parametrize("after", [b"2" * 80, b"2" * 20])
def test_half_overwritten_file_is_put_back(place: Place, after: bytes) -> None:
    """A file with several names that was cut off in the middle is as before."""
    path = place.put("a.txt", b"1" * 50)
    os.link(path, place.work / "b.txt")
    place.cut_off([place.change("a.txt", b"1" * 50, after)], 1, linked=True)
    assert b"1" * 50 != path.read_bytes()
    assert ("a.txt",) == place.open().recovered.rolled_back
    assert b"1" * 50 == (place.work / "b.txt").read_bytes()


@pytest.mark.parametrize(
    "now, torn",
    [
        (b"aa111", True),
        (b"aaaa1", True),
        (b"aaaaaaa", True),
        (b"aa1x1", False),
        (b"aa11", False),
        (b"", False),
        (b"aaaaaaax", False),
    ],
)
def test_torn_files_are_told_from_changed_ones(now: bytes, torn: bool) -> None:
    """Only a beginning of the new and the rest of the old content is ours."""
    assert torn == files.is_torn(now, b"11111", b"aaaaaaaa")


def test_next_change_settles_what_another_left(place: Place) -> None:
    """A process at work cleans up after one that was killed beside it."""
    journal = place.open()
    place.cut_off(_pair(place), 1, linked=False)
    journal.apply([place.change("d.txt", None, b"x")], turn=1)
    assert b"1" * 50 == (place.work / "a.txt").read_bytes()
    assert 3 == len(journal.recovered.rolled_back)


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_kill_at_any_moment(tmp_path: pathlib.Path) -> None:
    """Killed at random moments: no half file, no half batch, nothing lost."""
    outcome = crash.rounds(tmp_path, 20)
    assert ((), 20) == (outcome.broken, outcome.rounds)
    assert outcome.acknowledged >= 20


# -- several at once -----------------------------------------------------------------


def test_threads_and_processes_take_turns(place: Place) -> None:
    """Nobody's change is lost when all count up in one file."""
    program = (
        "import sys\n"
        "from tests.history.test_journal import count_up\n"
        "count_up(sys.argv[1], sys.argv[2], 15)\n"
    )
    place.put("n", b"0")
    command = [sys.executable, "-c", program, str(place.work), str(place.state)]
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    children = [subprocess.Popen(command, cwd=root) for _ in range(2)]
    arguments = (str(place.work), str(place.state), 15)
    threads = [threading.Thread(target=count_up, args=arguments) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [0, 0] == [child.wait(60) for child in children]
    assert b"60" == (place.work / "n").read_bytes()


def count_up(work: str, state: str, times: int) -> None:
    """Count up in a file, trying again whenever somebody was faster."""
    database = Database(os.path.join(state, "data.db"))
    journal = open_journal(work, database, state)
    path = os.path.join(work, "n")
    while times:
        before = pathlib.Path(path).read_bytes()
        try:
            after = str(int(before) + 1).encode()
            journal.apply([FileChange(path, before, after)], turn=1)
            times -= 1
        except JournalError as error:
            assert "file-changed" == error.code
    database.close()


def test_busy_workspace(place: Place, tmp_path: pathlib.Path) -> None:
    """Who waits too long for the others is told so."""
    path = str(tmp_path / "locks" / "lock")
    with WorkspaceLock(path):
        with pytest.raises(JournalError) as caught:
            with WorkspaceLock(path, timeout=0.02):
                pass
    assert "workspace-busy" == caught.value.code
    lock = WorkspaceLock("", timeout=0.02)
    with lock:
        with pytest.raises(JournalError):
            with lock:
                pass
    with lock, WorkspaceLock(path):
        assert os.path.exists(path)


def test_lock_that_cannot_be_made(place: Place) -> None:
    """Without a lock file nothing is changed."""
    path = str(place.put("file", b"") / "lock")
    with pytest.raises(StorageError) as caught:
        with WorkspaceLock(path):
            pass
    assert "lock-unusable" == caught.value.code


def test_opening_while_another_works(place: Place) -> None:
    """A journal opens although the workspace is busy; the next change settles."""
    place.cut_off(_pair(place), 1, linked=False)
    opened: List[FileJournal] = []
    with place.journal.lock:
        journal = open_journal(
            str(place.work), place.database, str(place.state), patience=0.02
        )
        opened.append(journal)
    assert Recovery() == opened[0].recovered
    opened[0].apply([], turn=1)
    assert 3 == len(opened[0].recovered.rolled_back)


# -- without a database --------------------------------------------------------------


@pytest.mark.parametrize("kind", ["none", "memory"])
def test_works_without_a_file(place: Place, kind: str) -> None:
    """Without storage the journal works, and says that undo ends with the process."""
    database = None if kind == "none" else Database(MEMORY)
    journal = open_journal(str(place.work), database, "")
    path = place.put("a.txt", b"1")
    journal.begin_run("s", 1, "task")
    journal.apply([place.change("a.txt", b"1", b"2")], turn=1)
    assert b"2" == path.read_bytes()
    assert (False, True) == (journal.keeps_history, place.journal.keeps_history)
    assert ("a.txt",) == journal.changed_paths("s", 1)


def test_changed_paths_are_those_of_one_run(place: Place) -> None:
    """What a run changed back, and what other runs changed, is left out."""
    place.put("a.txt", b"1")
    place.journal.begin_run("s", 1, "first")
    place.apply(place.change("a.txt", b"1", b"2"), place.change("b.txt", None, b"b"))
    place.apply(place.change("a.txt", b"2", b"1"), turn=2)
    place.journal.begin_run("s", 2, "second")
    place.apply(place.change("c.txt", None, b"c"))
    changed = [place.journal.changed_paths("s", run) for run in (1, 2, 3)]
    assert [("b.txt",), ("c.txt",), ()] == changed


def test_a_removal_of_a_folder_that_was_cut_off_is_rolled_back_at_once(
    place: Place,
) -> None:
    """A file whose folder is gone already comes back with it, and nothing is left."""
    for name in ("new/deep/a.txt", "b.txt"):
        place.apply(place.change(name, None, name.encode()))
    before = snapshot(place.work)
    journal = place.journal
    with Folders(str(place.work)) as folders:
        looked = {
            str(place.work / name): files.look(folders, str(place.work / name))
            for name in ("b.txt", "new/deep/a.txt", "new/deep", "new")
        }
    entries = [
        Entry(path, journal._keep(now), GONE, status)
        for path, (now, status) in looked.items()
    ]
    planned = [journal._plan(entry) for entry in entries]
    journal.ledger.begin(journal.run_id(), 1, EDIT, planned)
    (place.work / "new" / "deep" / "a.txt").unlink()
    (place.work / "new" / "deep").rmdir()
    (place.work / "new").rmdir()
    recovered = place.open().recovered
    assert ((), ()) == (recovered.failed, recovered.left)
    assert before == snapshot(place.work)


@pytest.mark.parametrize(
    "table", "runs batches changes captures packed manifests folders".split()
)
@pytest.mark.parametrize("found", ["on opening", "at work"])
def test_damage_that_is_found_at_work_gets_a_stand_in(
    place: Place, table: str, found: str
) -> None:
    """Edits and commands go on, what follows can be undone, and it is told."""
    path = place.put("a.txt", b"1")
    place.apply(place.change("a.txt", b"1", b"2"))
    with place.journal.capture.command(1):
        path.write_bytes(b"3")
    state, file = str(place.state), place.database.path
    if found == "at work":
        place.database.close()
        place.database = Database(file)
        journal = open_journal(str(place.work), place.database, state, go_on=True)
        journal.begin_run("s", 2, "task")
    root = place.database.query(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
    )[0][0]
    place.database.query("PRAGMA wal_checkpoint(TRUNCATE)")
    place.database.close()
    with open(file, "r+b") as pages:
        pages.seek((root - 1) * 4096)
        pages.write(bytes(4096))
    if found == "on opening":
        place.database = Database(file)
        journal = open_journal(str(place.work), place.database, state, go_on=True)
        journal.begin_run("s", 2, "task")
    journal.apply([place.change("a.txt", b"3", b"4")], turn=1)
    edit_is_kept = journal.damage is None
    with journal.capture.command(2) as captured:
        path.write_bytes(b"5")
    assert ("", "") == (captured.notice, captured.trouble)
    undo(journal)
    assert (b"4" if edit_is_kept else b"3") == path.read_bytes()
    assert journal.damage is not None and "database-corrupt" == journal.damage.code
    assert not journal.keeps_history
