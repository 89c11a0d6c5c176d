# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Group words that are made of the same letters."""


def anagram_groups(words):
    groups = {}
    for word in words:
        key = "".join(sorted(word.lower()))
        groups.setdefault(key, []).append(word)
    found = [sorted(group) for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group))


# --- case ---
TESTS = [
    (
        (["tea", "eat", "tan", "ate", "nat", "bat"],),
        [["ate", "eat", "tea"], ["nat", "tan"]],
    ),
    (([],), []),
    ((["a", "b"],), []),
    ((["Abc", "cab", "xy", "yx"],), [["Abc", "cab"], ["xy", "yx"]]),
    ((["on", "no", "it", "ti"],), [["it", "ti"], ["no", "on"]]),
    ((["on", "no", "it", "abc", "bca", "cab"],), [["abc", "bca", "cab"], ["no", "on"]]),
    ((["no", "on", "abc", "cab", "bca"],), [["abc", "bca", "cab"], ["no", "on"]]),
]


def hidden(r):
    return (
        ["".join(r.sample("abC", r.randint(1, 3))) for _ in range(r.randint(0, 8))],
    )


FAULTS = [
    ("if len(group) > 1", "if len(group) > 2"),
    ("(-len(group), group)", "(len(group), group)"),
    ("sorted(group) for", "group for"),
]
CRASHES = [
    ('"".join(sorted(word.lower()))', "sorted(word.lower())"),
    ("word.lower()", "word.lower"),
    ("setdefault(key, [])", "setdefault(key)"),
]
