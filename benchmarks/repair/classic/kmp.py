# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Find all places of a word in a text without going back."""


def failure_table(word):
    table = [0] * len(word)
    length = 0
    for index in range(1, len(word)):
        while length and word[index] != word[length]:
            length = table[length - 1]
        if word[index] == word[length]:
            length += 1
        table[index] = length
    return table


def find_all(text, word):
    if not word:
        return []
    table = failure_table(word)
    places = []
    matched = 0
    for index, letter in enumerate(text):
        while matched and letter != word[matched]:
            matched = table[matched - 1]
        if letter == word[matched]:
            matched += 1
        if matched == len(word):
            places.append(index - matched + 1)
            matched = table[matched - 1]
    return places


# --- case ---
CALL = "(failure_table(args[1]), find_all(*args))"
TESTS = [
    (("ababab", "aba"), ([0, 0, 1], [0, 2])),
    (("aaaa", "aa"), ([0, 1], [0, 1, 2])),
    (("", "x"), ([0], [])),
    (("abc", ""), ([], [])),
    (("xaabaabaaay", "aabaaa"), ([0, 1, 0, 1, 2, 2], [4])),
    (("abcabd", "abd"), ([0, 0, 0], [3])),
    (("aab", "ab"), ([0, 0], [1])),
    (("abab", "abc"), ([0, 0, 0], [])),
    (("abacabababa", "ababa"), ([0, 0, 1, 2, 3], [4, 6])),
]


def hidden(r):
    return (
        "".join(r.choice("ab") for _ in range(r.randint(0, 14))),
        "".join(r.choice("ab") for _ in range(r.randint(0, 4))),
    )


FAULTS = [
    (
        "            length = table[length - 1]",
        "            length = table[length] - 1",
    ),
    ("index - matched + 1", "index - matched"),
    (
        "            matched = table[matched - 1]\n    return places",
        "            matched = 0\n    return places",
    ),
    ("range(1, len(word))", "range(len(word))"),
    (
        "            matched = table[matched - 1]\n        if letter",
        "            matched = 0\n        if letter",
    ),
]
CRASHES = [
    ("table = [0] * len(word)", "table = []"),
    (
        "            matched = table[matched - 1]\n    return places",
        "    return places",
    ),
    ("    if not word:\n        return []\n", ""),
]
