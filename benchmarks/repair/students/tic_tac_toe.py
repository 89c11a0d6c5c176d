# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say who has won a game on a three by three board."""


def winner(board):
    lines = []
    for i in range(3):
        lines.append(board[i])
        lines.append(board[0][i] + board[1][i] + board[2][i])
    lines.append(board[0][0] + board[1][1] + board[2][2])
    lines.append(board[0][2] + board[1][1] + board[2][0])
    for line in lines:
        if line == "XXX":
            return "X"
        if line == "OOO":
            return "O"
    if " " in "".join(board):
        return "open"
    return "draw"


# --- case ---
CALL = "winner(*args)"
TESTS = [
    ((["XXX", "OO ", "   "],), "X"),
    ((["XO ", "XO ", " OX"],), "O"),
    ((["X O", "OX ", "  X"],), "X"),
    ((["XXO", "OOX", "O X"],), "O"),
    ((["   ", "   ", "   "],), "open"),
    ((["XOX", "XOO", "OXX"],), "draw"),
    ((["OX ", "OX ", "O X"],), "O"),
    ((["XO ", "O  ", "OOO"],), "O"),
    ((["X O", " XO", "X O"],), "O"),
]


def hidden(r):
    return (["".join(r.choice("XXOO ") for _ in range(3)) for _ in range(3)],)


FAULTS = [
    (
        "board[0][i] + board[1][i] + board[2][i]",
        "board[0][i] + board[1][i] + board[i][2]",
    ),
    (
        "board[0][2] + board[1][1] + board[2][0]",
        "board[0][2] + board[1][1] + board[2][2]",
    ),
    ("range(3)", "range(2)"),
    ('if " " in "".join(board):', 'if " " not in "".join(board):'),
    (
        '        if line == "OOO":\n            return "O"\n',
        '        if line == "OOO":\n            return "X"\n',
    ),
    ("range(3)", "range(1, 3)"),
    (
        'if line == "OOO":',
        'if line == "000":',
        "board[1][1] + board[2][2]",
        "board[1][1] + board[2][1]",
    ),
    ("        lines.append(board[0][i]", "    lines.append(board[0][i]"),
]
CRASHES = [
    ("range(3)", "range(1, 4)"),
    ('"".join(board)', "board.join()"),
    ("board[0][2] +", "board[0][3] +"),
    ("board[0][0] + board", "board[0,0] + board"),
]
SYNTAX = [
    (
        "lines.append(board[0][0] + board[1][1] + board[2][2])",
        "lines.append(board[0][0] + board[1][1] + board[2][2]",
    ),
    ('if line == "XXX":', 'if line = "XXX":'),
    ("    for line in lines:", "    for each line in lines:"),
]
