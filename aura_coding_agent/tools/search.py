# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find files by name and lines by pattern.

What git ignores is left out, unless it is named as the place to search. Every answer
is capped and says how to see the rest. Regular expressions are Python's, which can
take for ever on unlucky ones, and then nothing in the same process can stop them. So
only patterns that cannot go back and forth are matched here; all others are matched by
a process that can be ended (:mod:`.matcher`).
"""

from __future__ import annotations

import os
import re
import threading
import time
import warnings
from typing import Callable, Iterator, List, Pattern, Tuple

from ..core.cancel import Cancel
from ..core.errors import ToolError, WorkspaceError
from ..core.folders import Folders
from ..core.ignore import glob_to_regex
from ..core.interfaces import READ, Tool, ToolContext, ToolOutput, ToolSpec
from ..core.messages import JsonObject
from ..core.text import SAMPLE, decode, is_binary, one_line
from ..core.values import NamedTuple
from ..core.workspace import Workspace
from .files import file_size
from .matcher import Matcher, OutOfTimeError

FILES_SHOWN = 200  # of one glob
MATCHES_SHOWN = 100  # of one grep
OUTPUT_LIMIT = 20_000  # bytes of one answer
SIZE_LIMIT = 5_000_000  # bytes of a file that is searched
LINE_LONG = 10_000  # characters; longer lines are for the process that can be ended
LINE_SHOWN = 300  # characters of a line that are shown
_CONTEXT_LIMIT = 20  # lines around a match
_BRACES = r"\{([^{}]*,[^{}]*)\}"
_ALTERNATIVES = 64  # most globs that braces may stand for

_REMARKS = 10  # most remarks about skipped files
_OPTIONAL = 8  # parts with a question mark; each may double the work at a place
_compiling = threading.Lock()  # the filters of warnings are global

GLOB = ToolSpec(
    "glob",
    "List files by name pattern, such as `*.py` (any depth) or `src/**/test_*`.",
    {
        "type": "object",
        "properties": {"pattern": {"type": "string"}, "path": {"type": "string"}},
        "required": ["pattern"],
    },
)
GREP = ToolSpec(
    "grep",
    "Find lines by Python regex in a file or folder.",
    {
        "type": "object",
        "properties": {
            "pattern": {"type": "string"},
            "path": {"type": "string"},
            "glob": {"type": "string", "description": "only such files"},
            "ignore_case": {"type": "boolean"},
            "context": {"type": "integer", "description": "lines around"},
            "offset": {"type": "integer", "description": "matches to skip"},
        },
        "required": ["pattern"],
    },
)


def search_tools(workspace: Workspace, *, seconds: float = 10.0) -> Tuple[Tool, Tool]:
    """Return the tools ``glob`` and ``grep``.

    Args:
        seconds: time after which a search stops and shows what it has.
    """

    def run_glob(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Find files by name."""
        return ToolOutput(_glob(workspace, arguments, context.cancel))

    def run_grep(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Find text in files."""
        deadline = time.monotonic() + seconds
        return ToolOutput(_grep(workspace, arguments, context.cancel, deadline))

    return (
        Tool(GLOB, frozenset([READ]), run_glob, _summary("glob")),
        Tool(GREP, frozenset([READ]), run_grep, _summary("grep")),
    )


def _summary(verb: str) -> Callable[[JsonObject], str]:
    """Return a function that describes a call in one line."""

    def summary(arguments: JsonObject) -> str:
        """Return one line about a call."""
        place = f" in {arguments['path']}" if arguments.get("path") else ""
        return one_line(f"{verb} {arguments.get('pattern', '')}{place}")

    return summary


# -- glob ----------------------------------------------------------------------------


def _glob(workspace: Workspace, arguments: JsonObject, cancel: Cancel) -> str:
    """Return the files that fit a pattern."""
    pattern, place = arguments["pattern"], arguments.get("path") or ""
    if os.path.isabs(pattern) and not place:
        pattern, place = _split_absolute(pattern)
    names = []
    for path in _files(workspace, place, pattern):
        cancel.check()
        names.append(path)
    if not names:
        return "No files match (what git ignores is not listed)."
    lines = [one_line(name) for name in names[:FILES_SHOWN]]
    if len(names) > FILES_SHOWN:
        lines.append(f"[{len(names) - FILES_SHOWN} more; narrow the pattern or path]")
    return "\n".join(lines) + "\n"


def _split_absolute(pattern: str) -> Tuple[str, str]:
    """Return the glob below, and the folder before, the first wildcard."""
    parts = pattern.replace(os.sep, "/").split("/")
    plain = 0
    while plain < len(parts) - 1 and not re.search(r"[*?\[{\\]", parts[plain]):
        plain += 1
    return "/".join(["", *parts[plain:]]), "/".join(parts[:plain]) or "/"


def _files(workspace: Workspace, place: str, pattern: str) -> Iterator[str]:
    """Yield the files below a place whose path from there fits a glob.

    Raises:
        ToolError: ``file-missing`` and its kin, ``glob-invalid``.
    """
    fits = glob_matcher(pattern)
    real = workspace.resolve_readable(place or ".")
    is_folder = file_size(workspace, real) < 0
    base = workspace.relative(real)
    skip = 0 if base == "." or not is_folder else len(base.rstrip("/")) + 1
    for path in workspace.walk(place):
        if fits(path[skip:]):
            yield path


def glob_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test of relative paths with a glob.

    Without a slash the pattern is for names at any depth. ``**`` stands for any
    folders, ``{a,b}`` for one of both; a slash at the end for all that is inside.

    Raises:
        ToolError: ``glob-invalid``.
    """
    glob = pattern[2:] if pattern.startswith("./") else pattern
    if glob.endswith("/"):
        glob += "**"
    if "/" not in glob:
        glob = "**/" + glob
    glob = glob.lstrip("/")
    regexes = [glob_to_regex(part) for part in _expand_braces(glob)]
    if not pattern.strip("/") or None in regexes:
        raise ToolError(
            "glob-invalid",
            f"The pattern {pattern!r} is not a glob.",
            hint="Close each bracket, or put a backslash before it.",
        )
    compiled = [re.compile(regex, re.DOTALL) for regex in regexes if regex]
    return lambda path: any(regex.fullmatch(path) for regex in compiled)


def _expand_braces(glob: str) -> List[str]:
    """Return the globs that one with ``{a,b}`` stands for, inner braces first."""
    done: List[str] = []
    pending = [glob]
    while pending and len(done) + len(pending) <= _ALTERNATIVES:
        part = pending.pop(0)
        found = re.search(_BRACES, part)
        if not found:
            done.append(part)
            continue
        head, tail = part[: found.start()], part[found.end() :]
        pending += [head + choice + tail for choice in found.group(1).split(",")]
    return done + pending


# -- grep ----------------------------------------------------------------------------


class _Search(NamedTuple):
    """What to look for, and until when."""

    regex: Pattern[str]
    literal: str  # the pattern, when it is plain text; else empty
    effort: int  # see effort_of
    matcher: Matcher
    folders: Folders
    deadline: float
    cancel: Cancel


class _Hit(NamedTuple):
    """A line that matches, and the column where."""

    line: int
    column: int


def _grep(
    workspace: Workspace, arguments: JsonObject, cancel: Cancel, deadline: float
) -> str:
    """Return the lines that fit a pattern."""
    pattern, place = arguments["pattern"], arguments.get("path") or ""
    ignore_case = bool(arguments.get("ignore_case"))
    regex = compile_pattern(pattern, ignore_case=ignore_case)
    plain = not ignore_case and re.escape(pattern) == pattern
    literal = pattern if plain else ""
    report = _Report(
        offset=max(0, arguments.get("offset") or 0),
        context=min(_CONTEXT_LIMIT, max(0, arguments.get("context") or 0)),
    )
    try:
        with workspace.folders() as folders, Matcher(regex, cancel) as matcher:
            effort = effort_of(pattern)
            search = _Search(regex, literal, effort, matcher, folders, deadline, cancel)
            for path in _files(workspace, place, arguments.get("glob") or "**"):
                _search_file(workspace, path, search, report)
    except OutOfTimeError as error:
        where = f" at {one_line(str(error))}" if str(error) else ""
        advice = "a simpler pattern, or narrow by path or glob"
        report.remarks.append(f"stopped: out of time{where}; use {advice}")
    return report.text()


def compile_pattern(pattern: str, *, ignore_case: bool) -> Pattern[str]:
    """Compile a regular expression of the model.

    Raises:
        ToolError: ``pattern-invalid``.
    """
    try:
        with _compiling, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what later versions of re may change
            return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        where = "" if error.pos is None else f" at position {error.pos}"
        problem = f"{error.msg}{where}"
    except (OverflowError, RecursionError):
        problem = "it is too big"
    raise ToolError(
        "pattern-invalid",
        f"The pattern {pattern!r} is not a regular expression: {problem}.",
        hint=f"To find this very text, escape it: {re.escape(pattern)}",
    )


def _search_file(
    workspace: Workspace, path: str, search: _Search, report: _Report
) -> None:
    """Search one file."""
    search.cancel.check()
    if time.monotonic() >= search.deadline:
        raise OutOfTimeError
    try:
        # Unbuffered: one read, and no size to ask for beforehand.
        descriptor = workspace.open(search.folders, path)
        with open(descriptor, "rb", buffering=0) as file:
            data = file.read(SIZE_LIMIT + 1) or b""
    except WorkspaceError:
        return  # a link that leads outside by now
    except OSError as error:
        report.remarks.append(f"{one_line(path)} skipped: {error.strerror}")
        return
    if len(data) > SIZE_LIMIT:
        report.remarks.append(f"{one_line(path)} skipped: over {SIZE_LIMIT} bytes")
    elif not is_binary(data[: SAMPLE + 8]):
        form = decode(data)
        if search.literal in form.text:
            end = "\r" if form.newline == "\r" else "\n"
            lines = form.text.split(end)
            if not lines[-1]:
                lines.pop()  # what follows the last line end is no line
            try:
                report.add(path, lines, _hits(lines, search))
            except OutOfTimeError:
                raise OutOfTimeError(path) from None


def effort_of(pattern: str) -> int:
    """Return how much work a pattern may be: 0 little, 1 more on long lines, 2 no end.

    Without a repetition every try at a place ends soon. With one, and no group or
    choice, the work grows with the square of the line. What is beyond that is not
    worked out: repetitions of repetitions take a power of two.
    """
    plain = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "x", pattern, flags=re.DOTALL)
    repeats = len(re.findall(r"[*+{]", plain))
    if not repeats and plain.count("?") <= _OPTIONAL:
        return 2 if "\\" in pattern and re.search(r"\\[1-9]", pattern) else 0
    return 1 if repeats == 1 and not re.search(r"[(|?]", plain) else 2


