# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make a small project that is built by the build backend of this checkout."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from typing import Dict, List, NamedTuple

import pytest
import setuptools

ROOT = pathlib.Path(__file__).resolve().parents[2]
BACKEND = ("__init__.py", "archives.py", "build_backend.py", "deflate.py")
SETUPTOOLS = str(pathlib.Path(setuptools.__file__).resolve().parents[1])
FILES = {
    "CHANGELOG.rst": "Changelog\n=========\n\nUnreleased\n----------\n\n"
    "0.2.0 - 2026-01-31\n------------------\n\n0.1.0 - 2025-12-24\n-----------------\n",
    "LICENSE": "MIT\n",
    "MANIFEST.in": "include CHANGELOG.rst setup.cfg tools/run\ngraft release\n",
    "README.rst": "Tiny\n====\n\nA tiny, größte project.\n\n",
    "setup.cfg": "[flake8]\nmax-line-length = 88\n",
    "tools/run": "#!/bin/sh\n",
    "tiny/__init__.py": '__version__ = "0.2.0"\n',
    "tiny/__main__.py": "from tiny import __version__\n\n\ndef main():\n"
    '    print("tiny", __version__)\n    return 0\n',
    "tiny/py.typed": "",
    "pyproject.toml": """
[build-system]
requires = ["setuptools>=77.0.3"]
build-backend = "release.build_backend"
backend-path = ["."]

[project]
name = "tiny"
dynamic = ["version"]
description = "A tiny project."
readme = "README.rst"
requires-python = ">=3.9"
license = "MIT"
license-files = ["LICENSE"]
classifiers = ["Typing :: Typed", "Environment :: Console"]
dependencies = []

[project.optional-dependencies]
more = ["requests>=2.25,<3"]

[project.urls]
Source = "https://example.org/tiny"

[project.scripts]
tiny = "tiny.__main__:main"

[tool.setuptools]
package-dir = { "" = "." }

[tool.setuptools.dynamic]
version = { attr = "tiny.__version__" }

[tool.setuptools.packages.find]
include = ["tiny*"]

[tool.setuptools.package-data]
tiny = ["py.typed"]
""",
}
BUILD = """
import os, sys
target, umask, *hooks = sys.argv[1:]
os.umask(int(umask, 8))
sys.path.insert(0, os.getcwd())
from release import build_backend
for hook in hooks:
    getattr(build_backend, hook)(target)
"""
BOTH = ("build_sdist", "build_wheel")


class Made(NamedTuple):
    """The source of the project, and what was built of it."""

    source: pathlib.Path
    wheel: pathlib.Path
    sdist: pathlib.Path

    def built(self) -> Dict[str, bytes]:
        """Return the bytes of both distributions by their names."""
        return {path.name: path.read_bytes() for path in (self.wheel, self.sdist)}


_MADE: List[Made] = []


def made(factory: pytest.TempPathFactory) -> Made:
    """Return the project and its distributions, built once in a run of the tests."""
    if not _MADE:
        folder = factory.mktemp("tiny")
        source, dist = make(folder / "source"), folder / "dist"
        build(source, dist)
        (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
        _MADE.append(Made(source, wheel, sdist))
    return _MADE[0]


def make(folder: pathlib.Path) -> pathlib.Path:
    """Write the project into a new folder, return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    (folder / "release").mkdir()
    for name in BACKEND:
        shutil.copy(ROOT / "release" / name, folder / "release")
    return folder


def build(
    source: pathlib.Path,
    target: pathlib.Path,
    *hooks: str,
    umask: str = "022",
    python: str = sys.executable,
    **variables: str,
) -> Dict[str, bytes]:
    """Call hooks of the backend in a process, return the files they made."""
    target.mkdir()
    environ = {**os.environ, "PYTHONPATH": SETUPTOOLS, **variables}
    ran = subprocess.run(
        [python, "-B", "-c", BUILD, str(target), umask, *(hooks or BOTH)],
        cwd=source,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
    )
    assert 0 == ran.returncode, ran.stdout.decode("utf-8", "replace")
    return {path.name: path.read_bytes() for path in sorted(target.iterdir())}
