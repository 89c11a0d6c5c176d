# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say whether numbers can be dealt into two equal heaps."""


def partition_equal(numbers):
    total = sum(numbers)
    if total % 2:
        return False
    reachable = {0}
    for number in numbers:
        reachable |= {number + other for other in reachable}
    return total // 2 in reachable


# --- case ---
TESTS = [
    (([1, 5, 11, 5],), True),
    (([1, 2, 5],), False),
    (([],), True),
    (([2, 2, 3, 5],), False),
    (([3, 3],), True),
    (([1, 2, 3, 4],), True),
    (([2],), False),
]


def hidden(r):
    return ([r.randint(1, 9) for _ in range(r.randint(0, 6))],)


FAULTS = [
    ("    reachable = {0}", "    reachable = {1}"),
    ("reachable |= {", "reachable = {"),
    ("return total // 2 in reachable", "return total in reachable"),
    ("if total % 2:", "if not total % 2:"),
]
