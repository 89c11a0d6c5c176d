# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check where blocks of lines are found, and where not."""

from __future__ import annotations

from typing import List

import pytest

from aura_coding_agent.tools.editing.edits import RUNGS
from aura_coding_agent.tools.editing.keyed import occurrences
from aura_coding_agent.tools.editing.lines import (
    is_comment,
    is_elision,
    is_placeholder,
    listing,
    without_numbers_of,
)
from aura_coding_agent.tools.editing.match import find_places
from aura_coding_agent.tools.editing.slips import is_slip


@pytest.mark.parametrize(
    "text, piece, expected",
    [
        ("abcabc", "abc", [0, 3]),
        ("aaaa", "aa", [0, 1, 2]),
        ("ababac", "abac", [2]),
        ("abc", "", []),
        ("a", "ab", []),
        ("abc", "x", []),
    ],
)
def test_sequences_are_found_wherever_they_stand(
    text: str, piece: str, expected: List[int]
) -> None:
    """Places may overlap."""
    assert expected == occurrences(list(text), list(piece))


@pytest.mark.parametrize(
    "said, real, expected",
    [
        ("retrun", "return", True),
        ("retun", "return", True),
        ("returrn", "return", True),
        ("retxrn", "return", True),
        ("item", "items", False),
        ("value1", "value2", False),
        ("left", "lift", True),
        ("max", "min", False),
        ("encode", "decode", False),
        ("x_min", "x_max", False),
        ("Value", "value", False),
        ("get_user", "set_user", False),
        ("same", "same", False),
    ],
)
def test_a_slip_is_not_another_name(said: str, real: str, expected: bool) -> None:
    """Fingers slip inside words; other ends and digits make other names."""
    assert expected is is_slip(said, real)


@pytest.mark.parametrize(
    "line, expected",
    [
        ("# ... rest of the code unchanged ...", True),
        ("// rest of the code unchanged", True),
        ("    // ... existing code ...", True),
        ("# rest of the function stays the same", True),
        ("<!-- ... -->", False),
        ("# The rest of the code handles errors.", False),
        ("# other methods", False),
        ("rest of the code unchanged", False),
        ("x = ...", False),
    ],
)
def test_placeholders_are_told_from_comments(line: str, expected: bool) -> None:
    """Only a comment that says nothing but that code was left out is one."""
    assert expected is is_placeholder(line)


def test_lines_of_dots_stand_for_others() -> None:
    """Alone or as a comment; not as part of a statement."""
    found = [is_elision(e) for e in ("...", "  # ...", "// \u2026", "[...]", "f(...)")]
    assert [True, True, True, True, False] == found


def test_what_is_a_comment_depends_on_the_language() -> None:
    """A line of the preprocessor and a shebang are none."""
    assert not is_comment("#include <x>", ("//", "/*", "* "))
    assert is_comment(" * text", ("//", "/*", "* "))
    assert not is_comment("*pointer = 1;", ("//", "/*", "* "))
    assert not is_comment("#!/bin/sh", ("#",))


def numbered_lines(lines: List[str]) -> List[str]:
    """Return lines without the numbers of their listing; none when they have none."""
    found = listing(lines)
    return [] if found is None else found.lines


@pytest.mark.parametrize(
    "lines, bare",
    [
        (["7\ta", "8\t b"], ["a", " b"]),
        (["7: a", "8:", "9: b"], ["a", "", "b"]),
        (["L7: a", "L8: b"], ["a", "b"]),
        (["7\ta", "8", "9\tb"], ["a", "", "b"]),
        (["7\ta", "9\tb"], []),
        (["7\ta", "8: b"], []),
        (["7\ta", "b"], []),
    ],
)
def test_numbers_of_a_listing_must_rise_by_one(
    lines: List[str], bare: List[str]
) -> None:
    """Other numbers at the start of lines belong to the text."""
    assert bare == numbered_lines(lines)


@pytest.mark.parametrize(
    "old, new, bare",
    [
        (["7\ta", "8\tb"], ["7\ta", "8\tc", "9\tb"], ["a", "c", "b"]),
        (["7\ta", "8\tb"], ["a", "1: c"], ["a", "1: c"]),
        (["7\ta"], ["7\t1: a"], ["1: a"]),
        (["7: a"], ["1: a"], ["1: a"]),
    ],
)
def test_of_new_lines_only_numbers_of_the_same_listing_are_taken(
    old: List[str], new: List[str], bare: List[str]
) -> None:
    """What begins with another number, or another sign after it, is text."""
    found = listing(old)
    assert found is not None
    assert bare == without_numbers_of(new, found)


def places(lines: str, old: str) -> List[str]:
    """Return rung and first line of each place."""
    found = find_places(lines.split("\n"), old.split("\n"), ("#",))
    return [f"{RUNGS[place.rung]} {place.start}" for place in found]


@pytest.mark.parametrize(
    "lines, old, expected",
    [
        ("a\nb\nc", "b\nc", ["exact 1"]),
        ("a\nb\n  a\n  b", "a\nb", ["exact 0"]),
        ("  a\n  b\n    a\n    b", "a\nb", ["indentation 0", "indentation 2"]),
        ("a\n  b\nc", "a\nb\nc", []),
        ("a\nxx\nc", "a\nyy\nc", []),
        ("a\n\n\nb", "a\n\nb", ["blank-lines 0"]),
        ("", "", []),
        ("f(one)\n# x\ng(two)", "f(one)\n# y\ng(two)", ["comment 0"]),
        ("f(one)\ng(two)", "f(one)\n# y\ng(two)", ["comment 0"]),
        ("f(one)\n# x\n# y\ng(two)", "f(one)\n# y\n# z\ng(two)", ["comment 0"]),
        ("def f():\n  a\n  b\n  c", "def f():\n  ...\n  c", ["elision 0"]),
        ("  a\n  b\nq\na\n# x\nb", "a\nb", ["indentation 0", "comment 3"]),
        ("one\ntwo\nvalue", "one\ntwo\nvlaue", ["misspelling 0"]),
        ("one\ntwo\nvalue\nvlaue", "one\ntwo\nvlaue", []),
        ("one\nvalue", "one\nvlaue", []),
        ("one\ntwo\nold1", "one\ntwo\nold2", []),
    ],
)
def test_blocks_are_found_by_all_their_lines(
    lines: str, old: str, expected: List[str]
) -> None:
    """Exactly, then more loosely; every place that fits as well is returned."""
    assert expected == places(lines, old)
