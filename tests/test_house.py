# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold the package to the rules of its house; ``docs/architecture.rst`` tells them.

Every finding is a line ``path:line: what is wrong`` so that an editor can jump to it.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import pathlib
import subprocess
import sys
import sysconfig
import textwrap
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

import pytest

from .support.model_server import ANTHROPIC, OPENAI, ModelServer
from .support.steps import Say

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
PACKAGE = ROOT / NAME
# REUSE-IgnoreStart
SPDX = (
    "# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors",
    "# SPDX-License-Identifier: MIT",
)
# REUSE-IgnoreEnd

SPOKES = (
    "providers",
    "sandbox",
    "memory",
    "history",
    "index",
    "repair",
    "tools",
)
MAY_IMPORT: Dict[str, Set[str]] = {
    "core": {"core"},
    **{spoke: {"core", spoke} for spoke in SPOKES},
    "agents": {"core", "agents"},
    "ui": {"core", "agents", "ui"},
    "connect": {"core", "providers"},
    "storage": {"core", "history", "memory"},
    "attempts": {"core", "agents", "app", "storage", "history", "repair"},
    "takeback": {"core", "history", "storage"},
    "app": {"core", "agents", "connect", "storage", "fix", *SPOKES},
    "doctor": {"core", "connect", "storage"},
    "fix": {"core", "storage", "history", "repair"},
    "options": {"core"},
    "cli": {
        "core",
        "agents",
        "ui",
        "app",
        "attempts",
        "doctor",
        "fix",
        "options",
        "storage",
        "takeback",
    },
    "__main__": {"cli"},
    "library": {"core", "agents", "app", "fix"},
    "__init__": {"core", "agents", "app", "library", "providers"},
}
# Where imports of our own modules may stand inside a function, because a process
# that does not need them should not pay for them.
LATE_IMPORTS = {
    "__init__.py",
    "__main__.py",
    "app.py",
    "cli.py",
    "connect.py",
    "library.py",
    "providers/transport.py",
    "tools/edit.py",
}

# Imported nowhere but in such functions: what is large, and what few runs need.
ALWAYS_LATE = {"fix", "takeback", "doctor", "repl"}

# Not part of the running program: its text is sent to the interpreter of a project
# whose tests are judged, perhaps an older one, and it works there alone, in a scratch
# copy. So it is one file, does everything itself, and uses pytest where it finds it.
GUEST = "repair/judge.py"

# One door per effect: which modules may do it; a folder ends with a slash.
WRITES = (
    "history/",
    "core/process.py",
    "core/output.py",
    "core/database.py",
    "core/durable.py",
    "memory/running.py",  # locks in the state folder
    "repair/scratch.py",  # copies in a temporary folder, where tests may rage
)
PROCESSES = ("core/process.py",)
SOCKETS = ("providers/transport.py", "providers/tls.py")
DATABASES = ("core/database.py",)
TERMINAL = ("ui/", "cli.py", "__main__.py")
SEES_TERMINAL = (*TERMINAL, "doctor.py")  # which asks what standard output is
# An exchange of names has no name in os, and nothing there sees what a command does.
FOREIGN = ("sandbox/child.py", "history/swap.py", "core/witness.py")
REQUESTS = ("providers/requests_transport.py",)
DOORS: Dict[str, Tuple[str, ...]] = {
    **dict.fromkeys(
        [
            f"os.{name}"
            for name in (
                "chmod chown fchmod ftruncate link makedirs mkdir mkfifo remove "
                "removedirs removexattr rename renames replace rmdir setxattr symlink "
                "truncate unlink utime"
            ).split()
        ],
        WRITES,
    ),
    **dict.fromkeys(
        [
            f"os.{name}"
            for name in (
                "execl execle execlp execlpe execv execve execvp execvpe fork forkpty "
                "kill killpg popen posix_spawn posix_spawnp spawnl spawnle spawnlp "
                "spawnv spawnve spawnvp startfile system"
            ).split()
        ],
        PROCESSES,
    ),
    "os.write": (*WRITES, *TERMINAL),
    "sqlite3.connect": DATABASES,
    "print": ("ui/",),
    # Elsewhere a stream is only handed on, to what makes its text safe.
    "sys.stdout.write": ("ui/", "__main__.py"),
    "sys.stderr.write": ("ui/",),
    "input": TERMINAL,
    "sys.stdout": SEES_TERMINAL,
    "sys.stderr": TERMINAL,
    "sys.__stdout__": TERMINAL,
    "sys.__stderr__": TERMINAL,
}
MODULE_DOORS: Dict[str, Tuple[str, ...]] = {
    "subprocess": PROCESSES,
    "pty": PROCESSES,
    "multiprocessing": PROCESSES,
    "socket": SOCKETS,
    "ssl": SOCKETS,
    "ctypes": FOREIGN,
    "requests": REQUESTS,
    "shutil": WRITES,
    "tempfile": WRITES,
}
WRITING_METHODS = {"write_text", "write_bytes", "touch"}

