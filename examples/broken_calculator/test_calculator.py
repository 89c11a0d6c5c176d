# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the calculator."""

import unittest

from calculator import calculate


class CalculatorTest(unittest.TestCase):
    def test_number(self):
        self.assertEqual(42, calculate("42"))

    def test_sum(self):
        self.assertEqual(3, calculate("1 + 5 - 3"))

    def test_product_before_sum(self):
        self.assertEqual(10, calculate("2 * 3 + 4"))

    def test_sum_before_product(self):
        self.assertEqual(14, calculate("2 + 3 * 4"))

    def test_product_before_difference(self):
        self.assertEqual(1, calculate("2 * 3 - 5"))

    def test_quotient(self):
        self.assertEqual(2.5, calculate("10 / 2 / 2"))

    def test_parentheses(self):
        self.assertEqual(20, calculate("(2 + 3) * 4"))

    def test_minus_sign(self):
        self.assertEqual(-6, calculate("-2 * 3"))


if __name__ == "__main__":
    unittest.main()
