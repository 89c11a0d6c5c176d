# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn what a judge process answers into values, and values into requests (pure)."""

from __future__ import annotations

import re
from typing import Dict, List, Mapping, Sequence

from ..core.messages import JsonObject
from .model import Judgement, Observed, Outcome, Place

BAD = ("failed", "error", "timeout")
SLOW = 10.0  # CPU seconds of a suite from which only a part of it is traced
TRACED = 5.0  # CPU seconds of passing tests that are traced of a slow suite
FIRST, REST = 0.1, 5.0  # least CPU seconds for a candidate: at first, and at all
EACH_FURTHER = 1.0  # least CPU seconds for a test once a candidate has passed one
EACH = 0.01  # CPU seconds that the runner itself may need for a test
DECLARED = re.compile(r"(?:[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263


def encoded(text: str) -> bytes:
    """Return a file's bytes; its declared encoding is that of its text."""
    found = DECLARED.match(text)
    try:
        return text.encode(found.group(1) if found else "utf-8")
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "surrogateescape")


def limits(cpu: float) -> JsonObject:
    """Return the CPU and wall seconds one test may take."""
    return {"limit": cpu, "wall": 10 + 3 * cpu}


def budget(outcomes: Sequence[Outcome], factor: float) -> JsonObject:
    """Return CPU and wall seconds of a candidate.

    The CPU seconds are those for the first test, for each further one, and for all of
    these; the wall seconds are for the first sign of life, and for later ones.

    Args:
        outcomes: of the project as it is.
        factor: how much more patient to be than usual.
    """
    ended = [one for one in outcomes if one.outcome != "timeout"]
    slowest = max((one.seconds for one in ended), default=0.0)
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
    passing = [one for one in outcomes if one.outcome == "passed"]
    if seconds <= SLOW:
        return [one.id for one in passing]
    files = {id.split("::")[0] for id in failing}
    passing.sort(key=lambda o: (o.id.split("::")[0] not in files, o.seconds))
    chosen, spent = [], 0.0
    for one in passing:
        spent += one.seconds
        if spent > TRACED:
            break
        chosen.append(one.id)
    return chosen


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
