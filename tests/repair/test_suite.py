# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Running a project's tests, and judging patches of it."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import textwrap
import time
from typing import Dict

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ToolError
from aura_coding_agent.repair.model import Outcome
from aura_coding_agent.repair.collect import find_suite
from aura_coding_agent.repair.command import open_suite

from .running import judgements, left_running, patched, project, running, verdicts

ADD = "def add(a, b):\n    return a - b\n"
FIX = ("a - b", "a + b")
TEST_ADD = """
    from mod import add

    def test_add():
        assert add(1, 2) == 3

    def test_zero():
        assert add(1, 0) == 1
"""

LAYOUTS: Dict[str, Dict[str, str]] = {
    "a module and its tests": {"mod.py": ADD, "test_mod.py": TEST_ADD},
    "a package with tests inside": {
        "mod/__init__.py": "from .inner import add\n",
        "mod/inner.py": ADD,
        "mod/tests/__init__.py": "",
        "mod/tests/test_add.py": """
            from ..inner import add

            def test_add():
                assert add(1, 2) == 3

            def test_zero():
                assert add(1, 0) == 1
        """,
    },
    "a src layout": {
        "src/mod/__init__.py": "",
        "src/mod/inner.py": ADD,
        "tests/test_add.py": TEST_ADD.replace("mod import", "mod.inner import"),
    },
    "fixtures of a conftest.py": {
        "mod.py": ADD,
        "tests/conftest.py": """
            import pytest, mod

            @pytest.fixture(scope="module")
            def add():
                return mod.add
        """,
        "tests/test_add.py": """
            def test_add(add):
                assert add(1, 2) == 3

            def test_zero(add):
                assert add(1, 0) == 1
        """,
    },
    "parametrised tests": {
        "mod.py": ADD,
        "test_mod.py": """
            import pytest
            from mod import add

            @pytest.mark.parametrize("a, b, sum", [(1, 2, 3), (1, 0, 1)])
            def test_add(a, b, sum):
                assert add(a, b) == sum
        """,
    },
    "setUp state of unittest": {
        "mod.py": ADD,
        "test_mod.py": """
            import unittest, mod

            class AddTest(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    cls.one = 1

                def setUp(self):
                    self.two = 2

                def test_add(self):
                    self.assertEqual(mod.add(self.one, self.two), 3)

                def test_zero(self):
                    self.assertEqual(mod.add(self.one, 0), 1)
        """,
    },
    "tests in a class": {
        "mod.py": ADD,
        "test_mod.py": """
            from mod import add

            class TestAdd:
                def setup_method(self, method):
                    self.one = 1

                def test_add(self):
                    assert add(self.one, 2) == 3

                def test_zero(self):
                    assert add(self.one, 0) == 1
        """,
    },
    "asyncio tests": {
        "mod.py": "import asyncio\n\n\nasync def add(a, b):\n"
        "    await asyncio.sleep(0)\n    return a - b\n",
        "test_mod.py": """
            import asyncio, unittest
            from mod import add

            def test_zero():
                assert asyncio.run(add(1, 0)) == 1

            class AddTest(unittest.IsolatedAsyncioTestCase):
                async def test_add(self):
                    self.assertEqual(await add(1, 2), 3)
        """,
    },
    "a subprocess": {
        "mod.py": "import sys\nif __name__ == '__main__':\n"
        "    a, b = map(int, sys.argv[1:])\n    print(a - b)\n",
        "test_mod.py": """
            import subprocess, sys

            def add(*numbers):
                command = [sys.executable, "mod.py", *map(str, numbers)]
                return subprocess.run(command, stdout=subprocess.PIPE).stdout

            def test_add():
                assert add(1, 2).strip() == b"3"

            def test_zero():
                assert add(1, 0).strip() == b"1"
        """,
    },
}


