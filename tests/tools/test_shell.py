# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the shell tool with real commands."""

from __future__ import annotations

import json
import os
import shutil
import signal

import pytest

from aura_coding_agent.core import process
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.errors import CancelledError, ProcessError, ToolError
from aura_coding_agent.core.interfaces import EXECUTE, ToolContext
from aura_coding_agent.core.schema import validate
from aura_coding_agent.tools.shell import ENVIRONMENT, shell_tool
from aura_coding_agent.tools.unattended import variables


@pytest.fixture(name="shell")
def fixture_shell(tmp_path):
    """Return the tool, in a workspace of its own."""
    (tmp_path / "work").mkdir()
    return shell_tool(str(tmp_path / "work"), output_folder=str(tmp_path / "outputs"))


def context(cancel=None, progress=lambda text: None):
    """Return what a running tool may use."""
    return ToolContext("1", 1, cancel or Cancel(), progress)


def run(tool, command, **more):
    """Call the tool as the toolset does."""
    arguments = validate({"command": command, **more}, tool.spec.parameters)
    return tool.run(arguments, context())


@pytest.mark.parametrize(
    "command, expected",
    [
        ("echo hello", "hello\nexit code 0"),
        ("true", "exit code 0"),
        ("printf '\\n \\n'", "exit code 0"),
        ("echo out; echo err >&2; exit 7", "out\nerr\nexit code 7"),
        ("kill -KILL $$", "exit code -9 (ended by SIGKILL)"),
        ("kill -40 $$", "exit code -40 (ended by signal 40)"),
        ("cat", "exit code 0"),
        ("pwd -P | sed 's|.*/||'", "work\nexit code 0"),
        ("echo $GIT_TERMINAL_PROMPT $PAGER $GIT_PAGER", "0 cat cat\nexit code 0"),
    ],
)
def test_the_text_is_the_output_and_the_ending(shell, command, expected):
    """The last line says how the command ended; failing is no error of the tool."""
    output = run(shell, command)
    assert (expected, False, ()) == (output.text, output.is_error, output.changed)


def test_an_unknown_command_is_the_shells_to_report(shell):
    """The shell's own words and its exit code 127 go to the model."""
    text = run(shell, "no-such-command-here").text
    assert "no-such-command-here" in text
    assert text.endswith("\nexit code 127")


def test_the_same_output_gives_the_same_text(shell):
    """Polling a state that does not change gives results that do not change."""
    command = "seq 1 100000; sleep 0.0$((RANDOM % 9))"
    assert run(shell, command) == run(shell, command)


def test_a_long_output_is_kept_for_reading_back(shell, tmp_path):
    """The result names the file with all of it."""
    text = run(shell, "seq 1 100000").text
    assert len(text.encode()) < 30_000
    assert text.startswith("1\n2\n")
    assert "bytes left out" in text
    line = text.splitlines()[-2]
    path = line[len("[full output: ") : -len("; read_file shows it]")]
    assert str(tmp_path / "outputs") == os.path.dirname(path)
    with open(path, encoding="utf-8") as file:
        assert [str(number) for number in range(1, 100_001)] == file.read().split()


def test_a_timeout_says_what_to_do(shell):
    """The output so far comes with the advice."""
    output = run(shell, "echo begun; sleep 300", timeout=1)
    begun, last = output.text.split("\n")
    assert ("begun", True) == (begun, output.is_error)
    assert last.startswith("timed out after 1 s")
    assert "longer timeout (at most 1800)" in last
    assert "background" in last


def test_a_cancel_keeps_what_was_written(shell):
    """A cancelled command shows its output, and that it was killed."""
    cancel = Cancel()
    output = shell.run(
        {"command": "echo begun; sleep 300"},
        context(cancel, lambda text: cancel.set()),
    )
    assert ("begun\nkilled", True) == (output.text, output.is_error)


def test_a_cancel_without_output_is_a_cancel(shell):
    """With nothing to show, the call is cancelled like any other."""
    cancel = Cancel()
    cancel.set()
    with pytest.raises(CancelledError):
        shell.run({"command": "echo"}, context(cancel))


def test_a_workspace_that_is_gone_is_an_error(tmp_path):
    """The error tells the folder."""
    tool = shell_tool(str(tmp_path / "gone"), output_folder="")
    with pytest.raises(ProcessError) as caught:
        run(tool, "true")
    assert "folder-missing" == caught.value.code


