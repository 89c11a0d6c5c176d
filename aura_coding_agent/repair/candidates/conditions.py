# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other comparisons and conditions."""

from __future__ import annotations

import ast
import re
from typing import Dict, FrozenSet, Iterator, List, Optional, Set, Tuple, Type

from ..model import Edit
from .kinds import NUMBERS, fits
from .site import Change, Family, Site

_TEXT: Dict[Type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
# The likely alternatives first; what is not listed is not tried.
_OTHERS: Dict[str, Tuple[Tuple[str, float], ...]] = {
    "<": (("<=", 1.0), (">", 0.7), (">=", 0.4), ("!=", 0.2), ("==", 0.15)),
    "<=": (("<", 1.0), (">=", 0.7), (">", 0.4), ("==", 0.2), ("!=", 0.1)),
    ">": ((">=", 1.0), ("<", 0.7), ("<=", 0.4), ("!=", 0.2), ("==", 0.15)),
    ">=": ((">", 1.0), ("<=", 0.7), ("<", 0.4), ("==", 0.2), ("!=", 0.1)),
    "==": (("!=", 1.0), ("<=", 0.4), (">=", 0.4), ("in", 0.3), ("<", 0.2), (">", 0.2)),
    "!=": (("==", 1.0), ("<", 0.4), (">", 0.4), ("not in", 0.3), (">=", 0.15)),
    "is": (("is not", 1.0), ("==", 0.5)),
    "is not": (("is", 1.0), ("!=", 0.5)),
    "in": (("not in", 1.0), ("==", 0.3)),
    "not in": (("in", 1.0), ("!=", 0.3)),
}
_PATTERN = {
    text: re.compile(r"\s+".join(re.escape(word) for word in text.split()))
    for text in _TEXT.values()
}


def comparisons(site: Site) -> Iterator[Change]:
    """Compare by another operator."""
    for node in site.nodes:
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left] + node.comparators
        for index, operator in enumerate(node.ops):
            text = _TEXT[type(operator)]
            found = _between(site, sides[index], sides[index + 1], text)
            if found is None:
                continue
            for other, fit in _OTHERS[text]:
                if other in ("<", ">", "<=", ">=") and not _ordered(site, sides, index):
                    fit *= 0.2
                change = (Edit(found[0], found[1], other),)
                yield Change(change, f"{other} instead of {text}", fit)


def _ordered(site: Site, sides: List[ast.expr], index: int) -> bool:
    """Return whether two neighbours in a comparison have an order."""
    seen = site.kinds(sides[index]) | site.kinds(sides[index + 1])
    return not seen & {"NoneType", "bool", "dict"}


def _between(
    site: Site, left: ast.AST, right: ast.AST, text: str
) -> Optional[Tuple[int, int]]:
    """Return where an operator stands between its two sides."""
    start, end = site.source.span(left).end, site.source.span(right).start
    match = _PATTERN[text].search(site.source.text, start, end)
    return match.span() if match else None


def tests(site: Site) -> Iterator[ast.expr]:
    """Yield the expressions of a statement that are read as true or false."""
    for node in site.nodes:
        if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            yield node.test
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, ast.Return) and node.value is not None:
            if isinstance(node.value, (ast.Compare, ast.BoolOp)) or site.kinds(
                node.value
            ) == {"bool"}:
                yield node.value
        elif isinstance(node, ast.BoolOp):
            yield from node.values


