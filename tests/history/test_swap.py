# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that no save is lost: others save at the very moments that no look can see."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import sys
import threading
from typing import Callable, Iterator, List

import pytest

from aura_coding_agent.core.folders import Folders, Place
from aura_coding_agent.history import swap
from aura_coding_agent.history.files import FILE, State, signature

from .crash_swap import rounds

POSIX = pytest.mark.skipif(os.name == "nt", reason="others can keep files open there")
LEASES = pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")


class Corner:
    """A folder with a file ``f`` that is looked at, and places in it.

    Attributes:
        at_the_last_look: what somebody else does once the status was compared and
            before anything is moved.
    """

    def __init__(self, folders: Folders, root: pathlib.Path):
        self.path = root / "f"
        self.path.write_bytes(b"before")
        self.new, self.at = (folders.place(str(root / name)) for name in ("new", "f"))
        self._status = signature(self.path.stat())
        self.at_the_last_look: Callable[[], object] = lambda: None
        self.looks: List[bytes] = []

    def expected(self, now: State, status: os.stat_result) -> bool:
        """Tell whether it is as it was, and let somebody act after the last look."""
        if now is not swap.UNREAD:
            self.looks.append(now.data)
        same = signature(status) == self._status
        if now is swap.UNREAD:
            self.at_the_last_look()
        return same and (now is swap.UNREAD or now.data == b"before")

    def replace(self) -> bool:
        """Put new content in place of the file."""
        (self.path.parent / "new").write_bytes(b"after")
        return swap.replace(self.new, self.at, self.expected)

    def remove(self) -> bool:
        """Remove the file."""
        return swap.remove(self.at, self.new, self.expected)

    def save(self, data: bytes = b"saved!") -> None:
        """Save as most editors do: under another name, which is renamed."""
        other = self.path.parent / "saving"
        other.write_bytes(data)
        os.replace(other, self.path)

    def files(self) -> List[str]:
        """Return what is in the folder."""
        return sorted(os.listdir(self.path.parent))


@pytest.fixture(name="corner")
def _corner(tmp_path: pathlib.Path) -> Iterator[Corner]:
    with Folders(os.path.realpath(tmp_path)) as folders:
        yield Corner(folders, tmp_path)


def test_what_is_as_expected_is_replaced_and_removed(corner: Corner) -> None:
    """Without anybody else the new content is there, and nothing is left over."""
    assert corner.replace()
    assert (b"after", ["f"]) == (corner.path.read_bytes(), corner.files())
    corner._status = signature(corner.path.stat())
    corner.path.write_bytes(b"before")
    assert not corner.remove()
    assert ["f"] == corner.files()
    corner._status = signature(corner.path.stat())
    assert corner.remove()
    assert [] == corner.files()


@pytest.mark.parametrize("act", [Corner.replace, Corner.remove])
@pytest.mark.parametrize(
    "save",
    [
        pytest.param(lambda c: c.save(), id="renamed"),
        pytest.param(lambda c: c.path.write_bytes(b"saved!"), id="in place"),
    ],
)
def test_a_save_after_the_last_look_stays(
    corner: Corner,
    act: Callable[[Corner], bool],
    save: Callable[[Corner], object],
) -> None:
    """A save between the last look and the rename is put back, whole and alone.

    It has the size of what was there, and may have its time as well.
    """
    if not _exchanges(corner) and act is Corner.replace:
        pytest.skip("this system cannot exchange names")
    corner.at_the_last_look = lambda: save(corner)
    assert not act(corner)
    assert (b"saved!", ["f"]) == (corner.path.read_bytes(), corner.files())


@pytest.mark.parametrize("act", [Corner.replace, Corner.remove])
def test_a_file_that_goes_after_the_last_look_stays_gone(
    corner: Corner, act: Callable[[Corner], bool]
) -> None:
    """What the user has deleted is not made again."""
    if not _exchanges(corner) and act is Corner.replace:
        pytest.skip("this system cannot exchange names")
    corner.at_the_last_look = corner.path.unlink
    assert not act(corner)
    assert not corner.path.exists()


