# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Validate the arguments of a tool call, with errors a model can act on.

The subset of JSON Schema that tools use; what a keyword means is as in the JSON Schema
specification, draft 2020-12. Two things differ on purpose: properties that a schema
does not name are refused unless it allows them, and a value of the wrong type is
converted where only one meaning is possible ("5" where an integer is wanted).
"""

from __future__ import annotations

import json
import re
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Tuple,
)

from .errors import ToolError
from .messages import JsonObject
from .values import NamedTuple

MISSING = object()
SHOWN_PROBLEMS = 5
_INFINITE = (float("inf"), float("-inf"))


def validate(arguments: Any, schema: Mapping[str, Any]) -> JsonObject:
    """Return the arguments as the schema wants them, defaults filled in.

    Raises:
        ToolError: ``arguments-invalid``; the message names each place
            (``edits[2].old``), what was expected there and what came.
    """
    problems: List[str] = []
    checked = _check(
        _At(problems, gentle=True), arguments, {"type": "object", **schema}
    )
    if problems:
        shown = problems[:SHOWN_PROBLEMS]
        if len(problems) > len(shown):
            shown.append(f"and {len(problems) - len(shown)} more")
        raise ToolError(
            "arguments-invalid",
            "The arguments do not fit: " + "; ".join(shown) + ".",
            hint="Call again with all arguments, corrected.",
        )
    result: JsonObject = checked
    return result


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the one of ``names`` that ``name`` probably means, or nothing."""
    # Only on the way to an error message: difflib costs a millisecond to import.
    import difflib

    plain = {other.lower(): other for other in names}
    close = difflib.get_close_matches(name.lower(), list(plain), n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


class _At(NamedTuple):
    """A place in the arguments, and where to report problems."""

    problems: List[str]
    gentle: bool
    path: str = ""

    def to(self, step: str) -> _At:
        """Return the place one step further in."""
        if not step.startswith("[") and self.path:
            step = "." + step
        return self._replace(path=self.path + step)

    def report(self, expected: str, value: Any) -> None:
        """Note that a value is not what was expected here."""
        where = self.path or "the arguments"
        self.problems.append(f"{where}: expected {expected}, got {_shown(value)}")

    def fits(self, value: Any, schema: Mapping[str, Any], *, gentle: bool) -> Any:
        """Return the checked value, or MISSING when there was a problem."""
        trial: List[str] = []
        checked = _check(self._replace(problems=trial, gentle=gentle), value, schema)
        return MISSING if trial else checked


def _check(at: _At, value: Any, schema: Mapping[str, Any]) -> Any:
    """Return a value as a schema wants it; note what does not fit."""
    if "type" in schema:
        value = _as_type(at, value, schema)
        if value is MISSING:
            return None
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            value = _one_of(at, value, schema[keyword], only_one=keyword == "oneOf")
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        at.report(_enum_text(value, schema["enum"]), value)
    if "const" in schema and not _same(value, schema["const"]):
        at.report(json.dumps(schema["const"]), value)
    for keyword, (kinds, wrong, words) in _BOUNDS.items():
        if keyword in schema and isinstance(value, kinds):
            if not isinstance(value, bool) and wrong(value, schema[keyword]):
                at.report(words.format(schema[keyword]), value)
    if isinstance(value, dict):
        return _check_object(at, value, schema)
    if isinstance(value, list) and "items" in schema:
        items = schema["items"]
        return [_check(at.to(f"[{n}]"), one, items) for n, one in enumerate(value)]
    return value


# keyword -> types it speaks of, when it is violated, what was expected
_BOUNDS: Dict[str, Tuple[Tuple[type, ...], Callable[[Any, Any], bool], str]] = {
    "minimum": ((int, float), lambda value, bound: value < bound, "at least {}"),
    "maximum": ((int, float), lambda value, bound: value > bound, "at most {}"),
    "minLength": (
        (str,),
        lambda value, bound: len(value) < bound,
        "at least {} characters",
    ),
    "maxLength": (
        (str,),
        lambda value, bound: len(value) > bound,
        "at most {} characters",
    ),
    "minItems": ((list,), lambda value, bound: len(value) < bound, "at least {} items"),
    "maxItems": ((list,), lambda value, bound: len(value) > bound, "at most {} items"),
}


def _check_object(at: _At, value: JsonObject, schema: Mapping[str, Any]) -> JsonObject:
    """Return an object with its known names checked one by one."""
    known: Mapping[str, Any] = schema.get("properties", {})
    required = schema.get("required", ())
    others = schema.get("additionalProperties", "properties" not in schema)
    checked: JsonObject = {}
    for name, item in value.items():
        if name in known:
            if item is None and at.gentle and name not in required:
                if at.fits(None, known[name], gentle=False) is MISSING:
                    continue  # models write null for what they leave out
            checked[name] = _check(at.to(name), item, known[name])
        elif isinstance(others, dict):
            checked[name] = _check(at.to(name), item, others)
        elif others:
            checked[name] = item
        else:
            at.problems.append(_unknown_text(at, name, known))
    for name in required:
        if name not in value:
            kind = _kind_text(known.get(name, {}))
            at.problems.append(
                f"{at.to(name).path}: expected {kind}, but it is missing"
            )
    for name, one in known.items():
        if name not in checked and name not in required and "default" in one:
            checked[name] = json.loads(json.dumps(one["default"]))
    return checked


def _unknown_text(at: _At, name: str, known: Mapping[str, Any]) -> str:
    """Return the problem of an unknown name, with a guess."""
    near = nearest(name, known)
    guess = f" (did you mean {near}?)" if near else ""
    names = ", ".join(known) or "none"
    return f"{at.to(name).path}: unknown name{guess}, known are: {names}"


def _one_of(at: _At, value: Any, schemas: List[Any], *, only_one: bool) -> Any:
    """Return a value by the first of several schemas that fits."""
    exact = [at.fits(value, schema, gentle=False) for schema in schemas]
    found = [one for one in exact if one is not MISSING]
    if only_one and len(found) > 1:
        at.report("exactly one of the possible forms to fit", value)
        return value
    if not found and at.gentle:
        gentle = (at.fits(value, schema, gentle=True) for schema in schemas)
        found = [one for one in gentle if one is not MISSING]
    if found:
        return found[0]
    at.report(" or ".join(_kind_text(schema) for schema in schemas), value)
    return value


# -- types ---------------------------------------------------------------------------


def _as_type(at: _At, value: Any, schema: Mapping[str, Any]) -> Any:
    """Return the value in one of the wanted types, or MISSING after a report."""
    kinds = _kinds(schema)
    for kind in kinds:
        if _is(value, kind):
            return int(value) if kind == "integer" else value
    if at.gentle:
        for kind in kinds:
            converted = _converted(at, value, kind, schema)
            if converted is not MISSING:
                return converted
    at.report(_kind_text(schema), value)
    return MISSING


def _kinds(schema: Mapping[str, Any]) -> List[str]:
    """Return the types that a schema allows."""
    kinds = schema["type"]
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _is(value: Any, kind: str) -> bool:
    """Return whether a value is of a type of JSON."""
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        if value != value or value in _INFINITE:
            return False
        return kind == "number" or value == int(value)
    return isinstance(value, _PYTHON_TYPES.get(kind, object))


_PYTHON_TYPES: Dict[str, type] = {
    "string": str,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def _converted(at: _At, value: Any, kind: str, schema: Mapping[str, Any]) -> Any:
    """Return the value as ``kind`` where its meaning is certain, else MISSING."""
    if isinstance(value, str):
        text = value.strip()
        if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            return int(text)
        if kind == "number" and re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]+)?", text):
            return float(text) if "." in text else int(text)
        if kind == "boolean" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if kind in ("array", "object") and text[:1] in ("[", "{"):
            parsed = _parsed(text)
            if _is(parsed, kind):
                return parsed
    if kind == "array" and "items" in schema and not isinstance(value, list):
        item = at.fits(value, schema["items"], gentle=False)
        if item is not MISSING:
            return [item]
    return MISSING


def _parsed(text: str) -> Any:
    """Return the value of a JSON text, MISSING when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON does: true is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


# -- words ---------------------------------------------------------------------------


def _kind_text(schema: Mapping[str, Any]) -> str:
    """Return words for what a schema expects."""
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(one) for one in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "type" in schema:
        return " or ".join(_kinds(schema))
    return "a value"


def _enum_text(value: Any, allowed: List[Any]) -> str:
    """Return words for the allowed values, with a guess."""
    text = _kind_text({"enum": allowed})
    words = [one for one in allowed if isinstance(one, str)]
    near = nearest(value, words) if isinstance(value, str) else ""
    return f"{text} (did you mean {near}?)" if near else text


def _shown(value: Any) -> str:
    """Name the type of a value and show the beginning of it."""
    text = json.dumps(value, default=str)
    if len(text) > 60:
        text = text[:57] + "..."
    kinds = ("null", "boolean", "integer", "number", "string", "array", "object")
    kind: Optional[str] = next((kind for kind in kinds if _is(value, kind)), None)
    return text if kind in (None, "null") else f"{kind} {text}"
