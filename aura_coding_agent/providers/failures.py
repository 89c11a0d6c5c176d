# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn what a provider says went wrong into one kind of error.

An HTTP error answer and an error event inside a stream carry the same things (a
kind, a message, perhaps a status), so both end in the same table of causes.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any, Mapping, Optional, Tuple

from ..core.errors import ProviderError
from ..core.messages import JsonObject
from ..core.values import NamedTuple

MAX_MESSAGE = 400
"""Characters of the provider's own message that an error shows."""


class Cause(NamedTuple):
    """What an error code means for the user and for the retry rule."""

    what: str
    hint: str
    retryable: bool = False


CAUSES: Mapping[str, Cause] = {
    "auth-failed": Cause(
        "The provider refused the credentials",
        "Check the API key, and that it may use this model.",
    ),
    "model-unknown": Cause(
        "The provider does not know the model or the address",
        "Check the model name and the base URL.",
    ),
    "rate-limited": Cause(
        "The provider limits the rate of requests",
        "Wait a little, or use a model or key with a higher limit.",
        True,
    ),
    "quota-exhausted": Cause(
        "The account has no credit or quota left",
        "Check plan and billing at the provider, or use another key.",
    ),
    "context-too-long": Cause(
        "The conversation is longer than the model allows",
        "Start a new session, or use a model with a larger context window.",
    ),
    "provider-refused": Cause(
        "The provider refused the request",
        "Read the provider's message; check model, base URL and wire format.",
    ),
    "provider-unavailable": Cause(
        "The provider cannot answer at the moment",
        "Try again later, or look at the provider's status page.",
        True,
    ),
}

# What vendors and local servers say; the first match decides. Kinds are error types
# and codes, texts are messages. Sources: the error pages of OpenAI and Anthropic,
# and the messages that llama.cpp, vLLM, Ollama, LM Studio, Gemini and Mistral send.
# They stay text until an error comes: compiling them would slow every start down.
_RULES: Tuple[Tuple[str, str], ...] = (
    (
        "context-too-long",
        r"context_length_exceeded|exceed_context_size|request_too_large"
        r"|maximum context length|context (?:length|window|size)[^.]{0,40}exceed"
        r"|exceed\w*[^.]{0,60}context (?:length|window|size|limit)"
        r"|prompt is too long|prompt too long|input is too long|input too long"
        r"|maximum (?:prompt|input) length|too many (?:input |prompt )?tokens"
        r"|input token count[^.]{0,40}exceeds|longer than the model'?s context"
        r"|max_tokens`? exceed context|reduce the length of the (?:messages|prompt)"
        r"|greater than the context length|larger than the context",
    ),
    (
        "quota-exhausted",
        r"insufficient_quota|billing|insufficient (?:balance|credit|funds)"
        r"|credit balance|exceeded your current quota|payment required"
        r"|out of credits|more credits",
    ),
    ("rate-limited", r"rate.?limit|too many requests|tokens per min"),
    (
        "provider-unavailable",
        r"overloaded|server_error|internal_server|api_error|timeout_error"
        r"|service_unavailable|unavailable_error|temporarily unavailable"
        r"|at capacity|loading model",
    ),
    (
        "auth-failed",
        r"authentication_error|permission_error|invalid_api_key"
        r"|incorrect api key|invalid api key|unauthorized",
    ),
    ("model-unknown", r"model_not_found|not_found_error|model[^.]{0,80}not found"),
)

_STATUS_CODES = {
    401: "auth-failed",
    402: "quota-exhausted",
    403: "auth-failed",
    404: "model-unknown",
    408: "provider-unavailable",
    409: "provider-unavailable",
    413: "context-too-long",
    425: "provider-unavailable",
    429: "rate-limited",
    529: "provider-unavailable",
}
# Which meanings of the text may overrule a status: a 400 can mean a long context, a
# 429 an empty account; a 503 with "rate limit" in its text stays what it is.
_OVERRULES = {
    400: ("context-too-long", "quota-exhausted", "auth-failed", "model-unknown"),
    403: ("quota-exhausted",),
    422: ("context-too-long",),
    429: ("quota-exhausted",),
    500: ("context-too-long",),
}
_SECRET = r"\b(?:sk|pk|gsk|xai|AIza|Bearer )[-_ ]?[\w\-]{12,}"  # nosec B105 # a pattern


def failure(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    key: str = "",
    now: Optional[float] = None,
) -> ProviderError:
    """Return the error that an HTTP answer other than 2xx means.

    Args:
        status: HTTP status; it is kept in the facts.
        headers: headers of the answer, names in lower case.
        body: as much of the body as was read.
        key: the API key; should the provider repeat it, it is blotted out.
        now: seconds since the epoch, for a ``Retry-After`` that is a date.
    """
    kind, message = _said(_parsed(body))
    code = _meaning(kind, message)
    if status == 429 and re.search(r"(?:retry|try again) in \d", message, re.I):
        code = ""  # some call the limit of a minute a quota, too
    if code not in _OVERRULES.get(status, ()):
        code = _STATUS_CODES.get(status, "")
    if not code:
        code = "provider-unavailable" if status >= 500 else "provider-refused"
    if status < 400 and not message:
        message = f"a redirect to {headers.get('location', 'nowhere')}"
    wait = retry_after(headers, now=now)
    return _error(code, message, key=key, wait=wait, status=status, kind=kind)


def stream_failure(payload: Any) -> ProviderError:
    """Return the error that an error event inside an answer means.

    Args:
        payload: the event's JSON, or what stood in its ``error`` field.
    """
    kind, message = _said(payload)
    code = _meaning(kind, message)
    status = _status(payload)
    if not code and status:
        code = _STATUS_CODES.get(status, "")
    if not code:
        refused = 400 <= status < 500 or "invalid" in kind
        code = "provider-refused" if refused else "provider-unavailable"
    return _error(code, message, kind=kind, status=status)


