# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Greet, or hand a command on to the agent: ``python3 -m greeter agent doctor``."""

from __future__ import annotations

import sys
from typing import List

from . import greeting


def main(words: List[str]) -> int:
    """Carry out one command line."""
    if words[:1] == ["agent"]:
        # Loaded only here: who greets does not pay for the agent.
        from ._vendor.aura_coding_agent.__main__ import main as agent

        return agent(words[1:])
    print(greeting(" ".join(words) or "you"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
