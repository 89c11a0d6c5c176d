# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the package to systems that are not this one: Windows, and no POSIX at all.

What only one system has may be imported and named only where it is guarded. And in an
interpreter that has lost it, every module must still import and the program must run.
The same for builds of Python that lack a module, and for PyPy.
"""

from __future__ import annotations

import ast
import json
import os
import pathlib
import subprocess
import sys
import textwrap
from typing import Iterator, List, Set

import pytest

from .support import needs
from .support.model_server import Call, ModelServer, Say

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
PACKAGE = ROOT / NAME

# Modules of the standard library that one system lacks.
POSIX_MODULES = frozenset(
    "crypt fcntl grp nis posix pty pwd resource spwd syslog termios tty".split()
)
WINDOWS_MODULES = frozenset("_winapi msvcrt nt winreg winsound".split())
# What the modules os, signal and time have only there, as far as anybody might use it.
POSIX_NAMES = {
    "os": (
        "WEXITSTATUS WIFSIGNALED WNOHANG WTERMSIG chown chroot fchmod fchown fork "
        "forkpty getegid geteuid getgid getgroups getpgid getpriority getsid getuid "
        "getxattr initgroups killpg lchown listxattr mkfifo mknod nice openpty "
        "posix_spawn pread pwrite removexattr setegid seteuid setgid setpgid setsid "
        "setuid setxattr statvfs sync sysconf tcgetpgrp tcsetpgrp uname wait3 "
        "wait4 waitid"
    ).split(),
    "signal": (
        "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGPROF SIGQUIT SIGSTOP "
        "SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH SIGXCPU alarm pthread_kill pthread_sigmask "
        "setitimer siginterrupt sigpending sigwait"
    ).split(),
    "time": ["tzset"],
}

# An interpreter that has lost it all. What the standard library needs of it is imported
# before; afterwards, the name of the system and its modules are those of Windows.
WITHOUT_POSIX = """
    import builtins, sys
    NAMES = {names}
    import argparse, ast, atexit, codecs, collections, contextlib, difflib, errno
    import fnmatch, functools, hashlib, itertools, json, os, queue, re, select, shlex
    import shutil, signal, socket, sqlite3, ssl, stat, string, subprocess, tempfile
    import textwrap, threading, time, traceback, types, typing, unittest, zlib
    for owner, names in NAMES.items():
        for name in names:
            if hasattr(sys.modules[owner], name):
                delattr(sys.modules[owner], name)
    for name in {modules}:
        sys.modules[name] = None
    made = types.ModuleType("msvcrt")
    made.LK_NBLCK = made.LK_UNLCK = made.LK_LOCK = 0
    made.locking = lambda descriptor, mode, count: None
    sys.modules["msvcrt"] = made
    sys.platform = "win32"
    os.name = "nt"
"""


def lost(code: str) -> str:
    """Return a program that runs code in an interpreter that has lost POSIX."""
    text = textwrap.dedent(WITHOUT_POSIX).format(
        names=POSIX_NAMES, modules=sorted(POSIX_MODULES - {"posix"})
    )
    return text + textwrap.dedent(code)


def run(
    code: str,
    *words: str,
    home: pathlib.Path = pathlib.Path("nowhere"),
    said: str = "",
    status: int = 0,
) -> str:
    """Run code in a process of its own, return what it printed; it must end so."""
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "AURA_HOME": str(home)},
        input=said,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        timeout=60,
    )
    assert status == ran.returncode, ran.stdout
    assert "Traceback" not in ran.stdout
    return ran.stdout


def modules() -> List[str]:
    """Return the dotted names of all modules but those that need Requests."""
    names = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    left_out = ("requests_transport", "__main__")
    return [
        name.replace(".__init__", "") for name in names if not name.endswith(left_out)
    ]


def guarded(tree: ast.Module) -> Set[int]:
    """Return the lines of a module that stand in an if or a try, or in a function."""
    kinds = (ast.If, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, kinds)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def imports_of_one_system(text: str) -> Iterator[str]:
    """Yield the unguarded imports of modules that one system lacks."""
    tree = ast.parse(text)
    safe = guarded(tree)
    for node in ast.walk(tree):
        names: List[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            if top in POSIX_MODULES | WINDOWS_MODULES and node.lineno not in safe:
                yield f"{node.lineno}: {name}"


@pytest.mark.parametrize("folder", [NAME, "release"])
def test_nothing_of_one_system_is_imported_without_a_guard(folder: str) -> None:
    """Every module can be imported on every system, the release tools' too."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in imports_of_one_system(path.read_text(encoding="utf-8"))
    ]
    assert [] == found


