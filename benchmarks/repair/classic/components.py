# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List the connected groups of an undirected graph."""


def components(nodes, edges):
    neighbours = {node: set() for node in nodes}
    for first, second in edges:
        neighbours[first].add(second)
        neighbours[second].add(first)
    seen = set()
    groups = []
    for node in nodes:
        if node in seen:
            continue
        group, waiting = [], [node]
        seen.add(node)
        while waiting:
            current = waiting.pop()
            group.append(current)
            for other in neighbours[current] - seen:
                seen.add(other)
                waiting.append(other)
        groups.append(sorted(group))
    return sorted(groups)


# --- case ---
TESTS = [
    (([1, 2, 3], [(1, 2)]), [[1, 2], [3]]),
    (([], []), []),
    (([1, 2, 3, 4], [(4, 3), (1, 2), (2, 3)]), [[1, 2, 3, 4]]),
    (([5], [(5, 5)]), [[5]]),
    (([1, 2, 3, 4, 5], [(5, 1), (2, 4)]), [[1, 5], [2, 4], [3]]),
    (([3, 1, 2], [(3, 2)]), [[1], [2, 3]]),
]


def hidden(r):
    n = r.randint(1, 7)
    return (
        list(range(n)),
        [(r.randrange(n), r.randrange(n)) for _ in range(r.randint(0, 5))],
    )


FAULTS = [
    ("        neighbours[second].add(first)\n", ""),
    (
        "        groups.append(sorted(group))",
        "            groups.append(sorted(group))",
    ),
    ("group, waiting = [], [node]", "group, waiting = [node], [node]"),
    ("neighbours[current] - seen", "neighbours[node] - seen"),
    ("        if node in seen:\n            continue\n", ""),
]
CRASHES = [
    ("neighbours = {node: set() for node in nodes}", "neighbours = {}"),
    ("neighbours[current] - seen", "neighbours[current] - list(seen)"),
    ("groups.append(sorted(group))", "groups.append(group.sort())"),
]
