# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the database on real files, in threads and in processes."""

from __future__ import annotations

import os
import pathlib
import sqlite3
import stat
import subprocess
import sys
import threading
from typing import Iterator, List

import pytest

from aura_coding_agent.core.database import MEMORY, Database, from_column, to_column
from aura_coding_agent.core.errors import StorageError

STEPS = (
    ("first", "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"),
    (
        "second",
        """
        CREATE TABLE counts (n INTEGER);
        CREATE TRIGGER counted AFTER INSERT ON notes
            BEGIN INSERT INTO counts VALUES (1); INSERT INTO counts VALUES (2); END;
        """,
    ),
)


@pytest.fixture(name="path")
def _path(tmp_path: pathlib.Path) -> str:
    return str(tmp_path / "state" / "data.db")


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: pathlib.Path) -> Iterator[str]:
    """Give a disk of 400 KiB, where the system lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.call(mount, stderr=-3):
        pytest.skip("mounting a small disk takes a Linux superuser")
    yield str(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _opened(path: str, **options: float) -> Database:
    database = Database(path, **options)  # type: ignore[arg-type]
    database.migrate("notes", STEPS)
    return database


def _write(database: Database, text: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))


def _texts(database: Database) -> List[str]:
    return [text for (text,) in database.query("SELECT text FROM notes ORDER BY id")]


def test_file_and_its_companions_are_private(path: str) -> None:
    """The file, its log and its shared memory are for their owner only."""
    database = _opened(path)
    _write(database, "x")
    folder = os.path.dirname(path)
    assert ["data.db", "data.db-shm", "data.db-wal"] == sorted(os.listdir(folder))
    modes = {stat.S_IMODE(entry.stat().st_mode) for entry in os.scandir(folder)}
    assert {0o600} == modes
    assert 0o700 == stat.S_IMODE(os.stat(folder).st_mode)
    database.close()
    database.close()


def test_open_file_is_made_private(path: str) -> None:
    """A database that others could read is closed to them."""
    _opened(path).close()
    os.chmod(path, 0o644)
    Database(path).close()
    assert 0o600 == stat.S_IMODE(os.stat(path).st_mode)


def test_settings_of_a_connection(path: str) -> None:
    """A connection logs ahead, checks references, and is small."""
    database = Database(path)
    names = ("journal_mode", "synchronous", "foreign_keys", "cache_size")
    values = [database.query(f"PRAGMA {name}")[0][0] for name in names]
    assert ["wal", 1, 1, -512] == values
    with database.transaction(durable=True) as connection:
        pass
    assert (1,) == connection.execute("PRAGMA synchronous").fetchone()
    database.close()


def test_migrations_are_applied_once(path: str) -> None:
    """Steps are recorded by owner, number and name; user_version counts them all."""
    for _ in range(2):
        database = _opened(path)
        database.migrate("other", [("only", lambda each: None)])
        assert [
            ("notes", 1, "first"),
            ("notes", 2, "second"),
            ("other", 1, "only"),
        ] == (database.query("SELECT * FROM migrations ORDER BY owner, number"))
        assert [(3,)] == database.query("PRAGMA user_version")
        database.close()


def test_later_steps_are_added(path: str) -> None:
    """A newer version of the program applies only what is missing."""
    database = Database(path)
    database.migrate("notes", STEPS[:1])
    _write(database, "kept")
    database.migrate("notes", STEPS)
    assert ["kept"] == _texts(database)
    assert [(2,)] == database.query("PRAGMA user_version")
    database.close()


def test_failed_migration_changes_nothing(path: str) -> None:
    """When a step fails, the steps before it are undone with it."""
    database = Database(path)
    with pytest.raises(StorageError) as caught:
        database.migrate("notes", [*STEPS, ("broken", "CREATE NONSENSE;")])
    assert "database-unusable" == caught.value.code
    assert [] == database.query("SELECT name FROM sqlite_master")
    database.close()


@pytest.mark.parametrize("made_newer", ["step", "version"])
def test_newer_database_is_refused_unchanged(path: str, made_newer: str) -> None:
    """A file of a newer version is not touched, and the error says so."""
    database = _opened(path)
    if made_newer == "step":
        database.migrate("notes", [*STEPS, ("third", "CREATE TABLE t (a);")])
    else:
        database.query("PRAGMA user_version=99")
    database.close()
    before = pathlib.Path(path).read_bytes()
    old = Database(path)
    with pytest.raises(StorageError) as caught:
        old.migrate("notes", STEPS)
    old.close()
    assert "database-newer" == caught.value.code
    assert before == pathlib.Path(path).read_bytes()


def test_processes_that_start_at_once_all_migrate(path: str) -> None:
    """Each of several processes finds or makes the tables; each step runs once."""
    program = (
        "import sys; from aura_coding_agent.core.database import Database\n"
        "sys.stdin.read(1)\n"
        "d = Database(sys.argv[1])\n"
        "d.migrate('a', [('t', 'CREATE TABLE t (a);'), ('u', 'CREATE TABLE u (a);')])\n"
        "with d.transaction() as c: c.execute('INSERT INTO t VALUES (1)')\n"
    )
    command = [sys.executable, "-c", program, path]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(4)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"x")
        child.stdin.close()
    assert [0, 0, 0, 0] == [child.wait(30) for child in children]
    database = Database(path)
    assert [(4,)] == database.query("SELECT count(*) FROM t")
    assert [(2,)] == database.query("SELECT count(*) FROM migrations")
    database.close()


def test_failed_transaction_stores_nothing(path: str) -> None:
    """What a block wrote before it raised is gone."""
    database = _opened(path)
    with pytest.raises(KeyError):
        with database.transaction() as connection:
            connection.execute("INSERT INTO notes (text) VALUES ('x')")
            raise KeyError
    with pytest.raises(StorageError) as caught:
        with database.transaction() as connection:
            connection.execute("INSERT INTO notes (text) VALUES ('x')")
            connection.execute("INSERT INTO notes (text) VALUES (NULL)")
    assert "database-unusable" == caught.value.code
    assert [] == _texts(database)
    database.close()


@pytest.mark.parametrize("where", ["file", "memory"])
def test_threads_write_side_by_side(path: str, where: str) -> None:
    """Every thread writes at once, and nothing is lost."""
    database = _opened(path if where == "file" else MEMORY)

    def work(number: int) -> None:
        for turn in range(20):
            _write(database, f"{number}.{turn}")

    threads = [threading.Thread(target=work, args=(each,)) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 80 == len(set(_texts(database)))
    assert (where == "memory") == database.in_memory
    database.close()


def test_connections_of_ended_threads_are_closed(path: str) -> None:
    """A thread's connection does not outlive it for long."""
    database = _opened(path)
    seen: List[sqlite3.Connection] = []

    def work() -> None:
        with database.transaction() as connection:
            seen.append(connection)

    for _ in range(2):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    with pytest.raises(sqlite3.ProgrammingError):
        seen[0].execute("SELECT 1")
    database.close()


