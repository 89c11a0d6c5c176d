# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Change names between camelCase and snake_case."""


def to_snake(name):
    result = ""
    for index, letter in enumerate(name):
        if letter.isupper():
            if index > 0 and not name[index - 1].isupper():
                result += "_"
            result += letter.lower()
        else:
            result += letter
    return result


def to_camel(name, first_upper=False):
    words = [word for word in name.split("_") if word]
    if not words:
        return ""
    head = words[0].capitalize() if first_upper else words[0].lower()
    return head + "".join(word.capitalize() for word in words[1:])


# --- case ---
CALL = "(to_snake(args[0]), to_camel(to_snake(args[0]), *args[1:]))"
TESTS = [
    (("helloWorld",), ("hello_world", "helloWorld")),
    (("HTTPServer", True), ("httpserver", "Httpserver")),
    (("",), ("", "")),
    (("x",), ("x", "x")),
    (("aBcD", True), ("a_bc_d", "ABcD")),
    (("already_snake",), ("already_snake", "alreadySnake")),
    (("Aa",), ("aa", "aa")),
]


def hidden(r):
    return (
        "".join(r.choice("abcXYZ_") for _ in range(r.randint(0, 8))),
        r.random() < 0.5,
    )


FAULTS = [
    ("if index > 0 and not", "if index > 1 and not"),
    ("not name[index - 1].isupper()", "not name[index].isupper()"),
    ("words[1:]", "words"),
    ("result += letter.lower()", "result += letter"),
    (
        "words[0].capitalize() if first_upper else words[0].lower()",
        "words[0].lower() if first_upper else words[0].capitalize()",
    ),
    ("index > 0 and not", "index > 0 or not"),
    ("index > 0 and not name[index - 1].isupper()", "not name[index - 1].isupper()"),
]
CRASHES = [
    ('    if not words:\n        return ""\n', ""),
    ("words[0].lower()", "words.lower()"),
    ("letter.isupper():\n            if", "letter.isUpper():\n            if"),
]
SYNTAX = [
    (
        "    for index, letter in enumerate(name):",
        "    for index; letter in enumerate(name):",
    ),
    (
        "def to_camel(name, first_upper=False):",
        "def to_camel(name, first_upper==False):",
    ),
    (
        "            result += letter.lower()\n        else:",
        "            result += letter.lower()\n       else:",
    ),
]
