# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge how far a patch that passes the tests can be trusted (pure).

Tests are few, patches are many: some pass by accident. Those that only repeat what a
test expects are refused; of the others the earlier and the plainer is preferred.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import Iterator, NamedTuple, Optional, Sequence, Set, Tuple

from .model import Candidate, Edit, Spectrum
from .source import apply

_PLAIN = frozenset("None True False 0 1 -1 2 0.0 1.0 '' b'' () [] {} set()".split())
"""Values that stand in every program; that a test expects one says nothing."""
_REMOVED = 3.0


class Found(NamedTuple):
    """A candidate that passes, and how many were tried before it."""

    rank: int
    candidate: Candidate


def tells_answer(text: str, edits: Sequence[Edit], wanted: Set[str]) -> bool:
    """Return whether a patch puts in what a test expects where code computed it.

    Args:
        text: the file without the patch.
        edits: the patch.
        wanted: reprs of the values that failing tests expect.

    A value returned in place of a computation is refused; so is any unusual value
    that a test expects, unless it stands where another literal of its type stood.
    """
    before, after = _parsed(text), _parsed(apply(text, edits))
    if before is None or after is None:
        return False
    returned = _returned(after) - _returned(before)
    computed = _computed(before) - _computed(after)
    if computed and any(value in wanted for value in returned):
        return True
    gained, lost = _literals(after), _literals(before)
    new = (gained - lost).keys()
    gone = {kind for kind, _ in (lost - gained)}
    return any(
        value in wanted and value not in _PLAIN and kind not in gone
        for kind, value in new
    )


def _parsed(text: str) -> Optional[ast.Module]:
    try:
        return ast.parse(text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _returns(tree: ast.Module) -> Iterator[Tuple[ast.expr, Optional[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value, _literal(node.value)


def _returned(tree: ast.Module) -> Counter[str]:
    """Return the literal values that functions return."""
    return Counter(value for _, value in _returns(tree) if value is not None)


def _computed(tree: ast.Module) -> Counter[str]:
    """Return the expressions, other than literals, that functions return."""
    return Counter(ast.dump(node) for node, value in _returns(tree) if value is None)


def _literal(node: ast.AST) -> Optional[str]:
    try:
        return repr(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _literals(tree: ast.Module) -> Counter[Tuple[str, str]]:
    """Return type and repr of all literals, displays of literals among them."""
    found: Counter[Tuple[str, str]] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set)):
            value = _literal(node)
            if value is not None:
                found[_kind(node), value] += 1
    return found


def _kind(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    return type(node).__name__


def preferred(found: Sequence[Found]) -> Tuple[Found, ...]:
    """Return patches, the most trusted first: early, small, and deleting nothing."""
    return tuple(sorted(found, key=_doubt))


def _doubt(one: Found) -> float:
    candidate = one.candidate
    size = sum(abs(len(e.text) - (e.end - e.start)) for e in candidate.edits)
    doubt = (one.rank + 5.0) * (1.0 + size / 60.0)
    removed = sum(e.end - e.start for e in candidate.edits if not e.text.strip())
    if removed > 6 and not any(e.text.strip() for e in candidate.edits):
        doubt *= _REMOVED
    return doubt


def confidence(
    one: Found, found: Sequence[Found], spectrum: Spectrum
) -> Tuple[str, Tuple[str, ...]]:
    """Say how sure one can be: by the tests that see the line, and by rivals."""
    place = (one.candidate.path, one.candidate.line)
    watching = sum(place in lines for lines in spectrum.covered.values())
    places = {(other.candidate.path, other.candidate.line) for other in found}
    rivals = len(places - {place})
    reasons = [f"{watching} test{'s' * (watching != 1)} run the changed line"]
    if rivals:
        where = "1 other line" if rivals == 1 else f"{rivals} other lines"
        reasons.append(f"patches at {where} pass the tests too")
    else:
        reasons.append("no patch elsewhere passes the tests")
    points = (watching >= 3) + (not rivals) + (one.rank < 50)
    return ("low", "low", "medium", "high")[points], tuple(reasons)
