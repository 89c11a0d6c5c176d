# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what chats are told of a release, against a server on loopback."""

from __future__ import annotations

import json
import pathlib
from typing import Any, Dict, List

import pytest

from release.__main__ import main
from release.announce import DISCORD_LIMIT, discord, slack, wait_of

from .web_server import Answer, WebServer

CHANGELOG = """Changelog
=========

Unreleased
----------

1.2.3 - 2026-01-31
------------------

Added
~~~~~

- A command that does <this> & that.
"""
HOOK = "/hook/secret-token"


@pytest.fixture(autouse=True)
def checkout(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a checkout of a small project, without any webhook."""
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "sample"\n')
    (tmp_path / "CHANGELOG.rst").write_text(CHANGELOG)
    monkeypatch.chdir(tmp_path)
    for name in ("RELEASE_DISCORD_WEBHOOK", "RELEASE_SLACK_WEBHOOK", "DRY_RUN"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_webhook_nothing_is_done_and_said(capsys: Any) -> None:
    """The exit code is 0, and one line names the variables."""
    assert 0 == main(["announce"])
    said = capsys.readouterr().out
    assert "RELEASE_DISCORD_WEBHOOK" in said and "nothing was announced" in said


@pytest.mark.parametrize("variable, key", [("DISCORD", "content"), ("SLACK", "text")])
def test_a_chat_is_told(monkeypatch: Any, capsys: Any, variable: str, key: str) -> None:
    """One request with the notes of the version, in the form of the chat."""
    with WebServer({HOOK: [Answer(204)]}) as server:
        monkeypatch.setenv(f"RELEASE_{variable}_WEBHOOK", server.root + HOOK)
        assert 0 == main(["announce"])
    (asked,) = server.asked
    assert f"POST {HOOK}" == asked.line
    assert "sample 1.2.3 is out." in json.loads(asked.body)[key]
    assert "was told" in capsys.readouterr().out


def test_a_dry_run_sends_nothing(monkeypatch: Any, capsys: Any) -> None:
    """What would be said is printed, with no more of the address than its host."""
    monkeypatch.setenv("DRY_RUN", "1")
    with WebServer({HOOK: [Answer(204)]}) as server:
        monkeypatch.setenv("RELEASE_SLACK_WEBHOOK", server.root + HOOK)
        assert 0 == main(["announce", "1.2.3"])
    said = capsys.readouterr().out
    assert ([], True) == (server.asked, "sample 1.2.3 is out." in said)
    assert "secret-token" not in said


@pytest.mark.parametrize("first", [429, 503])
def test_a_busy_server_is_asked_again(monkeypatch: Any, first: int) -> None:
    """A server that asks to wait gets the message later."""
    busy = Answer(first, "slow down", {"Retry-After": "0"})
    with WebServer({HOOK: [busy, Answer(200, "ok")]}) as server:
        monkeypatch.setenv("RELEASE_SLACK_WEBHOOK", server.root + HOOK)
        assert 0 == main(["announce"])
    assert 2 == len(server.asked)


FAILURES: Dict[str, List[Answer]] = {
    "answered 404": [Answer(404, "Unknown Webhook")],
    "answered 503": [Answer(503, "no", {"Retry-After": "0"})],
    "another address": [Answer(302, "", {"Location": "ROOT/elsewhere"})],
}


@pytest.mark.parametrize("said", FAILURES)
def test_a_refusal_is_told_without_the_secret(
    monkeypatch: Any, capsys: Any, said: str
) -> None:
    """The exit code is 1; the address of the webhook stays out of the message."""
    with WebServer({HOOK: list(FAILURES[said]), "/elsewhere": [Answer()]}) as server:
        monkeypatch.setenv("RELEASE_DISCORD_WEBHOOK", server.root + HOOK)
        assert 1 == main(["announce"])
    shown = capsys.readouterr().err
    assert "announce-failed" in shown and said in shown
    assert "secret-token" not in shown


def test_nobody_there_is_told_without_the_secret(monkeypatch: Any, capsys: Any) -> None:
    """A server that is gone is a message with the next step."""
    with WebServer({}) as server:
        address = server.root + HOOK
    monkeypatch.setenv("RELEASE_DISCORD_WEBHOOK", address)
    assert 1 == main(["announce"])
    shown = capsys.readouterr().err
    assert "announce-failed" in shown and "next:" in shown
    assert "secret-token" not in shown


@pytest.mark.parametrize(
    "text, seconds",
    [("7", 7.0), ("0", 0.0), ("-3", 0.0), ("9999", 30.0), ("", 1.0), ("Fri", 1.0)],
)
def test_a_wait_is_kept_within_reason(text: str, seconds: float) -> None:
    """A server cannot hold up a release; a date in the head does no harm."""
    assert seconds == wait_of(text)


def test_a_long_text_fits_into_a_message() -> None:
    """Discord takes 2,000 characters: the text ends with a whole line and dots."""
    text = "\n".join(["word " * 10] * 60)
    shown = discord(text)["content"]
    assert len(shown) <= DISCORD_LIMIT
    assert ["word " * 10, "..."] == shown.splitlines()[-2:]


def test_what_slack_takes_as_signs_is_escaped() -> None:
    """A sign in the notes is not a link or a mention."""
    assert "a &lt;!here&gt; &amp; b" == slack("a <!here> & b")["text"]
