# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Start the programs a release needs, and turn their failures into messages."""

from __future__ import annotations

import os
import pathlib
import re
import shlex
import subprocess  # nosec B404 - git, twine and pip, never a shell
from typing import Mapping, NamedTuple, Optional, Sequence

from .environment import dry_run
from .errors import ReleaseError

TAIL = 15  # lines of output that belong into a message
# A traceback down to the line of its exception; then one that led to another.
_TRACEBACK = re.compile(
    r"^(?P<deep>[ \t]*)Traceback \(most recent call last\):\n"
    r"(?:(?P=deep)[ \t].*\n|[ \t]*\n)*",
    re.M,
)
_EARLIER = re.compile(
    r"^.*\n\s*(?:During handling of the above|The above) exception.*\n\s*", re.M
)


class Ran(NamedTuple):
    """How a program ended; ``output`` has both of its streams."""

    code: int
    output: str


def line(argv: Sequence[str]) -> str:
    """Return a command as one would type it."""
    return " ".join(shlex.quote(word) for word in argv)


def attempt(
    argv: Sequence[str],
    *,
    folder: pathlib.Path,
    extra: Optional[Mapping[str, str]] = None,
    without: Sequence[str] = (),
    given: bytes = b"",
    quiet: bool = True,
) -> Ran:
    """Run a program, return how it ended.

    Args:
        argv: program and arguments; no shell is involved.
        folder: where it runs.
        extra: variables added to the environment.
        without: variables taken out of it.
        given: its standard input.
        quiet: gather what it prints; otherwise that goes to the terminal.

    Raises:
        ReleaseError: ``program-missing``, it cannot be started.
    """
    environ = {k: v for k, v in os.environ.items() if k not in without}
    try:
        ran = subprocess.run(  # nosec B603 - a list of words, no shell
            list(argv),
            cwd=folder,
            env={**environ, **(extra or {})},
            input=given,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            check=False,
        )
    except OSError as error:
        raise ReleaseError(
            "program-missing",
            f"{argv[0]} cannot be started: {error.strerror}.",
            "Install it, or run the make target, which makes the environment first.",
        ) from None
    return Ran(ran.returncode, (ran.stdout or b"").decode("utf-8", "replace"))


def run(
    argv: Sequence[str],
    *,
    folder: pathlib.Path,
    hint: str,
    code: str = "command-failed",
    extra: Optional[Mapping[str, str]] = None,
    without: Sequence[str] = (),
    quiet: bool = True,
) -> str:
    """Run a program that must succeed, return its output.

    Raises:
        ReleaseError: ``code`` with the end of the output; ``program-missing``.
    """
    ran = attempt(argv, folder=folder, extra=extra, without=without, quiet=quiet)
    if ran.code != 0:
        message = f"`{line(argv)}` ended with {ran.code}."
        raise ReleaseError(code, message + tail(ran.output), hint)
    return ran.output


def tail(output: str) -> str:
    """Return the end of an output, indented, to be put below a message.

    Of a traceback only the last line is kept, which says what happened.
    """
    short = _EARLIER.sub("", _TRACEBACK.sub("", output + "\n"))
    kept = [text.rstrip() for text in short.splitlines() if text.strip()]
    return "".join(f"\n    {text}" for text in kept[-TAIL:])


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a program prints next."""
    print(text, flush=True)


def would(text: str) -> bool:
    """Return whether this is a dry run; then say what would be done."""
    if dry_run():
        say(f"would: {text}")
    return dry_run()
