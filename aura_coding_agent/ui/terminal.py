# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Draw events for people on a terminal, and ask them for permission.

The view only ever adds lines; the one thing it takes back is a status line that shows
the last output of a running command, and only where colours are on. Text of models and
tools passes :class:`~.sanitize.Sanitizer` or :func:`~.core.text.printable` before it is
written.
"""

from __future__ import annotations

import re
import time
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Set,
    TextIO,
)

from ..core.errors import AuraError
from ..core.events import (
    CheckFinished,
    CheckStarted,
    Event,
    MessageAdded,
    Notice,
    PermissionDecided,
    Retrying,
    RunFinished,
    RunStarted,
    TextDelta,
    ThinkingDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
)
from ..core.interfaces import Decision, PermissionRequest
from ..core.text import printable
from .headless import emit, follow, is_terminal
from .question import ask_terminal, decide, explanation, question
from .reports import (
    MIN_WIDTH,
    fit,
    duration,
    error_text,
    folded,
    run_text,
    wrapped,
)
from .screen import can_write
from .sanitize import Sanitizer, Tail, clean_lines

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"
_THINKING_SHOWN = 300  # characters of reasoning per turn
_TAIL_LINES = 5  # of a command's output
_ERROR_LINES = 10
_DIFF_LINES = 60
_STATUS_EVERY = 0.1  # seconds between two status lines
_STATUS_COLOURS = {"verified": GREEN, "unverified": YELLOW}
_DIFF_COLOURS = {"+": GREEN, "-": RED, "@": CYAN}
_DIFF = re.compile(r"^@@ ", re.MULTILINE)


class TerminalView:
    """Show events as text that a person can follow.

    Args:
        out: where to write; may be any text stream, its encoding any.
        colour: use colours and the status line (see :func:`~.screen.wants_colour`).
        width: columns of the terminal.
        undo: the command line that takes a run back.
        kinds: takes a session and the number of a run, returns path -> ``created``,
            ``deleted`` or ``changed``.
        tasks: show the task of each run, as when a session is shown later on.

    Attributes:
        closed: nobody reads ``out`` any more; everything shown is dropped.
    """

    def __init__(
        self,
        out: TextIO,
        *,
        colour: bool,
        width: int,
        undo: str = "aura undo",
        kinds: Optional[Callable[[str, int], Mapping[str, str]]] = None,
        tasks: bool = False,
    ) -> None:
        """Take where to draw, and how."""
        self.closed: bool = False
        self._out = out
        self._colour = colour
        self._width = max(width, MIN_WIDTH)
        self._wraps = is_terminal(out)
        self._undo = undo
        self._kinds = kinds
        self._run = 0
        self._undoable = True
        self._tasks = tasks
        self._bullet = "\u2022" if can_write(out, "\u2022") else "*"
        self._open = ""  # what the unfinished line is made of; empty at line start
        self._status_at: Optional[float] = None  # when the status line was drawn
        self._streamed = False
        self._thought = 0
        self._text = Sanitizer()
        self._thinking = Sanitizer()
        self._tails: Dict[str, Tail] = {}
        self._started: Dict[str, str] = {}
        self._newest = ""
        self._denied: Set[str] = set()
        self._handlers: Dict[type, Callable[[Any], None]] = {
            RunStarted: self._run_started,
            TurnStarted: self._turn_started,
            TextDelta: self._text_delta,
            ThinkingDelta: self._thinking_delta,
            MessageAdded: self._message_added,
            Retrying: self._retrying,
            PermissionDecided: self._permission_decided,
            ToolStarted: self._tool_started,
            ToolProgress: self._tool_progress,
            ToolFinished: self._tool_finished,
            CheckStarted: self._check_started,
            CheckFinished: self._check_finished,
            Notice: self._notice,
            RunFinished: self._run_finished,
        }

    def show(self, event: Event) -> None:
        """Draw one event; events that people need not see draw nothing."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(event)

    def say(self, text: str) -> None:
        """Write text of our own, made safe, on lines of its own."""
        self._end_line()
        for line in printable(text).split("\n"):
            self._put(line + "\n")

    def error(self, error: AuraError) -> None:
        """Show an error: message, hint and code."""
        first, *rest = error_text(error).split("\n")
        self._line(first, RED)
        for line in rest:
            self._line(line)

    def ask(self, request: PermissionRequest) -> Decision:
        """Ask the person at the controlling terminal; anything unclear denies.

        The reason of the decision is ``once`` or ``always``, or why it was denied: the
        person's own words where there are some, so that the model hears them. A
        question mark has the answers explained.
        """
        self._end_line()
        answer = ask_terminal(question(request, self._width))
        while answer == "?":
            answer = ask_terminal(explanation(self._width))
        return decide(answer)

    # -- one method per event --------------------------------------------------------

    def _run_started(self, event: RunStarted) -> None:
        """Show that a run begins."""
        self._run = event.run
        if self._tasks:
            self.say(f"> {event.task}")
        self._line(self._clipped(f"{event.model} at {event.endpoint}"), DIM)
        self._line(self._clipped(f"in {event.workspace}"), DIM)
        for command in event.checks:
            self._line(self._clipped(f"will check with: {command}"), DIM)

    def _turn_started(self, event: TurnStarted) -> None:
        """Show that the model is asked."""
        self._fresh_answer()

    def _fresh_answer(self) -> None:
        """Get ready for a new answer."""
        self._end_line()
        self._streamed = False
        self._thought = 0
        self._text.finish()
        self._thinking.finish()

    def _text_delta(self, event: TextDelta) -> None:
        """Show words of the answer."""
        shown = self._text.feed(event.text)
        if not self._streamed:
            shown = shown.lstrip("\n")
        if shown:
            self._streamed = True
            self._stream(shown, "text")

    def _thinking_delta(self, event: ThinkingDelta) -> None:
        """Show the begin of the reasoning."""
        shown = self._thinking.feed(event.text).replace("\n", " ")
        room = _THINKING_SHOWN - self._thought
        if not shown or room <= 0:
            return
        if not self._thought:
            shown = "thinking: " + shown.lstrip()
            room += len("thinking: ")
        self._thought += len(shown)
        self._stream(shown[:room], "thinking", DIM)
        if len(shown) > room:
            self._stream(" ...", "thinking", DIM)

    def _message_added(self, event: MessageAdded) -> None:
        """Show what of a message has not streamed."""
        if event.message.role != "assistant":
            return
        if not self._streamed and event.message.text.strip():
            self._text_delta(TextDelta(event.message.text))
        rest = self._text.finish()
        if rest:
            self._stream(rest, "text")
        self._fresh_answer()

    def _retrying(self, event: Retrying) -> None:
        """Show that a call of the model is made again."""
        void = " The text above is void." if self._streamed else ""
        self._fresh_answer()
        self._line(
            f"! {folded(event.message)} [{folded(event.code)}]"
            f" Trying again in {duration(event.seconds)}.{void}",
            YELLOW,
        )

    def _permission_decided(self, event: PermissionDecided) -> None:
        """Show that something was denied."""
        if event.allowed:
            return
        self._denied.add(event.call_id)
        self._line(self._clipped(f"denied: {event.tool}: {event.what}"), RED)
        if event.reason:
            self._line(f"  {folded(event.reason)}")

    def _tool_started(self, event: ToolStarted) -> None:
        """Show that a tool runs."""
        summary = event.summary or event.tool
        self._started[event.call_id] = summary
        self._newest = event.call_id
        self._line(self._clipped(f"{self._bullet} {summary}"), BOLD)

    def _tool_progress(self, event: ToolProgress) -> None:
        """Show the last line of its output."""
        tail = self._tails.setdefault(event.call_id, Tail(_TAIL_LINES))
        tail.feed(event.text)
        self._status(tail.last())

    def _tool_finished(self, event: ToolFinished) -> None:
        """Show how a tool ended."""
        tail = self._tails.pop(event.call_id, None)
        summary = self._started.pop(event.call_id, event.tool)
        if event.call_id in self._denied:
            self._denied.discard(event.call_id)
            return
        if event.call_id != self._newest:
            self._line(self._clipped(f"{self._bullet} {summary}"))
        if event.is_error:
            self._indented(_brief(clean_lines(event.text), _ERROR_LINES), RED)
        elif _DIFF.search(event.text):
            self._diff(clean_lines(event.text))
        elif tail is not None:
            self._tail(tail)
        else:
            self._indented(_first(clean_lines(event.text)), DIM)
        if event.seconds >= 1:
            self._line(f"  ({duration(event.seconds)})", DIM)

    def _check_started(self, event: CheckStarted) -> None:
        """Show that a check runs."""
        self._end_line()
        room = self._width - len(" ... passed in 10.0 s")
        line = fit(folded(f"check: {event.command}"), max(room, MIN_WIDTH))
        self._stream(f"{line} ...", f"check {event.command}")

    def _check_finished(self, event: CheckFinished) -> None:
        """Show how a check ended."""
        if self._open != f"check {event.command}":
            self._check_started(CheckStarted(event.command))
        if event.passed:
            word, colour = "passed", GREEN
        elif event.exit_code is None:
            word, colour = "did not end", RED
        else:
            word, colour = f"failed ({event.exit_code})", RED
        ending = f" {word} in {duration(event.seconds)}"
        self._put(self._painted(ending, colour) + "\n")
        self._open = ""
        if not event.passed:
            tail = Tail(_ERROR_LINES)
            tail.feed(event.output)
            self._tail(tail)

    def _notice(self, event: Notice) -> None:
        """Show a notice."""
        if event.code == "undo-not-kept":
            self._undoable = False
        self._line(f"note: {folded(event.message)} [{folded(event.code)}]", YELLOW)

    def _run_finished(self, event: RunFinished) -> None:
        """Show how the run ended."""
        self._fresh_answer()
        self._tails.clear()
        self._started.clear()
        self._denied.clear()
        kinds = self._kinds and event.files and self._kinds(event.session, self._run)
        first, *facts = run_text(
            event, undo=self._undo, undoable=self._undoable, kinds=kinds or {}
        )
        self._line("")
        self._line(first, _STATUS_COLOURS.get(event.status, RED))
        for line in facts:
            self._line(line)

    # -- lines -----------------------------------------------------------------------

    def _clipped(self, text: str) -> str:
        """Return a text cut to the width."""
        return fit(folded(text), self._width)

    def _line(self, text: str, code: str = "") -> None:
        """Write a line of its own."""
        self._end_line()
        for row in wrapped(text, self._width) if self._wraps else [text]:
            self._put(self._painted(row, code) + "\n")

    def _indented(self, lines: Iterable[str], code: str = "") -> None:
        """Write lines with a margin."""
        for line in lines:
            self._line("  " + fit(line.expandtabs(4), self._width - 2), code)

    def _tail(self, tail: Tail) -> None:
        """Write the last lines of an output."""
        lines = tail.lines()
        if tail.total > len(lines):
            self._line(f"  ({tail.total} lines, the last ones:)", DIM)
        self._indented(lines, DIM)

    def _diff(self, lines: List[str]) -> None:
        """Write a short form of a diff."""
        for line in _brief(lines, _DIFF_LINES):
            self._indented([line], _DIFF_COLOURS.get(line[:1], DIM))

    def _stream(self, text: str, kind: str, code: str = "") -> None:
        """Write text that the next piece of the same kind goes on from."""
        if self._open != kind:
            self._end_line()
        self._clear_status()
        self._put(self._painted(text, code))
        self._open = "" if text.endswith("\n") else kind

    def _status(self, text: str) -> None:
        """Redraw the one line that is taken back again; only where that can work."""
        now = time.monotonic()
        drawn = self._status_at
        if not self._colour or (drawn is not None and now - drawn < _STATUS_EVERY):
            return
        self._end_line()
        line = "  " + fit(text.expandtabs(4), self._width - 3)
        self._put(self._painted(line, DIM))
        self._status_at = now

    def _clear_status(self) -> None:
        """Take the line that changes away."""
        if self._status_at is not None:
            self._status_at = None
            self._put("\r\x1b[K")

    def _end_line(self) -> None:
        """End the line that is under way."""
        self._clear_status()
        if self._open:
            self._open = ""
            self._put("\n")

    def _painted(self, text: str, code: str) -> str:
        """Return a text in a colour, where colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and code and text else text

    def _put(self, text: str) -> None:
        """Write, and note when nobody reads any more."""
        if not self.closed:
            self.closed = not emit(self._out, text)


def show_events(events: Iterable[Event], view: TerminalView) -> Optional[RunFinished]:
    """Draw all events of a run.

    Returns:
        The end of the run, or None when the reader of the output went away before it;
        the run has then been closed.

    Raises:
        AuraError: the run could not begin, or the output cannot be written.
    """

    def draw(event: Event) -> bool:
        """Show an event; return whether somebody still reads."""
        view.show(event)
        return not view.closed

    return follow(events, draw)


def _first(lines: List[str]) -> List[str]:
    """Return the first line, and how many follow."""
    if len(lines) > 1:
        return [f"{lines[0]} (+{len(lines) - 1} lines)"]
    return lines


def _brief(lines: List[str], most: int) -> List[str]:
    """Return lines with the middle left out where there are too many."""
    if len(lines) <= most:
        return lines
    half = most // 2
    left_out = f"... {len(lines) - 2 * half} lines ..."
    return [*lines[:half], left_out, *lines[-half:]]
