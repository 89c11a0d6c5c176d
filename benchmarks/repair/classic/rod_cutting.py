# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Cut a rod for the best price and say where."""


def rod_cutting(prices, length):
    best = [0] * (length + 1)
    first = [0] * (length + 1)
    for size in range(1, length + 1):
        for piece in range(1, min(size, len(prices)) + 1):
            value = prices[piece - 1] + best[size - piece]
            if value > best[size]:
                best[size] = value
                first[size] = piece
    pieces = []
    while length > 0 and first[length]:
        pieces.append(first[length])
        length -= first[length]
    return best[-1], pieces


# --- case ---
TESTS = [
    (([1, 5, 8, 9], 4), (10, [2, 2])),
    (([2], 3), (6, [1, 1, 1])),
    (([1, 5, 8, 9, 10, 17], 6), (17, [6])),
    (([3, 1], 2), (6, [1, 1])),
    (([1, 5], 0), (0, [])),
    (([1, 5, 8, 9, 10, 17, 17, 20], 8), (22, [2, 6])),
]


def hidden(r):
    return ([r.randint(1, 20) for _ in range(r.randint(1, 6))], r.randint(0, 9))


FAULTS = [
    ("prices[piece - 1]", "prices[size - 1]"),
    ("min(size, len(prices)) + 1", "min(size, len(prices))"),
    ("        length -= first[length]", "        length -= 1"),
    ("best[size - piece]", "best[size - 1]"),
    ("                first[size] = piece", "            first[size] = piece"),
]
CRASHES = [("min(size, len(prices)) + 1", "size + 1")]
SYNTAX = [
    ("best = [0] * (length + 1)", "best = [0] * (length + 1))"),
    ("first[size] = piece", "first[size] = piece:", "pieces = []", "pieces = [)"),
]
