# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the project's own test command in a fresh process on a patched copy."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator, Mapping, Optional

from ..core import process
from ..core.cancel import Cancel
from .answers import encoded
from .collect import SuitePlan
from .model import Outcome
from .scratch import copy_project, keep_settings, remove_folder, write_sources
from .worker import environment

COMMAND = "command"
OUTPUT = 8_000  # bytes of the command's output that are kept


@contextmanager
def patched_copy(
    plan: SuitePlan, folder: str, sources: Mapping[str, str]
) -> Iterator[str]:
    """Yield a copy of a project in which some files have new texts.

    Args:
        folder: is made for it, and removed at the end.
        sources: full new texts by path, relative with slashes.
    """
    project = os.path.join(folder, "project")
    try:
        copy_project(plan.root, project)
        keep_settings(project)
        texts = {path: encoded(text) for path, text in sources.items()}
        write_sources(project, texts)
        yield project
    finally:
        remove_folder(folder)


def run_command(
    plan: SuitePlan,
    project: str,
    *,
    cancel: Cancel,
    timeout: float,
    marker: str,
) -> Optional[Outcome]:
    """Run the command of a plan in a copy; None says that it ended well.

    Args:
        project: the copy, as :func:`patched_copy` makes it.
        timeout: seconds by the clock.
        marker: what processes it leaves behind are known by.

    Raises:
        ProcessError: the command cannot be started.
        CancelledError: ``cancel`` was thrown.
    """
    folder = os.path.dirname(project)
    variables = {**environment(folder, plan, project), "AURA_JUDGE": marker}
    if plan.apart:  # the command itself puts the project on the path, in time
        variables["PYTHONPATH"] = os.pathsep.join(plan.outside)
    ran = process.run(
        plan.argv,
        cwd=project,
        env=variables,
        timeout=timeout,
        cancel=cancel,
        limit=OUTPUT,
    )
    cancel.check()
    if ran.exit_code == 0:
        return None
    how = "timeout" if ran.timed_out else "failed"
    return Outcome(COMMAND, how, ran.seconds, message=ran.output)
