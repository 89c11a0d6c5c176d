# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check finding files by name and lines by pattern."""

from __future__ import annotations

import os
import pathlib
import threading
import warnings
from typing import List

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError
from aura_coding_agent.core.interfaces import ToolContext
from aura_coding_agent.tools.search import (
    SIZE_LIMIT,
    effort_of,
    glob_matcher,
    search_tools,
)

from .workbench import Bench


@pytest.fixture
def bench(tmp_path: pathlib.Path) -> Bench:
    """Make an empty workspace."""
    return Bench(tmp_path)


@pytest.fixture
def project(bench: Bench) -> Bench:
    """Make a workspace with a few files."""
    bench.put("a.py", b"import os\nx = 1\n")
    bench.put("src/b.py", b"import re\r\nX = 2\r\n\r\nx = 3\r\n")
    bench.put("src/deep/c.txt", b"no x here\n")
    bench.put("build/out.py", b"x = 4\n")
    bench.put("src/data.bin", b"x\0x\n")
    bench.put(".gitignore", b"build/\n")
    return bench


# -- glob ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern, expected",
    [
        ("*.py", ["a.py", "s/b.py", "s/d/c.py"]),
        ("./*.py", ["a.py", "s/b.py", "s/d/c.py"]),
        ("/*.py", ["a.py"]),
        ("**/*.py", ["a.py", "s/b.py", "s/d/c.py"]),
        ("s/*.py", ["s/b.py"]),
        ("s/**", ["s/b.py", "s/d/c.py", "s/é.md"]),
        ("s/", ["s/b.py", "s/d/c.py", "s/é.md"]),
        ("s/**/c.*", ["s/d/c.py"]),
        ("?.md", ["s/é.md"]),
        ("[ab].py", ["a.py", "s/b.py"]),
        ("*.{md,txt}", ["s/é.md", "t.txt"]),
        ("{s/{b,d/c},a}.py", ["a.py", "s/b.py", "s/d/c.py"]),
        ("{x}", []),
        ("**", ["a.py", "s/b.py", "s/d/c.py", "s/é.md", "t.txt"]),
        ("A.py", []),
    ],
)
def test_a_glob_fits_what_it_should(pattern: str, expected: List[str]) -> None:
    """Names at any depth, folders, classes and braces."""
    names = ["a.py", "s/b.py", "s/d/c.py", "s/é.md", "t.txt"]
    fits = glob_matcher(pattern)
    assert expected == [name for name in names if fits(name)]


def test_braces_do_not_explode() -> None:
    """Many braces are not expanded without end."""
    fits = glob_matcher("{a,b}" * 30)
    assert not fits("a" * 30 + "c")


def test_files_are_listed_sorted_without_ignored_ones(project: Bench) -> None:
    """The answer is sorted; an ignored folder is listed when it is named."""
    assert "a.py\nsrc/b.py\n" == project.text("glob", pattern="*.py")
    assert "src/deep/c.txt\n" == project.text("glob", pattern="*.txt", path="src")
    assert "src/deep/c.txt\n" == project.text("glob", pattern="deep/*", path="src")
    assert "build/out.py\n" == project.text("glob", pattern="*.py", path="build")
    nothing = "No files match (what git ignores is not listed)."
    assert nothing == project.text("glob", pattern="out.py")


def test_an_absolute_pattern_is_understood(project: Bench) -> None:
    """A pattern with the path of the workspace is searched from its plain part."""
    root = project.root.as_posix()
    assert "src/b.py\n" == project.text("glob", pattern=f"{root}/src/*.py")
    assert "a.py\nsrc/b.py\n" == project.text("glob", pattern=f"{root}/**/*.py")
    assert "a.py\n" == project.text("glob", pattern=f"{root}/a.py")
    assert "outside-workspace" == project.refusal("glob", pattern="/*.conf").code


def test_a_long_list_is_capped(bench: Bench) -> None:
    """Beyond two hundred files there is a number."""
    for number in range(203):
        bench.put(f"d/{number:03}", b"")
    text = bench.text("glob", pattern="d/*")
    assert text.endswith("d/199\n[3 more; narrow the pattern or path]\n")
    assert 201 == text.count("\n")


@pytest.mark.parametrize("pattern", ["[a", "a\\", "", "/"])
def test_a_broken_glob_is_an_error(bench: Bench, pattern: str) -> None:
    """What cannot match anything is said to be wrong."""
    codes = [
        bench.refusal("glob", pattern=pattern).code,
        bench.refusal("grep", pattern="x", glob=pattern).code if pattern else "",
    ]
    assert ["glob-invalid", "glob-invalid" if pattern else ""] == codes


def test_a_missing_place_is_an_error(project: Bench) -> None:
    """A folder that does not exist is not the same as no matches."""
    assert "file-missing" == project.refusal("glob", pattern="*", path="lib").code
    assert "file-missing" == project.refusal("grep", pattern="x", path="lib").code


# -- grep ----------------------------------------------------------------------------


