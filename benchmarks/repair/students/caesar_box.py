# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Move letters along the alphabet; digits and signs stay."""


def caesar(text, shift):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    result = ""
    for char in text:
        if char.lower() in alphabet:
            position = alphabet.index(char.lower())
            new_char = alphabet[(position + shift) % 26]
            if char.isupper():
                new_char = new_char.upper()
            result += new_char
        else:
            result += char
    return result


def uncaesar(text, shift):
    return caesar(text, -shift)


# --- case ---
CALL = "(caesar(*args), uncaesar(*args))"
TESTS = [
    (("abc", 1), ("bcd", "zab")),
    (("xyz", 3), ("abc", "uvw")),
    (("Hello, World!", 5), ("Mjqqt, Btwqi!", "Czggj, Rjmgy!")),
    (("", 4), ("", "")),
    (("A1b2", -2), ("Y1z2", "C1d2")),
    (("zZ", 27), ("aA", "yY")),
]


def hidden(r):
    return (
        "".join(r.choice("abyzAZ 1!") for _ in range(r.randint(0, 9))),
        r.randint(-30, 30),
    )


FAULTS = [
    ("(position + shift) % 26", "(position + shift) % 25"),
    (
        "            result += new_char\n        else",
        "                result += new_char\n        else",
    ),
    ("return caesar(text, -shift)", "return caesar(text, shift)"),
    ("if char.isupper():", "if new_char.isupper():"),
    ("            result += char\n", "            result += new_char\n"),
    ("                new_char = new_char.upper()", "                new_char.upper()"),
    (
        "return caesar(text, -shift)",
        "caesar(text, -shift)",
        "            result += char\n",
        "            result = char\n",
    ),
]
CRASHES = [
    ("[(position + shift) % 26]", "[position + shift]"),
    ("alphabet.index(char.lower())", "alphabet.index(char)"),
    ('    result = ""\n', "    result = []\n"),
    ("alphabet.index(char.lower())", "alphabet.find(char.lower)"),
]
SYNTAX = [
    (
        "        else:\n            result += char",
        "        else\n            result += char",
    ),
    (
        "new_char = alphabet[(position + shift) % 26]",
        "new_char = alphabet[(position + shift % 26]",
    ),
    (
        'alphabet = "abcdefghijklmnopqrstuvwxyz"',
        'alphabet = "abcdefghijklmnopqrstuvwxyz',
    ),
]
