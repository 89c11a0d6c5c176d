# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that what is kept of a workspace can follow it when it is moved."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
from typing import Dict, List

import pytest

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import JournalError
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.homes import forget, moved_from
from aura_coding_agent.history.undo import undo
from aura_coding_agent.storage import find_moved, move_workspace, stored_sessions

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Place:
    """A folder with workspaces and a state folder."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.environ = {"AURA_HOME": str(folder / "state")}
        self.database = Database(str(folder / "state" / "aura.db"))

    def work(self, name: str, version: int) -> pathlib.Path:
        """Have a command write a version of a file in a workspace."""
        root = self.folder / name
        root.mkdir(parents=True, exist_ok=True)
        if version == 1:
            (root / "a.txt").write_text("0")
        journal = open_journal(str(root), self.database, str(self.folder / "state"))
        journal.begin_run("session", version, f"run {version}")
        with journal.capture.command(1):
            (root / "a.txt").write_text(str(version))
        return root

    def undo(self, root: pathlib.Path) -> str:
        """Take back the last run; return what the file is now."""
        undo(open_journal(str(root), self.database, str(self.folder / "state")))
        return (root / "a.txt").read_text()

    def moved(self, root: pathlib.Path) -> str:
        """Return where the folder seems to have been."""
        return moved_from(self.database, str(root))

    def move(self, old: pathlib.Path, new: pathlib.Path) -> List[str]:
        """Move what is kept."""
        return list(move_workspace(str(old), str(new), self.environ))


@pytest.fixture(name="place")
def _place(tmp_path: pathlib.Path) -> Place:
    return Place(tmp_path.resolve())


def test_a_renamed_folder_is_found_and_moved(place: Place) -> None:
    """Its conversations and its undo come along; at the old path nothing is left."""
    old = place.work("proj", 1)
    session = stored_sessions(place.environ).create(str(old), "task", {"type": "x"})
    new = old.rename(place.folder / "proj2")
    assert str(old) == place.moved(new) == find_moved(str(new), place.environ)
    assert [str(old)] == place.move(old, new)
    assert "0" == place.undo(new)
    assert str(new) == stored_sessions(place.environ).info(session).workspace
    assert "" == place.moved(new)
    with pytest.raises(JournalError) as caught:
        place.move(old, new)
    assert "workspace-unknown" == caught.value.code


def test_a_history_that_went_on_in_the_new_place_is_joined(place: Place) -> None:
    """Work in the new place, before the records followed, does not part the two."""
    old = place.work("proj", 1)
    new = old.rename(place.folder / "proj2")
    place.work("proj2", 2)
    assert str(old) == place.moved(new)
    place.move(old, new)
    assert ["1", "0"] == [place.undo(new), place.undo(new)]


def test_two_histories_are_not_mixed(place: Place) -> None:
    """A copy that was worked on in turns with its original keeps its own history."""
    old = place.work("proj", 1)
    new = pathlib.Path(shutil.copytree(old, place.folder / "copy"))
    place.work("copy", 2)
    place.work("proj", 3)
    assert "" == place.moved(new)
    with pytest.raises(JournalError) as caught:
        place.move(old, new)
    assert "workspaces-apart" == caught.value.code
    assert ["1", "1"] == [place.undo(old), place.undo(new)]


def test_a_copy_on_another_disk_is_moved_by_the_command(place: Place) -> None:
    """What has other inodes is not offered; the command works all the same."""
    old = place.work("proj", 1)
    new = pathlib.Path(shutil.copytree(old, place.folder / "there" / "proj"))
    shutil.rmtree(old)
    assert "" == place.moved(new)
    place.move(old, new)
    assert "0" == place.undo(new)


def test_workspaces_inside_come_along(place: Place) -> None:
    """A folder with several workspaces is moved in one go, its neighbours are not."""
    for name in ("code/a", "code/b", "code2"):
        place.work(name, 1)
    old = place.folder / "code"
    new = old.rename(place.folder / "src")
    assert [str(old / "a"), str(old / "b")] == place.move(old, new)
    places = [new / "a", new / "b", place.folder / "code2"]
    assert ["0", "0", "0"] == [place.undo(each) for each in places]


@pytest.mark.parametrize("how", ["another folder", "declined", "still there"])
def test_other_folders_are_not_offered(place: Place, how: str) -> None:
    """Neither a new folder that was given the inode, nor what was declined."""
    old = place.work("proj", 1)
    new = place.folder / "proj2"
    if how == "another folder":
        shutil.rmtree(old)
        new.mkdir()
        (new / "b.txt").write_text("other")
    elif how == "declined":
        old.rename(new)
        forget(place.database, str(old))
    else:
        new.symlink_to(old)
        new = pathlib.Path(os.path.realpath(new))
    assert "" == place.moved(new)


def test_a_running_command_is_not_moved_away(place: Place) -> None:
    """While a command runs, its records stay where it will look for them."""
    old = place.work("proj", 1)
    journal = open_journal(str(old), place.database, str(place.folder / "state"))
    journal.begin_run("session", 2, "run 2")
    with journal.capture.command(1):
        with pytest.raises(JournalError) as caught:
            place.move(old, place.folder / "elsewhere")
    assert "command-running" == caught.value.code
    assert "0" == place.undo(old)


def test_the_command_line_says_what_to_do(place: Place) -> None:
    """Undo in a moved folder names the command; after it, undo works."""
    old = place.folder / "my proj"
    old.mkdir()
    (old / "a.txt").write_text("0\n")
    edit = {"path": "a.txt", "old": "0", "new": "1"}
    said = _aura(place, "edit", "-C", str(old), "--json", given=json.dumps(edit))
    assert json.loads(said.stdout)["applied"], said
    new = old.rename(place.folder / "proj2")
    first = _aura(place, "undo", "-C", str(new))
    assert (1, b"") == (first.returncode, first.stdout)
    command = f"sessions move '{old}' {new}"
    assert command in first.stderr.decode()
    assert f"undo -C {old}" not in first.stderr.decode()
    assert 0 == _aura(place, "sessions", "move", str(old), str(new)).returncode
    assert 0 == _aura(place, "undo", "-C", str(new)).returncode
    assert "0\n" == (new / "a.txt").read_text()


def _aura(
    place: Place, *words: str, given: str = ""
) -> "subprocess.CompletedProcess[bytes]":
    environ: Dict[str, str] = {**os.environ, **place.environ}
    return subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        input=given.encode(),
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=False,
    )
