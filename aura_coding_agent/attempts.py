# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Let a model try several times in separate copies, and keep the smallest that passes.

Loaded only for ``run --attempts``. An attempt that does not end verified leaves
nothing behind; the one that is kept reaches the user's files through the journal.
"""

from __future__ import annotations

import os
from typing import Generator, Iterator, List, Mapping, Optional, Sequence

from . import app
from .agents.agent import Agent
from .core.config import Configuration
from .core.errors import AuraError, UsageError
from .core.events import Event, FilesChanged, Notice, RunFinished
from .core.interfaces import FileChange
from .core.messages import Usage
from .core.text import decode, unified_diff
from .core.values import NamedTuple
from .history import open_journal
from .repair.scratch import copy_project, remove_folder, scratch_folder
from .storage import open_storage


class Attempt(NamedTuple):
    """How one attempt ended; ``size`` counts the lines it added and removed."""

    finished: RunFinished
    changes: List[FileChange]
    size: int


class Attempts:
    """Several attempts at one task; used like an agent.

    Args:
        configuration: see ``load_settings``; names at least one check.
        workspace: the folder whose copies are worked on.
        environ: variables of the environment.
        count: how many attempts.

    Raises:
        UsageError: ``attempts-need-check`` when nothing could judge them.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        workspace: str,
        environ: Mapping[str, str],
        count: int,
    ):
        """Take the settings; each attempt builds an agent of its own."""
        if not configuration.settings.check:
            raise UsageError(
                "attempts-need-check",
                "Several attempts need a check that tells which of them are good.",
                hint="Give one with --check CMD.",
            )
        self._configuration = configuration
        self._workspace = os.path.realpath(workspace)
        self._environ = environ
        self._count = count
        self._agent: Optional[Agent] = None
        self._cancelled = False

    def cancel(self) -> None:
        """Stop the attempt under way and make no other."""
        self._cancelled = True
        if self._agent is not None:
            self._agent.cancel()

    def run(self, text: str) -> Iterator[Event]:
        """Yield the events of all attempts, then one RunFinished for them together."""
        done: List[Attempt] = []
        scratch = scratch_folder()
        try:
            # All begin with the same files, whatever the user changes meanwhile.
            original = os.path.join(scratch, "original")
            copy_project(self._workspace, original)
            for number in range(1, self._count + 1):
                copy = os.path.join(scratch, str(number))
                copy_project(original, copy)
                attempt = yield from self._try(text, original, copy)
                done.append(attempt)
                said = f"Attempt {number} of {self._count} ended"
                said += f" {attempt.finished.status}, {attempt.size} lines changed."
                yield Notice("attempt-ended", said)
                if self._cancelled:
                    break
            yield from self._keep(done)
        finally:
            remove_folder(scratch)

    def _try(
        self, text: str, original: str, copy: str
    ) -> Generator[Event, None, Attempt]:
        """Run the task in one copy; return how it ended and what it changed."""
        self._agent = app.build_agent(
            self._configuration, workspace=copy, environ=self._environ
        )
        finished: Optional[RunFinished] = None
        for event in self._agent.run(text):
            if isinstance(event, RunFinished):
                finished = event
            else:
                yield event
        # Tells the type checker.
        assert finished is not None  # the last event of every run  # nosec B101
        changes = self._changes(finished.files, original, copy)
        return Attempt(finished, changes, sum(map(_size, changes)))

    def _changes(
        self, paths: Sequence[str], original: str, copy: str
    ) -> List[FileChange]:
        """Return what an attempt did as changes of the user's own files."""
        found = []
        for path in paths:
            before = _bytes(os.path.join(original, path))
            after = _bytes(os.path.join(copy, path))
            if before != after:
                target = os.path.join(self._workspace, *path.split("/"))
                found.append(FileChange(target, before, after))
        return found

    def _keep(self, done: List[Attempt]) -> Iterator[Event]:
        """Put the smallest verified attempt in place; say how it all ended."""
        good = [one for one in done if one.finished.status == "verified"]
        last = done[-1].finished
        if not good:
            reason = f"None of {len(done)} attempts ended verified. {last.reason}"
            yield _together(done, last._replace(reason=reason, files=()))
            return
        best = min(good, key=lambda one: one.size)
        storage = open_storage(self._environ)
        journal = open_journal(self._workspace, storage.database, storage.folder)
        journal.begin_run(best.finished.session, 1, "kept of several attempts")
        try:
            journal.apply(best.changes, turn=1)
        except AuraError as error:
            reason = f"The best attempt cannot be put in place: {error}"
            failed = best.finished._replace(status="error", reason=reason, files=())
            yield _together(done, failed)
            return
        if best.finished.files:
            yield FilesChanged(best.finished.files)
        reason = f"{len(good)} of {len(done)} attempts ended verified; the smallest,"
        reason += f" {best.size} lines, is in place. {best.finished.reason}"
        yield _together(done, best.finished._replace(reason=reason))


def _together(done: List[Attempt], finished: RunFinished) -> RunFinished:
    """Return the end of a run with what all attempts used."""
    usage, cost = Usage(), 0.0
    for one in done:
        usage = usage.plus(one.finished.usage)
        cost += one.finished.cost or 0.0
    known = all(one.finished.cost is not None for one in done)
    return finished._replace(
        turns=sum(one.finished.turns for one in done),
        usage=usage,
        cost=cost if known else None,
        seconds=round(sum(one.finished.seconds for one in done), 3),
    )


def _bytes(path: str) -> Optional[bytes]:
    """Return the content of a file, None when there is none."""
    try:
        with open(path, "rb") as handle:
            return handle.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _size(change: FileChange) -> int:
    """Return how many lines a change adds and removes."""
    before = decode(change.before or b"").text
    after = decode(change.after or b"").text
    lines = unified_diff(before, after, "file", context=0, limit=1 << 30).splitlines()
    return sum(line[:1] in "+-" and line[:3] not in ("+++", "---") for line in lines)
