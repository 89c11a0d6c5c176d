"""What a task is."""


class Task:
    def __init__(self, name, days, after=()):
        self.name = name
        self.days = days
        self.after = tuple(after)

    def __str__(self):
        return f"{self.name} ({self.days})"
