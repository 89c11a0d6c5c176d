# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Speak HTTP/1.1 as a client without touching a socket: feed bytes, get events.

Why not the client of the standard library: importing ``http.client`` brings ``email``
and ``ssl``, which was measured at 30 ms of CPU and 7 MiB at every start, while an
answer of a model needs a status line, headers and one of three framings. The rules
are those of RFC 9112 (messages) and RFC 9110 (semantics).
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Union

from ..core import deflate as zlib
from ..core.errors import ProviderError
from ..core.values import NamedTuple

MAX_HEAD = 65536
"""Bytes that all heads of one answer may have together; also its trailers."""

_MAX_LINE = 8192
_PIECE = 65536
_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # nosec B105 # a pattern
_TARGET = r"[!-~]+"
_SENT_VALUE = r"[\t -~]*"
_STATUS_LINE = r"HTTP/1\.([0-9]) ([1-9][0-9][0-9])(?: (.*))?"
_HEAD_END = rb"\r?\n\r?\n"
_FOLD = r"\r?\n[ \t]+"
_LENGTH = r"[0-9]{1,18}"
_CHUNK_SIZE = rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?"
_OURS = ("host", "content-length", "connection", "transfer-encoding")


def build_request(
    method: str,
    target: str,
    host: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    user_agent: str = "",
) -> bytes:
    """Return the bytes of a request that keeps the connection alive.

    Args:
        target: path with query, or an absolute URL for a proxy (RFC 9112, 3.2).
        host: value of the Host field.
        headers: further fields; User-Agent and Accept-Encoding may be among them.

    Raises:
        ProviderError: ``header-invalid`` when a part could break out of its line,
            or names a field that is set here.
    """
    fields = {"Host": host, "Connection": "keep-alive"}
    names = {name.lower() for name in headers}
    if "accept-encoding" not in names:
        fields["Accept-Encoding"] = "identity"
    if user_agent and "user-agent" not in names:
        fields["User-Agent"] = user_agent
    if body or method in ("POST", "PUT", "PATCH"):
        fields["Content-Length"] = str(len(body))
    for name in headers:
        if name.lower() in _OURS:
            raise _unsendable(f"The header {name} is set by the transport itself.")
    if not re.fullmatch(_TOKEN, method) or not re.fullmatch(_TARGET, target):
        raise _unsendable("The method or the address has characters HTTP forbids.")
    lines = [f"{method} {target} HTTP/1.1"]
    lines += [_field_line(name, value) for name, value in fields.items()]
    lines += [_field_line(name, value) for name, value in headers.items()]
    return "\r\n".join(lines + ["", ""]).encode("ascii") + body


def _field_line(name: str, value: str) -> str:
    """Return one header line; refuse what would break the request."""
    # The value may be a key: it is never shown.
    if not re.fullmatch(_TOKEN, name):
        raise _unsendable("The name of a header has characters that HTTP forbids.")
    if not re.fullmatch(_SENT_VALUE, value):
        raise _unsendable(
            f"The value of the header {name} has a line break, a control character "
            "or a character outside ASCII."
        )
    return f"{name}: {value}"


def _unsendable(message: str) -> ProviderError:
    """Return the error about a header that cannot be sent."""
    return ProviderError(
        "header-invalid",
        message,
        hint="Look for a stray line break or quote in the key or the setting.",
    )


class Head(NamedTuple):
    """Status and headers of the final answer; header names are lower case.

    ``minor`` is the 1 of HTTP/1.1.
    """

    status: int
    reason: str
    headers: Dict[str, str]
    minor: int = 1


class Data(NamedTuple):
    """More of the body, without framing and compression; never empty."""

    data: bytes


class End(NamedTuple):
    """The answer is complete; ``reusable`` tells if the connection can go on."""

    reusable: bool


Event = Union[Head, Data, End]


