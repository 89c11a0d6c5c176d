# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the strongly connected components of a directed graph."""


def strong_components(graph):
    index, low, stack, result = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            position = stack.index(node)
            result.append(sorted(stack[position:]))
            del stack[position:]

    for node in graph:
        if node not in index:
            visit(node)
    return sorted(result)


# --- case ---
TESTS = [
    (({},), []),
    (({1: [2], 2: [3], 3: [1]},), [[1, 2, 3]]),
    (({1: [2], 2: []},), [[1], [2]]),
    (({1: [2], 2: [1, 3], 3: [4], 4: [3]},), [[1, 2], [3, 4]]),
    (({1: [2, 3], 2: [4], 3: [4], 4: [1], 5: [5, 1]},), [[1, 2, 3, 4], [5]]),
    (({1: [2], 2: [], 3: [2, 1]},), [[1], [2], [3]]),
]


def hidden(r):
    n = r.randint(1, 6)
    return ({i: [j for j in range(n) if r.random() < 0.3] for i in range(n)},)


FAULTS = [
    (
        "low[node] = min(low[node], low[other])",
        "low[node] = min(low[node], index[other])",
    ),
    ("            elif other in stack:", "            else:"),
    ("            del stack[position:]", "            del stack[position]"),
    ("sorted(stack[position:])", "sorted(stack[:position])"),
    (
        "if node not in index:\n            visit(node)",
        "if node in index:\n            visit(node)",
    ),
]
