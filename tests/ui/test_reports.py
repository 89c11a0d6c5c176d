# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the plain renderings."""

from __future__ import annotations

import pytest

from aura_coding_agent.core.errors import AuraError
from aura_coding_agent.core.interfaces import SessionInfo
from aura_coding_agent.core.messages import Usage
from aura_coding_agent.ui import reports

from .samples import HOSTILE, finished, raw_in


@pytest.mark.parametrize("text", HOSTILE)
def test_folded_is_one_printable_line(text):
    """Whatever could control a terminal is spelled out, line ends become blanks."""
    line = reports.folded(f" a\n\t{text}\r\nb ")
    assert [] == raw_in(line)
    assert (True, True, False) == (line[:2] == "a ", line[-2:] == " b", "\n" in line)


@pytest.mark.parametrize(
    "text, expected", [("abc", 3), ("\u4e2d\u6587", 4), ("e\u0301", 1), ("", 0)]
)
def test_cells(text, expected):
    """Wide characters take two columns, combining ones none."""
    assert expected == reports.cells(text)


@pytest.mark.parametrize(
    "text, width, expected",
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abc..."),
        ("abcdefg", 2, "ab"),
        ("\u4e2d\u6587\u4e2d\u6587", 7, "\u4e2d\u6587..."),
        ("\u4e2d\u6587\u4e2d", 5, "\u4e2d..."),
    ],
)
def test_fit(text, width, expected):
    """A line is cut to columns, never through a wide character."""
    assert expected == reports.fit(text, width)


def test_take_all_of_a_wide_line():
    """A line that fits is taken whole."""
    assert "\u4e2d\u6587" == reports.take("\u4e2d\u6587", 4)


def test_table_aligns_by_columns():
    """Columns line up, also with wide characters, and nothing trails."""
    rows = [("\u4e2d", "x", ""), ("abc", "y\nz", "end")]
    assert "A    B    C\n\u4e2d   x\nabc  y z  end" == reports.table(rows, "ABC")


def test_table_without_rows():
    """A table without rows is empty, header or not."""
    assert "" == reports.table([], ("A",))


def test_error_text():
    """An error is its message, its hint and its code, safe to print."""
    error = AuraError("some-code", "Bad\x1b[2J.", hint="Try again.")
    assert "error: Bad\\u001b[2J.\n  Try again.\n  [some-code]" == reports.error_text(
        error
    )


def test_error_text_without_hint():
    """Without a hint there is no empty line."""
    assert "error: Bad.\n  [c]" == reports.error_text(AuraError("c", "Bad."))


def test_sessions_text():
    """Sessions are listed with their age, status, size and title."""
    info = SessionInfo("abc", "/w", "fix\n\x1b]0;x\x07it", 0.0, 940.0, 7, "", "")
    expected = (
        "SESSION  UPDATED  STATUS  RECORDS  TITLE\n"
        "abc      1 min ago  -       7        fix \\u001b]0;x\\u0007it"
    ).replace("UPDATED  S", "UPDATED    S")
    assert expected == reports.sessions_text([info], now=1000.0)


def test_no_sessions():
    """Without sessions it says so."""
    assert "No sessions yet." == reports.sessions_text([], now=0.0)


def test_config_text():
    """Each setting has its value and where it comes from."""
    rows = [("model", "m", "option --model"), ("api", "x", "default")]
    assert (
        "SETTING  VALUE  FROM\n"
        "model    m      option --model\n"
        "api      x      default"
    ) == reports.config_text(rows)


def test_doctor_text():
    """Each finding is one line with what to do."""
    rows = [("ok", "python", "3.11", ""), ("fail", "git", "not found", "install git")]
    assert (
        "ok    python  3.11\nfail  git     not found - install git"
        == reports.doctor_text(rows)
    )


@pytest.mark.parametrize(
    "seconds, short, expected",
    [
        (0.04, False, "0.0 s"),
        (59.9, False, "59.9 s"),
        (59.0, True, "59 s"),
        (61, False, "1 min 1 s"),
        (3700, False, "1 h 1 min"),
        (90000, False, "1 d 1 h"),
        (90000, True, "1 d"),
    ],
)
def test_duration(seconds, short, expected):
    """Spans of time are said in the largest units that fit."""
    assert expected == reports.duration(seconds, short=short)


@pytest.mark.parametrize(
    "cost, expected",
    [
        (None, "cost unknown"),
        (0.0, "$0.0000"),
        (0.00001, "under $0.0001"),
        (1.5, "$1.5000"),
    ],
)
def test_cost_text(cost, expected):
    """A price that is not known is never shown as zero."""
    assert expected == reports.cost_text(cost)


ENDPOINT = ("warn", "endpoint", "There is none.", "start one, or name one")


@pytest.mark.parametrize(
    "width, expected",
    [
        (0, ["warn  endpoint  There is none. - start one, or name one"]),
        (80, ["warn  endpoint  There is none. - start one, or name one"]),
        (
            40,
            [
                "warn  endpoint  There is none. - start",
                "                one, or name one",
            ],
        ),
        (20, ["warn endpoint There", "  is none. - start", "  one, or name one"]),
    ],
)
def test_findings_are_broken_below_their_text(width, expected):
    """A long finding stays readable on a terminal, however narrow."""
    assert expected == reports.doctor_text([ENDPOINT], width=width).split("\n")


