# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put TLS on a connection, always with verification.

A module of its own because ``ssl`` costs 24 ms and 5 MiB: it is loaded only when an
https URL or an https proxy is met.
"""

from __future__ import annotations

import socket
import ssl
from typing import Optional

from ..core.errors import ProviderError


def client_context(
    ca_file: str = "", ca_path: str = "", client_cert: str = ""
) -> ssl.SSLContext:
    """Return settings for TLS 1.2 and newer that verify the server and its name.

    Args:
        ca_file, ca_path: authorities to trust instead of those of the system.
        client_cert: PEM file with certificate and key to show to the server.

    Raises:
        ProviderError: ``tls-failed`` when a file cannot be read or is not PEM.
    """
    try:
        context = ssl.create_default_context(
            cafile=ca_file or None, capath=ca_path or None
        )
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # Python 3.9 would let a connection that was cut pass for one that ended.
        context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
        if client_cert:
            context.load_cert_chain(client_cert)
    except OSError as error:  # ssl.SSLError is one
        named = ", ".join(filter(None, (ca_file, ca_path, client_cert)))
        raise ProviderError(
            "tls-failed",
            f"The certificates cannot be loaded from {named}: {_words(error)}.",
            hint="Check SSL_CERT_FILE, SSL_CERT_DIR and the setting ca_file; "
            "the files hold PEM.",
        ) from None
    return context


def wrap(context: ssl.SSLContext, sock: socket.socket, host: str) -> ssl.SSLSocket:
    """Return a socket for TLS over ``sock``, which it takes over; no handshake yet."""
    return context.wrap_socket(
        sock,
        # As bytes: for a str the tables of the codec "idna" would be loaded.
        server_hostname=host.encode("ascii"),
        do_handshake_on_connect=False,
        # A body that ends with the connection must end with TLS, too (RFC 9112, 9.8).
        suppress_ragged_eofs=False,
    )


def handshake_error(error: OSError, where: str) -> Optional[ProviderError]:
    """Return the error for a failed handshake; None when the connection just broke."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ProviderError(
            "tls-failed",
            f"The certificate of {where} is not trusted: {error.verify_message}.",
            hint="If a company proxy or an own authority signs it, put its "
            "certificate in a PEM file and name that in SSL_CERT_FILE or in the "
            "setting ca_file.",
        )
    if isinstance(error, ssl.SSLEOFError) or not isinstance(error, ssl.SSLError):
        return None
    if error.reason == "UNEXPECTED_EOF_WHILE_READING":  # Python 3.9
        return None
    hint = "The server may be too old for TLS 1.2, or a proxy interferes."
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        hint = "The server does not speak TLS at this port; the URL may need http."
    return ProviderError(
        "tls-failed", f"TLS with {where} failed: {_words(error)}.", hint=hint
    )


def _words(error: OSError) -> str:
    """Return the reason of an error in plain words."""
    reason = getattr(error, "reason", None) or error.strerror or str(error)
    return str(reason).lower().replace("_", " ")
