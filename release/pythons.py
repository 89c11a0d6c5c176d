# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the Pythons of this machine that the package supports: one of each minor."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess  # nosec B404 - asks interpreters for their version
import sys
from typing import Dict, Iterator, List, NamedTuple, Tuple

OLDEST, NEWEST = 9, 40  # minor versions to look for
ASK = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])"


class Python(NamedTuple):
    """An interpreter: its full version and its path."""

    version: str
    path: str

    @property
    def minor(self) -> str:
        """The version without its last part, such as ``3.9``."""
        return self.version.rpartition(".")[0]


def installed() -> List[Python]:
    """Return one interpreter for each minor version from 3.9 on, the oldest first.

    Each is run, because what is on the path may be a shim that starts nothing, and
    asked for what making a virtual environment takes.
    """
    found: Dict[Tuple[int, ...], Python] = {}
    for path in _candidates():
        named = re.search(r"3\.(\d+)$", path)
        if named and (3, int(named[1])) in found:
            continue  # starting it, perhaps through a shim, would tell nothing new
        asked = subprocess.run(  # nosec B603 - a list of words, no shell
            [path, "-I", "-c", ASK],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        version = asked.stdout.decode().strip()
        if asked.returncode or not re.fullmatch(r"3\.\d+\.\d+", version):
            continue
        python = Python(version, path)
        minor = tuple(int(part) for part in python.minor.split("."))
        if minor >= (3, OLDEST):
            found.setdefault(minor, python)
    return [found[minor] for minor in sorted(found)]


def _candidates() -> Iterator[str]:
    """Yield paths that may be interpreters, the preferred ones first."""
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    yield from sorted(glob.glob(os.path.join(pyenv, "versions", "3.*", "bin/python3")))
    for minor in range(OLDEST, NEWEST):
        path = shutil.which(f"python3.{minor}")
        if path:
            yield path
    yield sys.executable
