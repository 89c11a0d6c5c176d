# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the shell sessions of a page, as a reader would type them.

A session is a block of the language ``console``: lines after ``$`` are typed (``>``
goes on with one), the others are what comes back. ``...`` stands for any text within a
line, and for any lines where it stands alone. Blocks of ``sh`` are shown and not run.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys
import textwrap
from typing import Dict, Iterator, List, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(
    r"^(?P<in> *)\.\. code-block:: console\n\n(?P<text>(?:(?P=in) {3}.*\n|\n)+)", re.M
)
MARK = "\x1e"


class Typed(NamedTuple):
    """A command, and the lines that are shown to come back."""

    command: str
    expected: List[str]


def sessions(text: str) -> Iterator[Typed]:
    """Yield what is typed in the sessions of a page, in order."""
    for block in BLOCK.finditer(text):
        lines = textwrap.dedent(block["text"]).strip("\n").splitlines()
        found: List[Typed] = []
        for line in lines:
            if line.startswith("$ "):
                found.append(Typed(line[2:], []))
            elif line.startswith("> ") and not found[-1].expected:
                last = found.pop()
                found.append(Typed(last.command + "\n" + line[2:], []))
            else:
                found[-1].expected.append(line)
        yield from found


def checkout(folder: pathlib.Path) -> pathlib.Path:
    """Make what a reader has: a copy of the package and the examples."""
    place = folder / "checkout"
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("aura_coding_agent", "examples"):
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    programs = folder / "bin"
    programs.mkdir()
    (programs / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (programs / "python3").chmod(0o755)
    return place


def run(place: pathlib.Path, typed: List[Typed], environ: Dict[str, str]) -> List[str]:
    """Run the commands in one shell; return what does not fit, a text for each."""
    lines = ["exec 2>&1 </dev/null"]
    for one in typed:
        lines += [one.command, f"printf '\\n{MARK}%s{MARK}' $?"]
    argv = [shutil.which("bash") or "/bin/bash", "-c", "\n".join(lines)]
    done = subprocess.run(
        argv, cwd=place, env=environ, stdout=subprocess.PIPE, text=True, timeout=300
    )
    parts = done.stdout.split(MARK)
    wrong = []
    for one, said, code in zip(typed, parts[::2], parts[1::2]):
        shown = f"$ {one.command}\n{said}"
        if code != "0":
            wrong.append(f"{shown}\nended with {code}")
        elif not fits(one.expected, said):
            expected = "\n".join(one.expected)
            wrong.append(f"{shown}\nbut the page shows\n{expected}")
    if len(parts) != 2 * len(typed) + 1:
        wrong.append(f"the shell ended early: {done.stdout}")
    return wrong


def fits(expected: List[str], said: str) -> bool:
    """Tell whether output is as a page shows it; trailing blanks do not count."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else _line(line) for line in expected
    )
    lines = [line.rstrip() for line in said.rstrip("\n").splitlines()]
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def _line(line: str) -> str:
    return ".*".join(map(re.escape, line.rstrip().split("..."))) + r"\n"
