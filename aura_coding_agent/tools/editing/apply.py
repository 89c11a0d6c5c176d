# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Work edits into a text: all of them, each at the one place where it belongs.

Every edit is looked up in the text as it is. Edits that build on one another, each
on what the one before has written, are tried in their order when that fails.
"""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from ...core.errors import ToolError
from ...core.values import NamedTuple
from .edits import ELISION, EXACT, FORMATTING, TYPOGRAPHY, Edit, FileEdit
from .exact import Span, Splice, splice_exact
from .explain import ambiguous, several
from .formatting import exchanged
from .gaps import Range
from .lay import LineChange, lay
from .lines import key, line_feeds
from .match import MOST_CHAINS
from .place import Place
from .spots import Source, Spot, block, decided, find_spots, inside_anchors


class Applied(NamedTuple):
    """A text with its edits.

    Attributes:
        text: as it is to be.
        rungs: for each edit how loosely it was matched, of ``edits``.
        rows: the lines that were taken, of each place, from 0.
    """

    text: str
    rungs: Tuple[int, ...]
    rows: Tuple[Range, ...]


def apply_edits(text: str, wanted: FileEdit, name: str) -> Applied:
    """Return a text with all edits of a file, or refuse them all.

    Raises:
        ToolError: ``edit-not-found``, ``edit-ambiguous``, ``edit-empty``,
            ``edit-no-change``, ``edit-overlap``, ``edit-placeholder``,
            ``edit-unclear`` or ``edit-anchor``.
    """
    try:
        return _apply_together(text, wanted, name)
    except ToolError as error:
        after_another = error.code in ("edit-not-found", "edit-overlap")
        if len(wanted.edits) < 2 or not after_another:
            raise
        applied = _apply_in_turn(text, wanted, name)
        if applied is None:
            raise
        return applied


def _apply_in_turn(text: str, wanted: FileEdit, name: str) -> Optional[Applied]:
    """Apply each edit to what the one before has left; None when one does not fit."""
    rungs: Tuple[int, ...] = ()
    rows: Tuple[Range, ...] = ()
    for edit in wanted.edits:
        try:
            one = _apply_together(text, wanted._replace(edits=(edit,)), name)
        except ToolError:
            return None
        text, rungs, rows = one.text, rungs + one.rungs, rows + one.rows
    return Applied(text, rungs, rows)


def _apply_together(text: str, wanted: FileEdit, name: str) -> Applied:
    """Return a text with all edits, whose places are chosen together."""
    source = Source(text, name)
    options: List[List[Spot]] = []
    failures: List[Tuple[int, ToolError]] = []
    for number, edit in enumerate(wanted.edits):
        try:
            _check(edit)
            options.append(inside_anchors(source, edit, find_spots(source, edit)))
        except ToolError as error:
            options.append([])
            failures.append((number, error))
    options = decided(wanted, options)
    splices: List[Splice] = []
    for number, (edit, spots) in enumerate(zip(wanted.edits, options)):
        if any(number == failed for failed, _ in failures):
            continue
        try:
            if len(spots) > 1 and not edit.replace_all:
                if not _same_in_all(source, edit, spots):
                    raise ambiguous(name, source.lines, [spot.rows for spot in spots])
                spots = options[number] = spots[:1]
            for spot in spots:
                splices += _splices(source, edit, spot)
        except ToolError as error:
            failures.append((number, error))
    if failures:
        raise _failed(wanted, failures)
    rungs = tuple(max(spot.rung for spot in spots) for spots in options)
    rows = tuple(spot.rows for spots in options for spot in spots)
    after = _joined(text, splices, name)
    if after == text:
        _refuse_unmade(source, wanted, options)
    return Applied(after, rungs, rows)


def _refuse_unmade(
    source: Source, wanted: FileEdit, options: Sequence[Sequence[Spot]]
) -> None:
    """Refuse an edit that changes nothing, and is not made already either.

    Only how things are spelt would change, where the file spells them in its own way.
    """
    for edit, spots in zip(wanted.edits, options):
        for spot in spots:
            new = [key(line) for line in block(edit.new) if line.strip()]
            told = iter([key(line) for line in source.lines[slice(*spot.rows)]])
            if isinstance(spot.found, Place) and not spot.found.elided:
                if not all(line in told for line in new):
                    raise ToolError(
                        "edit-unclear",
                        f"Nothing would change in {source.name}: `old` fits loosely at "
                        f"line {spot.rows[0] + 1}, and `new` differs from it only in "
                        "what the file spells in another way.",
                        hint="Copy `old` exactly from the file, then change it.",
                    )


def _same_in_all(source: Source, edit: Edit, spots: Sequence[Spot]) -> bool:
    """Tell whether it does not matter which of several places is meant.

    That is so when only lines that stay are elsewhere, as the first part of a block
    with elided lines can be.
    """
    if len(spots) >= MOST_CHAINS or any(spot.rung != ELISION for spot in spots):
        return False
    first = _splices(source, edit, spots[0])
    return all(_splices(source, edit, spot) == first for spot in spots[1:])


def _failed(wanted: FileEdit, failures: Sequence[Tuple[int, ToolError]]) -> ToolError:
    """Return the first error; among several edits, with those that do fit."""
    number, error = min(failures, key=lambda failure: failure[0])
    count = len(wanted.edits)
    if count == 1:
        return error
    bad = {failed for failed, _ in failures}
    return several(
        number + 1, count, error, [n + 1 for n in range(count) if n not in bad]
    )


def _check(edit: Edit) -> None:
    """Refuse an edit that says nothing."""
    if not edit.old and not edit.whole:
        raise ToolError(
            "edit-empty",
            "`old` is empty.",
            hint="Give the text to replace; to fill a new file, use write_file.",
        )
    if line_feeds(edit.old) == line_feeds(edit.new):
        raise ToolError(
            "edit-no-change",
            "`old` and `new` are the same.",
            hint="Give in `new` the text that is to stand there instead.",
        )


def _joined(text: str, splices: Sequence[Splice], name: str) -> str:
    """Return a text with all splices.

    Raises:
        ToolError: ``edit-overlap`` when two of them want the same lines.
    """
    pieces, at = [], 0
    for splice in sorted(splices, key=lambda splice: splice[:2]):
        if splice.start < at:
            raise ToolError(
                "edit-overlap",
                f"Two edits of {name} change the same lines, near line "
                f"{text.count(chr(10), 0, splice.start) + 1}.",
                hint="Join them into one edit.",
            )
        pieces += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join(pieces) + text[at:]


# -- what to write -------------------------------------------------------------------


def _splices(source: Source, edit: Edit, spot: Spot) -> List[Splice]:
    """Return what an edit writes at a place."""
    edit = spot.edit or edit
    new = block(edit.new)
    if isinstance(spot.found, Span) and spot.rung == FORMATTING:
        real = source.text[spot.found.start : spot.found.end]
        text = exchanged(edit.old.strip(), real, edit.new.strip())
        return [Splice(*spot.found, real if text is None else text)]
    if isinstance(spot.found, Span):
        if spot.rung != TYPOGRAPHY:
            _refuse_placeholder(edit)
            return [
                splice_exact(
                    source.text, spot.found, edit.old, edit.new, source.newline
                )
            ]
        return _partial_splices(source, edit, spot.found, spot.rows)
    if not spot.found.spans:
        row = spot.rows[0]
        return [source.splice(LineChange(row, row, tuple(new)))] if new else []
    old = block(edit.old)
    if not edit.whole and not edit.old.endswith("\n") and not edit.new:
        new = [""]
    return [source.splice(change) for change in lay(source.lines, spot.found, old, new)]


def _partial_splices(
    source: Source, edit: Edit, span: Span, rows: Range
) -> List[Splice]:
    """Return what is written where a piece of lines has other signs."""
    first, last = rows[0], rows[1] - 1
    head = source.text[source.starts[first] : span.start]
    tail = source.lines[last][max(0, span.end - source.starts[last]) :]
    old = block(head + line_feeds(edit.old) + tail)
    new = block(head + line_feeds(edit.new) + tail)
    spans = tuple((row, row + 1) for row in range(first, first + len(old)))
    place = Place(TYPOGRAPHY, spans, tuple(old))
    return [source.splice(change) for change in lay(source.lines, place, old, new)]


def _refuse_placeholder(edit: Edit) -> None:
    """Compare the lines of an exact edit only to see what they leave out."""
    if not (
        "..." in edit.new
        or "\u2026" in edit.new
        or "unchanged" in edit.new.lower()
        or "rest of" in edit.new.lower()
        or "existing" in edit.new.lower()
    ):
        return
    refuse_placeholders(block(edit.old), block(edit.new))


def refuse_placeholders(old: Sequence[str], new: Sequence[str]) -> None:
    """Refuse new lines that stand for old ones instead of being them.

    Raises:
        ToolError: ``edit-placeholder``.
    """
    spans = tuple((n, n + 1) for n in range(len(old)))
    lay(list(old), Place(EXACT, spans, tuple(old)), list(old), list(new))
