# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the provider over HTTP: codec, transport and the rule for trying again."""

from __future__ import annotations

import threading
import time
from typing import (
    Callable,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
)

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ProviderError
from aura_coding_agent.core.events import Retrying, TextDelta
from aura_coding_agent.core.interfaces import (
    Delta,
    HttpRequest,
    ModelRequest,
    OptionalPart,
    StreamItem,
)
from aura_coding_agent.core.messages import Message, Reply, Text, user
from aura_coding_agent.providers.client import (
    MAX_ERROR_BODY,
    Failure,
    HttpProvider,
    RetryPolicy,
    wait_before_retry,
)
from aura_coding_agent.providers.transport import SocketTransport

from .loopback import PATIENCE, Peer, Server

AT_ONCE = RetryPolicy(base_delay=0.0)
REQUEST = ModelRequest("m", "", (user("hello"),))


class Words:
    """A wire format of the test: words, and a full stop as the proper end.

    A ``!`` is an error of the provider that may pass, a ``?`` one that stays.
    """

    name = "words"
    optional: Sequence[OptionalPart] = ()

    def encode(
        self,
        request: ModelRequest,
        base_url: str,
        key: str,
        without: FrozenSet[str] = frozenset(),
    ) -> HttpRequest:
        """Ask with the text of the last message."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        body = request.messages[-1].text.encode()
        return HttpRequest("POST", base_url + "/words", headers, body)

    def decoder(self, content_type: str) -> WordsDecoder:
        """Return a decoder that is told the content type."""
        return WordsDecoder(content_type)


class WordsDecoder:
    """Gather the words."""

    def __init__(self, content_type: str) -> None:
        self.content_type = content_type
        self.text = ""

    def feed(self, chunk: bytes) -> Iterable[Delta]:
        """Return one delta for each chunk."""
        text = chunk.decode()
        if "!" in text or "?" in text:
            raise ProviderError("provider-unavailable", text, retryable="!" in text)
        self.text += text
        return [TextDelta(text)]

    def finish(self) -> Reply:
        """Return the words, if there was a full stop."""
        if not self.text.endswith("."):
            raise ProviderError("stream-cut", "No full stop.", retryable=True)
        return reply(self.text, self.content_type)


def reply(text: str, model: str = "text/plain") -> Reply:
    """Return the reply that the codec of the test makes."""
    return Reply(Message("assistant", (Text(text),)), "end", None, model)


def chunks(*pieces: bytes, end: bool = True) -> Callable[[Peer], bytes]:
    """Return a script that answers with a stream, to its end or cut."""

    def script(peer: Peer) -> bytes:
        request = peer.request()
        peer.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        peer.send(*(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces))
        peer.send(b"0\r\n\r\n" if end else b"")
        return request

    return script


def refuse(status: str, *headers: str, body: bytes = b"") -> Callable[[Peer], bytes]:
    """Return a script that answers with an error and closes."""
    return lambda peer: peer.serve(body, "Connection: close", *headers, status=status)


@pytest.fixture
def transport() -> Iterator[SocketTransport]:
    """Return a transport that knows nothing of the environment."""
    made = SocketTransport(environ={}, read_timeout=PATIENCE, idle_timeout=PATIENCE)
    yield made
    made.close()


def ask(
    transport: SocketTransport,
    server: Server,
    *,
    policy: RetryPolicy = AT_ONCE,
    failure: Optional[Failure] = None,
    cancel: Optional[Cancel] = None,
    key: str = "",
) -> Iterator[StreamItem]:
    """Stream the answer of a server."""
    provider = HttpProvider(
        Words(),
        transport,
        base_url=server.url,
        key=key,
        policy=policy,
        failure=failure,
    )
    return provider.stream(REQUEST, cancel or Cancel())


def refusal(items: Iterator[StreamItem]) -> ProviderError:
    """Return the error at the end of a stream."""
    with pytest.raises(ProviderError) as caught:
        list(items)
    return caught.value


def codes(items: List[StreamItem]) -> List[str]:
    """Return the codes of the notices of retries."""
    return [item.code for item in items if isinstance(item, Retrying)]


# -- the way of one answer -----------------------------------------------------------


def test_deltas_come_first_and_the_reply_last(transport: SocketTransport) -> None:
    """The codec makes the request and reads the answer."""
    with Server(chunks(b"some ", b"words.")) as server:
        items = list(ask(transport, server, key="k"))
    deltas = [TextDelta("some "), TextDelta("words.")]
    assert [*deltas, reply("some words.")] in (items, [TextDelta("some words."), items])
    assert b"POST /words" in server.results[0] and b"Bearer k" in server.results[0]
    assert server.results[0].endswith(b"\r\n\r\nhello")


def test_a_delta_is_passed_on_before_the_answer_ends(
    transport: SocketTransport,
) -> None:
    """The user sees words while the server still writes."""
    seen = threading.Event()

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\nfirst ")
        assert seen.wait(PATIENCE)
        peer.send(b"second.")

    with Server(script) as server:
        items = ask(transport, server)
        assert TextDelta("first ") == next(items)
        seen.set()
        assert [TextDelta("second."), reply("first second.", "")] == list(items)


def test_the_next_request_goes_over_the_same_connection(
    transport: SocketTransport,
) -> None:
    """A reply that was read to its end leaves a connection for the next turn."""

    def script(peer: Peer) -> None:
        peer.serve(b"one.")
        peer.serve(b"two.")

    with Server(script) as server:
        assert reply("one.", "") == list(ask(transport, server))[-1]
        assert reply("two.", "") == list(ask(transport, server))[-1]
    assert 1 == server.connections


# -- trying again --------------------------------------------------------------------


@pytest.mark.parametrize(
    "status, code",
    [
        ("408 Request Timeout", "provider-unavailable"),
        ("409 Conflict", "provider-unavailable"),
        ("429 Too Many Requests", "rate-limited"),
        ("500 Internal Server Error", "provider-unavailable"),
        ("502 Bad Gateway", "provider-unavailable"),
        ("503 Service Unavailable", "provider-unavailable"),
        ("529 Overloaded", "provider-unavailable"),
    ],
)
def test_refusals_that_pass_are_tried_again(
    transport: SocketTransport, status: str, code: str
) -> None:
    """A notice says why; then the answer of the next attempt follows."""
    with Server(refuse(status), refuse(status), chunks(b"ok.")) as server:
        items = list(ask(transport, server))
    assert [code, code] == codes(items)
    assert [1, 2] == [item.attempt for item in items if isinstance(item, Retrying)]
    assert [TextDelta("ok."), reply("ok.")] == items[2:]


def cut_head(peer: Peer) -> None:
    """Close before the head is complete."""
    peer.request()
    peer.send(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "script, code",
    [
        (cut_head, "connection-lost"),
        (chunks(b"half", end=False), "connection-lost"),
        (chunks(b"half"), "stream-cut"),
        (chunks(b"half", b"busy!"), "provider-unavailable"),
        (chunks(b" \n"), "stream-malformed"),
        (refuse("200 OK"), "stream-malformed"),
    ],
)
def test_answers_that_broke_off_are_tried_again(
    transport: SocketTransport, script: Callable[[Peer], object], code: str
) -> None:
    """A cut stream is no answer; what was streamed of it is void; one reply comes."""
    with Server(script, chunks(b"whole.")) as server:
        items = list(ask(transport, server))
    assert [code] == codes(items)
    after = items[[type(item) for item in items].index(Retrying) + 1 :]
    assert [TextDelta("whole."), reply("whole.")] == after
    assert 1 == sum(isinstance(item, Reply) for item in items)


def test_timeouts_are_tried_again() -> None:
    """A server that stalls within an answer gets another chance."""

    def stall(peer: Peer) -> bool:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        return peer.gone()

    made = SocketTransport(environ={}, idle_timeout=0.05)
    with Server(stall, chunks(b"ok.")) as server:
        items = list(ask(made, server))
    assert ["idle-timeout"] == codes(items)
    assert reply("ok.") == items[-1]


@pytest.mark.parametrize(
    "script, code",
    [
        (refuse("400 Bad Request"), "provider-refused"),
        (refuse("401 Unauthorized"), "auth-failed"),
        (refuse("404 Not Found"), "model-unknown"),
        (refuse("307 Away", "Location: http://h/"), "redirected"),
        (chunks(b"why?"), "provider-unavailable"),
    ],
)
def test_refusals_that_stay_are_not_tried_again(
    transport: SocketTransport, script: Callable[[Peer], object], code: str
) -> None:
    """One attempt, and the error of it."""
    with Server(script) as server:
        error = refusal(ask(transport, server))
    assert (code, 1) == (error.code, server.connections)


def test_attempts_are_counted(transport: SocketTransport) -> None:
    """After the last one the error tells how many there were."""
    busy = refuse("503 Busy", body=b'{"error": {"message": "come back"}}')
    with Server(busy, busy, busy) as server:
        policy = RetryPolicy(attempts=3, base_delay=0)
        error = refusal(ask(transport, server, policy=policy))
    assert ("provider-unavailable", 3, 503) == (
        error.code,
        error.facts["attempts"],
        error.facts["status"],
    )
    assert "come back" in error.message and "3 attempts" in error.message
    assert 3 == server.connections


def test_retry_after_is_honoured(transport: SocketTransport) -> None:
    """The wait is at least what the server asks for."""
    asked = refuse("429 Slow", "Retry-After: 0.01")
    with Server(asked, chunks(b"ok.")) as server:
        items = list(ask(transport, server))
    assert [0.01] == [item.seconds for item in items if isinstance(item, Retrying)]


def test_a_wait_that_is_too_long_is_not_begun(transport: SocketTransport) -> None:
    """Asked for more than is left, the client gives up at once and says so."""
    with Server(refuse("429 Slow", "Retry-After: 3600")) as server:
        error = refusal(ask(transport, server))
    assert ("rate-limited", 3600) == (error.code, error.retry_after)
    assert "3600 s" in error.message


def test_a_cancel_ends_the_wait(transport: SocketTransport) -> None:
    """Waiting for the next attempt is left at once."""
    cancel = Cancel()
    with Server(refuse("429 Slow", "Retry-After: 250")) as server:
        items = ask(transport, server, cancel=cancel)
        assert isinstance(next(items), Retrying)
        thread = threading.Thread(target=cancel.set)
        thread.start()
        with pytest.raises(CancelledError):
            next(items)
        thread.join(PATIENCE)


def error_asking(seconds: Optional[float]) -> ProviderError:
    """Return an error that may pass."""
    return ProviderError("busy", "Busy.", retryable=True, retry_after=seconds, status=1)


@pytest.mark.parametrize("attempt, ceiling", [(1, 0.5), (2, 1.0), (4, 4.0), (60, 30.0)])
def test_the_wait_grows_and_is_drawn_evenly(attempt: int, ceiling: float) -> None:
    """Full jitter between zero and a ceiling that doubles up to a limit."""
    policy = RetryPolicy(attempts=99)
    waits = [
        wait_before_retry(error_asking(None), attempt, 300, policy) for _ in "x" * 400
    ]
    assert 0 <= min(waits) < ceiling * 0.25 and ceiling * 0.75 < max(waits) < ceiling


@pytest.mark.parametrize(
    "asked, left, words",
    [(None, -1.0, "300 s"), (10.0, 9.0, "10 s and only 9 s"), (5.0, -2.0, "only 0 s")],
)
def test_the_total_time_is_capped(
    asked: Optional[float], left: float, words: str
) -> None:
    """No wait goes beyond the total; the facts of the error are kept."""
    with pytest.raises(ProviderError) as caught:
        wait_before_retry(error_asking(asked), 1, left, RetryPolicy())
    assert words in caught.value.message
    assert {"status": 1, "attempts": 1} == caught.value.facts
    assert asked == caught.value.retry_after


def test_total_time_counts_from_the_start(transport: SocketTransport) -> None:
    """Without any time at all there is one attempt."""
    with Server(refuse("503 Busy")) as server:
        policy = RetryPolicy(total_seconds=-1.0)
        error = refusal(ask(transport, server, policy=policy))
    assert 1 == error.facts["attempts"]


# -- odd answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers, body",
    [
        (("Content-Type: text/html; charset=utf-8",), b"Log in here."),
        ((), b"\r\n <!doctype html><p>Log in here."),
    ],
)
def test_a_web_page_is_not_a_model(
    transport: SocketTransport, headers: List[str], body: bytes
) -> None:
    """A login page or a start page is named as such, with the address."""
    with Server(refuse("200 OK", *headers, body=body)) as server:
        error = refusal(ask(transport, server))
    assert ("not-a-model-server", False) == (error.code, error.retryable)
    assert server.url + "/words" in error.message


def test_an_error_body_is_read_with_a_cap(transport: SocketTransport) -> None:
    """An endless error body is not read to its end; a cut one is used as it is."""
    bodies: List[bytes] = []

    def failure(status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
        bodies.append(body)
        return ProviderError("seen", headers["x-name"], status=status)

    def endless(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 400 Bad\r\nX-Name: endless\r\n\r\n")
        try:
            while True:
                peer.send(b"x" * 10000)
        except OSError:
            pass

    def cut(peer: Peer) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 400 Bad\r\nX-Name: cut\r\nContent-Length: 9\r\n\r\nhalf")

    with Server(endless, cut) as server:
        first = refusal(ask(transport, server, failure=failure))
        second = refusal(ask(transport, server, failure=failure))
    assert ["endless", "cut"] == [first.message, second.message]
    assert [b"x" * MAX_ERROR_BODY, b"half"] == bodies


def test_a_key_that_the_server_repeats_is_not_shown(transport: SocketTransport) -> None:
    """The usual reading of refusals knows the key, to blot it out."""
    body = b'{"error": {"message": "bad key k-12345 there"}}'
    with Server(refuse("401 Unauthorized", body=body)) as server:
        error = refusal(ask(transport, server, key="k-12345"))
    assert "auth-failed" == error.code
    assert "k-12345" not in str(error)


def test_an_abandoned_answer_closes_its_connection(transport: SocketTransport) -> None:
    """Leaving the generator tells the server to stop."""

    def script(peer: Peer) -> bool:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\nsome ")
        return peer.gone()

    with Server(script) as server:
        items = ask(transport, server)
        assert TextDelta("some ") == next(items)
        items.close()  # type: ignore[attr-defined]
    assert [True] == server.results


def test_a_cancel_ends_an_answer(transport: SocketTransport) -> None:
    """A blocked answer is left at once, and not tried again."""
    cancel = Cancel()
    ready = threading.Event()

    def script(peer: Peer) -> bool:
        peer.request()
        ready.set()
        return peer.gone()

    def thrower() -> None:
        ready.wait(PATIENCE)
        cancel.set()

    with Server(script) as server:
        thread = threading.Thread(target=thrower)
        thread.start()
        started = time.monotonic()
        with pytest.raises(CancelledError):
            list(ask(transport, server, cancel=cancel))
        thread.join(PATIENCE)
        assert time.monotonic() - started < PATIENCE
    assert [True] == server.results
