# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Look at this machine and say what works: one finding a line, with what to do.

Like ``app`` this module knows the concrete parts; it changes nothing. A finding is a
level (``ok``, ``warn`` or ``fail``), a name, what was found, and advice.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Iterator, List, Mapping, Tuple

from . import __version__, connect
from .core import process
from .core.cancel import Cancel
from .core.config import (
    Configuration,
    load_settings,
    unknown_variables,
    user_file,
)
from .core.database import HAS_SQLITE, MEMORY, Database
from .core.errors import AuraError, CancelledError, ConfigError
from .storage import coverage_of_undo, open_storage

Finding = Tuple[str, str, str, str]

TRY_SECONDS = 2.0
"""How long the endpoint may take to answer."""

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def examine(
    workspace: str, environ: Mapping[str, str], *, offline: bool = False
) -> List[Finding]:
    """Return the findings about this machine and this workspace.

    Args:
        offline: make no connection.
    """
    return [
        _package(),
        _python(),
        _sqlite(),
        *_missing_modules(),
        _database(environ),
        _git(),
        *_settings(workspace, environ),
        _endpoint(workspace, environ, offline),
        _network(environ),
        _terminal(environ),
    ]


def _package() -> Finding:
    """Say which package runs, and from where."""
    where = os.path.dirname(os.path.abspath(__file__))
    return ("ok", "package", f"{__package__} {__version__} in {where}", "")


def _python() -> Finding:
    """Say which interpreter runs it."""
    found = f"{sys.implementation.name} {sys.version.split()[0]}"
    found += f" ({sys.executable})"
    if sys.version_info < (3, 9):
        return ("fail", "python", found, "use Python 3.9 or newer")
    return ("ok", "python", found, "")


def _sqlite() -> Finding:
    """Say what SQLite is there."""
    if not HAS_SQLITE:
        advice = "use a Python that has it"
        return ("warn", "sqlite", "no sqlite3: no sessions, no undo", advice)
    import sqlite3  # here, because it is not everywhere

    found = f"SQLite {sqlite3.sqlite_version}"
    options = Database(MEMORY).query("PRAGMA compile_options")
    if ("ENABLE_FTS5",) in [tuple(row) for row in options]:
        return ("ok", "sqlite", f"{found} with FTS5", "")
    return ("warn", "sqlite", f"{found} without FTS5", "full-text search is slower")


# What a build of Python or a system may lack, and what it costs.
_COSTS = {
    "ssl": "no https endpoint can be reached",
    "zlib": "kept contents are not compressed, and compressed ones cannot be read",
    "fcntl": "two runs that change one folder at a time are not kept apart",
    "termios": "nobody can be asked for permission",
    "readline": "a chat has no history of lines",
}
_NOT_ON_WINDOWS = ("fcntl", "termios", "readline")


def _missing_modules() -> Iterator[Finding]:
    """Say which modules of the standard library are missing, and what that costs."""
    for name, cost in _COSTS.items():
        if sys.platform == "win32" and name in _NOT_ON_WINDOWS:
            continue
        try:
            __import__(name)
        except ImportError:
            yield ("warn", "python", f"no {name}: {cost}", "use a Python that has it")


def _database(environ: Mapping[str, str]) -> Finding:
    """Say whether sessions and changes can be kept."""
    opened = open_storage(environ)
    if opened.database is None:
        return ("warn", "memory", opened.trouble[0].message, "set AURA_HOME")
    for notice in opened.trouble:
        return ("warn", "memory", notice.message, "")
    return ("ok", "memory", f"sessions and undo are kept in {opened.folder}", "")


def _git() -> Finding:
    """Say whether git is there, which is not needed."""
    try:
        # Not in the workspace: an entry of PATH for the current folder finds its `git`.
        root = os.path.abspath(os.sep)
        result = process.run(
            ["git", "--version"], cwd=root, timeout=10, cancel=Cancel()
        )
    except AuraError:
        advice = "not needed: undo works without it"
        return ("warn", "git", "git was not found", advice)
    return ("ok", "git", result.output.strip(), "")


def _settings(workspace: str, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Say what is wrong with settings and variables."""
    for name, hint in unknown_variables(environ):
        advice = f"no setting has this name; {hint}".rstrip("; ")
        yield ("warn", "settings", f"{name} is set", advice)
    try:
        loaded = load_settings({}, environ, workspace=workspace)
    except ConfigError as error:
        yield ("fail", "settings", error.message, error.hint)
        return
    if open_storage(environ).database is None:
        yield ("warn", "undo", "nothing can be undone later", "set AURA_HOME")
        return
    for fact in coverage_of_undo(loaded.settings, environ):
        yield ("ok", "undo", fact, "")
    path = user_file(environ)
    there = "is read" if os.path.exists(path) else "does not exist (none is needed)"
    yield ("ok", "settings", f"{path} {there}", "")


def _endpoint(workspace: str, environ: Mapping[str, str], offline: bool) -> Finding:
    """Say which model would be used."""
    try:
        loaded: Configuration = load_settings({}, environ, workspace=workspace)
        endpoint = connect.choose_endpoint(loaded, environ, offline=offline)
    except AuraError as error:
        return ("warn", "endpoint", error.message, error.hint)
    found = f"{endpoint.model} at {connect.shown_url(endpoint)} ({endpoint.source})"
    if offline:
        return ("ok", "endpoint", f"{found}, not tried", "")
    began = time.monotonic()
    try:
        status = connect.try_endpoint(endpoint, loaded.settings, environ, TRY_SECONDS)
    except CancelledError:
        advice = "look whether it is up, and at network and proxies"
        return ("warn", "endpoint", f"{found}: no answer in {TRY_SECONDS:g} s", advice)
    except AuraError as error:
        return ("warn", "endpoint", f"{found}: {error.message}", error.hint)
    seconds = time.monotonic() - began
    level, said, advice = _meaning(status, bool(endpoint.key))
    return (level, "endpoint", f"{found}, {said} in {seconds:.2f} s", advice)


def _meaning(status: int, with_key: bool) -> Tuple[str, str, str]:
    """Return level, words and advice for the status of an answer to a try.

    A server without a list of models answers 404, and works all the same.
    """
    if status in (401, 403):
        advice = "check the key" if with_key else "give it a key"
        word = "refuses the key" if with_key else "wants a key"
        return ("warn", f"{word} (status {status})", advice)
    if status >= 500:
        return ("warn", f"fails (status {status})", "look at the server")
    return ("ok", f"answers (status {status})", "")


def _network(environ: Mapping[str, str]) -> Finding:
    """Say which proxies are set."""
    given = [name for name in _PROXIES if environ.get(name, environ.get(name.lower()))]
    if not given:
        return ("ok", "proxies", "none set", "")
    return ("ok", "proxies", ", ".join(given) + " set and used", "")


def _terminal(environ: Mapping[str, str]) -> Finding:
    """Say what the terminal can show."""
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    kind = environ.get("TERM", "unknown kind") if sys.stdout.isatty() else "no terminal"
    if encoding.lower().replace("-", "") != "utf8":
        return ("warn", "terminal", f"{kind}, {encoding}", "set PYTHONUTF8=1")
    return ("ok", "terminal", f"{kind}, {encoding}", "")
