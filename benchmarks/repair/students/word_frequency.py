# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Count words and name the most frequent ones."""


def word_frequency(text):
    counts = {}
    for word in text.split():
        word = word.strip(".,!?").lower()
        if word == "":
            continue
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def most_common(text, n):
    counts = word_frequency(text)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return ordered[:n]


# --- case ---
CALL = "(word_frequency(args[0]), most_common(*args))"
TESTS = [
    (("the cat the dog", 1), ({"the": 2, "cat": 1, "dog": 1}, ["the"])),
    (("", 3), ({}, [])),
    (("A a b!", 2), ({"a": 2, "b": 1}, ["a", "b"])),
    (("b a", 2), ({"b": 1, "a": 1}, ["a", "b"])),
    (("Hi, hi . ho", 5), ({"hi": 2, "ho": 1}, ["hi", "ho"])),
    (("x x y y z", 2), ({"x": 2, "y": 2, "z": 1}, ["x", "y"])),
]


def hidden(r):
    return (
        " ".join(
            r.choice(["a", "B,", "b", "c!", "A.", "?"]) for _ in range(r.randint(0, 9))
        ),
        r.randint(0, 3),
    )


FAULTS = [
    ("            counts[word] = 1\n", "            counts[word] = 0\n"),
    ('strip(".,!?").lower()', 'strip(".,!?")'),
    ("(-counts[word], word)", "(counts[word], word)"),
    ("ordered[:n]", "ordered[n:]"),
    ('        if word == "":\n            continue\n', ""),
    ("counts[word] += 1", "counts[word] =+ 1"),
    ("key=lambda word: (-counts[word], word)", "key=lambda word: -counts[word]"),
    ("        word = word.strip", "        words = word.strip"),
]
CRASHES = [
    (
        "        if word in counts:\n            counts[word] += 1\n        else:\n"
        "            counts[word] = 1\n",
        "        counts[word] += 1\n",
    ),
    ("counts = word_frequency(text)", "counts = word_frequencies(text)"),
    ("ordered[:n]", "ordered(n)"),
    ("text.split()", "split(text)"),
    ("lambda word: (-counts[word], word)", "lambda: (-counts[word], word)"),
]
SYNTAX = [
    ("        if word in counts:", "        if word in counts then:"),
    ("    counts = {}\n", "    counts = {\n"),
    (
        "        else:\n            counts[word] = 1",
        "        else:\n          counts[word] = 1\n            pass",
    ),
]
