# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count a value in a sorted list with two binary searches."""


def first_not_less(values, target):
    low, high = 0, len(values)
    while low < high:
        mid = (low + high) // 2
        if values[mid] < target:
            low = mid + 1
        else:
            high = mid
    return low


def first_greater(values, target):
    low, high = 0, len(values)
    while low < high:
        mid = (low + high) // 2
        if values[mid] <= target:
            low = mid + 1
        else:
            high = mid
    return low


def count_occurrences(values, target):
    return first_greater(values, target) - first_not_less(values, target)


# --- case ---
TESTS = [
    (([1, 2, 2, 2, 3], 2), 3),
    (([], 1), 0),
    (([1, 1], 1), 2),
    (([1, 3, 5], 4), 0),
    (([1, 3, 5], 5), 1),
    (([2, 2], 1), 0),
]


def hidden(r):
    return (sorted(r.randint(0, 6) for _ in range(r.randint(0, 12))), r.randint(0, 7))


FAULTS = [
    ("if values[mid] <= target:", "if values[mid] < target:"),
    (
        "return first_greater(values, target) - first_not_less(values, target)",
        "return first_not_less(values, target) - first_greater(values, target)",
    ),
    (
        "        if values[mid] < target:\n            low = mid + 1",
        "        if values[mid] < target:\n            low = mid",
    ),
]
