# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that paths are walked from folder to folder, and never through a link."""

from __future__ import annotations

import os
import pathlib
from typing import Iterator

import pytest

from aura_coding_agent.core import folders as module
from aura_coding_agent.core.folders import HELD_OPEN, Folders, Place

HELD = pytest.mark.skipif(not HELD_OPEN, reason="this system cannot hold folders open")


@pytest.fixture(name="root", params=["held open", "by paths"])
def _root(
    request: pytest.FixtureRequest,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> pathlib.Path:
    """Make a workspace beside an outside, for systems of both kinds."""
    monkeypatch.setattr(module, "HELD_OPEN", HELD_OPEN and request.param != "by paths")
    root = pathlib.Path(os.path.realpath(tmp_path)) / "root"
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / "f").write_text("inside")
    (tmp_path / "outside" / "b").mkdir(parents=True)
    (tmp_path / "outside" / "b" / "f").write_text("outside")
    return root


@pytest.fixture(name="folders")
def _folders(root: pathlib.Path) -> Iterator[Folders]:
    with Folders(str(root)) as folders:
        yield folders


def _read(place: Place) -> str:
    with open(place.open()) as file:
        return file.read()


def _swap(root: pathlib.Path) -> None:
    """Put a link to the outside in the place of ``a``."""
    (root / "a").rename(root / "kept")
    (root / "a").symlink_to(root.parent / "outside")


def test_a_link_in_the_path_leads_nowhere(folders: Folders, root: pathlib.Path) -> None:
    """A folder that has become a link is none: nothing is reached through it."""
    path = str(root / "a" / "b" / "f")
    _swap(root)
    with pytest.raises(NotADirectoryError):
        folders.place(path)
    with pytest.raises(NotADirectoryError):
        with folders.listing(str(root / "a")):
            pass


def test_a_link_at_the_end_is_not_opened(folders: Folders, root: pathlib.Path) -> None:
    """The link itself is seen, what it names is not."""
    (root / "link").symlink_to("a/b/f")
    place = folders.place(str(root / "link"))
    assert "a/b/f" == place.target()
    with pytest.raises(OSError):
        place.open()


@HELD
def test_a_place_stays_where_it_was_found(tmp_path: pathlib.Path) -> None:
    """What is swapped after a place was found does not lead it elsewhere."""
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (root / "a" / "f").write_text("inside")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "f").write_text("outside")
    with Folders(os.path.realpath(root)) as folders:
        place = folders.place(os.path.realpath(root / "a" / "f"))
        _swap(root)
        assert "inside" == _read(place)


@pytest.mark.parametrize("path", ["a/../a/b/f", "../outside/b/f", "a/./b", "a/"])
def test_only_names_are_walked(folders: Folders, root: pathlib.Path, path: str) -> None:
    """A path that turns back is refused, even where it would stay inside."""
    with pytest.raises(OSError):
        folders.place(f"{root}/{path}").status()
    with pytest.raises(OSError):
        folders.place(str(root.parent / "outside" / "b" / "f")).open()


def test_a_listing_tells_what_is_in_the_folder(
    folders: Folders, root: pathlib.Path
) -> None:
    """Entries know their kind and status without a path; missing folders are told."""
    with folders.listing(str(root / "a")) as found:
        entries = [
            (entry.name, entry.is_dir(), entry.stat().st_mode) for entry in found
        ]
    assert [("b", True, (root / "a" / "b").stat().st_mode)] == entries
    assert folders.folder_status(str(root / "a")).st_ino == (root / "a").stat().st_ino
    for path in ("missing/f", "missing/deep/er/f"):
        with pytest.raises(FileNotFoundError):
            folders.place(str(root / path)).status()


@HELD
def test_few_descriptors_are_held(tmp_path: pathlib.Path) -> None:
    """Many folders and deep ones can be walked with the files a process may open."""
    resource = pytest.importorskip("resource")
    root = pathlib.Path(os.path.realpath(tmp_path))
    deep = root / "/".join("d" * 100)
    deep.mkdir(parents=True)
    (deep / "f").write_text("deep")
    for number in range(200):
        (root / str(number)).mkdir()
        (root / str(number) / "f").write_text(str(number))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(os.listdir("/dev/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 50, hard))
    try:
        with Folders(str(root)) as folders:
            first = folders.place(str(root / "0" / "f"))
            assert "deep" == _read(folders.place(str(deep / "f")))
            assert "0" == _read(first)
            for number in range(200):
                assert str(number) == _read(
                    folders.place(str(root / str(number) / "f"))
                )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert used == len(os.listdir("/dev/fd"))


@HELD
@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="needs O_PATH")
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root lists all")
def test_a_folder_that_may_only_be_entered(tmp_path: pathlib.Path) -> None:
    """Names in it are reached; to list it is not permitted."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "f").write_text("x")
    inner.chmod(0o300)
    with Folders(os.path.realpath(tmp_path)) as folders:
        path = os.path.realpath(inner)
        assert "x" == _read(folders.place(os.path.join(path, "f")))
        with pytest.raises(PermissionError):
            with folders.listing(path):
                pass
    inner.chmod(0o700)


def test_a_removed_folder_is_forgotten(folders: Folders, root: pathlib.Path) -> None:
    """A folder that is made anew is found, not the one that was there."""
    path = root / "a" / "b" / "f"
    assert "inside" == _read(folders.place(str(path)))
    path.unlink()
    path.parent.rmdir()
    folders.forget(str(path.parent))
    path.parent.mkdir()
    path.write_text("again")
    assert "again" == _read(folders.place(str(path)))


def test_the_root_of_the_disk() -> None:
    """Where the whole disk is the workspace its paths are walked as well."""
    if os.name == "nt":
        pytest.skip("Windows has several")
    with Folders("/") as folders:
        assert os.path.samestat(os.stat("/"), folders.place("/").status())
        assert folders.place("/dev").status().st_ino == os.lstat("/dev").st_ino
