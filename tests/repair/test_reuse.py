# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Families of patches for shared objects, borrowed forms, conditions, and slips."""

from __future__ import annotations

import textwrap
from typing import Dict, NamedTuple, Tuple

import pytest

from aura_coding_agent.repair.localize import suspects
from aura_coding_agent.repair.model import Outcome

from .planted import TEST, rank, spectrum


class Slip(NamedTuple):
    """A mistake: the code, what is wrong and right in it, types, the exception."""

    code: str
    wrong: str
    right: str
    types: Dict[str, Tuple[str, ...]] = {}
    exception: str = ""
    message: str = ""


RING = """
    class Ring:
        def __init__(self, size):
            self.slots = [None] * size
            self.start = self.count = 0

        def put(self, item):
            self.slots[(self.start + self.count) % len(self.slots)] = item
            self.count += 1

        def items(self):
            return [self.slots[i] for i in range(self.count)]
"""
PARTS = """
    def parts(items, size):
        part = []
        for item in items:
            part.append(item)
            if len(part) == size:
                yield part
                part.clear()
"""
PAIRS = """
    def gaps(spans):
        return [(one[0], two[1]) for one, two in zip(spans, spans[1:])]
"""
GROUPS = """
    def groups(nodes, seen):
        found = []
        for node in nodes:
            found.append(node)
            seen.add(node)
        return found
"""
BOTH = """
    def only_once(first, second):
        return [one for one in first if (one in first) != (one in second)]
"""
ADDED = """
    def added(items, more):
        items += more
        return items
"""
COUNT = """
    def count(text):
        total = 0
        total += int(text or "0")
        return total
"""
WALK = """
    def walk(start, found):
        visit(start, found)
        return found
"""
TOTAL = """
    def total(one, two, shared):
        area = one + two
        return area - shared[0]
"""
ITEMS = """
    def newest(records, key):
        return records[0].key
"""
NAMED = """
    def fields(record):
        return record["name"]
"""
DEFAULT = """
    def text(values, name):
        return str(values.get[name])
"""
BACK = """
    def backwards(items):
        return items[:-1]
"""
BUCKETS = """
    def buckets(base):
        return [[]] * base
"""
COUNTS = """
    def counts(words):
        found = {}
        for word in words:
            found[word] = 1
        return found
"""
INDEX = """
    def index(words):
        found = {}
        for word in words:
            found[word[0]].append(word)
        return found
"""
COMMAND = """
    def words(line):
        command, operands = line.split()
        return command, operands
"""
DEGREES = """
    def celsius(value):
        return value - 32 * 5 / 9
"""
DEGREES_TOO = """
    def celsius(value):
        return 5 / 9 * value - 32
"""
OWN = """
    class Text:
        def plain(self, text):
            return text.strip()

        def words(self, text):
            text = text
            return text.split()
"""
EMPTY = """
    def lines(rows):
        return [] * rows
"""
SIGNS = """
    def is_comment(line):
        return line[0] in "#"
"""
FLAG = """
    def found_any(found, seen):
        done = False
        if found in seen:
            return done
        done = True
        return done
"""
ROWS = """
    def mirrored(rows):
        return [row[::-1] for rows in rows]
"""

