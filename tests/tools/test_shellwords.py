# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the splitting of command lines, against a table and against the shell."""

from __future__ import annotations

import itertools
import os
import random
import shlex
import subprocess

import pytest

from aura_coding_agent.core.process import shell_argv
from aura_coding_agent.tools.permissions import covered
from aura_coding_agent.tools.shellwords import simple_commands


def texts(line):
    """Return the words of each command as plain lists."""
    commands = simple_commands(line)
    return commands and [[word.text for word in words] for words in commands]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("", []),
        (" \t\n", []),
        ("pytest", [["pytest"]]),
        ("  git   diff\t-w ", [["git", "diff", "-w"]]),
        ("a;b", [["a"], ["b"]]),
        ("a && b || c | d & e\nf", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("a |& b", [["a"], ["b"]]),
        ("a;;b", [["a"], ["b"]]),
        ("a &&", [["a"]]),
        ("echo 'a;b' \"c && d\"", [["echo", "a;b", "c && d"]]),
        ("echo 'it''s' x\"y\"'z'", [["echo", "its", "xyz"]]),
        ("echo '' \"\"", [["echo", "", ""]]),
        ("echo a\\ b \\; \\$x", [["echo", "a b", ";", "$x"]]),
        ('echo "a\\"b\\$c\\`d\\e\\\\"', [["echo", 'a"b$c`d\\e\\']]),
        ("echo '$x `y` \\'", [["echo", "$x `y` \\"]]),
        ("echo 'a\nb'", [["echo", "a\nb"]]),
        ("ec\\\nho \\\n a", [["echo", "a"]]),
        ('echo "a\\\nb"', [["echo", "ab"]]),
        ('echo "a\\\\\nb"', [["echo", "a\\\nb"]]),
        ("a#b c!d", [["a#b", "c!d"]]),
        ("x=1 y", [["x=1", "y"]]),
        ("a 2>&1", [["a"]]),
        ("a >/dev/null 2>&1 b", [["a", "b"]]),
        ("a >> /dev/null", [["a"]]),
        ("a </dev/null;b", [["a"], ["b"]]),
        ("a &>/dev/null", [["a"]]),
        ("a 12>&1", [["a", "12"]]),
        ("a &>>/dev/null&b", [["a"], ["b"]]),
        ("a>&2", [["a"]]),
        ("a2>/dev/null", [["a2"]]),
        (">/dev/null a", [["a"]]),
        ("é ü", [["é", "ü"]]),
        ("'if' x", [["if", "x"]]),
        ("echo if", [["echo", "if"]]),
    ],
)
def test_lines_that_are_sure(line, expected):
    """Words, quotes and operators are split as the shell splits them."""
    assert expected == texts(line)


@pytest.mark.parametrize(
    "line",
    [
        "a $(b)",
        "a `b`",
        'a "$(b)"',
        'a "`b`"',
        "a $x",
        'a "${x}"',
        "a $'b'",
        "$x a",
        "a <(b)",
        "a >(b)",
        "a > b",
        "a >b",
        "a>>b",
        "a 2>b",
        "a &>b",
        "a &>/dev/null b",
        "a >& b",
        "a >|b",
        "a <b",
        "a <>b",
        "a <<E\nb\nE",
        "a <<<b",
        "a >/dev/null/x",
        "a >/dev/nullx",
        "a >/dev/null'x'",
        "a >&1x",
        "a >&10",
        "a 2>&-",
        "a >/dev/tcp/h/1",
        "(a)",
        "a; (b)",
        "{ a; }",
        "a {b,c}",
        "a() { b; }",
        "a # b",
        "#a",
        "a;#b",
        "! a",
        "if a; then b; fi",
        "a; then b",
        "i\\\nf a",
        "while a; do b; done",
        "for x in a; do b; done",
        "case a in",
        "time a",
        "[[ a ]]",
        "function a",
        "coproc a",
        "a 'b",
        'a "b',
        "a \\",
        'a "b\\',
        "a\rb",
        "a\x00b",
        "a\x1bb",
        "a\x85b",
        "a\u00a0b",
        "a\u2003b",
        "a\x0bb",
        "a\x0cb",
    ],
)
def test_lines_that_are_unsure(line):
    """What needs a real shell to understand is said to be unsure."""
    assert simple_commands(line) is None


def test_wildcards_are_told_from_quoted_ones():
    """Only what the shell would expand is active."""
    (words,) = simple_commands("a* '*' \\? x[1] ~/y a~b \"[\"")
    assert [True, False, False, True, True, False, False] == [w.active for w in words]
    assert ["a*", "[*]", "[?]", "x[1]", "~/y", "a~b", "[[]"] == [w.glob for w in words]


PIECES = (
    *(
        "ok evil 'ok' \"ok\" o\\k x=1 -a * ~ # ! { } ( ) $ ` \\ ' \" $( ${ $x".split(
            " "
        )
    ),
    *(
        "; && || | & \n ;; |& > >> 2>&1 >/dev/null &>/dev/null < << <<< <( >(".split(
            " "
        )
    ),
    *("2> >& >| 1 /dev/null file if then fi time eval exec env . [ [[ ]] =".split(" ")),
    " ",
    "\n",
    "\t",
    "\\\n",
    "\r",
)


def test_what_is_covered_runs_nothing_else(tmp_path):
    """Lines put together at random, run by the shell, run only what was allowed.

    Two programs are on PATH; ``evil`` leaves a trace, and so would a redirection.
    """
    bin_folder, work = tmp_path / "bin", tmp_path / "work"
    bin_folder.mkdir()
    work.mkdir()
    for name, body in (("ok", ":"), ("evil", f"echo >>{shlex.quote(str(work))}/trace")):
        (bin_folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (bin_folder / name).chmod(0o755)
    dice = random.Random(20260701)
    shells = [shell_argv("")[:-1], ["/bin/sh", "-c", "--"]]
    tried = 0
    for _ in itertools.count():
        line = "ok" + "".join(
            dice.choice(PIECES) + dice.choice(("", " "))
            for _ in range(dice.randint(1, 7))
        )
        if not covered(line, ["ok*"]):
            continue
        tried += 1
        for shell in shells:
            subprocess.run(
                [*shell, line],
                cwd=work,
                env={"PATH": str(bin_folder)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        assert [] == os.listdir(work), line
        if tried == int(os.environ.get("AURA_TEST_LINES", "100")):
            break
    assert tried
