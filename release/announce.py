# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell chats of a release, by webhooks of Discord and Slack.

The address of a webhook is a secret: who knows it can write there. So it comes from a
variable, ``RELEASE_DISCORD_WEBHOOK`` or ``RELEASE_SLACK_WEBHOOK``, and no message shows
more of it than its host. Without one there is nothing to do, and that is said.
"""

from __future__ import annotations

import argparse
import time
from typing import Any, Callable, Dict, List, NamedTuple
from urllib.parse import urlsplit

from . import changelog, environment, notes, project, shell, web
from .errors import ReleaseError

DISCORD_LIMIT = 2000  # characters of one message
ATTEMPTS = 3
LONGEST_WAIT = 30.0  # seconds


def discord(text: str) -> Dict[str, Any]:
    """Return a message as Discord takes it; it notifies nobody by name."""
    if len(text) > DISCORD_LIMIT:
        text = text[: DISCORD_LIMIT - 4].rpartition("\n")[0] + "\n..."
    return {"content": text, "allowed_mentions": {"parse": []}}


def slack(text: str) -> Dict[str, Any]:
    """Return a message as Slack takes it; its three special characters are escaped."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return {"text": text, "mrkdwn": False}


class Chat(NamedTuple):
    """A kind of chat: its name, the variable of its webhook, the form of a message."""

    name: str
    variable: str
    form: Callable[[str], Dict[str, Any]]


CHATS = (
    Chat("Discord", "RELEASE_DISCORD_WEBHOOK", discord),
    Chat("Slack", "RELEASE_SLACK_WEBHOOK", slack),
)


def main(argv: List[str]) -> int:
    """Run ``announce``."""
    parser = argparse.ArgumentParser("python -m release announce", description=__doc__)
    parser.add_argument("version", nargs="?", help="or Unreleased; the package's own")
    given = parser.parse_args(argv)
    wanted = [chat for chat in CHATS if environment.get(chat.variable)]
    if not wanted:
        names = " and ".join(chat.variable for chat in CHATS)
        shell.say(f"No webhook is set ({names}): nothing was announced.")
        return 0
    text = announcement(given.version)
    for chat in wanted:
        url = environment.get(chat.variable)
        if not shell.would(f"tell {chat.name} at {host(url)}:\n{text}"):
            post(chat, url, text)
            shell.say(f"{chat.name} was told.")
    return 0


def announcement(version: str) -> str:
    """Return what is said of a version; that of the package when it is empty."""
    here = project.here()
    text = here.changelog.read_text(encoding="utf-8")
    return notes.announcement(here, changelog.section(text, version or here.version))


def host(url: str) -> str:
    """Return of an address what may be shown."""
    return urlsplit(url).hostname or "an address without a host"


def post(chat: Chat, url: str, text: str) -> None:
    """Send a message; wait and try again when the server asks for it.

    Raises:
        ReleaseError: ``announce-failed``.
    """
    for attempt in range(1, ATTEMPTS + 1):
        answer = _send(chat, url, text)
        if answer.status < 300 and answer.url == url:
            return
        again = answer.status == 429 or answer.status >= 500
        if not again or attempt == ATTEMPTS:
            break
        time.sleep(wait_of(answer.headers.get("retry-after", "")))
    said = " ".join(answer.text[:200].split())
    if answer.url != url:
        said = "it led to another address"
    raise _failed(chat, url, f"answered {answer.status}: {said}")


def _send(chat: Chat, url: str, text: str) -> web.Answer:
    """Send a message once; a server that is not there is an error without its path."""
    try:
        return web.request("POST", url, what=chat.name, json=chat.form(text))
    except ReleaseError as error:
        if error.code != "server-unreachable":
            raise
        why = error.message.replace(url, host(url)).partition(": ")[2]
        raise _failed(chat, url, f"does not answer: {why}") from None


def wait_of(text: str) -> float:
    """Return how long a server wants us to wait, within reason."""
    try:
        return min(max(float(text), 0.0), LONGEST_WAIT)
    except ValueError:
        return 1.0


def _failed(chat: Chat, url: str, what: str) -> ReleaseError:
    """Return the error of a webhook, with no more of its address than the host."""
    return ReleaseError(
        "announce-failed",
        f"The webhook of {chat.name} at {host(url)} {what}",
        f"Look at {chat.variable}; make a new webhook when the old one is gone. The"
        " release itself is complete: `python -m release announce` tells it again.",
    )
