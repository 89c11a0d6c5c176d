# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn numbers into Roman numerals and back."""

SYMBOLS = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
]


def to_roman(number):
    text = ""
    for value, symbol in SYMBOLS:
        while number >= value:
            text += symbol
            number -= value
    return text


def from_roman(text):
    values = {symbol: value for value, symbol in SYMBOLS}
    total = 0
    for index, letter in enumerate(text):
        value = values[letter]
        if index + 1 < len(text) and value < values[text[index + 1]]:
            total -= value
        else:
            total += value
    return total


# --- case ---
CALL = "(to_roman(*args), from_roman(to_roman(*args)))"
TESTS = [
    ((1,), ("I", 1)),
    ((4,), ("IV", 4)),
    ((9,), ("IX", 9)),
    ((14,), ("XIV", 14)),
    ((44,), ("XLIV", 44)),
    ((1994,), ("MCMXCIV", 1994)),
    ((2026,), ("MMXXVI", 2026)),
]


def hidden(r):
    return (r.randint(1, 3999),)


FAULTS = [
    ("while number >= value:", "while number > value:"),
    ('(90, "XC"),', '(90, "LC"),'),
    ("if index + 1 < len(text) and value <", "if index + 1 < len(text) and value <="),
    ("            number -= value", "        number -= value"),
    ("        while number >= value:", "        if number >= value:"),
]
SYNTAX = [
    (
        "values = {symbol: value for value, symbol in SYMBOLS}",
        "values = {symbol: value for value, symbol in SYMBOLS",
    ),
    ("for index, letter in enumerate(text):", "for index, letter enumerate(text):"),
]
CRASHES = [
    ("index + 1 < len(text) and", "index < len(text) and"),
    ("for value, symbol in SYMBOLS:", "for value, symbol in SYMBOL:"),
    ("enumerate(text)", "text"),
]
