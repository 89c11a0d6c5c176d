# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Work out the average mark; no marks give 0."""


def average(marks):
    if len(marks) == 0:
        return 0
    total = 0
    for mark in marks:
        total += mark
    return total / len(marks)


def above_average(marks):
    limit = average(marks)
    result = []
    for mark in marks:
        if mark > limit:
            result.append(mark)
    return result


# --- case ---
CALL = "(average(*args), above_average(*args))"
TESTS = [
    (([2, 4, 6],), (4.0, [6])),
    (([],), (0, [])),
    (([5],), (5.0, [])),
    (([1, 2],), (1.5, [2])),
    (([10, 0, 0, 0],), (2.5, [10])),
]


def hidden(r):
    return ([r.randint(0, 20) for _ in range(r.randint(0, 7))],)


FAULTS = [
    ("total / len(marks)", "total // len(marks)"),
    (
        "        total += mark\n",
        "        total = mark\n",
        "if mark > limit:",
        "if mark < limit:",
    ),
    (
        "            result.append(mark)\n    return result",
        "            result.append(mark)\n            return result",
    ),
    ("    return total / len(marks)", "    print(total / len(marks))"),
]
CRASHES = [
    ("    if len(marks) == 0:\n        return 0\n", ""),
    ("result.append(mark)", "result.add(mark)"),
    ("for mark in marks:\n        total", "for mark in len(marks):\n        total"),
]
SYNTAX = [
    (
        "        if mark > limit:\n            result",
        "        if mark > limit:\n        result",
    ),
    (
        "    return total / len(marks)\n",
        "    return total / len(marks\n",
        "if len(marks) == 0:",
        "if len(marks) = 0:",
    ),
]
