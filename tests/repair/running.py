# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Projects made of a few files, and suites that run them."""

from __future__ import annotations

import contextlib
import os
import pathlib
import textwrap
from typing import Dict, Iterator, List, Mapping, Optional

from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.repair.collect import SuitePlan, find_suite
from aura_coding_agent.repair.model import Judgement
from aura_coding_agent.repair.suite import Suite


def project(folder: pathlib.Path, files: Mapping[str, str]) -> str:
    """Write a project's files, dedented; return its root."""
    root = folder / "project"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return str(root)


@contextlib.contextmanager
def running(
    folder: pathlib.Path,
    files: Mapping[str, str],
    *,
    jobs: int = 1,
    plan: Optional[Dict[str, object]] = None,
    cancel: Optional[Cancel] = None,
) -> Iterator[Suite]:
    """Yield a suite of a project; ``plan`` replaces parts of how it is run."""
    found = find_suite(project(folder, files))
    chosen: SuitePlan = found._replace(**(plan or {}))  # type: ignore[arg-type]
    scratch = folder / "scratch"
    scratch.mkdir()
    with Suite(chosen, str(scratch), cancel=cancel or Cancel(), jobs=jobs) as suite:
        yield suite


def patched(suite: Suite, path: str, old: str, new: str) -> Dict[str, str]:
    """Return the sources of a candidate: a file in which ``old`` became ``new``."""
    text = pathlib.Path(suite.plan.root, path).read_text(encoding="utf-8")
    assert old in text
    return {path: text.replace(old, new)}


def verdicts(suite: Suite, *candidates: Mapping[str, str]) -> List[str]:
    """Judge candidates; return their verdicts in the order they were given."""
    return [one.verdict for one in judgements(suite, *candidates)]


def judgements(suite: Suite, *candidates: Mapping[str, str]) -> List[Judgement]:
    """Judge candidates; return the judgements in the order they were given."""
    found = dict(suite.judge(list(enumerate(candidates))))
    return [found[number] for number in range(len(candidates))]


def left_running(mark: str) -> List[str]:
    """Return processes whose command line or environment has a mark, on Linux."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit() and int(name) != os.getpid():
            for part in ("environ", "cmdline", "cwd"):
                place = f"/proc/{name}/{part}"
                try:
                    if part == "cwd":
                        text = os.readlink(place)
                    else:
                        text = pathlib.Path(place).read_bytes().decode("latin-1")
                except OSError:
                    continue
                if mark in text and name not in found:
                    found.append(name)
    return found
