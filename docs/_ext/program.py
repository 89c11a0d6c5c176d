# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Write the parts of the reference that the program itself knows best.

Each part is a function that returns reStructuredText. ``reference.py`` puts it into a
page while the documentation is built, so it cannot fall behind.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import tempfile
import typing
from typing import Any, Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

import aura_coding_agent
from aura_coding_agent import options
from aura_coding_agent.app import _open_place, _own_tools
from aura_coding_agent.core import events, messages
from aura_coding_agent.core.config import Settings
from aura_coding_agent.core.database import MEMORY, Database
from aura_coding_agent.history import ledger
from aura_coding_agent.memory import sessions
from aura_coding_agent.storage import open_storage

OWNERS = (("sessions", sessions.MIGRATIONS), ("history", ledger.MIGRATIONS))
"""Owners of tables, in the order in which a new database gets them."""


# -- the command line ----------------------------------------------------------------


def parsers() -> Iterator[Tuple[str, argparse.ArgumentParser]]:
    """Yield the name and the parser of every command and of every action."""
    waiting = [("", options.build_parser())]
    for name, parser in waiting:
        yield name, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for word, inner in action.choices.items():
                    waiting.append((f"{name} {word}".strip(), inner))


def synopsis(command: str) -> str:
    """Return how a command and its actions are called, with all options."""
    lines = [".. code-block:: text", ""]
    for name, parser in parsers():
        if name.partition(" ")[0] == command and not _only_actions(parser):
            lines += ["   " + line for line in _call(name, parser)]
    return "\n".join(lines) + "\n"


def _only_actions(parser: argparse.ArgumentParser) -> bool:
    kinds = [type(action) for action in parser._actions]
    return argparse._SubParsersAction in kinds


def _call(name: str, parser: argparse.ArgumentParser, width: int = 78) -> List[str]:
    """Return the lines of one call, broken and indented below its name."""
    start = f"aura {name} "
    arguments_last = sorted(parser._actions, key=lambda one: not one.option_strings)
    lines, line = [], start
    for word in filter(None, map(_word, arguments_last)):
        if len(line) + len(word) > width:
            lines.append(line.rstrip())
            line = " " * len(start)
        line += word + " "
    return [*lines, line.rstrip()]


def _word(action: argparse.Action) -> str:
    """Return one option or argument as it stands in a synopsis."""
    if isinstance(action, argparse._HelpAction):
        return ""
    choices = "|".join(map(str, action.choices)) if action.choices else ""
    name = str(choices or action.metavar or action.dest.upper())
    if not action.option_strings:
        many = "..." if action.nargs == "*" else ""
        return f"[{name}{many}]" if action.nargs in ("?", "*") else name
    option = max(action.option_strings, key=len)
    shown = option if action.nargs == 0 else f"{option} {name}"
    return shown if action.required else f"[{shown}]"


# -- tools ---------------------------------------------------------------------------


def tools() -> str:
    """Return a section for each tool of the model: description and schema."""
    parts = []
    for tool in own_tools():
        spec = tool.spec
        effects = ", ".join(sorted(tool.effects))
        parts += [
            *(spec.name, "-" * len(spec.name), ""),
            *(f"*Effects: {effects}.* What a model is told of it:", ""),
            *_block("text", spec.description),
            *_block("json", json.dumps(spec.parameters, indent=2)),
        ]
    return "\n".join(parts)


