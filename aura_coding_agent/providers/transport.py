# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Carry requests over sockets: the only module that opens one.

The rules of HTTP live in ``http1``, those of TLS in ``tls``, those of proxies in
``routes``; here are connections, deadlines and cancelling. A cancel from another
thread shuts the socket down, which wakes whoever waits on it at once; a connect under
way is left within a twentieth of a second, a name look-up at once. The look-up
itself cannot be stopped: its thread ends when the resolver gives up.
"""

from __future__ import annotations

import errno
import os
import selectors
import socket
import threading
import time
from typing import (
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
)

from ..core.cancel import Cancel
from ..core.errors import ProviderError
from ..core.interfaces import HttpRequest, HttpResponse
from .exchange import Exchange, Timeouts, open_tunnel, timed_out
from .http1 import connection_lost
from .routes import (
    Route,
    connect_failed,
    dns_failed,
    proxy_failed,
    request_bytes,
    route_to,
    trusted,
)
from .urls import Url, parse_url

Address = Tuple[int, Tuple[Any, ...]]
"""Family, and what ``socket.connect`` takes: host, port, two more for IPv6."""

_SLICE = 0.05
_UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN)


class SocketTransport:
    """Send requests over connections that are kept alive; implements Transport.

    Redirects are not followed: a key must not travel to another place. Any thread
    may send at any time; one idle connection is kept for each route.

    Args:
        environ: where ``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``,
            ``AURA_CA_FILE``, ``SSL_CERT_FILE``, ``REQUESTS_CA_BUNDLE`` and
            ``SSL_CERT_DIR`` are looked up; the environment of the process when None.
        connect_timeout, read_timeout, idle_timeout: seconds, see :class:`Timeouts`.
        ca_file, ca_path: PEM file and folder of authorities to trust instead.
        client_cert: PEM file with a certificate and its key for the server.
        user_agent: value of the User-Agent field.
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
        """Take the proxies of the environment and the time limits."""
        self._environ = os.environ if environ is None else environ
        self.timeouts: Timeouts = Timeouts(connect_timeout, read_timeout, idle_timeout)
        self._certificates = (*trusted(self._environ, ca_file, ca_path), client_cert)
        self._user_agent = user_agent or (__package__ or "").split(".")[-2]
        self._idle: Dict[Route, socket.socket] = {}
        self._lock = threading.Lock()
        self._context: Any = None

    def send(self, request: HttpRequest, cancel: Cancel) -> HttpResponse:
        """Send a request, return when the head of the answer has arrived.

        Raises:
            ProviderError: ``url-invalid``, ``header-invalid``, ``dns-failed``,
                ``connect-failed``, ``connect-timeout``, ``proxy-failed``,
                ``proxy-auth``, ``tls-failed``, ``read-timeout``,
                ``connection-lost``, ``http-malformed`` or ``redirected``.
            CancelledError: ``cancel`` was thrown.
        """
        cancel.check()
        url = parse_url(request.url)
        route = route_to(url, self._environ)
        data = request_bytes(request, url, route, self._user_agent)
        idle = self._take(route)
        if idle is not None:
            kept = self._exchange(idle, request.method, url, route, cancel)
            try:
                return kept.begin(data)
            except ProviderError as error:
                # The server may have closed it while the request was on its way.
                # Without a byte of an answer, one new connection is tried.
                if kept.started or error.code != "connection-lost":
                    raise
        sock = self._connect(route, cancel)
        return self._exchange(sock, request.method, url, route, cancel).begin(data)

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for sock in idle.values():
            sock.close()

    def _exchange(
        self, sock: socket.socket, method: str, url: Url, route: Route, cancel: Cancel
    ) -> Exchange:
        """Return an exchange that gives its connection back when it ends well."""

        def keep(sock: socket.socket) -> None:
            """Keep a connection for the next request; one is enough."""
            with self._lock:
                old = self._idle.pop(route, None)
                self._idle[route] = sock
            if old is not None:
                old.close()

        connection = SocketConnection(sock, url.shown, cancel, keep=keep)
        return Exchange(connection, route, method, self.timeouts)

    def _take(self, route: Route) -> Optional[socket.socket]:
        """Return a kept connection that still works."""
        with self._lock:
            sock = self._idle.pop(route, None)
        if sock is not None and _is_stale(sock):
            sock.close()
            return None
        return sock

    def _connect(self, route: Route, cancel: Cancel) -> socket.socket:
        """Return a new connection to where the route leads."""
        deadline = time.monotonic() + self.timeouts.connect
        if route.proxy is None:
            sock = dial(route.host, route.port, deadline, cancel)
        else:
            sock = self._dial_proxy(route.proxy, deadline, cancel)
        if route.scheme == "http":
            return sock
        try:
            if route.proxy is not None:
                connection = SocketConnection(sock, route.proxy.shown, cancel)
                open_tunnel(connection, route, self._user_agent, deadline)
            return self._secure(sock, route, deadline, cancel)
        except BaseException:
            sock.close()
            raise

    def _dial_proxy(self, proxy: Url, deadline: float, cancel: Cancel) -> socket.socket:
        """Return a connection to a proxy."""
        if proxy.scheme == "https":
            what = "speaks TLS itself, which is not supported"
            raise proxy_failed(proxy, what, retryable=False)
        try:
            return dial(proxy.host, proxy.port, deadline, cancel)
        except ProviderError as error:
            what = "cannot be reached: " + error.message.rstrip(".")
            raise proxy_failed(proxy, what, retryable=error.retryable) from None

    def _secure(
        self, sock: socket.socket, route: Route, deadline: float, cancel: Cancel
    ) -> socket.socket:
        """Return the connection with TLS on it."""
        # ssl is loaded only when there is an https URL: it costs 24 ms and 5 MiB.
        try:
            from . import tls
        except ImportError:
            sock.close()
            raise ProviderError(
                "tls-missing",
                f"{route.place.shown} wants https, and this Python was built without "
                "ssl.",
                hint="Use a Python that has it: `doctor` says what is missing.",
            ) from None

        with self._lock:
            if self._context is None:
                self._context = tls.client_context(*self._certificates)
        secured = tls.wrap(self._context, sock, route.host)
        connection = SocketConnection(secured, route.place.shown, cancel)
        try:
            with cancel.calling(connection.wake):
                secured.settimeout(_left(deadline))
                secured.do_handshake()
            return secured
        except OSError as error:
            secured.close()
            failure = tls.handshake_error(error, connection.where)
            lost = connection.failure(error, "connect-timeout")
            raise failure or lost from None


