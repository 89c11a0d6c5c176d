# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Starting the program runs nothing of the folder it is started in."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from typing import Dict, List

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What `python -m` itself looks for, in the current folder first, before it comes to
# any package: on Python 3.9 all, on newer ones fewer. docs/threat-model.rst has them.
LOADED_BY_PYTHON = (
    "collections contextlib copyreg enum functools heapq importlib keyword operator "
    "pkgutil re reprlib runpy sre_compile sre_constants sre_parse types typing "
    "warnings weakref"
).split()
STANDARD = (
    sorted(
        name
        for name in getattr(sys, "stdlib_module_names", ())
        if not name.startswith("_") and name not in sys.builtin_module_names
    )
    or "argparse gettext json queue random signal socket sqlite3 subprocess".split()
)


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a folder with a module for each name of the standard library.

    But for the few that Python itself loads before any package under ``-m``.
    """
    folder = tmp_path / "project"
    for place in (folder, folder / "src"):
        place.mkdir()
        for name in (*STANDARD, "sitecustomize", "usercustomize", "requests"):
            if name not in LOADED_BY_PYTHON:
                text = f"open({str(tmp_path / 'ran')!r}, 'a').write('{name}\\n')\n"
                (place / f"{name}.py").write_text(text)
    return folder


def start(
    project: pathlib.Path, words: List[str], environ: Dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Start the program in a project as a person does."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=project,
        env={**os.environ, "AURA_HOME": str(project.parent / "home"), **environ},
        input='{"format": "whole_file", "path": "new.txt", "text": "x"}',
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["doctor", "--offline"],
        ["edit", "--json"],
        ["undo", "--list"],
        ["run", "say hello", "--base-url", "http://127.0.0.1:9/v1", "--model", "none"],
    ],
    ids=lambda words: words[0],
)
def test_a_command_runs_no_module_of_the_project(
    project: pathlib.Path, words: List[str]
) -> None:
    """A `json.py`, a `queue.py` and the like are not taken for those of Python."""
    environ = {"AURA_RETRY_TIME": "0.1"} if words[0] == "run" else {}
    done = start(project, ["-m", "aura_coding_agent", *words], environ)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if words[0] == "run" else 0), done.stderr
    assert not (project.parent / "ran").exists()


def test_entries_of_pythonpath_in_the_project_are_left_out(
    project: pathlib.Path,
) -> None:
    """What PYTHONPATH names for the project is not for this program."""
    # Others are looked for by Python itself, on PYTHONPATH first, before any program.
    own = (
        "argparse gettext json queue random signal sqlite3 subprocess requests".split()
    )
    for place in (project, project / "src"):
        for file in place.iterdir():
            if file.suffix == ".py" and file.stem not in own:
                file.unlink()
    path = [str(ROOT), str(project / "src"), "", "."]
    environ = {"PYTHONPATH": os.pathsep.join(path)}
    # Where the coverage of child processes is measured, that starts before the program.
    environ.update(dict.fromkeys(filter(is_of_coverage, os.environ), ""))
    words = ["-m", "aura_coding_agent", "doctor", "--offline"]
    done = start(project, words, environ)
    assert 0 == done.returncode, done.stderr
    assert not (project.parent / "ran").exists()


def is_of_coverage(name: str) -> bool:
    """Tell whether a variable has coverage started with every Python."""
    return name.startswith("COVERAGE_PROCESS")


def test_the_page_names_what_python_loads_before() -> None:
    """Whoever reads the threat model learns which names are not in our hands."""
    page = (ROOT / "docs" / "threat-model.rst").read_text(encoding="utf-8")
    assert [] == [name for name in LOADED_BY_PYTHON if f"``{name}``" not in page]
