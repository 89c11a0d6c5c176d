# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List the steps of a release in order: what each is, what it runs, how it is done."""

from __future__ import annotations

import pathlib
import sys
from typing import Callable, List, NamedTuple

from . import (
    check_version,
    docs,
    environment,
    forge,
    git,
    indexes,
    manifest,
    shell,
    signing,
    upload,
    verify_upload,
)
from .errors import UNCONFIRMED, ReleaseError
from .project import Project

# What `make release ARGS=...` hands down is not meant for the make that a step starts.
OUTER = ("ARGS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")

COMMANDS = {
    "RELEASE_CHECKS": "make check test",
    "RELEASE_DOCS": "make docs",
    "RELEASE_BUILD": "make dist pyz",
}


class Work(NamedTuple):
    """What a step needs: the project, its files, and what was confirmed beforehand."""

    here: Project
    dist: pathlib.Path
    confirmed: str


class Step(NamedTuple):
    """A step of a release.

    Attributes:
        name: stable; the state file has it.
        about: what it is, for people.
        runs: what one would type to do it by hand.
        do: does it, returns the evidence; raises ReleaseError.
        always: whether it is done again when a release goes on.
    """

    name: str
    about: str
    runs: str
    do: Callable[[Work], str]
    always: bool = False


def clean_tree(work: Work) -> str:
    """Require that all is committed."""
    git.require_clean(work.here.root)
    return f"nothing uncommitted at {git.head(work.here.root)[:12]}."


def version(work: Work) -> str:
    """Require that files and signed tag agree."""
    return check_version.check_tag(work.here, work.here.tag, signed=True)


def command(name: str) -> Callable[[Work], str]:
    """Return a step that runs the command of a variable, output on the terminal."""

    def do(work: Work) -> str:
        """Run the command of the step."""
        words = environment.command(name, COMMANDS[name])
        hint = "Its output stands above. Mend it: that is a new commit and a new tag."
        folder = work.here.root
        shell.run(words, folder=folder, hint=hint, quiet=False, without=OUTER)
        return f"`{shell.line(words)}` passed."

    return do


def push_tag(work: Work) -> str:
    """Push the tag."""
    return forge.push_tag(work.here)


def await_docs(work: Work) -> str:
    """Wait for the documentation."""
    return docs.wait(work.here)


def build(work: Work) -> str:
    """Build, and require that what should come out is there and the tree is clean."""
    evidence = command("RELEASE_BUILD")(work)
    made = manifest.files(work.here, work.dist)
    git.require_clean(work.here.root)
    return f"{evidence} {', '.join(path.name for path in made)}."


def twine_check(work: Work) -> str:
    """Check the metadata."""
    return upload.twine_check(work.here, work.dist)


def write_manifest(work: Work) -> str:
    """Write down the hashes."""
    return manifest.write(work.here, work.dist)


def sign(work: Work) -> str:
    """Sign the hashes."""
    return signing.sign(work.here, work.dist)


def upload_to(name: str) -> Callable[[Work], str]:
    """Return a step that uploads to an index."""
    return lambda work: upload.upload(work.here, indexes.find(name), work.dist)


def verify_on(name: str) -> Callable[[Work], str]:
    """Return a step that verifies what an index has."""

    def do(work: Work) -> str:
        """Look at what an index has."""
        index = indexes.find(name)
        return " ".join(verify_upload.verify(work.here, index, work.dist))

    return do


def confirmed_upload(work: Work) -> str:
    """Ask, then upload to the index that everyone uses.

    Raises:
        ReleaseError: ``not-confirmed``, and those of the upload.
    """
    here, index = work.here, indexes.find("pypi")
    hashes = manifest.check(here, work.dist)
    if upload.missing(here, index, hashes):
        confirm(here, index, hashes, work.confirmed)
    return upload.upload(here, index, work.dist)


def confirm(
    here: Project, index: indexes.Index, hashes: "dict[str, str]", given: str
) -> None:
    """Require that somebody says the version that is about to be published.

    Raises:
        ReleaseError: ``not-confirmed``.
    """
    shell.say(f"  About to publish {here.name} {here.version} on {index.upload}:")
    for name, digest in sorted(hashes.items()):
        shell.say(f"    {digest}  {name}")
    shell.say("  This cannot be taken back: a file name is used once.")
    said = given
    if not said:
        shell.say("  Type the version to go on:")
        said = sys.stdin.readline().strip()
    if said != here.version:
        raise ReleaseError(
            "not-confirmed",
            f"{said!r} is not {here.version}; nothing was published on {index.name}.",
            "Start again when you are sure; it goes on from here.",
            status=UNCONFIRMED,
        )


def release_page(work: Work) -> str:
    """Make the release page of the forge."""
    return forge.publish(work.here, work.dist)


def announce(work: Work) -> str:
    """Tell a webhook."""
    words = [sys.executable, "-m", __package__ or "release", "announce"]
    hint = "The release is out. Mend the webhook and start again, or tell people."
    shown = shell.run(words, folder=work.here.root, hint=hint, code="announce-failed")
    return " ".join(shown.split()) or "announced."


TOOL = "python -m release"
PUSH = "git push {remote} refs/tags/{tag}"
STEPS: List[Step] = [
    Step(
        "clean-tree", "nothing uncommitted", "git status --porcelain", clean_tree, True
    ),
    Step(
        "version",
        "package, changelog and signed tag agree",
        f"{TOOL} check-version --signed",
        version,
        True,
    ),
    Step("checks", "checks and tests", "$RELEASE_CHECKS", command("RELEASE_CHECKS")),
    Step("docs", "documentation builds", "$RELEASE_DOCS", command("RELEASE_DOCS")),
    Step("push-tag", "the tag goes to the remote", PUSH, push_tag),
    Step("await-docs", "documentation is online", f"{TOOL} await-docs", await_docs),
    Step("build", "sdist and wheel", "$RELEASE_BUILD", build),
    Step(
        "twine-check",
        "metadata is right",
        "twine check --strict dist/*.whl dist/*.tar.gz",
        twine_check,
    ),
    Step("manifest", "hashes, provenance", f"{TOOL} manifest", write_manifest),
    Step("sign", "signature of the hashes", f"{TOOL} sign", sign),
    Step(
        "upload-test",
        "upload to the index for tests",
        f"{TOOL} upload testpypi",
        upload_to("testpypi"),
    ),
    Step(
        "verify-test",
        "download, compare, rebuild, install",
        f"{TOOL} verify-upload testpypi",
        verify_on("testpypi"),
    ),
    Step(
        "upload",
        "ask, then upload for everyone; cannot be taken back",
        f"{TOOL} upload pypi",
        confirmed_upload,
    ),
    Step(
        "verify",
        "download, compare, rebuild, install",
        f"{TOOL} verify-upload pypi",
        verify_on("pypi"),
    ),
    Step("forge", "release page with notes, files", f"{TOOL} forge", release_page),
    Step("announce", "tell people", f"{TOOL} announce", announce),
]


def runs(step: Step, here: Project) -> str:
    """Return what one would type for a step, variables filled in."""
    default = COMMANDS.get(step.runs.lstrip("$"))
    if default:
        return shell.line(environment.command(step.runs.lstrip("$"), default))
    return step.runs.format(remote=git.remote(), tag=here.tag)
