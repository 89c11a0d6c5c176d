# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Carry requests with the optional package ``requests``.

For places where ``requests`` is what has been fitted to the network, such as
certificates from the system's own store. Proxies, authorities, refusals and errors
are those of the socket transport. What differs: a cancel leaves a wait for the head at
once, but the connection behind it ends by itself, at its timeout; and a connection
that dies on reuse is not tried again here.
"""

from __future__ import annotations

import os
import threading
from typing import Any, Dict, Iterator, List, Mapping, Optional, Set

from ..core.cancel import Cancel
from ..core.errors import ConfigError, ProviderError
from ..core.interfaces import HttpRequest, HttpResponse
from .exchange import Timeouts, redirected, timed_out
from .http1 import connection_lost
from .routes import (
    Route,
    connect_failed,
    dns_failed,
    proxy_auth,
    proxy_failed,
    request_bytes,
    route_to,
    trusted,
)
from .urls import parse_url


class RequestsTransport:
    """Send requests with a ``requests.Session``; implements Transport.

    The arguments are those of the socket transport.

    Raises:
        ConfigError: ``requests-missing`` when the package is not installed.
    """

    def __init__(
        self,
        *,
        environ: Optional[Mapping[str, str]] = None,
        connect_timeout: float = 15.0,
        read_timeout: float = 300.0,
        idle_timeout: float = 120.0,
        ca_file: str = "",
        ca_path: str = "",
        client_cert: str = "",
        user_agent: str = "",
    ) -> None:
        """Take the time limits; a session of Requests is made at once."""
        try:
            # An optional dependency; it costs 100 ms and 15 MiB.
            import requests
        except ImportError:
            raise ConfigError(
                "requests-missing",
                "The package requests is not installed.",
                hint="Install it with pip, or use the built-in transport.",
            ) from None
        self._environ = os.environ if environ is None else environ
        self._timeouts = Timeouts(connect_timeout, read_timeout, idle_timeout)
        self._user_agent = user_agent or (__package__ or "").split(".")[-2]
        self._errors = requests.exceptions
        self._session = requests.Session()
        # Else ~/.netrc would replace the key in the header Authorization.
        self._session.trust_env = False
        file, folder = trusted(self._environ, ca_file, ca_path)
        self._session.verify = file or folder or True
        self._session.cert = client_cert or None

    def send(self, request: HttpRequest, cancel: Cancel) -> HttpResponse:
        """Send a request, return when the head of the answer has arrived.

        Raises:
            ProviderError: as the socket transport does.
            CancelledError: ``cancel`` was thrown.
        """
        cancel.check()
        url = parse_url(request.url)
        route = route_to(url, self._environ)
        # For its refusals only: requests builds its own bytes.
        request_bytes(request, url, route, self._user_agent)
        answer = self._send_aside(request, route, cancel)
        response = RequestsResponse(self, answer, url.shown, cancel)
        try:
            if answer.status_code == 407 and route.proxy is not None:
                raise proxy_auth(route.proxy)
            if 300 <= answer.status_code < 400:
                location = response.headers.get("location", "")
                raise redirected(url.shown, answer.status_code, location)
        except ProviderError:
            response.close()
            raise
        return response

    def close(self) -> None:
        """Close the idle connections."""
        self._session.close()

    @property
    def idle_timeout(self) -> float:
        """Seconds between pieces of a body."""
        return self._timeouts.idle

    def _send_aside(self, request: HttpRequest, route: Route, cancel: Cancel) -> Any:
        """Wait for the head in a thread, as requests cannot be woken."""
        answers: List[Any] = []
        failures: List[Exception] = []
        done = threading.Event()

        def work() -> None:
            """Send the request and hand over the answer or the failure."""
            try:
                answers.append(self._request(request, route))
            except Exception as error:  # whatever it is, it belongs to the caller
                failures.append(error)
            done.set()
            if cancel.is_set():
                for answer in answers:
                    answer.close()

        with cancel.calling(done.set):
            threading.Thread(target=work, daemon=True).start()
            done.wait()
        cancel.check()
        if failures:
            raise self.translated(failures[0], route) from failures[0]
        return answers[0]

    def _request(self, request: HttpRequest, route: Route) -> Any:
        """Send the request through the session."""
        headers: Dict[str, Any] = {
            "User-Agent": self._user_agent,
            "Accept-Encoding": "identity",
            "Accept": None,
            **request.headers,
        }
        proxies = {}
        if route.proxy is not None:
            proxy = route.proxy
            login = f"{proxy.userinfo}@" if proxy.userinfo else ""
            proxies[route.scheme] = f"{proxy.scheme}://{login}{proxy.authority}"
        return self._session.request(
            request.method,
            request.url,
            headers=headers,
            data=request.body,
            proxies=proxies,
            timeout=(self._timeouts.connect, self._timeouts.read),
            allow_redirects=False,
            stream=True,
        )

    def translated(self, error: Exception, route: Route) -> Exception:
        """Return our error for one of requests; others as they are."""
        names = causes(error)
        text = " ".join(str(error).split())[:200]
        where = route.place.shown
        if not isinstance(error, self._errors.RequestException):
            return error
        if isinstance(error, self._errors.ProxyError) and route.proxy is not None:
            if " 407 " in text:
                return proxy_auth(route.proxy)
            return proxy_failed(route.proxy, "does not connect", retryable=True)
        if isinstance(error, self._errors.SSLError):
            return ProviderError(
                "tls-failed",
                f"TLS with {where} failed: {text}.",
                hint="If a company proxy or an own authority signs the certificate, "
                "name its PEM file in SSL_CERT_FILE or in the setting ca_file.",
            )
        if isinstance(error, self._errors.ConnectTimeout):
            return timed_out("connect-timeout", where)
        if isinstance(error, self._errors.ReadTimeout):
            return timed_out("read-timeout", where)
        if "NameResolutionError" in names or "gaierror" in names:
            return dns_failed(route.host, "no address found", retryable=True)
        if "NewConnectionError" in names:
            return connect_failed(route.host, route.port, "refused or unreachable")
        return connection_lost(where, "broke the connection before the end")


class RequestsResponse:
    """The answer of a :class:`RequestsTransport`; implements HttpResponse."""

    def __init__(
        self, owner: RequestsTransport, answer: Any, where: str, cancel: Cancel
    ) -> None:
        """Take an answer whose body has not been read."""
        self.status: int = answer.status_code
        self.headers: Mapping[str, str] = {
            name.lower(): value for name, value in answer.headers.items()
        }
        self._idle = owner.idle_timeout
        self._answer = answer
        self._where = where
        self._cancel = cancel

    def chunks(self) -> Iterator[bytes]:
        """Yield pieces of the body as they arrive.

        Raises:
            ProviderError: ``connection-lost`` or ``idle-timeout``.
            CancelledError: the cancel of the request was thrown.
        """
        pieces = self._pieces()
        try:
            with self._cancel.calling(self._wake):
                while True:
                    piece = self._next(pieces)
                    self._cancel.check()
                    if not piece:
                        break
                    yield piece
                    self._limit_wait()
            self._check_length()
        finally:
            self.close()

    def _pieces(self) -> Iterator[bytes]:
        """Yield the body in pieces as they come."""
        raw = self._answer.raw
        if raw.chunked:
            # Each chunk as it comes; without chunks this would wait for the end.
            yield from self._answer.iter_content(None)
        elif hasattr(raw, "read1"):
            yield from iter(lambda: raw.read1(65536, decode_content=True), b"")
        else:
            yield from self._answer.iter_content(1)

    def _next(self, pieces: Iterator[bytes]) -> bytes:
        """Return the next piece, or an error of ours."""
        try:
            return next(pieces, b"")
        except Exception as error:  # of requests, urllib3, http.client or socket
            self._cancel.check()
            if causes(error) & {"ReadTimeoutError", "timeout", "TimeoutError"}:
                raise timed_out("idle-timeout", self._where) from error
            raise connection_lost(self._where, "broke off before the end") from error

    def _limit_wait(self) -> None:
        """Limit the wait for the next piece."""
        connection = getattr(self._answer.raw, "connection", None)
        sock = getattr(connection, "sock", None)
        if sock is not None:
            sock.settimeout(self._idle)

    def _check_length(self) -> None:
        """Refuse a body that is shorter than was stated."""
        # Older versions of urllib3 take a cut body for a complete one.
        length = self.headers.get("content-length", "")
        if length.isdigit() and self._answer.raw.tell() < int(length):
            raise connection_lost(self._where, "broke off before the end")

    def _wake(self) -> None:
        """Wake whoever reads the body."""
        try:
            self._answer.raw.shutdown()
        except (AttributeError, OSError, ValueError, RuntimeError):
            pass  # an older urllib3, or nothing left to wake

    def close(self) -> None:
        """Release the connection; safe to call twice."""
        self._answer.close()


def causes(error: BaseException) -> Set[str]:
    """Return the names of the classes of an error and of all it was made from."""
    seen: List[BaseException] = []
    waiting: List[Any] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            waiting += [one.__cause__, one.__context__, *one.args]
            waiting.append(getattr(one, "reason", None))
    return {kind.__name__ for one in seen for kind in type(one).__mro__}
