# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the pure half of talking to a judge process."""

from __future__ import annotations

import pytest

from aura_coding_agent.repair import answers
from aura_coding_agent.repair.model import Observed, Outcome


@pytest.mark.parametrize(
    "text, expected",
    [
        ("x = 'ä'\n", "x = 'ä'\n".encode()),
        (
            "# -*- coding: latin-1 -*-\nx = 'ä'\n",
            b"# -*- coding: latin-1 -*-\nx = '\xe4'\n",
        ),
        (
            "#!/bin/x\n# vim: set fileencoding=cp1252 :\n'€'",
            b"#!/bin/x\n# vim: set fileencoding=cp1252 :\n'\x80'",
        ),
        ("# coding: nonsense\n'ä'", "# coding: nonsense\n'ä'".encode()),
        ("# coding: ascii\n'ä'", "# coding: ascii\n'ä'".encode()),
    ],
)
def test_bytes_have_the_encoding_that_the_text_declares(text, expected):
    """PEP 263; what cannot be encoded so is UTF-8."""
    assert expected == answers.encoded(text)


def test_limits_follow_the_slowest_test():
    """Hanging tests do not count; nothing gets less than the least."""
    quick = [Outcome("a", "passed", 0.001)]
    assert [answers.FIRST, 1.0, answers.REST] == answers.budget(quick, 1.0)["cpu"]
    some = [Outcome("a", "passed", 0.125)]
    assert [1.25, 1.25, answers.REST] == answers.budget(some, 1.0)["cpu"]
    slow = [Outcome("a", "passed", 2.0), Outcome("b", "timeout", 50.0)]
    assert [7.0, 7.0, 20.0] == answers.budget(slow, 1.0)["cpu"]
    assert [35.0, 35.0, 100.0] == answers.budget(slow, 5.0)["cpu"]
    assert answers.limits(1.0)["wall"] > answers.limits(1.0)["limit"]


def test_a_run_is_compared_with_what_was_wanted():
    """Fixed and broken tests are named; the first that is bad is shown."""
    now = [Outcome("a", "passed"), Outcome("b", "failed"), Outcome("f::x", "passed")]
    assert "passed" == answers.compared(now, ["a", "f"], ["a"]).verdict
    judged = answers.compared(now, ["a", "b"], ["a", "gone"])
    assert ("failed", ("a",), ("gone",)) == judged[:3]
    assert judged.first is not None and "b" == judged.first.id
    lost = answers.compared(now, ["a"], ["gone"])
    assert lost.first is not None and "error" == lost.first.outcome


def test_of_a_slow_suite_only_the_nearest_tests_are_watched():
    """Tests in the files of the failing ones come first, until the time is spent."""
    outcomes = [Outcome(f"far.py::t{n}", "passed", 1.0) for n in range(20)]
    outcomes += [Outcome(f"near.py::t{n}", "passed", 2.0) for n in range(2)]
    outcomes.append(Outcome("near.py::bad", "failed", 1.0))
    quick = answers.sample(outcomes, ["near.py::bad"], 1.0)
    assert 22 == len(quick)
    chosen = answers.sample(outcomes, ["near.py::bad"], 30.0)
    assert ["near.py::t0", "near.py::t1", "far.py::t0"] == chosen


def test_values_of_several_tests_are_joined():
    """Types add up, values come once, and not without end."""
    seen = {}
    answers.merge(seen, [("a.py", 3, {"x": (["int"], ["1", "2"])})])
    more = [str(n) for n in range(2, 30)]
    answers.merge(seen, [("a.py", 3, {"x": (["int", "str"], more)})])
    found = seen["a.py", 3]["x"]
    assert frozenset(["int", "str"]) == found.types
    assert ("1", "2", "3", "4", "5", "6", "7", "8") == found.values
    assert isinstance(found, Observed)
