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

import json
import os
import queue
import time
from typing import Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..core.cancel import Cancel
from ..core.errors import ToolError
from ..core.messages import JsonObject
from . import answers
from .answers import BAD
from .collect import SuitePlan
from .confirm import patched_copy, run_command
from .model import Judgement, Observed, Outcome, Place, Spectrum
from .scratch import remove_folder
from .worker import News, Worker

Item = Tuple[int, Mapping[str, str]]

QUICK = 1.0  # CPU seconds a test may take at first
PATIENT = 4.0  # CPU seconds it may take before it counts as endless
WATCHED = 3  # endless tests that are traced
CHUNK = 16  # candidates handed to a judge process at a time
START = 120.0  # seconds by the clock a judge process may take to collect
SLACK = 15.0  # seconds a judge process may be late with an answer


class Suite:
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
        ordered: whether the outcomes depend on the order of the tests, so that the
            failing ones cannot be tried first.
        notes: what people should know (flaky tests, tests that kill their parent).
        start_seconds: how long the first judge process took to be ready.
    """

    def __init__(
        self, plan: SuitePlan, scratch: str, *, cancel: Cancel, jobs: int = 1
    ) -> None:
        self.plan = plan
        self.failing: Tuple[str, ...] = ()
        self.passing: Tuple[str, ...] = ()
        self.ordered = False
        self.notes: List[str] = []
        self._scratch = os.path.realpath(scratch)
        self._cancel = cancel
        self._inbox: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._workers = [
            Worker(plan, os.path.join(self._scratch, str(number)), self._inbox)
            for number in range(max(1, jobs))
        ]
        self._outcomes: Tuple[Outcome, ...] = ()
        self._flaky: FrozenSet[str] = frozenset()
        self._copies = 0
        self.start_seconds = 0.0
        self._judging = 0.0

    def __enter__(self) -> Suite:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes and remove the copies; safe to call twice."""
        for worker in self._workers:
            worker.stop()
            remove_folder(worker.folder)

    @property
    def forks(self) -> bool:
        """Whether judges may fork; without it each candidate costs a process."""
        return self._workers[0].forks

    @forks.setter
    def forks(self, value: bool) -> None:
        for worker in self._workers:
            worker.forks = value

    # -- running ---------------------------------------------------------------------

    def run(self) -> Tuple[Outcome, ...]:
        """Run all tests on the project as it is; return how each ended.

        A test gets 1 s of CPU time; of those that need more, the first gets 4 s,
        and when it then ends, the others too.

        Raises:
            ToolError: ``suite-not-collected``: the tests cannot be loaded at all;
                ``suite-died``: their process dies again and again.
            CancelledError: ``cancel`` was thrown.
        """
        ids = self._ids()
        found = self._sequence({"do": "run", "ids": ids, **answers.limits(QUICK)})
        late = [one.id for one in found if one.outcome == "timeout"]
        for some in (late[:1], late[1:]):
            if some:
                again = {"do": "run", "ids": some, **answers.limits(PATIENT)}
                better = {one.id: one for one in self._sequence(again)}
                found = [better.get(one.id, one) for one in found]
                if better[some[0]].outcome == "timeout":
                    break
        self._outcomes = tuple(found)
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
        failing = [one.id for one in outcomes if one.outcome in BAD]
        late = [one.id for one in outcomes if one.outcome == "timeout"]
        failing = [id for id in failing if id not in late[WATCHED:]]
        chosen = answers.sample(outcomes, failing, seconds)
        ended = [o.seconds for o in outcomes if o.outcome != "timeout"]
        limit = min(5 * PATIENT, max(2 * QUICK, 20 * max(ended, default=0.0)))
        request = {"do": "trace", "ids": failing + chosen, "values": failing}
        covered: Dict[str, FrozenSet[Place]] = {}
        seen: Dict[Place, Dict[str, Observed]] = {}
        second: Dict[str, Outcome] = {}
        for data in self._ask({**request, **answers.limits(limit)}):
            one = answers.outcome(data)
            second[one.id] = one
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

    def _unsteady(
        self, outcomes: Sequence[Outcome], second: Mapping[str, Outcome]
    ) -> FrozenSet[str]:
        """Return the tests that do not end the same way when run again.

        The second run had another order and a tracer; where it differs, more runs
        in the first order tell whether that is the reason.
        """
        first = {one.id: one.outcome in BAD for one in outcomes}
        differ = [
            id
            for id, one in second.items()
            if id in first and (one.outcome in BAD) != first[id]
        ]
        if not differ:
            return frozenset()
        ids = self._ids()
        flaky: FrozenSet[str] = frozenset()
        for _ in range(2):  # two, for what alternates
            third = self._sequence({"do": "run", "ids": ids, **answers.limits(PATIENT)})
            again = {one.id: one.outcome in BAD for one in third}
            flaky |= {id for id in first if again.get(id, True) != first[id]}
        if flaky:
            self.notes.append(
                f"{len(flaky)} test(s) do not end the same way each time: "
                + ", ".join(sorted(flaky)[:5])
            )
        if set(differ) - flaky:
            self.ordered = True
            self.notes.append("The outcome of tests depends on their order.")
        return flaky

    def _take(self, outcomes: Sequence[Outcome], flaky: FrozenSet[str]) -> None:
        """Set what :meth:`judge` asks for; tests that hang come last."""
        bad = [o for o in outcomes if o.outcome in BAD and o.id not in flaky]
        bad.sort(key=lambda one: (one.outcome == "timeout", one.seconds > QUICK))
        self.failing = tuple(one.id for one in bad)
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

    def _ready(self) -> JsonObject:
        """Return what the first worker has collected; start it when needed."""
        worker = self._workers[0]
        if not worker.hello or worker.state == "off":
            since = time.monotonic()
            self._start(worker)
            while worker.state == "starting":
                self._hear(START)
            self.start_seconds = time.monotonic() - since
        return worker.hello

    def _ask(self, request: JsonObject) -> Iterator[JsonObject]:
        """Ask the first worker for outcomes; go on behind a test it died of."""
        worker = self._workers[0]
        rest = list(request["ids"])
        patience = float(request["wall"]) + SLACK
        while rest:
            self._settle(worker)
            worker.ask({**request, "ids": rest})
            while worker.state == "busy":
                data = self._hear(patience, worker)
                if data is not None and "outcome" in data:
                    if data["id"] in rest:
                        rest.remove(data["id"])
                    yield data
            if rest:
                shielded = worker.shield
                self._died(worker)
                if shielded:  # else nobody knows which test it was: try again
                    yield answers.dead(rest.pop(0))

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
        request.update(do="judge", failing=list(self.failing), thorough=thorough)
        request.update(passing=list(self.passing), ordered=self.ordered)
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

    def _worth(self) -> Sequence[Worker]:
        """Return the workers that pay: a further one, once it costs less than waiting.

        A search that ends at once needs one only; one that has judged for as long as
        it takes to start another is likely to go on.
        """
        pays = self._judging > self.start_seconds
        return self._workers if pays else self._workers[:1]

    def _chunks(self, batch: Sequence[Item]) -> List[List[Item]]:
        """Cut a batch so that all workers are busy."""
        size = min(CHUNK, -(-len(batch) // len(self._workers)))
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
            judgement = judgement._replace(verdict=verdict, first=wrong)
        return judgement._replace(seconds=time.monotonic() - started)

    def _folder(self) -> str:
        self._copies += 1
        return os.path.join(self._scratch, f"copy-{self._copies}")

    def _command(self, project: str) -> Optional[Outcome]:
        """Run the own command in a copy; None says that it ended well."""
        return run_command(
            self.plan,
            project,
            cancel=self._cancel,
            timeout=max(60.0, 20 * sum(one.seconds for one in self._outcomes)),
            marker=self._workers[0].marker,
        )

    def _fresh(self, project: str) -> Judgement:
        """Run all tests of a copy in a new judge process."""
        plan = self.plan._replace(root=project)
        with Suite(plan, os.path.dirname(project), cancel=self._cancel) as fresh:
            return answers.compared(fresh.run(), self.failing, self.passing)

    # -- workers ---------------------------------------------------------------------

    def _start(self, worker: Worker) -> None:
        self._cancel.check()
        worker.start()

    def _idle(self, worker: Worker) -> bool:
        """Tell whether a worker can be asked; start one that is off."""
        if worker.state == "off":
            self._start(worker)
        return worker.state == "idle"

    def _settle(self, worker: Worker) -> None:
        """Wait until a worker is idle; what it still has to say is stale."""
        while not self._idle(worker):
            self._hear(START, worker)

    def _died(self, worker: Worker) -> None:
        """Throw a dead worker's copy away; give up when that happens all the time."""
        worker.refresh()
        if worker.deaths == 1:
            self.notes.append("A test ended the process that runs the tests.")
        if worker.deaths > 200:
            raise ToolError(
                "suite-died",
                "The process that runs the tests dies again and again.",
                hint="A test may kill its parent; leave that test out.",
            )

    def _hear(
        self, patience: float, worker: Optional[Worker] = None
    ) -> Optional[JsonObject]:
        """Wait for one message of one worker, the first unless another is named."""
        wanted = worker or self._workers[0]
        for heard, data in self._news(patience, [wanted]):
            if heard is wanted:
                return data
        return None

    def _news(
        self, patience: float, asked: Sequence[Worker]
    ) -> List[Tuple[Worker, Optional[JsonObject]]]:
        """Wait for a message; note what it says of its worker's state.

        When none comes in time, the processes that owe one are ended.
        """
        with self._cancel.calling(lambda: self._inbox.put(None)):
            try:
                starting = any(one.state == "starting" for one in self._workers)
                news = self._inbox.get(timeout=max(patience, START * starting))
            except queue.Empty:
                for worker in asked:
                    worker.stop()
                return [(worker, None) for worker in asked]
        if news is None:
            self.close()
            self._cancel.check()
            return []
        worker, life, data = news
        if life != worker.life:
            return []
        if data is None:
            self._ended(worker)
            return [(worker, None)]
        message: JsonObject = json.loads(data)
        if "collected" in message:
            worker.hello, worker.state = message, "idle"
        elif "failed" in message:
            worker.stop()
            raise self._not_collected(message["failed"])
        elif "done" in message:
            worker.state = "idle"
            if message["spent"]:
                worker.stop()
        return [(worker, message)]

    def _ended(self, worker: Worker) -> None:
        """Note that a process has ended; while it was loading, that is fatal."""
        starting = worker.state == "starting"
        worker.stop()
        if starting:
            raise self._not_collected("the process ended")

    def _not_collected(self, why: str) -> ToolError:
        return ToolError(
            "suite-not-collected",
            f"The tests could not be loaded: {why}.",
            hint="Run the project's own test command to see more.",
            path=self.plan.root,
        )