class SocketConnection:
    """A connected socket; implements Connection of ``exchange``.

    Args:
        sock: the connection, owned from now on.
        where: the address for messages, without secrets.
        cancel: checked whenever a wait ends.
        keep: takes the socket for another request.
    """

    def __init__(
        self,
        sock: socket.socket,
        where: str,
        cancel: Cancel,
        *,
        keep: Callable[[socket.socket], None] = socket.socket.close,
    ) -> None:
        """Take an open socket; a cancel wakes who waits for it."""
        self.where = where
        self.cancel = cancel
        self._keep = keep
        self._sock: Optional[socket.socket] = sock
        self._lock = threading.Lock()

    def wake(self) -> None:
        """End every wait on the socket; callable from any thread."""
        with self._lock:
            if self._sock is not None:
                try:
                    # Not the method of an SSLSocket: that one takes TLS off, and
                    # a reader under way would go on in the clear.
                    socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
                except OSError:
                    pass  # the peer was faster

    def keep(self) -> None:
        """Put the socket aside for another request."""
        self._release(self._keep)

    def close(self) -> None:
        """Close the socket, unless it was put aside; safe to call twice."""
        self._release(socket.socket.close)

    def _release(self, taker: Callable[[socket.socket], None]) -> None:
        """Give the socket away once."""
        # Under the lock: a late cancel must not wake who has the socket next.
        with self._lock:
            sock, self._sock = self._sock, None
        if sock is not None:
            taker(sock)

    def write(self, data: bytes, deadline: float) -> None:
        """Send all bytes; raises like :meth:`read`."""
        assert self._sock is not None  # nosec B101 # tells the type checker
        try:
            self._sock.settimeout(_left(deadline))
            self._sock.sendall(data)
        except OSError as error:
            raise self.failure(error, "read-timeout") from None

    def read(self, deadline: float, code: str) -> bytes:
        """Return the next bytes, ``b""`` when the peer has closed.

        Raises:
            ProviderError: ``connection-lost``, or ``code`` after the deadline.
            CancelledError: the wait was cancelled.
        """
        if self._sock is None:
            raise connection_lost(self.where, "was closed before the end")
        try:
            self._sock.settimeout(_left(deadline))
            data = self._sock.recv(65536)
        except OSError as error:
            raise self.failure(error, code) from None
        if not data:
            self.cancel.check()
        return data

    def failure(self, error: OSError, code: str) -> ProviderError:
        """Return the error for a failed wait; raises CancelledError if it was that."""
        self.cancel.check()
        if isinstance(error, socket.timeout):
            return timed_out(code, self.where)
        return connection_lost(self.where, "broke the connection before the end")


