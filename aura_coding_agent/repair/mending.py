# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Mend all files of a project that do not compile, in one step (pure)."""

from __future__ import annotations

from itertools import islice, product
from typing import Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

from ..core.errors import ToolError
from . import syntax
from .localize import is_test
from .model import Candidate, Outcome
from .source import apply

_EACH, _EACH_OF_MANY = 150, 8
"""Ways to mend one file that are looked at, alone and beside other files."""
_MOST_FILES = 4
_NOT_COMPILED = ("SyntaxError", "IndentationError", "TabError")


class Mend(NamedTuple):
    """New texts by path, after which every file compiles."""

    texts: Mapping[str, str]
    place: Tuple[str, int]
    note: str


def uncompiled(sources: Mapping[str, str]) -> Dict[str, syntax.Fault]:
    """Return the files, tests left out, that do not compile, and where."""
    found = {path: syntax.fault(text) for path, text in sources.items()}
    return {path: one for path, one in found.items() if one and not is_test(path)}


def refuse_broken_tests(found: Sequence[Outcome], tests: Sequence[str]) -> None:
    """Stop when a test file does not compile: tests are never edited.

    Args:
        found: how the tests ended.
        tests: paths of the test files.

    Raises:
        ToolError: ``test-not-compiled``.
    """
    for one in found:
        broken = one.exception in _NOT_COMPILED and one.trace
        if broken and one.trace[-1][0] in tests:
            path, line = one.trace[-1]
            raise ToolError(
                "test-not-compiled",
                f"The test file {path} does not compile: {one.message}.",
                hint="Tests are never edited; mend it yourself.",
                path=path,
                line=line,
            )


def outcomes(faults: Mapping[str, syntax.Fault]) -> Tuple[Outcome, ...]:
    """Return what is wrong with files as if it were the outcome of tests."""
    return tuple(
        Outcome(
            path,
            "error",
            exception="SyntaxError",
            message=f"{one.message} (line {one.line})",
            trace=((path, one.line),),
        )
        for path, one in faults.items()
    )


def mends(
    sources: Mapping[str, str], broken: Mapping[str, syntax.Fault]
) -> Iterator[Mend]:
    """Yield ways to make all broken files compile, the most likely first.

    Of several files the likeliest ways of each are combined, the sum of their ranks
    growing.
    """
    if not broken or len(broken) > _MOST_FILES:
        return
    if len(broken) == 1:
        [path] = broken
        found = islice(syntax.repairs(path, sources[path]), _EACH)
        yield from (_mend(path, sources[path], one) for one in found)
        return
    ways: List[List[Mend]] = []
    for path in broken:
        found = islice(syntax.repairs(path, sources[path]), _EACH_OF_MANY)
        ways.append([_mend(path, sources[path], one) for one in found])
    ranks = product(*(range(len(way)) for way in ways))
    for chosen in sorted(ranks, key=sum)[:_EACH]:
        yield _both([way[rank] for way, rank in zip(ways, chosen)])


def _mend(path: str, text: str, one: Candidate) -> Mend:
    """Return one way to mend one file."""
    return Mend({path: apply(text, one.edits)}, (path, one.line), one.note)


def _both(chosen: List[Mend]) -> Mend:
    """Return several files mended as one."""
    texts: Dict[str, str] = {}
    for one in chosen:
        texts.update(one.texts)
    return Mend(texts, chosen[0].place, "; ".join(one.note for one in chosen))
