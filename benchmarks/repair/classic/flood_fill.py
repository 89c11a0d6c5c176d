# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Fill an area of one colour, as a paint program does."""


def flood_fill(image, row, column, colour):
    old = image[row][column]
    if old == colour:
        return image
    image[row][column] = colour
    if row > 0 and image[row - 1][column] == old:
        flood_fill(image, row - 1, column, colour)
    if row + 1 < len(image) and image[row + 1][column] == old:
        flood_fill(image, row + 1, column, colour)
    if column > 0 and image[row][column - 1] == old:
        flood_fill(image, row, column - 1, colour)
    if column + 1 < len(image[row]) and image[row][column + 1] == old:
        flood_fill(image, row, column + 1, colour)
    return image


# --- case ---
TESTS = [
    (([[1, 1, 0], [1, 0, 1]], 0, 0, 2), [[2, 2, 0], [2, 0, 1]]),
    (([[0]], 0, 0, 0), [[0]]),
    (([[0, 0], [0, 0]], 1, 1, 3), [[3, 3], [3, 3]]),
    (([[1, 2], [2, 1]], 0, 1, 5), [[1, 5], [2, 1]]),
    (([[0, 1, 0], [0, 0, 0]], 0, 2, 7), [[7, 1, 7], [7, 7, 7]]),
    (([[1, 1, 1], [0, 0, 1]], 0, 0, 2), [[2, 2, 2], [0, 0, 2]]),
]


def hidden(r):
    h, w = r.randint(1, 4), r.randint(1, 4)
    return (
        [[r.randint(0, 1) for _ in range(w)] for _ in range(h)],
        r.randrange(h),
        r.randrange(w),
        r.randint(0, 3),
    )


FAULTS = [
    ("if row > 0 and", "if row > 1 and"),
    (
        "flood_fill(image, row, column + 1, colour)",
        "flood_fill(image, row, column + 1, old)",
    ),
    (
        "flood_fill(image, row + 1, column, colour)",
        "flood_fill(image, column, row + 1, colour)",
    ),
    ("image[row][column + 1] == old:", "image[row][column + 1] == colour:"),
]
CRASHES = [
    ("row + 1 < len(image) and", "row < len(image) and"),
]
