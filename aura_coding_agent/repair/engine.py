# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find patches that make a project's failing tests pass, within a budget of time.

The steps: mend files that do not compile, run the tests, see which lines the failing
ones run, try patches in order of promise, confirm in a fresh process what passes,
look a little further for alternatives, rank. All of it happens in a scratch copy; the
project's own files are only read.
"""

from __future__ import annotations

import os
import threading
import time
from itertools import islice
from typing import Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

from ..core.cancel import Cancel
from ..core.errors import CancelledError
from . import localize, mending, ranking, trust
from .collect import SuitePlan, find_suite
from .command import open_suite
from .files import encode_source, read_sources
from .mending import Mend
from .model import Candidate, Judgement, Outcome, Spectrum, Suspect
from .result import Partial, Patch, Progress, Result, Wish
from .scratch import (
    copy_project,
    make_folder,
    remove_folder,
    scratch_folder,
    write_sources,
)
from .source import apply
from .suite import Item, Suite
from .trust import Found

FIRST_BATCH, BATCH = 8, 48
"""Candidates handed to the judges at a time: at first, so that a first guess that is
right ends the search at once, and at most."""
BATCH_SECONDS = 1.5
"""Seconds that a batch should take; what has to end is looked at between batches."""
EXTRA_SHARE, EXTRA_LEAST, EXTRA_MOST = 0.25, 0.5, 6.0
"""How long the search goes on after the first patch, as a share of the time until
then and in seconds: whether others pass too tells how sure one can be of the first."""
CONFIRM_SHARE = 0.25
"""How much longer alternatives may make it, once the best patch is confirmed."""
SINGLES_SHARE = 0.65
"""Share of the budget after which two coupled edits get their turn."""
MENDING_SHARE = 0.5
"""Share of the budget for files that do not compile."""
MOST_FOUND = 12
"""Patches that pass after which the search stops."""
MOST_SHOWN = 4
"""Patches that are reported: the best and three alternatives."""
MOST_MENDED = 4
"""Ways to mend a file after which some tests still fail that are compared."""
RESERVE, RESERVE_MOST = 0.06, 0.3
"""Share of the budget that is kept for confirming, and the most of it."""
_FEW = 8
_REPEATS, _REPEAT_SECONDS = 6, 0.5
_UNCONFIRMED = "not confirmed in a fresh process"


def repair(
    root: str,
    wish: Wish,
    *,
    cancel: Cancel,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Result:
    """Search for patches of a project.

    Args:
        root: the project; it is only read.
        cancel: ends the search early; what was found so far is returned.
        progress: told a few times a second how far the search is.

    Raises:
        AuraError: the tests cannot be run at all.
    """
    plan = find_suite(root, test_command=wish.test_command)
    scratch = scratch_folder()
    # Tests may hang in ways that no limit of theirs foresees; the budget holds then.
    over = Cancel()
    alarm = threading.Timer(wish.budget, over.set)
    alarm.daemon = True
    alarm.start()
    try:
        with cancel.calling(over.set):
            found = Search(plan, scratch, wish, over, progress).run()
        return found._replace(cancelled=cancel.is_set())
    finally:
        alarm.cancel()
        remove_folder(scratch)


class Search:
    """One search under way: what was tried and what was found."""

    def __init__(
        self,
        plan: SuitePlan,
        scratch: str,
        wish: Wish,
        cancel: Cancel,
        progress: Callable[[Progress], None],
    ):
        self._plan = plan
        self._scratch = scratch
        self._wish = wish
        self._cancel = cancel
        self._progress = progress
        self._began = time.monotonic()
        self._deadline = self._began + wish.budget * (1 - RESERVE)
        self._stop_at = self._deadline
        self._told = 0.0
        self._phase = "running the tests"
        self._original = read_sources(plan.root)
        self._sources = dict(self._original)
        self._faults: Tuple[Outcome, ...] = ()
        self._mended = ""
        self._tried: List[Tuple[Candidate, Judgement]] = []
        self._mends = 0
        self._found: List[Found] = []
        self._partial: List[Tuple[int, Candidate]] = []
        self._spectrum = Spectrum((), {}, {})
        self._suspects: List[Suspect] = []
        self._size = FIRST_BATCH

    def run(self) -> Result:
        """Carry out the steps; see the module."""
        try:
            broken = mending.uncompiled(self._original)
            if broken:
                self._faults = mending.outcomes(broken)
                patches = self._mend(mending.mends(self._original, broken))
                if patches:
                    return self._result("repaired", patches, cancelled=False)
            with self._suite() as suite:
                return self._search(suite)
        except CancelledError:
            return self._result("none", (), cancelled=True)

    def _suite(self, *, jobs: int = 0) -> Suite:
        jobs = jobs or self._wish.jobs or os.cpu_count() or 1
        scratch = make_folder(self._scratch, "suite")
        return open_suite(self._plan, scratch, cancel=self._cancel, jobs=jobs)

    def _search(self, suite: Suite) -> Result:
        self._spectrum = suite.spectrum()
        self._drop_unsteady(suite)
        if not self._spectrum.failing:
            status = "flaky" if self._spectrum.flaky else "passing"
            return self._result(status, (), cancelled=False)
        self._suspects = localize.suspects(self._spectrum, self._sources)
        if not self._wish.search:
            return self._result("located", (), cancelled=False)
        self._keep_time_to_confirm(suite)
        cancelled = False
        try:
            self._try_all(suite)
        except CancelledError:
            cancelled = True
        patches = self._confirmed(suite) if self._found else ()
        status = "repaired" if patches else "none"
        return self._result(status, patches, cancelled=cancelled)

    def _drop_unsteady(self, suite: Suite) -> None:
        """Find failing tests that pass now and then, by judging no change at all."""
        path, text = next(iter(self._sources.items()))
        spent = sum(one.seconds for one in self._spectrum.failing)
        repeats = _REPEATS if spent < _REPEAT_SECONDS else 1
        same = [(number, {path: text}) for number in range(repeats)]
        unsteady = set(self._spectrum.flaky)
        for _, judgement in suite.judge(same, thorough=True):
            unsteady.update(judgement.fixed)
        self._spectrum = self._spectrum._replace(flaky=frozenset(unsteady))
        suite.failing = tuple(id for id in suite.failing if id not in unsteady)

    def _keep_time_to_confirm(self, suite: Suite) -> None:
        """Leave as much of the budget as confirming a patch may take."""
        needed = 1.5 * (suite.start_seconds + self._spectrum.seconds)
        kept = min(max(needed, RESERVE * self._wish.budget), self._most_kept())
        self._deadline = self._began + self._wish.budget - kept
        self._stop_at = min(self._stop_at, self._deadline)

    def _most_kept(self) -> float:
        return RESERVE_MOST * self._wish.budget

    # -- files that do not compile ---------------------------------------------------

    def _mend(self, mends: Iterator[Mend]) -> Tuple[Patch, ...]:
        """Return patches that make all files compile and all tests pass.

        Without one the way to mend them after which most tests pass is put in place,
        and the search goes on from there.
        """
        self._phase = "mending files that do not compile"
        until = self._began + self._wish.budget * MENDING_SHARE
        passing: List[Tuple[int, Mend]] = []
        loaded: List[Mend] = []
        with self._suite() as suite:
            before = suite.run()
            if not suite.failing:
                return ()
            self._spectrum = Spectrum(before, {}, {})
            for rank, one, judged in self._mends_judged(suite, mends, until):
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
        self, suite: Suite, mends: Iterator[Mend], until: float
    ) -> Iterator[Tuple[int, Mend, Judgement]]:
        """Judge ways to mend the files, up to the first batch in which one passes."""
        found = False
        while not found and time.monotonic() < until:
            batch = list(islice(mends, FIRST_BATCH))
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

    # -- candidates ------------------------------------------------------------------

    def _try_all(self, suite: Suite) -> None:
        self._phase = "trying patches"
        singles = ranking.ordered(
            self._suspects, self._spectrum, self._sources, risky=self._wish.risky
        )
        until = self._began + self._wish.budget * SINGLES_SHARE
        self._try(suite, singles, until)
        if self._found or time.monotonic() > self._stop_at:
            return
        self._phase = "trying pairs of patches"
        first = self._spectrum.failing[0]
        pairs = ranking.pairs(
            list(self._tried),
            self._sources,
            failing=[one.id for one in self._spectrum.failing],
            first=f"{first.exception}: {first.message}",
        )
        self._try(suite, pairs, self._deadline)
        if not self._found:
            self._try(suite, singles, self._deadline)
        slow = [one for one, judged in self._tried if judged.verdict == "timeout"]
        if not self._found and slow and time.monotonic() < self._stop_at:
            self._phase = "giving slow patches more time"
            self._judge(suite, slow[:BATCH], patient=True)

    def _try(self, suite: Suite, candidates: Iterator[Candidate], until: float) -> None:
        while time.monotonic() < min(until, self._stop_at):
            batch = list(islice(candidates, self._size))
            if not batch:
                return
            since = time.monotonic()
            self._judge(suite, batch)
            each = (time.monotonic() - since) / len(batch)
            size = min(BATCH, 2 * self._size, int(BATCH_SECONDS / max(each, 1e-3)))
            self._size = max(FIRST_BATCH, size)
            if len(self._found) >= MOST_FOUND:
                return

    def _judge(
        self, suite: Suite, batch: Sequence[Candidate], *, patient: bool = False
    ) -> None:
        base = len(self._tried)
        # With a few failing tests all are run, so that a patch that mends only some
        # of them is seen: it may be one half of the answer.
        some = 1 < len(suite.failing) <= _FEW
        patched: List[Item] = [
            (number, {one.path: apply(self._sources[one.path], one.edits)})
            for number, one in enumerate(batch)
        ]
        verdicts: Dict[int, Judgement] = {}
        try:
            for number, judged in suite.judge(patched, patient=patient, thorough=some):
                verdicts[number] = judged
                self._take(base + number, batch[number], judged)
                self._tell()
        finally:
            for number, one in enumerate(batch):
                self._tried.append((one, verdicts.get(number, Judgement("failed"))))

    def _take(self, rank: int, one: Candidate, judged: Judgement) -> None:
        """Note what a judgement says; the first patch sets when the search ends."""
        if judged.verdict == "passed":
            failing = self._spectrum.failing
            wanted = {side for test in failing for side in (test.expected, test.actual)}
            if trust.tells_answer(self._sources[one.path], one.edits, wanted):
                return
            self._found.append(Found(rank, one))
            if len(self._found) == 1:
                now = time.monotonic()
                extra = (now - self._began) * EXTRA_SHARE
                extra = min(max(extra, EXTRA_LEAST), EXTRA_MOST)
                self._stop_at = min(self._deadline, now + extra)
        elif judged.fixed and not judged.broke:
            self._partial.append((len(judged.fixed), one))

    # -- what passes -----------------------------------------------------------------

    def _confirmed(self, suite: Suite) -> Tuple[Patch, ...]:
        """Run the project's own command on the best patches, in a fresh process.

        Alternatives are confirmed as time allows, and said not to be otherwise.
        """
        self._phase = "confirming"
        patches: List[Patch] = []
        until = self._deadline
        for one in trust.preferred(self._found):
            if len(patches) == MOST_SHOWN:
                break
            self._tell(force=True)
            since = time.monotonic()
            confirmed = False
            if since < until or not patches:
                try:
                    confirmed = self._passes(suite, one)
                except CancelledError:
                    until = 0.0  # Better an unconfirmed patch, said to be one.
                else:
                    if not confirmed:
                        continue
            patches.append(self._patch(one, confirmed=confirmed))
            if len(patches) == 1:
                now = time.monotonic()
                spare = (now - self._began) * CONFIRM_SHARE - (now - since)
                until = min(until, now + max(spare, 0.0))
        return tuple(patches)

    def _passes(self, suite: Suite, one: Found) -> bool:
        path, edits = one.candidate.path, one.candidate.edits
        text = apply(self._sources[path], edits)
        return suite.confirm({path: text}).verdict == "passed"

    def _patch(self, one: Found, *, confirmed: bool) -> Patch:
        candidate = one.candidate
        text = apply(self._sources[candidate.path], candidate.edits)
        changes = self._changes({**self._sources, candidate.path: text})
        notes = [self._mended] if self._mended else []
        notes.append(candidate.note or candidate.family)
        sure, reasons = trust.confidence(one, self._found, self._spectrum)
        if not confirmed:
            sure, reasons = "low", (_UNCONFIRMED, *reasons)
        place = (candidate.path, candidate.line)
        return Patch(changes, place, "; ".join(notes), sure, reasons, one.rank + 1)

    def _changes(self, after: Mapping[str, str]) -> Mapping[str, Tuple[str, str]]:
        return {
            path: (self._original[path], text)
            for path, text in after.items()
            if self._original[path] != text
        }

    # -- news ------------------------------------------------------------------------

    def _tell(self, *, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self._told > 0.2:
            self._told = now
            self._progress(
                Progress(
                    self._phase,
                    self._mends + len(self._tried),
                    len(self._found),
                    now - self._began,
                    self._wish.budget,
                )
            )

    def _result(
        self, status: str, patches: Tuple[Patch, ...], *, cancelled: bool
    ) -> Result:
        best = sorted(self._partial, key=lambda one: -one[0])[:3]
        return Result(
            status,
            self._plan,
            len(self._spectrum.outcomes),
            self._spectrum.failing,
            tuple(sorted(self._spectrum.flaky)),
            tuple(self._suspects[:10]),
            patches,
            tuple(Partial((one.path, one.line), one.note, n) for n, one in best),
            self._mends + len(self._tried),
            round(time.monotonic() - self._began, 3),
            cancelled,
            self._faults,
        )


def _count_passed(outcomes: Sequence[Outcome]) -> int:
    return sum(one.outcome == "passed" for one in outcomes)
