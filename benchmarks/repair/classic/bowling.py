# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count a game of ten-pin bowling."""


def bowling(rolls):
    score = 0
    index = 0
    for _ in range(10):
        if rolls[index] == 10:
            score += 10 + rolls[index + 1] + rolls[index + 2]
            index += 1
        elif rolls[index] + rolls[index + 1] == 10:
            score += 10 + rolls[index + 2]
            index += 2
        else:
            score += rolls[index] + rolls[index + 1]
            index += 2
    return score


# --- case ---
TESTS = [
    (([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],), 0),
    (([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10],), 300),
    (([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],), 150),
    (([9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0, 9, 0],), 90),
    (([10, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],), 24),
    (([4, 6, 7, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],), 25),
    (([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 2, 3],), 15),
]


def hidden(r):
    rolls = []
    for _ in range(10):
        first = r.choice([10, r.randint(0, 9)])
        rolls += (
            [10]
            if first == 10
            else [first, r.choice([10 - first, r.randint(0, 10 - first)])]
        )
    return (rolls + [r.randint(0, 10), r.randint(0, 10)],)


FAULTS = [
    ("range(10)", "range(9)"),
    ("10 + rolls[index + 1] + rolls[index + 2]", "10 + rolls[index + 1]"),
    (
        "            score += 10 + rolls[index + 2]\n            index += 2",
        "            score += 10 + rolls[index + 2]\n            index += 1",
    ),
    ("elif rolls[index] + rolls[index + 1] == 10", "elif rolls[index] == 10"),
    (
        "            score += 10 + rolls[index + 2]",
        "            score += 10 + rolls[index + 1]",
    ),
    ("            index += 2\n    return", "        index += 2\n    return"),
]
CRASHES = [
    ("range(10)", "range(11)"),
    ("score += 10 + rolls[index + 2]", "score += 10 + rolls[index:2]"),
    ("    index = 0\n", ""),
]
