# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose what the exception asks for: names, attributes, conversions, parameters.

These families have high weights because they propose only where an exception of
their kind passed, or where a name is bound nowhere.
"""

from __future__ import annotations

import ast
import difflib
import re
from typing import Dict, Iterator, List, Sequence

from ..model import Edit
from .site import BUILTINS, Change, Family, Site

_HOMES = {
    "collections": "deque defaultdict Counter OrderedDict namedtuple ChainMap",
    "typing": "List Dict Optional Tuple Set Any Union Iterable Callable Iterator",
    "functools": "reduce lru_cache cache partial wraps cmp_to_key total_ordering",
    "itertools": "product permutations combinations chain groupby accumulate islice "
    "count cycle zip_longest starmap takewhile dropwhile",
    "math": "sqrt ceil floor inf pi gcd log log2 log10 factorial isqrt prod comb",
    "heapq": "heappush heappop heapify nlargest nsmallest heappushpop heapreplace",
    "bisect": "bisect_left bisect_right insort bisect insort_left",
    "datetime": "timedelta date",
    "copy": "deepcopy",
    "string": "ascii_lowercase ascii_uppercase ascii_letters digits punctuation",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "dataclasses": "dataclass field",
    "enum": "Enum",
    "abc": "ABC abstractmethod",
    "contextlib": "contextmanager suppress",
    "pathlib": "Path",
    "statistics": "mean median stdev",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}
_MODULES = frozenset(
    "math re os sys json time random string itertools functools collections heapq "
    "bisect datetime copy operator statistics decimal fractions typing io csv abc "
    "enum hashlib base64 struct textwrap unicodedata calendar logging warnings "
    "contextlib inspect types queue threading uuid tempfile".split()
)
# Names of other languages.
_FOREIGN = {
    "null": "None",
    "nil": "None",
    "undefined": "None",
    "true": "True",
    "false": "False",
    "TRUE": "True",
    "FALSE": "False",
    "NULL": "None",
    "none": "None",
    "this": "self",
    "length": "len",
    "size": "len",
    "boolean": "bool",
    "string": "str",
    "integer": "int",
    "xrange": "range",
    "unicode": "str",
    "long": "int",
    "raw_input": "input",
    "unichr": "chr",
    "basestring": "str",
    "Integer": "int",
    "array": "list",
    "echo": "print",
    "println": "print",
    "printf": "print",
}


def undefined(site: Site) -> Iterator[Change]:
    """Replace a name that is bound nowhere by one that is, or bind it."""
    for node in site.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if _unbound(site, node.id) or _missing(site, node.id):
                yield from _for_unbound(site, node)


def _unbound(site: Site, name: str) -> bool:
    """Return whether nothing binds a name."""
    names = site.names
    if name in BUILTINS or name in names.locals or name in names.globals:
        return False
    if name in names.functions or name in names.classes or name in names.imports:
        return False
    return not name.startswith("__") and not _has_star(site)


def _has_star(site: Site) -> bool:
    """Return whether the file imports all names of a module."""
    return any(
        isinstance(one, ast.ImportFrom) and one.names[0].name == "*"
        for one in site.source.tree.body
    )


def _missing(site: Site, name: str) -> bool:
    """Return whether a failing test complained of a name."""
    return any(
        one.exception in _UNBOUND and re.search(rf"'{re.escape(name)}'", one.message)
        for one in site.outcomes
    )


def _for_unbound(site: Site, node: ast.Name) -> Iterator[Change]:
    """Propose names that are bound instead of one that is not."""
    name = node.id
    known = list(site.names.variables()) + list(site.names.functions)
    known += list(site.names.classes) + list(site.names.imports)
    close = difflib.get_close_matches(name, known + sorted(BUILTINS), n=6, cutoff=0.6)
    if name in _FOREIGN:
        close.insert(0, _FOREIGN[name])
    for rank, other in enumerate(close):
        if other != name:
            note = f"{other} was meant by {name}"
            yield Change(site.replace(node, other), note, 1.0 / (1 + rank))
    for other in known:
        if other not in close and other != name:
            yield Change(site.replace(node, other), f"{other} instead of {name}", 0.15)
    owner = site.source.owner(site.node)
    if owner is not None:
        fit = 1.0 if name in site.module.attributes(owner) else 0.1
        yield Change(site.replace(node, f"self.{name}"), f"self.{name} was meant", fit)
    for up in site.source.ancestors(node):
        for part in getattr(up, "generators", ()):
            if isinstance(part.target, ast.Name) and part.target.id != name:
                yield Change(site.replace(part.target, name), f"for {name} in", 1.0)
    yield from _imports(site, node)
    yield Change(site.replace(node, repr(name)), f"the text {name!r}", 0.1)


def _imports(site: Site, node: ast.Name) -> Iterator[Change]:
    """Propose the import that a name lacks."""
    name = node.id
    lines: List[str] = []
    if name in _MODULES:
        lines.append(f"import {name}")
    if name in _HOME:
        lines.append(f"from {_HOME[name]} import {name}")
    if name == "datetime":
        lines.append("from datetime import datetime")
    at = _import_place(site)
    for line in lines:
        yield Change((Edit(at, at, line + site.source.newline),), line, 1.0)
    for module in site.names.imports:
        if module == _HOME.get(name):
            yield Change(site.replace(node, f"{module}.{name}"), f"of {module}", 1.0)


def _import_place(site: Site) -> int:
    """Return where an import goes: after the docstring and ``__future__`` lines."""
    body = site.source.tree.body
    for node in body:
        value = getattr(node, "value", None)
        docstring = isinstance(node, ast.Expr) and isinstance(value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not docstring and not future:
            first = min(
                [node.lineno] + [d.lineno for d in getattr(node, "decorator_list", ())]
            )
            return site.source.line_span(first).start
    return len(site.source.text)


_UNBOUND = ("NameError", "UnboundLocalError")


def unbound_local(site: Site) -> Iterator[Change]:
    """Say ``global`` or ``nonlocal``, or give a first value, where a name had none."""
    function = site.source.function(site.node)
    if function is None or not function.body:
        return
    for one in site.outcomes:
        match = re.search(r"(?:variable|name) '(\w+)'", one.message)
        if one.exception not in _UNBOUND or match is None:
            continue
        name = match.group(1)
        first = Site(site.module, function.body[0])
        if one.exception == "UnboundLocalError":
            word = "global" if name in site.names.globals else "nonlocal"
            yield Change(first.before(f"{word} {name}"), f"{word} {name}", 1.0)
        places = [first]
        for up in site.source.ancestors(site.node):
            if up is function:
                break
            if isinstance(up, ast.stmt):
                places.append(Site(site.module, up))
        for value in ("0", "[]", "None", "''", "{}", "False", "1", "set()"):
            text = f"{name} = {value}"
            for place in places:
                yield Change(place.before(text), f"begin with {text}", 0.5)


_ATTRIBUTES = {
    "push": "append",
    "add": "append",
    "append": "add",
    "push_back": "append",
    "enqueue": "append",
    "dequeue": "popleft",
    "shift": "popleft",
    "has_key": "__contains__",
    "iteritems": "items",
    "itervalues": "values",
    "iterkeys": "keys",
    "toLowerCase": "lower",
    "toUpperCase": "upper",
    "trim": "strip",
    "indexOf": "index",
    "substring": "__getitem__",
    "startsWith": "startswith",
    "endsWith": "endswith",
    "put": "setdefault",
    "delete": "remove",
    "concat": "extend",
    "addAll": "extend",
    "contains": "__contains__",
    "equals": "__eq__",
    "peek": "__getitem__",
    "lowercase": "lower",
    "uppercase": "upper",
    "is_digit": "isdigit",
    "is_alpha": "isalpha",
}
_TYPES: Dict[str, type] = {
    one.__name__: one for one in (list, str, dict, set, tuple, int, float, bytes)
}


def no_attribute(site: Site) -> Iterator[Change]:
    """Read an attribute that the object has."""
    for one in site.outcomes:
        match = re.search(r"'?([\w.]+)'? .*has no attribute '(\w+)'", one.message)
        if one.exception != "AttributeError" or match is None:
            continue
        kind, name = match.groups()
        for node in site.nodes:
            if isinstance(node, ast.Attribute) and node.attr == name:
                yield from _for_attribute(site, node, kind)
                yield from _initialised(site, name)


def _initialised(site: Site, name: str) -> Iterator[Change]:
    """Give a missing attribute of ``self`` its first value in ``__init__``."""
    for owner in site.names.classes.values():
        if name not in site.module.attributes(owner):
            continue
        for method in owner.body:
            if getattr(method, "name", "") == "__init__":
                last = Site(site.module, getattr(method, "body")[-1])
                values = ["[]", "{}", "0", "None", "set()", "''", "False"]
                args = getattr(method, "args").args
                values += [arg.arg for arg in args if arg.arg != "self"]
                for value in values:
                    text = f"self.{name} = {value}"
                    fit = 1.0 if value == name else 0.4
                    yield Change(last.after(text), text, fit)


def _for_attribute(site: Site, node: ast.Attribute, kind: str) -> Iterator[Change]:
    """Propose attributes that exist instead of one that does not."""
    known = [x for x in dir(_TYPES.get(kind, object)) if not x.startswith("_")]
    for owner in site.names.classes.values():
        if owner.name == kind:
            known += site.module.attributes(owner)
    base = site.text(node.value)
    close = difflib.get_close_matches(node.attr, known, n=4, cutoff=0.5)
    if node.attr in _ATTRIBUTES:
        close.insert(0, _ATTRIBUTES[node.attr])
    for rank, other in enumerate(close):
        change = site.replace(node, f"{base}.{other}")
        yield Change(change, f".{other} was meant", 1.0 / (1 + rank))
    for other in known:
        if other not in close and kind not in _TYPES:
            yield Change(site.replace(node, f"{base}.{other}"), f".{other}", 0.2)
    up = site.source.parent(node)
    whole = up if isinstance(up, ast.Call) and up.func is node else node
    if node.attr in ("length", "size", "count", "len"):
        yield Change(site.replace(whole, f"len({base})"), f"len({base})")
    if node.attr in BUILTINS and isinstance(whole, ast.Call):
        inner = ", ".join([base, *map(site.text, whole.args)])
        made = f"{node.attr}({inner})"
        yield Change(site.replace(whole, made), made)
    yield Change(site.replace(whole, base), f"{base} itself", 0.5)
    items = [(repr(node.attr), 1.0 if kind == "dict" else 0.3)]
    items += [(node.attr, 1.0)] if node.attr in site.names.locals else []
    for key, fit in items:
        yield Change(site.replace(node, f"{base}[{key}]"), f"{base}[{key}]", fit)
    yield Change(site.replace(node, f"str({base}).{node.attr}"), "as text", 0.3)
    default = f"getattr({base}, {node.attr!r}, None)"
    yield Change(site.replace(node, default), "None when it is missing", 0.3)


def conversions(site: Site) -> Iterator[Change]:
    """Convert a value to the type that an operation needs."""
    wrong = [x for x in site.outcomes if x.exception in ("TypeError", "ValueError")]
    if not wrong:
        return
    message = " ".join(one.message for one in wrong)
    names = [name for name in _wanted_conversions(message)]
    for node in site.expressions():
        up = site.source.parent(node)
        if isinstance(up, ast.Call) and up.func is node:
            continue
        if isinstance(node, ast.Constant) and isinstance(up, ast.Expr):
            continue
        for name in names:
            note = f"{name}({site.text(node)})"
            yield Change(site.wrap(node, f"{name}(", ")"), note)


def _wanted_conversions(message: str) -> Sequence[str]:
    """Return the conversions that a message asks for."""
    if "unhashable" in message:
        return ("tuple", "frozenset", "str")
    if "not iterable" in message:
        return ("range", "str", "list")
    if "indices must be integers" in message or "interpreted as an integer" in message:
        return ("int", "len", "round")
    if "str" in message:
        return ("str", "int", "float", "len", "list")
    if "list" in message or "tuple" in message or "set" in message:
        return ("len", "list", "tuple", "set", "sum")
    return ("int", "float", "list", "len")


def parameters(site: Site) -> Iterator[Change]:
    """Give a method its ``self``, a function the parameter it was called with."""
    node = site.node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    start = site.source.span(node).start
    at = site.source.text.find("(", start) + 1
    args = node.args.posonlyargs + node.args.args
    owner = site.source.parent(node)
    if isinstance(owner, ast.ClassDef) and not node.decorator_list:
        if not args or args[0].arg not in ("self", "cls"):
            text = "self, " if args or node.args.vararg else "self"
            yield Change((Edit(at, at, text),), "the missing self")
        if args and args[0].arg == "self":
            indent = site.source.indent(node)
            text = "@property" + site.source.newline + indent
            yield Change((Edit(start, start, text),), "a property", 0.05)
    if args:
        for value in ("None", "0", "1", "True", "False"):
            last = args[-1]
            end = site.source.span(last).end
            if not node.args.defaults and not node.args.vararg:
                change = (Edit(end, end, f"={value}"),)
                yield Change(change, f"{last.arg} is {value} if not given", 0.2)


def iteration(site: Site) -> Iterator[Change]:
    """Go through a copy of what the loop changes; give ``next`` a default."""
    node = site.node
    text = " ".join(one.message for one in site.outcomes)
    if isinstance(node, (ast.For, ast.AsyncFor)):
        fit = 1.0 if "changed size" in text else 0.1
        change = site.wrap(node.iter, "list(", ")")
        yield Change(change, "go through a copy", fit)
    if "StopIteration" in site.exceptions:
        for call in _calls(site, "next"):
            if len(call.args) == 1:
                end = site.source.span(call).end - 1
                yield Change((Edit(end, end, ", None"),), "None at the end")
    if "RuntimeError" in site.exceptions:
        for call in _calls(site, "next"):
            yield Change(site.wrap(call, "list(", ")"), "a list", 0.1)


def unpacked(site: Site) -> Iterator[Change]:
    """Take what is left over when too many values, or too few, are unpacked."""
    if not any("unpack" in one.message for one in site.outcomes):
        return
    for node in site.nodes:
        if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Store):
            for one in node.elts:
                if isinstance(one, ast.Name):
                    made = f"*{one.id}"
                    yield Change(site.replace(one, made), f"{made}, what is left")


def _calls(site: Site, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function in a statement."""
    for node in site.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == name:
                yield node


FAMILIES = (
    Family("undefined-name", 1.0, undefined),
    Family("unbound-local", 0.8, unbound_local),
    Family("no-attribute", 0.8, no_attribute),
    Family("conversion", 0.3, conversions),
    Family("parameter", 0.3, parameters),
    Family("iteration", 0.2, iteration),
    Family("unpacking", 0.4, unpacked),
)
