# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep the log of a session, and rebuild a conversation from one."""

from __future__ import annotations

from typing import Iterable, List, Optional, Tuple

from ..core.errors import StorageError
from ..core.events import NOT_LOGGED, Event, Notice, event_to_json
from ..core.interfaces import Record, Sessions
from ..core.messages import Message, message_from_json
from .loop import not_run


class SessionLog:
    """Appends the events of one session; a full disk does not end a run.

    After the first failure nothing more is written, and ``trouble`` says why, once.
    """

    def __init__(self, sessions: Sessions, session: str):
        """Take the store and the id of a session that is in it."""
        self._sessions = sessions
        self.session = session
        self._held: List[Event] = []
        self._failed = False
        self._trouble: Optional[Notice] = None

    def later(self, *events: Event) -> None:
        """Keep events together with the next ones: they belong to one moment."""
        self._held.extend(events)

    def __call__(self, *events: Event) -> Tuple[Event, ...]:
        """Keep events, all or none; return them with those from :meth:`later`."""
        events, self._held = (*self._held, *events), []
        records = [
            event_to_json(event)
            for event in events
            if not isinstance(event, NOT_LOGGED)
        ]
        if self._failed or not records:
            return events
        try:
            self._sessions.append(self.session, *records)
        except StorageError as error:
            self._failed = True
            self._trouble = Notice(error.code, f"The session is not kept: {error}")
        return events

    def take_trouble(self) -> List[Notice]:
        """Return what went wrong since the last call, to be told to the user."""
        trouble, self._trouble = self._trouble, None
        return [trouble] if trouble else []


def conversation_of(records: Iterable[Record]) -> List[Message]:
    """Return the messages of a session log, with every call answered.

    A process that was killed leaves calls without results; they are answered here
    as interrupted, so that the conversation can go on with any provider.
    """
    conversation: List[Message] = []
    for record in records:
        if record.data.get("type") == "message_added":
            message = message_from_json(record.data["message"])
            if message.role != "tool":
                _answer_open_calls(conversation)
            conversation.append(message)
    _answer_open_calls(conversation)
    return conversation


def _answer_open_calls(conversation: List[Message]) -> None:
    """Give calls without a result one, as after a kill in the middle."""
    if conversation and conversation[-1].calls:
        answers = tuple(not_run(call) for call in conversation[-1].calls)
        conversation.append(Message("tool", answers))


def count_runs(records: Iterable[Record]) -> int:
    """Return how many runs a session log holds."""
    return sum(record.data.get("type") == "run_started" for record in records)