@pytest.mark.parametrize("timeout", [0, 1801, "soon"])
def test_timeouts_have_bounds(shell, timeout):
    """A timeout in milliseconds, or none at all, is refused before it runs."""
    with pytest.raises(ToolError):
        run(shell, "true", timeout=timeout)


@pytest.mark.parametrize(
    "command, expected",
    [
        (" make test\n", "make test"),
        ("cat <<E\nx\nE", "cat <<E ..."),
        ("x" * 300, "x" * 200 + " ..."),
    ],
)
def test_the_summary_is_one_short_line(shell, command, expected):
    """People see the start of the command."""
    assert expected == shell.summary({"command": command})


def test_the_tool_is_described_briefly(shell):
    """Every request carries the description, so it is short."""
    assert len(shell.spec.description.encode()) <= 300
    assert len(json.dumps(shell.spec._asdict())) <= 600
    assert frozenset((EXECUTE,)) == shell.effects


def has(tool):
    """Return a mark that skips a test on machines without a tool."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"needs {tool}")


REPOSITORY = (
    "git init -q . && git config user.name n && git config user.email e@example.org"
    " && git config core.editor 'sleep 300; :' && echo 1 >f && git add f"
    " && git commit -q -m one && echo 2 >f && git commit -q -a -m two && "
)


@has("git")
@pytest.mark.parametrize(
    "command, expected, code",
    [
        ("git commit --allow-empty", "git commit -m TEXT", 1),
        ("git commit --amend", "--amend --no-edit", 1),
        ("git rebase -i HEAD~1", "GIT_SEQUENCE_EDITOR=", 1),
        ("git tag -a x", "git tag -m TEXT", None),
        ("EDITOR=true git commit -q --amend --allow-empty; echo $?", "0", 0),
        ("VISUAL='touch seen; :' git commit -q --amend; ls", "seen", 0),
        ("GIT_EDITOR=true git commit -q --amend; echo $?", "0", 0),
        ("GIT_EDITOR=: git rebase -q -i HEAD~1 && echo rebased", "rebased", 0),
        ("GIT_SEQUENCE_EDITOR=true git rebase -q -i HEAD~1 && echo ok", "ok", 0),
        ("git -c core.editor=true commit -q --amend; echo $?", "0", 0),
        ("git log && git --paginate log", "two", 0),
    ],
)
def test_git_starts_no_editor(shell, command, expected, code):
    """What needs an editor says at once what to do; one in the command line wins."""
    output = run(shell, REPOSITORY + command, timeout=60)
    assert expected in output.text
    assert not output.is_error
    if code is not None:
        assert output.text.endswith(f"exit code {code}")


@pytest.mark.parametrize(
    "name", [name for name in ENVIRONMENT if "EDIT" in name or name == "VISUAL"]
)
def test_every_editor_says_what_to_do(shell, name):
    """A program that hands the variable to a shell ends at once, with advice."""
    text = run(shell, f'sh -c "${name} some-file"', timeout=60).text
    assert text.startswith("No editor can be used here")
    assert text.endswith("exit code 1")
    named = run(shell, f'EDITOR=echo sh -c "${name} some-file"', timeout=60).text
    assert name == "EDITOR" or "some-file\nexit code 0" == named


def test_on_windows_there_is_a_line_for_cmd():
    """Only git has a shell there; the line needs no quotation marks."""
    found = variables(windows=True)
    assert found["EDITOR"].startswith("cmd /d /c echo No editor")
    assert "exit 1" in found["EDITOR"] and '"' not in found["EDITOR"]
    assert found["GIT_EDITOR"].startswith("sh -c ")


def test_what_could_not_be_seen_is_not_said_to_be_ended(shell):
    """The text names what runs on, and claims no more than is known."""
    text = run(shell, "sleep 300 >/dev/null 2>&1 & echo $!").text
    pid = int(text.split()[0])
    try:
        if process.sees_strays():
            assert f"[still running in the background: {pid} " in text
    finally:
        os.kill(pid, signal.SIGKILL)
    timed_out = run(shell, "sleep 300", timeout=1).text
    assert process.sees_strays() == ("other sessions" not in timed_out)
