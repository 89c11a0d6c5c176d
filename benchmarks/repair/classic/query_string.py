# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read and write the part of an address after the question mark."""


def parse_query(text):
    values = {}
    for part in text.lstrip("?").split("&"):
        if not part:
            continue
        name, _, value = part.partition("=")
        values.setdefault(name, []).append(value.replace("+", " "))
    return values


def build_query(values):
    parts = []
    for name in sorted(values):
        for value in values[name]:
            parts.append(name + "=" + str(value).replace(" ", "+"))
    return "&".join(parts)


# --- case ---
CALL = "(parse_query(*args), build_query(parse_query(*args)))"
TESTS = [
    (("a=1&b=2",), ({"a": ["1"], "b": ["2"]}, "a=1&b=2")),
    (("",), ({}, "")),
    (("?q=big+cat&q=dog",), ({"q": ["big cat", "dog"]}, "q=big+cat&q=dog")),
    (("x",), ({"x": [""]}, "x=")),
    (("b=1&a=2&b=3",), ({"b": ["1", "3"], "a": ["2"]}, "a=2&b=1&b=3")),
    (("k=a=b&&z=",), ({"k": ["a=b"], "z": [""]}, "k=a=b&z=")),
]


def hidden(r):
    return (
        "&".join(
            r.choice("abc") + "=" + r.choice(["", "1", "x+y", "p=q", "+"])
            for _ in range(r.randint(0, 5))
        ),
    )


FAULTS = [
    ('part.partition("=")', 'part.rpartition("=")'),
    ('value.replace("+", " ")', 'value.replace(" ", "+")'),
    ("sorted(values)", "values"),
    ('"&".join(parts)', '";".join(parts)'),
    ("        if not part:\n            continue\n", ""),
    ("for value in values[name]:", "for value in values[name][:1]:"),
    ("values.setdefault(name, []).append", "values.setdefault(value, []).append"),
]
CRASHES = [
    ('name, _, value = part.partition("=")', 'name, value = part.split("=")'),
    ("values.setdefault(name, [])", "values[name]"),
    ("for value in values[name]:", "for value in values.name:"),
    ('"&".join(parts)', 'parts.join("&")'),
]
SYNTAX = [
    ('text.lstrip("?").split("&"):', 'text.lstrip("?).split("&"):'),
    (
        "    for name in sorted(values):",
        "    for name in sorted(values)",
        "        if not part:\n",
        "        if not part\n",
    ),
]
