# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what helps after a bad release: yank-plan and rollback."""

from __future__ import annotations

from typing import List

import pytest

from release import project, yank
from release.index import names
from release.simple import Listed

from .checkout import Checkout
from .conftest import Indexes, Tool
from .web_server import WebServer

pytest.importorskip("requests", reason="requests is not installed")

WHY = "It loses files."


def publish(ready: Checkout, indexes: Indexes, version: str) -> None:
    """Put both files of a version on the index that everyone uses."""
    for name in (
        f"small_thing-{version}.tar.gz",
        f"small_thing-{version}-py3-none-any.whl",
    ):
        indexes.stores["pypi"].add(
            names.parse(name),
            name,
            content=version.encode(),
            metadata=b"",
            requires_python="",
            uploaded_by="somebody",
        )
    assert ready.dist.is_dir()


def test_a_plan_says_what_to_do_and_what_users_get(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """Files, page, reason, and the version that is left for unpinned users."""
    publish(ready, indexes, "0.1.0")
    publish(ready, indexes, "0.2.0")
    ran = tool("yank-plan", "0.2.0", "--reason", WHY, **indexes.environ)
    assert 0 == ran.code
    assert "     small_thing-0.2.0-py3-none-any.whl\n" in ran.out
    assert "afterwards those who do not pin get 0.1.0.\n" in ran.out
    server = indexes.servers["pypi"].url
    assert f"{server}manage/project/small-thing/release/0.2.0/\n" in ran.out
    assert f"     {WHY}\n" in ran.out
    assert f"python -m release rollback 0.2.0 --reason '{WHY}'" in ran.out


def test_a_plan_warns_when_nothing_would_be_left(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """Then something else must be released first."""
    publish(ready, indexes, "0.2.0")
    ran = tool("yank-plan", "0.2.0", "--reason", WHY, **indexes.environ)
    assert "afterwards NOTHING is left for those who do not pin" in ran.out


def test_a_plan_can_be_had_while_the_index_is_down(ready: Checkout, tool: Tool) -> None:
    """The steps are known all the same."""
    with WebServer({}) as server:
        url = f"{server.root}/legacy/"
    ran = tool("yank-plan", "0.2.0", "--reason", WHY, RELEASE_PYPI_URL=url)
    assert 0 == ran.code
    assert "1. pypi could not be asked: pypi does not answer at" in ran.out
    assert ready.dist.is_dir()


def test_the_check_sees_whether_it_was_done(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """Every file must be yanked; then it says what is left."""
    words = ["yank-plan", "0.2.0", "--check"]
    ran = tool(*words, **indexes.environ)
    assert "release: not-on-index: pypi has no file of 0.2.0." in ran.err
    ran = tool("yank-plan", "0.2.0", "--reason", WHY, **indexes.environ)
    assert "release: not-on-index: pypi has no file of 0.2.0." in ran.err
    publish(ready, indexes, "0.1.0")
    publish(ready, indexes, "0.2.0")
    ran = tool(*words, **indexes.environ)
    assert "release: not-yanked: pypi still offers small_thing-0.2.0-py3" in ran.err
    indexes.stores["pypi"].yank("small-thing", "0.2.0", reason=WHY)
    ran = tool(*words, **indexes.environ)
    expected = (
        f"yank-plan: 2 files of 0.2.0 are yanked on pypi ({WHY}); "
        "unpinned users get 0.1.0.\n"
    )
    assert (0, expected) == ran[:2]


def test_a_plan_needs_a_reason(tool: Tool, ready: Checkout, indexes: Indexes) -> None:
    """People read it when pip warns them."""
    with pytest.raises(SystemExit) as caught:
        tool("yank-plan", "0.2.0", **indexes.environ)
    assert 2 == caught.value.code
    assert ready.dist.is_dir()


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["0.9.0", "0.10.0"], "0.10.0"),
        (["0.9.0", "0.10.0rc1"], "0.9.0"),
        (["0.10.0rc1"], "0.10.0rc1"),
        (["0.9.0", "1.0.dev1"], "0.9.0"),
        (["1.0.0"], None),
        ([], None),
    ],
)
def test_what_pip_takes_is_known(
    small: Checkout, versions: List[str], expected: object
) -> None:
    """The newest that is not yanked, and a pre-release only where nothing else is."""
    found = [Listed(f"small_thing-{name}.tar.gz", "", "", None) for name in versions]
    assert expected == yank.offered(project.load(small.root), found, "1.0.0")


