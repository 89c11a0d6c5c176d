# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Push the tag, and make the release page of the forge with notes, files and hashes.

By ``gh`` or by the API of the forge. For a git remote that is no forge, what one would
paste is printed.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import shutil
import tempfile
from typing import Any, Dict, List

from . import changelog, environment, git, manifest, notes, project, shell, web
from .errors import ReleaseError
from .project import Project

KNOWN = {"github.com": "https://api.github.com"}
_REMOTE = re.compile(
    r"(?:https?://|ssh://)?(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?[:/]"
    r"(?P<repo>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
TOKENS = ("RELEASE_FORGE_TOKEN", "GITHUB_TOKEN", "GH_TOKEN")


def main(argv: List[str]) -> int:
    """Run ``forge``."""
    parser = argparse.ArgumentParser("python -m release forge", description=__doc__)
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    shell.say(f"forge: {push_tag(here)}")
    shell.say(f"forge: {publish(here, here.root / args.dist)}")
    return 0


def push_tag(here: Project) -> str:
    """Push the tag to the remote, return what was done.

    Raises:
        ReleaseError: ``tag-missing``; ``tag-moved``, the remote has another one;
            ``remote-unreachable``, ``push-refused``.
    """
    commit = git.commit_of(here.root, here.tag)
    if not commit:
        message = f"there is no tag {here.tag}."
        raise ReleaseError("tag-missing", message, "Make it with: make tag")
    there = git.remote_tag(here, here.tag)
    if there == commit:
        return f"{git.remote()} has {here.tag} at {commit[:12]} already."
    if there:
        raise ReleaseError(
            "tag-moved",
            f"{git.remote()} has {here.tag} at {there[:12]}, here it is at "
            f"{commit[:12]}.",
            "A tag that others may have seen never moves. Find out who made which; "
            "then release a new version. See 'Tag moved' in docs/releasing.rst.",
        )
    if shell.would(f"git push {git.remote()} refs/tags/{here.tag}"):
        return "dry run"
    git.push(here, [f"refs/tags/{here.tag}"])
    holders = git.ask(here.root, "branch", "-r", "--contains", commit)
    loose = "" if holders else f" No branch of {git.remote()} holds it: push that, too."
    return f"pushed {here.tag} at {commit[:12]} to {git.remote()}.{loose}"


class Page:
    """What belongs on a release page."""

    def __init__(self, here: Project, dist: pathlib.Path):
        """Take what the page of a release says and holds."""
        self.here = here
        text = here.changelog.read_text(encoding="utf-8")
        found = changelog.section(text, here.version)
        sums = (dist / manifest.SUMS).read_text(encoding="utf-8")
        hashes = f"### SHA-256\n\n```\n{sums}```"
        self.title = f"{here.name} {here.version}"
        self.notes = f"{notes.markdown(here, found)}\n\n{hashes}\n"
        self.early = bool(re.search(r"[a-z]", here.version))
        extra = [dist / name for name in (manifest.SUMS, manifest.SIGNATURE)]
        self.files = [*manifest.files(here, dist), dist / manifest.PROVENANCE]
        self.files += [path for path in extra if path.is_file()]


def repository(here: Project) -> Dict[str, str]:
    """Return ``host`` and ``repo`` (owner/name) of the remote; empty for none."""
    url = git.ask(here.root, "remote", "get-url", git.remote()) or ""
    found = _REMOTE.fullmatch(url)
    known = found.groupdict() if found else {"host": "", "repo": ""}
    known["repo"] = environment.get("RELEASE_FORGE_REPO", known["repo"])
    return known


def publish(here: Project, dist: pathlib.Path) -> str:
    """Make the release page, or say what to paste; return what was done.

    Raises:
        ReleaseError: ``forge-failed``, ``forge-differs``, ``server-refused``,
            ``server-failed``, ``server-unreachable`` and those of
            :func:`.manifest.check`.
    """
    manifest.check(here, dist)
    page, where = Page(here, dist), repository(here)
    api = environment.get("RELEASE_FORGE_API") or KNOWN.get(where["host"], "")
    token = next((environment.get(n) for n in TOKENS if environment.get(n)), "")
    if shell.would(f"make the release page {page.title}, {len(page.files)} files"):
        return "dry run"
    if api and token and where["repo"]:
        return Api(api, token, where["repo"]).publish(page)
    if where["host"] in KNOWN and shutil.which("gh"):
        return by_gh(page)
    return pasted(page)


def pasted(page: Page) -> str:
    """Print what a person would paste into the form of a forge."""
    shell.say(f"Tag: {page.here.tag}\nTitle: {page.title}\nNotes:\n\n{page.notes}")
    shell.say("Files:\n" + "\n".join(f"  {path}" for path in page.files))
    return (
        "the remote is no forge that is known, or there is no token and no gh: "
        "paste what stands above. Nothing else depends on it."
    )


def by_gh(page: Page) -> str:
    """Make the page by GitHub's own program.

    Raises:
        ReleaseError: ``forge-failed``.
    """
    root, tag = page.here.root, page.here.tag
    hint = "Read the message of gh (gh auth status); then start this again."
    names = [str(path) for path in page.files]

    def gh(*words: str) -> str:
        """Run gh with some words."""
        argv = ["gh", "release", *words]
        return shell.run(argv, folder=root, code="forge-failed", hint=hint)

    if shell.attempt(["gh", "release", "view", tag], folder=root).code != 0:
        with tempfile.TemporaryDirectory() as folder:
            text = pathlib.Path(folder) / "notes.md"
            text.write_text(page.notes, encoding="utf-8")
            early = ["--prerelease"] if page.early else []
            words = ["--verify-tag", "--draft", "--title", page.title, *early]
            gh("create", tag, *words, "--notes-file", str(text))
    gh("upload", tag, "--clobber", *names)
    gh("edit", tag, "--draft=false")
    return f"gh made the release {page.title} with {len(names)} files."


class Api:
    """The part of the REST API of GitHub that makes a release."""

    def __init__(self, address: str, token: str, repo: str):
        """Take the address of the API and the token."""
        self.releases = f"{address.rstrip('/')}/repos/{repo}/releases"
        self.headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def ask(self, method: str, url: str, body: Any = None) -> Any:
        """Send a request, return the JSON of the answer.

        Raises:
            ReleaseError: ``server-refused``, ``server-failed``, ``server-unreachable``.
        """
        sent = web.request(
            method, url, what="the forge", headers=self.headers, json=body
        )
        answer = web.require(sent, "the forge")
        try:
            return json.loads(answer.text or "null")
        except ValueError:
            hint = "Is RELEASE_FORGE_API the address of the API?"
            message = f"{url} did not answer with JSON."
            raise ReleaseError("server-failed", message, hint) from None

    def publish(self, page: Page) -> str:
        """Make a draft, add the files that are missing, then show it to everyone.

        Raises:
            ReleaseError: as :meth:`ask`; ``forge-differs``.
        """
        tag = page.here.tag
        known = self.ask("GET", f"{self.releases}?per_page=100")
        found = next((item for item in known if item["tag_name"] == tag), None)
        if found is None:
            found = self.ask(
                "POST",
                self.releases,
                {
                    "tag_name": tag,
                    "name": page.title,
                    "body": page.notes,
                    "draft": True,
                    "prerelease": page.early,
                },
            )
        added = [path.name for path in page.files if self.add(found, path)]
        if found["draft"]:
            url = f"{self.releases}/{found['id']}"
            found = self.ask("PATCH", url, {"draft": False})
        return (
            f"{found['html_url']} is there; files added: {', '.join(added) or 'none'}."
        )

    def add(self, found: Dict[str, Any], path: pathlib.Path) -> bool:
        """Upload a file unless it is there; return whether that was done.

        Raises:
            ReleaseError: as :meth:`ask`; ``forge-differs``.
        """
        there = {item["name"]: item for item in found.get("assets", [])}.get(path.name)
        if there and there.get("state") == "uploaded":
            told = there.get("digest") or f"sha256:{manifest.sha256(path)}"
            if told != f"sha256:{manifest.sha256(path)}":
                message = f"the forge has {path.name} with {told}."
                hint = "Find out who put it there. Remove it there, then start again."
                raise ReleaseError("forge-differs", message, hint)
            return False
        if there:  # an upload that was cut off; it holds the name
            self.ask("DELETE", f"{self.releases}/assets/{there['id']}")
        url = found["upload_url"].partition("{")[0] + f"?name={path.name}"
        headers = {**self.headers, "Content-Type": "application/octet-stream"}
        content = path.read_bytes()
        sent = web.request(
            "POST", url, what="the forge", headers=headers, content=content
        )
        web.require(sent, "the forge")
        return True
