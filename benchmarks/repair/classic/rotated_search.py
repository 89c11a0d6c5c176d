# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a value in a sorted list that was rotated."""


def rotated_search(values, target):
    left, right = 0, len(values) - 1
    while left <= right:
        mid = (left + right) // 2
        if values[mid] == target:
            return mid
        if values[left] <= values[mid]:
            if values[left] <= target < values[mid]:
                right = mid - 1
            else:
                left = mid + 1
        else:
            if values[mid] < target <= values[right]:
                left = mid + 1
            else:
                right = mid - 1
    return -1


# --- case ---
TESTS = [
    (([4, 5, 6, 0, 1, 2], 0), 3),
    (([4, 5, 6, 0, 1, 2], 4), 0),
    (([4, 5, 6, 0, 1, 2], 2), 5),
    (([1], 1), 0),
    (([], 1), -1),
    (([3, 1], 1), 1),
    (([5, 1, 3], 5), 0),
    (([1, 2, 3], 7), -1),
    (([5, 6, 1, 2, 3], 3), 4),
    (([7, 8, 1], 1), 2),
]


def hidden(r):
    n = r.randint(0, 9)
    values = sorted(r.sample(range(20), n))
    k = r.randint(0, n)
    return (values[k:] + values[:k], r.randint(0, 20))


FAULTS = [
    ("while left <= right:", "while left < right:"),
    ("len(values) - 1", "len(values)"),
]
SYNTAX = [
    ("mid = (left + right) // 2", "mid = (left + right // 2"),
]
