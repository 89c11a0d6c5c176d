# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the zip application: one file, made of a wheel, that any Python runs."""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys
import zipfile

import pytest

from release import pyz

from . import tiny_project


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Give the wheel of the small project."""
    return tiny_project.made(tmp_path_factory).wheel


def test_the_file_runs(
    wheel: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python runs the file, and on POSIX the file runs itself; its hash is printed."""
    target = tmp_path / "tiny.pyz"
    assert 0 == pyz.main([str(wheel), str(target)])
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert f"{digest}  {target}\n" == capsys.readouterr().out
    said = subprocess.check_output([sys.executable, "-I", str(target)], cwd=tmp_path)
    assert b"tiny 0.2.0" == said.strip()
    assert os.name == "nt" or 0o755 == target.stat().st_mode & 0o777


def test_it_holds_the_wheel_and_a_start(
    wheel: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """Licence and bill of materials come along; RECORD would no longer be true."""
    made = tmp_path / "tiny.pyz"
    made.write_bytes(pyz.build(wheel))
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(made) as other:
        expected = ["__main__.py", *one.namelist()[:-1]]
        assert expected == other.namelist()
        kept = expected[1:]
        assert [one.read(n) for n in kept] == [other.read(n) for n in kept]
        times = {item.date_time for item in other.infolist()}
        assert {item.date_time for item in one.infolist()} == times


def test_the_same_wheel_makes_the_same_bytes(wheel: pathlib.Path) -> None:
    """Nothing but the wheel decides on the bytes."""
    first = pyz.build(wheel)
    os.utime(wheel, (1, 1))
    assert first == pyz.build(wheel)
