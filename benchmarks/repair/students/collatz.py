# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Follow the Collatz rule and find the longest start."""


def collatz(n):
    steps = [n]
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        steps.append(n)
    return steps


def longest_start(limit):
    best = 1
    best_length = 1
    for start in range(1, limit + 1):
        length = len(collatz(start))
        if length > best_length:
            best = start
            best_length = length
    return best


# --- case ---
CALL = "(collatz(args[0]), longest_start(args[0]))"
TESTS = [
    ((1,), ([1], 1)),
    ((2,), ([2, 1], 2)),
    ((3,), ([3, 10, 5, 16, 8, 4, 2, 1], 3)),
    ((6,), ([6, 3, 10, 5, 16, 8, 4, 2, 1], 6)),
    ((7,), ([7, 22, 11, 34, 17, 52, 26, 13, 40, 20, 10, 5, 16, 8, 4, 2, 1], 7)),
    ((10,), ([10, 5, 16, 8, 4, 2, 1], 9)),
    (
        (27,),
        (
            [
                27,
                82,
                41,
                124,
                62,
                31,
                94,
                47,
                142,
                71,
                214,
                107,
                322,
                161,
                484,
                242,
                121,
                364,
                182,
                91,
                274,
                137,
                412,
                206,
                103,
                310,
                155,
                466,
                233,
                700,
                350,
                175,
                526,
                263,
                790,
                395,
                1186,
                593,
                1780,
                890,
                445,
                1336,
                668,
                334,
                167,
                502,
                251,
                754,
                377,
                1132,
                566,
                283,
                850,
                425,
                1276,
                638,
                319,
                958,
                479,
                1438,
                719,
                2158,
                1079,
                3238,
                1619,
                4858,
                2429,
                7288,
                3644,
                1822,
                911,
                2734,
                1367,
                4102,
                2051,
                6154,
                3077,
                9232,
                4616,
                2308,
                1154,
                577,
                1732,
                866,
                433,
                1300,
                650,
                325,
                976,
                488,
                244,
                122,
                61,
                184,
                92,
                46,
                23,
                70,
                35,
                106,
                53,
                160,
                80,
                40,
                20,
                10,
                5,
                16,
                8,
                4,
                2,
                1,
            ],
            27,
        ),
    ),
]


def hidden(r):
    return (r.randint(1, 60),)


FAULTS = [
    ("3 * n + 1", "3 * n - 1"),
    ("        steps.append(n)\n    return", "    steps.append(n)\n    return"),
    ("            best_length = length\n", ""),
    ("range(1, limit + 1)", "range(1, limit)"),
    ("steps = [n]", "steps = []"),
    ("steps = [n]", "steps = []", "limit + 1", "limit"),
    ("            best = start\n", "            best = length\n"),
    ("if n % 2 == 0:", "if n % 2 == 1:"),
]
CRASHES = [
    ("len(collatz(start))", "collatz(start)"),
    ("range(1, limit + 1)", "range(1, start + 1)"),
    ("steps = [n]", "steps = n"),
    ("    best_length = 1\n", ""),
]
SYNTAX = [
    (
        "        else:\n            n = 3 * n + 1",
        "        else:\n            n = 3n + 1",
    ),
    ("    while n != 1:", "    while n =! 1:"),
    ("            n = n // 2\n        else:", "            n = n // 2\n    else:"),
]
