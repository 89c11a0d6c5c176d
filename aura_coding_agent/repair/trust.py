# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge how far a patch that passes the tests can be trusted.

Tests are few, patches are many: some pass by accident. Those that only repeat what a
test expects are refused; of the others the earlier and the plainer is preferred.
"""

from __future__ import annotations

import ast
import time
from collections import Counter
from typing import (
    Callable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..core.errors import CancelledError
from .model import Candidate, Edit, Spectrum
from .source import apply

_PLAIN = frozenset("None True False 0 1 -1 2 0.0 1.0 '' b'' () [] {} set()".split())
"""Values that stand in every program; that a test expects one says nothing."""
_REMOVED, _UNREAD = 3.0, 20.0
_FILLING = frozenset("append add extend insert update push setdefault".split())


class Found(NamedTuple):
    """A candidate that passes, and how many were tried before it.

    Attributes:
        idle: with it the program computes something that it no longer uses.
    """

    rank: int
    candidate: Candidate
    idle: bool = False


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
    """Return the tree of a text, None when it does not compile."""
    try:
        return ast.parse(text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _returns(tree: ast.Module) -> Iterator[Tuple[ast.expr, Optional[str]]]:
    """Yield what is returned, with its value when it is a literal."""
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
    """Return the value of a literal as text, None when it is none."""
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
    """Return the kind of an expression."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    return type(node).__name__


def leaves_idle(text: str, edits: Sequence[Edit]) -> bool:
    """Return whether a variable that was read is only written to after a patch."""
    before, after = _parsed(text), _parsed(apply(text, edits))
    if before is None or after is None:
        return False
    for old, new in zip(before.body, after.body):
        was, now = _read(old), _read(new)
        written = {
            node.id
            for node in ast.walk(new)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        if (was - now) & written:
            return True
    return False


def _read(tree: ast.AST) -> Set[str]:
    """Return the names that are read, other than to be filled."""
    filled = {
        id(node.value.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in _FILLING
    }
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and id(node) not in filled
    }


def doubt(one: Found) -> float:
    """Return how little a patch is trusted, by its rank, its size, what it deletes."""
    candidate = one.candidate
    size = sum(abs(len(e.text) - (e.end - e.start)) for e in candidate.edits)
    found = (one.rank + 5.0) * (1.0 + size / 60.0)
    removed = sum(e.end - e.start for e in candidate.edits if not e.text.strip())
    if removed > 6 and not any(e.text.strip() for e in candidate.edits):
        found *= _REMOVED
    return found * _UNREAD if one.idle else found


def confirmed(
    found: Sequence[Found],
    passes: Callable[[Found], bool],
    *,
    others: bool,
    until: float,
    most: int,
    alike: Mapping[int, int],
) -> List[Tuple[Found, bool]]:
    """Return the best patches that pass, with whether that was confirmed.

    When the search is cancelled meanwhile, or the time is over, an unconfirmed patch
    is better than none.

    Args:
        found: the most trusted first.
        passes: confirms a patch.
        others: confirm alternatives too, not only the best.
        until: when the search has to end, by ``time.monotonic``.
        most: number of patches to return.
        alike: rank of a patch -> number of its group; one of each is returned.
    """
    kept: List[Tuple[Found, bool]] = []
    groups: Set[int] = set()
    for one in found:
        if len(kept) == most:
            break
        if alike.get(one.rank, -1) in groups:
            continue
        sure = False
        if not kept or (others and time.monotonic() < until):
            try:
                sure = passes(one)
            except CancelledError:
                until = 0.0
            else:
                if not sure:
                    continue
        kept.append((one, sure))
        groups.add(alike.get(one.rank, -2))
    return kept


def confidence(
    one: Found, found: Sequence[Found], spectrum: Spectrum, *, differs: str = ""
) -> Tuple[str, Tuple[str, ...]]:
    """Say how sure one can be: by the tests that see the line, and by rivals.

    Args:
        differs: for what the patch does something else than another one that passes.
    """
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
    if differs:
        reasons.append(f"another patch that passes differs for {differs}")
    points = (watching >= 3) + (not rivals) + (one.rank < 50) - bool(differs)
    return ("low", "low", "medium", "high")[max(0, points)], tuple(reasons)
