# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run one command of the release tool; README.rst beside this lists them all.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 nobody confirmed, 130 interrupted.
"""

from __future__ import annotations

import importlib
import sys
from typing import Dict, List, NamedTuple

from .errors import INTERRUPTED, USAGE, ReleaseError


class Command(NamedTuple):
    """A command: its module, the function there that takes the arguments, one line."""

    module: str
    function: str
    about: str


COMMANDS: Dict[str, Command] = {
    "bump": Command("bump", "main", "new version in package, changelog, CITATION.cff"),
    "check-version": Command("check_version", "main", "package, changelog, tag agree"),
    "tag": Command("tag", "main", "make the signed tag of this version"),
    "notes": Command("notes", "main", "release notes from the changelog"),
    "run": Command("run", "main", "the whole release, step by step; resumes"),
    "await-docs": Command("docs", "main", "wait until the documentation is built"),
    "manifest": Command("manifest", "main", "write SHA256SUMS and provenance.json"),
    "sign": Command("signing", "sign_main", "sign SHA256SUMS with an SSH key"),
    "verify": Command("signing", "verify_main", "check signature, hashes, provenance"),
    "attest": Command("attest", "main", "have a CI job's identity attest the files"),
    "upload": Command("upload", "main", "upload by twine what an index lacks"),
    "verify-upload": Command("verify_upload", "main", "download, compare, rebuild"),
    "forge": Command("forge", "main", "push the tag and make the release page"),
    "yank-plan": Command("yank", "main", "what to do to yank a version"),
    "rollback": Command("rollback", "main", "release an older version again, as new"),
    "announce": Command("announce", "main", "tell a webhook of the release"),
    "metrics": Command("metrics", "main", "how the project does, in numbers"),
    "index": Command("index", "main", "serve a local package index"),
    "rehearse": Command("rehearse", "main", "the whole release against loopback"),
}


def usage() -> str:
    """Return the list of commands."""
    rows = [f"  {name:14} {command.about}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python -m release COMMAND [options]", "", *rows])


def main(argv: List[str]) -> int:
    """Run a command, return its exit code.

    Args:
        argv: name of the command and its arguments.
    """
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if argv else USAGE
    command = COMMANDS.get(argv[0])
    try:
        if command is None:
            hint = "python -m release --help lists the commands."
            message = f"there is no command {argv[0]!r}."
            raise ReleaseError("no-command", message, hint, status=USAGE)
        module = importlib.import_module(f".{command.module}", __package__)
        code: int = getattr(module, command.function)(argv[1:])
        return code
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("release: interrupted.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
