# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep track of which things belong together."""


class UnionFind:
    def __init__(self, count):
        self.parent = list(range(count))
        self.size = [1] * count
        self.groups = count

    def find(self, item):
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def union(self, first, second):
        first, second = self.find(first), self.find(second)
        if first == second:
            return False
        if self.size[first] < self.size[second]:
            first, second = second, first
        self.parent[second] = first
        self.size[first] += self.size[second]
        self.groups -= 1
        return True

    def size_of(self, item):
        return self.size[self.find(item)]


# --- case ---
def play(count, pairs):
    sets = UnionFind(count)
    said = [sets.union(a, b) for a, b in pairs]
    return said, sets.groups, [sets.size_of(i) for i in range(count)]


CALL = "play(*args)"
TESTS = [
    ((3, []), ([], 3, [1, 1, 1])),
    ((4, [[0, 1], [1, 0]]), ([True, False], 3, [2, 2, 1, 1])),
    ((5, [[0, 1], [2, 3], [3, 0]]), ([True, True, True], 2, [4, 4, 4, 4, 1])),
    (
        (6, [[5, 4], [4, 3], [3, 5], [0, 1]]),
        ([True, True, False, True], 3, [2, 2, 1, 3, 3, 3]),
    ),
]


def hidden(r):
    n = r.randint(1, 7)
    return (n, [[r.randrange(n), r.randrange(n)] for _ in range(r.randint(0, 8))])


FAULTS = [
    ("        self.groups -= 1\n", ""),
    ("self.size[self.find(item)]", "self.size[item]"),
    ("self.size[first] += self.size[second]", "self.size[first] += 1"),
    (
        "first, second = self.find(first), self.find(second)",
        "first, second = self.find(first), self.find(first)",
    ),
    ("        self.parent[second] = first", "        self.parent[first] = first"),
]
CRASHES = [
    ("def size_of(self, item):", "def size_of(item):"),
    ("        self.groups = count\n", "        groups = count\n"),
    ("return self.size[self.find(item)]", "return self.sizes[self.find(item)]"),
    ("self.size[self.find(item)]", "self.size[find(item)]"),
]
SYNTAX = [
    ("    def find(self, item):", "    def find(self, item:"),
    (
        "class UnionFind:",
        "class UnionFind",
        "self.size = [1] * count",
        "self.size = [1} * count",
    ),
]
