# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Colour a graph with two colours, or say that it cannot be done."""


def two_colours(graph):
    colours = {}
    for start in graph:
        if start in colours:
            continue
        colours[start] = 0
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for other in graph[node]:
                if other not in colours:
                    colours[other] = 1 - colours[node]
                    waiting.append(other)
                elif colours[other] == colours[node]:
                    return None
    return colours


# --- case ---
CALL = "two_colours(*args)"
TESTS = [
    (({},), {}),
    (({1: [2], 2: [1]},), {1: 0, 2: 1}),
    (({1: [2, 3], 2: [1, 3], 3: [1, 2]},), None),
    (({1: [2], 2: [1, 3], 3: [2], 4: [5], 5: [4]},), {1: 0, 2: 1, 3: 0, 4: 0, 5: 1}),
    (({1: [2], 2: [1], 3: [4, 5], 4: [3, 5], 5: [3, 4]},), None),
]


def hidden(r):
    n = r.randint(1, 6)
    graph = {i: [] for i in range(n)}
    for a in range(n):
        for b in range(a):
            if r.random() < 0.3:
                graph[a].append(b)
                graph[b].append(a)
    return (graph,)


FAULTS = [
    ("colours[other] = 1 - colours[node]", "colours[other] = colours[node]"),
    ("elif colours[other] == colours[node]:", "elif colours[other] != colours[node]:"),
    (
        "        if start in colours:\n            continue",
        "        if start in colours:\n            break",
    ),
    ("                    return None", "                    return {}"),
    (
        "                    waiting.append(other)",
        "                    waiting.append(node)",
    ),
]
