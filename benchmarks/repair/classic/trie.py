# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Complete words from what was typed."""


class Trie:
    def __init__(self):
        self.children = {}
        self.ends = 0

    def add(self, word):
        node = self
        for letter in word:
            if letter not in node.children:
                node.children[letter] = Trie()
            node = node.children[letter]
        node.ends += 1

    def find(self, prefix):
        node = self
        for letter in prefix:
            node = node.children.get(letter)
            if node is None:
                return None
        return node

    def count(self, word):
        node = self.find(word)
        return node.ends if node else 0

    def complete(self, prefix, limit=3):
        found = []

        def walk(node, word):
            if len(found) == limit:
                return
            if node.ends:
                found.append(word)
            for letter in sorted(node.children):
                walk(node.children[letter], word + letter)

        start = self.find(prefix)
        if start is not None:
            walk(start, prefix)
        return found


# --- case ---
def play(words, prefix, limit):
    trie = Trie()
    for word in words:
        trie.add(word)
    return trie.count(prefix), trie.complete(prefix, limit)


CALL = "play(*args)"
TESTS = [
    (([], "a", 3), (0, [])),
    ((["car", "cat", "dog"], "ca", 3), (0, ["car", "cat"])),
    ((["a", "a"], "a", 1), (2, ["a"])),
    ((["to", "tea", "ten", "i", "inn"], "t", 2), (0, ["tea", "ten"])),
    ((["to", "tea"], "x", 2), (0, [])),
    ((["b", "a", "ab"], "", 5), (0, ["a", "ab", "b"])),
    ((["do", "dog"], "do", 3), (1, ["do", "dog"])),
    ((["dog"], "do", 2), (0, ["dog"])),
    ((["abc"], "abd", 2), (0, [])),
    ((["a"], "ab", 1), (0, [])),
]


def hidden(r):
    return (
        [
            "".join(r.choice("abc") for _ in range(r.randint(1, 4)))
            for _ in range(r.randint(0, 8))
        ],
        "".join(r.choice("abc") for _ in range(r.randint(0, 2))),
        r.randint(1, 4),
    )


FAULTS = [
    ("        node.ends += 1\n", "        node.ends = 1\n"),
    ("        node.ends += 1\n", "            node.ends += 1\n"),
    ("in sorted(node.children)", "in node.children"),
    ("word + letter)", "letter + word)"),
    ("walk(start, prefix)", 'walk(start, "")'),
    ("len(found) == limit", "len(found) > limit"),
    ("            if node.ends:\n", "            if not node.children:\n"),
    (
        "            if letter not in node.children:\n"
        "                node.children[letter] = Trie()",
        "            node.children[letter] = Trie()",
    ),
    (
        "            node = node.children[letter]\n        node.ends",
        "        node.ends",
    ),
]
CRASHES = [
    ("node.ends if node else 0", "node.ends"),
    (
        "        if start is not None:\n            walk(start, prefix)\n",
        "        walk(start, prefix)\n",
    ),
    ("node = self.find(word)", "node = find(word)"),
    ("node.children.get(letter)", "node.child.get(letter)"),
    ("        found = []\n", ""),
    ("self.children = {}", "self.children = []"),
]
SYNTAX = [
    (
        "            if letter not in node.children:",
        "            if letter not in node.children",
        "return node.ends if node else 0",
        "return node.ends if node else: 0",
    ),
    (
        "    def complete(self, prefix, limit=3):",
        "    def complete(self, prefix, limit=3:",
    ),
    (
        "        def walk(node, word):\n            if",
        "        def walk(node, word):\n         if",
    ),
]
