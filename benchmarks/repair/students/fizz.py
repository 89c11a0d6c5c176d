# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Play fizz buzz up to a number with any two divisors."""


def fizz(limit, a, b):
    words = []
    for i in range(1, limit + 1):
        if i % a == 0 and i % b == 0:
            words.append("FizzBuzz")
        elif i % a == 0:
            words.append("Fizz")
        elif i % b == 0:
            words.append("Buzz")
        else:
            words.append(str(i))
    return words


# --- case ---
TESTS = [
    ((5, 2, 3), ["1", "Fizz", "Buzz", "Fizz", "5"]),
    (
        (15, 3, 5),
        [
            "1",
            "2",
            "Fizz",
            "4",
            "Buzz",
            "Fizz",
            "7",
            "8",
            "Fizz",
            "Buzz",
            "11",
            "Fizz",
            "13",
            "14",
            "FizzBuzz",
        ],
    ),
    ((0, 3, 5), []),
    ((6, 2, 3), ["1", "Fizz", "Buzz", "Fizz", "5", "FizzBuzz"]),
    ((4, 4, 2), ["1", "Buzz", "3", "FizzBuzz"]),
]


def hidden(r):
    return (r.randint(0, 30), r.randint(1, 5), r.randint(1, 7))


FAULTS = [
    ("range(1, limit + 1)", "range(limit)"),
    ("i % a == 0 and i % b == 0", "i % a == 0 or i % b == 0", "limit + 1", "limit"),
    ("words.append(str(i))", "words.append(i)"),
    ("        elif i % a == 0:", "        if i % a == 0:"),
    ("elif i % b == 0:", "elif b % i == 0:"),
    ('            words.append("Buzz")', '            words.append("buzz")'),
]
SYNTAX = [
    ('words.append("Fizz")', "words.append('Fizz\")"),
    (
        "        elif i % b == 0:",
        "        elif i % b = 0:",
        "        else:",
        "        else",
    ),
    ("elif i % a == 0:", "elseif i % a == 0:"),
]
CRASHES = [
    ("words = []", 'words = ""'),
    ("words.append(str(i))", "word.append(str(i))"),
]
