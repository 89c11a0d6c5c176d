# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compute the determinant of a square matrix of integers."""


def minor(matrix, row, column):
    return [
        line[:column] + line[column + 1 :]
        for index, line in enumerate(matrix)
        if index != row
    ]


def determinant(matrix):
    if not matrix:
        return 1
    total = 0
    for column, value in enumerate(matrix[0]):
        sign = -1 if column % 2 else 1
        total += sign * value * determinant(minor(matrix, 0, column))
    return total


# --- case ---
TESTS = [
    (([],), 1),
    (([[5]],), 5),
    (([[1, 2], [3, 4]],), -2),
    (([[2, 0, 1], [1, 3, 2], [1, 1, 4]],), 18),
    (([[0, 1], [1, 0]],), -1),
]


def hidden(r):
    n = r.randint(0, 4)
    return ([[r.randint(-4, 4) for _ in range(n)] for _ in range(n)],)


FAULTS = [
    ("line[column + 1 :]", "line[column:]"),
    ("sign = -1 if column % 2 else 1", "sign = 1 if column % 2 else -1"),
    ("minor(matrix, 0, column)", "minor(matrix, column, 0)"),
    ("        return 1\n", "        return 0\n"),
    ("total += sign", "total = sign"),
    ("line[:column]", "line[: column + 1]"),
]
CRASHES = [
    ("    if not matrix:\n        return 1\n", ""),
    ("for column, value in enumerate(matrix[0]):", "for column, value in matrix[0]:"),
]
