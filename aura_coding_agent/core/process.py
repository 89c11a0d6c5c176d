# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Start processes, wait for them, and end them: the only door to other programs.

The calling thread sleeps on a queue of news. One thread reads the pipe, another waits
for the process; both work the same on every platform, in any thread, and without
polling. A command gets a session of its own on POSIX, so that a signal reaches all it
started, and a prompt for a password finds no terminal to hang on. What leaves that
session (``setsid``) is found by the marks it carries (:mod:`.offspring`), and what this
process leaves behind when it is killed is ended by :mod:`.watcher`.
"""

from __future__ import annotations

import atexit
import os
import queue
import signal
import subprocess  # nosec B404 # the one door to processes
import sys
import threading
import time
from contextlib import contextmanager
from typing import (
    Any,
    Callable,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
    Union,
)

from . import offspring, watcher
from .cancel import Cancel
from .output import Capture
from .errors import ProcessError
from .interfaces import ProcessResult
from .offspring import Member, Trace

GRACE = 1.0  # seconds between asking a group to end and killing it
QUIET = 0.1  # seconds of silence after which a pipe held by others is given up
DRAIN = 1.0  # seconds a pipe held by others is read at most
PROGRESS = 0.1  # seconds between two pieces for people
CHUNK = 65_536  # bytes; what a pipe holds on Linux
LONGEST = 1 << 28  # bytes of one message of a process that lives on

BACKGROUND = "[A process left in the background still holds the output.]"

_ROUNDS = 5  # of killing, for what is forked meanwhile
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # which Windows has not

_posix: Any = os  # what Windows has not of it

_ENDED, _CLOSED, _CANCELLED, _OUTPUT = "ended", "closed", "cancelled", "output"
_OVER = frozenset((_ENDED, _CANCELLED))
_DRAINED = frozenset((_CLOSED, _CANCELLED))


def run(
    argv: Sequence[str],
    *,
    cwd: str,
    env: Optional[Mapping[str, str]] = None,
    timeout: Optional[float] = None,
    cancel: Cancel,
    progress: Optional[Callable[[str], None]] = None,
    limit: int = 30_000,
    keep_in: str = "",
    stdin: bytes = b"",
) -> ProcessResult:
    """Run a command until it ends, is cancelled, or its time is over.

    Args:
        argv: program and arguments; no shell is involved.
        cwd: folder to run in.
        env: variables to set on top of the caller's environment.
        timeout: seconds; None waits without end.
        cancel: ends the command and all it started, at once.
        progress: takes output for people, in the calling thread, about ten times a
            second at most; of a flood it gets only the latest.
        limit: bytes of output in the result; beyond it, its head and its tail.
        keep_in: folder for a file with the full output, made only beyond ``limit``.
        stdin: what the command reads; without it, standard input is at its end.

    Returns:
        How it ended. Processes left in the background go on; the output says so
        when they still hold it. After a timeout or a cancel nothing is left of it
        but what the result names (``left``): that of other users, say. Where
        :func:`sees_strays` is false, what has left the group may be left, too; on
        Windows ``taskkill`` does what it can.

    Raises:
        ProcessError: ``folder-missing``, ``command-not-found``,
            ``command-not-runnable``; nothing was started.
    """
    if cancel.is_set():
        return ProcessResult(None, "", 0, "", False, True, 0.0)
    started = time.monotonic()
    until = None if timeout is None else started + timeout
    output = Capture(limit, keep_in)
    child = _Child(*_start(argv, cwd, env, bool(stdin)), output, progress)
    try:
        child.begin(stdin)
        with cancel.calling(lambda: child.news.put(_CANCELLED)):
            child.wait(_OVER, until)
            if _ENDED in child.seen:
                child.drain()
        timed_out = not child.seen & _OVER
        if timed_out or _CANCELLED in child.seen:
            child.stop()
        return child.result(timed_out, time.monotonic() - started)
    except BaseException:
        child.stop()
        output.finish()
        raise
    finally:
        child.leave()


def start(
    argv: Sequence[str],
    *,
    cwd: str,
    env: Optional[Mapping[str, str]] = None,
    hear: Callable[[Optional[bytes]], None],
) -> Child:
    """Start a process that lives on and talks in messages over its standard streams.

    A message is four bytes of length, most significant first, and that many bytes.

    Args:
        argv: program and arguments; no shell is involved.
        cwd: folder to run in.
        env: variables to set on top of the caller's environment.
        hear: called with each message, in a thread of its own, and at last once
            with None, when the process has closed its output or broken the rules.

    Raises:
        ProcessError: ``folder-missing``, ``command-not-found``,
            ``command-not-runnable``; nothing was started.
    """
    return Child(*_start(argv, cwd, env, feeds=True, errors=False), hear)


def sees_strays() -> bool:
    """Return whether the system shows what a command has started in other sessions."""
    return offspring.visible()


def left_running() -> List[Member]:
    """Return what the commands of this process have left running in the background.

    After :func:`hang_up` it is killed first.
    """
    family = _family
    if family is None or family.owner != os.getpid():
        return []
    if family.hung_up:
        return _kill_all(family.members)
    return family.members()


def hang_up() -> None:
    """Note that nobody is there any more for whom something could run on."""
    if _family is not None:
        _family.hung_up = True


Launch = Callable[[Callable[[], "subprocess.Popen[bytes]"], Sequence[str]], Any]
"""Starts a process by calling what it is given; it is also given the words of it."""


class _Held(threading.local):
    """Hold what this thread lets its children inherit, and how it starts them."""

    descriptors: Sequence[int] = ()
    launch: Optional[Launch] = None


_held = _Held()


@contextmanager
def held_by_commands(descriptors: Sequence[int]) -> Iterator[None]:
    """Let what this thread starts in the block keep files, and locks, too (POSIX)."""
    earlier = _held.descriptors
    _held.descriptors = (*earlier, *descriptors)
    try:
        yield
    finally:
        _held.descriptors = earlier


@contextmanager
def started_through(launch: Launch) -> Iterator[None]:
    """Let what this thread starts in the block be started by ``launch``."""
    earlier = _held.launch
    _held.launch = launch
    try:
        yield
    finally:
        _held.launch = earlier


def detach(program: str, descriptors: Sequence[int]) -> None:
    """Start a program for Python that outlives this process (POSIX).

    Args:
        program: text of it; its arguments are the numbers of the descriptors.
        descriptors: open files that it inherits.
    """
    if sys.executable:
        words = [sys.executable, "-I", "-S", "-c", program, *map(str, descriptors)]
        subprocess.Popen(  # nosec B603 # no word of it comes from outside
            words,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=list(descriptors),
            start_new_session=True,
        )


class Child:
    """A process that lives on; made by :func:`start`, ended by :meth:`kill`."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        trace: Trace,
        hear: Callable[[Optional[bytes]], None],
    ) -> None:
        """Take a process that runs, and whom to tell its messages."""
        self._process = process
        self._trace: Optional[Trace] = trace
        self._hear = hear
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Its number, on POSIX also that of its session."""
        return self._process.pid

    def send(self, message: bytes) -> None:
        """Hand over one message; nothing happens when the process has gone.

        Blocks while the process does not read. For one thread at a time.
        """
        stream = self._process.stdin
        assert stream is not None  # nosec B101 # tells the type checker
        rest = memoryview(len(message).to_bytes(4, "big") + message)
        try:
            while rest:
                rest = rest[os.write(stream.fileno(), rest[:CHUNK]) :]
        except (OSError, ValueError):
            pass  # the listener hears of the end

    def kill(self) -> None:
        """Close its input, give it a moment to end, then kill all it has started."""
        with self._lock:
            # Tells the type checker.
            assert self._process.stdin is not None  # nosec B101
            self._process.stdin.close()
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                pass
            _signal_group(self._process, force=True)
            self._process.wait()
            trace = self._trace
            if trace is not None:
                _kill_all(lambda: trace.members() or [])
                _own_family().leave(trace)
                self._trace = None
            self._reader.join(GRACE)

    def _read(self) -> None:
        """Hand on message after message until the process closes its output."""
        stream = self._process.stdout
        assert stream is not None  # nosec B101 # tells the type checker
        with stream:
            while True:
                size = int.from_bytes(_exactly(stream.fileno(), 4), "big")
                message = _exactly(stream.fileno(), size) if size <= LONGEST else b""
                if not message:
                    break
                self._hear(message)
        self._hear(None)


def _exactly(descriptor: int, size: int) -> bytes:
    """Read so many bytes; nothing when the stream ends before."""
    data = bytearray()
    while len(data) < size:
        piece = os.read(descriptor, min(CHUNK, size - len(data)))
        if not piece:
            return b""
        data += piece
    return bytes(data)


def shell_argv(command: str) -> List[str]:
    """Return the arguments that run a command line in the platform's shell.

    POSIX: bash where it is found, else sh; never a login shell. Windows: cmd. An entry
    of PATH that stands for the current folder does not count: a ``bash`` that lies in
    the workspace is not ours to run.
    """
    if os.name == "nt":
        return [os.environ.get("COMSPEC", "cmd.exe"), "/d", "/s", "/c", command]
    for folder in os.get_exec_path():
        bash = os.path.join(folder, "bash")
        found = os.path.isabs(folder) and os.access(bash, os.X_OK)
        if found and os.path.isfile(bash):
            return [bash, "-c", "--", command]
    return ["/bin/sh", "-c", "--", command]


def windows_command(argv: Sequence[str]) -> Union[str, List[str]]:
    """Return what to start on Windows: ``cmd`` takes its command line verbatim.

    The C runtime's quoting of inner quotation marks means nothing to ``cmd``; with
    ``/s`` it removes the outermost pair and keeps the rest (``cmd /?``).
    """
    if list(argv[1:4]) == ["/d", "/s", "/c"] and len(argv) == 5:
        return f'"{argv[0]}" /d /s /c "{argv[4]}"'
    return list(argv)


def _start(
    argv: Sequence[str],
    cwd: str,
    env: Optional[Mapping[str, str]],
    feeds: bool,
    *,
    errors: bool = True,
) -> Tuple[subprocess.Popen[bytes], Trace]:
    """Start a process in a group of its own, in a folder that must be there."""
    if not os.path.isdir(cwd):
        raise ProcessError(
            "folder-missing",
            f"The folder {cwd} to run in is not there.",
            hint="It may have been moved or removed; use one that exists.",
            path=cwd,
        )
    windows = os.name == "nt"
    trace = _own_family().trace()
    descriptors = (*_held.descriptors, *trace.descriptors)  # of this thread

    def begin() -> subprocess.Popen[bytes]:
        """Start it."""
        return subprocess.Popen(  # nosec B603 # a list of words, decided upon before
            windows_command(argv) if windows else list(argv),
            cwd=cwd,
            env={**os.environ, **(env or {}), **trace.variables()},
            stdin=subprocess.PIPE if feeds else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
            bufsize=0,
            start_new_session=not windows,
            pass_fds=() if windows else descriptors,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    try:
        process = _held.launch(begin, argv) if _held.launch else begin()
    except BaseException as error:
        trace.close()
        raise _not_started(error, argv[0]) from error
    trace.begun(process.pid)
    _own_family().begun(trace)
    return process, trace


def _not_started(error: BaseException, command: str) -> BaseException:
    """Return the error about a command that could not be started."""
    if isinstance(error, FileNotFoundError):
        return ProcessError(
            "command-not-found",
            f"The command {command} was not found.",
            hint="Check its name, and that it is installed and on PATH.",
            command=command,
        )
    if isinstance(error, (OSError, ValueError)):
        return ProcessError(
            "command-not-runnable",
            f"The command {command!r} cannot be run: {error}.",
            hint="Check that it is a program with permission to execute.",
            command=command,
        )
    return error


def _kill_all(look: Callable[[], List[Member]]) -> List[Member]:
    """Kill those that are seen, and what they fork meanwhile; return who is left."""
    found = look()
    for _ in range(_ROUNDS):
        if not found:
            break
        _send((one.pid for one in found), _KILL)
        time.sleep(0.02)
        found = look()
    return found


class _Family:
    """All commands that this process starts, and who watches over them."""

    def __init__(self) -> None:
        """Start the watcher, where there is a shell for it."""
        self.owner = os.getpid()
        self.word = os.urandom(8).hex()
        self.hung_up = False
        self._count = 0
        self._lock = threading.Lock()
        self._kept: List[Trace] = []  # of what ended and has left somebody behind
        self._watcher: Optional[subprocess.Popen[bytes]] = None
        if os.name == "nt":  # pragma: no cover
            return
        try:
            self._watcher = subprocess.Popen(  # nosec B603 # no word of it from outside
                watcher.argv(self.word),
                cwd="/",
                env=watcher.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        except OSError:
            return  # then a kill leaves behind what it did not reach
        atexit.register(self._farewell)

    def trace(self) -> Trace:
        """Return the marks of the next command."""
        with self._lock:
            self._count += 1
            return Trace(f"{self.word}-{self._count:08x}")

    def begun(self, trace: Trace) -> None:
        """Have a command watched."""
        self._write(f"+ {trace.pid} {trace.pipe}\n")

    def leave(self, trace: Trace) -> None:
        """Note that a command has ended; what it has left behind is kept in view."""
        # Where only the group tells who is left, it is watched as long as somebody is.
        if sees_strays() or not _is_group(trace.pid):
            self._write(f"- {trace.pid} {trace.pipe}\n")
        with self._lock:
            kept = [*self._kept, trace]
            self._kept = [each for each in kept if each.is_held()]
            gone = [each for each in kept if each not in self._kept]
        if trace not in gone:
            self._write(f"+ x {trace.pipe}\n")
        for each in gone:
            if each is not trace:
                self._write(f"- x {each.pipe}\n")
            each.close()

    def members(self) -> List[Member]:
        """Return who lives of all that was started, as far as the system tells."""
        with self._lock:
            pipes = [trace.pipe for trace in self._kept]
        return offspring.members([self.word], pipes=pipes) or []

    def _farewell(self) -> None:
        """Let the watcher go at the end of this process: what lives may live on."""
        if self.owner == os.getpid() and self._watcher is not None:
            self._write("bye\n")
            # Tells the type checker.
            assert self._watcher.stdin is not None  # nosec B101
            self._watcher.stdin.close()
            self._watcher.wait()

    def _write(self, text: str) -> None:
        """Write a line to the watcher; one that is gone is not missed."""
        if self._watcher is not None and self._watcher.stdin is not None:
            try:
                # Less than PIPE_BUF, so lines of several threads do not mix.
                os.write(self._watcher.stdin.fileno(), text.encode())
            except (OSError, ValueError):
                pass


_family: Optional[_Family] = None
_family_lock = threading.Lock()


def _own_family() -> _Family:
    """Return the family of this process; one that was forked begins its own."""
    global _family
    with _family_lock:
        if _family is None or _family.owner != os.getpid():
            _family = _Family()
        return _family


def _send(pids: Iterable[int], number: int) -> None:
    """Send processes a signal; those that have gone or are not ours are passed over."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def _strays(members: Sequence[Member], group: int) -> List[int]:
    """Return those that are not in the group."""
    found = []
    for one in members:
        try:
            if _posix.getpgid(one.pid) != group:
                found.append(one.pid)
        except ProcessLookupError:
            pass  # it has ended meanwhile
    return found