def test_locked_database(path: str) -> None:
    """While another process holds the file, writing fails after the timeout."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN EXCLUSIVE'); print(flush=True); sys.stdin.read(1)\n"
    )
    database = _opened(path, timeout=0.05)
    with subprocess.Popen(
        [sys.executable, "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        other.stdout.readline()
        with pytest.raises(StorageError) as caught:
            _write(database, "x")
        assert [] == _texts(database)
        other.stdin.close()
    _write(database, "later")
    assert "database-locked" == caught.value.code
    assert ["later"] == _texts(database)
    database.close()


@pytest.mark.parametrize("damage", ["garbage", "torn"])
def test_damaged_database_is_left_untouched(path: str, damage: str) -> None:
    """A file that is no database any more is refused, and not one byte changes."""
    database = _opened(path)
    for number in range(200):
        _write(database, "x" * 1000)
    database.close()
    whole = pathlib.Path(path).read_bytes()
    broken = b"garbage" * 1000 if damage == "garbage" else whole[:100] + b"\1" * 9000
    pathlib.Path(path).write_bytes(broken)
    with pytest.raises(StorageError) as caught:
        _texts(Database(path))
    assert "database-corrupt" == caught.value.code
    assert "Move it aside" in caught.value.hint
    assert broken == pathlib.Path(path).read_bytes()
    assert ["data.db"] == os.listdir(os.path.dirname(path))


def test_read_only_disk(path: str, tmp_path: pathlib.Path) -> None:
    """On a disk that cannot be written, what is stored can be read."""
    database = _opened(path)
    _write(database, "kept")
    database.close()
    place = tmp_path / "read only?"
    place.mkdir()
    folder = os.path.dirname(path)
    bound = ["mount", "--bind", folder, str(place)]
    if not sys.platform.startswith("linux") or subprocess.call(bound, stderr=-3):
        pytest.skip("a read-only mount takes a Linux superuser")
    try:
        remount = ["mount", "-o", "remount,ro,bind", str(place)]
        subprocess.run(remount, check=True)
        database = _opened(str(place / "data.db"))
        assert database.readonly
        assert ["kept"] == _texts(database)
        with pytest.raises(StorageError) as caught:
            _write(database, "x")
        assert "database-readonly" == caught.value.code
        with pytest.raises(StorageError) as caught:
            Database(str(place / "new.db"))
        assert "database-unusable" == caught.value.code
        database.close()
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_full_disk(small_disk: str) -> None:
    """When the disk is full, the error says so and what was stored stays."""
    database = _opened(os.path.join(small_disk, "data.db"))
    stored = 0
    with pytest.raises(StorageError) as caught:
        while True:
            _write(database, "x" * 3000)
            stored += 1
    assert "disk-full" == caught.value.code
    assert stored == len(_texts(database))
    assert [("ok",)] == database.query("PRAGMA integrity_check")
    database.close()


@pytest.mark.parametrize("kind", ["folder", "under a file"])
def test_unusable_place(tmp_path: pathlib.Path, kind: str) -> None:
    """A path where no file can be gives a clear error."""
    (tmp_path / "file").write_text("x")
    path = tmp_path if kind == "folder" else tmp_path / "file" / "data.db"
    with pytest.raises(StorageError) as caught:
        Database(str(path))
    assert "database-unusable" == caught.value.code
    assert caught.value.hint


def test_unreadable_place_is_not_taken_for_read_only(tmp_path: pathlib.Path) -> None:
    """A file layer that does not exist is an error, not a reason to read only."""
    with pytest.raises(StorageError) as caught:
        Database(str(tmp_path / "data.db"), vfs="nonsense")
    assert "database-unusable" == caught.value.code


@pytest.mark.skipif(os.name == "nt", reason="SQLite for Windows has no such layer")
def test_place_without_shared_memory(path: str) -> None:
    """Where a write-ahead log is impossible, another journal does the work."""
    database = Database(path, vfs="unix-dotfile")
    database.migrate("notes", STEPS)
    _write(database, "x")
    assert ["x"] == _texts(database)
    assert [("wal",)] != database.query("PRAGMA journal_mode")
    assert [(2,)] == database.query("PRAGMA synchronous")
    database.close()


@pytest.mark.parametrize("text", ["", "plain", "käse \0 end", "odd \udcff name"])
def test_text_columns(text: str) -> None:
    """Any text comes back from a column as it was."""
    database = _opened(MEMORY)
    with database.transaction() as connection:
        row = (to_column(text),)
        connection.execute("INSERT INTO notes (text) VALUES (?)", row)
    assert [text] == [from_column(each) for each in _texts(database)]
    assert [(1,)] == database.query("SELECT 1 FROM notes WHERE text = ?", row)


@pytest.mark.parametrize("sign", ["log", "contents", "log without a file"])
def test_an_emptied_database_is_not_a_new_one(path: str, sign: str) -> None:
    """Beside a full log or full packs, a file of 0 bytes is damage."""
    database = _opened(path)
    _write(database, "kept")
    folder = pathlib.Path(path).parent
    log = pathlib.Path(path + "-wal").read_bytes()
    database.close()
    packs = folder / "packs"
    packs.mkdir()
    if sign == "contents":
        (packs / "1.pack").write_bytes(b"x")
    else:
        pathlib.Path(path + "-wal").write_bytes(log)
    pathlib.Path(path).write_bytes(b"")
    if sign == "log without a file":
        os.unlink(path)
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    with pytest.raises(StorageError) as caught:
        Database(path, beside=[str(packs)])
    assert "database-corrupt" == caught.value.code
    after = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert before == after


def test_a_database_that_was_moved_aside_is_begun_anew(path: str) -> None:
    """Contents without a database are what the advice about damage leaves behind."""
    packs = pathlib.Path(path).parent / "packs"
    packs.mkdir(parents=True)
    (packs / "1.pack").write_bytes(b"x")
    database = Database(path, beside=[str(packs)])
    database.close()
    assert os.path.getsize(path)


def test_a_short_wait_is_for_one_block_and_thread(path: str) -> None:
    """Who is in a hurry waits no longer; afterwards everybody waits as before."""
    database = _opened(path, timeout=60.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as caught, database.within(0.01):
        _write(database, "x")
    assert "database-locked" == caught.value.code
    assert [(60_000,)] == database.query("PRAGMA busy_timeout")
    other.execute("ROLLBACK")
    _write(database, "y")
    assert ["y"] == _texts(database)
    other.close()
    database.close()
