# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read what a file says of its own encoding.

Each way counts only where its readers look for it: the cookie of PEP 263 (Python,
also Ruby and Emacs) in the first two lines, the declaration of XML 1.0 section 2.8 and
``@charset`` of CSS Syntax 3 section 3.2 at the very start, ``meta`` of HTML in the
first 1024 bytes (HTML Living Standard, "prescan a byte stream"), ``inputenc`` in the
preamble of LaTeX, and the header entry of a gettext catalogue.
"""

from __future__ import annotations

import codecs
import re

_FAR = 4_096  # bytes from the start where a preamble or a header entry stands
_LINE = rb"[^\r\n]*"
_COOKIE = (
    rb"(?:[ \t\f]*(?:#" + _LINE + rb")?(?:\r\n|\r|\n))?"
    rb"[ \t\f]*(?:#|//|;|%|--|/\*|<!--|\.\.)" + _LINE + rb"?coding[:=][ \t]*([-\w.]+)"
)
_XML = rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([-\w.]+)"
_CSS = rb"@charset \"([-\w.]+)\";"
_HTML_START = rb"(?i)\s*<(?:!doctype\s+html|html|head|meta|!--)"
_HTML = rb"(?is)<meta\s[^>]*?charset\s*=\s*[\"']?\s*([-\w.:]+)"
_LATEX = rb"(?m)^[^%\r\n]*\\usepackage\s*\[([-\w]+)\]\s*\{inputenc\}"
_CATALOGUE = rb"\"Content-Type: text/plain; charset=([-\w.]+)"
_LATEX_NAMES = {"ansinew": "cp1252", "latin9": "iso-8859-15", "applemac": "mac-roman"}

# Codecs of Python that are no encodings of files, or not beside ASCII.
_NO_CHARSETS = frozenset(
    "idna punycode unicode_escape raw_unicode_escape undefined utf-7 mbcs oem".split()
)


def declared(data: bytes) -> str:
    """Return the codec that a file names for itself; empty when it names none.

    Also empty for a name that no codec has, and for one that cannot be true, because
    the declaration itself could not be read in it.
    """
    head = data[:_FAR]
    found = None
    if b"coding" in head[:1_000]:
        found = re.match(_XML, head) or re.match(_COOKIE, head)
    if found is None and head.startswith(b"@charset"):
        found = re.match(_CSS, head)
    if found is None and b"charset" in head:
        if re.match(_HTML_START, head):
            found = re.search(_HTML, head[:1_024])
        elif b'msgid ""' in head:
            found = re.search(_CATALOGUE, head)
    if found is None and b"{inputenc}" in head:
        found = re.search(_LATEX, head)
    return _codec(found[1].decode("ascii"), found[0]) if found else ""


def _codec(name: str, declaration: bytes) -> str:
    """Return the codec of a name, if the declaration reads the same in it."""
    try:
        codec = codecs.lookup(_LATEX_NAMES.get(name, name)).name
        same = declaration.decode(codec) == declaration.decode("latin-1")
    except (LookupError, UnicodeError):
        return ""
    if codec in _NO_CHARSETS or not same:
        return ""
    return codec.replace("-sig", "")  # a mark is no matter of the declaration
