# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the socket transport against real sockets on loopback."""

from __future__ import annotations

import pathlib
import select
import socket
import ssl
import subprocess
import sys
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import pytest
import trustme

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import AuraError, CancelledError, ProviderError
from aura_coding_agent.core.interfaces import HttpRequest
from aura_coding_agent.providers.transport import (
    SocketConnection,
    SocketTransport,
    dial,
    open_ports,
    probe,
    resolve,
)

from .loopback import PATIENCE, Peer, Server, free_port

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def post(url: str, body: bytes = b"{}", **headers: str) -> HttpRequest:
    """Return a POST request."""
    return HttpRequest("POST", url, headers, body)


def fetch(
    transport: SocketTransport, request: HttpRequest, cancel: Optional[Cancel] = None
) -> Tuple[int, bytes]:
    """Send a request, return status and body."""
    response = transport.send(request, cancel or Cancel())
    return response.status, b"".join(response.chunks())


def refusal(
    request: HttpRequest, environ: Optional[Dict[str, str]] = None, **settings: Any
) -> ProviderError:
    """Send a request that fails, return the error."""
    transport = SocketTransport(environ=environ or {}, **settings)
    with pytest.raises(ProviderError) as caught:
        fetch(transport, request)
    transport.close()
    return caught.value


@pytest.fixture
def transport() -> Iterator[SocketTransport]:
    """Return a transport that knows nothing of the environment."""
    made = SocketTransport(environ={})
    yield made
    made.close()


# -- plain requests and keep-alive ---------------------------------------------------


