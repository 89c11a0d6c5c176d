# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""The parts of the judge that decide; it is run as a process in test_suite.py."""

from __future__ import annotations

import ast
import os
import pathlib
import subprocess
import sys
from typing import Any, Dict, List, Optional, Set

import pytest

from aura_coding_agent.repair import judge
from aura_coding_agent.repair.worker import source_text

TEXT = '''\
"""A module."""
STEP = 2

def one(n):
    def inner(m):
        return m + n
    return inner(n)

class Two:
    size = 3

    def area(self, by=STEP):
        return self.size * by

    @property
    def half(self):
        return [part for part in range(self.size)]

def ran():
    return STEP

TABLE = ran()
'''


def swaps(new: str, executed: Optional[Set[Any]] = None) -> Optional[List[str]]:
    """Return the names of the functions to exchange for a new text."""
    source = judge.Source("mod.py", TEXT)
    found = source.swaps(new, executed or set())
    return None if found is None else [old.co_name for old, _ in found]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("m + n", "m - n", ["one"]),
        ("inner(n)", "inner(n + 1)", ["one"]),
        ("    return inner(n)", "    x = 1\n    return inner(n)", ["one"]),
        ("self.size * by", "self.size + by", ["area"]),
        ("range(self.size)", "range(self.size // 2)", ["half"]),
        ("return STEP", "return STEP + 1", ["ran"]),
        ("by=STEP", "by=1", None),
        ("size = 3", "size = 4", None),
        ("STEP = 2", "STEP = 3", None),
        ("TABLE = ran()", "TABLE = 0", None),
        ("@property", "@staticmethod", None),
        ("def one(n)", "def two(n)", None),
        ("", "", []),
    ],
)
def test_exchange(old: str, new: str, expected: Optional[List[str]]) -> None:
    """Functions are exchanged where that is exact; all else takes an import."""
    assert expected == swaps(TEXT.replace(old, new, 1) if old else TEXT)


def test_functions_that_ran_are_not_exchanged() -> None:
    """What ran while importing takes an import; what it only defines does not."""
    inner = {c.co_name: c for c in judge.inner_codes(judge.Source("m", TEXT).code)}
    assert swaps(TEXT.replace("return STEP", "return 0"), {inner["ran"]}) is None
    changed = TEXT.replace("m + n", "m - n")
    assert ["one", "inner"] == swaps(changed, {inner["one"]})
    assert swaps(TEXT.replace("inner(n)", "n"), {inner["one"]}) is None


@pytest.mark.parametrize("new", ["m +", "m +)", "\0"])
def test_texts_that_do_not_compile(new: str) -> None:
    """A text that does not compile raises what the compiler says."""
    with pytest.raises((SyntaxError, ValueError)):
        swaps(TEXT.replace("m + n", new))


def test_only_the_changed_statement_is_compiled() -> None:
    """A change is found in its top statement, also when lines are added."""
    source = judge.Source("mod.py", TEXT)
    names = [snippet.text.split("(")[0].strip() for snippet in source.snippets]
    assert ["def one", "class Two:\n    size = 3\n\n    def area", "def ran"] == names
    part = source.changed(TEXT.replace("m + n", "m - n  # less\n"))
    assert part is not None and (0, True) == (part[0], "# less" in part[1])
    assert source.changed(TEXT.replace("STEP = 2", "STEP = 3")) is None


def test_it_is_one_file_for_old_interpreters() -> None:
    """The judge imports only the standard library and parses as Python 3.7."""
    tree = ast.parse(source_text("judge"), feature_version=(3, 7))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            names.add((node.module or "").split(".")[0])
    known = getattr(sys, "stdlib_module_names", names)
    assert {"pytest", "_pytest"} >= names - set(known)


