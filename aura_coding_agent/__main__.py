# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the command line: ``python -m`` on the package, and the console scripts."""

from __future__ import annotations

import gc
import os
import sys

from . import __version__

TYPE_CHECKING = False  # typing's own costs more than all that `--version` does
if TYPE_CHECKING:
    from typing import List, Optional


def main(arguments: Optional[List[str]] = None) -> int:
    """Answer ``--version`` at once; hand everything else to the command line."""
    words = sys.argv[1:] if arguments is None else arguments
    if arguments is None:
        sys.path[:] = _without_current_folder(sys.path)
    if words in (["--version"], ["-V"]):
        sys.stdout.write(f"aura {__version__}\n")
        return 0
    # What the modules define lives as long as the process: looking for garbage in it,
    # while they are loaded and ever after, would be a twelfth of what a run costs.
    gc.disable()
    # Loaded only here so that asking for the version imports almost nothing.
    from .cli import main as command_line

    if hasattr(gc, "freeze"):  # PyPy has neither: it collects in another way
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
    gc.enable()
    return command_line(words)


def _without_current_folder(path: List[str]) -> List[str]:
    """Leave out of a module search path what lies with the files that are worked on.

    ``python -m`` puts the current folder first, where a ``json.py`` or ``queue.py`` of
    the project would be taken for the standard library's, and run. An entry of
    ``PYTHONPATH`` in or below the current folder was meant for the project, too.
    Modules of this package are still found, for it knows its own folder.
    """
    try:
        here = os.path.realpath(os.curdir)
    except OSError:  # the current folder was removed
        return [entry for entry in path if os.path.isabs(entry)]
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    below = tuple(
        entry
        for entry in map(os.path.realpath, given)
        # In the root folder everything is below, and nothing is a project's.
        if entry.startswith(here + os.sep) and os.path.dirname(here) != here
    )
    return [entry for entry in path if os.path.realpath(entry) not in (here, *below)]


if __name__ == "__main__":
    sys.exit(main())
