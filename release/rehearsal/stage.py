# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Give the rehearsal a place of its own, run its commands, and keep its minutes.

Everything happens below one folder: the clone, the remote, a home with its own git
settings and its own SSH key, temporary files. Nothing of the user's is read or changed.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import shutil
import subprocess  # nosec B404 - git, pip and the release tool, never a shell
import time
from typing import Dict, List, Mapping, NamedTuple, Optional, Sequence

from ..errors import ReleaseError

_KEPT = ("LANG", "LC_ALL", "SYSTEMROOT", "SSL_CERT_FILE", "TZ")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_SIGNER = "rehearsal@localhost"


class Ran(NamedTuple):
    """How a command ended: exit code, and what it printed to both streams."""

    code: int
    output: str


class Step(NamedTuple):
    """A line of the minutes."""

    scene: str
    said: str
    seconds: float


class Stage:
    """The place of a rehearsal.

    Args:
        checkout: the checkout whose last commit is rehearsed.
        folder: where everything happens; it is emptied first.
        python: the interpreter with the tools of a release.

    Attributes:
        closing: what is to be ended when the rehearsal ends, however it does.
    """

    def __init__(
        self, checkout: pathlib.Path, folder: pathlib.Path, python: pathlib.Path
    ):
        """Empty the folder."""
        self.checkout = checkout
        self.folder = folder
        self.python = str(python)
        self.work = folder / "work"
        self.remote = folder / "remote.git"
        self.steps: List[Step] = []
        self.closing = contextlib.ExitStack()
        self._scene = ""
        self._began = self._last = time.monotonic()
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("home", "tmp"):
            (folder / name).mkdir(parents=True)
        self.environment = self._variables(python.parent)

    def _variables(self, tools: pathlib.Path) -> Dict[str, str]:
        """Return the variables that commands get."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        path = os.pathsep.join([str(tools), os.environ.get("PATH", os.defpath)])
        return {
            **kept,
            "PATH": path,
            "HOME": str(self.folder / "home"),
            "XDG_CONFIG_HOME": str(self.folder / "home" / ".config"),
            "TMPDIR": str(self.folder / "tmp"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "NO_PROXY": "127.0.0.1",
            "NO_COLOR": "1",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INPUT": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }

    # -- minutes

    def scene(self, title: str) -> None:
        """Begin a scene."""
        self._scene = title
        print(f"\n== {title}", flush=True)

    def note(self, said: str) -> None:
        """Print something that is not evidence."""
        print(f"   {said}", flush=True)

    def evidence(self, said: str) -> None:
        """Put down what was shown."""
        now = time.monotonic()
        self.steps.append(Step(self._scene, said, now - self._last))
        self._last = now
        print(f"   ok  {said}  [{self.steps[-1].seconds:.1f} s]", flush=True)

    def check(self, holds: object, said: str, *, shown: str = "") -> None:
        """Put down what was shown, or end the rehearsal when it does not hold.

        Raises:
            ReleaseError: ``rehearsal-failed``.
        """
        if holds:
            self.evidence(said)
            return
        detail = "".join(f"\n    {line}" for line in shown.strip().splitlines()[-40:])
        raise ReleaseError(
            "rehearsal-failed",
            f"in the scene {self._scene!r}, this does not hold: {said}{detail}",
            f"Everything is kept in {self.folder}: the clone in work, logs in logs.",
        )

    @property
    def seconds(self) -> float:
        """How long the rehearsal has taken, in seconds."""
        return time.monotonic() - self._began

    # -- commands

    def run(
        self,
        *words: str,
        expect: int = 0,
        shows: Sequence[str] = (),
        extra: Optional[Mapping[str, str]] = None,
        folder: Optional[pathlib.Path] = None,
        given: str = "",
        quiet: bool = False,
    ) -> Ran:
        """Run a command in the clone, and check how it ends.

        Args:
            words: program and arguments.
            expect: the exit code it must end with.
            shows: texts that must be in what it prints; these lines are shown.
            extra: more variables.
            folder: another folder.
            given: its standard input.
            quiet: do not print the command line.

        Raises:
            ReleaseError: ``rehearsal-failed``.
        """
        if not quiet:
            print(f"   $ {self.plain(' '.join(words))}", flush=True)
        ran = subprocess.run(  # nosec B603 - a list of words, no shell
            list(words),
            cwd=folder or self.work,
            env={**self.environment, **(extra or {})},
            input=given.encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output = self.plain(_ESCAPES.sub("", ran.stdout.decode("utf-8", "replace")))
        if "Traceback (most recent call last)" in output:
            self.check(False, f"`{words[0]}` ends without a traceback", shown=output)
        if ran.returncode != expect:
            said = f"it ends with {expect} (it ended with {ran.returncode})"
            self.check(False, said, shown=output)
        # Programs wrap lines where they like.
        flat = " ".join(output.split())
        for text in shows:
            if text not in flat:
                self.check(False, f"it says {text!r}", shown=output)
        return Ran(ran.returncode, output)

    def plain(self, text: str) -> str:
        """Return a text with the folder of the rehearsal cut short."""
        return text.replace(self.python, "python").replace(str(self.folder), "~")

    def show(self, output: str, *needles: str) -> None:
        """Print the lines of an output that hold one of some texts."""
        for line in output.splitlines():
            if any(needle in line for needle in needles):
                self.note(f"| {line.strip()}")

    def release(
        self,
        *words: str,
        expect: int = 0,
        shows: Sequence[str] = (),
        extra: Optional[Mapping[str, str]] = None,
        given: str = "",
    ) -> Ran:
        """Run the release tool in the clone; a failure shows its message."""
        argv = (self.python, "-m", "release", *words)
        ran = self.run(*argv, expect=expect, shows=shows, extra=extra, given=given)
        lines = ran.output.splitlines()
        failed = [n for n, line in enumerate(lines) if line.startswith("release: ")]
        for line in lines[failed[0] :] if failed else ():
            self.note(f"| {line}")
        return ran

    def git(self, *words: str, folder: Optional[pathlib.Path] = None) -> str:
        """Run git in the clone, return what it prints."""
        return self.run("git", *words, folder=folder, quiet=True).output.strip()

    # -- the repository

    def prepare(self) -> None:
        """Clone the last commit; give the clone a remote, an identity and a key."""
        key = self.folder / "home" / "key"
        self.run(
            *("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", _SIGNER),
            *("-f", str(key)),
            folder=self.folder,
        )
        public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
        signers = self.folder / "home" / "allowed_signers"
        signers.write_text(f"{_SIGNER} {public}\n")
        for name, value in (
            ("user.name", "Rehearsal"),
            ("user.email", _SIGNER),
            ("gpg.format", "ssh"),
            ("user.signingKey", str(key)),
            ("gpg.ssh.allowedSignersFile", str(signers)),
            ("init.defaultBranch", "main"),
            ("advice.detachedHead", "false"),
            # The checkout may belong to somebody else, as in a container.
            ("safe.directory", "*"),
        ):
            self.run("git", "config", "--global", name, value, folder=self.folder)
        source = str(self.checkout)
        self.run("git", "clone", "-q", source, str(self.work), folder=self.folder)
        self.git("checkout", "-q", "-B", "main")
        # Tags of the checkout could be those that are made here.
        tags = self.git("tag", "--list").split()
        if tags:
            self.git("tag", "--delete", *tags)
        self.git("init", "-q", "--bare", str(self.remote), folder=self.folder)
        self.git("remote", "set-url", "origin", str(self.remote))
        self.git("push", "-q", "origin", "main")
