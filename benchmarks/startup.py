# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure what it costs to start, and how large the first request is."""

from __future__ import annotations

import pathlib
import sys
import tempfile
from typing import Dict, List, Sequence

from tests.support.model_server import ANTHROPIC, OPENAI, ModelServer
from tests.support.steps import Say

from .programs import Cost, Installed, Line, Spawner, install, median
from .programs import PACKAGE, parser_for, publish

WIRES = (OPENAI, ANTHROPIC)
VERSION, REQUEST = 2.5, 6000
"""Targets: multiple of ``python -c pass``, bytes."""


def main(words: Sequence[str] = ()) -> int:
    """Print the table and keep it; return 1 when a target is missed."""
    parser = parser_for("startup", __doc__, rounds=15)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        installed = install(folder, options.python)
        empty = folder / "empty"
        empty.mkdir()
        with Spawner(folder, options.python) as spawner:
            costs = measure(empty, installed, spawner, options.rounds)
            sizes = {w: request_size(empty, installed, spawner, w) for w in WIRES}
    lines = lines_of(costs, sizes)
    publish(options.results, "startup", lines, rounds=options.rounds, samples=costs)
    return int(any(line.missed for line in lines))


def measure(
    folder: pathlib.Path, installed: Installed, spawner: Spawner, rounds: int
) -> Dict[str, List[Cost]]:
    """Return the costs of several short programs, which take turns."""
    programs = {
        "python -c pass": [installed.python, "-c", "pass"],
        "--version": installed.argv("--version"),
        "run --help": installed.argv("run", "--help"),
        "import of the command line": [
            *(installed.python, "-c", f"import {PACKAGE}.cli")
        ],
    }
    costs: Dict[str, List[Cost]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, argv in programs.items():
            cost = spawner.run(argv, cwd=folder, environ=installed.environ)
            if number:  # the first round only warms the caches of the system
                costs[name].append(cost)
    return costs


def request_size(
    folder: pathlib.Path, installed: Installed, spawner: Spawner, wire: str
) -> int:
    """Return the bytes of the body of the first request, for a two-word task."""
    with ModelServer([Say("Hello.")], wire) as server:
        words = ["run", "say hello", "--check", "true", "--output", "jsonl"]
        words += ["--api", wire, "--base-url", server.url, "--model", "m"]
        spawner.run(installed.argv(*words), cwd=folder, environ=installed.environ)
        server.check()
        return len(server.requests[0].raw)


def lines_of(costs: Dict[str, List[Cost]], sizes: Dict[str, int]) -> List[Line]:
    """Return the medians, and the multiples of the empty program."""
    lines = []
    nothing = costs["python -c pass"]
    for name, samples in costs.items():
        cpu, peak = median(c.cpu for c in samples), median(c.peak for c in samples)
        ratio = cpu / median(c.cpu for c in nothing)
        larger = peak / median(c.peak for c in nothing)
        lines.append(Line(f"{name}: processor", cpu * 1000, "ms", ratio))
        lines.append(Line(f"{name}: peak", peak / 1024, "MiB", larger))
        if name == "--version":
            lines.append(Line("--version: multiple", ratio, "", None, VERSION))
    for wire, size in sizes.items():
        lines.append(Line(f"first request, {wire}", size, "bytes", None, REQUEST))
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
