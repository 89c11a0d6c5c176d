# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a project's tests, the interpreter they need, and the command that runs them.

Nothing of the project is run here but its interpreter, to ask whether it has pytest.
"""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import sys
from typing import Collection, List, Mapping, NamedTuple, Sequence, Set, Tuple

from ..core import process
from ..core.cancel import Cancel
from ..core.errors import ToolError
from ..core.workspace import Workspace
from .scratch import copy_project

__all__ = ["SuitePlan", "copy_project", "find_suite"]

ASK = (
    "import sys;sys.path[:]=filter(None,sys.path);import importlib.util as u;"
    "sys.exit(not u.find_spec('pytest'))"
)
ASKING = 120.0  # seconds by the clock; a busy machine takes some for a mere start
APART = {
    "pytest": """\
import {lazy}, pytest

class Enter:
    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self): enter()

sys.exit(pytest.main(plugins=[Enter()]))""",
    "unittest": "import {lazy}; enter(); unittest.main(module=None)",
}
"""What runs the tests like ``python -m`` where modules of the project have names that
the runner needs itself: it is loaded before the project can be found."""
ENTER = """\
import sys
bare = set(sys.modules)
sys.path[:] = filter(None, sys.path)

def enter():
    sys.path[:0] = {path}
    for name in set(sys.modules) - bare:
        if name.split(".")[0] in {own}: del sys.modules[name]

"""
LAZY = ("pdb", "doctest", "unittest.mock")
"""What the runners load late, with most of what else they do."""
IMPORTED = re.compile(rb"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([\w., \t]+))", re.M)
ENVIRONMENTS = (".venv", "venv", "env")
NAMED_AS_TEST = re.compile(r"(test_.*|.*_test|tests?|test.*)\.py")
PYTEST_FINDS = re.compile(r"(test_.*|.*_test)\.py")
TEST_LIKE = re.compile(
    rb"^\s*(?:async )?def test|^class \w*Test|unittest\.main\(", re.MULTILINE
)
NEEDS_PYTEST = re.compile(rb"^\s*(?:import|from)\s+pytest\b", re.MULTILINE)
MAKEFILES = ("GNUmakefile", "makefile", "Makefile")  # in the order make takes them
MAKE_TARGETS = ("test", "tests", "check")
MAKE_RULE = re.compile(r"^(tests?|check)[ \t]*::?(?!=)", re.MULTILINE)
LARGE = 1 << 20  # bytes; larger files are not looked into


class SuitePlan(NamedTuple):
    """How a project's tests are run.

    Attributes:
        root: real path of the project.
        runner: ``pytest``, ``unittest`` (also plain test functions), or ``command``
            when only the exit code of a command is known.
        interpreter: the Python that runs the tests.
        argv: runs the whole suite in a fresh process, from the project's root.
        tests: test files, relative with slashes, sorted.
        path: folders to put on ``sys.path``, relative with slashes; ``.`` is first.
            With those that ``PYTHONPATH`` names of the project.
        args: further arguments for pytest.
        why: how this was chosen, for people.
        hidden: modules of the standard library that those of the project could hide.
        own: those of them that stand where they are found and that it imports.
        outside: what else ``PYTHONPATH`` names.
    """

    root: str
    runner: str
    interpreter: str
    argv: Tuple[str, ...]
    tests: Tuple[str, ...]
    path: Tuple[str, ...]
    args: Tuple[str, ...]
    why: str
    hidden: Tuple[str, ...] = ()
    own: Tuple[str, ...] = ()
    outside: Tuple[str, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the command loads the runner before the project can be found."""
        return self.argv[:2] == (self.interpreter, "-c")


def find_suite(root: str, *, test_command: str = "") -> SuitePlan:
    """Find out how the tests of a project are run.

    Args:
        root: folder of the project.
        test_command: what the user says runs the tests; empty to find it: test files
            for pytest or unittest, else a target of a ``Makefile``. Commands that
            call pytest or unittest are understood, of others only the exit code
            counts, unless there are test files too: then those lead the search and
            the command confirms.

    Raises:
        ToolError: ``no-tests`` when nothing looks like a test.
        WorkspaceError: there is no such folder.
    """
    workspace = Workspace(root)
    tests = _test_files(workspace)
    path = _search_path(workspace.root)
    if not tests and not test_command:
        target = _make_target(workspace.root)
        if target:
            return _by_make(workspace.root, path, target)
        raise ToolError(
            "no-tests",
            f"No tests were found in {workspace.root}.",
            hint="Name the command that runs them with --test.",
            path=workspace.root,
        )
    interpreter, has_pytest, why = _interpreter(workspace.root, tests)
    plan = SuitePlan(
        root=workspace.root,
        runner="pytest" if has_pytest else "unittest",
        interpreter=interpreter,
        argv=(),
        tests=tests,
        path=path,
        args=_extra_arguments(workspace.root, tests),
        why=why,
    )
    files = [name for name in workspace.walk() if name.endswith(".py")]
    named, outside = split_path(workspace.root)
    plan = plan._replace(hidden=hidden_modules(files), outside=tuple(outside))
    plan = plan._replace(path=path + tuple(name for name in named if name not in path))
    ahead = {*plan.path, *(os.path.dirname(test) or "." for test in tests)}
    names = hidden_modules(files, ahead) if plan.hidden else ()
    if names:
        # Tests that import unittest mean that of the standard library.
        imported = _imported(workspace.root, files) - {"unittest"}
        plan = plan._replace(own=tuple(name for name in names if name in imported))
    if test_command:
        return _by_command(plan, test_command)
    argv = _own_command(plan, apart=bool(names))
    if names and argv:
        plan = plan._replace(why=f"{why}; started apart from {_listed(names)}")
    return plan._replace(argv=argv)


