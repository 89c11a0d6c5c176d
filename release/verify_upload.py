# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Prove that what an index hands out is what was released, as a user would get it."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import pathlib
import re
import sys
import tempfile
from typing import Dict, List, Optional, Tuple

from . import environment, indexes, manifest, project, shell, simple, web
from .errors import ReleaseError
from .indexes import Index
from .project import Project

# What a person set for pip must not decide where these downloads come from.
UNSET = (
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_NO_INDEX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONPATH",
    "PYTHONHOME",
)
QUIET = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_NO_INPUT": "1",
    "PIP_QUIET": "1",
}
HINT = (
    "Do not go on with this release. See 'Bad release' and 'Leaked token' in "
    "docs/releasing.rst; a new start looks again."
)


def main(argv: List[str]) -> int:
    """Run ``verify-upload``."""
    parser = argparse.ArgumentParser(
        "python -m release verify-upload", description=__doc__
    )
    parser.add_argument("index", help="testpypi, pypi, or another name in ~/.pypirc")
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    index = indexes.find(args.index)
    for evidence in verify(here, index, here.root / args.dist):
        shell.say(f"verify-upload: {evidence}")
    return 0


def verify(here: Project, index: Index, dist: pathlib.Path) -> List[str]:
    """Compare, download, rebuild and install; return what each of them showed.

    Raises:
        ReleaseError: ``not-on-index``, ``index-differs``, ``download-failed``,
            ``download-differs``, ``rebuild-failed``, ``rebuild-differs``,
            ``install-failed``, and those of :func:`.manifest.check`.
    """
    pythons = environment.command("RELEASE_PYTHONS", sys.executable)
    hashes = manifest.check(here, dist)
    shown = [compare(here, index, hashes)]
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        folder = pathlib.Path(name).resolve()
        got = download(here, index, hashes, folder / "got")
        shown.append(f"pip downloaded {len(got)} files, their bytes are those.")
        shown.append(rebuild(here, hashes, got, folder / "rebuilt"))
        for python in pythons:
            where = folder / f"clean-{len(shown)}"
            shown.append(install(here, index, hashes, python, where))
    return shown


def compare(here: Project, index: Index, hashes: Dict[str, str]) -> str:
    """Wait until the index lists the files, and compare the hashes it tells.

    Raises:
        ReleaseError: ``not-on-index``, ``index-differs``.
    """

    def look() -> Optional[Dict[str, simple.Listed]]:
        """Compare one file."""
        found = simple.of_version(here, here.version, simple.listing(here, index))
        there = {file.name: file for file in found}
        return there if set(hashes) <= set(there) else None

    wait = environment.seconds("RELEASE_WAIT", 300)
    there = web.until(look, wait, environment.seconds("RELEASE_POLL", 5))
    if there is None:
        raise ReleaseError(
            "not-on-index",
            f"after {wait:g} s, {index.simple} does not list all files of "
            f"{here.version}.",
            f"Upload first: python -m release upload {index.name}. If that was done, "
            "the index may be slow: start this again, or set RELEASE_WAIT.",
        )
    for name, file in sorted(there.items()):
        if name not in hashes:
            message = f"{index.name} has {name}, which is not of this release."
            raise ReleaseError("index-differs", message, HINT)
        told = simple.hash_of(file)
        if told != hashes[name]:
            message = f"{index.name} has {name} with {told}, not {hashes[name]}."
            raise ReleaseError("index-differs", message, HINT)
    return f"{index.name} lists {len(there)} files of {here.version}, hashes agree."


def pip(*words: str, code: str, hint: str, folder: pathlib.Path) -> str:
    """Run pip apart from what is configured on this machine.

    Raises:
        ReleaseError: ``code``.
    """
    argv = [sys.executable, "-m", "pip", *words]
    return shell.run(
        argv, folder=folder, code=code, hint=hint, extra=QUIET, without=UNSET
    )


