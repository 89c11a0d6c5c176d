# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a project's tests again and again in one process that has loaded them once.

This file is never imported by the rest of the package. Its text is sent to the
project's own interpreter, perhaps an older one (Python 3.7 and later), and there it
has nothing but the standard library and, where the project has it, pytest.

What it needs it imports before the project's folders are on its path: a project may
have a ``queue.py`` or an ``ast.py``. Such names are then left to the project: see
``standard``, ``give_way`` and ``Project.enter``.

The process collects the tests once, which pays for all imports, and then waits for
requests. Tests run in forked children, so the process itself stays as it was after
collecting. A patched function is put into the loaded module by exchanging its code
object; where that would not be exact (what runs while importing has changed, or ran
the changed function) the file is written into the scratch copy and the project's
modules are imported again in the child.

Requests and answers are JSON texts, each after four bytes of length. They travel over
copies of the standard streams the process was started with; the streams themselves
lead nowhere, so that tests may print and read what they like.

Request (``do``) and answers:

    start   {root, tests, path, runner, args, pristine, tmp, forks, shield, environ,
             hidden, own, collect}
            -> {collected: [ids], errors: [outcomes], forks, runner, seconds}
            or {failed: message}
    run     {ids, limit, wall, most}  -> one outcome a test, then {done: true}
    trace   {ids, values, limit, wall, most}
            -> one outcome a test with ``covered`` and ``locals``, then {done: true}
    judge   {batch: [[number, {path: text}]], failing, passing, cpu, wall, ordered}
            -> one verdict a candidate, in any order, then {done: true}
    examine {batch: [[number, {path: text}]], tests, source, most}
            -> {id, outputs: {call: result}, examples: {name: passed}, odd: {call: n}}
            a candidate, then {done: true}; ``source`` is the text of ``variations.py``

``limit`` and ``cpu`` (of a candidate for its first test, for each further one, and for
those together) are CPU seconds; ``wall`` are seconds in which a child and all it has
started are asleep, so that waiting for a processor counts for nothing. ``most`` are
seconds of the processor, and of the clock where those do not explain it. An outcome is
``{id, outcome, seconds, wall, exception, message, trace, expected, actual}``. Once a
test has failed and ``most`` is spent (half of it where several have), or endless tests
have had their share, the outcome of those that are left is ``unknown``. While a child
works, ``{alive: true}`` comes about once a second.

What protects against the tests: limits of CPU time, memory and file size, a session
of its own for every child and a kill of all it started, and, from Python 3.8, an
audit hook that refuses network connections, signals to strangers and writing outside
of the scratch copy. The hook is a fence against accidents, not a prison.
"""

from __future__ import annotations

import __future__
import ast
import errno
import gc
import importlib
import json
import os
import select
import shutil
import signal
import stat
import struct
import sys
import threading
import time
import types
from typing import (
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

try:
    import mmap
    import resource
except ImportError:  # Windows
    mmap = None  # type: ignore[assignment]
    resource = None  # type: ignore[assignment]

Message = Dict[str, Any]
Give = Callable[[Message], None]

TEXT = 2_000  # characters of a message
SIDE = 4_000  # characters of one side of a comparison
DEPTH = 60  # places of a trace
MEMORY = 1 << 30  # bytes a child may have more than it began with
FILE = 256 << 20  # bytes of one file a child writes
CROWD = 400  # new processes on the machine that look like a fork bomb
SLICE = 0.05  # seconds between two looks at a child that runs
ALIVE = 1.0  # seconds between two signs of life
LINGER = 1.0  # seconds that a child may be asleep after it has said all
LINGER_MOST = 60.0  # seconds by the clock after which it is ended in any case
BUSY, SPIKE = 20.0, 0.25  # see answers.py
SPREAD = 4_000  # values looked at to see whether a candidate left traces
EXAMINE = 10.0  # CPU seconds to look at one candidate beyond the tests
CALL = 0.1  # CPU seconds of one call with varied arguments
RECORDED = 40  # calls of one function that are varied
VARIED = 400  # varied calls of one candidate, so that no clock decides what is compared
TIRED = 3  # varied calls without an end after which a function is left alone
LATE = 3  # endless tests after which the others get less time
ENOUGH = 8  # failing tests after which half of the time is enough
ENDLESS = 7  # limits of one test that endless tests may use up together
HITS = 6  # looks at the locals of one line in one test
VALUES = 5  # different values kept for one name on one line
SHORT = 80  # characters of a kept value
FUTURE = {name: getattr(__future__, name) for name in __future__.all_feature_names}
OPTIMIZED = 0x1  # CO_OPTIMIZED: set for functions, not for modules and class bodies


BARE: Any = globals().get("BARE", frozenset())  # modules that every Python starts with
STARTED: Any = globals().get("STARTED", frozenset())  # those, and what the runner needs
RARE = "importlib.util linecache tokenize copy ctypes doctest unittest".split()
_HELD: Dict[str, Any] = {}


def standard(name: str) -> Any:
    """Return a module of the standard library that is needed only now and then."""
    return _HELD.get(name) or importlib.import_module(name)


def give_way(hidden: Sequence[str]) -> None:
    """Leave names to the project that it shares with the standard library.

    What this file needs of it is kept; what the interpreter and the runner of the
    tests have loaded stays as well.
    """
    for name in RARE if hidden else ():
        try:
            _HELD[name] = importlib.import_module(name)
        except ImportError:
            pass  # ctypes need not be there
    forget(hidden, STARTED)


def forget(names: Sequence[str], kept: Any) -> None:
    """Forget modules of these names, with what is in them, so that others come."""
    for name in set(sys.modules) - kept:
        if name.partition(".")[0] in names:
            del sys.modules[name]


# -- talking -------------------------------------------------------------------------


class Channel:
    """Messages over two descriptors."""

    def __init__(self, source: int, target: int) -> None:
        """Take the pipes to whoever asked."""
        self.source = source
        self.target = target

    def take(self) -> Optional[Message]:
        """Return the next message; None at the end."""
        size = int.from_bytes(exactly(self.source, 4), "big")
        data = exactly(self.source, size) if size else b""
        return json.loads(data.decode("utf-8")) if data else None

    def give(self, message: Message) -> None:
        """Send a message."""
        self.pass_on(json.dumps(message).encode("utf-8"))

    def pass_on(self, data: bytes) -> None:
        """Send a message that is bytes already."""
        rest = memoryview(len(data).to_bytes(4, "big") + data)
        while rest:
            rest = rest[os.write(self.target, rest) :]


def exactly(descriptor: int, size: int) -> bytes:
    """Read so many bytes; nothing when the stream ends before."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(descriptor, min(65536, size - len(data)))
        if not piece:
            return b""
        data += piece
    return bytes(data)


# -- the project ---------------------------------------------------------------------


class Project:
    """What is known of the scratch copy and who may do what in it."""

    def __init__(self, start: Message) -> None:
        """Take what the first message says of the project."""
        self.root: str = start["root"]
        self.lead: str = self.root + os.sep
        self.tests: List[str] = start["tests"]
        self.pristine: str = start.get("pristine", "")
        self.tmp: str = start["tmp"]
        self.runner: str = start["runner"]
        self.args: List[str] = start.get("args", [])
        self.collect: float = start.get("collect", 6.0)
        self.forks: bool = start.get("forks", True) and hasattr(os, "fork")
        self.shield: bool = start.get("shield", False)
        self.marker: str = os.environ.get("AURA_JUDGE", "")
        self.executed: Set[Any] = set()
        self.loading = True
        self._relative: Dict[str, str] = {}
        self.path: List[str] = start.get("path", [])
        self.own: List[str] = start.get("own", [])

    def enter(self) -> None:
        """Put the project's folders on the path, before all others.

        What it imports under names of the standard library is its own from now on,
        also where the runner has loaded the other.
        """
        first = [folder for folder in self.path if folder not in sys.path]
        sys.path[:0] = first
        forget(self.own, BARE)
        self.path, self.own = [], []

    def patience(self) -> None:
        """Allow the process that loads all tests some time for the next file."""
        if self.loading:
            allow(self.collect, soft=True)

    def relative(self, path: str) -> str:
        """Return a project file's relative path with slashes; empty for others."""
        known = self._relative.get(path)
        if known is None:
            known = ""
            if path.startswith(self.lead):
                known = path[len(self.lead) :].replace(os.sep, "/")
            self._relative[path] = known
        return known

    def absolute(self, relative: str) -> str:
        """Return the path of a project file in the scratch copy."""
        return self.lead + relative.replace("/", os.sep)

    def modules(self) -> Dict[str, List[types.ModuleType]]:
        """Return the loaded modules of the project by relative path."""
        found: Dict[str, List[types.ModuleType]] = {}
        for module in list(sys.modules.values()):
            try:
                path = self.relative(os.path.abspath(module.__file__ or ""))
            except (AttributeError, TypeError):
                continue
            if path:
                found.setdefault(path, []).append(module)
        return found

    def purge(self) -> None:
        """Forget the project's modules, so that they are imported again."""
        inside = set()
        for name, module in list(sys.modules.items()):
            spots = [getattr(module, "__file__", None) or ""]
            try:
                spots.extend(getattr(module, "__path__", ()))
            except Exception:  # nosec B110 # odd modules are not ours
                pass
            if any(
                os.path.abspath(str(spot)).startswith(self.lead)
                for spot in spots
                if spot
            ):
                inside.add(name)
        for name in inside:
            del sys.modules[name]
        importlib.invalidate_caches()
        standard("linecache").clearcache()


def filename(code: Any) -> str:
    """Return where code comes from; what is built into PyPy comes from nowhere."""
    return str(getattr(code, "co_filename", ""))


# -- how a test ended ----------------------------------------------------------------


class Overtime(BaseException):
    """The CPU time of a test is used up."""


def outcome(id: str, how: str, seconds: float = 0.0, **more: Any) -> Message:
    """Return an outcome in its JSON form."""
    found = dict(id=id, outcome=how, seconds=round(seconds, 6))
    found.update(more)
    return found


