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
from contextlib import contextmanager
from itertools import islice
from typing import Callable, Dict, Iterator, List, NamedTuple, Sequence, Tuple

from ..core.cancel import Cancel
from ..core.errors import AuraError, CancelledError
from . import beyond, localize, mending, ranking, trust
from .collect import find_suite
from .files import encode_source
from .mender import Mender
from .model import Behaviour, Candidate, Judgement
from .result import Patch, Progress, Result, Wish
from .scratch import (
    copy_project,
    make_folder,
    remove_folder,
    scratch_folder,
    write_sources,
)
from .source import apply
from .suite import ENDED, Item, Suite
from .trust import Found
from .work import MOST_SHOWN, RESERVE

FIRST_BATCH, BATCH = 8, 48
"""Candidates handed to the judges at a time: at first, so that a first guess that is
right ends the search at once, and at most."""
BATCH_SECONDS = 1.5
"""Seconds that a batch should take; what has to end is looked at between batches."""
EXTRA_SHARE, EXTRA_LEAST, EXTRA_MOST = 0.25, 1.0, 6.0
"""How long the search goes on after the first patch, as a share of the time until
then and in seconds: whether others pass too tells how sure one can be of the first."""
LEADS = ((0.12, 0.06), (0.4, 0.2))
"""Shares of the budget after which patches that mend some failing tests are built on,
and of what is then left of the time, for each of them."""
LEAD_LIMIT = 0.2
"""Least CPU seconds that a test may take when a patch is built on: many are endless."""
LEADS_AFTER = 300
"""Single patches that are tried before, unless the second share is over."""
PAIRS_AFTER = 1000
"""Single patches that are tried before pairs where none mends a part of the tests."""
SINGLES_SHARE, SINGLES_LATE = 0.6, 0.8
"""Shares of the budget after which two coupled edits get their turn, and until when
single ones get another one then, where some mend a part of the tests."""
MOST_FOUND = 12
"""Patches that pass after which the search stops."""
RESERVE_MOST = 0.35
"""Share of the budget that is kept for confirming, at most."""
_FEW = 12
_REPEATS, _REPEAT_SECONDS, _THOROUGH_SECONDS = 6, 0.5, 3.0
_BEFORE, _CALLS = -1, 30
_LEADS, _LEAD_LEAST = 3, 2.0
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
    try:
        with _alarm(wish.budget, cancel) as over:
            found = Search(plan, scratch, wish, over, progress).run()
        return found._replace(cancelled=cancel.is_set())
    finally:
        remove_folder(scratch)


@contextmanager
def _alarm(seconds: float, cancel: Cancel) -> Iterator[Cancel]:
    """Yield a switch that is thrown with another one, or when the time is over.

    Tests may hang in ways that no limit of theirs foresees; the budget holds then.
    """
    over = Cancel()
    alarm = threading.Timer(seconds, over.set)
    alarm.daemon = True
    alarm.start()
    try:
        with cancel.calling(over.set):
            yield over
    finally:
        alarm.cancel()


class Stage(NamedTuple):
    """Patches to try, and until when by the clock of ``time.monotonic``.

    Attributes:
        patient: give each more time.
        leads: share of what is left of the time for each patch that mends some of
            the failing tests, to build on it afterwards.
        least: patches tried in the search before ``until`` counts.
        latest: when it counts in any case.
    """

    phase: str
    candidates: Iterator[Candidate]
    until: float
    patient: bool = False
    leads: float = 0.0
    least: int = 0
    latest: float = 0.0

    def is_over(self, now: float, tried: int) -> bool:
        """Return whether it is time for the next stage."""
        return now > self.until and (tried >= self.least or now > self.latest)


