# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Wait until the documentation of a tag is built where readers will find it.

Read the Docs is asked by its API v3; documentation that is hosted elsewhere is asked by
its address. A release without hosted documentation needs a reason.
"""

from __future__ import annotations

import argparse
import json
import urllib.parse
from typing import Any, Dict, List, Optional

from . import environment, git, project, shell, web
from .errors import ReleaseError
from .project import Project

API = "https://app.readthedocs.org/api/v3"
NAME = "Read the Docs"


def main(argv: List[str]) -> int:
    """Run ``await-docs``."""
    parser = argparse.ArgumentParser(
        "python -m release await-docs", description=__doc__
    )
    parser.add_argument("--url", help="of documentation elsewhere: {version}, {tag}")
    parser.add_argument("--none", metavar="WHY", help="why there is no documentation")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"await-docs: {wait(here, url=args.url or '', none=args.none or '')}")
    return 0


def wait(here: Project, *, url: str = "", none: str = "") -> str:
    """Wait for the documentation of the version, return where and what it is.

    Args:
        here: the project.
        url: address of documentation that is hosted elsewhere, with ``{version}`` or
            ``{tag}`` in it.
        none: why there is no hosted documentation at all.

    Raises:
        ReleaseError: ``docs-failed``, the build failed; ``docs-not-built``, there is
            none in time; ``server-refused``; ``tag-missing``.
    """
    none = none or environment.get("RELEASE_DOCS_NONE")
    url = url or environment.get("RELEASE_DOCS_URL")
    if none:
        return f"not awaited: {none}"
    seconds = environment.seconds("RELEASE_WAIT", 1800)
    poll = environment.seconds("RELEASE_POLL", 20)
    watch = Elsewhere(here, url) if url else ReadTheDocs(here)
    if shell.would(f"wait up to {seconds:g} s for {watch.address}"):
        return "dry run"
    found = web.until(watch.look, seconds, poll)
    if found is None:
        raise ReleaseError(
            "docs-not-built",
            f"after {seconds:g} s: {watch.trouble}",
            watch.hint + " Then start this again. For documentation elsewhere set "
            "RELEASE_DOCS_URL, and RELEASE_DOCS_NONE where there is none.",
        )
    return found


class Watch:
    """One way to see whether documentation is there.

    Attributes:
        address: what is asked.
        trouble: why it is not there, after a look that found nothing.
        hint: what to do about that.
    """

    address = ""
    trouble = ""
    hint = ""

    def ask(self, headers: Dict[str, str]) -> Optional[web.Answer]:
        """Ask the server; None when it is not well at the moment.

        Raises:
            ReleaseError: ``server-refused``.
        """
        try:
            answer = web.request("GET", self.address, what=NAME, headers=headers)
        except ReleaseError as error:
            if error.code != "server-unreachable":
                raise
            self.trouble = error.message
            return None
        if answer.status in (401, 403):
            web.require(answer, NAME, "Set RELEASE_DOCS_TOKEN to a token of yours.")
        return answer

    def look(self) -> Optional[str]:
        """Look once; return what shows that it is there, or None."""
        raise NotImplementedError


class ReadTheDocs(Watch):
    """Asks Read the Docs for the builds of the tag.

    The API takes five requests a minute from those without a token, hence one request
    a look. See https://docs.readthedocs.com/platform/stable/api/v3.html.
    """

    def __init__(self, here: Project):
        """Take the address of the API and the project there."""
        slug = environment.get("RELEASE_DOCS_PROJECT", here.slug)
        api = environment.get("RELEASE_DOCS_API", API).rstrip("/")
        tag = urllib.parse.quote(here.tag.lower(), safe="")
        self.address = f"{api}/projects/{slug}/versions/{tag}/builds/"
        self.tag = here.tag
        self.commit = git.commit_of(here.root, here.tag)
        if not self.commit:
            message = f"there is no tag {here.tag}."
            raise ReleaseError("tag-missing", message, "Make it with: make tag")
        self.hint = (
            f"Look at the project {slug} there: is the version {here.tag} active (an "
            "automation rule can do that for every tag), and does its webhook work?"
        )

    def look(self) -> Optional[str]:
        """Look at the newest build of the tag's commit."""
        token = environment.get("RELEASE_DOCS_TOKEN")
        answer = self.ask({"Authorization": f"Token {token}"} if token else {})
        if answer is None:
            return None
        if answer.status == 404:
            self.trouble = f"{NAME} has no version {self.tag} ({self.address})."
            return None
        if answer.status != 200:
            self.trouble = f"{NAME} answered {answer.status} to {self.address}."
            return None
        return self.judge(answer.text)

    def judge(self, text: str) -> Optional[str]:
        """Read the list of builds, newest first.

        Raises:
            ReleaseError: ``docs-failed``.
        """
        try:
            builds: List[Dict[str, Any]] = json.loads(text)["results"]
            mine = [build for build in builds if build.get("commit") == self.commit]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.trouble = f"{self.address} gave no list of builds: {error!r}"
            return None
        if not mine:
            other = f"{len(builds)} builds of other commits" if builds else "no build"
            self.trouble = f"{NAME} has {other} for {self.tag} at {self.commit[:12]}."
            return None
        newest = mine[0]
        number, state = newest.get("id"), (newest.get("state") or {}).get("code")
        if newest.get("success") is True:
            return f"{NAME} built {self.tag} at {self.commit[:12]}: build {number}."
        if newest.get("success") is False or state == "cancelled":
            reason = str(newest.get("error") or "see its log")
            raise ReleaseError(
                "docs-failed",
                f"{NAME} could not build {self.tag}: build {number}, {reason}",
                "If the fault is there, have it build again, then start this again. If "
                "it is in the sources, they need a new version: make bump PART=patch",
            )
        self.trouble = f"{NAME} is not finished: build {number} is {state!r}."
        return None


class Elsewhere(Watch):
    """Asks the documentation itself whether it is of this version."""

    def __init__(self, here: Project, url: str):
        """Take the address at which the pages are looked for."""
        tag = here.tag
        self.address = url.replace("{version}", here.version).replace("{tag}", tag)
        self.version = here.version
        self.hint = f"Publish the documentation of {here.version} there."

    def look(self) -> Optional[str]:
        """Look whether the page is there and names the version."""
        answer = self.ask({})
        if answer is None:
            return None
        if answer.status == 200 and self.version in answer.text:
            return f"{self.address} is there and names {self.version}."
        missing = (
            f"answered {answer.status}" if answer.status != 200 else "names others"
        )
        self.trouble = f"{self.address} {missing}, not a page about {self.version}."
        return None
