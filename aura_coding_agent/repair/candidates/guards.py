# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose to look before a value is used that was None, missing, or zero.

Like the other families led by exceptions, these propose only where one passed.
"""

from __future__ import annotations

import ast
import re
from typing import Dict, Iterator, List, Tuple

from .site import Change, Family, Site


def none_guard(site: Site) -> Iterator[Change]:
    """Allow for None where it was used as something else."""
    if not any("NoneType" in one.message for one in site.outcomes):
        return
    for text, seen in _receivers(site):
        sure = 1.0 if seen else 0.5
        for value in ("None", "[]", "0", "''", "False", "{}", "True", "-1"):
            guard = f"if {text} is None:\n{site.step}return {value}"
            yield Change(site.before(guard), f"return {value} for None", 0.4 * sure)
        if site.source.loop(site.node):
            for word in ("continue", "break"):
                guard = f"if {text} is None:\n{site.step}{word}"
                yield Change(site.before(guard), f"{word} at None", 0.4 * sure)
    for node in site.expressions():
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            if site.kinds(node) - {"NoneType"} and "NoneType" not in site.kinds(node):
                continue
            text = site.text(node)
            for value in ("[]", "0", "''", "{}"):
                change = site.replace(node, f"({text} or {value})")
                yield Change(change, f"{value} for None", 0.2)
    if isinstance(site.node, (ast.Return, ast.Assign)) and site.node.value is not None:
        own = site.text(site.node.value)
        for text, seen in _receivers(site):
            for other in _else(site, site.node.value):
                made = f"{own} if {text} is not None else {other}"
                fit = 0.4 if seen else 0.1
                yield Change(site.replace(site.node.value, made), made, fit)
    if isinstance(site.node, ast.While):
        for text, _ in _receivers(site):
            own = site.text(site.node.test)
            change = site.replace(site.node.test, f"{text} is not None and {own}")
            yield Change(change, f"stop when {text} is None", 0.8)


def _else(site: Site, value: ast.expr) -> List[str]:
    """Return what could stand for a value that cannot be had."""
    found = dict.fromkeys(("None", "0", "[]", "''", "False"))
    if isinstance(value, ast.BinOp):
        found[site.text(value.left)] = found[site.text(value.right)] = None
    for name in site.names.locals[:10]:
        if site.readable(name) and name != "self":
            found[name] = None
    return list(found)


def _receivers(site: Site) -> List[Tuple[str, bool]]:
    """Return what may be None here, and whether it was seen to be."""
    found: Dict[str, bool] = {}
    for node in site.nodes:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        if isinstance(node, (ast.Name, ast.Attribute)):
            if isinstance(node.ctx, ast.Load) and site.text(node) != "self":
                seen = "NoneType" in site.kinds(node)
                found[site.text(node)] = seen
    return sorted(found.items(), key=lambda one: not one[1])


def missing_key(site: Site) -> Iterator[Change]:
    """Read a dictionary with a default, or only when the key is there."""
    if "KeyError" not in site.exceptions:
        return
    for node in site.nodes:
        if not isinstance(node, ast.Subscript) or isinstance(node.slice, ast.Slice):
            continue
        base, key = site.text(node.value), site.text(node.slice)
        if isinstance(node.ctx, ast.Load):
            for default in ("", ", 0", ", []", ", ''", ", 1", ", {}", ", False"):
                change = site.replace(node, f"{base}.get({key}{default})")
                yield Change(change, f"a default{default} for {key}")
        for value in ("0", "[]", "None", "-1", "''", "False", "{}", "1", "set()"):
            first = f"if {key} not in {base}:\n{site.step}{base}[{key}] = {value}"
            yield Change(site.before(first), f"begin with {value}", 0.5)
            first = f"if {key} not in {base}:\n{site.step}return {value}"
            yield Change(site.before(first), f"return {value} without it", 0.3)
        if site.source.loop(site.node):
            first = f"if {key} not in {base}:\n{site.step}continue"
            yield Change(site.before(first), "pass over missing keys", 0.7)


def bad_index(site: Site) -> Iterator[Change]:
    """Look at the length before an item is read."""
    if not site.exceptions & {"IndexError", "ValueError"}:
        return
    for node in site.nodes:
        if not isinstance(node, ast.Subscript) or isinstance(node.slice, ast.Slice):
            continue
        base, index = site.text(node.value), site.text(node.slice)
        simple = isinstance(node.slice, (ast.Constant, ast.UnaryOp))
        test = f"not {base}" if simple else f"{index} >= len({base})"
        for value in ("None", "0", "[]", "''", "False", "-1", "True", base):
            first = f"if {test}:\n{site.step}return {value}"
            yield Change(site.before(first), f"return {value} past the end", 0.4)
        if isinstance(site.node, (ast.If, ast.While)):
            own = site.text(site.node.test)
            test = f"{base}" if simple else f"{index} < len({base})"
            change = site.replace(site.node.test, f"{test} and {own}")
            yield Change(change, f"only when {test}", 1.0)


def zero_division(site: Site) -> Iterator[Change]:
    """Allow for a divisor of zero."""
    if "ZeroDivisionError" not in site.exceptions:
        return
    for node in site.nodes:
        if not isinstance(node, ast.BinOp):
            continue
        if not isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
            continue
        own, by = site.text(node), site.text(node.right)
        by = f"({by})" if isinstance(node.right, ast.BinOp) else by
        for value in ("0", "None", "0.0", "float('inf')", "1", "[]"):
            first = f"if {by} == 0:\n{site.step}return {value}"
            yield Change(site.before(first), f"return {value} for zero", 1.0)
            text = f"{own} if {by} else {value}"
            yield Change(site.replace(node, f"({text})"), f"{value} for zero", 0.5)


_DEFAULTS = ("''", "0", "None", "[]", "False", "{}")


def refused(site: Site) -> Iterator[Change]:
    """Index what cannot be called, call what cannot be indexed."""
    for one in site.outcomes:
        if one.exception != "TypeError":
            continue
        for node in site.nodes:
            if isinstance(node, ast.Call) and "not callable" in one.message:
                inner = ", ".join(site.text(argument) for argument in node.args)
                head = site.text(node.func)
                for made in (
                    f"{head}[{inner}]",
                    f"{head}[:{inner}]",
                    f"{head}[{inner}:]",
                ):
                    if inner:
                        yield Change(site.replace(node, made), made)
                yield Change(site.replace(node, head), head, 0.7)
            elif isinstance(node, ast.Subscript) and "subscriptable" in one.message:
                if not isinstance(node.slice, ast.Slice):
                    head, key = site.text(node.value), site.text(node.slice)
                    yield Change(site.replace(node, f"{head}({key})"), f"{head}({key})")
                    for value in _DEFAULTS if head.endswith((".get", ".pop")) else ():
                        made = f"{head}({key}, {value})"
                        yield Change(site.replace(node, made), made, 0.5)
                    name = getattr(node.slice, "value", None)
                    if isinstance(name, str) and name.isidentifier():
                        made = f"{head}.{name}"
                        yield Change(site.replace(node, made), made)
                made = f"{site.text(node.value)}()"
                rest = site.text(node)[len(site.text(node.value)) :]
                yield Change(site.replace(node, made + rest), made, 0.3)


_LIST_METHODS = frozenset("append extend insert pop remove sort reverse".split())


def listed(site: Site) -> Iterator[Change]:
    """Begin with a list where a value is asked for the methods of one."""
    node = site.node
    if not isinstance(node, ast.Assign):
        return
    for one in site.module.evidence.failing:
        match = re.search(r"has no attribute '(\w+)'", one.message)
        if match is None or match.group(1) not in _LIST_METHODS:
            continue
        own = site.text(node.value)
        for made, fit in ((f"[{own}]", 1.0), ("[]", 0.7), (f"list({own})", 0.4)):
            yield Change(site.replace(node.value, made), made, fit)


FAMILIES = (
    Family("refused", 0.5, refused),
    Family("listed", 0.2, listed),
    Family("none-guard", 0.4, none_guard),
    Family("missing-key", 0.5, missing_key),
    Family("bad-index", 0.25, bad_index),
    Family("zero-division", 0.5, zero_division),
)
