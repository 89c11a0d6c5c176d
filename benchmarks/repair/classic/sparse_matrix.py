# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Calculate with matrices that are mostly zeros."""


class SparseMatrix:
    def __init__(self, cells=None):
        self.cells = {}
        for place, value in (cells or {}).items():
            if value:
                self.cells[place] = value

    def add(self, other):
        cells = dict(self.cells)
        for place, value in other.cells.items():
            cells[place] = cells.get(place, 0) + value
        return SparseMatrix(cells)

    def multiply(self, other):
        cells = {}
        for (row, inner), left in self.cells.items():
            for (middle, column), right in other.cells.items():
                if inner == middle:
                    place = (row, column)
                    cells[place] = cells.get(place, 0) + left * right
        return SparseMatrix(cells)

    def transpose(self):
        return SparseMatrix(
            {(column, row): value for (row, column), value in self.cells.items()}
        )


# --- case ---
def play(first, second):
    one, two = SparseMatrix(first), SparseMatrix(second)
    results = [one.add(two), one.multiply(two), one.transpose(), one, two]
    return [sorted(result.cells.items()) for result in results]


CALL = "play(*args)"
TESTS = [
    (({}, {}), [[], [], [], [], []]),
    (
        ({(0, 0): 2}, {(0, 0): 3}),
        [[((0, 0), 5)], [((0, 0), 6)], [((0, 0), 2)], [((0, 0), 2)], [((0, 0), 3)]],
    ),
    (
        ({(0, 1): 2, (1, 0): 1}, {(1, 0): 4, (0, 1): -2}),
        [
            [((1, 0), 5)],
            [((0, 0), 8), ((1, 1), -2)],
            [((0, 1), 1), ((1, 0), 2)],
            [((0, 1), 2), ((1, 0), 1)],
            [((0, 1), -2), ((1, 0), 4)],
        ],
    ),
    (
        ({(0, 0): 1, (0, 1): 2}, {(0, 0): 3, (1, 0): 4}),
        [
            [((0, 0), 4), ((0, 1), 2), ((1, 0), 4)],
            [((0, 0), 11)],
            [((0, 0), 1), ((1, 0), 2)],
            [((0, 0), 1), ((0, 1), 2)],
            [((0, 0), 3), ((1, 0), 4)],
        ],
    ),
    (
        ({(2, 1): 0, (1, 2): 5}, {(2, 2): 1}),
        [
            [((1, 2), 5), ((2, 2), 1)],
            [((1, 2), 5)],
            [((2, 1), 5)],
            [((1, 2), 5)],
            [((2, 2), 1)],
        ],
    ),
]


def hidden(r):
    return tuple(
        {
            (r.randint(0, 2), r.randint(0, 2)): r.randint(-3, 3)
            for _ in range(r.randint(0, 5))
        }
        for _ in range(2)
    )


FAULTS = [
    ("cells = dict(self.cells)", "cells = self.cells"),
    ("if inner == middle:", "if inner == column:"),
    ("cells.get(place, 0) + left * right", "left * right"),
    (
        "            if value:\n                self.cells[place] = value",
        "            self.cells[place] = value",
    ),
    ("place = (row, column)", "place = (row, inner)"),
    ("{(column, row): value for", "{(row, column): value for"),
    ("cells.get(place, 0) + value", "cells.get(place, 1) + value"),
]
CRASHES = [
    (
        "cells[place] = cells.get(place, 0) + value",
        "cells[place] = cells[place] + value",
    ),
    ("in self.cells.items()}\n", "in self.cells}\n"),
    ("other.cells.items():\n            cells", "other.items():\n            cells"),
    (
        "return SparseMatrix(cells)\n\n    def multiply",
        "return cells\n\n    def multiply",
    ),
]
