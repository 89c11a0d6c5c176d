# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort a list with shrinking gaps."""


def shell_sort(values):
    result = list(values)
    gap = len(result) // 2
    while gap > 0:
        for i in range(gap, len(result)):
            item = result[i]
            j = i
            while j >= gap and result[j - gap] > item:
                result[j] = result[j - gap]
                j -= gap
            result[j] = item
        gap //= 2
    return result


# --- case ---
TESTS = [
    (([5, 2, 9, 1, 7, 3],), [1, 2, 3, 5, 7, 9]),
    (([],), []),
    (([1],), [1]),
    (([2, 1],), [1, 2]),
    (([3, 3, 1, 2, 2, 0, -4, 8],), [-4, 0, 1, 2, 2, 3, 3, 8]),
]


def hidden(r):
    return ([r.randint(-20, 20) for _ in range(r.randint(0, 15))],)


FAULTS = [
    ("while j >= gap and", "while j > gap and"),
    ("            result[j] = item", "            result[i] = item"),
    ("range(gap, len(result))", "range(gap, len(result) - 1)"),
]
SYNTAX = [
    ("        gap //= 2\n    return result", "         gap //= 2\n    return result"),
    ("while gap > 0:", "while gap > 0 {", "result[j] = item", "result[j] == item"),
]
CRASHES = [("gap = len(result) // 2", "gap = len(result) / 2")]
