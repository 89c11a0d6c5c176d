# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the session logs, stored and in memory, by the same rules."""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
from typing import Iterator, List, Union

import pytest

from aura_coding_agent.core.database import Database
from aura_coding_agent.core.errors import StorageError
from aura_coding_agent.core.interfaces import Sessions
from aura_coding_agent.memory import open_sessions
from aura_coding_agent.memory.sessions import MemorySessions, SqliteSessions

Both = Union[SqliteSessions, MemorySessions]


@pytest.fixture(name="sessions", params=["stored", "memory"])
def _sessions(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Both]:
    if request.param == "memory":
        yield open_sessions(None)
        return
    database = Database(str(tmp_path / "data.db"))
    yield open_sessions(database)
    database.close()


def _note(number: int) -> dict[str, object]:
    return {"type": "notice", "message": f"note {number}"}


def test_both_keep_the_seam(sessions: Both) -> None:
    """Either kind of sessions serves where the seam is asked for."""
    seam: Sessions = sessions
    assert [] == seam.listing()


def test_ids_sort_by_time(sessions: Both) -> None:
    """An id is short, begins with the time, and is never given twice."""
    ids = [sessions.create("/w", "task") for _ in range(300)]
    assert 300 == len(set(ids))
    assert all(re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{6}", each) for each in ids)
    assert [each[:15] for each in ids] == sorted(each[:15] for each in ids)


def test_records_come_back_in_order(sessions: Both) -> None:
    """Appended records are numbered from one and keep their data."""
    session = sessions.create("/w", "task")
    for number in range(3):
        sessions.append(session, _note(number))
    records = sessions.records(session)
    assert [1, 2, 3] == [record.seq for record in records]
    assert [_note(number) for number in range(3)] == [each.data for each in records]
    assert records[0].at <= records[2].at == sessions.info(session).updated


@pytest.mark.parametrize(
    "text", ["nul \0 nul", "lone \ud800 half", "\U0001f600", "x" * 50_000_000]
)
def test_any_text_is_kept(sessions: Both, text: str) -> None:
    """Records hold NUL, lone surrogates and 50 MB alike."""
    session = sessions.create("/odd \udcff path", "title \ud83d")
    sessions.append(session, {"type": "x", "text": text})
    assert text == sessions.records(session)[0].data["text"]
    info = sessions.info(session)
    assert ("/odd \udcff path", "title \ud83d") == (info.workspace, info.title)
    assert [info] == sessions.listing("/odd \udcff path")


def test_changing_data_after_appending_changes_no_record(sessions: Both) -> None:
    """A record is a copy of what was appended."""
    session, data = sessions.create("/w", "task"), {"type": "x", "list": [1]}
    sessions.append(session, data)
    data["list"] = []
    assert [1] == sessions.records(session)[0].data["list"]


def test_status_follows_the_runs(sessions: Both) -> None:
    """A session is running between the records that begin and end a run."""
    session = sessions.create("/w", "task")
    seen = [sessions.info(session).status]
    for data in (
        {"type": "run_started"},
        _note(1),
        {"type": "run_finished", "status": "verified"},
        _note(2),
    ):
        sessions.append(session, data)
        seen.append(sessions.info(session).status)
    assert ["", "running", "running", "verified", "verified"] == seen


def test_listing_is_newest_first(sessions: Both) -> None:
    """The session that grew last leads; a workspace lists its own."""
    first = sessions.create("/a", "first")
    second = sessions.create("/b", "second")
    third = sessions.create("/a", "third")
    sessions.append(first, _note(1))
    assert first == sessions.listing()[0].id == sessions.info("latest").id
    assert {first, second, third} == {info.id for info in sessions.listing()}
    assert [first, third] == [info.id for info in sessions.listing("/a")]
    assert [1, 0] == [info.records for info in sessions.listing("/a")]


def test_sessions_are_found_by_a_beginning(sessions: Both) -> None:
    """An id may be cut short as long as only one begins so."""
    ids: List[str] = [sessions.create("/w", "task") for _ in range(3)]
    assert ids[1] == sessions.info(ids[1]).id
    with pytest.raises(StorageError) as caught:
        sessions.info("2")
    assert "session-ambiguous" == caught.value.code
    assert ids[0] in caught.value.hint


def test_cut_id_of_the_only_session(sessions: Both) -> None:
    """A few letters suffice when there is one session."""
    session = sessions.create("/w", "task")
    assert session == sessions.info("2").id


@pytest.mark.parametrize("name", ["", "nonsense", "latest", "%", "_"])
def test_unknown_session(sessions: Both, name: str) -> None:
    """Every way to a session that is not there says so."""
    if name in ("%", "_", ""):
        sessions.create("/w", "task")
    ways = (sessions.info, sessions.export, sessions.fork)
    for way in (*ways, sessions.records, lambda id: sessions.append(id, {})):
        with pytest.raises(StorageError) as caught:
            way(name)
        assert "session-unknown" == caught.value.code


def test_session_without_records(sessions: Both) -> None:
    """A new session has an empty log."""
    assert [] == sessions.records(sessions.create("/w", "task"))


def test_fork_goes_its_own_way(sessions: Both) -> None:
    """A fork has the records up to a point, their status, and its parent's name."""
    session = sessions.create("/w", "task")
    sessions.append(session, {"type": "run_started"})
    sessions.append(session, {"type": "run_finished", "status": "failed"})
    sessions.append(session, {"type": "run_started"})
    fork, whole = sessions.fork(session, 2), sessions.fork(session)
    empty = sessions.fork(session, 0)
    sessions.append(fork, _note(9))
    assert 3 == len(sessions.records(session)) == len(sessions.records(whole))
    assert sessions.records(session)[:2] == sessions.records(fork)[:2]
    assert [1, 2, 3] == [record.seq for record in sessions.records(fork)]
    info = sessions.info(fork)
    assert ("/w", "task", session, "failed") == (
        *(info.workspace, info.title, info.parent, info.status),
    )
    assert ["running", ""] == [sessions.info(each).status for each in (whole, empty)]


def test_export_is_stable_json(sessions: Both) -> None:
    """An export names its format and version and holds everything."""
    session = sessions.create("/w", "task")
    sessions.append(session, _note(1))
    shown = json.loads(json.dumps(sessions.export(session)))
    assert ["format", "version", "session", "records"] == list(shown)
    assert ("session", 1) == (shown["format"], shown["version"])
    assert sessions.info(session)._asdict() == shown["session"]
    assert [sessions.records(session)[0]._asdict()] == shown["records"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records SET data = '{}'",
        "DELETE FROM records",
        "INSERT OR REPLACE INTO records SELECT session, seq, at, '{}' FROM records",
        "INSERT INTO records VALUES ('nonsense', 1, 0, '{}')",
        "DELETE FROM sessions",
    ],
)
def test_log_only_grows(tmp_path: pathlib.Path, sql: str) -> None:
    """Neither change, removal nor replacement of a record is possible."""
    database = Database(str(tmp_path / "data.db"))
    sessions = SqliteSessions(database)
    session = sessions.create("/w", "task")
    sessions.append(session, _note(1))
    before = sessions.records(session)
    with pytest.raises(StorageError):
        with database.transaction() as connection:
            connection.execute(sql)
    assert before == sessions.records(session)
    database.close()


