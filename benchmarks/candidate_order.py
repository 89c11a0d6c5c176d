# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the order in which patches are tried with one drawn by lot.

The faults are a sample of the development set (``benchmarks/repair``) whose right patch
is known and stands in one place: the original program. A patch is right when it gives
the same syntax tree. The order is that of the engine, from a real run of the tests. By
lot, the first of k right patches among n is to be expected at (n + 1) / (k + 1).

At most 3,000 patches are listed (``--most``). Where there are more, n is too small,
which flatters the lot. Where none of those listed is right, the case is left out of the
medians; one more median has it as if the right patch came next, behind all of them.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import pathlib
import random
import sys
import tempfile
from typing import Callable, List, NamedTuple, Optional, Sequence

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.repair import localize, ranking
from aura_coding_agent.repair.collect import find_suite
from aura_coding_agent.repair.files import read_sources
from aura_coding_agent.repair.model import Candidate, Edit
from aura_coding_agent.repair.source import apply, line_starts
from aura_coding_agent.repair.suite import Suite

from .programs import Line, median, parser_for, publish
from .repair.case import Case
from .repair.runner import all_cases

KINDS = ("classic", "library", "student", "crash")
MOST = 3000
SHARE = 0.5
"""Target: median rank as a share of that by lot."""


class Row(NamedTuple):
    """What came of one case.

    Attributes:
        candidates: how many were listed.
        more: whether there are more than were listed.
        right: how many of them are right.
        rank: of the first of these, from 1; None without any.
        chance: the rank to be expected by lot; None without any.
        note: why there is no order at all; else empty.
    """

    name: str
    kind: str
    candidates: int
    more: bool
    right: int
    rank: Optional[int]
    chance: Optional[float]
    note: str = ""


def main(words: Sequence[str] = ()) -> int:
    """Print a line for each case and the medians; return 1 when a target is missed."""
    # Rounds would all be alike; the option is there since every benchmark has it.
    parser = parser_for("candidate_order", __doc__ or "", rounds=1)
    parser.add_argument("--sample", type=int, default=15, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=MOST, metavar="N")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.set_defaults(python=sys.executable)  # the one that has pytest
    options = parser.parse_args(words)
    rows = []
    for case in chosen(options.kind or KINDS, options.sample, options.seed):
        rows.append(row_of(case, options.python, options.most))
        print_row(rows[-1])
    lines = lines_of(rows)
    kept = {"seed": options.seed, "most": options.most}
    cases = [row._asdict() for row in rows]
    publish(options.results, "candidate_order", lines, **kept, cases=cases)
    return int(any(line.missed for line in lines))


def chosen(kinds: Sequence[str], size: int, seed: int) -> List[Case]:
    """Return a sample of the cases of some kinds, drawn by a seed."""
    cases = [case for case in all_cases(kinds, 1) if case.kind in kinds]
    cases = [case for case in cases if in_one_place(case)]
    return random.Random(seed).sample(cases, min(size, len(cases)))


def in_one_place(case: Case) -> bool:
    """Return whether the lines that differ stand together, in one file."""
    if len(case.faulty) != 1:
        return False
    [(path, wrong)] = case.faulty.items()
    pair = wrong.splitlines(), case.files[path].splitlines()
    codes = difflib.SequenceMatcher(None, *pair, autojunk=False).get_opcodes()
    return 1 == sum(code[0] != "equal" for code in codes)


def row_of(case: Case, python: str, most: int) -> Row:
    """Return the ranks of one case among so many patches at most."""
    [(path, wrong)] = case.faulty.items()
    try:
        listed = candidates(case, python, most + 1)
    except AuraError as error:
        return Row(case.name, case.kind, 0, False, 0, None, None, error.code)
    more = len(listed) > most
    listed = listed[:most]
    is_right = likeness(path, wrong, case.files[path])
    ranks = [rank for rank, one in enumerate(listed, 1) if is_right(one)]
    if not ranks:
        return Row(case.name, case.kind, len(listed), more, 0, None, None)
    chance = (len(listed) + 1) / (len(ranks) + 1)
    return Row(case.name, case.kind, len(listed), more, len(ranks), ranks[0], chance)


def candidates(case: Case, python: str, most: int) -> List[Candidate]:
    """Return the first patches of the faulty program, in the order of the engine."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        project, scratch = folder / "project", folder / "scratch"
        case.build(project)
        scratch.mkdir()
        plan = find_suite(str(project))._replace(interpreter=python)
        with Suite(plan, str(scratch), cancel=Cancel()) as suite:
            spectrum = suite.spectrum()
        sources = read_sources(str(project))
    suspects = localize.suspects(spectrum, sources)
    return list(itertools.islice(ranking.ordered(suspects, spectrum, sources), most))


def likeness(path: str, wrong: str, right: str) -> Callable[[Candidate], bool]:
    """Return what tells whether a patch makes the wrong program the right one.

    Only the statements between those that both programs begin and end with are parsed
    again where that will do, since thousands of patches of long files are compared.
    """
    before, after = ast.parse(wrong).body, ast.parse(right).body
    old, new = list(map(ast.dump, before)), list(map(ast.dump, after))
    first = alike(old, new)
    last = alike(old[first:][::-1], new[first:][::-1])
    between = new[first : len(new) - last]
    starts = line_starts(wrong)
    start = starts[before[first - 1].end_lineno or 0] if first else 0
    end = starts[first_line(before[-last]) - 1] if last else len(wrong)

    def is_right(one: Candidate) -> bool:
        left, right = one.edits[0].start, one.edits[-1].end
        if one.path != path or right < start or left > end:
            return False  # what differs stays as it is
        if left < start or right > end:
            return new == dumps(apply(wrong, one.edits))
        moved = [Edit(e.start - start, e.end - start, e.text) for e in one.edits]
        return between == dumps(apply(wrong[start:end], moved))

    return is_right


def dumps(text: str) -> Optional[List[str]]:
    """Return the trees of a text's statements; None when it does not compile."""
    try:
        return list(map(ast.dump, ast.parse(text).body))
    except SyntaxError:
        return None


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two lists have in common from their beginning."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other))
    return sum(1 for _ in same)


def first_line(node: ast.stmt) -> int:
    """Return the first line of a statement, decorators included."""
    marks = getattr(node, "decorator_list", [])
    return min([node.lineno, *(mark.lineno for mark in marks)])


def print_row(row: Row) -> None:
    """Print what came of one case."""
    if row.rank is None or row.chance is None:
        said = row.note or "none of them is right"
        ranks = f"rank      -  by lot       -  {said}"
    else:
        ranks = f"rank {row.rank:>6}  by lot {row.chance:>7.1f}"
    listed = f"{row.candidates:>5}{'+' if row.more else ' '}"
    print(f"{row.kind:<8} {row.name:<42} of {listed} {ranks}", flush=True)


def lines_of(rows: Sequence[Row]) -> List[Line]:
    """Return how many right patches were listed, and the medians."""
    found = [row for row in rows if row.rank is not None]
    rank = median(row.rank or 0 for row in found)
    chance = median(row.chance or 0.0 for row in found)
    behind = median(row.rank or row.candidates + 1 for row in rows)
    listed = median(row.candidates for row in found)
    return [
        Line("cases", len(rows), ""),
        Line("cases with the right patch among those listed", len(found), ""),
        Line("median number of patches listed", listed, ""),
        Line("median rank by lot", chance, ""),
        Line("median rank in the engine's order", rank, ""),
        Line("  with those behind all that were listed", behind, ""),
        Line("share of the rank by lot", rank / (chance or 1), "", None, SHARE),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
