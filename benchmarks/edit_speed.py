# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure how long an edit of a 20,000-line file takes, found and not found.

Run with ``python -m benchmarks.edit_speed``. Each row is one edit of the same text:
the best and the worst time of several, and the ratio of the best to ``str.replace``
of the same texts.
"""

from __future__ import annotations

import time
from typing import Callable, Dict, List, Sequence, Tuple

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.tools.editing.apply import apply_edits
from aura_coding_agent.tools.editing.edits import RUNGS, Edit, FileEdit

from .programs import Line, parser_for, publish

LINES = 20_000
ROUNDS = 7
NAME = "module.py"


def module() -> List[str]:
    """Return the lines of a long module with much that is nearly the same."""
    lines: List[str] = []
    for n in range(LINES // 8):
        lines += [
            f"def handler_{n}(request, session):",
            f"    # Answer requests of kind {n}.",
            f"    value = session.lookup({n}, request.name)",
            "    if value is None:",
            "        return None",
            f"    return render(value, depth={n % 7})",
            "",
            "",
        ]
    return lines


def cases(lines: List[str]) -> Dict[str, Tuple[List[str], str]]:
    """Return for each case the text of the file and the block to find in it."""
    at = LINES // 2
    block = lines[at : at + 16]
    misspelt = [line.replace("handler_1250", "hanlder_1250") for line in block]
    absent = [line.replace("render", "paint") for line in block]
    shifted = ["    " + line if line else line for line in block]
    numbered = [f"{at + n}\t{line}" for n, line in enumerate(block, 1)]
    remarked = [line for line in block if "#" not in line]
    elided = [*block[:2], "    ...", *block[5:]]
    same = ["}"] * LINES
    return {
        "exact": (lines, "\n".join(block)),
        "trailing space": (lines, "\n".join(line + " " for line in block)),
        "indentation": (lines, "\n".join(shifted)),
        "line numbers": (lines, "\n".join(numbered)),
        "elision": (lines, "\n".join(elided)),
        "comment": (lines, "\n".join(remarked)),
        "misspelt": (lines, "\n".join(misspelt)),
        "absent": (lines, "\n".join(absent)),
        "absent, all lines equal": (same, "\n".join([*["}"] * 5_000, "x"])),
        "absent, 5,000 lines": (lines, "\n".join([*lines[1:5_000], "no such"])),
    }


def timed(run: Callable[[], str], rounds: int) -> Tuple[float, float, str]:
    """Return the best and the worst time in milliseconds, and the last result."""
    times, result = [], ""
    for _ in range(rounds):
        start = time.perf_counter()
        result = run()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), max(times), result


def edited(text: str, old: str, new: str) -> str:
    """Return how an edit was matched, or why it was refused."""
    try:
        return RUNGS[
            max(apply_edits(text, FileEdit(NAME, edits=(Edit(old, new),)), NAME).rungs)
        ]
    except ToolError as error:
        return error.code


def main(words: Sequence[str] = ()) -> int:
    """Print the table and keep it."""
    options = parser_for("edit_speed", __doc__ or "", rounds=ROUNDS).parse_args(words)
    lines = module()
    kept: List[Line] = []
    print(f"{'block':<24}{'result':<18}{'best ms':>9}{'worst ms':>9}{'ratio':>9}")
    for name, (content, old) in cases(lines).items():
        text = "\n".join(content) + "\n"
        new = old + "\n    added = 1"
        plain, _, _ = timed(lambda: text.replace(old, new) and "", options.rounds)
        best, worst, result = timed(lambda: edited(text, old, new), options.rounds)
        ratio = best / plain
        print(f"{name:<24}{result:<18}{best:>9.1f}{worst:>9.1f}{ratio:>8.0f}x")
        kept.append(Line(f"{name}: {result}", best, "ms"))
    publish(
        options.results, "edit_speed", kept, rounds=options.rounds, lines_each=LINES
    )
    return 0


if __name__ == "__main__":
    main()
