# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the table of ways to install: what it counts, and what it calls a failure."""

from __future__ import annotations

import pathlib
import platform
import sys
import zipfile
from typing import List, Optional

import pytest

from release import matrix, pythons

HERE = pythons.Python(platform.python_version(), sys.executable)
OTHER = pythons.Python("3.99.0", sys.executable)
START = "import sys\nprint('aura', sys.argv[1:])\n"


@pytest.fixture
def means(tmp_path: pathlib.Path) -> matrix.Means:
    """Give a wheel whose program says something else than its version."""
    wheel = tmp_path / "aura_coding_agent-1.2.3-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(f"{matrix.NAME}/__init__.py", "")
        file.writestr(f"{matrix.NAME}/__main__.py", START)
    return matrix.Means(wheel, wheel, tmp_path / "aura.pyz", tmp_path, "")


def test_the_rate_is_that_of_the_cells_that_apply(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A cell that does not apply is a dash and counts neither way."""
    code = matrix.show(["wheel", "sdist"], [HERE, OTHER], ["", None, "why", ""])
    lines = capsys.readouterr().out.splitlines()
    assert [["ok", "-"], ["FAILED", "ok"]] == [line.split()[1:] for line in lines[1:3]]
    assert "sdist: why" in lines
    assert "2 of 3 succeeded: 66.7 % (-: does not apply)" == lines[-1]
    assert 1 == code


@pytest.mark.parametrize("results, code", [([""], 0), (["no"], 1), ([None], 1)])
def test_only_a_full_table_is_a_success(
    results: List[Optional[str]], code: int
) -> None:
    """Below 100 % the exit code is 1, and so it is when nothing could be tried."""
    assert code == matrix.show(["wheel"], [HERE], results)


def test_a_program_that_answers_wrongly_has_failed(means: matrix.Means) -> None:
    """Starting is not enough: ``--version`` must say the version of the wheel."""
    result = matrix.try_cell(means, HERE, "import from a zip")
    assert "--version said \"aura ['--version']\\n\"" == result


def test_a_program_that_is_not_there_has_failed(means: matrix.Means) -> None:
    """The command and the end of its output are the reason."""
    result = matrix.try_cell(means, HERE, "aura.pyz") or ""
    assert "aura.pyz --version" in result.splitlines()[0]
    assert "can't open file" in result


@pytest.mark.parametrize("way", ["vendored by vendoring", "wheel, pip 20.2.1"])
def test_what_cannot_be_tried_does_not_apply(means: matrix.Means, way: str) -> None:
    """Without the tool, or on another Python than the old pip's, there is no cell."""
    assert matrix.try_cell(means, OTHER, way) is None


def test_without_distributions_there_is_no_table(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder must hold one wheel, one sdist and one zip application."""
    assert 2 == matrix.main(["--dist", str(tmp_path)])
    assert "must hold one wheel, one sdist, one .pyz" in capsys.readouterr().out
