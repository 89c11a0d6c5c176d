# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a project's tests in scratch copies, and have patches of it judged by them.

    with Suite(plan, scratch, cancel=cancel, jobs=2) as suite:
        spectrum = suite.spectrum()              # runs the tests, twice
        for number, judgement in suite.judge([(0, {"pkg/mod.py": text}), ...]):
            ...                                  # in any order, as they come
        suite.confirm({"pkg/mod.py": text})      # a fresh process, the own command

Every judge process works in a copy of its own below ``scratch``. One that dies is
started again, and the candidate it died of is judged ``broken``.
"""

from __future__ import annotations

import os
import time
from typing import Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..core.cancel import Cancel
from ..core.messages import JsonObject
from . import answers
from .answers import BAD, cost, limits
from .collect import SuitePlan
from .confirm import patched_copy, run_command
from .judges import SLACK, Judges
from .model import Behaviour, Judgement, Observed, Outcome, Place, Spectrum
from .worker import Worker, source_text

Item = Tuple[int, Mapping[str, str]]

QUICK = 1.0  # CPU seconds a test may take at first
PATIENT = 4.0  # CPU seconds it may take before it counts as endless
WATCHED = 3  # endless tests that are traced
CHUNK = 16  # candidates handed to a judge process at a time
CHUNK_SECONDS = 0.5  # that they should take
TRACED = 40  # failing tests that are traced, the quick ones
TRACED_FIRST = 1.0  # CPU seconds of those that are traced before any that pass
ENDED = ("passed", "failed", "error")
WATCHING = 5.0  # seconds of failing and of passing tests that a candidate has to pass
EXAMINED = 60  # tests whose calls are varied
EXAMINING = 1.0  # seconds they may cost
QUICKEST = 1 / 8  # seconds; tests that cost less are tried in their own order
KNOWN = 2.0  # seconds that tests not run before may take beside those that were


class Suite(Judges):
    """The tests of a project, ready to be run on any version of its files.

    Args:
        plan: how they are run.
        scratch: an empty folder of ours; copies of the project are made in it.
        cancel: ends whatever is under way; methods then raise ``CancelledError``.
        jobs: judge processes that work side by side.

    Attributes:
        failing: ids that :meth:`judge` wants to see pass, set by :meth:`spectrum`
            (or :meth:`run`); may be replaced, the order counts.
        passing: ids that must still pass.
        unknown: ids of tests that there was no time to run; see :attr:`most`.
        ordered: whether the outcomes depend on the order of the tests, so that the
            failing ones cannot be tried first.
        quick: CPU seconds a test may take at first in :meth:`run`.
        patient: CPU seconds it may take before it counts as endless.
        most: seconds that a run in which a test has failed may cost before it is cut
            short; 0 for any.
        run_seconds: what running all tests once takes by the clock.
        cost: the same as :func:`.answers.cost` tells it.
        notes: what people should know (flaky tests, tests that kill their parent).
        start_seconds: how long the first judge process took to be ready.
    """

    def __init__(
        self, plan: SuitePlan, scratch: str, *, cancel: Cancel, jobs: int = 1
    ) -> None:
        """Take the plan and where the copies go."""
        super().__init__(plan, scratch, cancel=cancel, jobs=jobs)
        self.failing: Tuple[str, ...] = ()
        self.passing: Tuple[str, ...] = ()
        self.unknown: Tuple[str, ...] = ()
        self.ordered: bool = False
        self.quick: float = QUICK
        self.patient: float = PATIENT
        self.most: float = 0.0
        self.run_seconds: float = 0.0
        self.cost: float = 0.0
        self._outcomes: Tuple[Outcome, ...] = ()
        self._flaky: FrozenSet[str] = frozenset()
        self._copies = 0

    # -- running ---------------------------------------------------------------------

    def run(self) -> Tuple[Outcome, ...]:
        """Run all tests on the project as it is; return how each ended.

        A test gets :attr:`quick` CPU seconds; of those that need more, the first gets
        :attr:`patient`, and when it then ends, the others too. Where most are endless,
        or where it takes longer than :attr:`most`, the rest is left out as
        ``unknown``.

        Raises:
            ToolError: ``suite-not-collected``: the tests cannot be loaded at all;
                ``suite-died``: their process dies again and again.
            CancelledError: ``cancel`` was thrown.
        """
        request = {"do": "run", "most": self.most}
        found = self._sequence({**request, "ids": self._ids(), **limits(self.quick)})
        late = [one.id for one in found if one.outcome == "timeout"]
        cut = any(one.outcome == "unknown" for one in found)
        for some in (late[:1], late[1:]):
            if some:
                again = {**request, "ids": some, **limits(self.patient / (1 + cut))}
                better = {one.id: one for one in self._sequence(again)}
                found = [better.get(one.id, one) for one in found]
                if better[some[0]].outcome == "timeout":
                    break
        self._outcomes = tuple(found)
        ended = [one for one in found if one.outcome in ENDED]
        spent = sum(one.wall for one in ended)
        self.run_seconds = spent * len(found) / max(1, len(ended))
        self.cost = answers.cost(ended) * len(found) / max(1, len(ended))
        self._take(self._outcomes, frozenset())
        return self._outcomes

    def spectrum(self) -> Spectrum:
        """Run the tests twice, the second time watched, and compare.

        Of a suite that takes over 10 s only the failing tests and a sample of the
        passing ones are watched. Sets :attr:`failing` and :attr:`passing`.

        Raises:
            As :meth:`run`.
        """
        outcomes = self._outcomes or self.run()
        seconds = sum(one.seconds for one in outcomes)
        covered: Dict[str, FrozenSet[Place]] = {}
        seen: Dict[Place, Dict[str, Observed]] = {}
        second: Dict[str, Outcome] = {}
        for data in self._ask(self._traced(outcomes)):
            one = answers.outcome(data)
            second[one.id] = one
            if one.outcome == "unknown":
                continue
            covered[one.id] = frozenset(
                (path, line)
                for path, lines in data.get("covered", {}).items()
                for line in lines
            )
            answers.merge(seen, data.get("locals", ()))
        flaky = self._unsteady(outcomes, second)
        self._flaky = flaky
        self._take(outcomes, flaky)
        return Spectrum(outcomes, covered, seen, flaky, seconds)

    def _traced(self, outcomes: Sequence[Outcome]) -> JsonObject:
        """Return the request to watch tests: some that fail, the near ones that pass.

        Those that hang come last, so that the others are seen in any case. Of slow
        ones that fail alike a few are enough before those that pass.
        """
        late = {one.id for one in outcomes if one.outcome == "timeout"}
        ends = [id for id in self.failing if id not in late][:TRACED]
        hangs = [id for id in self.failing if id in late][: 1 if ends else WATCHED]
        passing = answers.sample(outcomes, ends or hangs, answers.cost(outcomes))
        slowest = max((o.seconds for o in outcomes if o.id not in late), default=0.0)
        limit = min(5 * self.patient, max(2 * self.quick, 20 * slowest))
        if self.most:
            limit = min(limit, max(2 * self.quick, self.most / 4))
        few = len(answers.within(ends, outcomes, TRACED_FIRST))
        ids = ends[:few] + passing + ends[few:] + hangs if ends else hangs + passing
        asked = {"do": "trace", "ids": ids, "values": ends + hangs}
        return {**asked, "most": self.most / 2, "failed": True, **limits(limit)}

    def _unsteady(
        self, outcomes: Sequence[Outcome], second: Mapping[str, Outcome]
    ) -> FrozenSet[str]:
        """Return the tests that do not end the same way when run again.

        The second run had another order and a tracer; where it differs, more runs
        in the first order tell whether that is the reason.
        """
        first = _bad(outcomes)
        # Watching takes time: that a test then hangs says nothing.
        ended = [one for one in second.values() if one.outcome != "timeout"]
        differ = {id for id, bad in _bad(ended).items() if first.get(id, bad) != bad}
        if not differ:
            return frozenset()
        request = {"do": "run", "ids": self._ids(), "most": self.most}
        flaky: FrozenSet[str] = frozenset()
        for _ in range(2):  # two, for what alternates
            again = _bad(self._sequence({**request, **limits(self.patient)}))
            flaky |= {id for id in first if again.get(id, first[id]) != first[id]}
        if flaky:
            self.notes.append(
                f"{len(flaky)} test(s) do not end the same way each time: "
                + ", ".join(sorted(flaky)[:5])
            )
        if differ - flaky:
            self.ordered = True
            self.notes.append("The outcome of tests depends on their order.")
        return flaky

    def _take(self, outcomes: Sequence[Outcome], flaky: FrozenSet[str]) -> None:
        """Set what :meth:`judge` asks for: quick tests first, those that hang last."""
        bad = [o for o in outcomes if o.outcome in BAD and o.id not in flaky]
        bad.sort(key=lambda o: (o.outcome == "timeout", max(QUICKEST, cost([o]))))
        self.failing = tuple(one.id for one in bad)
        self.unknown = tuple(o.id for o in outcomes if o.outcome == "unknown")
        self.passing = tuple(
            o.id for o in outcomes if o.outcome == "passed" and o.id not in flaky
        )

    def _ids(self) -> List[str]:
        """Return all test ids, with those of files that cannot be loaded."""
        hello = self._ready()
        broken = [one["id"] for one in hello["errors"] if one["outcome"] in BAD]
        return broken + [str(id) for id in hello["collected"]]

    def _sequence(self, request: JsonObject) -> List[Outcome]:
        """Run tests by the first worker; those it died of are errors."""
        return [answers.outcome(data) for data in self._ask(request)]

    # -- judging ---------------------------------------------------------------------

    def judge(
        self, batch: Sequence[Item], *, patient: bool = False, thorough: bool = False
    ) -> Iterator[Tuple[int, Judgement]]:
        """Judge patched versions of the project.

        Each runs the failing tests first, with little time, up to the first that
        still fails; only one that passes them all runs the others as well, in a
        process of its own. Judgements come in any order, each number once.

        Args:
            batch: numbers, and the full new texts of changed files by their path.
            patient: give each five times as much time.
            thorough: run all failing tests, also after one has failed, so that
                ``fixed`` tells of partial success.

        Raises:
            As :meth:`run`; what is not yet judged is then lost.
        """
        pending = self._chunks(batch)
        held: Dict[Worker, Dict[int, Item]] = {}
        request = answers.budget(self._outcomes, 5.0 if patient else 1.0)
        failing = answers.within(self.failing, self._outcomes, WATCHING)
        request.update(do="judge", failing=failing, thorough=thorough)
        # What was not run is judged too where it is quick, else left to confirming.
        more = self.unknown if self._quickly(len(self.unknown)) else ()
        passing = list(self._watching() + more)
        request.update(passing=passing, ordered=self.ordered)
        patience = float(request["wall"][1]) + SLACK
        since = time.monotonic() - self._judging
        while pending or held:
            self._judging = time.monotonic() - since
            for worker in self._workers:
                if worker.state == "off" and worker not in self._worth():
                    continue
                if pending and worker not in held and self._idle(worker):
                    chunk = pending.pop(0)
                    held[worker] = dict((item[0], item) for item in chunk)
                    worker.ask({**request, "batch": [[n, dict(f)] for n, f in chunk]})
            for worker, data in self._news(patience, list(held)):
                mine = held.get(worker, {})
                if data is not None and "verdict" in data and data["id"] in mine:
                    del mine[data["id"]]
                    yield int(data["id"]), answers.judgement(data)
                if worker in held and worker.state != "busy":
                    rest = list(held.pop(worker).values())
                    if worker.state == "off" and rest:
                        self._died(worker)
                    if len(rest) == 1 and worker.state == "off":
                        yield rest[0][0], Judgement(
                            "broken", first=answers.outcome(answers.dead(""))
                        )
                    else:
                        pending[:0] = [[item] for item in rest]

    def examine(self, batch: Sequence[Item], most: int) -> Dict[int, Behaviour]:
        """Return how patched versions behave beyond the tests, by their numbers.

        One that cannot be examined is left out.

        Args:
            most: varied calls of one function.

        Raises:
            As :meth:`run`.
        """
        found: Dict[int, Behaviour] = {}
        hello = self._ready()
        if not hello["forks"]:
            return found
        tests = self._examined()
        worker = self._workers[0]
        self._settle(worker)
        request = {"do": "examine", "tests": tests, "most": most}
        source = source_text("variations")
        told = [[number, dict(files)] for number, files in batch]
        worker.ask({**request, "source": source, "batch": told})
        while worker.state == "busy":
            data = self._hear(SLACK, worker)
            if data is not None and "outputs" in data:
                one = Behaviour(data["outputs"], data["examples"], data["odd"])
                found[int(data["id"])] = one
        return found

    def _examined(self) -> List[str]:
        """Return the tests whose calls are varied, as many as cost little."""
        ids = self.failing + self.passing
        return answers.within(ids, self._outcomes, EXAMINING, EXAMINED)

    def _watching(self) -> Tuple[str, ...]:
        """Return the passing tests that candidates have to pass before confirming.

        All of them, where that costs a few seconds, else those of the files in which
        tests fail, and the quick ones, for as long.
        """
        files = {id.split("::")[0] for id in self.failing}
        costs = {one.id: max(QUICKEST, cost([one])) for one in self._outcomes}
        nearest = sorted(
            self.passing,
            key=lambda id: (id.split("::")[0] not in files, costs.get(id, 0.0)),
        )
        chosen = set(answers.within(nearest, self._outcomes, WATCHING))
        return tuple(id for id in self.passing if id in chosen)

    def _quickly(self, number: int) -> bool:
        """Tell whether so many tests cost little, going by those that end."""
        ended = [one for one in self._outcomes if one.outcome in ENDED]
        return number * cost(ended) <= KNOWN * len(ended)

    def _chunks(self, batch: Sequence[Item]) -> List[List[Item]]:
        """Cut a batch so that all workers are busy."""
        size = min(CHUNK, -(-len(batch) // len(self._workers)))
        first = [one for one in self._outcomes if one.id in self.failing[:1]]
        size = min(size, max(1, int(CHUNK_SECONDS / max(cost(first), 0.01))))
        if not self._ready()["forks"]:
            size = 1
        return [list(batch[i : i + size]) for i in range(0, len(batch), max(1, size))]

    def confirm(self, sources: Mapping[str, str]) -> Judgement:
        """Run the project's own command on a patched copy, in a fresh process.

        Without a command of its own (plain functions without pytest), and where it
        fails, a fresh judge process tells which tests pass.

        Args:
            sources: full new texts of changed files by their path.
        """
        started = time.monotonic()
        with patched_copy(self.plan, self._folder(), sources) as project:
            wrong = self._command(project) if self.plan.argv else None
            if self.plan.argv and wrong is None:
                judgement = Judgement("passed", self.failing)
            else:
                judgement = self._fresh(project)
        if wrong is not None and judgement.verdict == "passed" and not self._flaky:
            verdict = "timeout" if wrong.outcome == "timeout" else "failed"
            said = wrong.message or verdict
            judgement = judgement._replace(verdict=verdict, first=wrong, refused=said)
        return judgement._replace(seconds=time.monotonic() - started)

    def _folder(self) -> str:
        """Return the folder of the next copy."""
        self._copies += 1
        return os.path.join(self._scratch, f"copy-{self._copies}")

    def _command(self, project: str) -> Optional[Outcome]:
        """Run the own command in a copy; None says that it ended well."""
        return run_command(
            self.plan,
            project,
            cancel=self._cancel,
            timeout=max(60.0, 20 * self.run_seconds),
            marker=self._workers[0].marker,
        )

    def _fresh(self, project: str) -> Judgement:
        """Run all tests of a copy in a new judge process."""
        plan = self.plan._replace(root=project)
        with Suite(plan, os.path.dirname(project), cancel=self._cancel) as fresh:
            wanted = self.failing + self.unknown
            return answers.compared(fresh.run(), wanted, self.passing)


def _bad(outcomes: Sequence[Outcome]) -> Dict[str, bool]:
    """Return of each test that was run whether it did not pass."""
    return {one.id: one.outcome in BAD for one in outcomes if one.outcome != "unknown"}