def test_usage_text():
    """Tokens are shown by class."""
    assert (
        "input 1,234, cached 5, cache written 6, output 7, reasoning 8"
        == reports.usage_text(Usage(1234, 5, 6, 7, 8))
    )
    assert "input 0, output 0" == reports.usage_text(Usage())


def test_run_text():
    """The end of a run says status, files, what was spent, and how to undo."""
    assert [
        "verified: a check passed after the last change",
        "  changed a.py",
        "  spent   turns 2, 12.3 s, $0.0123",
        "  tokens  input 1,234, cached 800, output 56, reasoning 12",
        "  undo    aura undo",
    ] == reports.run_text(finished())


def test_run_text_without_changes():
    """A run that changed nothing offers nothing to undo."""
    event = finished("error", reason="No\x1b[2J answer.", files=(), cost=None)
    assert [
        "error: No\\u001b[2J answer.",
        "  spent   turns 2, 12.3 s, cost unknown",
        "  tokens  input 1,234, cached 800, output 56, reasoning 12",
    ] == reports.run_text(event)


def test_run_text_with_many_files():
    """Many files are counted, not listed."""
    event = finished(files=tuple(f"f{n}" for n in range(12)))
    lines = reports.run_text(event, undo="tool undo -C there")
    more = "          and 2 more (`undo --list --all` names all)"
    assert ["          f9", more] == lines[10:12]
    assert "  undo    tool undo -C there" == lines[-1]


def test_run_text_says_what_became_of_each_file():
    """Files that were created or deleted are not called changed."""
    event = finished(files=("d", "a", "c", "b"))
    kinds = {"a": "changed", "c": "created", "d": "deleted"}
    assert [
        "  changed a",
        "          b",
        "  created c",
        "  deleted d",
    ] == reports.run_text(event, kinds=kinds)[1:5]


def test_undo_text():
    """What was restored and what was left alone is listed, safe to print."""
    refused = [("b\x1b[2J", "changed since")]
    lines = reports.undo_text(["a.py"], refused, "fix it").split("\n")
    assert ["1 file restored (fix it)", "  a.py"] == lines[:2]
    assert "  left alone: b\\u001b[2J: changed since" == lines[2]
    assert "undo --to TURN" in lines[3]
    assert "undo --save-beside" in lines[5] and "undo --show FILE" in lines[6]
    assert "2 files restored" in reports.undo_text(["a", "b"], [], "x")
    saved = [("b", "b.before\x07")]
    lines = reports.undo_text([], refused, "x", ["c\x07"], saved).split("\n")
    assert "  b: see b.before\\u0007" in lines and "  c\\u0007" in lines
    assert any("undo --with-others" in line for line in lines)
    assert not any("--save-beside" in line for line in lines)


def test_undo_text_of_thousands_of_files():
    """Ten files are named and the rest is counted, unless all are wanted."""
    files = [f"f{n}" for n in range(3000)]
    refused = [(name, "changed since") for name in files]
    lines = reports.undo_text(files, refused, "x").split("\n")
    assert "  and 2990 more (`undo --list --all` names all)" == lines[11] == lines[22]
    assert 27 == len(lines)
    assert 6005 == len(reports.undo_text(files, refused, "x", most=0).split("\n"))


def test_history_text():
    """Turns that can be undone are listed, and those that are undone are marked."""
    first = [("a.py", "changed"), ("c.py", "deleted")]
    rows = [
        ("s1-1-2", "fix it", first, True),
        ("s1-1-1", "fix it", [("b.py", "created")], False),
    ]
    assert (
        "TURN    STATE   RUN     FILES\n"
        "s1-1-2          fix it  a.py, c.py (deleted)\n"
        "s1-1-1  undone  fix it  b.py (created)"
    ) == reports.history_text(rows)
    assert reports.history_text(rows, most=1).endswith(
        "a.py, and 1 more (--all)\n" "s1-1-1  undone  fix it  b.py (created)"
    )
    assert "Nothing was changed here yet." == reports.history_text([])


def test_nothing_here_names_folders_that_have_some():
    """Who stands in the wrong folder learns of the others, a few of them."""
    others = ["/a", "/b", "/c\x1b[2J", "/d", "/e"]
    shown = reports.history_text([], elsewhere=others).split("\n")
    assert ["  /a", "  /b", "  /c\\u001b[2J", "  and 2 more"] == shown[2:]
    shown = reports.sessions_text([], now=0.0, elsewhere=others[:1]).split("\n")
    assert ["No sessions yet.", "  /a"] == [shown[0], shown[2]]


@pytest.mark.parametrize(
    "updated, created, expected", [(5.0, 9.0, "-"), (9.5, 9.0, "running")]
)
def test_a_copy_that_was_cut_is_not_under_way(updated, created, expected):
    """A fork that ends in the middle of a run is shown as what it is."""
    info = SessionInfo("abc", "/w", "t", created, updated, 3, "parent", "running")
    assert expected == reports.sessions_text([info], now=99.0).split()[9]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("short", ["short"]),
        ("  one two three four", ["  one two", "    three", "    four"]),
        ("a-word-that-is-too-long for it", ["a-word-that-is-too-long", "  for it"]),
        ("", [""]),
    ],
)
def test_wrapped(line, expected):
    """Lines are broken at blanks; a word that does not fit stays whole."""
    assert expected == reports.wrapped(line, 10)
