# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Cut iterables into chunks and sliding windows, lazily."""


def chunks(items, size):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) > size:
            window.pop(0)
        if len(window) == size:
            yield tuple(window)


def interleave(*iterables):
    iterators = [iter(one) for one in iterables]
    while iterators:
        remaining = []
        for iterator in iterators:
            try:
                yield next(iterator)
            except StopIteration:
                continue
            remaining.append(iterator)
        iterators = remaining


# --- case ---
CALL = (
    "(list(chunks(*args)), list(windows(*args)), list(interleave(*args[:1], "
    "range(args[1]))))"
)
TESTS = [
    (
        ([1, 2, 3, 4, 5], 2),
        (
            [[1, 2], [3, 4], [5]],
            [(1, 2), (2, 3), (3, 4), (4, 5)],
            [1, 0, 2, 1, 3, 4, 5],
        ),
    ),
    (([], 3), ([], [], [0, 1, 2])),
    (([1, 2, 3], 3), ([[1, 2, 3]], [(1, 2, 3)], [1, 0, 2, 1, 3, 2])),
    (
        ("abcd", 1),
        (
            [["a"], ["b"], ["c"], ["d"]],
            [("a",), ("b",), ("c",), ("d",)],
            ["a", 0, "b", "c", "d"],
        ),
    ),
    (([1, 2], 5), ([[1, 2]], [], [1, 0, 2, 1, 2, 3, 4])),
    (
        (range(0, 6), 3),
        (
            [[0, 1, 2], [3, 4, 5]],
            [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5)],
            [0, 0, 1, 1, 2, 2, 3, 4, 5],
        ),
    ),
]


def hidden(r):
    return (list(range(r.randint(0, 9))), r.randint(1, 5))


FAULTS = [
    (
        "            yield chunk\n            chunk = []\n",
        "            yield chunk\n            chunk.clear()\n",
    ),
    ("    if chunk:\n        yield chunk\n", ""),
    ("if len(window) > size:", "if len(window) >= size:"),
    ("            window.pop(0)", "            window.pop()"),
    ("yield tuple(window)", "yield window"),
    ("                continue\n", "                break\n"),
    (
        "            remaining.append(iterator)\n",
        "                remaining.append(iterator)\n",
    ),
    ("        iterators = remaining", "            iterators = remaining"),
    ("    if chunk:\n        yield chunk", "    if chunk:\n        return chunk"),
]
CRASHES = [
    ("[iter(one) for one in iterables]", "[one for one in iterables]"),
    ("except StopIteration:", "except IndexError:"),
    ("def interleave(*iterables):", "def interleave(iterables):"),
    ("    window = []\n", "    window = ()\n"),
]
SYNTAX = [
    ("            try:\n", "            try\n"),
    (
        "            except StopIteration:\n                continue",
        "            except StopIteration:\n            continue",
    ),
    (
        "    if chunk:\n        yield chunk\n",
        "    if chunk\n        yield chunk\n",
        "def windows(items, size):",
        "def windows(items, size)",
    ),
]
