# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Vary the arguments that tests give to a function, keeping what held for all (pure).

Patches that pass the same tests may differ beyond them. Where, is asked with arguments
like those of the tests: as sorted, as long, as positive, of the same letters. What held
for all results of the tests' own calls (as sorted, of the items of the argument) may
be expected of the others too.

This text is also sent to the judge process and works there alone, from Python 3.7.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator, List, Sequence, Set, Tuple

Call = Tuple[Any, ...]
Rule = Callable[[Call], bool]

NUMBERS = (int, float)
SEQUENCES = (list, tuple, str)
BASES = 12  # calls that are varied
FEW = 3  # different results from which something can be said of others
MANY = 8  # numbers of only two values are of those only
LONG = 60  # items of a value that is still varied


def variations(calls: Sequence[Call], most: int) -> List[Call]:
    """Return new argument tuples of a function, like those it was called with.

    Args:
        calls: positional arguments of calls, plain values.
        most: number of tuples to return.
    """
    if not calls:
        return []
    kept = rules(calls)
    seen: Set[str] = {repr(call) for call in calls}
    rows = [varied(call, calls) for call in calls[:BASES]]
    found: List[Call] = []
    while rows and len(found) < most:
        row = rows.pop(0)
        for call in row:
            text = repr(call)
            if text not in seen and holds(kept, call):
                seen.add(text)
                found.append(call)
                rows.append(row)
                break
    return found


def holds(kept: Sequence[Rule], call: Call) -> bool:
    """Tell whether a call obeys all rules."""
    try:
        return all(rule(call) for rule in kept)
    except Exception:
        return False


def varied(call: Call, calls: Sequence[Call]) -> Iterator[Call]:
    """Yield a call with one argument changed, then with that of another call."""
    places = [p for p in range(len(call)) if len(calls) == 1 or differs(calls, p)]
    ways = [(place, mutated(call[place])) for place in places]
    while ways:
        place, values = ways.pop(0)
        for value in values:
            ways.append((place, values))
            yield call[:place] + (value,) + call[place + 1 :]
            break
    for place in places:
        for other in calls[:BASES]:
            if len(other) == len(call):
                yield call[:place] + (other[place],) + call[place + 1 :]


def differs(calls: Sequence[Call], place: int) -> bool:
    """Tell whether an argument is not the same in all calls."""
    return len({repr(call[place]) for call in calls if place < len(call)}) > 1


