# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Add up rows, columns and the diagonal of a square."""


def matrix_sums(square):
    rows = []
    columns = []
    diagonal = 0
    for i in range(len(square)):
        row_sum = 0
        column_sum = 0
        for j in range(len(square)):
            row_sum += square[i][j]
            column_sum += square[j][i]
        rows.append(row_sum)
        columns.append(column_sum)
        diagonal += square[i][i]
    return rows, columns, diagonal


def is_magic(square):
    rows, columns, diagonal = matrix_sums(square)
    return len(set(rows + columns + [diagonal])) <= 1


# --- case ---
CALL = "(matrix_sums(*args), is_magic(*args))"
TESTS = [
    (([[1, 2], [3, 4]],), (([3, 7], [4, 6], 5), False)),
    (([[2, 7, 6], [9, 5, 1], [4, 3, 8]],), (([15, 15, 15], [15, 15, 15], 15), True)),
    (([],), (([], [], 0), True)),
    (([[5]],), (([5], [5], 5), True)),
    (([[1, 1], [1, 1]],), (([2, 2], [2, 2], 2), True)),
    (([[1, 2, 3], [3, 1, 2], [2, 3, 1]],), (([6, 6, 6], [6, 6, 6], 3), False)),
    (([[1, 2], [1, 2]],), (([3, 3], [2, 4], 3), False)),
]


def hidden(r):
    n = r.randint(0, 4)
    return ([[r.randint(0, 3) for _ in range(n)] for _ in range(n)],)


FAULTS = [
    ("column_sum += square[j][i]", "column_sum += square[i][j]"),
    (
        "        column_sum = 0\n",
        "",
        "    diagonal = 0\n",
        "    diagonal = 0\n    column_sum = 0\n",
    ),
    ("        rows.append(row_sum)", "            rows.append(row_sum)"),
    ("diagonal += square[i][i]", "diagonal = square[i][i]"),
    ("        diagonal += square[i][i]", "            diagonal += square[i][i]"),
    ("columns.append(column_sum)", "columns.append(row_sum)"),
    ("<= 1", "== 0"),
    ("diagonal += square[i][i]", "diagonal += square[i][j]"),
]
CRASHES = [
    ("rows + columns + [diagonal]", "rows + columns + diagonal"),
    ("for i in range(len(square)):", "for i in square:"),
    (
        "range(len(square)):\n            row",
        "range(len(square) + 1):\n            row",
    ),
    ("        row_sum = 0\n", ""),
]
SYNTAX = [
    ("            row_sum += square[i][j]", "            row_sum =+ square[i][j"),
    ("    return rows, columns, diagonal", "    return rows, columns, diagonal)"),
    ("        for j in range(len(square)):", "        for j in range(len(square):"),
]
