# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count the numbers below n that share no factor with it."""


def totient(n):
    result = n
    factor = 2
    while factor * factor <= n:
        if n % factor == 0:
            while n % factor == 0:
                n //= factor
            result -= result // factor
        factor += 1
    if n > 1:
        result -= result // n
    return result


# --- case ---
TESTS = [
    ((1,), 1),
    ((2,), 1),
    ((9,), 6),
    ((10,), 4),
    ((36,), 12),
    ((97,), 96),
    ((49,), 42),
]


def hidden(r):
    return (r.randint(1, 3000),)


FAULTS = [
    ("while factor * factor <= n:", "while factor * factor < n:"),
    ("result -= result // factor", "result -= n // factor"),
    (
        "            while n % factor == 0:\n                n //= factor\n",
        "            n //= factor\n",
    ),
]
