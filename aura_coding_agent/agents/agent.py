# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Carry out requests in one session and say honestly how each ended.

A run ends ``verified`` only when a check that the agent itself ran passed after the
last change; what the model says about tests does not count.
"""

from __future__ import annotations

from typing import Callable, Generator, Iterator, List, Optional, Sequence
from typing import Tuple

from ..core.cancel import Cancel
from ..core.errors import AuraError, CancelledError, StorageError
from ..core.events import (
    CheckFinished,
    CheckStarted,
    Event,
    MessageAdded,
    Notice,
    PermissionDecided,
    RunFinished,
    RunStarted,
)
from ..core.interfaces import (
    Decision,
    ModelRequest,
    ProcessResult,
    Provider,
    Sessions,
    Toolset,
    Unkept,
)
from ..core.messages import Message, Reply, Usage, user
from ..core.values import NamedTuple
from .limits import Limits, Meter, Stop
from .loop import Turns, run_turns
from .repetition import Repetition
from .sessionlog import SessionLog, conversation_of, count_runs

_NUDGES = 3


class Check(NamedTuple):
    """A command that tells whether the work is done.

    Attributes:
        command: the command line.
        trusted: the user named it, so it runs without asking; a command found in
            the project's files is asked for like any other.
    """

    command: str
    trusted: bool


class Parts(NamedTuple):
    """What an agent is made of; see ``app`` for the concrete parts.

    Attributes:
        provider, toolset, sessions: the seams of the same names.
        model, endpoint, workspace, version: for the log.
        system: the system prompt.
        instructions: files whose text is in the prompt.
        checks: run by the agent after the model has finished.
        check_rounds: how often a failed check is handed back to the model.
        limits: caps of each run.
        max_output: cap on tokens of one answer; None leaves it to the provider.
        stream: ask for answers piece by piece.
        price: cost in US dollars of a usage, None when not known.
        permit: decides about a check that is not trusted.
        run_check: runs a command line in the workspace.
        begin_run: tells the journal that a run begins: session, number, title.
        changed: files changed in a run so far, relative: session, number.
        relative: shows an absolute path relative to the workspace.
        aside: puts records that the store does not take elsewhere; see SessionLog.
        news: what the storage has to tell since the last call, each once.
        ended: called when a run has ended.
        notices: told at the start of the first run.
        left_running: what commands have left in the background, for the end of a run.
    """

    provider: Provider
    toolset: Toolset
    sessions: Sessions
    model: str
    endpoint: str
    workspace: str
    version: str
    system: str
    instructions: Tuple[str, ...]
    checks: Tuple[Check, ...]
    check_rounds: int
    limits: Limits
    max_output: Optional[int]
    stream: bool
    price: Callable[[Usage], Optional[float]]
    permit: Callable[[str], Decision]
    run_check: Callable[[str, Cancel], ProcessResult]
    begin_run: Callable[[str, int, str], None]
    changed: Callable[[str, int], Sequence[str]]
    relative: Callable[[str], str]
    aside: Callable[[Unkept], str] = lambda unkept: ""
    news: Callable[[], Sequence[Notice]] = tuple
    ended: Callable[[], None] = lambda: None
    notices: Tuple[Notice, ...] = ()
    left_running: Callable[[], Sequence[object]] = tuple


class Verdict(NamedTuple):
    """How a run stands: status and one sentence, and what to hand to the model."""

    status: str
    reason: str
    feedback: str = ""


class Agent:
    """One session with a model, its tools and its checks.

    Args:
        parts: what the agent is made of.
        session: id of a session to go on with; empty begins a new one with the
            first run.
    """

    def __init__(self, parts: Parts, session: str = ""):
        """Take the parts; without a session one begins with the first request."""
        self._parts = parts
        self._log: Optional[SessionLog] = None
        self._runs = 0
        self._notices = list(parts.notices)
        self._cancel = Cancel()
        self.conversation: List[Message] = []
        if session:
            records = parts.sessions.records(session)
            self.conversation = conversation_of(records)
            self._runs = count_runs(records)
            title = parts.sessions.info(session).title
            self._log = self._log_of(session, title, stored=len(records))

    @property
    def session(self) -> str:
        """Id of the session; empty before the first run of a new one."""
        return self._log.session if self._log else ""

    def cancel(self) -> None:
        """Stop the run under way, from any thread; it ends ``cancelled``."""
        self._cancel.set()

    def run(self, text: str) -> Iterator[Event]:
        """Carry out one request; yield what happens, last a RunFinished.

        Closing the iterator, Ctrl-C and :meth:`cancel` end the run at any moment
        with a consistent log. Failures are events, not exceptions.
        """
        self._cancel = Cancel()
        self._runs += 1
        log = self._open_log(text)
        run = Run(self._parts, log, self._cancel, self._runs, self.conversation)
        notices, self._notices = self._notices, []
        return run.events(text, notices)

    def _open_log(self, text: str) -> SessionLog:
        """Return the log of the session, which begins with the first request."""
        if self._log is None:
            title = " ".join(text.split())[:80]
            self._log = self._log_of(self._parts.sessions.new_id(), title)
        return self._log

    def _log_of(self, session: str, title: str, *, stored: int = 0) -> SessionLog:
        """Return the log of a session."""
        parts = self._parts
        return SessionLog(
            *(parts.sessions, session, parts.workspace, title),
            stored=stored,
            aside=parts.aside,
            news=parts.news,
        )


class Run:
    """One request under way."""

    def __init__(
        self,
        parts: Parts,
        log: SessionLog,
        cancel: Cancel,
        number: int,
        conversation: List[Message],
    ):
        """Take what one run needs; nothing happens before it is iterated."""
        self._parts = parts
        self._log = log
        self._cancel = cancel
        self._number = number
        self._conversation = conversation
        self._meter = Meter(parts.limits, parts.price)
        self._answer = ""

    def events(self, text: str, notices: Sequence[Notice]) -> Iterator[Event]:
        """Yield the events of the run; the last is logged whatever happens."""
        alarm = self._meter.alarm(self._cancel)
        verdict = Verdict("cancelled", "The run was abandoned.")
        try:
            yield from self._begin(text, notices)
            verdict = yield from self._work()
        except (CancelledError, KeyboardInterrupt):
            verdict = self._interrupted()
        except Stop as stop:
            verdict = Verdict(stop.status, stop.reason)
        except AuraError as error:
            verdict = Verdict("error", f"{error} [{error.code}]")
        except GeneratorExit:
            self._log.finish(*self._left_running(), self._finished(verdict))
            raise
        except BaseException:
            self._log()
            raise
        finally:
            if alarm:
                alarm.cancel()
        self._parts.ended()
        left = self._left_running()
        yield from self._log.finish(*left, self._finished(verdict))

    def _begin(self, text: str, notices: Sequence[Notice]) -> Iterator[Event]:
        """Tell and log that the run begins, in one with the words that it begins with.

        On the disk, since all that follows may have effects that are.
        """
        parts = self._parts
        message = user(text)
        self._conversation.append(message)
        parts.begin_run(self._log.session, self._number, " ".join(text.split())[:80])
        yield from self._log(
            RunStarted(
                self._log.session,
                self._number,
                text,
                parts.workspace,
                parts.model,
                parts.endpoint,
                tuple(check.command for check in parts.checks),
                parts.instructions,
                parts.version,
            ),
            *notices,
            MessageAdded(message),
            durable=True,
        )

    def _say(self, text: str) -> Iterator[Event]:
        """Add words of the user to the conversation and to the log."""
        message = user(text)
        self._conversation.append(message)
        yield from self._log(MessageAdded(message))

    def _work(self) -> Generator[Event, None, Verdict]:
        """Alternate between the model and the checks until they agree."""
        rounds = 0
        while True:
            yield from self._let_model_work()
            verdict = yield from self._judge()
            if not verdict.feedback or rounds == self._parts.check_rounds:
                return verdict
            rounds += 1
            yield from self._say(verdict.feedback)

    def _let_model_work(self) -> Iterator[Event]:
        """Have the model finish; nudge it when an answer is cut off or empty."""
        turns = Turns(
            self._parts.provider,
            self._parts.toolset,
            self._request,
            self._log,
            self._parts.relative,
            self._meter,
            Repetition(),
            self._cancel,
        )
        for _ in range(_NUDGES):
            reply = yield from run_turns(turns, self._conversation)
            self._answer = reply.message.text
            if reply.stop == "refused":
                raise AuraError("model-refused", "The model refused to go on.")
            nudge = _nudge(reply)
            if not nudge:
                return
            yield from self._say(nudge)
        self._meter.check()  # an answer may be cut off because of a limit
        raise AuraError(
            "answer-incomplete",
            f"The model gave {_NUDGES} cut-off or empty answers in a row.",
            hint="Raise it with --set max_output=N, or try another model.",
        )

    def _request(self, conversation: Sequence[Message]) -> ModelRequest:
        """Return the request of the next turn."""
        cap = self._parts.max_output
        if self._parts.limits.tokens:
            words = sum(len(str(message.parts)) for message in conversation)
            cap = self._meter.cap(cap, (words + len(self._parts.system)) // 4)
        return ModelRequest(
            self._parts.model,
            self._parts.system,
            conversation,
            self._parts.toolset.specs,
            cap,
            self._parts.stream,
        )

    def _judge(self) -> Generator[Event, None, Verdict]:
        """Run the checks; one that was found in the project only after a change."""
        changed = self._changed()
        ran = 0
        for check in self._parts.checks:
            if not check.trusted and not changed:
                continue
            if not check.trusted and not (yield from self._permitted(check.command)):
                continue
            result = yield from self._run_check(check.command)
            if not result.passed:
                return _failed(result)
            ran += 1
        if 0 < ran == len(self._parts.checks):
            named = "; ".join(check.command for check in self._parts.checks)
            return Verdict("verified", f"Passed after the last change: {named}")
        return Verdict("unverified", self._why_unverified(bool(changed)))

    def _permitted(self, command: str) -> Generator[Event, None, bool]:
        """Ask whether a check may run, and log the answer."""
        decision = self._parts.permit(command)
        yield from self._log(
            PermissionDecided(
                "",
                "check",
                command,
                decision.allowed,
                decision.asked,
                decision.reason,
            )
        )
        return decision.allowed

    def _run_check(self, command: str) -> Generator[Event, None, CheckFinished]:
        """Run one check, tell that it began and how it ended."""
        self._cancel.check()
        yield from self._log(CheckStarted(command), durable=True)
        result = self._parts.run_check(command, self._cancel)
        self._cancel.check()
        finished = CheckFinished(
            command,
            result.exit_code == 0,
            result.exit_code,
            result.seconds,
            result.output,
        )
        yield from self._log(finished)
        return finished

    def _why_unverified(self, changed: bool) -> str:
        """Return why no check stands behind the end of this run."""
        if not self._parts.checks:
            return "No check was named (--check CMD) and the project names none."
        if not changed:
            return "Nothing was changed, so the project's own check was not run."
        return "Not every check was run, because it was not allowed."

    def _interrupted(self) -> Verdict:
        """Return how a run ends that was stopped: by its time limit or by the user."""
        self._cancel.set()
        if self._meter.out_of_time():
            return Verdict("limit", "The limit on wall time was reached.")
        return Verdict("cancelled", "The run was cancelled.")

    def _changed(self) -> Sequence[str]:
        """Return the files that this run has changed so far."""
        try:
            return self._parts.changed(self._log.session, self._number)
        except StorageError:
            return tuple(self._log.changed)  # as the tools told it

    def _left_running(self) -> Iterator[Notice]:
        """Say what commands have left running in the background."""
        left = ", ".join(map(str, self._parts.left_running()))
        if left:
            yield Notice("left-running", f"Still running in the background: {left}.")

    def _finished(self, verdict: Verdict) -> RunFinished:
        """Return the last event of the run."""
        return RunFinished(
            verdict.status,
            verdict.reason,
            self._answer,
            self._meter.turns,
            tuple(self._changed()),
            self._meter.usage,
            self._meter.cost,
            round(self._meter.seconds, 3),
            self._log.session,
        )


def _nudge(reply: Reply) -> str:
    """Return what to tell a model whose answer is cut off or empty."""
    if reply.stop == "length":
        return "Your answer was cut off by the token limit. Go on, in smaller steps."
    if not reply.message.text.strip():
        return "Your answer was empty. Go on with the task, or say what you did."
    return ""


def _failed(result: CheckFinished) -> Verdict:
    """Return the verdict about a check that did not pass."""
    ended = "did not end in time"
    if result.exit_code is not None:
        ended = f"failed with exit code {result.exit_code}"
    return Verdict(
        "failed",
        f"The check `{result.command}` {ended}.",
        f"The check `{result.command}` {ended}:\n\n{result.output}\n\n"
        "Find the cause and put it right.",
    )
