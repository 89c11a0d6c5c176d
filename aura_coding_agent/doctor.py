# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Look at this machine and say what works: one finding a line, with what to do.

Like ``app`` this module knows the concrete parts; it changes nothing. A finding is a
level (``ok``, ``warn`` or ``fail``), a name, what was found, and advice.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import Iterator, List, Mapping, Tuple

from . import __version__, connect
from .core import process
from .core.cancel import Cancel
from .core.config import Configuration, Settings, load_settings, user_file
from .core.database import MEMORY, Database
from .core.errors import AuraError, ConfigError
from .storage import coverage_of_undo, open_storage

Finding = Tuple[str, str, str, str]

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def examine(workspace: str, environ: Mapping[str, str]) -> List[Finding]:
    """Return the findings about this machine and this workspace."""
    return [
        _package(),
        _python(),
        _sqlite(),
        _database(environ),
        _git(workspace),
        *_settings(workspace, environ),
        _endpoint(workspace, environ),
        _network(environ),
        _terminal(environ),
    ]


def _package() -> Finding:
    where = os.path.dirname(os.path.abspath(__file__))
    return ("ok", "package", f"{__package__} {__version__} in {where}", "")


def _python() -> Finding:
    found = f"{sys.implementation.name} {sys.version.split()[0]}"
    found += f" ({sys.executable})"
    if sys.version_info < (3, 9):
        return ("fail", "python", found, "use Python 3.9 or newer")
    return ("ok", "python", found, "")


def _sqlite() -> Finding:
    found = f"SQLite {sqlite3.sqlite_version}"
    options = Database(MEMORY).query("PRAGMA compile_options")
    if ("ENABLE_FTS5",) in [tuple(row) for row in options]:
        return ("ok", "sqlite", f"{found} with FTS5", "")
    return ("warn", "sqlite", f"{found} without FTS5", "full-text search is slower")


def _database(environ: Mapping[str, str]) -> Finding:
    opened = open_storage(environ)
    if opened.database is None:
        return ("warn", "memory", opened.trouble[0].message, "set AURA_HOME")
    return ("ok", "memory", f"sessions and undo are kept in {opened.folder}", "")


def _git(workspace: str) -> Finding:
    try:
        result = process.run(
            ["git", "--version"], cwd=workspace, timeout=10, cancel=Cancel()
        )
    except AuraError:
        advice = "not needed: undo works without it"
        return ("warn", "git", "git was not found", advice)
    return ("ok", "git", result.output.strip(), "")


def _settings(workspace: str, environ: Mapping[str, str]) -> Iterator[Finding]:
    known = {"AURA_" + name.upper() for name in Settings._fields}
    known |= {"AURA_HOME", "AURA_DEBUG", "AURA_CA_FILE"}
    for name in sorted(environ):
        if name.startswith("AURA_") and name not in known:
            yield ("warn", "settings", f"{name} is set", "no setting has this name")
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


def _endpoint(workspace: str, environ: Mapping[str, str]) -> Finding:
    try:
        configuration: Configuration = load_settings({}, environ, workspace=workspace)
        endpoint = connect.choose_endpoint(configuration, environ)
    except AuraError as error:
        return ("warn", "endpoint", error.message, error.hint)
    found = f"{endpoint.model} at {endpoint.base_url} ({endpoint.source}), not tried"
    return ("ok", "endpoint", found, "")


def _network(environ: Mapping[str, str]) -> Finding:
    given = [name for name in _PROXIES if environ.get(name, environ.get(name.lower()))]
    if not given:
        return ("ok", "proxies", "none set", "")
    return ("ok", "proxies", ", ".join(given) + " set and used", "")


def _terminal(environ: Mapping[str, str]) -> Finding:
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    kind = environ.get("TERM", "unknown kind") if sys.stdout.isatty() else "no terminal"
    if encoding.lower().replace("-", "") != "utf8":
        return ("warn", "terminal", f"{kind}, {encoding}", "set PYTHONUTF8=1")
    return ("ok", "terminal", f"{kind}, {encoding}", "")
