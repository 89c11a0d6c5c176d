# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count the vowels in a text, big and small."""


def count_vowels(text):
    vowels = "aeiou"
    count = 0
    for letter in text.lower():
        if letter in vowels:
            count = count + 1
    return count


# --- case ---
TESTS = [
    (("hello",), 2),
    (("AEIOU",), 5),
    (("",), 0),
    (("rhythm",), 0),
    (("Education",), 5),
]


def hidden(r):
    return ("".join(r.choice("aAeExyzOu ") for _ in range(r.randint(0, 12))),)


FAULTS = [
    (
        "            count = count + 1\n    return count",
        "            count = count + 1\n        return count",
    ),
    ("in text.lower():", "in text:"),
    ("count = 0", "count = 1", "if letter in vowels:", "if letter not in vowels:"),
]
SYNTAX = [
    (
        "        if letter in vowels:",
        "        if letter in vowels",
        "    for letter in text.lower():",
        "    for letter in text.lower()",
    ),
    ("def count_vowels(text):", "def count_vowels(text)"),
]
CRASHES = [
    ("count = count + 1", "count = count + letter"),
    ("text.lower()", "text.Lower()"),
    ("    count = 0\n", ""),
]
