# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Install a compiled copy of the package, and measure programs that run from it."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = "aura_coding_agent"
SPAWNER = pathlib.Path(__file__).with_name("spawner.py")
RESULTS = ROOT / "build" / "benchmarks"


def parser_for(name: str, about: str, *, rounds: int) -> argparse.ArgumentParser:
    """Return the parser for the options that all benchmarks have."""
    parser = argparse.ArgumentParser(prog=name, description=about)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--python", default=base_python(), help="what runs it")
    parser.add_argument("--results", default=str(RESULTS), metavar="DIR")
    return parser


def base_python() -> str:
    """Return the interpreter behind the virtual environment, if there is one.

    What other packages have put into the environment is not ours to measure.
    """
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


class Installed(NamedTuple):
    """A copy of the package with compiled modules, and how to run it."""

    python: str
    environ: Dict[str, str]

    def argv(self, *words: str) -> List[str]:
        """Return the command line of the program."""
        return [self.python, "-m", PACKAGE, *words]


def install(folder: pathlib.Path, python: str) -> Installed:
    """Make a virtual environment with nothing in it but a compiled copy.

    ``site-packages`` of the machine may hold anything that slows every start.
    """
    place, home = folder / "venv", folder / "home"
    make = [python, "-m", "venv", "--without-pip", "--symlinks", str(place)]
    subprocess.run(make, check=True)
    own = str(place / "bin" / "python")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    said = subprocess.run([own, "-c", ask], check=True, capture_output=True, text=True)
    copy = pathlib.Path(said.stdout.strip()) / PACKAGE
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / PACKAGE, copy, ignore=ignore)
    subprocess.run([own, "-m", "compileall", "-q", str(copy)], check=True)
    home.mkdir()
    return Installed(own, environment(home))


def environment(home: pathlib.Path) -> Dict[str, str]:
    """Return the variables of this process without those that would disturb."""
    ours = ("PYTHON", "AURA_", "COV_", "COVERAGE_", "VIRTUAL_ENV", "XDG_")
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(ours) and not name.lower().endswith("_proxy")
    }
    return {**environ, "AURA_HOME": str(home / "aura"), "HOME": str(home)}


class Cost(NamedTuple):
    """What a program cost.

    Attributes:
        cpu: seconds, user and system, of it and of what it waited for.
        peak: KiB of resident memory, of the largest process among these.
        wall: seconds.
    """

    cpu: float
    peak: int
    wall: float


class Spawner:
    """The small process that starts programs; a context manager."""

    def __init__(self, folder: pathlib.Path, python: str):
        self._out, self._err = folder / "out", folder / "err"
        self._process = subprocess.Popen(
            [python, "-S", "-E", str(SPAWNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Spawner:
        return self

    def __exit__(self, *_: Any) -> None:
        self._process.communicate()

    def run(
        self, argv: Sequence[str], *, cwd: pathlib.Path, environ: Dict[str, str]
    ) -> Cost:
        """Run a program to its end.

        Raises:
            RuntimeError: it failed; the message has what it printed.
        """
        order = {
            "argv": list(argv),
            "cwd": str(cwd),
            "env": environ,
            "stdout": str(self._out),
            "stderr": str(self._err),
        }
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if answer["status"]:
            printed = self.output() + self._err.read_text(encoding="utf-8")
            raise RuntimeError(f"{' '.join(argv)} failed:\n{printed}")
        return Cost(answer["cpu"], answer["peak"], answer["wall"])

    def output(self) -> str:
        """Return what the last program printed."""
        return self._out.read_text(encoding="utf-8")


class Line(NamedTuple):
    """One figure: what, how much, of what it is a multiple, and what is aimed at."""

    name: str
    value: float
    unit: str
    ratio: Optional[float] = None
    target: Optional[float] = None

    @property
    def missed(self) -> bool:
        """Whether there is a target that is not met."""
        return self.target is not None and self.value > self.target


def median(values: Iterable[float]) -> float:
    """Return the median; 0 of nothing."""
    listed = list(values)
    return statistics.median(listed) if listed else 0.0


def publish(folder: str, name: str, lines: Sequence[Line], **more: Any) -> None:
    """Print a table, and keep it with the raw values as JSON in a folder."""
    print(f"\n{name}")
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:6.2f} x pass"
        met = "" if line.target is None else _judged(line)
        value = f"{_shown(line.value)} {line.unit}"
        print(f"  {line.name:<44} {value:<15} {ratio:<14} {met}".rstrip())
    results = pathlib.Path(folder)
    results.mkdir(parents=True, exist_ok=True)
    shown = {
        "date": time.strftime("%Y-%m-%d"),
        "python": sys.version,
        "machine": machine(),
        "lines": [line._asdict() for line in lines],
        **more,
    }
    text = json.dumps(shown, indent=2)
    (results / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def machine() -> Dict[str, Any]:
    """Describe this machine: nothing that names it or its owner."""
    system = platform.uname()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    model = _first("/proc/cpuinfo", r"model name\s*: (.*)") or system.processor
    kib = _first("/proc/meminfo", r"MemTotal:\s*(\d+)")
    return {
        "system": f"{system.system} {system.machine}",
        "processors": os.cpu_count() or 0,
        "model": model or "model not known",
        "memory": f"{int(kib) / 2**20:.0f} GiB of memory" if kib else "memory unknown",
        "load": round(load, 1),
    }


def _first(path: str, pattern: str) -> str:
    """Return what a pattern finds first in a file, empty without one."""
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found = re.search(pattern, text)
    return found[1].strip() if found else ""


def _shown(value: float) -> str:
    """Return a number in ten columns; counts without decimals."""
    return f"{value:10.3f}" if value % 1 else f"{value:6.0f}    "


def _judged(line: Line) -> str:
    word = "MISSED" if line.missed else "ok"
    return f"at most {line.target:g} {line.unit}".rstrip() + f": {word}"
