# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure polygons given by their corners."""

import math


def area(points):
    total = 0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def perimeter(points):
    return sum(math.dist(a, b) for a, b in zip(points, points[1:] + points[:1]))


def contains(points, x, y):
    inside = False
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        if (y1 > y) != (y2 > y):
            crossing = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            if x < crossing:
                inside = not inside
    return inside


# --- case ---
CALL = "(area(args[0]), round(perimeter(args[0]), 6), contains(*args))"
TESTS = [
    (([(0, 0), (4, 0), (4, 3), (0, 3)], 1, 1), (12.0, 14.0, True)),
    (([(0, 0), (4, 0), (0, 3)], 3, 3), (6.0, 12.0, False)),
    (([(0, 0), (0, 2), (2, 2), (2, 0)], 5, 1), (4.0, 8.0, False)),
    (([(0, 0), (6, 0), (6, 6), (3, 2), (0, 6)], 3, 4), (24.0, 28.0, False)),
    (([(0, 0), (6, 0), (6, 6), (3, 2), (0, 6)], 1, 3), (24.0, 28.0, True)),
]


def hidden(r):
    return (
        [(r.randint(-5, 5), r.randint(-5, 5)) for _ in range(r.randint(3, 6))],
        r.randint(-5, 5) + 0.5,
        r.randint(-5, 5) + 0.25,
    )


FAULTS = [
    ("x1 * y2 - x2 * y1", "x1 * y2 + x2 * y1"),
    ("abs(total) / 2", "total / 2"),
    ("abs(total) / 2", "abs(total)"),
    ("inside = not inside", "inside = True"),
    ("if x < crossing:", "if x > y:"),
    ("(y1 > y) != (y2 > y)", "(y1 > y) == (y2 > y)"),
    (
        "math.dist(a, b) for a, b in zip(points, points[1:] + points[:1])",
        "math.dist(a, b) for a, b in zip(points, points[1:])",
    ),
    ("(y - y1) * (x2 - x1) / (y2 - y1)", "(y - y1) * (y2 - y1) / (x2 - x1)"),
]
CRASHES = [
    ("import math\n", ""),
    (
        "points[1:] + points[:1]):\n        total",
        "points[1:] + points[0]):\n        total",
    ),
    ("math.dist(a, b)", "math.distance(a, b)"),
    ("math.dist(a, b)", "dist(a, b)"),
    ("points[1:] + points[:1]):\n        if", "points[1:], points[:1]):\n        if"),
]
