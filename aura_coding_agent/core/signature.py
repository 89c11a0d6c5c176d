# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the schema of a tool from a Python function: its type hints and docstring.

For programs that use the package as a library and bring their own tools.
"""

from __future__ import annotations

import collections.abc
import re
import types
import typing
from typing import Any, Callable, Dict, List, Literal, Union

from .errors import UsageError
from .messages import JsonObject

_SCALARS: Dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
_ARRAYS = (list, tuple, set, collections.abc.Sequence, collections.abc.Iterable)
_OBJECTS = (dict, collections.abc.Mapping)
_UNIONS = (Union, getattr(types, "UnionType", Union))  # ``X | Y``, Python 3.10


def schema_from_function(function: Callable[..., Any]) -> JsonObject:
    """Return the JSON Schema of a function's parameters.

    Descriptions come from the ``Args:`` section of the docstring, one entry a
    parameter (Google style). A parameter without a hint takes any value.

    Raises:
        UsageError: ``signature-unsupported`` for ``*args``, ``**kwargs``,
            positional-only parameters and types that JSON does not have.
    """
    # inspect costs ten milliseconds; only programs with tools of their own pay.
    import inspect

    hints = typing.get_type_hints(function)
    about = _descriptions(inspect.getdoc(function) or "")
    properties: JsonObject = {}
    required: List[str] = []
    for name, parameter in inspect.signature(function).parameters.items():
        by_name = (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        if parameter.kind not in by_name:
            raise _unsupported(function, f"the parameter {name} has no name to pass")
        shown = _schema_of(function, hints.get(name, Any))
        if name in about:
            shown["description"] = about[name]
        if parameter.default is parameter.empty:
            required.append(name)
        elif parameter.default is not None:
            shown["default"] = parameter.default
        properties[name] = shown
    schema = {"type": "object", "properties": properties, "required": required}
    return {**schema, "additionalProperties": False}


def _schema_of(function: Callable[..., Any], hint: Any) -> JsonObject:
    """Return the schema of one type hint."""
    if hint is Any or hint is object:
        return {}
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    origin = typing.get_origin(hint) or hint
    arguments = [one for one in typing.get_args(hint) if one is not Ellipsis]
    if origin is Literal:
        return {"enum": arguments}
    if origin in _UNIONS:
        return _union([_schema_of(function, one) for one in arguments])
    if origin in _ARRAYS and len(set(arguments)) < 2:
        items = [_schema_of(function, one) for one in arguments[:1]]
        return {"type": "array", "items": items[0]} if items else {"type": "array"}
    if origin in _OBJECTS and arguments[:1] in ([], [str]):
        shown: JsonObject = {"type": "object"}
        if arguments:
            shown["additionalProperties"] = _schema_of(function, arguments[1]) or True
        return shown
    raise _unsupported(function, f"the type {hint} has no JSON form")


def _union(schemas: List[JsonObject]) -> JsonObject:
    """Return the schema that fits when any of several does."""
    if all(list(schema) == ["type"] for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}


def _descriptions(text: str) -> Dict[str, str]:
    """Read the ``Args:`` section of a docstring whose indentation is removed."""
    section = re.search(r"^Args:[ ]*\n((?:[ ]+.*\n?|\n)*)", text, re.MULTILINE)
    if section is None:
        return {}
    lines = section.group(1).splitlines()
    margin = min((len(one) - len(one.lstrip()) for one in lines if one), default=0)
    found: Dict[str, str] = {}
    name = ""
    for line in lines:
        entry = re.match(r"\*{0,2}(\w+)(?: *\(.*?\))?: *(.*)", line[margin:])
        if entry:
            name = entry.group(1)
            found[name] = entry.group(2).strip()
        elif name and line.strip():
            found[name] = f"{found[name]} {line.strip()}".strip()
    return found


def _unsupported(function: Callable[..., Any], why: str) -> UsageError:
    """Return the error about a signature that no schema describes."""
    name = getattr(function, "__qualname__", repr(function))
    return UsageError(
        "signature-unsupported",
        f"No tool can be made from {name}: {why}.",
        hint="Use str, int, float, bool, List, Dict, Optional and Literal, by name.",
        function=name,
    )
