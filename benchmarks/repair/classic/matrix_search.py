# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find a value in a matrix whose rows and columns are sorted."""


def matrix_search(matrix, target):
    if not matrix:
        return None
    row, column = 0, len(matrix[0]) - 1
    while row < len(matrix) and column >= 0:
        value = matrix[row][column]
        if value == target:
            return row, column
        if value > target:
            column -= 1
        else:
            row += 1
    return None


# --- case ---
TESTS = [
    (([[1, 4, 7], [2, 5, 8], [3, 6, 9]], 6), (2, 1)),
    (([[1, 4, 7], [2, 5, 8], [3, 6, 9]], 1), (0, 0)),
    (([[1, 4, 7], [2, 5, 8], [3, 6, 9]], 3), (2, 0)),
    (([], 1), None),
    (([[1, 3]], 2), None),
    (([[5]], 9), None),
    (([[1, 5, 9], [2, 6, 10]], 9), (0, 2)),
    (([[1, 2], [3, 4], [5, 6]], 2), (0, 1)),
]


def hidden(r):
    n, m = r.randint(1, 4), r.randint(1, 4)
    return ([[i * 3 + j * 2 for j in range(m)] for i in range(n)], r.randint(-1, 18))


FAULTS = [
    ("column >= 0", "column > 0"),
    ("if value > target:", "if value < target:"),
    ("return row, column", "return column, row"),
]
CRASHES = [
    ("row < len(matrix) and", "row <= len(matrix) and"),
]
