# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Define the options of every command."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Callable, Mapping, Sequence

from . import __version__

_TOPICS: Mapping[str, str] = {
    "fix": "repair failing tests by search, without a model and without a network",
    "run": "carry out one task",
    "edit": "apply edits or a patch given as JSON on standard input",
    "chat": "carry out tasks one after the other, in a conversation",
    "sessions": "list, show, resume, fork and export earlier sessions",
    "undo": "take back what the last run did to the files",
    "redo": "do again what undo took back",
    "doctor": "look at this machine and say what works",
    "config": "show every setting and where it comes from",
}


def called(first: str) -> str:
    """Return how the program was called, to be repeated in hints.

    Args:
        first: ``sys.argv[0]``.
    """
    name = os.path.basename(first)
    python = os.path.basename(sys.executable or "python3")
    if name.endswith(".pyz"):
        return f"{python} {first}"
    if name == "__main__.py":
        return f"{python} -m {__package__}"
    return name[: -len(".exe")] if name.endswith(".exe") else name or "aura"


def undo_words(first: str, workspace: str) -> str:
    """Return the command line that takes back what was done to a workspace.

    Args:
        first: ``sys.argv[0]``.
    """
    if os.path.realpath(os.curdir) == os.path.realpath(workspace):
        return f"{called(first)} undo"
    plain = workspace.isprintable() and " " not in workspace
    return f"{called(first)} undo -C {workspace if plain else 'DIR'}"


def build_parser(
    words: Sequence[str] = (), *, program: str = "aura"
) -> argparse.ArgumentParser:
    """Return the parser.

    Args:
        words: the command line; when its first word is a command, only the options
            of that command are built, which halves the time to start.
        program: how the program was called.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        description="A coding agent that installs anywhere and never loses your work.",
        allow_abbrev=False,
        formatter_class=_help_formatter,
    )
    version = f"aura {__version__}"
    parser.add_argument("-V", "--version", action="version", version=version)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    only = words[0] if words and words[0] in _BUILDERS else None
    for name, build in _BUILDERS.items():
        if only in (None, name):
            command = commands.add_parser(
                name,
                help=_TOPICS[name],
                description=_TOPICS[name].capitalize() + ".",
                allow_abbrev=False,
                formatter_class=_help_formatter,
            )
            build(command)
    return parser


def _help_formatter(prog: str) -> argparse.HelpFormatter:
    """Return a formatter of known width.

    Without one, argparse loads shutil and all that needs, which costs 4 ms a start.
    """
    columns = os.environ.get("COLUMNS", "")
    try:
        width = int(columns) if columns else os.get_terminal_size(1).columns
    except (OSError, ValueError):
        width = 80
    return argparse.HelpFormatter(prog, width=max(width, 22) - 2)


def _workspace_option(parser: argparse.ArgumentParser) -> None:
    """Add ``-C``."""
    parser.add_argument(
        "-C",
        "--workspace",
        default=".",
        metavar="DIR",
        help="folder to work in (default: the current one)",
    )


def _agent_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that every agent takes."""
    _workspace_option(parser)
    add = parser.add_argument
    add("--api", metavar="NAME", help="wire format: openai-chat or anthropic")
    add("--base-url", metavar="URL", help="address of the endpoint")
    add("--model", metavar="NAME", help="model id as the endpoint knows it")
    add("--auto", action="store_true", default=None, help="run commands unasked")
    add(
        "--allow",
        action="append",
        metavar="PATTERN",
        help="commands that may run unasked, such as 'pytest*' (repeatable)",
    )
    add(
        "--check",
        action="append",
        metavar="CMD",
        help="command that must pass at the end (repeatable)",
    )
    add("--max-turns", metavar="N", help="model calls of one run")
    add("--max-tokens", metavar="N", help="tokens of one run")
    add("--max-cost", metavar="USD", help="cost of one run in US dollars")
    add("--max-time", metavar="SECONDS", help="wall time of one run")
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="any other setting that `config` lists (repeatable)",
    )


