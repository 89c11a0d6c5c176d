# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep statistics of numbers that arrive one after the other."""

import math


class RunningStats:
    def __init__(self):
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0
        self.smallest = math.inf
        self.largest = -math.inf

    def add(self, value):
        self.count += 1
        delta = value - self.mean
        self.mean += delta / self.count
        self.squares += delta * (value - self.mean)
        self.smallest = min(self.smallest, value)
        self.largest = max(self.largest, value)

    def variance(self):
        if self.count < 2:
            return 0.0
        return self.squares / (self.count - 1)

    def deviation(self):
        return math.sqrt(self.variance())

    def spread(self):
        return self.largest - self.smallest if self.count else 0


# --- case ---
def play(values):
    stats = RunningStats()
    for value in values:
        stats.add(value)
    return (
        stats.count,
        round(stats.mean, 6),
        round(stats.variance(), 6),
        round(stats.deviation(), 6),
        stats.spread(),
    )


CALL = "play(*args)"
TESTS = [
    (([],), (0, 0.0, 0.0, 0.0, 0)),
    (([5],), (1, 5.0, 0.0, 0.0, 0)),
    (([2, 4],), (2, 3.0, 2.0, 1.414214, 2)),
    (([1, 2, 3, 4, 5],), (5, 3.0, 2.5, 1.581139, 4)),
    (([-3, 0, 3, 9],), (4, 2.25, 26.25, 5.123475, 12)),
    (([7, 7, 7],), (3, 7.0, 0.0, 0.0, 0)),
    (([-9, -4, -6],), (3, -6.333333, 6.333333, 2.516611, 5)),
    (([1, 8, 3],), (3, 4.0, 13.0, 3.605551, 7)),
]


def hidden(r):
    return ([r.randint(-20, 20) for _ in range(r.randint(0, 8))],)


FAULTS = [
    ("self.squares / (self.count - 1)", "self.squares / self.count"),
    ("delta * (value - self.mean)", "delta * delta"),
    (
        "        self.count += 1\n        delta = value - self.mean\n"
        "        self.mean += delta / self.count\n",
        "        delta = value - self.mean\n        self.count += 1\n"
        "        self.mean += delta // self.count\n",
    ),
    ("self.smallest = math.inf", "self.smallest = 0"),
    ("if self.count < 2:", "if self.count < 3:"),
    ("math.sqrt(self.variance())", "self.variance() / 2"),
    ("self.largest - self.smallest if", "self.smallest - self.largest if"),
]
CRASHES = [
    ("        if self.count < 2:\n            return 0.0\n", ""),
    ("math.sqrt(self.variance())", "math.sqrt(self.variance)"),
    (
        "        self.count += 1\n        delta = value - self.mean\n"
        "        self.mean += delta / self.count\n",
        "        delta = value - self.mean\n"
        "        self.mean += delta / self.count\n        self.count += 1\n",
    ),
    ("        self.squares = 0.0\n", ""),
    ("math.sqrt(", "sqrt("),
    ("import math\n", ""),
]
