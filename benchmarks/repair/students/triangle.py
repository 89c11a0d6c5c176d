# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Name a triangle by its sides."""


def triangle(a, b, c):
    if a <= 0 or b <= 0 or c <= 0:
        return "invalid"
    if a + b <= c or a + c <= b or b + c <= a:
        return "invalid"
    if a == b and b == c:
        return "equilateral"
    if a == b or b == c or a == c:
        return "isosceles"
    return "scalene"


# --- case ---
TESTS = [
    ((3, 3, 3), "equilateral"),
    ((3, 3, 5), "isosceles"),
    ((5, 3, 3), "isosceles"),
    ((3, 5, 3), "isosceles"),
    ((3, 4, 5), "scalene"),
    ((1, 2, 3), "invalid"),
    ((3, 1, 2), "invalid"),
    ((2, 3, 1), "invalid"),
    ((0, 0, 0), "invalid"),
    ((1, 9, 2), "invalid"),
    ((-1, 2, 2), "invalid"),
]


def hidden(r):
    return (r.randint(0, 5), r.randint(0, 5), r.randint(1, 5))


FAULTS = [
    ("a == b and b == c", "a == b or b == c"),
    ("a + b <= c or", "a + b < c or"),
    ("a == b or b == c or a == c", "a == b or b == c"),
    ("b + c <= a:", "b + c <= b:"),
    (
        '        return "isosceles"\n    return "scalene"',
        '        return "scalene"\n    return "isosceles"',
    ),
    ("a + c <= b or b + c <= a", "a + c <= b"),
    ("a + b <= c or a + c <= b or b + c <= a", "a + b < c or a + c < b or b + c < a"),
]
SYNTAX = [
    ("    if a == b and b == c:", "    if a == b && b == c:"),
    ('        return "isosceles"', '        return isosceles"'),
    ("    if a == b or b == c or a == c:", "    if a == b or b == c or a = c:"),
]
