# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Rank the lines that may hold the fault, with reasons in words.

The start is the Ochiai coefficient of each line: tests that failed and ran it, over
the root of all failures times all tests that ran it (Abreu, Zoeteweij and van Gemund,
"An Evaluation of Similarity Coefficients for Software Fault Localization", 2006).
Further evidence moves it: where exceptions passed, which functions the failing tests
name, and what a line is (a ``def`` line runs at import and says nothing).
"""

from __future__ import annotations

import ast
import re
from math import sqrt
from typing import (
    Dict,
    FrozenSet,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Set,
    Tuple,
)

from .model import Outcome, Place, Spectrum, Suspect
from .source import FUNCTIONS, Source, header_end

_TEST_FILE = re.compile(
    r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_test|tests?|conftest)\.py$"
)
# What a line keeps of its score when other evidence is stronger or weaker. Tuned on
# planted faults: the raised line is the fault in about every third crash only.
_RAISED, _PASSED = 1.0, 0.9
_NOT_NAMED = 0.85
_DEFINITION, _IMPORT = 0.5, 0.2
_REFERENCED = 0.7
_REFUSING = 0.9
_UNTRACED = 0.3
_DEAD = 0.9
_FLOOR = 0.02


class _Statement(NamedTuple):
    """Hold a statement and where it stands."""

    path: str
    first: int
    last: int
    node: ast.stmt
    function: str


class _Counts(NamedTuple):
    """How many failing and passing tests ran each place."""

    failing: Dict[Place, int]
    passing: Dict[Place, int]
    tests: int


def is_test(path: str, outcomes: Tuple[Outcome, ...] = ()) -> bool:
    """Return whether a file holds tests: by its name, or because tests came from it."""
    if _TEST_FILE.search(path):
        return True
    dotted = path[:-3].replace("/", ".") if path.endswith(".py") else path
    for one in outcomes:
        if one.id.startswith(path + "::") or one.id.startswith(dotted + "."):
            return True
    return False


def suspects(spectrum: Spectrum, sources: Mapping[str, str]) -> List[Suspect]:
    """Return the suspected lines of a project, the most suspicious first.

    Args:
        spectrum: what one run of the tests showed; passing tests may be missing.
        sources: path -> text of the project's Python files, tests among them.

    Test files are never listed: tests are not edited. A file that does not parse is
    left out; :mod:`.syntax` looks after it.
    """
    parsed = _parse(sources)
    ids = frozenset(one.id for one in spectrum.failing)
    if not ids:
        return []
    counts = _count(spectrum, ids)
    trace = _trace(spectrum)
    named = _named(spectrum, parsed)
    code = {
        path: source
        for path, source in parsed.items()
        if not is_test(path, spectrum.outcomes)
    }
    statements = [one for source in code.values() for one in _statements(source)]
    found: Dict[Place, Tuple[float, List[str]]] = {}
    covered = any(place[0] in code for place in counts.failing)
    for one in statements:
        score, reasons = _score(one, counts, trace, named, covered)
        if score > 0:
            found[one.path, one.first] = (score, reasons)
    _dead(code, found)
    _spread(code, statements, found)
    _lines_of_trace(code, trace, found)
    _refused_calls(statements, spectrum, found)
    ranked = [
        Suspect(path, line, round(min(1.0, score), 4), tuple(reasons))
        for (path, line), (score, reasons) in found.items()
    ]
    ranked.sort(key=lambda one: (-one.score, one.path, one.line))
    return ranked


def _parse(sources: Mapping[str, str]) -> Dict[str, Source]:
    """Return the files that compile."""
    parsed: Dict[str, Source] = {}
    for path, text in sources.items():
        try:
            parsed[path] = Source(path, text)
        except (SyntaxError, ValueError, RecursionError):
            continue
    return parsed


def _count(spectrum: Spectrum, failing: FrozenSet[str]) -> _Counts:
    """Return how many tests of each kind ran each line."""
    counts = _Counts({}, {}, sum(1 for one in failing if spectrum.covered.get(one)))
    passed = {one.id for one in spectrum.outcomes if one.outcome == "passed"}
    for test, places in spectrum.covered.items():
        if test in failing:
            table = counts.failing
        elif test in passed and test not in spectrum.flaky:
            table = counts.passing
        else:
            continue
        for place in places:
            table[place] = table.get(place, 0) + 1
    return counts


def _trace(spectrum: Spectrum) -> Dict[Place, Tuple[float, str]]:
    """Return places exceptions passed through, the raising line highest."""
    places: Dict[Place, Tuple[float, str]] = {}
    for one in spectrum.failing:
        plain = one.exception in ("AssertionError", "Failed", "")
        for depth, place in enumerate(reversed(one.trace)):
            strength = _RAISED if depth == 0 else _PASSED
            if plain and depth == 0:
                strength = _PASSED
            verb = "was raised here" if depth == 0 else "passed through here"
            reason = f"{one.exception or 'an exception'} {verb}"
            if places.get(place, (0.0, ""))[0] < strength:
                places[place] = (strength, reason)
    return places


def _named(spectrum: Spectrum, parsed: Mapping[str, Source]) -> Set[str]:
    """Return names of functions and classes that the failing tests speak of."""
    wanted = {re.split(r"::|\.", one.id)[-1].split("[")[0] for one in spectrum.failing}
    names: Set[str] = set()
    for path, source in parsed.items():
        if not is_test(path, spectrum.outcomes):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, FUNCTIONS) and node.name in wanted:
                names |= _called(node)
    return names


def _called(node: ast.AST) -> Set[str]:
    """Return the names that a statement uses."""
    names: Set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            names.add(one.id)
        elif isinstance(one, ast.Attribute):
            names.add(one.attr)
    return names


def _statements(source: Source) -> Iterator[_Statement]:
    """Yield the statements of a file that can be at fault."""
    for node in source.statements:
        if _is_docstring(source, node):
            continue
        inside = source.function(node)
        yield _Statement(
            source.path,
            node.lineno,
            header_end(node),
            node,
            inside.name if inside else "",
        )


def _is_docstring(source: Source, node: ast.stmt) -> bool:
    """Return whether a statement is a docstring."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _score(
    one: _Statement,
    counts: _Counts,
    trace: Mapping[Place, Tuple[float, str]],
    named: Set[str],
    covered: bool,
) -> Tuple[float, List[str]]:
    """Return how suspicious a statement is, and why."""
    places = [(one.path, line) for line in range(one.first, one.last + 1)]
    bad = max(counts.failing.get(place, 0) for place in places)
    good = max(counts.passing.get(place, 0) for place in places)
    if covered:
        score = bad / sqrt(counts.tests * (bad + good)) if bad else 0.0
        reasons = [_ran_by(bad, good, counts.tests)] if bad else []
    else:
        score = _UNTRACED
        reasons = ["nothing was traced"]
    if isinstance(one.node, FUNCTIONS + (ast.ClassDef,)):
        score *= _DEFINITION
    elif isinstance(one.node, (ast.Import, ast.ImportFrom)):
        score *= _IMPORT
    elif named and one.function and one.function not in named:
        score *= _NOT_NAMED
    elif score and one.function in named:
        reasons.append(f"the failing test uses {one.function}")
    hit = max((trace.get(place, (0.0, "")) for place in places), default=(0.0, ""))
    if hit[0]:
        score = score + (1.0 - score) * 0.5 * hit[0]
        reasons.append(hit[1])
    return score, reasons


