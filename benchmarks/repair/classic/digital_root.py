# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sum digits again and again; count the rounds too."""


def digital_root(number):
    rounds = 0
    while number >= 10:
        total = 0
        while number:
            total += number % 10
            number //= 10
        number = total
        rounds += 1
    return number, rounds


# --- case ---
TESTS = [
    ((0,), (0, 0)),
    ((9,), (9, 0)),
    ((10,), (1, 1)),
    ((38,), (2, 2)),
    ((999,), (9, 2)),
    ((199,), (1, 3)),
]


def hidden(r):
    return (r.randint(0, 10 ** r.randint(1, 12)),)


FAULTS = [
    ("while number >= 10:", "while number > 10:"),
    (
        "    rounds = 0\n",
        "    rounds = 0\n    total = 0\n",
        "    while number >= 10:\n        total = 0\n",
        "    while number >= 10:\n",
    ),
    ("total += number % 10", "total += number // 10"),
    ("        rounds += 1", "    rounds += 1"),
]
