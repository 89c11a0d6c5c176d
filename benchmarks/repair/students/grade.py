# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Turn points into letters and give a summary."""


def grade(points):
    if points >= 90:
        return "A"
    elif points >= 80:
        return "B"
    elif points >= 70:
        return "C"
    elif points >= 60:
        return "D"
    else:
        return "F"


def summary(students):
    result = {}
    for name, points in students.items():
        letter = grade(points)
        if letter not in result:
            result[letter] = []
        result[letter].append(name)
    return result


# --- case ---
CALL = "summary(*args)"
TESTS = [
    (({"ann": 95, "bob": 90},), {"A": ["ann", "bob"]}),
    (({},), {}),
    (({"cem": 89, "dan": 80, "eve": 79},), {"B": ["cem", "dan"], "C": ["eve"]}),
    (({"fay": 60, "gil": 59, "hal": 70},), {"D": ["fay"], "F": ["gil"], "C": ["hal"]}),
    (({"ian": 85, "joe": 84, "kim": 0},), {"B": ["ian", "joe"], "F": ["kim"]}),
]


def hidden(r):
    return ({name: r.randint(50, 100) for name in "abcdef"},)


FAULTS = [
    ("points >= 90", "points > 90"),
    ('points >= 80:\n        return "B"', 'points <= 80:\n        return "B"'),
    ("elif points >= 70:", "elif points >= 75:"),
    (
        "            result[letter] = []\n        result",
        "            result[letter] = []\n            result",
    ),
    (
        "        if letter not in result:\n            result[letter] = []\n",
        "        result[letter] = []\n",
    ),
    (
        "points >= 90",
        "points > 90",
        "points >= 80",
        "points > 80",
        "points >= 60",
        "points > 60",
    ),
    ('return "D"', 'return "d"'),
]
CRASHES = [
    ("in students.items():", "in students:"),
    ("        if letter not in result:\n            result[letter] = []\n", ""),
    ("result[letter].append(name)", "result[name].append(letter)"),
    ("letter = grade(points)", "letter = grade[points]"),
    ('        return "F"\n\n\ndef summary', "        return F\n\n\ndef summary"),
]
SYNTAX = [
    ("    elif points >= 80:", "    elif points => 80:"),
    ('    else:\n        return "F"', '    else points < 60:\n        return "F"'),
    (
        '    if points >= 90:\n        return "A"',
        '    if points >= 90:\n    return "A"',
    ),
]