def describe(project: Project, error: BaseException, sides: Any = None) -> Message:
    """Return what an exception says: type, text, places, sides of a comparison."""
    try:
        text = str(error)
    except Exception as second:
        text = "<%s while showing it>" % type(second).__name__
    places: List[Tuple[str, int]] = []
    frames: List[Tuple[types.FrameType, int]] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        path = project.relative(trace.tb_frame.f_code.co_filename)
        place = (path, trace.tb_lineno)
        if path and places[-1:] != [place]:  # not each step of a recursion
            places.append(place)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        path = project.relative(os.path.abspath(error.filename))
        if path:
            places.append((path, error.lineno or 1))
    if len(places) > DEPTH:
        places = places[: DEPTH // 2] + places[-DEPTH // 2 :]
    found: Message = {
        "exception": type(error).__name__,
        "message": text[:TEXT],
        "trace": places,
    }
    if isinstance(error, AssertionError):
        found.update(compared(project, frames, sides))
    return found


def compared(
    project: Project, frames: List[Tuple[types.FrameType, int]], sides: Any
) -> Message:
    """Return the expected and the actual side of a failing comparison as reprs."""
    inside = [
        (frame, line)
        for frame, line in frames
        if project.relative(frame.f_code.co_filename)
    ]
    swapped = False
    node = None
    if inside:
        node = failing_compare(*inside[-1])
    if node is not None:
        left_known, right_known = literal(node.left), literal(node.comparators[0])
        swapped = left_known and not right_known
    pair = sides
    if pair is None:
        pair = unittest_sides(frames)
        swapped = swapped if pair is None else False
    if pair is None and node is not None:
        pair = evaluated(node, inside[-1][0])
    if pair is None:
        return {}
    actual, expected = pair
    if swapped:
        actual, expected = expected, actual
    return {"expected": shown(expected, SIDE), "actual": shown(actual, SIDE)}


def literal(node: ast.AST) -> bool:
    """Tell whether an expression looks like something expected."""
    if isinstance(node, ast.Name):
        return node.id.lower().startswith(("expect", "want", "correct", "answer"))
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


_PARSED: Dict[str, Any] = {}


def failing_compare(frame: types.FrameType, line: int) -> Optional[ast.Compare]:
    """Return the comparison of the ``assert`` on a line, when it is a simple one."""
    path = frame.f_code.co_filename
    if path not in _PARSED:
        try:
            with open(path, "rb") as file:
                _PARSED[path] = ast.parse(file.read())
        except (OSError, SyntaxError, ValueError):
            _PARSED[path] = ast.parse("")
    best: Optional[ast.Compare] = None
    for node in ast.walk(_PARSED[path]):
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
            last = max(getattr(part, "lineno", 0) for part in ast.walk(node))
            if node.lineno <= line <= last and len(node.test.ops) == 1:
                best = node.test
    return best


def evaluated(node: ast.Compare, frame: types.FrameType) -> Any:
    """Evaluate both sides of a comparison once more, in the frame where it failed."""
    try:
        pair = []
        for side in (node.left, node.comparators[0]):
            code = compile(ast.Expression(body=side), "<side>", "eval")
            # A side of the test that failed.
            pair.append(eval(code, frame.f_globals, frame.f_locals))  # nosec B307
        return tuple(pair)
    except Exception:
        return None


PAIRS = (
    ("first", "second"),
    ("member", "container"),
    ("text", "expected_regex"),
    ("obj", "cls"),
    ("expr1", "expr2"),
    ("a", "b"),
)


def unittest_sides(frames: List[Tuple[types.FrameType, int]]) -> Any:
    """Return both arguments of the assertion method of unittest that failed."""
    for frame, _ in frames:
        code = frame.f_code
        if (
            code.co_name.startswith("assert")
            and os.path.join("unittest", "case")
            in os.path.splitext(code.co_filename)[0]
        ):
            if code.co_name in ("assertTrue", "assertFalse"):
                return (frame.f_locals.get("expr"), code.co_name == "assertTrue")
            for left, right in PAIRS:
                if left in frame.f_locals and right in frame.f_locals:
                    first, second = frame.f_locals[left], frame.f_locals[right]
                    return (first, second)
    return None


def shown(value: Any, limit: int) -> str:
    """Return a capped repr that never raises."""
    try:
        text = repr(value)
    except Exception as error:
        text = "<%s>" % type(error).__name__
    return text if len(text) <= limit else text[:limit] + "..."


# -- running tests by pytest ---------------------------------------------------------

Before = Callable[[str], None]
After = Callable[[Message], bool]


class PytestRun:
    """The tests of a pytest session, and the plugin that holds it open."""

    def __init__(
        self, project: Project, ready: Callable[["PytestRun"], None], full: bool = True
    ) -> None:
        """Take the project and whom to tell once the tests are there."""
        self.project = project
        self.ready = ready
        self.full = full
        self.ids: List[str] = []
        self.errors: List[Message] = []
        self.items: Dict[str, Any] = {}
        self.calls: List[Any] = []
        self.sides: Any = None
        self.problem: str = ""

    def start(self) -> None:
        """Collect, and call ``ready`` where the tests would run.

        Options in the project's settings may belong to plugins that are switched off
        here; then its ``addopts`` are left out.
        """
        import pytest

        plugin = self.plugin(pytest)
        status = int(pytest.main(self.arguments([]), plugins=[plugin]))
        if status == 4:  # pytest.ExitCode.USAGE_ERROR
            plugin = self.plugin(pytest)
            extra = ["-o", "addopts="]
            status = int(pytest.main(self.arguments(extra), plugins=[plugin]))
        self.problem = self.problem or "pytest ended with status %d" % status

    def arguments(self, extra: List[str]) -> List[str]:
        """Return the command line: quiet, in one process, nothing left on disk."""
        fixed = ["-s", "-p", "no:cacheprovider", "-p", "no:randomly"]
        fixed += ["-p", "no:sugar", "-p", "no:rerunfailures"]
        # Options of a plugin that is not loaded would be an error.
        loaded = not os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
        if loaded and importable("xdist"):
            fixed += ["-n0"]
        if loaded and importable("pytest_cov"):
            fixed += ["--no-cov"]
        return fixed + ["--continue-on-collection-errors"] + extra + self.project.args

    def plugin(self, pytest: Any) -> Any:
        """Return the plugin; its hooks are named as pytest wants them."""
        run = self

        class Plugin:
            """Hook into pytest."""

            @pytest.hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
            def pytest_load_initial_conftests(self) -> None:
                """Let the project be found, now that all plugins are loaded."""
                run.project.enter()

            @pytest.hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
            def pytest_runtestloop(self, session: Any) -> bool:
                """Run no test, but serve."""
                run.take_over(session)
                run.ready(run)
                return True

            def pytest_collectreport(self, report: Any) -> None:
                """Note a file that could not be collected."""
                if report.failed:
                    text = str(report.longrepr)
                    run.collection_failed(report.nodeid, text)

            @pytest.hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator]
            def pytest_make_collect_report(self, collector: Any) -> Iterator[None]:
                """Note why a file could not be collected."""
                run.project.patience()
                result: Any = (yield)  # Python 3.7 wants the brackets
                call = getattr(result.get_result(), "call", None)
                excinfo = getattr(call, "excinfo", None)
                run.cause = None if excinfo is None else excinfo.value

            def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
                """Note how a test ended."""
                return run.report(item, call)

            def pytest_assertrepr_compare(self, op: str, left: Any, right: Any) -> None:
                """Note what was compared."""
                run.sides = (left, right)

        return Plugin()

    cause: Optional[BaseException] = None

    def collection_failed(self, id: str, text: str) -> None:
        """Keep the outcome of a file that could not be collected."""
        found = outcome(id, "error")
        if self.cause is not None:
            inner: BaseException = self.cause
            while inner.__cause__ is not None:
                inner = inner.__cause__
            found.update(describe(self.project, inner))
            if isinstance(inner, Overtime):
                found["outcome"] = "timeout"
        else:
            found.update(exception="", message=text[:TEXT], trace=[])
        self.cause = None
        self.errors.append(found)

    def take_over(self, session: Any) -> None:
        """Note the collected items; switch off what costs time and shows nothing."""
        self.session = session
        for item in session.items:
            self.items.setdefault(item.nodeid, item)
        self.ids = list(self.items)
        session.config.option.tbstyle = "no"  # sources of frames take long to show
        manager = session.config.pluginmanager
        names = ["terminalreporter", "faulthandler"]
        if not session.config.getini("filterwarnings"):
            names += ["warnings", "unraisableexception", "threadexception"]
        if not any("caplog" in item.fixturenames for item in self.functions()):
            names += ["logging-plugin"]
        for name in names:
            if manager.get_plugin(name) is not None:
                manager.unregister(name=name)
        try:  # a long explanation of a failing comparison is read by nobody here
            from _pytest.assertion import util

            setattr(util, "assertrepr_compare", lambda *_, **__: [])
        except (ImportError, AttributeError):
            pass

    def functions(self) -> List[Any]:
        """Return the items that have fixtures."""
        return [i for i in self.items.values() if hasattr(i, "fixturenames")]

    def recollect(self, run: Callable[["PytestRun"], None]) -> None:
        """Collect anew after the modules were purged, and call ``run``.

        The session of the process is used again, which is much faster than a new
        one, unless there are plugins of the project that must be loaded anew.
        """
        own = False
        for plugin in self.session.config.pluginmanager.get_plugins():
            path = getattr(plugin, "__file__", None) or ""
            own = own or bool(self.project.relative(os.path.abspath(path)))
        if own:
            again = PytestRun(self.project, run)
            again.start()
            return
        self.errors = []
        self.items = {}
        self.ids = []
        self.session.testsfailed = 0
        self.session.perform_collect()
        for item in self.session.items:
            self.items.setdefault(item.nodeid, item)
        self.ids = list(self.items)
        run(self)

    def report(self, item: Any, call: Any) -> Any:
        """Make a report without the costly texts that pytest prepares for people."""
        from _pytest.reports import TestReport

        self.calls.append(call)
        how, text = "passed", None
        if call.excinfo is not None:
            how = "failed"
            if type(call.excinfo.value).__name__ == "Skipped":
                how = "skipped"
                text = (item.location[0], item.location[1], str(call.excinfo.value))
        report = TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome=how,
            longrepr=text,
            when=call.when,
            duration=0.0,
        )
        report._aura_call = call
        self.reports.append(report)
        return report

    reports: List[Any] = []
    unsound: bool = False

    def run(
        self, ids: Sequence[str], before: Before, after: After, *, apart: bool = False
    ) -> bool:
        """Run tests in this order; ``after`` says whether to go on.

        Args:
            apart: tear all fixtures down after each test.

        Returns:
            Whether all were run.
        """
        for number, id in enumerate(ids):
            item = self.items.get(id)
            following = None
            if not apart and number + 1 < len(ids):
                following = self.items.get(ids[number + 1])
            before(id)
            if item is None:
                found = outcome(id, "error", message="The test is gone.")
            else:
                found = self.one(item, following)
            if not after(found):
                return False
        return True

    def one(self, item: Any, following: Any) -> Message:
        """Run one test with its fixtures."""
        self.reports = []
        self.sides = None
        started = time.process_time()
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        except Overtime as overtime:  # it came while pytest was tidying up
            self.unsound = True
            said = describe(self.project, overtime)
            return outcome(
                item.nodeid, "timeout", time.process_time() - started, **said
            )
        seconds = time.process_time() - started
        how, cause = "passed", None
        for report in self.reports:
            if report.outcome == "failed" or report.outcome == "skipped":
                if how in ("passed", "skipped"):
                    how = report.outcome
                    cause = report._aura_call.excinfo
                late = report.when != "call" and report.outcome == "failed"
                if late and isinstance(report._aura_call.excinfo.value, Overtime):
                    self.unsound = True  # fixtures may be half set up or torn down
        found = outcome(item.nodeid, how, seconds)
        if how == "failed":
            error = cause.value if cause is not None else None
            if error is None:
                found.update(message="It passed though it was expected to fail.")
            else:
                found["outcome"] = ended(error)
                found.update(describe(self.project, error, self.sides))
        return found

    def held(self, ids: Sequence[str]) -> List[Any]:
        """Return values that the tests hold and a candidate could change."""
        held = []
        for id in ids:
            callspec = getattr(self.items.get(id), "callspec", None)
            if callspec is not None:
                held.append(callspec.params)
        return held


def ended(error: BaseException) -> str:
    """Return the word for a test that ended by an exception."""
    if isinstance(error, Overtime):
        return "timeout"
    failed = isinstance(error, AssertionError) or type(error).__name__ == "Failed"
    return "failed" if failed else "error"


def importable(name: str) -> bool:
    """Tell whether a top-level module can be imported."""
    try:
        return standard("importlib.util").find_spec(name) is not None
    except (ImportError, ValueError):
        return False


