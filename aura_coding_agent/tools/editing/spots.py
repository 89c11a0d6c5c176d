# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the places of a text where an edit fits, and choose among several."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import List, Optional, Sequence, Tuple, Union

from ...core.errors import ToolError
from ...core.text import newline_of
from ...core.values import NamedTuple
from .anchors import anchored, is_named_above
from .edits import (
    BLANK_LINES,
    EXACT,
    FORMATTING,
    LINE_ENDS,
    TABS,
    TYPOGRAPHY,
    Edit,
    FileEdit,
)
from .exact import Span, Splice, cuts_word, find_exact, find_typographic
from .formatting import exchanged, find_formatted_piece
from .explain import ambiguous, not_found
from .gaps import Range
from .lay import LineChange
from .lines import (
    comment_signs,
    indentation,
    is_comment,
    line_feeds,
    split_lines,
    width,
)
from .match import find_places, is_weak, places_at_all_depths
from .place import Place


class Spot(NamedTuple):
    """A place where an edit fits: a span of characters, or lines that were matched."""

    rows: Range
    rung: int
    found: Union[Span, Place]
    edit: Optional[Edit] = None  # where it is to be made in another form


class Source:
    """A text, with what is found out about it only when it is needed."""

    def __init__(self, text: str, name: str):
        """Take the text and its name, which tells the language."""
        self.text = text
        self.name = name
        self.newline: str = newline_of(text)
        self.signs: Tuple[str, ...] = comment_signs(name)
        self._lines: Optional[List[str]] = None
        self._ends: List[str] = []
        self._starts: List[int] = []

    @property
    def lines(self) -> List[str]:
        """The contents of the lines."""
        if self._lines is None:
            self._lines, self._ends = split_lines(self.text)
        return self._lines

    @property
    def starts(self) -> List[int]:
        """Where each line begins, and where the text ends."""
        if not self._starts:
            sizes = (len(a) + len(b) for a, b in zip(self.lines, self._ends))
            self._starts = list(accumulate(sizes, initial=0))
        return self._starts

    def rows(self, span: Span) -> Range:
        """Return the lines that a span touches."""
        mark = "\n" if "\n" in self.text else "\r"
        first = self.text.count(mark, 0, span.start)
        last = max(span.start, span.end - 1)
        return (first, first + self.text.count(mark, span.start, last) + 1)

    def splice(self, change: LineChange) -> Splice:
        """Return a change of lines as one of characters, with the right line ends."""
        start, stop = self.starts[change.start], self.starts[change.stop]
        theirs = [end for end in self._ends[change.start : change.stop] if end]
        near = theirs[-1:] or [
            e for e in self._ends[max(0, change.start - 1) :][:2] if e
        ]
        default = near[0] if near else "\n"
        if self.newline != "mixed":
            theirs, default = [], self.newline
        ends = theirs[: len(change.lines)]
        ends += [default] * (len(change.lines) - len(ends))
        open_end = bool(self._ends) and not self._ends[-1] and stop == len(self.text)
        lead = ""
        if open_end and change.lines:
            ends[-1] = ""
            lead = default if change.start == len(self.lines) else ""
        written = "".join(line + end for line, end in zip(change.lines, ends))
        return Splice(start, stop, lead + written)


# -- where one edit fits -------------------------------------------------------------


def find_spots(source: Source, edit: Edit) -> List[Spot]:
    """Return the places where an edit fits best."""
    if edit.whole and not edit.old.strip():
        return [_end(source, edit)]
    old = block(edit.old)
    spots = [] if edit.whole else _exact_spots(source, edit)
    if edit.replace_all and (len(old) > 1 or len(block(edit.new)) > 1):
        places = _apart(places_at_all_depths(source.lines, old))
        rows = {row for place in places for row in range(place.start, place.stop)}
        if len(places) > 1 and all(spot.rows[0] in rows for spot in spots):
            return [Spot((p.start, p.stop), p.rung, p) for p in places]
    if spots:
        return spots
    places = find_places(source.lines, old, source.signs)
    if not places and not edit.whole:
        found = [
            span
            for span in find_typographic(source.text, edit.old)
            if not cuts_word(source.text, span)
        ]
        spots = [_partial(source, span) for span in found] or _pieces(source, edit)
        return spots or _none(source, edit)
    if not places:
        return _none(source, edit)
    if edit.replace_all:
        places = _apart(places)
        if len({place.rung for place in places if place.rung > TABS}) > 1:
            taken = [(place.start, place.stop) for place in places]
            raise ambiguous(source.name, source.lines, taken)
    return [Spot((p.start, p.stop), p.rung, p) for p in places]


