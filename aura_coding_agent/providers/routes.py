# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the route to a server: through which proxy, and trusting whom; no I/O."""

from __future__ import annotations

import os
import re
from typing import Mapping, Optional, Tuple

from ..core.errors import ProviderError
from ..core.interfaces import HttpRequest
from ..core.values import NamedTuple
from .http1 import Head, build_request
from .urls import Url, parse_url

_RULE = r"(?:\[([^\]]+)\]|([^:]+))(?::([0-9]+))?"
_IPV4 = r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+"


class Route(NamedTuple):
    """To whom a connection leads; connections with equal routes are alike."""

    scheme: str
    host: str
    port: int
    proxy: Optional[Url]

    @property
    def place(self) -> Url:
        """The other end, for messages and for a tunnel."""
        return Url(self.scheme, self.host, self.port, "")


def route_to(url: Url, environ: Mapping[str, str]) -> Route:
    """Return the route to the server of a URL; raises like :func:`proxy_for`."""
    return Route(url.scheme, url.host, url.port, proxy_for(url, environ))


def proxy_for(url: Url, environ: Mapping[str, str]) -> Optional[Url]:
    """Return the proxy that the environment names for a URL, or None.

    ``http_proxy`` and ``https_proxy`` go before ``all_proxy``, lower case before
    upper case. Loopback addresses never use a proxy, nor does what ``no_proxy`` names.

    Raises:
        ProviderError: ``url-invalid`` when the variable holds no usable URL.
    """
    name = f"{url.scheme}_proxy"
    value = _variable(environ, name) or _variable(environ, "all_proxy")
    if not value or is_loopback(url.host):
        return None
    if bypasses_proxy(url.host, url.port, _variable(environ, "no_proxy")):
        return None
    return parse_url(value if "://" in value else f"http://{value}", "proxy address")


