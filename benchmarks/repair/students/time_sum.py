# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Add times written as H:MM."""


def to_minutes(time):
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def to_text(minutes):
    hours = minutes // 60
    rest = minutes % 60
    if rest < 10:
        return str(hours) + ":0" + str(rest)
    return str(hours) + ":" + str(rest)


def time_sum(times):
    total = 0
    for time in times:
        total += to_minutes(time)
    return to_text(total)


# --- case ---
TESTS = [
    ((["1:30", "0:45"],), "2:15"),
    (([],), "0:00"),
    ((["0:05"],), "0:05"),
    ((["2:59", "0:01"],), "3:00"),
    ((["10:10", "1:00", "0:20"],), "11:30"),
    ((["0:10"],), "0:10"),
]


def hidden(r):
    return (
        [f"{r.randint(0, 12)}:{r.randint(0, 59):02}" for _ in range(r.randint(0, 4))],
    )


FAULTS = [
    ("int(hours) * 60", "int(hours) * 100"),
    ("if rest < 10:", "if rest <= 10:"),
    (
        "        total += to_minutes(time)\n    return",
        "        total += to_minutes(time)\n        return",
    ),
    ("rest = minutes % 60", "rest = minutes // 60"),
    ("if rest < 10:", "if hours < 10:"),
    (
        "rest = minutes % 60",
        "rest = minutes % 100",
        "int(hours) * 60",
        "int(hours) * 100",
    ),
    ("total += to_minutes(time)", "total = to_minutes(time)"),
]
CRASHES = [
    ("int(hours) * 60 + int(minutes)", "hours * 60 + minutes"),
    ('":0" + str(rest)', '":0" + rest'),
    ('time.split(":")', "time.split()"),
    ("to_text(total)", "to_text(times)"),
    ("total = 0", 'total = ""'),
]
SYNTAX = [
    ('return str(hours) + ":" + str(rest)', "return str(hours) + : + str(rest)"),
    ("    for time in times:\n", "    for time in times\n"),
    ("return int(hours) * 60 + int(minutes)", "return int(hours) * 60 + int(minutes"),
]
