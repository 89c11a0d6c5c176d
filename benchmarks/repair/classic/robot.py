# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Walk a robot over a grid by commands such as F3 R F1."""

DIRECTIONS = [(0, 1), (1, 0), (0, -1), (-1, 0)]


class Robot:
    def __init__(self, x=0, y=0, heading=0):
        self.x = x
        self.y = y
        self.heading = heading
        self.visited = [(x, y)]

    def turn(self, letter):
        change = 1 if letter == "R" else -1
        self.heading = (self.heading + change) % 4

    def forward(self, steps):
        dx, dy = DIRECTIONS[self.heading]
        for _ in range(steps):
            self.x += dx
            self.y += dy
            self.visited.append((self.x, self.y))

    def obey(self, commands):
        for command in commands.split():
            if command in ("L", "R"):
                self.turn(command)
            else:
                self.forward(int(command[1:] or 1))
        return self.x, self.y

    def first_crossing(self):
        seen = set()
        for spot in self.visited:
            if spot in seen:
                return spot
            seen.add(spot)
        return None


# --- case ---
def play(commands, *start):
    robot = Robot(*start)
    return robot.obey(commands), robot.heading, robot.first_crossing()


CALL = "play(*args)"
TESTS = [
    (("",), ((0, 0), 0, None)),
    (("F3 R F2",), ((2, 3), 1, None)),
    (("L F2 L F2", 5, 5), ((3, 3), 2, None)),
    (("F2 R F2 R F1 R F3",), ((-1, 1), 3, (0, 1))),
    (("F R R F10",), ((0, -9), 2, (0, 0))),
    (("L L L F", 0, 0, 2), ((-1, 0), 3, None)),
    (("F4 L F1 L F2 L F5", 1, 2, 1), ((3, -2), 2, (3, 2))),
]


def hidden(r):
    return (
        " ".join(
            r.choice(["F", "F2", "F3", "L", "R", "F12"])
            for _ in range(r.randint(0, 10))
        ),
        r.randint(0, 5),
        r.randint(0, 5),
        r.randint(0, 3),
    )


FAULTS = [
    ('letter == "R" else -1', 'letter == "L" else -1'),
    ("(self.heading + change) % 4", "(self.heading + change) % 3"),
    (
        "            self.y += dy\n            self.visited",
        "            self.y += dx\n            self.visited",
    ),
    (
        "            self.visited.append((self.x, self.y))",
        "        self.visited.append((self.x, self.y))",
    ),
    ("command[1:] or 1", "command[1:2] or 1"),
    ("return self.x, self.y", "return self.y, self.x"),
    (
        "            seen.add(spot)\n        return None",
        "            seen.add(spot)\n            return None",
    ),
    ("(0, -1), (-1, 0)]", "(-1, 0), (0, -1)]"),
]
CRASHES = [
    ("self.turn(command)", "turn(command)"),
    ("int(command[1:] or 1)", "command[1:] or 1"),
    ("int(command[1:] or 1)", "int(command[1:])"),
    ("seen = set()", "seen = {}"),
    ("(self.heading + change) % 4", "self.heading + change"),
    ("self.visited.append((self.x, self.y))", "self.visited.append(self.x, self.y)"),
    ("            self.x += dx", "            x += dx"),
    ("def forward(self, steps):", "def foward(self, steps):"),
]
SYNTAX = [
    ("class Robot:", "clas Robot:"),
    ("def turn(self, letter):", "def turn(self, letter):)"),
    ('            if command in ("L", "R"):', '            if command in ("L", "R":'),
    (
        "            else:\n                self.forward",
        "            else:\n            self.forward",
    ),
    ("self.visited = [(x, y)]", "self.visited = [(x, y])"),
]
