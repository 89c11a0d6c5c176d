# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn the bytes of an event stream into events: feed bytes, get values, no I/O.

Two framings are in use: server-sent events (WHATWG HTML, section 9.2 "Server-sent
events") and one JSON object a line. Both parsers give the same result however the
bytes are cut into chunks, and both bound what they keep in memory.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import List

from ..core.errors import ProviderError
from ..core.messages import JsonObject
from ..core.values import NamedTuple

MAX_LINE = 16 * 1024 * 1024
"""Characters that a line, or the data of one event, may have by default."""

_NEWLINE = r"\r\n|\n|\r"


class ServerEvent(NamedTuple):
    """One server-sent event; ``event`` is ``message`` when the stream named none."""

    event: str
    data: str


class _Lines:
    """Cut bytes into lines at CR, LF or CRLF; invalid UTF-8 becomes U+FFFD."""

    def __init__(self, max_line: int) -> None:
        """Take the longest line that is accepted."""
        self._max = max_line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending: List[str] = []
        self._size = 0
        self._begun = False
        self._after_cr = False

    def feed(self, chunk: bytes) -> List[str]:
        """Return the lines that ``chunk`` completes."""
        return self._split(self._decoder.decode(chunk))

    def rest(self) -> List[str]:
        """Return the last line when no line end follows it."""
        return self._split(self._decoder.decode(b"", True) + "\n")

    def _split(self, text: str) -> List[str]:
        """Return the lines that a piece of text completes."""
        if not text:
            return []
        if not self._begun:
            self._begun = True
            text = text[1:] if text[0] == "\ufeff" else text
        if self._after_cr and text.startswith("\n"):
            text = text[1:]
            self._after_cr = False
        if text:
            self._after_cr = text[-1] == "\r"
        first, *others = re.split(_NEWLINE, text)
        self._pending.append(first)
        self._size += len(first)
        if not others:
            self._check(self._size)
            return []
        lines = ["".join(self._pending), *others[:-1]]
        self._pending, self._size = [others[-1]], len(others[-1])
        self._check(max(self._size, max(map(len, lines))))
        return lines

    def _check(self, size: int) -> None:
        """Refuse a line that is too long."""
        if size > self._max:
            raise too_long(self._max)


class EventStream:
    """Parse server-sent events.

    The fields ``id`` and ``retry`` are ignored: nothing here reconnects.

    Args:
        max_line: characters a line, or the data of one event, may have.
    """

    def __init__(self, max_line: int = MAX_LINE) -> None:
        """Take the longest line that is accepted."""
        self._max = max_line
        self._lines = _Lines(max_line)
        self._event = ""
        self._data: List[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> List[ServerEvent]:
        """Take the next bytes, return the events that they complete.

        Raises:
            ProviderError: ``stream-malformed``, a line or an event is too long.
        """
        events = []
        for line in self._lines.feed(chunk):
            if line:
                self._field(line)
                continue
            if self._data:
                events.append(ServerEvent(self._event or "message", self._text()))
            self._clear()
        return events

    def end(self) -> List[ServerEvent]:
        """Return the last event when no empty line ends it, if there is one.

        The standard drops it, as it may be cut. Servers that forget the empty line
        abound, so whoever reads the data has to tell whether it is whole.

        Raises:
            ProviderError: as :meth:`feed`.
        """
        for line in self._lines.rest():
            if line:
                self._field(line)
        event = ServerEvent(self._event or "message", self._text())
        last = [event] if self._data else []
        self._lines = _Lines(self._max)
        self._clear()
        return last

    def _field(self, line: str) -> None:
        """Take one field of an event."""
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "data":
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self._max + 1:
                raise too_long(self._max)
        elif name == "event":
            self._event = value

    def _text(self) -> str:
        """Return the data of the event under way."""
        return "\n".join(self._data)

    def _clear(self) -> None:
        """Begin a new event."""
        self._event, self._data, self._size = "", [], 0


class JsonLines:
    """Parse one JSON object a line (NDJSON); empty lines are skipped.

    Args:
        max_line: characters a line may have.
    """

    def __init__(self, max_line: int = MAX_LINE) -> None:
        """Take the longest line that is accepted."""
        self._max = max_line
        self._lines = _Lines(max_line)

    def feed(self, chunk: bytes) -> List[JsonObject]:
        """Take the next bytes, return the objects of the lines they complete.

        Raises:
            ProviderError: ``stream-malformed``, a line is too long or holds
                something other than a JSON object.
        """
        return self._objects(self._lines.feed(chunk))

    def end(self) -> List[JsonObject]:
        """Return the object of a last line that has no line end, if there is one.

        Raises:
            ProviderError: as :meth:`feed`.
        """
        last = self._lines.rest()
        self._lines = _Lines(self._max)
        return self._objects(last)

    def _objects(self, lines: List[str]) -> List[JsonObject]:
        """Return the objects of lines, blank ones left out."""
        return [json_object(line) for line in lines if line.strip()]


def json_object(text: str) -> JsonObject:
    """Return the JSON object that an event carries.

    Raises:
        ProviderError: ``stream-malformed``, the text is not a JSON object.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    raise malformed("an event of the answer is not a JSON object", text)


def malformed(what: str, sample: str = "") -> ProviderError:
    """Return the error for an answer that breaks its format.

    It may pass (a proxy that hiccuped), so it is retryable.
    """
    shown = "".join(c if c.isprintable() else " " for c in sample[:120]).strip()
    return ProviderError(
        "stream-malformed",
        f"The model's answer cannot be read: {what}" + (f": {shown}" if shown else "."),
        hint="Check that the base URL belongs to the chosen wire format.",
        retryable=True,
    )


def too_long(limit: int) -> ProviderError:
    """Return the error for a line or an event beyond the limit; not retryable."""
    return ProviderError(
        "stream-malformed",
        f"The model's answer has a line of more than {limit:,} characters.",
        hint="Check that the base URL is that of a model server.",
        limit=limit,
    )
