# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Open what outlives the process: the database and the sessions in it."""

from __future__ import annotations

import json
import os
import sys
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from .core.config import Settings, is_temporary, state_folder
from .core.database import Database, from_column, to_column
from .core.durable import remove_file, temporary_folder, write_file
from .core.errors import StorageError
from .core.events import Notice
from .core.interfaces import SessionInfo, Sessions, Unkept
from .core.values import NamedTuple
from .history import describe, homes
from .history.expiry import StoreLimits
from .history.files import NONE
from .history.ledger import MIGRATIONS
from .history.scan import Rule
from .memory import Running, open_sessions
from .memory.sessions import SqliteSessions


def database_file(environ: Mapping[str, str]) -> str:
    """Return the path of the database."""
    return os.path.join(state_folder(environ), "aura.db")


class Storage(NamedTuple):
    """What outlives the process.

    Attributes:
        database: None when no file can be used.
        sessions: kept in the database, else in memory.
        trouble: what the user must be told of it.
    """

    folder: str
    database: Optional[Database]
    sessions: Sessions
    trouble: Tuple[Notice, ...]


def open_database(environ: Mapping[str, str], *, later: bool = False) -> Database:
    """Open the database of the state folder.

    Args:
        later: see :class:`~.core.database.Database`.

    Raises:
        StorageError: it cannot be used.
    """
    folder = state_folder(environ)
    beside = [os.path.join(folder, name) for name in ("packs", "blobs")]
    return Database(database_file(environ), later=later, beside=beside)


def open_storage(environ: Mapping[str, str]) -> Storage:
    """Open the database of the state folder; without one, keep sessions in memory.

    One that cannot be opened just now (locked, say) is opened as soon as it can.
    """
    folder = state_folder(environ)
    trouble: Tuple[Notice, ...] = ()
    if is_temporary(folder, environ):
        trouble = (
            Notice(
                "state-temporary",
                "There is no home folder that can be written, so sessions and what "
                f"undo needs stand in {folder}; set AURA_HOME to keep them elsewhere.",
            ),
        )
    database: Optional[Database] = None
    try:
        database = open_database(environ, later=True)
        if database.readonly:
            raise StorageError("database-readonly", f"{database.path} is read-only.")
        sessions = _sessions_of(database, folder)
    except StorageError as error:
        said = f"Nothing is kept of this session: {error}"
        trouble = (Notice(error.code, said),)
        database = None
        sessions = open_sessions(None)
    return Storage(folder, database, sessions, trouble)


def kept_database(environ: Mapping[str, str]) -> Database:
    """Return the database, for a change that must be possible to undo later.

    Raises:
        StorageError: nothing can be kept.
    """
    database = open_database(environ)
    if database.readonly:
        raise StorageError(
            "database-readonly",
            f"{database.path} is read-only, so nothing could be undone later.",
            hint="Make it writable, or set AURA_HOME to another folder.",
        )
    return database


def find_session(sessions: Sessions, name: str, workspace: str) -> SessionInfo:
    """Return a session by its id or the start of it, or the latest of a workspace.

    Raises:
        StorageError: ``session-unknown`` or ``session-ambiguous``.
    """
    if name != "latest":
        return sessions.info(name)
    own = sessions.listing(os.path.realpath(workspace))
    if not own:
        raise StorageError(
            "session-unknown",
            f"There is no session of {workspace} yet.",
            hint="`sessions list --all` shows those of every folder.",
        )
    return own[0]


def stored_sessions(environ: Mapping[str, str]) -> Sessions:
    """Return the stored sessions, to look at them.

    Raises:
        StorageError: the database cannot be used.
    """
    return _sessions_of(open_database(environ), state_folder(environ))


_ASIDE = "unkept"  # folder of sessions that the database did not take


