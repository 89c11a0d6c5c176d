# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the state of a search for patches, and tell how far it is."""

from __future__ import annotations

import os
import time
from typing import Callable, List, Mapping, Tuple

from ..core.cancel import Cancel
from .collect import SuitePlan
from .command import open_suite
from .files import read_sources
from .model import Candidate, Judgement, Outcome, Spectrum, Suspect
from .result import Partial, Patch, Progress, Result, Wish
from .scratch import make_folder
from .suite import Suite
from .trust import Found

RUN_SHARE = 0.15
"""Share of the budget that the first run may cost, once a test has failed."""
RESERVE = 0.06
"""Share of the budget that is kept for confirming, at least."""
MOST_SHOWN = 4
"""Patches that are reported: the best and three alternatives."""


class Work:
    """What was asked for, what is known, what was tried and what was found."""

    _limit = 0.0
    """CPU seconds a test may take at first, where it is known what they need."""

    def __init__(
        self,
        plan: SuitePlan,
        scratch: str,
        wish: Wish,
        cancel: Cancel,
        progress: Callable[[Progress], None],
    ):
        """Take the plan, the wish, and whom to tell."""
        self._plan = plan
        self._scratch = scratch
        self._wish = wish
        self._cancel = cancel
        self._progress = progress
        self._began = time.monotonic()
        self._run_cost = RUN_SHARE * wish.budget
        self._deadline = self._began + wish.budget * (1 - RESERVE)
        self._ended_by = ""
        self._refused = ""
        self._told = 0.0
        self._phase = "running the tests"
        self._original = read_sources(plan.root)
        self._sources = dict(self._original)
        self._faults: Tuple[Outcome, ...] = ()
        self._mended = ""
        self._tried: List[Tuple[Candidate, Judgement]] = []
        self._mends = 0
        self._found: List[Found] = []
        self._partial: List[Tuple[Tuple[str, ...], Candidate]] = []
        self._spectrum = Spectrum((), {}, {})
        self._suspects: List[Suspect] = []

    def _suite(self, *, jobs: int = 0) -> Suite:
        """Return a suite in a folder of its own."""
        jobs = jobs or self._wish.jobs or os.cpu_count() or 1
        scratch = make_folder(self._scratch, "suite")
        suite = open_suite(self._plan, scratch, cancel=self._cancel, jobs=jobs)
        suite.most = self._run_cost
        if self._limit:
            suite.quick = min(suite.quick, self._limit)
            suite.patient = min(suite.patient, 4 * suite.quick)
        return suite

    @property
    def _used(self) -> int:
        """Number of candidates tried."""
        return self._mends + len(self._tried)

    def _room(self, wanted: int) -> int:
        """Return how many of so many candidates may still be tried; note the limit."""
        if time.monotonic() >= self._deadline:
            self._ended_by = "seconds"
            return 0
        if not self._wish.candidates:
            return wanted
        room = max(0, min(wanted, self._wish.candidates - self._used))
        self._ended_by = "candidates" if wanted and not room else self._ended_by
        return room

    def _changes(self, after: Mapping[str, str]) -> Mapping[str, Tuple[str, str]]:
        """Return which files would change, before and after."""
        return {
            path: (self._original[path], text)
            for path, text in after.items()
            if self._original[path] != text
        }

    def _tell(self, *, force: bool = False) -> None:
        """Tell how far the search is, a few times a second."""
        now = time.monotonic()
        if force or now - self._told > 0.2:
            self._told = now
            self._progress(
                Progress(
                    self._phase,
                    self._used,
                    len(self._found),
                    now - self._began,
                    self._wish.budget,
                    self._wish.candidates,
                )
            )

    def _result(
        self, status: str, patches: Tuple[Patch, ...], *, cancelled: bool
    ) -> Result:
        """Return the result with what is known so far."""
        best = sorted(self._partial, key=lambda one: -len(one[0]))[:3]
        return Result(
            status,
            self._plan,
            len(self._spectrum.outcomes),
            self._spectrum.failing,
            tuple(sorted(self._spectrum.flaky)),
            tuple(self._suspects[:10]),
            patches,
            tuple(Partial((a.path, a.line), a.note, len(ids)) for ids, a in best),
            self._used,
            round(time.monotonic() - self._began, 3),
            cancelled,
            self._faults,
            "" if patches else self._ended_by,
            self._refused,
        )