# Imports whose cost, in time and memory, a short run should not carry.
EXPENSIVE = (
    "asyncio concurrent.futures ctypes dataclasses difflib email "
    "getpass http.client importlib.metadata importlib.resources inspect logging "
    "multiprocessing pathlib pydoc random readline requests secrets shutil "
    "ssl tempfile unittest urllib.request uuid xml zipfile"
).split()


class Module(NamedTuple):
    """A source file of the package, parsed."""

    path: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> Tuple[str, ...]:
        """The dotted name inside the package, such as ``("core", "text")``."""
        return tuple(self.path[: -len(".py")].split("/"))

    def at(self, node: ast.AST, what: str) -> str:
        """Return a finding."""
        return f"{NAME}/{self.path}:{getattr(node, 'lineno', 1)}: {what}"


def modules() -> List[Module]:
    """Read every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(PACKAGE).as_posix()
        found.append(Module(name, text, ast.parse(text, str(path))))
    return found


MODULES = modules()


def against(
    rule: Callable[[Module], Iterator[str]], *, guest: bool = True
) -> List[str]:
    """Apply a rule to the whole package; return every place that breaks it.

    Args:
        guest: whether the rule also holds for :data:`GUEST`.
    """
    bound = [one for one in MODULES if guest or one.path != GUEST]
    return [line for module in bound for line in rule(module)]


# -- who may import whom -------------------------------------------------------------


def relative_targets(module: Module, node: ast.ImportFrom) -> Iterator[Tuple[str, ...]]:
    """Yield the modules of the package that a relative import names."""
    folder = module.parts[:-1]
    base = folder[: len(folder) - (node.level - 1)]
    inner = tuple((node.module or "").split(".")) if node.module else ()
    for alias in node.names:
        target = (*base, *inner)
        if not inner and not target:  # from . import name, in the top package
            is_module = (PACKAGE / alias.name).with_suffix(".py").exists()
            yield (alias.name,) if is_module or (PACKAGE / alias.name).is_dir() else ()
        else:
            yield target


def imports_against_the_table(module: Module) -> Iterator[str]:
    """Find imports of our own modules that the table does not allow."""
    here = module.parts[0]
    allowed = MAY_IMPORT.get(here)
    if allowed is None:
        yield f"{NAME}/{module.path}:1: {here!r} is not in the import table"
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            for target in relative_targets(module, node):
                if target and target[0] not in allowed:
                    dotted = ".".join(target)
                    yield module.at(node, f"{here} must not import {dotted}")


def test_imports_follow_the_table() -> None:
    """Parts of the package import only what stands under them in the table."""
    assert [] == against(imports_against_the_table)


def imports_of_itself_by_name(module: Module) -> Iterator[str]:
    """Find absolute imports of the package and its spelled-out name."""
    docstrings = {id(node) for node in docstring_nodes(module.tree)}
    for node in ast.walk(module.tree):
        names: List[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        if any(name.split(".")[0] == NAME for name in names):
            yield module.at(node, "imports of the package itself must be relative")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if NAME in node.value and id(node) not in docstrings:
                yield module.at(node, "the package's own name is spelled out")


def docstring_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the string nodes that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            yield first.value


def test_the_package_never_names_itself() -> None:
    """The package works under any name, so it imports itself only relatively."""
    assert [] == against(imports_of_itself_by_name)


def late_imports(module: Module) -> Iterator[str]:
    """Find imports inside functions that have no stated reason."""
    lines = module.text.splitlines()
    for function in ast.walk(module.tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for node in ast.walk(function):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            ours = isinstance(node, ast.ImportFrom) and node.level
            if ours and module.path not in LATE_IMPORTS:
                yield module.at(node, "imports of our own modules belong at the top")
            elif not ours and "#" not in above(lines, node.lineno):
                yield module.at(node, "a comment must say why this import is here")


def eager_imports(module: Module) -> Iterator[str]:
    """Find imports at the top of modules that belong into functions."""
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            names = {alias.name for alias in node.names}
            names.add((node.module or "").rpartition(".")[2])
            for name in sorted(ALWAYS_LATE & names):
                yield module.at(node, f"{name} is loaded only when it is needed")


def test_what_few_runs_need_is_not_imported_at_the_top() -> None:
    """Repair, undo, ``doctor`` and the chat load with the command that needs them."""
    assert [] == against(eager_imports)


@pytest.mark.parametrize(
    "code", ["from . import fix", "from .fix import search", "from .ui import repl"]
)
def test_the_rule_about_late_imports_finds_what_it_should(code: str) -> None:
    """At the top such an import is found, in a function it is allowed."""
    inside = f"def f():\n    {code}"
    counts = [
        len(list(eager_imports(Module("app.py", text, ast.parse(text)))))
        for text in (code, inside)
    ]
    assert [1, 0] == counts


def above(lines: List[str], number: int) -> str:
    """Return a line, and those above it up to the first that is no import."""
    shown = [lines[number - 1]]
    for line in reversed(lines[: number - 1]):
        shown.append(line)
        if not line.strip().startswith(("import ", "from ")):
            break
    return "\n".join(shown)


def test_imports_stand_at_the_top() -> None:
    """Imports stand at the top, or say why they do not."""
    assert [] == against(late_imports, guest=False)


def imports_from_elsewhere(module: Module) -> Iterator[str]:
    """Find imports of what is not in the standard library."""
    for node, name in absolute_imports(module):
        top = name.split(".")[0]
        if not in_standard_library(top) and module.path not in MODULE_DOORS.get(
            top, ()
        ):
            yield module.at(node, f"{top!r} is not in the standard library")


def absolute_imports(module: Module) -> Iterator[Tuple[ast.AST, str]]:
    """Yield the modules that are imported by an absolute name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node, node.module or ""


