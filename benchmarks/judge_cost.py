# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure what it costs to judge a patch, against a fresh pytest process.

The processor time of the judge is that of its whole tree of processes, ended children
included, as ``/proc`` counts it (in hundredths of a second, hence many patches at a
time); what the engine spends on asking is told beside it. That of ``python -m pytest
-q`` is what the system reports when it ends (``RUSAGE_CHILDREN``), caches warm. Both
run the same module and tests, and take turns, so that a slower moment of the machine
meets all of them. Plugins are those that pytest finds where it is installed.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile
import time
from typing import Callable, Dict, List, NamedTuple, Sequence, Set, Tuple

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.repair.collect import find_suite
from aura_coding_agent.repair.suite import Suite

from .programs import Line, median, parser_for, publish

MODULE = '''"""Count and cut words."""

LIMIT = 12


def words(text):
    return [word for word in text.lower().split() if word.isalpha()]


def counts(text):
    found = {}
    for word in words(text):
        found[word] = found.get(word, 0) - 1
    return found


def shortened(text, limit=LIMIT):
    if len(text) <= limit:
        return text
    return text[: limit - 3].rstrip() + "..."
'''
TESTS = """import pytest
from texts import counts, shortened, words


@pytest.mark.parametrize("text, n", [("", 0), ("a b", 2), ("a 1 B", 2), ("x", 1)])
def test_words(text, n):
    assert len(words(text)) == n


@pytest.mark.parametrize("text, n", [("a", 1), ("a a b", 2), ("b A a a", 3)])
def test_counts(text, n):
    assert counts(text)["a"] == n


@pytest.mark.parametrize("text", ["", "short", "twelve chars", "rather a long text"])
def test_shortened(text):
    assert len(shortened(text)) <= 12
"""
NAME = "texts.py"
SHARE = 10.0
"""Target: percent of a fresh process that the dearest kind of patch may cost."""


class Kind(NamedTuple):
    """One kind of patch.

    Attributes:
        old: what stands in the module.
        new: what replaces it, with ``%d`` so that no patch is like another.
        verdict: what the judge has to say of each.
        code: what pytest has to end with.
    """

    old: str
    new: str
    verdict: str
    code: int

    def text(self, number: int) -> str:
        """Return the module with one of the patches."""
        return MODULE.replace(self.old, self.new % number)


KINDS = {
    "failing, code swapped in": Kind(", 0) - 1", ", 0) - %d", "failed", 1),
    "failing, imported again": Kind("LIMIT = 12", "LIMIT = 12 + %d", "failed", 1),
    "passing": Kind(", 0) - 1", ", 0) + 1 + 0 * %d", "passed", 0),
}


class Sample(NamedTuple):
    """Milliseconds of processor time for one patch.

    Attributes:
        judge: of the judge and its children.
        asking: of this process, while it asked.
        wall: by the clock.
        pytest: of a fresh process, whose tests fail or pass as the patch's.
    """

    judge: float
    asking: float
    wall: float
    pytest: float


def main(words: Sequence[str] = ()) -> int:
    """Print the table and keep it; return 1 when a target is missed."""
    parser = parser_for("judge_cost", __doc__ or "", rounds=5)
    parser.add_argument("--candidates", type=int, default=100, metavar="N")
    parser.set_defaults(python=sys.executable)  # the one that has pytest
    options = parser.parse_args(words)
    if not os.path.isdir("/proc/self"):
        print("\njudge_cost: there is no /proc here to read processor times from")
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        start, samples = measure(
            folder, options.python, options.rounds, options.candidates
        )
    lines = lines_of(start, samples)
    kept = {"rounds": options.rounds, "candidates": options.candidates}
    publish(options.results, "judge_cost", lines, **kept, samples=samples)
    return int(any(line.missed for line in lines))


