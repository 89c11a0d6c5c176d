# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Measure what it costs that commands can be undone: time, and room on the disk.

Every time is also given as a ratio to ``os.walk`` with ``os.lstat`` of the same tree in
the same run, because machines differ. Trees are copies of the files of this Python.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from typing import Callable, Iterator, List, NamedTuple, Optional, Sequence

from aura_coding_agent.core.database import Database
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.packs import PackStore

from .programs import Line, parser_for, publish

WARM_MS = 60.0
COLD_MS = 2000.0
_LARGEST = 1 << 20  # bytes of a copied file


class Cost(NamedTuple):
    """What one tree costs; times in milliseconds, the best of several but for cold."""

    files: int
    tree_bytes: int
    walk: float
    status: float
    cold: float
    warm: float
    warm_cpu: float
    next_process: float
    store_bytes: int
    database_bytes: int


def main(words: Sequence[str] = ()) -> int:
    """Print the tables and keep them; return whether a target was missed."""
    parser = parser_for("capture_cost", __doc__ or "", rounds=9)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--small-files", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=1000)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        checkout = make_checkout(folder / "checkout", options.files)
        first = measure(checkout, folder / "state1", options.rounds)
        show("a checkout", first)
        turns = grow(checkout, folder / "state1", options.turns)
        small = make_small(folder / "small", options.small_files)
        second = measure(small, folder / "state2", max(2, options.rounds // 3))
        show("small files", second)
        factor = second.files / first.files
        print(
            f"growth for {factor:.1f} times the files: warm "
            f"{second.warm / first.warm:.1f}, cold {second.cold / first.cold:.1f} times"
        )
    lines = [
        *lines_of("checkout", first, warm=WARM_MS, cold=COLD_MS),
        *turns,
        *lines_of("small files", second),
    ]
    publish(options.results, "capture_cost", lines, rounds=options.rounds)
    return int(any(line.missed for line in lines))


def make_checkout(root: pathlib.Path, count: int) -> pathlib.Path:
    """Copy the standard library and what is installed, as often as it takes."""
    sources = [sysconfig.get_paths()[name] for name in ("stdlib", "purelib")]
    files = [(source, path) for source in sources for path in _files(source)]
    for number in range(count):
        source, path = files[number % len(files)]
        copy = number // len(files)
        top = root / str(copy) / os.path.basename(source)
        target = top / os.path.relpath(path, source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        if copy:  # no content twice: it would be kept once
            with open(target, "ab") as file:
                file.write(b"# copy %d\n" % copy)
    subprocess.run(("git", "init", "-q"), cwd=root, check=True)
    subprocess.run(("git", "add", "-A"), cwd=root, check=True)
    return root


def _files(source: str) -> Iterator[str]:
    for folder, folders, names in os.walk(source):
        folders[:] = [each for each in folders if each != "__pycache__"]
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path) and os.path.getsize(path) <= _LARGEST:
                yield path


def make_small(root: pathlib.Path, count: int) -> pathlib.Path:
    """Make small files, a hundred in each folder."""
    for number in range(count):
        if number % 100 == 0:
            folder = root / str(number // 10_000) / str(number // 100)
            folder.mkdir(parents=True)
        (folder / f"{number}.txt").write_bytes(b"content of %d\n" % number)
    return root


def measure(root: pathlib.Path, state: pathlib.Path, rounds: int) -> Cost:
    """Capture around commands that do nothing."""
    files, size = 0, 0
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        files += len(names)
        size += sum(os.lstat(os.path.join(folder, name)).st_size for name in names)
    time.sleep(0.1)  # times of files just made are not trusted
    journal = _open(root, state)
    cold = _milliseconds(lambda: _nothing(journal))
    warm, cpu = [], []
    for _ in range(rounds):
        began = time.process_time()
        warm.append(_milliseconds(lambda: _nothing(journal)))
        cpu.append(1000 * (time.process_time() - began))
    later = _open(root, state)
    next_process = _milliseconds(lambda: _nothing(later))
    walk = min(_milliseconds(lambda: _walk(str(root))) for _ in range(rounds))
    status = 0.0
    if (root / ".git").exists():
        status = min(_milliseconds(lambda: _status(root)) for _ in range(rounds))
    return Cost(
        *(files, size, walk, status, cold, min(warm), min(cpu), next_process),
        *(_store(journal), os.path.getsize(state / "aura.db")),
    )


def grow(root: pathlib.Path, state: pathlib.Path, turns: int) -> List[Line]:
    """Change one file in each of many turns; print and return growth and time."""
    journal = _open(root, state)
    path = next(each for each in root.rglob("*.py") if each.stat().st_size > 4000)
    store, database = _store(journal), os.path.getsize(state / "aura.db")
    times: List[float] = []
    for turn in range(1, turns + 1):
        began = time.perf_counter()
        with journal.capture.command(turn):
            with open(path, "ab") as file:
                file.write(b"# turn %d\n" % turn)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    grown = (_store(journal) - store, os.path.getsize(state / "aura.db") - database)
    median = times[len(times) // 2]
    print(
        f"{turns} turns that change one file of {path.stat().st_size} bytes: "
        f"median {median:.1f} ms, 95 % below "
        f"{times[len(times) * 95 // 100]:.1f} ms; the store grew by "
        f"{grown[0] / turns:.0f} bytes a turn, the database by {grown[1] / turns:.0f}"
    )
    return [
        Line(f"checkout: a turn, median of {turns}", median, "ms"),
        Line("checkout: growth of the store a turn", grown[0] / turns, "bytes"),
        Line("checkout: growth of the database a turn", grown[1] / turns, "bytes"),
    ]


def lines_of(
    title: str,
    cost: Cost,
    *,
    warm: Optional[float] = None,
    cold: Optional[float] = None,
) -> List[Line]:
    """Return the figures of one tree, with what is aimed at."""
    share = cost.store_bytes / cost.tree_bytes
    return [
        Line(f"{title}: os.walk and os.lstat of {cost.files} files", cost.walk, "ms"),
        Line(f"{title}: no-op command, cold", cost.cold, "ms", target=cold),
        Line(f"{title}: no-op command, warm", cost.warm, "ms", target=warm),
        Line(f"{title}: no-op command, warm, CPU", cost.warm_cpu, "ms"),
        Line(f"{title}: no-op command, next process", cost.next_process, "ms"),
        Line(f"{title}: store, of the tree", 100 * share, "%"),
    ]


def show(title: str, cost: Cost) -> None:
    """Print a table."""
    print(f"{title}: {cost.files} files, {cost.tree_bytes / 1e6:.1f} MB")
    rows = [
        ("os.walk and os.lstat", cost.walk),
        ("git status", cost.status),
        ("no-op command, cold", cost.cold),
        ("no-op command, warm", cost.warm),
        ("  its CPU time", cost.warm_cpu),
        ("no-op command, next process", cost.next_process),
    ]
    for name, value in rows:
        if value:
            print(f"  {name:30} {value:9.1f} ms  {value / cost.walk:6.2f} x walk")
    share = cost.store_bytes / cost.tree_bytes
    print(f"  store {cost.store_bytes / 1e6:.1f} MB, {share:.0%} of the tree;", end="")
    print(f" database {cost.database_bytes / 1e6:.1f} MB")


def _open(root: pathlib.Path, state: pathlib.Path) -> FileJournal:
    database = Database(str(state / "aura.db"))
    journal = open_journal(str(root), database, str(state))
    journal.begin_run("benchmark", 1, "benchmark")
    return journal


def _store(journal: FileJournal) -> int:
    assert isinstance(journal.blobs, PackStore)
    return journal.blobs.size()


def _nothing(journal: FileJournal) -> None:
    with journal.capture.command(1) as captured:
        pass
    assert not (captured.changed or captured.trouble or captured.notice)


def _walk(root: str) -> None:
    for folder, _, names in os.walk(root):
        for name in names:
            os.lstat(os.path.join(folder, name))


def _status(root: pathlib.Path) -> None:
    command = ("git", "status", "--porcelain")
    subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, check=True)


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