@pytest.mark.parametrize(
    "code, count",
    [
        ("import fcntl", 1),
        ("from pwd import getpwuid", 1),
        ("import os, termios", 1),
        ("import msvcrt", 1),
        ("try:\n    import fcntl\nexcept ImportError:\n    pass", 0),
        ("import sys\nif sys.platform == 'win32':\n    import msvcrt", 0),
        ("def f():\n    import resource", 0),
        ("import os", 0),
        ("from . import pwd", 0),
    ],
)
def test_the_rule_about_imports_finds_what_it_should(code: str, count: int) -> None:
    """A bare import of such a module is found, a guarded one is not."""
    assert count == len(list(imports_of_one_system(code)))


def test_every_module_imports_where_there_is_no_posix() -> None:
    """Without fork, signals, users and groups, and with Windows' names, all import."""
    code = """
        import importlib
        for name in sys.argv[1:]:
            importlib.import_module(name)
        print(len(sys.argv) - 1, "modules", hasattr(os, "fork"))
    """
    assert f"{len(modules())} modules False\n" == run(lost(code), *modules())


def test_an_interpreter_without_posix_has_really_lost_it() -> None:
    """What is taken away is gone; these tests would prove nothing otherwise."""
    code = """
        gone = []
        for name in ("fcntl", "termios", "pwd"):
            try:
                __import__(name)
            except ImportError:
                gone.append(name)
        print(gone, hasattr(os, "killpg"), hasattr(signal, "SIGKILL"), os.name)
    """
    assert "['fcntl', 'termios', 'pwd'] False False nt\n" == run(lost(code))


# Runs the program there; what is left in threads must not hold up the end.
PROGRAM = f"""
    from {NAME}.__main__ import main
    try:
        status = main(sys.argv[1:])
    except SystemExit as stop:
        status = stop.code
    sys.stdout.flush()
    os._exit(int(status or 0))
"""


@pytest.mark.parametrize(
    "words, expected",
    [
        (["--version"], "aura "),
        (["fix", "--help"], "usage: "),
        (["sessions", "list"], ""),
        (["doctor"], ""),
    ],
)
def test_the_program_answers_where_there_is_no_posix(
    words: List[str], expected: str, tmp_path: pathlib.Path
) -> None:
    """The command line, the database and the doctor need nothing of POSIX."""
    output = run(lost(PROGRAM), *words, home=tmp_path)
    assert output.startswith(expected), output
    assert "Traceback" not in output


@pytest.mark.parametrize("program", [PROGRAM, ""], ids=["without posix", "here"])
def test_a_file_of_windows_keeps_its_line_ends_through_an_edit(
    program: str, tmp_path: pathlib.Path
) -> None:
    """An edit changes its lines and no other byte, and what came before is kept."""
    path = tmp_path / "settings.ini"
    path.write_bytes(b"[a]\r\nb = 1\r\nc = 2\r\n")
    edits = [{"old": "b = 1\nc = 2", "new": "b = 3\nc = 2\nd = 4"}]
    asked = json.dumps({"path": "settings.ini", "edits": edits})
    words = ["edit", "--json", "-C", str(tmp_path)]
    code = lost(program) if program else "import os, sys\n" + textwrap.dedent(PROGRAM)
    answer = json.loads(run(code, *words, home=tmp_path / "home", said=asked))
    assert answer["applied"], answer
    assert b"[a]\r\nb = 3\r\nc = 2\r\nd = 4\r\n" == path.read_bytes()


# What a build may lack, and the word by which the doctor names what that costs.
LACKED = {
    "sqlite3": "no undo",
    "ssl": "https",
    "zlib": "not compressed",
    "fcntl": "not kept apart",
    "termios": "asked for permission",
    "readline": "history of lines",
    "ctypes": "",
    "resource": "",
    "multiprocessing": "",
}
ALL_LACKED = " ".join(LACKED)


def without(names: str) -> str:
    """Return the program in an interpreter whose build lacks modules."""
    lacked = (
        f"import os, sys\nfor name in {names.split()!r}: sys.modules[name] = None\n"
    )
    return lacked + textwrap.dedent(PROGRAM)


