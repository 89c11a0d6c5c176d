# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Plant mistakes in modules of the standard library of the running interpreter.

The modules are copied when a case is built and get another name, so that the tests
reach the copy. What they should give comes from the module itself.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import pathlib
import random
import re
import sys
import tempfile
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from .case import Case
from .judge import probe
from .mistakes import Hand

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE.parent.parent / "build" / "benchmarks"
TRIES = 40
ACCELERATED = re.compile(r"from _(?=(bisect|heapq|statistics|datetime|operator)\b)")


class Source(NamedTuple):
    """A module of the library, and how its copy is tested.

    Attributes:
        name: of the copy.
        module: in the library.
        parts: functions and classes in which mistakes are made.
        tests: expressions with the copy as ``m``; they become the tests.
        hidden: more of them, which the tests do not have.
    """

    name: str
    module: str
    parts: Tuple[str, ...]
    tests: Tuple[str, ...]
    hidden: Tuple[str, ...]


def library_cases(seed: int) -> List[Case]:
    """Return a case for every part of every module, drawn by a seed.

    Drawing takes a minute, so what was drawn is kept in the build folder.
    """
    inputs = [sys.version, str(seed)]
    for name in ("library.py", "mistakes.py", "sources.py"):
        inputs.append((HERE / name).read_text(encoding="utf-8"))
    digest = hashlib.sha256("\0".join(inputs).encode()).hexdigest()
    kept = KEPT / f"repair-library-{digest[:12]}.json"
    if kept.exists():
        rows = json.loads(kept.read_text(encoding="utf-8"))
        return [Case(**{**row, **tuples(row)}) for row in rows]
    cases = list(draw_cases(seed))
    KEPT.mkdir(parents=True, exist_ok=True)
    text = json.dumps([case._asdict() for case in cases])
    kept.write_text(text, encoding="utf-8")
    return cases


def tuples(row: Dict[str, Any]) -> Dict[str, Tuple[str, ...]]:
    """Return the fields that JSON has made lists of."""
    return {name: tuple(row[name]) for name in ("probes", "command")}


def draw_cases(seed: int) -> Iterator[Case]:
    """Yield a case for every part of every module in which a mistake is found."""
    from .sources import SOURCES  # which needs this module

    for source in SOURCES:
        text = source_text(source.module)
        if text is None:
            continue
        source = source._replace(tests=tuple(map(whole, source.tests)))
        expected = results(source, text, source.tests)
        for part in source.parts:
            case = drawn(source, text, part, expected, seed)
            if case is not None:
                yield case


def source_text(module: str) -> Optional[str]:
    """Return the source of a module, pure where it has a version in C."""
    spec = importlib.util.find_spec(module)
    if spec is None or not (spec.origin or "").endswith(".py"):
        return None
    text = pathlib.Path(str(spec.origin)).read_text(encoding="utf-8")
    return ACCELERATED.sub("from _none_", text)


def drawn(
    source: Source, text: str, part: str, expected: List[str], seed: int
) -> Optional[Case]:
    """Return a case whose mistake tests and hidden inputs show, if one is found."""
    r = random.Random(f"{seed} {source.module} {part}")
    try:
        hand = Hand(text, part)
    except LookupError:
        return None  # other versions of Python have other parts
    hidden = results(source, text, source.hidden)
    for _, mistake in zip(range(TRIES), hand.draw(r)):
        wrong = mistake.made_in(text)
        try:
            compile(wrong, source.name, "exec")
        except SyntaxError:
            continue
        said = results(source, wrong, source.tests)
        if said == expected or len(said) < len(expected):
            continue
        if results(source, wrong, source.hidden) == hidden:
            continue
        return made(source, part, text, wrong)
    return None


def whole(expression: str) -> str:
    """Return an expression that can stand between operators."""
    if isinstance(ast.parse(expression, mode="eval").body, (ast.Tuple, ast.IfExp)):
        return f"({expression})"
    return expression


def made(source: Source, part: str, text: str, wrong: str) -> Case:
    """Return the case of one mistake."""
    path = source.name + ".py"
    said = results(source, text, tuple(f"repr({one})" for one in source.tests))
    files = {path: text, f"test_{path}": test_file(source, said)}
    name = f"{source.name}-{part.replace('.', '-')}"
    setup = f"import {source.name} as m\n"
    return Case(name, "library", files, {path: wrong}, setup, source.hidden)


def results(source: Source, text: str, expressions: Tuple[str, ...]) -> List[str]:
    """Return what expressions give with a text of the module."""
    setup = f"import {source.name} as m\n"
    case = Case("", "", {source.name + ".py": text}, {}, setup, expressions)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        case.build(folder)
        return probe(case, folder, limit=3.0)


def test_file(source: Source, expected: List[str]) -> str:
    """Return a test file with a test for each expression.

    Args:
        expected: for each, the repr of its repr, or ``raises`` and a type.
    """
    lines = ["import pytest", f"import {source.name} as m", ""]
    for number, (expression, said) in enumerate(zip(source.tests, expected), 1):
        lines += ["", f"def test_{number}():"]
        value = said if said.startswith("raises ") else ast.literal_eval(said)
        if said.startswith("raises "):
            lines += [
                f"    with pytest.raises(Exception) as info:\n        {expression}"
            ]
            lines += [f"    assert info.typename == {said[7:]!r}", ""]
        elif literal(value):
            lines += [f"    assert {expression} == {value}", ""]
        else:
            lines += [f"    assert repr({expression}) == {value!r}", ""]
    return "\n".join(lines)


def literal(text: str) -> bool:
    """Return whether a text is a Python literal."""
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return False
    return True
