# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that a text lands where it belongs, or nowhere, however a model spelt it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, Optional

import pytest

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.tools.editing.anchors import anchored
from aura_coding_agent.tools.editing.apply import apply_edits
from aura_coding_agent.tools.editing.edits import Edit, FileEdit
from aura_coding_agent.tools.editing.formatting import exchanged
from aura_coding_agent.tools.editing.patch import parse_patch
from aura_coding_agent.tools.editing.slips import is_other_version

from .places_cases import KINDS, RIGHT, WRONG, cases, outcome, texts

SEEDS = 6


@pytest.mark.parametrize("half", (0, 1))
def test_edits_of_every_kind_land_right_or_not_at_all(half: int) -> None:
    """Made from texts in many languages; most are made, and none in a wrong place."""
    counts: Dict[str, Counter[str]] = {name: Counter() for name in KINDS}
    found = texts(library_too=False)[half::2]
    for case in cases(range(half, 2 * SEEDS, 2), found):
        how = outcome(case)
        counts[case.kind][how] += 1
        assert how != WRONG, case
    few = {name: c for name, c in counts.items() if 2 * c[RIGHT] < sum(c.values())}
    assert {} == few


CODE = "def f():\n    a()\n    b()\n    c()\n"
TWO = (
    "def f(a):\n    x = 1\n    return x\n\n\ndef g(a):\n    x = 1\n    return x\n\n\n"
    "class A:\n    def f(self):\n        y = 1\n\n\nclass B:\n    def f(self):\n"
    "        y = 1\n"
)


def made(text: str, edit: Edit, name: str = "f.py") -> str:
    """Return the text with an edit, or the code of the error."""
    try:
        return apply_edits(text, FileEdit(name, edits=(edit,)), name).text
    except ToolError as error:
        return error.code


