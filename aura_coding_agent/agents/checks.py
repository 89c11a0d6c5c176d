# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the test command that a project itself names."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Callable, Optional, Tuple

from ..core.values import NamedTuple


class NamedCheck(NamedTuple):
    """A command and the file that names it."""

    command: str
    source: str


def find_check(root: str) -> Optional[NamedCheck]:
    """Return the first test command that a file of the project names, or None.

    Nothing is guessed from the look of the files: a Makefile with a ``test``
    target, a pytest or tox section, a ``test`` script of a package.json, a
    Cargo.toml and a go.mod name their command.
    """
    for name, rule in _RULES:
        text = _read(os.path.join(root, name))
        command = rule(text) if text is not None else None
        if command:
            return NamedCheck(command, name)
    return None


def _read(path: str) -> Optional[str]:
    """Return the begin of a file, None when it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as handle:
            return handle.read(1 << 20)
    except OSError:
        return None


def _pytest() -> str:
    """Name the interpreter as a person would: the environment's, else our own."""
    python = "python" if os.environ.get("VIRTUAL_ENV") else sys.executable
    quoted = python if re.fullmatch(r"[\w/.:\\+-]+", python) else f'"{python}"'
    return f"{quoted} -m pytest -q"


def _makefile(text: str) -> Optional[str]:
    """Return the target that runs the tests."""
    if re.search(r"^test\s*:(?!=)", text, re.M):
        return "make test"
    return "make check" if re.search(r"^check\s*:(?!=)", text, re.M) else None


def _pytest_in(*sections: str) -> Callable[[str], Optional[str]]:
    """Return a rule for files of INI or TOML that have one of these sections."""
    names = "|".join(map(re.escape, sections))

    def rule(text: str) -> Optional[str]:
        """Return the command of pytest when the text has its section."""
        found = re.search(rf"^\s*\[(?:{names})\]", text, re.M)
        return _pytest() if found else None

    return rule


def _npm(text: str) -> Optional[str]:
    """Return the test script of a package.json, unless it is the placeholder."""
    try:
        script = json.loads(text)["scripts"]["test"]
    except (ValueError, KeyError, TypeError):
        return None
    return None if "no test specified" in str(script) else "npm test"


def _always(command: str) -> Callable[[str], Optional[str]]:
    """Return a rule that answers the same for every text."""
    return lambda text: command


_RULES: Tuple[Tuple[str, Callable[[str], Optional[str]]], ...] = (
    ("Makefile", _makefile),
    ("GNUmakefile", _makefile),
    ("pyproject.toml", _pytest_in("tool.pytest", "tool.pytest.ini_options")),
    ("pytest.ini", lambda text: _pytest()),
    ("setup.cfg", _pytest_in("tool:pytest")),
    ("tox.ini", _pytest_in("pytest", "tox")),
    ("package.json", _npm),
    ("Cargo.toml", _always("cargo test")),
    ("go.mod", _always("go test ./...")),
)
