# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run a small program for a stack machine."""


def run(program):
    stack = []
    position = 0
    while position < len(program):
        command, *operands = program[position].split()
        position += 1
        if command == "push":
            stack.append(int(operands[0]))
        elif command == "dup":
            stack.append(stack[-1])
        elif command == "swap":
            stack[-1], stack[-2] = stack[-2], stack[-1]
        elif command == "drop":
            stack.pop()
        elif command in ("add", "sub", "mul"):
            right = stack.pop()
            left = stack.pop()
            if command == "add":
                stack.append(left + right)
            elif command == "sub":
                stack.append(left - right)
            else:
                stack.append(left * right)
        elif command == "jump":
            position = int(operands[0])
        elif command == "jzero":
            if stack.pop() == 0:
                position = int(operands[0])
    return stack


# --- case ---
CALL = "run(*args)"
TESTS = [
    ((["push 2", "push 3", "sub"],), [-1]),
    (([],), []),
    ((["push 1", "dup", "add"],), [2]),
    ((["push 5", "push 7", "swap", "drop"],), [7]),
    ((["push 0", "jzero 3", "push 9", "push 4"],), [4]),
    ((["push 3", "dup", "jzero 6", "push 1", "sub", "jump 1", "push 8"],), [0, 8]),
    ((["push 1", "jzero 0", "push -3", "push 5", "mul"],), [-15]),
    ((["push 1", "push 2", "dup"],), [1, 2, 2]),
]


def hidden(r):
    n = r.randint(0, 6)
    return (
        ["push %d" % r.randint(-5, 5) for _ in range(n + 2)]
        + [
            (
                r.choice(["dup", "swap", "add", "sub", "mul", "push 0", "dup", "drop"])
                if i < n
                else "dup"
            )
            for i in range(n)
        ]
        + ["push %d" % r.randint(0, 1), "jzero %d" % (2 * n + 5), "push 77", "push 78"],
    )


FAULTS = [
    ("left - right", "right - left"),
    ("if stack.pop() == 0:", "if stack.pop() != 0:"),
    ("        position += 1\n", "        position += 2\n"),
    ("if stack.pop() == 0:", "if stack[-1] == 0:"),
    ("stack[-2], stack[-1]\n", "stack[-1], stack[-2]\n"),
    ('("add", "sub", "mul")', '("add", "sub")'),
    (
        "            right = stack.pop()\n            left = stack.pop()",
        "            right = stack.pop()\n            left = stack[-1]",
    ),
]
CRASHES = [
    ("stack.append(int(operands[0]))", "stack.append(operands[0])"),
    (
        "command, *operands = program[position].split()",
        "command, operands = program[position].split()",
    ),
    ("stack.append(int(operands[0]))", "stack.append(int(operands))"),
    (
        "            stack.pop()\n        elif",
        "            stack.remove()\n        elif",
    ),
    (
        "                position = int(operands[0])",
        "                position = int(operand[0])",
    ),
]
SYNTAX = [
    ('        elif command == "jump":', '        elif command == "jump"'),
    (
        "                stack.append(left * right)",
        "                stack.append(left x right)",
    ),
    ('elif command in ("add", "sub", "mul"):', 'elif command in ("add", "sub", "mul":'),
    (
        "            else:\n                stack.append(left * right)",
        "           else:\n                stack.append(left * right)",
    ),
]
