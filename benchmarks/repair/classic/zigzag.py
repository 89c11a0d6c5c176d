# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write a text in zigzag over rows and read it row by row."""


def zigzag(text, rows):
    if rows < 2:
        return text
    lines = [""] * rows
    row, step = 0, 1
    for letter in text:
        lines[row] += letter
        if row == 0:
            step = 1
        elif row == rows - 1:
            step = -1
        row += step
    return "".join(lines)


# --- case ---
TESTS = [
    (("paypalishiring", 3), "pahnaplsiigyir"),
    (("abc", 1), "abc"),
    (("abcd", 2), "acbd"),
    (("", 4), ""),
    (("abcdefgh", 4), "agbfhced"),
    (("ab", 5), "ab"),
]


def hidden(r):
    return (
        "".join(r.choice("abcdefgh") for _ in range(r.randint(0, 14))),
        r.randint(1, 6),
    )


FAULTS = [
    ("elif row == rows - 1:", "elif row == rows - 2:"),
    ("            step = -1", "            step = 0"),
    ("lines[row] += letter", "lines[row] = letter"),
    ("rows < 2", "rows < 3"),
    ('"".join(lines)', '"".join(reversed(lines))'),
]
CRASHES = [
    ("elif row == rows - 1:", "elif row == rows:"),
    ("    if rows < 2:\n        return text\n", ""),
    ('[""] * rows', "[] * rows"),
]
