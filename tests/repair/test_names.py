# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Projects with modules named like the standard library's, and odd surroundings."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from typing import Dict

import pytest

from aura_coding_agent.repair.collect import find_suite, hidden_modules, split_path
from aura_coding_agent.repair.scratch import keep_settings
from aura_coding_agent.repair.worker import source_text

from .running import left_running, patched, project, running, verdicts

NAMES = (
    "ast bisect calendar cmd code copy ctypes dataclasses decimal doctest enum errno "
    "functools gc heapq importlib inspect io json linecache logging mmap numbers "
    "operator os pickle platform pprint queue random re resource select shutil signal "
    "site sitecustomize socket statistics string struct subprocess tempfile threading "
    "time token tokenize traceback types typing unittest usercustomize warnings"
).split()
NOTING = """
import sys
def _note():
    frame = sys._getframe(2)
    while frame and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    file = frame.f_code.co_filename if frame else ""
    with open({log!r}, "a") as log:
        log.write(__name__ + " " + file + "\\n")
_note()
class Queue:
    def __init__(self):
        self.items = []
"""
MOD = """
    from queue import Queue

    def work(a, b):
        line = Queue()
        line.items += [a, b]
        return line.items[0] - line.items[1]
"""
TESTS = {
    "pytest": """
        from mod import work

        def test_sum():
            assert work(2, 3) == 5 and work(4, 1) == 5

        def test_same():
            assert work(1, 0) == 1
    """,
    "unittest": """
        import unittest
        from mod import work

        class Work(unittest.TestCase):
            def test_sum(self):
                self.assertEqual((5, 5), (work(2, 3), work(4, 1)))

            def test_same(self):
                self.assertEqual(1, work(1, 0))
    """,
}


@pytest.mark.parametrize("runner", TESTS)
def test_modules_named_as_those_of_the_standard_library(
    tmp_path: pathlib.Path, runner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge takes none of them; the project's own code gets its own."""
    log = tmp_path / "log"
    log.write_text("")
    files = {f"{name}.py": NOTING.format(log=str(log)) for name in NAMES}
    files.update({"mod.py": MOD, "test_mod.py": TESTS[runner]})
    root = project(tmp_path, files)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, "", "."]))
    plan: Dict[str, object] = {"runner": runner}
    if runner == "unittest":
        plan["argv"] = ()
    with running(tmp_path, files, plan=plan) as suite:
        spectrum = suite.spectrum()
        assert ["failed", "passed"] == sorted(one.outcome for one in spectrum.outcomes)
        right = patched(suite, "mod.py", "[0] - line", "[0] + line")
        whole = {"mod.py": "X = 1\n" + right["mod.py"]}
        assert ["passed", "passed"] == verdicts(suite, right, whole)
        seen = suite.examine([(0, right)], 3)
        assert {"work"} == {call.split("(")[0] for call in seen[0].outputs}
        assert "passed" == suite.confirm(right).verdict
    noted = [line.split(" ", 1) for line in log.read_text().splitlines()]
    assert {"queue"} == {name for name, _ in noted}
    assert {"mod.py"} == {os.path.basename(file) for _, file in noted}
    assert [] == left_running(str(tmp_path))


def test_names_that_hide_the_standard_library() -> None:
    """Top-level modules and packages count; what is in a package does not."""
    files = ["queue.py", "pkg/__init__.py", "pkg/types.py", "json/__init__.py"]
    files += ["tests/random.py", "own.py", "docs/ast.txt", "test/__init__.py"]
    assert ("json", "queue", "random") == hidden_modules(files)
    assert ("json", "queue") == hidden_modules(files, ["."])


def test_the_path_of_the_caller_is_split(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What names the project is looked for in its copy; nothing means no folder."""
    root, other = str(tmp_path / "project"), str(tmp_path / "other")
    words = [root, "", ".", f"{root}/deep", other, "near"]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(words))
    assert ([".", ".", "deep", "near"], [other]) == split_path(root)


SETTINGS = {
    "none": ({}, True),
    "of other tools": ({"pyproject.toml": "[tool.black]\n", "setup.cfg": ""}, True),
    "its own": ({"setup.cfg": "[tool:pytest]\n"}, False),
    "its own, in another file": (
        {"pyproject.toml": "[tool.pytest.ini_options]\n"},
        False,
    ),
}


@pytest.mark.parametrize("which", SETTINGS)
def test_settings_of_strangers_are_not_looked_for(
    tmp_path: pathlib.Path, which: str
) -> None:
    """A conftest.py and settings above the copy count for nothing."""
    files, added = SETTINGS[which]
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "setup.py").write_text("")
    (tmp_path / "conftest.py").write_text("raise SystemExit(9)\n")
    root = project(tmp_path, {**files, "test_it.py": "def test_it():\n    pass\n"})
    keep_settings(root)
    assert added == os.path.exists(os.path.join(root, "pytest.ini"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    assert 0 == subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL).returncode


def test_variables_that_keep_an_interpreter_waiting(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code of the own command counts also where PYTHONINSPECT is set."""
    start = tmp_path / "start.py"
    start.write_text("raise SystemExit(0)\n")
    monkeypatch.setenv("PYTHONINSPECT", "1")
    monkeypatch.setenv("PYTHONSTARTUP", str(start))
    files = {"mod.py": "X = 1\n", "test_mod.py": "import unittest, mod\n"}
    files["test_mod.py"] += "class T(unittest.TestCase):\n    def test_x(self):\n"
    files["test_mod.py"] += "        self.assertEqual(2, mod.X)\n"
    found = find_suite(project(tmp_path, files))
    argv = (found.interpreter, "-m", "unittest", "-q", "test_mod")
    with running(tmp_path, files, plan={"runner": "unittest", "argv": argv}) as suite:
        suite.run()
        wrong = suite.confirm(patched(suite, "mod.py", "1", "3"))
        assert "failed" == wrong.verdict
        assert "passed" == suite.confirm(patched(suite, "mod.py", "1", "2")).verdict


def test_the_judge_is_read_by_old_interpreters() -> None:
    """A yield that is assigned to an annotated name has brackets, for Python 3.7."""
    assert ": Any = yield" not in source_text("judge")