class ResponseParser:
    """Turn the bytes of one answer into a Head, any number of Data, and an End.

    Interim answers (1xx) are skipped. A body that stops before its end is an error,
    never an End.

    Args:
        method: of the request; it decides whether there is a body.
        where: the address to name in errors, without secrets.
    """

    def __init__(self, method: str, where: str = "the server") -> None:
        """Take the method, which decides whether a body can follow."""
        self.started: bool = False
        self.complete: bool = False
        self._method = method
        self._where = where
        self._buffer = bytearray()
        self._events: List[Event] = []
        self._closed = False
        self._heads = 0
        self._remaining = 0
        self._keep = False
        self._inflate: Optional[_Inflate] = None
        self._step: Callable[[], bool] = self._read_head

    @property
    def leftover(self) -> bytes:
        """The bytes that came after the end of the answer."""
        return bytes(self._buffer) if self.complete else b""

    def feed(self, data: bytes) -> List[Event]:
        """Take the next bytes, ``b""`` when the peer has closed; return the events.

        Raises:
            ProviderError: ``http-malformed`` when this is not HTTP/1, and
                ``connection-lost`` when the peer closed before the end.
        """
        if data:
            self.started = True
            self._buffer += data
        else:
            self._closed = True
        self._events = []
        while not self.complete and self._step():
            pass
        if self._closed and not self.complete:
            raise self._lost()
        return self._events

    # Each step takes what it can from the buffer; it returns false when it needs
    # more bytes, and names the step that follows it when it is done.

    def _read_head(self) -> bool:
        """Read the head once it is complete; return whether something happened."""
        if not b"HTTP/1.".startswith(self._buffer[:7]):
            raise self._malformed(_guess(bytes(self._buffer[:5])))
        end = re.search(_HEAD_END, self._buffer)
        size = end.end() if end else len(self._buffer)
        if self._heads + size > MAX_HEAD:
            raise self._malformed(f"its head is longer than {MAX_HEAD} bytes")
        if end is None:
            return False
        head = self._parse_head(bytes(self._buffer[:size]).decode("latin-1"))
        del self._buffer[:size]
        self._heads += size
        if head.status == 101:
            raise self._malformed("it changes the protocol, which was not asked for")
        if head.status >= 200:
            self._events.append(head)
            self._choose_body(head)
        return True

    def _parse_head(self, text: str) -> Head:
        """Return status and headers of a head."""
        # RFC 9112, 5.2: a folded line continues the value before it.
        lines = re.split(r"\r?\n", re.sub(_FOLD, " ", text.rstrip("\r\n")))
        match = re.fullmatch(_STATUS_LINE, lines[0])
        if match is None:
            raise self._malformed("its status line cannot be read")
        headers: Dict[str, str] = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if (
                not colon
                or not re.fullmatch(_TOKEN, name)
                or re.search(r"[\0\r]", value)
            ):
                raise self._malformed("a header line cannot be read")
            name, value = name.lower(), value.strip(" \t")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return Head(int(match[2]), match[3] or "", headers, int(match[1]))

    def _choose_body(self, head: Head) -> None:
        """Find out how the body ends (RFC 9112, 6.3) and whether it is compressed."""
        self._keep = _keeps_alive(head)
        tunnel = self._method == "CONNECT" and 200 <= head.status < 300
        if self._method == "HEAD" or head.status in (204, 304) or tunnel:
            return self._finish()
        self._choose_encoding(head.headers.get("content-encoding", ""))
        coding = head.headers.get("transfer-encoding")
        length = head.headers.get("content-length")
        if coding is not None:
            if coding.lower() != "chunked":
                raise self._malformed(f"its transfer coding is {coding[:40]!r}")
            # Both fields, or chunks in HTTP/1.0, smell of a confused server in
            # between: read it, but trust nothing that follows on this connection.
            self._keep = self._keep and length is None and head.minor >= 1
            self._step = self._read_chunk_size
        elif length is not None:
            self._remaining = self._parse_length(length)
            self._step = self._read_length
        else:
            self._keep = False
            self._step = self._read_until_close
        return None

    def _choose_encoding(self, encoding: str) -> None:
        """Choose how the body is decoded."""
        name = encoding.strip().lower()
        if name in ("gzip", "x-gzip"):
            self._inflate = _Inflate()
        elif name not in ("", "identity"):
            raise self._malformed(f"it is compressed by {name[:40]!r}, unasked")

    def _parse_length(self, text: str) -> int:
        """Return the length of the body that the headers state."""
        values = {value.strip() for value in text.split(",")}
        value = values.pop()
        if values or not re.fullmatch(_LENGTH, value):
            raise self._malformed(f"its Content-Length is {text[:40]!r}")
        return int(value)

    def _read_length(self) -> bool:
        """Read a body of stated length."""
        progress = self._take_data()
        if self._remaining == 0:
            self._finish()
        return progress

    def _read_until_close(self) -> bool:
        """Read a body that ends with the connection."""
        self._remaining = len(self._buffer)
        progress = self._take_data()
        if self._closed:
            self._finish()
        return progress

    def _read_chunk_size(self) -> bool:
        """Read the line with the size of a chunk."""
        line = self._take_line()
        if line is None:
            return False
        match = re.fullmatch(_CHUNK_SIZE, line)
        if match is None:
            raise self._malformed("the size of a chunk cannot be read")
        self._remaining = int(match[1], 16)
        self._step = self._read_chunk if self._remaining else self._read_trailers
        return True

    def _read_chunk(self) -> bool:
        """Read the data of a chunk."""
        progress = self._take_data()
        if self._remaining == 0:
            self._step = self._read_chunk_end
        return progress

    def _read_chunk_end(self) -> bool:
        """Read the line end after a chunk."""
        if len(self._buffer) < 2:
            return False
        if self._buffer[:2] != b"\r\n":
            raise self._malformed("a chunk is longer than it says")
        del self._buffer[:2]
        self._step = self._read_chunk_size
        return True

    def _read_trailers(self) -> bool:
        """Read what follows the last chunk."""
        line = self._take_line()
        if line is None:
            return False
        self._heads += len(line)
        if self._heads > MAX_HEAD:
            raise self._malformed(f"its trailers are longer than {MAX_HEAD} bytes")
        if not line:
            self._finish()
        return True

    def _take_line(self) -> Optional[bytes]:
        """Return the next line, None when it is not complete."""
        end = self._buffer.find(b"\r\n")
        if max(end, len(self._buffer) if end < 0 else 0) > _MAX_LINE:
            raise self._malformed(f"a line is longer than {_MAX_LINE} bytes")
        if end < 0:
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return line

    def _take_data(self) -> bool:
        """Pass on what is there of the next ``_remaining`` bytes of the body."""
        data = bytes(self._buffer[: self._remaining])
        if not data:
            return False
        del self._buffer[: len(data)]
        self._remaining -= len(data)
        try:
            pieces = self._inflate.feed(data) if self._inflate else (data,)
            self._events.extend(Data(piece) for piece in pieces)
        except zlib.error:
            raise self._malformed("its compressed body is damaged") from None
        return True

    def _finish(self) -> None:
        """Note that the answer is complete, or was cut."""
        if self._inflate is not None and not self._inflate.complete:
            raise self._lost()
        self.complete = True
        self._events.append(End(self._keep and not self._buffer))

    def _malformed(self, detail: str) -> ProviderError:
        """Return the error about an answer that breaks the rules."""
        return ProviderError(
            "http-malformed",
            f"The answer of {self._where} is not valid HTTP/1.1: {detail}.",
            hint="Check that the base URL names an HTTP API, with http or https right.",
        )

    def _lost(self) -> ProviderError:
        """Return the error about an answer that was cut."""
        return connection_lost(self._where, "closed the connection before the end")


