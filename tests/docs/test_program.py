# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check what the documentation generates from the program."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

from aura_coding_agent.core import events
from tests.support.model_server import Call, ModelServer, Say

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
import program  # noqa: E402 - it is found only after the line above

SCHEMA = program.events_schema()
KINDS = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
    "object": dict,
    "array": list,
}


def problems(value, schema, where="event"):
    """Return where a value does not fit the schema: the keywords that it uses."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return problems(value, SCHEMA["$defs"][name], where)
    if "anyOf" in schema:
        tried = [problems(value, each, where) for each in schema["anyOf"]]
        return min(tried, key=len)
    if "const" in schema or "enum" in schema:
        fitting = value in schema.get("enum", [schema.get("const")])
        return [] if fitting else [f"{where}: {value!r} is not {schema}"]
    kind = KINDS[schema["type"]]
    if not isinstance(value, kind) or isinstance(value, bool) is (kind is not bool):
        return [f"{where}: {value!r} is no {schema['type']}"]
    found = [
        f"{where}.{n} is missing" for n in schema.get("required", ()) if n not in value
    ]
    if isinstance(value, dict):
        for name, each in schema.get("properties", {}).items():
            if name in value:
                found += problems(value[name], each, f"{where}.{name}")
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += problems(each, schema.get("items", {}), f"{where}[{number}]")
    return found


def test_a_real_stream_fits_the_schema(tmp_path):
    """Every event of a run with tools, a denied command and a check fits its schema."""
    write = {"path": "a.py", "content": "x = 1\n"}
    steps = [Call("write_file", write), Call("shell", {"command": "ls"}), Say("Done.")]
    with ModelServer(steps) as server:
        argv = [sys.executable, "-m", "aura_coding_agent", "run", "write it"]
        argv += ["--base-url", server.url, "--model", "m", "--output", "jsonl"]
        argv += ["--check", f'"{sys.executable}" a.py']
        environ = {**os.environ, "AURA_HOME": str(tmp_path / "home")}
        environ["PYTHONPATH"] = str(ROOT)
        work = tmp_path / "work"
        work.mkdir()
        done = subprocess.run(
            argv, cwd=work, env=environ, stdin=subprocess.DEVNULL, capture_output=True
        )
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert 0 == done.returncode, done.stderr
    for event in shown:
        assert [] == problems(event, SCHEMA["$defs"][event["type"]])
    there = {event["type"] for event in shown}
    assert {"permission_decided", "check_finished", "run_finished"} < there


def test_an_error_fits_the_schema(tmp_path):
    """The object that stands for a run that could not begin has its own form."""
    argv = [sys.executable, "-m", "aura_coding_agent", "run", "x", "--api", "nonsense"]
    environ = {**os.environ, "AURA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*argv, "--output", "jsonl"], cwd=tmp_path, env=environ, capture_output=True
    )
    (shown,) = map(json.loads, done.stdout.splitlines())
    assert ("error", "api-unknown") == (shown["type"], shown["code"])
    assert [] == problems(shown, SCHEMA["$defs"]["error"])


@pytest.mark.parametrize(
    "event, said",
    [
        ({"type": "turn_started", "turn": 1}, []),
        ({"type": "turn_started"}, ["event.turn is missing"]),
        ({"type": "turn_started", "turn": "1"}, ["event.turn: '1' is no integer"]),
        ({"type": "turn_started", "turn": True}, ["event.turn: True is no integer"]),
        ({"type": "notice", "turn": 1}, ["event.type: 'notice' is not "]),
    ],
)
def test_what_does_not_fit_is_told(event, said):
    """The schema refuses a missing field, a wrong type and another event."""
    found = problems(event, SCHEMA["$defs"]["turn_started"])
    assert len(said) == len(found)
    assert all(text.startswith(start) for text, start in zip(found, said))


def test_every_event_has_a_schema():
    """The schema lists each kind of event, and the error."""
    names = [events.event_name(kind) for kind in events.EVENT_TYPES]
    listed = [each["$ref"].rpartition("/")[2] for each in SCHEMA["anyOf"]]
    assert [*names, "error"] == listed
    assert set(listed) <= set(SCHEMA["$defs"])


def test_a_synopsis_has_every_option():
    """What is generated for each command names its options and fits a page."""
    for name, parser in program.parsers():
        if not name or program._only_actions(parser):
            continue
        text = program.synopsis(name.partition(" ")[0])
        assert max(map(len, text.splitlines())) <= 82
        for action in parser._actions:
            options = [each for each in action.option_strings if each != "--help"]
            assert not options or max(options, key=len) in text or options == ["-h"]


def test_the_words_of_a_synopsis_tell_what_may_be_left_out():
    """Brackets stand around what is optional, dots behind what may be repeated."""
    shown = program.synopsis("undo").split()
    assert ["aura", "undo", "[FILE...]"] == [*shown[3:5], shown[-1]]
    assert "[--preview]" in shown


def test_the_history_of_the_database_names_every_step():
    """Each migration stands there with its owner, its number and its SQL."""
    text = program.database()
    for owner, steps in program.OWNERS:
        for number, (name, _) in enumerate(steps, 1):
            assert f"{owner} {number}: ``{name}``" in text
    assert "CREATE TABLE sessions" in text


def test_the_tools_are_shown_with_what_a_model_is_told():
    """Each tool has a section with its description and its schema."""
    text = program.tools()
    for tool in program.own_tools():
        assert f"{tool.spec.name}\n{'-' * len(tool.spec.name)}\n" in text
        first = tool.spec.description.splitlines()[0]
        assert first in text


def test_the_public_names_have_methods():
    """What has to be documented are functions, classes and their public methods."""
    names = set(program.public_names())
    assert {"aura_coding_agent.Agent.run", "aura_coding_agent.build_agent"} <= names
    assert not any("._" in name for name in names)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "benchmarks" / "results").glob("*.json")),
    ids=lambda p: p.stem,
)
def test_results_that_are_shown_say_where_they_are_from(path):
    """Each file of results has a date, a machine and figures, and is on a page."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert {"date", "python", "machine", "lines"} <= set(kept)
    assert {"system", "processors", "model", "memory", "load"} == set(kept["machine"])
    assert kept["lines"]
    pages = [
        (ROOT / "docs" / f"{n}.rst").read_text() for n in ("benchmarks", "comparison")
    ]
    assert any(f".. measured:: {path.stem}\n" in text for text in pages)
