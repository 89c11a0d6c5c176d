# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put the concrete parts together: settings in, an Agent out.

``connect`` does it for the connection to a model, ``storage`` for what outlives the
process, ``fix`` for the repair engine. What cannot be opened (a database on a read-only
disk, say) is replaced by a plain stand-in, and that is said.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

from . import __version__
from .agents.agent import Agent, Check, Parts
from .agents.checks import find_check
from .agents.context import (
    Instructions,
    find_instructions,
    instruction_notes,
    system_prompt,
)
from .agents.limits import Limits
from .connect import GIVEN, choose_endpoint, open_provider, price_of
from .core import process
from .core.cancel import Cancel
from .core.config import Configuration, Settings, state_folder
from .core.errors import UsageError
from .core.events import Notice
from .core.interfaces import (
    Ask,
    Decision,
    ProcessResult,
    Provider,
    Sessions,
    Tool,
    ToolContext,
    ToolOutput,
)
from .core.messages import JsonObject, ToolCall, ToolResult
from .core.values import NamedTuple
from .core.workspace import Workspace
from .history import open_journal
from .history.journal import FileJournal
from .storage import (
    Storage,
    capture_rule,
    find_session,
    kept_database,
    moved_from,
    moving_words,
    open_storage,
    put_aside,
    remember_workspace,
    running_sessions,
    store_limits,
)
from .tools.delegate import repair_tools
from .tools.destructive import hazard
from .tools.edit import edit_tools
from .tools.files import SeenFiles, file_tools
from .tools.permissions import Rules
from .tools.search import search_tools
from .tools.shell import ENVIRONMENT, shell_tool, told_of_undo
from .tools.todo import todo_tools
from .tools.toolset import ToolKit


def build_agent(
    configuration: Configuration,
    *,
    workspace: str,
    environ: Mapping[str, str],
    ask: Optional[Ask] = None,
    session: str = "",
    provider: Optional[Provider] = None,
    tools: Sequence[Tool] = (),
) -> Agent:
    """Return an agent with real parts.

    Args:
        configuration: see ``load_settings``.
        ask: puts a question to the user; None when nobody can answer.
        session: id, start of one, or ``latest``, to go on with; empty for a new one.
        provider: answers instead of an endpoint.
        tools: more tools for the model.

    Raises:
        ConfigError: no endpoint, or settings that contradict each other.
        StorageError: the session to go on with cannot be read.
    """
    settings = configuration.settings
    endpoint = GIVEN if provider else choose_endpoint(configuration, environ)
    provider = provider or open_provider(endpoint, settings, environ)
    storage = open_storage(environ)
    place = _open_place(workspace, storage, settings)
    kit = _toolkit(place, settings, ask, tools)
    checks, notices = _checks(configuration, place.root)
    found = find_instructions(place.root, settings.instructions_limit)
    parts = Parts(
        provider=provider,
        toolset=kit,
        sessions=storage.sessions,
        model=endpoint.model,
        endpoint=endpoint.base_url,
        workspace=place.root,
        version=__version__,
        system=_system(place.root, checks, found),
        instructions=instruction_notes(found),
        checks=checks,
        check_rounds=settings.check_rounds,
        limits=_limits(settings),
        max_output=settings.max_output or None,
        stream=settings.stream,
        price=price_of(settings, endpoint),
        permit=lambda command: _permit(kit, command),
        run_check=_check_runner(place, settings, checks),
        begin_run=_run_beginner(place.journal, storage.folder),
        changed=place.journal.changed_paths,
        relative=place.space.relative,
        left_running=process.left_running,
        aside=lambda unkept: put_aside(environ, unkept),
        news=lambda: _damaged(place.journal),
        ended=lambda: remember_workspace(storage.database, place.root),
        notices=(
            *(*storage.trouble, *_moved(storage, place.root)),
            *(*_recovered(place.journal), *notices),
        ),
    )
    return Agent(parts, _session_id(storage.sessions, session, place.root))


def _run_beginner(journal: FileJournal, folder: str) -> Callable[[str, int, str], None]:
    """Return what tells the journal of a run, and others that its process lives."""
    running = running_sessions(folder)

    def begin(session: str, number: int, title: str) -> None:
        """Begin a run."""
        running.begin(session)
        journal.begin_run(session, number, title)

    return begin


