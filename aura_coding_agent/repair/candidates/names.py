# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other variables, functions, attributes and items."""

from __future__ import annotations

import ast
from typing import Iterator, Optional, Set, Tuple

from .kinds import NUMBERS, fits
from .site import BUILTINS, Change, Family, Site

# Functions and methods that are taken for one another.
_ALIKE = (
    ("min", "max"),
    ("any", "all"),
    ("sorted", "reversed", "list", "set", "tuple"),
    ("int", "float", "round", "abs", "str"),
    ("sum", "max", "min", "len"),
    ("ord", "chr"),
    ("range", "enumerate", "len"),
    ("isinstance", "issubclass", "hasattr"),
    ("zip", "map", "filter"),
    ("floor", "ceil", "trunc"),
    ("print", "str"),
)
_METHODS_ALIKE = (
    ("append", "extend", "insert", "add"),
    ("append", "appendleft"),
    ("pop", "popleft", "remove", "popitem"),
    ("add", "discard", "remove", "update"),
    ("index", "find", "rfind", "rindex", "count"),
    ("lower", "upper", "title", "capitalize", "swapcase", "casefold"),
    ("isupper", "islower", "isdigit", "isalpha", "isalnum", "isspace", "isnumeric"),
    ("startswith", "endswith"),
    ("strip", "lstrip", "rstrip"),
    ("split", "rsplit", "splitlines", "partition", "rpartition"),
    ("ljust", "rjust", "center", "zfill"),
    ("keys", "values", "items"),
    ("get", "pop", "setdefault"),
    ("union", "intersection", "difference", "symmetric_difference"),
    ("issubset", "issuperset", "isdisjoint"),
    ("match", "search", "fullmatch", "findall"),
    ("findall", "finditer"),
    ("group", "groups", "groupdict"),
    ("sort", "reverse"),
    ("heappush", "heappop", "heapify", "heappushpop"),
    ("bisect", "bisect_left", "bisect_right"),
    ("insort", "insort_left", "insort_right"),
    ("floor", "ceil", "trunc"),
    ("sqrt", "pow", "log", "exp"),
    ("sin", "cos", "tan"),
    ("combinations", "permutations", "product", "combinations_with_replacement"),
    ("seconds", "total_seconds", "days", "microseconds"),
    ("year", "month", "day", "hour", "minute", "second"),
    ("left", "right"),
    ("prev", "next"),
    ("previous", "next"),
    ("head", "tail"),
    ("first", "last"),
    ("start", "end", "stop"),
    ("begin", "end"),
    ("width", "height"),
    ("rows", "cols", "columns"),
    ("row", "col", "column"),
    ("key", "value", "val"),
    ("x", "y", "z"),
    ("low", "high", "mid"),
    ("lo", "hi", "mid"),
)


def variables(site: Site) -> Iterator[Change]:
    """Read another variable; its observed type has to agree."""
    names = site.names.variables()
    for node in site.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if _is_called(site, node) or site.is_type(node):
            continue
        if node.id in BUILTINS and node.id not in names:
            continue
        own = site.name_kinds(node.id)
        for name in names:
            if name == node.id:
                continue
            fit = fits(own, site.name_kinds(name))
            if not site.readable(name):
                fit *= 0.2
            elif fit == 1.0 and _same_value(site, name, node.id):
                fit = 0.3
            if name in site.names.globals and name not in site.names.locals:
                fit *= 0.4
            yield Change(
                site.replace(node, name), f"read {name} instead of {node.id}", fit
            )


def _is_called(site: Site, node: ast.AST) -> bool:
    """Return whether an expression is what a call calls."""
    up = site.source.parent(node)
    return isinstance(up, ast.Call) and up.func is node


def _same_value(site: Site, one: str, other: str) -> bool:
    """Return whether two names always had the same single value."""
    first, second = site.seen.get(one), site.seen.get(other)
    return first is not None and first == second and len(first.values) == 1


def targets(site: Site) -> Iterator[Change]:
    """Assign to another variable."""
    names = [x for x in site.names.locals]
    for node in site.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own = site.name_kinds(node.id)
            for name in names:
                if name != node.id:
                    fit = fits(own, site.name_kinds(name))
                    note = f"assign to {name} instead of {node.id}"
                    yield Change(site.replace(node, name), note, fit)


def functions(site: Site) -> Iterator[Change]:
    """Call another function: one taken for it, or one of this module."""
    for node in site.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        for group in _ALIKE:
            if node.id in group:
                for name in group:
                    if name != node.id:
                        fit = 1.0 if len(group) < 4 else 0.5
                        yield Change(site.replace(node, name), f"call {name}", fit)
        if _is_called(site, node):
            for name, other in site.names.functions.items():
                if name != node.id:
                    fit = 0.8 if _arity_fits(site, node, other) else 0.2
                    yield Change(site.replace(node, name), f"call {name}", fit)


def _arity_fits(site: Site, node: ast.Name, other: ast.AST) -> bool:
    """Return whether another function could be called with the same arguments."""
    call = site.source.parent(node)
    if not isinstance(call, ast.Call):
        return False
    args = getattr(other, "args")
    most = len(args.posonlyargs) + len(args.args)
    given = len(call.args) + len(call.keywords)
    return bool(most - len(args.defaults) <= given <= most)


