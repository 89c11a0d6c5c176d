"""Undo and redo."""


class History:
    def __init__(self):
        self.done = []
        self.undone = []

    def do(self, action):
        self.done.append(action)
        self.undone.clear()

    def undo(self):
        if self.done:
            self.undone.append(self.done.pop())

    def redo(self):
        if self.undone:
            self.done.append(self.undone.pop())

    def state(self):
        return " ".join(self.done)
