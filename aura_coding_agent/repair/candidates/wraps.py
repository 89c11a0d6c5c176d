# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose calls around a value, method calls on it, or their removal."""

from __future__ import annotations

import ast
from typing import Dict, FrozenSet, Iterator, List, Optional, Tuple

from .kinds import NUMBERS, UNKNOWN, literal
from .site import Change, Family, Site

_SEQUENCES = frozenset(("list", "str", "tuple", "set", "dict", "range", "dict_keys"))
_TEXT = frozenset(("str",))
_LIST = frozenset(("list",))
_ANY = UNKNOWN

# Function -> types of argument it makes sense for, and how common it is.
_FUNCTIONS: Tuple[Tuple[str, FrozenSet[str], float], ...] = (
    ("len", _SEQUENCES, 1.0),
    ("int", NUMBERS | _TEXT, 1.0),
    ("str", NUMBERS | frozenset(("NoneType",)), 1.0),
    ("abs", NUMBERS, 1.0),
    ("list", _SEQUENCES | {"zip", "map", "generator", "dict_items"}, 1.0),
    ("sorted", _SEQUENCES, 1.0),
    ("set", _SEQUENCES, 0.8),
    ("reversed", frozenset(("list", "str", "tuple", "range")), 0.6),
    ("sum", frozenset(("list", "tuple", "set")), 0.5),
    ("max", frozenset(("list", "tuple", "set")), 0.3),
    ("min", frozenset(("list", "tuple", "set")), 0.3),
    ("tuple", frozenset(("list", "set")), 0.5),
    ("round", frozenset(("float",)), 0.7),
    ("float", NUMBERS | _TEXT, 0.5),
    ("bool", _ANY, 0.3),
    ("range", frozenset(("int",)), 0.6),
    ("enumerate", frozenset(("list", "str", "tuple")), 0.6),
    ("dict", frozenset(("dict", "list")), 0.3),
    ("iter", _LIST, 0.1),
    ("next", frozenset(("generator", "list_iterator")), 0.2),
    ("ord", _TEXT, 0.3),
    ("chr", frozenset(("int",)), 0.3),
    ("any", _LIST, 0.1),
    ("all", _LIST, 0.1),
    ("repr", _TEXT, 0.15),
)
_METHODS: Tuple[Tuple[str, FrozenSet[str], float], ...] = (
    ("copy()", frozenset(("list", "dict", "set")), 1.0),
    ("items()", frozenset(("dict", "defaultdict", "Counter")), 1.0),
    ("values()", frozenset(("dict", "defaultdict", "Counter")), 0.8),
    ("keys()", frozenset(("dict", "defaultdict", "Counter")), 0.3),
    ("lower()", _TEXT, 1.0),
    ("strip()", _TEXT, 1.0),
    ("upper()", _TEXT, 0.6),
    ("split()", _TEXT, 0.8),
    ("title()", _TEXT, 0.1),
    ("capitalize()", _TEXT, 0.2),
    ("encode()", _TEXT, 0.2),
    ("decode()", frozenset(("bytes",)), 0.8),
    ("total_seconds()", frozenset(("timedelta",)), 1.0),
    ("pop()", _LIST, 0.2),
)


def _targets(site: Site) -> Iterator[Tuple[ast.expr, float]]:
    """Yield expressions that may be wrapped, and how likely such a place is."""
    for node in site.expressions():
        up = site.source.parent(node)
        if isinstance(up, ast.Call) and up.func is node:
            continue
        if isinstance(node, (ast.Constant, ast.Lambda, ast.JoinedStr)):
            continue
        if isinstance(up, (ast.Attribute, ast.Expr)):
            continue
        place = 1.0
        if isinstance(up, ast.BinOp):
            place = 0.6
        elif isinstance(node, (ast.Compare, ast.BoolOp)):
            place = 0.2
        yield node, place


def wrapped(site: Site) -> Iterator[Change]:
    """Put a call around a value."""
    own_functions = list(_own_functions(site))
    for node, place in _targets(site):
        found = site.kinds(node)
        own = site.text(node)
        for name, share in own_functions:
            if not own.startswith(name + "("):
                edits = site.wrap(node, f"{name}(", ")")
                yield Change(edits, f"{name}({own})", share * place)
        if not found or found & _JOINED:
            for glue in ("''", "' '", "', '", "','", "'\\n'"):
                edits = site.wrap(node, f"{glue}.join(", ")")
                fit = 0.3 * place if found else 0.1
                yield Change(edits, f"{glue}.join({own})", fit)
        for name, takes, share in _FUNCTIONS:
            if found and takes and not found & takes:
                continue
            if own.startswith(name + "("):
                continue
            fit = share * place * (1.0 if found else 0.3)
            yield Change(site.wrap(node, f"{name}(", ")"), f"{name}({own})", fit)


_JOINED = frozenset(("list", "tuple", "generator", "list_reverseiterator"))


