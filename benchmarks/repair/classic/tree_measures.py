# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure a binary tree given as nested tuples (left, value, right)."""


def height(tree):
    if tree is None:
        return 0
    left, _, right = tree
    return 1 + max(height(left), height(right))


def diameter(tree):
    if tree is None:
        return 0
    left, _, right = tree
    through = height(left) + height(right)
    return max(through, diameter(left), diameter(right))


def in_order(tree):
    if tree is None:
        return []
    left, value, right = tree
    return in_order(left) + [value] + in_order(right)


def is_search_tree(tree):
    values = in_order(tree)
    return all(a < b for a, b in zip(values, values[1:]))


# --- case ---
CALL = "(height(*args), diameter(*args), in_order(*args), is_search_tree(*args))"
TESTS = [
    ((None,), (0, 0, [], True)),
    (((None, 1, None),), (1, 0, [1], True)),
    ((((None, 1, None), 2, (None, 3, None)),), (2, 2, [1, 2, 3], True)),
    ((((None, 3, (None, 1, None)), 2, None),), (3, 2, [3, 1, 2], False)),
    (
        ((((None, 1, None), 2, None), 4, (None, 5, (None, 6, None))),),
        (3, 4, [1, 2, 4, 5, 6], True),
    ),
    ((((None, 2, None), 2, None),), (2, 1, [2, 2], False)),
]


def hidden(r):
    def grow(depth):
        return (
            None
            if depth == 0 or r.random() < 0.3
            else (grow(depth - 1), r.randint(0, 20), grow(depth - 1))
        )

    return (grow(r.randint(0, 4)),)


FAULTS = [
    ("1 + max(height(left), height(right))", "1 + max(height(left), height(left))"),
    (
        "through = height(left) + height(right)",
        "through = height(left) + height(right) + 1",
    ),
    (
        "in_order(left) + [value] + in_order(right)",
        "[value] + in_order(left) + in_order(right)",
    ),
    ("a < b for", "a <= b for"),
    ("zip(values, values[1:])", "zip(values, values[2:])"),
    ("return all(a", "return any(a"),
    ("1 + max(height(left), height(right))", "max(height(left), height(right))"),
]
CRASHES = [
    (
        "    if tree is None:\n        return 0\n    left, _, right = tree\n"
        "    return 1",
        "    left, _, right = tree\n    return 1",
    ),
    ("in_order(left) + [value] +", "in_order(left) + value +"),
    ("    if tree is None:\n        return []", "    if tree is None:\n        return"),
]
