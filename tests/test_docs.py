# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare the pages with the program: what they list is what there is."""

from __future__ import annotations

import argparse
import ast
import itertools
import pathlib
import re
import shlex
import sys
from typing import Dict, Iterable, Iterator, List, Optional, Set, Tuple

import pytest

import aura_coding_agent
from aura_coding_agent import cli
from aura_coding_agent.core import config, events
from aura_coding_agent.providers import endpoints
from aura_coding_agent.repair import collect, report, result
from aura_coding_agent.tools import editjson
from aura_coding_agent.tools.editing import edits

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
import program  # noqa: E402 - it is found only after the line above

NAME = "aura_coding_agent"
PACKAGE = ROOT / NAME
DOCS = ROOT / "docs"
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def page(name: str) -> str:
    """Return the source of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


# -- error codes ---------------------------------------------------------------------


def trees() -> Dict[str, ast.Module]:
    """Parse every module of the package."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


TREES = trees()


def error_classes() -> Set[str]:
    """Return AuraError, every class made from it, and Notice, which has a code too."""
    names = {"AuraError", "Notice"}
    size = 0
    while size != len(names):
        size = len(names)
        for tree in TREES.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    if names & {called(base) for base in node.bases}:
                        names.add(node.name)
    return names


def called(node: ast.AST) -> str:
    """Return the last part of a name: ``f`` of ``f`` and of ``module.f``."""
    return getattr(node, "id", getattr(node, "attr", ""))


ERRORS = error_classes()


def given_code(call: ast.Call) -> Optional[ast.expr]:
    """Return the argument of a call that is its code."""
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    return call.args[0] if call.args else None


def calls(tree: ast.AST) -> Iterator[Tuple[ast.Call, Optional[ast.FunctionDef]]]:
    """Yield each call and the innermost function it stands in."""
    inside: Dict[ast.AST, Optional[ast.FunctionDef]] = {tree: None}
    for node in ast.walk(tree):
        owner = node if isinstance(node, ast.FunctionDef) else inside[node]
        for child in ast.iter_child_nodes(node):
            inside[child] = owner
        if isinstance(node, ast.Call):
            yield node, inside[node]


def makers() -> Dict[str, int]:
    """Return functions that hand a parameter on as a code: name and position.

    Also those that hand it to such a function; methods count without ``self``.
    """
    every = [pair for tree in TREES.values() for pair in calls(tree)]
    found: Dict[str, int] = {}
    size = -1
    while size != len(found):
        size = len(found)
        for call, function in every:
            code = code_in(call, found)
            if function and function.name != "__init__" and isinstance(code, ast.Name):
                names = [argument.arg for argument in function.args.args]
                names = names[1:] if names[:1] == ["self"] else names
                if code.id in names:
                    found[function.name] = names.index(code.id)
    return found


def code_in(call: ast.Call, known: Dict[str, int]) -> Optional[ast.expr]:
    """Return the argument of a call that becomes the code of an error, if any."""
    name = called(call.func)
    if name in known:
        position = known[name]
        return call.args[position] if len(call.args) > position else None
    return given_code(call) if name in ERRORS - {"CancelledError"} else None


MAKERS = makers()


