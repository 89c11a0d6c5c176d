# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the name of the file that a block of text is about, in the lines above it."""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from .wrapping import FENCE

COMMAND = r"(patch|save|append)\s+(.+?)\s*$"
_LABEL = r"^(?:#+ |// |<!-- |(?:[Ff]ile(?:[ _]?name|[ _]?path)?|[Pp]ath): *)+"
_NAME = r"[^\s<>\"|?*:`][^<>\"|?*:`]*$"
_ENDING = r".*[^\s.]\.[\w+\-~]{1,12}$|.*[/\\][^/\\]+$|\.\w[\w.\-]*$"
_PLAIN = r"[\w.@+\-]+$"  # such as Makefile or LICENSE


def name_above(lines: List[str], at: int, last: int) -> Optional[str]:
    """Return the file that is named in the few lines above a block.

    Args:
        at: the line of the block.
        last: a line above which nothing is about this block.
    """
    for line in reversed(lines[max(last, at - 4) : at]):
        fence = re.match(FENCE, line)
        if fence:
            name = _in_fence(fence[2])
        else:
            name = as_name(line)
        if name:
            return name
        if line.strip() and not fence:
            return None
    return None


def _in_fence(info: str) -> Optional[str]:
    """Return the name that stands behind a fence, as ``python:src/x.py`` or alone."""
    word = info.split()[-1] if info.strip() else ""
    word = re.sub(r"^(?:\w+:|(?:title|file|filename|path)=)", "", word)
    return as_name(word) if "." in word or "/" in word else None


def as_name(line: str) -> Optional[str]:
    """Return the file name that a line consists of, without its decoration.

    Words around a name in backticks do not matter: "In `src/x.py`:".
    """
    quoted = re.findall(r"`([^`\s][^`]*)`", line)
    if len(quoted) == 1 and re.match(_ENDING, quoted[0]):
        return str(quoted[0])
    text = line.strip().strip("*`").strip()
    text = re.sub(_LABEL, "", text)
    text = re.sub(r"(?: -->)?:?$", "", text).strip("*`\"' ")
    if not re.match(_NAME, text) or text.endswith("."):
        return None
    colon = line.rstrip().rstrip("*").endswith(":")
    if re.match(_ENDING, text):
        return text
    return text if re.match(_PLAIN, text) and not colon else None


def words_of(name: str) -> Tuple[str, ...]:
    """Return the last word of a name, which may be all of it: "In src/x.py"."""
    word = name.split(" ")[-1]
    return (word,) if word != name and re.match(_ENDING, word) else ()
