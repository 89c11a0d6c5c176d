# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the lists of Pythons in workflows and tox from the classifiers.

``python -m release.checks.matrix`` compares and ends with 1 when they differ;
``--write`` writes them anew.
"""

from __future__ import annotations

import pathlib
import re
import sys
from typing import Dict, List, Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLASSIFIER = re.compile(r'"Programming Language :: Python :: (3\.\d+)"')


def pythons(pyproject: str) -> List[str]:
    """Return the versions that the classifiers name, oldest first."""
    found = set(CLASSIFIER.findall(pyproject))
    return sorted(found, key=lambda version: int(version.split(".")[1]))


def workflow(text: str, versions: Sequence[str]) -> str:
    """Return the text of ci.yml with its list of versions."""
    listed = ", ".join(f'"{version}"' for version in versions)
    block = f"# begin matrix\n        python: [{listed}]\n        # end matrix"
    return re.sub(r"# begin matrix\n.*?# end matrix", block, text, flags=re.S)


def tox(text: str, versions: Sequence[str]) -> str:
    """Return the text of tox.toml with its list of environments."""
    listed = ", ".join(f'"{version}"' for version in versions)
    return re.sub(r"(?m)^env_list = \[.*\]$", f"env_list = [{listed}]", text)


def wanted(root: pathlib.Path) -> Dict[pathlib.Path, str]:
    """Return what the files should say."""
    versions = pythons((root / "pyproject.toml").read_text(encoding="utf-8"))
    made = {root / ".github/workflows/ci.yml": workflow, root / "tox.toml": tox}
    return {
        path: make(path.read_text(encoding="utf-8"), versions)
        for path, make in made.items()
    }


def main(arguments: Sequence[str], root: pathlib.Path = ROOT) -> int:
    """Compare or write; return 1 when a file differs and is not to be written."""
    differ = [
        path
        for path, text in wanted(root).items()
        if path.read_text(encoding="utf-8") != text
    ]
    for path in differ:
        if "--write" in arguments:
            path.write_text(wanted(root)[path], encoding="utf-8")
            print(f"{path.relative_to(root)} is written")
        else:
            print(f"{path.relative_to(root)} does not agree; run: make matrix")
    if not differ:
        print("workflows and tox agree with the classifiers")
    return 1 if differ and "--write" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
