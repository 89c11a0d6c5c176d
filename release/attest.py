# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Have the identity of a CI job attest the files, as PEP 740 says.

The attestations are laid beside the files; ``upload`` hands them to twine. A person who
releases from a machine of his own has no such identity: there the signature of
``sign`` is what shows who made the files.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from typing import List

from . import environment, manifest, project, shell
from .errors import ReleaseError
from .project import Project

# What GitHub and GitLab set for a job that may have an identity.
IDENTITIES = ("ACTIONS_ID_TOKEN_REQUEST_URL", "PYPI_ID_TOKEN", "SIGSTORE_ID_TOKEN")
SUFFIX = ".publish.attestation"


def main(argv: List[str]) -> int:
    """Run ``attest``."""
    parser = argparse.ArgumentParser("python -m release attest", description=__doc__)
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"attest: {attest(here, here.root / args.dist)}")
    return 0


def proof(path: pathlib.Path) -> pathlib.Path:
    """Return where the attestation of a file lies."""
    return path.with_name(path.name + SUFFIX)


def attest(here: Project, dist: pathlib.Path) -> str:
    """Write the attestations that are missing, return what was done.

    Raises:
        ReleaseError: ``no-identity``, this is no CI job with an identity;
            ``attest-failed``, and those of :func:`.manifest.check`.
    """
    names = manifest.check(here, dist)
    if not any(environment.get(name) for name in IDENTITIES):
        raise ReleaseError(
            "no-identity",
            "only a CI job with an identity of its own can attest.",
            "In a workflow of GitHub, give the job `id-token: write`. Elsewhere use: "
            "make sign",
        )
    files = [dist / name for name in names if not proof(dist / name).is_file()]
    if not files:
        return f"{len(names)} files have attestations already."
    words = [sys.executable, "-m", "pypi_attestations", "sign", *map(str, files)]
    if shell.would(shell.line(words)):
        return "dry run"
    hint = "Read the message; then start this again."
    shell.run(words, folder=here.root, code="attest-failed", hint=hint)
    return f"attested {len(files)} files."
