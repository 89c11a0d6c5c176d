# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the HTTP/1.1 state machine: bytes in, events out."""

from __future__ import annotations

import gzip
from typing import Dict, List, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.providers.http1 import (
    MAX_HEAD,
    Data,
    End,
    Event,
    Head,
    ResponseParser,
    build_request,
)

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def parse(*parts: bytes, method: str = "POST") -> List[Event]:
    """Feed parts to a new parser, return all events."""
    parser = ResponseParser(method)
    return [event for part in parts for event in parser.feed(part)]


def read(*parts: bytes, method: str = "POST") -> Tuple[int, bytes, bool]:
    """Feed parts, return status, body and whether the connection can go on."""
    events = parse(*parts, method=method)
    head, *middle, end = events
    assert isinstance(head, Head) and isinstance(end, End)
    body = b"".join(event.data for event in middle if isinstance(event, Data))
    return head.status, body, end.reusable


def refusal(*parts: bytes, method: str = "POST") -> ProviderError:
    """Feed parts that are wrong, return the error."""
    with pytest.raises(ProviderError) as caught:
        parse(*parts, method=method)
    return caught.value


# -- requests ------------------------------------------------------------------------


def test_a_request_has_its_fields_and_its_body() -> None:
    """Host, Content-Length and Connection are set, and no compression is asked."""
    built = build_request(
        "POST",
        "/v1/chat",
        "localhost:8080",
        headers={"Content-Type": "application/json"},
        body=b"{}",
        user_agent="tester/1",
    )
    assert (
        b"POST /v1/chat HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive\r\n"
        b"Accept-Encoding: identity\r\nUser-Agent: tester/1\r\nContent-Length: 2\r\n"
        b"Content-Type: application/json\r\n\r\n{}"
    ) == built


def test_the_caller_may_set_user_agent_and_accept_encoding() -> None:
    """Fields of the caller are not doubled."""
    built = build_request(
        "GET",
        "/",
        "h",
        headers={"user-agent": "mine", "ACCEPT-ENCODING": "gzip"},
        user_agent="ours",
    )
    expected = b"user-agent: mine\r\nACCEPT-ENCODING: gzip\r\n\r\n"
    assert (
        b"GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n" + expected == built
    )


def test_a_post_without_body_says_so() -> None:
    """Content-Length: 0 belongs to a POST, not to a GET (RFC 9110, 8.6)."""
    assert b"Content-Length: 0" in build_request("POST", "/", "h", headers={})
    assert b"Content-Length" not in build_request("GET", "/", "h", headers={})


@pytest.mark.parametrize(
    "method, target, headers",
    [
        ("GET", "/", {"Authorization": "Bearer secret\r\nX-Evil: 1"}),
        ("GET", "/", {"Authorization": "Bearer secret\n"}),
        ("GET", "/", {"Authorization": "Bearer secret\0"}),
        ("GET", "/", {"Authorization": "Bearer secret\u2026"}),
        ("GET", "/", {"X Evil": "1"}),
        ("GET", "/", {"X-Evil\r\nA": "1"}),
        ("GET", "/", {"": "1"}),
        ("GET", "/", {"Content-Length": "1"}),
        ("GET", "/", {"host": "other"}),
        ("GET", "/", {"Transfer-Encoding": "chunked"}),
        ("GET", "/ HTTP/1.1\r\nX: 1", {}),
        ("GET", "/a b", {}),
        ("GET", "/\u00e9", {}),
        ("G T", "/", {}),
    ],
)
def test_a_request_cannot_be_broken_out_of(
    method: str, target: str, headers: Dict[str, str]
) -> None:
    """Line breaks and the like are refused, and the secret is not shown."""
    with pytest.raises(ProviderError) as caught:
        build_request(method, target, "h", headers=headers)
    assert "header-invalid" == caught.value.code
    assert "secret" not in str(caught.value)