# -- running tests by unittest -------------------------------------------------------


class PlainRun:
    """The tests of a project without pytest: unittest, and plain functions."""

    unsound = False

    def __init__(self, project: Project, ready: Callable[["PlainRun"], None]) -> None:
        """Take the project and whom to tell once the tests are there."""
        self.project = project
        self.ready = ready
        self.ids: List[str] = []
        self.errors: List[Message] = []
        self.items: Dict[str, Any] = {}
        self.problem = ""

    def start(self) -> None:
        """Collect, and call ``ready``."""
        self.collect()
        self.ready(self)

    def collect(self) -> None:
        """Import the test files and find what is in them."""
        self.project.enter()
        for path in self.project.tests:
            name, folder = module_name(self.project.absolute(path))
            if folder not in sys.path:
                sys.path.insert(0, folder)
            self.project.patience()
            try:
                stale = getattr(sys.modules.get(name), "__file__", None)
                if stale and os.path.abspath(stale) != self.project.absolute(path):
                    del sys.modules[name]  # another test file of the same name
                module = importlib.import_module(name)
                found = list(plain_tests(module))
            except BaseException as error:
                what = outcome(path, "error")
                what.update(describe(self.project, error))
                if type(error).__name__ == "SkipTest":
                    what["outcome"] = "skipped"
                elif isinstance(error, Overtime):
                    what["outcome"] = "timeout"
                self.errors.append(what)
                continue
            for test in found:
                self.items.setdefault(path + "::" + label(test), test)
        self.ids = list(self.items)

    def recollect(self, run: Callable[["PlainRun"], None]) -> None:
        """Collect anew after the modules were purged, and call ``run``."""
        self.errors, self.items = [], {}
        self.collect()
        run(self)

    def run(
        self, ids: Sequence[str], before: Before, after: After, *, apart: bool = False
    ) -> bool:
        """Run tests in this order; ``after`` says whether to go on."""
        if not apart:
            return self.group(ids, before, after)
        return all(self.group([id], before, after) for id in ids)

    def group(self, ids: Sequence[str], before: Before, after: After) -> bool:
        """Run tests with the fixtures of their classes and modules shared."""
        unittest = standard("unittest")
        names = {}
        tests = []
        for id in ids:
            if id in self.items:
                # A suite drops its tests as they run, and some keep state: copy.
                test = copy_of(self.items[id])
                names[test] = id
                tests.append(test)
        result = plain_result(self.project, names, before, after)
        unittest.TestSuite(tests).run(result)
        for id in ids:
            if id not in result.seen and not result.shouldStop:
                before(id)
                found = outcome(id, "error", message="The test is gone.")
                found.update(result.outer)
                if not after(found):
                    return False
        return not result.shouldStop

    def held(self, ids: Sequence[str]) -> List[Any]:
        """Return values that the tests hold and a candidate could change."""
        return []


def module_name(path: str) -> Tuple[str, str]:
    """Return a file's dotted name and the folder it is imported from."""
    folder, name = os.path.split(os.path.splitext(path)[0])
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        name = package + "." + name
    return name, folder


def label(test: Any) -> str:
    """Return the id of a test without its file."""
    name = type(test).__qualname__ + "::" + test._testMethodName
    return str(getattr(test, "aura_name", name))


def copy_of(test: Any) -> Any:
    """Return a fresh instance of a test."""
    if hasattr(test, "aura_call"):
        return plain_case(test.aura_name, test.aura_call, test.aura_module)
    return type(test)(test._testMethodName)


def plain_tests(module: types.ModuleType) -> Iterator[Any]:
    """Yield the tests of a module: cases of unittest, then functions and classes."""
    unittest = standard("unittest")
    pending: List[Any] = [unittest.defaultTestLoader.loadTestsFromModule(module)]
    while pending:
        test = pending.pop(0)
        if isinstance(test, unittest.TestSuite):
            pending[:0] = list(test)
        else:
            yield test
    for name, value in list(vars(module).items()):
        if name.startswith("test") and isinstance(value, types.FunctionType):
            if without_arguments(value, 0):
                yield plain_case(name, value, module.__name__)
        elif (
            name.startswith("Test")
            and isinstance(value, type)
            and not issubclass(value, unittest.TestCase)
            and getattr(value, "__init__") is object.__init__
        ):
            yield from plain_methods(name, value, module.__name__)


def plain_methods(name: str, owner: type, module: str) -> Iterator[Any]:
    """Yield the test methods of a class that is not a case of unittest."""
    for method in dir(owner):
        function = getattr(owner, method)
        if method.startswith("test") and isinstance(function, types.FunctionType):
            if without_arguments(function, 1):
                call = method_call(owner, method)
                yield plain_case(name + "::" + method, call, module)


def method_call(owner: type, method: str) -> Callable[[], None]:
    """Return a call of a method on a new instance, with its set-up and tear-down."""

    def call() -> None:
        """Run the method on an object of its own."""
        instance = owner()
        prepare = getattr(instance, "setup_method", None)
        clean = getattr(instance, "teardown_method", None)
        bound = getattr(instance, method)
        if prepare is not None:
            prepare(*([bound] if takes_argument(prepare) else []))
        try:
            bound()
        finally:
            if clean is not None:
                clean(*([bound] if takes_argument(clean) else []))

    return call


def takes_argument(method: Any) -> bool:
    """Tell whether a bound method wants the test method."""
    return bool(method.__func__.__code__.co_argcount > 1)


def without_arguments(function: types.FunctionType, bound: int) -> bool:
    """Tell whether a function can be called with only ``self`` or nothing."""
    code = function.__code__
    needed = code.co_argcount - len(function.__defaults__ or ())
    asynchronous = code.co_flags & 0x280  # CO_COROUTINE, CO_ASYNC_GENERATOR
    return needed <= bound and not code.co_kwonlyargcount and not asynchronous


def plain_case(name: str, call: Callable[[], None], module: str) -> Any:
    """Return a case of unittest that calls a plain function."""
    unittest = standard("unittest")

    class Plain(unittest.TestCase):  # type: ignore[misc, name-defined]
        """Run a plain function as a case of unittest."""

        aura_name = name
        aura_call = staticmethod(call)
        aura_module = module

        def runTest(self) -> None:
            """Run the function."""
            self.aura_call()

    Plain.__module__ = module
    return Plain()


class Noted:
    """What a result of unittest does here: tell the outcome of each test at once."""

    def __init__(
        self, project: Project, names: Dict[Any, str], before: Before, after: After
    ) -> None:
        """Take the names of the tests and whom to tell."""
        super().__init__()
        self.project = project
        self.names = names
        self.before = before
        self.after = after
        self.seen: Set[str] = set()
        self.outer: Message = {}
        self.found: Message = {}
        self.since: float = 0.0

    def startTest(self, test: Any) -> None:
        """Note that a test begins."""
        id = self.names.get(test, "")
        self.found = outcome(id, "passed")
        self.before(id)
        self.since = time.process_time()

    def stopTest(self, test: Any) -> None:
        """Note how it ended, and stop when that is asked for."""
        id = self.found["id"]
        if id in self.seen:
            return
        self.seen.add(id)
        self.found["seconds"] = round(time.process_time() - self.since, 6)
        if not self.after(self.found):
            self.shouldStop = True

    def worse(self, test: Any, error: BaseException) -> None:
        """Note an error, unless a worse one is known."""
        said = dict(describe(self.project, error), outcome=ended(error))
        if not hasattr(test, "_testMethodName"):  # a fixture of a class or module
            self.outer = said
        elif self.found.get("outcome") in ("passed", "skipped"):
            self.found.update(said)

    def addError(self, test: Any, err: Any) -> None:
        """Note an error."""
        self.worse(test, err[1])

    def addFailure(self, test: Any, err: Any) -> None:
        """Note a failure."""
        self.worse(test, err[1])

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        """Note a part of a test that failed."""
        if err is not None:
            self.worse(test, err[1])

    def addSkip(self, test: Any, reason: str) -> None:
        """Note that a test was skipped."""
        inside = hasattr(test, "_testMethodName")
        (self.found if inside else self.outer).update(outcome="skipped", message=reason)

    def addExpectedFailure(self, test: Any, err: Any) -> None:
        """Let it count as passed."""
        pass

    def addUnexpectedSuccess(self, test: Any) -> None:
        """Let it count as failed."""
        text = "It passed though it was expected to fail."
        self.found.update(outcome="failed", message=text)


def plain_result(*arguments: Any) -> Any:
    """Return a result of unittest; see :class:`Noted`."""
    unittest = standard("unittest")

    class Result(Noted, unittest.TestResult):  # type: ignore[misc, name-defined]
        """Stand where unittest wants its own kind of result."""

        pass

    return Result(*arguments)


# -- exchanging code -----------------------------------------------------------------


class Snippet(NamedTuple):
    """A statement at the top of a module: its text without decorators' lines cut."""

    start: int
    end: int
    line: int
    text: str


class Source:
    """The text of a loaded file, cut where a change can be compiled alone."""

    def __init__(self, path: str, text: str) -> None:
        """Take the text, and compile it once."""
        self.path = path
        self.text = text
        self.code: types.CodeType = compile(text, path, "exec", dont_inherit=True)
        self.snippets: List[Snippet] = []
        self.compiled: Dict[int, Any] = {}
        self.flags: int = 0
        self._cut(ast.parse(text))

    def _cut(self, tree: ast.Module) -> None:
        """Find where the lines of the functions begin."""
        starts = [0]
        for line in self.text.splitlines(True):
            starts.append(starts[-1] + len(line))
        if len(self.text.splitlines()) != self.text.count("\n") + (
            not self.text.endswith("\n")
        ):
            return  # form feeds and their like: lines are not what they seem
        bodies = tree.body
        for number, node in enumerate(bodies):
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                for alias in node.names:
                    feature = FUTURE.get(alias.name)
                    self.flags |= feature.compiler_flag if feature else 0
            if not isinstance(
                node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
            ):
                continue
            lines = [node.lineno] + [part.lineno for part in node.decorator_list]
            first = min(lines)
            last = first
            for part in ast.walk(node):
                end_line: Any = getattr(part, "end_lineno", None)
                last = max(last, end_line or getattr(part, "lineno", 0))
            following = len(starts)
            if number + 1 < len(bodies):
                after = bodies[number + 1]
                lines = [after.lineno]
                lines += [d.lineno for d in getattr(after, "decorator_list", [])]
                following = min(lines)
            if sys.version_info < (3, 8):
                last = following - 1  # no end positions: up to the next statement
            if last >= following or node.col_offset != 0:
                continue
            end = starts[min(following - 1, len(starts) - 1)]
            start = starts[first - 1]
            self.snippets.append(Snippet(start, end, first, self.text[start:end]))

    def changed(self, text: str) -> Optional[Tuple[int, str]]:
        """Return the one snippet in which a new text differs, and its new text."""
        old = self.text
        shift = len(text) - len(old)
        for number, snippet in enumerate(self.snippets):
            if text.startswith(snippet.text[:1], snippet.start) and (
                text[: snippet.start] == old[: snippet.start]
                and text[snippet.end + shift :] == old[snippet.end :]
                and snippet.end + shift > snippet.start
            ):
                new = text[snippet.start : snippet.end + shift]
                return (number, new) if new.endswith("\n") else None
        return None

    def compile_snippet(self, number: int, text: str) -> Any:
        """Compile the text of a snippet at its place."""
        padded = "\n" * (self.snippets[number].line - 1) + text
        return compile(padded, self.path, "exec", self.flags, True)

    def swaps(self, text: str, executed: Set[Any]) -> Optional[List[Tuple[Any, Any]]]:
        """Return old and new code objects to exchange; None when that is not exact.

        Raises:
            SyntaxError, ValueError: the new text does not compile.
        """
        part = self.changed(text)
        if part is None:
            old, new = self.code, compile(text, self.path, "exec", dont_inherit=True)
        else:
            number, piece = part
            if number not in self.compiled:
                whole = self.snippets[number].text
                self.compiled[number] = self.compile_snippet(number, whole)
            old = self.compiled[number]
            new = self.compile_snippet(number, piece)
        found: List[Tuple[Any, Any]] = []
        return found if exchange(old, new, executed, found) else None


