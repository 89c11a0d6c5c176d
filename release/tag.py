# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the signed tag of the version that is checked out."""

from __future__ import annotations

import argparse
from typing import List

from . import changelog, check_version, git, notes, project, shell
from .errors import ReleaseError
from .project import Project


def main(argv: List[str]) -> int:
    """Run ``tag``."""
    parser = argparse.ArgumentParser("python -m release tag", description=__doc__)
    parser.parse_args(argv)
    make(project.here())
    return 0


def make(here: Project) -> None:
    """Make the tag; its text is the release notes.

    Raises:
        ReleaseError: ``tree-not-clean``, ``version-disagrees``, ``changelog-missing``,
            ``tag-exists``, ``tag-not-signed``.
    """
    git.require_clean(here.root)
    check_version.check(here)
    found = changelog.section(here.changelog.read_text(encoding="utf-8"), here.version)
    if git.commit_of(here.root, here.tag):
        raise ReleaseError(
            "tag-exists",
            f"there is a tag {here.tag} already, and a tag never moves.",
            "Bump to a new version. Only a tag that nobody has seen may be removed: "
            f"git tag -d {here.tag}",
        )
    if shell.would(f"git tag -s {here.tag}"):
        return
    text = f"{here.name} {here.version}\n\n{notes.plain(found.body)}\n"
    words = ["tag", "-s", "--cleanup=verbatim", "-m", text, here.tag]
    hint = (
        "Git must know a key: git config gpg.format ssh; git config user.signingKey "
        "FILE; or set RELEASE_SIGNING_KEY."
    )
    options = git.signing_options(here)
    git.git(here.root, *options, *words, code="tag-not-signed", hint=hint)
    try:
        good = git.require_signed(here, here.tag)
    except ReleaseError:
        git.git(here.root, "tag", "-d", here.tag, hint="Remove the tag by hand.")
        raise
    shell.say(f"tag: {here.tag} at {git.head(here.root)[:12]}. {good}")
