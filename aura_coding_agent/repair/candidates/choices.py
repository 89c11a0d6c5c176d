# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose to do something only sometimes: a condition around it, or passing over."""

from __future__ import annotations

import ast
from typing import Dict, Iterator, List, Tuple

from .kinds import NUMBERS
from .site import Change, Family, Site

_HOLDERS = frozenset("set dict list frozenset tuple defaultdict Counter deque".split())
_LONGEST, _MOST = 60, 24


def enclosed(site: Site) -> Iterator[Change]:
    """Do a statement only under a condition."""
    node = site.node
    if not isinstance(node, (ast.Expr, ast.AugAssign, ast.Assign, ast.Delete)):
        return
    own, span = site.text(node), site.source.whole_lines(node)
    if span is None or "\n" in own:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # it does nothing in any case
    for test, fit in _tests(site):
        made = site.lines(f"if {test}:\n{site.step}{own}", site.source.indent(node))
        if not site.source.text[span.start : span.end].endswith(("\n", "\r")):
            made = made.rstrip("\r\n")
        edit = site.replace(node, made)[0]._replace(start=span.start, end=span.end)
        yield Change((edit,), f"only if {test}", fit)


def passed_over(site: Site) -> Iterator[Change]:
    """Go on with the next round of a loop, or leave it, in some cases."""
    up = site.source.parent(site.node)
    if not isinstance(up, (ast.For, ast.While)) or site.node not in up.body:
        return
    place = 1.0 if site.node is up.body[0] else 0.5
    for test, fit in _tests(site):
        for word, share in (("continue", 1.0), ("break", 0.4)):
            text = f"if {test}:\n{site.step}{word}"
            yield Change(site.before(text), f"{word} if {test}", fit * share * place)


def _tests(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield conditions: of the same function, on what is in what, on what is None."""
    found: Dict[str, float] = {}
    names = [x for x in site.names.locals if site.readable(x) and x != "self"][:10]
    used = {one.id for one in ast.walk(site.node) if isinstance(one, ast.Name)}
    for name in names:
        kinds = site.name_kinds(name)
        near = 1.0 if name in used else 0.4
        if "NoneType" in kinds:
            found[f"{name} is not None"] = near
            found[f"{name} is None"] = 0.5 * near
        for holder in names:
            held = site.name_kinds(holder) & _HOLDERS
            if held and holder != name and not kinds & {"list", "dict", "set"}:
                known = near if kinds else 0.4 * near
                found[f"{name} in {holder}"] = 0.7 * known
                found[f"{name} not in {holder}"] = 0.7 * known
        if kinds and not kinds & NUMBERS:
            found.setdefault(name, 0.4 * near)
            found.setdefault(f"not {name}", 0.3 * near)
    for test in _conditions(site):
        found.setdefault(test, 0.5)
        found.setdefault(f"not ({test})", 0.3)
    return iter(list(found.items())[:_MOST])


def _conditions(site: Site) -> List[str]:
    """Return the conditions that the function has."""
    found: Dict[str, None] = {}
    for one in ast.walk(site.source.function(site.node) or site.node):
        if isinstance(one, (ast.If, ast.IfExp)) and one is not site.node:
            names = {x.id for x in ast.walk(one.test) if isinstance(x, ast.Name)}
            text = site.text(one.test)
            fits = len(text) <= _LONGEST and "\n" not in text
            if fits and all(site.readable(name) for name in names):
                found[text] = None
    return list(found)[:6]


FAMILIES = (
    Family("only-if", 0.025, enclosed),
    Family("pass-over", 0.025, passed_over),
)