def mutated(value: Any) -> Iterator[Any]:
    """Yield values near a value."""
    kind: Any = type(value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, value * 2, 0, -value, value + 7, value // 2)
    elif isinstance(value, float):
        yield from (value + 0.5, value * 2, value - 1.0, -value, 0.0)
    elif kind in SEQUENCES and len(value) <= LONG:
        yield value[1:]
        yield value[:-1]
        yield value[::-1]
        yield value + value[-1:]
        yield value[:1] + value
        yield value + value
        yield from grown(value)
        for place in range(0 if kind is str else min(3, len(value))):
            for inner in mutated(value[place]):
                yield value[:place] + kind([inner]) + value[place + 1 :]
        yield value[:0]
        yield value[:1]
    elif isinstance(value, dict) and len(value) <= LONG:
        for key in list(value)[:3]:
            yield {k: v for k, v in value.items() if k != key}
            for inner in mutated(value[key]):
                yield {**value, key: inner}
    elif isinstance(value, (set, frozenset)) and len(value) <= LONG:
        for one in sorted(value, key=repr)[:3]:
            yield type(value)(value - {one})


def grown(value: Any) -> Iterator[Any]:
    """Yield larger lists, also of those that are sorted, distinct or a grid."""
    kind: Any = type(value)
    rows = [row for row in value if type(row) in (list, tuple)]
    if rows and len(rows) == len(value) and even_rows(value) and rows[0]:
        for down, across in ((2, 2), (1, 0), (0, 1), (3, 1)):
            yield from grids(value, len(value) + down, len(rows[0]) + across)
    elif value and kind is not str and all(type(one) is int for one in value):
        yield value + kind([max(value) + 1])
        yield kind([min(value) - 1]) + value
        yield value + kind([min(value) - 1, min(value) - 2])


def grids(value: Any, height: int, width: int) -> Iterator[Any]:
    """Yield grids of another size: with cells as before, and with ones that count."""
    kind, inner = type(value), type(value[0])
    cells = [
        [value[y % len(value)][x % len(value[0])] for x in range(width)]
        for y in range(height)
    ]
    yield kind(inner(row) for row in cells)
    first = value[0][0]
    if type(first) is int:
        lines = range(first, first + height * width, width)
        yield kind(inner(range(line, line + width)) for line in lines)


# -- what held for all results -------------------------------------------------------


def promises(calls: Sequence[Call], results: Sequence[Any]) -> List[Rule]:
    """Return what held for the results of all known calls.

    Returns:
        Rules about the arguments of a call with its result behind them.
    """
    if len({repr(one) for one in results}) < FEW:
        return []
    tests = common(results)
    if all(type(one) in NUMBERS for one in results):
        tests = signs(results)
    found = [about(test, -1) for test in tests]
    whole = [call + (result,) for call, result in zip(calls, results)]
    for place in range(min(len(call) for call in calls)):
        rules = [related(relation, place, -1) for relation in PROMISES]
        found += [rule for rule in rules if holds_for(whole, rule)]
    return found


def broken(kept: Sequence[Rule], call: Call, result: Any) -> int:
    """Return how many promises a result breaks."""
    return sum(not holds([rule], call + (result,)) for rule in kept)


def flat(value: Any) -> List[str]:
    """Return the items of a value and of the lists in it, as text."""
    if type(value) is str:
        return list(value)
    if type(value) in (list, tuple, set, frozenset):
        return [text for one in value for text in flat(one)]
    return [repr(value)]


PROMISES: Tuple[Callable[[Any, Any], bool], ...] = (
    lambda given, result: len(result) == len(given),
    lambda given, result: len(result) <= len(given),
    lambda given, result: sorted(flat(result)) == sorted(flat(given)),
    lambda given, result: set(flat(result)) <= set(flat(given)),
    lambda given, result: bool(result in given),
    lambda given, result: bool(result <= given),
    lambda given, result: bool(result >= given),
)


# -- what held for all calls ---------------------------------------------------------


def rules(calls: Sequence[Call]) -> List[Rule]:
    """Return what all calls have in common, as rules for new ones."""
    sizes = {len(call) for call in calls}
    found: List[Rule] = [lambda call: len(call) in sizes]
    for place in range(min(sizes)):
        column = [call[place] for call in calls]
        found += [about(test, place) for test in common(column)]
        for other in range(min(sizes)):
            for relation in RELATIONS:
                rule = related(relation, place, other)
                if place != other and holds_for(calls, rule):
                    found.append(rule)
    return found


def about(test: Callable[[Any], bool], place: int) -> Rule:
    """Return a rule about one argument of a call."""
    return lambda call: test(call[place])


def related(relation: Callable[[Any, Any], bool], one: int, other: int) -> Rule:
    """Return a rule about two arguments of a call."""
    return lambda call: relation(call[one], call[other])


def holds_for(calls: Sequence[Call], rule: Rule) -> bool:
    """Tell whether a rule holds for each of several calls."""
    return all(holds([rule], call) for call in calls)


RELATIONS: Tuple[Callable[[Any, Any], bool], ...] = (
    lambda a, b: bool(a <= b) if isinstance(a, NUMBERS) else False,
    lambda a, b: bool(a < b) if isinstance(a, NUMBERS) else False,
    lambda a, b: len(a) == len(b),
    lambda a, b: isinstance(a, int) and a < len(b),
    lambda a, b: isinstance(a, int) and a <= len(b),
    lambda a, b: bool(a in b) if not isinstance(b, str) else False,
)


def common(values: Sequence[Any]) -> List[Callable[[Any], bool]]:
    """Return tests that all values pass: their types, and what their kind has."""
    kinds = {type(value) for value in values}
    found: List[Callable[[Any], bool]] = [lambda value: type(value) in kinds]
    if kinds <= {int, float}:
        found += numeric(values)
    elif kinds == {str}:
        found += textual(values)
    elif kinds <= {list, tuple}:
        found += sequential(values)
    elif kinds == {dict}:
        keys = [key for value in values for key in value]
        found += inside(keys, lambda value: list(value))
        inner = [one for value in values for one in value.values()]
        found += inside(inner, lambda value: list(value.values()))
    if kinds <= {list, tuple, str, dict, set} and all(len(value) for value in values):
        found.append(lambda value: len(value) > 0)
    return found


def numeric(values: Sequence[Any]) -> List[Callable[[Any], bool]]:
    """Return what numbers have in common: their sign, and their size."""
    low, high = min(values), max(values)
    found: List[Callable[[Any], bool]] = [
        lambda value: abs(value) <= 2 * max(abs(low), abs(high)) + 10
    ]
    few = set(values)
    if len(few) == 2 and len(values) >= MANY:  # flags, signs
        found.append(lambda value: value in few)
    return found + signs(values)


def signs(values: Sequence[Any]) -> List[Callable[[Any], bool]]:
    """Return what the signs of numbers have in common."""
    low, high = min(values), max(values)
    found: List[Callable[[Any], bool]] = []
    for least in (0, 1):
        if low >= least:
            found.append(at_least(least))
    if high <= 0:
        found.append(lambda value: value <= 0)
    return found


def at_least(least: int) -> Callable[[Any], bool]:
    """Return a test of a number."""
    return lambda value: bool(value >= least)


def same_after(change: Callable[[str], str]) -> Callable[[Any], bool]:
    """Return a test of a text: that a change of its case changes nothing."""
    return lambda value: bool(value == change(value))


def textual(values: Sequence[str]) -> List[Callable[[Any], bool]]:
    """Return what texts have in common: the letters, or the kinds of them."""
    used = set("".join(values))
    tests = [test for test in LETTERS if any(test(one) for one in used)]
    found: List[Callable[[Any], bool]] = [
        lambda value: all(c in used or any(t(c) for t in tests) for c in value)
    ]
    for change in (str.lower, str.upper):
        if all(value == change(value) for value in values):
            found.append(same_after(change))
    sizes = {len(value) for value in values}
    if len(set(values)) > 2 and len(sizes) == 1:
        found.append(lambda value: len(value) in sizes)
    return found


LETTERS: Tuple[Callable[[str], bool], ...] = (str.isdigit, str.isalpha)


def sequential(values: Sequence[Any]) -> List[Callable[[Any], bool]]:
    """Return what lists have in common: order, no repetitions, their items."""
    found: List[Callable[[Any], bool]] = []
    for test in (ascending, descending, distinct, even_rows):
        if all(safely(test, value) for value in values):
            found.append(test)
    sizes = {len(value) for value in values}
    if len(values) > 2 and len(sizes) == 1:
        found.append(lambda value: len(value) in sizes)
    items = [one for value in values for one in value]
    return found + inside(items, lambda value: list(value))


def inside(
    items: Sequence[Any], parts: Callable[[Any], Sequence[Any]]
) -> List[Callable[[Any], bool]]:
    """Return tests of all parts of a value, from what all known parts have."""
    tests = common(items) if items else [lambda value: False]
    return [lambda value: all(test(one) for one in parts(value) for test in tests)]


def safely(test: Callable[[Any], bool], value: Any) -> bool:
    """Return whether a value passes a test; false when it cannot be tested."""
    try:
        return test(value)
    except Exception:
        return False


def ascending(value: Any) -> bool:
    """Tell whether a list is sorted."""
    return list(value) == sorted(value)


def descending(value: Any) -> bool:
    """Tell whether a list is sorted the other way."""
    return list(value) == sorted(value, reverse=True)


def distinct(value: Any) -> bool:
    """Tell whether nothing comes twice."""
    return len({repr(one) for one in value}) == len(value)


def even_rows(value: Any) -> bool:
    """Tell whether all items are lists or texts of the same length."""
    return len({len(one) for one in value}) <= 1
