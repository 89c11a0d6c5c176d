# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give change in euros and cents, largest coins first."""


def change_maker(price, paid):
    coins = [200, 100, 50, 20, 10, 5, 2, 1]
    rest = round((paid - price) * 100)
    if rest < 0:
        return None
    result = {}
    for coin in coins:
        number = rest // coin
        if number > 0:
            result[coin] = number
            rest = rest - number * coin
    return result


# --- case ---
TESTS = [
    ((1.5, 2), {50: 1}),
    ((3, 3), {}),
    ((5, 2), None),
    ((0.01, 4.0), {200: 1, 100: 1, 50: 1, 20: 2, 5: 1, 2: 2}),
    ((2.35, 10), {200: 3, 100: 1, 50: 1, 10: 1, 5: 1}),
    ((1.1, 1.29), {10: 1, 5: 1, 2: 2}),
]


def hidden(r):
    return (r.randint(1, 500) / 100, r.randint(1, 1000) / 100)


FAULTS = [
    ("(paid - price)", "(price - paid)"),
    ("rest - number * coin", "rest - coin"),
    ("round((paid - price) * 100)", "int((paid - price) * 100)"),
    ("if number > 0:", "if number > 1:"),
    ("rest // coin", "rest % coin"),
    ("result[coin] = number", "result[number] = coin"),
    ("round((paid - price) * 100)", "round(paid - price) * 100"),
    ("    return result", "        return result"),
    ("10, 5, 2, 1]", "10, 5, 1]"),
]
CRASHES = [
    ("result = {}", "result = []"),
    ("rest // coin", "rest // coins"),
    ("for coin in coins:", "for coin in range(coins):"),
]
SYNTAX = [
    (
        "coins = [200, 100, 50, 20, 10, 5, 2, 1]",
        "coins = [200, 100, 50, 20 10, 5, 2, 1]",
    ),
    ("rest = round((paid - price) * 100)", "rest = round((paid - price) * 100"),
    (
        "            rest = rest - number * coin",
        "             rest = rest - number * coin",
    ),
]
