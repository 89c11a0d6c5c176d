# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose steps that a method forgot to take with the attributes of its object."""

from __future__ import annotations

import ast
from typing import Dict, Iterator, List, Tuple

from .kinds import UNKNOWN
from .site import Change, Family, Site

_MOST = 8


def members(site: Site) -> Iterator[Change]:
    """Reset, count, fill or empty an attribute in a method."""
    function = site.source.function(site.node)
    owner = site.source.owner(site.node)
    if function is None or owner is None or site.node not in function.body:
        return
    arguments = [one.arg for one in function.args.args]
    if not arguments or arguments[0] != "self" or function.name == "__init__":
        return
    for text, fit in _steps(site, owner, arguments[1:]):
        yield Change(site.after(text), f"{text} after", fit)
        yield Change(site.before(text), f"{text} before", fit * 0.5)


def _steps(
    site: Site, owner: ast.ClassDef, arguments: List[str]
) -> Iterator[Tuple[str, float]]:
    """Yield statements on attributes of the object."""
    for name, value in list(_begun(owner).items())[:_MOST]:
        own, text = f"self.{name}", site.text(value)
        kinds = site.kinds(value)
        if len(text) < 20 and "\n" not in text:
            yield f"{own} = {text}", 0.8
        if kinds & {"list", "dict", "set"}:
            yield f"{own}.clear()", 1.0
        if kinds & {"list", "set"}:
            verb = "append" if "list" in kinds else "add"
            for argument in arguments[:4]:
                yield f"{own}.{verb}({argument})", 0.6
        if "list" in kinds:
            yield f"{own}.pop()", 0.4
            yield f"{own}.pop(0)", 0.2
        if kinds & {"int", "float"}:
            yield f"{own} += 1", 0.8
            yield f"{own} -= 1", 0.7
        if "bool" in kinds:
            yield f"{own} = {not getattr(value, 'value', False)}", 0.8
        for argument in arguments[:4]:
            agree = site.name_kinds(argument) & kinds
            if agree or kinds == UNKNOWN:
                yield f"{own} = {argument}", 0.4
            if agree & {"int", "float"}:
                yield f"{own} += {argument}", 0.5
                yield f"{own} -= {argument}", 0.5


def _begun(owner: ast.ClassDef) -> Dict[str, ast.expr]:
    """Return the attributes that ``__init__`` sets, with the values."""
    found: Dict[str, ast.expr] = {}
    for method in owner.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            for node in ast.walk(method):
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        if isinstance(target, ast.Attribute):
                            if getattr(target.value, "id", "") == "self":
                                found[target.attr] = node.value
    return found


FAMILIES = (Family("member", 0.03, members),)