CONFIRMED = ("a package with tests inside", "a src layout", "a subprocess")
"""Layouts that the project's own command has to find its way in."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(tmp_path: pathlib.Path, layout: str) -> None:
    """Tests of every common layout run, and tell a right patch from wrong ones."""
    files = LAYOUTS[layout]
    path = next(name for name, text in files.items() if "a - b" in text)
    with running(tmp_path, files) as suite:
        spectrum = suite.spectrum()
        outcomes = sorted(one.outcome for one in spectrum.outcomes)
        assert ["failed", "passed"] == outcomes
        found = verdicts(
            suite,
            patched(suite, path, *FIX),
            patched(suite, path, "a - b", "a * b"),
            patched(suite, path, "a - b", "3"),
            patched(suite, path, "a - b", "a - "),
        )
        assert ["passed", "failed", "failed", "broken"] == found
        if layout in CONFIRMED:
            confirmed = suite.confirm(patched(suite, path, *FIX))
            assert "passed" == confirmed.verdict
    assert [] == left_running(str(tmp_path))


PLAIN = [
    "a module and its tests",
    "a package with tests inside",
    "a src layout",
    "setUp state of unittest",
    "tests in a class",
    "asyncio tests",
]


@pytest.mark.parametrize(
    "layout, forks",
    [(layout, True) for layout in PLAIN]
    + [("a package with tests inside", False), ("setUp state of unittest", False)],
)
def test_without_pytest(tmp_path: pathlib.Path, layout: str, forks: bool) -> None:
    """The same tests run without pytest, and where processes cannot be forked."""
    files = LAYOUTS[layout]
    path = next(name for name, text in files.items() if "a - b" in text)
    plan: Dict[str, object] = {"runner": "unittest", "argv": ()}
    with running(tmp_path, files, plan=plan) as suite:
        suite.forks = forks
        suite.spectrum()
        assert [1, 1] == [len(suite.failing), len(suite.passing)]
        found = verdicts(
            suite,
            patched(suite, path, *FIX),
            patched(suite, path, "a - b", "a * b"),
            patched(suite, path, "a - b", "a - "),
        )
        assert ["passed", "failed", "broken"] == found
        if layout in CONFIRMED:
            assert "passed" == suite.confirm(patched(suite, path, *FIX)).verdict
            wrong = suite.confirm(patched(suite, path, "a - b", "3"))
            assert ("failed", suite.passing) == (wrong.verdict, wrong.broke)


def test_outcomes_say_what_happened(tmp_path: pathlib.Path) -> None:
    """Outcomes tell type, text, places and both sides of what failed."""
    files = {
        "mod.py": ADD + "\n\ndef bad():\n    return [][1]\n",
        "test_mod.py": """
            import pytest, unittest
            from mod import add, bad

            def test_right():
                assert add(1, 2) == 3

            def test_left():
                assert 3 == add(1, 2)

            def test_error():
                bad()

            @pytest.mark.skip(reason="later")
            def test_skipped():
                pass

            class CaseTest(unittest.TestCase):
                def test_equal(self):
                    self.assertEqual(add(1, 2), 3)

                def test_skip(self):
                    self.skipTest("later")
        """,
    }
    with running(tmp_path, files) as suite:
        found = {one.id.split("::")[-1]: one for one in suite.run()}
    keys = "test_right test_left test_error test_skipped test_equal test_skip".split()
    assert keys == list(found)
    for name in ("test_right", "test_left", "test_equal"):
        assert ("failed", "3", "-1") == (
            found[name].outcome,
            found[name].expected,
            found[name].actual,
        )
    error = found["test_error"]
    assert ("error", "IndexError") == (error.outcome, error.exception)
    assert (("test_mod.py", 12), ("mod.py", 6)) == error.trace
    assert "list index out of range" == error.message
    assert ["skipped"] * 2 == [found[n].outcome for n in ("test_skipped", "test_skip")]


def test_spectrum_tells_lines_and_values(tmp_path: pathlib.Path) -> None:
    """The spectrum has the lines of each test, and values seen by failing ones."""
    text = "def pick(n):\n    if n:\n        found = [n]\n    else:\n"
    text += "        found = ''\n    return found\n"
    tests = """
        from mod import pick

        def test_some():
            assert pick(2) == [3]

        def test_none():
            assert pick(0) == ''
    """
    with running(tmp_path, {"mod.py": text, "test_mod.py": tests}) as suite:
        spectrum = suite.spectrum()
    lines = {
        id.split("::")[1]: sorted(line for path, line in places if path == "mod.py")
        for id, places in spectrum.covered.items()
    }
    assert {"test_some": [2, 3, 6], "test_none": [2, 5, 6]} == lines
    seen = spectrum.locals[("mod.py", 6)]
    assert (frozenset({"int"}), ("2",)) == seen["n"]
    assert (frozenset({"list"}), ("[2]",)) == seen["found"]
    assert (frozenset({"list"}), ("[2]",)) == seen["<return>"]


def test_files_that_cannot_be_loaded_are_judged_by_importing(
    tmp_path: pathlib.Path,
) -> None:
    """A module that does not compile fails its tests until a patch repairs it."""
    files = {"mod.py": "def add(a, b)\n    return a + b\n", "test_mod.py": TEST_ADD}
    with running(tmp_path, files) as suite:
        spectrum = suite.spectrum()
        assert ["SyntaxError"] == [one.exception for one in spectrum.outcomes]
        assert ("mod.py", 1) == spectrum.outcomes[0].trace[-1]
        right = patched(suite, "mod.py", "b)\n", "b):\n")
        wrong = patched(suite, "mod.py", "b)\n    return a", "b):\n    return -a")
        unnamed = patched(suite, "mod.py", "def add(a, b)", "def sub(a, b):")
        assert ["passed", "failed", "failed"] == verdicts(suite, right, wrong, unnamed)
        assert "passed" == suite.confirm(right).verdict


IMPORTED = {
    "a constant": ("STEP = 2", "STEP = 1"),
    "a default": ("n, by=2", "n, by=STEP - 1"),
    "a class body": ("start = 1", "start = 0"),
    "a function that ran": ("return [2]", "return [1]"),
}


@pytest.mark.parametrize("change", IMPORTED)
def test_what_runs_while_importing_is_judged_by_importing(
    tmp_path: pathlib.Path, change: str
) -> None:
    """Patches of what ran already when the module was loaded take effect too."""
    text = """
        STEP = 2

        def table():
            return [2]

        TABLE = table()

        class Counter:
            start = 1

        def up(n, by=2):
            return n + by
    """
    expected = {
        "a constant": "mod.STEP",
        "a default": "mod.up(0)",
        "a class body": "mod.Counter.start + 1",
        "a function that ran": "mod.TABLE[0]",
    }[change]
    tests = f"import mod\n\ndef test_it():\n    assert {expected} == 1\n"
    with running(tmp_path, {"mod.py": text, "test_mod.py": tests}) as suite:
        suite.spectrum()
        right = patched(suite, "mod.py", *IMPORTED[change])
        wrong = patched(suite, "mod.py", "STEP = 2", "STEP = 3")
        assert ["failed", "passed", "failed"] == verdicts(suite, wrong, right, wrong)


def test_candidates_do_not_see_what_others_left(tmp_path: pathlib.Path) -> None:
    """Caches, globals and arguments that a candidate spoilt are new for the next."""
    text = """
        import functools

        SEEN = []

        @functools.lru_cache(maxsize=None)
        def square(n):
            return n + n

        def total(numbers):
            SEEN.append(1)
            return sum(numbers) + len(SEEN)
    """
    tests = """
        import pytest
        from mod import square, total

        @pytest.mark.parametrize("numbers", [[1, 2, 3]])
        def test_total(numbers):
            assert numbers and total(numbers) == square(3) - 3
            assert numbers
    """
    with running(tmp_path, {"mod.py": text, "test_mod.py": tests}) as suite:
        suite.spectrum()
        wrong = patched(suite, "mod.py", "return n + n", "return n - n")
        spoilt = patched(suite, "mod.py", "SEEN.append(1)", "numbers.clear()")
        right = patched(suite, "mod.py", "return n + n", "return n * n")
        right["mod.py"] = right["mod.py"].replace("+ len(SEEN)", "")
        found = verdicts(suite, wrong, spoilt, wrong, right, spoilt, right)
        assert ["failed"] * 3 + ["passed", "failed", "passed"] == found


def test_broken_tests_are_named(tmp_path: pathlib.Path) -> None:
    """A patch that breaks another test is told which; partial success is told."""
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": TEST_ADD}) as suite:
        suite.spectrum()
        (found,) = judgements(suite, patched(suite, "mod.py", "a - b", "3"))
        assert ("failed", suite.failing, suite.passing) == found[:3]
        assert found.first is not None
        assert ("1", "3") == (found.first.expected, found.first.actual)
        assert "passed" == verdicts(suite, patched(suite, "mod.py", *FIX))[0]


def test_thorough_judging_runs_all_failing_tests(tmp_path: pathlib.Path) -> None:
    """Without thoroughness the first failure ends it; with it progress is seen."""
    tests = """
        from mod import add

        def test_one():
            assert add(1, 2) == 3

        def test_two():
            assert add(2, 2) == 4
    """
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": tests}) as suite:
        suite.spectrum()
        wrong = [(0, patched(suite, "mod.py", "a - b", "4"))]
        ((_, quick),) = suite.judge(wrong)
        ((_, thorough),) = suite.judge(wrong, thorough=True)
        assert [(), ("test_mod.py::test_two",)] == [quick.fixed, thorough.fixed]


def test_many_candidates_on_several_processes(tmp_path: pathlib.Path) -> None:
    """Every number of a large batch is judged exactly once, on two processes too."""
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": TEST_ADD}, jobs=2) as suite:
        suite.spectrum()
        batch = [
            (n, patched(suite, "mod.py", "a - b", "a + b" if n == 70 else f"{n + 9}"))
            for n in range(100)
        ]
        found = list(suite.judge(batch))
        assert sorted(number for number, _ in found) == list(range(100))
        assert [70] == [n for n, one in found if one.verdict == "passed"]


def test_judging_may_be_left_early(tmp_path: pathlib.Path) -> None:
    """Who stops listening can ask again, and gets answers to the new question."""
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": TEST_ADD}) as suite:
        suite.spectrum()
        wrong = patched(suite, "mod.py", "a - b", "a * b")
        batch = [(n, wrong) for n in range(60)]
        for _ in suite.judge(batch):
            break
        assert ["passed"] == verdicts(suite, patched(suite, "mod.py", *FIX))


def test_endless_candidates_and_tests(tmp_path: pathlib.Path) -> None:
    """A test that never ends is a timeout, with its place; candidates too."""
    text = "def down(n):\n    while n > 0:\n        n = n + 1\n    return n\n"
    tests = """
        from mod import down

        def test_down():
            assert down(3) == 0

        def test_zero():
            assert down(0) == 0
    """
    with running(tmp_path, {"mod.py": text, "test_mod.py": tests}) as suite:
        suite.quick, suite.patient = 0.2, 0.5
        spectrum = suite.spectrum()
        first = spectrum.outcomes[0]
        assert ("timeout", ("mod.py")) == (first.outcome, first.trace[-1][0])
        assert {("mod.py", 2), ("mod.py", 3)} <= spectrum.covered[first.id]
        endless = patched(suite, "mod.py", "n + 1", "n + 2")
        right = patched(suite, "mod.py", "n + 1", "n - 1")
        asleep = patched(suite, "mod.py", "n = n + 1", "__import__('time').sleep(99)")
        found = verdicts(suite, endless, right, asleep, right)
        assert ["timeout", "passed", "timeout", "passed"] == found


def test_a_candidate_that_is_slow_later_is_ended(tmp_path: pathlib.Path) -> None:
    """What many tests may need together is not for one of them."""
    tests = """
        import pytest
        from mod import down

        @pytest.mark.parametrize("n", range(1, 5))
        def test_down(n):
            assert down(n) == 0

        @pytest.mark.parametrize("n", range(30))
        def test_other(n):
            assert n >= 0
    """
    text = "import time\n\ndef down(n):\n    return 1\n"
    slow = """since = time.process_time()
    while n == 2 and time.process_time() < since + 1.5:
        pass
    return 0"""
    with running(tmp_path, {"mod.py": text, "test_mod.py": tests}) as suite:
        suite.spectrum()
        files = patched(suite, "mod.py", "return 1", slow)
        for patient, verdict in ((False, "timeout"), (True, "passed")):
            ((_, judged),) = suite.judge([(0, files)], patient=patient)
            assert verdict == judged.verdict
            assert judged.fixed[:1] == ("test_mod.py::test_down[1]",)


MANY = """
    import pytest
    from mod import down

    def test_sign():
        assert down(-7) == 0

    @pytest.mark.parametrize("n", range(40))
    def test_down(n):
        assert down(n) == 0
