import asyncio
import unittest

from gather import retry, run_all


class GatherTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.running = self.most = self.calls = 0

    def job(self, value):
        async def run():
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0)
            self.running -= 1
            return value

        return run

    async def failing(self):
        self.calls += 1
        if self.calls < 3:
            raise OSError("not yet")
        return self.calls

    async def test_results_are_in_order(self):
        results = await run_all([self.job(n) for n in range(5)], 2)
        self.assertEqual(results, [0, 1, 2, 3, 4])

    async def test_not_too_many(self):
        await run_all([self.job(n) for n in range(6)], 3)
        self.assertEqual(self.most, 3)

    async def test_retry(self):
        self.assertEqual(await retry(self.failing, 3), 3)

    async def test_retry_gives_up(self):
        with self.assertRaises(OSError):
            await retry(self.failing, 2)
