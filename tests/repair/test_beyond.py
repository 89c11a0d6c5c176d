# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Comparing patches by what they do beyond the tests."""

from __future__ import annotations

import json
import pathlib
import textwrap

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.repair import beyond
from aura_coding_agent.repair.engine import repair
from aura_coding_agent.repair.model import Behaviour, Candidate, Edit
from aura_coding_agent.repair.report import result_to_json
from aura_coding_agent.repair.result import Result, Wish
from aura_coding_agent.repair.trust import Found

from .running import patched, project, running


def found(rank: int) -> Found:
    """Return a patch that came up after so many others."""
    return Found(rank, Candidate("m.py", (Edit(0, 1, "x"),), "f", 1.0, 1, "note"))


def test_patches_that_behave_alike_are_one_group() -> None:
    """Several that agree weigh more than an earlier one alone."""
    alone, two, three = found(2), found(6), found(7)
    four = Behaviour({"f(1)": "4"}, {})
    seen = {2: Behaviour({"f(1)": "5"}, {}), 6: four, 7: four}
    groups = beyond.grouped([alone, two, three], seen)
    assert [(two, three), (alone,)] == [group.members for group in groups]
    words = beyond.difference(seen[2], four)
    assert "f(1): 5 here, 4 there" == words
    assert "" == beyond.difference(four, four)


def test_patches_that_nobody_looked_at_stand_alone() -> None:
    """Without knowledge each is a group of its own, in the old order."""
    groups = beyond.grouped([found(3), found(1)], {1: Behaviour({}, {})})
    assert [(found(1),), (found(3),)] == [group.members for group in groups]


def test_a_patch_that_fails_beyond_the_tests_is_trusted_less() -> None:
    """What raises where another patch does not comes later, if it came up sooner."""
    seen = {
        1: Behaviour({"f(0)": "raises ZeroDivisionError", "f(2)": "1"}, {}),
        3: Behaviour({"f(0)": "0", "f(2)": "1"}, {}),
    }
    groups = beyond.grouped([found(1), found(3)], seen)
    assert [3, 1] == [group.members[0].rank for group in groups]


def test_a_patch_that_breaks_what_held_for_all_results_is_trusted_less() -> None:
    """One that keeps it comes first, also where it came up a little later."""
    call = "f([1, 2])"
    seen = {
        5: Behaviour({call: "[1, 1]"}, {}, {call: 1}),
        9: Behaviour({call: "[2, 1]"}, {}),
    }
    groups = beyond.grouped([found(5), found(9)], seen)
    assert [9, 5] == [group.members[0].rank for group in groups]
    same = {5: seen[5], 9: seen[9]._replace(odd={call: 2})}
    groups = beyond.grouped([found(5), found(9)], same)
    assert [5, 9] == [group.members[0].rank for group in groups]


def test_the_engine_prefers_what_holds_for_all_results(tmp_path: pathlib.Path) -> None:
    """The tests go round one ring only; both patches pass them."""
    text = """
        def ring(rows):
            found = []
            top, bottom = 0, len(rows) - 1
            while top <= bottom:
                found += rows[top]
                if top < bottom:
                    found += rows[top][::-1]
                top, bottom = top + 1, bottom - 1
            return found
    """
    tests = """
        from mod import ring

        def test_two():
            assert ring([[1, 2], [3, 4]]) == [1, 2, 4, 3]

        def test_three():
            assert ring([[1, 2], [3, 4], [5, 6]]) == [1, 2, 6, 5, 3, 4]

        def test_one():
            assert ring([[7, 8, 9]]) == [7, 8, 9]
    """
    result = repaired(tmp_path, text, tests)
    assert "rows[bottom][::-1]" in result.patches[0].changes["mod.py"][1]


def test_a_patch_that_still_crashes_is_trusted_less() -> None:
    """What the tests ended with must not come again for arguments like theirs."""
    seen = {
        3: Behaviour(
            {"f(1)": "raises IndexError", **dict.fromkeys("abcdefgh", "1")}, {}
        ),
        9: Behaviour({"f(1)": "None", **dict.fromkeys("abcdefgh", "1")}, {}),
    }
    rows = [found(3), found(9)]
    assert [3, 9] == [one.members[0].rank for one in beyond.grouped(rows, seen)]
    groups = beyond.grouped(rows, seen, frozenset({"IndexError"}))
    assert [9, 3] == [one.members[0].rank for one in groups]


