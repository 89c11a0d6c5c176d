# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sign the list of hashes with an SSH key, and check all of a release offline.

OpenSSH does the work (``ssh-keygen -Y``, since 8.0; the namespace is ``file``): most
machines have it, keys of it are known to forges, and nobody needs a network to check.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from typing import List

from . import git, manifest, project, shell
from .errors import ReleaseError
from .project import Project

NAMESPACE = "file"


def sign_main(argv: List[str]) -> int:
    """Run ``sign``."""
    parser = argparse.ArgumentParser(
        "python -m release sign", description="Sign SHA256SUMS with an SSH key."
    )
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"sign: {sign(here, here.root / args.dist)}")
    return 0


def verify_main(argv: List[str]) -> int:
    """Run ``verify``."""
    parser = argparse.ArgumentParser(
        "python -m release verify",
        description="Check signature, hashes and provenance of a release, offline.",
    )
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"verify: {verify(here, here.root / args.dist)}")
    return 0


def sign(here: Project, dist: pathlib.Path) -> str:
    """Write ``SHA256SUMS.sig``, and check it at once.

    Returns:
        Who signed.

    Raises:
        ReleaseError: ``no-signing-key``, ``sign-failed``, and what ``verify`` raises.
    """
    manifest.check(here, dist)
    key = git.signing_key(here)
    if not key or not pathlib.Path(key).is_file():
        raise ReleaseError(
            "no-signing-key",
            f"{key} is not there." if key else "no key to sign with is set.",
            "Set RELEASE_SIGNING_KEY to the file of an SSH key; ssh-keygen -t ed25519 "
            "makes one. Its public half belongs into " + git.SIGNERS,
        )
    sums = dist / manifest.SUMS
    if shell.would(f"ssh-keygen -Y sign -f {key} -n {NAMESPACE} {sums}"):
        return "dry run"
    (dist / manifest.SIGNATURE).unlink(missing_ok=True)  # it is never overwritten
    words = ["ssh-keygen", "-Y", "sign", "-f", key, "-n", NAMESPACE, str(sums)]
    hint = "Is it a private key, or one that ssh-agent holds (ssh-add -l)?"
    shell.run(words, folder=here.root, code="sign-failed", hint=hint)
    return verify(here, dist)


def verify(here: Project, dist: pathlib.Path) -> str:
    """Check that one who may sign made the signature, and that the files are those.

    Returns:
        Who signed, and how many files.

    Raises:
        ReleaseError: ``no-signers``, ``not-signed``, ``signature-wrong``,
            ``provenance-wrong``, and those of :func:`.manifest.check`.
    """
    signature, path = dist / manifest.SIGNATURE, git.signers(here)
    if path is None:
        hint = f"Put their public keys into {git.SIGNERS}; man ssh-keygen has the form."
        message = "nobody is listed who may sign."
        raise ReleaseError("no-signers", message, hint)
    if not signature.is_file():
        hint = "Sign with: make sign"
        raise ReleaseError("not-signed", f"{signature} is not there.", hint)
    who = principal(here, path, signature)
    words = ["-f", str(path), "-I", who, "-n", NAMESPACE, "-s", str(signature)]
    ran = shell.attempt(
        ["ssh-keygen", "-Y", "verify", *words],
        folder=here.root,
        given=(dist / manifest.SUMS).read_bytes(),
    )
    if ran.code != 0:
        raise wrong(f"{manifest.SUMS} is not what {who} signed.")
    manifest.check(here, dist)
    check_provenance(dist)
    count = len(manifest.listed(dist))
    return f"{count} files, signed by {who}; hashes and provenance agree."


def principal(here: Project, path: pathlib.Path, signature: pathlib.Path) -> str:
    """Return the name that the list of signers has for the key of a signature.

    Raises:
        ReleaseError: ``signature-wrong``, the key is not listed.
    """
    words = ["-f", str(path), "-s", str(signature)]
    ran = shell.attempt(
        ["ssh-keygen", "-Y", "find-principals", *words], folder=here.root
    )
    names = ran.output.split()
    if ran.code != 0 or not names:
        raise wrong(f"{path} does not list the key that made {signature.name}.")
    return names[0].partition(",")[0]


def wrong(message: str) -> ReleaseError:
    """Return the error for a signature that proves nothing."""
    hint = (
        "Do not install or upload these files. If they are yours, sign again with a "
        "listed key; if you downloaded them, tell the project."
    )
    return ReleaseError("signature-wrong", message, hint)


def check_provenance(dist: pathlib.Path) -> None:
    """Compare the hashes in the provenance record with SHA256SUMS.

    Raises:
        ReleaseError: ``provenance-wrong``.
    """
    sums = {n: h for n, h in manifest.listed(dist) if n != manifest.PROVENANCE}
    try:
        record = json.loads((dist / manifest.PROVENANCE).read_text(encoding="utf-8"))
        told = {item["name"]: item["digest"]["sha256"] for item in record["subject"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = {"": repr(error)}
    if told != sums:
        message = f"{manifest.PROVENANCE} and {manifest.SUMS} tell of different files."
        hint = "Write both anew: make manifest sign"
        raise ReleaseError("provenance-wrong", message, hint)
