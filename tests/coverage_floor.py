# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that no file of the package falls below the coverage floor.

The total is checked by coverage itself (``fail_under``); a good total can still hide
a file that nothing tests. Usage: ``coverage_floor.py REPORT.json [PERCENT]``.
"""

from __future__ import annotations

import json
import sys
from typing import Any, List, Mapping


def below(report: Mapping[str, Any], floor: float) -> List[str]:
    """Return one line for each file with less than ``floor`` percent covered."""
    covered = {
        name: shown["summary"]["percent_covered"]
        for name, shown in sorted(report["files"].items())
    }
    return [
        f"{name}: {percent:.1f} % is covered, at least {floor:g} % must be"
        for name, percent in covered.items()
        if percent < floor
    ]


def main(arguments: List[str]) -> int:
    """Print the files below the floor; return 1 when there are any."""
    with open(arguments[0], encoding="utf-8") as file:
        report = json.load(file)
    floor = float(arguments[1]) if len(arguments) > 1 else 80.0
    lines = below(report, floor)
    for line in lines:
        print(line, file=sys.stderr)
    if not lines:
        print(f"All {len(report['files'])} files have at least {floor:g} %.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
