import unittest

from history import History


class HistoryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.words = ["one", "two", "three"]

    def setUp(self):
        self.history = History()
        for word in self.words:
            self.history.do(word)

    def tearDown(self):
        self.assertLessEqual(len(self.history.done), 4)

    def test_do(self):
        self.assertEqual(self.history.state(), "one two three")

    def test_undo(self):
        self.history.undo()
        self.assertEqual(self.history.state(), "one two")

    def test_redo(self):
        self.history.undo()
        self.history.undo()
        self.history.redo()
        self.assertEqual(self.history.state(), "one two")

    def test_redo_of_the_only_one(self):
        self.history.undo()
        self.history.redo()
        self.assertEqual(self.history.state(), "one two three")

    def test_doing_forgets_what_was_undone(self):
        self.history.undo()
        self.history.do("four")
        self.history.redo()
        self.assertEqual(self.history.state(), "one two four")

    def test_too_many(self):
        for _ in range(9):
            self.history.undo()
        self.assertEqual(self.history.state(), "")