# -- names of the standard library ---------------------------------------------------


def hidden_modules(
    files: Sequence[str], folders: Collection[str] = ()
) -> Tuple[str, ...]:
    """Return the names that the project and the standard library both have, sorted.

    Args:
        files: of the project, relative with slashes.
        folders: only what stands in these counts, ``.`` for the root; anywhere
            without any. What is in a package is no module of its own.
    """
    packages = {os.path.dirname(x) for x in files if x.endswith("/__init__.py")}
    found = set()
    for path in files:
        folder, name = os.path.split(path)
        if name == "__init__.py":
            folder, name = os.path.split(folder)
        elif not name.endswith(".py"):
            continue
        stem = name[:-3] if name.endswith(".py") else name
        if folder not in packages and (not folders or (folder or ".") in folders):
            found.add(stem)
    return tuple(sorted(filter(_is_standard, found)))


def _imported(root: str, files: Sequence[str]) -> Set[str]:
    """Return the names that files import, up to the first dot."""
    found: Set[str] = set()
    for path in files:
        for one, many in IMPORTED.findall(_read(os.path.join(root, *path.split("/")))):
            names = [one] if one else many.split(b",")
            found |= {x.strip().split(b" ")[0].split(b".")[0].decode() for x in names}
    return found


def _is_standard(name: str) -> bool:
    """Tell whether the standard library has a module of this name."""
    known = getattr(sys, "stdlib_module_names", None)  # from Python 3.10
    if known is not None:
        return name in known
    place = os.path.join(os.path.dirname(os.__file__), name)
    package = os.path.isfile(os.path.join(place, "__init__.py")) and name != "test"
    return package or os.path.isfile(place + ".py") or name in sys.builtin_module_names


def _listed(names: Sequence[str]) -> str:
    """Return modules of the project for people, a few of many."""
    shown = ", ".join(f"{name}.py" for name in names[:3])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{shown}{more}, named as modules of the standard library"


# -- make ----------------------------------------------------------------------------


def _make_target(root: str) -> str:
    """Return the target of a project's Makefile that runs tests; empty for none."""
    for name in MAKEFILES:
        text = _read(os.path.join(root, name)).decode("utf-8", "replace")
        targets = MAKE_RULE.findall(text)
        for target in MAKE_TARGETS:
            if target in targets:
                return target
    return ""


def _by_make(root: str, path: Tuple[str, ...], target: str) -> SuitePlan:
    """Return the plan of a project whose tests only its Makefile knows."""
    return SuitePlan(
        root=root,
        runner="command",
        interpreter=sys.executable,
        argv=("make", target),
        tests=(),
        path=path,
        args=(),
        why=f"the target {target} of the Makefile; there are no test files",
    )


# -- test files ----------------------------------------------------------------------


def _test_files(workspace: Workspace) -> Tuple[str, ...]:
    """Return the files that are named as tests, or else those that look like some."""
    python = [path for path in workspace.walk() if path.endswith(".py")]
    named = [path for path in python if NAMED_AS_TEST.fullmatch(path.split("/")[-1])]
    found = [path for path in named if _matches(workspace.root, path, TEST_LIKE)]
    if not found:
        found = [p for p in python if _matches(workspace.root, p, TEST_LIKE)]
    return tuple(sorted(found))


def _matches(root: str, path: str, pattern: re.Pattern[bytes]) -> bool:
    """Return whether a file matches a pattern."""
    return bool(pattern.search(_read(os.path.join(root, *path.split("/")))))


