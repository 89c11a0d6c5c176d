# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that each family proposes the patch it is there for, and early."""

from __future__ import annotations

import ast
from typing import Dict, List, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_coding_agent.repair.candidates import FAMILIES, propose
from aura_coding_agent.repair.localize import suspects
from aura_coding_agent.repair.model import Outcome
from aura_coding_agent.repair.source import apply

from .planted import TEST, patches, rank, spectrum

INT: Tuple[str, ...] = ("int",)
LIST: Tuple[str, ...] = ("list",)
STR: Tuple[str, ...] = ("str",)
Types = Dict[str, Tuple[str, ...]]


def _body(*lines: str, head: str = "def f(a, b, items, text):") -> str:
    return head + "\n" + "".join(f"    {line}\n" for line in lines)


SEEN: Types = {"a": INT, "b": INT, "items": LIST, "text": STR}

# Broken lines, fixed lines, and the place before which the right patch must stand.
SINGLE = [
    (["return a + a"], ["return a + b"], 40),
    (["if a < b:", "    return 1"], ["if a <= b:", "    return 1"], 20),
    (["return a - b"], ["return a + b"], 20),
    (["return items[a]"], ["return items[a + 1]"], 60),
    (["return items[1:]"], ["return items"], 400),
    (["return items[:a]"], ["return items[a:]"], 80),
    (["return range(a)"], ["return range(1, a + 1)"], 150),
    (["return items"], ["return items[::-1]"], 150),
    (["return max(items)"], ["return min(items)"], 40),
    (["return text.lower()"], ["return text.upper()"], 40),
    (["return text"], ["return text.lower()"], 150),
    (["return items"], ["return sorted(items)"], 150),
    (["return a - b"], ["return abs(a - b)"], 150),
    (["return a - b"], ["return max(0, a - b)"], 250),
    (["return sorted(items)"], ["return items"], 150),
    (["return sorted(items)"], ["return sorted(items, reverse=True)"], 200),
    (["return pow(a, b)"], ["return pow(b, a)"], 60),
    (["return f(a, b, items)"], ["return f(a, b, items, text)"], 300),
    (["return f(a, b, b, items)"], ["return f(a, b, items)"], 100),
    (["return f(a, b, items, text)"], ["return f(a - 1, b, items, text)"], 150),
    (["a = 0", "return a"], ["a = 1", "return a"], 40),
    (["return True"], ["return False"], 30),
    (["return None"], ["return []"], 120),
    (["return []"], ["return [[]]"], 60),
    (["return 0"], ["return len(items)"], 150),
    (["return a and b"], ["return a or b"], 30),
    (["return a and b"], ["return b"], 200),
    (["return items"], ["return not items"], 250),
    (["return not a"], ["return a"], 60),
    (["if a:", "    return 1"], ["if a and b:", "    return 1"], 600),
    (["while True:", "    a -= 1"], ["while a:", "    a -= 1"], 300),
    (["a =+ b", "return a"], ["a += b", "return a"], 300),
    (["a += b", "return a"], ["a = b", "return a"], 80),
    (["return a + b * 2"], ["return (a + b) * 2"], 100),
    (["return a / b"], ["return a // b"], 30),
    (["return a - b"], ["return b - a"], 40),
    (["items + [a]"], ["return items + [a]"], 80),
    (["for a in items:", "    return b"], ["for a in items:", "    b", "return b"], 0),
    (
        ["for a in items:", "    b += a", "    return b"],
        ["for a in items:", "    b += a", "return b"],
        40,
    ),
    (
        ["for a in items:", "    b = a", "b += 1", "return b"],
        ["for a in items:", "    b = a", "    b += 1", "return b"],
        60,
    ),
    (
        ["for a in items:", "    b = 0", "    b += a", "return b"],
        ["b = 0", "for a in items:", "    b += a", "return b"],
        80,
    ),
    (
        ["b = 0", "for a in items:", "    text += a"],
        ["for a in items:", "    b = 0", "    text += a"],
        80,
    ),
    (["b = a", "a = b", "return a"], ["a = b", "b = a", "return a"], 80),
    (["return items[0]"], ["if not items:", "    return []", "return items[0]"], 600),
    (["while a:", "    b += 1"], ["while a:", "    b += 1", "    a -= 1"], 400),
    (["for a in items:", "    pass"], ["for a in items:", "    break"], 60),
    (["if a:", "    return 1"], ["while a:", "    return 1"], 200),
    (
        ["if a:", "    b = 1", "else:", "    b = 2", "return b"],
        ["if a:", "    b = 2", "else:", "    b = 1", "return b"],
        300,
    ),
    (["return a if b else 0"], ["return 0 if b else a"], 100),
    (["text.upper", "return text"], ["text.upper()", "return text"], 80),
    (["return 'a {a}'"], ["return f'a {a}'"], 120),
]


