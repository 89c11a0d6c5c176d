# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the package where others may put it: inside another package, and in a zip."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import zipfile
from typing import List, NamedTuple

import pytest

import aura_coding_agent

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
IMPORT_ALL = """
import importlib, pkgutil, sys
top = importlib.import_module(sys.argv[1])
found = pkgutil.walk_packages(top.__path__, top.__name__ + ".")
names = [module.name for module in found]
for name in names:
    if not name.endswith(("__main__", "requests_transport")):
        importlib.import_module(name)
foreign = [name for name in sys.modules if name.split(".")[0] == sys.argv[2]]
print(len(names) > 10, [] if sys.argv[1] == sys.argv[2] else foreign)
"""


class Placed(NamedTuple):
    """A copy of the package: what to put on the path, and its name there."""

    path: str
    name: str

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python outside the checkout with only this copy on the path."""
        environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("COVERAGE_", "PYTHON"))
        }
        environ["PYTHONPATH"] = self.path
        return subprocess.run(
            # Without site packages, lest an installed package answers in its place.
            [sys.executable, "-S", "-B", *arguments],
            cwd=os.path.dirname(self.path),
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )


def copy_package(target: pathlib.Path) -> None:
    """Copy the package without compiled files."""
    shutil.copytree(ROOT / NAME, target, ignore=shutil.ignore_patterns("__pycache__"))


def vendored(folder: pathlib.Path) -> Placed:
    """Place a copy inside another package, as its maintainers would."""
    vendor = folder / "otherpkg" / "_vendor"
    copy_package(vendor / NAME)
    for package in (vendor, vendor.parent):
        (package / "__init__.py").touch()
    return Placed(str(folder), f"otherpkg._vendor.{NAME}")


def zipped(folder: pathlib.Path) -> Placed:
    """Place a copy in a zip file."""
    archive = folder / "x.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted((ROOT / NAME).rglob("*.py")):
            file.write(path, path.relative_to(ROOT).as_posix())
    return Placed(str(archive), NAME)


def renamed(folder: pathlib.Path) -> Placed:
    """Place a copy under a name that has nothing of the old one."""
    copy_package(folder / "helper")
    return Placed(str(folder), "helper")


@pytest.fixture(params=[vendored, zipped, renamed], ids=lambda place: place.__name__)
def placed(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Placed:
    """Give one copy after the other."""
    folder = tmp_path / "path"
    folder.mkdir()
    copy: Placed = request.param(folder)
    return copy


def lines(ran: subprocess.CompletedProcess[str]) -> List[str]:
    """Return the lines of the output; the process must have succeeded."""
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout.splitlines()


def test_a_copy_tells_its_version(placed: Placed) -> None:
    """``python -m`` works on the package wherever it is."""
    expected = [f"aura {aura_coding_agent.__version__}"]
    assert expected == lines(placed.python("-m", placed.name, "--version"))


def test_a_copy_shows_its_help(placed: Placed) -> None:
    """The command line works wherever the package is."""
    shown = "\n".join(lines(placed.python("-m", placed.name, "run", "--help")))
    assert "--check" in shown


def test_all_modules_of_a_copy_import(placed: Placed) -> None:
    """Every module imports, and none reaches for a package of the original name."""
    assert ["True []"] == lines(placed.python("-c", IMPORT_ALL, placed.name, NAME))
