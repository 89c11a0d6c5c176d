# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test pushing the tag and making the release page, against loopback."""

from __future__ import annotations

import os
import pathlib
from typing import Dict

import pytest

from release import forge, project
from release.errors import ReleaseError

from .checkout import Checkout
from .conftest import Tool
from .forge_server import REPO, TOKEN, ForgeServer

pytest.importorskip("requests", reason="requests is not installed")

FILES = [
    "small_thing-0.2.0-py3-none-any.whl",
    "small_thing-0.2.0.tar.gz",
    "provenance.json",
    "SHA256SUMS",
    "SHA256SUMS.sig",
]


def variables(server: ForgeServer) -> Dict[str, str]:
    """Return variables that lead to the server."""
    return {
        "RELEASE_FORGE_API": f"{server.url}/",
        "RELEASE_FORGE_REPO": REPO,
        "GITHUB_TOKEN": TOKEN,
    }


def test_the_release_page_has_notes_and_all_files(ready: Checkout, tool: Tool) -> None:
    """It is a draft until every file is there; a second time nothing is done."""
    with ForgeServer() as server:
        ran = tool("forge", **variables(server))
        assert (0, "") == (ran.code, ran.err)
        assert "pushed v0.2.0 at " in ran.out
        assert "No branch of origin holds it: push that, too." in ran.out
        again = tool("forge", **variables(server))
    (page,) = server.releases
    assert ("v0.2.0", "small_thing 0.2.0") == (page["tag_name"], page["name"])
    assert (False, False) == (page["draft"], page["prerelease"])
    assert page["body"].startswith("### Added\n")
    sums = (ready.dist / "SHA256SUMS").read_text(encoding="utf-8")
    assert f"### SHA-256\n\n```\n{sums}```" in page["body"]
    assert sorted(FILES) == sorted(server.contents)
    for name, content in server.contents.items():
        assert (ready.dist / name).read_bytes() == content
    assert "origin has v0.2.0 at " in again.out
    assert "files added: none." in again.out


def test_an_upload_that_was_cut_off_is_made_again(ready: Checkout, tool: Tool) -> None:
    """The page stays a draft until then."""
    with ForgeServer() as server:
        server.cut = ["provenance.json"]
        ran = tool("forge", **variables(server))
        assert 1 == ran.code
        assert "release: server-failed: the forge answered 502" in ran.err
        assert server.releases[0]["draft"]
        ran = tool("forge", **variables(server))
        assert 0 == ran.code
        assert "provenance.json, SHA256SUMS, SHA256SUMS.sig." in ran.out
    assert not server.releases[0]["draft"]
    assert sorted(FILES) == sorted(server.contents)
    assert ready.dist.is_dir()


def test_a_file_of_somebody_else_on_the_page_is_found(
    ready: Checkout, tool: Tool
) -> None:
    """It is neither taken for ours nor replaced."""
    with ForgeServer() as server:
        server.begin({"tag_name": "v0.2.0", "draft": True})
        server.take("provenance.json", b"evil")
        ran = tool("forge", **variables(server))
    assert "release: forge-differs: the forge has provenance.json with" in ran.err
    assert ready.dist.is_dir()


def test_a_wrong_token_is_told(ready: Checkout, tool: Tool) -> None:
    """The token itself is not."""
    with ForgeServer() as server:
        environ = {**variables(server), "GITHUB_TOKEN": "a wrong one"}
        ran = tool("forge", **environ)
    assert "release: server-refused: the forge answered 401" in ran.err
    assert "a wrong one" not in ran.err
    assert ready.dist.is_dir()


def test_a_remote_that_is_no_forge_gets_the_tag(ready: Checkout, tool: Tool) -> None:
    """What would be pasted into a form is printed."""
    ready.git("push", "-q", "origin", "HEAD:main")
    ran = tool("forge")
    assert (0, "") == (ran.code, ran.err)
    assert "No branch" not in ran.out
    assert "Title: small_thing 0.2.0\nNotes:\n\n### Added\n" in ran.out
    assert f"  {ready.dist / 'SHA256SUMS.sig'}\n" in ran.out
    assert "refs/tags/v0.2.0" in ready.git("ls-remote", "origin")


