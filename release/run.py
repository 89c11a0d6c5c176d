# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make a whole release, step by step; stop at the first failure, and go on later."""

from __future__ import annotations

import argparse
import sys
from typing import List

from . import environment, project, shell, state
from .errors import USAGE, ReleaseError
from .project import Project
from .state import State
from .steps import STEPS, Step, Work, runs


def main(argv: List[str]) -> int:
    """Run ``run``."""
    parser = argparse.ArgumentParser("python -m release run", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print the steps, stop")
    parser.add_argument("--status", action="store_true", help="what is done, stop")
    parser.add_argument("--confirm", metavar="VERSION", default="", help="the answer")
    parser.add_argument("--from", metavar="STEP", dest="begin", help="do it again")
    parser.add_argument("--dist", default="dist", help="folder of the files")
    args = parser.parse_args(argv)
    here = project.here()
    if args.list or environment.dry_run():
        show_plan(here)
        return 0
    known = state.load(here)
    if args.status:
        show_status(known)
        return 0
    if args.begin:
        known = again_from(known, args.begin)
    work = Work(here, here.root / args.dist, args.confirm)
    known = go(work, known)
    shell.say(f"{here.name} {here.version} is released. {here.state} has the evidence.")
    return 0


def heading(step: Step) -> str:
    """Return the line that announces a step."""
    return f"[{STEPS.index(step) + 1}/{len(STEPS)}] {step.name}: {step.about}"


def show_plan(here: Project) -> None:
    """Print every step and what it runs."""
    shell.say(f"Release of {here.name} {here.version}; nothing is done now.")
    for step in STEPS:
        shell.say(f"{heading(step)}\n        {runs(step, here)}")


def show_status(known: State) -> None:
    """Print what is done, with the evidence, and what is not."""
    for step in STEPS:
        done = known.steps.get(step.name)
        shown = f"done {done.at}  {done.evidence}" if done else "not done"
        shell.say(f"{step.name:12} {shown}")


def again_from(known: State, name: str) -> State:
    """Return the state as if a step and all after it were not done.

    Raises:
        ReleaseError: ``no-step``.
    """
    names = [step.name for step in STEPS]
    if name not in names:
        message = f"there is no step {name!r}."
        hint = f"The steps are {', '.join(names)}."
        raise ReleaseError("no-step", message, hint, status=USAGE)
    before = names[: names.index(name)]
    kept = {n: done for n, done in known.steps.items() if n in before}
    return known._replace(steps=kept)


def go(work: Work, known: State) -> State:
    """Do what is not done yet, and remember each step as soon as it is done.

    Raises:
        ReleaseError: of the step that failed, after a summary was printed.
    """
    for step in STEPS:
        if step.name in known.steps and not step.always:
            shell.say(f"{heading(step)}\n        done {known.steps[step.name].at}")
            continue
        shell.say(heading(step))
        try:
            evidence = step.do(work)
        except (ReleaseError, KeyboardInterrupt):
            summarize(known, step)
            raise
        shell.say(f"        {evidence}")
        known = state.with_step(known, step.name, evidence)
        state.save(work.here, known)
    return known


def summarize(known: State, failed: Step) -> None:
    """Say what is done and what is not."""
    done = [s.name for s in STEPS if s.name in known.steps and s is not failed]
    rest = [s.name for s in STEPS if s.name not in known.steps and s is not failed]
    lines = [
        f"Stopped at {failed.name}.",
        f"  done: {', '.join(done) or 'nothing'}",
        f"  not done: {', '.join([failed.name, *rest])}",
        "  Start the same command again to go on from there.",
    ]
    print("\n".join(lines), file=sys.stderr, flush=True)
