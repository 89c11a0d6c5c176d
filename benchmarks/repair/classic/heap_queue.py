# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hand out tasks by priority, first come first served among equals."""


class TaskQueue:
    def __init__(self):
        self.heap = []
        self.counter = 0

    def add(self, priority, name):
        self.heap.append((priority, self.counter, name))
        self.counter += 1
        child = len(self.heap) - 1
        while child > 0:
            parent = (child - 1) // 2
            if self.heap[parent] <= self.heap[child]:
                break
            self.heap[parent], self.heap[child] = self.heap[child], self.heap[parent]
            child = parent

    def take(self):
        top = self.heap[0]
        last = self.heap.pop()
        if self.heap:
            self.heap[0] = last
            self.sink(0)
        return top[2]

    def sink(self, index):
        size = len(self.heap)
        while True:
            smallest = index
            for child in (2 * index + 1, 2 * index + 2):
                if child < size and self.heap[child] < self.heap[smallest]:
                    smallest = child
            if smallest == index:
                return
            self.heap[index], self.heap[smallest] = (
                self.heap[smallest],
                self.heap[index],
            )
            index = smallest


# --- case ---
def play(priorities):
    queue = TaskQueue()
    for number, priority in enumerate(priorities):
        queue.add(priority, "task" + str(number))
    return [queue.take() for _ in priorities]


CALL = "play(*args)"
TESTS = [
    (([],), []),
    (([3, 1, 2],), ["task1", "task2", "task0"]),
    (([1, 1, 1],), ["task0", "task1", "task2"]),
    (([5, 4, 3, 2, 1],), ["task4", "task3", "task2", "task1", "task0"]),
    (
        ([2, 7, 1, 8, 2, 8, 1, 8],),
        ["task2", "task6", "task0", "task4", "task1", "task3", "task5", "task7"],
    ),
    (
        ([1, 2, 3, 4, 5, 6, 7],),
        ["task0", "task1", "task2", "task3", "task4", "task5", "task6"],
    ),
    (
        ([4, 4, 2, 9, 2, 7, 1, 4, 2, 0],),
        [
            "task9",
            "task6",
            "task2",
            "task4",
            "task8",
            "task0",
            "task1",
            "task7",
            "task5",
            "task3",
        ],
    ),
    (
        ([6, 2, 5, 2, 4, 2, 3, 2, 1, 2],),
        [
            "task8",
            "task1",
            "task3",
            "task5",
            "task7",
            "task9",
            "task6",
            "task4",
            "task2",
            "task0",
        ],
    ),
]


def hidden(r):
    return ([r.randint(0, 6) for _ in range(r.randint(0, 14))],)


FAULTS = [
    ("2 * index + 1, 2 * index + 2", "2 * index, 2 * index + 1"),
    ("            child = parent\n", "            child = parent - 1\n"),
    ("if child < size and", "if child < size - 1 and"),
    ("self.heap[child] < self.heap[smallest]", "self.heap[child] < self.heap[index]"),
    ("            self.sink(0)\n", "            self.sink(1)\n"),
    ("            index = smallest", "            index = child"),
    (
        "                    smallest = child\n",
        "                    smallest = child\n                    break\n",
    ),
]
CRASHES = [
    ("if child < size and", "if child <= size and"),
    (
        "        if self.heap:\n            self.heap[0] = last\n"
        "            self.sink(0)\n",
        "        self.heap[0] = last\n        self.sink(0)\n",
    ),
    ("(child - 1) // 2", "(child - 1) / 2"),
    ("self.sink(0)", "sink(0)"),
    ("def sink(self, index):", "def sink(index):"),
    (
        "self.heap.append((priority, self.counter, name))",
        "self.heap.append(priority, self.counter, name)",
    ),
]