# -- answers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer, expected",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", (200, b"hello", True)),
        (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", (200, b"", True)),
        (b"HTTP/1.1 200 OK\ncontent-length: 2\n\nok", (200, b"ok", True)),
        (b"HTTP/1.1 204 No Content\r\n\r\n", (204, b"", True)),
        (b"HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n", (304, b"", True)),
        (
            b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok",
            (200, b"ok", False),
        ),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", (200, b"ok", False)),
        (
            b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
            (200, b"ok", True),
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
            (200, b"ok", True),
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200",
            (200, b"ok", False),
        ),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
            b"HTTP/1.1 201 Made\r\nContent-Length: 1\r\n\r\nx",
            (201, b"x", True),
        ),
        (CHUNKED + b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", (200, b"abcde", True)),
        (CHUNKED + b"A ;a=b;c\r\n0123456789\r\n00\r\n\r\n", (200, b"0123456789", True)),
        (CHUNKED + b"1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", (200, b"x", True)),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n"
            b"Content-Length: 99\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            (200, b"x", False),
        ),
        (
            b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked"
            b"\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            (200, b"x", False),
        ),
    ],
)
def test_an_answer_is_read_whole_and_byte_by_byte(
    answer: bytes, expected: Tuple[int, bytes, bool]
) -> None:
    """The framing decides where the body ends, however the bytes arrive."""
    assert expected == read(answer)
    if b"okHTTP" not in answer:
        assert expected == read(*(answer[at : at + 1] for at in range(len(answer))))


def test_a_body_may_last_until_the_peer_closes() -> None:
    """Without length and chunks the end of the connection is the end of the body."""
    parts = (b"HTTP/1.1 200 OK\r\n\r\n", b"some ", b"words", b"")
    assert (200, b"some words", False) == read(*parts)


