# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Nothing that comes from files, names or arguments steers a terminal."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Dict, List

import pytest

from .pty_child import PtyChild

# A title, a colour, the other direction of writing, a C1 control, bell and backspace.
HOSTILE = "\x1b]0;owned\x07\x1b[31m\u202e\x9b2J\x07\x08"
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")


def on_a_terminal(words: List[str], environ: Dict[str, str]) -> str:
    """Return what the program writes to a terminal, both streams together."""
    program = (
        "import os, sys\n"
        "from aura_coding_agent.__main__ import main\n"
        f"os.chdir({environ['WORK']!r})\n"
        f"sys.exit(main({words!r}))\n"
    )
    with PtyChild(program, {"NO_COLOR": "1", **environ}) as child:
        child.wait()
        return child.output.decode("utf-8")


def piped(words: List[str], environ: Dict[str, str], text: str = "") -> str:
    """Return what the program writes to a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        env={**os.environ, **environ, "PYTHONUTF8": "1"},
        input=text,
        capture_output=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def place(tmp_path: pathlib.Path) -> Dict[str, str]:
    """Make a workspace where everything that can be hostile is; return variables."""
    work = tmp_path / "work"
    work.mkdir()
    name = "a\x1b[31mb"
    (work / name).write_text("plain\n", encoding="utf-8")
    change = {"path": name, "old": "plain", "new": f"{HOSTILE} x"}
    variables = {"AURA_HOME": str(tmp_path / "home"), "WORK": str(work)}
    told = piped(["edit", "--json", "-C", str(work)], variables, json.dumps(change))
    assert json.loads(told)["applied"], told
    return variables


@pytest.mark.parametrize(
    "words",
    [
        ["undo", "--preview"],
        ["undo", "--list"],
        ["undo", "--to", HOSTILE],
        ["undo", HOSTILE],
        ["sessions", "list"],
        ["sessions", "show", HOSTILE],
        ["config", "--set", f"{HOSTILE}=1"],
        ["config", "--set", f"model={HOSTILE}"],
        ["doctor", "--offline", "--set", f"model={HOSTILE}"],
        [f"--{HOSTILE}"],
        [HOSTILE],
        ["run", f"--{HOSTILE}"],
        ["run", "x", "--max-turns", HOSTILE],
        ["run", "x", "--model", HOSTILE, "--base-url", f"http://127.0.0.1:1/{HOSTILE}"],
        ["fix", HOSTILE],
        ["undo", "-C", HOSTILE],
    ],
    ids=lambda words: " ".join(words).replace(HOSTILE, "HOSTILE"),
)
def test_no_text_steers_a_terminal(place: Dict[str, str], words: List[str]) -> None:
    """Whatever a command has to say, only its own line ends act on the terminal."""
    shown = on_a_terminal(words, {**place, "AURA_\x1b[31mX": "1"})
    assert [] == STEERING.findall(shown)
    assert "Traceback" not in shown


def test_a_preview_in_a_file_is_the_text_as_it_is(place: Dict[str, str]) -> None:
    """What goes to a pipe can be applied as a patch: nothing is spelled out there."""
    assert f"-{HOSTILE} x\n+plain\n" in piped(
        ["undo", "--preview", "-C", place["WORK"]], place
    )


def test_a_closed_stream_is_no_fault_of_the_program(place: Dict[str, str]) -> None:
    """Without standard output and standard error a command still does its work."""
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m aura_coding_agent config >&- 2>&-'],
        env={**os.environ, **place},
    )
    assert 0 == done.returncode
