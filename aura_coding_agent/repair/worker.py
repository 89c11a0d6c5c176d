# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold one judge process: its scratch copy, its environment, its life.

The text of the judge is taken from the package's loader, so it is found in a zip too,
and is sent to the interpreter of the project over standard input.
"""

from __future__ import annotations

import json
import os
import queue
import site
from importlib.util import find_spec
from typing import Dict, List, Optional, Tuple

from ..core import process
from ..core.errors import ToolError
from ..core.messages import JsonObject
from .collect import LAZY, SuitePlan
from .scratch import copy_project, keep_settings, make_folder, remove_folder

BOOT = """
import sys
bare = frozenset(sys.modules)
sys.path[:] = [one for one in sys.path if one]
for name in sys.argv[1:]:
    __import__(name)
import os
def take(n):
    data = b""
    while len(data) < n:
        piece = os.read(0, n - len(data))
        if not piece: os._exit(1)
        data += piece
    return data
text = take(int.from_bytes(take(4), "big"))
space = {"__name__": "judge", "BARE": bare, "STARTED": frozenset(sys.modules)}
exec(compile(text, "<judge>", "exec"), space)
space["main"](os.dup(0), os.dup(1))
"""
"""What the interpreter is started with.

The folder it runs in is taken off its path before the first import, so that no module
of a project stands in for one of the standard library. Its arguments are imported
first: the runner of the tests, where the project has modules of such names.
"""

QUIET = {"PYTHONINSPECT": "", "PYTHONSTARTUP": ""}
"""Variables that would have an interpreter wait for input and lose its exit code."""


COLLECT = 6.0  # CPU seconds to import one test file with all it needs


def environment(folder: str, plan: SuitePlan, project: str) -> Dict[str, str]:
    """Return the variables tests run with, on top of the caller's.

    Args:
        folder: a scratch folder; HOME and the temporary files go there.
        project: the copy of the project, which is found before what is installed.
    """
    found = {
        "HOME": make_folder(folder, "home"),
        "TMPDIR": make_folder(folder, "tmp"),
        "TEMP": os.path.join(folder, "tmp"),
        "TMP": os.path.join(folder, "tmp"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUSERBASE": site.getuserbase(),  # or packages there are lost with HOME
        **QUIET,
    }
    inside = search_path(plan, project)
    if inside:
        found["PYTHONPATH"] = os.pathsep.join((*inside, *plan.outside))
    return found


def search_path(plan: SuitePlan, project: str) -> List[str]:
    """Return the folders in a copy of the project to import from, beside its root."""
    return [os.path.normpath(os.path.join(project, name)) for name in plan.path[1:]]


def source_text(module: str) -> str:
    """Return the text of a module of this folder that works in the judge process."""
    name = f"{__package__}.{module}"
    spec = find_spec(name)
    source = getattr(spec.loader, "get_source", None) if spec else None
    text = source(name) if source else None
    if not text:
        raise ToolError(
            "judge-missing",
            "The part that runs the tests is not there as source text.",
            hint="Install the package with its .py files.",
        )
    return str(text)


class Worker:
    """One judge process after the other, in the same scratch copy.

    Attributes:
        state: ``off``, ``starting``, ``idle`` or ``busy``.
        hello: what the judge said of the collected tests, once it did.
        life: counts the processes; news of an earlier one are stale.
        collect: CPU seconds it may take to import one test file.
    """

    def __init__(self, plan: SuitePlan, folder: str, inbox: queue.SimpleQueue[News]):
        """Take the plan, the folder of its copy, and where news goes."""
        self.plan = plan
        self.folder = folder
        self.inbox = inbox
        self.state: str = "off"
        self.hello: JsonObject = {}
        self.life: int = 0
        self.forks = True
        self.collect: float = COLLECT
        self.shield: bool = False
        self.deaths: int = 0
        self._child: Optional[process.Child] = None
        self.marker: str = f"{os.getpid()}-{id(self):x}"

    @property
    def project(self) -> str:
        """The scratch copy it works in."""
        return os.path.join(self.folder, "project")

    def start(self) -> None:
        """Start a judge; its first message tells what it has collected."""
        if not os.path.isdir(self.project):
            make_folder(self.folder)
            copy_project(self.plan.root, self.project)
            keep_settings(self.project)
        self.life += 1
        life = self.life
        variables = environment(self.folder, self.plan, self.project)
        wanted = variables.get("PYTHONPATH", "")
        variables["AURA_JUDGE"] = self.marker
        variables["PYTHONPATH"] = os.pathsep.join(self.plan.outside)
        first = [*LAZY, self.plan.runner] if self.plan.hidden else []
        self._child = process.start(
            [self.plan.interpreter, "-c", BOOT, *first],
            cwd=variables["HOME"],
            env=variables,
            hear=lambda data: self.inbox.put((self, life, data)),
        )
        self.state = "starting"
        self._child.send(source_text("judge").encode("utf-8"))
        self.send(
            {
                "root": self.project,
                "tests": list(self.plan.tests),
                "path": [self.project, *search_path(self.plan, self.project)],
                "environ": {"PYTHONPATH": wanted},
                "hidden": list(self.plan.hidden),
                "own": list(self.plan.own),
                "runner": self.plan.runner,
                "args": list(self.plan.args),
                "pristine": self.plan.root,
                "tmp": os.path.join(self.folder, "tmp"),
                "forks": self.forks,
                "collect": self.collect,
                "shield": self.shield,
            }
        )

    def send(self, message: JsonObject) -> None:
        """Send a request."""
        if self._child is not None:
            self._child.send(json.dumps(message).encode("utf-8"))

    def ask(self, message: JsonObject) -> None:
        """Send a request that ends with ``done``."""
        self.state = "busy"
        self.send(message)

    def stop(self) -> None:
        """End the process and what it left; a new one can be started."""
        if self._child is not None:
            self._child.kill()
            self._child = None
        self.state = "off"

    def refresh(self) -> None:
        """Stop, and throw the copy away, since its process died at work on it."""
        self.stop()
        self.deaths += 1
        self.shield = True
        remove_folder(self.folder)


News = Optional[Tuple[Worker, int, Optional[bytes]]]
"""A message of a worker's process of some life; None wakes who waits."""
