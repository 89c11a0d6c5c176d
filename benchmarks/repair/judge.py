# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a project's tests and its hidden inputs, each in a process of its own."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
from typing import Dict, List, Optional, Sequence, Tuple

from .case import Case

TESTS_LIMIT = 60.0
PROBES_LIMIT = 20.0
"""Seconds of wall time."""

PROBE = r"""
import itertools, json, sys

def shown(value):
    if isinstance(value, (bool, int, float)):
        return "%.9g" % value
    if isinstance(value, dict):
        pairs = (shown(key) + ": " + shown(value[key]) for key in value)
        return "{%s}" % ", ".join(sorted(pairs))
    if isinstance(value, (set, frozenset)):
        return "{%s}" % ", ".join(sorted(map(shown, value)))
    if isinstance(value, tuple):
        return "(%s)" % ", ".join(map(shown, value))
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(shown, value))
    if hasattr(value, "__next__"):
        return "<%s>" % ", ".join(map(shown, itertools.islice(value, 1000)))
    text = repr(value)
    return type(value).__name__ if " at 0x" in text else text

asked = json.load(sys.stdin)
sys.path[:0] = asked["paths"]
names = {"__name__": "probe"}
exec(asked["setup"], names)
for probe in asked["probes"]:
    try:
        said = shown(eval(probe, names))
    except Exception as error:
        said = "raises " + type(error).__name__
    print("\0" + json.dumps(said), flush=True)
"""


def environment(**more: str) -> Dict[str, str]:
    """Return the variables of this process with bytecode files off."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **more}


def passes(case: Case, folder: pathlib.Path) -> bool:
    """Return whether the project's own tests pass, run by its own command."""
    return 0 == finish([sys.executable, *case.command], folder, "", TESTS_LIMIT)[0]


def probe(
    case: Case, folder: pathlib.Path, *, seed: int = 0, limit: float = PROBES_LIMIT
) -> List[str]:
    """Return what every hidden input gives; shorter when it broke off.

    Args:
        seed: of the hashes of strings, which order sets.
        limit: seconds for all of them.
    """
    paths = [str(folder), str(folder / "src")]
    asked = {"paths": paths, "setup": case.setup, "probes": case.probes}
    argv = [sys.executable, "-c", PROBE]
    _, out = finish(argv, folder, json.dumps(asked), limit, seed=seed)
    return [json.loads(line[1:]) for line in out.splitlines() if line[:1] == "\0"]


def finish(
    argv: Sequence[str],
    folder: pathlib.Path,
    words: str,
    limit: float,
    *,
    seed: int = 0,
    environ: Optional[Dict[str, str]] = None,
) -> Tuple[Optional[int], str]:
    """Run a command in its own group; return its exit code and what it printed.

    The code is None when its time was over; then nothing of the group is left.
    """
    process = subprocess.Popen(
        argv,
        cwd=folder,
        env=environment(PYTHONHASHSEED=str(seed), **(environ or {})),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(words, timeout=limit)
        return process.returncode, out
    except subprocess.TimeoutExpired:
        kill_group(process)
        out, _ = process.communicate()
        return None, out
    except BaseException:  # an interrupt: leave nothing behind that still runs
        kill_group(process)
        raise


def kill_group(process: subprocess.Popen[str]) -> None:
    """End a process and all it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
