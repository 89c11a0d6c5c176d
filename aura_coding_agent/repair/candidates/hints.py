# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell from how tests fail which families of patches are likelier than usual (pure).

Two values of which one is the reverse of the other, a result that is one too short,
a loop that does not end: each speaks for some mistakes and says nothing of others.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, Sequence

from ..model import Outcome
from .kinds import literal

_Boosts = Mapping[str, float]

_BY_EXCEPTION: Mapping[str, _Boosts] = {
    "IndexError": {"range": 2.0, "off-by-one": 1.5, "comparison": 1.3, "number": 1.3},
    "RecursionError": {"guard": 2.5, "recursion": 2.5, "off-by-one": 1.5},
    "ZeroDivisionError": {"guard": 1.5, "operand": 1.5, "number": 1.3},
}
_ENDLESS: _Boosts = {"step": 3.0, "comparison": 1.3, "nesting": 1.5, "variable": 1.3}
_NOTHING: _Boosts = {"return": 6.0, "nesting": 1.5, "wrap": 0.6, "number": 0.6}
_TRUTH: _Boosts = {
    "negation": 1.6,
    "truth": 1.8,
    "connective": 1.3,
    "comparison": 1.3,
    "return": 1.3,
}
_BY_ONE: _Boosts = {"off-by-one": 1.5, "number": 1.4, "comparison": 1.2, "range": 1.2}
_KIND: _Boosts = {"operator": 1.5, "wrap": 1.8, "unwrap": 1.8, "container": 1.3}
_ORDER: _Boosts = {
    "wrap": 1.6,
    "sliced": 1.6,
    "exchange": 1.6,
    "operand": 1.6,
    "comparison": 1.2,
    "keyword": 1.5,
}
_LENGTH: _Boosts = {"slice": 1.5, "sliced": 2.0, "range": 1.5, "off-by-one": 1.2}


def boosts(failing: Sequence[Outcome]) -> Dict[str, float]:
    """Return family -> how many times likelier it is than usual.

    The factors are means over the failing tests; a family that is not named has 1.
    """
    signs = [list(_signs(one)) for one in failing[:20]]
    names = {name for found in signs for one in found for name in one}
    return {
        name: sum(_of(name, found) for found in signs) / len(signs) for name in names
    }


def _of(name: str, found: List[_Boosts]) -> float:
    """Return the factor of a family."""
    factor = 1.0
    for one in found:
        factor *= one.get(name, 1.0)
    return factor


def _signs(one: Outcome) -> Iterator[_Boosts]:
    """Yield what the end of one test hints at."""
    if one.outcome == "timeout":
        yield _ENDLESS
    if one.exception in _BY_EXCEPTION:
        yield _BY_EXCEPTION[one.exception]
    if one.expected and one.actual:
        yield from _compared(one.expected, one.actual)


def _compared(expected: str, actual: str) -> Iterator[_Boosts]:
    """Yield what two values hint at."""
    want, got = literal(expected), literal(actual)
    if actual == "None" and expected != "None":
        yield _NOTHING
    elif isinstance(want, bool) and isinstance(got, bool):
        yield _TRUTH
    elif isinstance(want, (int, float)) and isinstance(got, (int, float)):
        if type(want) is not type(got):
            yield _KIND
        if abs(abs(want - got) - 1) < 1e-9:
            yield _BY_ONE
    elif isinstance(want, (list, tuple, str)) and isinstance(got, (list, tuple, str)):
        if type(want) is not type(got):
            yield _KIND
        else:
            yield from _sequences(want, got)
    elif want is not None and got is not None and type(want) is not type(got):
        yield _KIND


def _sequences(want: Sequence[object], got: Sequence[object]) -> Iterator[_Boosts]:
    """Yield what two sequences hint at."""
    if len(want) == len(got):
        if sorted(map(repr, want)) == sorted(map(repr, got)):
            yield _ORDER
    elif abs(len(want) - len(got)) == 1:
        yield _LENGTH
