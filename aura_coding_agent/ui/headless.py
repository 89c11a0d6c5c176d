# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run without a person: take a task from anywhere, give events or a summary as JSON.

Everything written is ASCII, so no encoding can fail and no terminal can be steered by
what a model or a tool says. When the reader of the output goes away, the run is closed
in order instead of being torn down by an error.
"""

from __future__ import annotations

import _thread
import errno
import json
import math
import os
import signal
import threading
from contextlib import contextmanager
from types import FrameType
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    TextIO,
    Tuple,
)

from ..core import process
from ..core.errors import AuraError, UsageError
from ..core.events import (
    CheckFinished,
    Event,
    Notice,
    PermissionDecided,
    RunFinished,
    RunStarted,
    event_to_json,
)
from ..core.messages import JsonObject

MAX_TASK_BYTES = 1_000_000
_ABOUT = ("run", "model", "endpoint", "workspace", "version")
# How a pipe, a socket or a terminal says that nobody reads any more.
_GONE = (errno.EPIPE, errno.ECONNRESET, errno.EIO)


def stream_jsonl(events: Iterable[Event], out: TextIO) -> Optional[RunFinished]:
    """Write each event as one JSON object a line, at once; nothing else.

    Returns:
        The end of the run, or None when the reader went away before it; the run has
        then been closed, and nothing more will be written.

    Raises:
        AuraError: the run could not begin, or the output cannot be written
            (``output-unwritable``).
    """

    def write(event: Event) -> bool:
        """Write an event; return whether somebody still reads."""
        return emit(out, _line(event_to_json(event)))

    return follow(events, write)


def write_json(events: Iterable[Event], out: TextIO) -> Optional[RunFinished]:
    """Write one JSON object when the run has ended; nothing else.

    It has the fields of ``run_finished``, the model, endpoint and workspace, and the
    lists ``checks``, ``denied`` and ``notices``.

    Returns:
        The end of the run, or None when nobody reads the output any more.

    Raises:
        AuraError: as for :func:`stream_jsonl`.
    """
    about: JsonObject = {}
    lists: Dict[str, List[JsonObject]] = {"checks": [], "denied": [], "notices": []}

    def collect(event: Event) -> bool:
        """Gather what the report at the end is made of."""
        shown = event_to_json(event)
        kind = shown.pop("type")
        if isinstance(event, RunStarted):
            about.update({name: shown[name] for name in _ABOUT})
        elif isinstance(event, CheckFinished):
            lists["checks"].append(shown)
        elif isinstance(event, PermissionDecided) and not event.allowed:
            lists["denied"].append(shown)
        elif isinstance(event, Notice):
            lists["notices"].append(shown)
        elif isinstance(event, RunFinished):
            return emit(out, _line({"type": kind, **shown, **about, **lists}))
        return True

    return follow(events, collect)


def write_error(error: AuraError, out: TextIO) -> None:
    """Write an error as one JSON object a line, ``type`` being ``error``."""
    emit(out, _line({"type": "error", **error.to_json()}))


def follow(
    events: Iterable[Event], take: Callable[[Event], bool]
) -> Optional[RunFinished]:
    """Hand each event to ``take`` until it returns false; close the run in any case.

    Returns:
        The end of the run; None when ``take`` did not want it, or there was none.
    """
    finished = None
    try:
        for event in events:
            if not take(event):
                return None
            if isinstance(event, RunFinished):
                finished = event
    finally:
        # An abandoned generator answers its open calls and completes its log now,
        # not whenever it happens to be collected.
        close = getattr(events, "close", None)
        if close is not None:
            close()
    return finished


def emit(out: TextIO, text: str) -> bool:
    """Write text at once; return false when nobody reads it any more.

    Characters that the encoding of ``out`` has not are replaced.

    Raises:
        AuraError: the output cannot be written (``output-unwritable``), for example
            because the disk is full.
    """
    try:
        try:
            out.write(text)
        except UnicodeEncodeError as error:
            out.write(text.encode(error.encoding, "replace").decode(error.encoding))
        out.flush()
    except ValueError:  # closed by us or by the caller
        return False
    except OSError as error:
        _discard(out)
        if isinstance(error, ConnectionError) or error.errno in _GONE:
            return False
        raise AuraError(
            "output-unwritable",
            f"The output cannot be written: {error.strerror or error}.",
            hint="Check the disk or the program that the output goes to.",
        ) from error
    return True


def _discard(out: TextIO) -> None:
    """Send what is still buffered nowhere, lest the interpreter trip over it at exit.

    See "Note on SIGPIPE" in the documentation of the module ``signal``.
    """
    try:
        descriptor = out.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError):
        return
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _line(shown: Mapping[str, Any]) -> str:
    """Return an event as a line of JSON."""
    try:
        return json.dumps(shown, allow_nan=False) + "\n"
    except ValueError:
        return json.dumps(_finite(shown)) + "\n"


def _finite(value: Any) -> Any:
    """Return a JSON value with null for NaN and infinities, which JSON has not."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _numbers(*names: str) -> Tuple[int, ...]:
    """Return the numbers of signals, of those that this platform has."""
    found = (getattr(signal, name, None) for name in names)
    return tuple(int(number) for number in found if number is not None)


