# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Undo escapes that a model has put into a text once too often.

Each function undoes one way of escaping, once. Which of them is right only the file can
tell: the one after which the old text stands there exactly.
"""

from __future__ import annotations

import json
import re
from typing import Callable, Iterator, Tuple

Undo = Callable[[str], str]

_ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
    "&quot;": '"',
    "&apos;": "'",
    "&#39;": "'",
    "&#34;": '"',
    "&#x27;": "'",
    "&#x22;": '"',
}
_ENTITY = "(?i)" + "|".join(_ENTITIES)
_JSON = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"


def unescape_html(text: str) -> str:
    """Undo entities of XML, those that ``html.escape`` writes."""
    return re.sub(_ENTITY, lambda found: _ENTITIES[found[0].lower()], text)


def unescape_json(text: str) -> str:
    """Undo all escapes that a string of JSON has."""

    def plain(found: "re.Match[str]") -> str:
        """Return what an escape stands for."""
        if found[1][0] == "u":
            return chr(int(found[1][1:], 16))
        return _JSON.get(found[1], found[1])

    text = re.sub(r"\\(u[0-9a-fA-F]{4}|[nrtbf\"\\/'])", plain, text)
    try:  # halves of pairs are one sign
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return text


def unescape_string(text: str) -> str:
    """Return what a text says that is one whole string of JSON."""
    try:
        value = json.loads(text.strip(), strict=False)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def unescape_literal(text: str) -> str:
    """Undo the escapes of quotes and backslashes."""
    return re.sub(r"\\([\"'\\])", r"\1", text)


def unescape_quotes(text: str) -> str:
    """Undo the escapes of quotes."""
    return re.sub(r"\\([\"'])", r"\1", text)


def unescape_backslashes(text: str) -> str:
    """Undo doubled backslashes."""
    return text.replace("\\\\", "\\")


def unescape_blanks(text: str) -> str:
    """Undo the escapes of line ends and tabs."""
    return re.sub(r"(?<!\\)\\([nt])", lambda found: _JSON[found[1]], text)


def unescape_shell(text: str) -> str:
    """Undo what a text between double quotes of the shell has escaped."""
    return re.sub(r"\\([$`\\\"])", r"\1", text)


def unescape_unicode(text: str) -> str:
    """Undo the escapes of signs that are not ASCII."""
    found = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    try:
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return text


def ways(old: str, new: str) -> Iterator[Tuple[Undo, str]]:
    """Yield the ways to undo escapes of two texts that change the old one.

    The more is undone, the earlier. Escapes of line ends count only where neither text
    has a real line end inside: who escapes some escapes all of them.
    """
    one_line = "\n" not in old.strip("\n") and "\n" not in new.strip("\n")
    undos = [unescape_string]
    if one_line:
        kept = unescape_literal(new)
        # Only in the new text: an escape of a string, or one of the whole text?
        inside = "\\n" in kept and "\\n" not in old
        inside = inside and not outside_strings(kept, "\\n")
        undos += [unescape_blanks] if inside else [unescape_json, unescape_blanks]
    undos += [
        unescape_literal,
        unescape_quotes,
        unescape_backslashes,
        unescape_html,
        unescape_unicode,
        unescape_shell,
    ]
    for undo in undos:
        plain = undo(old)
        if plain != old:
            yield undo, plain


def outside_strings(text: str, piece: str) -> bool:
    """Tell whether a piece stands in a text but for its quoted strings."""
    return piece in re.sub(_STRING, "", text)