"""


def test_many_endless_tests(tmp_path: pathlib.Path) -> None:
    """The first run ends early; what it left out counts when a patch is confirmed."""
    text = (
        "def down(n):\n    if n < 0:\n        return 1\n"
        "    while n > 0:\n        n = n + 1\n    return n\n"
    )
    with running(tmp_path, {"mod.py": text, "test_mod.py": MANY}) as suite:
        suite.most, suite.quick, suite.patient = 0.5, 0.2, 0.5
        found = [one.outcome for one in suite.spectrum().outcomes]
        assert ["failed", "passed", "timeout"] == found[:3] and "unknown" == found[-1]
        assert "test_mod.py::test_down[39]" in suite.unknown
        ends = patched(suite, "mod.py", "n + 1", "n - 1")["mod.py"]
        right = ends.replace("return 1", "return 0")
        partly = right.replace(
            "    while", "    if n == 39:\n        return 1\n    while"
        )
        assert "passed" == suite.confirm({"mod.py": right}).verdict
        assert "failed" == suite.confirm({"mod.py": partly}).verdict


def test_a_slow_suite_is_judged_by_a_part_of_it(tmp_path: pathlib.Path) -> None:
    """Of tests that pass slowly only some are asked before a patch is confirmed."""
    files = {"mod.py": ADD, "test_mod.py": TEST_ADD}
    with running(tmp_path, files) as suite:
        suite.spectrum()
        slow = [Outcome(f"test_x.py::test_{n}", "passed", wall=2.0) for n in range(9)]
        near = Outcome("test_mod.py::test_near", "passed", wall=3.0)
        suite._outcomes += (*slow, near)
        suite.passing = tuple(one.id for one in (*slow, near))
        assert (slow[0].id, near.id) == suite._watching()


def test_a_run_is_cut_once_a_test_has_failed(tmp_path: pathlib.Path) -> None:
    """Of tests that compute, the rest is left to the command that confirms."""
    tests = """
        import pytest, time
        from mod import add

        @pytest.mark.parametrize("n", range(12))
        def test_add(n):
            until = time.process_time() + 0.05
            while time.process_time() < until:
                pass
            assert add(n, 0) == n and (n < 3 or add(n, 1) == n + 1)
    """
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": tests}) as suite:
        suite.most = 0.02
        spectrum = suite.spectrum()
        ends = [one.outcome for one in spectrum.outcomes]
        assert ["passed"] * 3 + ["failed"] + ["unknown"] * 8 == ends
        assert 0.6 <= suite.run_seconds
        assert 0.2 <= sum(one.seconds for one in spectrum.outcomes)
        assert ("test_mod.py::test_add[3]",) == suite.failing
        assert "passed" == suite.confirm(patched(suite, "mod.py", *FIX)).verdict


def test_a_run_is_cut_sooner_once_many_have_failed(tmp_path: pathlib.Path) -> None:
    """Half of the time is enough then; without it all would be run."""
    tests = """
        import pytest, time
        from mod import add

        @pytest.mark.parametrize("n", range(14))
        def test_add(n):
            until = time.process_time() + 0.05
            while time.process_time() < until:
                pass
            assert add(n, 1) == n + 1
    """
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": tests}) as suite:
        suite.most = 1.0
        ends = [one.outcome for one in suite.run()]
        assert 14 == len(ends) and set(ends) == {"failed", "unknown"}
        assert 8 <= ends.count("failed")


def test_functions_that_look_the_same_are_told_apart(tmp_path: pathlib.Path) -> None:
    """Equal code in two files is watched in both."""
    files = {
        "mod.py": ADD,
        "other.py": ADD,
        "test_mod.py": """
            import mod, other

            def test_both():
                assert other.add(2, 0) == 2 and mod.add(2, 1) == 3
        """,
    }
    with running(tmp_path, files) as suite:
        (covered,) = suite.spectrum().covered.values()
        ran = {path for path, line in covered if line == 2}
        assert {"mod.py", "other.py"} <= ran


def test_flaky_tests_are_found(tmp_path: pathlib.Path) -> None:
    """A test that ends differently each time is named and does not count."""
    counter = tmp_path / "counter"
    tests = f"""
        from mod import add

        def test_flaky():
            with open({str(counter)!r}, "a") as file:
                file.write("x")
            with open({str(counter)!r}) as file:
                assert len(file.read()) % 2

        def test_add():
            assert add(1, 2) == 3
    """
    with running(tmp_path, {"mod.py": ADD, "test_mod.py": tests}) as suite:
        spectrum = suite.spectrum()
        assert {"test_mod.py::test_flaky"} == spectrum.flaky
        assert ["test_mod.py::test_add"] == [one.id for one in spectrum.failing]
        assert suite.failing == ("test_mod.py::test_add",) and not suite.passing
        assert "do not end the same way" in suite.notes[0]
        assert ["passed"] == verdicts(suite, patched(suite, "mod.py", *FIX))


def test_tests_that_depend_on_their_order(tmp_path: pathlib.Path) -> None:
    """Where the order matters the tests run in it, and that is said."""
    files = {"mod.py": ADD}
    files["test_mod.py"] = """
        from mod import add
        STATE = []

        def test_first():
            assert not STATE
            STATE.append(1)

        def test_second():
            STATE.append(2)
            assert STATE[0] == 1 and add(1, 2) == 3
    """
    with running(tmp_path, files) as suite:
        spectrum = suite.spectrum()
        assert frozenset() == spectrum.flaky
        assert suite.ordered and "order" in suite.notes[0]
        wrong = patched(suite, "mod.py", "a - b", "a * b")
        found = verdicts(suite, wrong, patched(suite, "mod.py", *FIX))
        assert ["failed", "passed"] == found


def test_cancel_ends_at_once(tmp_path: pathlib.Path) -> None:
    """A cancel ends judging, and nothing is left running."""
    cancel = Cancel()
    files = {"mod.py": ADD, "test_mod.py": TEST_ADD}
    with running(tmp_path, files, cancel=cancel, jobs=2) as suite:
        suite.spectrum()
        wrong = patched(suite, "mod.py", "a - b", "a * b")
        with pytest.raises(CancelledError):
            for _ in suite.judge([(n, wrong) for n in range(200)]):
                cancel.set()
        assert [] == left_running(str(tmp_path))


def test_a_suite_that_cannot_be_loaded(tmp_path: pathlib.Path) -> None:
    """A broken conftest.py, and tests that end the process, give a clear error."""
    texts = ["import nothing_of_this_name\n", "import os; os._exit(3)"]
    for number, text in enumerate(texts):
        folder = tmp_path / str(number)
        files = {"conftest.py": text, "test_mod.py": "def test_it():\n    pass\n"}
        with running(folder, files) as suite:
            with pytest.raises(ToolError) as caught:
                suite.run()
        assert "suite-not-collected" == caught.value.code
    assert [] == left_running(str(tmp_path))


def test_the_projects_options_are_respected_or_dropped(tmp_path: pathlib.Path) -> None:
    """Options in the project's settings count; those of missing plugins do not harm."""
    files = {
        "mod.py": ADD,
        "tests/check_mod.py": TEST_ADD,
        "pytest.ini": "[pytest]\npython_files = check_*.py\naddopts = --no-such -q\n",
    }
    with running(tmp_path, files) as suite:
        assert ["failed", "passed"] == [one.outcome for one in suite.run()]


