# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the tests on every Python from 3.9 that this machine has.

Looks for ``python3.N`` on the search path and among the versions of pyenv; each gets a
virtual environment under ``.venvs``. Prints a table at the end; ends with 1 when a run
failed or no interpreter was found. Arguments are handed on to pytest.
"""

from __future__ import annotations

import glob
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Dict, Iterator, List, Tuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASK = "import sys, venv, ensurepip, sqlite3; print('%d.%d.%d' % sys.version_info[:3])"


def candidates() -> Iterator[str]:
    """Yield paths that may be interpreters, the preferred ones first."""
    for minor in range(9, 40):
        found = shutil.which(f"python3.{minor}")
        if found:
            yield found
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    yield from sorted(
        glob.glob(os.path.join(pyenv, "versions", "3.*", "bin", "python3"))
    )
    yield sys.executable


def interpreters() -> Dict[Tuple[int, int], Tuple[str, str]]:
    """Return one interpreter for each minor version: its full version and path.

    Each is run, because what is on the path may be a shim that starts nothing.
    """
    found: Dict[Tuple[int, int], Tuple[str, str]] = {}
    for path in candidates():
        asked = subprocess.run(
            [path, "-I", "-c", ASK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        version = asked.stdout.decode().strip()
        if asked.returncode != 0 or not re.fullmatch(r"3\.\d+\.\d+", version):
            continue
        minor = (3, int(version.split(".")[1]))
        if minor >= (3, 9):
            found.setdefault(minor, (version, path))
    return dict(sorted(found.items()))


def run_tests(path: str, folder: str, arguments: List[str]) -> Tuple[int, str]:
    """Make an environment and run the tests in it; return status and last line."""
    make = ["make", "--no-print-directory", f"PYTHON={path}", f"VENV={folder}"]
    made = subprocess.run([*make, "install"], cwd=ROOT)
    if made.returncode != 0:
        return made.returncode, "the virtual environment could not be made"
    command = [os.path.join(folder, "bin", "python"), "-m", "pytest", "-q", *arguments]
    print("+", shlex.join(command), flush=True)
    last = ""
    # A place of its own: pytest tidies up after other runs of the same user, and
    # trips over one that does so at the same time.
    with tempfile.TemporaryDirectory() as place:
        tests = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTEST_DEBUG_TEMPROOT": place},
            stdout=subprocess.PIPE,
            universal_newlines=True,
        )
        assert tests.stdout is not None
        for line in tests.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
        return tests.wait(), last.strip("= ")


def main(arguments: List[str]) -> int:
    """Run the tests everywhere; return 0 when all passed."""
    found = interpreters()
    rows, failed = [], not found
    for minor, (version, path) in found.items():
        start = time.monotonic()
        folder = os.path.join(".venvs", "%d.%d" % minor)
        status, last = run_tests(path, folder, arguments)
        failed = failed or status != 0
        seconds = time.monotonic() - start
        word = "passed" if status == 0 else "FAILED"
        rows.append(f"{version:<9} {word}  {seconds:5.0f} s  {last}")
    print("\n" + "\n".join(rows or ["No Python from 3.9 on was found."]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
