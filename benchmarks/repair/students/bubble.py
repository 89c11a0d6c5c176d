# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort a list with bubble sort without changing it."""


def bubble(numbers):
    result = numbers.copy()
    n = len(result)
    for i in range(n):
        for j in range(n - i - 1):
            if result[j] > result[j + 1]:
                temp = result[j]
                result[j] = result[j + 1]
                result[j + 1] = temp
    return result


# --- case ---
CALL = "(bubble(*args), args[0])"
TESTS = [
    (([3, 1, 2],), ([1, 2, 3], [3, 1, 2])),
    (([],), ([], [])),
    (([1],), ([1], [1])),
    (([5, 4, 3, 2, 1, 0],), ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0])),
    (([2, 2, 1],), ([1, 2, 2], [2, 2, 1])),
]


def hidden(r):
    return ([r.randint(0, 9) for _ in range(r.randint(0, 9))],)


FAULTS = [
    ("numbers.copy()", "numbers"),
    (
        "                result[j + 1] = temp",
        "                result[j + 1] = result[j]",
    ),
    ("if result[j] > result[j + 1]", "if result[j] < result[j + 1]"),
    ("range(n - i - 1)", "range(i, n - 1)"),
    ("    return result", "        return result"),
    ("range(n - i - 1)", "range(n - i - 2)"),
    (
        "                temp = result[j]\n                result[j] = result[j + 1]",
        "                result[j] = result[j + 1]\n                temp = result[j]",
    ),
]
CRASHES = [
    ("range(n - i - 1)", "range(n)"),
    ("for i in range(n):", "for i in n:"),
    ("numbers.copy()", "number.copy()"),
    ("n = len(result)", "n = result.length"),
]
SYNTAX = [
    ("for j in range(n - i - 1):", "for j in range(n - i - 1:"),
    ("    for i in range(n):\n        for", "    for i in range(n)\n        for"),
    ("temp = result[j]\n", "temp == result[j\n"),
]
