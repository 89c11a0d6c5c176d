# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Lead a tool call through its life: arguments, permission, run, capped result.

Whatever goes wrong on the way becomes a result that tells the model what to try
next; only an interrupt of the program itself passes through.
"""

from __future__ import annotations

import json
import threading
from typing import Any, Callable, Optional, Sequence, Set, Tuple, Union

from ..core.errors import AuraError, CancelledError, ToolError
from ..core.interfaces import (
    Ask,
    Decision,
    PermissionRequest,
    PreparedCall,
    Tool,
    ToolContext,
    ToolSpec,
)
from ..core.messages import JsonObject, ToolCall, ToolResult
from ..core.schema import nearest, validate
from ..core.text import clip
from .permissions import Rules, command_of, decide, decide_danger, question, unattended

CAP = 30_000  # bytes of one result
ALWAYS = "always"  # the reason of a decision that holds for the rest of the session


class ToolKit:
    """The tools of a session, and what was decided about them.

    Any number of threads may use it. Questions to the user come one at a time.

    Args:
        tools: what the model may call; names are unique.
        rules: what the user allowed beforehand.
        ask: puts a question to the user; None when nobody is there.
        hazard: tells what a command line would destroy beyond undo; such a command is
            asked about in every mode.
        cap: bytes of one result; beyond it, its head and its tail.
    """

    def __init__(
        self,
        tools: Sequence[Tool],
        *,
        rules: Rules,
        ask: Optional[Ask] = None,
        hazard: Callable[[str], str] = lambda command: "",
        cap: int = CAP,
    ) -> None:
        """Take the tools and the rules that guard them."""
        self.specs: Tuple[ToolSpec, ...] = tuple(tool.spec for tool in tools)
        self._tools = {tool.spec.name: tool for tool in tools}
        self._rules = rules
        self._ask = ask
        self._hazard = hazard
        self._cap = cap
        self._approvals = Approvals()
        self._asking = threading.Lock()

    def prepare(self, call: ToolCall) -> Union[PreparedCall, ToolResult]:
        """Find the tool and validate the arguments, or answer with an error."""
        try:
            tool = self._tool(call.name)
            arguments = validate(_arguments(call), tool.spec.parameters)
            return PreparedCall(call, tool, arguments, tool.summary(arguments))
        except AuraError as error:
            return _failed(call, error)
        except Exception as error:
            return _failed(call, _unexpected(call, error))

    def _tool(self, name: str) -> Tool:
        """Return a tool, which must exist."""
        if name in self._tools:
            return self._tools[name]
        near = nearest(name, self._tools)
        guess = f" Did you mean {near}?" if near else ""
        raise ToolError(
            "tool-unknown",
            f"There is no tool {name}.{guess}",
            hint=f"The tools are: {', '.join(self._tools) or 'none'}.",
        )

    def authorize(self, prepared: PreparedCall) -> Decision:
        """Decide whether the call may run; may ask the user.

        An answer with the reason ``always`` is remembered: the same command is not
        asked about again in this session.
        """
        request = question(prepared)
        command = command_of(prepared)
        danger = self._hazard(command) if command is not None else ""
        if danger:
            request = request._replace(reason=danger)
            decision = decide_danger(request, self._rules)
        else:
            decision = decide(request, self._rules)
        if decision is not None:
            return decision
        if self._ask is None:
            return unattended(request)
        with self._asking:
            if self._approvals.holds(request):
                return Decision(True, "allowed before, for the whole session")
            answer = self._ask(request)._replace(asked=True)
            if answer.allowed and answer.reason == ALWAYS:
                self._approvals.add(request)
            return answer

    def run(
        self, prepared: PreparedCall, context: ToolContext
    ) -> Tuple[ToolResult, Tuple[str, ...]]:
        """Run the call; return its result, capped, and the files it changed.

        Failures of any kind are results; only what is meant to end the program
        (KeyboardInterrupt) is raised.
        """
        call = prepared.call
        try:
            context.cancel.check()
            output = prepared.tool.run(prepared.arguments, context)
            text = clip(_encodable(output.text), self._cap)
            result = ToolResult(call.id, call.name, text, output.is_error)
            return result, output.changed
        except CancelledError:
            return ToolResult(call.id, call.name, "cancelled", True), ()
        except AuraError as error:
            return _failed(call, error, self._cap), ()
        except (Exception, SystemExit) as error:
            return _failed(call, _unexpected(call, error), self._cap), ()


class Approvals:
    """Remember for a session what the user allowed for all of it, word for word."""

    def __init__(self) -> None:
        """Begin with nothing approved."""
        self._known: Set[Tuple[str, str]] = set()

    def holds(self, request: PermissionRequest) -> bool:
        """Return whether this very thing was allowed before."""
        return (request.tool, request.what) in self._known

    def add(self, request: PermissionRequest) -> None:
        """Allow it from now on."""
        self._known.add((request.tool, request.what))


def _encodable(text: str) -> str:
    """Replace what UTF-8 cannot hold: halves of surrogate pairs."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _failed(call: ToolCall, error: AuraError, cap: int = CAP) -> ToolResult:
    """Return an error as the result of a call."""
    text = clip(_encodable(f"{error.code}: {error}"), cap)
    return ToolResult(call.id, call.name, text, True)


def _unexpected(call: ToolCall, error: BaseException) -> ToolError:
    """Return the error about a tool that failed by itself."""
    return ToolError(
        "tool-failed",
        f"{call.name} failed: {type(error).__name__}: {error}.",
        hint="Try it another way.",
    )


def _arguments(call: ToolCall) -> Any:
    """Return the arguments, parsed once more where the codec could not.

    Raises:
        ToolError: ``arguments-unreadable`` says where the JSON breaks.
    """
    if call.arguments is not None:
        return call.arguments
    if not call.raw.strip():
        return {}  # some models leave empty what has no arguments
    try:
        parsed = json.loads(call.raw)
    except json.JSONDecodeError as error:
        raise _unreadable(call.raw, error) from error
    if isinstance(parsed, str):
        parsed = _object_within(parsed)
    return parsed


def _object_within(text: str) -> Union[str, JsonObject]:
    """Return the object that was encoded as JSON twice, else the text."""
    try:
        parsed = json.loads(text)
    except ValueError:
        return text
    return parsed if isinstance(parsed, dict) else text


def _unreadable(raw: str, error: json.JSONDecodeError) -> ToolError:
    """Return the error about arguments that are no JSON."""
    before = raw[max(0, error.pos - 40) : error.pos]
    after = raw[error.pos : error.pos + 20]
    if error.pos >= len(raw.rstrip()) or error.msg.startswith("Unterminated string"):
        hint = (
            "The text ends in the middle: the limit on output may have been reached."
            " Send a complete object, and long content in several smaller calls."
        )
    else:
        hint = "Send one complete JSON object, with quotes and newlines escaped."
    return ToolError(
        "arguments-unreadable",
        f"The arguments are not JSON: {error.msg} at character {error.pos} of"
        f" {len(raw)}, at the mark: {before}<HERE>{after}.",
        hint=hint,
    )
