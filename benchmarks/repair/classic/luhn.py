# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check and complete card numbers."""


def checksum(digits):
    total = 0
    for position, digit in enumerate(reversed(digits)):
        if position % 2 == 1:
            digit *= 2
            if digit > 9:
                digit -= 9
        total += digit
    return total % 10


def is_valid(number):
    digits = [int(letter) for letter in number if letter.isdigit()]
    return len(digits) > 1 and checksum(digits) == 0


def complete(number):
    digits = [int(letter) for letter in number] + [0]
    return number + str((10 - checksum(digits)) % 10)


# --- case ---
CALL = "(is_valid(args[0]), complete(args[0].replace(' ', '')))"
TESTS = [
    (("4539 1488 0343 6467",), (True, "45391488034364678")),
    (("8273 1232 7352 0569",), (False, "82731232735205695")),
    (("0",), (False, "00")),
    (("59",), (True, "596")),
    (("7992739871",), (False, "79927398713")),
    (("1234567",), (False, "12345674")),
]


def hidden(r):
    return ("".join(r.choice("0123456789") for _ in range(r.randint(1, 12))),)


FAULTS = [
    ("if position % 2 == 1:", "if position % 2 == 0:"),
    ("(10 - checksum(digits)) % 10", "10 - checksum(digits)"),
    ("enumerate(reversed(digits))", "enumerate(digits)"),
    ("len(digits) > 1 and", "len(digits) > 0 and"),
    (" + [0]\n", "\n"),
]
CRASHES = [
    ("str((10 - checksum(digits)) % 10)", "(10 - checksum(digits)) % 10"),
    (
        "[int(letter) for letter in number if letter.isdigit()]",
        "[letter for letter in number if letter.isdigit()]",
    ),
]
