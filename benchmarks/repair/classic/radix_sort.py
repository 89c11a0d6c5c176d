# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort non-negative integers digit by digit."""


def radix_sort(numbers, base=10):
    numbers = list(numbers)
    place = 1
    largest = max(numbers, default=0)
    while largest // place > 0:
        buckets = [[] for _ in range(base)]
        for number in numbers:
            digit = number // place % base
            buckets[digit].append(number)
        numbers = [number for bucket in buckets for number in bucket]
        place *= base
    return numbers


# --- case ---
TESTS = [
    (([170, 45, 75, 90, 2, 802, 24, 66],), [2, 24, 45, 66, 75, 90, 170, 802]),
    (([],), []),
    (([0, 0],), [0, 0]),
    (([10, 1, 100],), [1, 10, 100]),
    (([9, 8, 7, 15], 2), [7, 8, 9, 15]),
]


def hidden(r):
    return (
        [r.randint(0, 5000) for _ in range(r.randint(0, 12))],
        r.choice([2, 10, 16]),
    )


FAULTS = [
    ("largest // place > 0", "largest // place > 1"),
    ("place *= base", "place *= 10"),
    ("number // place % base", "number % place // base"),
    ("[[] for _ in range(base)]", "[[]] * base"),
]
CRASHES = [("max(numbers, default=0)", "max(numbers)")]