@pytest.mark.parametrize(
    "value, expected",
    [
        (1, True),
        (1 << 300, False),
        ("x" * 100, False),
        ([1, [2, "a"]], True),
        ([[[1]]], False),
        ({"a": (1, 2)}, True),
        (object(), False),
        (list(range(50)), False),
    ],
)
def test_simple_values(value: object, expected: bool) -> None:
    """Only short values of builtin types are shown."""
    assert expected == judge.simple(value)


class Loud:
    """An object that cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_showing_never_fails() -> None:
    """A repr that raises is replaced, a long one cut."""
    assert "<RuntimeError>" == judge.shown(Loud(), 20)
    assert "'xxxx..." == judge.shown("x" * 99, 5)


def fence(folder: pathlib.Path) -> judge.Fence:
    """Return a fence around a scratch copy."""
    root = folder / "0" / "project"
    root.mkdir(parents=True)
    start: Dict[str, Any] = {
        "root": str(root),
        "tests": [],
        "runner": "pytest",
        "tmp": str(folder / "0" / "tmp"),
        "pristine": str(folder / "pristine"),
    }
    found = judge.Fence(judge.Project(start))
    found.owner = -1  # as in a child
    return found


@pytest.mark.parametrize(
    "event, arguments, refused",
    [
        ("open", ("{0}/0/project/x", "w", os.O_WRONLY), False),
        ("open", ("{0}/pristine/x", "w", os.O_WRONLY), True),
        ("open", ("{0}/pristine/x", "r", os.O_RDONLY), False),
        ("open", ("/etc/x", "w", os.O_WRONLY), True),
        ("open", (os.devnull, "w", os.O_WRONLY), False),
        ("open", (3, "w", os.O_WRONLY), False),
        ("os.remove", ("/etc/x", -1), True),
        ("os.remove", (b"{0}/0/tmp/x", -1), False),
        ("shutil.rmtree", ("/",), True),
        ("os.rename", ("{0}/0/project/x", "/usr/x"), True),
        ("socket.connect", (None, ("192.0.2.1", 80)), True),
        ("socket.connect", (None, ("127.0.0.1", 80)), False),
        ("socket.connect", (None, "/run/socket"), False),
        ("socket.getaddrinfo", ("example.invalid", 80), True),
        ("socket.getaddrinfo", ("localhost", 80), False),
        ("os.kill", (os.getpid(), 9), False),
        ("os.kill", (-1, 9), True),
        ("import", ("os",), False),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_fence(
    tmp_path: pathlib.Path, event: str, arguments: Any, refused: bool
) -> None:
    """Tests may write in the scratch copy, talk to this machine, signal their own."""
    filled = tuple(
        (
            part.replace("{0}", str(tmp_path))
            if isinstance(part, str)
            else (
                part.replace(b"{0}", os.fsencode(tmp_path))
                if isinstance(part, bytes)
                else part
            )
        )
        for part in arguments
    )
    found = fence(tmp_path)
    if refused:
        with pytest.raises(OSError):
            found(event, filled)
    else:
        assert found(event, filled) is None  # type: ignore[func-returns-value]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_process_of_another_session_is_not_signalled(tmp_path: pathlib.Path) -> None:
    """A test may signal what it started in its own session, and nothing else."""
    found = fence(tmp_path)
    for own in (False, True):
        command = [sys.executable, "-c", "input()"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, start_new_session=not own
        ) as other:
            try:
                if not own:
                    with pytest.raises(PermissionError):
                        found("os.kill", (other.pid, 9))
                elif os.getsid(0) > 0:  # 0: led from outside of the pid namespace
                    assert found("os.kill", (other.pid, 9)) is None  # type: ignore
            finally:
                other.kill()


def test_sources_keep_their_encoding() -> None:
    """A patched file is written in the encoding it declares."""
    text = "# -*- coding: latin-1 -*-\nx = 'é'\n"
    assert text.encode("latin-1") == judge.encoded(text)
    assert "x = 'é'\n".encode() == judge.encoded("x = 'é'\n")
    assert b"# coding: nonsense\n" == judge.encoded("# coding: nonsense\n")
