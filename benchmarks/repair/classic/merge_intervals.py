# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Join overlapping and touching spans."""


def merge_intervals(spans):
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def gaps(spans):
    merged = merge_intervals(spans)
    return [(first[1], second[0]) for first, second in zip(merged, merged[1:])]


def covered(spans):
    return sum(end - start for start, end in merge_intervals(spans))


# --- case ---
CALL = "(merge_intervals(*args), gaps(*args), covered(*args))"
TESTS = [
    (([(1, 3), (2, 6), (8, 10)],), ([(1, 6), (8, 10)], [(6, 8)], 7)),
    (([],), ([], [], 0)),
    (([(5, 7), (1, 2)],), ([(1, 2), (5, 7)], [(2, 5)], 3)),
    (([(1, 4), (4, 5)],), ([(1, 5)], [], 4)),
    (([(1, 9), (2, 3)],), ([(1, 9)], [], 8)),
    (([(0, 1), (3, 4), (6, 8)],), ([(0, 1), (3, 4), (6, 8)], [(1, 3), (4, 6)], 4)),
]


def hidden(r):
    return (
        [
            (a, a + r.randint(1, 5))
            for a in (r.randint(0, 20) for _ in range(r.randint(0, 6)))
        ],
    )


FAULTS = [
    ("start <= merged[-1][1]", "start < merged[-1][1]"),
    ("max(merged[-1][1], end)", "end"),
    ("in sorted(spans):", "in spans:"),
    ("(first[1], second[0])", "(first[0], second[1])"),
    ("zip(merged, merged[1:])", "zip(merged[1:], merged)"),
    (
        "end - start for start, end in merge_intervals(spans)",
        "end - start for start, end in spans",
    ),
    ("max(merged[-1][1], end)", "min(merged[-1][1], end)"),
]
CRASHES = [
    ("if merged and start", "if start"),
    ("merged.append((start, end))", "merged.append(start, end)"),
    (
        "merged[-1] = (merged[-1][0], max(merged[-1][1], end))",
        "merged[-1][1] = max(merged[-1][1], end)",
    ),
    (
        "sum(end - start for start, end in merge_intervals(spans))",
        "sum(end - start for start, end in merge_intervals())",
    ),
]
SYNTAX = [
    ("max(merged[-1][1], end))", "max(merged[-1][1], end)"),
    (
        "    for start, end in sorted(spans):\n",
        "    for start, end in sorted(spans)\n",
        "        else:\n",
        "        esle:\n",
    ),
]