_APPENDER = """
import sys
from aura_coding_agent.core.database import Database
from aura_coding_agent.memory.sessions import SqliteSessions
sessions = SqliteSessions(Database(sys.argv[1]))
number = 0
while number != int(sys.argv[3]):
    sessions.append(sys.argv[2], {"by": sys.argv[4], "number": number})
    print(number, flush=True)
    number += 1
"""


def _appender(path: str, session: str, count: int, name: str) -> List[str]:
    return [sys.executable, "-c", _APPENDER, path, session, str(count), name]


def test_processes_append_to_one_session(tmp_path: pathlib.Path) -> None:
    """Two processes that append at once lose and overwrite nothing."""
    path = str(tmp_path / "data.db")
    database = Database(path)
    sessions = SqliteSessions(database)
    session = sessions.create("/w", "task")
    commands = [_appender(path, session, 100, name) for name in "ab"]
    children = [subprocess.Popen(each, stdout=-3) for each in commands]
    assert [0, 0] == [child.wait(60) for child in children]
    records = sessions.records(session)
    assert list(range(1, 201)) == [record.seq for record in records]
    for name in "ab":
        mine = [each.data["number"] for each in records if each.data["by"] == name]
        assert list(range(100)) == mine
    database.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_records_survive_a_kill(tmp_path: pathlib.Path) -> None:
    """After a kill at any moment, every record that was acknowledged is there."""
    path = str(tmp_path / "data.db")
    database = Database(path)
    sessions = SqliteSessions(database)
    for number in range(5):
        session = sessions.create("/w", "task")
        with subprocess.Popen(
            _appender(path, session, -1, "a"), stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            acknowledged = [child.stdout.readline() for _ in range(10 + 7 * number)]
            os.kill(child.pid, signal.SIGKILL)
            acknowledged += [line for line in child.stdout if line.endswith(b"\n")]
        stored = [record.data["number"] for record in sessions.records(session)]
        assert list(range(len(stored))) == stored
        assert len(acknowledged) <= len(stored) <= len(acknowledged) + 1
    assert [("ok",)] == database.query("PRAGMA integrity_check")
    database.close()
