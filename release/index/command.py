# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run the index, or yank a version in its folder: the command line of ``index``."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
from typing import List, Optional

from ..errors import ReleaseError
from . import names
from .server import Account, IndexServer
from .store import Store

# pragma: allowlist nextline secret (made up)
PASSWORD = "RELEASE_INDEX_PASSWORD"
"""The variable that holds the password; an argument could be read by all users."""


def main(argv: Optional[List[str]] = None) -> int:
    """Run the command; return its exit code.

    Raises:
        ReleaseError: ``index-password``, ``index-start``, ``index-no-such-version``.
    """
    options = _parser().parse_args(argv)
    if options.action == "serve":
        return _serve(options)
    return _yank(options)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m release index", description="A package index in a folder."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    serve = actions.add_parser("serve", help="serve a folder until interrupted")
    serve.add_argument("root", type=pathlib.Path, help="the folder")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=0, help="port; 0 chooses a free one")
    serve.add_argument(
        "--user",
        default="__token__",
        help=f"who may upload; the password stands in {PASSWORD}",
    )
    serve.add_argument("--quiet", action="store_true", help="do not log requests")
    for name, text in (("yank", "yank a version"), ("unyank", "take a yank back")):
        action = actions.add_parser(name, help=text)
        action.add_argument("root", type=pathlib.Path, help="the folder")
        action.add_argument("project")
        action.add_argument("version")
        if name == "yank":
            action.add_argument("--reason", default="", help="shown by installers")
    return parser


def _serve(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    password = os.environ.get(PASSWORD, "")
    if not password:
        raise ReleaseError(
            "index-password",
            f"{PASSWORD} is not set, and an index that anybody may fill is none.",
            f"Set it to a password of your choice; twine's user is {options.user}.",
        )
    account = Account(options.user, password)
    address = (options.host, options.port)
    try:
        server = IndexServer(
            address, Store(options.root), account=account, log=not options.quiet
        )
    except (OSError, OverflowError) as error:
        raise ReleaseError(
            "index-start",
            f"The index cannot serve {options.root} on {options.host}:{options.port}: "
            f"{error}.",
            "Choose another port, or 0 for any free one, and a folder of your own.",
        ) from None
    with server:
        print(f"upload {server.url}legacy/", f"simple {server.url}simple/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("index: stopped", file=sys.stderr)
    return 0


def _yank(options: argparse.Namespace) -> int:
    """Yank a version in a folder, or take that back."""
    reason = options.reason if options.action == "yank" else None
    found: List[str] = []
    if options.root.is_dir() and names.is_project(options.project):
        store = Store(options.root)
        found = store.yank(options.project, options.version, reason=reason)
    if not found:
        raise ReleaseError(
            "index-no-such-version",
            f"There is no {options.project} {options.version} in {options.root}.",
            "Look at the names of the files in that folder.",
        )
    print("\n".join(f"{options.action}ed {filename}" for filename in found))
    return 0
