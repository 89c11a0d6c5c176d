# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Processes that live on and talk in messages."""

from __future__ import annotations

import os
import pathlib
import queue
import sys
from typing import Optional

import pytest

from aura_coding_agent.core import process
from aura_coding_agent.core.errors import ProcessError

ECHO = """
import os
while True:
    size = os.read(0, 4)
    if not size:
        break
    left = int.from_bytes(size, "big")
    os.write(1, size)
    while left:
        data = os.read(0, min(left, 65536))
        left -= len(data)
        while data:
            data = data[os.write(1, data):]
"""


def started(
    folder: pathlib.Path, code: str
) -> tuple[process.Child, queue.SimpleQueue[Optional[bytes]]]:
    """Start a Python program; return it and what is heard of it."""
    heard: queue.SimpleQueue[Optional[bytes]] = queue.SimpleQueue()
    argv = [sys.executable, "-c", code]
    return process.start(argv, cwd=str(folder), hear=heard.put), heard


def test_messages_go_there_and_back(tmp_path: pathlib.Path) -> None:
    """Messages of any size arrive whole and in order; the end is heard once."""
    child, heard = started(tmp_path, ECHO)
    for message in (b"one", b"x" * 300_000, "ü".encode()):
        child.send(message)
        assert message == heard.get(timeout=20)
    child.kill()
    child.kill()
    assert heard.get(timeout=20) is None and heard.empty()
    child.send(b"nobody listens")


@pytest.mark.parametrize("code", ["", "import os; os.write(1, b'\\xff' * 9)"])
def test_an_end_is_heard(tmp_path: pathlib.Path, code: str) -> None:
    """A process that ends, or breaks the rules, is heard to end."""
    child, heard = started(tmp_path, code)
    assert heard.get(timeout=20) is None
    child.send(b"x" * 1_000_000)
    child.kill()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_one_that_does_not_end_is_killed(tmp_path: pathlib.Path) -> None:
    """A process that ignores the end of its input is killed with its group."""
    child, heard = started(tmp_path, "import time; time.sleep(60)")
    child.kill()
    assert heard.get(timeout=20) is None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_what_cannot_be_started(tmp_path: pathlib.Path) -> None:
    """A missing program is told by its code."""
    with pytest.raises(ProcessError) as caught:
        process.start(["no-such-program"], cwd=str(tmp_path), hear=print)
    assert "command-not-found" == caught.value.code
