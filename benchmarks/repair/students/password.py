# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Judge passwords by simple rules."""


def problems(password):
    found = []
    if len(password) < 8:
        found.append("short")
    has_digit = False
    has_upper = False
    for char in password:
        if char.isdigit():
            has_digit = True
        if char.isupper():
            has_upper = True
    if not has_digit:
        found.append("digit")
    if not has_upper:
        found.append("upper")
    if " " in password:
        found.append("space")
    return found


def is_strong(password):
    return len(problems(password)) == 0


# --- case ---
CALL = "(problems(*args), is_strong(*args))"
TESTS = [
    (("Secret12",), ([], True)),
    (("abc",), (["short", "digit", "upper"], False)),
    (("ABCDEFGH",), (["digit"], False)),
    (("pass word 1",), (["upper", "space"], False)),
    (("",), (["short", "digit", "upper"], False)),
    (("1234567Z",), ([], True)),
    (("12345678",), (["upper"], False)),
    (("A1b2 c3D4",), (["space"], False)),
]


def hidden(r):
    return ("".join(r.choice("aB1 c") for _ in range(r.randint(0, 11))),)


FAULTS = [
    ("len(password) < 8", "len(password) <= 8"),
    ("        if char.isupper():", "        elif char.islower():"),
    ("            has_digit = True\n", "            has_digit = False\n"),
    (
        "        if char.isdigit():\n            has_digit = True\n",
        "        if char.isdigit():\n            has_digit = True\n        else:\n"
        "            has_digit = False\n",
    ),
    ("if not has_upper:", "if has_upper:"),
    ("== 0", "> 0"),
    ('if " " in password:', 'if "" in password:'),
    ("if not has_digit:", "if has_digit:", "< 8:", "< 6:"),
    (
        '    if not has_upper:\n        found.append("upper")',
        '    if not has_upper:\n        found = ["upper"]',
    ),
]
CRASHES = [
    ("    has_digit = False\n", ""),
    ("len(problems(password)) == 0", "len(problem(password)) == 0"),
    ("len(password) < 8", "password < 8"),
    ("char.isdigit()", "char.isdigits()"),
    ("for char in password:", "for char in len(password):"),
]
SYNTAX = [
    ("    if not has_digit:", "    if has_digit not:"),
    (
        "        if char.isdigit():\n",
        "        if char.isdigit()\n",
        "        if char.isupper():\n",
        "        if char.isupper()\n",
    ),
    ('found.append("upper")', 'found.append("upper"'),
]
