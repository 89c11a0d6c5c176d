# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Orders of customers."""

from __future__ import annotations


class OutOfStock(Exception):
    """Something that was ordered is not there."""


class Order:
    """What a customer wants: names and amounts."""

    def __init__(self, stock):
        self._stock = stock
        self.lines = {}

    def want(self, name, amount):
        """Add to the order."""
        self.lines[name] = self.lines.get(name, 0) + amount

    def total(self):
        """Return the price of all in cents, ten of a kind for the price of nine."""
        total = 0
        for name, amount in self.lines.items():
            paid = amount - amount // 10
            total += paid * self._stock.price(name)
        return total

    def send(self):
        """Take the goods off the shelves: all of them or, when some lack, none."""
        for name, amount in self.lines.items():
            if self._stock.amount(name) < amount:
                raise OutOfStock(name)
        for name, amount in self.lines.items():
            self._stock.take(name, amount)
