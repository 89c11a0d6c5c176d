# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Take two lists and keep what they share, and what they do not."""


def shared(first, second):
    result = []
    for item in first:
        if item in second and item not in result:
            result.append(item)
    result.sort()
    return result


def different(first, second):
    result = []
    for item in first + second:
        if (item in first) != (item in second):
            if item not in result:
                result.append(item)
    result.sort()
    return result


# --- case ---
CALL = "(shared(*args), different(*args))"
TESTS = [
    (([1, 2, 3], [2, 3, 4]), ([2, 3], [1, 4])),
    (([], []), ([], [])),
    (([1, 1], [1]), ([1], [])),
    (([3, 1], [2]), ([], [1, 2, 3])),
    (([5, 5, 4], [6, 4, 6]), ([4], [5, 6])),
    (([3, 1, 2], [1, 3]), ([1, 3], [2])),
]


def hidden(r):
    return tuple([r.randint(0, 6) for _ in range(r.randint(0, 6))] for _ in range(2))


FAULTS = [
    ("item in second and item not in result", "item in second"),
    ("for item in first + second:", "for item in first:"),
    ("(item in first) != (item in second)", "(item in first) == (item in second)"),
    ("item in second and item not in result", "item in second or item not in result"),
    (
        "            if item not in result:\n                result.append(item)\n"
        "    result.sort()",
        "            if item not in result:\n                result.append(item)\n"
        "        result.sort()\n        return result\n    result.sort()",
    ),
    (
        "item in second and item not in result",
        "item not in second and item not in result",
        "in first + second:",
        "in second:",
    ),
]
CRASHES = [
    ("for item in first + second:", "for item in first, second:"),
    (
        "            result.append(item)\n    result.sort()\n"
        "    return result\n\n\ndef",
        "            result.append(item)\n    return result.sorted()\n\n\ndef",
    ),
    ("for item in first:", "for item in range(first):"),
    (
        "item not in result:\n            result.append(item)",
        "item not in results:\n            result.append(item)",
    ),
]
SYNTAX = [
    ("    for item in first + second:", "    for item in first + second"),
    (
        "        if (item in first) != (item in second):",
        "        if (item in first) != (item in second:",
    ),
    ("def different(first, second):", "define different(first, second):"),
]