# The terminal was closed, or the user has had enough of all of it (Ctrl-\\).
_HANGING_UP = _numbers("SIGHUP", "SIGQUIT")
_STOPPING = _numbers("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
# Whoever closes a terminal sends it twice: the shell to its jobs, and then the system.
_AGAIN = _numbers("SIGHUP")


class Heard:
    """Which signal came while a run could be cancelled.

    Attributes:
        number: of the first one; 0 for none.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.number: int = 0

    @property
    def hung_up(self) -> bool:
        """Whether nobody is there any more, or nobody wants to be."""
        return self.number in _HANGING_UP

    @property
    def leaves(self) -> bool:
        """Whether the program should end, and not only what it does."""
        return self.number not in (0, signal.SIGINT)

    def exit_code(self, otherwise: int) -> int:
        """Return 128 and the signal that hung up, as shells do, or the other code."""
        return 128 + self.number if self.hung_up else otherwise

    def take(self, number: int) -> None:
        """Note a signal; the first one counts."""
        self.number = self.number or number


@contextmanager
def cancelling(cancel: Callable[[], None]) -> Iterator[Heard]:
    """Have signals cancel the run while the block runs: Ctrl-C, a closed terminal...

    The first signal of a kind calls ``cancel``, and the run ends in order; the next
    one does what it did before, save that a terminal may be closed any number of times.
    Then what commands have left in the background is ended, too: nobody is there any
    more for whom it could run on. Outside the main thread this does nothing.

    Args:
        cancel: may be called more than once, and from any thread.
    """
    heard = Heard()
    before = {number: signal.getsignal(number) for number in _STOPPING}

    def stop() -> None:
        """Cancel, and let nothing run on for somebody who has gone."""
        if heard.hung_up:
            process.hang_up()
        cancel()

    def on_signal(number: int, frame: Optional[FrameType]) -> None:
        """Cancel at the first signal; the second one has its usual effect."""
        heard.take(number)
        if number not in _AGAIN:
            signal.signal(number, before[number])
        # In a thread of its own: the interrupted code may hold the very lock that
        # cancelling takes. The raw call, because threading has such a lock, too.
        _thread.start_new_thread(stop, ())

    def on_byte(number: int) -> None:
        """Cancel although the main thread may be deep in a blocking call."""
        if number in _STOPPING:
            heard.take(number)
            stop()

    with wakened() as woken:
        if woken is None:
            yield heard
            return
        watcher = threading.Thread(target=_watch, args=(woken, on_byte), daemon=True)
        watcher.start()
        # None is a handler that is not Python's and could not be put back.
        ours = [n for n in _STOPPING if before[n] not in (None, signal.SIG_IGN)]
        try:
            for number in ours:
                signal.signal(number, on_signal)
            yield heard
        finally:
            if heard.hung_up:
                process.left_running()
            for number in ours:
                signal.signal(number, before[number])
    watcher.join()
    os.close(woken)


def _watch(woken: int, take: Callable[[int], None]) -> None:
    """Hand on the numbers of signals as they come.

    Python's own handlers have to wait until a blocking call of the main thread returns
    when the signal came in the moment before it began.
    """
    for data in iter(lambda: os.read(woken, 64), b""):
        for number in data:
            take(number)


@contextmanager
def wakened() -> Iterator[Optional[int]]:
    """Give a descriptor on which the number of each signal arrives as a byte, at once.

    Its other end is closed with the block; the caller closes the descriptor. None
    outside the main thread, which alone can ask for this (``signal.set_wakeup_fd``).
    """
    woken, writer = os.pipe()
    if hasattr(os, "set_blocking"):  # not on Windows before Python 3.12
        os.set_blocking(writer, False)
    try:
        before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    except ValueError:
        os.close(writer)
        os.close(woken)
        yield None
        return
    try:
        yield woken
    finally:
        signal.set_wakeup_fd(before)
        os.close(writer)


def read_task(
    argument: Optional[str], file: Optional[str], stdin: Optional[TextIO]
) -> str:
    """Return the text of the task from the argument, the file or standard input.

    Standard input is read when the argument is ``-``, or when there is neither
    argument nor file and it is not a terminal; otherwise it is not touched, so an
    input that never ends does no harm.

    Raises:
        UsageError: there is no task (``task-missing``), there are two
            (``task-ambiguous``), it is larger than a megabyte (``task-too-long``), or
            it cannot be read or is not UTF-8 (``task-unreadable``).
    """
    if argument is not None and file is not None:
        raise UsageError(
            "task-ambiguous",
            "The task is given twice, as an argument and as a file.",
            hint="Give one of them.",
        )
    if file is not None:
        return _decoded(_file_bytes(file), f"The task file {file}")
    if argument is not None and argument != "-":
        return _decoded(argument.encode("utf-8", "surrogatepass"), "The task")
    if stdin is None or (argument is None and is_terminal(stdin)):
        raise _missing("No task was given.")
    return _decoded(_stdin_bytes(stdin), "The task on standard input")


def read_input(stdin: Optional[TextIO]) -> str:
    """Return all of standard input as text.

    Raises:
        UsageError: it cannot be read, or is not UTF-8 (``input-unreadable``).
    """
    try:
        data = stdin.buffer.read() if stdin is not None else b""
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(
            "input-unreadable",
            f"Standard input cannot be read: {error}.",
            hint="Give text in UTF-8.",
        ) from error


def is_terminal(stream: Optional[TextIO]) -> bool:
    """Return whether a stream is there, open, and a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _missing(message: str) -> UsageError:
    """Return the error about a task that is missing."""
    return UsageError(
        "task-missing",
        message,
        hint="Give the task as an argument, with --file, or on standard input.",
    )


def _unreadable(what: str, why: str) -> UsageError:
    """Return the error about a task that cannot be read."""
    return UsageError(
        "task-unreadable",
        f"{what} cannot be read: {why}.",
        hint="Give a readable text in UTF-8.",
    )


def _file_bytes(path: str) -> bytes:
    """Return the begin of a file with a task."""
    try:
        with open(path, "rb") as file:
            return file.read(MAX_TASK_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _unreadable(f"The task file {path}", why) from error


def _stdin_bytes(stdin: TextIO) -> bytes:
    """Return the begin of standard input."""
    try:
        binary = getattr(stdin, "buffer", None)
        if binary is None:
            return stdin.read(MAX_TASK_BYTES + 1).encode("utf-8", "surrogatepass")
        return binary.read(MAX_TASK_BYTES + 1) or b""
    except (OSError, ValueError) as error:
        raise _unreadable("The task on standard input", str(error)) from error


def _decoded(data: bytes, what: str) -> str:
    """Return the text of a task."""
    if len(data) > MAX_TASK_BYTES:
        raise UsageError(
            "task-too-long",
            f"{what} is longer than {MAX_TASK_BYTES:,} bytes.",
            hint="Put the material into files of the workspace and name them.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not UTF-8"
        raise _unreadable(what, why) from error
    if not text.strip():
        raise _missing(f"{what} is empty.")
    return text.strip()
