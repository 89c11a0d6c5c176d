# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge patches by a command of which only the exit code is known.

Each candidate costs a copy of the project and a run of the command; nothing is known
of lines and values. It is what is left when no test can be found.
"""

from __future__ import annotations

import time
from typing import Iterator, Mapping, Optional, Sequence, Tuple

from ..core.cancel import Cancel
from .collect import SuitePlan
from .confirm import COMMAND as ID
from .confirm import patched_copy
from .model import Judgement, Outcome, Spectrum
from .suite import Item, Suite


def open_suite(
    plan: SuitePlan, scratch: str, *, cancel: Cancel, jobs: int = 1
) -> Suite:
    """Return the suite for a plan; see :class:`~.suite.Suite` for the arguments."""
    kind = CommandSuite if plan.runner == "command" else Suite
    return kind(plan, scratch, cancel=cancel, jobs=jobs)


class CommandSuite(Suite):
    """One test, named ``command``, that passes when the command ends with 0."""

    def run(self) -> Tuple[Outcome, ...]:
        """Run the command; its output is the message."""
        started = time.monotonic()
        self._outcomes = ()
        one = self._commanded({})
        seconds = time.monotonic() - started
        outcome = Outcome(ID, "passed", seconds) if one is None else one
        self._outcomes = (outcome._replace(seconds=seconds, wall=seconds),)
        self.run_seconds = seconds
        self._take(self._outcomes, frozenset())
        return self._outcomes

    def spectrum(self) -> Spectrum:
        """Run the command twice; nothing is known of lines."""
        first = self._outcomes or self.run()
        again = self._commanded({})
        flaky = (again is None) != (first[0].outcome == "passed")
        self._flaky = frozenset({ID} if flaky else ())
        self._take(first, self._flaky)
        return Spectrum(first, {}, {}, self._flaky, first[0].seconds)

    def judge(
        self, batch: Sequence[Item], *, patient: bool = False, thorough: bool = False
    ) -> Iterator[Tuple[int, Judgement]]:
        """Judge patched versions one after the other, by the command."""
        for number, sources in batch:
            yield number, self._judged(sources)

    def confirm(self, sources: Mapping[str, str]) -> Judgement:
        """Run the command once more on a fresh copy."""
        return self._judged(sources)

    def _judged(self, sources: Mapping[str, str]) -> Judgement:
        """Return the verdict on changed files by running the command."""
        wrong = _broken(sources)
        if wrong is not None:
            return Judgement("broken", first=wrong)
        started = time.monotonic()
        one = self._commanded(sources)
        seconds = time.monotonic() - started
        if one is None:
            return Judgement("passed", self.failing, (), seconds)
        verdict = "timeout" if one.outcome == "timeout" else "failed"
        return Judgement(verdict, (), self.passing, seconds, one)

    def _commanded(self, sources: Mapping[str, str]) -> Optional[Outcome]:
        """Run the command on a patched copy; None when all is well."""
        with patched_copy(self.plan, self._folder(), sources) as project:
            return self._command(project)


def _broken(sources: Mapping[str, str]) -> Optional[Outcome]:
    """Return how a file that does not compile fails."""
    for path, text in sources.items():
        try:
            if path.endswith(".py"):
                compile(text, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return Outcome(ID, "error", 0.0, type(error).__name__, str(error))
    return None