def test_a_request_arrives_and_its_answer_returns(transport: SocketTransport) -> None:
    """Method, target, fields and body are sent; status, headers and body come back."""
    with Server(lambda peer: peer.serve(b"hello", "X-Name: Value")) as server:
        request = post(server.url + "/v1?a=b", b"body", Authorization="Bearer k")
        response = transport.send(request, Cancel())
        assert (200, "Value") == (response.status, response.headers["x-name"])
        assert b"hello" == b"".join(response.chunks())
    sent = server.results[0]
    assert sent.startswith(b"POST /v1?a=b HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nAuthorization: Bearer k\r\n" in sent
    assert b"\r\nUser-Agent: aura_coding_agent\r\n" in sent
    assert sent.endswith(b"\r\n\r\nbody")


def test_the_process_environment_is_the_default() -> None:
    """Without a mapping the variables of the process count."""
    made = SocketTransport(user_agent="tester/2")
    with Server(lambda peer: peer.serve(b"ok")) as server:
        assert (200, b"ok") == fetch(made, post(server.url))
    assert b"User-Agent: tester/2\r\n" in server.results[0]
    made.close()


def test_userinfo_of_the_url_is_sent_as_basic_login(transport: SocketTransport) -> None:
    """A login in the URL is used, unless the request has its own."""

    def script(peer: Peer) -> List[bytes]:
        return [peer.serve(b""), peer.serve(b"")]

    with Server(script) as server:
        url = server.url.replace("//", "//user:pa%20ss@")
        fetch(transport, post(url))
        fetch(transport, post(url, authorization="Bearer k"))
        transport.close()
    first, second = server.results[0]
    assert b"\r\nAuthorization: Basic dXNlcjpwYSBzcw==\r\n" in first
    assert b"Basic" not in second


def test_a_connection_is_used_again(transport: SocketTransport) -> None:
    """Answers with an end leave the connection open for the next request."""

    def script(peer: Peer) -> bool:
        peer.serve(b"one")
        peer.request()
        peer.send(HEAD, b"3\r\ntwo\r\n", b"0\r\n\r\n")
        peer.serve(b"three")
        return peer.gone()

    with Server(script) as server:
        for expected in (b"one", b"two", b"three"):
            assert (200, expected) == fetch(transport, post(server.url))
        transport.close()
    assert (1, True) == (server.connections, server.results[0])


def test_only_one_idle_connection_is_kept(transport: SocketTransport) -> None:
    """Two answers at the same time need two connections, one of which remains."""

    def script(peer: Peer) -> bool:
        peer.serve(b"x")
        return peer.gone()

    with Server(script, script) as server:
        first = transport.send(post(server.url), Cancel())
        second = transport.send(post(server.url), Cancel())
        assert [b"x"] == list(first.chunks())
        assert [b"x"] == list(second.chunks())
        transport.close()
    assert [True, True] == server.results


@pytest.mark.parametrize(
    "last",
    [b"", b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", None],
)
def test_a_connection_that_went_stale_is_replaced(
    transport: SocketTransport, last: Optional[bytes]
) -> None:
    """A server that closed, or said something unasked, gets a new connection."""
    closed = threading.Event()

    def first(peer: Peer) -> None:
        peer.serve(b"one")
        if last is None:
            peer.reset()
        else:
            peer.send(last)
            peer.sock.close()
        closed.set()

    with Server(first, lambda peer: peer.serve(b"two")) as server:
        assert (200, b"one") == fetch(transport, post(server.url))
        assert closed.wait(PATIENCE)
        assert (200, b"two") == fetch(transport, post(server.url))


@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_kept_connection_that_dies_is_replaced_once(
    transport: SocketTransport, how: str
) -> None:
    """Without a byte of an answer the request goes out again, on a new connection."""

    def first(peer: Peer) -> None:
        peer.serve(b"one")
        peer.request()
        if how == "reset":
            peer.reset()

    with Server(first, lambda peer: peer.serve(b"two")) as server:
        assert (200, b"one") == fetch(transport, post(server.url))
        assert (200, b"two") == fetch(transport, post(server.url))
    assert 2 == server.connections


def test_a_new_connection_that_dies_is_not_replaced(transport: SocketTransport) -> None:
    """The second death is an error; a retry rule may try again."""

    def first(peer: Peer) -> None:
        peer.serve(b"one")
        peer.request()

    with Server(first, Peer.request) as server:
        fetch(transport, post(server.url))
        with pytest.raises(ProviderError) as caught:
            fetch(transport, post(server.url))
    assert ("connection-lost", True) == (caught.value.code, caught.value.retryable)


def test_an_answer_that_began_on_a_kept_connection_is_not_asked_for_twice(
    transport: SocketTransport,
) -> None:
    """Once a byte of an answer is there the server may have done its work."""

    def first(peer: Peer) -> None:
        peer.serve(b"one")
        peer.request()
        peer.send(b"HTTP/1.1 2")

    with Server(first) as server:
        fetch(transport, post(server.url))
        with pytest.raises(ProviderError) as caught:
            fetch(transport, post(server.url))
    assert "connection-lost" == caught.value.code


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok+",
        b"HTTP/1.0 200 OK\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\n\r\n",
    ],
)
def test_a_connection_is_not_used_again(
    transport: SocketTransport, answer: bytes
) -> None:
    """Where the answer forbids it, or its end is in doubt, the connection is closed."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(answer)

    with Server(script, script) as server:
        assert (200, b"ok") == fetch(transport, post(server.url))
        assert (200, b"ok") == fetch(transport, post(server.url))
    assert 2 == server.connections


def test_a_response_that_is_not_read_to_its_end_is_closed(
    transport: SocketTransport,
) -> None:
    """Closing, leaving the chunks, and closing again release the connection."""

    def script(peer: Peer) -> bool:
        peer.request()
        peer.send(HEAD, b"2\r\nab\r\n")
        return peer.gone()

    with Server(script, script, script) as server:
        response = transport.send(post(server.url), Cancel())
        response.close()
        response.close()
        with pytest.raises(ProviderError):
            list(response.chunks())
        chunks = transport.send(post(server.url), Cancel()).chunks()
        assert b"ab" == next(chunks)
        chunks.close()  # type: ignore[attr-defined]
        transport.send(post(server.url), Cancel()).close()
    assert [True, True, True] == server.results


def test_100_continue_is_skipped(transport: SocketTransport) -> None:
    """Interim answers are not the answer."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        peer.answer(b"done")

    with Server(script) as server:
        assert (200, b"done") == fetch(transport, post(server.url))


