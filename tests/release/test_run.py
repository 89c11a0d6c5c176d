# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test a whole release: its order, its stops, going on, and its memory."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Dict

import pytest

from release.steps import STEPS

from .checkout import Checkout
from .conftest import Indexes, Tool

ORDER = [
    "clean-tree",
    "version",
    "checks",
    "docs",
    "push-tag",
    "await-docs",
    "build",
    "twine-check",
    "manifest",
    "sign",
    "upload-test",
    "verify-test",
    "upload",
    "verify",
    "forge",
    "announce",
]
QUICK = {
    "RELEASE_CHECKS": f"'{sys.executable}' -c 'print(\"checked\")'",
    "RELEASE_DOCS": f"'{sys.executable}' -c pass",
    "RELEASE_BUILD": f"'{sys.executable}' backend.py",
    "RELEASE_DOCS_NONE": "a small thing needs none",
}


def state(ready: Checkout) -> Dict[str, Any]:
    """Return what the state file remembers."""
    path = ready.state / "0.2.0.json"
    shown: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shown


def remember(ready: Checkout, *, until: str) -> None:
    """Write a state file as if all steps before one were done."""
    done = {"at": "2026-02-28T12:00:00Z", "evidence": "seen"}
    names = ORDER[: ORDER.index(until)]
    shown = {
        "version": "0.2.0",
        "commit": ready.git("rev-parse", "HEAD"),
        "steps": {name: done for name in names},
    }
    ready.state.mkdir(parents=True)
    (ready.state / "0.2.0.json").write_text(json.dumps(shown), encoding="utf-8")


def test_the_order_of_a_release_is_fixed() -> None:
    """What cannot be taken back comes after everything that can be tried first."""
    assert ORDER == [step.name for step in STEPS]


@pytest.mark.parametrize("way", ["--list", "DRY_RUN"])
def test_every_step_can_be_printed(small: Checkout, tool: Tool, way: str) -> None:
    """Each with its number and what it runs; nothing is done."""
    if way == "DRY_RUN":
        ran = tool("run", DRY_RUN="1", RELEASE_CHECKS="make check")
    else:
        ran = tool("run", "--list", RELEASE_CHECKS="make check")
    assert (0, "") == (ran.code, ran.err)
    assert ORDER == re.findall(r"^\[\d+/16\] ([\w-]+): ", ran.out, flags=re.M)
    assert "[3/16] checks: checks and tests\n        make check\n" in ran.out
    assert "        git push origin refs/tags/v0.1.0\n" in ran.out
    assert not small.state.exists()


