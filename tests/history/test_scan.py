# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what a second look at a workspace finds."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import Callable, Dict, Iterator, List, Set, Tuple

import pytest

from aura_coding_agent.history.scan import Folder, Manifest, Rule, Scan, Sign, scan

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX")


@pytest.fixture(name="root")
def _root(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a folder whose times are so old that they are trusted."""
    for name in ("a.txt", "b.txt", "in/c.txt", "in/deep/d.txt", "other/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    return tmp_path


def _settled(root: pathlib.Path) -> Manifest:
    """Return what is known once time stamps are older than a tick of the clock."""
    known: Manifest = {}
    while not known or any(
        sign[3] < 0 for each in known.values() for sign in _signs(each)
    ):
        known = _kept(scan(str(root), known, Rule()))
    return known


def _signs(folder: Folder) -> Iterator[Sign]:
    yield folder.sign
    yield from folder.files.values()


def _kept(found: Scan) -> Manifest:
    """Return the folders of a scan as if all contents had been read."""
    known = dict(found.folders)
    for rel, name, _ in found.dirty:
        known[rel] = known[rel]._replace(blobs={**known[rel].blobs, name: "0" * 40})
    return known


def _changed(known: Manifest, found: Scan) -> Tuple[Set[str], Dict[str, List[str]]]:
    """Return the folders that came or went, and what differs in the others."""
    names = {
        rel: sorted(
            name
            for name in {*known[rel].files, *found.folders[rel].files}
            if known[rel].files.get(name) != found.folders[rel].files.get(name)
        )
        for rel in known.keys() & found.folders.keys()
    }
    return known.keys() ^ found.folders.keys(), {r: n for r, n in names.items() if n}


def _replace_by_link(root: pathlib.Path) -> None:
    (root / "other").rename(root.parent / f"{root.name}-elsewhere")
    (root / "other").symlink_to(root.parent / f"{root.name}-elsewhere")


Act = Callable[[pathlib.Path], object]
STEPS: Dict[str, Tuple[Act, Set[str], Dict[str, List[str]]]] = {
    "nothing": (lambda root: None, set(), {}),
    "content": (
        lambda root: (root / "in/c.txt").write_bytes(b"22"),
        set(),
        {"in": ["c.txt"]},
    ),
    "mode": (lambda root: (root / "b.txt").chmod(0o600), set(), {"": ["b.txt"]}),
    "new file": (
        lambda root: (root / "in/new.txt").write_bytes(b"1"),
        set(),
        {"in": ["new.txt"]},
    ),
    "file gone": (lambda root: (root / "a.txt").unlink(), set(), {"": ["a.txt"]}),
    "new folder": (lambda root: (root / "in/new").mkdir(), {"in/new"}, {}),
    "folder moved": (
        lambda root: (root / "in/deep").rename(root / "deep"),
        {"in/deep", "deep"},
        {},
    ),
    "folder replaced by a link": (_replace_by_link, {"other"}, {"": ["other"]}),
    "both": (
        lambda root: [
            (root / "other/e.txt").write_bytes(b"22"),
            (root / "in/new.txt").write_bytes(b"1"),
        ],
        set(),
        {"other": ["e.txt"], "in": ["new.txt"]},
    ),
}


@POSIX
@pytest.mark.parametrize("name", STEPS)
def test_a_second_look_finds_what_changed(root: pathlib.Path, name: str) -> None:
    """Contents, modes, names and folders; of the rest the very same values stay."""
    act, folders, files = STEPS[name]
    known = _settled(root)
    act(root)
    found = scan(str(root), known, Rule())
    assert (folders, files) == _changed(known, found)
    if name == "nothing":
        assert found.folders is known
    if "in/deep" in found.folders:
        assert found.folders["in/deep"] is known["in/deep"]
    wanted = {(rel, each) for rel, names in files.items() for each in names}
    there = {(rel, each) for rel, each in wanted if (root / rel / each).exists()}
    moved = {("deep", "d.txt")} if "deep" in folders else set()
    assert there | moved == {(rel, each) for rel, each, _ in found.dirty}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux")
def test_without_a_free_descriptor_files_are_looked_up_by_path(
    root: pathlib.Path,
) -> None:
    """A process that may open no more files overlooks no change."""
    import resource  # not on Windows

    known = _settled(root)
    (root / "in/c.txt").write_bytes(b"22")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
    try:
        found = scan(str(root), known, Rule())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert (set(), {"in": ["c.txt"]}) == _changed(known, found)


@POSIX
def test_what_was_left_out_is_looked_at_again(root: pathlib.Path) -> None:
    """What could not be seen the last time may be seen now."""
    known = _settled(root)
    found = scan(str(root), known, Rule(), left_out={"in": "it cannot be listed"})
    assert ({}, [], known) == (found.left_out, found.dirty, found.folders)
