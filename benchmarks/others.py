# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure what other agents cost to install and to start, beside this one.

Only what needs no model and no account: each is installed from the configured package
index into a virtual environment of its own, and asked for its version. It says nothing
about how well any of them works. Run it with ``python -m benchmarks others``; it needs
the network and some gigabytes, so it runs only when named.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from typing import Dict, List, NamedTuple, Sequence, Tuple

from .programs import Line, Spawner, environment, median, parser_for, publish
from .programs import PACKAGE, ROOT

AGENTS: Dict[str, Tuple[str, Sequence[str]]] = {
    PACKAGE: ("aura", ["--version"]),
    "aider-chat": ("aider", ["--version"]),
    "gptme": ("gptme", ["--version"]),
    "mini-swe-agent": ("mini", ["--help"]),
    "llm": ("llm", ["--version"]),
}
"""Distribution -> its command, and the words that make it print little and end."""


class Found(NamedTuple):
    """What was found about one agent.

    Attributes:
        version: as installed.
        packages: distributions that were installed, its own included.
        mebibytes: of these on the disk, compiled modules included.
        cpu, wall, peak: of its command, seconds and MiB; medians.
    """

    version: str
    packages: int
    mebibytes: float
    cpu: float
    wall: float
    peak: float


def main(words: Sequence[str] = ()) -> int:
    """Print the table and keep it."""
    parser = parser_for("others", __doc__ or "", rounds=5)
    parser.add_argument("--only", nargs="*", default=list(AGENTS), metavar="NAME")
    options = parser.parse_args(words)
    found: Dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as place:
        for name in options.only:
            folder = pathlib.Path(place).resolve() / name
            folder.mkdir()
            try:
                found[name] = measure(folder, name, options.python, options.rounds)
            except (RuntimeError, subprocess.CalledProcessError) as error:
                print(f"others: {name} was not measured: {error}", file=sys.stderr)
    versions = {name: one.version for name, one in found.items()}
    publish(options.results, "others", lines_of(found), versions=versions)
    return 0


def measure(folder: pathlib.Path, name: str, python: str, rounds: int) -> Found:
    """Install one agent and run its command.

    Raises:
        RuntimeError, CalledProcessError: it does not install or does not start.
    """
    place, home = folder / "venv", folder / "home"
    home.mkdir()
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    before = distributions(scripts)
    source = str(own_sources(folder)) if name == PACKAGE else name
    argv = [str(scripts / "python"), "-m", "pip", "install", "--quiet", source]
    subprocess.run(argv, check=True, capture_output=True, text=True)
    after = distributions(scripts)
    command, words = AGENTS[name]
    environ = environment(home)
    with Spawner(folder, python) as spawner:
        argv = [str(scripts / command), *words]
        costs = [
            spawner.run(argv, cwd=folder, environ=environ) for _ in range(rounds + 1)
        ][1:]
    return Found(
        after[name.lower().replace("_", "-")],
        len(after) - len(before),
        size(place),
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        median(cost.peak for cost in costs) / 1024,
    )


def own_sources(folder: pathlib.Path) -> pathlib.Path:
    """Copy what this package is built from: a build leaves traces where it works."""
    ignore = shutil.ignore_patterns(".*", "build", "dist", "__pycache__", "*.egg-info")
    return shutil.copytree(ROOT, folder / "sources", ignore=ignore)


def distributions(scripts: pathlib.Path) -> Dict[str, str]:
    """Return the installed distributions and their versions."""
    argv = [str(scripts / "python"), "-m", "pip", "list", "--format=freeze"]
    said = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    pairs = [line.partition("==") for line in said.splitlines() if "==" in line]
    return {name.lower().replace("_", "-"): version for name, _, version in pairs}


def size(place: pathlib.Path) -> float:
    """Return the MiB of an environment without those of pip and setuptools."""
    skipped = ("pip", "setuptools", "_distutils_hack", "pkg_resources")
    total = 0
    for path in place.rglob("*"):
        parts = path.parts[len(place.parts) :]
        if not path.is_symlink() and path.is_file():
            if not any(part.startswith(skipped) for part in parts):
                total += path.stat().st_size
    return total / 2**20


def lines_of(found: Dict[str, Found]) -> List[Line]:
    """Return the figures, unit by unit, so that agents stand side by side."""
    lines: List[Line] = []
    for what, unit in (
        ("packages", "packages"),
        ("mebibytes", "MiB on the disk"),
        ("cpu", "s of processor time to start"),
        ("peak", "MiB of memory to start"),
    ):
        for name, one in found.items():
            shown = f"{name} {one.version}"
            lines.append(Line(shown, getattr(one, what), unit))
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
