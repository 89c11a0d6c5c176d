# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a command line for the model: the ``shell`` tool.

The result text ends with a line on how the command ended, and holds no times, so
that asking for the same state again gives the same text. A command that fails is not
an error of the tool: its exit code is what the model wanted to know.
"""

from __future__ import annotations

import os
import signal
from typing import Callable, List, Mapping, Sequence

from ..core import process
from ..core.errors import CancelledError, ToolError
from ..core.interfaces import (
    EXECUTE,
    Capture,
    Captured,
    NoCapture,
    ProcessResult,
    Tool,
    ToolContext,
    ToolOutput,
    ToolSpec,
)
from ..core.messages import JsonObject
from .unattended import variables

# Nobody can answer a prompt, leave a pager or type into an editor.
ENVIRONMENT: Mapping[str, str] = variables()
OUTPUT_LIMIT = 28_000  # bytes; leaves room for the last lines under the toolset's cap
SUMMARY = 200  # characters
NAMED = 5  # files of others in a result

DESCRIPTION = (
    "Run a command line in the workspace (bash). Standard input is empty; each call"
    " is a new shell. Returns stdout and stderr together, then the exit code. Start"
    " servers in the background: CMD >log 2>&1 &"
)


def shell_tool(
    root: str,
    *,
    output_folder: str,
    default_timeout: int = 120,
    max_timeout: int = 1800,
    capture: Capture = NoCapture(),
    allow_uncovered: bool = False,
    changed: Callable[[Sequence[str]], None] = lambda paths: None,
) -> Tool:
    """Return the tool; commands start in ``root``, timeouts are seconds.

    Args:
        output_folder: where the full text of a long output is kept for reading back.
        capture: makes undoable what a command does to the workspace.
        allow_uncovered: run a command also when that is not possible.
        changed: is told the absolute paths of what a command has changed.
    """

    def run(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Run a command in the workspace."""
        seconds = min(arguments.get("timeout", default_timeout), max_timeout)
        with capture.command(context.turn) as captured:
            if captured.refused and not allow_uncovered:
                raise ToolError(
                    "command-uncovered",
                    f"The command was not run: {captured.refused}",
                    hint="Try it once more: the user is asked then, where that is"
                    " possible.",
                )
            if captured.notice:
                context.progress(f"{captured.notice}\n")
            result = process.run(
                process.shell_argv(arguments["command"]),
                cwd=root,
                env=ENVIRONMENT,
                timeout=seconds,
                cancel=context.cancel,
                progress=context.progress,
                limit=OUTPUT_LIMIT,
                keep_in=output_folder,
            )
        changed(captured.changed)
        if result.cancelled and not result.output and not captured.changed:
            raise CancelledError("The command was cancelled.")
        last = _ending(result, seconds, max_timeout)
        notes = [*told_of_undo(captured, root), *_left(result), last]
        return ToolOutput(
            _with_last_line(result, "\n".join(notes)),
            changed=captured.changed,
            is_error=result.timed_out or result.cancelled,
        )

    timeout = {
        "type": "integer",
        "minimum": 1,
        "maximum": max_timeout,
        "description": f"seconds, default {default_timeout}",
    }
    parameters: JsonObject = {
        "type": "object",
        "properties": {"command": {"type": "string", "minLength": 1}},
        "required": ["command"],
        "additionalProperties": False,
    }
    parameters["properties"]["timeout"] = timeout
    spec = ToolSpec("shell", DESCRIPTION, parameters)
    return Tool(spec, frozenset((EXECUTE,)), run, _summary)


def _summary(arguments: JsonObject) -> str:
    """Return one line about a command."""
    command: str = arguments["command"]
    first, _, more = command.strip().partition("\n")
    cut = bool(more) or len(first) > SUMMARY
    return first[:SUMMARY] + (" ..." if cut else "")


def told_of_undo(captured: Captured, root: str) -> List[str]:
    """Return what there is to say of a command about undo, one thing a line."""
    told = [captured.notice, captured.trouble]
    if captured.others:
        names = [os.path.relpath(path, root) for path in captured.others[:NAMED]]
        more = len(captured.others) - len(names)
        told.append(
            f"Also changed meanwhile, not shown to be the command's doing:"
            f" {', '.join(names)}{f' and {more} more' if more else ''}"
        )
    return [f"[{text}]" for text in told if text]


def _left(result: ProcessResult) -> List[str]:
    """Return what there is to say about processes that still run."""
    named = ", ".join(result.left)
    if not result.cancelled and not result.timed_out:
        return [f"[still running in the background: {named}]"] if named else []
    if named:
        return [f"[could not be ended and still running: {named}]"]
    if not process.sees_strays():
        return ["[what it started in other sessions may still be running]"]
    return []


def _with_last_line(result: ProcessResult, last: str) -> str:
    """Return the output with a last line below it."""
    lines = [result.output.rstrip("\n")] if result.output.strip() else []
    if result.full_output:
        lines.append(f"[full output: {result.full_output}; read_file shows it]")
    return "\n".join([*lines, last])


def _ending(result: ProcessResult, seconds: int, max_timeout: int) -> str:
    """Return in words how a command ended."""
    if result.cancelled:
        return "killed"
    if result.timed_out:
        return (
            f"timed out after {seconds} s and was ended; pass a longer timeout (at"
            f" most {max_timeout}), or run it in the background: CMD >log 2>&1 &"
        )
    code = result.exit_code
    if code is not None and code < 0:
        return f"exit code {code} ({_signal_name(-code)})"
    return f"exit code {code}"


def _signal_name(number: int) -> str:
    """Return in words which signal ended it."""
    try:
        return f"ended by {signal.Signals(number).name}"
    except ValueError:
        return f"ended by signal {number}"