def test_a_release_stops_at_the_first_failure_and_goes_on(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """Wrong check, wrong password, no confirmation: each time it goes on from there."""
    pytest.importorskip("twine", reason="twine is not installed")
    environ = {**QUICK, **indexes.environ}
    ran = tool("run", **{**environ, "RELEASE_CHECKS": f"'{sys.executable}' -c 1/0"})
    assert 1 == ran.code
    assert "release: command-failed: " in ran.err
    assert "  done: clean-tree, version\n  not done: checks, docs, push" in ran.err
    # pragma: allowlist nextline secret (made up)
    wrong = {**environ, "RELEASE_TESTPYPI_PASSWORD": "wrong"}
    ran = tool("run", **wrong)
    assert "checked\n" in ran.out
    assert "release: upload-refused: " in ran.err
    assert ORDER[:10] == list(state(ready)["steps"])
    assert "refs/tags/v0.2.0" in ready.git("ls-remote", "origin")
    ran = tool("run", "--status")
    assert re.search(r"^sign +done \S+Z  3 files, signed by", ran.out, flags=re.M)
    assert re.search(r"^upload-test +not done$", ran.out, flags=re.M)
    assert 10 == len(re.findall(r"^[a-z-]+ +done 2", ran.out, flags=re.M))


def test_nothing_is_published_unless_somebody_says_so(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """The version must be said; at the end of input nothing happens."""
    pytest.importorskip("twine", reason="twine is not installed")
    remember(ready, until="upload")
    environ = {**QUICK, **indexes.environ}
    ran = tool("run", **environ)
    assert 3 == ran.code
    assert "About to publish small_thing 0.2.0 on http://127" in ran.out
    assert "release: not-confirmed: '' is not 0.2.0; nothing was" in ran.err
    ran = tool("run", "--confirm", "0.1.0", **environ)
    assert 3 == ran.code
    assert [] == indexes.stores["pypi"].projects()
    ran = tool("run", typed="0.2.0\n", **environ, RELEASE_PYTHONS="'")
    assert "uploaded to pypi: small_thing-0.2.0-py3" in ran.out
    assert "Stopped at verify." in ran.err
    assert "release: bad-variable: RELEASE_PYTHONS is " in ran.err
    assert 2 == len(indexes.stores["pypi"].files("small-thing"))


def test_the_last_steps_tell_people(ready: Checkout, tool: Tool) -> None:
    """Page and announcement end a release; a second start finds all done."""
    remember(ready, until="forge")
    ready.git("push", "-q", "origin", "v0.2.0")
    ran = tool("run", **QUICK)
    assert (0, "") == (ran.code, ran.err)
    assert "Title: small_thing 0.2.0" in ran.out
    assert "No webhook is set" in ran.out
    assert "small_thing 0.2.0 is released." in ran.out
    assert ORDER == list(state(ready)["steps"])
    ran = tool("run", **QUICK)
    assert 14 == len(re.findall(r"^        done \S+Z$", ran.out, flags=re.M))


def test_a_step_can_be_done_again(ready: Checkout, tool: Tool) -> None:
    """With --from, it and all after it are done again."""
    remember(ready, until="upload-test")
    environ = {**QUICK, "RELEASE_BUILD": f"'{sys.executable}' -c 1/0"}
    ran = tool("run", "--from", "build", **environ)
    assert "Stopped at build." in ran.err
    assert "done: clean-tree, version, checks, docs, push-tag, await-docs\n" in ran.err
    ran = tool("run", "--from", "bild")
    assert 2 == ran.code
    assert "release: no-step: there is no step 'bild'." in ran.err


def test_a_build_that_soils_the_tree_is_refused(ready: Checkout, tool: Tool) -> None:
    """What was built must come from what is committed."""
    remember(ready, until="build")
    program = 'import subprocess, sys; subprocess.run([sys.executable, "backend.py"]); '
    program += 'open("stray", "w")'
    environ = {**QUICK, "RELEASE_BUILD": f"'{sys.executable}' -c '{program}'"}
    ran = tool("run", **environ)
    assert "release: tree-not-clean: " in ran.err
    assert "stray" in ran.err


def test_files_that_changed_since_they_were_signed_stop_it(
    ready: Checkout, tool: Tool, indexes: Indexes
) -> None:
    """A start goes on only with the files that were written down."""
    remember(ready, until="upload-test")
    (ready.dist / "small_thing-0.2.0.tar.gz").write_bytes(b"evil")
    ran = tool("run", **{**QUICK, **indexes.environ})
    assert "release: files-changed: small_thing-0.2.0.tar.gz has other" in ran.err


def test_a_release_does_not_go_on_at_another_commit(
    ready: Checkout, tool: Tool
) -> None:
    """Tag and files would not be of it."""
    remember(ready, until="upload")
    ready.git("commit", "-q", "--allow-empty", "-m", "More")
    ran = tool("run", **QUICK)
    assert "release: release-moved: the release of 0.2.0 was begun at" in ran.err


@pytest.mark.parametrize("text", ["{", "[]", '{"commit": "x", "steps": {"a": 1}}'])
def test_a_state_that_cannot_be_read_is_told(
    ready: Checkout, tool: Tool, text: str
) -> None:
    """Removing it is safe, and the hint says so."""
    ready.state.mkdir(parents=True)
    (ready.state / "0.2.0.json").write_text(text, encoding="utf-8")
    ran = tool("run", "--status")
    assert "release: state-broken: " in ran.err
    assert "Remove it" in ran.err
