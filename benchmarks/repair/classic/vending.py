# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Sell drinks and give change with few coins."""

COINS = (200, 100, 50, 20, 10)


class Machine:
    def __init__(self, prices, stock):
        self.prices = dict(prices)
        self.stock = dict(stock)
        self.money = 0

    def insert(self, coin):
        if coin not in COINS:
            return coin
        self.money += coin
        return 0

    def change(self):
        coins = []
        for coin in COINS:
            while self.money >= coin:
                coins.append(coin)
                self.money -= coin
        return coins

    def buy(self, name):
        price = self.prices.get(name)
        if price is None or self.stock.get(name, 0) == 0:
            return "unavailable"
        if self.money < price:
            return "short " + str(price - self.money)
        self.stock[name] -= 1
        self.money -= price
        return name


# --- case ---
def play(coins, names):
    machine = Machine({"tea": 120, "cola": 150, "milk": 80}, {"tea": 2, "cola": 1})
    back = [machine.insert(coin) for coin in coins]
    return back, [machine.buy(name) for name in names], machine.change(), machine.money


CALL = "play(*args)"
TESTS = [
    (([], ["tea"]), ([], ["short 120"], [], 0)),
    (([200], ["tea"]), ([0], ["tea"], [50, 20, 10], 0)),
    (([100, 50, 5], ["cola"]), ([0, 0, 5], ["cola"], [], 0)),
    (([200, 200], ["cola", "cola"]), ([0, 0], ["cola", "unavailable"], [200, 50], 0)),
    (
        ([200, 200, 50], ["tea", "tea", "tea"]),
        ([0, 0, 0], ["tea", "tea", "unavailable"], [200, 10], 0),
    ),
    (([100], ["milk", "beer"]), ([0], ["unavailable", "unavailable"], [100], 0)),
    (([100, 20], ["tea"]), ([0, 0], ["tea"], [], 0)),
    (
        ([50, 50, 50, 20, 20], ["milk"]),
        ([0, 0, 0, 0, 0], ["unavailable"], [100, 50, 20, 20], 0),
    ),
]


def hidden(r):
    return (
        [r.choice([200, 100, 50, 20, 10, 5]) for _ in range(r.randint(0, 5))],
        [r.choice(["tea", "cola", "milk", "gin"]) for _ in range(r.randint(0, 4))],
    )


FAULTS = [
    ("while self.money >= coin:", "while self.money > coin:"),
    ("if self.money < price:", "if self.money <= price:"),
    ("str(price - self.money)", "str(self.money - price)"),
    ("        self.stock[name] -= 1\n", ""),
    ("        self.money -= price\n", "        self.money = price\n"),
    ("            return coin\n", "            return 0\n"),
    ("price is None or self", "price is None and self"),
    ("        self.money += coin\n", "        self.money = coin\n"),
    ("                self.money -= coin", "            self.money -= coin"),
]
CRASHES = [
    ("self.prices.get(name)", "self.prices[name]"),
    ('"short " + str(price - self.money)', '"short " + price - self.money'),
    ("self.stock.get(name, 0) ==", "self.stock[name] =="),
    ("self.money -= price", "self.money -= self.price"),
]
SYNTAX = [
    ("COINS = (200, 100, 50, 20, 10)", "COINS = (200, 100, 50, 20, 10"),
    ('            return "unavailable"', '            return "unavailable'),
    (
        "        if coin not in COINS:",
        "        if coin not in COINS",
        "        self.money += coin\n",
        "        self.money + = coin\n",
    ),
]
