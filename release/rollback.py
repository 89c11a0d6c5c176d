# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Release an older version again under a new number, on a branch of its own.

A file name is used once, so there is no way back but forward: the sources of the good
version, the changelog of today, and the next patch number. The main branch stays as it
is.
"""

from __future__ import annotations

import argparse
from typing import List

from . import bump, changelog, git, project, shell
from .errors import USAGE, ReleaseError
from .project import Project
from .version import counted, key


def main(argv: List[str]) -> int:
    """Run ``rollback``."""
    parser = argparse.ArgumentParser("python -m release rollback", description=__doc__)
    parser.add_argument("bad", help="the version to take back")
    parser.add_argument("--reason", required=True, help="one sentence for users")
    parser.add_argument("--to", default="", help="good version; the one before the bad")
    parser.add_argument("--date", help="of the release; today", default=bump.today())
    args = parser.parse_args(argv)
    rollback(project.here(), args.bad, args.to, reason=args.reason, date=args.date)
    return 0


def released(here: Project) -> List[str]:
    """Return the versions that have a tag, oldest first."""
    found = []
    for tag in git.tags(here.root):
        try:
            found.append((key(tag[1:]), tag[1:]))
        except ReleaseError:  # some other tag
            continue
    return [version for _, version in sorted(found)]


def choose(here: Project, bad: str, good: str) -> str:
    """Return the version to go back to.

    Raises:
        ReleaseError: ``bad-version``, ``rollback-target``.
    """
    key(bad)
    known = released(here)
    before = [v for v in known if key(v) < key(bad) and key(v)[3] == "z"]
    if good and good in before:
        return good
    if good or bad not in known or not before:
        raise ReleaseError(
            "rollback-target",
            f"there is no way from {bad} back to {good or 'an earlier release'}.",
            f"Tagged here: {', '.join(known) or 'nothing'}. Both must be tagged, the "
            "good one earlier than the bad one; git fetch --tags gets tags.",
            status=USAGE,
        )
    return before[-1]


def rollback(here: Project, bad: str, good: str, *, reason: str, date: str) -> Project:
    """Make the branch and the commit, return the project as it is there.

    Args:
        here: the project; its work tree must be clean.
        bad: version to take back.
        good: version whose sources are released again; empty for the one before.
        reason: one sentence.
        date: of the new release.

    Raises:
        ReleaseError: ``tree-not-clean``, ``bad-version``, ``rollback-target``,
            ``branch-exists``, ``changelog-missing``.
    """
    git.require_clean(here.root)
    good = choose(here, bad, good)
    version = counted(released(here)[-1], "patch")
    branch, text = f"rollback-{version}", here.changelog.read_text(encoding="utf-8")
    if git.ask(here.root, "rev-parse", "-q", "--verify", f"refs/heads/{branch}"):
        message = f"there is a branch {branch} already."
        hint = f"Go on with it (git switch {branch}), or remove it: git branch -D"
        raise ReleaseError("branch-exists", f"{message}", f"{hint} {branch}")
    after = history(text, version, date, body(bad, good, reason))
    if shell.would(f"branch {branch} from v{good}, released as {version}"):
        return here
    came = git.ask(here.root, "symbolic-ref", "-q", "--short", "HEAD") or "HEAD"
    words = ("switch", "-q", "-c", branch, f"v{good}")
    git.git(here.root, *words, hint="Read git's message.")
    made = project.write_version(project.load(here.root), version, date)
    made.changelog.write_bytes(after.encode("utf-8"))
    bump.commit(made, f"Release {version}: {good} again, for {bad} is bad")
    shell.say(
        f"rollback: {branch} has the sources of {good} as {version}.\n"
        f"  next: make tag release; then yank {bad}:\n"
        f"    python -m release yank-plan {bad} --reason '{reason}'\n"
        f"  then put the section of {version} into the changelog of {came}."
    )
    return made


def body(bad: str, good: str, reason: str) -> str:
    """Return what the changelog says of the new release."""
    return "Fixed\n~~~~~\n\n" f"- This is {good} again: {bad} is taken back. {reason}"


def history(text: str, version: str, date: str, entry: str) -> str:
    """Return a changelog with the new release, without what is not released yet.

    Raises:
        ReleaseError: ``changelog-missing``.
    """
    coming = changelog.section(text, changelog.UNRELEASED)
    empty = changelog.titled(changelog.UNRELEASED, "Nothing yet.") + "\n"
    bare = text[: coming.start] + empty + text[coming.end :]
    return changelog.with_release(bare, version, date, entry)
