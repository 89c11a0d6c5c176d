# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Play a round of the game of life on a set of living cells."""


def neighbours(cell):
    x, y = cell
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


def step(cells):
    counts = {}
    for cell in cells:
        for other in neighbours(cell):
            counts[other] = counts.get(other, 0) + 1
    return {
        cell
        for cell, count in counts.items()
        if count == 3 or (count == 2 and cell in cells)
    }


def play(cells, rounds):
    for _ in range(rounds):
        cells = step(cells)
    return sorted(cells)


# --- case ---
CALL = "play(*args)"
TESTS = [
    (({(1, 0), (2, 0), (0, 0)}, 1), [(1, -1), (1, 0), (1, 1)]),
    (({(1, 0), (0, 1), (1, 1), (0, 0)}, 3), [(0, 0), (0, 1), (1, 0), (1, 1)]),
    (({(0, 0)}, 1), []),
    ((set(), 2), []),
    (
        ({(1, 2), (2, 1), (0, 2), (2, 2), (1, 0)}, 4),
        [(1, 3), (2, 1), (2, 3), (3, 2), (3, 3)],
    ),
    (({(5, 5), (6, 5)}, 0), [(5, 5), (6, 5)]),
]


def hidden(r):
    return (
        {(r.randint(0, 4), r.randint(0, 4)) for _ in range(r.randint(0, 12))},
        r.randint(0, 4),
    )


FAULTS = [
    ("if dx or dy]", "if dx and dy]"),
    ("counts.get(other, 0) + 1", "counts.get(cell, 0) + 1"),
    ("count == 2 and cell in cells", "count == 2 or cell in cells"),
    ("count == 3 or", "count >= 3 or"),
    ("        cells = step(cells)", "        step(cells)"),
    ("(x + dx, y + dy)", "(x + dx, y + dx)"),
    ("cell in cells)\n", "cell in counts)\n"),
    ("for dx in (-1, 0, 1) for", "for dx in (-1, 1) for"),
]
CRASHES = [
    ("counts.get(other, 0) + 1", "counts[other] + 1"),
    (
        "for cell, count in counts.items()",
        "for cell, count in counts",
    ),
    ("counts.get(other, 0)", "counts.get(other)"),
    ("x, y = cell", "x, y = cells"),
]
