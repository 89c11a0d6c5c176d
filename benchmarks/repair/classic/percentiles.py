# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Describe a list of numbers by its quantiles."""


def percentile(values, percent):
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    lower = int(position)
    upper = min(lower + 1, len(ordered) - 1)
    share = position - lower
    return ordered[lower] * (1 - share) + ordered[upper] * share


def five_numbers(values):
    return [percentile(values, percent) for percent in (0, 25, 50, 75, 100)]


def outliers(values):
    _, low, _, high, _ = five_numbers(values)
    reach = 1.5 * (high - low)
    return [value for value in values if value < low - reach or value > high + reach]


# --- case ---
CALL = "(five_numbers(*args), outliers(*args))"
TESTS = [
    (([1, 2, 3, 4, 5],), ([1.0, 2.0, 3.0, 4.0, 5.0], [])),
    (([4],), ([4.0, 4.0, 4.0, 4.0, 4.0], [])),
    (([3, 1],), ([1.0, 1.5, 2.0, 2.5, 3.0], [])),
    (([1, 2, 3, 4, 100],), ([1.0, 2.0, 3.0, 4.0, 100.0], [100])),
    (([-50, 1, 2, 3, 2, 1, 90],), ([-50.0, 1.0, 2.0, 2.5, 90.0], [-50, 90])),
    (([5, 4, 3, 2],), ([2.0, 2.75, 3.5, 4.25, 5.0], [])),
    (([10, 11, 12, 13, 14, 30],), ([10.0, 11.25, 12.5, 13.75, 30.0], [30])),
]


def hidden(r):
    return (
        [
            r.choice([r.randint(0, 10), r.randint(-60, 60)])
            for _ in range(r.randint(1, 9))
        ],
    )


FAULTS = [
    ("ordered = sorted(values)", "ordered = values"),
    ("share = position - lower", "share = lower - position"),
    (
        "value < low - reach or value > high + reach",
        "value < low - reach and value > high + reach",
    ),
    ("ordered[upper] * share", "ordered[lower] * share"),
    ("(0, 25, 50, 75, 100)", "(0, 25, 50, 75, 90)"),
    ("* (1 - share)", "* share"),
    ("value > high + reach", "value > high - reach"),
]
CRASHES = [
    ("min(lower + 1, len(ordered) - 1)", "lower + 1"),
    ("lower = int(position)", "lower = position"),
    (
        "_, low, _, high, _ = five_numbers(values)",
        "low, _, high = five_numbers(values)",
    ),
    ("sorted(values)", "values.sort()"),
]
