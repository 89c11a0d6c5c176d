# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Be the model: answer requests by a rule instead of a network."""

from __future__ import annotations

import sys
from typing import Iterator, Union

from aura_coding_agent import (
    AuraError,
    Cancel,
    Decision,
    Message,
    ModelRequest,
    PermissionRequest,
    Reply,
    RunFinished,
    Text,
    TextDelta,
    ToolCall,
    open_agent,
)


class Mechanic:
    """Ask for the tool ``repair`` first, then tell what it came to.

    Anything with such a method ``stream`` is a provider. The loop does the rest: it
    runs the tool, hands back its result, writes the log, runs the check at the end.
    """

    def stream(
        self, request: ModelRequest, cancel: Cancel
    ) -> Iterator[Union[TextDelta, Reply]]:
        """Yield what is said piece by piece, and last exactly one reply."""
        results = request.messages[-1].results
        if results:
            said = "The repair engine says:\n" + results[-1].text
            yield TextDelta(said)
            yield Reply(Message("assistant", (Text(said),)), "end")
        else:
            number = len(request.messages)
            call = ToolCall(f"call-{number}", "repair", {"apply": True})
            yield Reply(Message("assistant", (call,)), "tool_calls")


def ask(request: PermissionRequest) -> Decision:
    """Allow the one tool that this program is about, and nothing else."""
    return Decision(request.tool == "repair", "only repairs are allowed here")


def main(folder: str = ".", check: str = "") -> int:
    """Let the mechanic work in a folder; a check decides whether it is verified."""
    checks = [check] if check else []
    agent = open_agent(folder, provider=Mechanic(), ask=ask, check=checks)
    for event in agent.run("Make the failing tests pass."):
        if isinstance(event, TextDelta):
            print(event.text)
        elif isinstance(event, RunFinished):
            print(f"{event.status}: {event.reason}")
            return 0 if event.status == "verified" else 1
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except AuraError as error:
        sys.exit(f"{error} [{error.code}]")
