# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give the model a tool of your own: it reads tickets from a table."""

from __future__ import annotations

import csv
import pathlib
import sys
from typing import Dict, List

from aura_coding_agent import AuraError, RunFinished, open_agent, tool_from_function

TABLE = pathlib.Path(__file__).with_name("tickets.csv")


def read_ticket(number: int) -> Dict[str, str]:
    """Return one ticket of this project.

    Args:
        number: the number of the ticket, such as 7.
    """
    for row in _tickets():
        if row["number"] == str(number):
            return row
    known = ", ".join(row["number"] for row in _tickets())
    # The model reads what is raised, so say what it can do about it.
    raise LookupError(f"There is no ticket {number}; there are {known}.")


def _tickets() -> List[Dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def main(task: str, folder: str = ".") -> int:
    """Carry out a task that may need a ticket."""
    agent = open_agent(folder, tools=[tool_from_function(read_ticket)])
    for event in agent.run(task):
        if isinstance(event, RunFinished):
            print(event.answer or event.reason)
            return 0 if event.status in ("verified", "unverified") else 1
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except AuraError as error:
        sys.exit(f"{error} [{error.code}]")