def exchange(
    old: Any, new: Any, executed: Set[Any], found: List[Tuple[Any, Any]]
) -> bool:
    """Gather the functions to exchange; false when something ran already.

    What ran while importing was shaped by the old code, so an exchange would miss
    it. Modules and class bodies always ran, functions when they were seen.
    """
    if old == new:
        return True
    function = old.co_flags & OPTIMIZED and (
        not old.co_name.startswith("<") or old.co_name == "<lambda>"
    )
    if function:
        found.append((old, new))
        if old.co_freevars != new.co_freevars or old.co_name != new.co_name:
            return False
        if old not in executed:
            return True
    if shape(old) != shape(new):
        return False
    inner = zip(inner_codes(old), inner_codes(new))
    return all(exchange(a, b, executed, found) for a, b in inner)


def shape(code: Any) -> Tuple[Any, ...]:
    """Return all of a code object that is its own, without lines and inner codes."""
    constants = [
        "<code>" if isinstance(c, types.CodeType) else (type(c), repr(c))
        for c in code.co_consts
    ]
    return (
        code.co_code,
        constants,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_argcount,
        code.co_kwonlyargcount,
        getattr(code, "co_posonlyargcount", 0),
        code.co_flags,
        code.co_name,
        getattr(code, "co_exceptiontable", b""),
    )


def inner_codes(code: Any) -> List[Any]:
    """Return the code objects among the constants."""
    return [c for c in code.co_consts if isinstance(c, types.CodeType)]


class Swapper:
    """Puts patched functions into loaded modules and takes them out again."""

    def __init__(self, project: Project) -> None:
        """Take the modules that the tests have loaded."""
        self.project = project
        self.sources: Dict[str, Optional[Source]] = {}
        self.functions: Dict[Tuple[str, Any], List[types.FunctionType]] = {}
        for value in gc.get_objects():
            if type(value) is types.FunctionType:
                path = project.relative(filename(value.__code__))
                if path:
                    key = (path, value.__code__)
                    self.functions.setdefault(key, []).append(value)
        self.loaded: Dict[str, List[types.ModuleType]] = project.modules()

    def prepare(self, paths: Sequence[str]) -> None:
        """Read and compile files that will be patched; kept for all candidates."""
        for path in paths:
            if path in self.sources:
                continue
            self.sources[path] = None
            if path in self.loaded:
                try:
                    text = read_source(self.project.absolute(path))
                    self.sources[path] = Source(self.project.absolute(path), text)
                except (OSError, SyntaxError, ValueError):
                    pass  # it will be imported again

    def plan(self, files: Dict[str, str]) -> Optional[List[Tuple[Any, Any]]]:
        """Return functions with their new code; None when it takes an import.

        Raises:
            SyntaxError, ValueError: a file does not compile.
        """
        plan: Optional[List[Tuple[Any, Any]]] = []
        for path, text in files.items():
            source = self.sources.get(path)
            if source is None:
                compile(text, self.project.absolute(path), "exec", dont_inherit=True)
                plan = None
                continue
            swaps = source.swaps(text, self.project.executed)
            for old, new in swaps or ():
                functions = self.functions.get((path, old), ())
                if not functions:
                    swaps = None
                elif plan is not None:
                    plan.extend((function, new) for function in functions)
            plan = None if swaps is None else plan
        return plan


def read_source(path: str) -> str:
    """Read a Python file in its declared encoding, with its line ends unified."""
    with standard("tokenize").open(path) as file:
        return str(file.read())


# -- what candidates leave behind ----------------------------------------------------

PLAIN = (int, float, complex, str, bytes, bool, type(None), range, types.CodeType)
OPAQUE = "opaque"


def traces(project: Project, loaded: Any, extra: List[Any]) -> Any:
    """Return a value that differs when what the modules hold was changed.

    It looks at containers, functions, classes and instances from the modules'
    names on; ``OPAQUE`` when there is too much, or state that cannot be seen.
    """
    seen: Set[int] = set()
    print_: List[int] = []
    stack: List[Any] = list(extra)
    for group in loaded.values():
        for module in group:
            space = vars(module)
            print_.append(len(space))
            for name, value in space.items():
                if not name.startswith("__"):
                    print_.append(id(value))
                    stack.append(value)
    while stack:
        value = stack.pop()
        kind = type(value)
        if kind in PLAIN or id(value) in seen:
            continue
        seen.add(id(value))
        if len(seen) > SPREAD:
            return OPAQUE
        inner = parts(project, value, kind)
        if inner is None:
            return OPAQUE
        print_.append(len(inner))
        for part in inner:
            print_.append(id(part))
            if type(part) not in PLAIN:
                stack.append(part)
    return print_


STATELESS = (types.ModuleType, types.BuiltinFunctionType, types.MethodType)


def parts(project: Project, value: Any, kind: type) -> Optional[List[Any]]:
    """Return what a value is made of; None when that cannot be seen."""
    if issubclass(kind, dict):
        return list(value.keys()) + list(value.values())
    if issubclass(kind, (list, tuple, set, frozenset)) or kind.__name__ == "deque":
        return list(value)
    if kind is bytearray:
        return [len(value), hash(bytes(value))]
    if issubclass(kind, (types.FunctionType, type)):
        return definition(project, value)
    if issubclass(kind, STATELESS):
        return []
    if issubclass(kind, (staticmethod, classmethod)):
        return [value.__func__]
    if issubclass(kind, property):
        return [value.fget, value.fset, value.fdel]
    if hasattr(kind, "cache_clear"):
        return []  # emptied before each candidate
    if hasattr(kind, "__next__") or kind.__name__ in ("Random", "TextIOWrapper"):
        return None
    space = getattr(value, "__dict__", None)
    return list(space.values()) if isinstance(space, dict) else []


# What unittest writes on a class of tests each time it has run some of it.
NOTES = ("tearDown_exceptions", "_classSetupFailed", "_class_cleanups")


def definition(project: Project, value: Any) -> List[Any]:
    """Return what a function or a class of the project holds."""
    if isinstance(value, type):
        module = sys.modules.get(value.__module__)
        path = getattr(module, "__file__", None) or ""
        if not project.relative(path):
            return []
        return [one for name, one in vars(value).items() if name not in NOTES]
    if not project.relative(filename(value.__code__)):
        return []
    inner = [value.__defaults__, value.__kwdefaults__, value.__dict__]
    for cell in value.__closure__ or ():
        try:
            inner.append(cell.cell_contents)
        except ValueError:
            pass  # still empty
    return inner


def caches(loaded: Any) -> List[Any]:
    """Return the cached functions of the modules; a candidate must not see theirs."""
    found = []
    for group in loaded.values():
        for module in group:
            for value in list(vars(module).values()):
                inner = vars(value).values() if isinstance(value, type) else ()
                for one in (value, *inner):
                    if hasattr(type(one), "cache_clear"):
                        found.append(one)
    return found


# -- watching lines ------------------------------------------------------------------


class Watch:
    """Sees which lines of the project run, and the values of locals where asked."""

    def __init__(self, project: Project) -> None:
        """Take the files whose lines count."""
        self.project = project
        self.quiet: Set[str] = {project.absolute(path) for path in project.tests}
        self.covered: Dict[str, Set[int]] = {}
        self.values: Optional[Dict[Tuple[str, int], Any]] = None
        self.hits: Dict[Tuple[str, int], int] = {}
        self.known: Dict[str, Set[int]] = {}
        self.watchers: Dict[int, Tuple[types.CodeType, Any]] = {}

    def begin(self, values: bool) -> None:
        """Watch from here on, for one test."""
        self.covered = {}
        self.hits = {}
        self.known = {}
        self.watchers = {}
        self.values = {} if values else None
        self.on()

    def end(self) -> Message:
        """Stop, and return what was seen in JSON form."""
        self.off()
        found: Message = {
            "covered": {path: sorted(lines) for path, lines in self.covered.items()}
        }
        if self.values is not None:
            found["locals"] = [
                [path, line, {n: [sorted(t), v] for n, (t, v) in names.items()}]
                for (path, line), names in self.values.items()
            ]
        return found

    def look(self, path: str, line: int, names: Dict[str, Any]) -> bool:
        """Note the values of names at a place; false when it was seen often enough."""
        place = (path, line)
        hits = self.hits.get(place, 0) + 1
        self.hits[place] = hits
        assert self.values is not None  # nosec B101 # tells the type checker
        known = self.values.setdefault(place, {})
        for name, value in list(names.items()):
            if name.startswith(("__", "@", ".")):
                continue
            kinds, texts = known.setdefault(name, (set(), []))
            kinds.add(type(value).__name__)
            if len(texts) < VALUES and simple(value):
                text = shown(value, SHORT)
                if text not in texts:
                    texts.append(text)
        return hits < HITS

    def on(self) -> None:
        """Trace, in all threads."""
        threading.settrace(self._call)
        sys.settrace(self._call)

    def off(self) -> None:
        """Trace no more."""
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type,unused-ignore]

    def _call(self, frame: Any, event: str, value: Any) -> Any:
        """Return what watches a function; one that is called often is known."""
        code = frame.f_code
        found = self.watchers.get(id(code))
        if found is None:  # kept, so that no other code gets its id
            found = self.watchers[id(code)] = (code, self._watcher(code))
        return found[1]

    def _watcher(self, code: types.CodeType) -> Any:
        """Return a trace function for a function of the project, else nothing."""
        path = self.project.relative(filename(code))
        if not path:
            return None
        lines = self.covered.setdefault(path, set())
        if self.values is not None and code.co_filename not in self.quiet:
            return self._looking(path, lines, code.co_flags & OPTIMIZED)

        def local(frame: Any, event: str, value: Any) -> Any:
            """Note a line."""
            lines.add(frame.f_lineno)
            return local

        return local

    def _looking(self, path: str, lines: Set[int], named: int) -> Any:
        """Return a trace function that looks at locals and what is returned."""
        hits = self.hits
        known = self.known.setdefault(path, set())

        def local(frame: Any, event: str, value: Any) -> Any:
            """Note a line, and the values at it a few times."""
            line = frame.f_lineno
            if event == "line":
                if line in known:
                    return local
                lines.add(line)
                if not named or not self.look(path, line, frame.f_locals):
                    known.add(line)
            elif event == "return" and hits.get((path, -line), 0) < HITS:
                hits[(path, -line)] = hits.get((path, -line), 0) + 1
                self.look(path, line, {"<return>": value})
            return local

        return local


MONITORING: Any = getattr(sys, "monitoring", None)  # from Python 3.12


