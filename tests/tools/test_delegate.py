# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the tools that hand work on to the repair engine, in a whole run."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ..support.model_server import ModelServer
from ..support.steps import Call, Say

FILES = {
    "gcd.py": "def gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return b\n",
    "test_gcd.py": (
        "import unittest\n\nfrom gcd import gcd\n\n\n"
        "class Gcd(unittest.TestCase):\n"
        "    def test_gcd(self):\n"
        "        self.assertEqual(4, gcd(12, 8))\n"
        "        self.assertEqual(1, gcd(7, 3))\n"
    ),
}


@pytest.fixture
def project(tmp_path):
    """Return a folder with a fault."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def run(project, tmp_path, steps, *options):
    """Run a task; return its events and what the tools answered."""
    with ModelServer(steps) as server:
        done = subprocess.run(
            [sys.executable, "-m", "aura_coding_agent", "run", "repair it"]
            + ["--base-url", server.url, "--model", "m", "--output", "jsonl", *options],
            cwd=project,
            env={**os.environ, "AURA_HOME": str(tmp_path / "home")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        server.check()
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return events, [e["text"] for e in events if e["type"] == "tool_finished"]


def test_a_model_may_localize_and_repair(project, tmp_path):
    """The suspected lines, then a patch that is applied and can be undone."""
    steps = [
        Call("localize"),
        Call("repair", {"seconds": 30, "apply": True}),
        Say("Repaired."),
    ]
    check = f'"{sys.executable}" -m unittest -q'
    events, answers = run(project, tmp_path, steps, "--auto", "--check", check)
    assert "gcd.py:4" in answers[0] or "gcd.py:3" in answers[0]
    assert "passes your tests" in answers[1]
    assert "verified" == events[-1]["status"], events[-1]
    assert ["gcd.py"] == events[-1]["files"]
    assert "return a" in (project / "gcd.py").read_text()


def test_without_leave_nothing_is_run(project, tmp_path):
    """Both run the project's tests, so they are denied like commands."""
    steps = [Call("localize"), Call("repair"), Say("Could not.")]
    events, answers = run(project, tmp_path, steps)
    assert all("Denied" in text for text in answers)
    assert FILES["gcd.py"] == (project / "gcd.py").read_text()


def test_a_patch_may_only_be_shown(project, tmp_path):
    """Without apply the files stay as they are."""
    steps = [Call("repair", {"seconds": 20}), Say("Seen.")]
    events, answers = run(project, tmp_path, steps, "--auto")
    assert "+    return a" in answers[0]
    assert FILES["gcd.py"] == (project / "gcd.py").read_text()