def test_a_dry_run_of_forge_does_nothing(ready: Checkout, tool: Tool) -> None:
    """Neither the tag nor the page is made."""
    ran = tool("forge", DRY_RUN="1")
    assert "would: git push origin refs/tags/v0.2.0\n" in ran.out
    assert "would: make the release page small_thing 0.2.0, 5 files\n" in ran.out
    assert "v0.2.0" not in ready.git("ls-remote", "origin")


def test_a_tag_that_moved_is_refused(ready: Checkout, tool: Tool) -> None:
    """A tag that others may have seen stays where it is."""
    ready.git("push", "-q", "origin", "v0.1.0:refs/tags/v0.2.0")
    ran = tool("forge")
    assert "release: tag-moved: origin has v0.2.0 at " in ran.err
    assert "never moves" in ran.err


def test_a_remote_that_is_gone_is_told(ready: Checkout, tool: Tool) -> None:
    """So is a tag that is not there, and a remote that refuses."""
    assert "release: remote-unreachable: " in tool("forge", RELEASE_REMOTE="no").err
    hook = ready.root.parent / "remote.git" / "hooks" / "pre-receive"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = tool("forge")
    assert "release: push-refused: " in ran.err
    assert "not today" in ran.err
    ready.git("tag", "-d", "v0.2.0")
    assert "release: tag-missing: " in tool("forge").err


GH = """#!/bin/sh
echo "$@" >> "$HOME/gh.log"
for word; do case "$previous" in --notes-file) cp "$word" "$HOME/notes";; esac
previous=$word; done
case "$2" in view) exit "$GH_VIEW";; edit) exit "$GH_EDIT";; esac
"""


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for gh is a shell script")
def test_a_forge_without_token_is_reached_by_gh(
    ready: Checkout, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gh makes a draft, takes the files, then shows it; a failure is told."""
    programs = ready.home / "bin"
    programs.mkdir()
    (programs / "gh").write_text(GH, encoding="utf-8")
    (programs / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    url = "git@github.com:small/thing.git"
    ready.git("remote", "add", "forge", url)
    here = project.load(ready.root)
    monkeypatch.setenv("RELEASE_REMOTE", "forge")
    monkeypatch.setenv("GH_VIEW", "1")
    monkeypatch.setenv("GH_EDIT", "0")
    evidence = forge.publish(here, ready.dist)
    assert "gh made the release small_thing 0.2.0 with 5 files." == evidence
    log = pathlib.Path(ready.home / "gh.log").read_text(encoding="utf-8").splitlines()
    assert ["release view", "release create", "release upload", "release edit"] == [
        " ".join(line.split()[:2]) for line in log
    ]
    assert "### Added" in (ready.home / "notes").read_text(encoding="utf-8")
    monkeypatch.setenv("GH_VIEW", "0")
    monkeypatch.setenv("GH_EDIT", "1")
    with pytest.raises(ReleaseError) as caught:
        forge.publish(here, ready.dist)
    assert "forge-failed" == caught.value.code


@pytest.mark.parametrize(
    ("url", "host", "repo"),
    [
        ("git@github.com:a/b.git", "github.com", "a/b"),
        ("https://github.com/a/b", "github.com", "a/b"),
        ("https://someone@host.invalid/a/b.git/", "host.invalid", "a/b"),
        ("ssh://git@host.invalid:2222/a/b.c.git", "host.invalid", "a/b.c"),
        ("../remote.git", "", ""),
        ("/srv/git/thing.git", "", ""),
    ],
)
def test_the_repository_is_found_from_the_remote(
    small: Checkout, url: str, host: str, repo: str
) -> None:
    """All usual forms of an address are known; a folder is no forge."""
    small.git("remote", "set-url", "origin", url)
    found = forge.repository(project.load(small.root))
    assert {"host": host, "repo": repo} == found


def test_an_answer_that_is_no_json_is_told(ready: Checkout, tool: Tool) -> None:
    """An address that is no API is named."""
    with ForgeServer() as server:
        environ = {**variables(server), "RELEASE_FORGE_REPO": "small/other"}
        assert "release: server-failed: " in tool("forge", **environ).err
    assert ready.dist.is_dir()
