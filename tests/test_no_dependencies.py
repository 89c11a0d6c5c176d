# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold every import of the package against the standard library, 3.9 to the newest."""

from __future__ import annotations

import ast
import functools
import importlib.util
import pathlib
import sys
import sysconfig
from typing import Dict, Iterator, Set, Tuple

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "aura_coding_agent"

# In no Python 3.9, though newer standard libraries have it.
ADDED = {
    "3.11": {"tomllib"},
    "3.14": {"annotationlib", "compression"},
}
# In no newest Python, though 3.9 has it.
REMOVED = {
    "3.10": {"formatter", "parser", "symbol"},
    "3.11": {"binhex"},
    "3.12": {"asynchat", "asyncore", "distutils", "imp", "smtpd"},
    "3.13": set(
        "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib "
        "ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib".split()
    ),
}
# Taken only where the user's machine has it; nothing needs it.
OPTIONAL = {
    "providers/requests_transport.py": {"requests"},  # the extra of that name
    "repair/judge.py": {"_pytest", "pytest"},  # runs where a project has its tests
}


def imports(text: str) -> Iterator[str]:
    """Yield the top names of the modules that a source imports absolutely."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


@functools.lru_cache(maxsize=None)
def imported() -> Dict[str, Set[str]]:
    """Return the modules that import each name, without what is optional there."""
    found: Dict[str, Set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        names = set(imports(path.read_text(encoding="utf-8")))
        for name in names - OPTIONAL.get(place, set()):
            found.setdefault(name, set()).add(place)
    return found


def in_standard_library(name: str) -> bool:
    """Return whether this Python's standard library has a module."""
    listed = getattr(sys, "stdlib_module_names", None)  # from 3.10 on
    if listed is not None:
        return name in listed
    spec = importlib.util.find_spec(name)
    origin = (spec and spec.origin) or ""
    place = sysconfig.get_path("stdlib")
    return origin in ("built-in", "frozen") or (
        origin.startswith(place) and "site-packages" not in origin
    )


# Not on every system; imported where they are, behind a guard.
OF_A_SYSTEM = {"fcntl", "msvcrt", "readline", "resource", "termios"}


def test_every_import_is_of_this_standard_library() -> None:
    """No module imports anything that this Python does not bring along."""
    missing = {
        name: places
        for name, places in imported().items()
        if name not in OF_A_SYSTEM and not in_standard_library(name)
    }
    assert {} == missing


@pytest.mark.parametrize("table", [ADDED, REMOVED], ids=["added", "removed"])
def test_every_import_is_of_all_standard_libraries(table: Dict[str, Set[str]]) -> None:
    """Nothing that came after 3.9, nothing that was gone before the newest."""
    found: Set[Tuple[str, str]] = set()
    for version, names in table.items():
        found.update((version, name) for name in names & set(imported()))
    assert set() == found


def test_the_tables_agree_with_this_python() -> None:
    """What the tables say is not there in this Python is not there."""
    here = sys.version_info[:2]
    absent: Set[str] = set()
    for table, before in ((ADDED, True), (REMOVED, False)):
        for version, names in table.items():
            then = tuple(int(part) for part in version.split("."))
            absent |= names if (here < then) is before else set()
    assert [] == sorted(name for name in absent if in_standard_library(name))
    assert absent >= ({"imp"} if here >= (3, 12) else set())


def test_the_scan_finds_what_is_foreign() -> None:
    """Plain, dotted, renamed, late and guarded imports are all seen."""
    text = """
import os.path, numpy as np
from . import core
from yaml.reader import Reader
def late():
    try:
        import attr
    except ImportError:
        pass
"""
    assert ["os", "numpy", "yaml", "attr"] == list(imports(text))
    assert [True, False] == [in_standard_library(name) for name in ("os", "pytest")]
