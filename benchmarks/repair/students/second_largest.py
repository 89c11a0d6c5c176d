# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the second largest different number, or None."""


def second_largest(numbers):
    first = None
    second = None
    for n in numbers:
        if first is None or n > first:
            second = first
            first = n
        elif n != first and (second is None or n > second):
            second = n
    return second


# --- case ---
TESTS = [
    (([1, 2, 3],), 2),
    (([3, 2, 1],), 2),
    (([5],), None),
    (([],), None),
    (([4, 4],), None),
    (([4, 4, 1],), 1),
    (([1, 9, 5, 9],), 5),
]


def hidden(r):
    return ([r.randint(-5, 5) for _ in range(r.randint(0, 7))],)


FAULTS = [
    (
        "            second = first\n            first = n\n",
        "            first = n\n            second = first\n",
    ),
    ("n != first and (", "("),
    ("second is None or n > second", "second is None or n < second"),
    ("    return second", "    return first"),
    ("first is None or n > first", "first is None or n >= first"),
    ("            second = first\n            first = n\n", "            first = n\n"),
]
CRASHES = [
    ("if first is None or n > first:", "if n > first:"),
    ("(second is None or n > second)", "n > second"),
    ("second = None\n", ""),
]
