# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose what is often taken for one another: words, units, byte orders; and stops."""

from __future__ import annotations

import ast
import re
from typing import Dict, Iterator, Tuple

from .kinds import NUMBERS
from .literals import quoted
from .site import Change, Family, Site

_WORDS = (
    ("big", "little"),
    ("left", "right"),
    ("asc", "desc"),
    ("ascending", "descending"),
    ("up", "down"),
    ("first", "last"),
    ("min", "max"),
    ("start", "end"),
    ("begin", "end"),
    ("row", "column"),
    ("even", "odd"),
    ("high", "low"),
    ("open", "close"),
    ("on", "off"),
    ("yes", "no"),
    ("true", "false"),
    ("r", "w", "a", "rb", "wb"),
    ("utf-8", "ascii", "latin-1", "utf-16"),
    ("strict", "ignore", "replace"),
    ("%H", "%I"),
    ("%m", "%M"),
    ("%d", "%D"),
    ("%y", "%Y"),
    ("%b", "%B"),
)
_SETS: Tuple[Tuple[int, ...], ...] = (
    (100, 60, 3600, 24, 12, 1000, 10),
    (7, 5, 6, 30, 31, 12, 52),
    (365, 366, 360, 364),
    (360, 180, 90, 270),
    (1000, 1024, 100, 10),
    (26, 25, 27, 13),
    (255, 256, 127, 128),
    (2, 8, 10, 16),
    (97, 65, 48, 96, 64, 122, 90, 57),
)
_STRUCT = re.compile(r"([@=<>!]?)[\dxcbB?hHiIlLqQnNefdsp ]+")
_SWEEP = 130


def words(site: Site) -> Iterator[Change]:
    """Use the opposite of a word, or the other byte order of a packed format."""
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if isinstance(site.source.parent(node), (ast.JoinedStr, ast.Expr)):
            continue
        for text, fit in _other_words(node.value, "struct" in site.source.text):
            edits = site.replace(node, quoted(text, site.text(node)))
            yield Change(edits, f"{text!r} instead of {node.value!r}", fit)


def _other_words(value: str, packed: bool) -> Iterator[Tuple[str, float]]:
    """Yield words that mean the opposite, and how likely each is."""
    for group in _WORDS:
        for one in group if value in group else ():
            if one != value:
                yield one, 1.0
        if len(group) == 2 and group[0].startswith("%"):
            for one, other in (group, group[::-1]):
                if one in value:
                    yield value.replace(one, other), 1.0
    found = _STRUCT.fullmatch(value) if packed else None
    if found:
        for order in ("<", ">", ""):
            if order != found.group(1):
                yield order + value.lstrip("@=<>!"), 1.0


def units(site: Site) -> Iterator[Change]:
    """Use a number that is often taken for another one."""
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or type(node.value) is not int:
            continue
        made = [one for group in _SETS if node.value in group for one in group]
        for number in dict.fromkeys(made):
            if number != node.value:
                yield _number(site, node, number)


def sweeps(site: Site) -> Iterator[Change]:
    """Use any small number where one of two digits stands."""
    for node in site.nodes:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            for number in range(2, _SWEEP) if node.value >= 10 else ():
                if number != node.value:
                    yield _number(site, node, number)


def _number(site: Site, node: ast.Constant, number: int) -> Change:
    """Return the change to another number."""
    note = f"{number} instead of {node.value!r}"
    return Change(site.replace(node, str(number)), note)


def stops(site: Site) -> Iterator[Change]:
    """End a recursion that never ends: look at what it is called with first."""
    if "RecursionError" not in site.exceptions:
        return
    function = site.source.function(site.node)
    if function is None:
        return
    names: Dict[str, str] = {}
    for one in function.args.args:
        if one.arg not in ("self", "cls"):
            kinds = site.name_kinds(one.arg)
            if kinds <= NUMBERS and kinds:
                names[f"{one.arg} > 0"] = names[f"{one.arg} > 1"] = ""
            elif "str" in kinds:
                names[f"{one.arg} != ''"] = ""
            elif kinds & {"list", "tuple", "dict", "set"}:
                names[f"len({one.arg}) > 0"] = ""
            else:
                names[f"{one.arg} is not None"] = ""
    for node in site.nodes:
        if isinstance(node, ast.Call) and site.text(node.func).endswith(function.name):
            for test in names:
                made = site.guarded(node, f"{test} and {site.text(node)}")
                yield Change(made, f"only when {test}")
    if isinstance(site.node, (ast.If, ast.While)):
        for test in names:
            own = site.text(site.node.test)
            yield Change(site.replace(site.node.test, f"{test} and ({own})"), test, 0.4)


FAMILIES = (
    Family("opposite", 0.06, words),
    Family("unit", 0.06, units),
    Family("sweep", 0.01, sweeps),
    Family("stop", 0.25, stops),
)
