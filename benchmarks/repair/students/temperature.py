# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Change between temperature scales."""


def convert(value, source, target):
    if source == "F":
        celsius = (value - 32) * 5 / 9
    elif source == "K":
        celsius = value - 273.15
    else:
        celsius = value
    if target == "F":
        return round(celsius * 9 / 5 + 32, 2)
    elif target == "K":
        return round(celsius + 273.15, 2)
    return round(celsius, 2)


# --- case ---
CALL = "convert(*args)"
TESTS = [
    ((212, "F", "C"), 100.0),
    ((0, "C", "F"), 32.0),
    ((300, "K", "C"), 26.85),
    ((0, "C", "K"), 273.15),
    ((50, "F", "K"), 283.15),
    ((7, "C", "C"), 7),
    ((32, "F", "F"), 32.0),
    ((20, "C", "F"), 68.0),
]


def hidden(r):
    return (r.randint(-50, 300), r.choice("CFK"), r.choice("CFK"))


FAULTS = [
    ("(value - 32) * 5 / 9", "value - 32 * 5 / 9"),
    ("celsius = value - 273.15", "celsius = value + 273.15"),
    ("return round(celsius + 273.15, 2)", "return round(value + 273.15, 2)"),
    (
        '    elif target == "K":\n        return',
        '    elif source == "K":\n        return',
    ),
    (
        "(value - 32) * 5 / 9",
        "(value - 32) * 9 / 5",
        "celsius * 9 / 5 + 32",
        "celsius * 9 / 5 - 32",
    ),
    ("        celsius = value\n", "        celsius = 0\n"),
]
CRASHES = [
    ("    else:\n        celsius = value\n", ""),
    ("return round(celsius, 2)", "return round(celcius, 2)"),
    ("def convert(value, source, target):", "def convert(value, source):"),
]
SYNTAX = [
    ('    if source == "F":', '    if source == "F:'),
    ("celsius = (value - 32) * 5 / 9", "celsius = (value - 32)) * 5 / 9"),
    ('    if target == "F":', '    if target = "F":'),
]