def test_lines_are_found_with_their_numbers(project: Bench) -> None:
    """Each file is named once; binary and ignored files are left out."""
    expected = "a.py\n2:x = 1\nsrc/b.py\n4:x = 3\nsrc/deep/c.txt\n1:no x here\n"
    assert expected == project.text("grep", pattern="x")
    assert "src/b.py\n2:X = 2\n4:x = 3\n" == project.text(
        "grep", pattern="^x = [23]$", ignore_case=True
    )


@pytest.mark.parametrize(
    "path, glob, expected",
    [
        ("src", "", "src/b.py\n4:x = 3\nsrc/deep/c.txt\n1:no x here\n"),
        ("", "*.py", "a.py\n2:x = 1\nsrc/b.py\n4:x = 3\n"),
        ("src", "deep/*", "src/deep/c.txt\n1:no x here\n"),
        ("a.py", "", "a.py\n2:x = 1\n"),
        ("build", "", "build/out.py\n1:x = 4\n"),
        ("build/out.py", "", "build/out.py\n1:x = 4\n"),
        ("src/b.py", "*.py", "src/b.py\n4:x = 3\n"),
        ("a.py", "*.txt", None),
        ("src/data.bin", "", None),
    ],
)
def test_the_place_can_be_narrowed(
    project: Bench, path: str, glob: str, expected: object
) -> None:
    """A folder, a file, also an ignored one, or names of files."""
    nothing = "No matches (binary and ignored files are skipped).\n"
    assert (expected or nothing) == project.text(
        "grep", pattern="x", path=path, glob=glob
    )


def test_lines_around_a_match_are_shown_once(bench: Bench) -> None:
    """Neighbouring matches share their context, others are set apart."""
    bench.put("f", b"1\nx2\n3\nx4\n5\n6\n7\n8\nx9\n")
    expected = "f\n1-1\n2:x2\n3-3\n4:x4\n5-5\n--\n8-8\n9:x9\n"
    assert expected == bench.text("grep", pattern="x", context=1)


def test_many_matches_come_in_portions(bench: Bench) -> None:
    """The rest is counted, and ``offset`` shows it."""
    bench.put("a", b"x\n" * 150)
    bench.put("b", b"x\n" * 100)
    first = bench.text("grep", pattern="x")
    more = "[150 more matches; narrow by path or glob, or use offset=100]\n"
    assert first.endswith(f"100:x\n{more}")
    second = bench.text("grep", pattern="x", offset=100)
    more = "[50 more matches; narrow by path or glob, or use offset=200]\n"
    assert second.startswith("a\n101:x\n") and second.endswith(f"\n50:x\n{more}")
    third = bench.text("grep", pattern="x", offset=200)
    assert third.startswith("b\n51:x\n") and third.endswith("\n100:x\n")
    nothing = "No matches after the first 250 (binary and ignored files are skipped).\n"
    assert nothing == bench.text("grep", pattern="x", offset=250)


def test_the_answer_is_capped_in_bytes(bench: Bench) -> None:
    """Long lines fill the answer before a hundred matches do."""
    bench.put("f", ("é" * 290 + "x\n").encode() * 80)
    text = bench.text("grep", pattern="x", context=1)
    assert len(text.encode()) < 20_100
    assert "more matches; narrow by path or glob, or use offset=" in text


def test_a_long_line_is_shown_around_its_match(bench: Bench) -> None:
    """Of a long line some hundred characters are shown."""
    bench.put(
        "f", b"a" * 5000 + b"needle" + b"b" * 5000 + b"\n" + b"needle" + b"c" * 900
    )
    lines = bench.text("grep", pattern="needle").splitlines()
    assert f"1:...{'a' * 100}needle{'b' * 194}..." == lines[1]
    assert f"2:needle{'c' * 294}..." == lines[2]


def test_files_too_large_are_told(bench: Bench) -> None:
    """A file that is skipped for its size is named."""
    bench.put("big", b"x\n" * (SIZE_LIMIT // 2 + 1))
    bench.put("small", b"x\n")
    expected = f"small\n1:x\n[big skipped: over {SIZE_LIMIT} bytes]\n"
    assert expected == bench.text("grep", pattern="x")


def test_many_remarks_are_capped(bench: Bench) -> None:
    """When many files are skipped, some are named and the others counted."""
    for number in range(12):
        with bench.put(f"big{number:02}", b"").open("r+b") as file:
            file.truncate(SIZE_LIMIT + 1)
    text = bench.text("grep", pattern="x")
    assert text.endswith("bytes]\n[2 more remarks like these]\n")
    assert 10 == text.count("skipped: over")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs Linux")
def test_files_that_cannot_be_read_are_told(tmp_path: pathlib.Path) -> None:
    """An error of the system while a file is read is named, not raised."""
    path = os.path.realpath("/proc/self") + "/mem"
    bench = Bench(tmp_path, "/proc/self")
    text = bench.text("grep", pattern="x", path=path)
    assert f"[{path} skipped: Input/output error]\n" in text
    assert "file-unreadable" == bench.refusal("read_file", path=path).code


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"caf\xe9\n", "f\n1:café\n"),
        ("x\ncafé\n".encode("utf-16"), "f\n2:café\n"),
        (b"x\rcaf\xc3\xa9\r", "f\n2:café\n"),
        (b"x\r\ncaf\xc3\xa9", "f\n2:café\n"),
    ],
)
def test_every_encoding_is_searched(bench: Bench, data: bytes, expected: str) -> None:
    """Lines are found in the encodings that files are read in."""
    bench.put("f", data)
    assert expected == bench.text("grep", pattern="café$")


