# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count the ways through a grid with walls, right and down only."""


def grid_paths(grid):
    height, width = len(grid), len(grid[0])
    ways = [[0] * width for _ in range(height)]
    for y in range(height):
        for x in range(width):
            if grid[y][x] == "#":
                continue
            if x == 0 and y == 0:
                ways[y][x] = 1
            if x > 0:
                ways[y][x] += ways[y][x - 1]
            if y > 0:
                ways[y][x] += ways[y - 1][x]
    return ways[-1][-1]


# --- case ---
TESTS = [
    ((["..", ".."],), 2),
    ((["...", ".#.", "..."],), 2),
    ((["."],), 1),
    ((["#"],), 0),
    ((["...", "..."],), 3),
    (([".#", "#."],), 0),
]


def hidden(r):
    w = r.randint(1, 5)
    return (
        ["".join(r.choice("...#") for _ in range(w)) for _ in range(r.randint(1, 5))],
    )


FAULTS = [
    (
        "            if x > 0:\n                ways[y][x] += ways[y][x - 1]",
        "            if x > 1:\n                ways[y][x] += ways[y][x - 1]",
    ),
    (
        "                ways[y][x] += ways[y - 1][x]",
        "                ways[y][x] = ways[y - 1][x]",
    ),
    ("                continue", "                break"),
    ("x == 0 and y == 0", "x == 0 or y == 0"),
    ("return ways[-1][-1]", "return ways[-1][0]"),
]
SYNTAX = [
    (
        "            if x > 0:\n                ways",
        "            if x > 0:\n            ways",
    ),
    (
        "ways = [[0] * width for _ in range(height)]",
        "ways = [[0] * width for _ in range(height]]",
    ),
    (
        "    for y in range(height):\n",
        "    for y in range(height);\n",
        "return ways[-1][-1]",
        "return ways[-1][-1",
    ),
]
CRASHES = [
    ("height, width = len(grid), len(grid[0])", "height, width = len(grid), grid[0]"),
    ("for y in range(height):", "for y in height:"),
]
