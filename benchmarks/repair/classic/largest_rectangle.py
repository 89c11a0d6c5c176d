# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the largest rectangle under a histogram."""


def largest_rectangle(heights):
    stack = []
    best = 0
    for index, height in enumerate(heights + [0]):
        start = index
        while stack and stack[-1][1] > height:
            start, tall = stack.pop()
            best = max(best, tall * (index - start))
        stack.append((start, height))
    return best


# --- case ---
TESTS = [
    (([2, 1, 5, 6, 2, 3],), 10),
    (([],), 0),
    (([4],), 4),
    (([2, 4],), 4),
    (([3, 3, 3],), 9),
    (([6, 2, 5, 4, 5, 1, 6],), 12),
]


def hidden(r):
    return ([r.randint(0, 7) for _ in range(r.randint(0, 9))],)


FAULTS = [
    ("enumerate(heights + [0])", "enumerate(heights)"),
    ("tall * (index - start)", "tall * (index - start + 1)"),
    ("stack.append((start, height))", "stack.append((index, height))"),
    ("while stack and stack[-1][1] > height:", "if stack and stack[-1][1] > height:"),
    (
        "best = max(best, tall * (index - start))",
        "best = max(best, height * (index - start))",
    ),
]
CRASHES = [
    ("while stack and stack[-1][1]", "while stack[-1][1]"),
    ("stack.append((start, height))", "stack.append(start, height)"),
]
