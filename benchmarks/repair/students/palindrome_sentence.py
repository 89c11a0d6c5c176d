# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say whether a sentence reads the same backwards."""


def palindrome_sentence(sentence):
    letters = ""
    for char in sentence:
        if char.isalpha():
            letters += char.lower()
    i = 0
    j = len(letters) - 1
    while i < j:
        if letters[i] != letters[j]:
            return False
        i += 1
        j -= 1
    return True


# --- case ---
TESTS = [
    (("A man, a plan, a canal: Panama",), True),
    (("hello",), False),
    (("",), True),
    (("Ab",), False),
    (("No lemon, no melon",), True),
    (("abca",), False),
    (("x",), True),
]


def hidden(r):
    half = "".join(r.choice("abAB ,") for _ in range(r.randint(0, 5)))
    return (half + r.choice(["", "x", "a"]) + r.choice([half, half[::-1]]),)


FAULTS = [
    ("letters += char.lower()", "letters += char"),
    ("        j -= 1\n    return True", "        j -= 1\n        return True"),
    ("        i += 1\n        j -= 1\n", "        i += 1\n"),
    ("if char.isalpha():", 'if char != " ":'),
]
CRASHES = [
    ("j = len(letters) - 1", "j = len(letters)"),
    ("letters += char.lower()", "letters.append(char.lower())"),
    ("char.isalpha()", "isalpha(char)"),
]
SYNTAX = [
    ("        i += 1\n", "        i++\n"),
    ("            return False\n", "            return false)\n"),
    ("    while i < j:", "    while (i < j:"),
]