class Search(Mender):
    """One search under way."""

    _size = FIRST_BATCH
    _quick = True
    _deep = True

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

    def _search(self, suite: Suite) -> Result:
        """Search, and return the result."""
        mending.refuse_broken_tests(suite.run(), self._plan.tests)
        self._spectrum = suite.spectrum()
        self._drop_unsteady(suite)
        if not self._spectrum.failing:
            status = "flaky" if self._spectrum.flaky else "passing"
            return self._result(status, (), cancelled=False)
        self._suspects = localize.suspects(self._spectrum, self._sources)
        if not self._wish.search:
            return self._result("located", (), cancelled=False)
        self._keep_time_to_confirm(suite)
        patches: Tuple[Patch, ...] = ()
        cancelled = False
        try:
            for stage in self._stages():
                while not patches and self._try(suite, stage):
                    patches = self._confirmed(suite)
                    if not patches:  # the own command says no to all: go on
                        self._found.clear()
                        self._stop_at = self._deadline
                if not patches and stage.leads:
                    patches = self._followed(stage.leads)
                if patches:
                    break
        except CancelledError:
            cancelled = True
            patches = self._confirmed(suite) if self._found else ()
        status = "repaired" if patches else "none"
        return self._result(status, patches, cancelled=cancelled)

    def _drop_unsteady(self, suite: Suite) -> None:
        """Find failing tests that pass now and then, by judging no change at all."""
        path, text = next(iter(self._sources.items()))
        spent = sum(one.wall for one in self._spectrum.failing)
        self._quick = spent < _REPEAT_SECONDS
        repeats = _REPEATS if self._quick else 1
        same = [(number, {path: text}) for number in range(repeats)]
        unsteady = set(self._spectrum.flaky)
        for _, judgement in suite.judge(same, thorough=spent < _THOROUGH_SECONDS):
            unsteady.update(judgement.fixed)
        self._spectrum = self._spectrum._replace(flaky=frozenset(unsteady))
        suite.failing = tuple(id for id in suite.failing if id not in unsteady)

    def _keep_time_to_confirm(self, suite: Suite) -> None:
        """Leave as much of the budget as confirming a patch may take."""
        needed = 1.5 * (suite.start_seconds + suite.run_seconds)
        kept = min(max(needed, RESERVE * self._wish.budget), self._most_kept())
        self._deadline = self._began + self._wish.budget - kept
        self._stop_at = min(self._stop_at, self._deadline)

    def _most_kept(self) -> float:
        """Return the most seconds that are kept for confirming."""
        return RESERVE_MOST * self._wish.budget

    # -- candidates ------------------------------------------------------------------

    def _stages(self) -> Iterator[Stage]:
        """Yield what to try, one after the other, and until when.

        Pairs come early where patches mend some of the failing tests.
        """
        budget, began = self._wish.budget, self._began
        singles = ranking.ordered(
            self._suspects, self._spectrum, self._sources, risky=self._wish.risky
        )
        phase, pairing = "trying patches", "trying pairs of patches"
        # Where tests are slow, a stage of single patches lasts longer.
        late = began + budget * LEADS[-1][0]
        for share, leads in LEADS:
            until = began + budget * share
            yield Stage(phase, singles, until, False, leads, LEADS_AFTER, late)
        if self._partial:
            pairs = self._pairs()
            yield Stage(pairing, pairs, began + budget * SINGLES_SHARE)
            yield Stage(phase, singles, began + budget * SINGLES_LATE)
        else:
            until, late = began + budget * SINGLES_SHARE, self._deadline
            yield Stage(phase, singles, until, least=PAIRS_AFTER, latest=late)
            pairs = self._pairs()
        yield Stage(pairing, pairs, self._deadline)
        yield Stage(phase, singles, self._deadline)
        slow = [one for one, judged in self._tried if judged.verdict == "timeout"]
        more = "giving slow patches more time"
        yield Stage(more, iter(slow[:BATCH]), self._deadline, patient=True)

    def _followed(self, share: float) -> Tuple[Patch, ...]:
        """Search anew from each of the patches that mend most of the failing tests.

        With one fault mended, the others show as if they were alone: other tests
        fail, at other lines.
        """
        leads: Dict[Tuple[str, ...], Candidate] = {}
        for fixed, one in sorted(self._partial, key=lambda part: -len(part[0])):
            leads.setdefault(fixed, one)
        if not self._deep:
            leads.clear()
        for lead in list(leads.values())[:_LEADS]:
            seconds = (self._deadline - time.monotonic()) * share
            if seconds < _LEAD_LEAST:
                break
            scratch = make_folder(self._scratch, "lead")
            try:
                patches = self._from(lead, seconds, scratch)
            except CancelledError:
                raise
            except AuraError:  # with the patch the tests cannot even be loaded
                patches = ()
            finally:
                remove_folder(scratch)
            if patches:
                return patches
        return ()

    def _from(self, lead: Candidate, seconds: float, scratch: str) -> Tuple[Patch, ...]:
        """Search from one patch for a little while."""
        project = os.path.join(scratch, "project")
        copy_project(self._plan.root, project)
        text = apply(self._sources[lead.path], lead.edits)
        with open(os.path.join(project, *lead.path.split("/")), "rb") as handle:
            write_sources(project, {lead.path: encode_source(text, handle.read())})
        plan = self._plan._replace(root=project)
        wish = self._wish._replace(budget=seconds)
        with _alarm(seconds, self._cancel) as over:
            inner = Search(plan, scratch, wish, over, self._inner_progress)
            inner._deep = False
            ended = [one for one in self._spectrum.outcomes if one.outcome in ENDED]
            slowest = max((one.seconds for one in ended), default=LEAD_LIMIT)
            inner._limit = max(LEAD_LIMIT, 10 * slowest)
            found = inner.run()
        self._mends += found.tried
        self._cancel.check()
        after = {**self._sources, lead.path: text}
        patches = []
        for one in found.patches:
            now = {path: new for path, (_, new) in one.changes.items()}
            notes = [self._mended, lead.note or lead.family, one.note]
            patches.append(
                one._replace(
                    changes=self._changes({**after, **now}),
                    note="; ".join(note for note in notes if note),
                    rank=len(self._tried) + one.rank,
                )
            )
        return tuple(patches)

    def _inner_progress(self, news: Progress) -> None:
        """Tell that the search goes on from half a patch."""
        self._phase = "building on a patch that mends some tests"
        self._tell()

    def _pairs(self) -> Iterator[Candidate]:
        """Yield pairs of candidates of which each made some progress."""
        first = self._spectrum.failing[0]
        return ranking.pairs(
            list(self._tried),
            self._sources,
            failing=[one.id for one in self._spectrum.failing],
            first=f"{first.exception}: {first.message}",
        )

    def _try(self, suite: Suite, stage: Stage) -> bool:
        """Judge the patches of a stage; return whether some pass."""
        self._phase = stage.phase
        while time.monotonic() < self._stop_at and len(self._found) < MOST_FOUND:
            over = stage.is_over(time.monotonic(), len(self._tried))
            if over and not self._found:
                break
            batch = list(islice(stage.candidates, self._size))
            if not batch:
                break
            since = time.monotonic()
            self._judge(suite, batch, patient=stage.patient)
            each = (time.monotonic() - since) / len(batch)
            size = min(BATCH, 2 * self._size, int(BATCH_SECONDS / max(each, 1e-3)))
            self._size = max(FIRST_BATCH, size)
        return bool(self._found)

    def _judge(
        self, suite: Suite, batch: Sequence[Candidate], *, patient: bool = False
    ) -> None:
        """Judge a batch and note what is worth noting."""
        base = len(self._tried)
        # With a few failing tests all are run, so that a patch that mends only some
        # of them is seen: it may be one half of the answer.
        some = 1 < len(suite.failing) <= _FEW and self._quick
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
            idle = trust.leaves_idle(self._sources[one.path], one.edits)
            self._found.append(Found(rank, one, idle))
            if len(self._found) == 1:
                now = time.monotonic()
                extra = (now - self._began) * EXTRA_SHARE
                extra = min(max(extra, EXTRA_LEAST), EXTRA_MOST)
                extra = EXTRA_MOST if idle else extra
                self._stop_at = min(self._deadline, now + extra)
        elif judged.fixed and not judged.broke:
            self._partial.append((judged.fixed, one))

    # -- what passes -----------------------------------------------------------------

    def _confirmed(self, suite: Suite) -> Tuple[Patch, ...]:
        """Run the project's own command on the best patches, in a fresh process."""
        seen = self._behaviour(suite)
        before = seen.pop(_BEFORE, None)
        crashes = frozenset(one.exception for one in self._spectrum.failing)
        kept = beyond.keeping(self._found, seen, before)
        groups = beyond.grouped(kept, seen, crashes)
        alike = {
            one.rank: number
            for number, group in enumerate(groups)
            for one in group.members
        }
        ordered = [group.members[0] for group in groups]
        ordered += [one for group in groups for one in group.members[1:]]
        self._phase = "confirming"
        self._tell(force=True)
        chosen = trust.confirmed(
            ordered,
            lambda one: self._passes(suite, one),
            began=self._began,
            until=self._deadline,
            most=MOST_SHOWN,
            alike=alike,
        )
        heads = [seen.get(group.members[0].rank) for group in groups]
        patches = []
        for one, sure in chosen:
            own = alike[one.rank]
            same = sum(number == own for number in alike.values()) - 1
            differs = beyond.first_difference(seen.get(one.rank), heads)
            patches.append(self._patch(one, confirmed=sure, same=same, differs=differs))
        return tuple(patches)

    def _behaviour(self, suite: Suite) -> Dict[int, Behaviour]:
        """Return what the patches that pass do beyond the tests, as time allows."""
        paths = {one.candidate.path for one in self._found}
        told = any(">>>" in self._sources[path] for path in paths)
        late = time.monotonic() > self._deadline or self._cancel.is_set()
        if late or not (told or len(self._found) > 1):
            return {}
        self._phase = "comparing patches"
        batch: List[Item] = [(_BEFORE, {path: self._sources[path] for path in paths})]
        for one in self._found:
            path, edits = one.candidate.path, one.candidate.edits
            batch.append((one.rank, {path: apply(self._sources[path], edits)}))
        try:
            return suite.examine(batch, _CALLS)
        except CancelledError:
            return {}

    def _passes(self, suite: Suite, one: Found) -> bool:
        """Return whether a patch passes the project's own command."""
        path, edits = one.candidate.path, one.candidate.edits
        text = apply(self._sources[path], edits)
        return suite.confirm({path: text}).verdict == "passed"

    def _patch(self, one: Found, *, confirmed: bool, same: int, differs: str) -> Patch:
        """Return a patch as the result shows it."""
        candidate = one.candidate
        text = apply(self._sources[candidate.path], candidate.edits)
        changes = self._changes({**self._sources, candidate.path: text})
        notes = [self._mended] if self._mended else []
        notes.append(candidate.note or candidate.family)
        sure, reasons = trust.confidence(
            one, self._found, self._spectrum, differs=differs
        )
        if same:
            how = "patch does" if same == 1 else "patches do"
            reasons += (f"{same} other {how} the same beyond the tests",)
        if not confirmed:
            sure, reasons = "low", (_UNCONFIRMED, *reasons)
        place = (candidate.path, candidate.line)
        return Patch(changes, place, "; ".join(notes), sure, reasons, one.rank + 1)
