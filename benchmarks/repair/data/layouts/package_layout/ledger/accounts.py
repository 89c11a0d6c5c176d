"""Accounts and their entries."""

from collections import namedtuple

Entry = namedtuple("Entry", "day amount text")


class Account:
    def __init__(self, name):
        self.name = name
        self.entries = []

    def pay_in(self, day, amount, text):
        self.entries.append(Entry(day, amount, text))

    def pay_out(self, day, amount, text):
        self.entries.append(Entry(day, -amount, text))

    def balance(self, until=None):
        return sum(
            entry.amount
            for entry in self.entries
            if until is None or entry.day <= until
        )