def test_a_stream_arrives_piece_by_piece(transport: SocketTransport) -> None:
    """Each piece is there before the server sends the next."""
    seen = threading.Semaphore(0)

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(HEAD)
        for piece in (b"1\r\na\r\n", b"1\r\nb\r\n", b"1\r\nc\r\n"):
            peer.send(piece)
            assert seen.acquire(timeout=PATIENCE)
        peer.send(b"0\r\n\r\n")

    with Server(script) as server:
        got = []
        for chunk in transport.send(post(server.url), Cancel()).chunks():
            got.append(chunk)
            seen.release()
        assert [b"a", b"b", b"c"] == got


def test_a_refusal_before_the_body_was_sent_is_read(transport: SocketTransport) -> None:
    """A server may answer 413 and close while a long request is on its way."""

    def script(peer: Peer) -> None:
        peer.sock.recv(1000)
        peer.answer(b"too long", status="413 Content Too Large")
        peer.sock.shutdown(socket.SHUT_WR)

    with Server(script, script) as server:
        request = post(server.url, b"x" * 30_000_000)
        assert (413, b"too long") == fetch(transport, request)
        assert (413, b"too long") == fetch(transport, request)


def test_a_server_that_stops_reading_is_lost(transport: SocketTransport) -> None:
    """A reset while the request is sent is a lost connection."""

    def script(peer: Peer) -> None:
        peer.sock.recv(1000)
        peer.reset()

    with Server(script) as server:
        error = refusal(post(server.url, b"x" * 30_000_000))
    assert "connection-lost" == error.code


def test_ipv6_literals() -> None:
    """An address in brackets is connected to, and shown so in the Host field."""
    script: Callable[[Peer], bytes] = lambda peer: peer.serve(b"six")  # noqa: E731
    with Server(script, family=socket.AF_INET6) as server:
        made = SocketTransport(environ={})
        assert (200, b"six") == fetch(made, post(server.url))
        made.close()
    assert b"\r\nHost: [::1]:%d\r\n" % server.port in server.results[0]


def test_every_address_of_localhost_is_tried(transport: SocketTransport) -> None:
    """A server that listens on ::1 alone is found by the name localhost."""
    script: Callable[[Peer], bytes] = lambda peer: peer.serve(b"six")  # noqa: E731
    with Server(script, family=socket.AF_INET6) as server:
        url = f"http://localhost:{server.port}/"
        assert (200, b"six") == fetch(transport, post(url))


# -- what goes wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"HTTP/1.1 200 OK\r\nConte",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell",),
        (HEAD, b"5\r\nab"),
        (HEAD, b"5\r\nabcde\r\n"),
    ],
)
@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_cut_answer_is_an_error(parts: Tuple[bytes, ...], how: str) -> None:
    """Wherever the server breaks off, the answer does not count as complete."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(*parts)
        if how == "reset":
            peer.reset()

    with Server(script) as server:
        error = refusal(post(server.url))
    assert ("connection-lost", True) == (error.code, error.retryable)
    assert server.url in error.message


@pytest.mark.parametrize(
    "answer",
    [b"\0\1\2 garbage", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 100_000, HEAD + b"zz\r\n"],
)
def test_garbage_is_named(answer: bytes) -> None:
    """What is not HTTP is refused with the address in the message."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(answer)
        peer.gone()

    with Server(script) as server:
        error = refusal(post(server.url + "/v1"))
    assert "http-malformed" == error.code
    assert server.url + "/v1" in error.message


def test_each_wait_has_its_limit() -> None:
    """Head, first byte and next piece: a silent server ends in a named timeout."""

    def silent(peer: Peer) -> bool:
        peer.request()
        return peer.gone()

    def only_head(peer: Peer) -> bool:
        peer.request()
        peer.send(HEAD)
        return peer.gone()

    def one_piece(peer: Peer) -> bool:
        peer.request()
        peer.send(HEAD, b"1\r\nx\r\n")
        return peer.gone()

    with Server(silent, only_head, one_piece) as server:
        request = post(server.url)
        errors = [
            refusal(request, read_timeout=0.05),
            refusal(request, read_timeout=0.05),
            refusal(request, idle_timeout=0.05),
        ]
    assert ["read-timeout", "read-timeout", "idle-timeout"] == [e.code for e in errors]
    assert all(error.retryable for error in errors)
    assert "idle_timeout" in errors[2].hint
    assert [True, True, True] == server.results


