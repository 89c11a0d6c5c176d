# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Order patches: the likely shape, at a suspected place, of a small family first.

A patch is worth ``share of real fixes x suspiciousness x fit / size of the family at
that place``. Families are listed only when their best possible patch could be next
(a heap of upper bounds), so the first patch comes at once, also of a large project.
"""

from __future__ import annotations

import ast
import heapq
from itertools import count
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Set
from typing import Tuple

from .candidates import Group, groups
from .model import Candidate, Edit, Judgement, Spectrum, Suspect
from .source import Source, Span, apply, fragment

# How much more a suspicious line counts than a little suspicious one, and how much a
# family's patches share its weight. Tuned on 206 planted faults (mean of log rank).
SHARPNESS = 2.0
SHARING = 0.8


def ordered(
    suspects: Sequence[Suspect],
    spectrum: Spectrum,
    sources: Mapping[str, str],
    *,
    risky: bool = False,
) -> Iterator[Candidate]:
    """Yield single patches of all suspected files, the most promising first.

    Every patch parses, changes the program, and comes once.

    Args:
        suspects: from :func:`.localize.suspects`; any order.
        spectrum: what one run of the tests showed.
        sources: path -> text of the project's Python files.
        risky: also patch statements that touch files, processes or the network.
    """
    return merged(groups(suspects, spectrum, sources, risky=risky), sources)


def merged(found: Iterable[Group], sources: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the patches of groups in order of their worth; see :func:`ordered`."""
    tie = count()
    heap: List[Tuple[float, int, Optional[Group], Optional[Candidate]]] = []
    for group in found:
        bound = group.weight * group.suspicion**SHARPNESS
        heap.append((-bound, next(tie), group, None))
    heapq.heapify(heap)
    check = Check(sources)
    while heap:
        worth, _, group_or_none, candidate = heapq.heappop(heap)
        if candidate is not None:
            if check(candidate):
                yield candidate
        elif group_or_none is not None:
            for value, one in _listed(group_or_none):
                # Never above the bound that has just come up.
                heapq.heappush(heap, (max(worth, -value), next(tie), None, one))


def _listed(group: Group) -> List[Tuple[float, Candidate]]:
    """Return the candidates of a group with their share of its weight."""
    listed = [one for one in group.expand() if one[0] > 0]
    size = max(1.0, sum(fit for fit, _ in listed))
    share = group.weight * group.suspicion**SHARPNESS / size**SHARING
    return [(fit * share, candidate) for fit, candidate in listed]


class Check:
    """Say whether a patch parses, changes something, and is new.

    Only the statement around the edits is parsed, so a patch of a long file costs
    no more than one of a short file.
    """

    def __init__(self, sources: Mapping[str, str]):
        """Take the texts that candidates change."""
        self._texts = sources
        self._sources: Dict[str, Optional[Source]] = {}
        self._seen: Set[Tuple[str, int, int]] = set()
        self._dumps: Dict[Tuple[str, Span], Optional[str]] = {}

    def __call__(self, candidate: Candidate) -> bool:
        """Return whether a candidate compiles and changes something."""
        source = self._source(candidate.path)
        if source is None or not candidate.edits:
            return False
        start, end = candidate.edits[0].start, candidate.edits[-1].end
        node, span = fragment(source, start, end)
        before = source.text[span.start : span.end]
        moved = [
            Edit(one.start - span.start, one.end - span.start, one.text)
            for one in candidate.edits
        ]
        after = apply(before, moved)
        head = ""
        if isinstance(node, ast.stmt):
            head = "if 1:\n" + (source.indent(node) or " ")
        new = _dump(head + after)
        if new is None or new == self._before(candidate.path, span, head + before):
            return False
        key = (candidate.path, span.start, hash(new))
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _before(self, path: str, span: Span, text: str) -> Optional[str]:
        """Return the meaning of a part as it was."""
        key = (path, span)
        if key not in self._dumps:
            self._dumps[key] = _dump(text)
        return self._dumps[key]

    def _source(self, path: str) -> Optional[Source]:
        """Return a file that compiles, None when it does not."""
        if path not in self._sources:
            try:
                self._sources[path] = Source(path, self._texts[path])
            except (SyntaxError, ValueError, KeyError, RecursionError):
                self._sources[path] = None
        return self._sources[path]


def _dump(text: str) -> Optional[str]:
    """Return the meaning of a text, None when it does not compile."""
    try:
        return ast.dump(ast.parse(text.lstrip("\ufeff")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# -- two edits -----------------------------------------------------------------------

# How many patches of each rank take part, and how many more of the promising ones.
_LEADERS, _FOLLOWERS, _PLAIN = 24, 400, 60


def pairs(
    tried: Sequence[Tuple[Candidate, Judgement]],
    sources: Mapping[str, str],
    *,
    failing: Sequence[str] = (),
    first: str = "",
) -> Iterator[Candidate]:
    """Yield two coupled edits of one file, led by patches that made some progress.

    Args:
        tried: single patches in the order they were tried, with what the tests said.
        sources: path -> text of the project's Python files.
        failing: ids of the failing tests.
        first: how the first failing test ended without a patch, as ``exception:
            message``; a patch after which it ends otherwise has made progress.

    Leaders are patches that fixed some tests, best those that broke none; then those
    that changed how the first test fails. Each goes with the best patches of other
    places. At last the best single patches go with one another. What is endless or
    broken by itself takes no part: its pairs would be so too, and cost most.
    """
    sound = [
        rank
        for rank, (_, judged) in enumerate(tried)
        if judged.verdict not in ("broken", "timeout")
    ]
    scored = sorted((-_progress(tried[rank][1], first), rank) for rank in sound)
    check = Check(sources)
    leaders = [rank for progress, rank in scored if progress < 0][:_LEADERS]
    promising = [rank for progress, rank in scored if progress <= -1.0]
    known = set(promising)
    plain = [rank for rank in sound if rank not in known]
    heap: List[Tuple[float, int, int]] = []
    for place, lead in enumerate(leaders):
        followers = promising + plain[:_FOLLOWERS]
        for order, other in enumerate(followers):
            heap.append(((place + 1.0) * (order + 1.0), lead, other))
    base = float(_LEADERS * _FOLLOWERS)
    for order, one in enumerate(sound[:_PLAIN]):
        for before, other in enumerate(sound[:order]):
            heap.append((base + (order + 1.0) * (before + 1.0), other, one))
    heapq.heapify(heap)
    while heap:
        _, lead, other = heapq.heappop(heap)
        both = coupled(tried[lead][0], tried[other][0])
        if both is not None and check(both):
            yield both


def _progress(judged: Judgement, first: str) -> float:
    """Return how far a candidate went, 0 for no progress."""
    if judged.verdict in ("broken", "passed"):
        return 0.0
    if judged.fixed:
        return 1.0 + len(judged.fixed) / (1.0 + 2.0 * len(judged.broke))
    if judged.first is not None and first and not judged.broke:
        now = f"{judged.first.exception}: {judged.first.message}"
        return 0.5 if now != first and judged.verdict == "failed" else 0.0
    return 0.0


def coupled(one: Candidate, other: Candidate) -> Optional[Candidate]:
    """Return both patches as one; None when they meet or are of different files."""
    if one.path != other.path:
        return None
    edits = sorted(one.edits + other.edits)
    for left, right in zip(edits, edits[1:]):
        if left.end > right.start or left.start == right.start:
            return None
    family = f"{one.family}+{other.family}"
    weight = one.weight * other.weight
    note = f"{one.note}; {other.note}"
    line = min(one.line, other.line)
    return Candidate(one.path, tuple(edits), family, weight, line, note)