def test_rollback_releases_the_good_version_again(small: Checkout, tool: Tool) -> None:
    """A branch has the old sources, the next number and the changelog of today."""
    module = small.root / "small_thing" / "__main__.py"
    good = module.read_text(encoding="utf-8")
    module.write_text("print('bad')\n", encoding="utf-8")
    (small.root / "more.txt").write_text("more\n", encoding="utf-8")
    small.git("add", "-A")
    small.git("commit", "-qm", "Break it")
    small.tagged()
    text = (small.root / "CHANGELOG.rst").read_text(encoding="utf-8")
    coming = text.replace("Nothing yet.", "- Not for this release.")
    (small.root / "CHANGELOG.rst").write_text(coming, encoding="utf-8")
    small.git("commit", "-qam", "Go on")
    ran = tool("rollback", "0.2.0", "--reason", WHY, "--date", "2026-03-01")
    assert (0, "") == (ran.code, ran.err)
    assert "rollback-0.2.1 has the sources of 0.1.0 as 0.2.1." in ran.out
    assert "changelog of main" in ran.out
    assert "rollback-0.2.1" == small.git("branch", "--show-current")
    assert "" == small.git("status", "--porcelain")
    changed = small.git("diff", "--name-only", "v0.1.0", "HEAD").split()
    assert ["CHANGELOG.rst", "CITATION.cff", "small_thing/__init__.py"] == changed
    assert good == module.read_text(encoding="utf-8")
    text = (small.root / "CHANGELOG.rst").read_text(encoding="utf-8")
    assert "Not for this release" not in text
    assert f"- This is 0.1.0 again: 0.2.0 is taken back. {WHY}\n" in text
    assert text.index("0.2.1 - 2026-03-01") < text.index("0.2.0 - 2026-02-28")
    assert 0 == tool("check-version").code
    small.git("switch", "-q", "main")
    ran = tool("rollback", "0.2.0", "--reason", WHY)
    assert "release: branch-exists: " in ran.err
    assert "git branch -D rollback-0.2.1" in ran.err


def test_a_dry_run_of_rollback_changes_nothing(small: Checkout, tool: Tool) -> None:
    """It says which branch it would make of what."""
    small.tagged()
    words = ["rollback", "0.2.0", "--reason", WHY, "--to", "0.1.0"]
    ran = tool(*words, DRY_RUN="1")
    expected = "would: branch rollback-0.2.1 from v0.1.0, released as 0.2.1\n"
    assert (0, expected) == ran[:2]
    assert "main" == small.git("branch", "--format=%(refname:short)")


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (["0.1.0"], "rollback-target", 2),
        (["9.9.9"], "rollback-target", 2),
        (["0.2.0", "--to", "0.2.0"], "rollback-target", 2),
        (["0.2.0", "--to", "0.0.5"], "rollback-target", 2),
        (["last"], "bad-version", 2),
    ],
)
def test_rollback_goes_back_to_a_release_only(
    small: Checkout, tool: Tool, words: List[str], code: str, status: int
) -> None:
    """Both versions must be tagged, the good one earlier; other tags do not count."""
    small.tagged()
    small.git("tag", "nightly")
    ran = tool("rollback", *words, "--reason", WHY)
    assert status == ran.code
    assert ran.err.startswith(f"release: {code}: ")
    assert "main" == small.git("branch", "--show-current")