def test_a_head_that_drips_has_one_deadline() -> None:
    """Single bytes do not extend the time for the head."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n")
        try:
            while not select.select([peer.sock], [], [], 0.01)[0]:
                peer.send(b"X: y\r\n")
        except OSError:
            pass

    with Server(script) as server:
        assert "read-timeout" == refusal(post(server.url), read_timeout=0.1).code


def test_a_request_that_nobody_reads_times_out() -> None:
    """A server that takes connections but reads nothing does not hold us."""
    done = threading.Event()
    with Server(lambda peer: done.wait(PATIENCE)) as server:
        request = post(server.url, b"x" * 30_000_000)
        error = refusal(request, read_timeout=0.1)
        done.set()
    assert "read-timeout" == error.code


def test_nobody_listens() -> None:
    """A refused connection names the address and, on loopback, what to start."""
    port = free_port()
    error = refusal(post(f"http://u:secret@localhost:{port}/v1"))
    assert ("connect-failed", True) == (error.code, error.retryable)
    assert f"localhost:{port}" in error.message
    assert "Start the model server" in error.hint
    assert "secret" not in str(error)


def test_an_unknown_name() -> None:
    """A name that cannot exist is an error that names it; no retry helps."""
    error = refusal(post(f"http://{'x' * 64}.invalid/"))
    assert ("dns-failed", False) == (error.code, error.retryable)
    assert "x" * 64 in error.message


def test_a_name_that_is_not_found_in_time() -> None:
    """The resolver does not hold us longer than the connect timeout."""
    with pytest.raises(ProviderError) as caught:
        resolve("name.invalid", 80, time.monotonic() - 1, Cancel())
    assert "dns-failed" == caught.value.code


def test_a_name_is_looked_up() -> None:
    """What is neither a literal nor quite localhost is asked of the resolver."""
    found = resolve("LOCALHOST", 80, time.monotonic() + PATIENCE, Cancel())
    assert {place[0] for _, place in found} <= {"127.0.0.1", "::1"}


@pytest.fixture
def full_port() -> Iterator[int]:
    """Return a port whose queue is full, so that a connect hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        callers: List[socket.socket] = []
        try:
            for _ in range(8):
                caller = socket.socket()
                callers.append(caller)
                caller.setblocking(False)
                caller.connect_ex(("127.0.0.1", port))
            yield port
        finally:
            for caller in callers:
                caller.close()


def test_a_connect_that_hangs_times_out(full_port: int) -> None:
    """The connect timeout ends it with its own code."""
    url = f"http://127.0.0.1:{full_port}/"
    error = refusal(post(url), connect_timeout=0.1)
    assert ("connect-timeout", True) == (error.code, error.retryable)


def test_an_address_of_an_unknown_family_is_a_failed_connect() -> None:
    """An address that cannot be used at all is no crash."""
    error = refusal(post("http://255.255.255.255:1/"), connect_timeout=2)
    assert "connect-failed" == error.code


@pytest.mark.parametrize(
    "url",
    # pragma: allowlist nextline secret (made up)
    ["ftp://h/", "h", "http://h/a b", "http://u:secret@h:99999/"],
)
def test_urls_that_cannot_be_used(url: str) -> None:
    """Only http and https are spoken."""
    error = refusal(post(url))
    assert "url-invalid" == error.code
    assert "secret" not in str(error)


def test_a_header_cannot_inject() -> None:
    """Nothing is sent when a value could break out of its line."""
    error = refusal(post("http://127.0.0.1:1/", A="b\r\nc: d"))
    assert "header-invalid" == error.code


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """The error shows where to, without what may be secret."""
    # pragma: allowlist nextline secret (made up)
    location = "Location: https://u:secret@other.example/v1?token=secret"

    def script(peer: Peer) -> bool:
        peer.serve(b"", location, status=f"{status} Moved")
        return peer.gone()

    with Server(script) as server:
        error = refusal(post(server.url))
    assert "redirected" == error.code
    assert "https://other.example/v1" == error.facts["location"]
    assert "secret" not in str(error)
    assert [True] == server.results


