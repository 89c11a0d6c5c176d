# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read and write the Python files of a project with their own encoding."""

from __future__ import annotations

import io
import os
import tokenize
from typing import Dict, Tuple

LIMIT = 2 << 20
"""Bytes above which a file is not looked at: no person wrote it."""


def read_sources(root: str) -> Dict[str, str]:
    """Return path -> text of every Python file below a folder; paths with slashes."""
    found: Dict[str, str] = {}
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(".py") and os.path.isfile(path):
                text = _text_of(path)
                if text is not None:
                    relative = os.path.relpath(path, root).replace(os.sep, "/")
                    found[relative] = text
    return found


def _text_of(path: str) -> "str | None":
    """Return a file as text, None when it is large or no text."""
    try:
        with open(path, "rb") as handle:
            data = handle.read(LIMIT + 1)
        if len(data) > LIMIT:
            return None
        return decode_source(data)[0]
    except (OSError, SyntaxError, UnicodeDecodeError, LookupError):
        return None


def decode_source(data: bytes) -> Tuple[str, str]:
    """Return the text of a Python file and its encoding (PEP 263).

    Raises:
        SyntaxError, UnicodeDecodeError: the encoding is unknown or does not fit.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data.decode(encoding), encoding


def encode_source(text: str, like: bytes) -> bytes:
    """Return the bytes of a new text in the encoding of the old bytes."""
    return text.encode(decode_source(like)[1])
