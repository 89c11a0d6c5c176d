# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give the greatest common divisor and the coefficients of Bezout."""


def extended_euclid(a, b):
    if b == 0:
        return a, 1, 0
    divisor, x, y = extended_euclid(b, a % b)
    return divisor, y, x - a // b * y


def modular_inverse(a, modulus):
    divisor, x, _ = extended_euclid(a % modulus, modulus)
    if divisor != 1:
        return None
    return x % modulus


# --- case ---
CALL = "(extended_euclid(*args), modular_inverse(*args))"
TESTS = [
    ((240, 46), ((2, -9, 47), None)),
    ((3, 11), ((1, 4, -1), 4)),
    ((10, 17), ((1, -5, 3), 12)),
    ((6, 9), ((3, -1, 1), None)),
    ((1, 2), ((1, 1, 0), 1)),
    ((17, 5), ((1, -2, 7), 3)),
]


def hidden(r):
    return (r.randint(1, 200), r.randint(2, 200))


FAULTS = [
    ("return divisor, y, x - a // b * y", "return divisor, x, y - a // b * x"),
    ("extended_euclid(b, a % b)", "extended_euclid(a % b, b)"),
    ("    return x % modulus", "    return x"),
    ("return a, 1, 0", "return a, 0, 1"),
    ("if divisor != 1:", "if divisor == 1:"),
]