# -- cancelling ----------------------------------------------------------------------


def cancelled_during(
    act: Callable[[Cancel], object], ready: threading.Event
) -> BaseException:
    """Cancel from another thread once ``ready``, return what ``act`` raised."""
    cancel = Cancel()

    def thrower() -> None:
        ready.wait(PATIENCE)
        cancel.set()

    thread = threading.Thread(target=thrower)
    thread.start()
    with pytest.raises(AuraError) as caught:
        act(cancel)
    thread.join(PATIENCE)
    return caught.value


@pytest.mark.parametrize("parts", [(), (HEAD,), (HEAD, b"1\r\nx\r\n")])
def test_a_cancel_wakes_a_blocked_wait(
    transport: SocketTransport, parts: Tuple[bytes, ...]
) -> None:
    """Whether before the head, before the body or within it; and it closes."""
    ready = threading.Event()

    def script(peer: Peer) -> bool:
        peer.request()
        peer.send(*parts)
        ready.set()
        return peer.gone()

    with Server(script) as server:
        error = cancelled_during(
            lambda cancel: fetch(transport, post(server.url), cancel), ready
        )
    assert isinstance(error, CancelledError)
    assert [True] == server.results


def test_a_cancel_stops_a_stream_that_flows(transport: SocketTransport) -> None:
    """Pieces that are there already are not passed on after a cancel."""

    def script(peer: Peer) -> bool:
        peer.request()
        peer.send(HEAD + b"1\r\na\r\n1\r\nb\r\n0\r\n\r\n")
        return peer.gone()

    with Server(script) as server:
        cancel = Cancel()
        chunks = transport.send(post(server.url), cancel).chunks()
        assert b"a" == next(chunks)
        cancel.set()
        with pytest.raises(CancelledError):
            next(chunks)
    assert [True] == server.results


def test_a_cancel_during_connect(transport: SocketTransport, full_port: int) -> None:
    """A connect under way is left."""
    ready = threading.Event()
    ready.set()
    error = cancelled_during(
        lambda cancel: dial("127.0.0.1", full_port, time.monotonic() + 60, cancel),
        ready,
    )
    assert isinstance(error, CancelledError)


def test_a_cancel_during_a_look_up_or_before() -> None:
    """A thrown switch ends a look-up, and a request before it begins."""
    cancel = Cancel()
    cancel.set()
    with pytest.raises(CancelledError):
        resolve("name.invalid", 80, time.monotonic() + 60, cancel)
    with pytest.raises(CancelledError):
        SocketTransport(environ={}).send(post("http://127.0.0.1:1/"), cancel)


def test_a_connection_can_be_woken_and_closed_at_any_time() -> None:
    """Before it is connected, after it was kept, after it was closed."""
    kept: List[socket.socket] = []
    with socket.socket() as sock:
        connection = SocketConnection(sock, "here", Cancel(), keep=kept.append)
        connection.wake()
        connection.keep()
        connection.keep()
        connection.wake()
        connection.close()
        assert [sock] == kept
        assert sock.fileno() >= 0


def test_a_late_cancel_does_no_harm(transport: SocketTransport) -> None:
    """After the end of an answer the connection belongs to the next request."""

    def script(peer: Peer) -> None:
        peer.serve(b"one")
        peer.serve(b"two")

    with Server(script) as server:
        cancel = Cancel()
        fetch(transport, post(server.url), cancel)
        cancel.set()
        assert (200, b"two") == fetch(transport, post(server.url))
    assert 1 == server.connections


# -- TLS -----------------------------------------------------------------------------


