# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test how URLs are read and shown, and which proxy is chosen for one."""

from __future__ import annotations

import pathlib
from typing import Dict, Tuple

import pytest

from aura_coding_agent.core.errors import ProviderError
from aura_coding_agent.providers.routes import bypasses_proxy, route_to, trusted
from aura_coding_agent.providers.urls import Url, parse_url, redacted


@pytest.mark.parametrize(
    "text, expected",
    [
        ("http://localhost:8080/v1", Url("http", "localhost", 8080, "/v1")),
        ("HTTPS://API.Example.com", Url("https", "api.example.com", 443, "/")),
        ("https://h?a=b#c", Url("https", "h", 443, "/?a=b")),
        (" http://h:/x ", Url("http", "h", 80, "/x")),
        ("http://[::1]:99/x?y=z", Url("http", "::1", 99, "/x?y=z")),
        ("http://[fe80::1%eth0]/", Url("http", "fe80::1%eth0", 80, "/")),
        ("http://u:p@s@h:1/", Url("http", "h", 1, "/", "u:p@s")),
        ("http://b\u00fccher.example/", Url("http", "xn--bcher-kva.example", 80, "/")),
    ],
)
def test_a_url_is_taken_apart(text: str, expected: Url) -> None:
    """Scheme, host, port, target and userinfo are found; the fragment is dropped."""
    assert expected == parse_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:8080",
        "http://",
        "http:///v1",
        # pragma: allowlist nextline secret (made up)
        "ftp://u:secret@h/",
        "file:///etc/passwd",
        "http://h:99999/",
        "http://h:0/",
        "http://h:port/",
        # pragma: allowlist nextline secret (made up)
        "http://u:secret@h/a b?secret",
        # pragma: allowlist nextline secret (made up)
        "http://u:secret@h/a\r\nX: y",
        "http://h/\u00e9",
        "http://[::1/",
        # pragma: allowlist nextline secret (made up)
        "http://u:secret@[zz]/",
        "http://" + "\u00e9" * 70 + "/",
        # pragma: allowlist nextline secret (made up)
        "http://u:secret@h\\x/",
    ],
)
def test_other_urls_are_refused(text: str) -> None:
    """The error says so without showing what may be a password."""
    with pytest.raises(ProviderError) as caught:
        parse_url(text)
    assert "url-invalid" == caught.value.code
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("http://u:p@h:1/x?key=1", "http://h:1/x"),
        ("https://[::1]/", "https://[::1]/"),
        ("https://h:443/v1", "https://h/v1"),
    ],
)
def test_a_url_is_shown_without_secrets(text: str, expected: str) -> None:
    """Userinfo and query do not appear."""
    assert expected == parse_url(text).shown
    assert "p@" not in redacted(text) and "key" not in redacted(text)


def test_any_text_is_redacted() -> None:
    """Also what is no URL at all loses what could be a secret."""
    assert "/login" == redacted("/login?token=1")
    assert "h" == redacted("user:password@h")
    assert "https://h/x" == redacted("https://u:p@h/x#frag")


