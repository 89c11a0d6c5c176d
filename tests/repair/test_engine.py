# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair small projects, each with one kind of fault, and read the report."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import threading
from typing import Dict, List, Mapping

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.repair import mending, trust
from aura_coding_agent.repair.collect import SuitePlan
from aura_coding_agent.repair.engine import repair
from aura_coding_agent.repair.files import decode_source, encode_source, read_sources
from aura_coding_agent.repair.model import Candidate, Edit, Outcome, Spectrum
from aura_coding_agent.repair.report import (
    diff,
    progress_text,
    result_text,
    result_to_json,
)
from aura_coding_agent.repair.result import Progress, Result, Wish
from aura_coding_agent.repair.trust import Found
from tests.repair.running import project

TESTS = """\
import unittest
from mod import work


class Work(unittest.TestCase):
    def check(self, expected, *given):
        self.assertEqual(expected, work(*given))
"""


def suite_of(*rows: str) -> str:
    """Return a test file with one test a row, ``expected, arguments``."""
    methods = (
        f"\n    def test_{number}(self):\n        self.check({row})\n"
        for number, row in enumerate(rows)
    )
    return TESTS + "".join(methods)


def run(root: str, cancel: Cancel = Cancel(), **wish: object) -> Result:
    """Repair a project with so many candidates as a test needs, however long."""
    asked = {"budget": 900.0, "jobs": 1, "candidates": 60, **wish}
    return repair(root, Wish(**asked), cancel=cancel)  # type: ignore[arg-type]


FAULTS: Dict[str, Mapping[str, str]] = {
    "a wrong operator": {
        "mod.py": "def work(a, b):\n    return a - b\n",
        "test_mod.py": suite_of("5, 2, 3", "0, 0, 0", "-1, 1, -2"),
    },
    "a wrong name": {
        "mod.py": "def work(low, high):\n    size = high - low\n    return sise\n",
        "test_mod.py": suite_of("1, 2, 3", "4, 0, 4"),
    },
    "a missing return": {
        "mod.py": "def work(n):\n    m = n * n\n    m + 1\n",
        "test_mod.py": suite_of("5, 2", "10, 3", "1, 0"),
    },
    "a wrong relative import": {
        "mod.py": "from inner.deep import work\n",
        "inner/__init__.py": "",
        "inner/base.py": "UNIT = 7\n",
        "inner/deep/__init__.py": "from .base import UNIT\n\n"
        "def work(n):\n    return n * UNIT\n",
        "test_mod.py": suite_of("14, 2", "0, 0"),
    },
    "a missing await": {
        "mod.py": "import asyncio\n\n\nasync def one(n):\n    return n\n\n\n"
        "async def both(a, b):\n    return one(a), await one(b)\n\n\n"
        "def work(a, b):\n    return asyncio.run(both(a, b))\n",
        "test_mod.py": suite_of("(1, 2), 1, 2", "(3, 3), 3, 3"),
    },
    "one number at two places": {
        "mod.py": "def work(text):\n    hours, minutes = map(int, text.split(':'))\n"
        "    total = hours * 100 + minutes + 45\n"
        "    return total // 100, total % 100\n",
        "test_mod.py": suite_of("(1, 15), '0:30'", "(3, 0), '2:15'", "(0, 45), '0:0'"),
    },
    "two faults": {
        "mod.py": "def work(items):\n    total = 1\n    for item in items:\n"
        "        total -= item\n    return total\n",
        "test_mod.py": suite_of("6, [1, 2, 3]", "0, []", "9, [4, 5]"),
    },
    "files that do not compile": {
        "mod.py": "from other import half\n\n\ndef work(n)\n    return half(n) + 1\n",
        "other.py": "def half(n):\n    retrun n // 2\n",
        "test_mod.py": suite_of("3, 5", "1, 0"),
    },
    "a file that does not compile and is wrong": {
        "mod.py": "def work(n):\n    if n > 0\n        return 'plus'\n"
        "    return 'plus'\n",
        "test_mod.py": suite_of("'minus', -5", "'plus', 4", "'minus', 0"),
    },
}