@pytest.mark.parametrize(
    "text, old, new, expected",
    [
        # lines left out
        (CODE, "    a()\n    # ...", "    x()\n    # ...", CODE.replace("a", "x")),
        (CODE, "    a()\n    # ...", CODE.replace("a", "x")[9:], "edit-unclear"),
        (CODE, "# ...\n    b()", "    x()\n    b()", "edit-unclear"),
        (CODE, "# ... as it was\n    b()\n    c()", "# ... as it was\n    x()\n    c()",
         CODE.replace("b", "x")),
        ("f {\n  a;\n  b;\n}\ng {\n  a;\n}\n", "f {\n  ...\n}", "f {\n  x;\n}",
         "f {\n  x;\n}\ng {\n  a;\n}\n"),
        # numbers
        ("L = [\n    'a',\n]\n", "1: 'a',", "1: 'b',", "edit-not-found"),
        ("'a',\n'b',\n", "1: 'a',", "1: 'c',", "'c',\n'b',\n"),
        ("'a',\n'b',\n", "L2: 'b',", "L2: 1: 'c',", "'a',\n1: 'c',\n"),
        ("x = [\n1,\n\n2]\n", "2\t1,\n3\n4\t2]", "2\t1,\n3\n4\t3]",
         "x = [\n1,\n\n3]\n"),
        # edges within words
        ("max = 10\n", "x = 1", "x = 2", "edit-not-found"),
        ("max = 1\nx = 1.5\n", "x = 1", "x = 2", "edit-not-found"),
        ("max = 10\nx = 1\n", "x = 1", "x = 2", "max = 10\nx = 2\n"),
        ("\u540d\u524d\u306f\n", "\u524d", "\u5b57", "\u540d\u5b57\u306f\n"),
        # signs alone
        ("f {\n    a {\n    }\n}x\n", "  }\n", "  }\n  b\n", "edit-not-found"),
        ("f {\n    a {\n    }\n}x\n", "    }\n", "    }\n    b\n",
         "f {\n    a {\n    }\n    b\n}x\n"),
        # blanks
        ("f {\n\ta()\n\tb()\n}\n", "        a()\n        b()",
         "        if x {\n                a()\n        }\n        b()",
         "f {\n\tif x {\n\t\ta()\n\t}\n\tb()\n}\n"),
        ("class A:\n    def f():\n        a()\n        b()\n",
         "def f():\n            a()\n            b()",
         "def f():\n            c()\n            b()",
         "class A:\n    def f():\n        c()\n        b()\n"),
        # other formats
        ("r = foo(\n    a,\n    b,\n)\nq = 1\n", "r = foo(a, b)\nq = 1",
         "r = foo(a, b)\nq = 2", "r = foo(\n    a,\n    b,\n)\nq = 2\n"),
        ("r = foo(a, b)\nq = 1\n", "r = foo(\n    a,\n    b,\n)\nq = 1",
         "r = foo(\n    a,\n    b,\n)\nq = 2", "r = foo(a, b)\nq = 2\n"),
        ("go(aa, 'x', bb)\n", 'go(aa, "x"', 'go(aa, "y"', "go(aa, 'y', bb)\n"),
        ('{\n  "a": 1,\n  "b": 2\n}\n', '  "a": 1\n  "b": 2', '  "a": 1\n  "b": 3',
         '{\n  "a": 1,\n  "b": 3\n}\n'),
        ("it = 'cafe\u0301'\n", "it = 'caf\xe9'", "it = 'caf\xe9 noir'",
         "it = 'cafe\u0301 noir'\n"),
        # other versions
        ("def f(a, b):\n    x = 1\n    y = 2\n    return x\n",
         "def f(a):\n    x = 1\n    y = 2\n    return x",
         "def f(a):\n    x = 1\n    y = 3\n    return x",
         "def f(a, b):\n    x = 1\n    y = 3\n    return x\n"),
        ("def f(a):\n    x = 1\n    y = 2\n    return x\n",
         "def g(a):\n    x = 1\n    y = 2\n    return x",
         "def g(a):\n    x = 1\n    y = 3\n    return x", "edit-not-found"),
        ("# about f\ndef other(x):\n    return x\n", "# about f\ndef old(x):",
         "# about it\ndef new(x):", "edit-not-found"),
        # like one place in one way, and like another in another
        ("# one\ndef put(a, b):\n    go(a)\n\n"
         "def put(\n    a,\n    b,\n):\n    go(a)\n",
         "def put(a, b):\n    go(a) ;", "def put(a, b):\n    stop(a) ;",
         "edit-ambiguous"),
        # nothing would change, and what was wanted is not there
        ("r = foo(\n    a,\n    b,\n)\n", "r = foo(a, b)", "r = foo(a, b,)",
         "edit-unclear"),
    ],
)  # fmt: skip
def test_a_place_is_taken_only_when_it_is_sure(
    text: str, old: str, new: str, expected: str
) -> None:
    """What is looked for, what comes out, or the code of the refusal."""
    assert expected == made(text, Edit(old, new))


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("x = 1", "x = 2\nz = 3", "x = 2\nz = 3\nif a:\n    x = 2\n    z = 3\n"),
        ("x = 1\n", "x = 2\n", "x = 2\nif a:\n    x = 2\n"),
        ("x  =  1", "x  =  2", "x = 2\nif a:\n    x = 2\n"),
    ],
)
def test_all_places_are_replaced_at_their_own_depth(
    old: str, new: str, expected: str
) -> None:
    """Not only those at the depth that was shown."""
    text = "x = 1\nif a:\n    x = 1\n"
    assert expected == made(text, Edit(old, new, replace_all=True))


@pytest.mark.parametrize(
    "head, old, row",
    [
        ("@@ -2,1 +2,1 @@ def g(a):", "    x = 1", 2),
        ("@@ -7,1 +7,1 @@ def f(a):", "    x = 1", 7),
        ("@@ -90,1 +90,1 @@ def g(...)", "    x = 1", 7),
        ("@@ -90,1 +90,1 @@ g()", "    x = 1", 7),
        ("@@ -90,1 +90,1 @@ B.f", "        y = 1", 18),
        ("@@ -90,1 +90,1 @@ class A", "        y = 1", 13),
        ("@@ -90,1 +90,1 @@", "    x = 1", 0),
        ("@@ -90,1 +90,1 @@ C.f", "    y = 1", 0),
        ("@@ def h(a):", "class A:", 0),
    ],
)
def test_the_number_of_a_hunk_decides_and_then_its_heading(
    head: str, old: str, row: int
) -> None:
    """An exact number over a heading, which may be of what stands above; 0: neither."""
    (wanted,) = parse_patch(f"{head}\n-{old}\n+{old}0\n", "f.py")
    lines = TWO.split("\n")
    lines[row - 1] += "0"
    if not row:
        with pytest.raises(ToolError) as caught:
            apply_edits(TWO, wanted, "f.py")
        assert caught.value.code in ("edit-ambiguous", "edit-anchor")
        return
    assert "\n".join(lines) == apply_edits(TWO, wanted, "f.py").text


