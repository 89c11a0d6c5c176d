# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hide a text with a keyword; other signs stay and use no letter of it."""


def shift(letter, amount):
    start = ord("a") if letter.islower() else ord("A")
    return chr((ord(letter) - start + amount) % 26 + start)


def vigenere(text, keyword, decrypt=False):
    result = ""
    used = 0
    for letter in text:
        if letter.isalpha():
            amount = ord(keyword[used % len(keyword)].lower()) - ord("a")
            result += shift(letter, -amount if decrypt else amount)
            used += 1
        else:
            result += letter
    return result


# --- case ---
TESTS = [
    (("Attack at Dawn!", "Lemon"), "Lxfopv ef Rnhr!"),
    (("abc", "b"), "bcd"),
    (("ZZZ", "c"), "BBB"),
    (("Lxfopv ef Rnhr!", "lemon", True), "Attack at Dawn!"),
    (("", "k"), ""),
    (("a b", "bc"), "b d"),
]


def hidden(r):
    return (
        "".join(r.choice("abyzAZ -!") for _ in range(r.randint(0, 10))),
        "".join(r.choice("aBzq") for _ in range(r.randint(1, 4))),
        r.random() < 0.5,
    )


FAULTS = [
    ("% 26 + start", "% 25 + start"),
    (
        "            used += 1\n        else:\n            result += letter",
        "        else:\n            result += letter\n        used += 1",
    ),
    ("-amount if decrypt else amount", "amount if decrypt else -amount"),
    ("keyword[used % len(keyword)].lower()", "keyword[used % len(keyword)]"),
    ('ord("a") if letter.islower()', 'ord("a") if letter.isupper()'),
    ("used % len(keyword)", "used % len(text)"),
]
CRASHES = [
    ("keyword[used % len(keyword)]", "keyword[used]"),
    ("ord(letter) - start", "letter - start"),
    ("    used = 0\n", ""),
    (
        "chr((ord(letter) - start + amount) % 26 + start)",
        "chr((ord(letter) - start + amount) % 26) + start",
    ),
]
