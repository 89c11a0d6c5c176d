# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the order of patches, and pairs of them."""

from __future__ import annotations

from itertools import islice
from typing import List, Tuple

from aura_coding_agent.repair.candidates import Group
from aura_coding_agent.repair.model import Candidate, Edit, Judgement, Outcome, Suspect
from aura_coding_agent.repair.ranking import coupled, merged, ordered, pairs
from aura_coding_agent.repair.source import apply

from .planted import spectrum

TEXT = "def f(a):\n    b = a\n    c = b\n    return c\n"
SOURCES = {"mod.py": TEXT}


def _one(start: int, text: str, note: str = "", end: int = -1) -> Candidate:
    edit = Edit(start, start + 1 if end < 0 else end, text)
    return Candidate("mod.py", (edit,), "x", 0.1, 1, note)


def _group(weight: float, *listed: Candidate) -> Group:
    pairs_ = [(1.0, one) for one in listed]
    return Group("x", "mod.py", 1, weight, 1.0, lambda: list(pairs_))


A = TEXT.index("= a") + 2
B = TEXT.index("= b") + 2


def test_small_families_come_before_large_ones_of_the_same_weight() -> None:
    """The weight of a family is shared by its patches."""
    large = _group(0.5, *(_one(A, f"x{i}") for i in range(10)))
    small = _group(0.2, _one(B, "y"))
    texts = [one.edits[0].text for one in merged([large, small], SOURCES)]
    assert "y" == texts[0]
    assert 11 == len(texts)


def test_families_are_listed_only_when_they_may_be_next() -> None:
    """The first patch comes before weaker families are looked at."""
    asked: List[str] = []

    def later() -> List[Tuple[float, Candidate]]:
        asked.append("later")
        return [(1.0, _one(B, "z"))]

    weak = Group("x", "mod.py", 1, 0.1, 1.0, later)
    found = merged([weak, _group(0.9, _one(A, "y"))], SOURCES)
    assert "y" == next(found).edits[0].text
    assert [] == asked
    assert "z" == next(found).edits[0].text


def test_useless_patches_are_dropped() -> None:
    """What does not parse, changes nothing, repeats or has no place is not given."""
    broken = _one(A, "(")
    same = _one(A, "(a)")
    twice = [_one(A, "x"), _one(A, "(x)")]
    elsewhere = _one(A, "q")._replace(path="gone.py")
    empty = _one(A, "q")._replace(edits=())
    group = _group(0.5, broken, same, *twice, elsewhere, empty)
    assert ["x"] == [one.edits[0].text for one in merged([group], SOURCES)]


def test_the_more_suspicious_line_comes_first() -> None:
    """Of equal patches at two lines the suspected one leads; all files take part."""
    sources = {"mod.py": TEXT, "other.py": TEXT, "gone.py": "def ("}
    places = [
        Suspect("mod.py", 2, 0.2, ()),
        Suspect("other.py", 3, 0.9, ()),
        Suspect("gone.py", 1, 1.0, ()),
        Suspect("missing.py", 1, 1.0, ()),
    ]
    found = list(ordered(places, spectrum(TEXT), sources))
    assert ("other.py", 3) == (found[0].path, found[0].line)
    assert {"mod.py", "other.py"} == {one.path for one in found}


def test_long_files_give_the_first_patch_at_once() -> None:
    """Two thousand lines are not listed before the first patch is there."""
    text = "".join(f"def f{i}(a, b):\n    return a + b\n" for i in range(1000))
    places = [Suspect("mod.py", 2 * i, 0.5, ()) for i in range(1, 1001)]
    places[700] = places[700]._replace(score=1.0)
    first = next(ordered(places, spectrum(text), {"mod.py": text}))
    assert 1402 == first.line


def _judged(
    *, fixed: Tuple[str, ...] = (), broke: Tuple[str, ...] = (), now: str = ""
) -> Judgement:
    first = Outcome("t", "failed", exception="E", message=now) if now else None
    return Judgement("failed", fixed, broke, 0.0, first)


def test_pairs_are_led_by_patches_that_made_progress() -> None:
    """What fixed a test goes first with the best of the others."""
    tried = [
        (_one(A, "p"), _judged()),
        (_one(A, "q"), _judged(fixed=("t",))),
        (_one(B, "r"), _judged(now="other")),
        (_one(B, "s"), Judgement("broken")),
        (_one(B, "t"), Judgement("timeout")),
    ]
    found = list(pairs(tried, SOURCES, first="E: as before"))
    assert "def f(a):\n    b = q\n    c = r\n    return c\n" == apply(
        TEXT, found[0].edits
    )
    assert "x+x" == found[0].family
    assert 2 == len(found)  # what is broken or endless makes no pairs


def test_pairs_without_progress_take_the_best_singles() -> None:
    """The first patches go with one another."""
    tried = [(_one(A, "p"), _judged(now="same")), (_one(B, "q"), _judged())]
    found = list(islice(pairs(tried, SOURCES, first="E: same"), 5))
    assert ["x+x"] == [one.family for one in found]
    assert [] == list(pairs([], SOURCES))


def test_edits_that_meet_are_not_coupled() -> None:
    """Two edits of one place or of two files make no pair."""
    assert coupled(_one(A, "p"), _one(A, "q")) is None
    assert coupled(_one(A, "p"), _one(B, "q")._replace(path="b.py")) is None
    assert coupled(_one(B, "p"), _one(A, "q")) is not None
