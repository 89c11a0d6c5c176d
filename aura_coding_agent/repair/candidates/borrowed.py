# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose to compute a value as the same code computes another one elsewhere.

Most of what a fix is made of stands in the same file already (Barr et al., "The Plastic
Surgery Hypothesis", 2014): ``(self.start + self.count) % len(self.slots)`` tells what
``self.slots[i]`` lacks.
"""

from __future__ import annotations

import ast
from typing import Iterator, List, NamedTuple, Set, Tuple

from .kinds import fits
from .site import BUILTINS, Change, Family, Site

_LONGEST, _MOST, _ATOMS = 60, 64, 4
_ELSEWHERE = 0.5  # what a form counts that is used for something else
_SHAPES = (ast.BinOp, ast.Call, ast.IfExp, ast.Subscript, ast.UnaryOp)


class _Form(NamedTuple):
    """An expression with a gap: what stands around it, and what stood in it.

    ``names`` are those around the gap; for ``role`` see :func:`_role`.
    """

    before: str
    after: str
    atom: ast.expr
    names: Tuple[str, ...]
    role: str
    fit: float = 1.0


def borrowed(site: Site) -> Iterator[Change]:
    """Do to a value what is done to a like one elsewhere in the function or class."""
    forms = list(_forms(site))
    for node in site.expressions():
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            continue
        up = site.source.parent(node)
        if isinstance(up, ast.Attribute) or (
            isinstance(up, ast.Call) and up.func is node
        ):
            continue
        own, kinds, role = site.text(node), site.kinds(node), _role(site, node)
        for form in forms if own not in ("self", "cls") else ():
            same = own == site.text(form.atom)
            fit = 1.0 if same else 0.7 * fits(kinds, site.kinds(form.atom))
            fit *= 1.0 if role and role == form.role else _ELSEWHERE
            made = f"{form.before}{own}{form.after}"
            yield Change(site.guarded(node, made), made, fit * form.fit)


def _role(site: Site, node: ast.expr) -> str:
    """Return what a value is used for: the index of what, the argument of what."""
    up = site.source.parent(node)
    if isinstance(up, ast.Subscript) and up.slice is node:
        return f"{site.text(up.value)}[]"
    if isinstance(up, ast.Call) and node in up.args:
        return f"{site.text(up.func)}({up.args.index(node)})"
    return ""


def _forms(site: Site) -> Iterator[_Form]:
    """Yield forms of the function, then of the class, each once."""
    own = {id(one) for one in ast.walk(site.node)}
    seen: Set[Tuple[str, str]] = set()
    scopes = (site.source.function(site.node), 1.0), (site.source.owner(site.node), 0.7)
    for scope, fit in scopes:
        if scope is None:
            continue
        for form in site.module.once("forms", scope, lambda: _all_forms(site, scope)):
            key = (form.before, form.after)
            if len(seen) == _MOST:
                return
            if id(form.atom) not in own and key not in seen:
                if all(_known(site, name) for name in form.names):
                    seen.add(key)
                    yield form._replace(fit=fit)


def _all_forms(site: Site, scope: ast.AST) -> Iterator[_Form]:
    """Yield the expressions of a function or class, once for each atom left out."""
    for node in ast.walk(scope):
        if not isinstance(node, _SHAPES) or not site.source.function(node):
            continue
        text = site.text(node)
        if "\n" in text or len(text) > _LONGEST:
            continue
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        start = site.source.span(node).start
        names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
        for atom in _atoms(node)[:_ATOMS]:
            inner = {id(one) for one in ast.walk(atom)}
            rest = tuple(one.id for one in names if id(one) not in inner)
            span = site.source.span(atom)
            before, after = text[: span.start - start], text[span.end - start :]
            if before or after:
                yield _Form(before, after, atom, rest, _role(site, node))


def _atoms(node: ast.expr) -> List[ast.expr]:
    """Return the names and attributes that an expression reads, outermost first."""
    found: List[ast.expr] = []
    waiting: List[ast.AST] = list(ast.iter_child_nodes(node))
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            found.append(one)
        elif isinstance(one, ast.Name):
            found.append(one)
        elif isinstance(one, ast.Call):
            waiting += [*one.args]
            if isinstance(one.func, ast.Attribute):
                waiting.append(one.func.value)
        elif isinstance(one, ast.expr) and not isinstance(one, ast.Lambda):
            waiting += ast.iter_child_nodes(one)
    if isinstance(node, ast.Call):
        found = [one for one in found if one is not node.func]
    return found


def _known(site: Site, name: str) -> bool:
    """Return whether a name can be read at the site."""
    names = site.names
    if name in names.locals:
        return site.readable(name)
    known = (names.globals, names.functions, names.classes, names.imports)
    return name in BUILTINS or any(name in some for some in known)


FAMILIES = (Family("borrow", 0.025, borrowed),)
