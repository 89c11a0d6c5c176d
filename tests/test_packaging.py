# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Build the distributions from a copy of the checkout, look inside, and install."""

from __future__ import annotations

import email.message
import email.parser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from typing import List, NamedTuple

import pytest

import aura_coding_agent

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
MADE = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv*", "*.egg-info", "__pycache__", "build*"
)
BUILD = """
import sys
import setuptools
from setuptools import build_meta
assert int(setuptools.__version__.split(".")[0]) >= 77, setuptools.__version__
target = sys.argv[1]  # setuptools changes the arguments
build_meta.build_sdist(target)
build_meta.build_wheel(target)
"""


class Distributions(NamedTuple):
    """What was built."""

    wheel: pathlib.Path
    sdist: pathlib.Path

    def metadata(self) -> email.message.Message:
        """Return the metadata of the wheel."""
        with zipfile.ZipFile(self.wheel) as file:
            name = f"{NAME}-{aura_coding_agent.__version__}.dist-info/METADATA"
            return email.parser.BytesParser().parsebytes(file.read(name))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Build both from a copy, with the setuptools of this environment."""
    folder = tmp_path_factory.mktemp("build")
    source, dist = folder / "source", folder / "dist"
    dist.mkdir()
    shutil.copytree(ROOT, source, ignore=MADE)
    run([sys.executable, "-c", BUILD, str(dist)], source)
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return Distributions(wheel, sdist)


def run(command: List[str], folder: pathlib.Path) -> str:
    """Run a command outside the checkout, return its output; it must succeed."""
    environ = {name: os.environ[name] for name in os.environ if name != "PYTHONPATH"}
    environ.update(PYTHONDONTWRITEBYTECODE="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    ran = subprocess.run(
        command,
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        timeout=300,
    )
    assert 0 == ran.returncode, ran.stdout
    return ran.stdout


def sources() -> List[str]:
    """Return the files of the package as the wheel should name them."""
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / NAME).rglob("*")
        if path.suffix in {".py", ".typed"}
    )


def test_the_wheel_holds_the_package_and_nothing_else(built: Distributions) -> None:
    """The wheel is pure and holds every module, the typing marker and the licence."""
    version = aura_coding_agent.__version__
    info = f"{NAME}-{version}.dist-info"
    with zipfile.ZipFile(built.wheel) as file:
        names = sorted(file.namelist())
    assert f"{NAME}-{version}-py3-none-any.whl" == built.wheel.name
    assert sources() == [name for name in names if not name.startswith(info)]
    assert f"{info}/licenses/LICENSE" in names


def test_the_metadata_says_what_the_package_is(built: Distributions) -> None:
    """Name, version, licence and the Pythons it runs on are those of the project."""
    shown = built.metadata()
    assert NAME == shown["Name"]
    assert aura_coding_agent.__version__ == shown["Version"]
    assert "MIT" == shown["License-Expression"]
    assert ">=3.9" == shown["Requires-Python"]
    assert "text/x-rst" == shown["Description-Content-Type"]
    readme = (ROOT / "README.rst").read_text(encoding="utf-8")
    assert readme.strip() == str(shown.get_payload()).strip()
    pythons = [
        item.rsplit(" ", 1)[1]
        for item in shown.get_all("Classifier", [])
        if re.search(r":: 3\.\d+$", item)
    ]
    assert [f"3.{minor}" for minor in range(9, 15)] == pythons


def test_nothing_is_required_at_run_time(built: Distributions) -> None:
    """Every requirement belongs to an extra."""
    requirements = built.metadata().get_all("Requires-Dist", [])
    assert {"dev", "docs", "requests"} == set(
        re.findall(r"extra == [\"'](\w+)[\"']", "\n".join(requirements))
    )
    assert [] == [item for item in requirements if "extra ==" not in item]


def test_the_sdist_holds_what_development_needs(built: Distributions) -> None:
    """From the sdist alone one can build, test and read the documentation."""
    with tarfile.open(built.sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    needed = {
        ".ci/run",
        ".readthedocs.yaml",
        "CHANGELOG.rst",
        "LICENSE",
        "Makefile",
        "PKG-INFO",
        "README.rst",
        "docs/conf.py",
        "docs/index.rst",
        "pyproject.toml",
        "setup.cfg",
        "tests/conftest.py",
        *sources(),
    }
    assert set() == needed - names
    parts = {part for name in names for part in name.split("/")}
    assert [] == [
        p for p in parts if p == "__pycache__" or re.fullmatch(r"\..*_cache", p)
    ]


def test_the_wheel_installs_without_an_index_and_runs(
    built: Distributions, tmp_path: pathlib.Path
) -> None:
    """In an empty environment without an index, pip installs it and it runs."""
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(scripts / "python")
    offline = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    run([python, *offline, str(built.wheel)], tmp_path)
    expected = f"aura {aura_coding_agent.__version__}\n"
    assert expected == run([python, "-m", NAME, "--version"], tmp_path)
    assert expected == run([str(scripts / "aura"), "--version"], tmp_path)
    assert expected == run([str(scripts / "aura-coding-agent"), "--version"], tmp_path)
    asked = "import aura_coding_agent as a; print(a.__file__)"
    assert str(folder.resolve()) in run([python, "-c", asked], tmp_path)
