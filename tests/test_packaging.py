# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Build the distributions from a copy of the checkout, look inside, and install."""

from __future__ import annotations

import email.message
import email.parser
import os
import pathlib
import platform
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
from release import matrix, pythons, pyz

from .support import shared

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "aura_coding_agent"
MADE = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv*", "*.egg-info", "__pycache__", "build"
)
BUILD = """
import os, sys
import setuptools
assert int(setuptools.__version__.split(".")[0]) >= 77, setuptools.__version__
sys.path.insert(0, os.getcwd())
from release import build_backend
target = sys.argv[1]  # setuptools changes the arguments
build_backend.build_sdist(target)
build_backend.build_wheel(target)
"""
BROKEN = ROOT / "examples" / "broken_calculator"


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

    def build(folder: pathlib.Path) -> None:
        source, dist = folder / "source", folder / "dist"
        dist.mkdir()
        shutil.copytree(ROOT, source, ignore=MADE)
        run([sys.executable, "-c", BUILD, str(dist)], source)

    dist = shared.once(tmp_path_factory, "build", build) / "dist"
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
        "CHANGELOG.rst",
        "LICENSE",
        "Makefile",
        "PKG-INFO",
        "README.rst",
        "docs/conf.py",
        "docs/index.rst",
        "pyproject.toml",
        "release/build_backend.py",
        "setup.cfg",
        "tests/conftest.py",
        *sources(),
    }
    assert set() == needed - names
    parts = {part for name in names for part in name.split("/")}
    assert [] == [
        p for p in parts if p == "__pycache__" or re.fullmatch(r"\..*_cache", p)
    ]


class Installed(NamedTuple):
    """An environment with the program, and how to start processes without a route."""

    programs: pathlib.Path
    isolated: List[str]

    @property
    def python(self) -> str:
        """The interpreter of the environment."""
        return str(self.programs / "python")


@pytest.fixture(scope="session")
def installed(
    built: Distributions, tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    """Install the wheel by pip into an empty environment, without index and network."""
    isolated = network_namespace()
    names = "Scripts" if os.name == "nt" else "bin"

    def install(folder: pathlib.Path) -> None:
        venv.create(folder / "venv", with_pip=True, symlinks=os.name != "nt")
        made = Installed(folder / "venv" / names, isolated)
        offline = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
        run([*isolated, made.python, *offline, str(built.wheel)], folder)

    folder = shared.once(tmp_path_factory, "installed", install)
    return Installed(folder / "venv" / names, isolated)


def network_namespace() -> List[str]:
    """Return the words that start a process where there is no route to anywhere.

    None where this machine does not let its users make network namespaces.
    """
    words = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare"):
        return []
    return (
        []
        if subprocess.run([*words, "true"], stderr=subprocess.DEVNULL).returncode
        else words
    )


def test_the_wheel_installs_without_an_index_and_runs(
    installed: Installed, tmp_path: pathlib.Path
) -> None:
    """In an empty environment without an index, pip installs it and it runs."""
    expected = f"aura {aura_coding_agent.__version__}\n"
    for words in (
        [installed.python, "-m", NAME],
        [str(installed.programs / "aura")],
        [str(installed.programs / "aura-coding-agent")],
    ):
        assert expected == run([*words, "--version"], tmp_path)
    asked = "import aura_coding_agent as a; print(a.__file__)"
    place = str(installed.programs.parent.resolve())
    assert place in run([installed.python, "-c", asked], tmp_path)


def test_without_a_network_a_task_is_completed(
    installed: Installed, tmp_path: pathlib.Path
) -> None:
    """Installed and run where no route leads anywhere, it repairs a program."""
    if not installed.isolated:
        pytest.skip("this machine does not let its users make network namespaces")
    work = tmp_path / "work"
    shutil.copytree(BROKEN, work, ignore=MADE)
    route = "import socket; print(socket.socket().connect_ex(('192.0.2.1', 9)) != 0)"
    assert "True\n" == run([*installed.isolated, installed.python, "-c", route], work)
    aura = [*installed.isolated, str(installed.programs / "aura")]
    run([*aura, "fix", "--apply", "."], work)
    tests = run([installed.python, "-m", "unittest"], work)
    assert re.search(r"Ran [1-9]\d* tests", tests), tests


def test_the_groups_are_the_extras() -> None:
    """PEP 735 groups repeat the extras, for the pip of 3.9 knows extras only."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = text.partition("[project.optional-dependencies]\n")[2]
    groups = text.partition("[dependency-groups]\n")[2]
    for name in ("dev", "docs"):
        wanted = re.compile(rf"^{name} = \[.*?\]$", re.MULTILINE | re.DOTALL)
        found = [wanted.search(part.partition("\n[")[0]) for part in (extras, groups)]
        assert found[0] and found[1]
        assert found[0][0] == found[1][0]


def test_one_file_is_the_whole_program(built: Distributions) -> None:
    """As ``aura.pyz``, in an empty environment, it repairs a program."""
    file = built.wheel.parent / "aura.pyz"
    file.write_bytes(pyz.build(built.wheel))
    means = matrix.Means(built.wheel, built.sdist, file, built.wheel.parent, "")
    here = pythons.Python(platform.python_version(), sys.executable)
    assert "" == matrix.try_cell(means, here, "aura.pyz")