def own_tools() -> Sequence[Any]:
    """Return the tools of an agent in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"AURA_HOME": os.path.join(folder, "home")}
        storage = open_storage(environ)
        try:
            return _own_tools(_open_place(folder, storage, Settings()), Settings())
        finally:
            if storage.database is not None:
                storage.database.close()


def _block(language: str, text: str) -> List[str]:
    lines = [f"   {line}".rstrip() for line in text.splitlines()]
    return [f".. code-block:: {language}", "", *lines, ""]


# -- events as JSON Schema -----------------------------------------------------------

_SIMPLE: Mapping[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}
_PLACES: Mapping[Any, str] = {messages.Message: "message", messages.Usage: "usage"}


def events_schema() -> Dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of ``--output jsonl``."""
    names = [events.event_name(kind) for kind in events.EVENT_TYPES]
    kinds = zip(names, events.EVENT_TYPES)
    parts = [_record(kind, name) for name, kind in messages.PART_TYPES.items()]
    text = {"type": "string"}
    usage = dict.fromkeys(messages.Usage._fields, {"type": "integer", "minimum": 0})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One event",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in [*names, "error"]],
        "$defs": {
            **{name: _record(kind, name) for name, kind in kinds},
            "error": {
                "type": "object",
                "description": "A run could not begin.",
                "properties": {
                    "type": {"const": "error"},
                    **dict.fromkeys(("code", "message", "hint"), text),
                    "facts": {"type": "object"},
                },
                "required": ["type", "code", "message"],
            },
            "message": {
                "type": "object",
                "properties": {
                    "role": {"enum": ["user", "assistant", "tool"]},
                    "parts": {"type": "array", "items": {"anyOf": parts}},
                    "opaque": {"type": "object"},
                },
                "required": ["role", "parts"],
            },
            "usage": {
                "type": "object",
                "properties": usage,
                "required": list(messages.Usage._fields),
            },
        },
    }


def _record(kind: Any, name: str) -> Dict[str, Any]:
    """Return the schema of a named tuple whose JSON has a ``type``."""
    hints = typing.get_type_hints(kind)
    properties = {field: _schema(hints[field]) for field in kind._fields}
    if kind is events.RunFinished:
        properties["status"] = {"enum": list(events.STATUSES)}
    # Parts of messages leave out what has its default; events leave out nothing.
    optional = set(kind._field_defaults) if kind in _PART_KINDS else set()
    return {
        "type": "object",
        "description": (inspect.getdoc(kind) or "").splitlines()[0],
        "properties": {"type": {"const": name}, **properties},
        "required": ["type", *(f for f in kind._fields if f not in optional)],
    }


_PART_KINDS = tuple(messages.PART_TYPES.values())


def _schema(hint: Any) -> Dict[str, Any]:
    if hint in _PLACES:
        return {"$ref": f"#/$defs/{_PLACES[hint]}"}
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        return {"anyOf": [_schema(each) for each in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    return {"type": "object"}


def events_as_json() -> str:
    """Return the schema of events as a block."""
    return "\n".join(_block("json", json.dumps(events_schema(), indent=2)))


# -- the database --------------------------------------------------------------------


def database() -> str:
    """Return the steps that made the database what it is, as SQL."""
    parts = []
    for owner, steps in OWNERS:
        for number, (name, action) in enumerate(steps, 1):
            parts += [f"{owner} {number}: ``{name}``", ""]
            if callable(action):
                parts += [f"   {(action.__doc__ or '').splitlines()[0]}", ""]
            else:
                shown = inspect.cleandoc(action)
                parts += ["   " + line for line in _block("sql", shown)]
                parts.append("")
    return "\n".join(parts)


def tables() -> Dict[str, List[str]]:
    """Return the columns of each table of a new database."""
    new = Database(MEMORY)
    for owner, steps in OWNERS:
        new.migrate(owner, steps)
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    names = [name for (name,) in new.query(listed) if name[:7] != "sqlite_"]
    found = {
        name: [row[1] for row in new.query(f"PRAGMA table_info({name})")]
        for name in names
    }
    new.close()
    return found


# -- the library ---------------------------------------------------------------------


def public_names() -> Iterator[str]:
    """Yield the full names of what the package offers, methods included."""
    package = aura_coding_agent.__name__
    for name in aura_coding_agent.__all__:
        value = getattr(aura_coding_agent, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            yield f"{package}.{name}"
        if inspect.isclass(value):
            for member, found in vars(value).items():
                if member[0] != "_" and inspect.isfunction(found):
                    yield f"{package}.{name}.{member}"


PARTS: Mapping[str, Callable[..., str]] = {
    "synopsis": synopsis,
    "tools": tools,
    "events-schema": events_as_json,
    "database": database,
}
