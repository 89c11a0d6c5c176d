# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Split letters into known words, shortest words first."""


def word_break(text, words):
    known = set(words)
    if not text:
        return []
    for end in range(1, len(text) + 1):
        head = text[:end]
        if head in known:
            rest = word_break(text[end:], known)
            if rest is not None:
                return [head] + rest
    return None


# --- case ---
TESTS = [
    (("catsand", ["cat", "cats", "and", "sand"]), ["cat", "sand"]),
    (("", ["a"]), []),
    (("abc", ["a", "b"]), None),
    (("aaa", ["aa", "a"]), ["a", "a", "a"]),
    (("leetcode", ["leet", "code"]), ["leet", "code"]),
    (("cars", ["car", "ca", "rs"]), ["ca", "rs"]),
]


def hidden(r):
    return (
        "".join(r.choice("ab") for _ in range(r.randint(0, 7))),
        r.sample(["a", "b", "ab", "ba", "aab", "bb"], 3),
    )


FAULTS = [
    ("range(1, len(text) + 1)", "range(1, len(text))"),
    ("if rest is not None:", "if rest:"),
    ("return [head] + rest", "return rest + [head]"),
    ("word_break(text[end:], known)", "word_break(text[end + 1:], known)"),
    (
        "    if not text:\n        return []\n",
        "    if not text:\n        return None\n",
    ),
]
CRASHES = [
    (
        "            if rest is not None:\n                return [head] + rest",
        "            return [head] + rest",
    ),
    ("return [head] + rest", "return head + rest"),
    ("word_break(text[end:], known)", "word_break(text[end:])"),
]
