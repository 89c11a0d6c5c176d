# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Work with rectangles (left, top, width, height)."""


def intersection(first, second):
    left = max(first[0], second[0])
    top = max(first[1], second[1])
    right = min(first[0] + first[2], second[0] + second[2])
    bottom = min(first[1] + first[3], second[1] + second[3])
    if right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top


def union_area(first, second):
    shared = intersection(first, second)
    total = first[2] * first[3] + second[2] * second[3]
    return total - shared[2] * shared[3] if shared else total


# --- case ---
CALL = "(intersection(*args), union_area(*args))"
TESTS = [
    (((0, 0, 4, 4), (2, 1, 5, 2)), ((2, 1, 2, 2), 22)),
    (((0, 0, 2, 2), (2, 0, 2, 2)), (None, 8)),
    (((0, 0, 9, 9), (3, 4, 1, 2)), ((3, 4, 1, 2), 81)),
    (((5, 5, 1, 1), (0, 0, 1, 1)), (None, 2)),
    (((0, 3, 4, 5), (1, 0, 2, 5)), ((1, 3, 2, 2), 26)),
]


def hidden(r):
    return tuple(
        (r.randint(0, 6), r.randint(0, 6), r.randint(1, 6), r.randint(1, 6))
        for _ in range(2)
    )


FAULTS = [
    ("right <= left or bottom <= top", "right <= left and bottom <= top"),
    ("right <= left or", "right < left or"),
    ("second[1] + second[3])", "second[1] + second[2])"),
    ("top = max(first[1], second[1])", "top = min(first[1], second[1])"),
    ("right - left, bottom - top", "right, bottom"),
    ("second[2] * second[3]\n", "second[2] + second[3]\n"),
    ("first[0] + first[2],", "first[0] + first[1],"),
    ("total - shared[2] * shared[3]", "total - shared[2] + shared[3]"),
]
CRASHES = [
    (
        "return total - shared[2] * shared[3] if shared else total",
        "return total - shared[2] * shared[3]",
    ),
    ("shared = intersection(first, second)", "shared = intersection(first)"),
]