# -- hostile tests -------------------------------------------------------------------

HOSTILE = {
    "forks and leaves a process": """
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"],
                         start_new_session=True)
    """,
    "forks a daemon": """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(60)
            os._exit(0)
    """,
    "kills its parent": """
        import os, signal
        os.kill(os.getppid(), signal.SIGKILL)
    """,
    "kills its parent by a call of C": """
        import ctypes, os
        ctypes.CDLL(None).kill(os.getppid(), 9)
    """,
    "deletes its folder": """
        import os, shutil
        shutil.rmtree(os.getcwd())
    """,
    "fills the disk": """
        with open("full", "wb") as file:
            file.seek(1 << 28)
            file.write(b"x" * (1 << 20))
    """,
    "reads standard input": """
        assert input() == "never"
    """,
    "prints very much": """
        import sys
        for _ in range(20):
            sys.stdout.write("x" * (1 << 20))
    """,
    "changes its own files": """
        with open("mod.py", "w") as file:
            file.write("def add(a, b): return a * b")
        with open("test_mod.py", "a") as file:
            file.write("\\n1/0\\n")
    """,
    "takes all memory": """
        hoard = []
        while True:
            hoard.append(bytes(1 << 28))
    """,
    "exits": """
        import os
        os._exit(0)
    """,
    "closes all files": """
        import os
        os.closerange(0, 256)
    """,
    "crashes": """
        import ctypes
        ctypes.string_at(0)
    """,
    "connects to the world": """
        import socket
        socket.create_connection(("192.0.2.1", 80), timeout=60)
    """,
}