class Certificates:
    """An authority of the test, and what a client needs to trust it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.authority = trustme.CA()
        self.file = str(folder / "ca.pem")
        self.authority.cert_pem.write_to_path(self.file)
        self.client = str(folder / "client.pem")
        self.authority.issue_cert(
            "client"
        ).private_key_and_cert_chain_pem.write_to_path(self.client)

    def context(self, *names: str) -> ssl.SSLContext:
        """Return a server's settings with a certificate for these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*names).configure_cert(context)
        return context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make keys once; it takes a while."""
    return Certificates(tmp_path_factory.mktemp("tls"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_https_with_keep_alive(certificates: Certificates, host: str) -> None:
    """A trusted server is talked to, by name or address, on one connection."""
    names: List[Optional[str]] = []
    context = certificates.context("localhost", "127.0.0.1")
    context.sni_callback = lambda sock, name, context: names.append(name)

    def script(peer: Peer) -> str:
        peer.serve(b"one")
        peer.serve(b"two")
        assert isinstance(peer.sock, ssl.SSLSocket)
        return str(peer.sock.version())

    with Server(script, context=context) as server:
        made = SocketTransport(environ={"SSL_CERT_FILE": certificates.file})
        url = f"https://{host}:{server.port}/"
        assert (200, b"one") == fetch(made, post(url))
        assert (200, b"two") == fetch(made, post(url))
        made.close()
    assert 1 == server.connections
    assert server.results[0] in ("TLSv1.2", "TLSv1.3")
    assert [host if host == "localhost" else None] == names


def test_a_client_certificate_is_shown(certificates: Certificates) -> None:
    """A server that wants one gets it."""
    context = certificates.context("127.0.0.1")
    context.verify_mode = ssl.CERT_REQUIRED
    certificates.authority.configure_trust(context)
    with Server(lambda peer: peer.serve(b"ok"), context=context) as server:
        made = SocketTransport(
            environ={}, ca_file=certificates.file, client_cert=certificates.client
        )
        assert (200, b"ok") == fetch(made, post(server.url))
        made.close()


def test_an_unknown_authority_is_refused(certificates: Certificates) -> None:
    """The hint names what to set; there is no retry and no way around."""
    with Server(Peer.request, context=certificates.context("127.0.0.1")) as server:
        error = refusal(post(server.url))
    assert ("tls-failed", False) == (error.code, error.retryable)
    assert "SSL_CERT_FILE" in error.hint and "ca_file" in error.hint


def test_a_certificate_for_another_name_is_refused(certificates: Certificates) -> None:
    """The name in the URL must be in the certificate."""
    context = certificates.context("other.example")
    with Server(Peer.request, context=context) as server:
        error = refusal(post(server.url), ca_file=certificates.file)
    assert "tls-failed" == error.code


def test_a_server_without_tls_is_named() -> None:
    """https to a plain port says that http may be meant."""

    def script(peer: Peer) -> None:
        peer.sock.recv(1000)
        peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.gone()

    with Server(script) as server:
        error = refusal(post(server.url.replace("http:", "https:")))
    assert "tls-failed" == error.code
    assert "need http" in error.hint


def test_a_handshake_without_common_ground_fails(certificates: Certificates) -> None:
    """A server that wants a certificate and gets none ends in tls-failed or lost."""
    context = certificates.context("127.0.0.1")
    context.set_ciphers("AES128-SHA256")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with Server(Peer.request, context=context) as server:
        error = refusal(post(server.url), ca_file=certificates.file)
    assert "tls-failed" == error.code
    assert "TLS 1.2" in error.hint


def test_a_server_that_hangs_up_in_the_handshake_is_lost() -> None:
    """A broken connection is not a matter of trust, and worth a retry."""
    with Server(lambda peer: peer.sock.recv(1000)) as server:
        error = refusal(post(server.url.replace("http:", "https:")))
    assert ("connection-lost", True) == (error.code, error.retryable)


def test_a_handshake_that_hangs_times_out() -> None:
    """The connect timeout covers TLS."""

    def script(peer: Peer) -> bool:
        return bool(peer.sock.recv(10000)) and peer.gone()

    with Server(script) as server:
        url = server.url.replace("http:", "https:")
        error = refusal(post(url), connect_timeout=0.2)
    assert "connect-timeout" == error.code


def test_a_cancel_wakes_a_handshake(transport: SocketTransport) -> None:
    """Also TLS under way is left at once."""
    ready = threading.Event()

    def script(peer: Peer) -> None:
        peer.sock.recv(10000)
        ready.set()
        peer.gone()

    with Server(script) as server:
        url = server.url.replace("http:", "https:")
        error = cancelled_during(
            lambda cancel: fetch(transport, post(url), cancel), ready
        )
    assert isinstance(error, CancelledError)


def test_a_cancel_wakes_a_tls_read(certificates: Certificates) -> None:
    """A blocked read under TLS ends at once."""
    ready = threading.Event()

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(HEAD, b"1\r\nx\r\n")
        ready.set()
        try:
            peer.gone()
        except OSError:
            pass

    with Server(script, context=certificates.context("127.0.0.1")) as server:
        made = SocketTransport(environ={}, ca_file=certificates.file)
        error = cancelled_during(
            lambda cancel: fetch(made, post(server.url), cancel), ready
        )
    assert isinstance(error, CancelledError)


def test_a_body_until_close_must_end_with_tls(certificates: Certificates) -> None:
    """An end that anyone on the way could have made is not the end (RFC 9112, 9.8)."""

    def cut(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\nsome")

    def whole(peer: Peer) -> None:
        cut(peer)
        assert isinstance(peer.sock, ssl.SSLSocket)
        peer.sock.unwrap()

    context = certificates.context("127.0.0.1")
    with Server(cut, whole, context=context) as server:
        made = SocketTransport(environ={}, ca_file=certificates.file)
        with pytest.raises(ProviderError) as caught:
            fetch(made, post(server.url))
        assert "connection-lost" == caught.value.code
        assert (200, b"some") == fetch(made, post(server.url))


@pytest.mark.parametrize("content", [None, "no PEM"])
def test_certificates_that_cannot_be_loaded(
    tmp_path: pathlib.Path, content: Optional[str]
) -> None:
    """The file is named, and where it may have come from."""
    path = tmp_path / "missing.pem"
    if content:
        path.write_text(content)
    with Server(Peer.gone) as server:
        url = server.url.replace("http:", "https:")
        error = refusal(post(url), ca_file=str(path))
    assert "tls-failed" == error.code
    assert "missing.pem" in error.message


# -- proxies -------------------------------------------------------------------------


def relay(host: str, port: int, login: bytes = b"") -> Callable[[Peer], bytes]:
    """Return the script of a CONNECT proxy that leads everything to one server."""

    def script(peer: Peer) -> bytes:
        request = peer.request()
        if login not in request:
            peer.answer(b"who?", status="407 Proxy Authentication Required")
            return request
        with socket.create_connection((host, port), PATIENCE) as upstream:
            peer.send(b"HTTP/1.0 200 Connection established\r\n\r\n")
            ends = {peer.sock: upstream, upstream: peer.sock}
            while True:
                for sock in select.select(list(ends), [], [], PATIENCE)[0]:
                    data = sock.recv(65536)
                    if not data:
                        return request
                    ends[sock].sendall(data)

    return script


def test_https_goes_through_a_tunnel(certificates: Certificates) -> None:
    """The proxy sees host and login, the server the request, on one connection."""

    def script(peer: Peer) -> List[bytes]:
        return [peer.serve(b"one"), peer.serve(b"two")]

    context = certificates.context("api.example.com")
    with Server(script, context=context) as server:
        login = b"Basic dXNlcjpwQHNz"
        with Server(relay(server.host, server.port, login)) as proxy:
            made = SocketTransport(
                environ={"HTTPS_PROXY": proxy.url.replace("//", "//user:p%40ss@")},
                ca_file=certificates.file,
            )
            url = "https://api.example.com/v1"
            assert (200, b"one") == fetch(made, post(url))
            assert (200, b"two") == fetch(made, post(url))
            made.close()
    assert proxy.results[0].startswith(
        b"CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\n"
    )
    for request in server.results[0]:
        assert request.startswith(b"POST /v1 HTTP/1.1\r\nHost: api.example.com\r\n")
        assert b"roxy" not in request


def test_http_goes_through_a_proxy_in_absolute_form() -> None:
    """The whole URL is in the request line (RFC 9112, 3.2.2), the login beside it."""
    with Server(lambda peer: peer.serve(b"ok")) as proxy:
        environ = {"http_proxy": proxy.url.replace("//", "//u:p@")}
        made = SocketTransport(environ=environ)
        # pragma: allowlist nextline secret (made up)
        url = "http://me:pw@api.example.com:8080/v1?x=y"
        assert (200, b"ok") == fetch(made, post(url))
        made.close()
    sent = proxy.results[0]
    line = b"POST http://api.example.com:8080/v1?x=y HTTP/1.1\r\n"
    assert sent.startswith(line + b"Host: api.example.com:8080\r\n")
    assert b"\r\nProxy-Authorization: Basic dTpw\r\n" in sent
    assert b"\r\nAuthorization: Basic bWU6cHc=\r\n" in sent


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("login", ["", "u:secret@"])
def test_a_proxy_that_wants_a_login(scheme: str, login: str) -> None:
    """407 has its own code, and no password is shown."""

    def script(peer: Peer) -> None:
        peer.serve(b"", status="407 Proxy Authentication Required")

    with Server(script) as proxy:
        url = proxy.url.replace("//", f"//{login}")
        error = refusal(post(f"{scheme}://api.example.com/"), {"ALL_PROXY": url})
    assert ("proxy-auth", False) == (error.code, error.retryable)
    assert "secret" not in str(error)
    assert ("refuses" if login else "wants") in error.message


@pytest.mark.parametrize(
    "answer, expected",
    [
        (
            b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            ("proxy-failed", False),
        ),
        (b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", ("proxy-failed", True)),
        (b"HTTP/1.1 200 OK\r\n\r\nEARLY", ("proxy-failed", False)),
        (b"HTTP/1.1 100 Continue\r\n\r\n", ("connection-lost", True)),
        (b"", ("connection-lost", True)),
        (b"SOCKS?", ("http-malformed", False)),
    ],
)
def test_a_proxy_that_does_not_connect(
    answer: bytes, expected: Tuple[str, bool]
) -> None:
    """Every refusal of a tunnel names the proxy."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(answer)

    with Server(script) as proxy:
        error = refusal(post("https://h/"), {"HTTPS_PROXY": proxy.url})
    assert expected == (error.code, error.retryable)
    assert proxy.url in error.message


