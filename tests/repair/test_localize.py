# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test which lines are suspected, and in which order."""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence

from aura_coding_agent.repair.localize import is_test, suspects
from aura_coding_agent.repair.model import Outcome, Spectrum, Suspect

CODE = """\
import os
LIMIT = 10
OTHER = 3


def first(x):
    '''Say what it does.'''
    if x > LIMIT:
        return 1
    return (
        x
    )


class Thing:
    size = 1

    def second(self, y):
        return y
"""
TESTS = """\
import mod


def test_bad():
    assert mod.first(11) == 2


def test_good():
    assert mod.first(1) == 1
"""
SOURCES = {"mod.py": CODE, "test_mod.py": TESTS, "broken.py": "def ("}


def _spectrum(
    lines: Mapping[str, Sequence[int]], outcomes: Sequence[Outcome]
) -> Spectrum:
    covered = {
        test: frozenset(("mod.py", line) for line in found)
        for test, found in lines.items()
    }
    return Spectrum(tuple(outcomes), covered, {})


BAD, GOOD = "test_mod.py::test_bad", "test_mod.py::test_good"


def _lines(found: List[Suspect]) -> List[int]:
    return [one.line for one in found]


def _score(found: List[Suspect]) -> Dict[int, float]:
    return {one.line: one.score for one in found}


def test_lines_of_failing_tests_alone_come_first() -> None:
    """What only the failing test ran is suspected before what both ran."""
    spectrum = _spectrum(
        {BAD: [8, 9], GOOD: [8, 10]},
        [Outcome(BAD, "failed"), Outcome(GOOD, "passed")],
    )
    found = suspects(spectrum, SOURCES)
    assert [9, 8] == _lines(found)[:2]
    assert "ran in all failing tests and no passing one" in found[0].reasons
    assert "the failing test uses first" in found[0].reasons


def test_tests_and_broken_files_are_never_suspected() -> None:
    """Only files of the project that parse and hold no tests are listed."""
    spectrum = _spectrum({BAD: [8]}, [Outcome(BAD, "failed")])
    assert {"mod.py"} == {one.path for one in suspects(spectrum, SOURCES)}


def test_nothing_is_suspected_without_a_failure() -> None:
    """Passing and flaky tests give no suspects."""
    spectrum = _spectrum({GOOD: [8]}, [Outcome(GOOD, "passed")])
    assert [] == suspects(spectrum, SOURCES)
    flaky = _spectrum({BAD: [8]}, [Outcome(BAD, "failed")])
    assert [] == suspects(flaky._replace(flaky=frozenset([BAD])), SOURCES)


def test_only_failing_tests_are_enough() -> None:
    """Without passing tests every line that ran is suspected alike."""
    spectrum = _spectrum({BAD: [8, 9]}, [Outcome(BAD, "failed")])
    score = _score(suspects(spectrum, SOURCES))
    assert 1.0 == score[8] == score[9]


def test_exceptions_raise_the_lines_they_passed() -> None:
    """The raising line is first; a later line of a statement counts for it."""
    trace = (("mod.py", 8), ("mod.py", 11))
    outcome = Outcome(BAD, "error", 0.0, "TypeError", "no", trace)
    spectrum = _spectrum(
        {BAD: [8, 10], GOOD: [8, 9, 10]}, [outcome, Outcome(GOOD, "passed")]
    )
    found = suspects(spectrum, SOURCES)
    assert [10, 8] == _lines(found)[:2]
    assert "TypeError was raised here" in found[0].reasons
    assert "TypeError passed through here" in found[1].reasons


def test_tables_and_definitions_get_suspicion_from_their_users() -> None:
    """A constant that a suspected line reads is suspected, another one is not."""
    spectrum = _spectrum({BAD: [8, 9]}, [Outcome(BAD, "failed")])
    score = _score(suspects(spectrum, SOURCES))
    assert 0.7 == score[2]
    assert 3 not in score
    assert 0.5 == score[6]
    assert 7 not in score


def test_lines_that_did_not_run_keep_a_little() -> None:
    """A statement beside suspected ones is listed last."""
    spectrum = _spectrum({BAD: [6, 8, 9]}, [Outcome(BAD, "failed")])
    score = _score(suspects(spectrum, SOURCES))
    assert 0 < score[10] < 0.05


def test_without_any_trace_every_line_is_suspected_a_little() -> None:
    """When no line was traced, all statements share one low score."""
    trace = (("mod.py", 19), ("mod.py", 99), ("gone.py", 1))
    outcome = Outcome(BAD, "error", 0.0, "NameError", "no", trace)
    score = _score(suspects(_spectrum({}, [outcome]), SOURCES))
    assert 0.3 == score[2]
    assert score[19] > score[9] > score[1]
    assert 99 not in score


def test_a_function_that_refused_its_arguments_is_suspected() -> None:
    """A call with too many arguments points at the signature."""
    message = "Thing.second() takes 1 positional argument but 2 were given"
    outcome = Outcome(BAD, "error", 0.0, "TypeError", message)
    score = _score(suspects(_spectrum({BAD: [8]}, [outcome]), SOURCES))
    assert 0.9 == score[18]


def test_test_files_are_known_by_name_and_by_their_tests() -> None:
    """Names as pytest and unittest like them, and files that tests came from."""
    for path in ("test_a.py", "a_test.py", "tests/x.py", "p/conftest.py", "tests.py"):
        assert is_test(path), path
    assert not is_test("testing_tools.py")
    assert is_test("spec.py", (Outcome("spec.py::test_x", "passed"),))
    assert is_test("spec.py", (Outcome("spec.Case.test_x", "passed"),))
    assert not is_test("code.txt", (Outcome("spec.Case.test_x", "passed"),))
