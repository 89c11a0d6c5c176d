# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find where a block of lines belongs: exactly, then more and more loosely.

Every line of the block is compared, on every rung; a block is never found by its
first and last line alone, nor by blank lines. The result is all places that fit
equally well, for the caller to refuse when they are several. Time is linear in the
lines of the file; misspelt blocks are found by their rarest lines.
"""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Set, Tuple

from .edits import (
    COMMENT,
    CONTEXT,
    ELISION,
    FORMATTING,
    LINE_NUMBERS,
    MISSPELLING,
    TABS,
)
from .formatting import find_formatted
from .gaps import Pair, Range, with_comments
from .keyed import Keyed, by_keys, graded, keyed, pairs_rung
from .lines import (
    Listing,
    indentation,
    is_comment,
    is_elision,
    key,
    key_beside_typography,
    leaves_out,
    listing,
    width,
)
from .place import Place
from .slips import is_other_version, misspells

_MOST_PLACES = 200  # of a block that fits so often, more need not be told
MOST_CHAINS = 50  # ways to put together a block with elided lines
# Words that end any block, so that a place is not known by them.
_WEAK = frozenset("end pass return break continue else fi done".split())
_RARE = 200  # a line that stands more often does not lead to a misspelt block


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
    places = by_keys(keyed(lines, str.strip), old)
    if is_weak(old):  # found at any depth, and at none for a reason
        return _best([place for place in places if _as_deep(lines, place)])
    if places:
        best = _best(places)
        deep = all(_as_deep(lines, place) for place in best)
        return best if deep else _with_rivals(best, lines, signs)
    listed = listing(old)
    if listed is not None and any(line.strip() for line in listed.lines):
        places = _at_numbers(find_places(lines, listed.lines, signs), listed)
        if places:
            return [p._replace(rung=max(p.rung, LINE_NUMBERS)) for p in places]
    exotic = not all(map(str.isascii, old)) or not "".join(lines).isascii()
    file = keyed(lines, key_beside_typography if exotic else key)
    places = by_keys(file, old)
    if places:
        return _best(places)
    places = _only(
        [
            _by_parts(file, old),
            _by_code(file, old, signs),
            _by_open_ends(file, old),
            find_formatted(lines, old),
            _by_rare_lines(file, old),
        ]
    )
    return places or _best(_by_context(file, old))


def _only(groups: Sequence[List[Place]]) -> List[Place]:
    """Return the places of the first way that finds some, and those elsewhere.

    Where a block is like one place in this way and like another in that, nothing says
    which of them is meant.
    """
    found: List[Place] = []
    for places in groups:
        found += [
            place
            for place in _best(places)
            if all(place.stop <= e.start or e.stop <= place.start for e in found)
        ]
    return found


def places_at_all_depths(lines: Sequence[str], old: Sequence[str]) -> List[Place]:
    """Return where a block stands but for blanks before and behind its lines."""
    if is_weak(old):
        return []
    places = by_keys(keyed(lines, str.strip), old)
    return [place for place in places if place.rung <= TABS]


def is_weak(lines: Sequence[str]) -> bool:
    """Tell whether lines have only signs, or such words as end anything."""
    return all(
        _WEAK.issuperset(re.findall(r"[^\W_]+", "\n".join(part)))
        for part in (lines[:3], lines[3:])  # the first few nearly always tell
    )


def _at_numbers(places: List[Place], listed: Listing) -> List[Place]:
    """Return the places that are where the numbers of a listing say.

    Where they say otherwise, they are numbers of a listing only if it is an evident
    one, of the file as it was once; else they are part of the text.
    """
    exact = [
        place
        for place in places
        if all(
            span == (number - 1, number)
            for number, line, span in zip(listed.numbers, listed.lines, place.spans)
            if number and line.strip()
        )
    ]
    return exact or (places if listed.evident else [])


def _with_rivals(
    best: List[Place], lines: Sequence[str], signs: Tuple[str, ...]
) -> List[Place]:
    """Add the places that are as deep as the block, with other comments.

    Where one block has another depth and one another comment, nothing tells which of
    them is meant.
    """
    rivals = [
        place
        for place in _by_code(keyed(lines, key), best[0].old, signs)
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
    if not places:
        return []

    def rank(place: Place) -> Tuple[int, int]:
        """Return what to sort by."""
        return (place.rung, -place.score)

    best = min(map(rank, places))
    return [place for place in places if rank(place) == best]


# -- with other signs at the ends of lines --------------------------------------------


def _by_open_ends(file: Keyed, old: Sequence[str]) -> List[Place]:
    """Return where lines stand but for commas and semicolons at their ends."""
    if not all(_is_known(file, file.as_key(line)) for line in old if line.strip()):
        return []  # at once, because most blocks are not there at all
    rest = keyed(file.lines, lambda line: key(line).rstrip(",; "))
    return [
        place._replace(rung=max(place.rung, FORMATTING)) for place in by_keys(rest, old)
    ]


def _is_known(file: Keyed, line: str) -> bool:
    """Tell whether a line is in the file, but for the sign at its end."""
    if line in file.known:
        return True
    bare = line.rstrip(",;")
    return any(form in file.known for form in (bare, bare + ",", bare + ";"))


# -- with lines elided ---------------------------------------------------------------


def _by_parts(file: Keyed, old: Sequence[str]) -> List[Place]:
    """Return the places of a block in which ``...`` stands for lines left out.

    At an edge of the block, nothing says how many: such a line has to stay. So has
    one that leaves the block it begins in, or that only signs come after.
    """
    cuts = _elisions(file, old)
    borders = [-1, *cuts, len(old)]
    parts = [(a + 1, b) for a, b in zip(borders, borders[1:])]
    parts = [(a, b) for a, b in parts if any(line.strip() for line in old[a:b])]
    if (
        not cuts
        or not parts
        or is_weak([old[at] for a, b in parts for at in range(a, b)])
    ):
        return []
    chains: List[List[Place]] = [[]]
    for first, end in parts:
        found = by_keys(file, old[first:end])
        chains = [
            [*chain, place]
            for chain in chains
            for place in found
            if not chain or place.start >= chain[-1].stop
        ][:_MOST_PLACES]
    inside = [chain for chain in chains if _within_scope(file.lines, chain)]
    chains = (inside or chains)[:MOST_CHAINS]
    places = [_joined(file.lines, old, cuts, parts, chain) for chain in chains]
    firm = [at for at in cuts if parts[0][0] < at < parts[-1][0]]
    if not inside or any(is_weak(old[first:end]) for first, end in parts[:-1]):
        firm = []
    open_ = tuple(at for at in cuts if at not in firm)
    return [
        place._replace(elided=tuple(cuts), open=open_)
        for place in places
        if place is not None
    ]


def _elisions(file: Keyed, old: Sequence[str]) -> List[int]:
    """Return the lines of a block that stand for others."""
    return [
        at
        for at, line in enumerate(old)
        if leaves_out(line)
        and (is_elision(line) or file.as_key(line) not in file.known)
    ]


def _within_scope(lines: Sequence[str], chain: Sequence[Place]) -> bool:
    """Tell whether what is elided does not leave the block that its parts are in."""
    for before, after in zip(chain, chain[1:]):
        head = [line for line in lines[before.start : before.stop] if line.strip()]
        outer = min(width(indentation(line)) for line in head)
        next_one = width(indentation(lines[after.start]))
        closes = is_weak(lines[after.start : after.stop])
        if closes and next_one != outer:
            return False
        floor = outer + 1 if next_one > outer or closes else next_one
        for line in lines[before.stop : after.start]:
            if line.strip() and width(indentation(line)) < floor:
                if not line.startswith(("#", ")", "]")):
                    return False
    return True


def _joined(
    lines: Sequence[str],
    old: Sequence[str],
    cuts: Sequence[int],
    parts: Sequence[Range],
    chain: Sequence[Place],
) -> Optional[Place]:
    """Return the parts of an elided block as one place."""
    spans: List[Range] = []
    pairs: List[Pair] = []
    for (first, end), place in zip(parts, chain):
        while len(spans) < first:
            at = chain[0].start if not spans else spans[-1][1]
            spans.append((at, place.start) if len(spans) in cuts else (at, at))
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


def _by_code(file: Keyed, old: Sequence[str], signs: Tuple[str, ...]) -> List[Place]:
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
    if _elisions(file, old):
        return []  # what stands for lines of code is no comment to leave out
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
        rung = max(rung, COMMENT)
        places.append(Place(rung, spans, tuple(old), other, score=score))
    return places


# -- with misspelt words -------------------------------------------------------------


def _by_rare_lines(file: Keyed, old: Sequence[str]) -> List[Place]:
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
        place = graded(file.lines, old, pairs)
        if place is not None:
            misspelt = tuple(wanted[n] for n in wrong)
            places.append(place._replace(rung=MISSPELLING, misspelt=misspelt))
    return places


def _by_context(file: Keyed, old: Sequence[str]) -> List[Place]:
    """Return the places where the outermost line alone is one of another version."""
    wanted = [at for at, line in enumerate(old) if line.strip()]
    piece = [file.as_key(old[at]) for at in wanted]
    strange = [n for n, line in enumerate(piece) if line not in file.known]
    if len(piece) < 4 or len(strange) != 1 or strange[0] not in (0, len(piece) - 1):
        return []
    told = file.told
    first = int(strange[0] == 0)
    rest = piece[first : len(piece) - 1 + first]
    places = []
    for hit in file.hits(told, rest):
        row = hit - 1 if first else hit + len(rest)
        if not 0 <= row < len(told):
            continue
        if not is_other_version(piece[strange[0]], file.keys[told[row]]):
            continue
        pairs = [(at, told[hit - first + n]) for n, at in enumerate(wanted)]
        place = graded(file.lines, old, pairs)
        if place is not None:
            other = (wanted[strange[0]],)
            places.append(place._replace(rung=CONTEXT, misspelt=other))
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
