# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the package indexes of a rehearsal: pypiserver, devpi, and the project's own.

The first two are written by others and used in earnest; a release that passes there
does not pass only because the same hand wrote both sides. Neither can yank files that
were uploaded to it (PEP 592): the third does that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import socket
import subprocess  # nosec B404 - servers of the rehearsal's own environment
import time
from typing import Any, Dict, List, Optional

from .. import web
from ..errors import ReleaseError
from .stage import Stage

USER = "release"
START = 60.0
"""Seconds that a server has until it must answer."""


class Server:
    """A server in a process of its own, started again as often as needed.

    Args:
        stage: where its log and its files are.
        name: for messages and the log.
        words: the command; ``{port}`` stands for its port.
        ready: the path that answers when it is up.
        extra: variables for it.
    """

    def __init__(
        self,
        stage: Stage,
        name: str,
        *,
        words: List[str],
        ready: str,
        extra: Optional[Dict[str, str]] = None,
    ):
        """Choose a port; nothing is started."""
        self.name = name
        self.port = _free_port()
        self._words = [word.replace("{port}", str(self.port)) for word in words]
        self._ready = self.url + ready
        self._environment = {**stage.environment, **(extra or {})}
        self._log = stage.folder / "logs" / f"{name}.log"
        self._log.parent.mkdir(exist_ok=True)
        self._process: Optional["subprocess.Popen[bytes]"] = None

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            ReleaseError: ``rehearsal-server``.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # nosec B603 - no shell
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
            )
        deadline = time.monotonic() + START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ReleaseError(
                    "rehearsal-server",
                    f"{self.name} does not start.",
                    f"Look at the end of {self._log}.",
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        """Tell whether it answers without an error of its own."""
        try:
            return web.request("GET", self._ready, what=self.name).status < 500
        except ReleaseError:
            return False

    def kill(self) -> None:
        """End it at once, as a machine that loses its power does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pypiserver(stage: Stage, *, password: str) -> Server:
    """Return pypiserver, which keeps its files in the folder ``pypiserver``."""
    files = stage.folder / "pypiserver"
    files.mkdir()
    # The format of htpasswd has no better scheme that passlib reads without help.
    digest = hashlib.new("sha1", password.encode(), usedforsecurity=False).digest()
    htpasswd = stage.folder / "home" / "htpasswd"
    htpasswd.write_text(f"{USER}:{{SHA}}{base64.b64encode(digest).decode()}\n")
    words = [stage.python, "-m", "pypiserver", "run", "-p", "{port}"]
    words += ["-i", "127.0.0.1", "-P", str(htpasswd), "-a", "update"]
    words += ["--disable-fallback", str(files)]
    return Server(stage, "pypiserver", words=words, ready="health")


def devpi(stage: Stage) -> Server:
    """Return devpi-server; :func:`devpi_index` makes an index in it once it runs."""
    folder = str(stage.folder / "devpi")
    tools = pathlib.Path(stage.python).parent
    words = [str(tools / "devpi-init"), "--serverdir", folder]
    words += ["--no-root-pypi", "--root-passwd", "not used"]
    stage.run(*words, folder=stage.folder, quiet=True)
    words = [str(tools / "devpi-server"), "--serverdir", folder, "--offline-mode"]
    words += ["--host", "127.0.0.1", "--port", "{port}"]
    # How hard it is to guess its secret: 20 s of work at each start by default.
    for cost in ("time-cost", "parallelism"):
        words += [f"--argon2-{cost}", "1"]
    words += ["--argon2-memory-cost", "8"]
    return Server(stage, "devpi", words=words, ready="+api")


def devpi_index(server: Server, *, password: str) -> str:
    """Make a user and an index that keeps what it has; return its address.

    Raises:
        ReleaseError: ``server-failed``, ``server-refused``, ``server-unreachable``.
    """
    _put(server.url + USER, {"password": password})
    login = {"user": USER, "password": password}
    url = server.url + "+login"
    answer = web.request("POST", url, what="devpi", json=login)
    token = json.loads(web.require(answer, "devpi").content)["result"]["password"]
    proof = base64.b64encode(f"{USER}:{token}".encode()).decode()
    index = f"{server.url}{USER}/stable"
    _put(
        index,
        {"type": "stage", "bases": [], "volatile": False},
        headers={"X-Devpi-Auth": proof},
    )
    return index + "/"


def _put(
    url: str, body: Dict[str, Any], headers: Optional[Dict[str, str]] = None
) -> None:
    """Have devpi make something."""
    answer = web.request("PUT", url, what="devpi", json=body, headers=headers)
    web.require(answer, "devpi")


def own_index(stage: Stage, *, password: str) -> Server:
    """Return the project's own index, which keeps its files in the folder ``index``."""
    words = [stage.python, "-m", "release", "index", "serve"]
    words += [str(stage.folder / "index"), "--port", "{port}", "--user", USER]
    return Server(
        stage,
        "index",
        words=words,
        ready="simple/",
        extra={
            "RELEASE_INDEX_PASSWORD": password,
            # Its code is the one under rehearsal, wherever it is started.
            "PYTHONPATH": str(stage.work),
        },
    )
