# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the validation of arguments: what fits, what is converted, what is told."""

from __future__ import annotations

import pytest

from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.core.schema import nearest, validate

INTEGER = {"type": "integer"}
STRING = {"type": "string"}
NUMBER = {"type": "number"}
BOOLEAN = {"type": "boolean"}
STRINGS = {"type": "array", "items": STRING}
EDITS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"old": STRING, "new": STRING},
        "required": ["old", "new"],
    },
}


def value_of(value, schema):
    """Return what becomes of one value under a schema."""
    whole = {"properties": {"value": schema}, "required": ["value"]}
    return validate({"value": value}, whole)["value"]


def problem_of(arguments, schema):
    """Return the message about arguments that do not fit."""
    with pytest.raises(ToolError) as caught:
        validate(arguments, schema)
    assert "arguments-invalid" == caught.value.code
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(
    "value, schema, expected",
    [
        (5, INTEGER, 5),
        (5.0, INTEGER, 5),
        ("5", INTEGER, 5),
        (" -12 ", INTEGER, -12),
        (5, NUMBER, 5),
        (2.5, NUMBER, 2.5),
        ("2.5", NUMBER, 2.5),
        ("7", NUMBER, 7),
        (True, BOOLEAN, True),
        ("true", BOOLEAN, True),
        ("False", BOOLEAN, False),
        ("5", STRING, "5"),
        ("", STRING, ""),
        (["a"], STRINGS, ["a"]),
        ("a", STRINGS, ["a"]),
        ('["a", "b"]', STRINGS, ["a", "b"]),
        ("[a", STRINGS, ["[a"]),
        ('{"a": 1}', STRINGS, ['{"a": 1}']),
        (["1", 2], {"type": "array", "items": INTEGER}, [1, 2]),
        (["x", 1, None], {"type": "array"}, ["x", 1, None]),
        ('{"a": 1}', {"type": "object"}, {"a": 1}),
        ({"a": [1]}, {"type": "object"}, {"a": [1]}),
        (
            {"a": "1"},
            {"type": "object", "additionalProperties": INTEGER},
            {"a": 1},
        ),
        ({"old": "a", "new": "b"}, EDITS, [{"old": "a", "new": "b"}]),
        (None, {"type": ["string", "null"]}, None),
        ("5", {"type": ["integer", "string"]}, "5"),
        ("5", {"type": ["integer", "null"]}, 5),
        ("5", {"anyOf": [INTEGER, STRING]}, "5"),
        ("5", {"anyOf": [INTEGER, {"type": "null"}]}, 5),
        (["x"], {"oneOf": [STRING, STRINGS]}, ["x"]),
        ("fast", {"enum": ["fast", "slow"]}, "fast"),
        (1, {"const": 1}, 1),
        (3, {"type": "integer", "minimum": 3, "maximum": 3}, 3),
        (True, {"minimum": 3}, True),
        ("ab", {"type": "string", "minLength": 2, "maxLength": 2}, "ab"),
        (["a"], {"type": "array", "minItems": 1, "maxItems": 1}, ["a"]),
        ({"any": "thing"}, {}, {"any": "thing"}),
        ("x", {"type": "unheard-of"}, "x"),
    ],
)
def test_values_fit_or_are_converted(value, schema, expected):
    """A value that fits stays; one whose meaning is certain is converted."""
    result = value_of(value, schema)
    assert expected == result
    assert type(expected) is type(result)


