# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other arguments of calls, and other items of tuples and lists."""

from __future__ import annotations

import ast
from typing import FrozenSet, Iterator, List, Optional, Sequence, Tuple

from ..model import Edit
from .kinds import NUMBERS, fits
from .site import Change, Family, Site


def exchanged(site: Site) -> Iterator[Change]:
    """Exchange two arguments of a call or items of a tuple."""
    for node in site.nodes:
        if isinstance(node, ast.Call):
            items: Sequence[ast.expr] = node.args
        elif isinstance(node, (ast.Tuple, ast.List)):
            items = node.elts
        else:
            continue
        if len(items) > 8:
            continue
        for index, left in enumerate(items):
            for right in items[index + 1 :]:
                if site.text(left) == site.text(right):
                    continue
                fit = fits(site.kinds(left), site.kinds(right))
                note = f"exchange {site.text(left)} and {site.text(right)}"
                yield Change(site.swap(left, right), note, max(fit, 0.4))
    yield from _assigned(site)


def _assigned(site: Site) -> Iterator[Change]:
    """Exchange what is assigned with what is assigned to."""
    node = site.node
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        if isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript)):
            if not isinstance(node.targets[0], (ast.Tuple, ast.List)):
                change = site.swap(node.targets[0], node.value)
                yield Change(change, "assign the other way round", 0.8)


def exchanged_parts(site: Site) -> Iterator[Change]:
    """Exchange two names or accesses of the statement."""
    found: List[ast.expr] = []
    for node in site.nodes:
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            if isinstance(node.ctx, ast.Load) and not site.is_type(node):
                up = site.source.parent(node)
                if not (isinstance(up, ast.Call) and up.func is node):
                    found.append(node)
    found = found[:14]
    for index, left in enumerate(found):
        for right in found[index + 1 :]:
            first, second = site.source.span(left), site.source.span(right)
            if first.end > second.start:  # one inside the other
                continue
            if site.text(left) != site.text(right):
                fit = fits(site.kinds(left), site.kinds(right))
                note = f"exchange {site.text(left)} and {site.text(right)}"
                yield Change(site.swap(left, right), note, fit)


def exchanged_constants(site: Site) -> Iterator[Change]:
    """Exchange two constants of the statement, as in ``(one[0], other[1])``."""
    found = [
        node
        for node in site.nodes
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, str)
    ]
    found.sort(key=lambda one: (one.lineno, one.col_offset))
    for index, left in enumerate(found[:8]):
        for right in found[index + 1 : 8]:
            if type(left.value) is type(right.value) and left.value != right.value:
                note = f"exchange {site.text(left)} and {site.text(right)}"
                yield Change(site.swap(left, right), note)


def dropped(site: Site) -> Iterator[Change]:
    """Leave out an argument or an item."""
    for node in site.nodes:
        if isinstance(node, ast.Call):
            parts: List[ast.AST] = [*node.args, *node.keywords]
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            parts = list(node.elts)
        else:
            continue
        if len(parts) > 8 or (isinstance(node, ast.Tuple) and len(parts) < 3):
            continue
        for index, part in enumerate(parts):
            edit = _without(site, parts, index)
            if edit is not None:
                yield Change((edit,), f"drop {_short(site.text(part))}")


def _short(text: str) -> str:
    """Return a text cut to what a note can show."""
    return text if len(text) < 30 else text[:27] + "..."


def _without(site: Site, parts: Sequence[ast.AST], index: int) -> Optional[Edit]:
    """Return the edit that takes one part and its comma away."""
    if any(not hasattr(part, "lineno") for part in parts):
        return None
    start, end = site.source.span(parts[index])
    if index + 1 < len(parts):
        end = site.source.span(parts[index + 1]).start
    elif index:
        start = site.source.span(parts[index - 1]).end
    return Edit(start, end, "") if start < end else None


def added(site: Site) -> Iterator[Change]:
    """Give one more argument."""
    for node in site.nodes:
        if not isinstance(node, ast.Call) or _has_generator(node):
            continue
        room = _room(site, node)
        if room == 0:
            continue
        usual = 1.0 if room else 0.25
        for text, fit in _values(site):
            for edit in _insertions(site, node, text):
                yield Change((edit,), f"give {text} as well", fit * usual)
        for text in _keywords(site, node):
            edit = _append(site, node, text)
            yield Change((edit,), f"give {text}", 0.8)


def _has_generator(node: ast.Call) -> bool:
    """Return whether the only argument is a bare generator."""
    return len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp)


def _room(site: Site, node: ast.Call) -> Optional[int]:
    """Return how many more arguments a known function takes; None when unknown."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    shift = 0
    target: Optional[ast.AST] = site.names.functions.get(name)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        owner = site.source.owner(site.node)
        if node.func.value.id == "self" and owner is not None:
            shift = 1
            for one in owner.body:
                if getattr(one, "name", "") == node.func.attr:
                    target = one
    if isinstance(target, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if target.args.vararg is not None:
            return None
        most = len(target.args.posonlyargs) + len(target.args.args) - shift
        return max(0, most - len(node.args) - len(node.keywords))
    return None


def _values(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield values that an argument could have."""
    for name in site.names.locals[:16]:
        if site.readable(name) and name not in ("self", "cls"):
            yield name, 1.0
    for text in ("0", "1", "-1", "None", "True", "[]", "''", "2", "10"):
        yield text, 0.4