def _hits(lines: List[str], search: _Search) -> List[_Hit]:
    """Return the lines of a file that fit.

    Raises:
        OutOfTimeError: it takes too long.
        CancelledError: it was cancelled.
    """
    long = search.effort == 1 and any(len(line) > LINE_LONG for line in lines)
    if search.effort == 2 or long:
        found = search.matcher.search(lines, search.deadline)
        return [_Hit(*pair) for pair in found]
    find = search.regex.search
    hits: List[_Hit] = []
    for number, line in enumerate(lines):
        if number % 256 == 0:
            search.cancel.check()
            if time.monotonic() >= search.deadline:
                raise OutOfTimeError
        match = find(line.rstrip("\r"))
        if match:
            hits.append(_Hit(number, match.start()))
    return hits


class _Report:
    """Gathers matches: a window of them as lines, the others as a number.

    Args:
        offset: matches to leave out at the start.
        context: lines to show around each.
    """

    def __init__(self, *, offset: int, context: int):
        """Begin with nothing found."""
        self.remarks: List[str] = []
        self._offset = offset
        self._context = context
        self._count = self._shown = self._size = 0
        self._full = False
        self._lines: List[str] = []

    def add(self, path: str, lines: List[str], hits: List[_Hit]) -> None:
        """Take the matches of one file, in order."""
        columns = dict(hits)
        following = -1  # the line after the last one shown
        for hit in hits:
            self._count += 1
            if self._count <= self._offset or self._full:
                continue
            start = max(following, 0, hit.line - self._context)
            end = min(len(lines), hit.line + self._context + 1)
            block = [one_line(path)] if following < 0 else []
            if self._context and 0 <= following < start:
                block.append("--")
            for number in range(start, end):
                sign = ":" if number in columns else "-"
                shown_line = _cut(lines[number].rstrip("\r"), columns.get(number, 0))
                block.append(f"{number + 1}{sign}{shown_line}")
            self._take(block)
            following = end

    def _take(self, block: List[str]) -> None:
        """Add lines, as long as there is room."""
        size = sum(len(line.encode("utf-8", "replace")) + 1 for line in block)
        full = self._shown >= MATCHES_SHOWN or self._size + size > OUTPUT_LIMIT
        if full and self._shown:
            self._full = True
            return
        self._lines += block
        self._size += size
        self._shown += 1

    def text(self) -> str:
        """Return the lines, and what is missing."""
        lines = self._lines
        rest = self._count - self._offset - self._shown
        if rest > 0:
            following = self._offset + self._shown
            more = f"{rest} more matches; narrow by path or glob, or use "
            lines.append(f"[{more}offset={following}]")
        elif not lines:
            before = f" after the first {self._offset}" if self._offset else ""
            lines.append(f"No matches{before} (binary and ignored files are skipped).")
        kept, left = self.remarks[:_REMARKS], self.remarks[_REMARKS:]
        lines += [f"[{remark}]" for remark in kept]
        if left:
            lines.append(f"[{len(left)} more remarks like these]")
        return "\n".join(lines) + "\n"


def _cut(line: str, column: int) -> str:
    """Return what is shown of a line: around the match when it is long."""
    if len(line) <= LINE_SHOWN:
        return line
    start = max(0, column - LINE_SHOWN // 3)
    end = start + LINE_SHOWN
    head, tail = "..." if start else "", "..." if end < len(line) else ""
    return f"{head}{line[start:end]}{tail}"
