# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Finding a project's tests, and copying it."""

from __future__ import annotations

import os
import pathlib
import stat
import sys
from typing import Dict, List

import pytest

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.repair.collect import copy_project, find_suite
from aura_coding_agent.repair.scratch import remove_folder, write_sources

from .running import project

TEST = "def test_it():\n    pass\n"
CASE = (
    "import unittest\nclass ItTest(unittest.TestCase):\n    def test_it(self): pass\n"
)


@pytest.mark.parametrize(
    "files, tests",
    [
        ({"test_a.py": TEST, "a.py": ""}, ["test_a.py"]),
        ({"tests/a_test.py": CASE, "b_test.py": "x = 1\n"}, ["tests/a_test.py"]),
        ({"tests.py": TEST}, ["tests.py"]),
        ({"checks.py": TEST, "a.py": ""}, ["checks.py"]),
        (
            {"test_a.py": TEST, "out/test_b.py": TEST, ".gitignore": "out\n"},
            ["test_a.py"],
        ),
    ],
)
def test_test_files(
    tmp_path: pathlib.Path, files: Dict[str, str], tests: List[str]
) -> None:
    """Test files are known by name and content, or by content alone."""
    plan = find_suite(project(tmp_path, files))
    assert tests == list(plan.tests)
    assert sys.executable == plan.interpreter
    assert (("."), "pytest") == (plan.path[0], plan.runner)


@pytest.mark.parametrize(
    "files, argv",
    [
        ({"Makefile": "all:\n\ntest: all\n\tsh check.sh\n"}, ("make", "test")),
        ({"makefile": "check::\n\tsh check.sh\n"}, ("make", "check")),
    ],
)
def test_a_makefile_knows_the_tests(
    tmp_path: pathlib.Path, files: Dict[str, str], argv: "tuple[str, ...]"
) -> None:
    """Without test files a target of the Makefile runs them."""
    plan = find_suite(project(tmp_path, files))
    assert ("command", argv) == (plan.runner, plan.argv)
    assert "Makefile" in plan.why


def test_a_makefile_without_tests_does_not(tmp_path: pathlib.Path) -> None:
    """A variable, or a target of another name, is none; test files come first."""
    root = project(tmp_path, {"Makefile": "test := yes\ntesting:\n\ttrue\n"})
    with pytest.raises(ToolError) as caught:
        find_suite(root)
    assert "no-tests" == caught.value.code
    project(tmp_path, {"Makefile": "test:\n\ttrue\n", "test_a.py": TEST})
    assert "pytest" == find_suite(root).runner


def test_files_pytest_would_not_find_are_named(tmp_path: pathlib.Path) -> None:
    """Pytest is told of test files with other names, unless the project says which."""
    root = project(tmp_path, {"checks.py": TEST})
    assert ("checks.py",) == find_suite(root).args
    project(tmp_path, {"setup.cfg": "[tool:pytest]\npython_files = checks.py\n"})
    assert () == find_suite(root).args


def test_source_folders(tmp_path: pathlib.Path) -> None:
    """``src`` is on the path when it is no package itself."""
    files = {"src/a.py": "", "lib/__init__.py": "", "test_a.py": TEST}
    assert (".", "src") == find_suite(project(tmp_path, files)).path


def test_no_tests(tmp_path: pathlib.Path) -> None:
    """Without tests and without a command there is a clear error."""
    with pytest.raises(ToolError) as caught:
        find_suite(project(tmp_path, {"a.py": "x = 1\n"}))
    assert "no-tests" == caught.value.code


