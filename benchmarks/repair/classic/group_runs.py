# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Group neighbours that have the same key."""


def group_runs(items, key=None):
    groups = []
    last = object()
    for item in items:
        value = item if key is None else key(item)
        if value != last:
            groups.append((value, []))
            last = value
        groups[-1][1].append(item)
    return groups


# --- case ---
CALL = "group_runs(args[0], [None, abs, bool][args[1]])"
TESTS = [
    (([1, 1, 2, 1], 0), [(1, [1, 1]), (2, [2]), (1, [1])]),
    (([], 0), []),
    (([1, -1, 2, -2, -2], 1), [(1, [1, -1]), (2, [2, -2, -2])]),
    (([0, 0, 5, 6, 0], 2), [(False, [0, 0]), (True, [5, 6]), (False, [0])]),
    (([3], 0), [(3, [3])]),
    (([-4, 4], 1), [(4, [-4, 4])]),
]


def hidden(r):
    return ([r.randint(-2, 2) for _ in range(r.randint(0, 9))], r.randint(0, 2))


FAULTS = [
    ("            last = value\n", ""),
    ("groups[-1][1].append(item)", "groups[-1][1].append(value)"),
    ("            last = value\n", "            last = item\n"),
    ("        groups[-1][1].append(item)", "            groups[-1][1].append(item)"),
    ("item if key is None else key(item)", "item if key else key(item)"),
]
CRASHES = [
    ("item if key is None else key(item)", "key(item)"),
    ("groups[-1][1].append(item)", "groups[-1].append(item)"),
    ("last = object()", "last = items[0]"),
]
