# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn the order of words around, and each word if wanted."""


def reverse_words(sentence, letters=False):
    words = sentence.split()
    result = []
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if letters:
            word = word[::-1]
        result.append(word)
    return " ".join(result)


# --- case ---
TESTS = [
    (("one two three",), "three two one"),
    (("",), ""),
    (("ab cd", True), "dc ba"),
    (("x", True), "x"),
    (("  a  b ",), "b a"),
    (("abc",), "abc"),
]


def hidden(r):
    return (
        " ".join(r.choice(["ab", "cde", "f", "ghi"]) for _ in range(r.randint(0, 5))),
        r.random() < 0.5,
    )


FAULTS = [
    ("range(len(words) - 1, -1, -1)", "range(len(words) - 1, 0, -1)"),
    ("word[::-1]", "word[:-1]"),
    ('" ".join(result)', '"".join(result)'),
    ("if letters:", "if not letters:"),
    ("            word = word[::-1]\n", "            word[::-1]\n"),
    (
        "range(len(words) - 1, -1, -1)",
        "range(len(words) - 2, -1, -1)",
        "word[::-1]",
        "word[1:-1]",
    ),
    ('    return " ".join(result)', '    " ".join(result)'),
]
CRASHES = [
    ("range(len(words) - 1, -1, -1)", "range(len(words), -1, -1)"),
    ('" ".join(result)', "result.join()"),
    ("len(words) - 1, -1, -1", "words - 1, -1, -1"),
    ("result.append(word)", "result.append[word]"),
]
SYNTAX = [
    ("word = word[::-1]", "word = word[::-1"),
    (
        "    for i in range(len(words) - 1, -1, -1):",
        "    for i range(len(words) - 1, -1, -1):",
    ),
    ('return " ".join(result)', 'return " ".join(result'),
]
