# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Report the first bracket that does not match, or -1."""

PAIRS = {")": "(", "]": "[", "}": "{"}


def first_mismatch(text):
    open_brackets = []
    for position, letter in enumerate(text):
        if letter in PAIRS.values():
            open_brackets.append((letter, position))
        elif letter in PAIRS:
            if not open_brackets or open_brackets[-1][0] != PAIRS[letter]:
                return position
            open_brackets.pop()
    return open_brackets[0][1] if open_brackets else -1


# --- case ---
CALL = "first_mismatch(*args)"
TESTS = [
    (("(a[b]{c})",), -1),
    (("(",), 0),
    ((")",), 0),
    (("([)]",), 2),
    (("",), -1),
    (("(()",), 0),
    (("{[]}(",), 4),
    (("a]b",), 1),
    (("((",), 0),
    (("{(",), 0),
]


def hidden(r):
    return ("".join(r.choice("()[]{}x") for _ in range(r.randint(0, 7))),)


FAULTS = [
    ('"]": "["', '"]": "("'),
    ("            open_brackets.pop()\n", ""),
    ("(letter, position))", "(letter, 0))"),
    ("open_brackets[-1][0] != PAIRS", "open_brackets[0][0] != PAIRS"),
    ("else -1", "else 0"),
]
CRASHES = [
    ("if not open_brackets or open", "if open"),
    (
        "return open_brackets[0][1] if open_brackets else -1",
        "return open_brackets[0][1]",
    ),
    ("letter in PAIRS.values()", "letter in PAIRS.keys"),
    ("open_brackets.append((letter, position))", "open_brackets.append(letter)"),
]
