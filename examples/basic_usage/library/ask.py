# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give one task to an agent; show what it says and how the run ended."""

from __future__ import annotations

import sys

from aura_coding_agent import AuraError, RunFinished, TextDelta, open_agent


def main(task: str, folder: str = ".") -> int:
    """Carry out a task in a folder; return 0 when a check confirmed it."""
    agent = open_agent(folder, max_turns=20)
    for event in agent.run(task):
        if isinstance(event, TextDelta):
            print(event.text, end="", flush=True)
        elif isinstance(event, RunFinished):
            print(f"\n{event.status}: {event.reason}")
            print("changed:", ", ".join(event.files) or "nothing")
            return 0 if event.status == "verified" else 1
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except AuraError as error:
        sys.exit(f"{error} [{error.code}]")
