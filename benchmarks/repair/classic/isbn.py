# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check ISBN-10 numbers with their final X."""


def is_isbn(text):
    digits = text.replace("-", "")
    if len(digits) != 10:
        return False
    total = 0
    for position, letter in enumerate(digits):
        if letter == "X" and position == 9:
            value = 10
        elif letter.isdigit():
            value = int(letter)
        else:
            return False
        total += value * (10 - position)
    return total % 11 == 0


# --- case ---
CALL = "is_isbn(*args)"
TESTS = [
    (("3-598-21508-8",), True),
    (("3-598-21507-X",), True),
    (("3-598-21508-9",), False),
    (("359821507",), False),
    (("3-598-2X507-9",), False),
    (("0000000000",), True),
    (("0-306-40615-2",), True),
]


def hidden(r):
    digits = [r.randint(0, 9) for _ in range(9)]
    right = -sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11
    last = "X" if right == 10 else str(right)
    text = "".join(map(str, digits))
    return (text + r.choice(["", "-"]) + r.choice([last, last, "5", "X", ""]),)


FAULTS = [
    ("(10 - position)", "(9 - position)"),
    ("total % 11 == 0", "total % 10 == 0"),
    ("position == 9:", "position == 10:"),
    ('text.replace("-", "")', 'text.replace("-", " ")'),
    ("if len(digits) != 10:", "if len(text) != 10:"),
]
SYNTAX = [
    ("        return False\n    total = 0", "        return False\n   total = 0"),
    ('if letter == "X" and position == 9:', 'if letter == "X and position == 9:'),
]
