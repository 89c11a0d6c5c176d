# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read and write groups of bits."""


def get_bits(word, low, count):
    return (word >> low) & ((1 << count) - 1)


def set_bits(word, low, count, value):
    mask = ((1 << count) - 1) << low
    return (word & ~mask) | ((value << low) & mask)


def reverse_bits(word, width):
    result = 0
    for _ in range(width):
        result = (result << 1) | (word & 1)
        word >>= 1
    return result


def parity(word):
    odd = False
    while word:
        odd = not odd
        word &= word - 1
    return odd


# --- case ---
CALL = (
    "(get_bits(*args[:3]), set_bits(*args), reverse_bits(args[0], 8), parity(args[0]))"
)
TESTS = [
    ((22, 1, 3, 7), (3, 30, 104, True)),
    ((0, 0, 4, 9), (0, 9, 0, False)),
    ((255, 4, 2, 0), (3, 207, 255, False)),
    ((37, 0, 1, 2), (1, 36, 164, True)),
    ((200, 3, 5, 17), (25, 136, 19, True)),
]


def hidden(r):
    return (r.randint(0, 255), r.randint(0, 7), r.randint(0, 5), r.randint(0, 31))


FAULTS = [
    ("(word >> low) & ((1 << count) - 1)", "(word >> low) & (1 << count)"),
    ("(word & ~mask)", "(word & mask)"),
    ("((value << low) & mask)", "(value << low)"),
    ("(word & 1)", "(word | 1)"),
    ("word &= word - 1", "word >>= 1"),
    (
        "(result << 1) | (word & 1)\n        word >>= 1",
        "(result << 1) | (word & 1)\n    word >>= 1",
    ),
    ("mask = ((1 << count) - 1) << low", "mask = ((1 << low) - 1) << count"),
    ("range(width)", "range(width - 1)"),
]
