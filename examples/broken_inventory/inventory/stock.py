# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""What lies on the shelves."""

from __future__ import annotations


class Stock:
    """Amounts and prices, in cents, of goods."""

    def __init__(self):
        self._amounts = {}
        self._prices = {}

    def add(self, name, amount, price=None):
        """Put goods on the shelf; the price stays when none is given."""
        self._amounts[name] = self._amounts.get(name, 0) + amount
        if price is not None:
            self._prices[name] = price

    def take(self, name, amount):
        """Take goods off the shelf."""
        self._amounts[name] -= amount

    def amount(self, name):
        """Return how many there are; 0 of what nobody knows."""
        return self._amounts.get(name, 0)

    def price(self, name):
        """Return the price of one in cents; 0 when there is none."""
        return self._prices.get(name)

    def names(self):
        """Return what there is, in order."""
        return sorted(name for name, amount in self._amounts.items() if amount)
