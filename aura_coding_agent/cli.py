# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Parse the command line, call app, hand to a front end, return an exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from . import __version__, app
from .agents.agent import Agent
from .core.config import Configuration, Settings, load, shown_rows, user_file
from .core.errors import AuraError, ConfigError, UsageError
from .core.events import event_from_json
from .core.interfaces import Ask
from .ui.headless import cancelling, emit, is_terminal, read_task, stream_jsonl
from .ui.headless import write_error, write_json
from .ui.reports import (
    config_text,
    doctor_text,
    error_text,
    history_text,
    sessions_text,
    undo_text,
)
from .ui.terminal import TerminalView, show_events, terminal_width, wants_colour

EXIT_CODES: Mapping[str, int] = {
    "verified": 0,
    "error": 1,
    "usage": 2,
    "unverified": 3,
    "failed": 4,
    "limit": 5,
    "loop": 6,
    "cancelled": 130,
}
"""Exit code by the status of a run; ``usage`` stands for options and settings."""

_TOPICS: Mapping[str, str] = {
    "run": "carry out one task",
    "chat": "carry out tasks one after the other, in a conversation",
    "sessions": "list, show, resume, fork and export earlier sessions",
    "undo": "take back what the last run did to the files",
    "redo": "do again what undo took back",
    "doctor": "look at this machine and say what works",
    "config": "show every setting and where it comes from",
}


def main(words: Sequence[str]) -> int:
    """Carry out one command line; return the exit code.

    Every failure becomes one message on standard error; a traceback is shown only
    for a fault of the program itself, and only when AURA_DEBUG is set.
    """
    arguments = argparse.Namespace()
    try:
        arguments = build_parser(words).parse_args(words)
        handler: Callable[[argparse.Namespace], int] = arguments.handler
        return handler(arguments)
    except AuraError as error:
        if getattr(arguments, "output", "text") != "text":
            write_error(error, sys.stdout)
        sys.stderr.write(error_text(error) + "\n")
        return EXIT_CODES[_kind(error)]
    except KeyboardInterrupt:
        return EXIT_CODES["cancelled"]
    except BrokenPipeError:
        return EXIT_CODES["error"]
    except Exception as error:
        if os.environ.get("AURA_DEBUG"):
            raise
        sys.stderr.write(error_text(_internal(error)) + "\n")
        return EXIT_CODES["error"]


def _kind(error: AuraError) -> str:
    return "usage" if isinstance(error, (UsageError, ConfigError)) else "error"


def _internal(error: Exception) -> AuraError:
    return AuraError(
        "internal-error",
        f"The program itself failed: {type(error).__name__}: {error}.",
        hint="Set AURA_DEBUG=1 to see where, and report it. Nothing stored is lost.",
    )


# -- the parser ----------------------------------------------------------------------