def in_standard_library(name: str) -> bool:
    """Return whether a top-level module comes with Python, on some platform."""
    if name in {"msvcrt", "winreg", "_winapi", "tomllib"}:
        return True
    names: Optional[Set[str]] = getattr(sys, "stdlib_module_names", None)  # from 3.10
    if names is not None:
        return name in names
    if name in sys.builtin_module_names or name == "__future__":
        return True
    spec = importlib.util.find_spec(name)
    origin = (spec.origin if spec else None) or ""
    home = sysconfig.get_path("stdlib")
    return origin == "frozen" or (
        origin.startswith(home) and "site-packages" not in origin
    )


def test_nothing_but_the_standard_library_is_imported() -> None:
    """The package has no dependency; only the optional transport imports one."""
    assert [] == against(imports_from_elsewhere, guest=False)


# -- one door per effect -------------------------------------------------------------


def behind(door: Tuple[str, ...], path: str) -> bool:
    """Return whether a module is one of those that may do it."""
    return any(path.startswith(d) if d.endswith("/") else path == d for d in door)


def effects_outside_their_door(module: Module) -> Iterator[str]:
    """Find what only certain modules may do."""
    for node, name in absolute_imports(module):
        door = MODULE_DOORS.get(name.split(".")[0])
        if door is not None and not behind(door, module.path):
            yield module.at(node, f"{name} belongs in {' '.join(door)}")
    aliases = imported_names(module)
    for node in ast.walk(module.tree):
        name = dotted(node, aliases)
        door = DOORS.get(name)
        if door is not None and not behind(door, module.path):
            yield module.at(node, f"{name} belongs in {' '.join(door)}")
        if isinstance(node, ast.Call) and writes(node, aliases):
            if not behind(WRITES, module.path):
                yield module.at(node, f"writing belongs in {' '.join(WRITES)}")


