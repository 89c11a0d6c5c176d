# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep only what was used most recently."""


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = {}
        self.hits = 0

    def get(self, key, default=None):
        if key not in self.items:
            return default
        value = self.items.pop(key)
        self.items[key] = value
        self.hits += 1
        return value

    def put(self, key, value):
        if key in self.items:
            del self.items[key]
        elif len(self.items) >= self.capacity:
            oldest = next(iter(self.items))
            del self.items[oldest]
        self.items[key] = value

    def __len__(self):
        return len(self.items)


# --- case ---
def play(capacity, steps):
    cache = LRUCache(capacity)
    said = []
    for step in steps:
        if len(step) == 1:
            said.append(cache.get(step[0]))
        else:
            cache.put(*step)
    return said, list(cache.items.items()), len(cache), cache.hits


CALL = "play(*args)"
TESTS = [
    ((2, []), ([], [], 0, 0)),
    (
        (2, [(1, "a"), (2, "b"), (1,), (3, "c"), (2,), (1,)]),
        (["a", None, "a"], [(3, "c"), (1, "a")], 2, 2),
    ),
    ((1, [(1, "a"), (2, "b"), (1,), (2,)]), ([None, "b"], [(2, "b")], 1, 1)),
    ((2, [(1, "a"), (1, "z"), (2, "b"), (1,)]), (["z"], [(2, "b"), (1, "z")], 2, 1)),
    (
        (3, [(1, 1), (2, 2), (3, 3), (1, 9), (4, 4), (2,)]),
        ([None], [(3, 3), (1, 9), (4, 4)], 3, 0),
    ),
]


def hidden(r):
    return (
        r.randint(1, 3),
        [
            r.choice([(r.randint(0, 4),), (r.randint(0, 4), r.randint(5, 9))])
            for _ in range(r.randint(0, 12))
        ],
    )


FAULTS = [
    ("len(self.items) >= self.capacity", "len(self.items) > self.capacity"),
    (
        "        value = self.items.pop(key)\n        self.items[key] = value",
        "        value = self.items[key]",
    ),
    ("            del self.items[key]\n        elif", "            pass\n        elif"),
    ("        self.hits += 1\n        return value", "        return value"),
    ("next(iter(self.items))", "next(reversed(self.items))"),
]
CRASHES = [
    ("        if key not in self.items:\n            return default\n", ""),
    ("next(iter(self.items))", "next(self.items)"),
    ("return len(self.items)", "return self.size"),
    ("self.hits += 1", "hits += 1"),
    ("oldest = next(iter(self.items))", "oldest = self.items[0]"),
    ("        self.hits = 0\n", ""),
]
SYNTAX = [
    ("def get(self, key, default=None):", "def get(self, key, default=None:"),
    (
        "    def __len__(self):\n        return len(self.items)",
        "    def __len__(self):\n    return len(self.items)",
    ),
    ("del self.items[oldest]", "del self.items[oldest"),
]
