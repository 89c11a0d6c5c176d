# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Stand in for the records of a workspace in a Python without SQLite.

A batch is still all or nothing, for its record is there until it is finished; after
that nothing is known of it, so nothing can be undone, and commands are not covered.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Dict, Iterator, List, NoReturn, Sequence, Set, Tuple

from ..core.database import sqlite_missing
from ..core.interfaces import Captured
from .files import FOLDER, NONE
from .ledger import EDIT, Change, Ledger


class TransientLedger(Ledger):
    """Knows the batch under way, and the names of what runs changed."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._runs: List[Tuple[str, int]] = []
        self._open: Dict[int, Tuple[str, List[Change]]] = {}
        self._batches = 0
        self._changed: Dict[Tuple[str, int], Set[str]] = {}

    def add_run(self, session: str, run: int, title: str) -> int:
        """Note a run, return its id."""
        self._runs.append((session, run))
        return len(self._runs)

    def begin(
        self, run: int, turn: int, kind: str, changes: Sequence[Change]
    ) -> List[Change]:
        """Note an open batch, return it with ids."""
        self._batches += 1
        begun = [
            change._replace(id=number, batch=self._batches, run=run, turn=turn)
            for number, change in enumerate(changes, 1)
        ]
        self._open[self._batches] = (kind, begun)
        return begun

    def finish(self, batch: int, kind: str, changes: Sequence[Change]) -> None:
        """Forget a batch but for the names of its files."""
        self._open.pop(batch, None)
        names = self._changed.setdefault(self._runs[changes[0].run - 1], set())
        if kind == EDIT:
            told = [
                change.path
                for change in changes
                if not {change.before.kind, change.after.kind} <= {NONE, FOLDER}
            ]
            names.update(told)

    def drop(self, batch: int) -> None:
        """Forget a batch that was rolled back."""
        self._open.pop(batch, None)

    def open_batches(self) -> List[Tuple[int, str]]:
        """Return the batches that are under way."""
        return [(batch, kind) for batch, (kind, _) in self._open.items()]

    def changes(self, batch: int) -> List[Change]:
        """Return the changes of a batch that is under way."""
        return list(self._open[batch][1])

    def changed_paths(self, session: str, run: int) -> Tuple[str, ...]:
        """Return what a run changed, relative to the root."""
        return tuple(sorted(self._changed.get((session, run), ())))

    def _select(self, where: str, *parameters: object) -> NoReturn:
        """Say why nothing else can be asked.

        Raises:
            StorageError: ``sqlite-missing``.
        """
        raise sqlite_missing()


class Uncovered:
    """Captures nothing, and says so of every path at which something is.

    Args:
        root: the workspace.
    """

    def __init__(self, root: str):
        """Take the workspace."""
        self._root = root

    @contextmanager
    def command(self, turn: int = 0) -> Iterator[Captured]:
        """Run the block."""
        yield Captured()

    def uncovered(self, path: str) -> str:
        """Return why undo would not bring back a path; empty when nothing is there."""
        if not os.path.lexists(os.path.join(self._root, path)):
            return ""
        return "nothing is kept of it: this Python has no sqlite3"

    def why_not(self) -> str:
        """Return nothing: that no command is covered was said at the start."""
        return ""
