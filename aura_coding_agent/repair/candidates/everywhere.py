# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose one change at all places of a function that hold the same mistake."""

from __future__ import annotations

import ast
from typing import Dict, Iterator, List, Tuple

from ..model import Edit
from .site import Change, Family, Site

_MOST = 8


def constants(site: Site) -> Iterator[Change]:
    """Use another number wherever a number stands in the function.

    Proposed once, at the first statement that holds it.
    """
    function = site.source.function(site.node)
    if function is None:
        return
    places: Dict[Tuple[str, str], List[ast.Constant]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, str):
            if not isinstance(site.source.parent(node), (ast.Expr, ast.JoinedStr)):
                kind = type(node.value).__name__
                places.setdefault((kind, repr(node.value)), []).append(node)
    own = {id(node) for node in site.nodes}
    for (kind, value), nodes in places.items():
        nodes.sort(key=lambda one: (one.lineno, one.col_offset))
        if not 1 < len(nodes) <= _MOST or id(nodes[0]) not in own:
            continue
        for text, fit in _others(site, kind, value, [key[1] for key in places]):
            edits = tuple(Edit(*site.source.span(node)[:2], text) for node in nodes)
            note = f"{text} instead of {value} at {len(nodes)} places"
            yield Change(edits, note, fit)


def _others(
    site: Site, kind: str, value: str, near: List[str]
) -> Iterator[Tuple[str, float]]:
    """Yield other values for a constant, and how likely each is."""
    found: Dict[str, float] = {}
    if kind != "str":
        number = ast.literal_eval(value)
        found = {repr(number + 1): 1.0, repr(number - 1): 1.0}
        if abs(number) >= 10:
            found.update({"10": 0.5, "60": 1.0, "100": 0.7, "24": 0.5, "26": 0.5})
            found.update({"1000": 0.4, "12": 0.4, "7": 0.3, "360": 0.3})
    for text in [*near, *site.module.evidence.written]:
        if type(ast.literal_eval(text)).__name__ == kind:
            found.setdefault(text, 0.4)
    found.pop(value, None)
    return iter(found.items())


FAMILIES = (Family("everywhere", 0.02, constants),)
