# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Split a list in place into smaller, equal and larger than a pivot."""


def dutch_flag(values, pivot):
    low, middle, high = 0, 0, len(values) - 1
    while middle <= high:
        if values[middle] < pivot:
            values[low], values[middle] = values[middle], values[low]
            low += 1
            middle += 1
        elif values[middle] > pivot:
            values[middle], values[high] = values[high], values[middle]
            high -= 1
        else:
            middle += 1
    return low, high + 1


# --- case ---
CALL = "(dutch_flag(*args), args[0])"
TESTS = [
    (([2, 0, 1], 1), ((1, 2), [0, 1, 2])),
    (([], 3), ((0, 0), [])),
    (([3, 3, 3], 3), ((0, 3), [3, 3, 3])),
    (([5, 1, 4, 2, 3], 3), ((2, 3), [1, 2, 3, 4, 5])),
    (([1, 2], 9), ((2, 2), [1, 2])),
    (([9, 8], 1), ((0, 0), [8, 9])),
]


def hidden(r):
    return ([r.randint(0, 4) for _ in range(r.randint(0, 9))], r.randint(0, 4))


FAULTS = [
    ("while middle <= high:", "while middle < high:"),
    ("return low, high + 1", "return low, high"),
    ("            high -= 1", "            high -= 1\n            middle += 1"),
    ("elif values[middle] > pivot:", "elif values[middle] >= pivot:"),
]
SYNTAX = [
    ("        elif values[middle] > pivot:", "        else if values[middle] > pivot:"),
    (
        "        else:\n",
        "        else\n",
        "return low, high + 1",
        "return low; high + 1)",
    ),
]