class Monitor(Watch):
    """Does it by ``sys.monitoring``, which forgets lines it need not see again."""

    def on(self) -> None:
        """Listen to lines, and to what is returned where values are asked for."""
        tool, events = MONITORING.PROFILER_ID, MONITORING.events
        if MONITORING.get_tool(tool) is None:
            MONITORING.use_tool_id(tool, "judge")
            MONITORING.register_callback(tool, events.LINE, self._line)
            MONITORING.register_callback(tool, events.PY_RETURN, self._return)
        MONITORING.restart_events()
        chosen = events.LINE | (events.PY_RETURN if self.values is not None else 0)
        MONITORING.set_events(tool, chosen)

    def off(self) -> None:
        """Listen no more."""
        MONITORING.set_events(MONITORING.PROFILER_ID, 0)

    def _line(self, code: types.CodeType, line: int) -> Any:
        """Note a line, and no more once it is known."""
        path = self.project.relative(code.co_filename)
        if not path:
            return MONITORING.DISABLE
        self.covered.setdefault(path, set()).add(line)
        if self.values is None or code.co_filename in self.quiet:
            return MONITORING.DISABLE
        names = sys._getframe(1).f_locals if code.co_flags & OPTIMIZED else {}
        return None if self.look(path, line, names) else MONITORING.DISABLE

    def _return(self, code: types.CodeType, offset: int, value: Any) -> Any:
        """Note what a function returns."""
        path = self.project.relative(code.co_filename)
        if not path or code.co_filename in self.quiet or self.values is None:
            return MONITORING.DISABLE
        line = sys._getframe(1).f_lineno
        more = self.look(path, line, {"<return>": value})
        return None if more else MONITORING.DISABLE


def simple(value: Any, depth: int = 2) -> bool:
    """Tell whether showing a value runs no code of the project and is short."""
    kind = type(value)
    if kind in (int, float, complex, bool, type(None), range):
        return not (kind is int and value.bit_length() > 256)
    if kind in (str, bytes):
        return len(value) <= SHORT
    if kind in (list, tuple, set, frozenset):
        return (
            depth > 0 and len(value) <= 20 and all(simple(v, depth - 1) for v in value)
        )
    if kind is dict:
        pairs = [part for pair in value.items() for part in pair]
        return (
            depth > 0 and len(value) <= 10 and all(simple(v, depth - 1) for v in pairs)
        )
    return False


class Imports:
    """Sees which functions of the project run while it is imported."""

    def __init__(self, project: Project) -> None:
        """Take the project whose imports are watched."""
        self.project = project

    def __enter__(self) -> None:
        """Begin to watch."""
        if MONITORING is not None:
            tool, event = MONITORING.PROFILER_ID, MONITORING.events.PY_START
            MONITORING.use_tool_id(tool, "judge")
            MONITORING.register_callback(tool, event, self._start)
            MONITORING.set_events(tool, event)
            return
        executed, lead = self.project.executed, self.project.lead

        def call(frame: Any, event: str, value: Any) -> None:
            """Note that code was executed."""
            if filename(frame.f_code).startswith(lead):
                executed.add(frame.f_code)

        sys.settrace(call)

    def __exit__(self, *_: Any) -> None:
        """Stop watching."""
        if MONITORING is None:
            sys.settrace(None)
            return
        tool = MONITORING.PROFILER_ID
        MONITORING.set_events(tool, 0)
        MONITORING.register_callback(tool, MONITORING.events.PY_START, None)
        MONITORING.free_tool_id(tool)

    def _start(self, code: types.CodeType, offset: int) -> Any:
        """Note that code was executed, once."""
        if self.project.relative(code.co_filename):
            self.project.executed.add(code)
        return MONITORING.DISABLE


# -- children ------------------------------------------------------------------------

_PRCTL: Any = None


def prctl(option: int, value: int) -> None:
    """Set a property of this process, on Linux; elsewhere nothing happens."""
    global _PRCTL
    if _PRCTL is None:
        _PRCTL = False
        if sys.platform.startswith("linux"):
            try:
                _PRCTL = standard("ctypes").CDLL(None).prctl
            except (ImportError, OSError, AttributeError):
                pass
    if _PRCTL:
        _PRCTL(option, value, 0, 0, 0)


PDEATHSIG, SUBREAPER = 1, 36  # from <linux/prctl.h>
TEMPORARY, ELSEWHERE = 1, 2  # which files a child may have changed


class Offspring:
    """A forked child at work, and the messages it sends.

    Attributes:
        ended: empty while all is well, else ``cpu``, ``wall``, ``crowd``, or what
            signal or status the child ended with.
        at: numbers the child keeps up to date: the candidate and the test it is busy
            with, and whether it may have changed files; they outlive it.
    """

    def __init__(self, server: "Server", work: Callable[[Give, Any], Any]) -> None:
        """Fork; the child works and ends."""
        self.server = server
        self.at: Any = mmap.mmap(-1, 24)
        self.ended: str = ""
        self.status: Optional[int] = None
        self.source: int
        self.source, target = os.pipe()
        self.leader = 0
        self.pid: int = os.fork()
        if self.pid == 0:
            os.close(self.source)
            self.child(work, target)
        os.close(target)

    def mark(self, candidate: int, test: int) -> None:
        """In the child: say what it is busy with."""
        struct.pack_into("qq", self.at, 0, candidate, test)

    def busy(self) -> Tuple[int, int]:
        """Return the candidate and the test the child was busy with."""
        candidate, test = struct.unpack_from("qq", self.at, 0)
        return candidate, test

    def touch(self, where: int) -> None:
        """In the child: say that it may have changed files: ``TEMPORARY`` or others."""
        known = self.touched()
        if where > known:
            struct.pack_into("q", self.at, 16, where)

    def touched(self) -> int:
        """Return which files the child may have changed; 0 for none."""
        return int(struct.unpack_from("q", self.at, 16)[0])

    def child(self, work: Callable[[Give, Any], Any], target: int) -> None:
        """Be the child; never returns."""
        status = 3
        try:
            if self.server.fence is not None:
                self.server.fence.touch = self.touch
            prctl(PDEATHSIG, signal.SIGKILL)
            os.setsid()
            self.server.close()
            if self.server.project.shield:
                pid = os.fork()
                if pid:
                    os.close(target)
                    _, code = os.waitpid(pid, 0)
                    if os.WIFSIGNALED(code):
                        signal.signal(os.WTERMSIG(code), signal.SIG_DFL)
                        os.kill(os.getpid(), os.WTERMSIG(code))
                    os._exit(os.WEXITSTATUS(code))
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            confine()
            work(Channel(-1, target).give, self)
            status = 0
        except BaseException:
            pass
        finally:
            os._exit(status)

    def messages(self, wall: Callable[[], float]) -> Iterator[bytes]:
        """Yield the child's messages; end it when it is asleep for ``wall()`` seconds.

        Only looks that find nothing of it at work count, so a machine that is busy
        with other things takes no time from it.
        """
        buffer = bytearray()
        asleep = 0.0
        told = time.monotonic()
        crowd = self.server.crowd()
        watched = [self.source, self.server.channel.source]
        try:
            while True:
                ready, _, _ = select.select(watched, [], [], SLICE)
                now = time.monotonic()
                if now - told > ALIVE:
                    self.server.channel.give({"alive": True})
                    told = now
                if self.source in ready:
                    piece = os.read(self.source, 65536)
                    if not piece:
                        return
                    buffer += piece
                    while len(buffer) >= 4:
                        size = int.from_bytes(buffer[:4], "big")
                        if len(buffer) < 4 + size:
                            break
                        yield bytes(buffer[4 : 4 + size])
                        del buffer[: 4 + size]
                        asleep = 0.0
                elif ready:
                    self.server.leave()  # nobody asks any more
                elif self.exited():
                    # What it left behind still holds the pipe; its last words may
                    # have come since.
                    if not select.select([self.source], [], [], 0)[0]:
                        return
                elif self.server.crowd() > crowd + CROWD and crowded():
                    self.ended = "crowd"
                    return
                elif not (at_work(self.pid) or any(map(at_work, descendants()))):
                    asleep += SLICE
                    if asleep > wall():
                        self.ended = "wall"
                        return
        finally:
            self.finish()

    def finish(self) -> None:
        """Leave nothing of the child behind, and note how it ended."""
        killed = self.ended
        if killed:
            kill_group(self.pid)
        else:
            self.wait()
        status = self.reap()
        os.close(self.source)
        self.server.sweep()
        if not killed and os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            cpu = number in (signal.SIGPROF, signal.SIGXCPU)
            self.ended = "cpu" if cpu else "signal %d" % number
        elif not killed and os.WEXITSTATUS(status):
            self.ended = "status %d" % os.WEXITSTATUS(status)

    def exited(self) -> bool:
        """Tell whether the child has ended."""
        if self.status is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid:
                self.status = status
        return self.status is not None

    def wait(self) -> None:
        """Wait for a child that has said all to end; its threads may linger."""
        until = time.monotonic() + LINGER_MOST
        pause = asleep = 0.0
        while asleep < LINGER and time.monotonic() < until and not self.exited():
            time.sleep(pause)
            asleep += 0.0 if at_work(self.pid) else pause
            pause = min(0.01, pause + 0.0005)

    def reap(self) -> int:
        """Kill the child's group and return the child's status."""
        ended = self.exited()
        kill_group(self.pid, leader=not ended)
        if not ended:
            try:
                self.status = os.waitpid(self.pid, 0)[1]
            except ChildProcessError:
                self.status = 0
        return self.status or 0


def kill_group(pid: int, *, leader: bool = True) -> None:
    """Kill a session's group; and the leader alone, before it has made one."""
    for kill in (os.killpg, os.kill) if leader else (os.killpg,):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def look(path: str) -> List[bytes]:
    """Return what the kernel says of a process or thread, from its state on."""
    try:
        with open(path + "/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return []


def at_work(pid: int) -> bool:
    """Tell whether a process runs, or would if it had a processor or a disk.

    Without ``/proc`` nothing does: then the clock is all there is.
    """
    place = "/proc/%d" % pid
    if b"".join(look(place)[:1]) in (b"R", b"D"):
        return True
    try:
        tasks = os.listdir(place + "/task")
    except OSError:
        return False
    threads = tasks if len(tasks) > 1 else []
    return any(look(place + "/task/" + one)[:1] in ([b"R"], [b"D"]) for one in threads)


def descendants() -> List[int]:
    """Return the children of this process, and theirs, and so on, on Linux."""
    parents: Dict[int, List[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            fields = look("/proc/" + name)
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(name))
    found = parents.get(os.getpid(), [])[:]
    for pid in found:  # it grows meanwhile
        found.extend(parents.get(pid, ()))
    return found


def crowded() -> bool:
    """Tell whether what this process has started looks like a fork bomb."""
    threads = (
        int((look("/proc/%d" % pid) or [b"0"] * 18)[17]) for pid in descendants()
    )
    return sum(threads) > CROWD


def confine() -> None:
    """Set limits for this process and what it starts; limits CPU time elsewhere."""
    limit("RLIMIT_FSIZE", FILE)
    limit("RLIMIT_CORE", 0)
    if sys.platform.startswith("linux"):
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        limit("RLIMIT_AS", used + MEMORY)


def limit(name: str, value: int) -> None:
    """Lower one limit of resources, where the platform has it."""
    number = getattr(resource, name, None)
    if number is None:
        return
    try:
        _, hard = resource.getrlimit(number)
        if hard != resource.RLIM_INFINITY:
            value = hard if value == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, hard))
    except (OSError, ValueError):
        pass


