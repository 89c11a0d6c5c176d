# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read a small settings file into nested dictionaries."""


def ini_parse(text):
    sections = {}
    current = sections.setdefault("", {})
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1].strip(), {})
        elif "=" in line:
            key, value = line.split("=", 1)
            current[key.strip().lower()] = value.strip()
        else:
            current[line.lower()] = None
    return sections


# --- case ---
TESTS = [
    (("",), {"": {}}),
    (("a = 1",), {"": {"a": "1"}}),
    (
        ("[x]\nK=v=w\n\n# no\n[y]\nflag",),
        {"": {}, "x": {"k": "v=w"}, "y": {"flag": None}},
    ),
    (
        ("[ s ]\nA=b\n[t]\nc=d\n[ s ]\nE = f ",),
        {"": {}, "s": {"a": "b", "e": "f"}, "t": {"c": "d"}},
    ),
    (("  ; comment\nname = x;y",), {"": {"name": "x;y"}}),
]


def hidden(r):
    lines = ["[a]", "[ b ]", "Key = 1", "x=y=z", "", "# hm", "; no", "Flag", "  k2 =v "]
    return ("\n".join(r.choice(lines) for _ in range(r.randint(0, 8))),)


FAULTS = [
    ('line.split("=", 1)', 'line.rsplit("=", 1)'),
    ("line[1:-1].strip()", "line[1:-1]"),
    ("key.strip().lower()", "key.strip()"),
    ('in "#;"', 'in "#"'),
    (
        "current = sections.setdefault(line[1:-1].strip(), {})",
        "current = sections[line[1:-1].strip()] = {}",
    ),
    ("= value.strip()", "= value"),
]
CRASHES = [
    ("if not line or line[0]", "if line[0]"),
    ('line.split("=", 1)', 'line.split("=")'),
    ("text.splitlines()", "text.split_lines()"),
    ('    current = sections.setdefault("", {})\n', ""),
]
