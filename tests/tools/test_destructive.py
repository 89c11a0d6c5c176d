# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test which commands are held back: those that lose what undo cannot bring back."""

from __future__ import annotations

import pathlib
from typing import Optional

import pytest

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.interfaces import Capture, Decision
from aura_coding_agent.core.messages import ToolCall, ToolResult
from aura_coding_agent.history import open_journal
from aura_coding_agent.tools.destructive import hazard
from aura_coding_agent.tools.permissions import Rules
from aura_coding_agent.tools.shell import shell_tool
from aura_coding_agent.tools.toolset import ToolKit

HELD = [
    "rm ../outside.txt",
    "rm -rf -- ../folder",
    "rm -f ../out*.txt",
    "sudo -n rm ../outside.txt",
    "X=1 command rm ../outside.txt",
    "true && cd .. && rm outside.txt",
    "rmdir ../folder",
    "shred -n 3 ../outside.txt",
    "truncate -s 0 ../outside.txt",
    "mv ../outside.txt here.txt",
    "mv a.txt ../outside.txt",
    "mv outside.txt ../folder",
    "cp a.txt ../outside.txt",
    "echo x | tee ../outside.txt",
    "dd if=/dev/zero of=../outside.txt",
    "find ../folder -name x -delete",
    "find .. -type f -exec rm {} +",
    "rsync -a --delete ./ ../folder",
    "echo x > ../outside.txt",
    "echo x >'../outside.txt'",
    "echo x >| ../outside.txt; ls",
    "git -C ../repository reset --hard",
    "cd ../repository && git checkout -- .",
    "git -C ../repository clean -fdx",
    "git -C ../repository stash -u",
    "git -C ../repository restore .",
    "rm -rf .git",
]
FREE = [
    "rm a.txt",
    "rm -rf ./*",
    "rm ../nothing-there",
    "rm",
    "mv a.txt",
    "mv a.txt b.txt",
    "cp ../outside.txt a.txt",
    "echo x > a.txt",
    "echo x >> ../outside.txt",
    "echo '> ../outside.txt'",
    "echo x > /dev/null 2>&1",
    "tee -a ../outside.txt",
    "dd if=../outside.txt of=/dev/null",
    "cat ../outside.txt",
    "find .. -name x",
    "git -C ../repository status",
    "git -C ../repository clean -n",
    "git -C ../repository stash list",
    "git -C ../repository restore --staged .",
    "git",
    "git checkout -- .",
    "cd $HOME; rm x",
    "cd -; rm ../outside.txt",
    "rm -rf node_modules",
    'rm "$(cat list)"',
    "",
]


@pytest.fixture(name="root")
def _root(tmp_path: pathlib.Path) -> pathlib.Path:
    root = tmp_path / "work"
    for folder in (root / ".git", tmp_path / "folder", tmp_path / "repository/.git"):
        folder.mkdir(parents=True)
    (root / "node_modules").mkdir()
    (root / "a.txt").write_text("a")
    (tmp_path / "outside.txt").write_text("outside")
    (tmp_path / "folder" / "outside.txt").write_text("outside")
    return root


def kept(root: pathlib.Path) -> Capture:
    """Return the captures of a workspace whose history is kept on disk."""
    state = root.parent / "state"
    return open_journal(str(root), Database(str(state / "db")), str(state)).capture


@pytest.mark.parametrize("command", HELD)
def test_what_is_beyond_undo_is_held_back(root: pathlib.Path, command: str) -> None:
    """A command that destroys what no capture covers is named with the reason."""
    capture = kept(root)
    assert "lost beyond undo" in hazard(command, str(root), capture.uncovered)


@pytest.mark.parametrize("command", FREE)
def test_everything_else_is_not(root: pathlib.Path, command: str) -> None:
    """What undo covers, what destroys nothing and what is not sure is let through."""
    capture = kept(root)
    assert "" == hazard(command, str(root), capture.uncovered)


@pytest.mark.parametrize(
    "rules, answer, allowed",
    [
        (Rules(auto=True), None, False),
        (Rules(auto=True, allow=("rm *",)), None, False),
        (Rules(allow=("rm ../outside.txt",)), None, True),
        (Rules(auto=True, interactive=True), True, True),
        (Rules(auto=True, interactive=True), False, False),
    ],
)
def test_permission_is_needed_in_every_mode(
    root: pathlib.Path, rules: Rules, answer: Optional[bool], allowed: bool
) -> None:
    """Only a person, or exactly this command allowed beforehand, lets it run."""
    capture = kept(root)
    kit = ToolKit(
        [shell_tool(str(root), output_folder=str(root))],
        rules=rules,
        ask=None if answer is None else lambda request: Decision(bool(answer), ""),
        hazard=lambda line: hazard(line, str(root), capture.uncovered),
    )
    prepared = kit.prepare(ToolCall("1", "shell", {"command": "rm ../outside.txt"}))
    assert not isinstance(prepared, ToolResult)
    decision = kit.authorize(prepared)
    assert (allowed, answer is not None) == (decision.allowed, decision.asked)