def _build_run(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``run``."""
    parser.add_argument("task", nargs="?", metavar="TASK", help="the task; - is stdin")
    parser.add_argument("--file", metavar="FILE", help="read the task from a file")
    parser.add_argument(
        "--attempts",
        type=_count,
        default=1,
        metavar="N",
        help="try N times in copies, keep the smallest that passes every --check",
    )
    _agent_options(parser)
    _output_option(parser, "jsonl")
    parser.set_defaults(action="run", session="")


def _output_option(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add ``--output``."""
    parser.add_argument(
        "--output",
        choices=("text", "json", *more),
        default="text",
        help="form of the output (default: text)",
    )


def _build_chat(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``chat``."""
    _agent_options(parser)
    parser.add_argument("--session", default="", help="session to go on with")
    parser.set_defaults(action="chat")


def _build_sessions(parser: argparse.ArgumentParser) -> None:
    """Add the actions of ``sessions``."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser(
        "list",
        help="list the sessions, newest first",
        formatter_class=_help_formatter,
    )
    _workspace_option(listing)
    listing.add_argument("--all", action="store_true", help="of every workspace")
    _output_option(listing)
    listing.set_defaults(action="sessions_list")
    for name, words in (
        ("show", "show what was said and done"),
        ("export", "print a session as JSON"),
    ):
        action = actions.add_parser(name, help=words, formatter_class=_help_formatter)
        action.add_argument("session", help="id, a unique start of one, or latest")
        action.set_defaults(action=f"sessions_{name}")
    fork = actions.add_parser(
        "fork",
        help="copy a session to try something else",
        formatter_class=_help_formatter,
    )
    fork.add_argument("session", help="id, a unique start of one, or latest")
    fork.add_argument("--upto", type=_count, metavar="N", help="last record to copy")
    fork.set_defaults(action="sessions_fork")
    move = actions.add_parser(
        "move",
        help="keep under its new path what is kept of a folder that was moved",
        formatter_class=_help_formatter,
    )
    move.add_argument("old", metavar="OLD", help="where the folder was")
    move.add_argument("new", metavar="NEW", help="where it is now")
    move.set_defaults(action="sessions_move")
    resume = actions.add_parser(
        "resume", help="go on with a session", formatter_class=_help_formatter
    )
    resume.add_argument("session", help="id, a unique start of one, or latest")
    resume.add_argument("task", nargs="?", metavar="TASK", default="Go on.")
    _agent_options(resume)
    _output_option(resume, "jsonl")
    resume.set_defaults(action="run", file=None, attempts=1)


def _build_undo(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``undo``."""
    _workspace_option(parser)
    parser.add_argument("paths", nargs="*", metavar="FILE", help="only these files")
    parser.add_argument("--preview", action="store_true", help="show, change nothing")
    parser.add_argument("--list", action="store_true", help="list what can be undone")
    parser.add_argument("--to", metavar="TURN", help="back to before this turn")
    add = parser.add_argument
    add("--run", type=int, default=0, metavar="RUN", help="only what this run did")
    add(
        "--with-others",
        action="store_true",
        help="also what changed meanwhile and is not known to be the run's doing",
    )
    add(
        "--save-beside",
        action="store_true",
        help="put the earlier content of what is left alone into new files beside it",
    )
    add("--show", metavar="FILE", help="print what this file held before; change none")
    parser.add_argument("--all", action="store_true", help="name every file")
    parser.set_defaults(action="undo")


def _build_redo(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``redo``."""
    _workspace_option(parser)
    parser.add_argument("--all", action="store_true", help="name every file")
    parser.set_defaults(action="redo")


def _build_fix(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``fix``."""
    add = parser.add_argument
    add("project", nargs="?", default=".", metavar="DIR", help="the project")
    add("--apply", action="store_true", help="put the best patch in place unasked")
    add("--test", type=_command, metavar="CMD", help="how the tests are run")
    add("--budget", type=_seconds, default=60.0, metavar="SECONDS", help="time in all")
    add("--candidates", type=_count, default=0, metavar="N", help="patches it tries")
    add("--jobs", type=_count, default=0, metavar="N", help="judge processes")
    add("--risky", action="store_true", help="also change calls that touch files")
    add("--json", dest="output", action="store_const", const="json", default="text")
    parser.set_defaults(action="fix")


def _seconds(text: str) -> float:
    """Return a number above 0, or refuse the option."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def _count(text: str) -> int:
    """Return a whole number above 0, or refuse the option."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _command(text: str) -> str:
    """Return a command that is not empty, or refuse the option."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the command is empty")
    return text


def _build_edit(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``edit``."""
    _workspace_option(parser)
    parser.add_argument(
        "--json",
        action="store_true",
        required=True,
        help="read one JSON object, print one (docs: edits)",
    )
    parser.set_defaults(action="edit", output="json")


def _build_doctor(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doctor``."""
    _workspace_option(parser)
    parser.add_argument("--offline", action="store_true", help="make no connection")
    _output_option(parser)
    parser.set_defaults(action="doctor")


def _build_config(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``config``."""
    _agent_options(parser)
    _output_option(parser)
    parser.set_defaults(action="config")


_BUILDERS: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "fix": _build_fix,
    "edit": _build_edit,
    "run": _build_run,
    "chat": _build_chat,
    "sessions": _build_sessions,
    "undo": _build_undo,
    "redo": _build_redo,
    "doctor": _build_doctor,
    "config": _build_config,
}


COMMANDS = tuple(_BUILDERS)
"""Names of the commands."""
