# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take the largest sum of numbers of which no two are neighbours."""


def max_nonadjacent(numbers):
    taken, skipped = 0, 0
    for number in numbers:
        taken, skipped = skipped + number, max(taken, skipped)
    return max(taken, skipped)


# --- case ---
TESTS = [
    (([2, 7, 9, 3, 1],), 12),
    (([],), 0),
    (([5],), 5),
    (([2, 1, 1, 2],), 4),
    (([-3, -1],), 0),
    (([4, 10, 3, 1, 5],), 15),
]


def hidden(r):
    return ([r.randint(-3, 12) for _ in range(r.randint(0, 9))],)


FAULTS = [
    ("skipped + number, max(taken, skipped)", "taken + number, max(taken, skipped)"),
    ("skipped + number, max(taken, skipped)", "skipped + number, taken"),
    ("    return max(taken, skipped)", "    return taken"),
    (
        "        taken, skipped = skipped + number, max(taken, skipped)",
        "        taken = skipped + number\n        skipped = max(taken, skipped)",
    ),
]
