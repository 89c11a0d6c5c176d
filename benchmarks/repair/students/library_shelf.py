# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep books on a shelf."""


class Shelf:
    def __init__(self, limit):
        self.limit = limit
        self.books = []

    def add(self, title, pages):
        if len(self.books) >= self.limit:
            return False
        self.books.append((title, pages))
        return True

    def pages(self):
        total = 0
        for title, pages in self.books:
            total += pages
        return total

    def find(self, word):
        found = []
        for title, pages in self.books:
            if word.lower() in title.lower():
                found.append(title)
        return sorted(found)

    def remove(self, title):
        for book in self.books:
            if book[0] == title:
                self.books.remove(book)
                return True
        return False


# --- case ---
def play(limit, books, word, gone):
    shelf = Shelf(limit)
    said = [shelf.add(*book) for book in books]
    before = shelf.pages(), shelf.find(word)
    return said, before, shelf.remove(gone), shelf.pages()


CALL = "play(*args)"
TESTS = [
    ((2, [], "x", "y"), ([], (0, []), False, 0)),
    (
        (2, [("Emma", 300), ("Dune", 500), ("It", 900)], "m", "Emma"),
        ([True, True, False], (800, ["Emma"]), True, 500),
    ),
    (
        (3, [("Red Sun", 5), ("Blue sun", 7)], "SUN", "Sun"),
        ([True, True], (12, ["Blue sun", "Red Sun"]), False, 12),
    ),
    ((1, [("A", 1)], "a", "A"), ([True], (1, ["A"]), True, 0)),
    (
        (3, [("B", 2), ("A", 1), ("C", 3)], "", "C"),
        ([True, True, True], (6, ["A", "B", "C"]), True, 3),
    ),
]


def hidden(r):
    return (
        r.randint(1, 4),
        [
            (r.choice(["Ab", "bA", "C d", "dc"]), r.randint(1, 9))
            for _ in range(r.randint(0, 5))
        ],
        r.choice(["a", "B", "c", ""]),
        r.choice(["Ab", "dc", "x"]),
    )


FAULTS = [
    (">= self.limit", "> self.limit"),
    (
        "            total += pages\n        return total",
        "            total += pages\n            return total",
    ),
    ("if word.lower() in title.lower():", "if word in title:"),
    ("return sorted(found)", "return found"),
    (
        "                return True\n        return False",
        "                return True\n            return False",
    ),
    (
        "            return False\n        self.books",
        "            return True\n        self.books",
    ),
    ("total += pages", "total += 1"),
    (
        "if book[0] == title:",
        "if book[1] == title:",
        "return sorted(found)",
        "return found",
    ),
    ("found.append(title)", "found.append(word)"),
    ("word.lower() in title.lower()", "title.lower() in word.lower()"),
]
CRASHES = [
    ("self.books.append((title, pages))", "books.append((title, pages))"),
    ("self.books.append((title, pages))", "self.books.append(title, pages)"),
    ("def pages(self):", "def pages():"),
    (
        "for title, pages in self.books:\n            total",
        "for title, pages in self.book:\n            total",
    ),
    ("        self.books = []\n", "        books = []\n"),
    ("self.limit = limit", "limit = limit"),
    ("def find(self, word):", "def find(word):"),
    ("self.books.remove(book)", "self.books.delete(book)"),
]
SYNTAX = [
    ("class Shelf:", "class Shelf():\n    def"),
    ("    def find(self, word):", "    def find(self, word)"),
    ("            if book[0] == title:", "            if book[0] = title:"),
    ("self.books.append((title, pages))", "self.books.append((title, pages)"),
]