def literals(node: Optional[ast.AST]) -> List[str]:
    """Return the codes that an expression is made of; conditions are no codes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if CODE.fullmatch(node.value) else []
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def looked_up(function: Optional[ast.FunctionDef], tree: ast.Module) -> List[str]:
    """Return the codes of a function that gives an error a code by a variable.

    They are all words with a hyphen in the function and in the tables it uses.
    """
    tables = {
        called(target): statement
        for statement in tree.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in getattr(
            statement, "targets", [getattr(statement, "target", None)]
        )
    }
    nodes = list(ast.walk(function or tree))
    seen: Set[str] = set()
    for node in nodes:  # grows by the tables that are named in it
        if isinstance(node, ast.Name) and node.id in set(tables) - seen:
            seen.add(node.id)
            nodes += ast.walk(tables[node.id])
    return [code for node in nodes for code in literals(node) if "-" in code]


def codes_of_the_program() -> Dict[str, str]:
    """Return every code that an error or a notice can have, and one place of each."""
    found: Dict[str, str] = {}
    for name, tree in TREES.items():
        for call, function in calls(tree):
            for code in codes_of(call, function, tree):
                found.setdefault(code, f"{name}:{call.lineno}")
    return found


def codes_of(
    call: ast.Call, function: Optional[ast.FunctionDef], tree: ast.Module
) -> List[str]:
    """Return the codes that a call gives to errors."""
    if called(call.func) == "__init__" and tree is TREES[f"{NAME}/core/errors.py"]:
        return literals(given_code(call))  # a class with one code of its own
    code = code_in(call, MAKERS)
    if isinstance(code, ast.Name):
        return looked_up(function, tree)
    return literals(code)


def codes_of_the_page() -> Dict[str, str]:
    """Return every entry of the page: code and text."""
    parts = re.split(r"^``([a-z0-9-]+)``$\n", page("errors.rst"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def test_every_error_code_is_documented() -> None:
    """Each code that an error or a notice can have is an entry of the page."""
    documented = codes_of_the_page()
    missing = {
        code: place
        for code, place in codes_of_the_program().items()
        if code not in documented
    }
    assert {} == missing, f"not in docs/errors.rst: {missing}"


def test_every_documented_error_code_exists() -> None:
    """The page has no entry for a code that is gone."""
    gone = sorted(set(codes_of_the_page()) - set(codes_of_the_program()))
    assert [] == gone, f"in docs/errors.rst and nowhere else: {gone}"


def test_every_entry_tells_cause_and_remedy() -> None:
    """Each entry of the page has a cause and a remedy, and stands there once."""
    text = page("errors.rst")
    entries = re.findall(r"^``([a-z0-9-]+)``$", text, flags=re.M)
    assert sorted(set(entries)) == sorted(entries)
    bare = [
        code
        for code, body in codes_of_the_page().items()
        if not re.search(r":Cause: \S.*?:Remedy: \S", body, flags=re.S)
    ]
    assert [] == bare


# -- options, settings, exit codes, events, public names -----------------------------


def commands() -> Iterator[Tuple[str, argparse.ArgumentParser]]:
    """Yield the name and the parser of every command and action."""
    waiting = [("", cli.build_parser())]
    for name, parser in waiting:
        yield name, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for word, inner in action.choices.items():
                    waiting.append((f"{name} {word}".strip(), inner))


def sections(text: str) -> Dict[str, str]:
    """Return the sections of a page by their titles."""
    parts = re.split(r"^(\w+)\n-+\n", text, flags=re.M)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2]))}


def undocumented_options(usage: str) -> List[str]:
    """Return the options that the text of the page does not have, with commands."""
    documented = sections(usage)
    shared = documented["run"].partition(".. agent-options")[2]
    missing = []
    for name, parser in commands():
        options = {
            option for action in parser._actions for option in action.option_strings
        } - {"-h", "--help"}
        text = documented[name.partition(" ")[0]]
        # Sections say where they take the options of an agent as well.
        known = text + (shared if "--base-url" in options else "")
        missing += [
            f"{name} {option}".strip()
            for option in sorted(options)
            if not re.search(rf"``{option}(?![\w-])", known)
        ]
    return missing


def test_every_option_is_documented_and_every_documented_option_exists() -> None:
    """The page of the command line has the options of the parser, by sections."""
    missing = undocumented_options(page("usage.rst"))
    assert [] == missing, f"not in docs/usage.rst: {missing}"
    every = {o for _, p in commands() for a in p._actions for o in a.option_strings}
    mentioned = set(re.findall(r"``(--[a-z-]+)", page("usage.rst")))
    assert set() == mentioned - every


def test_an_option_that_is_missing_would_be_noticed() -> None:
    """Without its entry, an option is named, with the command it belongs to."""
    without = page("usage.rst").replace("``--budget SECONDS``", "``SECONDS``")
    assert ["fix --budget"] == undocumented_options(without)


def test_every_command_is_documented_and_no_other() -> None:
    """The page of the command line has one section for each command."""
    names = {name.partition(" ")[0] for name, _ in commands()}
    assert names == set(sections(page("usage.rst")))


def test_every_setting_is_documented_with_its_default() -> None:
    """The table of settings is that of the program: name, default, meaning, owner."""
    between = page("configuration.rst").split(".. settings-begin")[1]
    table = between.split(".. settings-end")[0]
    rows = re.findall(r"^   \* - ``(\w+)``\n     - (.*)\n     - (.*)$", table, re.M)
    assert expected_settings() == rows


def test_the_endpoints_are_those_of_the_program() -> None:
    """The tables of vendors and local servers are those that are looked at."""
    text = page("configuration.rst")
    ports = re.findall(r"^   - ([\w. ]+): (\d+)$", text, flags=re.M)
    assert [(name, str(port)) for name, port in endpoints.LOCAL_SERVERS] == ports
    table = text.split(".. vendors-begin")[1].split(".. vendors-end")[0]
    rows = re.findall(r"\* - (\w+)\n +- (.*)\n +- ``(.*)``\n +- ``(.*)``", table)
    expected = [
        (v.name, ", ".join(f"``{name}``" for name in v.variables), v.api, v.model)
        for v in endpoints.VENDORS
    ]
    assert expected == rows


def expected_settings() -> List[Tuple[str, str, str]]:
    """Return the rows that the table of settings should have."""
    rows = []
    for name, default in config.Settings._field_defaults.items():
        shown = "none"
        if isinstance(default, bool):
            shown = "yes" if default else "no"
        elif isinstance(default, (int, float)):
            shown = f"{default:g}"
        mine = " *Yours.*" if name in config.USER_ONLY else ""
        rows.append((name, shown, f"{config.DESCRIPTIONS[name]}.{mine}"))
    return rows


def test_the_exit_codes_are_those_of_the_program() -> None:
    """Readme and page tell the exit codes that the command line really has."""
    expected = {
        (str(code), "" if status == "usage" else status)
        for status, code in cli.EXIT_CODES.items()
    }
    for text in (page("exit-codes.rst"), (ROOT / "README.rst").read_text("utf-8")):
        rows = re.findall(r"^(\d+) {1,4}(?:``)?([a-z]*)(?:``)? ", text, flags=re.M)
        assert expected == set(rows)


def test_every_event_is_documented() -> None:
    """The page of events names each kind as the stream does, and its fields."""
    kinds = {events.event_name(kind): kind for kind in events.EVENT_TYPES}
    parts = re.split(r"^``(\w+)``$", page("events.rst"), flags=re.M)
    assert sorted(kinds) == sorted(parts[1::2])
    for name, text in zip(parts[1::2], parts[2::2]):
        fields = re.search(r"^   Fields: (.*?)\.$", text, flags=re.M | re.S)
        assert fields is not None, name
        shown = re.findall(r"``(\w+)``", fields[1])
        assert list(kinds[name]._fields) == shown, name  # type: ignore[attr-defined]


def variables_of_the_program() -> Set[str]:
    """Return the names of variables that are looked up in the environment."""
    found = {"HTTP_PROXY", "HTTPS_PROXY"}  # made of the scheme of an address
    for vendor in endpoints.VENDORS:
        found |= {*vendor.variables, vendor.url_variable} - {""}
    for name, tree in TREES.items():
        if name.endswith("repair/judge.py"):
            continue  # a guest in another interpreter
        for node in ast.walk(tree):
            where: Optional[ast.AST] = None
            if isinstance(node, ast.Call) and called(node.func) == "_variable":
                found |= {word.upper() for word in words_of(node.args[1:])}
            elif isinstance(node, ast.Call) and called(node.func) in ("get", "getenv"):
                where, names = getattr(node.func, "value", None), node.args[:1]
            elif isinstance(node, ast.Subscript):
                where, names = node.value, [node.slice]
            if where is None or called(where) != "environ":
                continue
            found |= words_of(names)
    return found


def words_of(nodes: Iterable[ast.AST]) -> Set[str]:
    """Return the strings among some expressions."""
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def test_every_variable_is_documented() -> None:
    """Each variable that the program looks up is on the page of settings."""
    text = page("configuration.rst")
    missing = sorted(
        name for name in variables_of_the_program() if f"``{name}``" not in text
    )
    assert [] == missing, f"not in docs/configuration.rst: {missing}"


def test_every_documented_variable_exists() -> None:
    """The page of settings has no entry for a variable that nobody looks up."""
    section = page("configuration.rst").split("\nVariables\n---------\n")[1]
    entries = re.findall(r"^``[A-Z].*``$", section, flags=re.M)
    shown = set(re.findall(r"``(\w+)``", " ".join(entries)))
    assert {"AURA_HOME", "NO_PROXY"} < shown
    assert set() == shown - variables_of_the_program()


def test_every_tool_is_documented() -> None:
    """The page of tools has each tool of the model, and no other."""
    rows = re.findall(r"^``(\w+)`` ", page("tools.rst"), flags=re.M)
    names = [tool.spec.name for tool in program.own_tools()]
    assert sorted(names) == sorted(rows)


def test_every_table_is_documented() -> None:
    """The page of the database has each table with its columns, and no other."""
    between = page("database.rst").split(".. tables-begin")[1]
    text = between.split(".. tables-end")[0]
    parts = re.split(r"^``(\w+)``$", text, flags=re.M)
    shown = {
        name: re.findall(r"``(\w+)``", about.partition("Columns:")[2])
        for name, about in zip(parts[1::2], parts[2::2])
    }
    assert program.tables() == shown


def test_every_public_name_is_documented() -> None:
    """The page of the library has each public name, and no other."""
    text = page("api.rst")
    shown = re.findall(r"^\.\. auto\w+:: (?:aura_coding_agent\.)?(\w+)$", text, re.M)
    assert set(aura_coding_agent.__all__) == {"__version__", *shown}


# -- edits, repair, and what is shown to be typed ------------------------------------


def entries(text: str, title: str) -> List[str]:
    """Return the words that a section explains: lines and bullets that begin so."""
    section = re.split(rf"^{re.escape(title)}\n-+\n", text, flags=re.M)[1]
    section = re.split(r"^-{4,}$", section, flags=re.M)[0]
    word = r"``[\w-]+``"
    lines = re.findall(rf"^(?: +- )?({word}(?:, {word})*)(?:: .*)?$", section, re.M)
    return re.findall(r"``([\w-]+)``", " ".join(lines))


def test_the_ladder_is_that_of_the_program() -> None:
    """The page of edits has every rung, in order."""
    assert list(edits.RUNGS) == entries(page("edits.rst"), "The ladder")


def test_every_refusal_of_an_edit_is_on_its_page() -> None:
    """The page of edits names each code that refuses one."""
    refusals = {
        code
        for code in codes_of_the_program()
        if code.startswith("edit-") and code != "edit-input"  # no edit yet
    }
    named = set(re.findall(r"``((?:edit|patch)-[a-z-]+)``", page("edits.rst")))
    assert {*refusals, "patch-malformed"} == named


def test_every_format_of_an_edit_is_on_its_page() -> None:
    """The page of edits names each format that the command takes."""
    assert list(editjson.FORMATS) == entries(page("edits.rst"), "The command")


def test_the_json_of_a_repair_is_documented() -> None:
    """The page of repairs has every key of the object, and no other."""
    plan = collect.SuitePlan("", "pytest", "", (), (), (), (), "")
    empty = result.Result("none", plan, 0, (), (), (), (), (), 0, 0.0)
    keys = report.result_to_json(empty, applied=False)
    assert list(keys) == entries(page("repair.rst"), "For programs")


def command_lines(text: str) -> Iterator[List[str]]:
    """Yield the words of each line that shows how to call the program."""
    for line in text.replace("\\\n", " ").splitlines():
        shown = re.search(
            r"(?:python3 -m aura_coding_agent|^ +(?:\$ )?aura) +(.*)", line
        )
        if shown and not line.startswith("``") and "``" not in line:
            words = shlex.split(shown[1], comments=True)
            ours = itertools.takewhile(lambda word: word[0] not in "<>|&;", words)
            yield list(ours)


@pytest.mark.parametrize(
    "name", ["README.rst", *(f"docs/{path.name}" for path in DOCS.glob("*.rst"))]
)
def test_what_is_shown_to_be_typed_can_be_typed(name: str) -> None:
    """Every command line of the pages is one that the parser takes."""
    for words in command_lines((ROOT / name).read_text(encoding="utf-8")):
        if words[:1] in ([], ["COMMAND"], ["--version"], ["..."]):
            continue
        try:
            parsed = cli.build_parser(words).parse_args(words)
        except SystemExit:
            pytest.fail(f"{name} shows {' '.join(words)!r}, which is refused")
        assert parsed.action in cli.HANDLERS


def test_the_examples_that_are_named_are_there() -> None:
    """Folders of examples that the pages name exist."""
    for path in (ROOT / "README.rst", *DOCS.glob("*.rst")):
        text = path.read_text(encoding="utf-8")
        for folder in re.findall(r"\bexamples/\w+", text):
            assert (ROOT / folder).is_dir(), f"{path.name} names {folder}"


# -- the house and the changes -------------------------------------------------------


def test_the_house_is_drawn_as_it_is() -> None:
    """The tree of the architecture page has every module, and none that is gone."""
    text = page("architecture.rst")
    tree = text.split(".. house-begin")[1].split(".. house-end")[0]
    shown, above = set(), [""]
    for line in tree.splitlines():
        entry = re.match(r"^ {5}((?:  )*)(\w+/|\w+\.py)(  |$)", line)
        if entry:
            depth = len(entry[1]) // 2
            path = above[depth] + entry[2]
            above[depth + 1 :] = [path]
            shown.add(path)
    drawn = {path for path in shown if path.endswith(".py")}
    expected = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "__init__.py" or path.parent == PACKAGE
    }
    missing, gone = sorted(expected - drawn), sorted(drawn - expected)
    assert ([], []) == (missing, gone), f"not drawn: {missing}; gone: {gone}"


def test_the_changelog_has_the_changes_to_come() -> None:
    """The changelog begins with what is not released yet."""
    text = (ROOT / "CHANGELOG.rst").read_text(encoding="utf-8")
    titles = re.findall(r"^(.+)\n-{5,}$", text, flags=re.M)
    assert "Unreleased" == titles[0]
