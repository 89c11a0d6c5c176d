# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the report."""

import unittest

from inventory import Stock, report


class ReportTest(unittest.TestCase):
    def test_worth(self):
        stock = Stock()
        stock.add("nut", 100, 5)
        stock.add("bolt", 40, 15)
        expected = [
            "bolt         40 x    0.15",
            "nut         100 x    0.05",
            "worth 11.00",
        ]
        self.assertEqual(expected, report(stock).splitlines())

    def test_samples_are_worth_nothing(self):
        stock = Stock()
        stock.add("sample", 3)
        self.assertEqual("worth 0.00", report(stock).splitlines()[-1])

    def test_nothing(self):
        self.assertEqual("worth 0.00", report(Stock()))
