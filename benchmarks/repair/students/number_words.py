# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write numbers below one hundred in words."""

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = [
    "",
    "",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]


def number_words(n):
    if n < 0:
        return "minus " + number_words(-n)
    if n < 20:
        return ONES[n]
    words = TENS[n // 10]
    if n % 10 != 0:
        words = words + "-" + ONES[n % 10]
    return words


# --- case ---
TESTS = [
    ((0,), "zero"),
    ((7,), "seven"),
    ((19,), "nineteen"),
    ((20,), "twenty"),
    ((42,), "forty-two"),
    ((99,), "ninety-nine"),
    ((-15,), "minus fifteen"),
    ((80,), "eighty"),
]


def hidden(r):
    return (r.randint(-99, 99),)


FAULTS = [
    ("if n < 20:", "if n < 10:"),
    ("TENS[n // 10]", "TENS[n % 10]"),
    ('words + "-" + ONES', 'words + " " + ONES'),
    ("if n % 10 != 0:", "if n % 10 == 0:"),
    ('"minus " + number_words(-n)', '"minus" + number_words(-n)'),
    ('"forty"', '"fourty"'),
    ("    return words", "        return words"),
    ('words = words + "-" + ONES[n % 10]', 'words = "-" + ONES[n % 10]'),
]
CRASHES = [
    ("number_words(-n)", "number_words(n)"),
    ("ONES[n]", "ONE[n]"),
    ("if n < 20:", "if n <= 20:"),
    ("TENS[n // 10]", "TENS[n / 10]"),
    ('"minus " + number_words(-n)', '"minus " + -n'),
]
SYNTAX = [
    ('"nineteen",\n]', '"nineteen",\n'),
    ("    if n < 0:\n        return", "    if n < 0\n        return"),
    ('"six",\n    "seven"', '"six"\n    "seven'),
]
