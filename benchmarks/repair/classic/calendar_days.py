# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count with dates of the Gregorian calendar."""

LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    if month == 2 and is_leap(year):
        return 29
    return LENGTHS[month - 1]


def day_of_year(year, month, day):
    return sum(days_in_month(year, earlier) for earlier in range(1, month)) + day


def next_day(year, month, day):
    day += 1
    if day > days_in_month(year, month):
        day = 1
        month += 1
    if month > 12:
        month = 1
        year += 1
    return year, month, day


# --- case ---
CALL = "(is_leap(args[0]), day_of_year(*args), next_day(*args))"
TESTS = [
    ((2024, 2, 28), (True, 59, (2024, 2, 29))),
    ((2023, 2, 28), (False, 59, (2023, 3, 1))),
    ((1900, 2, 28), (False, 59, (1900, 3, 1))),
    ((2000, 12, 31), (True, 366, (2001, 1, 1))),
    ((2021, 4, 30), (False, 120, (2021, 5, 1))),
    ((2020, 1, 1), (True, 1, (2020, 1, 2))),
    ((2020, 3, 1), (True, 61, (2020, 3, 2))),
    ((1999, 12, 30), (False, 364, (1999, 12, 31))),
    ((2019, 1, 31), (False, 31, (2019, 2, 1))),
]


def hidden(r):
    return (
        r.choice([1900, 2000, 2023, 2024, 2100, 1996]),
        r.randint(1, 12),
        r.choice([1, 2, 27, 28]),
    )


FAULTS = [
    ("year % 100 != 0 or year % 400 == 0", "year % 100 != 0 and year % 400 == 0"),
    ("LENGTHS[month - 1]", "LENGTHS[month - 2]"),
    ("range(1, month)", "range(1, month + 1)"),
    ("if day > days_in_month", "if day >= days_in_month"),
    ("if month > 12:", "if month >= 12:"),
    ("        month = 1\n        year += 1", "        month = 1\n    year += 1"),
    ("month == 2 and is_leap(year)", "month == 2 or is_leap(year)"),
    ("range(1, month)", "range(month)"),
    ("year % 400 == 0", "year % 400 != 0"),
]
CRASHES = [
    ("LENGTHS[month - 1]", "LENGTHS[month]"),
    ("is_leap(year):\n        return 29", "leap(year):\n        return 29"),
    ("days_in_month(year, month):\n        day", "days_in_month(month):\n        day"),
]
SYNTAX = [
    ("def is_leap(year):", "def is leap(year):"),
    ("    if month == 2 and is_leap(year):", "    if month = 2 and is_leap(year):"),
    ("(year % 100 != 0 or year % 400 == 0)", "(year % 100 != 0 or year % 400 == 0"),
    ("    return year, month, day", "    retur year, month, day"),
]
