# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair every case by the real command, and count what came of it."""

from __future__ import annotations

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import random
import statistics
import sys
import tempfile
import time
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence

from .case import Case
from .check import Known, faults_of
from .judge import finish, passes, probe
from .layouts import layout_cases
from .library import library_cases
from .programs import program_cases

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "build" / "benchmarks" / "repair.json"
PACKAGE = "aura_coding_agent"
KINDS = ("classic", "library", "student", "syntax", "crash", "layout")
FINE = (0, 4)
"""Exit codes of a search that came to its end: a patch, or none."""
GRACE = 20.0
"""Seconds beyond the budget after which a search has hung."""


class Row(NamedTuple):
    """What came of one case.

    Attributes:
        outcome: ``correct``, ``overfit`` (passes its tests, not the hidden inputs),
            ``none`` or ``crashed``.
        seconds: wall time of the command.
        tried: candidates it judged.
        rank: candidates tried until its first patch.
        note: what it changed, or how it ended.
    """

    name: str
    kind: str
    outcome: str
    seconds: float
    tried: Optional[int]
    rank: Optional[int]
    note: str


def main(words: Sequence[str] = ()) -> int:
    """Run what the words ask for; return the exit code."""
    options = parser().parse_args(words)
    cases = chosen(options)
    if options.list:
        for case in cases:
            print(f"{case.kind:<8} {case.name}")
        print_counts(cases)
    elif options.show:
        for case in cases:
            print("".join(difference(case)))
    elif options.check_cases:
        return check(cases)
    else:
        measure(cases, options)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.repair")
    add = made.add_argument
    add("--kind", choices=KINDS, action="append", help="only these kinds")
    add("--only", metavar="TEXT", help="only cases whose names contain this")
    add("--sample", type=int, default=30, metavar="N", help="at most N of a kind (30)")
    add("--all", action="store_true", help="every case; takes hours")
    add(
        "--budget",
        type=float,
        default=60.0,
        metavar="S",
        help="seconds for a case (60)",
    )
    add("--jobs", type=int, default=1, metavar="N", help="cases at the same time (1)")
    add("--seed", type=int, default=1, help="draws the sample and the mistakes (1)")
    add("--list", action="store_true", help="list the cases")
    add("--show", action="store_true", help="show the fault of each case")
    add("--check-cases", action="store_true", help="check that the cases are sound")
    add("--build", metavar="DIR", help="keep the projects, as they were left, here")
    return made


def chosen(options: argparse.Namespace) -> List[Case]:
    """Return the cases that were asked for: those named, or a sample of each kind."""
    kinds = options.kind or KINDS
    cases = [case for case in all_cases(kinds, options.seed) if case.kind in kinds]
    if options.only:
        return [case for case in cases if options.only in case.name]
    if options.all or options.list:
        return cases
    r = random.Random(options.seed)
    kept = []
    for kind in KINDS:
        group = [case for case in cases if case.kind == kind]
        kept += r.sample(group, min(options.sample, len(group)))
    return kept


def all_cases(kinds: Iterable[str], seed: int) -> List[Case]:
    """Return every case; those that take time to make only when they are wanted."""
    cases = [*program_cases(), *layout_cases()]
    return cases + (library_cases(seed) if "library" in kinds else [])


def print_counts(cases: Sequence[Case]) -> None:
    """Print how many cases there are of each kind."""
    counts = {kind: sum(case.kind == kind for case in cases) for kind in KINDS}
    print(", ".join(f"{kind} {count}" for kind, count in counts.items() if count))
    print(f"{len(cases)} cases")


def difference(case: Case) -> List[str]:
    """Return the fault as a unified diff, from faulty to correct."""
    lines = [f"# {case.kind} {case.name}\n"]
    for path, wrong in case.faulty.items():
        pair = wrong.splitlines(True), case.files[path].splitlines(True)
        lines += difflib.unified_diff(*pair, path, path, n=1)
    return lines


def check(cases: Sequence[Case]) -> int:
    """Print every case that is not sound; return 1 when there is one."""
    known: Known = {}
    wrong = 0
    for case in cases:
        for fault in faults_of(case, known):
            wrong += 1
            print(f"{case.kind} {case.name}: {fault}", flush=True)
    print_counts(cases)
    print("all are sound" if not wrong else f"{wrong} findings")
    return int(wrong > 0)


