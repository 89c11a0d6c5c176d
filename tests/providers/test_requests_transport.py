# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test that the transport on requests keeps the promises of the other one."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import threading
from typing import Any, Dict, Iterator, Optional, Tuple

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ProviderError
from aura_coding_agent.core.interfaces import HttpRequest
from aura_coding_agent.providers.requests_transport import RequestsTransport

from .loopback import PATIENCE, Peer, Server, free_port
from .test_transport import Certificates, relay

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def post(url: str, **headers: str) -> HttpRequest:
    """Return a POST request."""
    return HttpRequest("POST", url, headers, b"{}")


@pytest.fixture
def transport() -> Iterator[RequestsTransport]:
    """Return a transport that knows nothing of the environment."""
    made = RequestsTransport(environ={}, read_timeout=PATIENCE)
    yield made
    made.close()


def fetch(
    transport: RequestsTransport, request: HttpRequest, cancel: Optional[Cancel] = None
) -> Tuple[int, bytes]:
    """Send a request, return status and body."""
    response = transport.send(request, cancel or Cancel())
    return response.status, b"".join(response.chunks())


def refusal(
    request: HttpRequest, environ: Optional[Dict[str, str]] = None, **settings: Any
) -> ProviderError:
    """Send a request that fails, return the error."""
    made = RequestsTransport(environ=environ or {}, **settings)
    with pytest.raises(ProviderError) as caught:
        fetch(made, request)
    made.close()
    return caught.value


def test_a_request_arrives_and_the_connection_is_used_again(
    transport: RequestsTransport,
) -> None:
    """Fields, body and answer pass; nothing that was not asked for is added."""

    def script(peer: Peer) -> Tuple[bytes, bytes]:
        return peer.serve(b"one", "X-Name: Value"), peer.serve(b"two")

    with Server(script) as server:
        response = transport.send(post(server.url + "/v1?a=b", A="b"), Cancel())
        assert (200, "Value") == (response.status, response.headers["x-name"])
        assert b"one" == b"".join(response.chunks())
        assert (200, b"two") == fetch(transport, post(server.url))
    first = server.results[0][0]
    assert first.startswith(b"POST /v1?a=b HTTP/1.1\r\n")
    assert b"\r\nA: b\r\n" in first and first.endswith(b"{}")
    assert b"Accept-Encoding: identity" in first and b"python-requests" not in first
    assert 1 == server.connections


@pytest.mark.parametrize(
    "head, pieces, end",
    [
        (HEAD, [b"1\r\na\r\n", b"1\r\nb\r\n"], b"0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", [b"a", b"b"], b""),
        (b"HTTP/1.0 200 OK\r\n\r\n", [b"a", b"b"], b""),
    ],
)
def test_a_stream_arrives_piece_by_piece(
    transport: RequestsTransport, head: bytes, pieces: Any, end: bytes
) -> None:
    """Each piece is there before the server sends the next, whatever the framing."""
    seen = threading.Semaphore(0)

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(head)
        for piece in pieces:
            peer.send(piece)
            assert seen.acquire(timeout=PATIENCE)
        peer.send(end)

    with Server(script) as server:
        got = []
        for chunk in transport.send(post(server.url), Cancel()).chunks():
            got.append(chunk)
            seen.release()
        assert [b"a", b"b"] == got


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell",),
        (HEAD, b"5\r\nab"),
        (HEAD, b"5\r\nabcde\r\n"),
    ],
)
def test_a_cut_answer_is_an_error(parts: Tuple[bytes, ...]) -> None:
    """A cut body does not count as complete."""

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(*parts)

    with Server(script) as server:
        error = refusal(post(server.url))
    assert ("connection-lost", True) == (error.code, error.retryable)


def test_each_wait_has_its_limit() -> None:
    """A silent server ends in a named timeout."""

    def silent(peer: Peer) -> bool:
        peer.request()
        return peer.gone()

    def one_piece(peer: Peer) -> bool:
        peer.request()
        peer.send(HEAD, b"1\r\nx\r\n")
        return peer.gone()

    with Server(silent, one_piece) as server:
        assert "read-timeout" == refusal(post(server.url), read_timeout=0.1).code
        assert "idle-timeout" == refusal(post(server.url), idle_timeout=0.1).code


