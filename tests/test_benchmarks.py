# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run each benchmark for a few rounds: they work; their times are not judged here."""

from __future__ import annotations

import json
import os
import sys

import pytest

from benchmarks import __main__ as all_of_them
from benchmarks import kill9, run_task, startup
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
    code, values = measure(kill9, 4)
    found = {name: n for name, n in values.items() if name.startswith("faults")}
    assert (0, [0] * 5) == (code, list(found.values())), capsys.readouterr().out
    assert 4 == (
        values["runs killed in the middle"] + values["runs that had ended before"]
    )


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
