# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run each benchmark for a few rounds: they work; their times are not judged here."""

from __future__ import annotations

import json
import os
import sys

import pytest

from aura_coding_agent.repair.model import Candidate, Edit
from benchmarks import __main__ as all_of_them
from benchmarks import candidate_order, judge_cost, kill9, run_task, startup
from benchmarks.programs import Line, publish

pytestmark = pytest.mark.skipif(os.name == "nt", reason="they use posix_spawn and kill")


@pytest.fixture
def measure(tmp_path):
    """Return a function that runs a benchmark and gives its values by name."""

    def run(benchmark, rounds):
        name = benchmark.__name__.rpartition(".")[2]
        words = ["--rounds", str(rounds), "--results", str(tmp_path)]
        code = benchmark.main([*words, "--python", os.path.realpath(sys.executable)])
        shown = json.loads((tmp_path / f"{name}.json").read_text())
        return code, {line["name"]: line["value"] for line in shown["lines"]}

    return run


def test_start_up_is_measured(measure):
    """There is a multiple of the empty program, and the first request is small."""
    _, values = measure(startup, 1)
    assert values["--version: multiple"] > 0
    for wire in startup.WIRES:
        assert 0 < values[f"first request, {wire}"] <= startup.REQUEST


def test_a_task_is_measured_over_both_wires(measure):
    """Processor time, memory and pauses are positive numbers."""
    _, values = measure(run_task, 1)
    for wire in run_task.WIRES:
        for what in ("processor", "peak memory", "pause beyond the tools"):
            assert values[f"{wire}: {what}"] > 0


def test_nothing_is_lost_by_a_kill(measure, capsys):
    """A few kills, spread over the task: no fault of any kind."""
    code, values = measure(kill9, 2)
    found = {name: n for name, n in values.items() if name.startswith("faults")}
    assert (0, [0] * 5) == (code, list(found.values())), capsys.readouterr().out
    assert 2 == (
        values["runs killed in the middle"] + values["runs that had ended before"]
    )


def figures(folder, name):
    """Return what a benchmark has kept: everything, and its values by name."""
    kept = json.loads((folder / f"{name}.json").read_text())
    return kept, {line["name"]: line["value"] for line in kept["lines"]}


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="it reads /proc")
def test_judging_a_patch_is_measured_beside_a_fresh_process(tmp_path):
    """Every kind of patch is judged as foreseen; both have processor times."""
    words = ["--rounds", "1", "--candidates", "5", "--results", str(tmp_path)]
    judge_cost.main(words)
    kept, values = figures(tmp_path, "judge_cost")
    assert list(judge_cost.KINDS) == list(kept["samples"])
    assert values["start of the judge, two runs of the tests"] > 0
    for kind in judge_cost.KINDS:
        assert values[f"{kind}: asking it"] > 0
        assert values[f"{kind}: fresh pytest"] > 0


def test_the_processes_below_one_are_found_whatever_their_order():
    """Children of children count; siblings and parents do not."""
    parents = {5: 4, 4: 3, 3: 1, 6: 1, 1: 0}
    assert {4, 5} == judge_cost.descendants(3, parents)


def test_the_order_of_patches_is_compared_with_the_lot(tmp_path, capsys):
    """A case has a line, and ranks that fit its number of patches."""
    words = ["--kind", "crash", "--sample", "2", "--most", "60", "--seed", "3"]
    candidate_order.main([*words, "--results", str(tmp_path)])
    kept, values = figures(tmp_path, "candidate_order")
    assert 2 == values["cases"] == len(kept["cases"])
    printed = capsys.readouterr().out
    for row in kept["cases"]:
        assert row["name"] in printed
        assert ("", True) == (row["note"], 0 < row["candidates"] <= 60)
        assert row["rank"] is None or 1 <= row["rank"] <= row["candidates"]


ONE = "import os\n\n\ndef one(n):\n    return n - 1\n\n\ndef two():\n    pass\n"


@pytest.mark.parametrize(
    "wrong, right, old, new, expected",
    [
        (ONE, ONE.replace("- 1", "+ 1"), "n - 1", "(n + 1)", True),
        (ONE, ONE.replace("- 1", "+ 1"), "n - 1", "n + 2", False),
        (ONE, ONE.replace("- 1", "+ 1"), "pass", "return", False),
        (ONE, ONE.replace("- 1", "+ 1"), "n - 1", "n +", False),
        (ONE, "import re\n" + ONE, "import os", "import re\nimport os", True),
        (ONE, ONE + "\nx = 1\n", "    pass\n", "    pass\n\nx = 1\n", True),
        ("x = 1\n", "x = 2\n", "1", "2", True),
    ],
)
def test_a_patch_is_right_when_it_gives_the_same_tree(wrong, right, old, new, expected):
    """Spaces and brackets do not count; another statement of the module does."""
    start = wrong.index(old)
    edit = Edit(start, start + len(old), new)
    patch = Candidate("m.py", (edit,), "some", 1.0, 1)
    assert expected is candidate_order.likeness("m.py", wrong, right)(patch)


@pytest.mark.parametrize(
    "value, target, said", [(3, 2, "MISSED"), (2, 2, "ok"), (2.5, None, "")]
)
def test_a_missed_target_is_said(tmp_path, capsys, value, target, said):
    """The table tells whether a figure is within its target."""
    line = Line("some figure", value, "ms", None, target)
    publish(str(tmp_path), "some", [line])
    assert capsys.readouterr().out.rstrip().endswith(said or "ms")
    assert (said == "MISSED") is line.missed


def test_an_unknown_benchmark_is_named(capsys):
    """The names that there are stand beside it."""
    assert 2 == all_of_them.main(["nonsense"])
    assert "nonsense" in capsys.readouterr().out