def imported_names(module: Module) -> Dict[str, str]:
    """Return what names mean that came from elsewhere, such as ``connect``."""
    meaning = {"print": "print", "input": "input", "open": "open"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                meaning[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return meaning


def dotted(node: ast.AST, aliases: Dict[str, str]) -> str:
    """Return the full name of ``os.remove`` and its like, or an empty string."""
    if isinstance(node, ast.Name):
        return aliases.get(node.id, "") if isinstance(node.ctx, ast.Load) else ""
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value, aliases)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def writes(node: ast.Call, aliases: Dict[str, str]) -> bool:
    """Return whether a call opens a file for writing."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in WRITING_METHODS:
        return True
    name = dotted(node.func, aliases)
    if name == "os.open":
        if dotted(node.args[0], aliases) == "os.devnull":
            return False
        return any(
            isinstance(part, ast.Attribute)
            and part.attr in {"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC"}
            for part in ast.walk(node)
        )
    if name not in {"open", "io.open", "os.fdopen", "codecs.open", "gzip.open"}:
        return False
    mode = node.args[1] if len(node.args) > 1 else None
    for keyword in node.keywords:
        mode = keyword.value if keyword.arg == "mode" else mode
    if mode is None:
        return False
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return bool(set("wax+") & set(mode.value))
    return True  # a mode that cannot be read here may be any


def test_every_effect_has_one_door() -> None:
    """Files, processes, sockets, databases and the terminal have one door each."""
    assert [] == against(effects_outside_their_door, guest=False)


@pytest.mark.parametrize(
    "code",
    [
        "open('x', 'w')",
        "open('x', mode='ab')",
        "import io\nio.open('x', 'r+')",
        "import os\nos.open('x', os.O_WRONLY)",
        "import os as system\nsystem.remove('x')",
        "from os import replace as move\nmove('a', 'b')",
        "import subprocess",
        "from socket import create_connection",
        "from sqlite3 import connect\nconnect('x')",
        "import sqlite3\nsqlite3.connect('x')",
        "print('x')",
        "import sys\nsys.stdout.write('x')",
        "from sys import stderr\nstderr.write('x')",
        "def f(path):\n    path.write_text('x')",
        "def f(mode):\n    open('x', mode)",
        "import ctypes",
    ],
)
def test_the_door_rule_finds_what_it_should(code: str) -> None:
    """A rule that finds nothing would prove nothing."""
    module = Module("agents/loop.py", code, ast.parse(code))
    assert list(effects_outside_their_door(module))


@pytest.mark.parametrize(
    "path, code",
    [
        ("core/text.py", "from ..providers import sse"),
        ("tools/files.py", "from ..history.journal import Journal"),
        ("agents/loop.py", "from ..tools import toolset"),
        ("ui/headless.py", "from .. import app"),
        ("app.py", "from . import cli"),
        ("app.py", "from .ui import headless"),
        ("repair/engine.py", "from ..history.journal import FileJournal"),
        ("fix.py", "from . import app"),
        ("storage.py", "from .repair import engine"),
        ("doctor.py", "from . import app"),
        ("cli.py", "from .providers.client import Client"),
    ],
)
def test_the_import_rule_finds_what_it_should(path: str, code: str) -> None:
    """The import table refuses a spoke that reaches for another spoke."""
    module = Module(path, code, ast.parse(code))
    assert 1 == len(list(imports_against_the_table(module)))


# -- how a module reads --------------------------------------------------------------


def heads_that_are_wrong(module: Module) -> Iterator[str]:
    """Find files without licence lines or a first sentence."""
    if tuple(module.text.splitlines()[:2]) != SPDX:
        yield f"{NAME}/{module.path}:1: the first two lines must be {SPDX}"
    docstring = ast.get_docstring(module.tree) or ""
    first = docstring.partition("\n")[0]
    if not first.endswith("."):
        yield f"{NAME}/{module.path}:3: the docstring must begin with a sentence"
    meant = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for node in module.tree.body
    )
    if len(module.tree.body) > 1 and not meant:
        yield f"{NAME}/{module.path}:4: from __future__ import annotations is missing"


def test_every_module_says_its_licence_and_purpose() -> None:
    """Every module begins with its licence and a docstring that is a sentence."""
    assert [] == against(heads_that_are_wrong)


def test_every_other_source_file_says_its_licence() -> None:
    """Tests, documentation and tools carry the licence lines as well."""
    bare = [
        str(path.relative_to(ROOT))
        for folder in ("tests", "docs", "benchmarks", "release", "examples")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "data" not in path.parts
        and tuple(path.read_text(encoding="utf-8").splitlines()[:2]) != SPDX
    ]
    assert [] == bare


def undocumented(module: Module) -> Iterator[str]:
    """Find public classes and functions without a docstring."""
    owners: List[ast.AST] = [module.tree]
    for owner in owners:
        for node in getattr(owner, "body", []):
            if not isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                continue
            if node.name.startswith("_") or overload(node):
                continue
            if isinstance(node, ast.ClassDef):
                owners.append(node)
            if not ast.get_docstring(node):
                yield module.at(node, f"{node.name} has no docstring")


def overload(node: ast.AST) -> bool:
    """Return whether a function only declares a type or sets a property."""
    decorators = getattr(node, "decorator_list", [])
    names = [getattr(item, "attr", getattr(item, "id", "")) for item in decorators]
    return bool({"overload", "setter"} & set(names))


def test_everything_public_has_a_docstring() -> None:
    """Public classes, functions and methods say what they mean."""
    assert [] == against(undocumented, guest=False)


def files_of_its_own(module: Module) -> Iterator[str]:
    """Find modules that look for the package's own files."""
    for node in ast.walk(module.tree):
        shows = module.path == "doctor.py"  # which only says where the package is
        if isinstance(node, ast.Name) and node.id == "__file__" and not shows:
            yield module.at(node, "the package may be in a zip: there is no file")
    for node, name in absolute_imports(module):
        if name.startswith(("importlib.resources", "pkgutil", "pkg_resources")):
            yield module.at(node, f"{name}: the package reads no files of its own")


def test_the_package_reads_no_files_of_its_own() -> None:
    """The package works from a zip, so its texts and tables are Python."""
    assert [] == against(files_of_its_own)


# -- what importing does -------------------------------------------------------------


def python(code: str, *arguments: str) -> str:
    """Run code in a plain interpreter: no site packages, no measuring of coverage."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "COV_", "PYTHON"))
    }
    environ["PYTHONPATH"] = str(ROOT)
    ran = subprocess.run(
        [sys.executable, "-S", "-B", "-c", textwrap.dedent(code), *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        timeout=60,
    )
    assert 0 == ran.returncode, ran.stdout
    return ran.stdout


def importable() -> List[str]:
    """Return the dotted names of all modules that import without Requests."""
    return [
        ".".join((NAME, *module.parts)).replace(".__init__", "")
        for module in MODULES
        if module.path not in (*REQUESTS, "__main__.py")
    ]


WATCH = """
    import importlib, sys, threading
    seen, current = [], ""
    EFFECTS = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate",
               "socket.", "sqlite3.connect", "subprocess.Popen", "os.system",
               "os.exec", "os.fork", "os.posix_spawn", "_thread.start_new_thread")

    def watch(event, arguments):
        if event == "open":
            mode, flags = arguments[1], arguments[2]
            writing = isinstance(flags, int) and flags & 3
            if writing or (mode and set("wax+") & set(mode)):
                seen.append(f"{current}: opens {arguments[0]!r} for writing")
        elif event.startswith(EFFECTS) and event not in ("socket.gethostname",):
            seen.append(f"{current}: {event} {arguments!r}")

    sys.addaudithook(watch)
    first = sys.argv[1].split(".")[0]
    for current in sys.argv[1:]:
        for name in [n for n in sys.modules if n.split(".")[0] == first]:
            del sys.modules[name]
        importlib.import_module(current)
        if threading.active_count() != 1:
            seen.append(f"{current}: starts a thread")
    sys.stdout.write("\\n".join(seen))
