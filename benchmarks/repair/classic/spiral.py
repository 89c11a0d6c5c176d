# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read a matrix in a spiral from the outside."""


def spiral(matrix):
    result = []
    if not matrix:
        return result
    top, bottom = 0, len(matrix) - 1
    left, right = 0, len(matrix[0]) - 1
    while top <= bottom and left <= right:
        for x in range(left, right + 1):
            result.append(matrix[top][x])
        for y in range(top + 1, bottom + 1):
            result.append(matrix[y][right])
        if top < bottom and left < right:
            for x in range(right - 1, left - 1, -1):
                result.append(matrix[bottom][x])
            for y in range(bottom - 1, top, -1):
                result.append(matrix[y][left])
        top, bottom = top + 1, bottom - 1
        left, right = left + 1, right - 1
    return result


# --- case ---
TESTS = [
    (([[1, 2, 3], [4, 5, 6], [7, 8, 9]],), [1, 2, 3, 6, 9, 8, 7, 4, 5]),
    (([],), []),
    (([[1, 2, 3]],), [1, 2, 3]),
    (([[1], [2], [3]],), [1, 2, 3]),
    (([[1, 2], [3, 4]],), [1, 2, 4, 3]),
    (
        ([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]],),
        [1, 2, 3, 4, 8, 12, 11, 10, 9, 5, 6, 7],
    ),
]


def hidden(r):
    h, w = r.randint(0, 5), r.randint(1, 5)
    return ([[y * w + x for x in range(w)] for y in range(h)],)


FAULTS = [
    ("range(right - 1, left - 1, -1)", "range(right - 1, left, -1)"),
    ("range(bottom - 1, top, -1)", "range(bottom - 1, top - 1, -1)"),
    ("if top < bottom and left < right:", "if top < bottom or left < right:"),
    ("range(top + 1, bottom + 1)", "range(top, bottom + 1)"),
    ("while top <= bottom and left <= right:", "while top < bottom and left < right:"),
    ("left, right = left + 1, right - 1", "left, right = left + 1, right"),
    ("result.append(matrix[bottom][x])", "result.append(matrix[top][x])"),
]
CRASHES = [
    ("left, right = 0, len(matrix[0]) - 1", "left, right = 0, len(matrix[0])"),
    ("    if not matrix:\n        return result\n", ""),
]
SYNTAX = [
    (
        "range(bottom - 1, top, -1):",
        "range(bottom - 1, top, -1)",
        "while top <= bottom and left <= right:",
        "while top <= bottom and left <= right",
    ),
    ("result.append(matrix[y][right])", "result.append(matrix[y][right)"),
    (
        "while top <= bottom and left <= right:",
        "while top =< bottom and left <= right:",
    ),
]
