# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make a Provider of a codec, a transport and a rule for trying again."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Callable, FrozenSet, Iterator, Mapping, Optional, Union

from ..core.cancel import Cancel
from ..core.errors import ProviderError
from ..core.events import Retrying
from ..core.interfaces import (
    Codec,
    Decoder,
    Delta,
    HttpResponse,
    ModelRequest,
    StreamItem,
    Transport,
)
from ..core.messages import Reply
from ..core.values import NamedTuple
from .failures import failure as failure_of
from .relaxing import Relaxing
from .urls import redacted

MAX_ERROR_BODY = 65536
"""Bytes of an error answer that are read."""

Failure = Callable[[int, Mapping[str, str], bytes], ProviderError]
"""Status, headers and the begin of the body of a refusal -> what it means."""


class RetryPolicy(NamedTuple):
    """When to try again, and how long to wait.

    Attributes:
        attempts: calls at most, the first one included.
        total_seconds: nothing is tried again later than this after the start.
        base_delay: upper end of the first wait; it doubles with every attempt, and
            the wait is drawn evenly from zero to it (exponential backoff, full jitter).
        max_delay: upper end of every wait that the server did not ask for.
    """

    attempts: int = 6
    total_seconds: float = 300.0
    base_delay: float = 0.5
    max_delay: float = 30.0


class HttpProvider:
    """Answer model requests over HTTP; implements Provider.

    Args:
        codec: the wire format.
        transport: carries the bytes.
        base_url: of the API, as the codec wants it.
        key: API key; empty where none is needed.
        policy: the retry rule.
        failure: turns a refusal into an error; a test may give its own.
        headers: further headers, stronger than those of the codec.
    """

    def __init__(
        self,
        codec: Codec,
        transport: Transport,
        *,
        base_url: str,
        key: str = "",
        policy: RetryPolicy = RetryPolicy(),
        failure: Optional[Failure] = None,
        headers: Mapping[str, str] = {},
    ) -> None:
        """Take the codec, the transport and how failures are tried again."""
        self._codec = codec
        self._transport = transport
        self._base_url = base_url
        self._key = key
        self._policy = policy
        self._headers = headers
        self._failure = failure or partial(failure_of, key=key)

    def stream(self, request: ModelRequest, cancel: Cancel) -> Iterator[StreamItem]:
        """Yield deltas, notices of retries, and last exactly one Reply.

        A ``Retrying`` voids the deltas since the start or the last ``Retrying``.

        Raises:
            ProviderError: there is no answer and trying again will not help, or was
                not allowed any more; then ``attempts`` is among the facts.
            CancelledError: ``cancel`` was thrown.
        """
        started = time.monotonic()
        attempt = 1
        relaxing = Relaxing(self._codec, self._base_url, request)
        while True:
            try:
                yield from self._attempt(request, cancel, relaxing.without)
                relaxing.taken()
                return
            except ProviderError as error:
                said = relaxing.refused(error)
                if said is not None:
                    yield Retrying(attempt, 0.0, said.code, said.message)
                    cancel.check()
                    continue
                left = self._policy.total_seconds - (time.monotonic() - started)
                seconds = wait_before_retry(error, attempt, left, self._policy)
                notice = Retrying(attempt, seconds, error.code, error.message)
            yield notice
            cancel.wait(seconds)
            cancel.check()
            attempt += 1

    def _attempt(
        self, request: ModelRequest, cancel: Cancel, without: FrozenSet[str]
    ) -> Iterator[Union[Delta, Reply]]:
        """Send the request once and yield what comes back."""
        sent = self._codec.encode(request, self._base_url, self._key, without)
        sent = sent._replace(headers={**sent.headers, **self._headers})
        response = self._transport.send(sent, cancel)
        try:
            if not 200 <= response.status < 300:
                body = _read_refusal(response)
                for value in self._headers.values():  # it may be a secret
                    body = body.replace(value.encode(), b"***")
                raise self._failure(response.status, response.headers, body)
            decoder = self._codec.decoder(response.headers.get("content-type", ""))
            lost: Optional[ProviderError] = None
            chunks = _model_bytes(response, redacted(sent.url))
            while lost is None:
                try:
                    chunk = next(chunks)
                except StopIteration:
                    break
                except ProviderError as error:
                    lost = error
                else:
                    yield from decoder.feed(chunk)
            reply = _finished(decoder, lost)
        finally:
            response.close()
        yield reply


