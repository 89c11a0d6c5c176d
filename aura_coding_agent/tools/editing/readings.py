# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Ask the file which of several readings of an edit is meant.

The text as it was written comes first. Another reading counts only where that does not
fit, and only where it fits exactly; where two readings fit, and nothing tells them
apart, the edit is refused.
"""

from __future__ import annotations

import re
from typing import List, Optional, Sequence

from ...core.errors import ToolError
from .apply import Applied, apply_edits
from .edits import BLANK_LINES, EXACT, INDENTATION, LINE_ENDS, TRAILING, Edit, FileEdit
from .escapes import (
    outside_strings,
    unescape_html,
    unescape_json,
    unescape_string,
    ways,
)
from .hunks import cut_off
from .syntax import broken
from .tails import bare_sides, trimmed

_SURE = (EXACT, TRAILING, INDENTATION, LINE_ENDS, BLANK_LINES)
_RULE = r"={3,}\s*"
_MARKUP = (".html", ".htm", ".xml", ".xhtml", ".svg", ".md", ".markdown", ".vue")


def apply_readings(text: str, wanted: FileEdit, name: str) -> Applied:
    """Return a text with all edits of a file, each in the reading that fits.

    Raises:
        ToolError: as :func:`.apply.apply_edits`; ``edit-markup``; ``patch-malformed``
            for a hunk that was cut off.
    """
    edits = tuple(
        _chosen(text, trimmed(edit, text, name), name) for edit in wanted.edits
    )
    wanted = wanted._replace(edits=edits)
    try:
        applied = apply_edits(text, wanted, name)
    except ToolError as error:
        other = _other_readings(text, wanted, name)
        if error.code not in ("edit-not-found", "edit-unclear") or other is None:
            raise
        wanted = other
        applied = apply_edits(text, wanted, name)
    _check_complete(text, wanted, applied)
    return _well_formed(text, wanted, applied, name)


def _rung(text: str, edit: Edit, name: str) -> Optional[int]:
    """Return how loosely an edit fits alone; None when it does not."""
    try:
        applied = apply_edits(text, FileEdit(name, edits=(edit,)), name)
    except ToolError as error:
        # Which of several places is meant the other edits may tell.
        return EXACT if error.code == "edit-ambiguous" else None
    return max(applied.rungs)


# -- readings that the form itself leaves open ---------------------------------------


def _chosen(text: str, edit: Edit, name: str) -> Edit:
    """Return the reading of an edit that fits, of those that its form leaves open.

    Raises:
        ToolError: ``edit-markup`` when several do.
    """
    if not edit.others:
        return edit
    readings = [reading._replace(others=()) for reading in (edit, *edit.others)]
    found = [(reading, _rung(text, reading, name)) for reading in readings]
    fits = [reading for reading, rung in found if rung is not None]
    sure = [reading for reading, rung in found if rung in _SURE]
    fits = sure or fits
    if not fits:
        return readings[0]
    best = max(fits, key=lambda reading: len(reading.old))
    for other in fits:
        if other is not best and not _is_better(best, other):
            raise ToolError(
                "edit-markup",
                "The block can be read in two ways, because its texts have lines of"
                " ======= themselves.",
                hint="Write \\======= for such a line that is text, or use edit_file.",
            )
    return best


def _is_better(best: Edit, other: Edit) -> bool:
    """Tell whether of two old texts that fit the longer one is surely meant.

    The shorter one would write again what follows it in the file. Where that is but a
    rule, both texts must have as many rules.
    """
    rest = best.old[len(other.old) :].split("\n")
    if not best.old.startswith(other.old):
        return False
    if any(line.strip() and not re.fullmatch(_RULE, line) for line in rest):
        return bool(best.new.strip())
    start = other.new.split("\n")[:2]
    if len(start) == 2 and all(re.fullmatch(_RULE, line) for line in start):
        return True  # no text begins with two rules
    rules = [
        sum(bool(re.fullmatch(_RULE, line)) for line in side.split("\n"))
        for side in (best.old, best.new)
    ]
    return rules[0] == rules[1]


# -- readings where the text as written is not there ---------------------------------


def _other_readings(text: str, wanted: FileEdit, name: str) -> Optional[FileEdit]:
    """Return the edits with those that do not fit in another reading, if all do."""
    edits: List[Edit] = []
    changed = False
    for edit in wanted.edits:
        if _rung(text, edit, name) is None:
            other = _other_reading(text, edit, name)
            changed = changed or other is not None
            edit = other or edit
        edits.append(edit)
    return wanted._replace(edits=tuple(edits)) if changed else None


def _other_reading(text: str, edit: Edit, name: str) -> Optional[Edit]:
    """Return the first other reading that fits exactly."""
    for side in [edit, *bare_sides(edit)]:
        if side is not edit and _rung(text, side, name) in _SURE:
            return trimmed(side, text, name)
        for undo, old in ways(side.old, side.new):
            other = side._replace(old=old, new=undo(side.new))
            if _rung(text, other, name) in _SURE:
                return trimmed(other, text, name)
    return None


def _check_complete(text: str, wanted: FileEdit, applied: Applied) -> None:
    """Refuse a hunk that ends early, if its header is right about where it stands.

    Where it is wrong about that, it is wrong about the count of lines as well.
    """
    if len(applied.rows) != len(wanted.edits):
        return
    for edit, (start, _) in zip(wanted.edits, applied.rows):
        fits = start + edit.counted <= text.count("\n") + (text[-1:] not in ("", "\n"))
        if edit.counted and start + 1 == edit.line and fits:
            raise cut_off("its last hunk has fewer lines than it says")


# -- new texts ------------------------------------------------------------------------


def _well_formed(text: str, wanted: FileEdit, applied: Applied, name: str) -> Applied:
    """Undo escapes of new texts whose old ones had nothing to escape.

    Only where the edit breaks the syntax of the file and the other reading does not, or
    where the language has no such signs.
    """
    others = []
    for edit in wanted.edits:
        plain = [
            new
            for new in plain_readings(edit.new, name, text + edit.old)
            if new.strip() != edit.old.strip()
        ]
        others.append(plain[0] if plain and edit.old not in plain else edit.new)
    if others == [edit.new for edit in wanted.edits]:
        return applied
    edits = tuple(e._replace(new=new) for e, new in zip(wanted.edits, others))
    try:
        other = apply_edits(text, wanted._replace(edits=edits), name)
    except ToolError:
        return applied
    foreign = _is_foreign(wanted, others) or broken(name, text, applied.text)
    return other if foreign and not broken(name, text, other.text) else applied


def _is_foreign(wanted: FileEdit, others: Sequence[str]) -> bool:
    """Tell whether escapes stand outside of strings, where no language has them."""
    return all(
        edit.new == other
        or outside_strings(edit.new, "\\n")
        or outside_strings(edit.new, "&lt;")
        or outside_strings(edit.new, "&gt;")
        or outside_strings(edit.new, "&amp;")
        for edit, other in zip(wanted.edits, others)
    )


def plain_readings(new: str, name: str, around: str) -> List[str]:
    """Return a new text with its escapes undone, where nothing is against it.

    Args:
        around: the file and the old text; an escape that they have is not undone.
    """
    found: List[str] = []
    entity = re.search("&(?:lt|gt|amp);", new)
    if entity and not re.search(r"&(?:lt|gt|amp|quot|nbsp|#\d+);", around):
        markup = name.lower().endswith(_MARKUP)
        if not markup and not re.search(r"[<>]|&(?!\w+;)", new):
            found.append(unescape_html(new))
    inner = new.strip("\n")
    if "\\n" in inner and "\n" not in inner and "\n" in unescape_json(inner):
        if outside_strings(inner, "\\n"):
            found.append(unescape_json(new))
    return found


def plain_content(content: str, name: str) -> str:
    """Return the content of a new file, without escapes of it as a whole."""
    shown = content.strip()
    if shown[:1] == shown[-1:] == '"' and "\n" not in shown and "\\n" in shown:
        return unescape_string(content)
    for other in plain_readings(content, name, ""):
        code = outside_strings(content, "\\n") and content.count("\\n") > 1
        if not broken(name, "", other) and (broken(name, "", content) or code):
            return other
    return content