"""


def test_nothing_happens_at_import() -> None:
    """Importing any module writes no file, starts nothing and prints nothing."""
    assert "" == python(WATCH, *importable())


def test_watching_imports_finds_what_it_should(tmp_path: pathlib.Path) -> None:
    """A module that writes, starts a thread and prints while imported is found."""
    folder = tmp_path / "noisy"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "import threading\n"
        f"open({str(tmp_path / 'made')!r}, 'w').close()\n"
        "gate = threading.Event()\n"
        "threading.Thread(target=gate.wait, daemon=True).start()\n"
        "print('hello')\n",
        encoding="utf-8",
    )
    entry = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    output = python(entry + textwrap.dedent(WATCH), "noisy")
    found = ["for writing" in output, "a thread" in output, "hello" in output]
    assert [True, True, True] == found


@pytest.mark.parametrize("name", ["", ".__main__", ".app", ".cli"])
def test_start_up_loads_nothing_expensive(name: str) -> None:
    """What every run imports leaves out modules that cost time and memory."""
    code = """
        import sys
        before = set(sys.modules)
        __import__(sys.argv[1])
        sys.stdout.write("\\n".join(sorted(set(sys.modules) - before)))
    """
    loaded = set(python(code, NAME + name).split())
    found = sorted(loaded & set(EXPENSIVE))
    assert [] == found, f"{NAME}{name} loads {found}"


LOADED = """
    import os, sys
    {}
    large = ("fix.", "takeback.", "doctor.", "repair.", "ui.repl.")
    names = [name.partition(".")[2] + "." for name in sys.modules]
    found = [name for name in names if name.startswith(large)]
    sys.stderr.write(f"loaded: {{sorted(found)}}")