SLIPS: Dict[str, Slip] = {
    "a form of another method": Slip(
        RING, "[i]", "[(self.start + i) % len(self.slots)]"
    ),
    "a list that others hold": Slip(
        PARTS, "part.clear()", "part = []", {"part": ("list",)}
    ),
    "an argument that is changed": Slip(
        ADDED,
        "items += more",
        "items = items + more",
        {"items": ("list",), "more": ("list",)},
    ),
    "one list many times": Slip(
        BUCKETS, "[[]] * base", "[[] for _ in range(base)]", {"base": ("int",)}
    ),
    "the last one only": Slip(
        COUNTS,
        "found[word] = 1",
        "found[word] = found.get(word, 0) + 1",
        {"found": ("dict",), "word": ("str",)},
    ),
    "nothing to add to": Slip(
        INDEX,
        "found[word[0]]",
        "found.setdefault(word[0], [])",
        {"found": ("dict",), "word": ("str",)},
        "KeyError",
        "'a'",
    ),
    "what is left over": Slip(
        COMMAND,
        "command, operands =",
        "command, *operands =",
        {"line": ("str",)},
        "ValueError",
        "too many values to unpack (expected 2)",
    ),
    "the first of a chain": Slip(DEGREES, "value - 32", "(value - 32)"),
    "the last of a chain": Slip(DEGREES_TOO, "value - 32", "(value - 32)"),
    "a method of its own": Slip(
        OWN, "text = text\n", "text = self.plain(text)\n", {"text": ("str",)}
    ),
    "nothing many times": Slip(EMPTY, "[] * rows", "[''] * rows", {"rows": ("int",)}),
    "one sign more": Slip(SIGNS, '"#"', '"#;"', {"line": ("str",)}),
    "a constant only sometimes": Slip(
        FLAG,
        "    done = True",
        "    if found is not None:\n        done = True",
        {"found": ("NoneType", "int"), "seen": ("set",), "done": ("bool",)},
    ),
    "two constants": Slip(PAIRS, "(one[0], two[1])", "(one[1], two[0])"),
    "a colon more": Slip(BACK, "items[:-1]", "items[::-1]", {"items": ("list",)}),
    "a number in a text": Slip(COUNT, '"0"', '"1"'),
    "what was seen before": Slip(
        GROUPS,
        "        found.append",
        "        if node in seen:\n            continue\n        found.append",
        {"node": ("int",), "seen": ("set",), "nodes": ("list",)},
    ),
    "only what is there": Slip(
        WALK,
        "    visit(start, found)",
        "    if start is not None:\n        visit(start, found)",
        {"start": ("NoneType", "Node"), "found": ("list",)},
    ),
    "both of two lists": Slip(
        BOTH,
        "in first if",
        "in first + second if",
        {"first": ("list",), "second": ("list",)},
    ),
    "another value for None": Slip(
        TOTAL,
        "area - shared[0]",
        "area - shared[0] if shared is not None else area",
        {"shared": ("NoneType", "tuple"), "area": ("int",)},
        "TypeError",
        "'NoneType' object is not subscriptable",
    ),
    "an item for an attribute": Slip(
        ITEMS,
        "records[0].key",
        "records[0][key]",
        {"records": ("list",), "key": ("str",)},
        "AttributeError",
        "'dict' object has no attribute 'key'",
    ),
    "an attribute for an item": Slip(
        NAMED,
        'record["name"]',
        "record.name",
        {"record": ("Record",)},
        "TypeError",
        "'Record' object is not subscriptable",
    ),
    "a call with a default": Slip(
        DEFAULT,
        "values.get[name]",
        "values.get(name, '')",
        {"values": ("dict",), "name": ("str",)},
        "TypeError",
        "'builtin_function_or_method' object is not subscriptable",
    ),
    "the name of a loop": Slip(
        ROWS,
        "for rows in",
        "for row in",
        {"rows": ("list",)},
        "NameError",
        "name 'row' is not defined",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_the_right_patch_is_there(name: str) -> None:
    """Each of these mistakes has its patch among the first."""
    slip = SLIPS[name]
    broken = textwrap.dedent(slip.code).lstrip()
    assert 1 == broken.count(slip.wrong)
    fixed = broken.replace(slip.wrong, slip.right)
    line = broken[: broken.index(slip.wrong)].count("\n") + 1
    outcome = Outcome(TEST, "failed", exception="AssertionError")
    if slip.exception:
        place = (("mod.py", line),)
        outcome = Outcome(TEST, "error", 0.0, slip.exception, slip.message, place)
    seen = spectrum(broken, outcome=outcome, types=slip.types)
    assert rank(broken, fixed, seen, most=900) is not None


def test_what_stands_behind_a_return_is_suspected() -> None:
    """Nothing gets there, so no test covers it."""
    text = "def f(a):\n    if a:\n        return 0\n        b = 1\n    return b\n"
    seen = spectrum(text)
    ran = frozenset(place for place in seen.covered[TEST] if place[1] != 4)
    places = suspects(seen._replace(covered={TEST: ran}), {"mod.py": text})
    (found,) = [one for one in places if one.line == 4]
    assert found.score > 0.5 and "nothing gets here" in found.reasons
