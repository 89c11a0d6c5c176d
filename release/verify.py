# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Prove that the distributions in ``dist`` come out of their source, byte for byte.

Looks into the wheel, then builds both again and again from what the sdist holds, each
time with one thing of the machine changed, and compares. From a clean git checkout the
commit is built as well. What this machine cannot try is said and does not count.
Setuptools of different versions are installed below ``build/verify`` once.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import multiprocessing.pool
import os
import pathlib
import shutil
import subprocess  # nosec B404 - builds run in processes of their own, never a shell
import sys
import tarfile
import tempfile
import zipfile
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from . import pythons, pyz

OLDEST_SETUPTOOLS = "77.0.3"  # pyproject.toml requires it
NEWEST_SETUPTOOLS = "newest"
SETUPTOOLS = pathlib.Path("build", "verify")
CLOCK = "2031-02-03 04:05:06"
LONG_AGO = 1_000_000_000  # given to the files of the source, in Unix seconds

# What a frontend does with our backend: go there, import it, call both hooks.
BUILD = """
import os, sys
target, umask = sys.argv[1:]
os.umask(int(umask, 8))
sys.path.insert(0, os.getcwd())
from release import build_backend
build_backend.build_sdist(target)
build_backend.build_wheel(target)
"""


class Condition(NamedTuple):
    """What one build does in another way than the others."""

    about: str
    python: pythons.Python
    setuptools: str
    folder: str = "source"
    variables: Tuple[Tuple[str, str], ...] = ()
    umask: str = "022"
    before: Tuple[str, ...] = ()
    old_files: bool = False
    left_overs: bool = False
    from_commit: bool = False


class Built(NamedTuple):
    """What came of a build: the hash of each file, or why there is none."""

    condition: Condition
    hashes: Dict[str, str]
    failure: str = ""


def main(arguments: Optional[List[str]] = None) -> int:
    """Check the distributions, print what was found; 0 when all is the same."""
    parser = argparse.ArgumentParser(
        prog="python -m release.verify", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--dist", type=pathlib.Path, default=pathlib.Path("dist"))
    options = parser.parse_args(arguments)
    found = {file.name: file for file in sorted(options.dist.glob("*")) if of_us(file)}
    if sorted(pathlib.Path(name).suffix for name in found) != [".gz", ".whl"]:
        print(f"{options.dist} must hold one wheel and one sdist: `make dist`.")
        return 2
    expected = {name: sha256(file) for name, file in found.items()}
    for name, digest in expected.items():
        print(f"{digest}  {name}")
    (sdist,) = [file for name, file in found.items() if name.endswith(".gz")]
    (wheel,) = [file for name, file in found.items() if name.endswith(".whl")]
    faults = [*look_into(wheel), *compare_pyz(wheel, options.dist / "aura.pyz")]
    same = builds_agree(sdist, expected)
    for fault in faults:
        print(f"WRONG: {fault}")
    return 0 if same and not faults else 1


def of_us(file: pathlib.Path) -> bool:
    """Return whether a file is one that an index would take."""
    return file.name.endswith((".whl", ".tar.gz"))


def sha256(file: pathlib.Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


# -- what is in the wheel ------------------------------------------------------------


def look_into(wheel: pathlib.Path) -> Iterator[str]:
    """Yield what is wrong with a wheel: RECORD, order, times, modes, the bill."""
    with zipfile.ZipFile(wheel) as file:
        data = {info.filename: file.read(info) for info in file.infolist()}
        looks = {(info.date_time, info.external_attr >> 16) for info in file.infolist()}
    record = next((name for name in data if name.endswith(".dist-info/RECORD")), "")
    if not record:
        yield f"{wheel.name} has no RECORD"
        return
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(data[record].decode()))}
    yield from (f"{name} is not in RECORD" for name in sorted(set(data) - set(rows)))
    yield from (f"{name} is missing" for name in sorted(set(rows) - set(data)))
    for name in sorted((set(data) & set(rows)) - {record}):
        if rows[name] != [recorded(data[name]), str(len(data[name]))]:
            yield f"{name} is not what RECORD says"
    if len(looks) != 1:
        yield f"members have {len(looks)} different times and modes"
    bills = [name for name in data if ".dist-info/sboms/" in name]
    formats = [json.loads(data[name])["specVersion"] for name in bills]
    if formats != ["1.6"]:
        yield f"there should be one bill of materials of CycloneDX 1.6: {formats}"
    print(f"{len(data)} members; bill of materials: {', '.join(bills) or 'none'}")


