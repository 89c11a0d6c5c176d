# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find patches that make a project's failing tests pass, within a budget.

The steps: mend files that do not compile, run the tests, see which lines the failing
ones run, try patches in order of promise, confirm in a fresh process what passes,
look a little further for alternatives, rank. All of it happens in a scratch copy; the
project's own files are only read.

What is tried, and in which order, is counted in candidates and never told by a clock,
so that a busy machine finds the same patch as a quiet one. Seconds end a search, and
decide nothing else.
"""

from __future__ import annotations

import math
import os
import threading
import time
import warnings
from contextlib import contextmanager
from itertools import islice
from typing import Callable, Dict, Iterator, List, NamedTuple, Sequence, Tuple

from ..core.cancel import Cancel
from ..core.errors import AuraError, CancelledError
from . import beyond, localize, mending, ranking, trust
from .answers import cost
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
STEP, STEP_LEAST = 400, 40
"""Single patches tried before the first look at what else there is, where tests are
quick, and where they are so slow that fewer have to do."""
STEP_SECONDS = 6.0
"""What a step may cost, going by what the tests of a candidate cost."""
ENDLESS = 16
"""How many candidates one counts for that does not end: it uses up its time."""
QUICK = 1 / 64
"""What a candidate costs in seconds at least: its own child, its exchanged code."""
EXTRA_SHARE, EXTRA_LEAST, EXTRA_MOST = 0.25, 0.4, 2.4
"""How long the search goes on after the first patch, as a share of the candidates
until then and in steps: whether others pass too tells how sure one can be of it."""
LEADS = (0.4, 2.0)
"""Steps of a search that builds on a patch which mends some failing tests: the first
time, when little is known, and once single patches have had their turn."""
LEAD_LIMIT = 0.2
"""Least CPU seconds that a test may take when a patch is built on: many are endless."""
MOST_FOUND = 12
"""Patches that pass after which the search stops."""
RESERVE_MOST = 0.35
"""Share of the budget that is kept for confirming, at most."""
CONFIRMED = 1.0
"""What the tests may cost in seconds where alternatives are confirmed as well."""
_FEW = 12
_REPEATS, _REPEAT_SECONDS, _THOROUGH_SECONDS = 6, 1.0, 4.0
_BEFORE, _CALLS = -1, 30
_LEADS = 3
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
        with _alarm(wish.budget, cancel) as over, warnings.catch_warnings():
            # What the compiler thinks of candidates is not for the user.
            warnings.simplefilter("ignore")
            found = Search(plan, scratch, wish, over, progress).run()
        cancelled = cancel.is_set()
        limit = "" if cancelled else found.limit
        return found._replace(cancelled=cancelled, limit=limit)
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
    """Patches to try.

    Attributes:
        most: how many of them.
        patient: give each more time.
        leads: candidates of the search that builds on each patch that mends some of
            the failing tests, afterwards; 0 for none.
    """

    phase: str
    candidates: Iterator[Candidate]
    most: int
    patient: bool = False
    leads: int = 0


class Search(Mender):
    """One search under way."""

    _size = FIRST_BATCH
    _pace = STEP
    """Candidates that a step may hold, going by what they cost."""
    _quick = True
    _deep = True
    _spent = 0
    """Candidates tried, endless ones several times; what stages are measured by."""
    _last: float = math.inf
    """What may be spent until the search ends, once a patch was found."""

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
            self._ended_by = "seconds"
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
        self._set_pace(suite)
        patches: Tuple[Patch, ...] = ()
        cancelled = False
        try:
            for stage in self._stages():
                while not patches and self._try(suite, stage):
                    patches = self._confirmed(suite)
                    if not patches:  # the own command says no to all: go on
                        self._found.clear()
                        self._last = math.inf
                if not patches and stage.leads:
                    patches = self._followed(stage.leads)
                if patches:
                    break
        except CancelledError:
            cancelled = True
            self._ended_by = "seconds"
            patches = self._confirmed(suite) if self._found else ()
        status = "repaired" if patches else "none"
        return self._result(status, patches, cancelled=cancelled)

    def _drop_unsteady(self, suite: Suite) -> None:
        """Find failing tests that pass now and then, by judging no change at all."""
        path, text = next(iter(self._sources.items()))
        spent = cost(self._spectrum.failing)
        if self._plan.runner == "command":  # of which only the clock tells something
            spent = _THOROUGH_SECONDS
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

    def _most_kept(self) -> float:
        """Return the most seconds that are kept for confirming."""
        return RESERVE_MOST * self._wish.budget

    def _set_pace(self, suite: Suite) -> None:
        """Find how many candidates a step may hold: all, where their tests are quick.

        Most candidates fail the first test, or all of a few are run; see
        :meth:`_judge`.
        """
        known = {one.id: one for one in self._spectrum.failing}
        few = len(suite.failing) if self._thorough(suite) else 1
        first = [known[id] for id in suite.failing[:few] if id in known]
        ended = [one for one in first if one.outcome in ENDED]
        if self._plan.runner == "command":
            self._pace = STEP_LEAST
            return
        self._pace = min(STEP, max(1, int(STEP_SECONDS / max(QUICK, cost(ended)))))

    def _thorough(self, suite: Suite) -> bool:
        """Tell whether all failing tests are run, so that half an answer is seen."""
        return 1 < len(suite.failing) <= _FEW and self._quick

    # -- candidates ------------------------------------------------------------------

    def _stages(self) -> Iterator[Stage]:
        """Yield what to try, one after the other, until there is no more.

        Single patches come first, then what builds on those that mend some of the
        failing tests, then pairs; each gets another turn, twice as long, and so on. A
        larger budget goes further on the same way.
        """
        singles = ranking.ordered(
            self._suspects, self._spectrum, self._sources, risky=self._wish.risky
        )
        phase, pairing = "trying patches", "trying pairs of patches"
        step = max(STEP_LEAST, self._pace)
        for size, leads in zip((step, 2 * step), LEADS):
            yield Stage(phase, singles, size, leads=int(leads * step))
        pairs = self._pairs() if self._partial else None
        if pairs is not None:
            yield Stage(pairing, pairs, 2 * step)
        size = 4 * step
        while True:
            before = len(self._tried)
            yield Stage(phase, singles, size)
            pairs = pairs or self._pairs()
            yield Stage(pairing, pairs, size)
            if len(self._tried) == before:
                break
            size *= 2
        slow = [one for one, judged in self._tried if judged.verdict == "timeout"]
        more = "giving slow patches more time"
        yield Stage(more, iter(slow), BATCH, patient=True)

    def _followed(self, most: int) -> Tuple[Patch, ...]:
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
            number = self._room(most)
            if not number:
                break
            scratch = make_folder(self._scratch, "lead")
            try:
                patches = self._from(lead, number, scratch)
            except CancelledError:
                raise
            except AuraError:  # with the patch the tests cannot even be loaded
                patches = ()
            finally:
                remove_folder(scratch)
            if patches:
                return patches
        return ()

    def _from(self, lead: Candidate, most: int, scratch: str) -> Tuple[Patch, ...]:
        """Search from one patch, with so many candidates."""
        project = os.path.join(scratch, "project")
        copy_project(self._plan.root, project)
        text = apply(self._sources[lead.path], lead.edits)
        with open(os.path.join(project, *lead.path.split("/")), "rb") as handle:
            write_sources(project, {lead.path: encode_source(text, handle.read())})
        plan = self._plan._replace(root=project)
        left = max(0.0, self._deadline - time.monotonic())
        wish = self._wish._replace(budget=left, candidates=most)
        with _alarm(left, self._cancel) as over:
            inner = Search(plan, scratch, wish, over, self._inner_progress)
            inner._deep = False
            ended = [one for one in self._spectrum.outcomes if one.outcome in ENDED]
            slowest = max((cost([one]) for one in ended), default=LEAD_LIMIT)
            inner._limit = max(LEAD_LIMIT, 10 * slowest)
            inner._run_cost = self._run_cost
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
        until: float = self._spent + stage.most
        most = max(FIRST_BATCH, min(BATCH, self._pace // 8))
        while len(self._found) < MOST_FOUND:
            end = self._last if self._found else until
            left = min(end - self._spent, self._size, most)
            batch = list(islice(stage.candidates, self._room(int(max(0, left)))))
            if not batch:
                break
            self._judge(suite, batch, patient=stage.patient)
            self._size = min(BATCH, 2 * self._size)
        return bool(self._found)

    def _judge(
        self, suite: Suite, batch: Sequence[Candidate], *, patient: bool = False
    ) -> None:
        """Judge a batch and note what is worth noting, in the order of the batch."""
        base = len(self._tried)
        # With a few failing tests all are run, so that a patch that mends only some
        # of them is seen: it may be one half of the answer.
        some = self._thorough(suite)
        patched: List[Item] = [
            (number, {one.path: apply(self._sources[one.path], one.edits)})
            for number, one in enumerate(batch)
        ]
        verdicts: Dict[int, Judgement] = {}
        try:
            for number, judged in suite.judge(patched, patient=patient, thorough=some):
                verdicts[number] = judged
                self._tell()
        finally:
            for number, one in enumerate(batch):
                judged = verdicts.get(number, Judgement("failed"))
                self._tried.append((one, judged))
                self._spent += ENDLESS if judged.verdict == "timeout" else 1
                self._take(base + number, one, judged)

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
                least, most = EXTRA_LEAST * self._pace, EXTRA_MOST * self._pace
                extra = min(max(rank * EXTRA_SHARE, least), most)
                self._last = self._spent + int(most if idle else extra)
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
            others=suite.cost <= CONFIRMED,
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
        judged = suite.confirm({path: text})
        self._refused = self._refused or judged.refused
        return judged.verdict == "passed"

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
