# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what to do to yank a version, and look whether it was done.

Yanking (PEP 592) hides a version from everyone who did not ask for exactly it. It
deletes nothing and can be taken back, so it is the first help for a bad release. The
public indexes have no interface for programs to yank, so a person does it.
"""

from __future__ import annotations

import argparse
from typing import List, Optional

from . import indexes, project, shell, simple
from .errors import ReleaseError
from .indexes import Index
from .project import Project
from .simple import Listed
from .version import key


def main(argv: List[str]) -> int:
    """Run ``yank-plan``."""
    parser = argparse.ArgumentParser("python -m release yank-plan", description=__doc__)
    parser.add_argument("version", help="the bad version")
    parser.add_argument("--reason", default="", help="one sentence; pip shows it")
    parser.add_argument("--index", default="pypi", help="pypi, or another in ~/.pypirc")
    parser.add_argument(
        "--check", action="store_true", help="only look whether it was done"
    )
    args = parser.parse_args(argv)
    here, index = project.here(), indexes.find(args.index)
    key(args.version)
    if args.check:
        shell.say(f"yank-plan: {check(here, index, args.version)}")
        return 0
    if not args.reason:
        parser.error("--reason is needed: people read it when pip warns them")
    shell.say(plan(here, index, args.version, args.reason))
    return 0


def check(here: Project, index: Index, version: str) -> str:
    """Return what the index says when every file of a version is yanked.

    Raises:
        ReleaseError: ``not-yanked``, ``not-on-index``, and those of the server.
    """
    everything = simple.listing(here, index)
    found = simple.of_version(here, version, everything)
    if not found:
        message = f"{index.name} has no file of {version}."
        hint = "Look at the version and the index; there is nothing to yank."
        raise ReleaseError("not-on-index", message, hint)
    open_ones = [file.name for file in found if file.yanked is None]
    if open_ones:
        message = f"{index.name} still offers {', '.join(open_ones)}."
        hint = "Do what yank-plan says; an index may need minutes to show it."
        raise ReleaseError("not-yanked", message, hint)
    reason = found[0].yanked or "no reason given"
    return (
        f"{len(found)} files of {version} are yanked on {index.name} ({reason}); "
        f"unpinned users get {offered(here, everything, '') or 'nothing'}."
    )


def offered(here: Project, found: List[Listed], but: str) -> Optional[str]:
    """Return the version that pip takes when nobody asks for one.

    Args:
        here: the project.
        found: all files on the index.
        but: a version that is to count as yanked.
    """
    known = simple.versions(here, found)
    good = []
    for version, files in known.items():
        try:
            stage = key(version)[3]
        except ReleaseError:  # not of this project's form, so not made by this tool
            continue
        if version != but and any(f.yanked is None for f in files):
            good.append((stage == "z", key(version), version))
    return max(good)[2] if good else None


def plan(here: Project, index: Index, version: str, reason: str) -> str:
    """Return the steps, with what the index has now.

    Raises:
        ReleaseError: ``not-on-index``. An index that cannot be reached is only told.
    """
    try:
        everything = simple.listing(here, index)
    except ReleaseError as error:
        now = f"{index.name} could not be asked: {error.message}"
    else:
        files = simple.of_version(here, version, everything)
        if not files:
            check(here, index, version)
        names = "\n     ".join(file.name for file in files)
        then = offered(here, everything, version)
        fallback = f"those who do not pin get {then}" if then else NOTHING_LEFT
        now = f"it is about:\n     {names}\n   afterwards {fallback}."
    page = index.page(f"manage/project/{here.slug}/release/{version}/")
    again = f"python -m release yank-plan {version} --index {index.name} --check"
    return "\n".join(
        [
            f"Yank {here.name} {version} on {index.name}:",
            f"1. {now}",
            f"2. Log in, open {page}",
            "   and choose Options, Yank. (Another index has its own way.) Reason:",
            f"     {reason}",
            "   Do not delete: that breaks everyone who pinned it, and the file names",
            "   are used up all the same.",
            f"3. See that it worked: {again}",
            "4. Give people something better: release a fix, or the version before:",
            f"     python -m release rollback {version} --reason '{reason}'",
            f"5. Say so: in CHANGELOG.rst under {version}, on the release page of the",
            "   forge, and where releases are announced.",
            "Pinned users keep getting it, with a warning that shows the reason.",
        ]
    )


NOTHING_LEFT = "NOTHING is left for those who do not pin: release first, then yank"
