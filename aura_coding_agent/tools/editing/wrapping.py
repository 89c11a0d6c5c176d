# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take away what stands around a text with edits: fences, commands, words, escapes.

A model writes a patch into a fence, as the command that would apply it, as a string of
JSON, or indented below a list item, with words before and after it. What closes one of
these also tells that the text is complete.
"""

from __future__ import annotations

import json
import re
from typing import Any, List, Optional, Sequence, Tuple

from ...core.values import NamedTuple
from .escapes import unescape_html, unescape_json, unescape_shell
from .lines import indentation, line_feeds

FENCE = r"\s*(`{3,}|~{3,})\s*([^`]*)$"
_HEREDOC = r"<<-?\s*(\\?)(['\"]?)([A-Za-z_]\w*)\2"
_PATCH_KEYS = ("patch", "input", "diff", "text", "command", "content")
# Marks of the ways to call a tool, and of the ends of answers: what is left of them
# stands at the end of the last text. The names are those of arguments in use.
_CLOSED = (
    "old_str new_str old_string new_string old new search replace replacement content"
    " contents file_text text parameter invoke function function_call function_calls"
    " tool_call tool_calls tool_use tool argument arguments args arg_value edit edits"
    " file file_content diff patch s code answer apply_patch edit_file write_file"
    " write_to_file replace_in_file str_replace search_replace update insert input"
)
LEFTOVER = (
    r"</(?:\w+:)?(?:" + "|".join(_CLOSED.split()) + r")>"
    r"|<\|[a-z_]{2,20}\|>|<\uff5c[^\uff5c<>]{2,40}\uff5c>|<(?:end_of_turn|eos)>"
    r"|\[/(?:INST|TOOL_CALLS)\]"
)


class Part(NamedTuple):
    """Lines with edits, and whether what stands around them says they are complete."""

    lines: List[str]
    closed: bool


def bare_text(text: str, marks: str) -> str:
    """Undo what was done to a text as a whole: a string of JSON, escapes.

    Args:
        marks: pattern of a line that a readable text has.
    """
    text = line_feeds(text)
    shown = text.strip()
    if shown[:1] in ("{", "[", '"'):
        found = _json_text(shown)
        if found and re.search(marks, found, re.M):
            return line_feeds(found)
    if "\n" not in shown and "\\n" in shown:
        text = line_feeds(unescape_json(shown))
    if not re.search(marks, text, re.M) and "&" in text:
        plain = unescape_html(text)
        return plain if re.search(marks, plain, re.M) else text
    return text


def _json_text(text: str) -> str:
    """Return the one text that JSON holds, as tools get it; empty when it is none."""
    try:
        value: Any = json.loads(text)
    except ValueError:
        return ""
    if isinstance(value, dict):
        value = next((value[key] for key in _PATCH_KEYS if key in value), None)
    if isinstance(value, list) and value:
        value = value[-1]
    return value if isinstance(value, str) else ""


def parts_of(lines: Sequence[str], marks: str) -> List[Part]:
    """Return the pieces of a text that have edits in them.

    Args:
        marks: pattern of a line that begins a patch.
    """
    found: List[Part] = []
    at = 0
    while at < len(lines):
        word = heredoc(lines[at])
        end = closing_fence(lines, at)
        if word and _any(lines[at + 1 :], marks):
            stop = terminator(lines, at + 1, word[0])
            body = list(lines[at + 1 : stop])
            body = shell_lines(body) if word[1] else body
            found.append(Part(_dedented(body, marks), stop < len(lines)))
            at = stop
        elif end is not None and _any(lines[at + 1 : end], marks):
            closed = end < len(lines)
            inner = parts_of(lines[at + 1 : end], marks)
            found += [Part(part.lines, part.closed or closed) for part in inner]
            at = end
        elif end is not None and end < len(lines):
            at = end
        elif re.match(marks, lines[at].lstrip()):
            found.append(_rest(lines[at:], marks))
            break
        at += 1
    return found


def _any(lines: Sequence[str], marks: str) -> bool:
    """Tell whether any line begins a patch."""
    return any(re.match(marks, line.lstrip()) for line in lines)


def _rest(lines: Sequence[str], marks: str) -> Part:
    """Return lines up to a fence that closes them, though none was opened."""
    for at, line in enumerate(lines):
        if re.match(r"(?:`{3,}|~{3,})\s*$", line) and not _any(lines[at:], marks):
            return Part(_dedented(list(lines[:at]), marks), True)
    return Part(_dedented(list(lines), marks), False)


def heredoc(line: str) -> Optional[Tuple[str, bool]]:
    """Return the word that ends a document in the shell, and whether it expands."""
    found = re.search(_HEREDOC, line)
    return (found[3], not found[1] and not found[2]) if found else None


def terminator(lines: Sequence[str], start: int, word: str) -> int:
    """Return the line that ends a document in the shell, or the end of all lines."""
    for at in range(start, len(lines)):
        if lines[at].strip() == word:
            return at
    return len(lines)


def shell_lines(lines: Sequence[str]) -> List[str]:
    """Undo the escapes of a document that the shell expands."""
    return [unescape_shell(line) for line in lines]


def closing_fence(lines: Sequence[str], at: int) -> Optional[int]:
    """Return the line that closes the fence opened in another, or the end.

    None when no fence is opened there.
    """
    opening = re.match(FENCE, lines[at])
    if opening is None:
        return None
    mark = opening[1]
    for row in range(at + 1, len(lines)):
        line = lines[row].strip()
        deep = len(indentation(lines[row])) > len(indentation(lines[at])) + 3
        if set(line) == {mark[0]} and len(line) >= len(mark) and not deep:
            return row
    return len(lines)


def _dedented(lines: List[str], marks: str) -> List[str]:
    """Take away the blanks before all lines, if the marks have them too."""
    first = next((e for e in lines if re.match(marks, e.lstrip())), "")
    return dedent(lines, indentation(first))


def dedent(lines: List[str], blanks: str) -> List[str]:
    """Take the same blanks away from all lines, if all that say something have them."""
    if blanks and all(line.startswith(blanks) for line in lines if line.strip()):
        return [line[len(blanks) :] for line in lines]
    return lines


def is_leftover(line: str) -> bool:
    """Tell whether a line has only a tag that closes what was around the text."""
    return line[:1] in ("<", "[") and bool(re.fullmatch(LEFTOVER, line.strip()))


def unfenced(lines: Sequence[str]) -> Optional[List[str]]:
    """Return lines without the fence around them; None when there is none."""
    told = [at for at, line in enumerate(lines) if line.strip()]
    if len(told) < 2 or closing_fence(lines, told[0]) is None:
        return None
    close = lines[told[-1]].strip()
    if not re.fullmatch(r"`{3,}|~{3,}", close):
        return None
    return list(lines[told[0] + 1 : told[-1]])
