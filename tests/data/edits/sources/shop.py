"""Keep a small shop: what is sold, and for how much."""

from dataclasses import dataclass, field
from typing import Dict, List


@dataclass
class Order:
    """What one customer wants."""

    customer: str
    lines: List[str] = field(default_factory=list)
    note: str = "none\n"

    def add(self, name: str, count: int = 1) -> None:
        # One entry for each piece.
        if count < 1 or count > 99:
            raise ValueError(f"bad count: {count!r}")
        for _ in range(count):
            self.lines.append(name)

    def total(self, prices: Dict[str, float]) -> float:
        amount = 0.0
        for name in self.lines:
            amount += prices.get(name, 0.0)
        return round(amount, 2)


def summary(orders: List[Order], prices: Dict[str, float]) -> str:
    rows = []
    for order in sorted(orders, key=lambda o: o.customer):
        rows.append("%s\t%.2f" % (order.customer, order.total(prices)))
    return "\n".join(rows)
