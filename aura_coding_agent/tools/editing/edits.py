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
        counted: lines that ``old`` has as the patch says, where it has fewer and the
            text ends there; 0 otherwise.
        others: other readings of the same text, among which the file decides.
    """

    old: str
    new: str
    replace_all: bool = False
    whole: bool = False
    anchors: Tuple[str, ...] = ()
    heading: str = ""
    line: int = 0
    at_end: bool = False
    counted: int = 0
    others: Tuple[Edit, ...] = ()


class FileEdit(NamedTuple):
    """What becomes of one file.

    Attributes:
        path: as the model wrote it.
        action: ``update``, ``add``, ``delete``, ``write`` (all of its content),
            ``create`` (likewise, of a file that is missing or empty) or ``copy``.
        edits: for an update, and what a file to be deleted must contain.
        content: for a file that is added or written.
        move_to: new path, also of a copy, or an empty string.
        ordered: the edits stand in the order of their places.
        final_newline: whether the file ends with one; None leaves it.
        executable: whether the file is a program; None leaves it.
        link: it is a link, and its target is what the edits and the content are about.
        spellings: other paths that may be meant where ``path`` is not there.
    """

    path: str
    action: str = "update"
    edits: Tuple[Edit, ...] = ()
    content: str = ""
    move_to: str = ""
    ordered: bool = False
    final_newline: Optional[bool] = None
    executable: Optional[bool] = None
    link: bool = False
    spellings: Tuple[str, ...] = ()