def _ran_by(bad: int, good: int, tests: int) -> str:
    """Return in words which tests ran a line."""
    failing = "all failing tests" if bad == tests else f"{bad} of {tests} failing tests"
    return f"ran in {failing} and " + (f"{good} passing" if good else "no passing one")


def _lines_of_trace(
    code: Mapping[str, Source],
    trace: Mapping[Place, Tuple[float, str]],
    found: Dict[Place, Tuple[float, List[str]]],
) -> None:
    """Add raising lines that begin no statement, such as a later line of a call."""
    for (path, line), (strength, reason) in trace.items():
        if path in code and (path, line) not in found:
            if 1 <= line <= code[path].text.count("\n") + 1:
                found[path, line] = (0.5 * strength, [reason])


_REFUSED = re.compile(r"(\w+)\(\) (?:takes|missing|got)")


def _refused_calls(
    statements: List[_Statement],
    spectrum: Spectrum,
    found: Dict[Place, Tuple[float, List[str]]],
) -> None:
    """Suspect the signature of a function that refused its arguments."""
    names = {
        name
        for one in spectrum.failing
        if one.exception == "TypeError"
        for name in _REFUSED.findall(one.message)
    }
    for one in statements:
        if isinstance(one.node, FUNCTIONS) and one.node.name in names:
            reason = "it refused the arguments of a call"
            _raise_to(found, (one.path, one.first), _REFUSING, reason)