def _sessions_of(database: Database, folder: str) -> Sessions:
    """Return the sessions of a database, with those that it did not take before."""
    sessions = SqliteSessions(database)
    aside = os.path.join(folder, _ASIDE)
    if database.away or database.readonly or not os.path.isdir(aside):
        return sessions
    for name in sorted(os.listdir(aside)):
        path = os.path.join(aside, name)
        try:
            with open(path, encoding="ascii") as lines:
                head, *records = [json.loads(line) for line in lines]
            sessions.take_in(**head, records=records)
            remove_file(path)
        except (OSError, ValueError, TypeError, StorageError):
            continue  # not ours, or not now; it stays for another start
    return sessions


def put_aside(environ: Mapping[str, str], unkept: Unkept) -> str:
    """Put records that the database does not take into a file; say for people where.

    The next start takes them in. Where the state folder takes nothing either, the
    folder for temporary files does, and nobody takes them in from there.

    Returns:
        Empty when neither takes them.
    """
    fields = unkept._asdict()
    records = fields.pop("records")
    data = "".join(json.dumps(each) + "\n" for each in (fields, *records)).encode()
    name = f"{unkept.session}.jsonl"
    try:
        path = write_file(os.path.join(state_folder(environ), _ASIDE, name), data)
        return f"{path}, from where a later start takes them in"
    except OSError:
        pass  # most likely it is what keeps the database from being written, too
    try:
        return write_file(os.path.join(temporary_folder("-unkept"), name), data)
    except OSError:
        return ""


def capture_rule(settings: Settings) -> Rule:
    """Return what is captured around commands."""
    return Rule(
        file_limit=settings.capture_file_limit << 20 or sys.maxsize,
        total_limit=settings.capture_total_limit << 20 or sys.maxsize,
        files=settings.capture_files or sys.maxsize,
        folder_files=settings.capture_folder_files or sys.maxsize,
    )


def store_limits(settings: Settings) -> StoreLimits:
    """Return how large and how old the store of contents may become."""
    return StoreLimits(
        size=settings.store_limit << 20 or sys.maxsize,
        days=settings.store_days or 36_500,
        keep_free=settings.store_keep_free << 20,
    )


def coverage_of_undo(settings: Settings, environ: Mapping[str, str]) -> List[str]:
    """Return, one fact a line, what undo of commands covers and what it stores."""
    rule, limits = capture_rule(settings), store_limits(settings)
    return describe(rule, limits, state_folder(environ))


# -- workspaces that were moved ------------------------------------------------------


def remember_workspace(database: Optional[Database], root: str) -> None:
    """Note how a workspace can be found again once it was moved."""
    if database is None or database.away is not None:
        return
    try:
        with database.transaction() as connection:
            homes.remember(connection, root)
    except StorageError:
        pass  # it is noted at the next run


def moved_from(database: Optional[Database], root: str) -> str:
    """Return the path that a workspace seems to have had before; empty when none."""
    if database is None or database.away is not None:
        return ""
    try:
        return homes.moved_from(database, os.path.realpath(root))
    except StorageError:
        return ""  # what is only offered must not fail


def find_moved(root: str, environ: Mapping[str, str]) -> str:
    """Return the same, for a command that has no database open."""
    if not os.path.exists(database_file(environ)):
        return ""
    try:
        return moved_from(_with_history(environ), root)
    except StorageError:
        return ""


def forget_moved(old: str, environ: Mapping[str, str]) -> None:
    """Do not offer to move what is kept of a folder any more.

    Raises:
        StorageError: the database cannot be used.
    """
    homes.forget(_with_history(environ), old)


def move_workspace(old: str, new: str, environ: Mapping[str, str]) -> Sequence[str]:
    """Keep under another path what is kept of a folder; return the folders it was.

    Raises:
        JournalError, StorageError: see :func:`~.history.homes.move`.
    """
    database = _with_history(environ)
    open_sessions(database)
    return homes.move(
        database,
        os.path.realpath(old),
        os.path.realpath(new),
        os.path.join(state_folder(environ), "locks"),
        also=[("sessions", "workspace")],
    )