def attributes(site: Site) -> Iterator[Change]:
    """Read another attribute or call another method of the same object."""
    for node in site.nodes:
        if not isinstance(node, ast.Attribute) or site.is_type(node):
            continue
        end = site.source.span(node).end
        start = end - len(node.attr)
        for name, fit in _other_attributes(site, node):
            edit = site.replace(node, name)[0]._replace(start=start, end=end)
            yield Change((edit,), f".{name} instead of .{node.attr}", fit)


def _other_attributes(site: Site, node: ast.Attribute) -> Iterator[Tuple[str, float]]:
    """Yield other attributes, and how likely each is."""
    for group in _METHODS_ALIKE:
        if node.attr in group:
            for name in group:
                if name != node.attr:
                    yield name, 1.0
    owner = site.source.owner(site.node)
    if owner is not None and isinstance(node.value, ast.Name):
        if node.value.id in ("self", "cls"):
            called = _is_called(site, node)
            methods = {getattr(one, "name", "") for one in owner.body}
            for name in site.module.attributes(owner):
                if name != node.attr:
                    yield name, 0.8 if called == (name in methods) else 0.1
            return
    used: Set[str] = set()
    own = ast.dump(node.value)
    for attr, value in site.module.once("reads", None, lambda: _attributes_of(site)):
        if attr not in used:
            used.add(attr)
            if attr != node.attr:
                yield attr, 0.6 if value == own else 0.1


def _attributes_of(site: Site) -> Iterator[Tuple[str, str]]:
    """Yield the attributes that are read in a file, and of what."""
    for one in ast.walk(site.source.tree):
        if isinstance(one, ast.Attribute):
            yield one.attr, ast.dump(one.value)


def accessors(site: Site) -> Iterator[Change]:
    """Put an attribute or item in the place of a value, or the value in theirs."""
    for node in site.expressions():
        if isinstance(node, ast.Subscript):
            text = site.text(node.value)
            note = f"{text} without [{site.text(node.slice)}]"
            yield Change(site.replace(node, text), note, 0.7)
        elif isinstance(node, ast.Attribute) and not _is_called(site, node):
            text = site.text(node.value)
            yield Change(site.replace(node, text), f"{text} without .{node.attr}", 0.7)
    yield from _items(site)
    yield from _self(site)


def _items(site: Site) -> Iterator[Change]:
    """Propose an item of a name instead of the name."""
    indexes = [
        name
        for name in site.names.locals
        if site.name_kinds(name) <= NUMBERS and site.readable(name)
    ]
    for node in site.nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if _is_called(site, node) or site.is_type(node):
            continue
        own = site.name_kinds(node.id)
        if own and own & {"int", "float", "bool", "NoneType"}:
            continue
        known = 1.0 if own else 0.4
        for index in ("0", "-1", "1"):
            yield Change(
                site.replace(node, f"{node.id}[{index}]"),
                f"item {index} of {node.id}",
                0.5 * known,
            )
        for index in indexes[:8]:
            if index != node.id:
                change = site.replace(node, f"{node.id}[{index}]")
                fit = 0.5 if site.name_kinds(index) else 0.15
                yield Change(change, f"item {index} of {node.id}", fit * known)


def _self(site: Site) -> Iterator[Change]:
    """Propose the attribute of the object instead of a bare name."""
    owner = site.source.owner(site.node)
    if owner is None:
        return
    known = site.module.attributes(owner)
    for node in site.nodes:
        if isinstance(node, ast.Name) and node.id in known:
            if isinstance(site.source.parent(node), ast.arg):
                continue
            fit = 0.4 if isinstance(node.ctx, ast.Load) else 1.0
            text = f"self.{node.id}"
            yield Change(site.replace(node, text), f"{text} was meant", fit)
        elif isinstance(node, ast.Attribute) and node.attr in site.names.locals:
            yield Change(site.replace(node, node.attr), f"{node.attr} was meant", 0.8)


def same_attribute(site: Site) -> Iterator[Change]:
    """Read an attribute or item of a variable that the code reads elsewhere."""
    shapes = list(_shapes(site))
    for node in site.nodes:
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            continue
        if not isinstance(node.ctx, ast.Load) or site.is_type(node):
            continue
        own = site.text(node)
        for text, fit in shapes:
            if text != own:
                near = 2.0 if _related(text, own) else 1.0
                change = site.replace(node, text)
                yield Change(change, f"{text} instead of {own}", min(1.0, fit * near))


def _related(one: str, other: str) -> bool:
    """Return whether one text is a part of what the other names."""
    return one.startswith((other + ".", other + "[")) or other.startswith(
        (one + ".", one + "[")
    )


def _shapes(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield attribute and item expressions of the same function."""
    function: Optional[ast.AST] = site.source.function(site.node)
    seen: Set[str] = set()
    for one in ast.walk(function if function is not None else site.node):
        if not isinstance(one, (ast.Attribute, ast.Subscript)):
            continue
        up = site.source.parent(one)
        if isinstance(up, ast.Call) and up.func is one:
            continue
        text = site.text(one)
        if len(text) < 40 and "\n" not in text and text not in seen:
            seen.add(text)
            yield text, 0.5


FAMILIES = (
    Family("variable", 0.125, variables),
    Family("target", 0.02, targets),
    Family("function", 0.063, functions),
    Family("attribute", 0.048, attributes),
    Family("accessor", 0.03, accessors),
    Family("same-access", 0.039, same_attribute),
)
