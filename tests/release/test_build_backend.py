# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the build backend by building a small project with it, again and again."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import venv
import zipfile
from typing import Dict, NamedTuple

import pytest

from release import build_backend

from . import tiny_project

WHEEL, SDIST = "tiny-0.2.0-py3-none-any.whl", "tiny-0.2.0.tar.gz"
INFO = "tiny-0.2.0.dist-info/"


class Project(NamedTuple):
    """The source, and what was built of it: name and bytes."""

    source: pathlib.Path
    built: Dict[str, bytes]

    def wheel(self) -> Dict[str, bytes]:
        """Return the members of the wheel in their order."""
        with zipfile.ZipFile(io.BytesIO(self.built[WHEEL])) as file:
            return {name: file.read(name) for name in file.namelist()}

    def unpack(self, folder: pathlib.Path) -> pathlib.Path:
        """Unpack the sdist, return the folder of the source."""
        with tarfile.open(fileobj=io.BytesIO(self.built[SDIST])) as file:
            file.extractall(folder)
        return folder / "tiny-0.2.0"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the small project and what was built of it."""
    made = tiny_project.made(tmp_path_factory)
    return Project(made.source, made.built())


def test_the_wheel_holds_the_package_first_and_record_last(project: Project) -> None:
    """What is not the package stands at the end (PEP 427), with the SBOM (PEP 770)."""
    expected = [
        "tiny/__init__.py",
        "tiny/__main__.py",
        "tiny/py.typed",
        *(INFO + name for name in ("METADATA", "WHEEL", "entry_points.txt")),
        *(INFO + name for name in ("licenses/LICENSE", "sboms/tiny.cdx.json")),
        INFO + "RECORD",
    ]
    assert expected == list(project.wheel())


def test_the_wheel_names_every_file_with_its_hash(project: Project) -> None:
    """RECORD is made anew: each member with SHA-256 and size, itself without."""
    members = project.wheel()
    expected = [
        [name, "sha256=" + digest.decode().rstrip("="), str(len(data))]
        for name, data in members.items()
        for digest in [base64.urlsafe_b64encode(hashlib.sha256(data).digest())]
    ]
    expected[-1][1:] = ["", ""]
    record = members[INFO + "RECORD"].decode()
    assert expected == list(csv.reader(io.StringIO(record)))


def test_the_bill_of_materials_says_that_there_is_nothing_else(
    project: Project,
) -> None:
    """CycloneDX 1.6: the package itself, no component, and that this is all."""
    bill = json.loads(project.wheel()[INFO + "sboms/tiny.cdx.json"])
    component = bill["metadata"]["component"]
    assert ("CycloneDX", "1.6") == (bill["bomFormat"], bill["specVersion"])
    assert ("tiny", "0.2.0") == (component["name"], component["version"])
    assert "pkg:pypi/tiny@0.2.0" == component["purl"]
    assert [{"expression": "MIT"}] == component["licenses"]
    assert "2026-01-31T00:00:00Z" == bill["metadata"]["timestamp"]
    assert [] == bill["components"]
    assert [{"ref": "pkg:pypi/tiny@0.2.0", "dependsOn": []}] == bill["dependencies"]
    assert "complete" == bill["compositions"][0]["aggregate"]


def test_both_carry_the_date_of_the_newest_release(project: Project) -> None:
    """One time, the newest date of the changelog at midnight UTC, and no owner."""
    with zipfile.ZipFile(io.BytesIO(project.built[WHEEL])) as file:
        times = {info.date_time for info in file.infolist()}
    assert {(2026, 1, 31, 0, 0, 0)} == times
    with tarfile.open(fileobj=io.BytesIO(project.built[SDIST])) as tar:
        looks = {(item.mtime, item.uid, item.gid, item.uname) for item in tar}
        modes = {item.name.partition("/")[2]: item.mode for item in tar}
    assert {(1_769_817_600, 0, 0, "")} == looks
    assert "tools/run" == "".join(name for name in modes if modes[name] == 0o755)
    assert {0o644, 0o755} == set(modes.values())


def test_the_sdist_is_the_source_and_its_metadata(project: Project) -> None:
    """Nothing of setuptools is in the sdist, and ``setup.cfg`` is as it was."""
    with tarfile.open(fileobj=io.BytesIO(project.built[SDIST])) as file:
        found = {}
        for item in file:
            stream = file.extractfile(item)
            found[item.name.partition("/")[2]] = stream.read() if stream else b""
    assert project.wheel()[INFO + "METADATA"] == found.pop("PKG-INFO")
    release = {f"release/{name}" for name in tiny_project.BACKEND}
    assert sorted({*tiny_project.FILES, *release}) == sorted(found)
    changed = [n for n in found if found[n] != (project.source / n).read_bytes()]
    assert [] == changed


def test_the_source_is_left_as_it_was(project: Project) -> None:
    """No ``build`` and no ``egg-info`` is left behind in the source."""
    assert {*(name.split("/")[0] for name in tiny_project.FILES), "release"} == {
        path.name for path in project.source.iterdir()
    }


def test_another_machine_makes_the_same_bytes(
    project: Project, tmp_path: pathlib.Path
) -> None:
    """Folder, zone, locale, umask, seed, epoch, times and left-overs do not matter."""
    source = tmp_path / "elsewhere, with ü" / "x"
    shutil.copytree(project.source, source)
    for name, text in {
        "build/lib/tiny/gone.py": "",
        "dist/tiny-0.1.0.tar.gz": "",
        "tiny.egg-info/SOURCES.txt": "tools/run\nLICENSE\n",
        "tiny/__pycache__/gone.cpython-39.pyc": "",
        "release/.mypy_cache/gone.json": "",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    for path in sorted(source.rglob("*"), reverse=True):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (1, 1))
    again = tiny_project.build(
        source,
        tmp_path / "built",
        umask="077",
        TZ="Asia/Tokyo",
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONHASHSEED="7",
        SOURCE_DATE_EPOCH="1",
    )
    assert project.built == again


def test_the_sdist_alone_makes_the_same_bytes(
    project: Project, tmp_path: pathlib.Path
) -> None:
    """The wheel built from the sdist is the wheel, and a new sdist is the sdist."""
    source = project.unpack(tmp_path)
    assert project.built == tiny_project.build(source, tmp_path / "built")


def test_a_project_without_settings_and_releases(
    project: Project, tmp_path: pathlib.Path
) -> None:
    """No ``setup.cfg`` appears that was not there; without a release it is 1980."""
    source = project.unpack(tmp_path)
    (source / "setup.cfg").unlink()
    (source / "CHANGELOG.rst").write_text("Unreleased\n----------\n", encoding="utf-8")
    built = tiny_project.build(source, tmp_path / "built", "build_sdist")
    with tarfile.open(fileobj=io.BytesIO(built[SDIST])) as file:
        assert [] == [name for name in file.getnames() if name.endswith("setup.cfg")]
        assert {315_532_800} == {item.mtime for item in file}


def test_an_editable_install_is_a_path(
    project: Project, tmp_path: pathlib.Path
) -> None:
    """The editable wheel points to the source and starts no machinery."""
    source = project.unpack(tmp_path)
    built = tiny_project.build(source, tmp_path / "built", "build_editable")
    with zipfile.ZipFile(io.BytesIO(*built.values())) as file:
        texts = [file.read(name) for name in file.namelist() if name.endswith(".pth")]
    assert [str(source)] == [text.decode().strip() for text in texts]


def test_an_environment_in_the_folder_finds_it_in_any_locale(
    project: Project, tmp_path: pathlib.Path
) -> None:
    """In a folder with letters beyond ASCII, Python starts and finds the package."""
    source = tmp_path / "grö ß"
    shutil.copytree(project.source, source)
    environment = source / "an environment"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    target = tmp_path / "built"
    built = tiny_project.build(source, target, "build_editable", python=python)
    ((packages,),) = [environment.glob("**/site-packages")]
    with zipfile.ZipFile(io.BytesIO(*built.values())) as file:
        file.extractall(packages)
        (entry,) = [name for name in file.namelist() if name.endswith(".pth")]
        (rows,) = [file.read(n).decode() for n in file.namelist() if "RECORD" in n]
    data = (packages / entry).read_bytes()
    assert data.isascii() and f"{entry},sha256=" in rows and f",{len(data)}\n" in rows
    found = subprocess.run(
        [python, "-c", "import tiny; print(ascii(tiny.__file__))"],
        cwd=tmp_path,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert found.stdout.strip().endswith("tiny/__init__.py'"), found.stdout


def test_metadata_is_the_same_whoever_wrote_it() -> None:
    """Version, order, line ends and fields that setuptools chose are gone."""
    one = (
        b"Metadata-Version: 2.5\r\nName: tiny\r\nVersion: 1\r\nDynamic: description\r\n"
        b"Classifier: b\r\nImport-Name: x\r\nClassifier: a\r\nSummary: First\r\n"
        b"  second\r\n\r\nText: no field\r\n\r\n\r\n"
    )
    other = (
        b"Metadata-Version: 2.4\nName: tiny\nSummary: First\n  second\nVersion: 1\n"
        b"Classifier: b\nClassifier: a\n\nText: no field\n"
    )
    expected = (
        b"Metadata-Version: 2.4\nName: tiny\nVersion: 1\nSummary: First\n  second\n"
        b"Classifier: b\nClassifier: a\n\nText: no field\n"
    )
    assert [expected, expected] == list(map(build_backend.canonical, (one, other)))