def allow(seconds: float, *, soft: bool = False) -> None:
    """Give this process so much more CPU time; 0 takes all limits away.

    Args:
        soft: raise :class:`Overtime` in the test first, and kill only a process that
            does not heed it; otherwise the kernel ends the process.
    """
    if not hasattr(signal, "setitimer"):
        return
    if not seconds:
        signal.setitimer(signal.ITIMER_PROF, 0)
        limit("RLIMIT_CPU", resource.RLIM_INFINITY)
        return
    signal.signal(signal.SIGPROF, over if soft else signal.SIG_DFL)
    # The limit is for code that is deaf to signals, and for what the tests start.
    limit("RLIMIT_CPU", int(time.process_time() + seconds) + 2)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.25)


class Allowance:
    """The CPU time of one candidate: for its first test, each further one, and all.

    One that passes a test and is endless in the next must not use up what many tests
    may need together.
    """

    def __init__(self, message: Message) -> None:
        """Take the limits of a request."""
        first, each, rest = message["cpu"]
        self.first: float = float(first)
        self.each: float = float(each)
        self.rest: float = float(rest)
        self.since: float = time.process_time()
        self.end: float = 0.0

    def begin(self, more: float = 0.0) -> None:
        """Begin with the first test, or with what comes before it and takes more."""
        allow(self.first + more)

    def go_on(self) -> None:
        """Allow another test, once one has passed."""
        now = time.process_time()
        self.end = self.end or now + self.rest
        allow(max(0.001, min(self.each, self.end - now)))


def over(number: int, frame: Any) -> None:
    """Tell a test that its time is used up; the next time it is killed."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    raise Overtime("The CPU time of the test is used up.")


# -- beyond the tests ----------------------------------------------------------------


def examples(project: Project, paths: List[str]) -> Dict[str, bool]:
    """Run the examples in docstrings of files; return which pass, by name."""
    found: Dict[str, bool] = {}
    loaded = project.modules()
    for path in paths:
        for module in loaded.get(path, ()):
            with open(project.absolute(path), "rb") as file:
                if b">>>" not in file.read():
                    continue
            doctest = standard("doctest")
            runner = doctest.DocTestRunner(verbose=False)
            for test in doctest.DocTestFinder(exclude_empty=True).find(module):
                if test.examples:
                    failed, _ = runner.run(test, out=lambda text: None)
                    found[path + "::" + test.name] = not failed
    return found


class Calls:
    """The calls that tests make of the project's functions, with plain arguments."""

    def __init__(self, project: Project) -> None:
        """Begin with no call recorded."""
        self.project = project
        self.tests: Set[str] = {project.absolute(path) for path in project.tests}
        self.known: Dict[Any, Tuple[str, Any, List[Tuple[Any, ...]]]] = {}

    def record(self, run: Any, ids: List[str]) -> None:
        """Run tests and note what functions are called with from a test file."""

        def called(frame: Any, event: str, value: Any) -> None:
            """Note a call that a test makes."""
            back = frame.f_back
            if event != "call" or back is None:
                return
            if filename(back.f_code) in self.tests:
                self.note(frame)

        sys.setprofile(called)
        try:
            run.run(ids, lambda id: None, lambda found: True)
        finally:
            sys.setprofile(None)

    def note(self, frame: Any) -> None:
        """Keep one call when it is of a plain function with plain arguments."""
        copy = standard("copy")
        code: Any = frame.f_code
        if not self.project.relative(filename(code)) or code.co_flags & 0x2AC:
            return  # with *args or **kwargs, a generator or a coroutine
        function: Any = frame.f_globals.get(code.co_name)
        own = getattr(function, "__code__", None) is code
        if not own or code.co_kwonlyargcount:
            return
        values = [frame.f_locals.get(x) for x in code.co_varnames[: code.co_argcount]]
        if values and all(simple(value, 3) for value in values):
            entry = self.known.setdefault(code, (code.co_name, function, []))
            if len(entry[2]) < RECORDED:
                entry[2].append(tuple(copy.deepcopy(values)))

    def functions(self) -> List[Tuple[str, Any, List[Tuple[Any, ...]]]]:
        """Return name, function and calls of each."""
        return list(self.known.values())


def result_of(function: Any, call: Tuple[Any, ...]) -> Tuple[str, Any]:
    """Call a function.

    Returns:
        What it returns or raises, and what it did to its arguments, as text; and the
        value it returns, or an exception.
    """
    copy = standard("copy")
    given = copy.deepcopy(call)
    try:
        value = function(*given)
        text = shown(value, SIDE)
        if " at 0x" in text:  # an address, which is never the same
            text = "<%s>" % type(value).__name__
    except Overtime as error:
        return "does not end", error
    except BaseException as error:
        return "raises " + type(error).__name__, error
    after = shown(given, SIDE)
    return (text if after == shown(call, SIDE) else text + " and " + after), value


# -- the fence -----------------------------------------------------------------------

WRITING: Dict[str, Tuple[int, ...]] = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "shutil.rmtree": (0,),
}
# What may write where nobody looks.
STARTING = frozenset(
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn os.fork os.forkpty "
    "ctypes.dlopen sqlite3.connect pty.spawn os.startfile".split()
)
# Names what is refused.
LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "/")  # nosec B104


class Fence:
    """Refuses what a test in a scratch copy has no business with."""

    def __init__(self, project: Project) -> None:
        """Take the folders in which tests may write."""
        self.lead: str = project.lead
        self.owner: int = os.getpid()
        self.marker: str = project.marker
        common = ("/tmp", "/var/tmp", "/dev")  # nosec B108 # names what is watched
        self.inside: str = os.path.dirname(project.root) + os.sep
        self.tmp: str = project.tmp + os.sep
        self.touch: Callable[[int], None] = lambda where: None
        self.free: Tuple[str, ...] = tuple(folder + os.sep for folder in common)
        self.pristine: str = project.pristine.rstrip(os.sep) + os.sep
        self.off = False

    def __call__(self, event: str, arguments: Tuple[Any, ...]) -> None:
        """Refuse what a test has no business with."""
        if self.off or os.getpid() == self.owner:
            return  # only children run tests
        if event == "open":
            self.opens(*arguments)
        elif event in WRITING:
            for number in WRITING[event]:
                self.writes(arguments[number] if number < len(arguments) else "")
        elif event in STARTING:
            self.touch(ELSEWHERE)
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else address
            if isinstance(address, tuple) and not str(host).startswith(LOCAL):
                raise OSError(errno.ENETUNREACH, "the network is out of bounds")
        elif event == "socket.getaddrinfo":
            host = arguments[0]
            if host and not str(host).startswith(LOCAL):
                raise OSError(errno.ENETUNREACH, "the network is out of bounds")
        elif event in ("os.kill", "os.killpg"):
            self.signals(event, arguments)

    def opens(self, path: Any, mode: Any, flags: Any) -> None:
        """Refuse to open a file for writing that is none of the test's."""
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if isinstance(mode, str):  # PyPy has no flags then
            writes = not set("wax+").isdisjoint(mode)
        if writes and not isinstance(path, (str, bytes)):
            self.touch(ELSEWHERE)
        elif writes and not self.may(path, True):
            raise PermissionError(errno.EACCES, "outside of the scratch copy", path)

    def writes(self, path: Any) -> None:
        """Refuse to change or remove what is none of the test's."""
        if not (isinstance(path, (str, bytes)) or hasattr(path, "__fspath__")):
            self.touch(ELSEWHERE)
        elif path and not self.may(os.fspath(path), False):
            raise PermissionError(errno.EACCES, "outside of the scratch copy", path)

    def may(self, path: Any, opens: bool) -> bool:
        """Tell whether a path may be written; opening is freer than removing."""
        full = os.path.realpath(os.path.abspath(os.fsdecode(path))) + os.sep
        if not full.startswith("/dev/"):
            self.touch(TEMPORARY if full.startswith(self.tmp) else ELSEWHERE)
        if full.startswith(self.inside):
            return True
        if full.startswith(self.pristine) or not full.startswith(self.free):
            return False
        # Names what is watched.
        return opens or full.startswith(("/tmp/", "/var/tmp/"))  # nosec B108

    def signals(self, event: str, arguments: Tuple[Any, ...]) -> None:
        """Refuse signals to processes that no test has started."""
        target = arguments[0]
        session = os.getsid(0)
        try:
            # A session led from outside of this pid namespace is told as 0, and so is
            # every other one: then only what is this process's own is known as such.
            own = target in (0, os.getpid()) or (
                target > 0 and session > 0 and os.getsid(target) == session
            )
            own = own and target != os.getppid()
        except OSError:
            return  # there is no such process
        if not own and target not in marked(self.marker, self.owner):
            raise PermissionError(errno.EPERM, "not a process of this test")


class Spent:
    """The time that a sequence of tests has used up, and what is left for the next.

    Where hundreds are endless for the same reason, all the time would go to them.
    """

    def __init__(self, message: Message) -> None:
        """Take the limits of a request."""
        self.each: float = float(message["limit"])
        self.most: float = float(message.get("most", 0.0))
        self.failed: bool = bool(message.get("failed"))
        self.bad: int = 0
        self.cpu: float = 0.0
        self.wall: float = 0.0
        self.late: int = 0
        self.wasted: float = 0.0

    def limit(self) -> float:
        """Return the CPU seconds of the next test."""
        steps = ((LATE, 1.0), (4 * LATE, 4.0))
        share = next((share for most, share in steps if self.late < most), 40.0)
        return max(self.each / share, min(self.each, 0.02))

    def add(self, found: Message) -> None:
        """Count the outcome of a test."""
        self.cpu += float(found["seconds"])
        self.wall += float(found.get("wall", 0.0))
        if found["outcome"] in ("failed", "error"):
            self.failed = True
            self.bad += 1
        if found["outcome"] == "timeout":
            self.late += 1
            self.wasted += float(found["seconds"])

    def over(self) -> bool:
        """Tell whether the tests that are left have to wait."""
        if self.late > 4 * LATE and self.wasted > ENDLESS * self.each:
            return True
        known = self.failed or self.late > LATE
        most = self.most / 2 if self.bad >= ENOUGH else self.most
        waited = max(0.0, self.wall - BUSY * self.cpu - SPIKE)
        return known and 0 < most < self.cpu + waited


# -- serving -------------------------------------------------------------------------