def negations(site: Site) -> Iterator[Change]:
    """Negate a condition, or take a ``not`` away."""
    for node in tests(site):
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            continue
        simple = isinstance(node, (ast.Name, ast.Call, ast.Attribute, ast.Subscript))
        simple = simple or isinstance(node, ast.Compare)
        text = site.text(node)
        if isinstance(node, ast.BoolOp) or not simple:
            text = f"({text})"
        yield Change(site.replace(node, f"not {text}"), "negate the condition")
    for node in tests(site):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            text = site.text(node.left)
            yield Change(site.replace(node, text), f"whether {text}", 0.2)
    if isinstance(site.node, (ast.Assign, ast.Return)) and site.node.value is not None:
        value = site.node.value
        if isinstance(value, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
            fit = 0.6 if "bool" in site.kinds(value) else 0.15
            text = f"not {site.text(value)}"
            yield Change(site.replace(value, text), "the opposite", fit)
    for other in site.nodes:
        if isinstance(other, ast.UnaryOp) and isinstance(other.op, ast.Not):
            yield Change(site.replace(other, site.text(other.operand)), "drop the not")


def connectives(site: Site) -> Iterator[Change]:
    """Exchange ``and`` and ``or``."""
    for node in site.nodes:
        if not isinstance(node, ast.BoolOp):
            continue
        old = "and" if isinstance(node.op, ast.And) else "or"
        new = "or" if old == "and" else "and"
        edits: List[Edit] = []
        for left, right in zip(node.values, node.values[1:]):
            start, end = site.source.span(left).end, site.source.span(right).start
            at = site.source.text.find(old, start, end)
            if at >= 0:
                edits.append(Edit(at, at + len(old), new))
        if len(edits) == len(node.values) - 1:
            yield Change(tuple(edits), f"{new} instead of {old}")
            if len(edits) > 1:
                for edit in edits:
                    yield Change((edit,), f"{new} instead of {old}", 0.6)


def dropped(site: Site) -> Iterator[Change]:
    """Leave out a part of a condition."""
    for node in site.nodes:
        if not isinstance(node, ast.BoolOp):
            continue
        word = " and " if isinstance(node.op, ast.And) else " or "
        for value in node.values:
            rest = [site.text(one) for one in node.values if one is not value]
            note = f"drop the condition {site.text(value)}"
            yield Change(site.replace(node, word.join(rest)), note)


def added(site: Site) -> Iterator[Change]:
    """Require, or allow, one more condition."""
    atoms = list(_atoms(site))
    for node in tests(site):
        if isinstance(site.source.parent(node), ast.BoolOp):
            continue
        own = site.text(node)
        base = f"({own})" if isinstance(node, ast.IfExp) else own
        for atom, fit in atoms:
            if atom == own or atom == f"not {own}":
                continue
            for word in ("and", "or"):
                left = base
                if isinstance(node, ast.BoolOp):
                    joined = "and" if isinstance(node.op, ast.And) else "or"
                    left = base if joined == word else f"({base})"
                for text in (f"{left} {word} {atom}", f"{atom} {word} {left}"):
                    weight = fit if text.startswith(left) else fit * 0.5
                    note = f"{word} also {atom}"
                    yield Change(site.guarded(node, text), note, weight)


def guarded(site: Site) -> Iterator[Change]:
    """Ask of a name first: ``a or f(x)`` becomes ``a or x and f(x)``."""
    names = [name for name in site.names.locals if site.readable(name)][:8]
    for node in site.nodes:
        if not isinstance(node, (ast.Call, ast.Compare)):
            continue
        up = site.source.parent(node)
        if not isinstance(up, (ast.BoolOp, ast.Return, ast.comprehension)):
            continue
        own = site.text(node)
        for name in names:
            if name in ("self", "cls") or name not in own:
                continue
            for text, fit in (
                (f"{name} and {own}", 1.0),
                (f"not {name} or {own}", 0.4),
            ):
                made = f"({text})" if isinstance(up, ast.BoolOp) else text
                yield Change(site.replace(node, made), text, fit)


def replaced(site: Site) -> Iterator[Change]:
    """Ask another question altogether."""
    atoms = list(_atoms(site))
    for node in tests(site):
        own = site.text(node)
        for atom, fit in atoms:
            if atom != own:
                change = site.guarded(node, atom)
                yield Change(change, f"ask for {atom} instead", fit)


def _atoms(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield conditions worth trying: of the same function, then simple ones."""
    seen: Set[str] = set()
    function = site.source.function(site.node)
    for one in ast.walk(function if function is not None else site.node):
        if isinstance(one, ast.Compare) or _is_question(one):
            text = site.text(one)
            if "\n" not in text and len(text) < 60 and text not in seen:
                seen.add(text)
                yield text, 0.8
    names = [name for name in site.names.locals if site.readable(name)][:12]
    for name in names:
        if name in ("self", "cls"):
            continue
        found = site.name_kinds(name)
        for text, fit in _questions(name, frozenset(found)):
            if text not in seen:
                seen.add(text)
                yield text, fit
    for one_name in names:
        for other in names:
            yield from _relations(site, one_name, other)


def _is_question(node: ast.AST) -> bool:
    """Return whether an expression reads like a question."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr.startswith(("is", "has", "starts", "ends"))
    return False


def _questions(name: str, found: FrozenSet[str]) -> Iterator[Tuple[str, float]]:
    """Yield conditions on one name, and how likely each is."""
    yield name, 0.6
    yield f"not {name}", 0.6
    if "NoneType" in found or not found:
        yield f"{name} is not None", 0.8 if found else 0.3
        yield f"{name} is None", 0.8 if found else 0.3
    if not found or found & NUMBERS:
        for number in ("0", "1"):
            for operator in ("==", ">", "<", "!=", ">=", "<="):
                yield f"{name} {operator} {number}", 0.3 if found else 0.1
    if found & {"list", "str", "tuple", "dict", "set"}:
        yield f"len({name}) > 1", 0.3
        yield f"len({name}) == 1", 0.3


def _relations(site: Site, one: str, other: str) -> Iterator[Tuple[str, float]]:
    """Yield conditions on two names, and how likely each is."""
    if one == other or "self" in (one, other):
        return
    left, right = site.name_kinds(one), site.name_kinds(other)
    if left and right and fits(left, right) == 1.0 and one < other:
        for operator in ("==", "!=", "<", ">", "<=", ">="):
            yield f"{one} {operator} {other}", 0.25
    if right & {"set", "dict", "list", "str"} and not left & {"list", "dict", "set"}:
        yield f"{one} in {other}", 0.3
        yield f"{one} not in {other}", 0.4


FAMILIES = (
    Family("comparison", 0.16, comparisons),
    Family("negation", 0.05, negations),
    Family("connective", 0.063, connectives),
    Family("drop-condition", 0.025, dropped),
    Family("add-condition", 0.05, added),
    Family("ask-first", 0.02, guarded),
    Family("replace-condition", 0.05, replaced),
)
