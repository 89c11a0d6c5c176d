# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""A search finds the same on a busy machine: candidates and processors, no clock."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
from typing import Dict, Iterator, List, Sequence

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.repair import answers, judge
from aura_coding_agent.repair.engine import repair
from aura_coding_agent.repair.model import Outcome
from aura_coding_agent.repair.report import result_to_json
from aura_coding_agent.repair.result import Wish

from .running import project, running
from .test_engine import FAULTS, suite_of

PLANTED: Dict[str, Dict[str, str]] = {
    "several patches pass": {
        "mod.py": "def work(a, b):\n    c = a + b\n    return c\n",
        "test_mod.py": suite_of("2, 2, 1", "0, 1, 1"),
    },
    "some are endless": {
        "mod.py": "def work(n):\n    total = 0\n    while n > 1:\n"
        "        total += n\n        n -= 1\n    return total\n",
        "test_mod.py": suite_of("6, 3", "10, 4", "0, 0"),
    },
    "tests that write": {
        "mod.py": "def work(name, text):\n    with open(name, 'a') as out:\n"
        "        out.write(text)\n    return open(name).read().upper()\n",
        "test_mod.py": suite_of("'ab', 'x', 'ab'", "'ab', 'y', 'ab'"),
    },
    "does not compile": dict(FAULTS["a file that does not compile and is wrong"]),
}


@contextlib.contextmanager
def busy(number: int) -> Iterator[None]:
    """Have processes beside this one that use all processor time they can get."""
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(number)
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def told(root: str, jobs: int) -> Dict[str, object]:
    """Return what a search says of patches, what it tried, and why it ended."""
    wish = Wish(900.0, jobs=jobs, candidates=70, risky=True)
    found = result_to_json(repair(root, wish, cancel=Cancel()), applied=False)
    keys = ("status", "tried", "limit", "failing", "suspects", "patches", "partial")
    return json.loads(json.dumps({key: found[key] for key in keys}))  # type: ignore


@pytest.mark.parametrize("fault", PLANTED)
def test_a_busy_machine_finds_the_same(tmp_path: pathlib.Path, fault: str) -> None:
    """Beside eight busy loops, and with two judges instead of one."""
    root = project(tmp_path, PLANTED[fault])
    quiet = told(root, 1)
    with busy(8):
        assert quiet == told(root, 2)


@pytest.mark.parametrize(
    "times, expected",
    [
        ([(0.001, 0.01)] * 9, 0.0),  # little is nothing
        ([(0.001, 0.06)] * 9, 0.11),  # more than a busy machine makes of it
        ([(0.9, 0.9)], 1.0),
        ([(1.3, 9.0)], 1.0),  # it waited for a processor
        ([(0.01, 3.0)], 2.55),  # it slept
    ],
)
def test_costs_repeat(times: Sequence[Sequence[float]], expected: float) -> None:
    """The clock counts where a busy machine cannot explain it."""
    tests = [Outcome("t", "passed", cpu, wall=wall) for cpu, wall in times]
    assert expected == pytest.approx(answers.cost(tests))


def test_the_order_of_tests_does_not_follow_small_times(tmp_path: pathlib.Path) -> None:
    """Failing tests are asked in their own order unless one costs far more."""
    files = {"mod.py": "", "test_mod.py": "def test_it():\n    pass\n"}
    with running(tmp_path, files) as suite:
        times: List[float] = [0.09, 0.01, 3.0, 0.05]
        bad = [Outcome(f"t{n}", "failed", t, wall=t) for n, t in enumerate(times)]
        suite._take(bad, frozenset())
        assert ("t0", "t1", "t3", "t2") == suite.failing


PROGRAMS = [
    ("while True: pass", True),
    ("import time; time.sleep(99)", False),
    (
        "import threading, time\n"
        "def spin():\n    while True: pass\n"
        "threading.Thread(target=spin).start(); time.sleep(99)",
        True,
    ),
]


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs /proc")
@pytest.mark.parametrize("program, works", PROGRAMS)
def test_who_waits_for_a_processor_is_not_asleep(program: str, works: bool) -> None:
    """A process or a thread that would run is at work, however little it gets."""
    command = [sys.executable, "-c", "print(flush=True)\n" + program]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            child.stdout.readline()
            assert child.pid in judge.descendants()
            # It may not have got to its own work yet, or be between two steps of it.
            looks = 0
            while judge.at_work(child.pid) is not works and looks < 100_000:
                looks += 1
            assert works == judge.at_work(child.pid)
        finally:
            child.kill()
