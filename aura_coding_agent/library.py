# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Offer programs in one call each what the command line offers people.

An agent for a folder, a tool made of a Python function, and the repair of failing
tests without a model. The command line does not use this module.
"""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence, Tuple

from .agents.agent import Agent
from .app import build_agent, existing_folder
from .core.cancel import Cancel
from .core.config import Settings, load_settings
from .core.errors import UsageError
from .core.interfaces import Ask, Provider, Tool, ToolContext, ToolOutput, ToolSpec
from .core.messages import JsonObject
from .core.signature import schema_from_function
from .core.text import one_line
from .core.values import NamedTuple


def open_agent(
    workspace: str = ".",
    *,
    provider: Optional[Provider] = None,
    tools: Sequence[Tool] = (),
    ask: Optional[Ask] = None,
    session: str = "",
    environ: Optional[Mapping[str, str]] = None,
    **settings: Any,
) -> Agent:
    """Return an agent for a folder, with settings as the command line finds them.

    Args:
        workspace: folder to work in.
        provider: answers instead of an endpoint.
        tools: more tools for the model, such as :func:`tool_from_function` makes.
        ask: decides about commands; without it those that are not allowed are denied.
        session: id, start of one, or ``latest``, to go on with; empty for a new one.
        environ: variables; those of the process when not given.
        settings: by name, stronger than variables and files: ``model="m"``,
            ``check=["make test"]``, ``auto=True``, ``max_turns=20``.

    Raises:
        UsageError: ``setting-unknown``, or ``workspace-missing``.
        ConfigError: no endpoint, or settings that contradict each other.
        StorageError: the session to go on with cannot be read.
    """
    variables = os.environ if environ is None else environ
    unknown = sorted(set(settings) - set(Settings._fields))
    if unknown:
        raise UsageError(
            "setting-unknown",
            f"There is no setting {unknown[0]!r}.",
            hint=f"Known are {', '.join(Settings._fields)}.",
        )
    given = {name: _as_option(value) for name, value in settings.items()}
    folder = existing_folder(workspace)
    return build_agent(
        load_settings(given, variables, workspace=folder),
        workspace=folder,
        environ=variables,
        ask=ask,
        session=session,
        provider=provider,
        tools=tools,
    )


def _as_option(value: Any) -> Any:
    """Return a setting in a form that is checked like an option: text, flag or list."""
    if isinstance(value, (bool, list)) or value is None:
        return value
    return list(value) if isinstance(value, tuple) else str(value)


def tool_from_function(
    function: Callable[..., Any], *, effects: Iterable[str] = ("read",)
) -> Tool:
    """Return a tool that calls a Python function with what the model gives.

    Its name is that of the function, its description the docstring up to ``Args:``,
    its schema that of :func:`schema_from_function`. Text that the function returns goes
    to the model as it is, anything else as JSON; what it raises becomes an error that
    the model can read. It may be called from several threads at a time.

    Args:
        effects: of ``read``, ``write``, ``execute`` and ``network``; a call with one
            of the last two is asked for like a command. What the function itself
            writes is not covered by undo.

    Raises:
        UsageError: ``signature-unsupported``: the parameters have no schema.
    """
    name = function.__name__
    about = (function.__doc__ or name).partition("Args:")[0]
    spec = ToolSpec(name, " ".join(about.split()), schema_from_function(function))

    def run(arguments: JsonObject, context: ToolContext) -> ToolOutput:
        """Call the function, and make text of what it returns."""
        answer = function(**arguments)
        return ToolOutput(answer if isinstance(answer, str) else _json(answer))

    def summary(arguments: JsonObject) -> str:
        """Return one line about a call."""
        return one_line(f"{name} {json.dumps(arguments)}" if arguments else name)

    return Tool(spec, frozenset(effects), run, summary)


def _json(value: Any) -> str:
    """Return a value as JSON, whatever is in it."""
    return json.dumps(value, ensure_ascii=False, default=str)


class Repair(NamedTuple):
    """What a search for a patch came to.

    Attributes:
        status: ``repaired``, ``passing`` (nothing fails), ``none`` (no patch was found)
            or ``flaky`` (what fails comes and goes).
        applied: whether the best patch is in place.
        diff: the best patch as a unified diff; empty without one.
        note: what it does, in a few words.
        confidence: ``high``, ``medium`` or ``low``; empty without a patch.
        failing: ids of the tests that failed before.
        details: everything, in the form of ``fix --json``.
    """

    status: str
    applied: bool
    diff: str
    note: str
    confidence: str
    failing: Tuple[str, ...]
    details: JsonObject


def repair_tests(
    project: str = ".",
    *,
    apply: bool = False,
    budget: float = 60.0,
    jobs: int = 0,
    test: str = "",
    candidates: int = 0,
    environ: Optional[Mapping[str, str]] = None,
    cancel: Optional[Cancel] = None,
) -> Repair:
    """Search for a patch that makes failing Python tests pass, without a model.

    Args:
        project: its folder; the tests run in scratch copies of it.
        apply: put the best patch in place; the command ``undo`` takes it back.
        budget: seconds in all.
        jobs: processes that judge patches; 0 is one a processor.
        test: how the tests are run; found out when empty.
        candidates: patches that are tried at most; 0 for as many as there is time for.
        environ: variables; those of the process when not given.
        cancel: ends the search early, with the best so far.

    Raises:
        AuraError: the tests cannot be run, or the patch cannot be applied.
    """
    from . import fix  # a third of the program: only who repairs pays for it

    result, applied = fix.fix(
        existing_folder(project),
        os.environ if environ is None else environ,
        fix.Wish(budget, jobs, test, candidates=candidates),
        apply=apply,
        cancel=cancel or Cancel(),
        progress=lambda progress: None,
    )
    details = fix.result_to_json(result, applied=applied)
    best = details["patches"][0] if details["patches"] else {}
    return Repair(
        status=result.status,
        applied=applied,
        diff=best.get("diff", ""),
        note=best.get("note", ""),
        confidence=best.get("confidence", ""),
        failing=tuple(outcome.id for outcome in result.failing),
        details=details,
    )
