# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell how many public names of a wheel have a complete type, as pyright sees them.

The wheel is unpacked into an empty environment, since that is what users get. Names of
other packages do not count. Usage: ``python -m release.checks.complete WHEEL``.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import venv
import zipfile
from typing import Any, Dict, List, Sequence


def ask(wheel: str, folder: pathlib.Path) -> Dict[str, Any]:
    """Return pyright's report on the package in a wheel."""
    venv.create(folder / "venv", symlinks=os.name != "nt")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    (site,) = (folder / "venv").rglob("site-packages")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
        package = pathlib.Path(wheel).name.split("-")[0]
    # pyright takes the environment from the path, whatever else it is told.
    path = os.pathsep.join([str(scripts), os.environ["PATH"]])
    command = [sys.executable, "-m", "pyright", "--verifytypes", package]
    ran = subprocess.run(
        [*command, "--ignoreexternal", "--outputjson"],
        cwd=folder,
        env={**os.environ, "PATH": path, "VIRTUAL_ENV": str(folder / "venv")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    report: Dict[str, Any] = json.loads(ran.stdout)["typeCompleteness"]
    return report


def incomplete(report: Dict[str, Any]) -> List[str]:
    """Return a line for each public name whose type is not complete."""
    return [
        f"{one['name']}: {said['message']}".replace("\n", " ")
        for one in report["symbols"]
        if one["isExported"] and not one["isTypeKnown"]
        for said in one["diagnostics"][:1]
    ]


def main(arguments: Sequence[str]) -> int:
    """Print what is incomplete and the score; return 1 below 100 %."""
    with tempfile.TemporaryDirectory() as folder:
        report = ask(arguments[0], pathlib.Path(folder))
    print("\n".join(incomplete(report)))
    score = report["completenessScore"]
    print(f"{score:.1%} of the public names have a complete type")
    return 0 if score == 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
