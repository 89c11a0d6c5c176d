# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write a new version into the package, the changelog and CITATION.cff."""

from __future__ import annotations

import argparse
import datetime
import re
from typing import List

from . import changelog, git, project, shell
from .errors import USAGE, ReleaseError
from .project import Project
from .version import counted, key


def main(argv: List[str]) -> int:
    """Run ``bump``."""
    parser = argparse.ArgumentParser("python -m release bump", description=__doc__)
    parser.add_argument("part", help="major, minor, patch, or the new version")
    parser.add_argument("--date", help="of the release; today, in UTC", default=today())
    parser.add_argument("--commit", action="store_true", help="commit it as well")
    args = parser.parse_args(argv)
    here = project.here()
    if args.commit:
        git.require_clean(here.root)
    made = bump(here, args.part, args.date)
    if args.commit:
        commit(made, f"Release {made.version}")
    return 0


def today() -> str:
    """Return the date in UTC, so that it is the same wherever one sits."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


def bump(here: Project, part: str, date: str) -> Project:
    """Write the next version everywhere, return the project with it.

    Args:
        here: the project.
        part: ``major``, ``minor``, ``patch``, or the new version.
        date: of the release, ``YYYY-MM-DD``.

    Raises:
        ReleaseError: ``bad-version``, ``bad-date``, ``version-not-new``,
            ``changelog-empty``, ``changelog-missing``; nothing was written.
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        message = f"{date!r} is not a date."
        raise ReleaseError("bad-date", message, "Write YYYY-MM-DD.", status=USAGE)
    text = here.changelog.read_text(encoding="utf-8")
    latest = changelog.newest(text)
    version = counted(latest.version if latest else here.version, part)
    require_new(here, version, text)
    after = changelog.released(text, version, date)
    if shell.would(f"write version {version}, {date}, into package and changelog"):
        return here._replace(version=version)
    made = project.write_version(here, version, date)
    here.changelog.write_bytes(after.encode("utf-8"))
    shell.say(f"bump: {here.version} is now {version}, released {date}.")
    return made


def require_new(here: Project, version: str, text: str) -> None:
    """Refuse a version that was released, or that is before one that was.

    Raises:
        ReleaseError: ``version-not-new``.
    """
    latest = changelog.newest(text)
    old = latest is not None and key(version) <= key(latest.version)
    if old or f"v{version}" in git.tags(here.root):
        raise ReleaseError(
            "version-not-new",
            f"{version} was released already, or something after it was.",
            "A version is used once. Take the next: make bump PART=patch",
        )


def commit(made: Project, message: str) -> None:
    """Commit what ``bump`` wrote.

    Raises:
        ReleaseError: ``git-failed``.
    """
    if shell.would(f"git commit -m '{message}'"):
        return
    paths = [made.literal, made.changelog, made.citation]
    known = [str(path) for path in paths if path.exists()]
    options = git.signing_options(made)
    words = [*options, "commit", "-q", "-m", message, "--", *known]
    git.git(made.root, *words, hint="Read git's message, then commit by hand.")
    shell.say(f"committed {git.head(made.root)[:12]}, {message!r}.")