@pytest.mark.parametrize(
    "command, runner, args",
    [
        ("pytest -k it", "pytest", ("-k", "it")),
        ("python3 -m pytest tests", "pytest", ("tests",)),
        ("make test", "pytest", ()),
        ("python -m unittest && true", "pytest", ()),
        ("'unclosed", "pytest", ()),
    ],
)
def test_commands(
    tmp_path: pathlib.Path, command: str, runner: str, args: object
) -> None:
    """Arguments of known runners are taken over; any command confirms."""
    plan = find_suite(project(tmp_path, {"test_a.py": TEST}), test_command=command)
    assert (runner, args) == (plan.runner, plan.args)
    assert plan.argv[-1] == command and "command" in plan.why


def test_a_command_alone(tmp_path: pathlib.Path) -> None:
    """Without test files only the exit code of the command counts."""
    plan = find_suite(project(tmp_path, {"a.py": ""}), test_command="make test")
    assert "command" == plan.runner


def environment(folder: pathlib.Path, has_pytest: bool) -> None:
    """Make something that looks like a virtual environment."""
    program = folder / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nexit {0 if has_pytest else 1}\n")
    program.chmod(0o755)
    (folder / "pyvenv.cfg").write_text("")


@pytest.mark.skipif(os.name == "nt", reason="a script stands for the interpreter")
@pytest.mark.parametrize(
    "has_pytest, text, own, runner, command",
    [
        (True, TEST, True, "pytest", ["-m", "pytest", "-q"]),
        (False, TEST, True, "unittest", []),
        (False, CASE, True, "unittest", ["-m", "unittest", "test_a"]),
        (False, "import pytest\n" + TEST, False, "pytest", ["-m", "pytest", "-q"]),
    ],
)
def test_the_projects_own_environment(
    tmp_path: pathlib.Path,
    has_pytest: bool,
    text: str,
    own: bool,
    runner: str,
    command: object,
) -> None:
    """The project's environment is used, unless the tests need a pytest it lacks."""
    root = project(tmp_path, {"test_a.py": text})
    environment(pathlib.Path(root, ".venv"), has_pytest)
    plan = find_suite(root)
    assert own == plan.interpreter.startswith(root)
    assert (runner, command) == (plan.runner, list(plan.argv[1:]))
    assert ("project's .venv" in plan.why) == own


@pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")
def test_copies(tmp_path: pathlib.Path) -> None:
    """A copy has what tests need, with modes and inner links, and nothing else."""
    files = {
        "a.py": "x = 1\n",
        "inner/b.py": "",
        ".git/config": "",
        "node_modules/c.js": "",
        "__pycache__/a.pyc": "",
        "odd/pyvenv.cfg": "",
        "build/small.txt": "",
        "dist/large.bin": "x" * (3 << 20),
        "locked/d.txt": "",
    }
    root = pathlib.Path(project(tmp_path, files))
    (root / "a.py").chmod(0o444)
    (root / "locked").chmod(0o555)
    (root / "near").symlink_to("inner/b.py")
    (root / "full").symlink_to(root / "inner")
    (root / "away").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    target = tmp_path / "copy"
    missing = copy_project(str(root), str(target))
    found = sorted(path.relative_to(target).as_posix() for path in target.rglob("*"))
    expected = "a.py build build/small.txt full inner inner/b.py locked locked/d.txt"
    assert sorted([*expected.split(), "near"]) == found
    assert ("away", "dist", "pipe") == missing
    assert ("inner/b.py", "inner") == (
        os.readlink(target / "near"),
        os.readlink(target / "full"),
    )
    modes = [stat.S_IMODE((target / n).stat().st_mode) for n in ("a.py", "locked")]
    assert [0o444, 0o555] == modes
    write_sources(str(target), {"a.py": b"x = 2\n", "near": b"y = 1\n"})
    assert b"x = 2\n" == (target / "a.py").read_bytes()
    assert b"" == (target / "inner" / "b.py").read_bytes()
    remove_folder(str(target))
    assert not target.exists()


def test_removing_what_is_a_link(tmp_path: pathlib.Path) -> None:
    """A link to a folder is not followed when folders are removed."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    remove_folder(str(tmp_path / "link"))
    assert (tmp_path / "real").is_dir()
