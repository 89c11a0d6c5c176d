# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell people what there is."""

from __future__ import annotations


def report(stock):
    """Return a line for each kind of goods, and the worth of all."""
    lines = []
    worth = 0
    for name in stock.names():
        amount, price = stock.amount(name), stock.price(name)
        worth += amount * price
        lines.append(f"{name:<10}{amount:>5} x {price / 100:>7.2f}")
    lines.append(f"worth {worth / 100:.2f}")
    return "\n".join(lines)
