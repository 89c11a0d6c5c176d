# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read the signed lines of a hunk, which all kinds of patches share."""

from __future__ import annotations

import re
from typing import List

from ...core.errors import ToolError
from ...core.values import NamedTuple
from .edits import Edit

_BULLET = r"[-+] \S"
_REPAIR = "Check its headers and the first character of each line."
_CUT = "Send it again as a whole; where output is limited, in several smaller ones."


def malformed(what: str, line: int = 0, *, hint: str = _REPAIR) -> ToolError:
    """Return the error for a text that is not the patch it should be."""
    where = f" (line {line} of the patch)" if line else ""
    return ToolError(
        "patch-malformed", f"The patch cannot be read: {what}{where}.", hint=hint
    )


def cut_off(what: str) -> ToolError:
    """Return the error for a text that ends before it should."""
    return malformed(f"{what}, so it may be cut off; nothing was written", hint=_CUT)


class Hunk(NamedTuple):
    """Lines of a hunk before and after it, and what it says of the last line end."""

    old: List[str]
    new: List[str]
    bare_old: bool = False
    bare_new: bool = False

    def edit(self, **where: object) -> Edit:
        """Return the hunk as an edit of whole lines."""
        old, new = (
            "".join(line + "\n" for line in lines) for lines in (self.old, self.new)
        )
        return Edit(old, new, whole=True)._replace(**where)  # type: ignore[arg-type]

    @property
    def changes(self) -> bool:
        """Whether anything is added or removed."""
        return self.old != self.new


def read_hunk(lines: List[str]) -> Hunk:
    """Read the lines of a hunk; one without a sign is a context line."""
    old: List[str] = []
    new: List[str] = []
    bare = [False, False]
    last = " "
    for line in lines:
        sign, rest = line[:1], line[1:]
        if sign == "\\":
            bare = [bare[0] or last in " -", bare[1] or last in " +"]
            continue
        if sign not in " +-":
            sign, rest = " ", line
        if sign != "+":
            old.append(rest)
        if sign != "-":
            new.append(rest)
        last = sign or " "
    return Hunk(old, new, *bare)


def without_loose_end(lines: List[str]) -> List[str]:
    """Leave out empty lines at the end, which stand between hunks, not in them."""
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def without_words(lines: List[str]) -> List[str]:
    """Leave out words after an empty line at the end of a hunk."""
    for at, (line, following) in enumerate(zip(lines, lines[1:])):
        if not line and following[:1] not in ("", " ", "+", "-", "\\"):
            if is_prose(lines[at:]):
                return without_loose_end(lines[:at])
    return lines


def is_prose(lines: List[str]) -> bool:
    """Tell whether no line can belong to a hunk; items of a list look as if."""
    if lines[0] == "-- ":
        return True  # the end of a mail, RFC 3676 section 4.3
    if lines[0][:1] in ("+", "-", " ", "\\") and lines[0].strip():
        return False
    signed = [line for line in lines if line[:1] in ("+", "-")]
    return all(re.match(_BULLET, line) for line in signed)
