# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Type what the pages show to be typed, and compare what comes back."""

from __future__ import annotations

import doctest
import os
import pathlib

import pytest

from tests.docs import shell_pages
from tests.support.model_server import Call, ModelServer, Say

DOCS = shell_pages.ROOT / "docs"
EDIT = {
    "path": "calculator.py",
    "old": 'if rest.pop(0) == "+":\n            value += _product(rest)\n'
    "        else:\n            value += _product(rest)",
    "new": 'if rest.pop(0) == "+":\n            value += _product(rest)\n'
    "        else:\n            value -= _product(rest)",
}
MODEL = {
    "start.rst": [Call("edit_file", EDIT), Say("The sign was wrong.")],
    "scripts.rst": [Say("Hello.")],
}
"""What the model answers while a page is followed."""


def pages_with_sessions():
    """Return the names of the pages that show a session."""
    return sorted(
        path.name
        for path in DOCS.glob("*.rst")
        if list(shell_pages.sessions(path.read_text(encoding="utf-8")))
    )


def environment(folder: pathlib.Path) -> "dict[str, str]":
    """Return the variables of a reader who has set nothing."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    home = {"HOME": str(folder), "AURA_HOME": str(folder / "aura")}
    return {**kept, **home, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.skipif(os.name == "nt", reason="the sessions are for a POSIX shell")
@pytest.mark.parametrize("name", pages_with_sessions())
def test_what_a_page_shows_happens(name, tmp_path):
    """Every command of the sessions ends well and prints what the page shows."""
    text = (DOCS / name).read_text(encoding="utf-8")
    typed = list(shell_pages.sessions(text))
    environ = environment(tmp_path)
    with ModelServer(MODEL.get(name, ())) as server:
        if name in MODEL:
            environ.update(AURA_BASE_URL=server.url, AURA_MODEL="scripted-model")
        wrong = shell_pages.run(shell_pages.checkout(tmp_path), typed, environ)
        server.check()
        assert len(MODEL.get(name, ())) == len(server.requests)
    assert [] == wrong, "\n\n".join(wrong)


def test_the_start_page_also_works_without_a_model(tmp_path):
    """The repair at its beginning needs none; a task says what is missing."""
    text = (DOCS / "start.rst").read_text(encoding="utf-8")
    typed = list(shell_pages.sessions(text))
    task = next(one for one in typed if " run " in one.command)
    # A proxy that is not there would be asked before any server elsewhere.
    environ = {**environment(tmp_path), "AURA_BASE_URL": "http://127.0.0.1:9"}
    environ.update(AURA_MODEL="m", AURA_RETRY_TIME="0")
    place = shell_pages.checkout(tmp_path)
    before = [one for one in typed[: typed.index(task)] if " fix " not in one.command]
    wrong = shell_pages.run(place, [*before[:2], before[-1], task], environ)
    assert 1 == len(wrong), wrong
    assert "[connect-failed]" in wrong[0] and wrong[0].endswith("ended with 1")


@pytest.mark.parametrize(
    "expected, said, fitting",
    [
        (["one", "...", "last"], "one\nlast\n", True),
        (["one", "...", "last"], "one\ntwo\nthree\nlast", True),
        (["one", "last"], "one\ntwo\nlast", False),
        (["took ... s"], "took 2.5 s  ", True),
        (["took ... s"], "took 2.5 s\nmore", False),
        ([], "", True),
        ([], "unexpected", False),
    ],
)
def test_dots_stand_for_what_differs(expected, said, fitting):
    """Alone on a line they stand for lines, within one for text."""
    assert fitting is shell_pages.fits(expected, said)


def test_a_command_may_go_on_in_the_next_line():
    """Commands, their further lines and what comes back are told apart."""
    page = "Text::\n\n   $ no session\n\n.. code-block:: console\n\n"
    page += "   $ echo a \\\n   >     b\n   a b\n   $ true\n\nMore.\n"
    first, second = shell_pages.sessions(page)
    assert ("echo a \\\n    b", ["a b"]) == first
    assert ("true", []) == second


@pytest.mark.skipif(os.name == "nt", reason="the checks are for a POSIX shell")
@pytest.mark.parametrize(
    "name",
    sorted(
        path.name
        for path in DOCS.glob("*.rst")
        if "\n>>> " in path.read_text(encoding="utf-8")
    ),
)
def test_the_python_of_a_page_runs(name):
    """Every example of a page gives what it shows."""
    failed, tried = doctest.testfile(str(DOCS / name), module_relative=False)
    assert 0 == failed
    assert tried > 0
