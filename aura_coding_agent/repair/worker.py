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
from typing import Dict, Optional, Tuple

from ..core import process
from ..core.errors import ToolError
from ..core.messages import JsonObject
from .collect import SuitePlan
from .scratch import copy_project, make_folder, remove_folder

BOOT = """
import os
def take(n):
    data = b""
    while len(data) < n:
        piece = os.read(0, n - len(data))
        if not piece: os._exit(1)
        data += piece
    return data
text = take(int.from_bytes(take(4), "big"))
space = {"__name__": "judge"}
exec(compile(text, "<judge>", "exec"), space)
space["main"](os.dup(0), os.dup(1))
"""


def environment(folder: str, plan: SuitePlan, project: str) -> Dict[str, str]:
    """Return the variables tests run with, on top of the caller's.

    Args:
        folder: a scratch folder; HOME and the temporary files go there.
        project: the copy of the project, which is found before what is installed.
    """
    inside = [os.path.normpath(os.path.join(project, name)) for name in plan.path[1:]]
    known = os.environ.get("PYTHONPATH")
    found = {
        "HOME": make_folder(folder, "home"),
        "TMPDIR": make_folder(folder, "tmp"),
        "TEMP": os.path.join(folder, "tmp"),
        "TMP": os.path.join(folder, "tmp"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUSERBASE": site.getuserbase(),  # or packages there are lost with HOME
    }
    if inside:
        found["PYTHONPATH"] = os.pathsep.join(inside + ([known] if known else []))
    return found


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
        self.life += 1
        life = self.life
        variables = environment(self.folder, self.plan, self.project)
        variables["AURA_JUDGE"] = self.marker
        self._child = process.start(
            [self.plan.interpreter, "-c", BOOT],
            cwd=self.project,
            env=variables,
            hear=lambda data: self.inbox.put((self, life, data)),
        )
        self.state = "starting"
        self._child.send(source_text("judge").encode("utf-8"))
        self.send(
            {
                "root": self.project,
                "tests": list(self.plan.tests),
                "path": [
                    os.path.normpath(os.path.join(self.project, name))
                    for name in self.plan.path
                ],
                "runner": self.plan.runner,
                "args": list(self.plan.args),
                "pristine": self.plan.root,
                "tmp": os.path.join(self.folder, "tmp"),
                "forks": self.forks,
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
