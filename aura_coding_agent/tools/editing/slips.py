# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell a word that is misspelt from another word."""

from __future__ import annotations

import re
from typing import Sequence

_WORDS = r"\w+|[^\w\s]"
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
