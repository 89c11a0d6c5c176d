# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn spans such as 1h30m into seconds and back."""

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def parse_duration(text):
    total = 0
    number = ""
    for letter in text:
        if letter.isdigit():
            number += letter
        elif letter in UNITS:
            total += int(number) * UNITS[letter]
            number = ""
        elif letter != " ":
            raise ValueError(f"no unit: {letter}")
    if number:
        total += int(number)
    return total


def format_duration(seconds):
    parts = []
    for unit, size in UNITS.items():
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(f"{amount}{unit}")
    return " ".join(parts) or "0s"


# --- case ---
CALL = "(parse_duration(*args), format_duration(parse_duration(*args)))"
TESTS = [
    (("90",), (90, "1m 30s")),
    (("1h30m",), (5400, "1h 30m")),
    (("2d 4s",), (172804, "2d 4s")),
    (("0",), (0, "0s")),
    (("1h",), (3600, "1h")),
    (("61m 61s",), (3721, "1h 2m 1s")),
    (("",), (0, "0s")),
]


def hidden(r):
    return (
        " ".join(
            f"{r.randint(0, 130)}{r.choice('dhms')}" for _ in range(r.randint(0, 4))
        ),
    )


FAULTS = [
    ('"h": 3600', '"h": 360'),
    ("amount, seconds = divmod", "seconds, amount = divmod"),
    ('or "0s"', 'or "0"'),
    ('            number = ""\n', ""),
    ('" ".join(parts)', '"".join(parts)'),
    ("total += int(number) * UNITS[letter]", "total = int(number) * UNITS[letter]"),
]
CRASHES = [
    ("int(number) * UNITS[letter]", "number * UNITS[letter]"),
    ('elif letter != " ":', "else:"),
    ("UNITS.items()", "UNITS"),
    ("    if number:\n        total += int(number)\n", "    total += int(number)\n"),
]
SYNTAX = [
    ('UNITS = {"d": 86400, "h": 3600', 'UNITS = {"d" 86400, "h": 3600'),
    ('parts.append(f"{amount}{unit}")', 'parts.append(f"{amount}{unit}"'),
    ('raise ValueError(f"no unit: {letter}")', 'raise ValueError(f"no unit: {letter")'),
]
