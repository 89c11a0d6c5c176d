# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold what a search is asked for and what it comes to."""

from __future__ import annotations

from typing import Mapping, NamedTuple, Tuple

from .collect import SuitePlan
from .model import Outcome, Suspect


class Progress(NamedTuple):
    """How far the search is: candidates tried, patches found, seconds of budget.

    ``most`` are the candidates that may be tried, 0 for as many as the seconds allow.
    """

    phase: str
    tried: int
    found: int
    seconds: float
    budget: float
    most: int = 0


class Patch(NamedTuple):
    """A change after which the tests pass.

    Attributes:
        changes: path -> (text before, text after).
        place: file and line.
        note: what it does, in a few words.
        confidence: ``high``, ``medium`` or ``low``, for the reasons given.
        rank: how many candidates had been tried when it came up.
    """

    changes: Mapping[str, Tuple[str, str]]
    place: Tuple[str, int]
    note: str
    confidence: str
    reasons: Tuple[str, ...]
    rank: int


class Partial(NamedTuple):
    """A candidate that makes some, but not all, of the failing tests pass."""

    place: Tuple[str, int]
    note: str
    fixed: int


class Result(NamedTuple):
    """What a search came to.

    Attributes:
        status: ``repaired``, ``none`` (no patch was found), ``passing`` (nothing
            fails), ``located`` (no patch was looked for) or ``flaky`` (what fails
            comes and goes).
        tests: number of tests; ``failing`` are those that failed before.
        cancelled: the search was ended early; what is here is the best so far.
        broken: files that do not compile, and what the compiler says of each.
        limit: what ended a search that had more to try: ``seconds`` or ``candidates``;
            empty when it came to its own end.
        refused: how the project's own command ended with a patch that passes every
            test in the judge; empty where that never happened.
    """

    status: str
    plan: SuitePlan
    tests: int
    failing: Tuple[Outcome, ...]
    flaky: Tuple[str, ...]
    suspects: Tuple[Suspect, ...]
    patches: Tuple[Patch, ...]
    partial: Tuple[Partial, ...]
    tried: int
    seconds: float
    cancelled: bool = False
    broken: Tuple[Outcome, ...] = ()
    limit: str = ""
    refused: str = ""


class Wish(NamedTuple):
    """How to search.

    What is tried, in which order, and which patch comes out follow from the project
    and the candidates alone. Seconds only end it: two searches that no seconds end
    find the same.

    Attributes:
        budget: seconds in all.
        jobs: judge processes; 0 is one a processor.
        test_command: how the tests are run; found out when empty.
        risky: also change statements that touch files, processes or the network.
        search: look for patches; without it only the suspected lines are found.
        candidates: patches that are tried at most; 0 for as many as the seconds allow.
    """

    budget: float = 60.0
    jobs: int = 0
    test_command: str = ""
    risky: bool = False
    search: bool = True
    candidates: int = 0
