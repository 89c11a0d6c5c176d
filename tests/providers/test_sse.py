# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the parsers of event streams and of JSON lines."""

from __future__ import annotations

from typing import List

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.providers.sse import EventStream, JsonLines, ServerEvent

from .recordings import cuts


def parsed(pieces: List[bytes]) -> List[ServerEvent]:
    stream = EventStream()
    return [event for piece in pieces for event in stream.feed(piece)]


def message(data: str) -> ServerEvent:
    return ServerEvent("message", data)


CASES = {
    "line feed": (b"data: a\n\ndata: b\n\n", [message("a"), message("b")]),
    "carriage return": (b"data: a\r\rdata: b\r\r", [message("a"), message("b")]),
    "both": (b"data: a\r\n\r\ndata: b\r\n\r\n", [message("a"), message("b")]),
    "mixed": (b"data: a\r\ndata: b\n\r\ndata: c\r\r", [message("a\nb"), message("c")]),
    "byte order mark": (b"\xef\xbb\xbfdata: a\n\n", [message("a")]),
    "a second mark is text": (b"data: \xef\xbb\xbfa\n\n", [message("\ufeffa")]),
    "comment": (b": ping\n\n:\ndata: a\n: x\n\n", [message("a")]),
    "several data lines": (b"data: a\ndata\ndata: b\n\n", [message("a\n\nb")]),
    "one space is cut": (b"data:a\ndata:  b\n\n", [message("a\n b")]),
    "named": (b"event: ping\ndata: {}\n\n", [ServerEvent("ping", "{}")]),
    "the name does not stay": (
        b"event: x\ndata: 1\n\ndata: 2\n\n",
        [ServerEvent("x", "1"), message("2")],
    ),
    "no data, no event": (b"event: x\n\nid: 1\nretry: 9\n\n", []),
    "unknown field": (b"error: {}\ndatum: 1\ndata: a\n\n", [message("a")]),
    "unended": (b"data: a\n\ndata: b\n", [message("a")]),
    "invalid utf-8": (b"data: a\xffb\xe2\x82\n\n", [message("a\ufffdb\ufffd")]),
    "other line ends are text": (
        "data: a\u2028b\x0bc\x85d\n\n".encode(),
        [message("a\u2028b\x0bc\x85d")],
    ),
    "letters of many bytes": ("data: zürich 🙂\n\n".encode(), [message("zürich 🙂")]),
}


@pytest.mark.parametrize("name", CASES)
def test_events(name: str) -> None:
    """An event stream is read as the standard says, however it is cut."""
    data, expected = CASES[name]
    for pieces in cuts(data):
        assert expected == parsed(pieces)


def test_empty_chunks_change_nothing() -> None:
    """An empty chunk between CR and LF does not hide that they are one line end."""
    assert [message("a\nb")] == parsed([b"", b"data: a\r", b"", b"\ndata: b\n\n"])


@pytest.mark.parametrize("ended", [b"", b"\n", b"\r", b"\r\n"])
def test_last_event_needs_no_empty_line(ended: bytes) -> None:
    """The end gives an event that no empty line ended, once."""
    stream = EventStream()
    assert [] == stream.feed(b"event: x\ndata: a\ndata: b" + ended)
    assert [ServerEvent("x", "a\nb")] == stream.end()
    assert [] == stream.end()
    assert [message("c")] == stream.feed(b"data: c\n\n")


@pytest.mark.parametrize(
    "pieces",
    [
        [b"data: " + b"x" * 100],
        [b"data: " + b"x" * 40, b"x" * 40],
        [b"data: " + b"x" * 100 + b"\n\ndata: a\n\n"],
        [b"data: " + b"x" * 30 + b"\n"] * 4,
    ],
)
def test_bounded(pieces: List[bytes]) -> None:
    """A line or an event that is too long is an error, not memory."""
    stream = EventStream(max_line=64)
    with pytest.raises(ProviderError) as caught:
        for piece in pieces:
            stream.feed(piece)
    assert "stream-malformed" == caught.value.code
    assert 64 == caught.value.facts["limit"]
    assert not caught.value.retryable


def test_data_up_to_the_limit() -> None:
    """A line of exactly the limit passes."""
    events = EventStream(max_line=64).feed(b"data: " + b"x" * 58 + b"\n\n")
    assert [message("x" * 58)] == events


def test_json_lines() -> None:
    """JSON lines are read however they are cut; the last needs no line end."""
    data = '\ufeff{"a": "ü"}\r\n\n  \n{"b": [1]}\n{"c": null}'.encode()
    for pieces in cuts(data):
        lines = JsonLines()
        got = [value for piece in pieces for value in lines.feed(piece)]
        assert [{"a": "ü"}, {"b": [1]}, {"c": None}] == got + lines.end()
        assert [] == lines.end()


@pytest.mark.parametrize(
    "line", [b"nonsense\x1b[2J\n", b"[1]\n", b"[" * 100_000 + b"\n"]
)
def test_json_lines_that_are_none(line: bytes) -> None:
    """A line that is no JSON object is an error that shows no control characters."""
    with pytest.raises(ProviderError) as caught:
        JsonLines().feed(line)
    assert "stream-malformed" == caught.value.code
    assert caught.value.retryable
    assert caught.value.message.isprintable()


def test_json_lines_are_bounded() -> None:
    """A JSON line that is too long is an error."""
    with pytest.raises(ProviderError, match="more than 10 characters"):
        JsonLines(max_line=10).feed(b'{"a": "01234567890"}')