def stream_cut(what: str) -> ProviderError:
    """Return the error for an answer that ended too early; it is retryable."""
    return ProviderError(
        "stream-cut",
        f"The model's answer was cut off: {what}.",
        hint="The connection or the server broke off; trying again may help.",
        retryable=True,
    )


def _error(
    code: str,
    message: str,
    *,
    kind: str,
    status: int,
    key: str = "",
    wait: Optional[float] = None,
) -> ProviderError:
    """Return the error for a code, with the words of the server cleaned."""
    cause = CAUSES[code]
    facts = {"status": status, "kind": clean(kind, key=key)[:80]}
    number = f" (HTTP {status})" if status else ""
    said = clean(message, key=key)
    return ProviderError(
        code,
        f"{cause.what}{number}: {said}" if said else f"{cause.what}{number}.",
        hint=cause.hint,
        retryable=cause.retryable,
        retry_after=wait,
        **{name: value for name, value in facts.items() if value},
    )


def clean(text: str, *, key: str = "") -> str:
    """Return a provider's text for one line: short, printable, without secrets."""
    if key:
        text = text.replace(key, "***")
    text = re.sub(_SECRET, "***", text[: 4 * MAX_MESSAGE])
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "\u2026"


# -- reading what was said -----------------------------------------------------------


def _parsed(body: bytes) -> Any:
    """Return the JSON of a body, or a mapping with the words in it."""
    text = body.decode("utf-8", "replace").strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if "<" in text[:200]:  # a page of a proxy or of a web server: its title says most
        title = re.search(r"<title[^>]*>([^<]*)", text, re.I)
        return title.group(1) if title else ""
    return text


def _said(payload: Any) -> Tuple[str, str]:
    """Return kind and message from any of the shapes in which errors come."""
    if isinstance(payload, list):
        payload = payload[0] if payload else ""
    if not isinstance(payload, dict):
        return "", payload if isinstance(payload, str) else ""
    inner = payload.get("error")
    if isinstance(inner, (dict, str)) and inner:
        kind, message = _said(inner)
        return kind or _kind(payload), message or _message(payload)
    return _kind(payload), _message(payload)


def _kind(payload: JsonObject) -> str:
    """Return the kind of failure that a payload names."""
    names = (payload.get("type"), payload.get("code"), payload.get("status"))
    return " ".join(name for name in names if isinstance(name, str))


def _message(payload: JsonObject) -> str:
    """Return the sentence that a payload has for people."""
    for name in ("message", "detail", "msg", "error_description", "errors"):
        value = payload.get(name)
        if isinstance(value, (dict, list)) and value:
            value = _said(value)[1] or json.dumps(value)
        if isinstance(value, str) and value:
            return value + _place(payload, value)
    return ""


def _place(payload: JsonObject, message: str) -> str:
    """Return which field an error is about, where its message does not say."""
    place = payload.get("loc") or payload.get("param")
    if isinstance(place, list):
        place = ".".join(str(part) for part in place)
    known = not isinstance(place, str) or place in message
    return "" if known else f" ({place})"


def _meaning(kind: str, message: str) -> str:
    """Return the code that a kind or a sentence means; empty when unknown."""
    for text in (kind, message):
        for code, pattern in _RULES:
            if re.search(pattern, text, re.I):
                return code
    return ""


def _status(payload: Any) -> int:
    """Return the HTTP status that some servers put into ``error.code``, or 0."""
    inner = payload.get("error", payload) if isinstance(payload, dict) else None
    code = inner.get("code") if isinstance(inner, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 0


# -- Retry-After ---------------------------------------------------------------------

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# The three forms a recipient has to accept: IMF-fixdate, RFC 850 and asctime.
_DATES = (
    rf"\w+, (?P<day>\d\d)[ -](?P<month>\w{{3}})[ -](?P<year>\d+) {_TIME} ",
    rf"\w+ (?P<month>\w{{3}}) +(?P<day>\d+) {_TIME} (?P<year>\d{{4}})",
)


def retry_after(
    headers: Mapping[str, str], *, now: Optional[float] = None
) -> Optional[float]:
    """Return the seconds that the server asks to wait; None when it does not say.

    ``retry-after-ms`` (OpenAI) goes before ``retry-after``, which is a number of
    seconds or a date (RFC 9110, section 10.2.3).
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is None and value:
        at = http_date(value)
        if at is not None:
            return max(0.0, at - (time.time() if now is None else now))
    return seconds


def _number(text: str) -> Optional[float]:
    """Return a plain number of seconds, None when the text is none."""
    return float(text) if re.fullmatch(r"\s*\d{1,9}(\.\d*)?\s*", text) else None


def http_date(text: str) -> Optional[float]:
    """Return an HTTP date (RFC 9110, section 5.6.7) as seconds since the epoch."""
    for form in _DATES:
        found = re.match(form, text.strip() + " ")
        if found and found["month"].lower() in _MONTHS:
            year, month = int(found["year"]), _MONTHS.index(found["month"].lower()) + 1
            if year < 100:
                year += 1900 if year >= 70 else 2000
            days = _days(year, month, int(found["day"]))
            clock = (int(found[name]) for name in ("hour", "minute", "second"))
            hour, minute, second = clock
            return float(days * 86400 + hour * 3600 + minute * 60 + second)
    return None


def _days(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01, counting years from March (no leap trouble)."""
    year -= month < 3
    of_year = (153 * (month + (9 if month < 3 else -3)) + 2) // 5 + day - 1
    return 365 * year + year // 4 - year // 100 + year // 400 + of_year - 719468
