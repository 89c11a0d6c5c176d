# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Send one request and read its answer, over a connection that others opened."""

from __future__ import annotations

import time
from typing import Iterator, List, Mapping

from ..core.cancel import Cancel
from ..core.errors import ProviderError
from ..core.values import NamedTuple, Protocol
from .http1 import Data, End, Event, Head, ResponseParser
from .routes import Route, check_tunnel, connect_request, proxy_auth, proxy_failed
from .urls import redacted


class Timeouts(NamedTuple):
    """Longest waits in seconds.

    Attributes:
        connect: for look-up, connect and TLS handshake together.
        read: from the request to the head of the answer, and from there to the
            first byte of the body, as a model may think long before it speaks.
        idle: between pieces of the body.
    """

    connect: float = 15.0
    read: float = 300.0
    idle: float = 120.0


def timed_out(code: str, where: str) -> ProviderError:
    """Return the error for a wait that took too long."""
    setting = code.replace("-", "_")
    return ProviderError(
        code,
        f"{where} did not answer in time ({code}).",
        hint=f"Try again, or raise the setting {setting}.",
        retryable=True,
    )


class Connection(Protocol):
    """A way to and from a server whose waits have a deadline and end on a cancel.

    ``where`` is the address for messages; ``cancel`` is that of the request.
    """

    where: str
    cancel: Cancel

    def wake(self) -> None:
        """End every wait; callable from any thread."""
        ...

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes."""
        ...

    def read(self, deadline: float, code: str) -> bytes:
        """Return the next bytes, or fail with ``code`` after the deadline."""
        ...

    def keep(self) -> None:
        """Put the connection aside for another request."""
        ...

    def close(self) -> None:
        """Close the connection, unless it was put aside; safe to call twice."""
        ...


class Exchange:
    """One request and its answer on a connection; implements HttpResponse."""

    def __init__(
        self, connection: Connection, route: Route, method: str, timeouts: Timeouts
    ) -> None:
        """Take the connection and the time limits of one exchange."""
        self.status: int = 0
        self.headers: Mapping[str, str] = {}
        self._connection = connection
        self._route = route
        self._timeouts = timeouts
        self._parser = ResponseParser(method, connection.where)
        self._events: List[Event] = []
        self._intact = True

    @property
    def started(self) -> bool:
        """Whether any byte of an answer has come."""
        return self._parser.started

    def begin(self, data: bytes) -> Exchange:
        """Send the request, return itself when the head has arrived.

        Raises:
            ProviderError: ``read-timeout``, ``connection-lost``, ``http-malformed``,
                ``proxy-auth`` or ``redirected``.
            CancelledError: the cancel of the connection was thrown.
        """
        deadline = time.monotonic() + self._timeouts.read
        try:
            with self._connection.cancel.calling(self._connection.wake):
                self._send(data, deadline)
                while not self.status:
                    self._read_head(deadline)
            self._check_head()
        except BaseException:
            self.close()
            raise
        return self

    def _send(self, data: bytes, deadline: float) -> None:
        """Send bytes; a server that closes early may still have an answer."""
        try:
            self._connection.write(data, deadline)
        except ProviderError as error:
            # A server may refuse a long request early and close: read its answer.
            if error.code != "connection-lost":
                raise
            self._intact = False

    def _read_head(self, deadline: float) -> None:
        """Read until the head is complete."""
        data = self._connection.read(deadline, "read-timeout")
        self._events = self._parser.feed(data)
        if self._events:
            head = self._events.pop(0)
            # Always the first of a parser's events.
            assert isinstance(head, Head)  # nosec B101
            self.status, self.headers = head.status, head.headers

    def _check_head(self) -> None:
        """Refuse what is no answer: a proxy that asks for a login, a redirect."""
        if self.status == 407 and self._route.proxy is not None:
            raise proxy_auth(self._route.proxy)
        if 300 <= self.status < 400:
            raise redirected(
                self._connection.where, self.status, self.headers.get("location", "")
            )

    def chunks(self) -> Iterator[bytes]:
        """Yield pieces of the body as they arrive; then keep or close the connection.

        Raises:
            ProviderError: ``connection-lost``, ``http-malformed``, ``read-timeout``
                before the first piece, ``idle-timeout`` after it.
            CancelledError: the cancel of the connection was thrown.
        """
        wait, code = self._timeouts.read, "read-timeout"
        connection = self._connection
        try:
            with connection.cancel.calling(connection.wake):
                while True:
                    events, self._events = self._events, []
                    for event in events:
                        connection.cancel.check()
                        if isinstance(event, Data):
                            wait, code = self._timeouts.idle, "idle-timeout"
                            yield event.data
                        elif isinstance(event, End) and event.reusable and self._intact:
                            connection.keep()
                    if self._parser.complete:
                        return
                    data = connection.read(time.monotonic() + wait, code)
                    self._events = self._parser.feed(data)
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection, unless it was kept for the next request."""
        self._connection.close()


def redirected(where: str, status: int, location: str) -> ProviderError:
    """Return the error for an answer that names another address."""
    shown = redacted(location)
    return ProviderError(
        "redirected",
        f"{where} points to another address ({status}): {shown!r}.",
        hint="Set the base URL to the right address; a key is never sent on.",
        status=status,
        location=shown,
    )


def open_tunnel(
    connection: Connection, route: Route, user_agent: str, deadline: float
) -> None:
    """Make a proxy connect this connection through to the server of a route.

    Raises:
        ProviderError: ``proxy-auth``, ``proxy-failed``, ``connect-timeout`` or
            ``connection-lost``.
    """
    assert route.proxy is not None  # nosec B101 # tells the type checker
    parser = ResponseParser("CONNECT", f"the proxy {route.proxy.shown}")
    events: List[Event] = []
    with connection.cancel.calling(connection.wake):
        connection.write(connect_request(route, user_agent), deadline)
        while not events:
            events = parser.feed(connection.read(deadline, "connect-timeout"))
    assert isinstance(events[0], Head)  # nosec B101 # tells the type checker
    check_tunnel(events[0], route)
    if parser.leftover:
        raise proxy_failed(route.proxy, "sent bytes of its own", retryable=False)
