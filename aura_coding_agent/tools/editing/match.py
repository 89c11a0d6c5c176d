# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find where a block of lines belongs: exactly, then more and more loosely.

Every line of the block is compared, on every rung; a block is never found by its
first and last line alone, nor by blank lines. The result is all places that fit
equally well, for the caller to refuse when they are several. Time is linear in the
lines of the file: blocks are found by the method of Knuth, Morris and Pratt (1977)
on keys of lines, and the misspelt ones by their rarest lines.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, List, Optional, Sequence, Set, Tuple

from ...core.values import NamedTuple

from .edits import (
    COMMENT,
    ELISION,
    EXACT,
    INDENTATION,
    LINE_NUMBERS,
    MISSPELLING,
    TABS,
    TRAILING,
    TYPOGRAPHY,
)
from .gaps import Pair, Range, with_blanks, with_comments
from .lines import (
    indentation,
    is_comment,
    is_elision,
    key,
    key_beside_typography,
    width,
    without_numbers,
)
from .slips import misspells

_MOST_PLACES = 200  # of a block that fits so often, more need not be told
MOST_CHAINS = 50  # ways to put together a block with elided lines
_RARE = 200  # a line that stands more often does not lead to a misspelt block


class _Keyed(NamedTuple):
    """Lines of a file with the key of each, all keys, and what makes them."""

    lines: Sequence[str]
    keys: List[str]
    known: Set[str]
    as_key: Callable[[str], str]

    def hits(self, rows: Sequence[int], piece: Sequence[str]) -> List[int]:
        """Return where keys stand in those of some rows."""
        if not self.known.issuperset(piece):
            return []  # at once, because most blocks are not there most loosely
        return occurrences([self.keys[row] for row in rows], piece)

    @property
    def told(self) -> List[int]:
        """The rows that are not blank."""
        return [row for row, line in enumerate(self.keys) if line]


def _keyed(lines: Sequence[str], as_key: Callable[[str], str]) -> _Keyed:
    """Return lines with what makes them equal."""
    if as_key is key and "".join(lines).isascii():
        keys = [" ".join(line.split()) for line in lines]
    else:
        keys = list(map(as_key, lines))
    return _Keyed(lines, keys, set(keys), as_key)


class Place(NamedTuple):
    """Where a block fits.

    Attributes:
        rung: how loosely, of ``edits``.
        spans: for each line of the block the lines of the file that it stands for:
            one, none (it is missing there), or many (elided).
        old: the block as it was compared, without numbers of a listing.
        misspelt: lines of the block that are not as in the file: they may not change.
        score: of places on one rung the higher fits better.
    """

    rung: int
    spans: Tuple[Range, ...]
    old: Tuple[str, ...]
    misspelt: Tuple[int, ...] = ()
    score: int = 0

    @property
    def start(self) -> int:
        """The first line of the file that it takes."""
        return min(lo for lo, hi in self.spans if hi > lo)

    @property
    def stop(self) -> int:
        """The line after the last that it takes."""
        return max(hi for lo, hi in self.spans if hi > lo)


def find_places(
    lines: Sequence[str], old: Sequence[str], signs: Tuple[str, ...]
) -> List[Place]:
    """Return the places where a block fits best; all of them when they are equal.

    Args:
        lines: contents of the file's lines.
        old: the block.
        signs: what comments begin with, see :func:`.lines.comment_signs`.
    """
    if not any(line.strip() for line in old):
        return []
    places = _by_keys(_keyed(lines, str.strip), old)
    if places:
        best = _best(places)
        deep = all(_as_deep(lines, place) for place in best)
        return best if deep else _with_rivals(best, lines, signs)
    bare = without_numbers(old)
    if bare is not None and any(line.strip() for line in bare):
        places = find_places(lines, bare, signs)
        if places:
            return [p._replace(rung=max(p.rung, LINE_NUMBERS)) for p in places]
    exotic = not all(map(str.isascii, old)) or not "".join(lines).isascii()
    file = _keyed(lines, key_beside_typography if exotic else key)
    for places in (
        _by_keys(file, old),
        _by_parts(file, old),
        _by_code(file, old, signs),
        _by_rare_lines(file, old),
    ):
        if places:
            return _best(places)
    return []


