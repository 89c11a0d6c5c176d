# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count the steps of the shortest way through a maze."""

from collections import deque


def grid_distance(maze, start, goal):
    queue = deque([(start, 0)])
    seen = {start}
    while queue:
        (y, x), steps = queue.popleft()
        if (y, x) == goal:
            return steps
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            spot = (y + dy, x + dx)
            inside = 0 <= spot[0] < len(maze) and 0 <= spot[1] < len(maze[0])
            if inside and maze[spot[0]][spot[1]] != "#" and spot not in seen:
                seen.add(spot)
                queue.append((spot, steps + 1))
    return -1


# --- case ---
TESTS = [
    ((["...", ".#.", "..."], (0, 0), (2, 2)), 4),
    (([".#.", ".#.", "..."], (0, 0), (0, 2)), 6),
    (([".#."], (0, 0), (0, 2)), -1),
    ((["."], (0, 0), (0, 0)), 0),
    ((["....", "##.#", "...."], (0, 0), (2, 0)), 6),
    (([".....", ".###.", "....."], (2, 2), (0, 2)), 6),
    ((["....", ".#..", "...."], (0, 0), (2, 3)), 5),
]


def hidden(r):
    h, w = r.randint(1, 5), r.randint(1, 5)
    return (
        ["".join(r.choice("...#") for _ in range(w)) for _ in range(h)],
        (r.randrange(h), r.randrange(w)),
        (r.randrange(h), r.randrange(w)),
    )


FAULTS = [
    ("(0, -1), (-1, 0))", "(0, -1), (-1, 1))"),
    ("steps + 1", "steps"),
    ("spot = (y + dy, x + dx)", "spot = (y + dx, x + dx)"),
]
CRASHES = [
    ("from collections import deque\n", ""),
    ("inside and maze[spot[0]][spot[1]]", "maze[spot[0]][spot[1]]"),
    ("deque([(start, 0)])", "deque((start, 0))"),
    ("seen.add(spot)", "seen.append(spot)"),
]
