# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run all benchmarks, or those that are named: ``python -m benchmarks startup``.

Options after the names go to each of them, such as ``--rounds 5``. Each is also a
command of its own, such as ``python -m benchmarks.kill9 --help``.
"""

from __future__ import annotations

import importlib
import sys
from typing import List, Sequence

NAMES = ("startup", "run_task", "edit_speed", "kill9")


def main(words: Sequence[str]) -> int:
    """Run benchmarks one after the other; return how many missed a target."""
    names: List[str] = []
    for word in words:
        if word.startswith("-"):
            break
        names.append(word)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    missed = 0
    for name in names or NAMES:
        module = importlib.import_module(f"{__package__}.{name}")
        missed += bool(module.main(list(words[len(names) :])))
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
