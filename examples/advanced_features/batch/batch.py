# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair the tests of several projects side by side, and tell how each ended."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import List, Tuple

from aura_coding_agent import AuraError, repair_tests

Row = Tuple[str, str, str]


def repaired(project: str, budget: float, apply: bool) -> Row:
    """Return a project, how the search ended, and what was found."""
    try:
        found = repair_tests(project, apply=apply, budget=budget, jobs=1)
    except AuraError as error:  # one bad project must not end the others
        return project, "error", f"{error.message} [{error.code}]"
    return project, found.status, found.note or f"{len(found.failing)} tests fail"


def main(words: List[str]) -> int:
    """Work through the folders that are named; 0 when none is left broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="+", metavar="DIR")
    parser.add_argument("--apply", action="store_true", help="put patches in place")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds for each")
    parser.add_argument("--workers", type=int, default=2, help="projects at a time")
    given = parser.parse_args(words)
    rows: List[Row] = []
    # Threads are enough: the work is done by processes that each search starts. Any
    # other executor will do as well, that of a cluster for example.
    with ThreadPoolExecutor(given.workers) as executor:
        waiting = [
            executor.submit(repaired, project, given.budget, given.apply)
            for project in given.projects
        ]
        for future in waiting:
            rows.append(future.result())
            print("{:<30} {:<9} {}".format(*rows[-1]), flush=True)
    bad = [row for row in rows if row[1] not in ("repaired", "passing")]
    print(f"{len(rows) - len(bad)} of {len(rows)} projects pass or can be repaired")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