@pytest.mark.parametrize("broken, fixed, bound", SINGLE)
def test_the_right_patch_stands_early(
    broken: List[str], fixed: List[str], bound: int
) -> None:
    """Each kind of fault has its patch among the first."""
    place = rank(
        _body(*broken),
        _body(*fixed),
        spectrum(_body(*broken), types=SEEN),
        most=bound or 300,
    )
    if bound:
        assert place is not None and place <= bound, place
    else:
        assert place is None


CRASHES = [
    ("NameError", "name 'itmes' is not defined", "return itmes", "return items", 3),
    ("KeyError", "'x'", "return items[a]", "return items.get(a, 0)", 20),
    (
        "AttributeError",
        "'list' object has no attribute 'push'",
        "items.push(a)",
        "items.append(a)",
        5,
    ),
    (
        "AttributeError",
        "'list' object has no attribute 'length'",
        "return items.length",
        "return len(items)",
        8,
    ),
    (
        "TypeError",
        'can only concatenate str (not "int") to str',
        "return text + a",
        "return text + str(a)",
        40,
    ),
    (
        "TypeError",
        "'list' object is not callable",
        "return items(a)",
        "return items[a]",
        30,
    ),
    (
        "TypeError",
        "'builtin_function_or_method' object is not subscriptable",
        "return len[items]",
        "return len(items)",
        30,
    ),
    (
        "ZeroDivisionError",
        "division by zero",
        "return a / b",
        "if b == 0:\n        return 0\n    return a / b",
        20,
    ),
    (
        "AttributeError",
        "'NoneType' object has no attribute 'x'",
        "return text.x",
        "if text is None:\n        return None\n    return text.x",
        40,
    ),
    (
        "IndexError",
        "list index out of range",
        "return items[0]",
        "if not items:\n        return None\n    return items[0]",
        60,
    ),
    (
        "UnboundLocalError",
        "local variable 'total' referenced before assignment",
        "total += a",
        "total = 0\n    total += a",
        15,
    ),
    ("StopIteration", "", "return next(items)", "return next(items, None)", 10),
    (
        "RuntimeError",
        "dictionary changed size during iteration",
        "for a in items: pass",
        "for a in list(items): pass",
        15,
    ),
]


@pytest.mark.parametrize("kind, message, broken, fixed, bound", CRASHES)
def test_exceptions_lead_to_their_patches(
    kind: str, message: str, broken: str, fixed: str, bound: int
) -> None:
    """What the exception says is tried first."""
    outcome = Outcome(TEST, "error", 0.0, kind, message, (("mod.py", 2),))
    found = spectrum(_body(broken), outcome=outcome, types=SEEN)
    place = rank(_body(broken), _body(fixed), found, most=bound)
    assert place is not None and place <= bound, place


MODULES = [
    ("def f(x):\n    return sqrt(x)\n", "from math import sqrt\n", 5),
    ("'''Doc.'''\ndef f(x):\n    return math.pi\n", "import math\n", 5),
]


@pytest.mark.parametrize("broken, line, bound", MODULES)
def test_missing_imports_are_added(broken: str, line: str, bound: int) -> None:
    """An import goes to the top, after the docstring."""
    texts = [apply(broken, one.edits) for one in patches(broken, spectrum(broken))]
    wanted = broken.replace("def f", line + "def f")
    assert wanted in texts[:bound]


