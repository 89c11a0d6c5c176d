# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Parse the command line, call app, hand to a front end, return an exit code."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from . import app, storage
from .agents.agent import Agent
from .core.config import (
    Configuration,
    Settings,
    load_settings,
    shown_rows,
    unknown_variables,
    user_file,
)
from .core.cancel import Cancel
from .core.errors import AuraError, CancelledError, ConfigError, UsageError
from .core.events import RunFinished, event_from_json
from .core.interfaces import Ask
from .core.text import printable
from .options import build_parser, called, undo_words
from .ui.headless import Heard, cancelling, is_terminal, read_input, read_task
from .ui.headless import stream_jsonl, write_error, write_json
from .ui.reports import (
    config_text,
    doctor_text,
    error_text,
    history_text,
    sessions_text,
    undo_text,
)
from .ui.streams import tell, tell_bytes

if TYPE_CHECKING:
    from .attempts import Attempts
    from .takeback import UndoReport
    from .ui.terminal import TerminalView

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


def main(words: Sequence[str]) -> int:
    """Carry out one command line; return the exit code.

    Every failure becomes one message on standard error; a traceback is shown only
    for a fault of the program itself, and only when AURA_DEBUG is set.
    """
    arguments = argparse.Namespace()
    try:
        arguments = _parse(words)
        return HANDLERS[arguments.action](arguments)
    except AuraError as error:
        if getattr(arguments, "output", "text") != "text":
            write_error(error, sys.stdout)
        _complain(error)
        return EXIT_CODES[_kind(error)]
    except KeyboardInterrupt:
        return EXIT_CODES["cancelled"]
    except BrokenPipeError:
        return EXIT_CODES["error"]
    except Exception as error:
        if os.environ.get("AURA_DEBUG"):
            raise
        _complain(_internal(error))
        return EXIT_CODES["error"]


def _complain(error: AuraError) -> None:
    """Show an error on standard error; where that fails, the exit code has to do."""
    try:
        tell(sys.stderr, error_text(error) + "\n")
    except AuraError:
        pass