def _spread(
    code: Mapping[str, Source],
    statements: List[_Statement],
    found: Dict[Place, Tuple[float, List[str]]],
) -> None:
    """Pass suspicion on: to the ``def`` line, to tables a suspected line reads.

    Lines of a module or class run at import, outside of any test, so they have no
    coverage of their own.
    """
    readers: Dict[str, float] = {}
    for one in statements:
        score = found.get((one.path, one.first), (0.0, []))[0]
        if score and one.function:
            for name in _own_names(one.node):
                readers[name] = max(readers.get(name, 0.0), score)
    inner: Dict[Place, float] = {}
    for one in statements:
        function = code[one.path].function(one.node)
        if function is not None:
            place = (one.path, function.lineno)
            score = found.get((one.path, one.first), (0.0, []))[0]
            inner[place] = max(inner.get(place, 0.0), score)
    for one in statements:
        place = (one.path, one.first)
        if isinstance(one.node, FUNCTIONS):
            _raise_to(found, place, inner.get(place, 0.0) * _DEFINITION, "its body ran")
        elif not one.function:
            names = list(_bound(one.node))
            best = max((readers.get(name, 0.0) for name in names), default=0.0)
            share = _IMPORT if isinstance(one.node, _IMPORTS) else _REFERENCED
            reason = "suspected lines use what is defined here"
            _raise_to(found, place, best * share, reason)
        elif place not in found:
            near = _neighbour(code[one.path], one.node, found)
            _raise_to(found, place, near * _FLOOR, "near suspected lines")


_IMPORTS = (ast.Import, ast.ImportFrom)
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def _dead(
    code: Mapping[str, Source], found: Dict[Place, Tuple[float, List[str]]]
) -> None:
    """Suspect what stands behind a ``return`` and the like: nothing gets there."""
    for path, source in code.items():
        for node in source.statements:
            if isinstance(node, _LEAVING):
                block = source.block(node)
                near = found.get((path, node.lineno), (0.0, []))[0]
                if not near:
                    near = _neighbour(source, node, found)
                for one in block[block.index(node) + 1 :]:
                    reason = "nothing gets here"
                    _raise_to(found, (path, one.lineno), near * _DEAD, reason)


def _raise_to(
    found: Dict[Place, Tuple[float, List[str]]], place: Place, score: float, reason: str
) -> None:
    """Raise the suspicion of a line, never lower it."""
    if score > found.get(place, (0.0, []))[0]:
        found[place] = (score, [reason])


def _own_names(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement reads itself."""
    from_header = [node] if not hasattr(node, "body") else _header_expressions(node)
    for root in from_header:
        for one in ast.walk(root):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
                yield one.id
            elif isinstance(one, ast.Attribute):
                yield one.attr


def _header_expressions(node: ast.stmt) -> List[ast.AST]:
    """Return the expressions in the head of a statement."""
    return [
        child
        for child in ast.iter_child_nodes(node)
        if not isinstance(child, (ast.stmt, ast.ExceptHandler))
    ]


def _bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds."""
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                yield one.id
    elif isinstance(node, _IMPORTS):
        for alias in node.names:
            yield (alias.asname or alias.name).split(".")[0]


def _neighbour(
    source: Source, node: ast.stmt, found: Mapping[Place, Tuple[float, List[str]]]
) -> float:
    """Return the score of the nearest statement around one that did not run."""
    up: Optional[ast.AST] = node
    while up is not None:
        up = source.parent(up)
        if isinstance(up, ast.stmt) and (source.path, up.lineno) in found:
            return found[source.path, up.lineno][0]
    return 0.0