def _with_rivals(
    best: List[Place], lines: Sequence[str], signs: Tuple[str, ...]
) -> List[Place]:
    """Add the places that are as deep as the block, with other comments.

    Where one block has another depth and one another comment, nothing tells which of
    them is meant.
    """
    rivals = [
        place
        for place in _by_code(_keyed(lines, key), best[0].old, signs)
        if all(place.stop <= e.start or e.stop <= place.start for e in best)
        and _as_deep(lines, place)
    ]
    return best + rivals


def _as_deep(lines: Sequence[str], place: Place) -> bool:
    """Tell whether the block has the indentation that it has in the file."""
    return all(
        indentation(line) == indentation(lines[lo])
        for line, (lo, hi) in zip(place.old, place.spans)
        if hi > lo and line.strip()
    )


def _best(places: Sequence[Place]) -> List[Place]:
    """Return the best places, several when they are equally good."""

    def rank(place: Place) -> Tuple[int, int]:
        """Return what to sort by."""
        return (place.rung, -place.score)

    best = min(map(rank, places))
    return [place for place in places if rank(place) == best]


# -- all lines alike -----------------------------------------------------------------


def _by_keys(file: _Keyed, old: Sequence[str]) -> List[Place]:
    """Return where the lines that are not blank follow one another as in the block."""
    wanted = [at for at, line in enumerate(old) if line.strip()]
    piece = [file.as_key(old[at]) for at in wanted]
    if not file.known.issuperset(piece):
        return []
    told = file.told
    places = []
    for hit in file.hits(told, piece):
        pairs = [(at, told[hit + n]) for n, at in enumerate(wanted)]
        place = _graded(file.lines, old, pairs)
        if place is not None:
            places.append(place)
    return places


def occurrences(text: Sequence[str], piece: Sequence[str]) -> List[int]:
    """Return where a sequence stands in another; the places may overlap."""
    if not piece or len(piece) > len(text):
        return []
    back = [0] * len(piece)
    length = 0
    for at in range(1, len(piece)):
        while length and piece[at] != piece[length]:
            length = back[length - 1]
        length += piece[at] == piece[length]
        back[at] = length
    found = []
    length = 0
    for at, item in enumerate(text):
        while length and (length == len(piece) or item != piece[length]):
            length = back[length - 1]
        if item == piece[length]:
            length += 1
        if length == len(piece):
            found.append(at - length + 1)
            if len(found) >= _MOST_PLACES:
                break
    return found


def _graded(
    lines: Sequence[str], old: Sequence[str], pairs: Sequence[Pair]
) -> Optional[Place]:
    """Return how well paired lines fit, and the blank ones between them."""
    rung = pairs_rung(lines, old, pairs)
    if rung is None:
        return None
    spans, blank_rung = with_blanks(lines, old, pairs)
    return Place(max(rung, blank_rung), spans, tuple(old))


def pairs_rung(
    lines: Sequence[str], old: Sequence[str], pairs: Sequence[Pair]
) -> Optional[int]:
    """Return how loosely paired lines are alike; None when indentation is not."""
    rung = EXACT
    for mine, theirs in pairs:
        ours, real = old[mine], lines[theirs]
        if ours == real:
            continue
        inner, outer = ours.strip(), real.strip()
        if inner == outer:
            same_tail = ours[len(ours.rstrip()) :] == real[len(real.rstrip()) :]
            rung = max(rung, EXACT if same_tail else TRAILING)
        elif inner.split() == outer.split():
            rung = max(rung, TABS)
        else:
            rung = max(rung, TYPOGRAPHY)
    blanks = [(indentation(old[i]), indentation(lines[k])) for i, k in pairs]
    step = indentation_rung(blanks)
    return None if step is None else max(rung, step)


