# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the version in the package with changelog, CITATION.cff and tag."""

from __future__ import annotations

import argparse
from typing import Dict, List

from . import changelog, git, project, shell
from .errors import ReleaseError
from .project import Project
from .version import key


def main(argv: List[str]) -> int:
    """Run ``check-version``."""
    parser = argparse.ArgumentParser(
        "python -m release check-version", description=__doc__
    )
    parser.add_argument(
        "--tag", help="this tag must be at HEAD and fit, such as v1.2.3"
    )
    parser.add_argument(
        "--signed", action="store_true", help="the tag must have a good signature"
    )
    args = parser.parse_args(argv)
    here = project.here()
    tag = args.tag or (here.tag if args.signed else "")
    evidence = check_tag(here, tag, signed=args.signed) if tag else check(here)
    shell.say(f"check-version: {evidence}")
    return 0


def check(here: Project) -> str:
    """Compare what stands in the files, return what was found.

    Raises:
        ReleaseError: ``version-disagrees``, ``bad-version``.
    """
    key(here.version)
    latest = changelog.newest(here.changelog.read_text(encoding="utf-8"))
    found: Dict[str, str] = {"the package": here.version}
    if latest:
        found["CHANGELOG.rst"] = latest.version
    if project.cited(here):
        found["CITATION.cff"] = project.cited(here)
    if len(set(found.values())) > 1:
        shown = ", ".join(f"{version} in {place}" for place, version in found.items())
        raise ReleaseError(
            "version-disagrees",
            f"the version is {shown}.",
            "Let one command write it everywhere: make bump PART=patch",
        )
    if not latest:
        return f"{here.version}; CHANGELOG.rst has no release yet."
    return f"{here.version} in {', '.join(found)}; released {latest.date}."


def check_tag(here: Project, tag: str, *, signed: bool) -> str:
    """Compare the files with a tag at HEAD, return what was found.

    Args:
        here: the project.
        tag: the tag.
        signed: whether it must have a good signature, too.

    Raises:
        ReleaseError: ``version-disagrees``, ``changelog-missing``, ``tag-missing``,
            ``tag-elsewhere``, ``tag-not-signed``.
    """
    evidence = check(here)
    if tag != here.tag:
        raise ReleaseError(
            "version-disagrees",
            f"the tag is {tag}, and the package says {here.version}.",
            f"The tag of this version is {here.tag}; check out the other one, or bump.",
        )
    changelog.section(here.changelog.read_text(encoding="utf-8"), here.version)
    commit, head = git.commit_of(here.root, tag), git.head(here.root)
    if not commit:
        hint = "Make it with: make tag"
        raise ReleaseError("tag-missing", f"there is no tag {tag}.", hint)
    if commit != head:
        raise ReleaseError(
            "tag-elsewhere",
            f"{tag} is at {commit[:12]}, and {head[:12]} is checked out.",
            f"git checkout {tag}; or, for what came after it, bump to a new version.",
        )
    shown = f"{evidence} Tag {tag} is at {head[:12]}."
    return f"{shown} {git.require_signed(here, tag)}" if signed else shown