def measure(cases: Sequence[Case], options: argparse.Namespace) -> None:
    """Repair the cases, print a line for each, a table, and keep both as JSON."""
    rows: List[Row] = []
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        keep, budget = options.build, options.budget
        waiting = [pool.submit(repaired, case, budget, keep) for case in cases]
        for done in concurrent.futures.as_completed(waiting):
            rows.append(done.result())
            print_row(rows[-1])
    print_table(rows)
    print(f"\n{len(rows)} cases in {time.monotonic() - started:.0f} s")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "python": sys.version,
        "options": vars(options),
        "table": table(rows),
        "cases": [row._asdict() for row in sorted(rows)],
    }
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def repaired(case: Case, budget: float, keep: Optional[str]) -> Row:
    """Run the command on one case and judge what it left."""
    with tempfile.TemporaryDirectory() as place:
        scratch = pathlib.Path(place)
        folder = pathlib.Path(keep) / case.name if keep else scratch / "project"
        folder.mkdir(parents=True, exist_ok=True)
        case.build(folder)
        words = ["fix", "--apply", "--budget", f"{budget:g}", "--json", str(folder)]
        argv = [sys.executable, "-m", PACKAGE, *words]
        home = {"AURA_HOME": str(scratch / "home"), "PYTHONPATH": str(ROOT)}
        started = time.monotonic()
        code, out = finish(argv, scratch, "", budget + GRACE, environ=home)
        seconds = time.monotonic() - started
        case.restore_tests(folder)
        report = last_json(out)
        patches = report.get("patches") or [{}]
        note = str(patches[0].get("note", "")) or str(report.get("status", ""))
        outcome = outcome_of(case, folder, scratch / "right")
        if code not in FINE and outcome == "none":
            outcome, note = "crashed", f"exit code {code}; {note}"
        rank = patches[0].get("rank")
        tried = report.get("tried")
        return Row(case.name, case.kind, outcome, seconds, tried, rank, note)


def outcome_of(case: Case, folder: pathlib.Path, right: pathlib.Path) -> str:
    """Return ``correct``, ``overfit`` or ``none`` for a project as it was left.

    Args:
        folder: the project, with the tests it was given.
        right: where the correct project is built for comparison.
    """
    if not passes(case, folder):
        return "none"
    case.build(right, correct=True)
    return "correct" if probe(case, folder) == probe(case, right) else "overfit"


def last_json(text: str) -> Dict[str, Any]:
    """Return the JSON object that was printed, an empty one without it."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def print_row(row: Row) -> None:
    """Print what came of one case."""
    rank = "-" if row.rank is None else row.rank
    line = f"{row.outcome:<8} {row.kind:<8} {row.name:<42} {row.seconds:6.1f} s"
    print(f"{line} rank {rank:>6}  {row.note}".rstrip(), flush=True)


def table(rows: Sequence[Row]) -> Dict[str, Dict[str, Any]]:
    """Return counts and medians of each kind, and of all."""
    lines = {}
    for kind in (*KINDS, "all"):
        group = [row for row in rows if kind in (row.kind, "all")]
        if group:
            lines[kind] = figures(group)
    return lines


def figures(rows: Sequence[Row]) -> Dict[str, Any]:
    """Return counts of outcomes, and medians."""
    counts = {
        name: sum(row.outcome == name for row in rows)
        for name in ("correct", "overfit", "none", "crashed")
    }
    ranks = [row.rank for row in rows if row.rank is not None]
    return {
        "cases": len(rows),
        "plausible": counts["correct"] + counts["overfit"],
        **counts,
        "seconds": round(statistics.median(row.seconds for row in rows), 2),
        "rank": statistics.median(ranks) if ranks else None,
    }


def print_table(rows: Sequence[Row]) -> None:
    """Print a line of figures for each kind."""
    lines = table(rows)
    names = list(next(iter(lines.values()), {}))
    print("\n" + " " * 8 + "".join(f"{name:>10}" for name in names))
    for kind, values in lines.items():
        shown = ("-" if values[name] is None else values[name] for name in names)
        print(f"{kind:<8}" + "".join(f"{value:>10}" for value in shown))
    print("seconds and rank are medians; " + os.path.relpath(RESULTS))
