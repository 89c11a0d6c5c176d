# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run tasks with a real model behind a real server; ``docs/real-model.rst`` tells how.

No part of ``make test``. Nothing is expected of the model: what is checked is that real
requests are made, the answer streams, calls are answered, and the end is honest.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any, Dict, List, NamedTuple

import pytest

from aura_coding_agent.cli import EXIT_CODES

pytestmark = pytest.mark.model
TASK = "Read the file greeting.txt with a tool, then say in one sentence what it says."


class Ran(NamedTuple):
    """How a run ended and what it told."""

    code: int
    events: List[Dict[str, Any]]
    errors: str

    def of(self, kind: str) -> List[Dict[str, Any]]:
        """Return the events of one kind."""
        return [event for event in self.events if event["type"] == kind]


def run(folder: pathlib.Path, api: str, *options: str) -> Ran:
    """Run the program with the model that the variables name."""
    url = os.environ.get("AURA_TEST_MODEL_URL")
    assert url, "set AURA_TEST_MODEL_URL to the address of a model server"
    model = os.environ.get("AURA_TEST_MODEL_NAME") or "local"
    command = [sys.executable, "-m", "aura_coding_agent", "run", TASK]
    command += ["--api", api, "--base-url", url, "--model", model]
    command += ["--max-turns", "4", "--max-time", "240", "--output", "jsonl"]
    ran = subprocess.run(
        [*command, "--set", "max_output=300", *options],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=600,
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    return Ran(ran.returncode, lines, ran.stderr)


@pytest.fixture
def workspace(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a folder with one file to read."""
    (tmp_path / "greeting.txt").write_text("Good morning!\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("api", ["openai-chat", "anthropic"])
@pytest.mark.parametrize("stream", ["yes", "no"])
def test_a_run_with_a_real_model_ends_honestly(
    workspace: pathlib.Path, api: str, stream: str
) -> None:
    """Requests are answered, calls have one result each, and the status is true."""
    ran = run(workspace, api, "--set", f"stream={stream}")
    assert ran.of("run_started") and ran.of("run_finished"), ran.errors
    (finished,) = ran.of("run_finished")
    assert EXIT_CODES[finished["status"]] == ran.code
    # Nothing was named as a check, so nothing can have been verified.
    assert finished["status"] in {"unverified", "limit", "loop", "error"}, finished
    assert 1 <= finished["turns"] <= 4
    said = [event["message"] for event in ran.of("message_added")]
    parts = [part for message in said for part in message["parts"]]
    assert [] != [message for message in said if message["role"] == "assistant"]
    asked = [part["id"] for part in parts if part["type"] == "tool_call"]
    answered = [part["call_id"] for part in parts if part["type"] == "tool_result"]
    assert asked == answered
    assert b"Good morning!\n" == (workspace / "greeting.txt").read_bytes()


def test_a_check_decides_and_not_the_model(workspace: pathlib.Path) -> None:
    """With a check that passes or fails, the status follows the check."""
    command = f'"{sys.executable}" -c "import sys; sys.exit(%d)"'
    passed = run(workspace, "openai-chat", "--check", command % 0)
    assert passed.of("run_finished"), passed.errors
    if passed.of("check_finished"):  # else the model did not come to an end in time
        assert "verified" == passed.of("run_finished")[0]["status"]
    options = ["--check", command % 1, "--set", "check_rounds=0"]
    failed = run(workspace, "openai-chat", *options)
    assert failed.of("run_finished"), failed.errors
    assert "verified" != failed.of("run_finished")[0]["status"]
