"""Sell things while there are some."""


class SoldOut(Exception):
    pass


class Store:
    def __init__(self, stock):
        self.stock = dict(stock)
        self.sold = []

    def sell(self, name, amount):
        if self.stock[name] < amount:
            raise SoldOut(name)
        self.stock[name] -= amount
        self.sold.append((name, amount))
        return self.stock[name]

    def best(self):
        totals = {}
        for name, amount in self.sold:
            totals[name] = totals.get(name, 0) + amount
        return max(totals, key=totals.get, default=None)
