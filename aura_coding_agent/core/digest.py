# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Offer BLAKE2b (RFC 7693) without loading OpenSSL.

``hashlib`` loads OpenSSL for the other functions it has, which costs 3 ms and 3.5 MiB;
its ``blake2b`` is the one of this module all the same.
"""

from __future__ import annotations

__all__ = ["blake2b"]

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - an interpreter without the private module
    from hashlib import blake2b
