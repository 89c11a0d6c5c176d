# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read programs that hold their own tests, hidden inputs and faults.

A file is split at the line ``# --- case ---``. Above it stands the correct program, as
the project gets it. Below it stand:

- ``TESTS``: rows of arguments and the expected value, which become the test file;
- ``CALL``: the expression that is tested; by default the function named as the file;
- ``hidden(r)``: draws arguments for the hidden inputs from a random generator;
- other functions: helpers of the tests;
- ``FAULTS`` (logic), ``CRASHES`` (exceptions) and ``SYNTAX``: a fault is old text and
  new text, in turn. Each makes a case of its own.
"""

from __future__ import annotations

import ast
import pathlib
import random
from typing import Any, Dict, Iterator, List, Set, Tuple

from .case import Case, replaced

HERE = pathlib.Path(__file__).resolve().parent
MARK = "# --- case ---\n"
DRAWS = 120
KINDS = {
    "classic": {"FAULTS": "classic", "CRASHES": "crash", "SYNTAX": "syntax"},
    "students": {"FAULTS": "student", "CRASHES": "crash", "SYNTAX": "syntax"},
}


def program_cases() -> Iterator[Case]:
    """Yield the cases of every program in the folders of ``KINDS``."""
    for folder, kinds in KINDS.items():
        for path in sorted((HERE / folder).glob("*.py")):
            yield from cases_of(path, kinds)


def cases_of(path: pathlib.Path, kinds: Dict[str, str]) -> Iterator[Case]:
    """Yield the cases of one file."""
    name = path.stem
    program, notes = path.read_text(encoding="utf-8").split(MARK)
    program = program[program.index('"""') :].rstrip() + "\n"
    values: Dict[str, Any] = {}
    exec(compile(program + notes, str(path), "exec"), values)
    call = values.get("CALL", f"{name}(*args)")
    helpers = helpers_of(notes)
    wanted = used_names(call + "\n" + helpers) & public_names(program)
    setup = f"from {name} import {', '.join(sorted(wanted))}\n\n\n{helpers}"
    r = random.Random(name)
    draws = dict.fromkeys(f"check({values['hidden'](r)!r})" for _ in range(DRAWS))
    files = {
        f"{name}.py": program,
        f"test_{name}.py": test_file(name, setup, call, values["TESTS"]),
    }
    setup += f"def check(args):\n    return {call}\n"
    for group, kind in kinds.items():
        for number, pairs in enumerate(values.get(group, ()), 1):
            wrong = replaced(program, pairs, f"{path.name}, {group} {number}")
            title = f"{name}-{kind}-{number}"
            yield Case(title, kind, files, {f"{name}.py": wrong}, setup, tuple(draws))


def helpers_of(notes: str) -> str:
    """Return the source of the functions below the mark, but for ``hidden``."""
    lines = notes.splitlines()
    parts = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n\n\n"
        for node in ast.parse(notes).body
        if isinstance(node, ast.FunctionDef) and node.name != "hidden"
    ]
    return "".join(parts)


def public_names(program: str) -> Set[str]:
    """Return the functions and classes that a program defines."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for node in ast.parse(program).body if isinstance(node, kinds)}


def used_names(source: str) -> Set[str]:
    """Return all names that a source mentions."""
    nodes = ast.walk(ast.parse(source))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def test_file(name: str, setup: str, call: str, rows: List[Tuple[Any, Any]]) -> str:
    """Return a test file with one parametrised test."""
    table = "".join(f"    ({args!r}, {expected!r}),\n" for args, expected in rows)
    return (
        f"import pytest\n\n{setup}"
        f'@pytest.mark.parametrize("args, expected", [\n{table}])\n'
        f"def test_{name}(args, expected):\n    assert {call} == expected\n"
    )
