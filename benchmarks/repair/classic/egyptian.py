# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write a fraction as a sum of different unit fractions."""


def egyptian(numerator, denominator):
    parts = []
    while numerator > 0:
        unit = -(-denominator // numerator)
        parts.append(unit)
        numerator = numerator * unit - denominator
        denominator *= unit
    return parts


# --- case ---
TESTS = [
    ((1, 2), [2]),
    ((2, 3), [2, 6]),
    ((3, 4), [2, 4]),
    ((6, 14), [3, 11, 231]),
    ((5, 6), [2, 3]),
    ((0, 5), []),
]


def hidden(r):
    d = r.randint(2, 12)
    return (r.randint(0, d - 1), d)


FAULTS = [
    ("unit = -(-denominator // numerator)", "unit = denominator // numerator"),
    (
        "numerator = numerator * unit - denominator",
        "numerator = numerator * denominator - unit",
    ),
    ("        denominator *= unit\n", "        denominator += unit\n"),
    (
        "        numerator = numerator * unit - denominator\n"
        "        denominator *= unit",
        "        denominator *= unit\n"
        "        numerator = numerator * unit - denominator",
    ),
]
