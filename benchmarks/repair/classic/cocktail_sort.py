# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort by sweeping forth and back."""


def cocktail_sort(items):
    items = items[:]
    start, end = 0, len(items) - 1
    swapped = True
    while swapped:
        swapped = False
        for i in range(start, end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swapped = True
        end -= 1
        for i in range(end, start, -1):
            if items[i - 1] > items[i]:
                items[i - 1], items[i] = items[i], items[i - 1]
                swapped = True
        start += 1
    return items


# --- case ---
CALL = "(cocktail_sort(*args), args[0])"
TESTS = [
    (([3, 1, 2],), ([1, 2, 3], [3, 1, 2])),
    (([],), ([], [])),
    (([5, 4, 3, 2, 1],), ([1, 2, 3, 4, 5], [5, 4, 3, 2, 1])),
    (([2, 2, 1, 9, 0],), ([0, 1, 2, 2, 9], [2, 2, 1, 9, 0])),
]


def hidden(r):
    return ([r.randint(0, 30) for _ in range(r.randint(0, 12))],)


FAULTS = [
    ("items = items[:]", "items = items"),
    ("range(end, start, -1)", "range(end, start + 1, -1)"),
    ("        end -= 1", "        end -= 2"),
    ("if items[i - 1] > items[i]:", "if items[i - 1] < items[i]:"),
]
