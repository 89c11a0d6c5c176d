# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sort records in place by one of their fields."""


def insertion_by_key(records, key):
    for i in range(1, len(records)):
        current = records[i]
        j = i - 1
        while j >= 0 and records[j][key] > current[key]:
            records[j + 1] = records[j]
            j -= 1
        records[j + 1] = current
    return records


# --- case ---
TESTS = [
    (([{"a": 3}, {"a": 1}, {"a": 2}], "a"), [{"a": 1}, {"a": 2}, {"a": 3}]),
    (([], "a"), []),
    (([{"n": 5, "m": 1}], "m"), [{"n": 5, "m": 1}]),
    (
        ([{"n": 2, "m": 1}, {"n": 1, "m": 1}, {"n": 0, "m": 0}], "m"),
        [{"n": 0, "m": 0}, {"n": 2, "m": 1}, {"n": 1, "m": 1}],
    ),
]


def hidden(r):
    return (
        [{"a": r.randint(0, 5), "b": i} for i in range(r.randint(0, 8))],
        r.choice("ab"),
    )


FAULTS = [
    ("while j >= 0 and", "while j > 0 and"),
    ("records[j][key] > current[key]", "records[j][key] >= current[key]"),
    ("        records[j + 1] = current", "        records[j] = current"),
]
SYNTAX = [
    (
        "while j >= 0 and records[j][key] > current[key]:",
        "while j >= 0 and records[j][key] > current[key]",
    ),
    ("range(1, len(records)):", "range(1, len(records):", "j -= 1", "j - = 1"),
]
CRASHES = [
    (
        "            j -= 1\n        records[j + 1] = current",
        "            j -= 1\n        record[j + 1] = current",
    ),
    ("records[j][key] >", "records[j].key >"),
]
