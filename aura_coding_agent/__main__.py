# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the command line: ``python -m`` on the package, and the console scripts."""

from __future__ import annotations

import gc
import sys

from . import __version__

TYPE_CHECKING = False  # typing's own costs more than all that `--version` does
if TYPE_CHECKING:
    from typing import List, Optional


def main(arguments: Optional[List[str]] = None) -> int:
    """Answer ``--version`` at once; hand everything else to the command line."""
    words = sys.argv[1:] if arguments is None else arguments
    if words in (["--version"], ["-V"]):
        sys.stdout.write(f"aura {__version__}\n")
        return 0
    # What the modules define lives as long as the process: looking for garbage in it,
    # while they are loaded and ever after, would be a twelfth of what a run costs.
    gc.disable()
    # Loaded only here so that asking for the version imports almost nothing.
    from .cli import main as command_line

    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()
    return command_line(words)


if __name__ == "__main__":
    sys.exit(main())
