# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare version numbers such as 1.10.2-beta."""


def version_key(text):
    numbers, _, label = text.partition("-")
    parts = [int(part) for part in numbers.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return parts, label == "", label


def compare(first, second):
    one, two = version_key(first), version_key(second)
    if one < two:
        return -1
    if one > two:
        return 1
    return 0


def newest(versions):
    return max(versions, key=version_key)


# --- case ---
CALL = "(compare(*args), newest(args))"
TESTS = [
    (("1.2", "1.10"), (-1, "1.10")),
    (("1.0", "1"), (0, "1.0")),
    (("2.0-beta", "2.0"), (-1, "2.0")),
    (("1.0-alpha", "1.0-beta"), (-1, "1.0-beta")),
    (("3.1.4", "3.1"), (1, "3.1.4")),
    (("0", "0.0"), (0, "0")),
    (("1.0.1-rc", "1.0"), (1, "1.0.1-rc")),
]


def hidden(r):
    def one():
        return ".".join(
            r.choice(["0", "0", "1", "2", "12"]) for _ in range(r.randint(1, 3))
        ) + r.choice(["", "", "-a", "-b"])

    return (one(), one())


FAULTS = [
    ("[int(part) for part in", "[part for part in"),
    ('label == "", label', 'label != "", label'),
    ("        return -1\n", "        return 1\n"),
    ("max(versions, key=version_key)", "max(versions)"),
    ("    while parts and parts[-1] == 0:\n        parts.pop()\n", ""),
    ("parts[-1] == 0", "parts[0] == 0"),
    ("while parts and parts[-1] == 0:", "if parts and parts[-1] == 0:"),
]
CRASHES = [
    ("while parts and parts[-1]", "while parts[-1]"),
    ('text.partition("-")', 'text.split("-")'),
    ("key=version_key)", "key=version_key(versions))"),
    ("version_key(first), version_key(second)", "version_key(first, second)"),
]
SYNTAX = [
    ("    if one < two:", "    if one < two then:"),
    ("    return 0\n", "    return 0)\n"),
    (
        '[int(part) for part in numbers.split(".")]',
        '[int(part) for part in numbers.split("."]',
    ),
]