"""


def test_the_command_line_loads_without_the_repair_engine() -> None:
    """A third of the program is the repair engine; only ``fix`` pays for it."""
    code = LOADED.format("__import__(sys.argv[1])")
    assert "loaded: []" == python(code, f"{NAME}.cli")


@pytest.mark.parametrize("wire", [OPENAI, ANTHROPIC])
def test_a_plain_run_does_without_the_repair_engine(
    wire: str, tmp_path: pathlib.Path
) -> None:
    """A task with a model offers its tools to the model and does not load it."""
    code = """os.environ["AURA_HOME"], package = sys.argv[1:3]
    __import__(package + ".__main__")
    code = sys.modules[package + ".__main__"].main(sys.argv[3:])
    sys.stderr.write(f"{code} ")"""
    with ModelServer([Say("Hello.")], wire) as server:
        words = ["run", "say hello", "-C", str(tmp_path), "--output", "json"]
        words += ["--api", wire, "--base-url", server.url, "--model", "m"]
        output = python(LOADED.format(code), str(tmp_path / "home"), NAME, *words)
        server.check()
        offered = server.requests[0].raw
    assert "3 loaded: []" == output.splitlines()[-1], output
    assert b'"repair"' in offered and b'"localize"' in offered


def test_importing_the_package_loads_none_of_its_modules() -> None:
    """The public names are loaded on first use, not when the package is imported."""
    code = """
        import sys
        package = __import__(sys.argv[1])
        before = [name for name in sys.modules if name.startswith(sys.argv[1] + ".")]
        missing = [name for name in package.__all__ if not hasattr(package, name)]
        unlisted = set(package.__all__) - set(dir(package))
        sys.stdout.write(f"{before} {missing} {unlisted}")
    """
    assert "[] [] set()" == python(code, NAME)
