# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Print faults as editors read them: ``path:line: warning: what to change``."""

from __future__ import annotations

import sys

from aura_coding_agent import AuraError, repair_tests


def main(project: str = ".") -> int:
    """Show each patch that passes, or else the suspected lines."""
    details = repair_tests(project, budget=30).details
    for patch in details["patches"]:
        said = f"{patch['note']} passes the tests, confidence {patch['confidence']}"
        print(f"{patch['path']}:{patch['line']}: warning: {said}")
    if not details["patches"]:
        for suspect in details["suspects"][:5]:
            said = "; ".join(suspect["reasons"])
            print(f"{suspect['path']}:{suspect['line']}: info: {said}")
    return 0 if details["status"] == "passing" else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except AuraError as error:
        sys.exit(f"{error} [{error.code}]")
