# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test what is reasoning in the text of an answer."""

from __future__ import annotations

import json
from typing import Iterator, List

import pytest

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.events import TextDelta, ThinkingDelta
from aura_coding_agent.core.interfaces import ModelRequest
from aura_coding_agent.core.messages import Reply, Text, Thinking, user
from aura_coding_agent.providers.client import HttpProvider
from aura_coding_agent.providers.openai_chat import OpenAIChatCodec
from aura_coding_agent.providers.transport import SocketTransport

from .loopback import Server

CODEC = OpenAIChatCodec()
ANSWERS = [
    ("<think>hm</think>Hi.", "hm", "Hi."),
    ("\n<think>\nhm\n</think>\n\nHi.", "\nhm\n", "Hi."),
    ("<thinking>a </think> b</thinking> Hi.", "a </think> b", "Hi."),
    ("<think></think>\n\nHi.", "", "Hi."),
    ("<think>hm, and th", "hm, and th", ""),
    ("<think>a < b </thin", "a < b </thin", ""),
    ("hm\n</think>\n\nHi.", "hm\n", "Hi."),
    ("hm</think>", "hm", ""),
    ("The tag <think>x</think>\nhides.", "", "The tag <think>x</think>\nhides."),
    ("Write </think> last.", "", "Write </think> last."),
    ("a</think>\nb</think>\n", "", "a</think>\nb</think>\n"),
    ("<thin", "", "<thin"),
    ("<thinker>x", "", "<thinker>x"),
    (" Hi.\n", "", " Hi.\n"),
    ("<think>a</think>b <think>c</think>", "a", "b <think>c</think>"),
]


def cut_anywhere(text: str) -> Iterator[List[str]]:
    """Yield a text in one piece, in two pieces each way, and letter by letter."""
    yield [text]
    yield list(text)
    for at in range(1, len(text)):
        yield [text[:at], text[at:]]


@pytest.mark.parametrize("text, thinking, said", ANSWERS)
def test_however_it_is_cut(text: str, thinking: str, said: str) -> None:
    """Where the pieces begin and end makes no difference, and nothing goes back."""
    for pieces in cut_anywhere(text):
        decoder = CODEC.decoder("text/event-stream")
        deltas = []
        for piece in pieces:
            shown = {"choices": [{"index": 0, "delta": {"content": piece}}]}
            deltas += decoder.feed(b"data: %s\n\n" % json.dumps(shown).encode())
        decoder.feed(b"data: [DONE]\n\n")
        message = decoder.finish().message
        thoughts = [part.text for part in message.parts if isinstance(part, Thinking)]
        assert (thinking, said) == ("".join(thoughts), message.text)
        streamed = "".join(d.text for d in deltas if isinstance(d, TextDelta))
        assert said.startswith(streamed) or "<think" not in text
        again = ModelRequest("m", "", (user("a"), message, user("b")))
        sent = json.loads(CODEC.encode(again, "http://h", "").body)["messages"]
        assert all({"role", "content"} == set(each) for each in sent)


def test_over_the_wire() -> None:
    """Reasoning in the text is shown as such, streamed or in one piece."""
    words = "<think>hm</think>\nHi."
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": words}}
    whole = json.dumps({"choices": [choice]}).encode()
    parts = (Thinking("hm", {"wire": "openai-chat", "field": "text"}), Text("Hi."))
    transport = SocketTransport(environ={})
    for body in (whole, b"data: " + whole + b"\n\n"):
        with Server(lambda peer: peer.serve(body, "Connection: close")) as server:
            provider = HttpProvider(CODEC, transport, base_url=server.url)
            request = ModelRequest("m", "", (user("a"),))
            *deltas, reply = provider.stream(request, Cancel())
        assert isinstance(reply, Reply) and parts == reply.message.parts
        expected = [ThinkingDelta("hm"), TextDelta("Hi.")]
        assert (expected if body[:1] == b"d" else []) == deltas
    transport.close()
