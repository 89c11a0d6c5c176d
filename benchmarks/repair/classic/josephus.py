# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say in which order people leave a circle when every k-th goes."""


def josephus(count, step):
    people = list(range(1, count + 1))
    order = []
    index = 0
    while people:
        index = (index + step - 1) % len(people)
        order.append(people.pop(index))
    return order


# --- case ---
TESTS = [
    ((7, 3), [3, 6, 2, 7, 5, 1, 4]),
    ((1, 1), [1]),
    ((5, 2), [2, 4, 1, 5, 3]),
    ((6, 1), [1, 2, 3, 4, 5, 6]),
    ((4, 9), [1, 4, 2, 3]),
    ((0, 3), []),
]


def hidden(r):
    return (r.randint(0, 12), r.randint(1, 9))


FAULTS = [
    ("(index + step - 1) % len(people)", "(index + step) % len(people)"),
    ("range(1, count + 1)", "range(1, count)"),
    ("% len(people)", "% count"),
    ("index = (index + step - 1)", "index = (step - 1)"),
]
CRASHES = [("people.pop(index)", "people.remove(index)")]