@pytest.mark.parametrize(
    "value, schema, expected",
    [
        ("five", INTEGER, 'value: expected integer, got string "five"'),
        (5.5, INTEGER, "value: expected integer, got number 5.5"),
        (True, INTEGER, "value: expected integer, got boolean true"),
        ("9" * 30, INTEGER, "value: expected integer, got string"),
        (float("nan"), NUMBER, "value: expected number, got NaN"),
        (float("inf"), INTEGER, "value: expected integer, got Infinity"),
        (1, BOOLEAN, "value: expected boolean, got integer 1"),
        ("yes", BOOLEAN, 'value: expected boolean, got string "yes"'),
        (5, STRING, "value: expected string, got integer 5"),
        (None, STRING, "value: expected string, got null"),
        ("x" * 99, INTEGER, "xxx..."),
        (5, STRINGS, "value: expected array, got integer 5"),
        ("[1", {"type": "array"}, 'value: expected array, got string "[1"'),
        ([1, "x"], STRINGS, "value[0]: expected string, got integer 1"),
        ("x", {"type": ["integer", "null"]}, "value: expected integer or null"),
        (2, {"enum": [1, True]}, "value: expected one of 1, true, got integer 2"),
        (1, {"enum": [True]}, "value: expected one of true, got integer 1"),
        ("fats", {"enum": ["fast", "slow"]}, "(did you mean fast?)"),
        (2, {"const": 1}, "value: expected 1, got integer 2"),
        (2, {"minimum": 3}, "value: expected at least 3, got integer 2"),
        (4.5, {"maximum": 3}, "value: expected at most 3, got number 4.5"),
        ("", {"minLength": 1}, "value: expected at least 1 characters"),
        ("ab", {"maxLength": 1}, "value: expected at most 1 characters"),
        ([], {"minItems": 1}, "value: expected at least 1 items, got array []"),
        ([1, 2], {"maxItems": 1}, "value: expected at most 1 items"),
        ({}, {"anyOf": [INTEGER, {"const": "x"}]}, 'expected integer or "x", got'),
        ({}, {"anyOf": [INTEGER, {"enum": [1]}, {}, {}]}, None),
        ([], {"anyOf": [INTEGER, {"minItems": 1}]}, "expected integer or a value"),
        (1, {"oneOf": [INTEGER, NUMBER]}, "exactly one of the possible forms"),
        ([{}], EDITS, "value[0].old: expected string, but it is missing"),
        ([{"old": "", "new": 1}], EDITS, "value[0].new: expected string, got"),
        ({"a": "x"}, {"type": "object", "additionalProperties": INTEGER}, "value.a:"),
    ],
)
def test_what_does_not_fit_is_named(value, schema, expected):
    """The message has the place, what was expected, and what came."""
    whole = {"properties": {"value": schema}, "required": ["value"]}
    if expected is None:
        assert {"value": value} == validate({"value": value}, whole)
    else:
        assert expected in problem_of({"value": value}, whole)


def test_the_place_is_a_path():
    """A problem deep inside is found by its path."""
    edits = [{"old": "a", "new": "b"}] * 2 + [{"old": 5, "new": "b"}]
    message = problem_of({"edits": edits}, {"properties": {"edits": EDITS}})
    assert (
        "The arguments do not fit: edits[2].old: expected string, got integer 5."
        == message
    )


@pytest.mark.parametrize("arguments", [[], "x", None, 5])
def test_arguments_are_an_object(arguments):
    """Anything else as a whole is refused."""
    message = problem_of(arguments, {"properties": {}})
    assert "the arguments: expected object, got" in message


def test_unknown_names_are_refused_with_the_known_ones():
    """A misspelt name gets its near miss and the list."""
    schema = {"properties": {"path": STRING, "limit": INTEGER}}
    assert (
        "The arguments do not fit: Pathh: unknown name (did you mean path?),"
        " known are: path, limit." == problem_of({"Pathh": "x"}, schema)
    )
    assert "x: unknown name, known are: none" in problem_of(
        {"x": 1}, {"properties": {}}
    )


def test_unknown_names_may_be_allowed():
    """A schema that allows more names, or names none, takes them."""
    assert {"x": 1} == validate(
        {"x": 1}, {"properties": {}, "additionalProperties": True}
    )
    assert {"x": 1} == validate({"x": 1}, {})
    assert "x: unknown" in problem_of({"x": 1}, {"additionalProperties": False})


def test_many_problems_are_told_at_once_but_not_all():
    """Five are enough to see what is wrong."""
    schema = {"properties": {name: INTEGER for name in "abcdefg"}}
    message = problem_of({name: "x" for name in "abcdefg"}, schema)
    assert 5 == message.count("expected")
    assert message.endswith("; and 2 more.")


def test_defaults_are_filled_in_and_never_shared():
    """Absent and null optional properties get a default of their own."""
    schema = {
        "properties": {
            "names": {"type": "array", "default": []},
            "limit": {"type": "integer", "default": 5},
            "path": STRING,
        }
    }
    first = validate({"limit": None, "path": None}, schema)
    assert {"names": [], "limit": 5} == first
    first["names"].append("x")
    assert {"names": [], "limit": 5} == validate({}, schema)


def test_null_stays_where_it_has_a_meaning():
    """A property that takes null keeps it, and a required one is not dropped."""
    schema = {"properties": {"a": {"type": ["string", "null"], "default": "x"}}}
    assert {"a": None} == validate({"a": None}, schema)
    schema = {"properties": {"a": STRING}, "required": ["a"]}
    assert "a: expected string, got null" in problem_of({"a": None}, schema)


def test_the_arguments_themselves_are_not_changed():
    """Validation returns a new object."""
    arguments = {"a": "1"}
    assert {"a": 1} == validate(arguments, {"properties": {"a": INTEGER}})
    assert {"a": "1"} == arguments


@pytest.mark.parametrize(
    "name, expected", [("reed_file", "read_file"), ("Shell", "shell"), ("zzz", "")]
)
def test_the_nearest_name(name, expected):
    """A slip finds its name; something else finds nothing."""
    assert expected == nearest(name, ["shell", "read_file", "grep"])
