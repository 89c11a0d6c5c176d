# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Remember which steps of a release are done, in one JSON file for each version."""

from __future__ import annotations

import datetime
import json
import os
from typing import Dict, NamedTuple

from . import git
from .errors import ReleaseError
from .project import Project


class Done(NamedTuple):
    """A step that is done: when (UTC), and what showed it."""

    at: str
    evidence: str


class State(NamedTuple):
    """What is known of the release of one version."""

    commit: str
    steps: Dict[str, Done]


def load(here: Project) -> State:
    """Return what is done for the version and commit that are checked out.

    Raises:
        ReleaseError: ``release-moved``, it was begun at another commit;
            ``state-broken``, ``no-repository``.
    """
    head = git.head(here.root)
    if not here.state.exists():
        return State(head, {})
    try:
        shown = json.loads(here.state.read_text(encoding="utf-8"))
        steps = {name: Done(**done) for name, done in shown["steps"].items()}
        begun = str(shown["commit"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            "state-broken",
            f"{here.state} cannot be read: {error!r}",
            "Remove it and start again: steps that are done are found to be done.",
        ) from None
    if begun != head:
        raise ReleaseError(
            "release-moved",
            f"the release of {here.version} was begun at {begun[:12]}, and {head[:12]} "
            "is checked out.",
            f"git checkout {here.tag}, or make a new version. If nothing of it was "
            f"pushed or uploaded, remove {here.state} and begin anew.",
        )
    return State(begun, steps)


def save(here: Project, state: State) -> None:
    """Write the file, whole or not at all."""
    steps = {name: done._asdict() for name, done in state.steps.items()}
    shown = {"version": here.version, "commit": state.commit, "steps": steps}
    here.state.parent.mkdir(parents=True, exist_ok=True)
    beside = here.state.with_suffix(".tmp")
    beside.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, here.state)


def with_step(state: State, name: str, evidence: str) -> State:
    """Return the state with one more step done, now."""
    now = datetime.datetime.now(datetime.timezone.utc)
    done = Done(now.strftime("%Y-%m-%dT%H:%M:%SZ"), evidence)
    return state._replace(steps={**state.steps, name: done})