def download(
    here: Project, index: Index, hashes: Dict[str, str], folder: pathlib.Path
) -> Dict[str, pathlib.Path]:
    """Have pip download wheel and sdist, and compare their bytes.

    Raises:
        ReleaseError: ``download-failed``, ``download-differs``.
    """
    folder.mkdir()
    wanted = [f"{here.name}=={here.version}", "--index-url", index.simple]
    words = ["download", "--no-deps", "--no-build-isolation", "--pre", *wanted]
    for kind in ("--only-binary", "--no-binary"):
        pip(
            *words,
            kind,
            ":all:",
            code="download-failed",
            hint=HINT,
            folder=folder,
        )
    got = {path.name: path for path in folder.iterdir()}
    for name, path in got.items():
        if manifest.sha256(path) != hashes.get(name):
            message = f"pip got {name} with {manifest.sha256(path)} from {index.name}."
            raise ReleaseError("download-differs", message, HINT)
    return got


def rebuild(
    here: Project,
    hashes: Dict[str, str],
    got: Dict[str, pathlib.Path],
    folder: pathlib.Path,
) -> str:
    """Build the wheel from the downloaded sdist, and compare.

    Raises:
        ReleaseError: ``rebuild-failed``, ``rebuild-differs``.
    """
    sdist = next(path for name, path in got.items() if name.endswith(".tar.gz"))
    folder.mkdir()
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    words = ["wheel", *offline, "--wheel-dir", str(folder), str(sdist)]
    hint = "The sdist does not build. Look at the message; then make a new version."
    pip(*words, code="rebuild-failed", hint=hint, folder=folder)
    (made,) = folder.glob("*.whl")
    if manifest.sha256(made) != hashes.get(made.name):
        message = f"{made.name} built from the sdist is not the one that was released."
        raise ReleaseError("rebuild-differs", message, HINT)
    return f"{made.name} built from the downloaded sdist has the same bytes."


def installer(clean: str, version: str) -> Tuple[List[str], List[str]]:
    """Return options for venv, and the pip that installs into the new environment.

    Since 22.3, pip can install into another environment, which then needs none of its
    own; that saves seconds.

    Args:
        clean: the interpreter of the new environment.
        version: of the pip of this environment.
    """
    numbers = [int(number) for number in re.findall(r"\d+", version)[:2]]
    if numbers >= [22, 3]:
        return ["--without-pip"], [sys.executable, "-m", "pip", "--python", clean]
    return [], [clean, "-m", "pip"]


def install(
    here: Project,
    index: Index,
    hashes: Dict[str, str],
    python: str,
    folder: pathlib.Path,
) -> str:
    """Install by hash from the index into an empty environment, and run it.

    Raises:
        ReleaseError: ``install-failed``.
    """
    hint = f"Try it by hand: pip install --index-url {index.simple} {here.name}"
    code = "install-failed"
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    clean = str(bin_folder / "python")
    options, start = installer(clean, importlib.metadata.version("pip"))
    words = [python, "-m", "venv", *options, str(folder)]
    shell.run(words, folder=here.root, code=code, hint=hint, without=UNSET)
    pins = folder / "requirements.txt"
    digests = "".join(f" --hash=sha256:{digest}" for digest in hashes.values())
    pins.write_text(f"{here.name}=={here.version}{digests}\n", encoding="utf-8")
    wanted = ["--require-hashes", "--only-binary", ":all:", "-r", str(pins)]
    words = [*start, "install", "--index-url", index.simple, *wanted]
    shell.run(words, folder=folder, code=code, hint=hint, extra=QUIET, without=UNSET)
    argv = [clean, "-m", here.name, "--version"]
    shown = shell.run(argv, folder=folder, code=code, hint=hint, without=UNSET).strip()
    if here.version not in shown.split():
        message = f"after the installation, --version says {shown!r}."
        raise ReleaseError(code, message, hint)
    return f"installed by hash with {python}; it says {shown!r}."
