# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""What is listed is what git would list, also of repositories with odd settings."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from typing import List

import pytest

from aura_coding_agent.core import gitfiles
from aura_coding_agent.core.workspace import Workspace

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None, reason="git is not installed"
)


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Give git and the program a home folder of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    return folder


def git(top: pathlib.Path, *words: str) -> str:
    """Run git in a folder."""
    named = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
    done = subprocess.run(
        ["git", *named, *words], cwd=top, capture_output=True, encoding="utf-8"
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


def write(top: pathlib.Path, *names: str) -> None:
    """Make files."""
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("x\n", encoding="utf-8")


def listed_by_git(top: pathlib.Path) -> List[str]:
    """Return what git tracks or would track."""
    words = "ls-files -z --cached --others --exclude-standard".split()
    return sorted(set(filter(None, git(top, *words).split("\0"))))


@pytest.mark.parametrize(
    "words",
    [
        ["init", "-q"],
        ["init", "-q", "--object-format=sha256"],
        ["-c", "index.version=4", "init", "-q"],
    ],
    ids=["sha1", "sha256", "version-4"],
)
def test_tracked_files_are_listed_though_a_rule_ignores_them(
    tmp_path: pathlib.Path, words: List[str]
) -> None:
    """A rule hides what git does not track, and nothing that it tracks."""
    top = tmp_path / "top"
    top.mkdir()
    git(top, *words)
    if "index.version=4" in words:
        git(top, "config", "index.version", "4")
    (top / ".gitignore").write_text("build/\n*.log\n!keep.log\n", encoding="utf-8")
    write(top, "a.py", "old.log", "new.log", "keep.log", "build/new.o", "café/x.log")
    write(top, "build/kept/config.h", "build/kept/new.h", "build/deep/er/est.h")
    forced = ["old.log", "build/kept/config.h", "build/deep/er/est.h", "café/x.log"]
    git(top, "add", "-f", "a.py", ".gitignore", *forced)
    expected = listed_by_git(top)
    assert {"build/kept/config.h", "old.log"} < set(expected)
    assert expected == sorted(Workspace(str(top)).walk())
    # In a folder of the repository the rules and the index of its top count.
    inner = Workspace(str(top / "build")).walk()
    assert ["deep/er/est.h", "kept/config.h"] == sorted(inner)[:2]


def test_the_files_that_git_is_told_to_ignore_by_are_read(
    tmp_path: pathlib.Path, home: pathlib.Path
) -> None:
    """Settings of the user and the repository name the file; quotes are taken off."""
    top = tmp_path / "top"
    top.mkdir()
    git(top, "init", "-q")
    write(top, "a", "b", "c", "d e")
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".config" / "git" / "ignore").write_text("a\n", encoding="utf-8")
    assert listed_by_git(top) == sorted(Workspace(str(top)).walk()) == ["b", "c", "d e"]
    (home / "my rules").write_text("b\n", encoding="utf-8")
    settings = '[core] ; mine\n\texcludesFile = "~/my rules" # those\n'
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    assert listed_by_git(top) == sorted(Workspace(str(top)).walk()) == ["a", "c", "d e"]
    (home / "other").write_text("d *\n", encoding="utf-8")
    git(top, "config", "core.excludesfile", str(home / "other"))
    assert listed_by_git(top) == sorted(Workspace(str(top)).walk()) == ["a", "b", "c"]


def test_a_linked_work_tree_has_the_rules_of_its_repository(
    tmp_path: pathlib.Path,
) -> None:
    """`info/exclude` of the main repository counts there, as does its own index."""
    top, linked = tmp_path / "top", tmp_path / "linked"
    top.mkdir()
    git(top, "init", "-q")
    write(top, "a", "secret.txt")
    git(top, "add", "a")
    git(top, "commit", "-q", "-m", "First")
    (top / ".git" / "info" / "exclude").write_text("*.txt\n", encoding="utf-8")
    git(top, "worktree", "add", "-q", str(linked))
    write(linked, "new.txt", "new.py", "forced.txt")
    git(linked, "add", "-f", "forced.txt")
    expected = listed_by_git(linked)
    assert ["a", "forced.txt", "new.py"] == expected
    found = sorted(Workspace(str(linked)).walk())
    assert [".git", *expected] == found or expected == found


@pytest.mark.parametrize("data", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\5" + b"x" * 40])
def test_a_damaged_index_tracks_nothing(tmp_path: pathlib.Path, data: bytes) -> None:
    """Then rules hide as they did; nothing fails."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(data)
    assert gitfiles.Tracked() == gitfiles.tracked(str(tmp_path))
