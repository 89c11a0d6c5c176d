# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test repairs of files that do not compile."""

from __future__ import annotations

import ast
import sys
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_coding_agent.repair.source import apply
from aura_coding_agent.repair.syntax import differences, fault, repairs

VERSION = (sys.version_info[0], sys.version_info[1])
GOOD = '''\
import math


class Shape:
    """A shape."""

    def __init__(self, name, sides=4):
        self.name = name
        self.sides = sides

    def area(self, width, height):
        if self.sides == 4 and width > 0:
            return width * height
        elif self.sides == 3:
            return width * height / 2
        else:
            raise ValueError("unknown shape")


def total(shapes, scale):
    result = 0
    for index, shape in enumerate(shapes):
        result += shape.area(index + 1, (scale + 2) * 3)
    table = {'a': 1, 'b': [1, 2, 3]}
    try:
        found = table['a']
    except KeyError as error:
        found = None
    return result, math.sqrt(found)
'''
FAULTS = [
    ("width > 0:", "width > 0"),
    ("else:\n", "else\n"),
    ("enumerate(shapes):", "enumerate(shapes:"),
    ("(scale + 2) * 3)", "(scale + 2) * 3"),
    ("[1, 2, 3]}", "[1, 2, 3}"),
    ("[1, 2, 3]", "[1, 2 3]"),
    ("'a': 1", "'a' 1"),
    ('"unknown shape"', '"unknown shape'),
    ("elif", "else if"),
    ("elif", "elseif"),
    ("return width * height\n", "retrun width * height\n"),
    ("for index", "fro index"),
    ("else:", "Else:"),
    (" in enumerate", " enumerate"),
    ("def total", "dfe total"),
    ("def total", "total"),
    ("self.sides == 4", "self.sides = 4"),
    ("4 and width", "4 && width"),
    ("    result = 0", "  result = 0"),
    ("        result += shape", "    result += shape"),
    ("    def area", "   def area"),
    ("result, math", "result math"),
    ("import math", "improt math"),
    ("'a': 1", "\u2018a\u2019: 1"),
    ("sqrt(found)", "sqrt(found))"),
    ("self.name = name", "self..name = name"),
    ("width > 0:", "width > 0 {"),
    ("raise ValueError", "throw ValueError"),
    ("        self.sides = sides", "\tself.sides = sides"),
]


@pytest.mark.parametrize("old, new", FAULTS)
def test_one_fault_is_repaired(old: str, new: str) -> None:
    """The original is among the first repairs of a planted fault."""
    broken = GOOD.replace(old, new, 1)
    found = list(islice(repairs("a.py", broken, VERSION), 12))
    trees = [ast.dump(ast.parse(apply(broken, one.edits))) for one in found]
    assert ast.dump(ast.parse(GOOD)) in trees
    assert {"syntax"} == {one.family for one in found}


def test_two_faults_are_repaired_one_after_the_other() -> None:
    """A repair that moves the error on is built upon."""
    broken = GOOD.replace("width > 0:", "width > 0").replace("2, 3]}", "2 3]}")
    found = list(islice(repairs("a.py", broken, VERSION), 40))
    trees = [ast.dump(ast.parse(apply(broken, one.edits))) for one in found]
    assert ast.dump(ast.parse(GOOD)) in trees
    assert 2 == len(found[0].edits)


@pytest.mark.parametrize(
    "broken, good",
    [
        ("def f(x):\nreturn x\n", "def f(x):\n    return x\n"),
        ("def f(x):\n\n", "def f(x):\n    pass\n"),
        ("print 'a'\n", "print('a')\n"),
        ("try:\n    x = 1\ny = 2\n", None),
        ('s = """abc\nx = 1\n', None),
        ("if x == 1:\r\n    y = 2\r\nelse\r\n    y = 3\r\n", None),
        (
            "caf\u00e9 = 'd\u00e9j\u00e0\nx = 1\n",
            "caf\u00e9 = 'd\u00e9j\u00e0'\nx = 1\n",
        ),
        ("x = 1\0\n", "x = 1\n"),
        ("x = f'{a' + '1'\n", None),
    ],
)
def test_odd_files_are_repaired(broken: str, good: str) -> None:
    """Empty blocks, Python 2, open texts, other line ends and characters."""
    texts = [
        apply(broken, one.edits) for one in islice(repairs("a.py", broken, VERSION), 30)
    ]
    assert texts
    assert all(fault(text, VERSION) is None for text in texts)
    if good is not None:
        assert ast.dump(ast.parse(good)) in [ast.dump(ast.parse(x)) for x in texts]


def test_a_file_that_compiles_needs_nothing() -> None:
    """There is no fault and no repair."""
    assert fault(GOOD, VERSION) is None
    assert [] == list(repairs("a.py", GOOD, VERSION))


def test_newer_syntax_is_a_fault_for_an_older_interpreter() -> None:
    """The version of the project's interpreter decides."""
    assert fault("x: int = 1\n", (3, 5)) is not None
    assert fault("x: int = 1\n", (3, 8)) is None


def test_hopeless_files_end() -> None:
    """Noise gives no repair, in bounded time."""
    assert [] == list(islice(repairs("a.py", "?? ) ( ]] ; :: \n" * 6, VERSION), 1))


@settings(max_examples=60, deadline=None)
@given(st.text("ab\n\u00e9\r ", max_size=30), st.text("ab\n\u00e9\r ", max_size=30))
def test_differences_turn_one_text_into_the_other(old: str, new: str) -> None:
    """Applying the differences gives the second text, whatever the line ends."""
    assert new == apply(old, differences(old, new))
