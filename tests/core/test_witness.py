# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that what a command touches is seen, and nothing else."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import time
from typing import List, Set, Tuple

import pytest

from aura_coding_agent.core import process, witness
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import ProcessError
from aura_coding_agent.core.witness import Witness


class Notes:
    """Keep what was noted."""

    def __init__(self) -> None:
        self.paths: Set[Tuple[str, bool]] = set()
        self.gaps: List[str] = []
        self.started = 0

    def watched(self) -> None:
        """Count what is started."""
        self.started += 1

    def touched(self, path: str, tree: bool, at: float) -> None:
        """Keep a path."""
        assert abs(at - time.time()) < 60
        self.paths.add((path, tree))

    def gap(self, reason: str) -> None:
        """Keep a reason."""
        self.gaps.append(reason)


class Place:
    """A folder with a witness."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.notes = Notes()
        self.witness = Witness(os.path.realpath(root), self.notes)

    def run(self, *argv: str) -> str:
        """Run a command in the folder, return its output."""
        with process.started_through(self.witness.launch):
            return process.run(argv, cwd=str(self.root), cancel=Cancel()).output

    def shell(self, command: str) -> str:
        """Run a command line."""
        return self.run("sh", "-c", command)


@pytest.fixture(name="place")
def _place(tmp_path: pathlib.Path) -> Place:
    first = Place(tmp_path)
    first.run("true")
    if not first.notes.started:
        pytest.skip(f"seccomp notification: {first.notes.gaps}")
    for name in ("a", "b", "folder/in", "folder/deep/file"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1\n")
    (tmp_path / "link").symlink_to("folder")
    return Place(tmp_path)


SEEN = {
    "echo 2 >a": {"a"},
    "echo 2 >>folder/in": {"folder/in"},
    "cd folder && echo 2 >../a": {"a"},
    "cd link && echo 2 >new": {"folder/new"},
    "echo 2 >link/in": {"folder/in"},
    'echo 2 >"$PWD/folder/../b"': {"b"},
    "rm a": {"a"},
    "rm -r folder": {"folder", "folder/in", "folder/deep", "folder/deep/file"},
    "mv a c": {"a/", "c/"},
    "mv folder other": {"folder/", "other/"},
    "mkdir -p x/y": {"x", "x/y"},
    "ln -s a l; ln a h": {"l", "h"},
    "chmod 600 a": {"a"},
    "mkfifo pipe": {"pipe"},
    "(setsid sh -c 'echo 2 >a')": {"a"},
    "(echo 2 >a; echo 3 >b) | cat": {"a", "b"},
    "echo 2 >/dev/null; cat a folder/in; ls -R .": set(),
    "cat <a >/dev/null; test -e b; cd folder; pwd": set(),
}


@pytest.mark.parametrize("command", SEEN)
def test_what_a_command_touches_is_seen(place: Place, command: str) -> None:
    """Each change has its path, reading has none; a tree ends with a slash."""
    place.shell(command)
    assert SEEN[command] == {
        path + "/" * tree for path, tree in place.notes.paths if path != "a/b"
    }
    assert ([], 1) == (place.notes.gaps, place.notes.started)


def test_what_others_do_is_not_seen(place: Place) -> None:
    """While the command runs this process and another one write: nobody notes it."""
    gate = place.root / "gate"
    os.mkfifo(gate)
    script = f"echo ready >{gate}; read line <{gate}; echo 2 >a"
    with process.started_through(place.witness.launch):
        child = process.start(["sh", "-c", script], cwd=str(place.root), hear=print)
    assert "ready\n" == gate.read_text()
    (place.root / "b").write_text("2")
    subprocess.run(["sh", "-c", "echo 2 >folder/in"], cwd=place.root, check=True)
    gate.write_text("go\n")
    _wait_until_over(place.witness)
    child.kill()
    assert {("a", False), ("gate", False)} == place.notes.paths


def test_what_is_left_running_is_seen_until_it_ends(place: Place) -> None:
    """The witness listens as long as any process of the command lives."""
    gate = place.root / "gate"
    os.mkfifo(gate)
    place.shell(f"(read line <{gate}; echo 2 >late) >/dev/null 2>&1 &")
    assert place.witness.alive
    assert ("late", False) not in place.notes.paths
    gate.write_text("go\n")
    _wait_until_over(place.witness)
    assert ("late", False) in place.notes.paths


def _wait_until_over(seen: Witness) -> None:
    deadline = time.monotonic() + 60
    while seen.alive:
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.01)


_ENDS = """
import sys
from aura_coding_agent.core import process, witness
from aura_coding_agent.core.cancel import Cancel
from tests.core.test_witness import Notes
root, command = sys.argv[1:]
with process.started_through(witness.Witness(root, Notes()).launch):
    process.run(["sh", "-c", command], cwd=root, cancel=Cancel())
"""


def test_what_is_left_running_works_on_when_the_agent_has_ended(place: Place) -> None:
    """A server in the background can still write when nobody notes it any more."""
    gate, told = place.root / "gate", place.root / "told"
    for pipe in (gate, told):
        os.mkfifo(pipe)
    command = f"(read line <{gate}; echo 2 >late; cat late >{told}) >/dev/null 2>&1 &"
    words = (sys.executable, "-c", _ENDS, str(place.root), command)
    subprocess.run(words, check=True, cwd=pathlib.Path(__file__).parents[2])
    gate.write_text("go\n")
    assert "2\n" == told.read_text()


def test_what_cannot_be_started_raises_as_ever(place: Place) -> None:
    """An error in the other thread comes back to the caller."""
    with pytest.raises(ProcessError) as caught:
        place.run("no-such-program")
    assert "command-not-found" == caught.value.code


def test_programs_that_gain_privileges_are_told_from_others(
    tmp_path: pathlib.Path,
) -> None:
    """A bit in the mode, for another owner, makes the difference."""
    plain, other = tmp_path / "plain", tmp_path / "other"
    for path in (plain, other):
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(other, 65534, 65534)
        other.chmod(0o4755)
        line = f"cd x && FOO=1 {other} -n ls"
        assert "other" == witness._gains_privileges(["sh", "-c", line])
    assert "" == witness._gains_privileges(["sh", "-c", f"{plain} a; ls -l >b"])


def test_elsewhere_it_says_why_nothing_is_seen(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the means the command runs as ever, and the gap is noted."""
    monkeypatch.setattr(sys, "platform", "sunos5")
    place = Place(tmp_path)
    assert "2\n" == place.shell("echo 2 | tee a")
    assert (0, ["only Linux shows what a process does"]) == (
        place.notes.started,
        place.notes.gaps,
    )
