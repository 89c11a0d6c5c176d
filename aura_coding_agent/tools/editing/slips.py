# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell a word that is misspelt from another word, a line from its other version."""

from __future__ import annotations

import re
from typing import Sequence

_WORDS = r"\w+|[^\w\s]"
_DEFINES = (
    r"(?:(?:export|default|public|private|protected|static|async|pub|final|abstract"
    r"|override|virtual|inline)\s+)*"
    r"(?:def|class|function|func|fn|struct|interface|trait|impl|enum|sub|module)\b"
    r"[^(]*\("
)
_PARTS = r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W_]+"


def misspells(mine: str, real: str, lines: Sequence[str]) -> bool:
    """Tell whether a line is another with one word misspelt.

    A word that stands elsewhere in the file is not misspelt, it is another one.
    """
    ours, theirs = re.findall(_WORDS, mine), re.findall(_WORDS, real)
    if len(ours) != len(theirs):
        return False
    wrong = [(a, b) for a, b in zip(ours, theirs) if a != b]
    if len(set(wrong)) != 1 or not is_slip(*wrong[0]):
        return False
    word = re.compile(rf"\b{re.escape(wrong[0][0])}\b")
    return word.search("\n".join(lines)) is None


def is_slip(mine: str, real: str) -> bool:
    """Tell whether a word is another but for a slip of the fingers.

    Letters changed places, one was doubled, or inside of the word one was left out,
    put in or exchanged. Ends of words and digits make real names: ``item`` and
    ``items``, ``x1`` and ``x2``.
    """
    if re.findall(r"\d", mine) != re.findall(r"\d", real) or mine == real:
        return False
    if min(len(mine), len(real)) < 4 or mine.lower() == real.lower():
        return False
    head = 0
    while head < min(len(mine), len(real)) and mine[head] == real[head]:
        head += 1
    tail = 0
    limit = min(len(mine), len(real)) - head
    while tail < limit and mine[-1 - tail] == real[-1 - tail]:
        tail += 1
    ours, theirs = mine[head : len(mine) - tail], real[head : len(real) - tail]
    if len(ours) == len(theirs) == 2 and ours == theirs[::-1]:
        return True
    longer, letter = max(mine, real, key=len), ours or theirs
    if len(mine) != len(real) and len(letter) == 1 and not (ours and theirs):
        if longer[max(0, head - 1)] == letter and head and letter.isalpha():
            return letter != "s" or tail > 0  # doubled
    if max(len(ours), len(theirs)) > 1 or "_" in (ours, theirs):
        return False
    return _inside_part(real, head, len(theirs)) and tail > 0 and head > 0


def _inside_part(word: str, at: int, size: int) -> bool:
    """Tell whether a letter is inside a part of a name such as ``part_of_name``."""
    for part in re.finditer(_PARTS, word):
        if part.start() < at and at + size < part.end():
            return part.end() - part.start() >= 4
    return False


def is_other_version(mine: str, real: str) -> bool:
    """Tell whether two lines are one line, before and after somebody changed it.

    They begin alike, and either says all that the other says, and more; or they define
    the same thing with other parameters. A value is no sign of that: ``name: a`` and
    ``name: b`` are two things.
    """
    ours, theirs = re.findall(_WORDS, mine), re.findall(_WORDS, real)
    few, many = sorted((ours, theirs), key=len)
    same = sum(1 for a, b in zip(few, many) if a == b and a[0].isalnum())
    head = re.match(_DEFINES, mine)
    if head and real.startswith(head[0]):
        return True
    if re.match(r"[\s-]*[\w.-]+:\s|[\"'#<*]", mine) or ours[:2] != theirs[:2]:
        return False
    rest = iter(many)
    return same >= 2 and len(many) <= 2 * len(few) and all(word in rest for word in few)