@pytest.mark.parametrize(
    "name, text, anchor, row, expected",
    [
        ("a.md", "# A\n\nx\n\n## B\n\nx\n\n# C\n\nx\n", "B", 6, True),
        ("a.md", "# A\n\nx\n\n## B\n\nx\n\n# C\n\nx\n", "## B", 10, False),
        ("a.md", "# A\n\nx\n\n## B\n\nx\n\n# C\n\nx\n", "# A", 6, True),
        ("a.ini", "[a]\nx\n[b]\nx\n", "[a]", 3, False),
        ("a.toml", "[tool.a]\nx\n[tool.b]\nx\n", "tool.b", 3, True),
        ("a.go", "func (s *Set) Add(a int) {\n\tx\n}\n", "Set.Add", 1, True),
        ("a.cpp", "int A::f(int a)\n{\n  x\n}\n", "A::f", 2, True),
        ("a.js", "class A {\n  f(a) {\n    x\n  }\n}\n", "A.f()", 2, True),
        ("a.js", "const f = (a) => {\n  x\n};\n", "f", 1, True),
        ("a.js", "return f(a, {\n  x\n});\n", "f()", 1, False),
        ("a.yml", "jobs:\n  test:\n    x\n", "jobs.test", 2, True),
        ("Makefile", "all: a\n\tx\nclean:\n\tx\n", "clean", 3, True),
    ],
)
def test_anchors_may_be_short(
    name: str, text: str, anchor: str, row: int, expected: bool
) -> None:
    """Names of functions and classes, with what they belong to, and of sections."""
    found = anchored(text.split("\n"), (anchor,), [(row, row + 1)], name)
    assert expected is bool(found)


@pytest.mark.parametrize(
    "mine, real, wanted, expected",
    [
        ("f(a, b)", "f(\n  a,\n  b,\n)", "f(a, c)", "f(\n  a,\n  c,\n)"),
        ("f(a, b)", "f(\n  a,\n  b,\n)", "f(a, b, c)", None),
        ("x = 1", "x = 1;", "x = 1 + y", "x = 1 + y;"),
        ("x = f( a )", "x = f(a)", "x = f( a, 'b' )", "x = f(a, 'b' )"),
        ("x = 'a'", 'x = "a"', "y = 'a'", 'y = "a"'),
        ("x = 1", "y = 1", "x = 2", None),
    ],
)
def test_words_are_exchanged_in_the_format_of_the_file(
    mine: str, real: str, wanted: str, expected: Optional[str]
) -> None:
    """Blanks, quotes and line breaks stay; None where nothing says how to write it."""
    assert expected == exchanged(mine, real, wanted)


@pytest.mark.parametrize(
    "mine, real, expected",
    [
        ("def f(a):", "def f(a, b):", True),
        ("def f(a: int):", "def f(a: str):", True),
        ("def f(a):", "def g(a):", False),
        ("return x", "return x + 1", True),
        ("x = 1", "x = 2", False),
        ("name: a", "name: a b", False),
        ("int f(int a)", "int g(int a)", False),
    ],
)
def test_a_line_of_another_version_has_the_same_name(
    mine: str, real: str, expected: bool
) -> None:
    """Parameters may differ, and words may be added; a name or value may not."""
    assert expected is is_other_version(mine, real)


@pytest.mark.parametrize(
    "text, old, new, said",
    [
        ("def f():\n    return None\n\nx = 1\n", "y = 2", "    return None", False),
        ("def f():\n    x = 1\n    y = 3\n", "    x = 1\n    y = 2",
         "    x = 1\n    y = 3", True),
        ("value = 3\n", "value = 2", "value = 3", True),
    ],
)  # fmt: skip
def test_an_edit_is_called_done_only_where_it_belongs(
    text: str, old: str, new: str, said: Any
) -> None:
    """Not because the new text stands elsewhere by chance."""
    with pytest.raises(ToolError) as caught:
        apply_edits(text, FileEdit("f", edits=(Edit(old, new),)), "f")
    assert said is ("done already" in caught.value.hint)
