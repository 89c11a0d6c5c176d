# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Split a line of comma separated values with quotes."""


def csv_line(line, separator=","):
    fields = []
    field = ""
    quoted = False
    position = 0
    while position < len(line):
        letter = line[position]
        if quoted:
            if letter == '"' and line[position + 1 : position + 2] == '"':
                field += '"'
                position += 1
            elif letter == '"':
                quoted = False
            else:
                field += letter
        elif letter == '"':
            quoted = True
        elif letter == separator:
            fields.append(field)
            field = ""
        else:
            field += letter
        position += 1
    fields.append(field)
    return fields


# --- case ---
TESTS = [
    (("a,b,c",), ["a", "b", "c"]),
    (("",), [""]),
    (('"a,b",c',), ["a,b", "c"]),
    (('"say ""hi""",x',), ['say "hi"', "x"]),
    (("a;b,c", ";"), ["a", "b,c"]),
    (("a,,b,",), ["a", "", "b", ""]),
    (('x,"",y',), ["x", "", "y"]),
    (('a,"x""y"',), ["a", 'x"y']),
    (('"p""q",r,"s"',), ['p"q', "r", "s"]),
]


def hidden(r):
    return (
        ",".join(
            r.choice(["a", "", "bc", '"d,e"', '"f""g"', '""', '"h"'])
            for _ in range(r.randint(1, 5))
        ),
    )


FAULTS = [
    (
        '            fields.append(field)\n            field = ""',
        "            fields.append(field)",
    ),
    (
        "    fields.append(field)\n    return",
        "    if field:\n        fields.append(field)\n    return",
    ),
    ("                quoted = False", "                quoted = True"),
    ("line[position + 1 : position + 2] ==", "line[position + 1 : position + 1] =="),
]
CRASHES = [
    ('    field = ""\n    quoted = False', "    field = []\n    quoted = False"),
    (
        "fields.append(field)\n            field",
        "fields.push(field)\n            field",
    ),
]
SYNTAX = [
    ("        if quoted:\n", "        if quoted\n"),
    (
        "elif letter == '\"':\n                quoted = False",
        "elseif letter == '\"':\n                quoted = False",
    ),
]