def _session_id(sessions: Sessions, session: str, root: str) -> str:
    """Return the id of the session to go on with, empty for a new one.

    Raises:
        StorageError: there is no such session.
        UsageError: it belongs to another folder.
    """
    if not session:
        return ""
    info = find_session(sessions, session, root)
    if info.workspace != root:
        hint = f"Go on with it there: -C {info.workspace}"
        if not os.path.isdir(info.workspace):
            hint = "That folder is gone. If it was moved here, this brings along what "
            hint += f"is kept of it: {moving_words(info.workspace, root)}"
        raise UsageError(
            "session-elsewhere",
            f"The session {info.id} belongs to {info.workspace}.",
            hint=hint,
        )
    return info.id


def existing_folder(path: str) -> str:
    """Return the full path of a folder, which must be there.

    Raises:
        UsageError: ``workspace-missing``.
    """
    folder = os.path.realpath(path)
    if not os.path.isdir(folder):
        raise UsageError(
            "workspace-missing",
            f"There is no folder {path}.",
            hint="Give an existing folder.",
        )
    return folder


def edit(text: str, workspace: str, environ: Mapping[str, str]) -> JsonObject:
    """Apply edits or a patch to files of a folder; ``undo`` takes them back.

    Args:
        text: the JSON object that ``tools.editjson`` describes.

    Raises:
        UsageError: the text is no such object.
    """
    from .tools.editjson import edit_from_json

    journal = open_journal(workspace, kept_database(environ), state_folder(environ))
    journal.begin_run(_EDIT_SESSION, time.time_ns() // 1_000_000, "edit")
    return edit_from_json(text, Workspace(workspace), journal)


_EDIT_SESSION = "edit"
"""Session under which the journal keeps edits that came from outside."""


class Place(NamedTuple):
    """Where work is done: the workspace, its journal, a folder for long outputs."""

    space: Workspace
    journal: FileJournal
    output_folder: str

    @property
    def root(self) -> str:
        """Real path of the workspace."""
        return self.space.root


def _open_place(workspace: str, storage: Storage, settings: Settings) -> Place:
    """Open the workspace, its journal and the folder for long outputs."""
    output_folder = os.path.join(storage.folder, "output")
    space = Workspace(workspace, readable=[output_folder])
    journal = open_journal(
        space.root,
        storage.database,
        storage.folder,
        rule=capture_rule(settings),
        limits=store_limits(settings),
        go_on=True,
    )
    return Place(space, journal, output_folder)


def _toolkit(
    place: Place, settings: Settings, ask: Optional[Ask], tools: Sequence[Tool]
) -> ToolKit:
    """Put the tools together with the rules that guard them."""
    return ToolKit(
        [*_own_tools(place, settings), *tools],
        rules=Rules(settings.auto, settings.allow, interactive=ask is not None),
        ask=ask,
        hazard=lambda line: _hazard(line, place, settings),
    )


def _hazard(line: str, place: Place, settings: Settings) -> str:
    """Return what a command line would do beyond undo; mostly empty."""
    capture = place.journal.capture
    why_not = capture.why_not()
    if why_not and not settings.allow_uncovered:
        return why_not
    return hazard(line, place.root, capture.uncovered)


def _system(
    root: str, checks: Sequence[Check], instructions: Sequence[Instructions]
) -> str:
    """Return the system prompt for a workspace."""
    return system_prompt(
        workspace=root,
        platform=_platform(),
        # A word of the prompt.
        shell=os.path.basename(process.shell_argv("")[0]),  # nosec B604
        date=time.strftime("%Y-%m-%d"),
        checks=[check.command for check in checks],
        instructions=instructions,
    )


def _limits(settings: Settings) -> Limits:
    """Return the limits of a run as the settings have them."""
    return Limits(
        turns=settings.max_turns,
        tokens=settings.max_tokens,
        cost=settings.max_cost,
        seconds=settings.max_time,
    )


def _own_tools(place: Place, settings: Settings) -> List[Tool]:
    """Return the tools that come with the program."""
    space, journal, output_folder = place
    seen = SeenFiles()
    shell = shell_tool(
        space.root,
        output_folder=output_folder,
        default_timeout=int(settings.command_timeout),
        capture=journal.capture,
        allow_uncovered=settings.allow_uncovered,
        changed=seen.forget_removed,
    )
    return [
        *file_tools(space, journal, seen),
        *edit_tools(space, journal, seen),
        *search_tools(space),
        shell,
        *todo_tools(),
        *_repair_tools(space.root, journal),
    ]


def _repair_tools(root: str, journal: FileJournal) -> Tuple[Tool, Tool]:
    """Return the tools of the repair engine, which is loaded with the first call."""

    def search(seconds: float, apply: bool, context: ToolContext) -> ToolOutput:
        """Search for a patch; the engine is loaded by the first call."""
        from . import fix

        return fix.search(root, journal, seconds, apply, context)

    def localize(context: ToolContext) -> ToolOutput:
        """List suspected lines; the engine is loaded by the first call."""
        from . import fix

        return fix.localize(root, context)

    return repair_tools(search, localize)


def _recovered(journal: FileJournal) -> List[Notice]:
    """Say what an earlier kill had left half done, and whether undo outlives us."""
    notices = []
    recovered = journal.recovered
    settled = len(recovered.finished) + len(recovered.rolled_back)
    if settled:
        said = f"An earlier run was cut off; {settled} changes were settled."
        notices.append(Notice("changes-settled", said))
    for path in recovered.left:
        said = f"{path} was being changed when a run was cut off; see to it yourself."
        notices.append(Notice("change-left", said))
    for path, reason in recovered.failed:
        said = f"{path} could not be put back after a kill: {reason}"
        notices.append(Notice("change-left", said))
    if not journal.keeps_history:
        said = "Undo works only until this process ends."
        notices.append(Notice("undo-not-kept", said))
    return notices


def _moved(storage: Storage, root: str) -> Tuple[Notice, ...]:
    """Say that the workspace seems to have been elsewhere, and what brings it along."""
    old = moved_from(storage.database, root)
    if not old:
        return ()
    said = f"{old} is gone, and seems to be this folder now. Its conversations and its "
    said += f"undo are kept there; `{moving_words(old, root)}` brings them here."
    return (Notice("workspace-moved", said),)


def _damaged(journal: FileJournal) -> Tuple[Notice, ...]:
    """Say once that the database was found damaged while work was under way."""
    damage, journal.damage = journal.damage, None
    if damage is None:
        return ()
    said = f"{damage.message} What is done from here on can be undone until this "
    said += f"process ends, what was done before cannot. {damage.hint}"
    return (Notice(damage.code, said),)


def _checks(
    configuration: Configuration, root: str
) -> Tuple[Tuple[Check, ...], Tuple[Notice, ...]]:
    """Return the checks of a run, and what to say about where they come from."""
    given = configuration.settings.check
    if given:
        trusted = not configuration.sources["check"].startswith(root + os.sep)
        return tuple(Check(command, trusted) for command in given), ()
    found = find_check(root)
    if found is None:
        return (), ()
    said = f"{found.source} names `{found.command}`: it is run after a change."
    return (Check(found.command, False),), (Notice("check-found", said),)


def _permit(kit: ToolKit, command: str) -> Decision:
    """Decide about a command of the project as if the model had asked for it."""
    prepared = kit.prepare(ToolCall("check", "shell", {"command": command}))
    if isinstance(prepared, ToolResult):
        return Decision(False, prepared.text)
    return kit.authorize(prepared)


def _check_runner(
    place: Place, settings: Settings, checks: Sequence[Check]
) -> Callable[[str, Cancel], ProcessResult]:
    """Return a function that runs a check and captures what it changes."""
    named = {check.command for check in checks if check.trusted}

    def run(command: str, cancel: Cancel) -> ProcessResult:
        """Run one check in the workspace; the output says what undo does not cover."""
        with place.journal.capture.command() as captured:
            # To name a check is to allow this very command; that undo does not cover
            # it is told.
            allowed = command in named or settings.allow_uncovered
            if captured.refused and not allowed:
                said = f"The check was not run: {captured.refused}"
                return ProcessResult(_NOT_RUN, said, 0, "", False, False, 0.0)
            result = process.run(
                process.shell_argv(command),
                cwd=place.root,
                env=ENVIRONMENT,
                timeout=max(settings.command_timeout, _CHECK_SECONDS),
                cancel=cancel,
                limit=_CHECK_OUTPUT,
                keep_in=place.output_folder,
            )
        told = told_of_undo(captured, place.root)
        output = "\n".join([result.output.rstrip("\n"), *told]) if told else ""
        return result._replace(output=output or result.output)

    return run


_NOT_RUN = 126  # as shells say of what cannot be run
_CHECK_SECONDS = 1800.0
_CHECK_OUTPUT = 8_000


def _platform() -> str:
    """Name the platform; the module of that name costs too much to import."""
    if sys.platform == "win32":  # pragma: no cover
        return "Windows"
    system = os.uname()
    return f"{system.sysname} {system.machine}"