class _Child:
    """A process that was started, with what has been heard of it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        trace: Trace,
        output: Capture,
        progress: Optional[Callable[[str], None]],
    ) -> None:
        """Take a process that runs, and where its output goes."""
        self.process = process
        self.trace = trace
        self.output = output
        self.progress = progress
        self.news: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.seen: Set[str] = set()
        self._left: List[Member] = []
        self._shown_at = 0.0
        self._reading = threading.Lock()

    def begin(self, stdin: bytes) -> None:
        """Start the threads that bring the news; they end with the process."""
        tasks: List[Callable[[], None]] = [self._read, self._reap]
        if stdin:
            tasks.append(lambda: self._write(stdin))
        for task in tasks:
            threading.Thread(target=task, daemon=True).start()

    def _read(self) -> None:
        """Keep the output as it comes, until the process closes it."""
        stream = self.process.stdout
        assert stream is not None  # nosec B101 # tells the type checker
        heard = _OUTPUT if self.progress else ""
        try:
            while True:
                data = os.read(stream.fileno(), CHUNK)
                if not data:
                    break
                if not self.output.add(data):
                    # The call is over and a process in the background goes on:
                    # reading keeps it from breaking, slowly keeps it from flooding.
                    time.sleep(PROGRESS)
                elif heard:
                    self.news.put(heard)
        finally:
            with self._reading:
                stream.close()
            self.news.put(_CLOSED)

    def _reap(self) -> None:
        """Wait for the end of the process and tell it."""
        self.process.wait()
        self.news.put(_ENDED)

    def _write(self, data: bytes) -> None:
        """Write the input; a process that does not read it is not waited for."""
        stream = self.process.stdin
        assert stream is not None  # nosec B101 # tells the type checker
        try:
            with stream:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(stream.fileno(), rest[:CHUNK]) :]
        except OSError:
            pass  # the command does not read all of its input; that is its right

    def wait(self, wanted: FrozenSet[str], until: Optional[float]) -> None:
        """Sleep until one of ``wanted`` was heard, or the clock shows ``until``."""
        while not self.seen & wanted:
            now = time.monotonic()
            if until is not None and now >= until:
                return
            wake = until
            if _OUTPUT in self.seen:
                due = self._shown_at + PROGRESS
                if now >= due:
                    self._show()
                    continue
                wake = due if until is None else min(due, until)
            try:
                pause = None if wake is None else max(0.0, wake - now)
                self.seen.add(self.news.get(timeout=pause))
            except queue.Empty:
                pass

    def _show(self) -> None:
        """Show the output that came since the last time."""
        self.seen.discard(_OUTPUT)
        text = self.output.latest()
        if text and self.progress is not None:
            self.progress(text)
        self._shown_at = time.monotonic()

    def drain(self) -> None:
        """Read what is left in the pipe after the process itself has ended.

        Who is the last to hold it decides, not the time that passes: when nobody else
        does, all of it is read, however slowly; a process in the background is waited
        for as long as it writes, a second at most.
        """
        until = time.monotonic() + DRAIN
        before = -1
        while not self.seen & _DRAINED:
            now = time.monotonic()
            self.wait(_DRAINED, now + QUIET)
            if not self._held_by_others():
                self.wait(_DRAINED, None)
            elif self.output.total == before or now >= until:
                return
            before = self.output.total

    def _held_by_others(self) -> bool:
        """Return whether another process could still write into the pipe."""
        stream = self.process.stdout
        assert stream is not None  # nosec B101 # tells the type checker
        with self._reading:
            return not stream.closed and offspring.has_writers(stream.fileno())

    def stop(self) -> None:
        """End the command and all that descends from it: ask, wait a little, kill."""
        try:
            members = self._members()
            _signal_group(self.process, force=False)
            # What is in the group has heard it: a second time may cut tidying short.
            _send(_strays(members, self.process.pid), signal.SIGTERM)
            until = time.monotonic() + GRACE
            for last in (_ENDED, _CLOSED):
                self.wait(frozenset((last,)), until)
            self._await_end(until)
        finally:
            _signal_group(self.process, force=True)
            self._left = _kill_all(self._members)
        for last in (_ENDED, _CLOSED):
            self.wait(frozenset((last,)), time.monotonic() + QUIET)

    def _await_end(self, until: float) -> None:
        """Give those that live on without the pipe their time to end."""
        pause = 0.02
        if not sees_strays():
            # Who lives on may be only a zombie that nobody reaps.
            until = min(until, time.monotonic() + QUIET)
        while time.monotonic() < until and self._lives():
            time.sleep(pause)
            pause *= 1.5  # looking costs more than sleeping

    def _members(self) -> List[Member]:
        """Return who lives of the command, as far as the system tells."""
        return self.trace.members() or []

    def _lives(self) -> bool:
        """Return whether anything of the command lives."""
        found = self.trace.members()
        return _group_lives(self.process) if found is None else bool(found)

    def leave(self) -> None:
        """Let go of the command; what it has left in the background lives on."""
        _own_family().leave(self.trace)

    def result(self, timed_out: bool, seconds: float) -> ProcessResult:
        """Show the last output and gather how the command ended."""
        if self.progress is not None:
            self._show()
        killed = timed_out or _CANCELLED in self.seen
        text, omitted, path = self.output.finish()
        if not killed and _CLOSED not in self.seen:
            text += ("" if text.endswith("\n") or not text else "\n") + BACKGROUND
        if not killed and (_CLOSED not in self.seen or self.trace.is_held()):
            self._left = self._members()
        return ProcessResult(
            exit_code=None if killed else self.process.returncode,
            output=text,
            omitted=omitted,
            full_output=path,
            timed_out=timed_out,
            cancelled=_CANCELLED in self.seen,
            seconds=seconds,
            left=tuple(map(str, self._left)),
        )


if sys.platform == "win32":  # pragma: no cover

    def _signal_group(process: subprocess.Popen[bytes], *, force: bool) -> None:
        """Ask a process and what it started to end, or make it end."""
        # No process groups here that a signal would reach; taskkill walks the tree
        # of parents, and misses what lost its parent.
        if process.poll() is None:
            command = ["taskkill", "/t", "/f", "/pid", str(process.pid)]
            # A list of words, decided upon before.
            subprocess.run(command, capture_output=True, check=False)  # nosec B603
            process.kill()

    def _group_lives(process: subprocess.Popen[bytes]) -> bool:
        """Return whether the process still runs."""
        return process.poll() is None

    def _is_group(number: int) -> bool:
        """Return false: there are no groups."""
        return False

else:

    def _signal_group(process: subprocess.Popen[bytes], *, force: bool) -> None:
        """Send the group of a process a signal to end, or the one to kill."""
        try:
            os.killpg(process.pid, signal.SIGKILL if force else signal.SIGTERM)
        except (ProcessLookupError, PermissionError):
            pass  # gone already, or (macOS) only zombies are left

    def _group_lives(process: subprocess.Popen[bytes]) -> bool:
        """Return whether any process of the group is left."""
        return _is_group(process.pid)

    def _is_group(number: int) -> bool:
        """Return whether any process of a group is left."""
        try:
            os.killpg(number, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True
