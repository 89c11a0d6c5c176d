# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Add up a shopping list with prices and a discount."""


def shopping(prices, items, discount=0):
    total = 0
    missing = []
    for item, amount in items:
        if item in prices:
            total += prices[item] * amount
        else:
            missing.append(item)
    if total > 100:
        total = total - total * discount / 100
    return round(total, 2), missing


# --- case ---
TESTS = [
    (({"egg": 2}, [("egg", 3)]), (6, [])),
    (({}, [("tea", 1)]), (0, ["tea"])),
    (({"tv": 60, "pen": 1}, [("tv", 2), ("pen", 5)], 10), (112.5, [])),
    (({"a": 100}, [("a", 1)], 50), (100, [])),
    (({"a": 50}, [("a", 4), ("b", 1)], 25), (150.0, ["b"])),
]


def hidden(r):
    return (
        {n: r.randint(1, 40) for n in "abc"},
        [(r.choice("abcd"), r.randint(1, 5)) for _ in range(r.randint(0, 4))],
        r.choice([0, 5, 20]),
    )


FAULTS = [
    ("prices[item] * amount", "prices[item] + amount"),
    ("total = total - total * discount / 100", "total = total * discount / 100"),
    ("total += prices", "total = prices"),
    ("return round(total, 2), missing", "return missing, round(total, 2)"),
    (
        "total = total - total * discount / 100",
        "total = total - discount / 100",
        "prices[item] * amount",
        "prices[item]",
    ),
    ("if total > 100:", "if amount > 100:"),
]
CRASHES = [
    (
        "        if item in prices:\n            total += prices[item] * amount\n"
        "        else:\n            missing.append(item)\n",
        "        total += prices[item] * amount\n",
    ),
    ("prices[item] * amount", "prices[item * amount]"),
    ("missing.append(item)", "missings.append(item)"),
    ("for item, amount in items:", "for item in items:"),
    ("round(total, 2)", "total.round(2)"),
]
SYNTAX = [
    ("    for item, amount in items:", "    for item, amount in items"),
    (
        "            total += prices[item] * amount",
        "            total += prices[item] x amount",
    ),
    (
        "def shopping(prices, items, discount=0):",
        "def shopping(prices, items, discount=0)",
        "        else:",
        "        else",
    ),
]
