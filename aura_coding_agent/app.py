# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Put the concrete parts together: settings in, an Agent out.

This is the only module that knows every part. What it cannot open (a database on a
read-only disk, say) it replaces by a plain stand-in and says so.
"""

from __future__ import annotations

import os
import time
from typing import Callable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

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
from .core import process
from .core.cancel import Cancel
from .core.config import Configuration, Settings, state_folder
from .core.database import Database
from .core.errors import ConfigError, StorageError
from .core.events import Notice
from .core.interfaces import (
    Ask,
    Decision,
    ProcessResult,
    Provider,
    Sessions,
    Tool,
)
from .core.messages import ToolCall, ToolResult, Usage
from .core.workspace import Workspace
from .history import open_journal
from .history.journal import FileJournal
from .history.ledger import RunEntry
from .history.undo import UndoReport, history, preview, redo, undo
from .memory import open_sessions
from .providers import catalog
from .providers.anthropic import AnthropicCodec
from .providers.client import HttpProvider, RetryPolicy
from .providers.endpoints import Endpoint, Wanted, choose, has_vendor_key
from .providers.models import list_models
from .providers.openai_chat import OpenAIChatCodec
from .providers.transport import SocketTransport, open_ports
from .providers.routes import is_loopback
from .providers.urls import parse_url
from .tools.edit import edit_tools
from .tools.files import SeenFiles, file_tools
from .tools.permissions import Rules
from .tools.search import search_tools
from .tools.shell import ENVIRONMENT, shell_tool
from .tools.todo import todo_tools
from .tools.toolset import ToolKit

__all__ = [
    "FileJournal",
    "RunEntry",
    "Storage",
    "UndoReport",
    "build_agent",
    "choose_endpoint",
    "history",
    "open_storage",
    "preview",
    "redo",
    "stored_journal",
    "stored_sessions",
    "undo",
]

CODECS = {codec.name: codec for codec in (OpenAIChatCodec(), AnthropicCodec())}
"""Wire formats by the name that ``api`` gives them."""


def _database_file(environ: Mapping[str, str]) -> str:
    return os.path.join(state_folder(environ), "aura.db")


class Storage(NamedTuple):
    """What outlives the process.

    Attributes:
        database: None when no file can be used.
        sessions: kept in the database, else in memory.
        trouble: what the user must be told of it.
    """

    folder: str
    database: Optional[Database]
    sessions: Sessions
    trouble: Tuple[Notice, ...]


def open_storage(environ: Mapping[str, str]) -> Storage:
    """Open the database of the state folder; without one, keep sessions in memory."""
    folder = state_folder(environ)
    trouble: Tuple[Notice, ...] = ()
    database: Optional[Database] = None
    try:
        database = Database(_database_file(environ))
        if database.readonly:
            raise StorageError("database-readonly", f"{database.path} is read-only.")
        sessions = open_sessions(database)
    except StorageError as error:
        trouble = (Notice(error.code, f"Nothing is kept of this session: {error}"),)
        database = None
        sessions = open_sessions(None)
    return Storage(folder, database, sessions, trouble)


def stored_sessions(environ: Mapping[str, str]) -> Sessions:
    """Return the stored sessions, to look at them.

    Raises:
        StorageError: the database cannot be used.
    """
    return open_sessions(Database(_database_file(environ)))


def stored_journal(workspace: str, environ: Mapping[str, str]) -> FileJournal:
    """Return the journal of a workspace, for undo and redo.

    Raises:
        StorageError: the database cannot be used.
    """
    database = Database(_database_file(environ))
    return open_journal(workspace, database, state_folder(environ))


def choose_endpoint(
    configuration: Configuration, environ: Mapping[str, str]
) -> Endpoint:
    """Return the endpoint that settings, variables or a local server give.

    Raises:
        ConfigError: there is none, or it is not complete.
    """
    transport = _transport(configuration.settings, environ)

    def find_open(ports: Sequence[int], seconds: float) -> List[int]:
        places = [("127.0.0.1", port) for port in ports]
        return [port for _, port in open_ports(places, seconds)]

    return choose(
        _wanted(configuration, environ),
        environ,
        find_open=find_open,
        list_models=lambda url, seconds: list_models(transport, url, seconds),
    )


_STRONG = ("option ", "AURA_", "argument ")


def _wanted(configuration: Configuration, environ: Mapping[str, str]) -> Wanted:
    """Return what was asked for; a vendor's variable is stronger than a file.

    An endpoint of the settings file counts as a whole or not at all: its address,
    wire, key and model belong together.
    """
    settings, sources = configuration
    names = ("api", "base_url", "model", "api_key")
    values = {name: getattr(settings, name) for name in names}
    in_file = not sources["base_url"].startswith(_STRONG) and settings.base_url
    if in_file and has_vendor_key(environ):
        for name in names:
            if not sources[name].startswith(_STRONG):
                values[name] = ""
    return Wanted(values["api"], values["base_url"], values["model"], values["api_key"])


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
        configuration: see ``core.config.load``.
        workspace: folder to work in.
        environ: variables of the environment.
        ask: puts a question to the user; None when nobody can answer.
        session: id, start of one, or ``latest``, to go on with; empty for a new one.
        provider: answers instead of an endpoint.
        tools: more tools for the model.

    Raises:
        ConfigError: no endpoint, or settings that contradict each other.
        StorageError: the session to go on with cannot be read.
    """
    settings = configuration.settings
    endpoint = Endpoint("", "", settings.model or "custom", "", "given by the caller")
    if provider is None:
        endpoint = choose_endpoint(configuration, environ)
        provider = _provider(endpoint, settings, environ)
    price = _price(settings, endpoint)
    storage = open_storage(environ)
    output_folder = os.path.join(storage.folder, "output")
    space = Workspace(workspace, readable=[output_folder])
    journal = open_journal(space.root, storage.database, storage.folder)
    own = _own_tools(space, journal, settings, output_folder)
    rules = Rules(settings.auto, settings.allow, interactive=ask is not None)
    kit = ToolKit([*own, *tools], rules=rules, ask=ask)
    checks, notices = _checks(configuration, space.root)
    found = find_instructions(space.root, settings.instructions_limit)
    parts = Parts(
        provider=provider,
        toolset=kit,
        sessions=storage.sessions,
        model=endpoint.model,
        endpoint=endpoint.base_url,
        workspace=space.root,
        version=__version__,
        system=_system(space.root, checks, found),
        instructions=instruction_notes(found),
        checks=checks,
        check_rounds=settings.check_rounds,
        limits=_limits(settings),
        max_output=settings.max_output or None,
        stream=settings.stream,
        price=price,
        permit=lambda command: _permit(kit, command),
        run_check=_check_runner(space.root, settings, output_folder),
        begin_run=journal.begin_run,
        changed=journal.changed_paths,
        relative=space.relative,
        notices=(*storage.trouble, *_recovered(journal), *notices),
    )
    return Agent(parts, storage.sessions.info(session).id if session else "")