MANY = {
    "a wrong relative import": 200,
    "a missing await": 200,
    "one number at two places": 900,
    "two faults": 900,
    "a file that does not compile and is wrong": 200,
}
"""Candidates of faults whose patch is not among the first."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_repaired(tmp_path: pathlib.Path, fault: str) -> None:
    """The patched sources pass the tests of the project."""
    root = project(tmp_path, FAULTS[fault])
    before = read_sources(root)
    result = run(root, candidates=MANY.get(fault, 60))
    assert "repaired" == result.status, result_text(result, applied=False)
    assert before == read_sources(root)
    for path, (old, new) in result.patches[0].changes.items():
        assert before[path] == old
        pathlib.Path(root, path).write_text(new, encoding="utf-8")
    tests = subprocess.run([sys.executable, "-m", "unittest", "-q"], cwd=root)
    assert 0 == tests.returncode


def test_the_project_may_hold_what_is_not_plain(tmp_path: pathlib.Path) -> None:
    """Carriage returns, a mark of order and a declared encoding stay as they are."""
    root = project(tmp_path, FAULTS["a wrong operator"])
    text = (
        "# coding: latin-1\r\n# gr\xfc\xdfe\r\ndef work(a, b):\r\n    return a - b\r\n"
    )
    data = text.encode("latin-1")
    pathlib.Path(root, "mod.py").write_bytes(data)
    result = run(root)
    [(path, (before, after))] = result.patches[0].changes.items()
    assert data.replace(b"a - b", b"a + b") == encode_source(after, data)
    mark = b"\xef\xbb\xbfx = 1\r\n"
    assert mark == encode_source(decode_source(mark)[0], mark)


def test_alternatives_come_with_reasons(tmp_path: pathlib.Path) -> None:
    """Weak tests let several patches pass: that is said, and lowers confidence."""
    files = {
        "mod.py": "def work(a, b):\n    c = a + b\n    return c\n",
        "test_mod.py": suite_of("2, 2, 1"),
    }
    result = run(project(tmp_path, files))
    assert len(result.patches) > 1
    assert result.patches[0].confidence in ("low", "medium")
    text = result_text(result, applied=True)
    for words in ("passes your tests", "These pass your tests too", "undo", "How sure"):
        assert words in text
    shown = json.loads(json.dumps(result_to_json(result, applied=True)))
    assert (True, "repaired", 1) == (
        shown["applied"],
        shown["status"],
        len(shown["failing"]),
    )
    assert diff(result.patches[0]) == shown["patches"][0]["diff"]


def test_without_a_patch_the_nearest_is_told(tmp_path: pathlib.Path) -> None:
    """Patches that make some failing tests pass are named."""
    files = {
        "mod.py": "def work(n):\n    return n - 1\n",
        "test_mod.py": suite_of("3, 2", "'qwertz', 7", "[[], 5], 1"),
    }
    result = run(project(tmp_path, files), candidates=100)
    text = result_text(result, applied=False)
    assert "candidates" == result.limit and 100 == result.tried
    assert ("none", ()) == (result.status, result.patches)
    assert "No patch was found" in text and "Suspected lines" in text
    assert "mod.py:2" in text
    assert [] != list(result.partial) and "Nearest" in text


def test_a_search_ends_when_it_is_told_to(tmp_path: pathlib.Path) -> None:
    """Cancelled at the first candidate, the result says so."""
    files = {
        "mod.py": "def work(n):\n    return n\n",
        "test_mod.py": suite_of("'qwertz', 7", "[[], 5], 1"),
    }
    cancel = Cancel()
    seen: List[Progress] = []

    def stop(news: Progress) -> None:
        seen.append(news)
        if news.tried:
            cancel.set()

    root = project(tmp_path, files)
    result = repair(root, Wish(900.0, jobs=1), cancel=cancel, progress=stop)
    assert ("none", True) == (result.status, result.cancelled)
    assert "ended early" in result_text(result, applied=False)
    assert result.tried and "candidates tried" in progress_text(seen[-1])


def test_a_search_told_to_end_keeps_what_it_found(tmp_path: pathlib.Path) -> None:
    """A patch that was not confirmed is reported, and said to be unconfirmed."""
    cancel = Cancel()

    def stop(news: Progress) -> None:
        if news.phase == "confirming":
            cancel.set()

    root = project(tmp_path, FAULTS["a wrong operator"])
    result = repair(root, Wish(900.0, jobs=1), cancel=cancel, progress=stop)
    assert "repaired" == result.status
    assert {"low"} == {one.confidence for one in result.patches}
    assert "not confirmed in a fresh process" in result.patches[0].reasons


def test_a_search_may_be_over_before_it_begins(tmp_path: pathlib.Path) -> None:
    """A cancel that is set ends it while the tests are loaded."""
    cancel = Cancel()
    threading.Thread(target=cancel.set).start()
    result = run(project(tmp_path, FAULTS["a wrong operator"]), cancel)
    assert result.status in ("none", "repaired")
    assert result.cancelled or result.patches


def test_only_the_place_may_be_asked_for(tmp_path: pathlib.Path) -> None:
    """Without a search the suspected lines are all there is."""
    result = run(project(tmp_path, FAULTS["a wrong operator"]), search=False)
    text = result_text(result, applied=False)
    assert ("located", 0, ()) == (result.status, result.tried, result.patches)
    assert "mod.py:2" in text and "expected" in text
    assert "No patch" not in text


def test_nothing_is_done_where_all_is_well(tmp_path: pathlib.Path) -> None:
    """A file that does not compile is left alone when every test passes."""
    files = {
        "mod.py": "def work(a, b):\n    return a + b\n",
        "old.py": "print 'written for another Python'\n",
        "test_mod.py": suite_of("5, 2, 3"),
    }
    result = run(project(tmp_path, files))
    assert ("passing", ()) == (result.status, result.patches)
    text = result_text(result, applied=False)
    assert "All tests pass" in text and "old.py" in text


def test_what_the_compiler_said_is_shown(tmp_path: pathlib.Path) -> None:
    """The report names the file, the line and the message."""
    files = {**FAULTS["files that do not compile"], "mod.py": "def work(n):\n  )))((\n"}
    result = run(project(tmp_path, files), candidates=8)
    text = result_text(result, applied=False)
    assert "2 files do not compile" in text
    assert "other.py" in text and "(line 2)" in text
    assert 2 == len(result_to_json(result, applied=False)["broken"])


def test_a_command_of_which_only_the_exit_code_is_known(tmp_path: pathlib.Path) -> None:
    """Every candidate costs a run of it."""
    files = {"mod.py": "def work(a, b):\n    return a - b\n"}
    check = f'{sys.executable} -c "import mod; assert mod.work(2, 3) == 5"'
    result = run(project(tmp_path, files), test_command=check)
    assert "repaired" == result.status
    assert "+    return a + b" in diff(result.patches[0])


def test_a_test_file_that_does_not_compile_is_said_at_once(
    tmp_path: pathlib.Path,
) -> None:
    """Tests are never edited, with or without other files that do not compile."""
    files = {"mod.py": "def work(n):\n    return n\n", "test_mod.py": "def test_(:\n"}
    for text in ("def work(n):\n    return n\n", "def work(n)\n    return n\n"):
        root = project(tmp_path, {**files, "mod.py": text})
        with pytest.raises(ToolError) as caught:
            run(root)
        assert ("test-not-compiled", 1) == (
            caught.value.code,
            caught.value.facts["line"],
        )


def test_what_the_own_command_refuses_is_not_the_end(tmp_path: pathlib.Path) -> None:
    """The search goes on behind patches that pass the tests but not the command."""
    files = {
        "mod.py": "def work(a, b):\n    return a - b\n",
        "test_mod.py": suite_of("4, 2, 2"),
        "check.py": "from mod import work\nassert work(1, 2) == 3\n",
    }
    root = project(tmp_path, files)
    command = f"{sys.executable} check.py"
    result = repair(
        root, Wish(900.0, 1, test_command=command, candidates=90), cancel=Cancel()
    )
    assert "repaired" == result.status
    assert "a + b" in result.patches[0].changes["mod.py"][1]


def test_a_project_without_tests_is_an_error(tmp_path: pathlib.Path) -> None:
    """There is nothing to judge a patch by."""
    with pytest.raises(ToolError) as caught:
        run(project(tmp_path, {"mod.py": "x = 1\n"}))
    assert "no-tests" == caught.value.code


# -- pure parts ----------------------------------------------------------------------

ANSWERS = [
    ("return a * b", "return 12", {"12"}, True),
    ("return a * b", "return 0", {"0"}, True),
    ("return a * b", "return [1, 2]", {"[1, 2]"}, True),
    ("return a * b", "return a + b", {"12"}, False),
    ("return False", "return True", {"True"}, False),
    ("return 'helo'", "return 'hello'", {"'hello'"}, False),
    ("return a", "x = 'hello'; return x", {"'hello'"}, True),
    ("return a", "return not 0(", {"1"}, False),
]


@pytest.mark.parametrize("before, after, wanted, expected", ANSWERS)
def test_a_patch_that_tells_the_answer_is_known(
    before: str, after: str, wanted: "set[str]", expected: bool
) -> None:
    """A value in place of a computation; not a literal in place of another."""
    text = f"def f(a, b):\n    {before}\n"
    edit = Edit(text.index(before), text.index(before) + len(before), after)
    assert expected == trust.tells_answer(text, (edit,), wanted)


def test_a_guard_may_return_what_a_test_expects() -> None:
    """A missing base case is a common fault."""
    text = "def f(a):\n    return f(a - 1) * a\n"
    at = text.index("    return")
    edits = (Edit(at, at, "    if a == 0:\n        return 1\n"),)
    assert not trust.tells_answer(text, edits, {"1"})


def found(rank: int, line: int, *edits: Edit) -> Found:
    """Return a patch that passes."""
    return Found(rank, Candidate("mod.py", edits, "operator", 0.1, line))


def test_early_small_patches_are_preferred() -> None:
    """Leaving code out comes last."""
    small, large = found(3, 1, Edit(0, 1, "-")), found(2, 1, Edit(0, 1, "x" * 80))
    gone = found(1, 1, Edit(0, 40, ""))
    assert [small, large, gone] == sorted([gone, large, small], key=trust.doubt)
    assert trust.doubt(small) < trust.doubt(small._replace(idle=True))


@pytest.mark.parametrize(
    "text, old, new, idle",
    [
        ("def f(a):\n    b = a\n    return b\n", "return b", "return a", True),
        ("def f(a):\n    b = a\n    return b\n", "return b", "return b + 1", False),
        ("def f():\n    b = []\n    b.append(1)\n    return b\n", "n b", "n 1", True),
        ("def f():\n    b = 1\n    return b\n", "b = 1", "b = (", False),
    ],
)
def test_what_is_no_longer_used_is_seen(
    text: str, old: str, new: str, idle: bool
) -> None:
    """A variable that is computed and no longer read speaks against a patch."""
    start = text.index(old)
    edit = Edit(start, start + len(old), new)
    assert idle == trust.leaves_idle(text, [edit])


@pytest.mark.parametrize(
    "rank, watching, lines, expected",
    [
        (5, 3, (1,), "high"),
        (5, 1, (1,), "medium"),
        (90, 1, (1,), "low"),
        (90, 1, (1, 2, 3), "low"),
        (5, 3, (1, 2), "medium"),
    ],
)
def test_confidence_comes_from_tests_and_rivals(
    rank: int, watching: int, lines: "tuple[int, ...]", expected: str
) -> None:
    """Tests that see the line, no patch elsewhere, and an early find."""
    covered = {f"t{n}": frozenset({("mod.py", 1)}) for n in range(watching)}
    spectrum = Spectrum((), covered, {})
    one = found(rank, 1)
    rivals = [found(rank, line) for line in lines]
    sure, reasons = trust.confidence(one, rivals, spectrum)
    assert expected == sure
    assert str(watching) in reasons[0]
    less, told = trust.confidence(
        one, rivals, spectrum, differs="f(1): 1 here, 2 there"
    )
    assert less == {"high": "medium"}.get(sure, "low")
    assert "f(1): 1 here, 2 there" in told[-1]


def test_files_of_any_state_are_read(tmp_path: pathlib.Path) -> None:
    """What is too large or has an unknown encoding is left out."""
    (tmp_path / "good.py").write_bytes(b"x = 1\n")
    (tmp_path / "odd.py").write_bytes(b"# coding: klingon\n")
    (tmp_path / "large.py").write_bytes(b"#" * (3 << 20))
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere")
    assert {"good.py": "x = 1\n"} == read_sources(str(tmp_path))


def test_too_many_broken_files_are_not_mended() -> None:
    """The combinations would be without end."""
    sources = {f"m{n}.py": "def f(:\n" for n in range(6)}
    broken = mending.uncompiled({**sources, "test_m.py": "def f(:\n"})
    assert sorted(sources) == sorted(broken)
    assert [] == list(mending.mends(sources, broken))
    assert [] == list(mending.mends({}, {}))


@pytest.mark.parametrize("count, words", [(0, "no"), (7, "and 2 more")])
def test_many_failures_are_cut(count: int, words: str) -> None:
    """The report stays short."""
    plan = SuitePlan("/", "pytest", sys.executable, (), (), (), (), "no reason")
    bad = tuple(
        Outcome(f"t{n}", "error", exception="KeyError", message="'a'")
        for n in range(count)
    )
    result = Result("flaky", plan, 9, bad, ("f1",), (), (), (), 1, 0.5)
    text = result_text(result, applied=False)
    assert words in text and "come and go" in text
    assert "1 candidate tried" in text
    assert (count > 0) == ("KeyError: 'a'" in text)
    assert "make the tests steady" in text