class _Inflate:
    """Decompress gzip (RFC 1952) as it comes, in pieces of bounded size."""

    def __init__(self) -> None:
        """Begin a stream of gzip."""
        self._fed = False
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def complete(self) -> bool:
        """Whether the stream has its proper end; an empty body has, too."""
        return self._stream.eof or not self._fed

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next bytes stand for; raises ``zlib.error``."""
        self._fed = True
        piece = b""
        while data or len(piece) == _PIECE:
            if self._stream.eof:  # a gzip file may have several members
                self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
            piece = self._stream.decompress(data, _PIECE)
            if piece:
                yield piece
            data = self._stream.unconsumed_tail or self._stream.unused_data


def connection_lost(where: str, what: str) -> ProviderError:
    """Return the error for an answer that is not complete; it is worth a retry."""
    return ProviderError(
        "connection-lost",
        f"{where} {what} of its answer.",
        hint="Try again; if it stays, look at the log of the server or the proxy.",
        retryable=True,
    )


def _keeps_alive(head: Head) -> bool:
    """Tell whether the connection may be used again (RFC 9112, 9.3)."""
    fields = head.headers.get("connection", "").lower().split(",")
    options = [option.strip() for option in fields]
    if "close" in options:
        return False
    return head.minor >= 1 or "keep-alive" in options


def _guess(first: bytes) -> str:
    """Return a guess what the first bytes are instead of HTTP."""
    if first[:1] in (b"\x15", b"\x16"):  # TLS alert or handshake record
        return "it looks like TLS, so the address may need https"
    return f"it begins with {first!r}"
