# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair whole projects by the command line: real tests, real patches, real undo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest

GCD = """\
def gcd(a, b):
    while b:
        a, b = b, a % b
    return b
"""
GCD_TEST = """\
import unittest

from gcd import gcd


class Gcd(unittest.TestCase):
    def test_gcd(self):
        for a, b, expected in [(12, 8, 4), (7, 3, 1), (9, 9, 9), (8, 12, 4)]:
            self.assertEqual(expected, gcd(a, b))

    def test_zero(self):
        self.assertEqual(5, gcd(5, 0))
"""


@pytest.fixture
def project(tmp_path):
    """Return a function that writes files into a project folder."""
    folder = tmp_path / "project"

    def write(files):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        return folder

    return write


def environment(tmp_path, **more):
    """Return variables with a state of its own, and without plugins of pytest."""
    home = {"AURA_HOME": str(tmp_path / "home"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {**os.environ, **home, **more}


FEW = ("--candidates", "20", "--budget", "900")
"""A search that ends at the same place on every machine."""


@pytest.fixture
def aura(tmp_path):
    """Return a function that runs the command line, JSON read back."""

    def run(*words, code=0, json_output=True):
        done = subprocess.run(
            [sys.executable, "-m", "aura_coding_agent", *map(str, words)]
            + (["--json"] if json_output else []),
            env=environment(tmp_path),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert code == done.returncode, done.stdout + done.stderr
        return json.loads(done.stdout) if json_output else done.stdout

    return run


def test_a_fault_is_found_shown_applied_and_undone(aura, project):
    """The patch goes through the journal, so undo takes it back."""
    folder = project({"gcd.py": GCD, "test_gcd.py": GCD_TEST})
    shown = aura("fix", folder, *FEW)
    assert ("repaired", False) == (shown["status"], shown["applied"])
    assert "+    return a" in shown["patches"][0]["diff"]
    assert GCD == (folder / "gcd.py").read_text()
    assert aura("fix", folder, "--apply", *FEW)["applied"]
    assert GCD.replace("return b", "return a") == (folder / "gcd.py").read_text()
    assert "passing" == aura("fix", folder, *FEW)["status"]
    aura("undo", "-C", folder, json_output=False)
    assert GCD == (folder / "gcd.py").read_text()
    assert ["gcd.py", "test_gcd.py"] == sorted(os.listdir(folder))


def test_the_text_is_for_people(aura, project):
    """Failing tests with values, the diff, how sure, what to do."""
    folder = project({"gcd.py": GCD, "test_gcd.py": GCD_TEST})
    text = aura("fix", folder, *FEW, json_output=False)
    for words in ("2 of 2 tests fail", "expected", "-    return b", "+    return a"):
        assert words in text
    assert "passes your tests" in text and "How sure" in text
    assert "fixed" not in text


LAYOUTS = {
    "src layout with conftest": {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src']\n",
        "src/area/__init__.py": "def area(w, h):\n    return w + h\n",
        "tests/conftest.py": """\
            import pytest

            @pytest.fixture
            def sides():
                return 3, 5
            """,
        "tests/test_area.py": """\
            import pytest
            from area import area

            def test_area(sides):
                assert 15 == area(*sides)

            @pytest.mark.parametrize("w, h, e", [(2, 2, 4), (1, 7, 7), (0, 4, 0)])
            def test_more(w, h, e):
                assert e == area(w, h)
            """,
    },
    "a syntax fault": {
        "sign.py": """\
            def sign(x)
                if x > 0:
                    return 1
                elif x = 0:
                    return 0
                return -1
            """,
        "test_sign.py": """\
            from sign import sign

            def test_sign():
                assert [1, 0, -1] == [sign(7), sign(0), sign(-2)]
            """,
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_projects_of_any_layout_are_repaired(aura, project, layout):
    """The tests of the project pass after --apply."""
    folder = project(LAYOUTS[layout])
    shown = aura("fix", folder, "--apply", *FEW)
    assert "repaired" == shown["status"], shown
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert 0 == done.returncode, done.stdout


def test_without_a_patch_it_says_where_to_begin(aura, project):
    """Exit code 4, the suspected lines, and what to try."""
    files = {
        "answer.py": "def answer():\n    return {}\n",
        "test_answer.py": """\
            from answer import answer

            def test_answer():
                assert {"a": [1, {"b": 2}], "c": "xyzzy"} == answer()
            """,
    }
    folder = project(files)
    text = aura("fix", folder, *FEW, code=4, json_output=False)
    assert "there is more to try" in text and "--candidates" in text
    assert "Suspected lines" in text and "answer.py:2" in text
    assert "No patch was found" in text


def test_a_project_without_tests_is_a_clear_error(aura, project):
    """There is nothing to judge a patch by."""
    folder = project({"a.py": "x = 1\n"})
    shown = aura("fix", folder, code=1)
    assert "no-tests" == shown["code"]


def test_flaky_failures_are_said_and_not_repaired(project, tmp_path):
    """A test that comes and goes does not send the search astray."""
    files = {
        "count.py": "def count():\n    return 1\n",
        "test_count.py": """\
            import os

            from count import count

            def test_steady():
                assert 1 == count()

            def test_comes_and_goes():
                assert os.urandom(1)[0] % 2
            """,
    }
    folder = project(files)
    before = (folder / "count.py").read_text()
    done = subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", "fix", str(folder), "--json"]
        + ["--apply", *FEW],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    shown = json.loads(done.stdout)
    assert shown["status"] in ("flaky", "passing", "none")
    assert before == (folder / "count.py").read_text()


HOSTILE = (
    "import shutil; shutil.rmtree(os.getcwd())",
    "os.fork() or time.sleep(500)",
    "os.kill(os.getppid(), 9)",
    "open('big', 'wb').write(b'x' * (3 << 30))",
    "open(__file__, 'w').write('def test_ok(): pass')",
    "os._exit(0)",
)
"""What tests/repair/test_suite.py has one by one, all in one project."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_hostile_tests_harm_nothing(project, tmp_path):
    """The search ends, the other tests count; the project's files are as they were."""
    deeds = "".join(
        f"def test_{number}():\n    {deed}\n\n" for number, deed in enumerate(HOSTILE)
    )
    files = {
        "gcd.py": GCD,
        "test_gcd.py": GCD_TEST,
        "test_hostile.py": "import os, time\n\n\n" + deeds,
    }
    folder = project(files)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    mark = f"AURA_TEST_MARK_{os.getpid()}"
    done = subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", "fix", str(folder), "--json"]
        + ["--candidates", "8", "--budget", "900"],
        env=environment(tmp_path, **{mark: "1"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 4), done.stdout + done.stderr
    shown = json.loads(done.stdout)
    assert {"test_gcd.py::Gcd::test_gcd", "test_gcd.py::Gcd::test_zero"} <= {
        one["id"] for one in shown["failing"]
    }
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert [] == _running(mark)


def _running(mark):
    """Return the processes that have a variable in their environment."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/environ", "rb") as handle:
                if mark.encode() in handle.read():
                    found.append(number)
        except OSError:
            continue
    return found
