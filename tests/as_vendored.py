# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the tests on a copy of the package inside another package.

The copy goes to ``otherpkg/_vendor/``, and the tests, in a copy as well, are rewritten
to its name. What looks at the checkout itself stays behind. Arguments are handed on to
pytest.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from typing import List

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
PLACE = "otherpkg._vendor"
OF_THE_CHECKOUT = (
    "test_docs.py",
    "test_examples.py",
    "test_examples_run.py",
    "test_house.py",
    "test_no_dependencies.py",
    "test_packaging.py",
)
FOLDERS_OF_THE_CHECKOUT = ("release", "docs")
MADE = shutil.ignore_patterns("__pycache__")


def place(folder: pathlib.Path) -> None:
    """Fill a folder with the copy of the package and the tests for it."""
    vendor = folder.joinpath(*PLACE.split("."))
    shutil.copytree(ROOT / NAME, vendor / NAME, ignore=MADE)
    for package in (vendor, vendor.parent):
        (package / "__init__.py").touch()
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=MADE)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in (*OF_THE_CHECKOUT, "test_vendored.py"):
        (folder / "tests" / name).unlink()
    for name in FOLDERS_OF_THE_CHECKOUT:
        shutil.rmtree(folder / "tests" / name, ignore_errors=True)
    for path in (folder / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(renamed(text), encoding="utf-8")


def renamed(text: str) -> str:
    """Return a test with the name of the copy in imports and on command lines."""
    return re.sub(rf'\b{NAME}\b(?=[."]| import|$)', f"{PLACE}.{NAME}", text, flags=re.M)


def main(arguments: List[str]) -> int:
    """Run the tests in a temporary folder; return the status of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        place(folder)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
        return subprocess.run([*command, *arguments], cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
