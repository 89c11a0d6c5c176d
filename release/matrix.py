# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Install the program in every way on every Python of this machine, and use it.

Each cell of the table is real: an empty environment, one way to get the program of
``dist`` into it, then ``--version`` and a repair of ``examples/broken_calculator``.
What the ways themselves need (setuptools, an old pip, the tool ``vendoring``) is
fetched once into ``build/matrix``; the installations ask no index.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing.pool
import os
import pathlib
import shutil
import subprocess  # nosec B404 - interpreters and pip, never a shell
import sys
import tarfile
import tempfile
import venv
import zipfile
from typing import Callable, Dict, List, Mapping, NamedTuple, Optional

from . import pythons

NAME = "aura_coding_agent"
CACHE = pathlib.Path("build", "matrix")
LEFT = pathlib.Path("build", "install-matrix.json")
TASK = pathlib.Path("examples", "broken_calculator")
SECONDS = 300  # for each process
OLD_PIP = "20.2.1"  # brought along by the first Python 3.9
OLD_PIP_MINOR = "3.9"


class Failed(Exception):
    """A step of a way ended badly; the text is the end of its output."""


class Means(NamedTuple):
    """What all ways start from; all paths are absolute."""

    wheel: pathlib.Path
    sdist: pathlib.Path
    pyz: pathlib.Path
    wheelhouse: pathlib.Path
    vendoring: str  # an interpreter with that tool; empty where it is not to be had