def measure(
    folder: pathlib.Path, python: str, rounds: int, size: int
) -> Tuple[float, Dict[str, List[Sample]]]:
    """Return the cost of starting the judge in ms, and samples of every kind."""
    project, scratch = write(folder / "project", MODULE), folder / "scratch"
    scratch.mkdir()
    plan = find_suite(str(project))._replace(runner="pytest", interpreter=python)
    samples: Dict[str, List[Sample]] = {name: [] for name in KINDS}
    fresh = {}
    for kind in KINDS.values():
        if kind.code not in fresh:
            fresh[kind.code] = write(folder / f"fresh{kind.code}", kind.text(2))
            run_pytest(fresh[kind.code], python, kind.code)  # warms the caches
    with Suite(plan, str(scratch), cancel=Cancel(), jobs=1) as suite:
        before = spent_below()
        suite.spectrum()
        start = 1000 * (spent_below() - before)
        numbers = iter(range(2, 10_000_000))
        for _ in range(rounds):
            own = {code: run_pytest(fresh[code], python, code) for code in fresh}
            for name, kind in KINDS.items():
                batch = [kind.text(next(numbers)) for _ in range(size)]
                costs = judged(suite, batch, kind.verdict)
                samples[name].append(Sample(*costs, own[kind.code]))
    return start, samples


def write(folder: pathlib.Path, module: str) -> pathlib.Path:
    """Write a project with the module and its tests; return its folder."""
    folder.mkdir()
    (folder / NAME).write_text(module, encoding="utf-8")
    (folder / f"test_{NAME}").write_text(TESTS, encoding="utf-8")
    return folder


def judged(
    suite: Suite, texts: Sequence[str], verdict: str
) -> Tuple[float, float, float]:
    """Return the ms for one patch: of the judge, of asking, by the clock."""
    items = [(number, {NAME: text}) for number, text in enumerate(texts)]
    clocks: List[Callable[[], float]] = [
        spent_below,
        time.process_time,
        time.perf_counter,
    ]
    before = [clock() for clock in clocks]
    verdicts = {one.verdict for _, one in suite.judge(items)}
    below, own, wall = (clock() - was for clock, was in zip(clocks, before))
    assert {verdict} == verdicts, verdicts
    each = 1000 / len(texts)
    return below * each, own * each, wall * each


def run_pytest(folder: pathlib.Path, python: str, code: int) -> float:
    """Return the ms of processor time that pytest takes for a project."""
    before = spent_by_ended()
    argv = [python, "-m", "pytest", "-q"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    assert code == done.returncode, done.stdout + done.stderr
    return 1000 * (spent_by_ended() - before)


def spent_by_ended() -> float:
    """Return the seconds of children that have ended, and of theirs."""
    times = os.times()
    return times.children_user + times.children_system


def spent_below() -> float:
    """Return the seconds of all processes below this one, running or ended."""
    parents: Dict[int, int] = {}
    ticks: Dict[int, int] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            text = pathlib.Path("/proc", name, "stat").read_text("utf-8", "replace")
        except OSError:
            continue  # it has just ended
        # The name of the program, in brackets, may hold anything (proc(5)).
        fields = text.rpartition(")")[2].split()
        parents[int(name)] = int(fields[1])
        ticks[int(name)] = sum(map(int, fields[11:15]))
    below = descendants(os.getpid(), parents)
    running = sum(ticks[pid] for pid in below) / os.sysconf("SC_CLK_TCK")
    return running + spent_by_ended()


def descendants(root: int, parents: Dict[int, int]) -> Set[int]:
    """Return the processes below one, of which the parents are given."""
    found: Set[int] = set()
    layer = {root}
    while layer:
        layer = {pid for pid, parent in parents.items() if parent in layer} - found
        found |= layer
    return found


def lines_of(start: float, samples: Dict[str, List[Sample]]) -> List[Line]:
    """Return medians, and how many times dearer a fresh process is."""
    lines = [Line("start of the judge, two runs of the tests", start, "ms")]
    shares = []
    for name, rounds in samples.items():
        judge = median(one.judge for one in rounds)
        asking = median(one.asking for one in rounds)
        fresh = median(one.pytest for one in rounds)
        shares.append(100 * (judge + asking) / fresh)
        lines += [
            Line(f"{name}: judge", judge, "ms"),
            Line(f"{name}: asking it", asking, "ms"),
            Line(f"{name}: by the clock", median(one.wall for one in rounds), "ms"),
            Line(f"{name}: fresh pytest", fresh, "ms"),
            Line(f"{name}: fresh pytest / both", 100 / shares[-1], "times"),
        ]
    lines.append(Line("largest share of a fresh pytest", max(shares), "%", None, SHARE))
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