@pytest.mark.parametrize(
    "userinfo, expected",
    [
        ("", ""),
        ("Aladdin:open%20sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("u", "Basic dTo="),
        ("%C3%BC:%40%zz", "Basic w7w6QCV6eg=="),
    ],
)
def test_userinfo_becomes_basic_credentials(userinfo: str, expected: str) -> None:
    """User and password are percent-decoded (RFC 7617)."""
    assert expected == Url("http", "h", 80, "/", userinfo).credentials


PROXY = "http://proxy:3128"
PROXIED = Url("http", "proxy", 3128)


@pytest.mark.parametrize(
    "url, environ, proxied",
    [
        ("http://h/", {}, False),
        ("http://h/", {"http_proxy": PROXY}, True),
        ("http://h/", {"HTTP_PROXY": PROXY}, True),
        ("http://h/", {"HTTPS_PROXY": PROXY}, False),
        ("https://h/", {"HTTPS_PROXY": PROXY}, True),
        ("https://h/", {"https_proxy": "proxy:3128"}, True),
        ("https://h/", {"ALL_PROXY": PROXY}, True),
        ("http://h/", {"all_proxy": PROXY, "http_proxy": ""}, True),
        ("http://h/", {"http_proxy": PROXY, "HTTP_PROXY": "http://other"}, True),
        ("http://h/", {"http_proxy": PROXY, "NO_PROXY": "h"}, False),
        ("http://h/", {"http_proxy": PROXY, "no_proxy": "x,H"}, False),
        ("http://localhost:1/", {"http_proxy": PROXY}, False),
        ("http://app.localhost/", {"http_proxy": PROXY}, False),
        ("http://127.0.0.1/", {"http_proxy": PROXY}, False),
        ("http://127.8.8.8/", {"http_proxy": PROXY}, False),
        ("http://127.example.com/", {"http_proxy": PROXY}, True),
        ("http://[::1]/", {"http_proxy": PROXY}, False),
    ],
)
def test_the_environment_names_the_proxy(
    url: str, environ: Dict[str, str], proxied: bool
) -> None:
    """Lower case goes first, loopback and NO_PROXY go without."""
    expected = PROXIED if proxied else None
    assert expected == route_to(parse_url(url), environ).proxy


def test_a_proxy_of_another_kind_is_refused() -> None:
    """A socks proxy is not taken for something else, and its password not shown."""
    # pragma: allowlist nextline secret (made up)
    environ = {"ALL_PROXY": "socks5://u:secret@h:1"}
    with pytest.raises(ProviderError) as caught:
        route_to(parse_url("https://h/"), environ)
    assert "url-invalid" == caught.value.code
    assert "proxy address" in caught.value.message
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "rules, place, expected",
    [
        ("", ("h", 80), False),
        ("*", ("h", 80), True),
        ("example.com", ("example.com", 80), True),
        ("example.com", ("api.example.com", 80), True),
        ("example.com", ("notexample.com", 80), False),
        (".example.com", ("api.example.com", 80), True),
        (".example.com", ("example.com", 80), True),
        ("*.example.com", ("api.example.com", 80), True),
        ("*.example.com", ("api.example.org", 80), False),
        ("example.com.", ("example.com.", 80), True),
        ("EXAMPLE.com", ("example.com", 80), True),
        ("a b,c , d", ("d", 80), True),
        ("h:8080", ("h", 8080), True),
        ("h:8080", ("h", 80), False),
        (".", ("h", 80), False),
        ("h:x", ("h", 80), False),
        ("10.0.0.1", ("10.0.0.1", 80), True),
        ("10.0.0.1:99", ("10.0.0.1", 99), True),
        ("10.0.0.1", ("10.0.0.2", 80), False),
        ("10.0.0.0/8", ("10.200.0.2", 80), True),
        ("10.0.0.1/8", ("10.200.0.2", 80), True),
        ("10.0.0.0/8", ("11.0.0.1", 80), False),
        ("10.0.0.0/8", ("ten.example", 80), False),
        ("10.0.0.0/99", ("10.0.0.1", 80), False),
        ("fd00::/8", ("fd00::1", 80), True),
        ("fd00::/8", ("fe00::1", 80), False),
        ("fd00::1", ("fd00:0::1", 80), True),
        ("[fd00::1]", ("fd00::1", 80), True),
        ("[fd00::1]:99", ("fd00::1", 99), True),
        ("[fd00::1]:99", ("fd00::1", 80), False),
        ("2001:db8:1:22", ("example.com", 22), False),
        ("example.com", ("fd00::1", 80), False),
        ("fe80::/10", ("fe80::1%eth0", 80), True),
        ("10.0.0.0/8", ("fd00::1", 80), False),
    ],
)
def test_no_proxy_rules(rules: str, place: Tuple[str, int], expected: bool) -> None:
    """Names cover what is below them, addresses and networks cover addresses."""
    assert expected == bypasses_proxy(*place, rules)


def test_whom_to_trust(tmp_path: pathlib.Path) -> None:
    """Settings go before AURA_CA_FILE, that before the variables of others."""
    environ = {
        "AURA_CA_FILE": "aura.pem",
        "SSL_CERT_FILE": "ssl.pem",
        "SSL_CERT_DIR": "certs",
        "REQUESTS_CA_BUNDLE": str(tmp_path / "bundle.pem"),
    }
    assert ("own.pem", "") == trusted(environ, "own.pem")
    assert ("", "own") == trusted(environ, "", "own")
    assert ("aura.pem", "") == trusted(environ)
    del environ["AURA_CA_FILE"]
    assert ("ssl.pem", "certs") == trusted(environ)
    del environ["SSL_CERT_FILE"], environ["SSL_CERT_DIR"]
    assert (str(tmp_path / "bundle.pem"), "") == trusted(environ)
    assert ("", str(tmp_path)) == trusted({"REQUESTS_CA_BUNDLE": str(tmp_path)})
    assert ("", "") == trusted({})