def _variable(environ: Mapping[str, str], name: str) -> str:
    """Return a variable in lower or upper case; empty when there is none."""
    return (environ.get(name) or environ.get(name.upper()) or "").strip()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine by its name or address alone."""
    if host == "::1" or host == "localhost" or host.endswith(".localhost"):
        return True
    return host.startswith("127.") and re.fullmatch(_IPV4, host) is not None


def bypasses_proxy(host: str, port: int, rules: str) -> bool:
    """Tell whether a ``NO_PROXY`` value excludes a host.

    Rules are separated by commas or blanks: ``*``; a name, which also covers the
    names below it, with or without a leading dot or ``*.``; an address; a network
    such as ``10.0.0.0/8``; each but the network may end in ``:port``.
    """
    return any(
        _rule_matches(rule, host.rstrip("."), port)
        for rule in re.split(r"[,\s]+", rules.lower())
        if rule
    )


def _rule_matches(rule: str, host: str, port: int) -> bool:
    """Return whether a rule of NO_PROXY holds for a host."""
    if rule == "*":
        return True
    match = re.fullmatch(_RULE, rule)
    if match is None or "/" in rule:  # an IPv6 address without brackets, a network
        return _same_network(rule, host)
    if match[3] and int(match[3]) != port:
        return False
    if match[1] or ":" in host:
        return _same_network(match[1] or match[2], host)
    name = match[2][1:] if match[2].startswith("*.") else match[2]
    name = name.strip(".")
    return bool(name) and (host == name or host.endswith("." + name))


def _same_network(rule: str, host: str) -> bool:
    """Return whether a host is an address in a network."""
    if ":" not in host and not re.fullmatch(_IPV4, host):
        return False
    # 3 ms of start-up, needed only when a rule or a host is an address.
    import ipaddress

    try:
        network = ipaddress.ip_network(rule.strip("[]"), strict=False)
        return ipaddress.ip_address(host.partition("%")[0]) in network
    except ValueError:
        return False


def request_bytes(
    request: HttpRequest, url: Url, route: Route, user_agent: str
) -> bytes:
    """Return a request as it is sent on a route; absolute-form through a proxy.

    Raises:
        ProviderError: ``header-invalid``.
    """
    headers = dict(request.headers)
    target = url.target
    if url.credentials and "authorization" not in map(str.lower, headers):
        headers["Authorization"] = url.credentials
    if route.proxy is not None and url.scheme == "http":
        target = f"http://{url.netloc}{target}"
        headers.update(_proxy_headers(route.proxy))
    return build_request(
        request.method,
        target,
        url.netloc,
        headers=headers,
        body=request.body,
        user_agent=user_agent,
    )


def connect_request(route: Route, user_agent: str) -> bytes:
    """Return the request for a tunnel to a server (RFC 9110, 9.3.6)."""
    assert route.proxy is not None  # nosec B101 # tells the type checker
    host = route.place.authority
    headers = _proxy_headers(route.proxy)
    return build_request("CONNECT", host, host, headers=headers, user_agent=user_agent)


def _proxy_headers(proxy: Url) -> Mapping[str, str]:
    """Return the header that logs in at a proxy."""
    given = proxy.credentials
    return {"Proxy-Authorization": given} if given else {}


def check_tunnel(head: Head, route: Route) -> None:
    """Raise ``proxy-auth`` or ``proxy-failed`` when a tunnel was refused."""
    assert route.proxy is not None  # nosec B101 # tells the type checker
    if head.status == 407:
        raise proxy_auth(route.proxy)
    if not 200 <= head.status < 300:
        raise proxy_failed(
            route.proxy,
            f"answered {head.status} {head.reason[:80]!r} for {route.place.authority}",
            retryable=head.status >= 500,
        )


def connect_failed(host: str, port: int, reason: str) -> ProviderError:
    """Return the error for a server that does not take connections."""
    hint = "Check the base URL, the network, and whether a proxy must be set."
    if is_loopback(host):
        hint = "Start the model server there, or set another base URL."
    where = Url("http", host, port).authority
    return ProviderError(
        "connect-failed",
        f"No connection to {where}: {reason}.",
        hint=hint,
        retryable=True,
    )


def dns_failed(host: str, reason: str, *, retryable: bool) -> ProviderError:
    """Return the error for a name without an address."""
    return ProviderError(
        "dns-failed",
        f"The host name {host} cannot be resolved: {reason}.",
        hint="Check the spelling in the base URL, the network and the proxy setting.",
        retryable=retryable,
    )


def proxy_failed(proxy: Url, what: str, *, retryable: bool) -> ProviderError:
    """Return the error for a proxy that is not there or does not do its work."""
    return ProviderError(
        "proxy-failed",
        f"The proxy {proxy.shown} {what}.",
        hint="Check HTTP_PROXY, HTTPS_PROXY and ALL_PROXY; a host that needs no proxy "
        "belongs into NO_PROXY.",
        retryable=retryable,
    )


def proxy_auth(proxy: Url) -> ProviderError:
    """Return the error for a proxy that wants other credentials, or some at all."""
    what = "refuses the given login" if proxy.userinfo else "wants a login"
    return ProviderError(
        "proxy-auth",
        f"The proxy {proxy.shown} {what} (407).",
        # pragma: allowlist nextline secret (made up)
        hint="Put it into the proxy variable as http://user:password@host:port, "
        "special characters percent-encoded; only basic authentication is known.",
        status=407,
    )


def trusted(
    environ: Mapping[str, str], ca_file: str = "", ca_path: str = ""
) -> Tuple[str, str]:
    """Return the file and the folder of trusted authorities; empty: the system's.

    What is given goes before ``AURA_CA_FILE``, ``SSL_CERT_FILE`` with
    ``SSL_CERT_DIR``, and ``REQUESTS_CA_BUNDLE``, which may be file or folder.
    """
    if ca_file or ca_path:
        return ca_file, ca_path
    if environ.get("AURA_CA_FILE"):
        return environ["AURA_CA_FILE"], ""
    named = environ.get("SSL_CERT_FILE", ""), environ.get("SSL_CERT_DIR", "")
    bundle = environ.get("REQUESTS_CA_BUNDLE", "")
    if any(named) or not bundle:
        return named
    return ("", bundle) if os.path.isdir(bundle) else (bundle, "")
