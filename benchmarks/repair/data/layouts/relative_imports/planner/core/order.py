"""Put tasks in an order that works, short ones first."""

from ..model import Task


def plan(table):
    tasks = [Task(name, days, after) for name, (days, after) in table.items()]
    tasks.sort(key=lambda task: (task.days, task.name))
    done, order = set(), []
    while tasks:
        ready = [task for task in tasks if done.issuperset(task.after)]
        if not ready:
            raise ValueError("circle")
        task = ready[0]
        tasks.remove(task)
        done.add(task.name)
        order.append(task)
    return order
