# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a Python program on a pseudo-terminal of its own and talk to it."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from typing import Dict, Optional

import pytest

pty = pytest.importorskip("pty")

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEADLINE = 20.0


class PtyChild:
    """A child whose standard streams and controlling terminal are a new pty."""

    def __init__(self, program: str, environ: Optional[Dict[str, str]] = None):
        self.output = b""
        self._seen = 0
        self.status: Optional[int] = None
        self.pid, self.master = pty.fork()
        if self.pid == 0:  # pragma: no cover
            try:
                settings = {
                    **os.environ,
                    "TERM": "xterm",
                    "PYTHONPATH": ROOT,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "PYTHONUTF8": "1",
                    **(environ or {}),
                }
                os.execve(sys.executable, [sys.executable, "-c", program], settings)
            finally:
                os._exit(127)

    def __enter__(self) -> PtyChild:
        return self

    def __exit__(self, *exc: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)

    def send(self, data: bytes) -> None:
        """Type something."""
        os.write(self.master, data)

    def until(self, wanted: bytes) -> bytes:
        """Wait until ``wanted`` was written behind what was waited for before."""
        end = time.monotonic() + DEADLINE
        while wanted not in self.output[self._seen :]:
            assert time.monotonic() < end, self.output
            assert self._read(), self.output
        self._seen = self.output.index(wanted, self._seen) + len(wanted)
        return self.output

    def until_idle(self) -> None:
        """Wait until the child sleeps, where the system tells (Linux).

        ``readline`` overlooks a signal that comes after its output and before it waits
        for input again, faster than any person could type it.
        """
        end = time.monotonic() + DEADLINE
        same, before = 0, b""
        while same < 100 and os.path.exists("/proc/self/status"):
            assert time.monotonic() < end, self.output
            with open(f"/proc/{self.pid}/status", "rb") as file:
                now = file.read()
            # The text has the state and how often the process gave up the processor.
            same = same + 1 if now == before and b"S (sleeping)" in now else 0
            before = now

    def wait(self) -> int:
        """Read to the end, return the exit code (negative for a signal)."""
        end = time.monotonic() + DEADLINE
        while self._read():
            assert time.monotonic() < end, self.output
        status = os.waitpid(self.pid, 0)[1]
        self.status = (
            -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        )
        return self.status

    def _read(self) -> bool:
        ready, _, _ = select.select([self.master], [], [], 1.0)
        if not ready:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux: EIO once the child has closed its side
            data = b""
        self.output += data
        return bool(data)