def test_a_proxy_that_is_not_there() -> None:
    """An unreachable proxy is not mistaken for an unreachable server."""
    # pragma: allowlist nextline secret (made up)
    url = f"http://u:secret@127.0.0.1:{free_port()}"
    error = refusal(post("https://h/"), {"HTTPS_PROXY": url})
    assert ("proxy-failed", True) == (error.code, error.retryable)
    assert "HTTPS_PROXY" in error.hint
    assert "secret" not in str(error)


def test_a_proxy_that_speaks_tls_is_refused() -> None:
    """It is said, not tried."""
    error = refusal(post("http://h/"), {"HTTP_PROXY": "https://proxy:1"})
    assert ("proxy-failed", False) == (error.code, error.retryable)


def test_loopback_goes_without_a_proxy() -> None:
    """A local model server is reached directly whatever the environment says."""
    environ = {"HTTP_PROXY": f"http://127.0.0.1:{free_port()}"}
    with Server(lambda peer: peer.serve(b"ok")) as server:
        made = SocketTransport(environ=environ)
        assert (200, b"ok") == fetch(made, post(server.url))
        made.close()


# -- looking for servers -------------------------------------------------------------


def test_open_ports_are_found(full_port: int) -> None:
    """All are tried at once: listening, refusing, hanging and unknown places."""
    with Server() as four, Server(family=socket.AF_INET6) as six:
        places = [
            ("127.0.0.1", four.port),
            ("127.0.0.1", free_port()),
            ("localhost", six.port),
            ("127.0.0.1", full_port),
            ("255.255.255.255", 1),
            ("x" * 64, 1),
        ]
        assert [places[0], places[2]] == open_ports(places, 0.2)
        assert probe("localhost", four.port, 5)
    assert not probe("127.0.0.1", full_port, 0.05)
    assert [] == open_ports([], 1)


def test_plain_http_loads_no_tls() -> None:
    """The transport alone loads neither ssl nor what depends on it."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from aura_coding_agent.providers import transport\n"
        "dear = {'ssl', 'email', 'http.client', 'ipaddress', 'encodings.idna'}\n"
        "print(sorted(dear & set(sys.modules) - before))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, timeout=60
    )
    assert b"[]" == shown.stdout.strip()
