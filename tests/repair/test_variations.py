# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Varying the arguments of calls while what held for all of them is kept."""

from __future__ import annotations

import ast
from typing import Any, Callable, List, Tuple

import pytest

from aura_coding_agent.repair.variations import (
    broken,
    holds,
    promises,
    rules,
    variations,
)
from aura_coding_agent.repair.worker import source_text

Call = Tuple[Any, ...]

KEPT: List[Tuple[List[Call], Callable[..., bool]]] = [
    ([(3,), (8,), (1,)], lambda n: n > 0),
    ([(0,), (8,)], lambda n: n >= 0),
    ([(-3,), (-8,)], lambda n: n <= 0),
    ([([1, 2, 5],), ([3, 4],)], lambda items: items == sorted(items)),
    ([([5, 1],), ([4, 3],)], lambda items: items == sorted(items, reverse=True)),
    ([([5, 1, 7],), ([4, 3],)], lambda items: len(set(items)) == len(items)),
    ([([[1, 2], [3, 4]],), ([[5]],)], lambda rows: len({len(r) for r in rows}) == 1),
    ([([1, 9], [2, 3]), ([4], [4])], lambda a, b: len(a) == len(b)),
    ([([7, 8, 9], 2), ([7], 0)], lambda items, k: 0 <= k < len(items)),
    ([(1, 4), (2, 3)], lambda low, high: low < high),
    ([("010",), ("1",)], lambda text: set(text) <= set("0123456789") and text),
    ([("ab c",), ("d",)], lambda text: text == text.lower()),
    ([("ABC",), ("DEF",), ("GHI",)], lambda text: len(text) == 3),
    ([({"a": 1},), ({"b": 2},)], lambda one: all(v > 0 for v in one.values())),
    ([(True, 2), (False, 3)], lambda flag, n: isinstance(flag, bool)),
    ([(1.5,), (2.5,)], lambda number: isinstance(number, float)),
    ([([1, 0, 0, 1],), ([0, 1, 1, 0],)], lambda flags: set(flags) <= {0, 1}),
    ([("same", 3), ("same", 4)], lambda word, n: word == "same"),
]


@pytest.mark.parametrize("calls, rule", KEPT)
def test_what_held_for_all_is_kept(
    calls: List[Call], rule: Callable[..., bool]
) -> None:
    """New calls are unlike the known ones, and alike in what those have in common."""
    found = variations(calls, 30)
    assert [] != found
    assert [] == [call for call in found if not rule(*call)]
    assert [] == [call for call in found if call in calls]
    assert len(found) == len({repr(call) for call in found}) <= 30


@pytest.mark.parametrize("calls", [[], [()], [(None,)], [(object,)], [(set(),)]])
def test_what_cannot_be_varied_is_left_alone(calls: List[Call]) -> None:
    """Nothing comes of calls without arguments, or with ones of no known kind."""
    assert [] == variations(calls, 10)


def test_what_is_sorted_or_a_grid_also_grows() -> None:
    """Larger ones of the same kind tell more than smaller ones."""
    rows = variations([([1, 3],), ([2, 5, 6],)], 30)
    assert any(len(row) > 3 for (row,) in rows)
    grids = variations([([[1, 2], [3, 4]],), ([[1, 2, 3], [4, 5, 6]],)], 30)
    assert any(len(grid) > 3 and len(grid[0]) > 3 for (grid,) in grids)
    flags = variations([([[0, 1], [0, 1]],), ([[0, 0, 1], [1, 0, 1]],)], 30)
    assert any(len(grid) > 3 for (grid,) in flags)


PROMISED: List[Tuple[Callable[..., Any], List[Call], Call, Any]] = [
    (sorted, [([3, 1],), ([5, 4, 6],), ([9],)], ([8, 7],), [7, 7]),
    (sorted, [([3, 1],), ([5, 4, 6],), ([9],)], ([8, 7],), [7]),
    (abs, [(-3,), (2,), (0,)], (-5,), -5),
    (max, [([3, 1],), ([5, 4, 6],), ([9],)], ([8, 7],), 9),
    (str.upper, [("ab",), ("c",), ("def",)], ("gh",), "GHI"),
    (len, [("ab",), ("c",), ("",)], ("gh",), "2"),
]


@pytest.mark.parametrize("function, calls, call, wrong", PROMISED)
def test_what_held_for_all_results_is_expected(
    function: Callable[..., Any], calls: List[Call], call: Call, wrong: object
) -> None:
    """The right result breaks no promise, a wrong one does."""
    kept = promises(calls, [function(*one) for one in calls])
    assert 0 == broken(kept, call, function(*call))
    assert 0 < broken(kept, call, wrong)


def test_few_results_promise_nothing() -> None:
    """Two different results say nothing of a third."""
    assert [] == promises([(1,), (2,), (3,)], [True, False, True])
    assert [] == promises([], [])


def test_sets_and_mappings_lose_members() -> None:
    """Of a set or a mapping a member is left out at a time."""
    assert ({2, 3},) in variations([({1, 2, 3},)], 10)
    assert ({"b": 2},) in variations([({"a": 1, "b": 2},)], 10)


def test_a_call_that_cannot_be_compared_breaks_the_rules() -> None:
    """A rule that cannot be applied does not hold."""
    assert not holds(rules([([1, 2],)]), (["a", 1],))


def test_it_works_in_an_old_interpreter() -> None:
    """The text parses by the grammar of Python 3.7, and imports nothing of ours."""
    tree = ast.parse(source_text("variations"), feature_version=(3, 7))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert {("__future__", 0), ("typing", 0)} == {(n.module, n.level) for n in found}
