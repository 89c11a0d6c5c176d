# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the benchmarks, or those that are named: ``python -m benchmarks startup``.

Options after the names go to each of them, such as ``--rounds 5``. Each is also a
command of its own, such as ``python -m benchmarks.kill9 --help``.
"""

from __future__ import annotations

import importlib
import itertools
import pathlib
import sys
from typing import List, Sequence

HELPERS = frozenset({"programs", "spawner"})
ON_DEMAND = frozenset({"others", "real_project"})  # fetch packages: only when named


def main(words: Sequence[str]) -> int:
    """Run benchmarks one after the other; return how many missed a target."""
    names = list(itertools.takewhile(lambda word: not word.startswith("-"), words))
    options = list(words[len(names) :])
    there = benchmarks()
    unknown = [name for name in names if name not in there]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}, only {', '.join(there)}.")
        return 2
    missed = 0
    for name in names or [name for name in there if name not in ON_DEMAND]:
        module = importlib.import_module(f"{__package__}.{name}")
        missed += bool(module.main(options))
    return missed


def benchmarks() -> List[str]:
    """Return the names of all benchmarks: the modules of this folder."""
    names = sorted(path.stem for path in pathlib.Path(__file__).parent.glob("*.py"))
    return [name for name in names if name[0] != "_" and name not in HELPERS]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
