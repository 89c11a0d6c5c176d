# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Name the weekday of a date by Zeller's rule."""

NAMES = ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def weekday(year, month, day):
    if month < 3:
        month += 12
        year -= 1
    century, rest = divmod(year, 100)
    number = day + 13 * (month + 1) // 5 + rest + rest // 4 + century // 4 + 5 * century
    return NAMES[number % 7]


# --- case ---
TESTS = [
    ((2000, 1, 1), "Saturday"),
    ((2024, 2, 29), "Thursday"),
    ((1969, 7, 20), "Sunday"),
    ((2026, 11, 22), "Sunday"),
    ((1900, 3, 1), "Thursday"),
    ((1899, 12, 31), "Sunday"),
]


def hidden(r):
    return (r.randint(1600, 2400), r.randint(1, 12), r.randint(1, 28))


FAULTS = [
    ("if month < 3:", "if month < 2:"),
    ("        year -= 1", "        year += 1"),
    ("rest // 4", "rest // 5"),
    ("13 * (month + 1)", "13 * (month - 1)"),
    ("century // 4 + 5 * century", "century // 4 + 6 * century"),
    ("divmod(year, 100)", "divmod(year, 400)"),
]
CRASHES = [
    ("NAMES[number % 7]", "NAMES[number % 8]"),
    ("(month + 1) // 5", "(month + 1) / 5"),
    (
        "century, rest = divmod(year, 100)",
        "century = divmod(year, 100)\n    rest = year % 100",
    ),
]