@pytest.mark.parametrize("deed", HOSTILE)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_hostile_tests(tmp_path: pathlib.Path, deed: str) -> None:
    """Whatever a test does, the others are judged and nothing is left behind."""
    body = textwrap.indent(textwrap.dedent(HOSTILE[deed]), "    ")
    files = {
        "mod.py": ADD,
        "test_mod.py": textwrap.dedent(TEST_ADD) + "\ndef test_hostile():" + body,
    }
    with running(tmp_path, files) as suite:
        before = sorted(pathlib.Path(suite.plan.root).rglob("*"))
        spectrum = suite.spectrum()
        found = {one.id.split("::")[1]: one.outcome for one in spectrum.outcomes}
        assert ("failed", "passed") == (found["test_add"], found["test_zero"])
        suite.failing = ("test_mod.py::test_add",)
        wrong = patched(suite, "mod.py", "a - b", "a * b")
        right = patched(suite, "mod.py", *FIX)
        assert ["failed", "passed"] == verdicts(suite, wrong, right)
        assert sorted(pathlib.Path(suite.plan.root).rglob("*")) == before
        assert files["mod.py"] == pathlib.Path(suite.plan.root, "mod.py").read_text()
    assert [] == left_running(str(tmp_path))


COMMANDED = """
    import sys
    from mod import add

    sys.exit(add(1, 2) != 3)
"""


