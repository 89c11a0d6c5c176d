# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the search for dates."""

import unittest

from dates import days_in, earliest, find_dates


class DatesTest(unittest.TestCase):
    def test_one(self):
        self.assertEqual([(2024, 5, 17)], find_dates("on 2024-05-17 at noon"))

    def test_several(self):
        text = "2023-01-02, 2022-11-30 and 2023-01-12"
        self.assertEqual(
            [(2023, 1, 2), (2022, 11, 30), (2023, 1, 12)], find_dates(text)
        )

    def test_none(self):
        self.assertEqual([], find_dates("in May 2024"))

    def test_short_day(self):
        self.assertEqual([(2024, 5, 1)], find_dates("from 2024-05-1 on"))

    def test_earliest(self):
        self.assertEqual((1999, 12, 31), earliest("1999-12-31 before 2000-01-01"))

    def test_days(self):
        text = "2024-02-29 2024-02-03 2024-03-01 2024-02-29"
        self.assertEqual([3, 29], days_in(text, 2024, 2))


if __name__ == "__main__":
    unittest.main()
