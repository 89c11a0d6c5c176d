# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other operators, off-by-one corrections, ranges, slices and indexes."""

from __future__ import annotations

import ast
from typing import Dict, Iterator, List, Optional, Tuple, Type

from ..model import Edit
from .kinds import NUMBERS
from .site import Change, Family, Site

_TEXT: Dict[Type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.MatMult: "@",
}
_OTHERS: Dict[str, Tuple[Tuple[str, float], ...]] = {
    "+": (("-", 1.0), ("*", 0.5), ("//", 0.1), ("|", 0.1), ("%", 0.1), ("**", 0.1)),
    "-": (("+", 1.0), ("*", 0.2), ("/", 0.2), ("%", 0.2), ("^", 0.1), ("//", 0.1)),
    "*": (("+", 0.8), ("**", 0.7), ("/", 0.6), ("//", 0.4), ("-", 0.2), ("%", 0.1)),
    "/": (("//", 1.0), ("*", 0.7), ("%", 0.4), ("-", 0.2)),
    "//": (("/", 0.8), ("%", 1.0), ("*", 0.3), (">>", 0.05)),
    "%": (("//", 1.0), ("/", 0.5), ("*", 0.2), ("-", 0.1)),
    "**": (("*", 1.0), ("//", 0.1), ("/", 0.1)),
    "&": (("|", 1.0), ("^", 0.8), ("-", 0.2), ("and", 0.1)),
    "|": (("&", 1.0), ("^", 0.8), ("+", 0.2), ("or", 0.1)),
    "^": (("&", 1.0), ("|", 1.0), ("**", 0.8)),
    "<<": ((">>", 1.0), ("*", 0.2)),
    ">>": (("<<", 1.0), ("//", 0.2)),
    "@": (("*", 1.0),),
}
# What changes nothing; leaving the operand out says it better.
_NEUTRAL = frozenset(
    [(sign, "1") for sign in ("*", "/", "//", "**")]
    + [(sign, "0") for sign in ("+", "-", "|", "^", "<<", ">>")]
)
_NOT_NUMBERS = frozenset(("str", "list", "tuple", "dict", "set", "NoneType", "bytes"))


def operators(site: Site) -> Iterator[Change]:
    """Compute by another operator."""
    for node in site.nodes:
        if isinstance(node, ast.BinOp):
            found = _between(site, node.left, node.right, _TEXT[type(node.op)])
        elif isinstance(node, ast.AugAssign):
            sign = _TEXT[type(node.op)]
            found = _between(site, node.target, node.value, sign)
        else:
            continue
        if found is None:
            continue
        old = _TEXT[type(node.op)]
        if isinstance(node, ast.BinOp) and site.kinds(node.left) == {"str"}:
            continue
        right = node.right if isinstance(node, ast.BinOp) else node.value
        for new, fit in _OTHERS[old]:
            if (new, site.text(right)) not in _NEUTRAL:
                yield Change((Edit(*found, new),), f"{new} instead of {old}", fit)


def _between(
    site: Site, left: ast.AST, right: ast.AST, text: str
) -> Optional[Tuple[int, int]]:
    """Return where an operator stands between its two sides."""
    start, end = site.source.span(left).end, site.source.span(right).start
    at = site.source.text.find(text, start, end)
    return (at, at + len(text)) if at >= 0 else None


def assignments(site: Site) -> Iterator[Change]:
    """Assign instead of changing in place, or the other way round."""
    node = site.node
    if isinstance(node, ast.AugAssign):
        found = _between(site, node.target, node.value, _TEXT[type(node.op)] + "=")
        if found:
            yield Change((Edit(*found, "="),), "assign instead of adding")
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        found = _between(site, node.targets[0], node.value, "=")
        target = node.targets[0]
        if found and isinstance(node.value, ast.UnaryOp):
            sign = {ast.UAdd: "+=", ast.USub: "-="}.get(type(node.value.op))
            if sign:  # written =+ and =-
                end = site.source.span(node.value.operand).start
                change = (Edit(found[0], end, f"{sign} "),)
                yield Change(change, f"{sign} was meant")
        if found and isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            for sign, fit in (("+=", 1.0), ("-=", 0.3), ("*=", 0.3), ("|=", 0.1)):
                change = (Edit(*found, sign),)
                yield Change(change, f"{sign} instead of =", fit)


def _may_be_number(site: Site, node: ast.AST) -> float:
    """Return how likely an expression is a number, from 0 to 1."""
    found = site.kinds(node)
    if not found:
        return 0.35
    if found & NUMBERS:
        return 1.0 if found != {"bool"} else 0.1
    return 0.0


