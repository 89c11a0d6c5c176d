# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test orders."""

import unittest

from inventory import Order, OutOfStock, Stock


class OrderTest(unittest.TestCase):
    def setUp(self):
        self.stock = Stock()
        self.stock.add("bolt", 40, 15)
        self.stock.add("sample", 5)
        self.order = Order(self.stock)

    def test_total(self):
        self.order.want("bolt", 3)
        self.assertEqual(45, self.order.total())

    def test_ten_for_nine(self):
        self.order.want("bolt", 21)
        self.assertEqual(19 * 15, self.order.total())

    def test_samples_are_free(self):
        self.order.want("sample", 2)
        self.order.want("bolt", 1)
        self.assertEqual(15, self.order.total())

    def test_sending(self):
        self.order.want("bolt", 40)
        self.order.send()
        self.assertEqual(0, self.stock.amount("bolt"))

    def test_all_or_nothing(self):
        self.order.want("bolt", 1)
        self.order.want("nut", 1)
        with self.assertRaises(OutOfStock):
            self.order.send()
        self.assertEqual(40, self.stock.amount("bolt"))
