import unittest

from ..core.order import plan


class PlanTest(unittest.TestCase):
    def names(self, table):
        return [task.name for task in plan(table)]

    def test_short_first(self):
        self.assertEqual(self.names({"a": (3, []), "b": (1, [])}), ["b", "a"])

    def test_after(self):
        table = {"a": (3, []), "b": (1, ["a"]), "c": (2, [])}
        self.assertEqual(self.names(table), ["c", "a", "b"])

    def test_circle(self):
        with self.assertRaises(ValueError):
            plan({"a": (1, ["b"]), "b": (1, ["a"])})