def dial(host: str, port: int, deadline: float, cancel: Cancel) -> socket.socket:
    """Return a socket connected to the first address of a host that answers.

    Every address gets an equal share of the time that is left.

    Raises:
        ProviderError: ``dns-failed``, ``connect-failed`` or ``connect-timeout``.
        CancelledError: ``cancel`` was thrown.
    """
    addresses = resolve(host, port, deadline, cancel)
    failures: List[OSError] = []
    for tried, address in enumerate(addresses):
        share = _left(deadline) / (len(addresses) - tried)
        try:
            return _connect_one(address, time.monotonic() + share, cancel)
        except OSError as error:
            failures.append(error)
    reasons = [error for error in failures if not isinstance(error, socket.timeout)]
    if not reasons:
        raise timed_out("connect-timeout", Url("http", host, port).authority)
    raise connect_failed(host, port, str(reasons[0].strerror))


def _connect_one(address: Address, deadline: float, cancel: Cancel) -> socket.socket:
    """Return a connection to one address."""
    sock, code = _start_connect(address)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            while code in _UNDER_WAY:
                cancel.check()
                if time.monotonic() >= deadline:
                    raise socket.timeout("timed out")
                if selector.select(min(_SLICE, _left(deadline))):
                    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    except BaseException:
        sock.close()
        raise


def _start_connect(address: Address) -> Tuple[socket.socket, int]:
    """Begin to connect; return the socket and the state it is in."""
    family, place = address
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setblocking(False)
    return sock, sock.connect_ex(place)


def resolve(host: str, port: int, deadline: float, cancel: Cancel) -> List[Address]:
    """Return the addresses of a host.

    Literals and ``localhost`` (RFC 6761, 6.3) need no resolver.

    Raises:
        ProviderError: ``dns-failed``, worth a retry unless the name is unknown.
        CancelledError: ``cancel`` was thrown.
    """
    if host == "localhost":
        return [_look_up(own, port, numeric=True)[0] for own in ("127.0.0.1", "::1")]
    try:
        return _look_up(host, port, numeric=True)
    except OSError:
        return _look_up_aside(host, port, deadline, cancel)


def _look_up(host: str, port: int, *, numeric: bool = False) -> List[Address]:
    """Return the addresses of a host."""
    # As bytes: for a str the resolver would load the tables of the codec "idna".
    found = socket.getaddrinfo(
        host.encode("ascii"),
        port,
        type=socket.SOCK_STREAM,
        flags=socket.AI_NUMERICHOST if numeric else 0,
    )
    return [(family, place) for family, _, _, _, place in found]


def _look_up_aside(
    host: str, port: int, deadline: float, cancel: Cancel
) -> List[Address]:
    """Ask the resolver in a thread, as it knows neither deadline nor cancel."""
    found: List[Address] = []
    failures: List[OSError] = []
    done = threading.Event()

    def look_up() -> None:
        """Look the host up and hand over what was found."""
        try:
            found.extend(_look_up(host, port))
        except OSError as error:
            failures.append(error)
        done.set()

    with cancel.calling(done.set):
        threading.Thread(target=look_up, daemon=True).start()
        done.wait(_left(deadline))
    cancel.check()
    if found:
        return found
    unknown = bool(failures) and failures[0].errno != socket.EAI_AGAIN
    reason = str(failures[0].strerror) if failures else "the resolver does not answer"
    raise dns_failed(host, reason, retryable=not unknown)


def _is_stale(sock: socket.socket) -> bool:
    """Tell whether an idle connection was closed, or spoken on, by the other side."""
    try:
        sock.setblocking(False)
        # Of the bare socket: TLS cannot peek, and closing shows below it.
        socket.socket.recv(sock, 1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _left(deadline: float) -> float:
    """Return the seconds that are left, at least a moment."""
    # Never 0, which would mean "do not block".
    return max(deadline - time.monotonic(), 0.001)


def probe(host: str, port: int, seconds: float) -> bool:
    """Tell whether something accepts connections at a TCP port."""
    return bool(open_ports([(host, port)], seconds))


def open_ports(
    places: Sequence[Tuple[str, int]], seconds: float
) -> List[Tuple[str, int]]:
    """Return those of several hosts and ports that accept connections.

    All are tried at the same time; the answer comes after ``seconds`` at the latest.
    """
    deadline = time.monotonic() + seconds
    found = set()
    with selectors.DefaultSelector() as selector:
        for place in places:
            for sock in _start_all(place, deadline):
                selector.register(sock, selectors.EVENT_WRITE, place)
        while selector.get_map() and time.monotonic() < deadline:
            for key, _ in selector.select(_left(deadline)):
                sock = key.fileobj  # type: ignore[assignment]
                if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    found.add(key.data)
                selector.unregister(sock)
                sock.close()
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return [place for place in places if place in found]


def _start_all(place: Tuple[str, int], deadline: float) -> Iterator[socket.socket]:
    """Yield a socket that connects for each address."""
    try:
        addresses = resolve(*place, deadline, Cancel())
    except ProviderError:
        return
    for address in addresses:
        try:
            sock, code = _start_connect(address)
        except OSError:
            continue
        if code == 0 or code in _UNDER_WAY:
            yield sock
        else:
            sock.close()
