# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Lay out rows of cells as a text table."""


def column_widths(rows):
    widths = []
    for row in rows:
        for index, cell in enumerate(row):
            if index == len(widths):
                widths.append(0)
            widths[index] = max(widths[index], len(str(cell)))
    return widths


def table_text(rows, separator=" | "):
    widths = column_widths(rows)
    lines = []
    for row in rows:
        cells = []
        for cell, width in zip(row, widths):
            if isinstance(cell, (int, float)):
                cells.append(str(cell).rjust(width))
            else:
                cells.append(str(cell).ljust(width))
        lines.append(separator.join(cells).rstrip())
    return "\n".join(lines)


# --- case ---
TESTS = [
    (([["a", 1], ["bbb", 22]],), "a   |  1\nbbb | 22"),
    (([],), ""),
    (([["x"], ["long", "y"]],), "x\nlong | y"),
    (([[1, 2.5], [100, 3]], "  "), "  1  2.5\n100    3"),
    (([["ab", "c"], ["d", "ef"]], ","), "ab,c\nd ,ef"),
    (([[True, "x"], [5, "yy"]],), "True | x\n   5 | yy"),
]


def hidden(r):
    return (
        [
            [r.choice(["a", "bcd", "", 7, 123, 4.5]) for _ in range(r.randint(1, 3))]
            for _ in range(r.randint(0, 4))
        ],
    )


FAULTS = [
    ("str(cell).rjust(width)", "str(cell).ljust(width)"),
    ("max(widths[index], len(str(cell)))", "len(str(cell))"),
    (".join(cells).rstrip()", ".join(cells)"),
    ('"\\n".join(lines)', '"".join(lines)'),
    ("max(widths[index], len", "min(widths[index], len"),
    (
        "        cells = []\n",
        "",
        "    lines = []\n",
        "    lines = []\n    cells = []\n",
    ),
]
CRASHES = [
    ("len(str(cell))", "len(cell)"),
    ("            if index == len(widths):\n                widths.append(0)\n", ""),
    ("str(cell).rjust(width)", "cell.rjust(width)"),
    ("widths = column_widths(rows)", "widths = column_width(rows)"),
    ("zip(row, widths)", "zip(row, width)"),
]
SYNTAX = [
    ("cells.append(str(cell).ljust(width))", "cells.append(str(cell).ljust(width)"),
    ("    widths = column_widths(rows)\n", "    widths = column_widths(rows\n"),
    ("        cells = []\n        for", "        cells = []\n         for"),
    (
        "            else:\n                cells",
        "            else\n                cells",
        "isinstance(cell, (int, float)):",
        "isinstance(cell, (int, float):",
    ),
]