def _own_functions(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield functions of one argument that the module has or uses."""
    function = site.source.function(site.node)
    for name, node in site.names.functions.items():
        args = node.args.posonlyargs + node.args.args
        if len(args) - len(node.args.defaults) <= 1 <= len(args):
            yield name, 0.2 if node is function else 0.4
    for name in _own_methods(site, function):
        yield name, 0.4
    for name in site.names.classes:
        yield name, 0.2
    if "math" in site.names.imports:
        for name in ("sqrt", "floor", "ceil"):
            yield f"math.{name}", 0.3
    if "copy" in site.names.imports:
        yield "copy.deepcopy", 0.4
    for name in ("deepcopy", "sqrt", "floor", "ceil", "deque", "Counter"):
        if name in site.names.imports:
            yield name, 0.4


def _own_methods(site: Site, function: Optional[ast.AST]) -> Iterator[str]:
    """Yield methods of one argument that the object of a method has."""
    owner = site.source.owner(site.node)
    arguments = getattr(getattr(function, "args", None), "args", None)
    if owner is None or not arguments:
        return
    for node in owner.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            args = node.args.posonlyargs + node.args.args
            least = len(args) - len(node.args.defaults)
            if node is not function and not node.decorator_list and args:
                if least <= 2 <= len(args) and args[0].arg == arguments[0].arg:
                    yield f"{args[0].arg}.{node.name}"


def methods(site: Site) -> Iterator[Change]:
    """Call a method of a value."""
    cut = list(_cuts(site))
    places = [*_targets(site), *((one, 0.7) for one in _receivers(site))]
    for node, place in places:
        found = site.kinds(node)
        own = site.text(node)
        if not found or "str" in found:
            for text, fit in cut:
                change = site.replace(node, f"{own}.{text}")
                yield Change(change, f".{text}", fit * place)
        atom = isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))
        for name, takes, share in _METHODS:
            if found and not found & takes:
                continue
            base = own if atom else f"({own})"
            fit = share * place * (1.0 if found else 0.25)
            yield Change(site.replace(node, f"{base}.{name}"), f".{name}", fit)


def _receivers(site: Site) -> Iterator[ast.expr]:
    """Yield objects whose methods are called."""
    for node in site.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if isinstance(node.func.value, (ast.Name, ast.Subscript, ast.Attribute)):
                yield node.func.value


def _cuts(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield calls that take away what the actual text has too much."""
    for expected, actual in site.module.evidence.wanted:
        want, got = literal(expected), literal(actual)
        if isinstance(want, str) and isinstance(got, str) and want and want in got:
            head, _, tail = got.partition(want)
            for rest in dict.fromkeys((head[:1], tail[:1])):
                if rest and not rest.isalnum():
                    yield f"strip({rest!r})", 0.5
                    yield f"rstrip({rest!r})", 0.3
                    yield f"lstrip({rest!r})", 0.3


def unwrapped(site: Site) -> Iterator[Change]:
    """Use an argument without the call around it, or an object without a method."""
    for node in site.expressions():
        if not isinstance(node, ast.Call):
            continue
        for arg in node.args:
            if isinstance(arg, (ast.Starred, ast.GeneratorExp)):
                continue
            text = site.text(arg)
            fit = 1.0 if len(node.args) == 1 else 0.6
            change = site.guarded(node, text)
            if isinstance(arg, (ast.Name, ast.Call, ast.Subscript, ast.Attribute)):
                change = site.replace(node, text)
            yield Change(change, f"{text} without the call", fit)
        if isinstance(node.func, ast.Attribute) and not isinstance(
            site.source.parent(node), ast.Expr
        ):
            text = site.text(node.func.value)
            change = site.replace(node, text)
            yield Change(change, f"without .{node.func.attr}()", 0.7)


def bounded(site: Site) -> Iterator[Change]:
    """Take the larger or smaller of a value and another."""
    names = [
        name
        for name in site.names.locals
        if site.readable(name) and site.name_kinds(name) & NUMBERS
    ][:8]
    for node, place in _targets(site):
        found = site.kinds(node)
        if found and not found & NUMBERS:
            continue
        if isinstance(site.source.parent(node), (ast.Subscript, ast.Compare)):
            place *= 0.3
        known = 1.0 if found else 0.3
        own = site.text(node)
        others = [("0", 1.0), ("1", 0.5)]
        others += [(name, 0.8) for name in names if name != own]
        others += [(text, 0.25) for text in _parts(site) if text != own]
        for call in ("max", "min"):
            for other, fit in others:
                note = f"{call}({other}, {own})"
                edits = site.wrap(node, f"{call}({other}, ", ")")
                yield Change(edits, note, fit * place * known)


def _parts(site: Site) -> List[str]:
    """Return items and attributes that the function reads."""
    function = site.source.function(site.node)
    found: Dict[str, None] = {}
    for one in ast.walk(function if function is not None else site.node):
        if isinstance(one, (ast.Subscript, ast.Attribute)):
            up = site.source.parent(one)
            if not (isinstance(up, ast.Call) and up.func is one):
                text = site.text(one)
                if len(text) < 30:
                    found[text] = None
    return list(found)[:10]


def called(site: Site) -> Iterator[Change]:
    """Call a method that is only named, or name one that is called."""
    functions = site.names.functions
    for node in site.nodes:
        up = site.source.parent(node)
        if isinstance(up, ast.Call) and up.func is node:
            continue
        if isinstance(node, ast.Name) and node.id in functions:
            if isinstance(node.ctx, ast.Load):
                yield Change(site.replace(node, f"{node.id}()"), f"call {node.id}", 0.3)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            fit = 1.0 if isinstance(up, ast.Expr) or node.attr in _CALLED else 0.15
            text = site.text(node)
            yield Change(site.replace(node, f"{text}()"), f"call {text}", fit)
    for node in site.nodes:
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            text = site.text(node.func)
            yield Change(site.replace(node, text), f"{text} without a call", 0.2)


_CALLED = frozenset(
    "lower upper strip split items keys values copy isdigit isalpha isspace isupper "
    "islower isalnum pop popleft sort reverse read readlines total_seconds".split()
)


def formatted(site: Site) -> Iterator[Change]:
    """Fill in a name that stands in braces of a plain string."""
    names: Dict[str, None] = dict.fromkeys(site.names.variables())
    for node in site.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if any("{" + name in node.value for name in names):
                start = site.source.span(node).start
                edit = site.replace(node, "f")[0]._replace(start=start, end=start)
                yield Change((edit,), "fill in the names in braces")


def reached(site: Site) -> Iterator[Change]:
    """Have a call reach further or less far: ``f(a) * b`` and ``f(a * b)``."""
    for node in site.nodes:
        if isinstance(node, ast.BinOp):
            inner = node.left
            if isinstance(inner, ast.Call) and inner.args and not inner.keywords:
                last = site.source.span(inner.args[-1])
                whole, rest = site.source.span(node), site.source.span(inner)
                text = site.source.text
                argument = text[last.start : last.end]
                if isinstance(inner.args[-1], (ast.BinOp, ast.IfExp, ast.Compare)):
                    argument = f"({argument})"
                head, tail = text[whole.start : last.start], text[rest.end : whole.end]
                made = f"{head}{argument}{tail}{text[last.end:rest.end]}"
                yield Change(site.replace(node, made), made)
        elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            [only] = node.args
            if isinstance(only, ast.BinOp):
                text = site.text(only)
                cut = site.source.span(only.left).end - site.source.span(only).start
                made = f"{site.text(node.func)}({text[:cut]}){text[cut:]}"
                yield Change(site.guarded(node, made), made)


def chained(site: Site) -> Iterator[Change]:
    """Go through two sequences one after the other instead of through one."""
    iterated = [part.iter for one in site.nodes for part in _loops(one)]
    if isinstance(site.node, ast.For):
        iterated.append(site.node.iter)
    for node in iterated:
        own, found = site.text(node), site.kinds(node) & _CHAINED
        for name in site.names.locals[:12]:
            if name != own and site.readable(name) and found & site.name_kinds(name):
                for made, fit in ((f"{own} + {name}", 1.0), (f"{name} + {own}", 0.4)):
                    yield Change(site.replace(node, made), made, fit)


_CHAINED = frozenset(("list", "tuple", "str"))


def _loops(node: ast.AST) -> List[ast.comprehension]:
    """Return the loops of a comprehension."""
    return list(getattr(node, "generators", ()))


def awaited(site: Site) -> Iterator[Change]:
    """Wait for a coroutine, or do not wait for what is none."""
    if not isinstance(site.source.function(site.node), ast.AsyncFunctionDef):
        return
    told = any(
        "coroutine" in one.message + one.actual or "await" in one.message
        for one in site.module.evidence.failing
    )
    for node in site.nodes:
        if isinstance(node, ast.Await):
            fit = 0.6 if told else 0.2
            yield Change(site.replace(node, site.text(node.value)), "no await", fit)
        elif isinstance(node, ast.Call):
            if not isinstance(site.source.parent(node), ast.Await):
                made = f"await {site.text(node)}"
                edits = site.replace(node, made)
                if isinstance(site.source.parent(node), (ast.Attribute, ast.BinOp)):
                    edits = site.replace(node, f"({made})")
                yield Change(edits, made, 1.0 if told else 0.3)


FAMILIES = (
    Family("wrap", 0.05, wrapped),
    Family("method", 0.03, methods),
    Family("unwrap", 0.024, unwrapped),
    Family("bound", 0.02, bounded),
    Family("call", 0.028, called),
    Family("reach", 0.03, reached),
    Family("chain", 0.01, chained),
    Family("await", 0.2, awaited),
    Family("fill-in", 0.01, formatted),
)
