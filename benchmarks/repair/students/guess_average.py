# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Throw away the best and the worst mark, then take the average."""


def trimmed(marks):
    if len(marks) < 3:
        return None
    marks = sorted(marks)
    marks = marks[1:-1]
    total = 0
    i = 0
    while i < len(marks):
        total = total + marks[i]
        i = i + 1
    return total / len(marks)


# --- case ---
CALL = "trimmed(*args)"
TESTS = [
    (([1, 2, 3],), 2.0),
    (([10, 0, 5, 5],), 5.0),
    (([1, 2],), None),
    (([],), None),
    (([9, 1, 4, 6, 2],), 4.0),
    (([7, 7, 7],), 7.0),
]


def hidden(r):
    return ([r.randint(0, 10) for _ in range(r.randint(0, 8))],)


FAULTS = [
    ("marks = sorted(marks)", "sorted(marks)"),
    ("marks[1:-1]", "marks[1:]"),
    ("while i < len(marks):", "while i < len(marks) - 1:"),
    ("    i = 0\n", "    i = 1\n"),
    ("if len(marks) < 3:", "if len(marks) < 4:"),
    ("marks[1:-1]", "marks[0:-1]", "    i = 0\n", "    i = 1\n"),
    ("        i = i + 1\n    return", "    i = i + 1\n    return"),
    ("total = total + marks[i]", "total = total + i"),
]
CRASHES = [
    ("while i < len(marks):", "while i <= len(marks):"),
    ("    if len(marks) < 3:\n        return None\n", ""),
    ("marks = sorted(marks)", "marks = marks.sort()"),
    ("total / len(marks)", "total / marks"),
]
SYNTAX = [
    ("    while i < len(marks):", "    while i < len(marks) do:"),
    ("total = total + marks[i]", "total = total + marks(i]"),
    ("    if len(marks) < 3:", "    if len(marks < 3:"),
]
