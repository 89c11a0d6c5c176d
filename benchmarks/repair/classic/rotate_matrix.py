# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn and mirror pictures made of rows."""


def rotate_right(rows):
    return [list(column) for column in zip(*rows[::-1])]


def rotate(rows, quarter_turns):
    for _ in range(quarter_turns % 4):
        rows = rotate_right(rows)
    return rows


def mirror(rows, horizontal=True):
    if horizontal:
        return [row[::-1] for row in rows]
    return rows[::-1]


# --- case ---
CALL = "(rotate(*args), mirror(args[0]), mirror(args[0], False))"
TESTS = [
    (([[1, 2], [3, 4]], 1), ([[3, 1], [4, 2]], [[2, 1], [4, 3]], [[3, 4], [1, 2]])),
    (([[1, 2, 3]], 1), ([[1], [2], [3]], [[3, 2, 1]], [[1, 2, 3]])),
    (([[1, 2], [3, 4]], 2), ([[4, 3], [2, 1]], [[2, 1], [4, 3]], [[3, 4], [1, 2]])),
    (
        ([[1, 2], [3, 4], [5, 6]], 5),
        ([[5, 3, 1], [6, 4, 2]], [[2, 1], [4, 3], [6, 5]], [[5, 6], [3, 4], [1, 2]]),
    ),
    (([[1, 2], [3, 4]], -1), ([[2, 4], [1, 3]], [[2, 1], [4, 3]], [[3, 4], [1, 2]])),
    (([[7]], 0), ([[7]], [[7]], [[7]])),
]


def hidden(r):
    h, w = r.randint(1, 4), r.randint(1, 4)
    return ([[r.randint(0, 9) for _ in range(w)] for _ in range(h)], r.randint(-3, 6))


FAULTS = [
    ("zip(*rows[::-1])", "zip(*rows)"),
    ("range(quarter_turns % 4)", "range(quarter_turns % 3)"),
    ("    return rows[::-1]", "    return rows[:-1]"),
    ("        rows = rotate_right(rows)", "        rotate_right(rows)"),
    ("list(column) for column", "column for column"),
    ("quarter_turns % 4", "quarter_turns"),
]
CRASHES = [
    ("zip(*rows[::-1])", "zip(*rows[::-1], strict)"),
    ("range(quarter_turns % 4)", "range(quarter_turns / 4)"),
    ("return [row[::-1] for row in rows]", "return [row[::-1] for rows in rows]"),
]
