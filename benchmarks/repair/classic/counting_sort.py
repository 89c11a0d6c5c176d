# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort small integers, negative ones too, by counting them."""


def counting_sort(values):
    if not values:
        return []
    low, high = min(values), max(values)
    counts = [0] * (high - low + 1)
    for value in values:
        counts[value - low] += 1
    result = []
    for offset, count in enumerate(counts):
        result.extend([offset + low] * count)
    return result


# --- case ---
TESTS = [
    (([4, 1, 3, 1],), [1, 1, 3, 4]),
    (([],), []),
    (([-2, 5, -2, 0],), [-2, -2, 0, 5]),
    (([7],), [7]),
    (([3, 2, 1, 0],), [0, 1, 2, 3]),
]


def hidden(r):
    return ([r.randint(-9, 9) for _ in range(r.randint(0, 12))],)


FAULTS = [
    ("[offset + low] * count", "[offset] * count"),
    ("result.extend(", "result.append("),
    ("counts[value - low] += 1", "counts[value - low] = 1"),
    ("    if not values:\n        return []\n", ""),
]
CRASHES = [("(high - low + 1)", "(high - low)")]
