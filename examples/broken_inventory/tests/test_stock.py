# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the shelves."""

import unittest

from inventory import Stock


class StockTest(unittest.TestCase):
    def setUp(self):
        self.stock = Stock()
        self.stock.add("bolt", 40, 15)

    def test_adding(self):
        self.stock.add("bolt", 2)
        self.assertEqual(42, self.stock.amount("bolt"))

    def test_price_stays(self):
        self.stock.add("bolt", 2)
        self.assertEqual(15, self.stock.price("bolt"))

    def test_unknown_goods(self):
        self.assertEqual(0, self.stock.amount("nut"))

    def test_goods_without_a_price(self):
        self.stock.add("sample", 1)
        self.assertEqual(0, self.stock.price("sample"))

    def test_empty_shelves_are_not_named(self):
        self.stock.add("nut", 1)
        self.stock.take("nut", 1)
        self.assertEqual(["bolt"], self.stock.names())
