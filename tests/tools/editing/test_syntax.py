# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that a syntax error which an edit brings in is noticed, and only that."""

from __future__ import annotations

import sys

import pytest

from aura_coding_agent.tools.editing.syntax import broken

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "name, before, after, found",
    [
        ("a.py", "x = 1\n", "x = \n", "line 1"),
        ("a.pyi", "x: int\n", "x: \n", "line 1"),
        ("a.py", "x = \n", "y = \n", ""),
        ("a.py", "x = 1\n", "x = 2\n", ""),
        ("a.py", "", "x =\n", "line 1"),
        ("a.py", "x = 1\n", "x = '\\0'\0\n", "null"),
        ("a.json", "{}", '{"a": }', "Expecting value"),
        ("a.json", "{}", '{"a": 1}', ""),
        ("a.json", "{}", DEEP, ""),
        ("a.txt", "x", "x = ", ""),
        ("Makefile", "x", "x = ", ""),
        ("a.py", "x = 1\n", "(" * 500_000, ""),
    ],
)
def test_only_new_errors_of_known_formats_are_told(name, before, after, found):
    """A file that was broken before, or of no known kind, gives no word."""
    said = broken(name, before, after)
    assert found in said if found else "" == said


@pytest.mark.skipif(sys.version_info < (3, 11), reason="no TOML parser before 3.11")
def test_toml_is_checked_where_there_is_a_parser():
    """From Python 3.11 on TOML is known, too."""
    assert "" == broken("a.toml", "a = 1\n", "a = 2\n")
    assert "line 1" in broken("a.toml", "a = 1\n", "a = = 2\n")


def test_without_a_parser_toml_is_not_judged():
    """Whatever the Python, a good file stays good."""
    assert "" == broken("a.toml", "a = 1\n", "a = 3\n")
