# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Evaluate sums and products with parentheses."""


def tokenize(text):
    tokens = []
    position = 0
    while position < len(text):
        letter = text[position]
        if letter.isdigit():
            end = position
            while end < len(text) and text[end].isdigit():
                end += 1
            tokens.append(int(text[position:end]))
            position = end
        else:
            if letter != " ":
                tokens.append(letter)
            position += 1
    return tokens


def parse_sum(tokens):
    value = parse_product(tokens)
    while tokens and tokens[0] in "+-":
        sign = tokens.pop(0)
        other = parse_product(tokens)
        value = value + other if sign == "+" else value - other
    return value


def parse_product(tokens):
    value = parse_atom(tokens)
    while tokens and tokens[0] in ("*", "/"):
        sign = tokens.pop(0)
        other = parse_atom(tokens)
        value = value * other if sign == "*" else value // other
    return value


def parse_atom(tokens):
    token = tokens.pop(0)
    if token == "-":
        return -parse_atom(tokens)
    if token == "(":
        value = parse_sum(tokens)
        tokens.pop(0)
        return value
    return token


def evaluate(text):
    return parse_sum(tokenize(text))


# --- case ---
CALL = "evaluate(*args)"
TESTS = [
    (("1 + 2 * 3",), 7),
    (("(1 + 2) * 3",), 9),
    (("10 - 4 - 3",), 3),
    (("-5 + 8",), 3),
    (("100 / 7 / 2",), 7),
    (("42",), 42),
    (("2 * (3 + (4 - 1)) - 12",), 0),
    (("8 - (2 - 5)",), 11),
]


def hidden(r):
    text = str(r.randint(0, 99))
    for _ in range(r.randint(0, 4)):
        text = r.choice(["{} {} {}", "({} {} {})"]).format(
            text, r.choice("+-*/"), r.randint(1, 30)
        )
    return (text,)


FAULTS = [
    ("        other = parse_product(tokens)\n", "        other = parse_sum(tokens)\n"),
    ("value = parse_sum(tokens)\n", "value = parse_product(tokens)\n"),
    ("            position = end\n", "            position += 1\n"),
    ("value // other", "other // value"),
    (
        "                end += 1\n            tokens",
        "                end += 1\n                tokens",
    ),
    ("        tokens.pop(0)\n        return value", "        return value"),
]
CRASHES = [
    ("int(text[position:end])", "text[position:end]"),
    ("while end < len(text) and text[end].isdigit()", "while text[end].isdigit()"),
    ("letter.isdigit()", "letter.is_digit()"),
    ('while tokens and tokens[0] in ("*", "/"):', 'while tokens[0] in ("*", "/"):'),
    ("return parse_sum(tokenize(text))", "return parse_sum(text)"),
]
SYNTAX = [
    (
        'value = value + other if sign == "+" else value - other',
        'value = value + other if sign = "+" else value - other',
    ),
    (
        "def evaluate(text):",
        "def evaluate(text)",
        '    if token == "(":',
        '    if token == "("',
    ),
    ("    return tokens\n", "  return tokens\n"),
]
