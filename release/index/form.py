# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take a form apart as browsers and twine send it (RFC 7578, RFC 2046); no I/O.

The standard library had a module for this; Python 3.13 removed it. Its parser for mail
would do, but it turns bytes into text and back.
"""

from __future__ import annotations

import re
import urllib.parse
from typing import Dict, List, NamedTuple, Tuple

from .refusal import bad_request

# A boundary has 1 to 70 of these; it must not end in a space (RFC 2046, 5.1.1).
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]\Z")
_PARAMETER = re.compile(r';\s*([a-z0-9*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))', re.I)


class Upload(NamedTuple):
    """A file in a form."""

    filename: str
    content: bytes


class Form(NamedTuple):
    """The fields of a form, in the order they came, and its files."""

    fields: Dict[str, List[str]]
    files: Dict[str, Upload]

    def get(self, name: str) -> str:
        """Return the first value of a field, or an empty text."""
        return self.fields.get(name, [""])[0]


def parse(content_type: str, body: bytes) -> Form:
    """Return the form in a request.

    Raises:
        Refusal: the body is not a form, or is cut short.
    """
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return Form(urllib.parse.parse_qs(body.decode("utf-8", "replace")), {})
    if kind != "multipart/form-data":
        raise bad_request(f"A form is expected here, not {kind or 'an untyped body'}.")
    boundary = _parameters(content_type).get("boundary", "")
    if not _BOUNDARY.match(boundary):
        raise bad_request("The form names no usable boundary.")
    form = Form({}, {})
    for part in _parts(body, boundary.encode("ascii")):
        _add(form, part)
    return form


def _parts(body: bytes, boundary: bytes) -> List[bytes]:
    """Return what stands between the boundaries of a whole form."""
    # The line break before a boundary belongs to the boundary (RFC 2046, 5.1.1).
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise bad_request("The form is cut short: its closing boundary is missing.")
    return [piece.split(b"\r\n", 1)[-1] for piece in pieces[1:-1]]


def _add(form: Form, part: bytes) -> None:
    """Add a part to a form: a field, or a file when it has a file name."""
    # A part without header lines begins with the empty line.
    head, found, content = (b"\r\n" + part).partition(b"\r\n\r\n")
    name, filename = _disposition(head.decode("utf-8", "replace"))
    if not found or not name:
        raise bad_request("A part of the form has no name.")
    if filename:
        form.files[name] = Upload(filename, content)
        return
    try:
        form.fields.setdefault(name, []).append(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise bad_request(f"The field {name} of the form is not UTF-8.") from None


def _disposition(head: str) -> Tuple[str, str]:
    """Return the name and the file name that the head of a part gives."""
    for line in head.split("\r\n"):
        if line.lower().startswith("content-disposition:"):
            parameters = _parameters(line)
            return parameters.get("name", ""), parameters.get("filename", "")
    return "", ""


def _parameters(header: str) -> Dict[str, str]:
    """Return the parameters of a header, their names in lower case."""
    found: Dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(header):
        found[name.lower()] = re.sub(r"\\(.)", r"\1", quoted) or plain
    return found