def build_parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser.

    Args:
        words: the command line; when its first word is a command, only the options
            of that command are built, which halves the time to start.
    """
    parser = argparse.ArgumentParser(
        prog="aura",
        description="A coding agent that installs anywhere and never loses your work.",
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    only = words[0] if words and words[0] in _BUILDERS else None
    for name, build in _BUILDERS.items():
        if only in (None, name):
            command = commands.add_parser(
                name,
                help=_TOPICS[name],
                description=_TOPICS[name].capitalize() + ".",
                allow_abbrev=False,
            )
            build(command)
    return parser


def _workspace_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-C",
        "--workspace",
        default=".",
        metavar="DIR",
        help="folder to work in (default: the current one)",
    )


def _agent_options(parser: argparse.ArgumentParser) -> None:
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
    parser.add_argument("task", nargs="?", metavar="TASK", help="the task; - is stdin")
    parser.add_argument("--file", metavar="FILE", help="read the task from a file")
    _agent_options(parser)
    _output_option(parser, "jsonl")
    parser.set_defaults(handler=_run, session="")


def _output_option(parser: argparse.ArgumentParser, *more: str) -> None:
    parser.add_argument(
        "--output",
        choices=("text", "json", *more),
        default="text",
        help="form of the output (default: text)",
    )


def _build_chat(parser: argparse.ArgumentParser) -> None:
    _agent_options(parser)
    parser.add_argument("--session", default="", help="session to go on with")
    parser.set_defaults(handler=_chat)


def _build_sessions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the sessions, newest first")
    _workspace_option(listing)
    listing.add_argument("--all", action="store_true", help="of every workspace")
    _output_option(listing)
    listing.set_defaults(handler=_sessions_list)
    for name, handler, words in (
        ("show", _sessions_show, "show what was said and done"),
        ("export", _sessions_export, "print a session as JSON"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("session", help="id, a unique start of one, or latest")
        action.set_defaults(handler=handler)
    fork = actions.add_parser("fork", help="copy a session to try something else")
    fork.add_argument("session", help="id, a unique start of one, or latest")
    fork.add_argument("--upto", type=int, metavar="N", help="last record to copy")
    fork.set_defaults(handler=_sessions_fork)
    resume = actions.add_parser("resume", help="go on with a session")
    resume.add_argument("session", help="id, a unique start of one, or latest")
    resume.add_argument("task", nargs="?", metavar="TASK", default="Go on.")
    _agent_options(resume)
    _output_option(resume, "jsonl")
    resume.set_defaults(handler=_run, file=None)


def _build_undo(parser: argparse.ArgumentParser) -> None:
    _workspace_option(parser)
    parser.add_argument("paths", nargs="*", metavar="FILE", help="only these files")
    parser.add_argument("--preview", action="store_true", help="show, change nothing")
    parser.add_argument("--list", action="store_true", help="list what can be undone")
    parser.add_argument("--to", metavar="TURN", help="back to before this turn")
    parser.set_defaults(handler=_undo)


def _build_redo(parser: argparse.ArgumentParser) -> None:
    _workspace_option(parser)
    parser.set_defaults(handler=_redo)


def _build_doctor(parser: argparse.ArgumentParser) -> None:
    _workspace_option(parser)
    _output_option(parser)
    parser.set_defaults(handler=_doctor)


def _build_config(parser: argparse.ArgumentParser) -> None:
    _agent_options(parser)
    _output_option(parser)
    parser.set_defaults(handler=_config)


_BUILDERS: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
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


# -- the commands --------------------------------------------------------------------


def _configuration(arguments: argparse.Namespace) -> Configuration:
    given: Dict[str, Any] = {}
    for pair in arguments.set:
        name, equals, value = pair.partition("=")
        if not equals or name not in Settings._fields:
            raise UsageError(
                "setting-unknown",
                f"--set {pair}: this is not NAME=VALUE with a known NAME.",
                hint="`config` lists the settings.",
            )
        given[name] = value
    for name in Settings._fields:
        if getattr(arguments, name, None) is not None:
            given[name] = getattr(arguments, name)
    return load(given, os.environ, workspace=_workspace(arguments))


def _workspace(arguments: argparse.Namespace) -> str:
    folder: str = os.path.realpath(arguments.workspace)
    if not os.path.isdir(folder):
        raise UsageError(
            "workspace-missing",
            f"There is no folder {arguments.workspace}.",
            hint="Give an existing folder with -C.",
        )
    return folder


def _view(*, tasks: bool = False) -> TerminalView:
    return TerminalView(
        sys.stdout,
        tasks=tasks,
        colour=wants_colour(sys.stdout, os.environ),
        width=terminal_width(sys.stdout, os.environ),
    )


def _run(arguments: argparse.Namespace) -> int:
    task = read_task(arguments.task, arguments.file, sys.stdin)
    view = _view()
    attended = arguments.output == "text" and is_terminal(sys.stdin)
    ask: Optional[Ask] = view.ask if attended and is_terminal(sys.stdout) else None
    agent = app.build_agent(
        _configuration(arguments),
        workspace=_workspace(arguments),
        environ=os.environ,
        ask=ask,
        session=arguments.session,
    )
    events = agent.run(task)
    with cancelling(agent.cancel):
        if arguments.output == "jsonl":
            finished = stream_jsonl(events, sys.stdout)
        elif arguments.output == "json":
            finished = write_json(events, sys.stdout)
        else:
            finished = show_events(events, view)
    return EXIT_CODES[finished.status if finished else "cancelled"]


def _chat(arguments: argparse.Namespace) -> int:
    from .ui.repl import chat

    view = _view()
    workspace = _workspace(arguments)
    attended = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    agent = app.build_agent(
        _configuration(arguments),
        workspace=workspace,
        environ=os.environ,
        ask=view.ask if attended else None,
        session=arguments.session,
    )
    return chat(agent, view, _chat_commands(agent, workspace))


def _chat_commands(
    agent: Agent, workspace: str
) -> Dict[str, Tuple[str, Callable[[str], str]]]:
    """Return what a person may type after a slash."""

    def journal() -> app.FileJournal:
        return app.stored_journal(workspace, os.environ)

    def undo(words: str) -> str:
        return undo_text(*app.undo(journal(), paths=words.split()))

    def redo(words: str) -> str:
        return undo_text(*app.redo(journal(), paths=words.split()))

    def diff(words: str) -> str:
        return app.preview(journal(), paths=words.split())

    return {
        "undo": ("take back the last run, or only what it did to some files", undo),
        "redo": ("do again what /undo took back", redo),
        "diff": ("show what /undo would change", diff),
        "session": (
            "show the id of this session",
            lambda _: agent.session or "none yet",
        ),
    }


def _sessions_list(arguments: argparse.Namespace) -> int:
    workspace = None if arguments.all else _workspace(arguments)
    found = app.stored_sessions(os.environ).listing(workspace)
    if arguments.output == "json":
        return _print_json([info._asdict() for info in found])
    return _print(sessions_text(found, now=time.time()))


def _sessions_show(arguments: argparse.Namespace) -> int:
    sessions = app.stored_sessions(os.environ)
    view = _view(tasks=True)
    for record in sessions.records(sessions.info(arguments.session).id):
        view.show(event_from_json(record.data))
    return 0


def _sessions_export(arguments: argparse.Namespace) -> int:
    sessions = app.stored_sessions(os.environ)
    return _print_json(sessions.export(sessions.info(arguments.session).id))


def _sessions_fork(arguments: argparse.Namespace) -> int:
    sessions = app.stored_sessions(os.environ)
    source = sessions.info(arguments.session).id
    return _print(sessions.fork(source, arguments.upto))


def _undo(arguments: argparse.Namespace) -> int:
    journal = app.stored_journal(_workspace(arguments), os.environ)
    if arguments.list:
        return _print(history_text(_turns(app.history(journal))))
    # Files are named as seen from here, not from the workspace.
    paths = [os.path.abspath(path) for path in arguments.paths]
    to = arguments.to or ""
    if arguments.preview:
        return _print(app.preview(journal, paths=paths, to=to).rstrip("\n"))
    return _undone(app.undo(journal, paths=paths, to=to))


def _turns(runs: Sequence[app.RunEntry]) -> List[Tuple[str, str, str, bool]]:
    return [
        (turn.id, run.title, ", ".join(turn.paths), turn.live)
        for run in runs
        for turn in reversed(run.turns)
    ]


def _redo(arguments: argparse.Namespace) -> int:
    return _undone(app.redo(app.stored_journal(_workspace(arguments), os.environ)))


def _undone(report: app.UndoReport) -> int:
    _print(undo_text(*report))
    return EXIT_CODES["unverified"] if report.refused else 0


def _doctor(arguments: argparse.Namespace) -> int:
    # Loaded only here and in _chat, since a run needs neither.
    from . import doctor

    findings = doctor.examine(_workspace(arguments), os.environ)
    if arguments.output == "json":
        names = ("level", "name", "found", "advice")
        _print_json([dict(zip(names, finding)) for finding in findings])
    else:
        _print(doctor_text(findings))
    failed = any(finding[0] == "fail" for finding in findings)
    return EXIT_CODES["error"] if failed else 0


def _config(arguments: argparse.Namespace) -> int:
    rows = shown_rows(_configuration(arguments))
    if arguments.output == "json":
        names = ("name", "value", "source")
        return _print_json([dict(zip(names, row)) for row in rows])
    return _print(config_text(rows) + f"\n\nUser file: {user_file(os.environ)}")


def _print(text: str) -> int:
    emit(sys.stdout, text + "\n")
    return 0


def _print_json(value: Any) -> int:
    return _print(json.dumps(value, indent=2))