def recorded(data: bytes) -> str:
    """Return a hash as RECORD has it."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return "sha256=" + digest.decode().rstrip("=")


def compare_pyz(wheel: pathlib.Path, file: pathlib.Path) -> Iterator[str]:
    """Yield whether the zip application, if there is one, is not the wheel's."""
    if file.exists():
        print(f"{sha256(file)}  {file.name}")
        if file.read_bytes() != pyz.build(wheel):
            yield f"{file.name} is not made of {wheel.name}"


# -- building again ------------------------------------------------------------------


def builds_agree(sdist: pathlib.Path, expected: Dict[str, str]) -> bool:
    """Build under all conditions, show the table; return whether all are the same."""
    conditions, not_tried = plan()
    with multiprocessing.pool.ThreadPool(os.cpu_count() or 1) as pool:
        built = pool.map(lambda item: build(item, sdist), conditions, chunksize=1)
    return show(built, not_tried, expected)


def show(built: List[Built], not_tried: List[str], expected: Dict[str, str]) -> bool:
    """Print a line for each build; return whether there are some, all the same."""
    width = max([12, *(len(item.condition.about) for item in built)])
    print(f"\n{'what differs':<{width}}  python   setuptools  sdist     wheel")
    good = 0
    for item, hashes, failure in built:
        shown = [hashes.get(name, "none")[:8] for name in sorted(expected, key=by_kind)]
        same = hashes == expected
        good += same
        print(
            f"{item.about:<{width}}  {item.python.version:<7}"
            f"  {used(item.setuptools):<10}  {'  '.join(shown)}"
            f"  {'same' if same else 'DIFFERENT'}{failure}"
        )
    for text in not_tried:
        print(f"not tried: {text}")
    print(f"\n{good} of {len(built)} builds gave the same bytes as dist")
    return bool(built) and good == len(built)


def by_kind(name: str) -> bool:
    """Sort the sdist before the wheel."""
    return name.endswith(".whl")


def plan() -> Tuple[List[Condition], List[str]]:
    """Return the conditions to build under, and what cannot be tried here."""
    found, not_tried = [], []
    for python in pythons.installed():
        for version in (OLDEST_SETUPTOOLS, NEWEST_SETUPTOOLS):
            path = provide_setuptools(version, python)
            if path:
                about = f"interpreter, {version} setuptools"
                found.append(Condition(about, python, path))
            else:
                not_tried.append(f"setuptools {version} on {python.version}: not there")
    if not found:
        return [], not_tried
    normal = found[-1]._replace(about="")
    found += one_thing_at_a_time(normal)
    if shutil.which("faketime"):
        clock = ("faketime", CLOCK)
        found.append(normal._replace(about=f"clock: {CLOCK}", before=clock))
    else:
        not_tried.append("another clock: faketime is not installed")
    if is_clean_checkout():
        found.append(normal._replace(about="from the commit", from_commit=True))
    else:
        not_tried.append("from the commit: this is no git checkout without changes")
    return found, not_tried


def one_thing_at_a_time(normal: Condition) -> List[Condition]:
    """Return conditions that differ from the normal one in one thing each."""
    folder = os.path.join("deep", "with blank and ü", "of another name")
    changes: List[Tuple[str, str, str]] = [
        ("zone: Pacific/Kiritimati", "TZ", "Pacific/Kiritimati"),
        ("zone: America/St_Johns", "TZ", "America/St_Johns"),
        ("locale: C, no UTF-8 mode", "LC_ALL", "C"),
        ("locale: tr_TR.UTF-8", "LC_ALL", "tr_TR.UTF-8"),
        ("hash seed: 4242", "PYTHONHASHSEED", "4242"),
        ("SOURCE_DATE_EPOCH: 1", "SOURCE_DATE_EPOCH", "1"),
    ]
    varied = [
        normal._replace(about=about, variables=((name, value), ("PYTHONUTF8", "0")))
        for about, name, value in changes
    ]
    return [
        normal._replace(about="folder: " + folder, folder=folder),
        *varied,
        normal._replace(about="umask: 077", umask="077"),
        normal._replace(about="umask: 000", umask="000"),
        normal._replace(about="times of the files: 2001", old_files=True),
        normal._replace(about="left-overs of other builds", left_overs=True),
    ]