@pytest.mark.parametrize(
    "pattern, message, hint",
    [
        ("f(x", "missing ), unterminated subpattern at position 1.", "f\\(x"),
        ("*", "nothing to repeat at position 0.", "\\*"),
        ("a{99999999999999999999}", "it is too big.", ""),
    ],
)
def test_a_bad_pattern_is_explained(
    bench: Bench, pattern: str, message: str, hint: str
) -> None:
    """The error shows where, and how to search for the text itself."""
    error = bench.refusal("grep", pattern=pattern)
    assert "pattern-invalid" == error.code
    assert error.message.endswith(message)
    assert error.hint.endswith(hint)


@pytest.mark.parametrize(
    "pattern, effort",
    [
        ("plain", 0),
        ("def \\w\\(", 0),
        ("TODO|FIXME", 0),
        ("colou?r", 0),
        ("[*+]", 0),
        ("import .*", 1),
        ("\\w+\\(", 1),
        ("a.*b.*c", 2),
        ("(a|aa)+$", 2),
        ("(a+)+", 2),
        ("(a)\\1", 2),
        ("a?" * 30 + "a" * 30, 2),
    ],
)
def test_the_effort_of_a_pattern_is_told(pattern: str, effort: int) -> None:
    """What may go back and forth over a line is matched where it can be ended."""
    assert effort == effort_of(pattern)


@pytest.mark.parametrize(
    "pattern", ["(a|aa)+$", "(a+)+$", "(?:\\w+\\s*)*$", "(.*){2,}x"]
)
def test_an_endless_search_ends(bench: Bench, pattern: str) -> None:
    """Whatever the pattern, the limit of time holds and names the file."""
    bench.put("f", b"a" * 60 + b"!\n")
    grep = search_tools(bench.workspace, seconds=0.5)[1]
    context = ToolContext("1", 1, Cancel(), lambda text: None)
    assert (
        "[stopped: out of time at f; " in grep.run({"pattern": pattern}, context).text
    )


def test_an_endless_search_can_be_cancelled(bench: Bench) -> None:
    """Ctrl-C reaches a search that would not end by itself."""
    bench.put("f", b"a" * 60 + b"!\n")
    grep = search_tools(bench.workspace, seconds=3600)[1]
    threading.Timer(0.3, bench.cancel.set).start()
    context = ToolContext("1", 1, bench.cancel, lambda text: None)
    with pytest.raises(CancelledError):
        grep.run({"pattern": "(a|aa)+$"}, context)


def test_a_pattern_of_any_effort_finds_the_same(bench: Bench) -> None:
    """Lines and columns are those of a search in one piece, in every encoding."""
    bench.put("f", "x\r\ncafé aab\r\n\r\nlast ab".encode("utf-16"))
    bench.put("g", b"\xe9\xff ab\nno\n")
    plain = bench.text("grep", pattern="ab")
    assert plain == bench.text("grep", pattern="(?:a|aa)+b|(?:x+y)*z")
    assert "2:café aab" in plain and "4:last ab" in plain
    assert "f\n1:x\n" == bench.text("grep", pattern="(X|Y)+$", ignore_case=True)


def test_long_lines_are_searched_to_their_end(bench: Bench) -> None:
    """A match behind ten thousand characters is found, by every kind of pattern."""
    bench.put("f", b"a" * 50_000 + b"needle\n")
    for pattern in ("needle", "need.*", "(need|le)+$"):
        assert "needle" in bench.text("grep", pattern=pattern)


def test_no_warning_escapes(bench: Bench) -> None:
    """What Python may change about a pattern one day is not the user's matter."""
    bench.put("f", b"[[a\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert "f\n1:[[a\n" == bench.text("grep", pattern="[[a]")
    assert [] == caught


def test_a_search_out_of_time_shows_what_it_has(bench: Bench) -> None:
    """The answer says that the search was stopped."""
    bench.put("f", b"x\n")
    grep = search_tools(bench.workspace, seconds=0)[1]
    context = ToolContext("1", 1, Cancel(), lambda text: None)
    assert "[stopped: out of time; " in grep.run({"pattern": "x"}, context).text


@pytest.mark.parametrize("name", ["glob", "grep"])
def test_a_search_can_be_cancelled(project: Bench, name: str) -> None:
    """A cancel ends the search."""
    project.cancel.set()
    with pytest.raises(CancelledError):
        project.call(name, pattern="*.py" if name == "glob" else "x")


def test_summaries_say_what_is_searched(bench: Bench) -> None:
    """The pattern, and the place when there is one."""
    glob, grep = bench.tools["glob"].summary, bench.tools["grep"].summary
    shown = [glob({"pattern": "*.py"}), grep({"pattern": "a\nb", "path": "src"})]
    assert ["glob *.py", "grep a\\nb in src"] == shown
