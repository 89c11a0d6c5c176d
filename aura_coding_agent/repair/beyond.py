# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare patches that pass the tests by what they do beyond them (pure).

Patches that behave alike are one answer written in several ways, and an answer that is
reached in many ways is more likely the one that was meant. One that breaks an example
in a docstring is refused; one that breaks what held for all results of the tests' own
calls is trusted less than one that does not.
"""

from __future__ import annotations

from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from .model import Behaviour
from .trust import Found, doubt

_SHORT = 60  # characters of a call or a result that is shown
_MENDS_EXAMPLE = 4.0
_BREAKS_PROMISE = _STILL_CRASHES = 3.0
_BAD = ("raises ", "does not end")

_NOTHING = Behaviour({}, {})

Seen = Mapping[int, Behaviour]
"""What is known of patches, by their rank."""


class Group(NamedTuple):
    """Patches that behave alike, the most trusted first."""

    members: Tuple[Found, ...]
    worth: float


def keeping(
    found: Sequence[Found], seen: Seen, before: Optional[Behaviour]
) -> List[Found]:
    """Return the patches that break no example in a docstring.

    Args:
        before: how the project behaves without a patch.
    """
    held = [name for name, holds in before.examples.items() if holds] if before else []
    kept = []
    for one in found:
        now = seen[one.rank].examples if one.rank in seen else {}
        if all(now.get(name, True) for name in held):
            kept.append(one)
    return kept


def grouped(
    found: Sequence[Found], seen: Seen, crashes: FrozenSet[str] = frozenset()
) -> List[Group]:
    """Return the patches by behaviour, the most trusted group first.

    Args:
        crashes: names of the exceptions that the failing tests ended with.
    """
    groups: Dict[object, List[Found]] = {}
    all_seen = [seen[one.rank] for one in found if one.rank in seen]
    calls = set.intersection(*(set(one.outputs) for one in all_seen or [_NOTHING]))
    for one in found:
        known = seen.get(one.rank)
        key: object = one.rank
        if known is not None and (calls or known.examples):
            examples = tuple(sorted(known.examples.items()))
            key = (tuple(known.outputs[call] for call in sorted(calls)), examples)
        groups.setdefault(key, []).append(one)
    made = [
        _group(members, seen.get(members[0].rank), all_seen, crashes)
        for members in groups.values()
    ]
    return sorted(made, key=lambda group: -group.worth)


def _group(
    members: Sequence[Found],
    known: Optional[Behaviour],
    others: Sequence[Behaviour],
    crashes: FrozenSet[str],
) -> Group:
    """Return patches that behave alike as one group, with its worth."""
    ordered = tuple(sorted(members, key=doubt))
    worth = sum(1.0 / doubt(one) for one in ordered)
    if known is not None:
        worth /= 1.0 + 2.0 * _failing(known, others)
        worth /= _STILL_CRASHES if _crashes(known, others, crashes) else 1.0
        worth /= _BREAKS_PROMISE if _odd(known, others) else 1.0
        worth *= _MENDS_EXAMPLE ** _mended(known, others)
    return Group(ordered, worth)


def _failing(one: Behaviour, others: Sequence[Behaviour]) -> float:
    """Return the share of calls that fail only here and where it does the same."""
    worse = 0
    for call, result in one.outputs.items():
        if result.startswith(_BAD):
            rest = [other.outputs.get(call, result) for other in others]
            worse += any(not text.startswith(_BAD) for text in rest)
    return worse / max(1, len(one.outputs))


def _odd(one: Behaviour, others: Sequence[Behaviour]) -> bool:
    """Tell whether a result breaks a promise that it keeps with another patch."""
    return any(
        count > other.odd.get(call, 0)
        for call, count in one.odd.items()
        for other in others
        if not other.outputs.get(call, _BAD[0]).startswith(_BAD)
    )


def _crashes(
    one: Behaviour, others: Sequence[Behaviour], names: FrozenSet[str]
) -> bool:
    """Tell whether it still ends as the failing tests do, where another does not."""
    told = {_BAD[0] + name for name in names}
    return any(
        result in told and not other.outputs.get(call, result).startswith(_BAD)
        for call, result in one.outputs.items()
        for other in others
    )


def _mended(one: Behaviour, others: Sequence[Behaviour]) -> bool:
    """Tell whether examples hold that do not hold with another patch."""
    return any(
        holds and not other.examples.get(name, True)
        for name, holds in one.examples.items()
        for other in others
    )


def first_difference(
    one: Optional[Behaviour], others: Sequence[Optional[Behaviour]]
) -> str:
    """Return a call for which a version differs from one of others; mostly empty."""
    known = [other for other in others if other is not None]
    found = (difference(one, other) for other in known) if one else ()
    return next(filter(None, found), "")


def difference(one: Behaviour, other: Behaviour) -> str:
    """Return a short call for which two versions differ, and both results."""
    found = [
        (len(call), call)
        for call, result in one.outputs.items()
        if other.outputs.get(call, result) != result
    ]
    if not found:
        return ""
    _, call = min(found)
    here, there = _short(one.outputs[call]), _short(other.outputs[call])
    return f"{_short(call)}: {here} here, {there} there"


def _short(text: str) -> str:
    """Return a text cut to what a line can show."""
    return text if len(text) <= _SHORT else text[: _SHORT - 3] + "..."
