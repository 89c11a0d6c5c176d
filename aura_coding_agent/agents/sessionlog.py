# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the log of a session, and rebuild a conversation from one."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Optional, Sequence, Tuple

from ..core.errors import AuraError, StorageError
from ..core.events import (
    NOT_LOGGED,
    Event,
    FilesChanged,
    Notice,
    RunStarted,
    event_to_json,
)
from ..core.interfaces import Record, Sessions, Unkept
from ..core.messages import JsonObject, Message, message_from_json, user
from .loop import not_run

# Seconds to wait for a store that is known to be away: longer than another process
# holds it for one write, short enough to be spent at every event.
_HURRIED = 0.05
_HOPELESS = ("database-corrupt", "database-newer")  # trying again does not help


class SessionLog:
    """Keeps the events of one session, in order; a store that is away ends no run.

    What cannot be stored is held, and stored with the first event for which the store
    is there again. Both are told at once. What the store does not take until the end
    of a run is put aside.

    Args:
        sessions: the store.
        session: id of the session.
        workspace, title: of the session.
        stored: how many records of it are stored; 0 when it is to begin with the first
            ones.
        aside: puts records elsewhere, and says where; empty when it cannot.
        news: what other parts have to tell, each once.

    Attributes:
        changed: files changed by tools since the last run began, as they were told.
    """

    def __init__(
        self,
        sessions: Sessions,
        session: str,
        workspace: str,
        title: str,
        *,
        stored: int = 0,
        aside: Callable[[Unkept], str] = lambda unkept: "",
        news: Callable[[], Sequence[Notice]] = tuple,
    ):
        """Take the store and what is known of the session."""
        self._sessions = sessions
        self.session = session
        self._workspace = workspace
        self._title = title
        self._stored = stored
        self._aside = aside
        self._news = news
        self._held: List[Event] = []
        self._waiting: List[JsonObject] = []
        self._trouble: Optional[AuraError] = None
        self.changed: Dict[str, None] = {}

    def later(self, *events: Event) -> None:
        """Keep events together with the next ones: they belong to one moment."""
        self._held.extend(events)

    def __call__(self, *events: Event, durable: bool = False) -> Tuple[Event, ...]:
        """Keep events, all or none; return them with those from :meth:`later`.

        Args:
            durable: have them, and all before them, outlive a loss of power.
        """
        taken = self._take(events)
        if self._waiting:
            if self._trouble is None:
                # An opening that failed a moment ago would fail again, after a wait.
                self._trouble = self._sessions.away()
                if self._trouble is not None:
                    taken += (self._tell_away(self._trouble),)
            taken += self._store(durable=durable)
        return taken

    def finish(self, *events: Event) -> Tuple[Event, ...]:
        """Keep the last events of a run; return them as the last of all.

        The store is waited for once more; what it does not take is put aside.
        """
        taken = self._take(())
        count = len(self._waiting)
        self._take_in(events)
        news = self._store(durable=True, patient=True)
        if self._waiting and self._trouble is not None:
            said = self._put_aside(self._trouble)
            self._waiting.insert(count, event_to_json(said))
            news = (*(each for each in news if each.code == "log-kept"), said)
        return (*taken, *news, *events)

    def _take(self, events: Sequence[Event]) -> Tuple[Event, ...]:
        """Take events, those that were held and what others have to tell."""
        every = (*self._held, *events, *self._news())
        self._held = []
        self._take_in(every)
        return every

    def _take_in(self, events: Sequence[Event]) -> None:
        """Have events wait to be stored."""
        for event in events:
            if isinstance(event, RunStarted):
                self.changed = {}
            elif isinstance(event, FilesChanged):
                self.changed.update(dict.fromkeys(event.paths))
            if not isinstance(event, NOT_LOGGED):
                self._waiting.append(event_to_json(event))

    def _store(self, *, durable: bool, patient: bool = False) -> Tuple[Notice, ...]:
        """Store what waits; return what there is to say of it."""
        trouble = self._trouble
        if trouble is not None and trouble.code in _HOPELESS:
            return ()
        try:
            self._write(durable, None if patient or trouble is None else _HURRIED)
        except StorageError as error:
            self._trouble = error
            return (self._tell_away(error),) if trouble is None else ()
        self._stored += len(self._waiting)
        self._waiting.clear()
        if trouble is None:
            return ()
        self._trouble = None
        back = Notice(
            "log-kept", "The session is kept again; nothing of it is missing."
        )
        self._waiting.append(event_to_json(back))
        return (back,)

    def _write(self, durable: bool, patience: Optional[float]) -> None:
        """Store what waits; a new session begins with it."""
        if self._stored:
            self._sessions.append(
                self.session, *self._waiting, durable=durable, patience=patience
            )
        else:
            self._sessions.create(
                self._workspace,
                self._title,
                *self._waiting,
                session=self.session,
                durable=durable,
                patience=patience,
            )

    def _tell_away(self, error: AuraError) -> Notice:
        """Return, and log, that events are held from here on."""
        said = f"The session cannot be kept for now: {error.message} What happens is"
        said += " held in memory, and kept once that is over."
        if error.code in _HOPELESS:
            said = f"The session is not kept in the database: {error} What happens is"
            said += " held in memory, and put into a file at the end."
        notice = Notice(error.code, said)
        self._waiting.append(event_to_json(notice))
        return notice

    def _put_aside(self, error: AuraError) -> Notice:
        """Put aside what the store did not take, and say where it is."""
        unkept = Unkept(
            *(self.session, self._workspace, self._title),
            after=self._stored,
            records=tuple(self._waiting),
        )
        place = self._aside(unkept)
        said = f"{len(self._waiting)} events of this session are not in the database:"
        where = f"They are in {place}."
        if not place:
            where = "They could not be put into a file either, so they are lost."
        return Notice("log-unkept", f"{said} {error.message} {where}")


def conversation_of(records: Iterable[Record]) -> List[Message]:
    """Return the messages of a session log, with every call answered.

    A process that was killed leaves calls without results; they are answered here
    as interrupted, so that the conversation can go on with any provider. A run that
    was cut off right after it began still has its task.
    """
    conversation: List[Message] = []
    task = ""
    for record in records:
        kind = record.data.get("type")
        if kind == "run_started":
            _add_task(conversation, task)
            task = str(record.data.get("task", ""))
        elif kind == "message_added":
            message = message_from_json(record.data["message"])
            if message.role != "user":
                _add_task(conversation, task)
            if message.role != "tool":
                _answer_open_calls(conversation)
            task = ""
            conversation.append(message)
    _add_task(conversation, task)
    _answer_open_calls(conversation)
    return conversation


def _add_task(conversation: List[Message], task: str) -> None:
    """Add the words that a run began with, where their message is missing."""
    if task:
        _answer_open_calls(conversation)
        conversation.append(user(task))


def _answer_open_calls(conversation: List[Message]) -> None:
    """Give calls without a result one, as after a kill in the middle."""
    if conversation and conversation[-1].calls:
        answers = tuple(not_run(call) for call in conversation[-1].calls)
        conversation.append(Message("tool", answers))


def count_runs(records: Iterable[Record]) -> int:
    """Return how many runs a session log holds."""
    return sum(record.data.get("type") == "run_started" for record in records)
