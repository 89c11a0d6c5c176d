# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask a person at the controlling terminal, whatever standard input and output are."""

from __future__ import annotations

import errno
import os
import re
import select
import signal
import sys
from contextlib import contextmanager
from typing import Iterator, List, Optional, Tuple

from ..core.interfaces import Decision, PermissionRequest
from ..core.text import printable
from .headless import wakened
from .reports import MIN_WIDTH, folded, take, wrapped

_ANSWER_BYTES = 65536
# Joiners and variation selectors belong into words, but not unseen into a command.
_JOINING = r"[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"


def question(request: PermissionRequest, width: int) -> str:
    """Return the question: all of the command, why it is asked, and the choices.

    Every line of the command begins with a mark, also where it is wrapped, so that no
    command can look like the question itself.
    """
    what = request.what.expandtabs(4)
    shown = re.sub(_JOINING, lambda found: f"\\u{ord(found[0]):04x}", printable(what))
    lines = shown.split("\n")
    rows = [f"{folded(request.tool)} wants to run:"]
    for line in lines:
        rows.extend(_wrapped(line, max(width, MIN_WIDTH) - 5))
    if len(lines) > 1:
        rows.append(f"  ({len(lines)} lines, all of them shown)")
    if shown != what:
        rows.append("  (control characters are spelled out)")
    if request.reason:
        rows.extend(wrapped(f"  why: {folded(request.reason)}", width))
    rows.extend(_choices(width))
    return "\n".join(rows) + "\n? "


_CHOICES = (
    "[y] once",
    "[a] always this command",
    "[n] no, or say what to do instead",
    "[?] help",
)
_EXPLAINED = (
    "y: it runs this once.",
    "a: it runs, and this very command is not asked about again in this session.",
    "n, or nothing: it does not run; the model is told so and goes on.",
    "Other words: it does not run, and the model is told your words.",
    "Commands can be allowed beforehand by --allow PATTERN, and all of them by --auto.",
    "It runs with your rights. `undo` takes back what it does to the workspace.",
)


def explanation(width: int) -> str:
    """Return what the answers mean, and the short form of the question again."""
    rows = [row for line in _EXPLAINED for row in wrapped(line, width)]
    return "\n".join([*rows, *_choices(width)]) + "\n? "


def _choices(width: int) -> List[str]:
    """Return the choices in lines that fit."""
    together = "  ".join(_CHOICES)
    if len(together) <= width:
        return [together]
    return [row for choice in _CHOICES for row in wrapped(choice, width)]


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Yield a line in pieces that fit, each with a mark."""
    mark = "  | "
    while True:
        part = take(line, width)
        yield mark + part
        line = line[len(part) :]
        if not line:
            return
        mark = "  + "


def decide(answer: Optional[str]) -> Decision:
    """Return what an answer means; None is the lack of a terminal."""
    if answer is None:
        return Decision(False, "There is no terminal to ask on.", False)
    word = answer.strip()
    if word.lower() in ("y", "yes"):
        return Decision(True, "once", True)
    if word.lower() in ("a", "always"):
        return Decision(True, "always", True)
    if word.lower() in ("", "n", "no"):
        return Decision(False, "The user said no.", True)
    return Decision(False, word, True)


def ask_terminal(text: str, *, device: str = "") -> Optional[str]:
    """Ask on the controlling terminal, whatever standard input and output are.

    Args:
        text: the question, safe to print.
        device: path of another terminal to ask on.

    Returns:
        The line that was typed; empty at its end or on Ctrl-C; None when there is no
        terminal.
    """
    try:
        source, target = _open_terminal(device)
    except OSError:
        return None
    try:
        if not os.isatty(source):
            return None
        _forget_typed(source)
        with _interruptible() as woken:
            _write_all(target, text.encode("utf-8", "replace"))
            return _read_line(source, woken)
    except KeyboardInterrupt:
        _write_all(target, b"\n")
        return ""
    except OSError:
        return None
    finally:
        os.close(source)
        os.close(target)


def _open_terminal(device: str) -> Tuple[int, int]:
    """Open the terminal to read and to write."""
    own = ("CONIN$", "CONOUT$") if os.name == "nt" else ("/dev/tty", "/dev/tty")
    names = (device, device) if device else own
    # O_NOCTTY: asking must not make a terminal the controlling one.
    flags = os.O_RDWR | getattr(os, "O_NOCTTY", 0)
    source = os.open(names[0], flags)
    try:
        return source, os.open(names[1], flags)
    except OSError:
        os.close(source)
        raise


def _forget_typed(source: int) -> None:
    """Drop what was typed before the question could be read: it is no answer to it."""
    if sys.platform == "win32":  # pragma: no cover
        return
    try:
        import termios  # here, because there is none on Windows
    except (
        ImportError
    ):  # what was typed before could pass for an answer, so none counts
        raise OSError(errno.ENOTTY, "this Python has no termios") from None
    termios.tcflush(source, termios.TCIFLUSH)


def _write_all(target: int, data: bytes) -> None:
    """Write everything."""
    while data:
        data = data[os.write(target, data) :]


def _read_line(source: int, woken: Optional[int]) -> str:
    """Read the line that was typed."""
    data = b""
    while not data.endswith(b"\n") and len(data) < _ANSWER_BYTES:
        if woken is not None and os.name != "nt":
            ready = select.select([source, woken], [], [])[0]
            if woken in ready:
                # Ctrl-C has raised by now; any other signal ends the question, too.
                raise KeyboardInterrupt
        piece = os.read(source, 4096)
        if not piece:
            break
        data += piece
    return printable(data.decode("utf-8", "replace").strip())


@contextmanager
def _interruptible() -> Iterator[Optional[int]]:
    """Have Ctrl-C interrupt the block, also while a run handles it in another way.

    Gives a descriptor to wait on beside the terminal, so that no signal is slept
    through; None outside the main thread.
    """
    before = signal.getsignal(signal.SIGINT)
    with wakened() as woken:
        if woken is None:
            yield None
            return
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            yield woken
        finally:
            signal.signal(signal.SIGINT, before)
            os.close(woken)
