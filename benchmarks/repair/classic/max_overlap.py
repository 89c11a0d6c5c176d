# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say how many guests are present at most, and since when."""


def max_overlap(visits):
    changes = []
    for start, end in visits:
        changes.append((start, 1))
        changes.append((end, -1))
    changes.sort()
    present = most = 0
    since = None
    for moment, change in changes:
        present += change
        if present > most:
            most = present
            since = moment
    return most, since


# --- case ---
TESTS = [
    (([(1, 4), (2, 6), (5, 8)],), (2, 2)),
    (([],), (0, None)),
    (([(1, 2), (2, 3)],), (1, 1)),
    (([(1, 10), (2, 9), (3, 8)],), (3, 3)),
    (([(5, 6), (1, 2)],), (1, 1)),
]


def hidden(r):
    return (
        [
            (a, a + r.randint(1, 6))
            for a in (r.randint(0, 12) for _ in range(r.randint(0, 6)))
        ],
    )


FAULTS = [
    ("changes.append((end, -1))", "changes.append((end, 1))"),
    ("    changes.sort()\n", ""),
    ("if present > most:", "if present >= most:"),
    ("        present += change", "        present = change"),
    ("            since = moment", "        since = moment"),
    ("            most = present\n", "            most += present\n"),
]
CRASHES = [
    ("    present = most = 0\n", "    most = 0\n"),
    ("    changes.sort()", "    changes = changes.sort()"),
    ("for moment, change in changes:", "for moment in changes:"),
    ("if present > most:", "if present > max:"),
]