@LEASES
@pytest.mark.parametrize("act", [Corner.replace, Corner.remove])
def test_a_save_that_is_under_way_is_waited_for(
    corner: Corner, act: Callable[[Corner], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has the file open and writes after it was taken away loses nothing."""
    monkeypatch.setattr(swap, "_PATIENCE", 60)  # this machine may be busy
    taken = threading.Event()
    descriptor = os.open(corner.path, os.O_WRONLY)
    before = os.fstat(descriptor)

    def write() -> None:
        """Save once the name does not lead to the open file any more."""
        with contextlib.suppress(FileNotFoundError):
            while os.path.samestat(corner.path.stat(), before):
                pass
        os.write(descriptor, b"saved!")
        os.close(descriptor)
        taken.set()

    thread = threading.Thread(target=write)
    corner.at_the_last_look = lambda: thread.is_alive() or thread.start()
    assert not act(corner)
    thread.join()
    assert taken.is_set()
    assert (b"saved!", ["f"]) == (corner.path.read_bytes(), corner.files())


@LEASES
def test_a_save_into_what_was_put_in_place_stays(corner: Corner) -> None:
    """Two saves, one before the exchange and one after: the later one is there."""
    corner.at_the_last_look = corner.save

    def look(now: State, status: os.stat_result) -> bool:
        """Save into the new file, while what was taken away is looked at."""
        found = corner.expected(now, status)
        if now is not swap.UNREAD:
            corner.path.write_bytes(b"later")
        return found

    (corner.path.parent / "new").write_bytes(b"after")
    assert not swap.replace(corner.new, corner.at, look)
    assert (b"later", ["f"]) == (corner.path.read_bytes(), corner.files())


def test_a_new_file_replaces_nothing(corner: Corner) -> None:
    """What appears where nothing was stays, a file and a link."""
    (corner.path.parent / "new").write_bytes(b"new")
    assert not swap.put_new(corner.new, corner.at)
    assert b"before" == corner.path.read_bytes()
    corner.path.unlink()
    assert swap.put_new(corner.new, corner.at)
    assert (b"new", ["f"]) == (corner.path.read_bytes(), corner.files())


@POSIX
def test_a_link_gets_its_name_as_a_link(corner: Corner) -> None:
    """A link is put in place as it is; nothing that it names is touched."""
    corner.path.unlink()
    (corner.path.parent / "new").symlink_to("nowhere")
    assert swap.put_new(corner.new, corner.at)
    assert ("nowhere", ["f"]) == (os.readlink(corner.path), corner.files())


def test_a_disk_without_hard_links(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where names cannot be linked, a new file replaces nothing either."""

    def refuse(*_: object, **__: object) -> None:
        """Answer as FAT does."""
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
    (corner.path.parent / "new").write_bytes(b"new")
    assert not swap.put_new(corner.new, corner.at)
    corner.path.unlink()
    assert swap.put_new(corner.new, corner.at)
    assert (b"new", ["f"]) == (corner.path.read_bytes(), corner.files())


@POSIX
def test_a_file_with_two_names_is_written_only_as_expected(corner: Corner) -> None:
    """In place: what was saved stays; a name that has moved on takes nothing along."""
    other = corner.path.parent / "other"
    os.link(corner.path, other)
    corner.path.write_bytes(b"saved!")
    assert not swap.overwrite(corner.at, State(FILE, b"after"), corner.expected)
    assert b"saved!" == other.read_bytes()

    def renamed(now: State, status: os.stat_result) -> bool:
        """Give the name to another file once this one was looked at."""
        corner.save(b"by the user")
        return True

    assert not swap.overwrite(corner.at, State(FILE, b"after"), renamed)
    assert (b"by the user", b"saved!") == (
        corner.path.read_bytes(),
        other.read_bytes(),
    )


def test_swapped_folders_and_saves(tmp_path: pathlib.Path) -> None:
    """While others swap and save: nothing outside is read or written, no save lost."""
    if not swap._system_call():
        pytest.skip("this system cannot exchange names")
    outcome = rounds(tmp_path, 40)
    assert ((), 40) == (outcome.broken, outcome.rounds)
    assert outcome.acknowledged >= 5


def _exchanges(corner: Corner) -> bool:
    """Return whether the disk of the tests can exchange names."""
    folder = corner.path.parent
    places = [Place(None, str(folder / n), "") for n in ("x", "y")]
    for place in places:
        pathlib.Path(place.name).touch()
    try:
        return swap._rename(places[0], places[1], swap._EXCHANGE)
    finally:
        for place in places:
            os.unlink(place.name)
