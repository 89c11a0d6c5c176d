# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take URLs apart, and show them without secrets.

``urllib.parse`` would do it, too, at 8 ms of start-up; a regular expression is
enough for the two schemes that a transport speaks (RFC 3986, section 3).
"""

from __future__ import annotations

import re
from binascii import b2a_base64

from ..core.errors import ProviderError
from ..core.values import NamedTuple

_PORTS = {"http": 80, "https": 443}
_URL = (
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
    r"(?:(?P<userinfo>[^/?#\\]*)@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+(?:%[0-9A-Za-z_.~-]+)?\]|[^\s/?#\\@:\[\]%]+)"
    r"(?::(?P<port>[0-9]*))?"
    r"(?P<path>/[!-~]*)?(?P<query>\?[!-~]*)?"
)


class Url(NamedTuple):
    """An http or https URL.

    Attributes:
        host: lower case, ASCII, IPv6 without brackets.
        target: path and query as they go into a request line.
        userinfo: ``user:password`` still percent-encoded; a secret.
    """

    scheme: str
    host: str
    port: int
    target: str = "/"
    userinfo: str = ""

    @property
    def netloc(self) -> str:
        """Host and port as in a Host field: brackets, no default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def authority(self) -> str:
        """Host and port as in a CONNECT request: always with the port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The URL for messages: without userinfo and query, both may hold keys."""
        return f"{self.scheme}://{self.netloc}{self.target.partition('?')[0]}"

    @property
    def credentials(self) -> str:
        """The value for basic authentication (RFC 7617), or an empty string."""
        if not self.userinfo:
            return ""
        user, _, password = self.userinfo.partition(":")
        pair = _unquote(user) + b":" + _unquote(password)
        return "Basic " + b2a_base64(pair, newline=False).decode("ascii")


def parse_url(text: str, what: str = "address") -> Url:
    """Take an http or https URL apart; ``what`` names it in errors.

    Raises:
        ProviderError: ``url-invalid`` for anything else; the message has no secrets.
    """
    match = re.fullmatch(_URL, text.strip().partition("#")[0])
    if match is None:
        raise _invalid(what, text, "it cannot be read as scheme://host:port/path")
    scheme = match["scheme"].lower()
    if scheme not in _PORTS:
        raise _invalid(what, text, "only http and https are spoken here")
    port = int(match["port"] or _PORTS[scheme])
    if not 0 < port < 65536:
        raise _invalid(what, text, "the port is not between 1 and 65535")
    try:
        host = _ascii_host(match["host"].strip("[]"))
    except UnicodeError:
        raise _invalid(what, text, "the host name is not valid") from None
    target = (match["path"] or "/") + (match["query"] or "")
    return Url(scheme, host, port, target, match["userinfo"] or "")


def redacted(text: str) -> str:
    """Return any text that should be a URL without userinfo and query."""
    head, at, tail = text.rpartition("@")
    scheme = head.partition("//")[0] + "//" if at and "//" in head else ""
    return scheme + re.split(r"[?#]", tail)[0][:200]


def _invalid(what: str, text: str, why: str) -> ProviderError:
    """Return the error about an address that cannot be used."""
    return ProviderError(
        "url-invalid",
        f"The {what} {redacted(text)!r} cannot be used: {why}.",
        hint="Write it like http://localhost:8080/v1 or https://api.example.com/v1.",
    )


def _ascii_host(host: str) -> str:
    """Return a host name as it is sent."""
    # The codec "idna" loads the Unicode tables; most names do not need it.
    return (host if host.isascii() else host.encode("idna").decode("ascii")).lower()


def _unquote(text: str) -> bytes:
    """Return the bytes of a text with percent signs."""
    return re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda match: bytes([int(match[1], 16)]),
        text.encode("utf-8"),
    )