def test_a_command_whose_exit_code_is_all(tmp_path: pathlib.Path) -> None:
    """A command that is no known runner is one test, and judges by its exit code."""
    root = project(tmp_path, {"mod.py": ADD, "check.py": COMMANDED})
    plan = find_suite(root, test_command=f"'{sys.executable}' check.py")
    assert "command" == plan.runner
    (tmp_path / "scratch").mkdir()
    with open_suite(plan, str(tmp_path / "scratch"), cancel=Cancel()) as suite:
        spectrum = suite.spectrum()
        assert [("command", "failed")] == [one[:2] for one in spectrum.outcomes]
        wrong = patched(suite, "mod.py", "a - b", "a * b")
        right = patched(suite, "mod.py", *FIX)
        assert ["failed", "passed"] == verdicts(suite, wrong, right)
        assert "passed" == suite.confirm(right).verdict
        assert "broken" == verdicts(suite, patched(suite, "mod.py", "a - b", "a -"))[0]


KILLED = """
import os, signal, sys
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.repair.collect import find_suite
from aura_coding_agent.repair.suite import Suite

plan = find_suite(sys.argv[1])
with Suite(plan, sys.argv[2], cancel=Cancel()) as suite:
    suite.spectrum()
    text = "import time\\ndef add(a, b):\\n    time.sleep(60)\\n"
    suite._ready()
    suite._workers[0].ask({
        "do": "judge", "batch": [[0, {"mod.py": text}]], "failing": list(suite.failing),
        "passing": [], "cpu": [50, 50, 50], "wall": [60, 60], "ordered": False,
    })
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs /proc to look")
def test_nothing_survives_a_kill_of_the_engine(tmp_path: pathlib.Path) -> None:
    """When the engine itself is killed, the judge and its tests end too."""
    root = project(tmp_path, {"mod.py": ADD, "test_mod.py": TEST_ADD})
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-c", KILLED, root, str(scratch)]
    here = str(pathlib.Path(__file__).parents[2])
    variables = dict(os.environ, PYTHONPATH=here)
    status = subprocess.run(command, env=variables, timeout=60).returncode
    assert -signal.SIGKILL == status
    until = time.monotonic() + 10
    while left_running(str(scratch)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [] == left_running(str(scratch))


def test_imports_with_a_conftest(tmp_path: pathlib.Path) -> None:
    """Where the project has plugins of its own they are loaded anew, too."""
    files = {
        "mod.py": "STEP = 2\n\n\ndef up(n):\n    return n + STEP\n",
        "conftest.py": """
            import mod, pytest

            @pytest.fixture(scope="session")
            def step():
                yield mod.STEP
        """,
        "test_mod.py": """
            from mod import up

            def test_up(step):
                assert up(1) == 2

            def test_step(step):
                assert up(3) == 3 + step
        """,
    }
    with running(tmp_path, files) as suite:
        suite.spectrum()
        right = patched(suite, "mod.py", "STEP = 2", "STEP = 1")
        wrong = patched(suite, "mod.py", "STEP = 2", "STEP = 3")
        assert ["failed", "passed"] == verdicts(suite, wrong, right)


def test_endless_imports(tmp_path: pathlib.Path) -> None:
    """A module that never ends to load is a timeout, and can be repaired."""
    files = {
        "mod.py": "N = 3\nwhile N:\n    N += 1\n",
        "test_mod.py": "import mod\n\ndef test_it():\n    assert mod.N == 0\n",
    }
    with running(tmp_path, files) as suite:
        suite._workers[0].collect = 1.0
        spectrum = suite.spectrum()
        assert ["timeout"] == [one.outcome for one in spectrum.outcomes]
        assert "mod.py" == spectrum.outcomes[0].trace[-1][0]
        endless = patched(suite, "mod.py", "+= 1", "+= 2")
        right = patched(suite, "mod.py", "+= 1", "-= 1")
        assert ["timeout", "passed"] == verdicts(suite, endless, right)
