# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Pack runs of letters and unpack them again."""


def pack(text):
    packed = ""
    count = 0
    for index, letter in enumerate(text):
        count += 1
        if index + 1 == len(text) or text[index + 1] != letter:
            packed += (str(count) if count > 1 else "") + letter
            count = 0
    return packed


def unpack(packed):
    text = ""
    digits = ""
    for letter in packed:
        if letter.isdigit():
            digits += letter
        else:
            text += letter * int(digits or "1")
            digits = ""
    return text


# --- case ---
CALL = "(pack(*args), unpack(pack(*args)))"
TESTS = [
    (("",), ("", "")),
    (("a",), ("a", "a")),
    (("aaab",), ("3ab", "aaab")),
    (("abc",), ("abc", "abc")),
    (("zzzzzzzzzzzz",), ("12z", "zzzzzzzzzzzz")),
    (("aabbbc",), ("2a3bc", "aabbbc")),
    (("  x",), ("2 x", "  x")),
]


def hidden(r):
    return (
        "".join(r.choice("abc") * r.randint(1, 12) for _ in range(r.randint(0, 6))),
    )


FAULTS = [
    ("            count = 0\n", "            count = 1\n"),
    ("if count > 1", "if count > 2"),
    ("index + 1 == len(text) or ", "index == len(text) or "),
    ('int(digits or "1")', 'int(digits or "0")'),
    ("            digits += letter", "            digits = letter"),
    ('            digits = ""\n    return text', "    return text"),
    ("        count += 1\n        if", "        if"),
]
CRASHES = [
    ('int(digits or "1")', "int(digits)"),
    ("str(count) if", "count if"),
    ("letter * int(digits", "letter * (digits"),
    ("index + 1 == len(text) or text", "text"),
]
SYNTAX = [
    (
        'packed += (str(count) if count > 1 else "") + letter',
        'packed += (str(count) if count > 1 else ") + letter',
    ),
    (
        '    digits = ""\n    for letter in packed:',
        '    digits = ""\n    for letter of packed:',
    ),
]
