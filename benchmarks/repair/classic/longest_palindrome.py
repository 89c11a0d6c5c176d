# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find the first longest stretch that reads the same backwards."""


def expand(text, left, right):
    while left >= 0 and right < len(text) and text[left] == text[right]:
        left -= 1
        right += 1
    return text[left + 1 : right]


def longest_palindrome(text):
    best = ""
    for center in range(len(text)):
        for candidate in (
            expand(text, center, center),
            expand(text, center, center + 1),
        ):
            if len(candidate) > len(best):
                best = candidate
    return best


# --- case ---
TESTS = [
    (("babad",), "bab"),
    (("",), ""),
    (("abba",), "abba"),
    (("x",), "x"),
    (("abcddc",), "cddc"),
    (("racecars",), "racecar"),
    (("noon at noon",), "noon"),
]


def hidden(r):
    return ("".join(r.choice("abc") for _ in range(r.randint(0, 10))),)


FAULTS = [
    ("while left >= 0 and", "while left > 0 and"),
    ("text[left + 1 : right]", "text[left:right]"),
    ("len(candidate) > len(best)", "len(candidate) >= len(best)"),
    ("expand(text, center, center + 1)", "expand(text, center - 1, center + 1)"),
    ("len(candidate) > len(best)", "candidate > best"),
]
CRASHES = [
    ("right < len(text) and ", ""),
    ("expand(text, center, center),", "expand(center, center),"),
]
