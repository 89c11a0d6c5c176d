# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test how failures of providers are told apart."""

from __future__ import annotations

import calendar
import json
import time
from typing import Any, Dict, Optional

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.providers.failures import failure, http_date, retry_after

NOW = 1_795_000_000.0


def said(status: int, message: str, **fields: Any) -> ProviderError:
    """Return the error for an answer in the usual shape."""
    body = json.dumps({"error": {"message": message, **fields}}).encode()
    return failure(status, {}, body)


@pytest.mark.parametrize(
    "status, code, retryable",
    [
        (301, "provider-refused", False),
        (400, "provider-refused", False),
        (401, "auth-failed", False),
        (402, "quota-exhausted", False),
        (403, "auth-failed", False),
        (404, "model-unknown", False),
        (408, "provider-unavailable", True),
        (409, "provider-unavailable", True),
        (413, "context-too-long", False),
        (422, "provider-refused", False),
        (429, "rate-limited", True),
        (500, "provider-unavailable", True),
        (503, "provider-unavailable", True),
        (529, "provider-unavailable", True),
    ],
)
def test_status(status: int, code: str, retryable: bool) -> None:
    """A status alone says what happened and whether it may pass."""
    error = failure(status, {}, b"")
    assert (code, retryable) == (error.code, error.retryable)
    assert status == error.facts["status"]
    assert error.hint


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 8192 tokens. However, you requested 9",
        "prompt is too long: 215000 tokens > 200000 maximum",
        "input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000",
        "the request exceeds the available context size, try increasing it",
        "request (9000 tokens) exceeds the available context size (4096 tokens)",
        "The input token count (1200000) exceeds the maximum number of tokens allowed",
        "Please reduce the length of the messages or completion.",
        "Trying to keep the first 9000 tokens when context the overflows. However, the "
        "model is loaded with context length of only 4096 tokens, which is not enough. "
        "The number of tokens to keep is greater than the context length",
        "Prompt contains 40000 tokens, too large for model with 32768 maximum prompt "
        "length",
        "Input is too long for requested model.",
    ],
)
def test_context_too_long(message: str) -> None:
    """The usual ways to say that the context is full are understood."""
    error = said(400, message)
    assert ("context-too-long", False) == (error.code, error.retryable)


@pytest.mark.parametrize(
    "status, message, fields, code",
    [
        (400, "bad", {"code": "context_length_exceeded"}, "context-too-long"),
        (500, "context size exceeded", {}, "context-too-long"),
        (429, "You exceeded it", {"code": "insufficient_quota"}, "quota-exhausted"),
        (429, "check your plan and billing details", {}, "quota-exhausted"),
        (429, "quota; see billing. Please retry in 35.2s", {}, "rate-limited"),
        (429, "Rate limit reached", {"type": "tokens"}, "rate-limited"),
        (400, "Your credit balance is too low", {}, "quota-exhausted"),
        (400, "API key not valid", {"code": "invalid_api_key"}, "auth-failed"),
        (400, "model 'x' not found", {}, "model-unknown"),
        (503, "rate limit of the upstream", {}, "provider-unavailable"),
        (401, "context window exceeded", {}, "auth-failed"),
    ],
)
def test_meaning(status: int, message: str, fields: Dict[str, str], code: str) -> None:
    """The text decides only where a status can mean several things."""
    assert code == said(status, message, **fields).code


@pytest.mark.parametrize(
    "body, shown",
    [
        (b'{"error": {"message": "a  b\\n\\u001b[31mc"}}', "a b [31mc"),
        (b'{"error": "plain"}', "plain"),
        (b'{"message": "m"}', "m"),
        (b'{"detail": "d"}', "d"),
        (
            b'{"detail": [{"loc": ["body"], "msg": "field required"}]}',
            "field required (body)",
        ),
        (b'{"detail": {"odd": 1}}', '{"odd": 1}'),
        (b'[{"error": {"message": "listed"}}]', "listed"),
        (b"[]", None),
        (b"[7]", None),
        (b"{}", None),
        (b"just words", "just words"),
        (b"<html><head><title>502 Bad\nGateway</title>", "502 Bad Gateway"),
        (b"<html>no title", None),
        (b"[" * 100_000, "[" * 399 + "\u2026"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_message(body: bytes, shown: Optional[str]) -> None:
    """The provider's words are found, and fit on one line."""
    start = "The provider cannot answer at the moment (HTTP 500)"
    expected = f"{start}: {shown}" if shown else f"{start}."
    assert expected == failure(500, {}, body).message


def test_redirect() -> None:
    """A redirect names its goal."""
    error = failure(308, {"location": "https://elsewhere/"}, b"")
    assert "https://elsewhere/" in error.message


@pytest.mark.parametrize(
    "message, key",
    [
        ("Incorrect key: my-own-key-1234", "my-own-key-1234"),
        ("Incorrect key: sk-proj-abcdefghijklmnop", ""),
        ("Authorization was Bearer abcdefghijklmnop", ""),
    ],
)
def test_no_secrets(message: str, key: str) -> None:
    """An API key never gets into an error, even when the provider repeats it."""
    body = json.dumps({"error": {"message": message, "type": key}}).encode()
    error = failure(401, {}, body, key=key)
    shown = json.dumps(error.to_json())
    assert message[-12:] not in shown
    assert "***" in shown


def test_long_messages_are_cut() -> None:
    """A message without end is shortened."""
    assert 500 > len(said(500, "x" * 100_000).message)


@pytest.mark.parametrize(
    "headers, seconds",
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9.0),
        (
            {"retry-after": time.strftime("%a, %d %b %Y %T GMT", time.gmtime(NOW + 9))},
            9,
        ),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, 0.0),
    ],
)
def test_retry_after(headers: Dict[str, str], seconds: Optional[float]) -> None:
    """The server's wish to wait is understood in its three forms."""
    assert seconds == retry_after(headers, now=NOW)
    assert seconds == failure(429, headers, b"", now=NOW).retry_after


def test_retry_after_uses_the_clock() -> None:
    """A date in the past means no wait by the clock, too."""
    assert 0.0 == retry_after({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"})


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784111777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784111777),
        ("Sun Nov  6 08:49:37 1994", 784111777),
        ("Thursday, 29-Feb-24 23:59:59 GMT", 1709251199),
        ("Sun, 06 Nix 1994 08:49:37 GMT", None),
        ("1994-11-06T08:49:37Z", None),
        ("", None),
    ],
)
def test_http_date(text: str, expected: Optional[int]) -> None:
    """The three forms of an HTTP date are read."""
    assert expected == http_date(text)


def test_http_dates_of_many_days() -> None:
    """Days are counted as the calendar counts them, over leap years."""
    for days in range(0, 60_000, 37):
        moment = time.gmtime(days * 86_400 + 3_661)
        text = time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)
        assert calendar.timegm(moment) == http_date(text)