def _parse(words: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; what argparse has to say of it goes through our door."""
    parser = build_parser(words, program=called(sys.argv[0]))
    said, complained = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(complained):
            return parser.parse_args(words)
    finally:
        for out, text in ((sys.stdout, said), (sys.stderr, complained)):
            if text.tell():
                tell(out, text.getvalue())


def _kind(error: AuraError) -> str:
    """Return the name of the exit code that fits an error."""
    if isinstance(error, CancelledError):
        return "cancelled"
    known = isinstance(error, (UsageError, ConfigError)) or error.code == "url-invalid"
    return "usage" if known else "error"


def _internal(error: Exception) -> AuraError:
    """Return an error of the program itself in the form of the others."""
    return AuraError(
        "internal-error",
        f"The program itself failed: {type(error).__name__}: {error}.",
        hint="Set AURA_DEBUG=1 to see where, and report it. Nothing stored is lost.",
    )


# -- the commands --------------------------------------------------------------------


def _configuration(arguments: argparse.Namespace) -> Configuration:
    """Return the settings, those of the command line on top."""
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
    return load_settings(given, os.environ, workspace=_workspace(arguments))


def _workspace(arguments: argparse.Namespace) -> str:
    """Return the folder that ``-C`` names."""
    return app.existing_folder(arguments.workspace)


def _home(arguments: argparse.Namespace, *, note: bool = False) -> str:
    """Return the same; where it was moved, offer to bring along what is kept of it.

    Args:
        note: without anybody to ask, say on standard error what would do it.
    """
    workspace = _workspace(arguments)
    attended = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    old = storage.find_moved(workspace, os.environ) if attended or note else ""
    if not old:
        return workspace
    seems = f"{old} is gone, and seems to be this folder now."
    if not attended:
        words = f"`{storage.moving_words(old, workspace)}` brings along what is kept."
        tell(sys.stderr, f"note: {seems} {words}\n")
        return workspace
    from .ui.question import ask_terminal

    question = "Bring its conversations and its undo here? [y/N] "
    answer = (ask_terminal(printable(f"{seems} {question}")) or "").strip().lower()
    if answer in ("y", "yes"):
        storage.move_workspace(old, workspace, os.environ)
    elif answer in ("n", "no"):
        storage.forget_moved(old, os.environ)
    return workspace


def _note_variables() -> None:
    """Say once, on standard error, which variables were meant for us in vain."""
    for name, hint in unknown_variables(os.environ):
        note = f"note: {name} is set, and no setting has this name; {hint}"
        tell(sys.stderr, note.rstrip("; ") + "\n")


def _view(workspace: str = ".", *, tasks: bool = False) -> TerminalView:
    """Return a view that draws on this terminal."""
    from .ui.screen import terminal_width, wants_colour
    from .ui.terminal import TerminalView

    return TerminalView(
        sys.stdout,
        undo=undo_words(sys.argv[0], workspace),
        kinds=partial(storage.kinds_of_run, workspace, os.environ),
        tasks=tasks,
        colour=wants_colour(sys.stdout, os.environ),
        width=terminal_width(sys.stdout, os.environ),
    )


def _run(arguments: argparse.Namespace) -> int:
    """Carry out ``run``."""
    task = read_task(arguments.task, arguments.file, sys.stdin)
    _note_variables()
    if arguments.output == "text":
        return _run_shown(arguments, task)
    write = stream_jsonl if arguments.output == "jsonl" else write_json
    agent = _agent(arguments, None)
    with cancelling(agent.cancel) as heard:
        finished = write(agent.run(task), sys.stdout)
    return _ended(finished, heard)


def _run_shown(arguments: argparse.Namespace, task: str) -> int:
    """Carry out ``run`` for somebody who watches."""
    # What draws is loaded only here: who reads JSON does without.
    from .ui.terminal import show_events

    view = _view(arguments.workspace)
    attended = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    agent = _agent(arguments, view.ask if attended else None)
    with cancelling(agent.cancel) as heard:
        finished = show_events(agent.run(task), view)
    return _ended(finished, heard)


def _ended(finished: Optional[RunFinished], heard: Heard) -> int:
    """Return the exit code of a run."""
    status = finished.status if finished else "cancelled"
    code = EXIT_CODES[status]
    return heard.exit_code(code) if status == "cancelled" else code


def _agent(arguments: argparse.Namespace, ask: Optional[Ask]) -> Union[Agent, Attempts]:
    """Build one agent, or several attempts when they are asked for."""
    workspace = _home(arguments)
    if arguments.attempts > 1:
        from .attempts import Attempts

        return Attempts(
            _configuration(arguments),
            workspace=workspace,
            environ=os.environ,
            count=arguments.attempts,
        )
    return app.build_agent(
        _configuration(arguments),
        workspace=workspace,
        environ=os.environ,
        ask=ask,
        session=arguments.session,
    )


def _chat(arguments: argparse.Namespace) -> int:
    """Carry out ``chat``."""
    from .ui.repl import chat

    _note_variables()
    workspace = _home(arguments)
    view = _view(workspace)
    attended = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    agent = app.build_agent(
        _configuration(arguments),
        workspace=workspace,
        environ=os.environ,
        ask=view.ask if attended else None,
        session=arguments.session,
    )
    view.say(f"A conversation about {workspace}; /help lists the commands.")
    # A person saw how the runs ended; a script has only the exit code.
    codes = None if is_terminal(sys.stdin) else EXIT_CODES
    return chat(agent, view, _chat_commands(agent, workspace), exit_codes=codes)


def _chat_commands(
    agent: Agent, workspace: str
) -> Dict[str, Tuple[str, Callable[[str], str]]]:
    """Return what a person may type after a slash."""
    from . import takeback

    def journal() -> takeback.FileJournal:
        """Open the journal of the workspace."""
        return takeback.stored_journal(workspace, os.environ)

    def undo(words: str) -> str:
        """Take back the last turn of this session, or what it did to some files."""
        paths, own = words.split(), agent.session
        return undo_text(*takeback.undo(journal(), paths=paths, session=own))

    def redo(words: str) -> str:
        """Do again what was taken back last."""
        paths, own = words.split(), agent.session
        return undo_text(*takeback.redo(journal(), paths=paths, session=own))

    def diff(words: str) -> str:
        """Show what undo would change."""
        paths, own = words.split(), agent.session
        return takeback.preview(journal(), paths=paths, session=own)

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
    """Carry out ``sessions list``."""
    workspace = None if arguments.all else _home(arguments, note=True)
    listed = storage.stored_sessions(os.environ).listing(workspace)
    found = storage.as_they_stand(listed, os.environ)
    if arguments.output == "json":
        return _print_json([info._asdict() for info in found])
    elsewhere = [] if found else storage.session_folders(os.environ, but=workspace)
    return _print(sessions_text(found, now=time.time(), elsewhere=elsewhere))


def _sessions_show(arguments: argparse.Namespace) -> int:
    """Carry out ``sessions show``."""
    sessions = storage.stored_sessions(os.environ)
    view = _view(tasks=True)
    for record in sessions.records(
        storage.find_session(sessions, arguments.session, os.getcwd()).id
    ):
        view.show(event_from_json(record.data))
    return 0


def _sessions_export(arguments: argparse.Namespace) -> int:
    """Carry out ``sessions export``."""
    sessions = storage.stored_sessions(os.environ)
    info = storage.find_session(sessions, arguments.session, os.getcwd())
    exported = sessions.export(info.id)
    (stands,) = storage.as_they_stand([info], os.environ)
    exported["session"]["status"] = stands.status
    return _print_json(exported)


def _sessions_fork(arguments: argparse.Namespace) -> int:
    """Carry out ``sessions fork``."""
    sessions = storage.stored_sessions(os.environ)
    source = storage.find_session(sessions, arguments.session, os.getcwd()).id
    return _print(sessions.fork(source, arguments.upto))


def _sessions_move(arguments: argparse.Namespace) -> int:
    """Carry out ``sessions move``."""
    new = app.existing_folder(arguments.new)
    moved = storage.move_workspace(arguments.old, new, os.environ)
    return _print("\n".join(f"moved: {folder}" for folder in moved))


def _undo(arguments: argparse.Namespace) -> int:
    """Carry out ``undo``."""
    from . import takeback

    workspace = _home(arguments, note=True)
    journal = takeback.stored_journal(workspace, os.environ)
    if arguments.list:
        rows = takeback.turns(journal, workspace, os.environ)
        elsewhere = [] if rows else storage.changed_folders(os.environ, but=workspace)
        most = 0 if arguments.all else _NAMED
        return _print(history_text(rows, most=most, elsewhere=elsewhere))
    # Files are named as seen from here, not from the workspace.
    paths = [os.path.abspath(path) for path in arguments.paths]
    to, run = arguments.to or "", arguments.run
    if arguments.show:
        path = os.path.abspath(arguments.show)
        tell_bytes(sys.stdout, takeback.earlier_content(journal, path, to=to, run=run))
        return 0
    choice = {"paths": paths, "to": to, "run": run, "others": arguments.with_others}
    if arguments.preview:
        return _print(takeback.preview(journal, **choice).rstrip("\n"))
    report = takeback.undo_or_say_where(
        journal, os.environ, **choice, beside=arguments.save_beside
    )
    return _undone(report, arguments.all)


def _redo(arguments: argparse.Namespace) -> int:
    """Carry out ``redo``."""
    from . import takeback

    journal = takeback.stored_journal(_home(arguments, note=True), os.environ)
    return _undone(takeback.redo(journal), arguments.all)


_NAMED = 10
"""Files that are named unless --all is given."""


def _undone(report: UndoReport, every: bool) -> int:
    """Print what was taken back, and return the status."""
    _print(undo_text(*report, most=0 if every else _NAMED))
    return EXIT_CODES["unverified"] if report.refused else 0


def _fix(arguments: argparse.Namespace) -> int:
    """Carry out ``fix``."""
    # Loaded only here, since the repair engine is a third of the program.
    from . import fix
    from .ui.status import confirm, status_line

    _note_variables()
    project = app.existing_folder(arguments.project)
    wish = fix.Wish(
        arguments.budget,
        arguments.jobs,
        arguments.test or "",
        arguments.risky,
        candidates=arguments.candidates,
    )
    cancel = Cancel()
    view = _view()
    shown = is_terminal(sys.stderr) and arguments.output == "text"
    with cancelling(cancel.set) as heard, status_line(sys.stderr, shown) as status:
        result, applied = fix.fix(
            project,
            os.environ,
            wish,
            apply=arguments.apply,
            cancel=cancel,
            progress=lambda progress: status(fix.progress_text(progress)),
        )
    code = _FIX_CODES[result.status]
    if heard.number and not result.patches:
        code = heard.exit_code(EXIT_CODES["cancelled"])
    if arguments.output == "json":
        _print_json(fix.result_to_json(result, applied=applied))
        return code
    # Where to take it back is said here, since only here it is known how we are called.
    view.say(fix.result_text(result, applied=False))
    asks = is_terminal(sys.stdin) and not heard.hung_up
    if result.patches and not applied and asks:
        if confirm("Apply this patch?"):
            fix.apply_patch(project, os.environ, result.patches[0])
            applied = True
    if applied:
        view.say(
            f"The patch is applied; `{undo_words(sys.argv[0], project)}` takes it back."
        )
    return code


_FIX_CODES: Mapping[str, int] = {
    "repaired": 0,
    "passing": 0,
    "none": EXIT_CODES["failed"],
    "flaky": EXIT_CODES["failed"],
}


def _edit(arguments: argparse.Namespace) -> int:
    """Carry out ``edit``."""
    result = app.edit(read_input(sys.stdin), _workspace(arguments), os.environ)
    _print_json(result)
    return 0 if result["applied"] else EXIT_CODES["unverified"]


def _doctor(arguments: argparse.Namespace) -> int:
    """Carry out ``doctor``."""
    # Loaded only here, as takeback, fix and repl are where they are used: a run with a
    # model needs none of them.
    from . import doctor
    from .ui.screen import terminal_width

    findings = doctor.examine(
        _workspace(arguments), os.environ, offline=arguments.offline
    )
    if arguments.output == "json":
        names = ("level", "name", "found", "advice")
        _print_json([dict(zip(names, finding)) for finding in findings])
    else:
        width = terminal_width(sys.stdout, os.environ) if is_terminal(sys.stdout) else 0
        _print(doctor_text(findings, width=width))
    failed = any(finding[0] == "fail" for finding in findings)
    return EXIT_CODES["error"] if failed else 0


def _config(arguments: argparse.Namespace) -> int:
    """Carry out ``config``."""
    rows = shown_rows(_configuration(arguments))
    if arguments.output == "json":
        names = ("name", "value", "source")
        return _print_json([dict(zip(names, row)) for row in rows])
    return _print(config_text(rows) + f"\n\nUser file: {user_file(os.environ)}")


def _print(text: str) -> int:
    """Print text and return success."""
    tell(sys.stdout, text + "\n")
    return 0


def _print_json(value: Any) -> int:
    """Print a value as JSON and return success."""
    return _print(json.dumps(value, indent=2))


HANDLERS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "fix": _fix,
    "edit": _edit,
    "chat": _chat,
    "sessions_list": _sessions_list,
    "sessions_show": _sessions_show,
    "sessions_export": _sessions_export,
    "sessions_fork": _sessions_fork,
    "sessions_move": _sessions_move,
    "undo": _undo,
    "redo": _redo,
    "doctor": _doctor,
    "config": _config,
}
"""What carries out each action that the parser can name."""