def _finished(decoder: Decoder, lost: Optional[ProviderError]) -> Reply:
    """Return the answer, also when the connection was lost after its proper end.

    What has its end mark is whole, and paid for: it is not asked for again.

    Raises:
        ProviderError: the answer has no proper end; how the connection was lost.
    """
    try:
        return decoder.finish()
    except ProviderError as error:
        raise lost if lost and error.code == "stream-cut" else error


def _model_bytes(response: HttpResponse, url: str) -> Iterator[bytes]:
    """Yield the chunks of an answer, unless it cannot come from a model server."""
    empty = True
    if "html" in response.headers.get("content-type", "").lower():
        raise not_a_model_server(url)
    for chunk in response.chunks():
        if empty and chunk.lstrip()[:1] == b"<":
            raise not_a_model_server(url)
        empty = empty and not chunk.strip()
        yield chunk
    if empty:
        raise ProviderError(
            "stream-malformed",
            f"{url} answered {response.status} with nothing in it.",
            hint="Check the base URL; if it is right, look at the log of the server.",
            retryable=True,
        )


def _read_refusal(response: HttpResponse) -> bytes:
    """Return the begin of an answer that says no."""
    body = b""
    try:
        for chunk in response.chunks():
            body += chunk
            if len(body) >= MAX_ERROR_BODY:
                break
    except ProviderError:
        pass  # the status says more than a cut body
    return body[:MAX_ERROR_BODY]


def not_a_model_server(url: str) -> ProviderError:
    """Return the error for an address that answers with a web page."""
    return ProviderError(
        "not-a-model-server",
        f"{url} answered with a web page, not as a model server does.",
        hint="Check the base URL (many end in /v1), and whether a proxy or a login "
        "page stands in between.",
    )


def wait_before_retry(
    error: ProviderError, attempt: int, left: float, policy: RetryPolicy
) -> float:
    """Return the seconds to wait before the next attempt.

    Args:
        attempt: number of the one that failed, from 1.
        left: seconds that remain of the total time.

    Raises:
        ProviderError: the given one, or one that tells why it is given up.
    """
    if not error.retryable:
        raise error
    if attempt >= policy.attempts:
        raise given_up(error, attempt, f"after {attempt} attempts")
    ceiling = min(policy.max_delay, policy.base_delay * 2.0 ** (attempt - 1))
    seconds = ceiling * _fraction()
    if error.retry_after is not None:
        seconds = max(seconds, error.retry_after)
        if error.retry_after > left:
            raise given_up(
                error,
                attempt,
                f"as the server asks to wait {error.retry_after:.0f} s and only "
                f"{max(left, 0.0):.0f} s are left for retries",
            )
    if seconds > left:
        why = f"after {attempt} attempts, as the next would come later than"
        raise given_up(error, attempt, f"{why} {policy.total_seconds:.0f} s")
    return seconds


def given_up(error: ProviderError, attempt: int, why: str) -> ProviderError:
    """Return an error with the reason for not trying again."""
    facts = {**error.facts, "attempts": attempt}
    return ProviderError(
        error.code,
        f"{error.message.rstrip('.')}; given up {why}.",
        hint=error.hint,
        retryable=error.retryable,
        retry_after=error.retry_after,
        **facts,
    )


def _fraction() -> float:
    """Return a random number from 0 to below 1."""
    # The module random costs 4 ms of start-up; one number in [0, 1) does not need it.
    return int.from_bytes(os.urandom(4), "big") / 2.0**32