def indentation_rung(pairs: Sequence[Tuple[str, str]]) -> Optional[int]:
    """Return how the blanks before lines differ; None when in no orderly way.

    They may all be shifted by the same step, or each depth by another one, as long
    as equal stays equal and deeper stays deeper.
    """
    if all(mine == theirs for mine, theirs in pairs):
        return EXACT
    if uniform_step(pairs) is not None:
        return INDENTATION
    steps: Dict[str, str] = {}
    for mine, theirs in pairs:
        if steps.setdefault(mine, theirs) != theirs:
            return None
    for tab in (4, 8, 2):
        mine_first = sorted(
            (len(a.expandtabs(tab)), len(b.expandtabs(tab))) for a, b in steps.items()
        )
        if all(a[0] < b[0] and a[1] < b[1] for a, b in zip(mine_first, mine_first[1:])):
            return TABS
    return None


def uniform_step(pairs: Sequence[Tuple[str, str]]) -> Optional[Tuple[str, str]]:
    """Return the blanks to take away and to put before every line, if the same."""
    mine, theirs = pairs[0]
    if theirs.endswith(mine):
        more = theirs[: len(theirs) - len(mine)]
        same = all(b == more + a for a, b in pairs)
        return ("", more) if same else None
    if mine.endswith(theirs):
        less = mine[: len(mine) - len(theirs)]
        return (less, "") if all(a == less + b for a, b in pairs) else None
    return None


# -- with lines elided ---------------------------------------------------------------


def _by_parts(file: _Keyed, old: Sequence[str]) -> List[Place]:
    """Return the places of a block in which ``...`` stands for lines left out."""
    cuts = [at for at, line in enumerate(old) if is_elision(line)]
    borders = [-1, *cuts, len(old)]
    parts = [(a + 1, b) for a, b in zip(borders, borders[1:])]
    parts = [(a, b) for a, b in parts if any(line.strip() for line in old[a:b])]
    if not cuts or len(parts) < 2 or parts[0][0] > cuts[0] or parts[-1][1] < cuts[-1]:
        return []
    chains: List[List[Place]] = [[]]
    for first, end in parts:
        found = _by_keys(file, old[first:end])
        chains = [
            [*chain, place]
            for chain in chains
            for place in found
            if not chain or place.start >= chain[-1].stop
        ][:_MOST_PLACES]
    inside = [chain for chain in chains if _within_scope(file.lines, chain)]
    chains = (inside or chains)[:MOST_CHAINS]
    places = [_joined(file.lines, old, parts, chain) for chain in chains]
    return [place for place in places if place is not None]


def _within_scope(lines: Sequence[str], chain: Sequence[Place]) -> bool:
    """Tell whether what is elided does not leave the block that its parts are in."""
    for before, after in zip(chain, chain[1:]):
        head = [line for line in lines[before.start : before.stop] if line.strip()]
        outer = min(width(indentation(line)) for line in head)
        next_one = width(indentation(lines[after.start]))
        floor = outer + 1 if next_one > outer else next_one
        for line in lines[before.stop : after.start]:
            if line.strip() and width(indentation(line)) < floor:
                if not line.startswith(("#", ")", "]")):
                    return False
    return True


def _joined(
    lines: Sequence[str],
    old: Sequence[str],
    parts: Sequence[Range],
    chain: Sequence[Place],
) -> Optional[Place]:
    """Return the parts of an elided block as one place."""
    spans: List[Range] = []
    pairs: List[Pair] = []
    for (first, end), place in zip(parts, chain):
        while len(spans) < first:
            at = chain[0].start if not spans else spans[-1][1]
            spans.append((at, place.start) if is_elision(old[len(spans)]) else (at, at))
        spans += place.spans
        pairs += [
            (first + n, lo)
            for n, (lo, hi) in enumerate(place.spans)
            if hi > lo and lines[lo].strip()
        ]
    spans += [(spans[-1][1],) * 2] * (len(old) - len(spans))
    rung = pairs_rung(lines, old, pairs)
    return None if rung is None else Place(max(rung, ELISION), tuple(spans), tuple(old))


