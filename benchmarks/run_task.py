# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure a whole task: processor time, peak memory, and the pause between requests.

The task is to read a file, edit it, run its test and stop, with a check at the end,
against the scripted server over real HTTP. Runs of all kinds alternate, so that a
slower moment of the machine meets all of them.
"""

from __future__ import annotations

import json
import pathlib
import shutil
import sys
import tempfile
from typing import Any, Dict, List, NamedTuple, Sequence

from tests.support.model_server import ANTHROPIC, OPENAI, ModelServer
from tests.support.steps import Call, Say

from .programs import Cost, Installed, Line, Spawner, install, median
from .programs import parser_for, publish

WIRES = (OPENAI, ANTHROPIC)
# A small test, so that the peak that is measured is that of the agent.
CHECK = "grep -q 'a + b' calc.py"
SOURCE = "def add(a, b):\n    return a - b\n" + "# padding\n" * 200
CPU, PEAK, PAUSE = 0.10, 26.0, 2.0
"""Targets: seconds beyond the commands, MiB, milliseconds beyond the tools."""

STEPS = (
    Call("read_file", {"path": "calc.py"}),
    Call("edit_file", {"path": "calc.py", "old": "a - b", "new": "a + b"}),
    Call("shell", {"command": CHECK}),
    Say("The sign was wrong."),
)


class Sample(NamedTuple):
    """One run: its cost, and the pauses in ms with and without the tools."""

    cost: Cost
    pauses: List[float]
    beyond: List[float]


def main(words: Sequence[str] = ()) -> int:
    """Print the table and keep it; return 1 when a target is missed."""
    parser = parser_for("run_task", __doc__, rounds=15)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        installed = install(folder, options.python)
        with Spawner(folder, options.python) as spawner:
            measured = measure(folder, installed, spawner, options.rounds)
    lines = lines_of(measured)
    publish(options.results, "run_task", lines, rounds=options.rounds, samples=measured)
    return int(any(line.missed for line in lines))


def measure(
    folder: pathlib.Path, installed: Installed, spawner: Spawner, rounds: int
) -> Dict[str, List[Any]]:
    """Return the samples of the empty program, the command, and both wires."""
    project = folder / "project"
    project.mkdir()
    samples: Dict[str, List[Any]] = {"pass": [], "command": []}
    samples.update({wire: [] for wire in WIRES})
    shell = [shutil.which("bash") or "/bin/sh", "-c", "--", CHECK]
    for number in range(rounds + 1):
        for wire in WIRES:
            sample = run_once(project, installed, spawner, wire)
            # What the command costs by itself, where it finds what it looks for.
            command = spawner.run(shell, cwd=project, environ=installed.environ)
            empty = [installed.python, "-c", "pass"]
            nothing = spawner.run(empty, cwd=project, environ=installed.environ)
            if number:  # the first round only warms the caches of the system
                samples[wire].append(sample)
                samples["command"].append(command)
                samples["pass"].append(nothing)
    return samples


def run_once(
    project: pathlib.Path, installed: Installed, spawner: Spawner, wire: str
) -> Sample:
    """Carry out the task once; it must end verified, with every rule kept."""
    (project / "calc.py").write_text(SOURCE, encoding="utf-8")
    with ModelServer(STEPS, wire) as server:
        words = ["run", "mend add", "--auto", "--check", CHECK, "--output", "jsonl"]
        words += ["--api", wire, "--base-url", server.url, "--model", "m"]
        environ = {**installed.environ, "AURA_API_KEY": "k"}
        cost = spawner.run(installed.argv(*words), cwd=project, environ=environ)
        server.check()
        pauses = [seconds * 1000 for seconds in server.gaps()]
    events = [json.loads(line) for line in spawner.output().splitlines()]
    assert "verified" == events[-1]["status"], events[-1]
    tools = [each["seconds"] for each in events if each["type"] == "tool_finished"]
    beyond = [pause - 1000 * tool for pause, tool in zip(pauses, tools)]
    return Sample(cost, pauses, beyond)


def lines_of(samples: Dict[str, List[Any]]) -> List[Line]:
    """Return the medians; a run carries out the command twice: as tool and check."""
    nothing = median(cost.cpu for cost in samples["pass"])
    nothing_peak = median(cost.peak for cost in samples["pass"]) / 1024
    commands = 2 * median(cost.cpu for cost in samples["command"])
    lines = [
        Line("python -c pass: processor", nothing, "s", 1.0),
        Line("python -c pass: peak memory", nothing_peak, "MiB", 1.0),
        Line("the two commands by themselves: processor", commands, "s"),
    ]
    for wire in WIRES:
        runs: List[Sample] = samples[wire]
        cpu = median(run.cost.cpu for run in runs) - commands
        peak = median(run.cost.peak for run in runs) / 1024
        beyond = median(each for run in runs for each in run.beyond)
        read, edit, shell = (median(run.pauses[n] for run in runs) for n in range(3))
        lines += [
            Line(f"{wire}: processor", cpu, "s", cpu / nothing, CPU),
            Line(f"{wire}: peak memory", peak, "MiB", peak / nothing_peak, PEAK),
            Line(f"{wire}: pause beyond the tools", beyond, "ms", None, PAUSE),
            Line(f"{wire}: pause with read_file", read, "ms"),
            Line(f"{wire}: pause with edit_file", edit, "ms"),
            Line(f"{wire}: pause with shell", shell, "ms"),
        ]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
