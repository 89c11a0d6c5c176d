# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn what a judge process answers into values, and values into requests (pure)."""

from __future__ import annotations

import math
import re
from typing import Dict, Iterable, List, Mapping, Sequence

from ..core.messages import JsonObject
from .model import Judgement, Observed, Outcome, Place

BAD = ("failed", "error", "timeout")
SLOW = 10.0  # CPU seconds of a suite from which only a part of it is traced
TRACED = 5.0  # seconds of passing tests that are traced of a slow suite
SAMPLE = 200  # passing tests that are traced of a slow suite
FIRST, REST = 0.1, 5.0  # least CPU seconds for a candidate: at first, and at all
EACH_FURTHER = 1.0  # least CPU seconds for a test once a candidate has passed one
EACH = 0.01  # CPU seconds that the runner itself may need for a test
BUSY = 20.0
"""Seconds by the clock that a busy machine may take for one of the processor's; what a
test takes beyond, it waits: for the network, a sleep, another program."""
SPIKE = 0.25  # seconds that a busy machine may let a test wait besides
LEAST = 1 / 64  # seconds; what costs less costs the same
DECLARED = re.compile(r"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263


def encoded(text: str) -> bytes:
    """Return a file's bytes; its declared encoding is that of its text."""
    found = DECLARED.match(text)
    try:
        return text.encode(found.group(1) if found else "utf-8")
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "surrogateescape")


def cost(outcomes: Sequence[Outcome]) -> float:
    """Return the seconds that tests cost, in a form that repeats.

    Who takes part in a search, and in which order, must not depend on what else the
    machine does. So the clock counts only where a busy machine cannot explain it, and
    the seconds of each test come in powers of two.
    """
    steady = sum(_coarse(one.seconds) for one in outcomes)
    return steady + _waited(
        sum(one.wall for one in outcomes), sum(one.seconds for one in outcomes)
    )


def _waited(wall: float, seconds: float) -> float:
    """Return what a busy machine does not explain of seconds by the clock."""
    return max(0.0, wall - BUSY * seconds - SPIKE)


def _coarse(seconds: float) -> float:
    """Return the nearest power of two, nothing for little."""
    return 2.0 ** round(math.log2(seconds)) if seconds > LEAST else 0.0


def within(
    ids: Iterable[str], outcomes: Sequence[Outcome], most: float, number: int = 0
) -> List[str]:
    """Return the first tests, at least one, that cost no more than so many seconds.

    Args:
        number: of tests at most; 0 for any.
    """
    known = {one.id: one for one in outcomes}
    chosen: List[str] = []
    steady = wall = seconds = 0.0
    for id in ids:
        if id in known:
            steady += _coarse(known[id].seconds)
            wall += known[id].wall
            seconds += known[id].seconds
        spent = steady + _waited(wall, seconds)
        if (chosen and spent > most) or (number and len(chosen) == number):
            break
        chosen.append(id)
    return chosen


def limits(cpu: float) -> JsonObject:
    """Return the CPU seconds one test may take, and those it may be asleep."""
    return {"limit": cpu, "wall": 10 + 3 * cpu}


def budget(outcomes: Sequence[Outcome], factor: float) -> JsonObject:
    """Return the seconds of a candidate: of the processor, and asleep.

    Those of the processor are for the first test, for each further one, and for all
    of these; those asleep are until the first sign of life, and until later ones.
    They are many times what the project needs as it is, since a busy machine takes
    more of both.

    Args:
        outcomes: of the project as it is.
        factor: how much more patient to be than usual.
    """
    ended = [one for one in outcomes if one.outcome != "timeout"]
    slowest = max((cost([one._replace(wall=0.0)]) for one in ended), default=0.0)
    # Ten times as long is nothing where tests are quick, and much where they are slow.
    first = factor * max(FIRST, min(10 * slowest, 1.0 + 3 * slowest))
    least = max(REST, EACH * len(outcomes))
    rest = factor * max(least, 10 * sum(one.seconds for one in ended))
    waits = max((one.wall for one in ended), default=0.0)
    all_wait = sum(one.wall for one in ended)
    wall = [2 + 3 * (first + waits), 5 + 3 * (rest + all_wait)]
    each = max(first, factor * EACH_FURTHER)
    return {"cpu": [first, each, rest], "wall": wall}


def compared(
    outcomes: Sequence[Outcome], failing: Sequence[str], passing: Sequence[str]
) -> Judgement:
    """Judge by the outcomes of a complete run what became of tests."""
    now = {one.id: one for one in outcomes}
    fixed = tuple(id for id in failing if fine(now, id))
    broke = tuple(id for id in passing if not fine(now, id))
    worse = [id for id in failing if id not in fixed] + list(broke)
    first = now.get(worse[0], Outcome(worse[0], "error")) if worse else None
    return Judgement("failed" if worse else "passed", fixed, broke, 0.0, first)


def fine(now: Mapping[str, Outcome], id: str) -> bool:
    """Tell whether a test passed, or all of a file that could not be loaded did."""
    if id in now:
        return now[id].outcome == "passed"
    inner = [one for name, one in now.items() if name.startswith(id + "::")]
    return bool(inner) and all(one.outcome not in BAD for one in inner)


def sample(
    outcomes: Sequence[Outcome], failing: Sequence[str], seconds: float
) -> List[str]:
    """Return the passing tests to watch: all, or of a slow suite the nearest ones."""
    passing = [one.id for one in outcomes if one.outcome == "passed"]
    if seconds <= SLOW:
        return passing
    files = {id.split("::")[0] for id in failing}
    passing.sort(key=lambda id: id.split("::")[0] not in files)
    return within(passing, outcomes, TRACED, SAMPLE)


def merge(
    seen: Dict[Place, Dict[str, Observed]], told: Sequence[Sequence[object]]
) -> None:
    """Add the values one test showed to those of the others."""
    for path, line, names in told:
        known = seen.setdefault((str(path), int(str(line))), {})
        assert isinstance(names, dict)  # nosec B101 # tells the type checker
        for name, (types, values) in names.items():
            before = known.get(name, Observed(frozenset(), ()))
            fresh = [value for value in values if value not in before.values]
            both = (before.values + tuple(fresh))[:8]
            known[name] = Observed(before.types | frozenset(types), both)


def outcome(data: JsonObject) -> Outcome:
    """Return an outcome from its JSON form."""
    return Outcome(
        id=data["id"],
        outcome=data["outcome"],
        seconds=data["seconds"],
        exception=data.get("exception", ""),
        message=data.get("message", ""),
        trace=tuple((path, line) for path, line in data.get("trace", ())),
        expected=data.get("expected", ""),
        actual=data.get("actual", ""),
        wall=data["wall"] if "wall" in data else data["seconds"],
    )


def judgement(data: JsonObject) -> Judgement:
    """Return a judgement from its JSON form."""
    first = data["first"]
    return Judgement(
        verdict=data["verdict"],
        fixed=tuple(data["fixed"]),
        broke=tuple(data["broke"]),
        seconds=data["seconds"],
        first=None if first is None else outcome(first),
    )


def dead(id: str) -> JsonObject:
    """Return the outcome of a test that ended the process that ran it."""
    text = "It ended the process that ran it."
    return {"id": id, "outcome": "error", "seconds": 0.0, "message": text}
