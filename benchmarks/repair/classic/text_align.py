# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Fit words into lines of a fixed width, both edges straight."""


def fill_lines(words, width):
    lines = [[]]
    length = 0
    for word in words:
        if lines[-1] and length + 1 + len(word) > width:
            lines.append([])
            length = 0
        length += len(word) + (1 if lines[-1] else 0)
        lines[-1].append(word)
    return lines


def justify(words, width):
    spaces = width - sum(len(word) for word in words)
    if len(words) == 1:
        return words[0] + " " * spaces
    every, extra = divmod(spaces, len(words) - 1)
    text = ""
    for index, word in enumerate(words[:-1]):
        text += word + " " * (every + (1 if index < extra else 0))
    return text + words[-1]


def align(text, width):
    lines = fill_lines(text.split(), width)
    return [justify(line, width) for line in lines[:-1]] + [" ".join(lines[-1])]


# --- case ---
CALL = "align(*args)"
TESTS = [
    (("the quick brown fox jumps", 11), ["the   quick", "brown   fox", "jumps"]),
    (("a", 3), ["a"]),
    (("", 5), [""]),
    (
        ("alone here and there again", 6),
        ["alone ", "here  ", "and   ", "there ", "again"],
    ),
    (("one two three four", 14), ["one  two three", "four"]),
    (("aa bb cc dd", 8), ["aa bb cc", "dd"]),
    (("a b c d e f", 7), ["a b c d", "e f"]),
    (("aaa bbb cc dd e", 7), ["aaa bbb", "cc dd e"]),
    (("ab cde f gh", 6), ["ab cde", "f gh"]),
]


def hidden(r):
    return (
        " ".join("x" * r.randint(1, 5) for _ in range(r.randint(0, 9))),
        r.randint(5, 14),
    )


FAULTS = [
    ("length + 1 + len(word) > width", "length + 1 + len(word) >= width"),
    ("index < extra", "index <= extra"),
    ("lines[:-1]] +", "lines] +"),
    ("(1 if lines[-1] else 0)", "1"),
    ("len(words) - 1)\n", "len(words))\n"),
    ("return text + words[-1]", "return text"),
    ("words[:-1]", "words"),
    ('" ".join(lines[-1])', '"".join(lines[-1])'),
]
CRASHES = [
    ('    if len(words) == 1:\n        return words[0] + " " * spaces\n', ""),
    ("lines = [[]]", "lines = []"),
    ("divmod(spaces, len(words) - 1)", "spaces / (len(words) - 1), 0"),
    ("fill_lines(text.split(), width)", "fill_lines(width, text.split())"),
    ('text += word + " " *', "text += word + 1 *"),
    ("lines[-1].append(word)", "lines[-1] += 1"),
]
