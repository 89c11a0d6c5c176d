# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell which type an expression may have, from its shape and from observed values."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Callable, FrozenSet, Optional, Set

from ..model import Observed

NUMBERS = frozenset(("int", "float", "bool", "complex", "Decimal", "Fraction"))
UNKNOWN: FrozenSet[str] = frozenset()

_RESULTS = {
    "len": "int",
    "int": "int",
    "ord": "int",
    "hash": "int",
    "id": "int",
    "str": "str",
    "repr": "str",
    "chr": "str",
    "bin": "str",
    "hex": "str",
    "input": "str",
    "float": "float",
    "bool": "bool",
    "any": "bool",
    "all": "bool",
    "isinstance": "bool",
    "callable": "bool",
    "hasattr": "bool",
    "list": "list",
    "sorted": "list",
    "dir": "list",
    "tuple": "tuple",
    "dict": "dict",
    "set": "set",
    "frozenset": "frozenset",
    "range": "range",
    "enumerate": "enumerate",
    "zip": "zip",
    "map": "map",
    "filter": "filter",
    "reversed": "list_reverseiterator",
}
_METHODS = {
    "split": "list",
    "rsplit": "list",
    "splitlines": "list",
    "join": "str",
    "strip": "str",
    "lstrip": "str",
    "rstrip": "str",
    "lower": "str",
    "upper": "str",
    "replace": "str",
    "title": "str",
    "format": "str",
    "find": "int",
    "index": "int",
    "count": "int",
    "startswith": "bool",
    "endswith": "bool",
    "isdigit": "bool",
    "isalpha": "bool",
    "items": "dict_items",
    "keys": "dict_keys",
    "values": "dict_values",
}
_DISPLAYS = (
    (ast.List, "list"),
    (ast.ListComp, "list"),
    (ast.Tuple, "tuple"),
    (ast.Dict, "dict"),
    (ast.DictComp, "dict"),
    (ast.Set, "set"),
    (ast.SetComp, "set"),
    (ast.JoinedStr, "str"),
    (ast.Compare, "bool"),
    (ast.GeneratorExp, "generator"),
    (ast.Lambda, "function"),
)


def kinds(
    node: ast.AST, observed: Callable[[str], Optional[Observed]]
) -> FrozenSet[str]:
    """Return the type names an expression may have; empty when unknown."""
    if isinstance(node, ast.Constant):
        return frozenset((type(node.value).__name__,))
    if isinstance(node, ast.Name):
        seen = observed(node.id)
        return seen.types if seen else UNKNOWN
    for shape, name in _DISPLAYS:
        if isinstance(node, shape):
            return frozenset((name,))
    if isinstance(node, ast.Call):
        return _call_kinds(node, observed)
    if isinstance(node, ast.BinOp):
        return _operator_kinds(node, observed)
    if isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.Not):
            return frozenset(("bool",))
        return kinds(node.operand, observed)
    if isinstance(node, ast.Subscript):
        return _item_kinds(node, observed)
    if isinstance(node, ast.IfExp):
        return kinds(node.body, observed) | kinds(node.orelse, observed)
    return UNKNOWN


def _call_kinds(
    node: ast.Call, observed: Callable[[str], Optional[Observed]]
) -> FrozenSet[str]:
    """Return the types that a call may return."""
    if isinstance(node.func, ast.Name):
        if node.func.id in _RESULTS:
            return frozenset((_RESULTS[node.func.id],))
        if node.func.id in ("min", "max", "abs", "sum", "round") and node.args:
            found = kinds(node.args[-1], observed)
            return found if found <= NUMBERS else UNKNOWN
    elif isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return frozenset((_METHODS[node.func.attr],))
    return UNKNOWN


def _operator_kinds(
    node: ast.BinOp, observed: Callable[[str], Optional[Observed]]
) -> FrozenSet[str]:
    """Return the types that an operation may have."""
    left, right = kinds(node.left, observed), kinds(node.right, observed)
    if isinstance(node.op, ast.Div):
        return frozenset(("float",))
    if left and right and left <= NUMBERS and right <= NUMBERS:
        return frozenset(("float",)) if "float" in left | right else left | right
    if isinstance(node.op, ast.Mod) and "str" in left:
        return left
    return left if left == right else UNKNOWN


def _item_kinds(
    node: ast.Subscript, observed: Callable[[str], Optional[Observed]]
) -> FrozenSet[str]:
    """Return the types that an item may have."""
    whole = kinds(node.value, observed)
    if isinstance(node.slice, ast.Slice) or whole == {"str"}:
        return whole
    if isinstance(node.value, ast.Name):
        seen = observed(node.value.id)
        found: Set[str] = set()
        for text in seen.values if seen else ():
            found |= item_kinds(text)
        return frozenset(found)
    return UNKNOWN


@lru_cache(maxsize=4096)
def item_kinds(text: str) -> FrozenSet[str]:
    """Return the type names of the items of a container, given its repr."""
    value = literal(text)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set, str)):
        return frozenset(type(one).__name__ for one in list(value)[:8])
    return UNKNOWN


def literal(text: str) -> object:
    """Return the value a repr stands for; Ellipsis when it is not a literal."""
    if len(text) > 2000:
        return ...
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ...


def fits(one: FrozenSet[str], other: FrozenSet[str]) -> float:
    """Return how well two sets of type names agree: 1, 0.5 unknown, little if not."""
    if not one or not other:
        return 0.5
    if one & other or (one & NUMBERS and other & NUMBERS):
        return 1.0
    return 0.06