def test_answers_without_a_body_have_none() -> None:
    """HEAD and a successful CONNECT have no body, whatever the fields say."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    assert (200, b"", True) == read(answer, method="HEAD")
    assert (200, b"", True) == read(answer, method="CONNECT")
    parser = ResponseParser("CONNECT")
    assert b"" == parser.leftover
    parser.feed(answer + b"tunnel")
    assert b"tunnel" == parser.leftover


def test_headers_are_lower_case_joined_and_unfolded() -> None:
    """Names do not depend on case; repeated fields become one (RFC 9110, 5.3)."""
    head, *_ = parse(
        b"HTTP/1.1 429 Too  Many\r\nVary: A\r\nX-Fold: one\r\n\t two\r\nvary:B \r\n"
        b"Empty:\r\nLatin: \xe9\r\n\r\n"
    )
    headers = {"vary": "A, B", "x-fold": "one two", "empty": "", "latin": "\u00e9"}
    assert Head(429, "Too  Many", headers, 1) == head


def test_pieces_arrive_as_they_come() -> None:
    """A stream is passed on at once, also from within a chunk."""
    parser = ResponseParser("POST")
    before = parser.started
    parser.feed(CHUNKED + b"5\r\nab")
    assert (False, True) == (before, parser.started)
    assert [Data(b"c")] == parser.feed(b"c")
    assert [Data(b"de")] == parser.feed(b"de")
    assert [] == parser.feed(b"\r")
    assert [End(True)] == parser.feed(b"\n0\r\n\r\n")
    assert parser.complete


@pytest.mark.parametrize(
    "parts",
    [
        (b"",),
        (b"HTTP/1.1 200 OK\r\nContent-", b""),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", b""),
        (CHUNKED, b""),
        (CHUNKED + b"5", b""),
        (CHUNKED + b"5\r\nabc", b""),
        (CHUNKED + b"5\r\nabcde", b""),
        (CHUNKED + b"5\r\nabcde\r\n", b""),
        (CHUNKED + b"5\r\nabcde\r\n0\r\n", b""),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            gzip.compress(b"x")[:9],
            b"",
        ),
    ],
)
def test_a_cut_answer_is_never_complete(parts: Tuple[bytes, ...]) -> None:
    """An end before the end is an error that is worth another try."""
    error = refusal(*parts)
    assert ("connection-lost", True) == (error.code, error.retryable)


@pytest.mark.parametrize(
    "answer, word",
    [
        (b"SSH-2.0-OpenSSH_9\r\n", "begins with b'SSH-2'"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "https"),
        (b"HTTP/2 200 OK\r\n\r\n", "begins"),
        (b"HTTP/1.1 abc\r\n\r\n", "status line"),
        (b"HTTP/1.1 099 Low\r\n\r\n", "status line"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header line"),
        (b"HTTP/1.1 200 OK\r\nSpace : x\r\n\r\n", "header line"),
        (b"HTTP/1.1 200 OK\r\nNul: a\0b\r\n\r\n", "header line"),
        (b"HTTP/1.1 200 OK\r\nBare: a\rb\r\n\r\n", "header line"),
        (b"HTTP/1.1 101 Switching\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * MAX_HEAD + b"\r\n\r\n", "longer"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * MAX_HEAD, "longer"),
        (b"HTTP/1.1 102 Busy\r\n\r\n" * 4000, "longer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n", "Content-Length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "Content-Length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n", "Content-Length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "Content-Length"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "coding"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", "'br'"),
        (CHUNKED + b"x\r\n", "size"),
        (CHUNKED + b"-1\r\n", "size"),
        (CHUNKED + b"\r\n", "size"),
        (CHUNKED + b"1" * 16 + b"\r\n", "size"),
        (CHUNKED + b"1;" + b"x" * 9000, "line"),
        (CHUNKED + b"1;" + b"x" * 9000 + b"\r\n", "line"),
        (CHUNKED + b"1\r\nabc", "longer"),
        (CHUNKED + b"0\r\n" + b"T: x\r\n" * 20000 + b"\r\n", "trailers"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip at all",
            "damaged",
        ),
    ],
)
def test_what_is_not_http_is_refused(answer: bytes, word: str) -> None:
    """Each kind of nonsense gets a message that names it."""
    error = refusal(answer)
    assert "http-malformed" == error.code
    assert not error.retryable
    assert word in error.message


@pytest.mark.parametrize("size", [0, 1, 1000, 65536, 65537, 300_000])
@pytest.mark.parametrize("coding", [b"gzip", b"X-GZIP"])
def test_gzip_that_comes_unasked_is_decoded(size: int, coding: bytes) -> None:
    """A proxy that compresses all the same does no harm."""
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    packed = gzip.compress(body[: size // 2]) + gzip.compress(body[size // 2 :])
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Encoding: %s\r\n\r\n"
    answer = head % (len(packed), coding) + packed
    assert (200, body, True) == read(answer)
    assert (200, body, True) == read(
        *(answer[i : i + 7] for i in range(0, len(answer), 7))
    )


def test_a_bomb_comes_in_small_pieces() -> None:
    """Little that unpacks to much is not held in memory as one piece."""
    packed = gzip.compress(b"\0" * 5_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    events = parse(head % len(packed) + packed)
    pieces = [event.data for event in events if isinstance(event, Data)]
    assert (5_000_000, 65536) == (sum(map(len, pieces)), max(map(len, pieces)))


def test_an_empty_body_needs_no_gzip_stream() -> None:
    """Content-Encoding with nothing to decode is complete."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"
    assert (200, b"", True) == read(answer)


@settings(max_examples=60, deadline=None)
@given(
    body=st.lists(st.binary(min_size=1, max_size=40), max_size=6),
    cuts=st.lists(st.integers(0, 400), max_size=8),
)
def test_where_the_bytes_are_cut_does_not_matter(
    body: List[bytes], cuts: List[int]
) -> None:
    """Any split of a chunked answer gives the same body."""
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in body)
    answer = CHUNKED + chunks + b"0\r\n\r\n"
    bounds = [0, *sorted(cut for cut in cuts if cut < len(answer)), len(answer)]
    parts = [answer[a:b] for a, b in zip(bounds, bounds[1:]) if a < b]
    assert (200, b"".join(body), True) == read(*parts)
