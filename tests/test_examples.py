# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that the examples are broken as they say, and that the command repairs them."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import List

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("broken_*"))
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen"


def copy_of(name: str, folder: pathlib.Path) -> pathlib.Path:
    """Return a copy of an example, without what was compiled there."""
    ignore = shutil.ignore_patterns("__pycache__")
    return pathlib.Path(shutil.copytree(EXAMPLES / name, folder / name, ignore=ignore))


def python(words: List[str], folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    """Run Python with a project's folder as the current one."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


def counts(output: str) -> List[int]:
    """Return how many tests failed and how many ran, as unittest says it."""
    ran = re.search(r"^Ran (\d+) tests?", output, re.M)
    assert ran, output
    failed = re.search(r"^FAILED \((.*)\)", output, re.M)
    numbers = re.findall(r"\d+", failed.group(1)) if failed else []
    return [sum(map(int, numbers)), int(ran.group(1))]


def promised(name: str) -> List[int]:
    """Return how many tests fail and how many there are, as the README says it."""
    readme = (EXAMPLES / name / "README.rst").read_text(encoding="utf-8")
    said = re.search(r"(\w+) of (?:its|the) (\w+) tests\s+fail", readme)
    assert said, readme
    return [NUMBERS.split().index(word.lower()) for word in said.groups()]


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_broken_as_their_readme_says(
    name: str, tmp_path: pathlib.Path
) -> None:
    """As many tests fail, of as many, as the README of the example promises."""
    done = python(["-m", "unittest"], copy_of(name, tmp_path))
    assert promised(name) == counts(done.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_repaired_by_the_command_in_their_readme(
    name: str, tmp_path: pathlib.Path
) -> None:
    """The command of the README repairs the example; then none of its tests fails."""
    readme = (EXAMPLES / name / "README.rst").read_text(encoding="utf-8")
    (command,) = re.findall(r"^    python (-m aura_coding_agent fix .*)$", readme, re.M)
    folder = copy_of(name, tmp_path / "examples")
    done = python(command.split(), tmp_path)
    assert 0 == done.returncode, done.stdout
    assert [0, promised(name)[1]] == counts(python(["-m", "unittest"], folder).stdout)
