# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test bump, check-version and tag on a real repository with real keys."""

from __future__ import annotations

from typing import List

import pytest

from . import checkout
from .checkout import Checkout
from .conftest import Tool


def read(small: Checkout, name: str) -> str:
    """Return the text of a file of the project."""
    return (small.root / name).read_text(encoding="utf-8")


def test_bump_writes_the_version_wherever_it_stands(
    small: Checkout, tool: Tool
) -> None:
    """Package, changelog and CITATION.cff get version and date."""
    ran = tool("bump", "minor", "--date", "2026-02-28")
    assert (0, "") == (ran.code, ran.err)
    assert '__version__ = "0.2.0"\n' == read(small, "small_thing/__init__.py")
    assert "\n0.2.0 - 2026-02-28\n----" in read(small, "CHANGELOG.rst")
    assert "cff-version: 1.2.0\nversion: 0.2.0\ndate-released: 2026-02-28\n" == read(
        small, "CITATION.cff"
    )
    assert "Release" not in small.git("log", "--format=%s")


def test_bump_commits_when_asked_to(small: Checkout, tool: Tool) -> None:
    """One commit has all of it, and the work tree is clean after it."""
    citation = 'version: "0.1.0"\ndate-released: "2026-01-31"\n'
    (small.root / "CITATION.cff").write_text(citation, encoding="utf-8")
    small.git("commit", "-qam", "Cite")
    assert 0 == tool("bump", "0.3.0rc1", "--commit", "--date", "2026-02-28").code
    assert "Release 0.3.0rc1" == small.git("log", "-1", "--format=%s")
    assert "" == small.git("status", "--porcelain")
    expected = 'version: "0.3.0rc1"\ndate-released: "2026-02-28"\n'
    assert expected == read(small, "CITATION.cff")


def test_bump_does_without_a_file_for_citations(small: Checkout, tool: Tool) -> None:
    """CITATION.cff is written only where there is one."""
    small.git("rm", "-q", "CITATION.cff")
    small.git("commit", "-qm", "Do not cite")
    assert 0 == tool("bump", "patch", "--commit").code
    assert not (small.root / "CITATION.cff").exists()
    assert 0 == tool("check-version").code


def test_a_dry_run_of_bump_writes_nothing(small: Checkout, tool: Tool) -> None:
    """It only says what it would write and commit."""
    ran = tool("bump", "minor", "--commit", DRY_RUN="1")
    assert 0 == ran.code
    assert "would: write version 0.2.0" in ran.out
    assert "would: git commit -m 'Release 0.2.0'" in ran.out
    assert "" == small.git("status", "--porcelain")


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (["0.1.0"], "version-not-new", 1),
        (["0.0.9"], "version-not-new", 1),
        (["next"], "bad-version", 2),
        (["minor", "--date", "yesterday"], "bad-date", 2),
    ],
)
def test_bump_refuses_what_is_no_new_version(
    small: Checkout, tool: Tool, words: List[str], code: str, status: int
) -> None:
    """A version is used once, and nothing is written when it is refused."""
    ran = tool("bump", *words)
    assert status == ran.code
    assert ran.err.startswith(f"release: {code}: ")
    assert "" == small.git("status", "--porcelain")


def test_bump_refuses_to_commit_other_changes(small: Checkout, tool: Tool) -> None:
    """With --commit the work tree must be clean, and the message names the files."""
    (small.root / "stray.txt").write_text("x", encoding="utf-8")
    ran = tool("bump", "minor", "--commit")
    assert 1 == ran.code
    assert "release: tree-not-clean: " in ran.err
    assert "stray.txt" in ran.err


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("small_thing/__init__.py", '"0.1.0"', '"0.1.1"'),
        ("CITATION.cff", "version: 0.1.0", "version: 0.1.1"),
        ("CHANGELOG.rst", "0.1.0 - 2026-01-31", "0.1.1 - 2026-01-31"),
    ],
)
def test_check_version_finds_the_place_that_disagrees(
    small: Checkout, tool: Tool, name: str, before: str, after: str
) -> None:
    """Whichever file has another version, the message has both."""
    text = read(small, name).replace(before, after)
    (small.root / name).write_text(text, encoding="utf-8")
    ran = tool("check-version")
    assert 1 == ran.code
    assert "release: version-disagrees: " in ran.err
    assert "0.1.0 in " in ran.err and "0.1.1 in " in ran.err


def test_check_version_knows_a_project_without_releases(
    small: Checkout, tool: Tool
) -> None:
    """Before the first release there is nothing to compare with."""
    text = read(small, "CHANGELOG.rst").split("0.1.0 - ")[0]
    (small.root / "CHANGELOG.rst").write_text(text, encoding="utf-8")
    ran = tool("check-version")
    assert (0, "check-version: 0.1.0; CHANGELOG.rst has no release yet.\n") == ran[:2]


def test_a_tag_is_signed_and_found_good(small: Checkout, tool: Tool) -> None:
    """bump, tag and check-version lead to a signed tag whose text are the notes."""
    assert 0 == tool("bump", "minor", "--commit", "--date", "2026-02-28").code
    assert "release: tag-missing: " in tool("check-version", "--signed").err
    ran = tool("tag")
    assert (0, "") == (ran.code, ran.err)
    ran = tool("check-version", "--signed", "--tag", "v0.2.0")
    assert 0 == ran.code
    assert "Tag v0.2.0 is at " in ran.out
    assert 'Good "git" signature for person@invalid' in ran.out
    text = small.git("cat-file", "-p", "v0.2.0")
    assert "small_thing 0.2.0\n\nAdded:\n- `small` does a thing, and" in text
    assert "release: tag-exists: " in tool("tag").err


def test_a_tag_for_something_else_is_refused(small: Checkout, tool: Tool) -> None:
    """The tag must have the version, and be where HEAD is."""
    small.tagged()
    ran = tool("check-version", "--tag", "v0.1.0")
    assert "release: version-disagrees: the tag is v0.1.0" in ran.err
    small.git("commit", "-q", "--allow-empty", "-m", "More")
    ran = tool("check-version", "--signed")
    assert "release: tag-elsewhere: v0.2.0 is at " in ran.err


def test_a_tag_that_nobody_signed_is_refused(small: Checkout, tool: Tool) -> None:
    """A plain tag, and one by a key that is not listed, are not enough."""
    assert 0 == tool("bump", "minor", "--commit").code
    small.git("tag", "v0.2.0")
    assert "release: tag-not-signed: " in tool("check-version", "--signed").err
    small.git("tag", "-d", "v0.2.0")
    checkout.new_key(small, "other")
    ran = tool("tag", RELEASE_SIGNING_KEY=str(small.home / "other"))
    assert "release: tag-not-signed: " in ran.err
    assert ["v0.1.0"] == small.git("tag").split()


def test_a_dry_run_of_tag_makes_none(small: Checkout, tool: Tool) -> None:
    """It says which tag it would make."""
    assert 0 == tool("bump", "minor", "--commit").code
    ran = tool("tag", DRY_RUN="1")
    assert (0, "would: git tag -s v0.2.0\n") == ran[:2]
    assert ["v0.1.0"] == small.git("tag").split()


def test_a_folder_without_repository_is_told(small: Checkout, tool: Tool) -> None:
    """Without git history there is nothing to release."""
    (small.root / ".git").rename(small.home / "gone")
    assert "release: no-repository: " in tool("tag").err