def test_examples_in_docstrings_count() -> None:
    """A patch that breaks one is refused, one that mends one comes first."""
    before = Behaviour({}, {"m.py::f": True, "m.py::g": False})
    seen = {
        0: Behaviour({}, {"m.py::f": False, "m.py::g": True}),
        1: Behaviour({}, {"m.py::f": True, "m.py::g": False}),
        4: Behaviour({}, {"m.py::f": True, "m.py::g": True}),
    }
    kept = beyond.keeping([found(0), found(1), found(4)], seen, before)
    assert [found(1), found(4)] == kept
    assert found(4) == beyond.grouped(kept, seen)[0].members[0]
    assert [found(9)] == beyond.keeping([found(9)], {}, None)


MOD = '''
    def half(number, twice):
        """Halve.

        >>> half(8, False)
        4
        """
        twice = str(twice)
        return number / 2 + 0 * len(twice)


    def first(items, *rest):
        return items[0]


    def loop(number):
        while number > 3:
            pass
        number.append(1)


    def change(items):
        items.append(len(items))
        return type(items)
'''
TESTS = """
    import pytest
    from mod import change, first, half, loop


    def test_half():
        assert half(8, False) == 4 and type(half(6, False)) is int


    def test_first():
        assert first([3, 4]) == 3 and change([1]) is list


    def test_loop():
        with pytest.raises(AttributeError):
            loop(3)
"""


def test_a_suite_tells_what_versions_do(tmp_path: pathlib.Path) -> None:
    """Varied calls of plain functions, and examples, in the state of each version."""
    files = {"mod.py": textwrap.dedent(MOD), "test_mod.py": TESTS}
    with running(tmp_path, files) as suite:
        suite.spectrum()
        right = patched(suite, "mod.py", "number / 2", "number // 2")
        whole = patched(suite, "mod.py", "def first", "X = 1\n\n\ndef first")
        wrong = patched(suite, "mod.py", "return items[0]", "return items[")
        seen = suite.examine([(0, right), (1, whole), (2, wrong)], 9)
        suite.forks = False
    assert {0, 1} == set(seen)
    assert {"mod.py::mod.half": True} == seen[0].examples
    assert {"mod.py::mod.half": False} == seen[1].examples
    outputs = seen[0].outputs
    assert {"half", "loop", "change"} == {call.split("(")[0] for call in outputs}
    assert "8" == outputs["half(16, False)"]
    assert "8.0" == seen[1].outputs["half(16, False)"]
    assert "does not end" == outputs["loop(4)"]
    assert "raises AttributeError" == outputs["loop(2)"]
    assert "<class 'list'> and ([2, 1],)" == outputs["change([2])"]


def repaired(
    tmp_path: pathlib.Path, text: str, tests: str, candidates: int = 100
) -> Result:
    """Repair a module."""
    files = {"mod.py": text, "test_mod.py": tests}
    wish = Wish(budget=900.0, jobs=1, candidates=candidates)
    return repair(project(tmp_path, files), wish, cancel=Cancel())


def test_the_engine_keeps_what_examples_promise(tmp_path: pathlib.Path) -> None:
    """Of two patches that pass the tests the one that breaks an example is refused."""
    text = '''
        def larger(a, b):
            """Return the larger.

            >>> larger(2, 2)
            2
            >>> larger(1, 1)
            1
            """
            if a < b:
                return a
            return b
    '''
    tests = "from mod import larger\n\ndef test_it():\n    assert larger(3, 5) == 5\n"
    result = repaired(tmp_path, text, tests)
    assert "repaired" == result.status
    for patch in result.patches:
        space: dict[str, object] = {}
        exec(patch.changes["mod.py"][1], space)
        assert 2 == space["larger"](2, 2)  # type: ignore[operator]
    told = json.dumps(result_to_json(result, applied=False))
    assert ("another patch that passes differs for" in told) == (
        len(result.patches) > 1
    )


def test_faults_of_two_functions_are_mended_one_after_the_other(
    tmp_path: pathlib.Path,
) -> None:
    """A patch that mends some tests is built on until all pass."""
    text = """
        def area(width, height):
            return width + height


        def large(width, height):
            return area(width, height) < 10
    """
    tests = """
        import pytest
        from mod import area, large

        @pytest.mark.parametrize("w, h, wanted", [(2, 3, 6), (4, 5, 20), (1, 7, 7)])
        def test_area(w, h, wanted):
            assert area(w, h) == w * h

        @pytest.mark.parametrize("w, h, wanted", [(4, 5, True), (1, 7, False)])
        def test_large(w, h, wanted):
            assert large(w, h) is wanted
    """
    result = repaired(tmp_path, text, tests, 900)
    assert "repaired" == result.status
    after = result.patches[0].changes["mod.py"][1]
    assert "width * height" in after and after.count("< 10") < 2
    assert "; " in result.patches[0].note
