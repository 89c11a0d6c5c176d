# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the environment of a rehearsal: pinned servers and tools, installed once.

This is the only part that needs a network, and only the first time: a later rehearsal
with the same pins and the same Python finds what it needs.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess  # nosec B404 - venv and pip, never a shell
import sys

from ..errors import ReleaseError

PINS = pathlib.Path("requirements") / "rehearse.txt"
OLDEST = (3, 10)
"""The oldest Python that the pinned servers run on."""


def prepare(checkout: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Return the interpreter of the environment, made when it is not as it should be.

    Raises:
        ReleaseError: ``rehearsal-python``, ``rehearsal-install``.
    """
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise ReleaseError(
            "rehearsal-python",
            f"the servers of a rehearsal need Python {wanted}, this is "
            f"{sys.version.split()[0]}.",
            "Say which one to use: make rehearse PYTHON=python3.12",
        )
    stamp, wanted = folder / ".pins", fingerprint(checkout)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if stamp.is_file() and stamp.read_text() == wanted and python.exists():
        print(f"tools: {folder} is as {PINS} says; no network is needed.", flush=True)
        return python
    print(f"tools: installing {PINS} into {folder}; this needs an index.", flush=True)
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    install = ("-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary")
    # One of the pins exists as an sdist only.
    few = (":all:", "--no-binary", "lazy,repoze-lru")
    _run(str(python), *install, *few, "--requirement", str(checkout / PINS))
    # The targets of the Makefile take an environment with these marks as it is.
    for mark in (".dev", ".dists", ".docs"):
        (folder / mark).touch()
    stamp.write_text(wanted)
    return python


def fingerprint(checkout: pathlib.Path) -> str:
    """Return what an environment depends on, as a hash: the pins, and this Python."""
    pins = (checkout / PINS).read_bytes()
    return hashlib.sha256(pins + sys.version.encode()).hexdigest()


def _run(*words: str) -> None:
    """Run a command that must succeed."""
    ran = subprocess.run(list(words), check=False)  # nosec B603 - no shell
    if ran.returncode != 0:
        raise ReleaseError(
            "rehearsal-install",
            f"`{' '.join(words[:4])}` ended with {ran.returncode}.",
            "Its message stands above. The first rehearsal needs a package index; "
            "pip takes its settings from the usual places.",
        )
