# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Carry the labels of ``.github/labels.json`` over to the forge, by its program gh.

Which repository is meant, gh takes from the checkout or from ``GH_REPO``. Labels that
are there already are changed, none is removed. ``DRY_RUN=1`` prints the commands.
"""

from __future__ import annotations

import json
import os
import pathlib
import shlex
import subprocess
import sys
from typing import Dict, List

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def command(label: Dict[str, str]) -> List[str]:
    """Return the command that makes or changes one label."""
    return [
        *("gh", "label", "create", label["name"], "--force"),
        *("--color", label["color"], "--description", label["description"]),
    ]


def main() -> int:
    """Carry all of them over; return 1 when gh is missing or refuses one."""
    path = ROOT / ".github" / "labels.json"
    labels: List[Dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    for label in labels:
        print(shlex.join(command(label)), flush=True)
        if os.environ.get("DRY_RUN"):
            continue
        try:
            subprocess.run(command(label), check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"The label was not made: {error}", file=sys.stderr)
            return 1
    print(f"{len(labels)} labels")
    return 0


if __name__ == "__main__":
    sys.exit(main())