# -- with other comments -------------------------------------------------------------


def _by_code(file: _Keyed, old: Sequence[str], signs: Tuple[str, ...]) -> List[Place]:
    """Return the places where all lines of code fit, and the comments do not."""
    wanted = [
        at
        for at, line in enumerate(old)
        if line.strip() and not is_comment(line, signs)
    ]
    piece = [file.as_key(old[at]) for at in wanted]
    evident = sum(bool(re.search(r"\w", line)) for line in piece) >= 2
    if not evident or not file.known.issuperset(piece):
        return []
    starts = tuple(sign.strip() for sign in signs)
    code = [
        row
        for row, line in enumerate(file.keys)
        if line and not (line.startswith(starts) and is_comment(line, signs))
    ]
    places = []
    for hit in file.hits(code, piece):
        pairs = [(at, code[hit + n]) for n, at in enumerate(wanted)]
        rung = pairs_rung(file.lines, old, pairs)
        if rung is None:
            continue
        spans, score = with_comments(file.keys, old, pairs, file.as_key, signs)
        other = tuple(
            at
            for at, (lo, hi) in enumerate(spans)
            if hi == lo + 1 and file.keys[lo] != file.as_key(old[at])
        )
        places.append(Place(max(rung, COMMENT), spans, tuple(old), other, score))
    return places


# -- with misspelt words -------------------------------------------------------------


def _by_rare_lines(file: _Keyed, old: Sequence[str]) -> List[Place]:
    """Return the places where all lines fit but for misspelt words in a few."""
    wanted = [at for at, line in enumerate(old) if line.strip()]
    piece = [file.as_key(old[at]) for at in wanted]
    allowed = 1 + min(2, len(piece) // 12)
    evident = sum(bool(re.search(r"\w", line)) for line in piece) >= allowed + 2
    if not evident or sum(line not in file.known for line in piece) > allowed:
        return []
    told = file.told
    keys = file.keys
    places = []
    for hit in _near_hits([keys[row] for row in told], piece, allowed):
        pairs = [(at, told[hit + n]) for n, at in enumerate(wanted)]
        wrong = [n for n, (_, row) in enumerate(pairs) if piece[n] != keys[row]]
        if not all(misspells(piece[n], keys[pairs[n][1]], file.lines) for n in wrong):
            continue
        place = _graded(file.lines, old, pairs)
        if place is not None:
            misspelt = tuple(wanted[n] for n in wrong)
            places.append(place._replace(rung=MISSPELLING, misspelt=misspelt))
    return places


def _near_hits(text: Sequence[str], piece: Sequence[str], allowed: int) -> List[int]:
    """Return where a sequence stands with at most so many items replaced.

    Of the rarest ``allowed + 1`` items one must be right, so only where these stand
    is anything compared.
    """
    wanted = set(piece)
    rows: Dict[str, List[int]] = {line: [] for line in wanted}
    for at, line in enumerate(text):
        if line in wanted:
            rows[line].append(at)
    rarest = sorted(range(len(piece)), key=lambda at: len(rows[piece[at]]))
    starts: Set[int] = set()
    for n in rarest[: allowed + 1]:
        if len(rows[piece[n]]) > _RARE:
            break
        starts.update(at - n for at in rows[piece[n]])
    found = []
    for start in sorted(starts):
        if start < 0 or start + len(piece) > len(text):
            continue
        wrong = 0
        for n, line in enumerate(piece):
            wrong += line != text[start + n]
            if wrong > allowed:
                break
        else:
            found.append(start)
    return found
