# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Raise to a power modulo a number by squaring."""


def mod_power(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent % 2 == 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent //= 2
    return result % modulus


# --- case ---
TESTS = [
    ((2, 10, 1000), 24),
    ((3, 0, 7), 1),
    ((3, 1, 7), 3),
    ((7, 13, 11), 2),
    ((5, 3, 1), 0),
    ((10, 5, 13), 4),
]


def hidden(r):
    return (r.randint(0, 50), r.randint(0, 40), r.randint(1, 60))


FAULTS = [
    ("if exponent % 2 == 1:", "if exponent % 2 == 0:"),
    ("while exponent > 0:", "while exponent > 1:"),
    ("        base = base * base % modulus", "        base = base * result % modulus"),
    ("    result = 1", "    result = 0"),
]
SYNTAX = [
    ("if exponent % 2 == 1:", "if exponent % 2 = 1:"),
    (
        "def mod_power(base, exponent, modulus):",
        "def mod_power(base, exponent modulus):",
        "while exponent > 0:",
        "While exponent > 0:",
    ),
]
