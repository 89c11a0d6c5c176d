# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Talk HTTP with servers of a release, and turn their failures into messages."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Optional, TypeVar

from .errors import ReleaseError

TIMEOUT = (10, 60)  # seconds: to connect, and of silence
Value = TypeVar("Value")


class Answer:
    """An answer of a server: status, body, and what its head says."""

    def __init__(self, status: int, content: bytes, headers: Dict[str, str], url: str):
        """Take status, headers and body."""
        self.status = status
        self.content = content
        self.headers = headers
        self.url = url

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")


def request(
    method: str,
    url: str,
    *,
    what: str,
    headers: Optional[Dict[str, str]] = None,
    json: Any = None,
    content: Optional[bytes] = None,
) -> Answer:
    """Send a request, return the answer whatever its status.

    Args:
        method: such as ``GET``.
        url: the address.
        what: name of the server for messages.
        headers: fields of the head.
        json: a body that is sent as JSON.
        content: a body of bytes.

    Raises:
        ReleaseError: ``server-unreachable``; ``requests-missing``.
    """
    try:
        # Here, for most commands have no use for it, and not every machine has it.
        import requests
    except ImportError:
        raise ReleaseError(
            "requests-missing",
            "requests is not installed for this Python.",
            "Use the make target, which installs it; or: pip install requests",
        ) from None
    try:
        with requests.Session() as session:
            answer = session.request(
                method, url, headers=headers, json=json, data=content, timeout=TIMEOUT
            )
    except requests.RequestException as error:
        raise ReleaseError(
            "server-unreachable",
            f"{what} does not answer at {url}: {plain(error)}",
            "Look whether it is down, and at network and proxy (HTTPS_PROXY); then "
            "start this again, it goes on from here.",
        ) from None
    fields = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, answer.content, fields, answer.url)


def plain(error: BaseException) -> str:
    """Return what lies below the layers of an error of a connection, in one line."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return " ".join(str(error).split()) or type(error).__name__


def require(answer: Answer, what: str, hint: str = "") -> Answer:
    """Return an answer that is a success, or say what the server refused.

    Raises:
        ReleaseError: ``server-refused`` (401, 403), ``server-failed`` (others).
    """
    if answer.status < 400:
        return answer
    said = " ".join(answer.text[:200].split())
    message = f"{what} answered {answer.status} to {answer.url}: {said}"
    if answer.status in (401, 403):
        usual = "Check the token: it may be missing, expired, or for something else."
        raise ReleaseError("server-refused", message, hint or usual)
    usual = (
        "Wait until the server is well, then start this again, it goes on from here."
    )
    raise ReleaseError("server-failed", message, hint or usual)


def until(
    look: Callable[[], Optional[Value]], wait: float, poll: float
) -> Optional[Value]:
    """Look again and again until there is something, or the time is up.

    Args:
        look: returns None as long as it is not there.
        wait, poll: seconds in all, and between two looks.

    Returns:
        What ``look`` returned last.
    """
    end = time.monotonic() + wait
    while True:
        found = look()
        left = end - time.monotonic()
        if found is not None or left <= 0:
            return found
        time.sleep(min(poll, left))
