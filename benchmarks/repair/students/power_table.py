# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compute powers by multiplying, and make a table."""


def power(base, exponent):
    result = 1
    for _ in range(exponent):
        result = result * base
    return result


def power_table(bases, exponent):
    table = {}
    for base in bases:
        row = []
        for e in range(1, exponent + 1):
            row.append(power(base, e))
        table[base] = row
    return table


# --- case ---
TESTS = [
    (([2], 3), {2: [2, 4, 8]}),
    (([], 2), {}),
    (([3, 10], 2), {3: [3, 9], 10: [10, 100]}),
    (([5], 0), {5: []}),
    (([1, 0, -2], 4), {1: [1, 1, 1, 1], 0: [0, 0, 0, 0], -2: [-2, 4, -8, 16]}),
]


def hidden(r):
    return (r.sample(range(-5, 9), r.randint(0, 4)), r.randint(0, 5))


FAULTS = [
    ("    result = 1\n", "    result = 0\n"),
    ("result * base", "result + base"),
    ("range(1, exponent + 1)", "range(1, exponent)"),
    ("power(base, e)", "power(e, base)"),
    ("        row = []\n", "", "    table = {}\n", "    table = {}\n    row = []\n"),
    ("        table[base] = row", "    table[base] = row"),
    (
        "        result = result * base\n    return result",
        "        result = result * base\n        return result",
    ),
    ("power(base, e)", "power(base, exponent)"),
]
CRASHES = [
    ("for _ in range(exponent):", "for _ in exponent:"),
    ("table[base] = row", "table.append(row)"),
    ("power(base, e)", "power(base)"),
    ("table = {}", "table = []"),
    ("row.append(power(base, e))", "row.append(pow(base, e, 0))"),
]
SYNTAX = [
    ("        result = result * base", "        result = result * "),
    (
        "        for e in range(1, exponent + 1):",
        "        for e in range(1, exponent + 1)",
        "    for base in bases:",
        "    for base in bases",
    ),
    ("            row.append(power(base, e))", "            row.append(power(base, e)"),
]
