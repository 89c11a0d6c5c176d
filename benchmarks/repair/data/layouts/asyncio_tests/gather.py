"""Run jobs at the same time, but not too many."""

import asyncio


async def run_all(jobs, width):
    results = [None] * len(jobs)
    waiting = list(enumerate(jobs))[::-1]

    async def worker():
        while waiting:
            index, job = waiting.pop()
            results[index] = await job()

    await asyncio.gather(*(worker() for _ in range(width)))
    return results


async def retry(job, attempts):
    for left in range(attempts - 1, -1, -1):
        try:
            return await job()
        except OSError:
            if not left:
                raise
