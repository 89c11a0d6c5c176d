# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Families of patches for objects, texts, units, recursion and what is printed."""

from __future__ import annotations

import textwrap
from typing import Dict, Mapping, Tuple

import pytest

from aura_coding_agent.repair.model import Outcome

from .planted import TEST, rank, spectrum

Types = Mapping[str, Tuple[str, ...]]

CLASS = """
    class Book:
        def __init__(self, title, limit=3):
            self.pages = []
            self.at = 0
            self.open = False
            self.names = set()
            self.title = title
            {first}

        def turn(self, page):
            {second}
            return page
"""


def _class(second: str, first: str = "pass") -> str:
    return textwrap.dedent(CLASS).format(first=first, second=second)


@pytest.mark.parametrize(
    "step",
    [
        "self.pages.clear()",
        "self.pages = []",
        "self.pages.append(page)",
        "self.pages.pop()",
        "self.at += 1",
        "self.at = page",
        "self.at += page",
        "self.open = True",
        "self.names.add(page)",
        "self.title = page",
    ],
)
def test_a_step_with_an_attribute_is_proposed(step: str) -> None:
    """A method may have forgotten to reset, count or fill an attribute."""
    broken = _class("pass")
    fixed = _class(f"pass\n        {step}")
    seen = spectrum(broken, types={"page": ("int",), "self": ("Book",)})
    assert rank(broken, fixed, seen, most=1500) is not None


TEXTS: Dict[str, Tuple[str, str, Outcome]] = {
    "a space between": (
        "def f(words):\n    line = ''\n    for word in words:\n"
        "        line += word\n    return line\n",
        "def f(words):\n    line = ''\n    for word in words:\n"
        '        line += " " + word\n    return line\n',
        Outcome(TEST, "failed", expected="' a b'", actual="'ab'"),
    ),
    "an unusual piece": (
        "def f(a, b):\n    return a + b\n",
        'def f(a, b):\n    return a + "->" + b\n',
        Outcome(TEST, "failed", expected="'x->y'", actual="'xy'"),
    ),
    "the end of a line": (
        "def f(a):\n    print(a)\n",
        'def f(a):\n    print(a, end="")\n',
        Outcome(TEST, "failed"),
    ),
    "another end": (
        "def f(a):\n    print(a, end=' ')\n",
        "def f(a):\n    print(a, end='\\n')\n",
        Outcome(TEST, "failed"),
    ),
    "the items of a list": (
        "def f(a):\n    print(a)\n",
        "def f(a):\n    print(*a)\n",
        Outcome(TEST, "failed"),
    ),
    "the last one after a loop": (
        "def f(words):\n    found = []\n    line = ''\n    for word in words:\n"
        "        found.append(line)\n        line = word\n    return found\n",
        "def f(words):\n    found = []\n    line = ''\n    for word in words:\n"
        "        found.append(line)\n        line = word\n"
        "    if line:\n        found.append(line)\n    return found\n",
        Outcome(TEST, "failed"),
    ),
    "the last yield after a loop": (
        "def f(words):\n    line = ''\n    for word in words:\n        yield line\n"
        "        line = word\n",
        "def f(words):\n    line = ''\n    for word in words:\n        yield line\n"
        "        line = word\n    if line:\n        yield line\n",
        Outcome(TEST, "failed"),
    ),
    "a unit": (
        "def f(a):\n    return a * 100\n",
        "def f(a):\n    return a * 60\n",
        Outcome(TEST, "failed"),
    ),
    "any number": (
        "def f(a):\n    return a * 17\n",
        "def f(a):\n    return a * 43\n",
        Outcome(TEST, "failed"),
    ),
    "the other byte order": (
        "import struct\n\n\ndef f(a):\n    return struct.pack('>HI', a, a)\n",
        "import struct\n\n\ndef f(a):\n    return struct.pack('<HI', a, a)\n",
        Outcome(TEST, "failed"),
    ),
    "an opposite": (
        "def f(a):\n    return a.to_bytes(2, 'big')\n",
        "def f(a):\n    return a.to_bytes(2, 'little')\n",
        Outcome(TEST, "failed"),
    ),
    "a part of a date": (
        "def f(a):\n    return a.strftime('%Y-%M')\n",
        "def f(a):\n    return a.strftime('%Y-%m')\n",
        Outcome(TEST, "failed"),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_right_patch_is_there(name: str) -> None:
    """Each of these mistakes has its patch among the first."""
    broken, fixed, outcome = TEXTS[name]
    types = {"word": ("str",), "line": ("str",), "words": ("list",)}
    seen = spectrum(broken, outcome=outcome, types=types)
    assert rank(broken, fixed, seen, most=700) is not None


@pytest.mark.parametrize(
    "kind, test",
    [
        ("str", "a != ''"),
        ("list", "len(a) > 0"),
        ("int", "a > 0"),
        ("Node", "a is not None"),
    ],
)
def test_a_recursion_gets_an_end(kind: str, test: str) -> None:
    """What calls itself for ever looks at its argument first."""
    broken = "def f(a):\n    return g(a) or f(a[1:])\n"
    fixed = broken.replace("f(a[1:])", f"({test} and f(a[1:]))")
    outcome = Outcome(TEST, "error", exception="RecursionError", trace=(("mod.py", 2),))
    seen = spectrum(broken, outcome=outcome, types={"a": (kind,)})
    assert rank(broken, fixed, seen, most=60) is not None
    looping = "def f(a):\n    if g(a):\n        return f(a)\n"
    ended = looping.replace("g(a):", f"{test} and (g(a)):")
    seen = spectrum(looping, outcome=outcome, types={"a": (kind,)})
    assert rank(looping, ended, seen, most=200) is not None
