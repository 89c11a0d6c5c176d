# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that a session's log is whole: stores that go away, logs that were cut."""

from __future__ import annotations

import sqlite3

import pytest

from aura_coding_agent.agents.sessionlog import conversation_of
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.events import Notice, RunFinished, event_to_json
from aura_coding_agent.core.events import NOT_LOGGED
from aura_coding_agent.core.interfaces import Record
from aura_coding_agent.core.messages import Message, Text, message_to_json
from aura_coding_agent.memory.sessions import SqliteSessions
from aura_coding_agent.storage import open_storage, put_aside, stored_sessions

from .conftest import calls, of, say, tool

READ = "read"


class Holder:
    """Another process that holds the database, as far as SQLite can tell."""

    def __init__(self, path):
        self.connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False
        )

    def hold(self):
        """Keep everybody else from writing."""
        self.connection.execute("BEGIN IMMEDIATE")

    def let_go(self):
        """Let the others write."""
        self.connection.execute("ROLLBACK")


def _logged(events):
    return [event_to_json(each) for each in events if not isinstance(each, NOT_LOGGED)]


def _stored(database, session):
    records = SqliteSessions(database).records(session)
    assert list(range(1, len(records) + 1)) == [record.seq for record in records]
    return [record.data for record in records]


@pytest.mark.parametrize("held_from", ["the start", "the first tool"])
def test_a_store_that_is_away_for_a_while_loses_nothing(bench, tmp_path, held_from):
    """Events are held in order and stored later; both are told when it happens."""
    path = str(tmp_path / "state" / "data.db")
    database = Database(path, timeout=0.05)
    sessions, holder = SqliteSessions(database), Holder(path)
    hold = tool("hold", lambda arguments, context: _do(holder.hold), READ)
    let_go = tool("let_go", lambda arguments, context: _do(holder.let_go), READ)
    script = [calls(("let_go", {})), say("done")]
    if held_from == "the start":
        holder.hold()
    else:
        script.insert(0, calls(("hold", {})))
    events = bench(*script, sessions=sessions, tools=[hold, let_go]).run()
    assert ["database-locked", "log-kept"] == [each.code for each in of(Notice, events)]
    kinds = [type(event).__name__ for event in events]
    assert kinds.index("Notice") < len(kinds) - 1 - kinds[::-1].index("ToolFinished")
    assert isinstance(events[-1], RunFinished)
    assert _logged(events) == _stored(database, events[-1].session)
    database.close()


def _do(action):
    from aura_coding_agent.core.interfaces import ToolOutput

    action()
    return ToolOutput("ok")


def test_what_the_store_never_took_is_taken_in_later(bench, tmp_path):
    """At the end it goes into a file, and from there into the store: once."""
    environ = {"AURA_HOME": str(tmp_path / "state")}
    path = str(tmp_path / "state" / "aura.db")
    database = Database(path, timeout=0.05)
    sessions, holder = SqliteSessions(database), Holder(path)
    first = bench(say("one"), sessions=sessions).run()
    hold = tool("hold", lambda arguments, context: _do(holder.hold), READ)
    second = bench(
        *(calls(("hold", {})), say("two")),
        sessions=sessions,
        tools=[hold],
        aside=lambda unkept: put_aside(environ, unkept),
    ).run()
    holder.let_go()
    told = of(Notice, second)
    assert ["database-locked", "log-unkept"] == [each.code for each in told]
    (kept,) = (tmp_path / "state" / "unkept").iterdir()
    assert str(kept) in told[-1].message
    again = kept.read_bytes()
    for _ in range(2):
        assert SqliteSessions in map(type, [stored_sessions(environ)])
        assert not kept.exists()
        stored = _stored(database, second[-1].session)
        assert [e for e in _logged(second) if e["type"] != "notice"] == [
            each for each in stored if each["type"] != "notice"
        ]
        kept.write_bytes(again)  # as if the process had been killed before removing it
    assert _logged(first) == _stored(database, first[-1].session)
    database.close()


def test_a_store_that_is_locked_at_the_start_is_opened_later(tmp_path):
    """The parts are made without it; the first use that finds it free opens it."""
    environ = {"AURA_HOME": str(tmp_path / "state")}
    path = str(tmp_path / "state" / "aura.db")
    first = Database(path)
    SqliteSessions(first)
    first.close()
    holder = Holder(path)
    holder.connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.connection.execute("BEGIN EXCLUSIVE")
    database = Database(path, timeout=0.05, later=True)
    sessions = SqliteSessions(database)
    assert sessions.away() is not None
    holder.connection.close()
    session = sessions.create("/w", "task", {"type": "x"}, session=sessions.new_id())
    assert sessions.away() is None
    assert [{"type": "x"}] == _stored(database, session)
    assert () == open_storage(environ).trouble
    database.close()


def test_a_store_without_room_for_anything(bench, tmp_path):
    """Where no file takes the events either, that is said, and the run has ended."""
    path = str(tmp_path / "data.db")
    database = Database(path, timeout=0.05)
    holder = Holder(path)
    sessions = SqliteSessions(database)
    holder.hold()
    events = bench(say("done"), sessions=sessions, aside=lambda unkept: "").run()
    assert ["database-locked", "log-unkept"] == [e.code for e in of(Notice, events)]
    assert "they are lost" in of(Notice, events)[-1].message
    assert "unverified" == events[-1].status
    holder.let_go()
    database.close()


def _record(seq, data):
    return Record(seq, 0.0, data)


def _said(role, text):
    message = message_to_json(Message(role, (Text(text),)))
    return {"type": "message_added", "message": message}


STARTED = {"type": "run_started", "task": "Write the file."}
OTHER = {"type": "run_started", "task": "And another."}


@pytest.mark.parametrize(
    "log, texts",
    [
        ([STARTED], ["Write the file."]),
        ([STARTED, {"type": "notice"}], ["Write the file."]),
        ([STARTED, _said("user", "Write the file.")], ["Write the file."]),
        ([STARTED, OTHER], ["Write the file.", "And another."]),
        ([STARTED, _said("assistant", "Yes.")], ["Write the file.", "Yes."]),
        ([_said("user", "old"), STARTED], ["old", "Write the file."]),
    ],
)
def test_a_task_is_in_the_conversation_wherever_the_log_was_cut(log, texts):
    """Resuming sends the task even when only the start of the run was logged."""
    rebuilt = conversation_of(_record(*each) for each in enumerate(log, 1))
    assert texts == [message.text for message in rebuilt]


def test_a_run_and_its_words_are_one_record_of_the_store(bench, tmp_path):
    """No reader ever sees a session without its task, or a run without its words."""
    path = str(tmp_path / "data.db")
    database = Database(path)
    agent = bench(say("done"), sessions=SqliteSessions(database))
    events = agent.agent.run("the task")
    next(events)
    stored = _stored(Database(path), agent.agent.session)
    assert "run_started" == stored[0]["type"]
    assert ["the task"] == [m.text for m in conversation_of(_numbered(stored))]
    assert "message_added" in [data["type"] for data in stored]
    events.close()
    database.close()


def _numbered(stored):
    return [_record(*each) for each in enumerate(stored, 1)]
