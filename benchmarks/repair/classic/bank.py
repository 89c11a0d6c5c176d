# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Keep accounts, with transfers and a history."""


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("not enough money")
        self.balance -= amount
        self.history.append(("withdraw", amount))


class Bank:
    def __init__(self):
        self.accounts = {}

    def open(self, owner, balance=0):
        if owner in self.accounts:
            raise KeyError(owner)
        self.accounts[owner] = Account(owner, balance)
        return self.accounts[owner]

    def transfer(self, source, target, amount):
        self.accounts[source].withdraw(amount)
        self.accounts[target].deposit(amount)

    def total(self):
        return sum(account.balance for account in self.accounts.values())

    def richest(self):
        return max(self.accounts.values(), key=lambda account: account.balance).owner


# --- case ---
def play(balances, transfers):
    bank = Bank()
    for owner, balance in balances.items():
        bank.open(owner, balance)
    said = []
    for source, target, amount in transfers:
        try:
            said.append(bank.transfer(source, target, amount))
        except ValueError as error:
            said.append(str(error))
    return (
        said,
        bank.total(),
        bank.richest(),
        [(a.owner, a.balance, a.history) for a in bank.accounts.values()],
    )


CALL = "play(*args)"
TESTS = [
    (({"ann": 5}, []), ([], 5, "ann", [("ann", 5, [])])),
    (
        ({"ann": 10, "bob": 0}, [("ann", "bob", 4)]),
        (
            [None],
            10,
            "ann",
            [("ann", 6, [("withdraw", 4)]), ("bob", 4, [("deposit", 4)])],
        ),
    ),
    (
        ({"ann": 1, "bob": 2}, [("ann", "bob", 5)]),
        (["not enough money"], 3, "bob", [("ann", 1, []), ("bob", 2, [])]),
    ),
    (
        ({"a": 3, "b": 3, "c": 9}, [("c", "a", 9), ("a", "b", 10)]),
        (
            [None, None],
            15,
            "b",
            [
                ("a", 2, [("deposit", 9), ("withdraw", 10)]),
                ("b", 13, [("deposit", 10)]),
                ("c", 0, [("withdraw", 9)]),
            ],
        ),
    ),
]


def hidden(r):
    return (
        {name: r.randint(0, 9) for name in "abc"},
        [
            (r.choice("abc"), r.choice("abc"), r.randint(1, 9))
            for _ in range(r.randint(0, 4))
        ],
    )


FAULTS = [
    ("if amount > self.balance:", "if amount >= self.balance:"),
    ("self.balance -= amount", "self.balance += amount"),
    ("self.accounts[target].deposit(amount)", "self.accounts[source].deposit(amount)"),
    ("        self.accounts[target].deposit(amount)\n", ""),
    ("key=lambda account: account.balance", "key=lambda account: account.owner"),
    ("return max(", "return min("),
    ('(("withdraw", amount))', '(("deposit", amount))'),
    ("        self.balance += amount\n", "        self.balance = amount\n"),
    ("Account(owner, balance)", "Account(owner)"),
]
CRASHES = [
    ("self.accounts.values())\n\n    def richest", "self.accounts)\n\n    def richest"),
    ("account.balance).owner", "account.balance).name"),
    ("        self.history = []\n", ""),
    ("Account(owner, balance)", "Account(balance)"),
    ("self.accounts = {}", "self.accounts = []"),
    (
        "self.accounts[source].withdraw(amount)",
        "self.accounts[source].withdraw(self, amount)",
    ),
    ("def total(self):\n        return", "def total(self):\n        total ="),
    ("if owner in self.accounts:", "if owner in accounts:"),
    ("        if amount > self.balance:\n", "        if amount > balance:\n"),
]
SYNTAX = [
    ('raise ValueError("not enough money")', 'raise ValueError("not enough money)'),
    (
        "class Bank:\n    def __init__(self):\n        self",
        "class Bank:\n    def __init__(self)\n        self",
    ),
    (
        'self.history.append(("withdraw", amount))',
        'self.history.append(("withdraw", amount)',
    ),
    ("            raise KeyError(owner)", "        raise KeyError(owner)"),
    (
        "    def total(self):\n",
        "    def total(self);\n",
        "        if amount <= 0:",
        "        if amount =< 0:",
    ),
]