class Cell(NamedTuple):
    """One way on one Python, in a folder of its own."""

    means: Means
    python: pythons.Python
    folder: pathlib.Path

    def run(self, *words: str, **variables: str) -> str:
        """Run a process in the folder, return its output; raises Failed."""
        try:
            ran = subprocess.run(  # nosec B603 - a list of words, no shell
                words,
                cwd=self.folder,
                env=environment(self.folder, variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"{words[0]} took more than {SECONDS} s") from None
        output = ran.stdout.decode("utf-8", "replace")
        if ran.returncode:
            raise Failed(f"{' '.join(words)}\n{output[-2000:]}")
        return output

    def environment(self, *, pip: bool = True, system: bool = False) -> pathlib.Path:
        """Make a virtual environment, return the folder of its programs."""
        words = [self.python.path, "-m", "venv", "env"]
        words += [] if pip else ["--without-pip"]
        self.run(*words, *(["--system-site-packages"] if system else []))
        return self.folder / "env" / ("Scripts" if os.name == "nt" else "bin")

    def pip(self, programs: pathlib.Path, *words: str, **variables: str) -> None:
        """Install something without asking an index."""
        offline = ("-m", "pip", "install", "--quiet", "--no-index")
        self.run(str(programs / "python"), *offline, *words, **variables)


def environment(folder: pathlib.Path, variables: Mapping[str, str]) -> Dict[str, str]:
    """Return the variables of a process: none that could help or hurt."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG")
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    environ.update(HOME=str(folder), AURA_HOME=str(folder / "state"))
    environ.update(PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1")
    environ.update(PIP_ROOT_USER_ACTION="ignore", PIP_NO_CACHE_DIR="1")
    return {**environ, **variables}


# -- the ways: each puts the program there and returns how to start it ---------------


class Start(NamedTuple):
    """How to start the program: words, and variables to set."""

    words: List[str]
    variables: Dict[str, str] = {}


def module(python: object, *, path: object = "", name: str = NAME) -> Start:
    """Return the start by ``python -m``, with a folder or file on the path."""
    return Start([str(python), "-m", name], {"PYTHONPATH": str(path)} if path else {})


def from_wheel(cell: Cell) -> Start:
    """pip install WHEEL."""
    programs = cell.environment()
    cell.pip(programs, str(cell.means.wheel))
    return Start([str(programs / "aura")])


def from_sdist(cell: Cell) -> Start:
    """pip install SDIST, built in isolation."""
    programs = cell.environment()
    cell.pip(programs, *find_links(cell), str(cell.means.sdist))
    return Start([str(programs / "aura-coding-agent")])


def from_sdist_without_isolation(cell: Cell) -> Start:
    """pip install --no-build-isolation SDIST."""
    programs = cell.environment()
    cell.pip(programs, *find_links(cell), "--upgrade", "setuptools")
    cell.pip(programs, "--no-build-isolation", str(cell.means.sdist))
    return Start([str(programs / "aura")])


def editable(cell: Cell) -> Start:
    """pip install --editable CHECKOUT."""
    programs = cell.environment()
    with tarfile.open(cell.means.sdist) as file:
        file.extractall(cell.folder)  # nosec B202 - our own sdist
    (source,) = cell.folder.glob(f"{NAME}-*")
    cell.pip(programs, *find_links(cell), "--editable", str(source))
    return Start([str(programs / "aura")])


def into_target(cell: Cell) -> Start:
    """pip install --target FOLDER."""
    programs = cell.environment()
    cell.pip(programs, "--target", "target", str(cell.means.wheel))
    return module(cell.python.path, path=cell.folder / "target")


def for_user(cell: Cell) -> Start:
    """pip install --user."""
    programs = cell.environment(system=True)
    base = {"PYTHONUSERBASE": str(cell.folder / "base")}
    cell.pip(programs, "--user", "--force-reinstall", str(cell.means.wheel), **base)
    return module(programs / "python")._replace(variables=base)


def by_name(cell: Cell) -> Start:
    """pip install --no-index --find-links FOLDER NAME."""
    programs = cell.environment()
    links = ("--find-links", str(cell.means.wheel.parent))
    cell.pip(programs, *links, "--only-binary", ":all:", NAME)
    return Start([str(programs / "aura")])


def by_hash(cell: Cell) -> Start:
    """pip install --require-hashes."""
    programs = cell.environment()
    version = cell.means.wheel.name.split("-")[1]
    files = (cell.means.wheel, cell.means.sdist)
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in digests)
    wanted = cell.folder / "requirements.txt"
    wanted.write_text(f"{NAME}=={version} {hashes}\n", encoding="utf-8")
    links = ("--find-links", str(cell.means.wheel.parent))
    cell.pip(programs, *links, "--require-hashes", "-r", str(wanted))
    return Start([str(programs / "aura")])


def zip_application(cell: Cell) -> Start:
    """python aura.pyz."""
    return Start([cell.python.path, str(cell.means.pyz)])


def from_zip(cell: Cell) -> Start:
    """A zip file on the path."""
    archive = cell.folder / "packages.zip"
    with zipfile.ZipFile(cell.means.wheel) as wheel:
        with zipfile.ZipFile(archive, "w") as file:
            for name in wheel.namelist():
                if name.endswith(".py"):
                    file.writestr(name, wheel.read(name))
    return module(cell.python.path, path=archive)


def vendored_by_hand(cell: Cell) -> Start:
    """A copy in another package."""
    vendor = other_package(cell.folder)
    with zipfile.ZipFile(cell.means.wheel) as wheel:
        wheel.extractall(vendor)  # nosec B202 - our own wheel
    return module(
        cell.python.path, path=cell.folder, name=f"other_package._vendor.{NAME}"
    )


def vendored_by_tool(cell: Cell) -> Optional[Start]:
    """A copy in another package, made by pip's tool for that."""
    if not cell.means.vendoring:
        return None
    vendor = other_package(cell.folder)
    version = cell.means.wheel.name.split("-")[1]
    (vendor / "vendor.txt").write_text(f"{NAME}=={version}\n", encoding="utf-8")
    (cell.folder / "pyproject.toml").write_text(VENDORING, encoding="utf-8")
    links = {"PIP_FIND_LINKS": str(cell.means.wheel.parent), "PIP_NO_INDEX": "1"}
    links["PIP_ONLY_BINARY"] = ":all:"
    cell.run(cell.means.vendoring, "-m", "vendoring", "sync", **links)
    return module(
        cell.python.path, path=cell.folder, name=f"other_package._vendor.{NAME}"
    )


def with_old_pip(cell: Cell) -> Optional[Start]:
    """pip install WHEEL, by the pip of the first Python 3.9."""
    old = cell.means.wheelhouse / f"pip-{OLD_PIP}-py2.py3-none-any.whl"
    if cell.python.minor != OLD_PIP_MINOR or not old.exists():
        return None
    programs = cell.environment()
    cell.pip(programs, str(old))
    cell.pip(programs, str(cell.means.wheel))
    return Start([str(programs / "aura")])


VENDORING = """\
[tool.vendoring]
destination = "other_package/_vendor/"
requirements = "other_package/_vendor/vendor.txt"
namespace = "other_package._vendor"
protected-files = ["__init__.py", "vendor.txt"]
"""

WAYS: Dict[str, Callable[[Cell], Optional[Start]]] = {
    "wheel": from_wheel,
    "sdist": from_sdist,
    "sdist, no isolation": from_sdist_without_isolation,
    "editable": editable,
    "--target": into_target,
    "--user": for_user,
    "--no-index --find-links": by_name,
    "--require-hashes": by_hash,
    "aura.pyz": zip_application,
    "import from a zip": from_zip,
    "vendored by hand": vendored_by_hand,
    "vendored by vendoring": vendored_by_tool,
    f"wheel, pip {OLD_PIP}": with_old_pip,
}


def find_links(cell: Cell) -> List[str]:
    """Return the options by which pip finds setuptools."""
    return ["--find-links", str(cell.means.wheelhouse)]


def other_package(folder: pathlib.Path) -> pathlib.Path:
    """Make a package that has other people's packages inside; return where."""
    vendor = folder / "other_package" / "_vendor"
    vendor.mkdir(parents=True)
    for package in (vendor, vendor.parent):
        (package / "__init__.py").touch()
    return vendor


# -- using it ------------------------------------------------------------------------


def try_cell(means: Means, python: pythons.Python, way: str) -> Optional[str]:
    """Install and use; return "" when all went well, None where it does not apply."""
    with tempfile.TemporaryDirectory() as scratch:
        cell = Cell(means, python, pathlib.Path(scratch).resolve())
        try:
            start = WAYS[way](cell)
            if start:
                use(cell, start)
        except Failed as failed:
            return str(failed)
        return "" if start else None


def use(cell: Cell, start: Start) -> None:
    """Ask for the version and repair the example; raises Failed."""
    version = cell.means.wheel.name.split("-")[1]
    said = cell.run(*start.words, "--version", **start.variables)
    if said != f"aura {version}\n":
        raise Failed(f"--version said {said!r}")
    work = cell.folder / "work"
    shutil.copytree(TASK.resolve(), work)
    cell.run(*start.words, "fix", str(work), "--apply", **start.variables)
    # The tests of the example are the judge, not what the program says of itself.
    said = cell.run(cell.python.path, "-m", "unittest", "discover", "-s", str(work))
    if "\nRan 0 tests" in said:
        raise Failed("the example has no tests")


def prepare(dist: pathlib.Path) -> Means:
    """Return the distributions, and fetch what the ways need; raises Failed."""
    found = [sorted(dist.glob(pattern)) for pattern in ("*.whl", "*.tar.gz", "*.pyz")]
    if [1, 1, 1] != [len(files) for files in found]:
        raise Failed(
            f"{dist} must hold one wheel, one sdist, one .pyz: `make dist pyz`"
        )
    (wheel,), (sdist,), (zipapp,) = ([file.resolve() for file in f] for f in found)
    wheelhouse = (CACHE / "wheelhouse").resolve()
    if not any(wheelhouse.glob("setuptools-*.whl")):
        fetch(wheelhouse, "--python-version", "3.9", "setuptools>=77.0.3")
    if not any(wheelhouse.glob("pip-*.whl")):
        fetch(wheelhouse, f"pip=={OLD_PIP}")
    return Means(wheel, sdist, zipapp, wheelhouse, vendoring_tool())


def fetch(folder: pathlib.Path, *words: str) -> None:
    """Download a wheel into a folder; what cannot be had is missed later."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), *words]
    subprocess.run(  # nosec B603 - a list of words, no shell
        command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )


def vendoring_tool() -> str:
    """Return an interpreter with the tool ``vendoring``, "" when there is none."""
    folder = (CACHE / "vendoring").resolve()
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "done").exists():
        venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")
        command = [str(python), "-m", "pip", "install", "--quiet", "vendoring"]
        ran = subprocess.run(  # nosec B603 - a list of words, no shell
            command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        if ran.returncode:
            return ""
        (folder / "done").touch()
    return str(python)


# -- the table -----------------------------------------------------------------------


def main(arguments: Optional[List[str]] = None) -> int:
    """Fill the table and print it; 0 when every cell that applies succeeded."""
    parser = argparse.ArgumentParser(
        prog="python -m release.matrix", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--dist", type=pathlib.Path, default=pathlib.Path("dist"))
    parser.add_argument("--way", action="append", choices=list(WAYS), metavar="WAY")
    parser.add_argument("--python", action="append", metavar="3.N")
    options = parser.parse_args(arguments)
    try:
        means = prepare(options.dist)
    except Failed as failed:
        print(failed)
        return 2
    ways = options.way or list(WAYS)
    wanted = options.python
    found = [p for p in pythons.installed() if not wanted or p.minor in wanted]
    cells = [(means, python, way) for way in ways for python in found]
    results = []
    with multiprocessing.pool.ThreadPool(os.cpu_count() or 1) as pool:
        done = pool.imap(lambda cell: try_cell(*cell), cells)
        for (_, python, way), result in zip(cells, done):
            results.append(result)
            said = f"{way}, {python.version}: {word(result)}"
            print(said, file=sys.stderr, flush=True)
    return show(ways, found, results)


def word(result: Optional[str]) -> str:
    """Return the result of a cell in one word."""
    return "-" if result is None else "FAILED" if result else "ok"


def show(
    ways: List[str], found: List[pythons.Python], results: List[Optional[str]]
) -> int:
    """Print the table, the failures and the rate; return the exit code."""
    width = max(map(len, ways))
    print(" " * width, *(f"{python.version:>7}" for python in found))
    for row, way in enumerate(ways):
        cells = results[row * len(found) : (row + 1) * len(found)]
        print(f"{way:<{width}}", *(f"{word(cell):>7}" for cell in cells))
    tried = [result for result in results if result is not None]
    good = tried.count("")
    for way, result in zip([way for way in ways for _ in found], results):
        if result:
            print(f"\n{way}: {result}")
    keep(good, len(tried))
    rate = 100 * good / len(tried) if tried else 0
    print(f"\n{good} of {len(tried)} succeeded: {rate:.1f} % (-: does not apply)")
    return 0 if tried and good == len(tried) else 1


def keep(good: int, tried: int) -> None:
    """Leave the two numbers for ``python -m release metrics``."""
    LEFT.parent.mkdir(parents=True, exist_ok=True)
    counts = json.dumps({"good": good, "tried": tried}) + "\n"
    LEFT.write_text(counts, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
