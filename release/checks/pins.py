# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Renew the pins: every version that the tools need, for every system, with hashes.

``make pins`` takes the newest of everything, ``make pins ARGS='-P black'`` of one
package only, ``ARGS=--check`` says whether a file lacks something and changes nothing.
uv does the work, because pip knows only the system it runs on.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys
from typing import Dict, List, Sequence, Tuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# File: the oldest Python that it must serve, and where its requirements stand.
FILES: Dict[str, Tuple[str, ...]] = {
    "build": ("3.9", "requirements/build.in"),
    "pip": ("3.9", "requirements/pip.in"),
    "dev": ("3.9", "--group", "pyproject.toml:dev"),
    "docs": ("3.9", "--group", "pyproject.toml:docs"),
    "release": ("3.9", "--group", "pyproject.toml:release"),
    "checks": ("3.11", "requirements/checks.in"),
    "rehearse": ("3.10", "requirements/rehearse.in"),
}
NAME = re.compile(r"(?m)^([A-Za-z0-9._-]+)==")


def command(name: str, options: Sequence[str]) -> List[str]:
    """Return the command that writes one file."""
    oldest, *sources = FILES[name]
    scripts = pathlib.Path(sys.executable).parent
    program = shutil.which("uv", path=str(scripts)) or "uv"
    return [
        *(program, "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
        *("--no-header", "--no-annotate", "--no-emit-index-url"),
        *("--python-version", oldest, *sources, *(options or ("--upgrade",))),
        *("--output-file", f"requirements/{name}.txt"),
    ]


def canonical(name: str) -> str:
    """Return a name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def missing(root: pathlib.Path) -> List[str]:
    """Return a line for each requirement of checks.in that checks.txt does not pin."""
    folder = root / "requirements"
    wanted = (folder / "checks.in").read_text(encoding="utf-8").splitlines()
    pinned = set(
        map(
            canonical,
            NAME.findall((folder / "checks.txt").read_text(encoding="utf-8")),
        )
    )
    names = [re.split(r"[\[<>=~! ]", line)[0] for line in wanted if line[:1] != "#"]
    return [
        f"checks.txt does not pin {name}; run: make pins"
        for name in filter(None, names)
        if canonical(name) not in pinned
    ]


def main(arguments: Sequence[str]) -> int:
    """Renew all files; return 1 when one could not be made."""
    if "--check" in arguments:
        lines = missing(ROOT)
        print("\n".join(lines) or "every requirement is pinned")
        return 1 if lines else 0
    for name in FILES:
        ran = subprocess.run(command(name, arguments), cwd=ROOT)
        if ran.returncode:
            print(f"requirements/{name}.txt could not be renewed", file=sys.stderr)
            return 1
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        print(f"requirements/{name}.txt: {len(set(NAME.findall(text)))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
