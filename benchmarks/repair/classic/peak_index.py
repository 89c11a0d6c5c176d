# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find where a list that rises and then falls has its peak."""


def peak_index(heights):
    low, high = 0, len(heights) - 1
    while low < high:
        mid = (low + high) // 2
        if heights[mid] < heights[mid + 1]:
            low = mid + 1
        else:
            high = mid
    return low


# --- case ---
TESTS = [
    (([1, 3, 2],), 1),
    (([1],), 0),
    (([1, 2, 3, 4],), 3),
    (([4, 3, 2],), 0),
    (([0, 5, 9, 8, 1],), 2),
]


def hidden(r):
    up = sorted(r.sample(range(50), r.randint(1, 6)))
    return (up + sorted(r.sample(range(up[-1]), min(up[-1], 3)), reverse=True),)


FAULTS = [
    ("            high = mid\n", "            high = mid - 1\n"),
    ("heights[mid] < heights[mid + 1]", "heights[mid] > heights[mid + 1]"),
    ("    return low", "    return heights[low]"),
]
