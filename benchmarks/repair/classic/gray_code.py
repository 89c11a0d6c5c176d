# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List Gray codes and turn numbers into them and back."""


def to_gray(number):
    return number ^ (number >> 1)


def from_gray(code):
    number = 0
    while code:
        number ^= code
        code >>= 1
    return number


def gray_table(bits):
    return [format(to_gray(number), "b").zfill(bits) for number in range(1 << bits)]


# --- case ---
CALL = "(to_gray(args[0]), from_gray(args[0]), gray_table(args[1]))"
TESTS = [
    ((0, 1), (0, 0, ["0", "1"])),
    ((1, 2), (1, 1, ["00", "01", "11", "10"])),
    ((5, 3), (7, 6, ["000", "001", "011", "010", "110", "111", "101", "100"])),
    ((10, 0), (15, 12, ["0"])),
    ((255, 1), (128, 170, ["0", "1"])),
]


def hidden(r):
    return (r.randint(0, 5000), r.randint(0, 4))


FAULTS = [
    ("number ^ (number >> 1)", "number ^ (number << 1)"),
    ("number ^ (number >> 1)", "number | (number >> 1)"),
    ("        number ^= code", "        number = code"),
    ("range(1 << bits)", "range(bits << 1)"),
    ("        code >>= 1", "        code >>= 2"),
    ("range(1 << bits)", "range((1 << bits) - 1)"),
    (".zfill(bits)", ".zfill(1)"),
]
CRASHES = [
    ('format(to_gray(number), "b").zfill(bits)', "to_gray(number).zfill(bits)"),
    ('format(to_gray(number), "b")', 'format("b", to_gray(number))'),
]