def _pieces(source: Source, edit: Edit) -> List[Spot]:
    """Return the place of a piece of a line that is there in another format."""
    if edit.replace_all or "\n" in edit.old.strip("\r\n") or "\n" in edit.new.strip():
        return []
    found = find_formatted_piece(source.lines, edit.old)
    if found is None:
        return []
    row, columns = found
    start = source.starts[row]
    span = Span(start + columns[0], start + columns[1])
    real = source.text[span.start : span.end]
    if exchanged(edit.old.strip(), real, edit.new.strip()) is None:
        return []
    return [Spot((row, row + 1), FORMATTING, span)]


def _none(source: Source, edit: Edit) -> List[Spot]:
    """Refuse, with what comes near."""
    raise not_found(source.name, source.text, edit.old, edit.new)


def block(text: str) -> List[str]:
    """Return the lines of a text that a model gave."""
    return split_lines(line_feeds(text), "\n").contents


def _apart(places: Sequence[Place]) -> List[Place]:
    """Leave out places that overlap an earlier one."""
    chosen: List[Place] = []
    for place in places:
        if not chosen or place.start >= chosen[-1].stop:
            chosen.append(place)
    return chosen


def _exact_spots(source: Source, edit: Edit) -> List[Spot]:
    """Return the places where the text stands as it is."""
    spans = find_exact(source.text, edit.old, overlapping=not edit.replace_all)
    if len(spans) > 1 and not edit.replace_all and "\n" in edit.old.rstrip("\r\n"):
        whole = [span for span in spans if _is_whole(source.text, span)]
        spans = whole if len(whole) == 1 else spans
    if not edit.replace_all or re.search(r"\W", edit.old.strip()):
        spans = [span for span in spans if not cuts_word(source.text, span)]
    if "\n" in edit.old and is_weak(block(edit.old)):
        spans = [span for span in spans if not _blanks_before(source.text, span)]
    if len(spans) == 1 and _is_shifted(source.text, spans[0], edit):
        return []
    if len(spans) == 1 and _has_loose_edges(source.text, spans[0], edit):
        span, bare = _without_edges(source.text, spans[0], edit)
        return [Spot(source.rows(span), BLANK_LINES, span, bare)]
    if len(spans) == 1:
        taken = source.text[spans[0].start : spans[0].end]
        rung = EXACT if taken == edit.old else LINE_ENDS
        return [Spot(source.rows(spans[0]), rung, spans[0])]
    return [Spot(source.rows(span), EXACT, span) for span in spans]


def _has_loose_edges(text: str, span: Span, edit: Edit) -> bool:
    """Tell whether line ends around a text are there by accident.

    That is so where whole lines are given with a line end before or after them and
    the new ones without, if new lines would run into the lines around them, or if
    the line next to it stays as it is.
    """
    old, new = edit.old, edit.new
    mine, other = old.strip("\r\n"), new.strip("\r\n")
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    free = ("", "\r", "\n")
    starts = before in free or old[0] in "\r\n"
    ends = after in free or old[-1] in "\r\n"
    if not other.strip() or not mine.strip() or not (starts and ends) or mine == other:
        return False
    top = before not in free or _first_line(mine) == _first_line(other)
    bottom = after not in free or _first_line(mine[::-1]) == _first_line(other[::-1])
    above = old[0] in "\r\n" and new[0] not in "\r\n" and top
    return above or (old[-1] in "\r\n" and new[-1] not in "\r\n" and bottom)


def _first_line(text: str) -> str:
    """Return the first line of a text."""
    return re.split("[\r\n]", text, maxsplit=1)[0]


def _without_edges(text: str, span: Span, edit: Edit) -> Tuple[Span, Edit]:
    """Leave out line ends around a text that the new one has not."""
    start, end = span
    old, new = edit.old, edit.new
    if new[0] not in "\r\n":
        while text[start] in "\r\n":
            start += 1
        old = old.lstrip("\r\n")
    if new[-1] not in "\r\n":
        while text[end - 1] in "\r\n":
            end -= 1
        old = old.rstrip("\r\n")
    return Span(start, end), edit._replace(old=old)


def _is_whole(text: str, span: Span) -> bool:
    """Tell whether a span consists of whole lines."""
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    ended = text[span.end - 1] in "\r\n" or after in ("", "\r", "\n")
    return before in ("", "\r", "\n") and ended


def _blanks_before(text: str, span: Span) -> str:
    """Return the blanks between the start of a line and a span; empty for more."""
    start = max(text.rfind(end, 0, span.start) for end in "\r\n") + 1
    blanks = text[start : span.start]
    return "" if blanks.strip() else blanks