def is_clean_checkout() -> bool:
    """Return whether the present folder is the top of a git checkout as committed."""
    if not pathlib.Path(".git").exists() or not shutil.which("git"):
        return False
    return not subprocess.check_output(["git", "status", "--porcelain"])


def build(condition: Condition, sdist: pathlib.Path) -> Built:
    """Build both distributions under a condition, return their hashes."""
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch, condition.folder)
        target = pathlib.Path(scratch, "built")
        target.mkdir()
        unpack(condition, sdist, source)
        ran = subprocess.run(  # nosec B603 - a list of words, no shell
            [
                *condition.before,
                *(condition.python.path, "-S", "-B", "-c", BUILD),
                *(str(target), condition.umask),
            ],
            cwd=source,
            env=environment(condition),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        hashes = {file.name: sha256(file) for file in target.iterdir()}
        failure = ""
        if ran.returncode:
            failure = "\n" + ran.stdout.decode("utf-8", "replace")[-2000:]
        return Built(condition, hashes, failure)


def environment(condition: Condition) -> Dict[str, str]:
    """Return the variables of a build: few of ours, and those that are varied."""
    kept = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    environ["PYTHONPATH"] = condition.setuptools
    environ.update(condition.variables)
    return environ


def unpack(condition: Condition, sdist: pathlib.Path, source: pathlib.Path) -> None:
    """Put the source of a build into a folder."""
    source.parent.mkdir(parents=True, exist_ok=True)
    if condition.from_commit:
        source.mkdir()
        packed = subprocess.check_output(["git", "archive", "HEAD"])
        with tarfile.open(fileobj=io.BytesIO(packed)) as file:
            file.extractall(source)  # nosec B202 - our own commit
    else:
        with tarfile.open(sdist) as file:
            file.extractall(source.parent / "unpacked")  # nosec B202 - just built
        (inner,) = (source.parent / "unpacked").iterdir()
        inner.rename(source)
    if condition.old_files:
        for path in source.rglob("*"):
            os.utime(path, (LONG_AGO, LONG_AGO))
    if condition.left_overs:
        leave_behind(source)


def leave_behind(source: pathlib.Path) -> None:
    """Put there what earlier builds and runs leave behind, with files long gone."""
    (package,) = [path.parent for path in source.glob("*/py.typed")]
    for name in (
        f"build/lib/{package.name}/gone.py",
        f"{package.name}.egg-info/SOURCES.txt",
        f"{package.name}/__pycache__/gone.cpython-39.pyc",
        "docs/.mypy_cache/gone.json",
        "dist/gone.whl",
    ):
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("docs/index.rst\n", encoding="utf-8")


# -- setuptools of several versions --------------------------------------------------


def provide_setuptools(version: str, python: pythons.Python) -> str:
    """Return a folder with a setuptools for an interpreter; empty if there is none."""
    shared = version if version != NEWEST_SETUPTOOLS else f"newest-{python.minor}"
    folder = (SETUPTOOLS / f"setuptools-{shared}").resolve()
    wanted = f"setuptools=={version}" if shared == version else "setuptools"
    if not (folder / "setuptools").exists():
        own = SETUPTOOLS / python.minor  # its own pip knows best what runs on it
        pip = own / ("Scripts" if os.name == "nt" else "bin") / "python"
        install = "-m pip install --quiet --no-deps --upgrade --target".split()
        for command in (
            [python.path, "-m", "venv", "--clear", str(own)],
            [str(pip), *install, str(folder), wanted],
        ):
            subprocess.run(  # nosec B603 - a list of words, no shell
                command,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
    return str(folder) if (folder / "setuptools").exists() else ""


def used(folder: str) -> str:
    """Return the version of the setuptools in a folder."""
    (info,) = pathlib.Path(folder).glob("setuptools-*.dist-info")
    return info.name.split("-")[1][: -len(".dist")]


if __name__ == "__main__":
    sys.exit(main())