def _system(
    root: str, checks: Sequence[Check], instructions: Sequence[Instructions]
) -> str:
    return system_prompt(
        workspace=root,
        platform=_platform(),
        shell=os.path.basename(process.shell_argv("")[0]),
        date=time.strftime("%Y-%m-%d"),
        checks=[check.command for check in checks],
        instructions=instructions,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        turns=settings.max_turns,
        tokens=settings.max_tokens,
        cost=settings.max_cost,
        seconds=settings.max_time,
    )


def _provider(
    endpoint: Endpoint, settings: Settings, environ: Mapping[str, str]
) -> Provider:
    return HttpProvider(
        CODECS[endpoint.api],
        _transport(settings, environ),
        base_url=endpoint.base_url,
        key=endpoint.key,
        policy=RetryPolicy(total_seconds=settings.retry_time),
    )


def _transport(settings: Settings, environ: Mapping[str, str]) -> SocketTransport:
    return SocketTransport(
        environ=environ,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        idle_timeout=settings.idle_timeout,
        ca_file=settings.ca_file,
        user_agent=f"{(__package__ or 'aura').rpartition('.')[2]}/{__version__}",
    )


def _own_tools(
    space: Workspace, journal: FileJournal, settings: Settings, output_folder: str
) -> List[Tool]:
    seen = SeenFiles()
    shell = shell_tool(
        space.root,
        output_folder=output_folder,
        default_timeout=int(settings.command_timeout),
    )
    return [
        *file_tools(space, journal, seen),
        *edit_tools(space, journal, seen),
        *search_tools(space),
        shell,
        *todo_tools(),
    ]


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


def _price(
    settings: Settings, endpoint: Endpoint
) -> Callable[[Usage], Optional[float]]:
    """Return how a usage is priced: by the settings, else by the catalogue.

    Raises:
        ConfigError: ``price-unknown`` when a cap on cost could not be kept.
    """
    if settings.price_input >= 0 and settings.price_output >= 0:
        return lambda usage: _at_given_price(settings, usage)
    local = (
        is_loopback(parse_url(endpoint.base_url).host) if endpoint.base_url else False
    )
    if not local and catalog.cost(endpoint.model, Usage()) is not None:
        return lambda usage: catalog.cost(endpoint.model, usage)
    if settings.max_cost:
        raise ConfigError(
            "price-unknown",
            f"The price of {endpoint.model} is not known, so --max-cost cannot hold.",
            hint="Give it: --set price_input=USD --set price_output=USD (per million).",
        )
    return lambda usage: None


def _at_given_price(settings: Settings, usage: Usage) -> float:
    asked = usage.input + usage.cached + usage.cache_written
    answered = usage.output + usage.reasoning
    dollars = asked * settings.price_input + answered * settings.price_output
    return dollars / 1_000_000


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
    root: str, settings: Settings, output_folder: str
) -> Callable[[str, Cancel], ProcessResult]:
    def run(command: str, cancel: Cancel) -> ProcessResult:
        return process.run(
            process.shell_argv(command),
            cwd=root,
            env=ENVIRONMENT,
            timeout=max(settings.command_timeout, _CHECK_SECONDS),
            cancel=cancel,
            limit=_CHECK_OUTPUT,
            keep_in=output_folder,
        )

    return run


_CHECK_SECONDS = 1800.0
_CHECK_OUTPUT = 8_000


def _platform() -> str:
    """Name the platform; the module of that name costs too much to import."""
    if os.name == "nt":
        return "Windows"
    system = os.uname()
    return f"{system.sysname} {system.machine}"