def _read(path: str) -> bytes:
    """Return the begin of a file, nothing when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(LARGE)
    except OSError:
        return b""


def _search_path(root: str) -> Tuple[str, ...]:
    """Return the folders to import from: the root, and ``src`` or ``lib``."""
    folders = ["."]
    for name in ("src", "lib"):
        inner = os.path.join(root, name)
        package = os.path.exists(os.path.join(inner, "__init__.py"))
        if os.path.isdir(inner) and not package:
            folders.append(name)
    return tuple(folders)


def _extra_arguments(root: str, tests: Sequence[str]) -> Tuple[str, ...]:
    """Name the test files to pytest when it would not find them by itself."""
    if any(PYTEST_FINDS.fullmatch(path.split("/")[-1]) for path in tests):
        return ()
    return () if _configured(root) else tuple(tests)


def _configured(root: str) -> bool:
    """Tell whether the project says which files are tests."""
    for name, section in (
        ("pytest.ini", "pytest"),
        ("tox.ini", "pytest"),
        ("setup.cfg", "tool:pytest"),
    ):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        text = _read(os.path.join(root, name)).decode("utf-8", "replace")
        try:
            parser.read_string(text)
        except configparser.Error:
            continue
        if parser.has_option(section, "python_files"):
            return True
    return b"python_files" in _read(os.path.join(root, "pyproject.toml"))


# -- the interpreter -----------------------------------------------------------------


def _interpreter(root: str, tests: Sequence[str]) -> Tuple[str, bool, str]:
    """Return an interpreter, whether it has pytest, and why it was chosen.

    The project's own environment comes first. One without pytest is passed over
    only when the tests import pytest and another one has it.
    """
    found = list(_interpreters(root, os.environ))
    needs = any(_matches(root, path, NEEDS_PYTEST) for path in tests)
    for interpreter, why in found if needs else found[:1]:
        if has_pytest(interpreter, root):
            return interpreter, True, f"pytest of the {why}"
    interpreter, why = found[0]
    return interpreter, False, f"unittest of the {why}, which has no pytest"


def _interpreters(root: str, environ: Mapping[str, str]) -> List[Tuple[str, str]]:
    """Return the interpreters that may be meant, the most likely first."""
    places = [(os.path.join(root, name), f"project's {name}") for name in ENVIRONMENTS]
    if environ.get("VIRTUAL_ENV"):
        places.append((environ["VIRTUAL_ENV"], "active virtual environment"))
    inner = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    found = []
    for place, why in places:
        program = os.path.join(place, *inner)
        if os.path.isfile(program) and os.access(program, os.X_OK):
            found.append((program, why))
    return found + [(sys.executable, "Python that runs this")]


def has_pytest(interpreter: str, root: str) -> bool:
    """Ask an interpreter whether it can import pytest, without a look at a project."""
    _, outside = split_path(root)
    ran = process.run(
        [interpreter, "-c", ASK],
        cwd=os.sep,
        env={"PYTHONINSPECT": "", "PYTHONPATH": os.pathsep.join(outside)},
        timeout=ASKING,
        cancel=Cancel(),
    )
    return ran.exit_code == 0


def split_path(root: str) -> Tuple[List[str], List[str]]:
    """Return what ``PYTHONPATH`` names of a project, relative to it, and the rest."""
    inside: List[str] = []
    outside: List[str] = []
    for name in filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        relative = os.path.relpath(os.path.realpath(os.path.join(root, name)), root)
        if relative.split(os.sep)[0] == os.pardir and os.path.isabs(name):
            outside.append(name)
        else:
            inside.append(relative)
    return inside, outside


# -- commands ------------------------------------------------------------------------


def _own_command(plan: SuitePlan, *, apart: bool) -> Tuple[str, ...]:
    """Return the command that runs the suite in a fresh process.

    Args:
        apart: load the runner before the project's modules can be found.
    """
    path = ["", *plan.path[1:]]
    start = ENTER.format(path=path, own=list(plan.own))
    start += APART[plan.runner].format(lazy=", ".join(LAZY))
    how = ("-c", start) if apart else ("-m", plan.runner)
    if plan.runner == "pytest":
        return (plan.interpreter, *how, "-q", *plan.args)
    if _pure_unittest(plan):
        names = [path[:-3].replace("/", ".") for path in plan.tests]
        return (plan.interpreter, *how, *names)
    return ()  # plain functions: only the judge can run them


def _pure_unittest(plan: SuitePlan) -> bool:
    """Tell whether unittest alone finds all tests: no plain functions or classes."""
    for path in plan.tests:
        if not all(part.isidentifier() for part in path[:-3].split("/")):
            return False
        try:
            tree = ast.parse(_read(os.path.join(plan.root, *path.split("/"))))
        except (SyntaxError, ValueError):
            return False
        for node in tree.body:
            plain = isinstance(node, ast.ClassDef) and not node.bases
            plain = plain or isinstance(node, ast.FunctionDef)
            if plain and getattr(node, "name", "").lower().startswith("test"):
                return False
    return True


def _by_command(plan: SuitePlan, command: str) -> SuitePlan:
    """Return the plan for a command of the user."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        words = []
    argv = tuple(process.shell_argv(command))
    plain = not re.search(r"[|&;<>$`*?~\n(]", command)
    names = [os.path.basename(word) for word in words]
    if plain and names and re.fullmatch(r"(py\.test|pytest)(\.exe)?", names[0]):
        plan = plan._replace(runner="pytest", args=tuple(words[1:]))
    elif plain and names and names[0].startswith("python") and "-m" in names:
        at = names.index("-m")
        if names[at + 1 : at + 2] == ["pytest"]:
            plan = plan._replace(runner="pytest", args=tuple(words[at + 2 :]))
    elif not plan.tests:
        plan = plan._replace(runner="command")
    return plan._replace(argv=argv, why=f"the command {command!r}; {plan.why}")
