# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the judge processes of a suite at work: start them, hear them, end them."""

from __future__ import annotations

import json
import os
import queue
import time
from typing import Iterator, List, Optional, Sequence, Tuple, TypeVar

from ..core.cancel import Cancel
from ..core.errors import ToolError
from ..core.messages import JsonObject
from . import answers
from .collect import SuitePlan
from .scratch import remove_folder
from .worker import News, Worker

Same = TypeVar("Same", bound="Judges")

START = 600.0  # seconds by the clock a judge process may take to collect
SLACK = 15.0  # seconds a judge process may be late with an answer


class Judges:
    """Judge processes that work side by side, each in a scratch copy of its own.

    Attributes:
        notes: what people should know (flaky tests, tests that kill their parent).
        start_seconds: how long the first judge process took to be ready.
    """

    def __init__(
        self, plan: SuitePlan, scratch: str, *, cancel: Cancel, jobs: int
    ) -> None:
        """Take the plan and where the copies go; processes start when entered."""
        self.plan = plan
        self.notes: List[str] = []
        self.start_seconds: float = 0.0
        self._scratch = os.path.realpath(scratch)
        self._cancel = cancel
        self._inbox: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._workers = [
            Worker(plan, os.path.join(self._scratch, str(number)), self._inbox)
            for number in range(max(1, jobs))
        ]
        self._judging = 0.0

    def __enter__(self: Same) -> Same:
        """Return itself, to be closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the processes."""
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
        """Have the processes fork or not."""
        for worker in self._workers:
            worker.forks = value

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

    def _worth(self) -> Sequence[Worker]:
        """Return the workers that pay: a further one, once it costs less than waiting.

        A search that ends at once needs one only; one that has judged for as long as
        it takes to start another is likely to go on.
        """
        pays = self._judging > self.start_seconds
        return self._workers if pays else self._workers[:1]

    def _start(self, worker: Worker) -> None:
        """Start a process, unless it is too late."""
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
        """Return the error about tests that cannot be loaded."""
        return ToolError(
            "suite-not-collected",
            f"The tests could not be loaded: {why}.",
            hint="Run the project's own test command to see more.",
            path=self.plan.root,
        )
