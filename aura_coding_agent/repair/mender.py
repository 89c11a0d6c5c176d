# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Mend the files that do not compile, before a search can begin."""

from __future__ import annotations

import os
from itertools import islice
from typing import Iterator, List, Mapping, Sequence, Tuple

from . import mending
from .files import encode_source
from .mending import Mend
from .model import Judgement, Outcome, Spectrum
from .result import Patch
from .scratch import copy_project, write_sources
from .suite import Suite
from .work import MOST_SHOWN, Work

BATCH = 8
"""Ways to mend files that are judged at a time."""
MOST_SECONDS, LEAST = 12.0, 16
"""What may be spent on ways to mend files, going by what the tests cost, and how many
are tried in any case."""
MOST_MENDED = 4
"""Ways to mend a file after which some tests still fail that are compared."""


class Mender(Work):
    """A search that makes every file compile."""

    def _mend(self, mends: Iterator[Mend]) -> Tuple[Patch, ...]:
        """Return patches that make all files compile and all tests pass.

        Without one the way to mend them after which most tests pass is put in place,
        and the search goes on from there.
        """
        self._phase = "mending files that do not compile"
        passing: List[Tuple[int, Mend]] = []
        loaded: List[Mend] = []
        with self._suite() as suite:
            before = suite.run()
            mending.refuse_broken_tests(before, self._plan.tests)
            if not suite.failing:
                return ()
            self._spectrum = Spectrum(before, {}, {})
            most = max(LEAST, int(MOST_SECONDS / max(suite.cost, 1 / 16)))
            for rank, one, judged in self._mends_judged(suite, islice(mends, most)):
                if judged.verdict == "passed":
                    passing.append((rank, one))
                elif judged.verdict != "broken":
                    loaded.append(one)
            patches = self._mends_confirmed(suite, passing)
        if not patches:
            chosen = [one for _, one in passing] + loaded
            self._put_best(chosen[:MOST_MENDED], _count_passed(before))
        return patches

    def _mends_judged(
        self, suite: Suite, mends: Iterator[Mend]
    ) -> Iterator[Tuple[int, Mend, Judgement]]:
        """Judge ways to mend the files, up to the first batch in which one passes."""
        found = False
        while not found:
            batch = list(islice(mends, self._room(BATCH)))
            if not batch:
                return
            items = [(number, one.texts) for number, one in enumerate(batch)]
            judged = dict(suite.judge(items))
            for number, one in enumerate(batch):
                yield self._mends, one, judged[number]
                self._mends += 1
                found = found or judged[number].verdict == "passed"
            self._tell(force=True)

    def _mends_confirmed(
        self, suite: Suite, passing: Sequence[Tuple[int, Mend]]
    ) -> Tuple[Patch, ...]:
        """Return the ways to mend that the project's command confirms."""
        patches: List[Patch] = []
        why = "the project compiles again and every test passes"
        others = f"{len(passing) - 1} other ways to mend it pass too"
        reasons = (why, others) if len(passing) > 1 else (why,)
        sure = "high" if len(passing) == 1 else "medium"
        for rank, one in passing[:MOST_SHOWN]:
            if patches or suite.confirm(one.texts).verdict == "passed":
                changes = self._changes({**self._sources, **one.texts})
                patch = Patch(changes, one.place, one.note, sure, reasons, rank + 1)
                patches.append(patch)
        return tuple(patches)

    def _put_best(self, mends: Sequence[Mend], least: int) -> None:
        """Put the way in place that lets most tests pass."""
        best, most = None, least
        for one in mends if len(mends) > 1 else ():
            self._put(one.texts)
            with self._suite(jobs=1) as suite:
                passed = _count_passed(suite.run())
            if passed > most or best is None:
                best, most = one, max(passed, most)
        best = mends[0] if len(mends) == 1 else best
        if best is not None:
            self._put(best.texts)
            self._sources.update(best.texts)
            self._mended = f"{best.place[0]}:{best.place[1]} {best.note}"

    def _put(self, texts: Mapping[str, str]) -> None:
        """Make texts part of what is searched, in a copy of the project."""
        base = os.path.join(self._scratch, "base")
        if self._plan.root != base:
            copy_project(self._plan.root, base)
            self._plan = self._plan._replace(root=base)
        files = {}
        for path, text in texts.items():
            with open(os.path.join(base, path), "rb") as handle:
                files[path] = encode_source(text, handle.read())
        write_sources(base, files)


def _count_passed(outcomes: Sequence[Outcome]) -> int:
    """Return how many tests passed."""
    return sum(one.outcome == "passed" for one in outcomes)
