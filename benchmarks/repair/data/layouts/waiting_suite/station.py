"""A station that answers a little later."""

import time


class Station:
    def __init__(self, delay, limit=1.0):
        self.delay = delay
        self.limit = limit

    def answer(self, word):
        time.sleep(self.delay)
        return word.upper()

    def speed(self, seconds):
        return "fast" if seconds <= self.limit else "slow"
