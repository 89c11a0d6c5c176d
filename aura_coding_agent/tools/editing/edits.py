# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Name what is to become of files, whatever form a model wrote it in."""

from __future__ import annotations

from typing import Optional, Tuple

from ...core.values import NamedTuple

# How loosely a text was matched, from exact on.
RUNGS = (
    "exact",
    "trailing-space",
    "indentation",
    "tabs",
    "line-ends",
    "typography",
    "blank-lines",
    "line-numbers",
    "elision",
    "comment",
    "misspelling",
    "formatting",
    "context",
)
(
    EXACT,
    TRAILING,
    INDENTATION,
    TABS,
    LINE_ENDS,
    TYPOGRAPHY,
    BLANK_LINES,
    LINE_NUMBERS,
    ELISION,
    COMMENT,
    MISSPELLING,
    FORMATTING,
    CONTEXT,
) = range(len(RUNGS))


class Edit(NamedTuple):
    """Replace a text by another.

    Attributes:
        old, new: the texts; their line ends may be of any kind.
        replace_all: at every place, not only at one.
        whole: they consist of whole lines, as in a patch; then an empty ``new``
            removes lines, and an empty ``old`` adds at the end.
        anchors: lines that stand above, outermost first; the place is inside them.
        heading: a line that stands above, if it can be found.
        line: number of the first line as the patch says; 0 when it does not.
        at_end: it is the end of the file.
    """

    old: str
    new: str
    replace_all: bool = False
    whole: bool = False
    anchors: Tuple[str, ...] = ()
    heading: str = ""
    line: int = 0
    at_end: bool = False


class FileEdit(NamedTuple):
    """What becomes of one file.

    Attributes:
        path: as the model wrote it.
        action: ``update``, ``add``, ``delete`` or ``write`` (all of its content).
        edits: for an update, and what a file to be deleted must contain.
        content: for a file that is added or written.
        move_to: new path, or an empty string.
        ordered: the edits stand in the order of their places.
        final_newline: whether the file ends with one; None leaves it.
    """

    path: str
    action: str = "update"
    edits: Tuple[Edit, ...] = ()
    content: str = ""
    move_to: str = ""
    ordered: bool = False
    final_newline: Optional[bool] = None
