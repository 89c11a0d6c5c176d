# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List the primes up to a number."""


def is_prime(n):
    if n < 2:
        return False
    for d in range(2, int(n**0.5) + 1):
        if n % d == 0:
            return False
    return True


def prime_list(limit):
    primes = []
    for n in range(limit + 1):
        if is_prime(n):
            primes.append(n)
    return primes


# --- case ---
TESTS = [
    ((1,), []),
    ((2,), [2]),
    ((10,), [2, 3, 5, 7]),
    ((25,), [2, 3, 5, 7, 11, 13, 17, 19, 23]),
    ((0,), []),
    ((29,), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]),
]


def hidden(r):
    return (r.randint(0, 150),)


FAULTS = [
    ("int(n**0.5) + 1", "int(n**0.5)"),
    (
        "            return False\n    return True",
        "            return False\n        return True",
    ),
    ("if n < 2:", "if n < 1:"),
    ("range(limit + 1)", "range(limit)"),
    ("if n % d == 0:", "if n % d != 0:"),
    ("range(limit + 1)", "range(limit)", "if n < 2:", "if n <= 2:"),
    (
        "        if is_prime(n):\n            primes",
        "        if is_prime(limit):\n            primes",
    ),
    ("if n % d == 0:", "if n / d == 0:"),
]
CRASHES = [
    ("int(n**0.5) + 1", "n**0.5 + 1"),
    ("range(2, int", "range(0, int"),
    ("primes.append(n)", "primes += n"),
    ("if is_prime(n):", "if isprime(n):"),
]
SYNTAX = [
    ("range(2, int(n**0.5) + 1):", "range(2, int(n**0.5) + 1:"),
    (
        "            return False\n    return True",
        "            return False\n   return True",
    ),
    (
        "    primes = []\n",
        "    primes = [\n",
        "        if n % d == 0:",
        "        if n % d == 0",
    ),
]