@pytest.mark.parametrize("names", [*LACKED, ALL_LACKED])
def test_a_module_that_a_build_lacks_costs_its_feature_alone(
    names: str, tmp_path: pathlib.Path
) -> None:
    """The doctor says what is lost; a task is done, and undone where that can be."""
    code, home = without(names), tmp_path / "home"
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.txt").write_bytes(b"one\n")
    told = run(code, "doctor", "--offline", "-C", str(work), home=home)
    for name in names.split():
        assert LACKED[name] in told
        assert (f"no {name}" in told) is bool(LACKED[name])
    steps = [
        Call("edit_file", {"path": "a.txt", "old": "one", "new": "two"}),
        Call("shell", {"command": "echo three >b.txt"}),
        Say("Done."),
    ]
    with ModelServer(steps) as server:
        endpoint = ["--api", "openai-chat", "--base-url", server.url, "--model", "m"]
        words = ["run", "write two", "--auto", "-C", str(work), *endpoint]
        said = run(code, *words, home=home, status=3)
        server.check()
    assert b"two\n" == (work / "a.txt").read_bytes()
    assert b"three\n" == (work / "b.txt").read_bytes()
    kept = "sqlite3" not in names.split()
    assert ("there are no sessions and no undo" in said) is not kept
    undone = run(code, "undo", "-C", str(work), home=home, status=0 if kept else 1)
    assert ("[sqlite-missing]" in undone) is not kept
    assert (b"one\n" if kept else b"two\n") == (work / "a.txt").read_bytes()


def test_without_sqlite_nothing_that_a_command_removes_counts_as_covered(
    tmp_path: pathlib.Path,
) -> None:
    """A removal that cannot be undone is held back, even where all is allowed."""
    (tmp_path / "a.txt").write_bytes(b"precious")
    with ModelServer([Call("shell", {"command": "rm a.txt"}), Say("Done.")]) as server:
        endpoint = ["--api", "openai-chat", "--base-url", server.url, "--model", "m"]
        words = ["run", "clean", "--auto", "-C", str(tmp_path), *endpoint]
        run(without("sqlite3"), *words, home=tmp_path / "home", status=3)
        server.check()
    assert b"precious" == (tmp_path / "a.txt").read_bytes()


def test_without_ssl_an_https_endpoint_is_an_error_that_says_so(
    tmp_path: pathlib.Path,
) -> None:
    """The connection is made, and then told not to be possible in words."""
    with ModelServer([Say("Hello.")]) as server:
        address = server.url.replace("http:", "https:")
        endpoint = ["--api", "openai-chat", "--base-url", address, "--model", "m"]
        words = ["run", "greet", "-C", str(tmp_path), *endpoint]
        said = run(without("ssl"), *words, home=tmp_path / "home", status=1)
    assert "tls-missing" in said


# Names that PyPy 7.3 does not have; see also its own test below.
NOT_IN_PYPY = {
    "os": "O_PATH WEXITED WNOWAIT pidfd_open posix_spawn sched_getaffinity waitid",
    "gc": "freeze unfreeze set_threshold get_threshold",
    "sqlite3": "complete_statement",
}


def test_the_program_needs_nothing_that_pypy_lacks(tmp_path: pathlib.Path) -> None:
    """An edit and its undo, where the names are gone that PyPy does not have."""
    prologue = f"""
        import gc, os, sqlite3, sys
        for owner, names in {NOT_IN_PYPY!r}.items():
            for name in names.split():
                if hasattr(sys.modules[owner], name):
                    delattr(sys.modules[owner], name)
    """
    code = textwrap.dedent(prologue) + textwrap.dedent(PROGRAM)
    (tmp_path / "a.txt").write_bytes(b"one\n")
    edits = {"path": "a.txt", "edits": [{"old": "one", "new": "two"}]}
    place = ["-C", str(tmp_path)]
    home = tmp_path / "home"
    run(code, "edit", "--json", *place, home=home, said=json.dumps(edits))
    assert b"two\n" == (tmp_path / "a.txt").read_bytes()
    run(code, "undo", *place, home=home)
    assert b"one\n" == (tmp_path / "a.txt").read_bytes()


@needs.program("pypy3")
def test_pypy_edits_undoes_runs_and_repairs() -> None:
    """Debian's PyPy takes every step of `make check-install`."""
    command = ["pypy3", str(ROOT / "tests" / "check_install.py")]
    environ = {**os.environ, "PYTHONPATH": ""}
    ran = subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = ran.stdout.decode("utf-8", "replace")
    assert 0 == ran.returncode and "This checkout works" in said, said
