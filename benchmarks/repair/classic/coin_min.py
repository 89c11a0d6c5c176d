# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give the least number of coins that make an amount."""


def coin_min(coins, amount):
    best = [0] + [None] * amount
    for total in range(1, amount + 1):
        for coin in coins:
            if coin <= total and best[total - coin] is not None:
                candidate = best[total - coin] + 1
                if best[total] is None or candidate < best[total]:
                    best[total] = candidate
    return best[amount]


# --- case ---
TESTS = [
    (([1, 5, 10], 27), 5),
    (([2], 3), None),
    (([1, 3, 4], 6), 2),
    (([5], 0), 0),
    (([7, 3], 9), 3),
    (([], 4), None),
]


def hidden(r):
    return (r.sample(range(1, 9), r.randint(1, 3)), r.randint(0, 25))


FAULTS = [
    ("if coin <= total and", "if coin < total and"),
    ("candidate < best[total]", "candidate > best[total]"),
    ("candidate = best[total - coin] + 1", "candidate = best[total - coin]"),
    ("best = [0] + [None] * amount", "best = [1] + [None] * amount"),
]
CRASHES = [
    (" and best[total - coin] is not None:", ":"),
    ("if best[total] is None or candidate", "if candidate"),
    ("range(1, amount + 1)", "range(1, amount + 2)"),
    ("[None] * amount", "[None] * (amount - 1)"),
]
