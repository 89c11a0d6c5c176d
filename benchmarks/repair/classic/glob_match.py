# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Match names against patterns with * and ?."""


def glob_match(pattern, name):
    if not pattern:
        return not name
    if pattern[0] == "*":
        return glob_match(pattern[1:], name) or (
            name != "" and glob_match(pattern, name[1:])
        )
    if name and pattern[0] in ("?", name[0]):
        return glob_match(pattern[1:], name[1:])
    return False


# --- case ---
TESTS = [
    (("*.py", "a.py"), True),
    (("*.py", ".py"), True),
    (("a?c", "abc"), True),
    (("a?c", "ac"), False),
    (("", ""), True),
    (("", "x"), False),
    (("*", ""), True),
    (("a*b*c", "axxbyyc"), True),
    (("a*b", "abc"), False),
    (("?", ""), False),
]


def hidden(r):
    return (
        "".join(r.choice("ab*?") for _ in range(r.randint(0, 5))),
        "".join(r.choice("ab") for _ in range(r.randint(0, 6))),
    )


FAULTS = [
    ("        return not name\n", "        return True\n"),
    ("glob_match(pattern, name[1:])", "glob_match(pattern[1:], name[1:])"),
    ("glob_match(pattern[1:], name) or", "glob_match(pattern[1:], name) and"),
    (
        "        return glob_match(pattern[1:], name[1:])",
        "        return glob_match(pattern, name[1:])",
    ),
]
CRASHES = [
    ("if name and pattern[0]", "if pattern[0]"),
    ("    if not pattern:\n        return not name\n", ""),
    ('name != "" and glob_match(pattern, name[1:])', "glob_match(pattern, name[1:])"),
]
