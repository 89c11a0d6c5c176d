# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that every case is sound, before anything is measured with it."""

from __future__ import annotations

import os
import pathlib
import signal
import sys
import tempfile
from typing import Dict, List, Tuple

from .case import PYTEST, Case
from .judge import passes, probe

LIMIT = 5  # seconds for what is small, since faulty programs may hang

Known = Dict[Tuple[str, ...], Tuple[bool, List[str]]]


def faults_of(case: Case, known: Known) -> List[str]:
    """Return what is wrong with a case; nothing when it is sound.

    The correct project passes its tests, and its hidden inputs give the same whatever
    the order of sets. The faulty one fails a test, and differs in a hidden input,
    unless it does not even load.

    Args:
        case: what is checked.
        known: what was found for correct projects, shared between cases.
    """
    said = []
    key = (*case.files.values(), *case.probes)
    if key not in known:
        known[key] = right(case)
    sound, expected = known[key]
    if not sound:
        said.append("the correct project fails its tests, or depends on chance")
    if len(expected) < len(case.probes):
        said.append("the hidden inputs do not run on the correct project")
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        case.build(folder)
        if quick_passes(case, folder):
            said.append("the faulty project passes its tests")
        if case.probes and probe(case, folder, limit=LIMIT) == expected:
            said.append("the hidden inputs do not show the fault")
    return said


def right(case: Case) -> Tuple[bool, List[str]]:
    """Return whether the correct project is sound, and what it makes of the inputs."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        case.build(folder, correct=True)
        first = probe(case, folder, seed=1)
        return passes(case, folder) and first == probe(case, folder, seed=2), first


def quick_passes(case: Case, folder: pathlib.Path) -> bool:
    """Return whether the tests pass; pytest, once loaded, is not loaded again."""
    if case.command != PYTEST or not hasattr(os, "fork") or case.kind == "layout":
        return passes(case, folder)
    import pytest  # not every use of this module needs it

    pid = os.fork()
    if pid:
        return 0 == os.waitpid(pid, 0)[1]
    try:
        signal.alarm(LIMIT)  # nobody listens, so it ends this process
        os.chdir(folder)
        sys.dont_write_bytecode = True
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(quiet, number)
        os._exit(int(pytest.main([*case.command[2:], "--rootdir", str(folder), "."])))
    finally:
        os._exit(70)