class Server:
    """Holds the collected tests and answers requests until there are no more."""

    def __init__(self, channel: Channel, project: Project) -> None:
        """Take the channel; the first request has not been read yet."""
        self.channel = channel
        self.project = project
        self.fence: Optional[Fence] = None
        self.run: Any = None
        self.swapper: Any = None
        self.manifest: Dict[str, Tuple[int, int, int]] = {}

    def close(self) -> None:
        """In a child: forget the way to whoever asks."""
        os.close(self.channel.source)
        os.close(self.channel.target)

    def crowd(self) -> int:
        """Return the number of processes and threads of the machine, or 0."""
        try:
            with open("/proc/loadavg") as file:
                return int(file.read().split()[3].split("/")[1])
        except (OSError, IndexError, ValueError):
            return 0

    def leave(self) -> None:
        """End this process and all it has started."""
        self.sweep(thorough=True)
        os._exit(0)

    def sweep(self, thorough: bool = False) -> None:
        """Kill what the children have left behind.

        As a subreaper this process inherits the orphans; one look says whether there
        are any. A thorough sweep reads the marker in the environment of all
        processes, which also finds what was started before a restart.
        """
        if not self.project.forks:
            return
        for _ in range(200):
            try:
                pid, _status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                for orphan in children(os.getpid()):
                    kill_group(orphan)
                time.sleep(0.001)
        for pid in marked(self.project.marker, os.getpid()) if thorough else ():
            kill_group(pid)

    def serve(self, run: Any) -> None:
        """Answer requests; never returns."""
        self.run = run
        self.manifest = self.survey()
        self.swapper = Swapper(self.project)
        gc.collect()
        if hasattr(gc, "freeze"):  # not in PyPy
            gc.freeze()
        self.channel.give(
            {
                "collected": run.ids,
                "errors": run.errors,
                "forks": self.project.forks,
                "runner": self.project.runner,
                "version": list(sys.version_info[:3]),
                "seconds": time.process_time(),
            }
        )
        while True:
            message = self.channel.take()
            if message is None or message["do"] == "stop":
                self.leave()
                return
            if message["do"] == "judge":
                self.judge(message)
            elif message["do"] == "examine":
                self.examine(message)
            else:
                self.sequence(message)
            self.tidy()
            self.channel.give({"done": True, "spent": not self.project.forks})
            if not self.project.forks:
                self.leave()

    # -- run and trace --

    def sequence(self, message: Message) -> None:
        """Run tests one after the other, in a new child after one that died."""
        rest = list(message["ids"])
        by_id = {found["id"]: found for found in self.run.errors}
        for id in [id for id in rest if id in by_id and id not in self.run.items]:
            self.channel.give(by_id[id])
            rest.remove(id)
        spent = Spent(message)
        while rest and not spent.over():
            if not self.project.forks:
                told = self.tests(rest, message, self.channel.give, None, spent)
                rest = [id for id in rest if id not in told]
                continue
            wall = float(message["wall"])
            child = Offspring(
                self, lambda give, own: self.tests(rest, message, give, own, spent)
            )
            answered: Set[str] = set()
            for data in child.messages(lambda: wall):
                self.channel.pass_on(data)
                found = json.loads(data.decode("utf-8"))
                answered.add(found["id"])
                spent.add(found)
            last = rest[child.busy()[1]]
            rest = [id for id in rest if id not in answered]
            if rest and (child.ended or not answered):
                guilty = last if last in rest else rest[0]
                found = died(child.ended or "an early exit", guilty)
                self.channel.give(found)
                spent.add(found)
                rest.remove(guilty)
            self.tidy(child)
        for id in rest:
            text = "There was no time to run it."
            self.channel.give(outcome(id, "unknown", message=text))

    def tests(
        self, ids: Sequence[str], message: Message, give: Give, own: Any, spent: Spent
    ) -> Set[str]:
        """In a child: run tests and send each outcome, with what was watched.

        Returns:
            The tests that were run: all, or those for which there was time.
        """
        watch: Optional[Watch] = None
        if message["do"] == "trace":
            watch = (Monitor if MONITORING else Watch)(self.project)
        wanted = set(message.get("values", ()))
        told: Set[str] = set()
        began = time.monotonic()

        def before(id: str) -> None:
            """Get ready for a test."""
            nonlocal began
            if own is not None:
                own.mark(0, ids.index(id))
            began = time.monotonic()
            allow(spent.limit(), soft=True)
            if watch is not None:
                watch.begin(id in wanted)

        def after(found: Message) -> bool:
            """Tell how a test ended; return whether to go on."""
            if watch is not None:
                found.update(watch.end())
            allow(0)
            found["wall"] = round(time.monotonic() - began, 6)
            give(found)
            spent.add(found)
            told.add(found["id"])
            return not (spent.over() or (self.run.unsound and own is not None))

        self.run.run(ids, before, after)
        return told

    # -- examining --

    def examine(self, message: Message) -> None:
        """Tell how candidates behave beyond the tests, each in a child of its own."""
        for number, files in message["batch"]:
            self.swapper.prepare(list(files))
            try:
                plan = self.swapper.plan(files)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            replaced = self.write(files) if plan is None else {}
            try:
                child = Offspring(
                    self,
                    lambda give, own: self.examined(number, files, plan, message, give),
                )
                for data in child.messages(lambda: 3 * EXAMINE + 5.0):
                    self.channel.pass_on(data)
            finally:
                self.restore(replaced)
            self.tidy(child)

    def examined(
        self, number: int, files: Any, plan: Any, message: Message, give: Give
    ) -> None:
        """In a child: run docstring examples and varied calls; say what came of them.

        What is known is sent after each part, for a later one may be endless.
        """
        found: Message = {"id": number, "examples": {}, "outputs": {}, "odd": {}}

        def look(run: Any) -> None:
            """Run examples and calls in the child, and give what came of them."""
            allow(EXAMINE)
            found["examples"] = examples(self.project, list(files))
            give(found)
            calls = Calls(self.project)
            calls.record(run, [id for id in message["tests"] if id in run.items])
            space: Dict[str, Any] = {"__name__": "variations"}
            code = compile(message["source"], "<variations>", "exec")
            exec(code, space)  # nosec B102 # our own text
            count = 0
            for name, function, given in calls.functions():
                kept = self.promised(space["promises"], function, given)
                endless = 0
                for call in space["variations"](given, message["most"]):
                    if count == VARIED or endless == TIRED:
                        break
                    count += 1
                    allow(CALL, soft=True)
                    text = name + "(" + ", ".join(map(repr, call)) + ")"
                    found["outputs"][text], value = result_of(function, call)
                    endless += isinstance(value, Overtime)
                    allow(EXAMINE)
                    odd = space["broken"](kept, call, value)
                    if odd and not isinstance(value, BaseException):
                        found["odd"][text] = odd
            give(found)

        if plan is None:
            allow(EXAMINE + self.reload())
            self.project.purge()
            sys.stdin = open(os.devnull)
            self.run.recollect(look)
        else:
            for function, code in plan:
                function.__code__ = code
            look(self.run)

    def promised(self, promises: Any, function: Any, given: List[Any]) -> Any:
        """Return what held for all results of a function that are plain values."""
        pairs = []
        for call in given:
            allow(CALL, soft=True)
            _, value = result_of(function, call)
            if simple(value, 3):
                pairs.append((call, value))
        allow(EXAMINE)
        return promises([call for call, _ in pairs], [value for _, value in pairs])

    # -- judging --

    def judge(self, message: Message) -> None:
        """Judge a batch of candidates: quick ones together, promising ones alone."""
        for number, files in message["batch"]:
            self.swapper.prepare(list(files))
        pending = list(message["batch"])
        careful: List[Any] = []
        self.before: Any = self.traces(message)
        while pending:
            pending = self.together(pending, message, careful)
        for number, files, needs in careful:
            self.alone(number, files, needs, message)

    def traces(self, message: Message) -> Any:
        """Return the traces of the process as it is."""
        held = self.run.held(message["failing"])
        return traces(self.project, self.swapper.loaded, held)

    def together(
        self, batch: List[Any], message: Message, careful: List[Any]
    ) -> List[Any]:
        """Try candidates on the failing tests in one child; return who has to wait."""
        if not self.project.forks:
            number, files = batch[0]
            careful.append((number, files, "import"))
            return batch[1:]
        unfit = set(message["failing"]) - set(self.run.items)
        if unfit or message.get("ordered"):  # nothing to run before an import
            careful.extend((n, f, "import" if unfit else "fresh") for n, f in batch)
            return []
        cpu, wall = message["cpu"], message["wall"]
        child = Offspring(self, lambda give, own: self.quick(batch, message, give, own))
        done = 0

        def patience() -> float:
            """Return how long to wait for a sign of life."""
            return float(wall[1] if child.busy()[1] > 0 else wall[0])

        for data in child.messages(patience):
            found = json.loads(data.decode("utf-8"))
            done += 1
            needs = found.pop("needs", "")
            if needs:
                careful.append((found["id"], batch[done - 1][1], needs))
            else:
                self.channel.give(found)
        if child.ended and done < len(batch):
            test = message["failing"][min(child.busy()[1], len(message["failing"]) - 1)]
            first = died(child.ended, test)
            self.channel.give(
                {
                    "id": batch[done][0],
                    "verdict": "timeout" if first["outcome"] == "timeout" else "failed",
                    "fixed": message["failing"][: child.busy()[1]],
                    "broke": [],
                    "seconds": cpu[0] if child.ended == "cpu" else 0.0,
                    "first": first,
                }
            )
            done += 1
        elif not done:  # the child could not even begin
            careful.append((batch[0][0], batch[0][1], "fresh"))
            done = 1
        self.tidy(child)
        return batch[done:]

    def quick(self, batch: List[Any], message: Message, give: Give, own: Any) -> None:
        """In a child: run the failing tests on one candidate after the other."""
        memory = caches(self.swapper.loaded)
        random = sys.modules.get("random")
        random = random if hasattr(random, "getstate") else None  # it may be theirs
        state = random.getstate() if random else None
        before = self.before
        for position, (number, files) in enumerate(batch):
            own.mark(position, 0)
            since = time.process_time()
            try:
                plan = self.swapper.plan(files)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                give(broken(self.project, number, error))
                continue
            if plan is None:
                give({"id": number, "needs": "import"})
                continue
            for cache in memory:
                cache.cache_clear()
            if random:
                random.setstate(state)
            old = [(function, function.__code__) for function, _ in plan]
            for function, code in plan:
                function.__code__ = code
            allowance = Allowance(message)
            allowance.begin()
            fixed, first = self.failing(message, position, own, allowance)
            allow(0)
            for function, code in old:
                function.__code__ = code
            if first is None:
                give({"id": number, "needs": "fresh"})
                return  # it may have left traces where nobody looks
            give(verdict(number, "failed", fixed, [], since, first))
            if before == OPAQUE or before != self.traces(message):
                return
            if own.touched() == ELSEWHERE:
                return  # the next one begins with the files as they were

    def failing(
        self, message: Message, position: int, own: Any, allowance: Allowance
    ) -> Tuple[List[str], Optional[Message]]:
        """Run the failing tests up to the first that still fails."""
        fixed: List[str] = []
        wrong: List[Message] = []
        stop = not message.get("thorough")

        def before(id: str) -> None:
            """Mark which test runs."""
            own.mark(position, message["failing"].index(id))

        def after(found: Message) -> bool:
            """Note how a test ended; return whether to go on."""
            if found["outcome"] == "passed":
                fixed.append(found["id"])
                allowance.go_on()
                return True
            wrong.append(found)
            return not stop

        self.run.run(message["failing"], before, after, apart=True)
        return fixed, (wrong[0] if wrong else None)

    def alone(self, number: int, files: Any, needs: str, message: Message) -> None:
        """Judge one candidate over all tests in a child of its own."""
        try:
            plan = self.swapper.plan(files)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.channel.give(broken(self.project, number, error))
            return
        if needs != "import" and plan is None:
            needs = "import"
        replaced = self.write(files) if needs == "import" else {}
        child: Optional[Offspring] = None
        try:
            if not self.project.forks:
                self.full(number, plan, needs, message, self.channel.give, None)
                return
            child = Offspring(
                self,
                lambda give, own: self.full(number, plan, needs, message, give, own),
            )
            wall, answered = message["wall"], False

            extra = 3 * self.reload() if needs == "import" else 0.0

            def patience() -> float:
                """Return how long to wait for a sign of life."""
                return extra + float(wall[1] if child.busy()[0] else wall[0])

            for data in child.messages(patience):
                self.channel.pass_on(data)
                answered = True
            if not answered:
                self.channel.give(self.unanswered(number, child, message))
        finally:
            self.restore(replaced)
            self.tidy(child)

    def unanswered(self, number: int, child: Offspring, message: Message) -> Message:
        """Return the verdict on a candidate whose child died."""
        order = self.order(message)
        passed, test = child.busy()
        first = died(child.ended or "an early exit", order[min(test, len(order) - 1)])
        known = set(message["failing"])
        fixed = [id for id in order[:test] if id in known]
        broke = [] if first["id"] in known else [first["id"]]
        how = "timeout" if first["outcome"] == "timeout" else "failed"
        return verdict(number, how, fixed, broke, None, first)

    def order(self, message: Message) -> List[str]:
        """Return the tests in the order a full run takes them."""
        both = message["failing"] + message["passing"]
        if message.get("ordered"):
            known = {id: at for at, id in enumerate(self.run.ids)}
            both.sort(key=lambda id: known.get(id, -1))
        return list(both)

    def full(
        self,
        number: int,
        plan: Any,
        needs: str,
        message: Message,
        give: Give,
        own: Any,
    ) -> None:
        """In a child: run all tests on one candidate, up to the first that fails."""
        told: List[Message] = []
        allowance = Allowance(message)

        def judge(run: Any) -> None:
            """Run all tests on one candidate in the child."""
            allowance.begin()
            told.append(self.all_tests(number, run, message, own, allowance))
            give(told[0])

        if needs == "import":
            allowance.begin(self.reload())
            self.project.purge()
            sys.stdin = open(os.devnull)
            self.run.recollect(judge)
        else:
            for function, code in plan:
                function.__code__ = code
            judge(self.run)
        if not told:
            first = outcome("", "error", message="The tests were not collected.")
            give(verdict(number, "broken", [], [], allowance.since, first))

    def all_tests(
        self,
        number: int,
        run: Any,
        message: Message,
        own: Any,
        allowance: Allowance,
    ) -> Message:
        """Run all tests up to the first that fails; return the verdict."""
        since = allowance.since
        failing = set(message["failing"])
        known = {found["id"] for found in self.run.errors} - failing
        for error in run.errors:
            if error["id"] not in known and error["outcome"] != "skipped":
                how = "failed" if error["id"] in failing else "broken"
                how = "timeout" if error["outcome"] == "timeout" else how
                return verdict(number, how, [], [], since, error)
        at = {id: place for place, id in enumerate(self.order(message))}
        fixed: List[str] = []
        wrong: List[Message] = []

        def before(id: str) -> None:
            """Mark which test runs."""
            if own is not None:
                own.mark(len(fixed), at.get(id, 0))

        def after(found: Message) -> bool:
            """Note how a test ended; return whether to go on."""
            id, how = found["id"], found["outcome"]
            if how != "passed" and (how != "skipped" or id in failing):
                wrong.append(found)
                return False
            if id in failing:
                fixed.append(id)
            allowance.go_on()
            return True

        run.run(expanded(self.order(message), run), before, after)
        allow(0)
        if wrong:
            broke = [] if wrong[0]["id"] in failing else [wrong[0]["id"]]
            return verdict(number, "failed", fixed, broke, since, wrong[0])
        fixed += [id for id in message["failing"] if id not in run.items]
        return verdict(number, "passed", fixed, [], since, None)

    def reload(self) -> float:
        """Return the CPU seconds it may take to import and collect again."""
        endless = any(found["outcome"] == "timeout" for found in self.run.errors)
        return 2.0 if endless else min(self.project.collect, 5 * max(0.2, self.cpu))

    cpu: float = 0.3  # seconds it took to collect

    # -- the scratch copy --

    def write(self, files: Dict[str, str]) -> Dict[str, Optional[bytes]]:
        """Put a candidate's files into the scratch copy; return what was there."""
        replaced: Dict[str, Optional[bytes]] = {}
        for relative, text in files.items():
            path = self.project.absolute(relative)
            with open(path, "rb") as file:
                replaced[relative] = file.read()
            self.put(path, encoded(text))
        return replaced

    def put(self, path: str, data: bytes) -> None:
        """Write a file of the scratch copy, also one that is read-only."""
        try:
            with open(path, "wb") as file:
                file.write(data)
        except PermissionError:
            mode = os.stat(path).st_mode
            os.chmod(path, mode | stat.S_IWUSR)
            with open(path, "wb") as file:
                file.write(data)
            os.chmod(path, mode)

    def restore(self, replaced: Dict[str, Optional[bytes]]) -> None:
        """Take a candidate's files out again."""
        for relative, data in replaced.items():
            path = self.project.absolute(relative)
            try:
                self.put(path, data or b"")
                info = os.lstat(path)
                self.manifest[relative] = (info.st_mode, info.st_size, info.st_mtime_ns)
            except OSError:
                self.tidy()

    def survey(self) -> Dict[str, Tuple[int, int, int]]:
        """Return what is in the scratch copy, with mode, size and time of files."""
        found: Dict[str, Tuple[int, int, int]] = {}
        pending = [self.project.root]
        while pending:
            folder = pending.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError:
                continue
            for entry in entries:
                relative = entry.path[len(self.project.lead) :].replace(os.sep, "/")
                try:
                    info = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                if stat.S_ISDIR(info.st_mode):
                    found[relative] = (info.st_mode, 0, 0)
                    pending.append(entry.path)
                else:
                    kept = (info.st_mode, info.st_size, info.st_mtime_ns)
                    found[relative] = kept
        return found

    def tidy(self, child: Any = None) -> None:
        """Undo what tests did to the scratch copy.

        Args:
            child: who ran them; one that changed no file is believed, where there is
                a fence that saw it.
        """
        if self.fence is not None:
            if child is not None and not child.touched():
                return
            self.fence.off = True
        found = self.survey()
        if found != self.manifest:
            self.mend(found)
        for entry in (
            os.listdir(self.project.tmp) if os.path.isdir(self.project.tmp) else ()
        ):
            remove(os.path.join(self.project.tmp, entry))
        if not os.path.isdir(self.project.tmp):
            os.makedirs(self.project.tmp)
        if self.fence is not None:
            self.fence.off = False

    def mend(self, found: Dict[str, Tuple[int, int, int]]) -> None:
        """Bring the scratch copy back to what it was."""
        for relative in sorted(set(found) - set(self.manifest), reverse=True):
            remove(self.project.absolute(relative))
        os.makedirs(self.project.root, exist_ok=True)
        os.chdir(self.project.root)
        for relative in sorted(self.manifest):
            mode = self.manifest[relative][0]
            if found.get(relative) == self.manifest[relative]:
                continue
            path = self.project.absolute(relative)
            origin = os.path.join(self.project.pristine, relative)
            try:
                if stat.S_ISDIR(mode):
                    if not os.path.isdir(path):
                        remove(path)
                        os.makedirs(path, exist_ok=True)
                    os.chmod(path, stat.S_IMODE(mode))
                else:
                    remove(path)
                    shutil.copy2(origin, path, follow_symlinks=False)
                    info = os.lstat(path)
                    kept = (info.st_mode, info.st_size, info.st_mtime_ns)
                    self.manifest[relative] = kept
            except OSError:
                self.manifest.pop(relative)  # it cannot be had; be content


