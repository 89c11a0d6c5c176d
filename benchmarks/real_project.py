# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Mend a fault in a real package, proven by the package's own test suite.

    python -m benchmarks.real_project

The source of toolz comes from the package index by pip (an archive may be given
instead), a fault is planted, and the scripted server asks for the tools that a model
would. The run must end ``verified`` by the suite of the package, and ``undo`` must
give back the planted state, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
from typing import Dict, List, NamedTuple, Optional, Sequence

from tests.support.model_server import ModelServer
from tests.support.steps import Call, Calls, Say

PACKAGE = "toolz==1.0.0"
CHECK = f'"{sys.executable}" -m pytest -q -p no:cacheprovider'
WIRES = ("openai-chat", "anthropic")


class Fault(NamedTuple):
    """A change that breaks the suite, and the words that lead to it."""

    path: str
    right: str
    wrong: str
    task: str


FAULT = Fault(
    "toolz/itertoolz.py",
    "return itertools.islice(seq, n)\n",
    "return itertools.islice(seq, n + 1)\n",
    "take() returns one element too many. Find out why and mend it.",
)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run over both wires; return 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="benchmarks.real_project")
    parser.add_argument("--archive", help="source archive instead of a download")
    options = parser.parse_args(arguments)
    kept = True
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        archive = options.archive or download(scratch)
        for wire in WIRES:
            kept &= run(wire, unpack(archive, scratch / wire), scratch / "home")
    return 0 if kept else 1


def download(folder: pathlib.Path) -> str:
    """Fetch the source archive of the package with pip, return its path."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return str(next(folder.glob("*.tar.gz")))


def unpack(archive: str, folder: pathlib.Path) -> pathlib.Path:
    """Unpack the archive, plant the fault, return the project's folder."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder)
    root = next(path for path in folder.iterdir() if path.is_dir())
    path = root / FAULT.path
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count(FAULT.right), "the package changed; choose another fault"
    path.write_text(text.replace(FAULT.right, FAULT.wrong), encoding="utf-8")
    return root


def run(wire: str, root: pathlib.Path, home: pathlib.Path) -> bool:
    """Have the task done over one wire, undo it, print what was seen."""
    environ = {**os.environ, "AURA_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    planted = digests(root)
    broken = suite(root, environ)
    with ModelServer(steps(), wire=wire) as server:
        command = ["run", FAULT.task, "--auto", "--check", CHECK, "--output", "json"]
        command += ["--api", wire, "--base-url", server.url, "--model", "scripted"]
        ended = json.loads(aura(command, root, environ))
        server.check()
    mended = suite(root, environ)
    changed = sorted(p for p, d in digests(root).items() if planted.get(p) != d)
    aura(["undo"], root, environ)
    undone = digests(root) == planted
    print(f"{wire}: {PACKAGE}, {len(planted)} files, fault in {FAULT.path}")
    print(f"  suite with the fault   exit code {broken}")
    print(f"  run                    {ended['status']}: {ended['reason'][:60]}")
    print(f"  files changed          {', '.join(changed)}")
    print(f"  suite afterwards       exit code {mended}")
    print(f"  undo                   {'every byte as planted' if undone else 'LOST'}")
    good = (broken, mended, changed) == (1, 0, [FAULT.path])
    return good and undone and ended["status"] == "verified"


def steps() -> List[object]:
    """Return what the scripted model does."""
    return [
        Calls(
            [Call("grep", {"pattern": "def take"}), Call("glob", {"pattern": "*.py"})]
        ),
        Call("read_file", {"path": FAULT.path, "limit": 400}),
        Call("shell", {"command": CHECK}),
        Call(
            "edit_file",
            {"path": FAULT.path, "old": FAULT.wrong, "new": FAULT.right},
        ),
        Call("shell", {"command": CHECK}),
        Say("take() asked islice for one element too many."),
    ]


def suite(root: pathlib.Path, environ: Dict[str, str]) -> int:
    """Run the package's own tests, return the exit code."""
    done = subprocess.run(CHECK, shell=True, cwd=root, env=environ, capture_output=True)
    return done.returncode


def aura(words: Sequence[str], root: pathlib.Path, environ: Dict[str, str]) -> str:
    """Run the program in a folder, return what it printed."""
    here = str(pathlib.Path(__file__).resolve().parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", "aura_coding_agent", *words],
        cwd=root,
        env={**environ, "PYTHONPATH": here},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout


def digests(root: pathlib.Path) -> Dict[str, str]:
    """Return a digest of every file below a folder, leavings of Python aside."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


if __name__ == "__main__":
    sys.exit(main())