CLASSES = [
    ("return size", "return self.size", 5),
    ("self.sise += 1", "self.size += 1", 60),
    ("size += 1", "self.size += 1", 60),
    ("return self.other(size=1)", "return self.size(size=1)", 200),
]


@pytest.mark.parametrize("broken, fixed, bound", CLASSES)
def test_attributes_of_self(broken: str, fixed: str, bound: int) -> None:
    """A missing ``self.`` and a wrong attribute are found."""
    head = (
        "class A:\n    def __init__(self):\n        self.size = 0\n\n"
        "    def other(self):\n        "
    )
    place = rank(
        head + broken + "\n", head + fixed + "\n", spectrum(head + broken), most=bound
    )
    assert place is not None and place <= bound, place


def test_a_method_without_self_gets_it() -> None:
    """The signature that refused its arguments is mended."""
    broken = "class A:\n    def f(x):\n        return x\n"
    fixed = "class A:\n    def f(self, x):\n        return x\n"
    message = "f() takes 1 positional argument but 2 were given"
    outcome = Outcome(TEST, "error", 0.0, "TypeError", message)
    place = rank(broken, fixed, spectrum(broken, outcome=outcome), most=20)
    assert place is not None and place <= 10


def test_an_attribute_gets_its_first_value() -> None:
    """What ``__init__`` forgot is added there."""
    broken = (
        "class A:\n    def __init__(self, n):\n        self.n = n\n\n"
        "    def add(self, x):\n        self.seen.append(x)\n"
    )
    message = "'A' object has no attribute 'seen'"
    outcome = Outcome(TEST, "error", 0.0, "AttributeError", message, (("mod.py", 6),))
    fixed = broken.replace("self.n = n\n", "self.n = n\n        self.seen = []\n")
    place = rank(broken, fixed, spectrum(broken, outcome=outcome), most=20)
    assert place is not None and place <= 20


def test_shared_defaults_are_made_new() -> None:
    """A list as a default becomes None and a guard."""
    broken = "def f(x, seen=[]):\n    seen.append(x)\n    return seen\n"
    fixed = (
        "def f(x, seen=None):\n    if seen is None:\n        seen = []\n"
        "    seen.append(x)\n    return seen\n"
    )
    place = rank(broken, fixed, spectrum(broken), most=200)
    assert place is not None and place <= 200


TEXTS = [
    ("'a, b'", "'a b'", "return ' '.join(items)", "return ', '.join(items)", 20),
    ("'Hello'", "'hello'", "return 'hello'", "return 'Hello'", 20),
    ("['x!']", "['x']", 'return ["x"]', 'return ["x!"]', 20),
    ("{'k': 'v'}", "{'q': 'v'}", "return {'q': 'v'}", "return {'k': 'v'}", 20),
    ("42", "52", "return a + 60", "return a + 50", 60),
    ("'a'", "'-a-'", "return text", "return text.strip('-')", 150),
]


@pytest.mark.parametrize("expected, actual, broken, fixed, bound", TEXTS)
def test_the_failing_comparison_leads_literals(
    expected: str, actual: str, broken: str, fixed: str, bound: int
) -> None:
    """The difference of actual and expected shows which literal to use."""
    outcome = Outcome(TEST, "failed", expected=expected, actual=actual)
    found = spectrum(_body(broken), outcome=outcome, types=SEEN)
    place = rank(_body(broken), _body(fixed), found, most=bound)
    assert place is not None and place <= bound, place


def test_patterns_are_changed() -> None:
    """A regular expression loses or gets a quantifier, and stays raw."""
    broken = "import re\ndef f(t):\n    return re.sub(r'[^a-z]', '-', t)\n"
    fixed = broken.replace("[^a-z]", "[^a-z]+")
    texts = [apply(broken, one.edits) for one in patches(broken, spectrum(broken))]
    assert fixed in texts