def remove(path: str) -> None:
    """Remove a file or a folder, also what is read-only."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            for folder, _, _ in os.walk(path):
                os.chmod(folder, 0o700)
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
    except OSError:
        pass


def encoded(text: str) -> bytes:
    """Return a source file's bytes in the encoding it declares."""
    tokenize = standard("tokenize")
    lines = iter(text.encode("utf-8", "surrogateescape").splitlines(True))
    try:
        name, _ = tokenize.detect_encoding(lambda: next(lines))
        return text.encode(name)
    except (SyntaxError, LookupError, UnicodeError):
        return text.encode("utf-8", "surrogatepass")


def expanded(order: List[str], run: Any) -> List[str]:
    """Replace files that could not be collected by the tests they have now."""
    found: List[str] = []
    for id in order:
        inside = (
            [] if id in run.items else [i for i in run.ids if i.startswith(id + "::")]
        )
        found.extend(i for i in inside or [id] if i not in found)
    return found


def verdict(
    number: int,
    how: str,
    fixed: List[str],
    broke: List[str],
    since: Optional[float],
    first: Optional[Message],
) -> Message:
    """Return a verdict in its JSON form."""
    seconds = 0.0 if since is None else time.process_time() - since
    return {
        "id": number,
        "verdict": how,
        "fixed": fixed,
        "broke": broke,
        "seconds": round(seconds, 6),
        "first": first,
    }


def broken(project: Project, number: int, error: BaseException) -> Message:
    """Return the verdict on a candidate that does not compile."""
    first = outcome("", "error", 0.0, **describe(project, error))
    return verdict(number, "broken", [], [], None, first)


def died(how: str, id: str) -> Message:
    """Return the outcome of a test whose process was ended."""
    if how in ("cpu", "wall", "crowd"):
        text = {
            "cpu": "It used up its CPU time.",
            "wall": "It took too long.",
            "crowd": "It started too many processes.",
        }[how]
        return outcome(id, "timeout", exception="", message=text, trace=[])
    text = "The process of the test ended by " + how + "."
    return outcome(id, "error", exception="", message=text, trace=[])


def children(parent: int) -> List[int]:
    """Return the direct children of a process, on Linux."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    if int(file.read().rpartition(b")")[2].split()[1]) == parent:
                        found.append(int(name))
            except (OSError, IndexError, ValueError):
                continue
    return found


def marked(marker: str, owner: int) -> List[int]:
    """Return processes with our marker in their environment, on Linux.

    Args:
        owner: a process to leave out.
    """
    found: List[int] = []
    if not marker:
        return found
    wanted = b"AURA_JUDGE=" + marker.encode("ascii") + b"\0"
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit() and int(name) != owner:
            try:
                with open("/proc/%s/environ" % name, "rb") as file:
                    if wanted in file.read() + b"\0":
                        found.append(int(name))
            except OSError:
                continue
    return found


def main(source: int, target: int) -> None:
    """Take the first request, collect the tests and serve; never returns."""
    sys.dont_write_bytecode = True
    channel = Channel(source, target)
    start = channel.take()
    if start is None:
        return
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    project = Project(start)
    os.chdir(project.root)
    os.environ.update(start.get("environ", {}))
    sys.argv = ["pytest"]
    hidden = start.get("hidden", [])
    give_way(hidden)
    if not hidden:
        project.enter()
    server = Server(channel, project)
    if project.forks:
        prctl(SUBREAPER, 1)
        server.sweep(thorough=True)
    if hasattr(sys, "addaudithook") and project.forks:
        server.fence = Fence(project)
        sys.addaudithook(server.fence)
    imports = Imports(project)

    def ready(run: Any) -> None:
        """Serve requests from now on, with everything loaded."""
        imports.__exit__()
        project.loading = False
        allow(0)
        server.cpu = time.process_time()
        server.serve(run)

    run: Any = PytestRun(project, ready)
    if project.runner != "pytest":
        run = PlainRun(project, ready)
    imports.__enter__()
    try:
        run.start()
        channel.give({"failed": run.problem})
    except BaseException as error:
        channel.give({"failed": "%s: %s" % (type(error).__name__, error)})
    server.leave()
