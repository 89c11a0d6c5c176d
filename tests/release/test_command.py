# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test the command line of the release tool as a whole, and what it stands on."""

from __future__ import annotations

import importlib
import os
import pathlib
import re
import sys
from typing import Iterator, List, Tuple

import pytest

from release import environment, project, shell, web
from release.__main__ import COMMANDS, main, usage
from release.errors import ReleaseError

from .checkout import Checkout
from .conftest import Tool

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def test_every_command_can_be_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a function, and help that names it."""
    for name, command in COMMANDS.items():
        module = importlib.import_module(f"release.{command.module}")
        with pytest.raises(SystemExit) as caught:
            getattr(module, command.function)(["--help"])
        assert 0 == caught.value.code
        assert f"python -m release {name}" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--help"], 0), (["-h"], 0)])
def test_the_commands_are_listed(
    capsys: pytest.CaptureFixture[str], words: List[str], code: int
) -> None:
    """Without a command, and with --help."""
    assert code == main(words)
    assert usage() + "\n" == capsys.readouterr().out
    assert set(COMMANDS) == set(re.findall(r"^  ([\w-]+) ", usage(), flags=re.M))


def test_a_command_that_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is wrong use."""
    assert 2 == main(["releese"])
    expected = "release: no-command: there is no command 'releese'.\n  next: "
    assert capsys.readouterr().err.startswith(expected)


def test_every_command_and_variable_is_in_the_reference() -> None:
    """README.rst beside the tool names all commands, options and variables."""
    text = (ROOT / "release" / "README.rst").read_text(encoding="utf-8")
    assert [] == [name for name in COMMANDS if f"``{name}" not in text]
    used = {
        name
        for path in (ROOT / "release").glob("*.py")
        for name in re.findall(r"\"(RELEASE_[A-Z_]+)\"", path.read_text("utf-8"))
    }
    assert [] == sorted(name for name in used if f"``{name}``" not in text)


def codes() -> Iterator[Tuple[str, str]]:
    """Yield each error code with the module that raises it."""
    first = re.compile(r"ReleaseError\(\s*\"([a-z-]+)\"")
    named = re.compile(r"\bcode=\"([a-z-]+)\"|\bcode(?:: str)? = \"([a-z-]+)\"")
    for path in sorted((ROOT / "release").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for found in (*first.finditer(text), *named.finditer(text)):
            yield next(filter(None, found.groups())), path.name


def test_every_error_code_is_explained() -> None:
    """docs/releasing.rst has each code once, and no other."""
    page = (ROOT / "docs" / "releasing.rst").read_text(encoding="utf-8")
    explained = re.findall(r"^``([a-z-]+)``$", page, flags=re.M)
    assert sorted(set(explained)) == sorted(explained)
    assert sorted({code for code, _ in codes()}) == sorted(explained)


def test_no_index_is_named() -> None:
    """Addresses of indexes come from twine and from variables."""
    index = re.compile(r"(?:test\.|upload\.)?pypi\.org|pythonhosted", re.I)
    assert [] == [
        path.name
        for path in (ROOT / "release").rglob("*")
        if path.suffix in (".py", ".rst") and index.search(path.read_text("utf-8"))
    ]


def test_a_folder_without_project_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
) -> None:
    """The tool works on the folder it is started in."""
    monkeypatch.chdir(tmp_path)
    assert 2 == main(["check-version"])
    assert "release: no-project: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("pyproject.toml", "[build-system]\n", "names no project"),
        ("small_thing/__init__.py", "", "has no literal __version__"),
    ],
)
def test_a_project_that_is_none_is_told(
    small: Checkout, name: str, text: str, words: str
) -> None:
    """Name and version must stand where they belong."""
    (small.root / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError) as caught:
        project.load(small.root)
    assert "no-project" == caught.value.code
    assert words in caught.value.message


@pytest.mark.parametrize("text", ["soon", "-1", "nan"])
def test_a_time_that_is_none_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The message names the variable."""
    monkeypatch.setenv("RELEASE_WAIT", text)
    with pytest.raises(ReleaseError) as caught:
        environment.seconds("RELEASE_WAIT", 5)
    assert ("bad-variable", 2) == (caught.value.code, caught.value.status)
    assert "RELEASE_WAIT" in caught.value.message


def test_a_command_that_cannot_be_split_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A quote that is not closed is named."""
    monkeypatch.setenv("RELEASE_CHECKS", "make 'check")
    with pytest.raises(ReleaseError) as caught:
        environment.command("RELEASE_CHECKS", "make")
    assert "No closing quotation" in caught.value.message


def test_a_variable_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it comes from a Makefile or a workflow."""
    monkeypatch.setenv("RELEASE_REMOTE", "")
    assert "origin" == environment.get("RELEASE_REMOTE", "origin")


@pytest.mark.parametrize(("text", "expected"), [("1", True), ("0", False), ("", False)])
def test_a_dry_run_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: bool
) -> None:
    """DRY_RUN=0 is none."""
    monkeypatch.setenv("DRY_RUN", text)
    assert expected == environment.dry_run()


def test_a_message_has_no_traceback(tmp_path: pathlib.Path) -> None:
    """Of a program's traceback only what happened is passed on."""
    program = "print('before'); import json; json.loads('{')"
    with pytest.raises(ReleaseError) as caught:
        shell.run([sys.executable, "-c", program], folder=tmp_path, hint="Look.")
    message = caught.value.message
    assert "command-failed" == caught.value.code
    assert "Traceback" not in message and "File " not in message
    assert "json.decoder.JSONDecodeError: Expecting property name" in message
    assert "\n    before" in message


def test_of_a_chain_of_tracebacks_the_last_exception_is_shown() -> None:
    """Those that led to it say nothing to who makes a release."""
    one = "Traceback (most recent call last):\n  File x\n    y\n"
    between = "\nDuring handling of the above exception, another one occurred:\n\n"
    output = f"before\n{one}OSError: a\n{between}{one}\n  ^^\nValueError: b\n{between}"
    assert "\n    before\n    KeyError: c" == shell.tail(output + one + "KeyError: c\n")
    deep = "".join(f"      {line}\n" for line in [*one.splitlines(), "KeyError: d"])
    assert "\n    pip:\n          KeyError: d" == shell.tail("pip:\n" + deep)


def test_the_end_of_an_output_is_shown() -> None:
    """A long output is cut at its beginning."""
    shown = shell.tail("\n".join(str(number) for number in range(100)))
    assert "".join(f"\n    {number}" for number in range(85, 100)) == shown
    assert "" == shell.tail("")


def test_an_interrupt_ends_without_traceback(
    small: Checkout, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code is that of a program ended by an interrupt."""
    program = f"import os, signal; os.kill({os.getpid()}, signal.SIGINT)"
    (small.root / "stop.py").write_text(program, encoding="utf-8")
    small.git("add", "-A")
    small.git("commit", "-qm", "Stop")
    small.tagged()
    ran = tool("run", RELEASE_CHECKS=f"'{sys.executable}' stop.py")
    assert 130 == ran.code
    assert "Stopped at checks." in ran.err
    assert "release: interrupted." in ran.err
    assert "Traceback" not in ran.err


def test_waiting_ends_when_the_time_is_up() -> None:
    """The last look is after the last wait."""
    looks: List[int] = []

    def look() -> None:
        looks.append(1)

    assert web.until(look, 0.02, 0.005) is None
    assert len(looks) >= 2
    assert "there" == web.until(lambda: "there", 0, 1)
