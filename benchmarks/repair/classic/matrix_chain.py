# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count the fewest multiplications for a chain of matrices."""


def matrix_chain(sizes):
    count = len(sizes) - 1
    cost = [[0] * count for _ in range(count)]
    for span in range(2, count + 1):
        for start in range(count - span + 1):
            end = start + span - 1
            cost[start][end] = min(
                cost[start][split]
                + cost[split + 1][end]
                + sizes[start] * sizes[split + 1] * sizes[end + 1]
                for split in range(start, end)
            )
    return cost[0][count - 1]


# --- case ---
TESTS = [
    (([10, 30, 5, 60],), 4500),
    (([40, 20, 30, 10, 30],), 26000),
    (([5, 6],), 0),
    (([1, 2, 3, 4, 5],), 38),
    (([2, 3, 4],), 24),
]


def hidden(r):
    return ([r.randint(1, 9) for _ in range(r.randint(2, 7))],)


FAULTS = [
    ("range(2, count + 1)", "range(2, count)"),
    ("sizes[start] * sizes", "sizes[start - 1] * sizes"),
    ("cost = [[0] * count for _ in range(count)]", "cost = [[0] * count] * count"),
    ("cost[start][end] = min(", "cost[start][end] = max("),
    ("range(count - span + 1)", "range(count - span)"),
]
