# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the schema that is made from a function."""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Literal, Mapping, Optional, Sequence, Tuple, Union

import pytest

from aura_coding_agent.core.errors import UsageError
from aura_coding_agent.core.schema import validate
from aura_coding_agent.core.signature import schema_from_function


def search(
    pattern: str,
    paths: Optional[List[str]] = None,
    *,
    limit: int = 10,
    exact: bool = False,
    order: Literal["name", "time"] = "name",
) -> str:
    """Search files.

    Args:
        pattern: what to look for,
            as a regular expression.
        paths (list): where to look.

        limit: most hits.

    Returns:
        order: not a parameter.
    """
    return f"{pattern}{paths}{limit}{exact}{order}"


def test_a_function_becomes_a_schema():
    """Types, defaults and descriptions come from the function."""
    assert {
        "type": "object",
        "properties": {
            "pattern": {
                "type": "string",
                "description": "what to look for, as a regular expression.",
            },
            "paths": {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "null"},
                ],
                "description": "where to look.",
            },
            "limit": {"type": "integer", "default": 10, "description": "most hits."},
            "exact": {"type": "boolean", "default": False},
            "order": {"enum": ["name", "time"], "default": "name"},
        },
        "required": ["pattern"],
        "additionalProperties": False,
    } == schema_from_function(search)


def test_the_schema_leads_to_a_call():
    """Arguments that the schema takes are arguments of the function."""
    arguments = validate({"pattern": "x", "limit": "3"}, schema_from_function(search))
    assert "xNone3Falsename" == search(**arguments)


def one_hint(hint):
    """Return the schema of a parameter with this hint."""

    def function(value):
        return value

    function.__annotations__["value"] = hint
    return schema_from_function(function)["properties"]["value"]


@pytest.mark.parametrize(
    "hint, expected",
    [
        (str, {"type": "string"}),
        (float, {"type": "number"}),
        (None, {"type": "null"}),
        (Any, {}),
        (object, {}),
        (Optional[int], {"type": ["integer", "null"]}),
        (Union[int, str], {"type": ["integer", "string"]}),
        (list, {"type": "array"}),
        (List[List[int]], None),
        (Sequence[bool], {"type": "array", "items": {"type": "boolean"}}),
        (Tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (dict, {"type": "object"}),
        (Dict[str, Any], {"type": "object", "additionalProperties": True}),
        (
            Mapping[str, int],
            {"type": "object", "additionalProperties": {"type": "integer"}},
        ),
        (Literal[1, None], {"enum": [1, None]}),
    ],
)
def test_hints_have_a_json_form(hint, expected):
    """Each kind of hint becomes the schema one would write by hand."""
    if expected is None:
        expected = {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}},
        }
    assert expected == one_hint(hint)


@pytest.mark.skipif(sys.version_info < (3, 10), reason="X | Y is younger")
def test_the_short_form_of_a_union():
    """``int | None`` is a union like the long form."""
    assert {"type": ["integer", "null"]} == one_hint(eval("int | None"))


def test_without_hints_and_docstring_anything_goes():
    """A bare parameter takes any value; a bare docstring describes nothing."""

    def bare(value, other=None):
        """Args: none."""

    expected = {"value": {}, "other": {}}
    assert expected == schema_from_function(bare)["properties"]


def test_a_description_needs_a_parameter():
    """An empty section, or text before the first name, is passed over."""

    def odd(value: int):
        """Do.

        Args:
            of all the
            value: number.
        """

    assert "number." == schema_from_function(odd)["properties"]["value"]["description"]


def positional(value: int, /) -> None:
    """Take a value that has no name."""


def many(*values: int) -> None:
    """Take any number."""


@pytest.mark.parametrize("function", [positional, many, lambda **more: more])
def test_parameters_need_names(function):
    """What cannot be passed by name cannot be a tool's argument."""
    with pytest.raises(UsageError) as caught:
        schema_from_function(function)
    assert "signature-unsupported" == caught.value.code


@pytest.mark.parametrize("hint", [bytes, Dict[int, str], Tuple[int, str], complex])
def test_types_without_a_json_form_are_refused(hint):
    """The error names the function and the type."""
    with pytest.raises(UsageError) as caught:
        one_hint(hint)
    assert "one_hint" in caught.value.message
    assert "no JSON form" in caught.value.message
