# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose new objects where one is shared, and to add to one that is kept."""

from __future__ import annotations

import ast
from typing import Dict, Iterator, Optional, Tuple

from .site import Change, Family, Site

_EMPTY = (("list", "[]"), ("dict", "{}"), ("set", "set()"))
_CHANGING = frozenset("clear append extend update sort reverse".split())


def renewed(site: Site) -> Iterator[Change]:
    """Bind a name to a new object instead of changing the one that others hold."""
    node = site.node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        if isinstance(call.func, ast.Attribute) and call.func.attr in _CHANGING:
            if isinstance(call.func.value, (ast.Name, ast.Attribute)):
                yield from _instead(site, call, call.func)
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        if not site.kinds(node.target) - {"list"}:
            own, more = site.text(node.target), site.text(node.value)
            made = f"{own} = {own} + {more}"
            yield Change(site.replace(node, made), made, 0.8)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        yield from _in_place(site, node)


def repeated(site: Site) -> Iterator[Change]:
    """Make each item anew: ``[[]] * n`` holds one list many times, ``[] * n`` none."""
    for node in site.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for many, count in ((node.left, node.right), (node.right, node.left)):
                times = site.text(count)
                if isinstance(many, ast.List) and len(many.elts) == 1:
                    [item] = many.elts
                    shared = not isinstance(item, (ast.Constant, ast.Name))
                    made = f"[{site.text(item)} for _ in range({times})]"
                    yield Change(site.replace(node, made), made, 1.0 if shared else 0.1)
                elif isinstance(many, ast.List) and not many.elts:
                    for item_text in ("''", "0", "None", "False"):
                        made = f"[{item_text}]"
                        yield Change(site.replace(many, made), f"{made} many times")
                    made = f"[[] for _ in range({times})]"
                    yield Change(site.replace(node, made), made)


def gathered(site: Site) -> Iterator[Change]:
    """Add to what a key has instead of replacing it, or begin with something."""
    node = site.node
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, more = node.targets[0], site.text(node.value)
    elif isinstance(node, ast.AugAssign):
        target, more = node.target, site.text(node.value)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _filled(site, node.value)
        return
    else:
        return
    if not isinstance(target, ast.Subscript) or isinstance(target.slice, ast.Slice):
        return
    own, base, key = site.text(target), site.text(target.value), site.text(target.slice)
    if site.kinds(target.value) & {"list", "str", "tuple"}:
        return
    sure = 1.0 if isinstance(node, ast.Assign) or "KeyError" in site.exceptions else 0.2
    for begin in ("0", "[]", "1", "''"):
        made = f"{own} = {base}.get({key}, {begin}) + {more}"
        yield Change(site.replace(node, made), made, sure * (begin == "0" or 0.4))
    for begin, verb in (("[]", "append"), ("set()", "add"), ("[]", "extend")):
        item = more[1:-1] if more[:1] in "[{" and verb != "extend" else more
        made = f"{base}.setdefault({key}, {begin}).{verb}({item})"
        yield Change(site.replace(node, made), made, sure * 0.4)


def _filled(site: Site, call: ast.Call) -> Iterator[Change]:
    """Propose to begin with an empty list or set under a key that is missing."""
    func = call.func
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Subscript):
        base, key = site.text(func.value.value), site.text(func.value.slice)
        begin = "set()" if func.attr in ("add", "discard", "update") else "[]"
        made = f"{base}.setdefault({key}, {begin})"
        fit = 1.0 if "KeyError" in site.exceptions else 0.1
        yield Change(site.replace(func.value, made), made, fit)


def _instead(site: Site, call: ast.Call, func: ast.Attribute) -> Iterator[Change]:
    """Propose assignments instead of a method that changes an object."""
    own, found = site.text(func.value), site.kinds(func.value)
    given = [site.text(one) for one in call.args]
    for kind, empty in _EMPTY if func.attr == "clear" else ():
        if kind in found or not found:
            made = f"{own} = {empty}"
            yield Change(site.replace(call, made), made, 1.0 if found else 0.4)
    forms: Dict[str, Tuple[str, float]] = {"reverse": (f"{own}[::-1]", 0.5)}
    forms["sort"] = (f"sorted({', '.join([own, *given])})", 0.7)
    if len(given) == 1:
        forms["append"] = (f"{own} + [{given[0]}]", 0.5)
        forms["extend"] = (f"{own} + {given[0]}", 0.4)
        forms["update"] = (f"{own} | {given[0]}", 0.4)
        if found == {"dict"}:
            forms["update"] = (f"{{**{own}, **{given[0]}}}", 0.4)
    if func.attr in forms:
        text, fit = forms[func.attr]
        yield Change(site.replace(call, f"{own} = {text}"), f"{own} = {text}", fit)


def _in_place(site: Site, node: ast.Assign) -> Iterator[Change]:
    """Propose to change an object instead of binding the name to another."""
    target, value = node.targets[0], node.value
    own = site.text(target)
    if isinstance(value, (ast.List, ast.Dict)) and site.text(value) in ("[]", "{}"):
        made = f"{own}.clear()"
        yield Change(site.replace(node, made), made, 0.4)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        if site.text(value.left) == own and "list" in site.kinds(target):
            made = f"{own} += {site.text(value.right)}"
            yield Change(site.replace(node, made), made, 0.6)
    else:
        whole = _sorted(value)
        if whole is not None and site.text(whole) == own:
            yield Change(site.replace(node, f"{own}.sort()"), f"{own}.sort()", 0.4)
            made = f"{own}[:] = {site.text(value)}"
            yield Change(site.replace(node, made), made, 0.4)


def _sorted(value: ast.expr) -> Optional[ast.expr]:
    """Return what is sorted into a new list."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "sorted":
        return value.args[0] if value.args else None
    return None


FAMILIES = (
    Family("renew", 0.03, renewed),
    Family("repeat", 0.05, repeated),
    Family("gather", 0.03, gathered),
)