@pytest.mark.parametrize(
    "url, code",
    [
        ("ftp://h/", "url-invalid"),
        (f"http://localhost:{free_port()}/", "connect-failed"),
        ("http://name.invalid:1/", "dns-failed"),
    ],
    ids=["scheme", "port", "name"],
)
def test_what_cannot_be_reached(url: str, code: str) -> None:
    """The codes are those of the socket transport."""
    assert code == refusal(post(url), connect_timeout=5).code


def test_a_header_cannot_inject() -> None:
    """Nothing is sent when a value could break out of its line."""
    assert "header-invalid" == refusal(post("http://h/", A="b\r\nc: d")).code


def test_redirects_are_not_followed() -> None:
    """The error shows where to."""

    def script(peer: Peer) -> None:
        # pragma: allowlist nextline secret (made up)
        peer.serve(b"", "Location: http://u:secret@h/", status="302 Moved")

    with Server(script) as server:
        error = refusal(post(server.url))
    assert "redirected" == error.code
    assert "secret" not in str(error)


@pytest.mark.parametrize("parts", [(), (HEAD, b"1\r\nx\r\n")])
def test_a_cancel_wakes_a_blocked_wait(
    transport: RequestsTransport, parts: Tuple[bytes, ...]
) -> None:
    """Before the head the wait is left, and a late answer is dropped."""
    ready = threading.Event()
    leave = threading.Event()
    cancel = Cancel()

    def script(peer: Peer) -> bool:
        peer.request()
        peer.send(*parts)
        ready.set()
        assert leave.wait(PATIENCE)
        if not parts:
            peer.send(HEAD)
        return peer.gone()

    def thrower() -> None:
        ready.wait(PATIENCE)
        cancel.set()

    with Server(script) as server:
        thread = threading.Thread(target=thrower)
        thread.start()
        with pytest.raises(CancelledError):
            fetch(transport, post(server.url), cancel)
        leave.set()
        thread.join(PATIENCE)
    assert [True] == server.results


def test_proxies_of_the_environment() -> None:
    """http goes through in absolute form, 407 has its own code, loopback goes by."""

    def deny(peer: Peer) -> None:
        peer.serve(b"", status="407 Proxy Authentication Required")

    def broken(peer: Peer) -> None:
        peer.serve(b"", status="502 Bad Gateway")

    with Server(lambda peer: peer.serve(b"ok"), deny, deny, broken) as proxy:
        environ = {"ALL_PROXY": proxy.url.replace("//", "//u:p@")}
        made = RequestsTransport(environ=environ)
        assert (200, b"ok") == fetch(made, post("http://api.example.com/v1"))
        made.close()
        assert "proxy-auth" == refusal(post("http://h.example/"), environ).code
        assert "proxy-auth" == refusal(post("https://h.example/"), environ).code
        error = refusal(post("https://h.example/"), environ)
        assert ("proxy-failed", True) == (error.code, error.retryable)
    sent = proxy.results[0]
    assert sent.startswith(b"POST http://api.example.com/v1 HTTP/1.1\r\n")
    assert b"\r\nProxy-Authorization: Basic dTpw\r\n" in sent


def test_tls_is_verified(tmp_path: pathlib.Path) -> None:
    """An own authority must be named; then a tunnel works, too."""
    certificates = Certificates(tmp_path)
    context = certificates.context("api.example.com", "127.0.0.1")
    serve = [lambda peer: peer.serve(b"ok")] * 3
    with Server(*serve, context=context) as server:
        assert "tls-failed" == refusal(post(server.url)).code
        with Server(relay(server.host, server.port)) as proxy:
            made = RequestsTransport(
                environ={"https_proxy": proxy.url, "SSL_CERT_FILE": certificates.file}
            )
            assert (200, b"ok") == fetch(made, post("https://api.example.com/"))
            made.close()


def test_without_requests_there_is_a_clear_error() -> None:
    """The optional package is asked for only when the transport is made."""
    code = (
        "import sys; sys.modules['requests'] = None\n"
        "from aura_coding_agent.core.errors import ConfigError\n"
        "from aura_coding_agent.providers.requests_transport import RequestsTransport\n"
        "try: RequestsTransport()\n"
        "except ConfigError as error: print(error.code)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, timeout=60
    )
    assert b"requests-missing" == shown.stdout.strip()
