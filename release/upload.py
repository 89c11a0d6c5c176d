# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Upload by twine what an index does not have yet."""

from __future__ import annotations

import argparse
import pathlib
import re
import sys
from typing import Dict, List

from . import attest, indexes, manifest, project, shell, simple
from .errors import ReleaseError
from .indexes import Index
from .project import Project


def main(argv: List[str]) -> int:
    """Run ``upload``."""
    parser = argparse.ArgumentParser("python -m release upload", description=__doc__)
    parser.add_argument("index", help="testpypi, pypi, or another name in ~/.pypirc")
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    dist, index = here.root / args.dist, indexes.find(args.index)
    twine_check(here, dist)
    shell.say(f"upload: {upload(here, index, dist)}")
    return 0


def twine_check(here: Project, dist: pathlib.Path) -> str:
    """Have twine check the metadata, return what it did.

    Raises:
        ReleaseError: ``metadata-wrong``, ``nothing-built``, ``other-version``.
    """
    names = [str(path) for path in manifest.uploads(here, dist)]
    words = [sys.executable, "-m", "twine", "check", "--strict", *names]
    hint = "Mend pyproject.toml or README.rst; then it is a new commit and a new tag."
    shell.run(words, folder=here.root, code="metadata-wrong", hint=hint)
    return f"twine check --strict passed for {len(names)} files."


def missing(here: Project, index: Index, hashes: Dict[str, str]) -> List[str]:
    """Return the names of files that the index does not have yet.

    Raises:
        ReleaseError: ``upload-conflict``, it has one of them with other bytes;
            ``server-unreachable`` and its kin.
    """
    there = {file.name: file for file in simple.listing(here, index)}
    for name, digest in hashes.items():
        if name in there and simple.hash_of(there[name]) != digest:
            raise ReleaseError(
                "upload-conflict",
                f"{index.name} has {name} with other bytes.",
                "A file name can be used once, even after a deletion. If the files "
                "there are not yours, see 'Leaked token' in docs/releasing.rst; "
                "otherwise make a new version: make bump PART=patch",
            )
    return sorted(set(hashes) - set(there))


def upload(here: Project, index: Index, dist: pathlib.Path) -> str:
    """Upload what the index lacks, return what was done.

    Raises:
        ReleaseError: ``files-changed`` and what else :func:`.manifest.check` and
            :func:`missing` raise; ``upload-refused``, ``upload-conflict``,
            ``upload-failed``.
    """
    hashes = manifest.check(here, dist)
    names = missing(here, index, hashes)
    if not names:
        return f"{index.name} has all {len(hashes)} files already, with these hashes."
    if shell.would(f"twine upload {' '.join(index.twine())} {' '.join(names)}"):
        return "dry run"
    words = [sys.executable, "-m", "twine", "upload", "--non-interactive"]
    words += ["--disable-progress-bar", *index.twine(), *attested(dist, names)]
    extra = {**index.credentials(), "NO_COLOR": "1", "TERM": "dumb"}
    ran = shell.attempt(words, folder=here.root, extra=extra)
    if ran.code != 0:
        raise refused(index, ran.output)
    return f"uploaded to {index.name}: {', '.join(names)}."


def attested(dist: pathlib.Path, names: List[str]) -> List[str]:
    """Return arguments for twine: the files, and attestations where all have one."""
    files = [dist / name for name in names]
    proofs = [attest.proof(path) for path in files]
    if all(path.is_file() for path in proofs):
        return ["--attestations", *map(str, files), *map(str, proofs)]
    return [str(path) for path in files]


def refused(index: Index, output: str) -> ReleaseError:
    """Return the error that fits what twine printed; it prints no credentials."""
    again = "then start this again: what is there already is not uploaded twice."
    status = re.search(r"\b([45]\d\d) ", output)
    code = int(status[1]) if status else 0
    said = shell.tail(output)
    exists = re.search(r"already (exists|been|used)|reus|overwrite", output, re.I)
    if code == 409 or (code in (400, 403) and exists):
        message = f"{index.name} has a file of this name already.{said}"
        hint = "A file name can be used once. Make a new version: make bump PART=patch"
        return ReleaseError("upload-conflict", message, hint)
    if code in (401, 403) or "InvalidConfiguration" in output:
        message = f"{index.name} does not take these credentials.{said}"
        words = [
            indexes.variable(index.name, word) for word in ("USERNAME", "PASSWORD")
        ]
        hint = f"Mend ~/.pypirc or {' and '.join(words)}; {again}"
        return ReleaseError("upload-refused", message, hint)
    message = f"twine could not upload to {index.name}.{said}"
    return ReleaseError("upload-failed", message, f"Wait until it is well; {again}")