def moving_words(old: str, new: str) -> str:
    """Return the command that moves what is kept of a folder."""
    import shlex  # here, because a folder is seldom moved

    return f"sessions move {shlex.quote(old)} {shlex.quote(new)}"


# -- what people are told of changes -------------------------------------------------


def running_sessions(folder: str) -> Running:
    """Return who tells whether the process of a run lives, for a state folder."""
    return Running(os.path.join(folder, "running"))


def as_they_stand(
    sessions: Sequence[SessionInfo], environ: Mapping[str, str]
) -> List[SessionInfo]:
    """Return sessions with the status ``interrupted`` for a run without its process."""
    running = running_sessions(state_folder(environ))
    return [
        (
            info._replace(status=INTERRUPTED)
            if info.status == "running" and running.was_cut_off(info.id)
            else info
        )
        for info in sessions
    ]


INTERRUPTED = "interrupted"
"""Status of a session whose process was killed in the middle of a run."""


def session_folders(
    environ: Mapping[str, str], *, but: Optional[str] = None
) -> List[str]:
    """Return the workspaces that have sessions and are still there, the latest first.

    Args:
        but: one that is left out.

    Raises:
        StorageError: the database cannot be used.
    """
    found = stored_sessions(environ).listing()
    return _there(dict.fromkeys(info.workspace for info in found), but)


def _there(folders: Iterable[str], but: Optional[str]) -> List[str]:
    """Return the folders that are still there, without one of them."""
    return [folder for folder in folders if folder != but and os.path.isdir(folder)]


def changed_folders(
    environ: Mapping[str, str], *, but: Optional[str] = None
) -> List[str]:
    """Return the workspaces in which something was changed; see session_folders.

    Raises:
        StorageError: the database cannot be used.
    """
    rows = _with_history(environ).query(
        "SELECT root FROM runs JOIN batches ON batches.run = runs.id "
        "WHERE kind = 'edit' AND state = 'done' "
        "GROUP BY root ORDER BY max(batches.id) DESC"
    )
    return _there([from_column(root) for (root,) in rows], but)


def kinds_of_changes(
    workspace: str, environ: Mapping[str, str], session: str = ""
) -> Dict[Tuple[str, str], str]:
    """Return what became of files: ``created``, ``deleted`` or ``changed``.

    Args:
        session: only its runs; empty for all.

    Returns:
        By turn, named as ``undo --list`` does, and path. With ``session``, by number
        of the run instead of the turn.

    Raises:
        StorageError: the database cannot be used.
    """
    turn = "runs.run" if session else "runs.id || '.' || turn"
    rows = _with_history(environ).query(
        # Names of ours; values are bound.
        f"SELECT {turn}, path, before_kind, after_kind FROM changes "  # nosec B608
        "JOIN batches ON batches.id = batch JOIN runs ON runs.id = batches.run "
        "WHERE root = ? AND kind = 'edit' AND state = 'done' "
        "AND ? IN ('', session) ORDER BY changes.id",
        (to_column(os.path.realpath(workspace)), session),
    )
    ends: Dict[Tuple[str, str], Tuple[str, str]] = {}
    for name, path, before, after in rows:
        key = (str(name), from_column(path))
        ends[key] = (ends.get(key, (before, ""))[0], after)
    return {key: _kind_of_change(*pair) for key, pair in ends.items()}


def kinds_of_run(
    workspace: str, environ: Mapping[str, str], session: str, run: int
) -> Dict[str, str]:
    """Return what became of the files of one run, by path; empty when nobody knows."""
    try:
        every = kinds_of_changes(workspace, environ, session)
    except StorageError:
        return {}  # what is only told must not fail
    return {path: kind for (number, path), kind in every.items() if number == str(run)}


def _kind_of_change(before: str, after: str) -> str:
    """Return the word for what became of a file."""
    if before == NONE:
        return "created"
    return "deleted" if after == NONE else "changed"


def _with_history(environ: Mapping[str, str]) -> Database:
    """Open the database with the tables of changes."""
    database = open_database(environ)
    database.migrate("history", MIGRATIONS)
    return database
