# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the proof: it accepts what comes out of the source, and nothing else."""

from __future__ import annotations

import pathlib
import platform
import shutil
import subprocess
import sys
import zipfile
from typing import Callable, Dict, List

import pytest

from release import pythons, pyz, verify
from release.archives import Member, zipped

from . import tiny_project

HERE = pythons.Python(platform.python_version(), sys.executable)
NORMAL = verify.Condition("as it is", HERE, tiny_project.SETUPTOOLS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tiny_project.Made:
    """Give the small project and what was built of it."""
    return tiny_project.made(tmp_path_factory)


def hashes(made: tiny_project.Made) -> Dict[str, str]:
    """Return the hash of each distribution by its name."""
    return {path.name: verify.sha256(path) for path in (made.sdist, made.wheel)}


def test_a_build_under_other_conditions_is_compared(made: tiny_project.Made) -> None:
    """The sdist is unpacked, spoilt with left-overs, built, and gives the same."""
    condition = NORMAL._replace(
        folder="an other/one",
        umask="077",
        old_files=True,
        left_overs=True,
        variables=(("TZ", "Asia/Tokyo"),),
    )
    assert verify.Built(condition, hashes(made)) == verify.build(condition, made.sdist)


def test_a_build_that_fails_says_why(made: tiny_project.Made) -> None:
    """The end of the output comes with a build that made nothing."""
    broken = NORMAL._replace(setuptools=str(made.source / "tools"))
    built = verify.build(broken, made.sdist)
    assert ({}, True) == (built.hashes, "ModuleNotFoundError" in built.failure)


def test_the_commit_is_built_as_well(
    made: tiny_project.Made, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a clean checkout ``git archive`` gives the source of one more build."""
    checkout = tmp_path / "checkout"
    shutil.copytree(made.source, checkout)
    monkeypatch.chdir(checkout)
    assert not verify.is_clean_checkout()
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "All"]):
        subprocess.run(["git", *words], check=True)
    assert verify.is_clean_checkout()
    built = verify.build(NORMAL._replace(from_commit=True), made.sdist)
    assert hashes(made) == built.hashes
    (checkout / "new").touch()
    assert not verify.is_clean_checkout()


def test_the_table_tells_builds_that_differ(
    made: tiny_project.Made, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each build is a line; one that differs, or that was not tried, is said."""
    expected = hashes(made)
    other = {**expected, made.wheel.name: "0" * 64}
    built = [verify.Built(NORMAL, expected), verify.Built(NORMAL, other, "\nwhy")]
    assert not verify.show(built, ["the clock"], expected)
    lines = capsys.readouterr().out.splitlines()
    assert ["same", "DIFFERENT"] == [line.split()[-1] for line in lines[2:4]]
    assert "00000000  DIFFERENT" in lines[3]
    assert ["why", "not tried: the clock"] == lines[4:6]
    assert "1 of 2 builds gave the same bytes as dist" == lines[-1]
    assert verify.show(built[:1], [], expected)
    assert not verify.show([], ["everything"], expected)


def test_each_thing_is_varied_alone() -> None:
    """Every condition differs from the normal one, and no two are the same."""
    found = verify.one_thing_at_a_time(NORMAL)
    nameless = [item._replace(about="") for item in found]
    assert len(found) == len(set(nameless) - {NORMAL._replace(about="")})


def spoilt(members: List[Member], name: str) -> List[Member]:
    """Change one member."""
    return [m._replace(data=b"{}") if m.name.endswith(name) else m for m in members]


def without(members: List[Member], name: str) -> List[Member]:
    """Leave one member out."""
    return [member for member in members if not member.name.endswith(name)]


def with_more(members: List[Member], name: str) -> List[Member]:
    """Add a member."""
    return [*members, Member(name, b"")]


def runnable(members: List[Member], name: str) -> List[Member]:
    """Give one member another mode."""
    return [m._replace(data=b"#!") if m.name.endswith(name) else m for m in members]


INFO = "tiny-0.2.0.dist-info"


@pytest.mark.parametrize(
    "change, name, expected",
    [
        (spoilt, "__main__.py", ["tiny/__main__.py is not what RECORD says"]),
        (without, "py.typed", ["tiny/py.typed is missing"]),
        (with_more, "tiny/more.py", ["tiny/more.py is not in RECORD"]),
        (without, "RECORD", ["tiny.whl has no RECORD"]),
        (
            runnable,
            "__main__.py",
            [
                "tiny/__main__.py is not what RECORD says",
                "members have 2 different times and modes",
            ],
        ),
        (
            without,
            "cdx.json",
            [
                f"{INFO}/sboms/tiny.cdx.json is missing",
                "there should be one bill of materials of CycloneDX 1.6: []",
            ],
        ),
    ],
)
def test_a_wheel_that_was_changed_is_found(
    made: tiny_project.Made,
    tmp_path: pathlib.Path,
    change: Callable[[List[Member], str], List[Member]],
    name: str,
    expected: List[str],
) -> None:
    """RECORD, times, modes and the bill of materials are looked at."""
    with zipfile.ZipFile(made.wheel) as file:
        members = [Member(item, file.read(item)) for item in file.namelist()]
    wheel = tmp_path / "tiny.whl"
    wheel.write_bytes(zipped(change(members, name), 1_769_817_600))
    assert expected == list(verify.look_into(wheel))


def test_a_wheel_as_it_was_built_is_good(made: tiny_project.Made) -> None:
    """There is nothing to find in what the backend built."""
    assert [] == list(verify.look_into(made.wheel))


def test_the_zip_application_must_be_that_of_the_wheel(
    made: tiny_project.Made, tmp_path: pathlib.Path
) -> None:
    """None is fine, the one of the wheel is fine, another is not."""
    file = tmp_path / "aura.pyz"
    assert [] == list(verify.compare_pyz(made.wheel, file))
    file.write_bytes(pyz.build(made.wheel))
    assert [] == list(verify.compare_pyz(made.wheel, file))
    file.write_bytes(b"another")
    expected = [f"aura.pyz is not made of {made.wheel.name}"]
    assert expected == list(verify.compare_pyz(made.wheel, file))


def test_without_distributions_there_is_nothing_to_verify(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty folder, or one with two wheels, is wrong use."""
    assert 2 == verify.main(["--dist", str(tmp_path)])
    (tmp_path / "a.whl").touch()
    (tmp_path / "b.whl").touch()
    assert 2 == verify.main(["--dist", str(tmp_path)])
    assert 2 == capsys.readouterr().out.count("must hold one wheel and one sdist")


def test_this_python_is_found() -> None:
    """Among the interpreters is one of this version, each runs, none is too old."""
    found = pythons.installed()
    assert HERE.minor in [python.minor for python in found]
    minors = [int(python.minor.split(".")[1]) for python in found]
    assert sorted(set(minors)) == minors
    assert 9 <= min(minors)
