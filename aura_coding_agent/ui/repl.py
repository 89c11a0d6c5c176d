# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Chat by lines: read a task or a command, run it, show it, again."""

from __future__ import annotations

import re
import sys
from typing import (
    Callable,
    Iterator,
    List,
    Mapping,
    Optional,
    TextIO,
    Tuple,
)

from ..core.errors import AuraError, UsageError
from ..core.events import Event
from ..core.values import Protocol
from .headless import cancelling, is_terminal
from .reports import table
from .terminal import TerminalView, show_events

ReadLine = Callable[[str], str]
Command = Tuple[str, Callable[[str], str]]

PROMPT = "> "
MORE = ". "
_QUOTES = '"""'
# A path such as /etc/hosts at the start of a task is no command.
_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_-]*)(?:\s+(.*))?\Z", re.DOTALL)
_BUILT_IN = (
    ("/help", "show this list"),
    ("/exit", "leave; Ctrl-D, exit and quit do it, too"),
)
_LEAVE = ("/exit", "/quit", "exit", "quit")


_ENDED = 130  # as for a run that is cancelled


class _Left(Exception):
    """A signal came that ends the program, and the run has ended in order."""

    def __init__(self, exit_code: int) -> None:
        """Take what the program ends with."""
        super().__init__(exit_code)
        self.exit_code = exit_code


class Runner(Protocol):
    """What a chat needs of an agent."""

    def run(self, text: str) -> Iterator[Event]:
        """Do what the user asks for, yield the news."""
        ...

    def cancel(self) -> None:
        """End the run under way in order; safe from any thread."""
        ...


def chat(
    agent: Runner,
    view: TerminalView,
    commands: Mapping[str, Command],
    *,
    read_line: Optional[ReadLine] = None,
    exit_codes: Optional[Mapping[str, int]] = None,
) -> int:
    """Read inputs and run them until the user leaves.

    Ctrl-C during a run cancels it. At the prompt it clears what was typed; twice in a
    row it leaves, like Ctrl-D, ``exit`` and ``quit``. A line that ends in a backslash
    goes on in the next one; a line that begins with three double quotes goes on up to
    three double quotes at the end of a line.

    Args:
        commands: name without slash -> help text, and a function that takes the rest
            of the line and returns what to show; it may raise AuraError.
        read_line: takes the prompt, returns a line without its end; raises EOFError
            at the end of the input, KeyboardInterrupt on Ctrl-C, UsageError when the
            line is unreadable. Standard input is read without it.
        exit_codes: what to return by the status of the last run, or for ``error``
            after one; 0 without it.

    Returns:
        0, what ``exit_codes`` says, 1 when the output went away, or the code for a
        signal that ends the program, such as that of a closed terminal.
    """
    if read_line is None:
        read_line = line_reader(sys.stdin)
    interrupted = False
    status = ""
    while not view.closed:
        try:
            text = read_input(read_line)
            interrupted = False
            if text.lower() in _LEAVE:
                break
            status = _handle(text, agent, view, commands) or status
        except EOFError:
            break
        except KeyboardInterrupt:
            if interrupted:
                break
            interrupted = True
            view.say("\nInterrupted. Ctrl-C again or Ctrl-D leaves.")
        except _Left as left:
            return left.exit_code
        except AuraError as error:
            view.error(error)
            status = "error"
    return 1 if view.closed else (exit_codes or {}).get(status, 0)


def read_input(read_line: ReadLine) -> str:
    """Read one input, which may go over several lines.

    Raises:
        EOFError: the input ended before anything was typed.
        KeyboardInterrupt, UsageError: from ``read_line``.
    """
    line = read_line(PROMPT)
    if line.lstrip().startswith(_QUOTES):
        return _read_quoted(line.lstrip()[len(_QUOTES) :], read_line)
    lines: List[str] = []
    while line.endswith("\\"):
        lines.append(line[:-1])
        try:
            line = read_line(MORE)
        except EOFError:
            line = ""
    return "\n".join([*lines, line]).strip()


def _read_quoted(line: str, read_line: ReadLine) -> str:
    """Read lines until the quotes end."""
    lines: List[str] = []
    while not line.rstrip().endswith(_QUOTES):
        lines.append(line)
        try:
            line = read_line(MORE)
        except EOFError:
            line = _QUOTES
    lines.append(line.rstrip()[: -len(_QUOTES)])
    return "\n".join(lines).strip()


def _handle(
    text: str, agent: Runner, view: TerminalView, commands: Mapping[str, Command]
) -> str:
    """Act on one input; return the status of the run, empty when there was none."""
    command = _COMMAND.match(text)
    if command is None:
        if not text:
            return ""
        with cancelling(agent.cancel) as heard:
            finished = show_events(agent.run(text), view)
        if heard.leaves:
            raise _Left(heard.exit_code(_ENDED))
        return finished.status if finished else "cancelled"
    name, argument = command[1].lower(), (command[2] or "").strip()
    if name == "help":
        view.say(_help(commands))
    elif name in commands:
        view.say(commands[name][1](argument))
    else:
        raise _unknown(name, commands)
    return ""


def _help(commands: Mapping[str, Command]) -> str:
    """Return the list of commands."""
    own = [(f"/{name}", commands[name][0]) for name in sorted(commands)]
    return (
        table([*own, *_BUILT_IN])
        + "\nA backslash at the end of a line goes on in the next line;"
        + ' """ begins and ends a block of lines.'
    )


def _unknown(name: str, commands: Mapping[str, Command]) -> UsageError:
    """Return the error about a command that does not exist."""
    # Here, because only a mistyped command needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, [*commands, "help", "exit"], n=1)
    hint = f"Did you mean /{near[0]}?" if near else "/help lists the commands."
    return UsageError("command-unknown", f"There is no command /{name}.", hint=hint)


def line_reader(stdin: Optional[TextIO]) -> ReadLine:
    """Return a function that reads lines from standard input.

    On a terminal it shows the prompt and keeps a history in memory, where there is
    ``readline``. From anything else it reads line by line and shows nothing.
    """
    if stdin is not None and is_terminal(stdin):
        try:
            # Here, because only a chat on a terminal needs it, and not on Windows.
            import readline  # noqa: F401
        except ImportError:
            pass
        return _typed
    return lambda prompt: _piped(stdin)


def _typed(prompt: str) -> str:
    """Read a line from the keyboard."""
    try:
        return input(prompt)
    except EOFError:
        print()  # Ctrl-D leaves the cursor behind the prompt
        raise
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _piped(stdin: Optional[TextIO]) -> str:
    """Read a line from a pipe."""
    try:
        line = _line_bytes(stdin) if stdin is not None else b""
    except (OSError, ValueError) as error:  # closed
        raise EOFError from error
    if not line:
        raise EOFError
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _line_bytes(stdin: TextIO) -> bytes:
    """Return the next line as bytes."""
    # Bytes, because a text stream is of no use after its first decoding error.
    binary = getattr(stdin, "buffer", None)
    if binary is None:
        return stdin.readline().encode("utf-8", "surrogatepass")
    line: bytes = binary.readline()
    return line


def _unreadable() -> UsageError:
    """Return the error about a line that is no text."""
    return UsageError(
        "input-unreadable",
        "The line is not text in the encoding of the terminal.",
        hint="Type it again, or set the locale to UTF-8.",
    )