def _insertions(site: Site, node: ast.Call, text: str) -> Iterator[Edit]:
    """Yield the edits that put an argument at each place."""
    for arg in node.args:
        at = site.source.span(arg).start
        yield Edit(at, at, f"{text}, ")
    yield _append(site, node, text)


def _append(site: Site, node: ast.Call, text: str) -> Edit:
    """Return the edit that adds an argument at the end."""
    end = site.source.span(node).end - 1
    parts = [*node.args, *node.keywords]
    if parts:
        last = max(site.source.span(part).end for part in parts)
        return Edit(last, last, f", {text}")
    return Edit(end, end, text)


def _keywords(site: Site, node: ast.Call) -> Iterator[str]:
    """Yield keyword arguments that the function is known to take."""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    given = {one.arg for one in node.keywords}
    if name in ("sorted", "sort", "min", "max"):
        if name in ("sorted", "sort") and "reverse" not in given:
            yield "reverse=True"
        if "key" not in given:
            for key in ("len", "abs", "str", "str.lower", "lambda item: item[0]"):
                yield f"key={key}"
            yield "key=lambda item: item[1]"
            yield "key=lambda item: -item"
        if name in ("min", "max"):
            yield from ("default=0", "default=None")
    elif name == "split":
        yield from ("' '", "','", "None, 1")
    elif name == "enumerate":
        yield "start=1"


def replaced(site: Site) -> Iterator[Change]:
    """Give another value as an argument, or put an expression used nearby there."""
    texts = list(_expressions(site))
    for node in site.nodes:
        if isinstance(node, ast.Call):
            parts: Sequence[ast.expr] = node.args
        elif isinstance(node, ast.Return) and node.value is not None:
            parts = [node.value]
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            parts = [node.value]
        elif isinstance(node, (ast.For, ast.comprehension)):
            parts = [node.iter]
        elif isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            parts = [node.slice]
        elif isinstance(node, ast.BinOp):
            parts = [node.left, node.right]
        else:
            continue
        for part in parts:
            if isinstance(part, (ast.Starred, ast.GeneratorExp)):
                continue
            own = site.text(part)
            kind = site.kinds(part)
            for text, found in texts:
                if text != own:
                    yield Change(
                        site.guarded(part, text),
                        f"{_short(text)} instead of {_short(own)}",
                        fits(kind, found),
                    )


def _expressions(site: Site) -> Iterator[Tuple[str, FrozenSet[str]]]:
    """Yield small expressions of the same function that are more than a name."""
    seen = set()
    function: Optional[ast.AST] = site.source.function(site.node)
    for one in ast.walk(function if function is not None else site.node):
        if not isinstance(one, (ast.Call, ast.BinOp, ast.Subscript, ast.Attribute)):
            continue
        if isinstance(getattr(one, "ctx", ast.Load()), (ast.Store, ast.Del)):
            continue
        up = site.source.parent(one)
        if isinstance(up, ast.Call) and up.func is one or site.is_type(one):
            continue
        text = site.text(one)
        if text not in seen and "\n" not in text and len(text) < 50:
            seen.add(text)
            yield text, site.kinds(one)


def items(site: Site) -> Iterator[Change]:
    """Add an item to a list, tuple, set or dictionary."""
    texts = [(text, 1.0) for text in site.module.evidence.written]
    texts += [(x, 0.5) for x in site.names.locals[:10] if site.readable(x)]
    for node in site.nodes:
        if not isinstance(node, (ast.List, ast.Tuple, ast.Set)) or not node.elts:
            continue
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        kind = site.kinds(node.elts[0])
        for text, fit in texts:
            found = kind if fit == 1.0 else site.name_kinds(text)
            fit *= fits(kind, found)
            last = site.source.span(node.elts[-1]).end
            yield Change((Edit(last, last, f", {text}"),), f"{text} as well", fit)
            first = site.source.span(node.elts[0]).start
            edit = Edit(first, first, f"{text}, ")
            yield Change((edit,), f"{text} as well", fit * 0.4)


def recursion(site: Site) -> Iterator[Change]:
    """Pass a smaller argument to the function itself."""
    function = site.source.function(site.node)
    if function is None:
        return
    for node in site.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name != function.name:
            continue
        for arg in node.args:
            own = site.text(arg)
            found = site.kinds(arg)
            forms: List[str] = []
            if not found or found & NUMBERS:
                forms += [f"{own} - 1", f"{own} + 1", f"{own} // 2", f"{own} - 2"]
            if not found or found & {"list", "str", "tuple"}:
                forms += [f"{own}[1:]", f"{own}[:-1]", f"{own}[2:]", f"{own}[:]"]
            for text in forms:
                yield Change(site.replace(arg, text), f"recur with {text}")


FAMILIES = (
    Family("exchange", 0.039, exchanged),
    Family("exchange-parts", 0.03, exchanged_parts),
    Family("exchange-constants", 0.015, exchanged_constants),
    Family("drop-argument", 0.015, dropped),
    Family("add-argument", 0.044, added),
    Family("same-expression", 0.04, replaced),
    Family("add-item", 0.019, items),
    Family("recursion", 0.015, recursion),
)
