# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair the failing tests of a project from Python; no model, no network."""

from __future__ import annotations

import sys

from aura_coding_agent import AuraError, repair_tests


def main(project: str = ".", apply: str = "") -> int:
    """Show the best patch, and put it in place with ``--apply``."""
    found = repair_tests(project, apply=apply == "--apply", budget=30)
    print(f"{found.status}: {len(found.failing)} tests fail")
    if found.diff:
        print(found.diff)
        print(f"{found.note}; confidence: {found.confidence}")
    if found.applied:
        print("It is in place; the command `undo` takes it back.")
    return 0 if found.status in ("repaired", "passing") else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except AuraError as error:
        sys.exit(f"{error} [{error.code}]")
