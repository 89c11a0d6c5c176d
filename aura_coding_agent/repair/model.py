# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold what the parts of the repair engine tell each other."""

from __future__ import annotations

from typing import FrozenSet, Mapping, NamedTuple, Optional, Tuple

Place = Tuple[str, int]
"""A file, relative to the project with slashes, and a line from 1."""


class Edit(NamedTuple):
    """Replace the characters ``start`` to ``end`` of a file's text by ``text``."""

    start: int
    end: int
    text: str


class Candidate(NamedTuple):
    """A patch that may repair the project.

    Attributes:
        path: the file, relative to the project with slashes.
        edits: do not overlap, in order; all of one file.
        family: the patch family that proposed it.
        weight: prior share of real fixes that have this shape, before the
            suspiciousness of the place and the size of the family count.
        line: where it changes the file, from 1.
        note: what it does, a few words for people.
    """

    path: str
    edits: Tuple[Edit, ...]
    family: str
    weight: float
    line: int
    note: str = ""


class Outcome(NamedTuple):
    """How one test ended.

    Attributes:
        id: as the runner names it (pytest node id, unittest dotted id).
        outcome: ``passed``, ``failed`` (an assertion), ``error`` (any other
            exception), ``skipped``, ``timeout`` or ``unknown`` (there was no time).
        seconds: CPU time.
        exception: type name of what was raised; empty when nothing was.
        message: its text, capped.
        trace: places in the project's files the exception passed through, outermost
            first.
        expected, actual: both sides of the failing comparison as reprs; empty when
            there was none. Which side is which is the runner's best guess.
        wall: seconds by the clock.
    """

    id: str
    outcome: str
    seconds: float = 0.0
    exception: str = ""
    message: str = ""
    trace: Tuple[Place, ...] = ()
    expected: str = ""
    actual: str = ""
    wall: float = 0.0


class Observed(NamedTuple):
    """Values seen in a local name on one line, over the failing tests first."""

    types: FrozenSet[str]
    values: Tuple[str, ...]


class Spectrum(NamedTuple):
    """What one run of the suite showed.

    Attributes:
        outcomes: every test, in the order it ran.
        covered: test id -> lines of the project's files that it executed.
        locals: place -> name -> what was observed there (failing tests).
        flaky: ids whose outcome differed between two runs.
        seconds: CPU time of the suite.
    """

    outcomes: Tuple[Outcome, ...]
    covered: Mapping[str, FrozenSet[Place]]
    locals: Mapping[Place, Mapping[str, Observed]]
    flaky: FrozenSet[str] = frozenset()
    seconds: float = 0.0

    @property
    def failing(self) -> Tuple[Outcome, ...]:
        """The tests that failed every time."""
        bad = ("failed", "error", "timeout")
        return tuple(
            one
            for one in self.outcomes
            if one.outcome in bad and one.id not in self.flaky
        )


class Suspect(NamedTuple):
    """A line that may hold the fault; ``score`` from 0 to 1, and why."""

    path: str
    line: int
    score: float
    reasons: Tuple[str, ...]


class Behaviour(NamedTuple):
    """What a version of the project does beyond its tests.

    Attributes:
        outputs: varied call as text -> what it returns or raises.
        examples: docstring with examples -> whether they hold.
        odd: varied call as text -> how much of what held for all results of the tests'
            own calls does not hold for this one; left out where all does.
    """

    outputs: Mapping[str, str]
    examples: Mapping[str, bool]
    odd: Mapping[str, int] = {}


class Judgement(NamedTuple):
    """What the tests said of a candidate.

    Attributes:
        verdict: ``passed`` (all that passed before and all that failed), ``failed``,
            ``broken`` (does not compile or cannot be loaded) or ``timeout``.
        fixed: ids of failing tests that pass with it.
        broke: ids of passing tests that do not pass with it.
        seconds: CPU time it took.
        first: how the first test that did not pass ended.
        refused: how the project's own command ended where the judge says that all
            tests pass.
    """

    verdict: str
    fixed: Tuple[str, ...] = ()
    broke: Tuple[str, ...] = ()
    seconds: float = 0.0
    first: Optional[Outcome] = None
    refused: str = ""
