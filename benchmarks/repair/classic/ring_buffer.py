# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Remember the last few values in a ring."""


class RingBuffer:
    def __init__(self, size):
        self.slots = [None] * size
        self.start = 0
        self.count = 0

    def push(self, value):
        end = (self.start + self.count) % len(self.slots)
        self.slots[end] = value
        if self.count < len(self.slots):
            self.count += 1
        else:
            self.start = (self.start + 1) % len(self.slots)

    def pop(self):
        if self.count == 0:
            raise IndexError("empty")
        value = self.slots[self.start]
        self.slots[self.start] = None
        self.start = (self.start + 1) % len(self.slots)
        self.count -= 1
        return value

    def to_list(self):
        return [
            self.slots[(self.start + i) % len(self.slots)] for i in range(self.count)
        ]


# --- case ---
def play(size, steps):
    ring = RingBuffer(size)
    seen = []
    for step in steps:
        if step == "pop":
            try:
                seen.append(ring.pop())
            except IndexError as error:
                seen.append(str(error))
        else:
            ring.push(step)
        seen.append(ring.to_list())
    return seen


CALL = "play(*args)"
TESTS = [
    ((2, ["pop"]), ["empty", []]),
    ((2, [1, 2, 3]), [[1], [1, 2], [2, 3]]),
    ((3, [1, "pop", 2, 3, 4, 5]), [[1], 1, [], [2], [2, 3], [2, 3, 4], [3, 4, 5]]),
    ((1, [1, 2, "pop", "pop"]), [[1], [2], 2, [], "empty", []]),
    ((2, [1, 2, "pop", 3, "pop", "pop"]), [[1], [1, 2], 1, [2], [2, 3], 2, [3], 3, []]),
]


def hidden(r):
    return (
        r.randint(1, 4),
        [r.choice(["pop", 1, 2, 3, 4]) for _ in range(r.randint(0, 10))],
    )


FAULTS = [
    ("if self.count < len(self.slots):", "if self.count <= len(self.slots):"),
    ("        self.count -= 1\n", ""),
    (
        "            self.start = (self.start + 1) % len(self.slots)\n\n",
        "            self.start = self.start % len(self.slots) + 1\n\n",
    ),
    ("self.slots[(self.start + i) % len(self.slots)]", "self.slots[i]"),
    (
        "end = (self.start + self.count) % len(self.slots)",
        "end = self.count % len(self.slots)",
    ),
    ("self.count -= 1", "self.count =- 1"),
]
CRASHES = [
    ("self.slots[(self.start + i) % len(self.slots)]", "self.slots[self.start + i]"),
    ("self.slots = [None] * size", "self.slots = []"),
    ("def to_list(self):", "def to_list():"),
    (
        '        if self.count == 0:\n            raise IndexError("empty")\n',
        '        if self.count == 0:\n            raise ValueError("empty")\n',
    ),
    ("self.slots[end] = value", "self.slot[end] = value"),
]
