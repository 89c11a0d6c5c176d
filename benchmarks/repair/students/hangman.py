# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Show a word with the letters that were guessed."""


def show(word, guesses):
    shown = []
    for letter in word:
        if letter.lower() in guesses:
            shown.append(letter)
        else:
            shown.append("_")
    return " ".join(shown)


def lives_left(word, guesses, lives=6):
    for guess in guesses:
        if guess not in word.lower():
            lives -= 1
    return max(lives, 0)


def hangman(word, guesses):
    if "_" not in show(word, guesses):
        return "won"
    if lives_left(word, guesses) == 0:
        return "lost"
    return show(word, guesses)


# --- case ---
CALL = "(hangman(*args), lives_left(*args))"
TESTS = [
    (("Cat", "cta"), ("won", 6)),
    (("dog", ""), ("_ _ _", 6)),
    (("dog", "o"), ("_ o _", 6)),
    (("a", "bcdefg"), ("lost", 0)),
    (("abc", "axyzuvw"), ("lost", 0)),
    (("Moon", "mo"), ("M o o _", 6)),
    (("ab", "cdefghijk"), ("lost", 0)),
]


def hidden(r):
    return (
        "".join(r.choice("abCd") for _ in range(r.randint(1, 5))),
        "".join(r.sample("abcdefghijk", r.randint(0, 9))),
    )


FAULTS = [
    ("if letter.lower() in guesses:", "if letter in guesses:"),
    ("            lives -= 1\n    return", "            lives -= 1\n        return"),
    ("if guess not in word.lower():", "if guess in word.lower():"),
    ('" ".join(shown)', '"".join(shown)'),
    ("max(lives, 0)", "min(lives, 0)"),
    (
        'if "_" not in show(word, guesses)',
        'if "_" in show(word, guesses)',
        "            shown.append(letter)",
        "            shown.append(word)",
    ),
    ("lives_left(word, guesses) == 0:", "lives_left(guesses, word) == 0:"),
    ("return max(lives, 0)", "return lives"),
]
CRASHES = [
    ('" ".join(shown)', "shown.join()"),
    ("return show(word, guesses)", "return show(guesses)"),
    ("lives -= 1", "live -= 1"),
    ("lives_left(word, guesses) == 0", "lives_left() == 0"),
]
SYNTAX = [
    (
        '        else:\n            shown.append("_")',
        '        else:\n            shown.append("_)',
    ),
    (
        "    return max(lives, 0)",
        "    return max(lives, 0",
        "    for letter in word:",
        "    for letter in word;",
    ),
]
