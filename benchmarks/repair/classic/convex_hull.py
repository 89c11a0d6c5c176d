# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Wrap points with the shortest fence, counterclockwise."""


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def half_hull(points):
    hull = []
    for point in points:
        while len(hull) >= 2 and turn(hull[-2], hull[-1], point) <= 0:
            hull.pop()
        hull.append(point)
    return hull


def convex_hull(points):
    points = sorted(set(points))
    if len(points) <= 2:
        return points
    return half_hull(points)[:-1] + half_hull(points[::-1])[:-1]


# --- case ---
TESTS = [
    (([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1)],), [(0, 0), (2, 0), (2, 2), (0, 2)]),
    (([],), []),
    (([(1, 1), (1, 1)],), [(1, 1)]),
    (([(0, 0), (1, 0), (2, 0), (2, 2)],), [(0, 0), (2, 0), (2, 2)]),
    (([(3, 1), (0, 0), (2, 4)],), [(0, 0), (3, 1), (2, 4)]),
    (
        ([(0, 0), (4, 1), (5, 0), (6, 3), (2, 5), (1, 2), (3, 2)],),
        [(0, 0), (5, 0), (6, 3), (2, 5)],
    ),
    (
        ([(0, 0), (1, 3), (2, 1), (3, 4), (4, 0), (0, 4)],),
        [(0, 0), (4, 0), (3, 4), (0, 4)],
    ),
]


def hidden(r):
    return ([(r.randint(0, 6), r.randint(0, 6)) for _ in range(r.randint(0, 9))],)


FAULTS = [
    ("point) <= 0:", "point) < 0:"),
    ("len(hull) >= 2 and", "len(hull) > 2 and"),
    ("half_hull(points)[:-1] +", "half_hull(points) +"),
    ("half_hull(points[::-1])[:-1]", "half_hull(points)[:-1]"),
]
CRASHES = [
    ("sorted(set(points))", "set(points)"),
    ("while len(hull) >= 2 and turn", "while len(hull) >= 1 and turn"),
    ("hull.pop()", "hull.pop(point)"),
]