def _is_shifted(text: str, span: Span, edit: Edit) -> bool:
    """Tell whether one line was given without its blanks, and new ones likewise.

    Put in as they are, the further lines would be less deep than the first.
    """
    old, new = block(edit.old), block(edit.new)
    blanks = _blanks_before(text, span)
    if len(old) != 1 or len(new) < 2 or not blanks:
        return False
    if text[span.end : span.end + 1] not in ("", "\r", "\n"):
        return False
    told = [line for line in new if line.strip()]
    deep = width(blanks + indentation(old[0]))
    if len(told) < 2:
        return False
    opens = told[0].rstrip().endswith((":", "{", "(", "["))
    return any(width(indentation(line)) < deep for line in told[1:]) or (
        opens and width(indentation(told[1])) <= deep
    )


def _partial(source: Source, span: Span) -> Spot:
    """Return a piece of lines with other signs, as if the whole lines were given."""
    return Spot(source.rows(span), TYPOGRAPHY, span)


def _end(source: Source, edit: Edit) -> Spot:
    """Return the end of the file, for lines without any context."""
    named = edit.anchors or edit.heading or edit.line
    if edit.anchors or (source.text.strip() and not edit.at_end and named):
        raise ToolError(
            "edit-empty",
            "There is no line that says where the new ones belong.",
            hint="Give some unchanged lines around them as context.",
        )
    size = len(source.lines)
    return Spot((size, size), EXACT, Place(EXACT, (), ()))


# -- which of several places ---------------------------------------------------------


def inside_anchors(source: Source, edit: Edit, spots: List[Spot]) -> List[Spot]:
    """Return the places that are inside the anchors, or at the end where told so.

    Raises:
        ToolError: ``edit-anchor`` when there is no such place.
    """
    if edit.at_end and len(spots) > 1:
        size = len(source.lines)
        while size and not source.lines[size - 1].strip():
            size -= 1
        spots = [spot for spot in spots if spot.rows[1] >= size] or spots
    if edit.anchors:
        inside = _inside(source, edit.anchors, spots)
        if not inside:
            raise ToolError(
                "edit-anchor",
                f"In {source.name} the block does not stand under the line "
                f"`{edit.anchors[-1]}`; it fits at line {spots[0].rows[0] + 1}.",
                hint="Take the `@@` line from the file: the function or class that "
                "the block is in.",
            )
        spots = inside
    spots = _at_line(edit, spots)  # a heading may be of what stands above a hunk
    if edit.heading and edit.line < 1 and _is_thin(source, edit):
        _check_heading(source, edit, spots)
    if edit.heading and len(spots) > 1:
        inside = _inside(source, (edit.heading,), spots)
        spots = inside if len(inside) == 1 else spots
    return spots


def _is_thin(source: Source, edit: Edit) -> bool:
    """Tell whether a block has hardly a line that could not stand anywhere."""
    told = [line for line in block(edit.old) if not is_comment(line, source.signs)]
    return sum(bool(re.search(r"\w", line)) for line in told) < 2


def _check_heading(source: Source, edit: Edit, spots: Sequence[Spot]) -> None:
    """Refuse a block of hardly a line under a heading that is not in the file."""
    last = max(spot.rows[0] for spot in spots)
    if not is_named_above(source.lines, edit.heading, last):
        raise ToolError(
            "edit-anchor",
            f"In {source.name} there is no `{edit.heading[:80]}` above the block.",
            hint="Take the line after `@@` from the file, or give more context.",
        )


def _inside(
    source: Source, anchors: Sequence[str], spots: Sequence[Spot]
) -> List[Spot]:
    """Return the places that are in the scope of all anchors."""
    rows = [spot.rows for spot in spots]
    return [spots[n] for n in anchored(source.lines, anchors, rows, source.name)]


def decided(wanted: FileEdit, options: List[List[Spot]]) -> List[List[Spot]]:
    """Let the order of the edits and the line numbers of a patch decide."""
    options = [_at_line(edit, spots) for edit, spots in zip(wanted.edits, options)]
    if not wanted.ordered:
        return options
    low: List[Optional[Spot]] = []
    at = 0
    for spots in options:
        spot = next((spot for spot in spots if spot.rows[0] >= at), None)
        low.append(spot)
        at = spot.rows[1] if spot else at
    high: List[Optional[Spot]] = []
    end = 1 << 60
    for spots in reversed(options):
        spot = next((spot for spot in reversed(spots) if spot.rows[1] <= end), None)
        high.append(spot)
        end = spot.rows[0] if spot else end
    decided = []
    for edit, spots, first, last in zip(wanted.edits, options, low, reversed(high)):
        if first is not None and first == last and not edit.replace_all:
            spots = [first]
        decided.append(spots)
    return decided


def _at_line(edit: Edit, spots: List[Spot]) -> List[Spot]:
    """Return the place that is exactly where the patch says, if there are several."""
    if len(spots) < 2 or edit.replace_all or edit.line < 2:
        return spots
    exact = [
        spot
        for spot in spots
        if spot.rung in (EXACT, LINE_ENDS) and spot.rows[0] + 1 == edit.line
    ]
    return exact if len(exact) == 1 else spots
