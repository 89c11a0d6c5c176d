# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Fill {name} places in a text; {{ and }} are braces."""


def fill(template, values):
    result = []
    position = 0
    while position < len(template):
        pair = template[position : position + 2]
        if pair in ("{{", "}}"):
            result.append(pair[0])
            position += 2
        elif template[position] == "{":
            end = template.index("}", position)
            name = template[position + 1 : end]
            result.append(str(values.get(name, "")))
            position = end + 1
        else:
            result.append(template[position])
            position += 1
    return "".join(result)


# --- case ---
CALL = "fill(*args)"
TESTS = [
    (("hi {name}!", {"name": "Bo"}), "hi Bo!"),
    (("{{x}}", {}), "{x}"),
    (("{a}{b}", {"a": 1, "b": 2}), "12"),
    (("", {}), ""),
    (("{no}.", {}), "."),
    (("{{{a}}}", {"a": 5}), "{5}"),
]


def hidden(r):
    return (
        "".join(
            r.choice(["{a}", "{b}", "{{", "}}", "x", " ", "{c}"])
            for _ in range(r.randint(0, 7))
        ),
        {"a": r.randint(0, 99), "b": "B"},
    )


FAULTS = [
    ("template[position + 1 : end]", "template[position:end]"),
    ("position = end + 1", "position = end"),
    ("            position += 2", "            position += 1"),
    ("result.append(pair[0])", "result.append(pair)"),
    ('template.index("}", position)', 'template.index("}")'),
    ('values.get(name, "")', "values.get(name)"),
]
CRASHES = [
    ('str(values.get(name, ""))', 'values.get(name, "")'),
    ('values.get(name, "")', "values[name]"),
    ('"".join(result)', '"".join(results)'),
    ('values.get(name, "")', "values.get[name]"),
]
SYNTAX = [
    ('values.get(name, "")))', 'values.get(name, "")'),
    (
        '        elif template[position] == "{":',
        '        elif template[position] == "{',
    ),
    ("position = end + 1", "position = end +"),
]