def test_values_of_the_failing_test_are_added_to_displays() -> None:
    """What the failing test is made of may be missing from a list."""
    broken = _body("return a in (1, 2)")
    tests = "def test_it():\n    assert f(7, 0, [], '')\n"
    fixed = _body("return a in (1, 2, 7)")
    place = rank(broken, fixed, spectrum(broken, types=SEEN), most=300, tests=tests)
    assert place is not None


def test_types_decide_between_names() -> None:
    """A name of the observed type stands before one of another type."""
    text = _body("return abs(a)")
    notes = [one.note for one in patches(text, spectrum(text, types=SEEN))]
    good = notes.index("read b instead of a")
    assert good < notes.index("read items instead of a")


def test_dangerous_statements_are_left_alone() -> None:
    """Calls that touch files or processes are changed only when asked."""
    text = "import os\n" + _body(
        "os.remove(x)", "open(x).read()", "x = x.rmtree()", head="def f(x):"
    )
    lines = {one.line for one in patches(text, spectrum(text))}
    assert not lines & {3, 4, 5}
    asked = {one.line for one in patches(text, spectrum(text), risky=True)}
    assert {3, 4, 5} <= asked


def test_removal_comes_last() -> None:
    """A statement is left out only when everything else was tried."""
    text = _body("a += 1", "return a")
    families = [one.family for one in patches(text, spectrum(text, types=SEEN))]
    assert "remove" in families[-2:]
    assert "remove" not in families[: len(families) // 2]


def test_families_have_names_and_weights() -> None:
    """Names are unique, weights are shares."""
    assert len(FAMILIES) == len({one.name for one in FAMILIES})
    assert all(0 < one.weight <= 1 for one in FAMILIES)


def test_propose_lists_the_patches_of_one_file() -> None:
    """All families speak for one file, whatever ``sources`` holds of it."""
    text = _body("return a + b")
    found = spectrum(text)
    places = suspects(found, {"mod.py": text})
    listed = list(propose("mod.py", text, places, found, {}))
    assert {"mod.py"} == {one.path for one in listed}
    assert "operator" in {one.family for one in listed}
    assert [] == list(propose("mod.py", "def (", places, found, {}))


LINES = [
    "a += 1",
    "x = a and items[0]",
    "if not a: return b",
    "t = 'd\u00e9j\u00e0' + text; u = a",
    "é = f'{a + 1:>3} {text!r}'",
    "y = [i for i in items if i > a]",
    "for i in range(a, b): items.append(i)",
    "return max(a, b, key=lambda v: -v)",
    "self.x = a if b else None",
    "with a as c: pass",
    "try: a\n    except KeyError: b",
    "assert a == b, 'x'",
    "del items[a:b]",
    "if a:\n        b = 1\n    elif b:\n        a = 2\n    else:\n        a = b",
    "while a:\n        a -= 1\n        if b: break\n    return {a: b, **{}}",
    "z = (a\n         + b)  # why",
    "def g(q, *r): return q\n    return g(*items)",
    "yield a",
    "x: int = -a ** 2 % 3",
    'm = """two\nlines"""',
]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=3),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_every_patch_applies_parses_and_differs(
    lines: List[str], newline: str, tabs: bool, known: bool
) -> None:
    """Edits lie within the file, in order, and give another program."""
    text = _body(*lines).replace("    ", "\t" if tabs else "    ")
    text = "# \u00fcber\n".replace("\n", newline) + text.replace("\n", newline)
    before = ast.dump(ast.parse(text))
    found = spectrum(text, types=SEEN if known else None)
    seen = set()
    for count, one in enumerate(patches(text, found, most=400)):
        ends = 0
        for edit in one.edits:
            assert ends <= edit.start <= edit.end <= len(text)
            ends = edit.end
        if count % 7 == 0:
            changed = apply(text, one.edits)
            after = ast.dump(ast.parse(changed))
            assert before != after
            assert "\n" not in changed.replace("\r\n", "") or newline == "\n"
        assert one.edits not in seen
        seen.add(one.edits)