def off_by_one(site: Site) -> Iterator[Change]:
    """Add or subtract one."""
    for node in site.expressions():
        up = site.source.parent(node)
        if isinstance(node, (ast.Compare, ast.BoolOp, ast.JoinedStr, ast.Lambda)):
            continue
        if isinstance(node, ast.Constant) or _called(up, node):
            continue
        if isinstance(up, ast.Attribute) or isinstance(node, ast.Attribute):
            if not site.kinds(node) & NUMBERS and isinstance(up, ast.Attribute):
                continue
        fit = _may_be_number(site, node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            if isinstance(node.right, ast.Constant) and node.right.value == 1:
                continue  # literals and dropped operands cover these
        if isinstance(up, ast.BinOp) and _sums(up, node):
            if isinstance(up.right, ast.Constant) and up.right.value == 1:
                continue  # not ``x - 1 + 1``
        if fit:
            fit *= _place(site, up, node)
            text = site.text(node)
            weak = isinstance(node, ast.IfExp) or (
                isinstance(up, ast.BinOp) and isinstance(node, ast.BinOp)
            )
            base = f"({text})" if weak else text
            for sign in ("+ 1", "- 1"):
                edits = site.guarded(node, f"{base} {sign}")
                if isinstance(up, (ast.Compare, ast.Subscript)) or _sums(up, node):
                    edits = site.replace(node, f"{base} {sign}")
                yield Change(edits, f"{text} {sign}", fit)


def _called(up: Optional[ast.AST], node: ast.AST) -> bool:
    """Return whether an expression is what a call calls."""
    return isinstance(up, ast.Call) and up.func is node


def _sums(up: Optional[ast.AST], node: ast.AST) -> bool:
    """Return whether an expression is the left side of a sum."""
    return (
        isinstance(up, ast.BinOp)
        and isinstance(up.op, (ast.Add, ast.Sub))
        and up.left is node
    )


def _place(site: Site, up: Optional[ast.AST], node: ast.AST) -> float:
    """Return how often off-by-one mistakes stand in such a place."""
    if isinstance(up, ast.Call):
        name = up.func.id if isinstance(up.func, ast.Name) else ""
        return 1.0 if name == "range" else 0.6
    if isinstance(up, ast.Slice):
        return 1.0
    if isinstance(up, ast.Subscript) and up.value is not node:
        return 0.8
    if isinstance(up, (ast.Return, ast.Assign, ast.Compare)):
        return 0.8
    return 0.4


def operands(site: Site) -> Iterator[Change]:
    """Leave out an operand, or exchange the two."""
    for node in site.nodes:
        if not isinstance(node, ast.BinOp):
            continue
        left, right = site.text(node.left), site.text(node.right)
        inner = isinstance(site.source.parent(node), ast.BinOp)
        for side, text in ((node.left, left), (node.right, right)):
            wrap = inner and isinstance(side, ast.BinOp)
            edits = site.replace(node, f"({text})" if wrap else text)
            other = right if side is node.left else left
            yield Change(edits, f"only {text}", 1.0 if other == "1" else 0.8)
        if left != right and not isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            fit = 0.15 if isinstance(node.op, (ast.Add, ast.Mult)) else 1.0
            if isinstance(node.op, ast.Add) and not site.kinds(node) & NUMBERS:
                fit = 0.7
            yield Change(_exchange(site, node), "exchange the operands", fit)
    for node in site.nodes:
        if isinstance(node, ast.UnaryOp) and isinstance(
            node.op, (ast.USub, ast.Invert)
        ):
            text = site.text(node.operand)
            yield Change(site.replace(node, text), "drop the sign", 0.6)
    for node in site.expressions():
        up = site.source.parent(node)
        if isinstance(up, (ast.Return, ast.Call, ast.Assign, ast.Tuple, ast.Lambda)):
            if not _called(up, node) and site.kinds(node) & NUMBERS:
                text = site.text(node)
                text = f"({text})" if isinstance(node, (ast.BinOp, ast.IfExp)) else text
                yield Change(site.replace(node, f"-{text}"), "the other sign", 0.4)


def inverted(site: Site) -> Iterator[Change]:
    """Take the complement of what is combined bit by bit, or do not."""
    for node in site.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            for side in (node.left, node.right):
                if isinstance(side, (ast.Name, ast.Attribute, ast.Call)):
                    made = f"~{site.text(side)}"
                    yield Change(site.replace(side, made), made)
                elif not isinstance(side, (ast.Constant, ast.UnaryOp)):
                    made = f"~({site.text(side).strip('()')})"
                    if site.text(side).count("(") == site.text(side).count(")"):
                        yield Change(site.replace(side, made), made, 0.5)


def _exchange(site: Site, node: ast.BinOp) -> Tuple[Edit, ...]:
    """Return the edits that exchange the two sides."""
    left, right = site.text(node.left), site.text(node.right)
    if isinstance(node.left, ast.BinOp):
        left = f"({left})"
    if isinstance(node.right, ast.BinOp):
        right = f"({right})"
    start, end = site.source.span(node)
    gap = site.source.text[
        site.source.span(node.left).end : site.source.span(node.right).start
    ]
    if "(" in gap or ")" in gap:
        gap = f" {_TEXT[type(node.op)]} "
    return (Edit(start, end, f"{right}{gap}{left}"),)


def joined(site: Site) -> Iterator[Change]:
    """Add an operand to a chain of concatenations."""
    names = [x for x in site.names.locals if site.readable(x)][:10]
    for node in site.nodes:
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
            continue
        left, right = site.source.span(node.left), site.source.span(node.right)
        for name in names:
            found = site.name_kinds(name)
            for text, fit in ((f"[{name}]", 0.6), (name, 0.6 if found else 0.3)):
                if text == name and found & {"int", "float"}:
                    continue  # "combine" covers numbers
                for edit in (
                    Edit(left.end, left.end, f" + {text}"),
                    Edit(left.start, left.start, f"{text} + "),
                    Edit(right.end, right.end, f" + {text}"),
                ):
                    yield Change((edit,), f"{text} as well", fit)


def grouping(site: Site) -> Iterator[Change]:
    """Put parentheses elsewhere: ``a + b * c`` and ``(a + b) * c``."""
    for node in site.nodes:
        if not isinstance(node, ast.BinOp):
            continue
        outer = _TEXT[type(node.op)]
        if isinstance(node.right, ast.BinOp):
            a, b, c = node.left, node.right.left, node.right.right
            inner = _TEXT[type(node.right.op)]
            text = f"({site.text(a)} {outer} {site.text(b)}) {inner} {site.text(c)}"
            yield Change(site.guarded(node, text), "group the left operands")
        if isinstance(node.left, ast.BinOp):
            a, b, c = node.left.left, node.left.right, node.right
            inner = _TEXT[type(node.left.op)]
            text = f"{site.text(a)} {inner} ({site.text(b)} {outer} {site.text(c)})"
            yield Change(site.guarded(node, text), "group the right operands")
        # Of a longer chain the nearest operand: ``a - b * c / d``, ``a * b / c - d``.
        first, last = _end(node.right, "left"), _end(node.left, "right")
        whole = site.source.span(node)
        for start, end in (
            (whole.start, site.source.span(first).end),
            (site.source.span(last).start, whole.end),
        ):
            if (start, end) != tuple(whole):
                edits = (Edit(start, start, "("), Edit(end, end, ")"))
                yield Change(edits, "group the nearest operands", 0.8)


def _end(node: ast.expr, side: str) -> ast.expr:
    """Return the operand at one end of a chain of operators."""
    while isinstance(node, ast.BinOp):
        node = getattr(node, side)
    return node


def combined(site: Site) -> Iterator[Change]:
    """Combine a value with a variable by an operator."""
    names: List[Tuple[str, float]] = []
    for name in site.names.locals:
        if site.readable(name):
            found = site.name_kinds(name)
            if found & NUMBERS:
                names.append((name, 1.0))
            elif found & {"list", "str", "tuple", "dict", "set"}:
                names.append((f"len({name})", 0.15))
    names = names[:10]
    for node in site.expressions():
        if isinstance(node, (ast.Compare, ast.BoolOp, ast.Lambda)):
            continue
        up = site.source.parent(node)
        if _called(up, node) or isinstance(up, ast.Attribute):
            continue
        if not _may_be_number(site, node):
            continue
        own = site.text(node)
        known = 1.0 if site.kinds(node) else 0.4
        for power in ("** 2", "* 2", "/ 2", "// 2", "% 2", "% 10", "// 10", "* -1"):
            base = f"({own})" if isinstance(node, (ast.BinOp, ast.IfExp)) else own
            text = f"{base} {power}"
            yield Change(site.guarded(node, text), text, 0.12 * known)
        for name, likely in names:
            for sign, fit in (("+", 1.0), ("-", 1.0), ("*", 0.4), ("//", 0.1)):
                base = f"({own})" if isinstance(node, (ast.BinOp, ast.IfExp)) else own
                if sign in "+-" and isinstance(node, ast.BinOp):
                    base = own
                text = f"{base} {sign} {name}"
                yield Change(site.guarded(node, text), text, fit * known * likely)
            if not isinstance(node, ast.BinOp):
                for sign, fit in (("-", 0.5), ("+", 0.4), ("*", 0.1)):
                    text = f"{name} {sign} {own}"
                    fit *= known * likely
                    yield Change(site.guarded(node, text), text, fit)


def ranges(site: Site) -> Iterator[Change]:
    """Begin, end or step a ``range`` otherwise."""
    for node in site.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id != "range" or not node.args or node.keywords:
            continue
        args = [site.text(one) for one in node.args]
        names = [x for x in site.names.locals if site.readable(x)]
        counts = [x for x in names if site.name_kinds(x) & NUMBERS and x not in args]
        for new, fit in _range_forms(args, counts[:6]):
            text = f"range({', '.join(new)})"
            yield Change(site.replace(node, text), text, fit)


def _range_forms(
    args: List[str], names: List[str]
) -> Iterator[Tuple[Tuple[str, ...], float]]:
    """Yield other arguments of a range, and how likely each is."""
    if len(args) == 1:
        (stop,) = args
        for name in names:
            yield (name, stop), 0.4
            yield (f"{name} + 1", stop), 0.6
        yield ("1", stop), 1.0
        yield ("1", f"{stop} + 1"), 1.0
        yield ("2", stop), 0.4
        yield ("2", f"{stop} + 1"), 0.3
        yield ("0", stop, "2"), 0.2
        yield (f"{stop} - 1", "-1", "-1"), 0.8
        yield (stop, "0", "-1"), 0.3
    elif len(args) == 2:
        start, stop = args
        yield (stop,), 0.7
        yield (start, stop, "2"), 0.4
        yield (start, stop, "-1"), 0.6
        yield (stop, start, "-1"), 0.3
        yield (f"{stop} - 1", f"{start} - 1", "-1"), 0.4
        yield (f"{start} + 1", f"{stop} + 1"), 0.6
        yield (f"{start} - 1", f"{stop} - 1"), 0.4
    elif len(args) == 3:
        start, stop, step = args
        yield (start, stop), 1.0
        negative = step[1:] if step.startswith("-") else f"-{step}"
        yield (start, stop, negative), 0.8
        yield (stop, start, step), 0.4


def slices(site: Site) -> Iterator[Change]:
    """Change the bounds of a slice, or slice where an item was read."""
    bounds = ["1", "-1"] + [
        name
        for name in site.names.locals
        if site.readable(name) and site.name_kinds(name) & NUMBERS
    ][:8]
    for node in site.nodes:
        if not isinstance(node, ast.Subscript):
            continue
        base = site.text(node.value)
        if isinstance(node.slice, ast.Slice):
            low, high, step = (
                site.text(one) if one is not None else ""
                for one in (node.slice.lower, node.slice.upper, node.slice.step)
            )
            tail = f":{step}" if step else ""
            forms = [(f"{high}:{low}{tail}", 0.4), (f":{high}{tail}", 0.7)]
            forms += [(f"{low}:{tail}", 0.7), (f"{low}:{high}", 0.6 if step else 0.0)]
            forms += [(f"{low}:{high}:-1", 0.8), (f"{low}:{high}:2", 0.3)]
            if "-1" in (high, step):  # a colon more or less
                forms += [("::-1", 1.0), (":-1", 1.0), ("1:", 0.5)]
            for one in bounds:
                forms += [(f"{one}:{high}{tail}", 0.2 if low else 0.5)]
                forms += [(f"{low}:{one}{tail}", 0.2 if high else 0.5)]
        else:
            own = site.text(node.slice)
            forms = [(f"{own}:", 0.7), (f":{own}", 0.7)]
            forms += [("-1", 0.4), ("0", 0.4), (f"-{own}", 0.4)]
        for text, fit in forms:
            change = site.replace(node, f"{base}[{text}]")
            yield Change(change, f"{base}[{text}]", fit)


def sliced(site: Site) -> Iterator[Change]:
    """Read a part of a sequence, or a copy or the reverse of it."""
    names = [
        name
        for name in site.names.locals
        if site.readable(name) and site.name_kinds(name) & NUMBERS
    ][:6]
    for node in site.expressions():
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            continue
        if _called(site.source.parent(node), node):
            continue
        found = site.kinds(node)
        if found and not found & {"list", "str", "tuple", "bytes"}:
            continue
        known = 1.0 if found else 0.25
        own = site.text(node)
        forms = [("1:", 1.0), (":-1", 0.8), ("::-1", 1.0), (":", 0.7), (":1", 0.1)]
        for name in names:
            forms += [(f"{name}:", 0.5), (f":{name}", 0.5), (f"{name} + 1:", 0.3)]
        for text, fit in forms:
            change = site.replace(node, f"{own}[{text}]")
            yield Change(change, f"{own}[{text}]", fit * known)


FAMILIES = (
    Family("operator", 0.10, operators),
    Family("assignment", 0.031, assignments),
    Family("off-by-one", 0.089, off_by_one),
    Family("operand", 0.046, operands),
    Family("complement", 0.02, inverted),
    Family("grouping", 0.02, grouping),
    Family("joined", 0.01, joined),
    Family("combine", 0.057, combined),
    Family("range", 0.051, ranges),
    Family("slice", 0.04, slices),
    Family("sliced", 0.038, sliced),
)
