# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test waiting for documentation, with a stand-in for the host on loopback."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from .checkout import Checkout, Ran
from .conftest import Tool
from .web_server import Answer, WebServer

pytest.importorskip("requests", reason="requests is not installed")

PATH = "/api/v3/projects/small-thing/versions/v0.2.0/builds/"


def build(commit: str, success: Any = True, state: str = "finished") -> Dict[str, Any]:
    """Return a build as the API shows it."""
    shown = {"code": state, "name": state.title()}
    return {"id": 7, "commit": commit, "success": success, "state": shown}


def builds(*shown: Dict[str, Any]) -> Answer:
    """Return an answer with builds, newest first."""
    return Answer(200, {"count": len(shown), "next": None, "results": list(shown)})


def wait(tool: Tool, answers: List[Answer], **extra: str) -> Ran:
    """Run await-docs against answers that are given one after the other."""
    with WebServer({PATH: answers}) as server:
        api = f"{server.root}/api/v3"
        settings = {"RELEASE_DOCS_API": api, "RELEASE_WAIT": "20", **extra}
        return tool("await-docs", **settings)


def test_a_build_of_the_tag_is_awaited(ready: Checkout, tool: Tool) -> None:
    """Unknown, busy, queued, under way: each time one looks again."""
    head = ready.git("rev-parse", "HEAD")
    answers = [
        Answer(404, {"detail": "Not found."}),
        Answer(429, {"detail": "Request was throttled."}),
        builds(),
        builds(build(head, None, "building")),
        builds(build(head), build("0" * 40, False)),
    ]
    ran = wait(tool, answers)
    expected = f"Read the Docs built v0.2.0 at {head[:12]}: build 7."
    assert (0, f"await-docs: {expected}\n") == ran[:2]


def test_a_token_is_sent_when_there_is_one(ready: Checkout, tool: Tool) -> None:
    """A private project needs it; where it lacks, the variable is named."""
    head = ready.git("rev-parse", "HEAD")
    with WebServer({PATH: [builds(build(head))]}) as server:
        settings = {"RELEASE_DOCS_API": f"{server.root}/api/v3"}
        assert 0 == tool("await-docs", RELEASE_DOCS_TOKEN="abc", **settings).code
        assert "Token abc" == server.asked[0].headers["Authorization"]
    ran = wait(tool, [Answer(401, {"detail": "no"})])
    assert "release: server-refused: " in ran.err
    assert "RELEASE_DOCS_TOKEN" in ran.err


@pytest.mark.parametrize(
    ("success", "state"), [(False, "finished"), (None, "cancelled")]
)
def test_a_build_that_failed_stops_at_once(
    ready: Checkout, tool: Tool, success: Any, state: str
) -> None:
    """There is nothing to wait for; the hint says both ways on."""
    head = ready.git("rev-parse", "HEAD")
    ran = wait(tool, [builds(build(head, success, state), build(head))])
    assert 1 == ran.code
    assert "release: docs-failed: Read the Docs could not build v0.2.0" in ran.err
    assert "build again" in ran.err


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(404, "no"), "has no version v0.2.0"),
        (Answer(500, "no"), "answered 500"),
        (builds(), "has no build for v0.2.0"),
        (builds(build("0" * 40)), "has 1 builds of other commits for v0.2.0"),
        (builds(build("HEAD", None, "cloning")), "build 7 is 'cloning'"),
        (Answer(200, [1]), "gave no list of builds"),
        (Answer(200, {"results": 1}), "gave no list of builds"),
    ],
)
def test_documentation_that_does_not_come_is_told(
    ready: Checkout, tool: Tool, answer: Answer, words: str
) -> None:
    """When the time is up, the message has what was seen last."""
    head = ready.git("rev-parse", "HEAD")
    if isinstance(answer.body, dict) and isinstance(answer.body["results"], list):
        for shown in answer.body["results"]:
            shown["commit"] = shown["commit"].replace("HEAD", head)
    ran = wait(tool, [answer], RELEASE_WAIT="0")
    assert 1 == ran.code
    assert "release: docs-not-built: after 0 s: " in ran.err
    assert words in ran.err
    assert "RELEASE_DOCS_URL" in ran.err


def test_a_host_that_is_down_is_asked_again(ready: Checkout, tool: Tool) -> None:
    """The reason is in the message when the time is up."""
    with WebServer({}) as server:
        api = f"{server.root}/api/v3"
    ran = tool("await-docs", RELEASE_DOCS_API=api)
    assert "release: docs-not-built: " in ran.err
    assert "refused" in ran.err
    ready.git("tag", "-d", "v0.2.0")
    assert "release: tag-missing: " in tool("await-docs", RELEASE_DOCS_API=api).err


def test_documentation_elsewhere_must_name_the_version(
    ready: Checkout, tool: Tool
) -> None:
    """It is asked by its own address, with the version in it."""
    page = Answer(200, "<h1>small 0.2.0</h1>")
    answers = {"/0.2.0/": [Answer(404, ""), page], "/v0.2.0/": [Answer(200, "old")]}
    with WebServer(answers) as server:
        url = f"{server.root}/{{version}}/"
        ran = tool("await-docs", "--url", url, RELEASE_WAIT="20")
        expected = f"await-docs: {server.root}/0.2.0/ is there and names 0.2.0.\n"
        assert (0, expected) == ran[:2]
        ran = tool("await-docs", RELEASE_DOCS_URL=f"{server.root}/{{tag}}/")
        assert "docs-not-built: after 0 s: " in ran.err
        assert "/v0.2.0/ names others" in ran.err
        ran = tool("await-docs", "--url", f"{server.root}/none")
        assert "/none answered 404" in ran.err
    ran = tool("await-docs", "--url", f"{server.root}/none")
    assert "refused" in ran.err
    assert ready.dist.is_dir()


def test_no_documentation_needs_a_reason(tool: Tool, ready: Checkout) -> None:
    """The reason is what is recorded."""
    ran = tool("await-docs", "--none", "it is printed on paper")
    expected = "await-docs: not awaited: it is printed on paper\n"
    assert (0, expected) == ran[:2]
    ran = tool("await-docs", DRY_RUN="1")
    assert "would: wait up to 0 s for https://" in ran.out
    assert ready.dist.is_dir()
