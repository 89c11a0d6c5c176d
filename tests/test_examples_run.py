# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run every example as its README shows it: programs, scripts, hooks and jobs."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import venv
from typing import Any, Iterator, List, Mapping

import pytest

from .support.model_server import ModelServer
from .support.steps import Call, Say

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
KINDS = ("basic_usage", "advanced_features", "integrations")
FOLDERS = sorted(
    path for kind in KINDS for path in (EXAMPLES / kind).iterdir() if path.is_dir()
)

BROKEN = "def add(a, b):\n    return a - b\n"
MENDED = "def add(a, b):\n    return a + b\n"
TEST = """import unittest

from sums import add


class AddTest(unittest.TestCase):
    def test_two_numbers(self):
        self.assertEqual(5, add(2, 3))

    def test_nothing(self):
        self.assertEqual(4, add(4, 0))
"""

posix = pytest.mark.skipif(os.name == "nt", reason="a script for a POSIX shell")
DONE = subprocess.CompletedProcess


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a small project whose test fails, in a repository of its own."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "sums.py").write_bytes(BROKEN.encode())
    (folder / "test_sums.py").write_text(TEST, encoding="utf-8")
    (folder / ".gitignore").write_text("__pycache__\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Begin")
    return folder


@pytest.fixture(scope="module", autouse=True)
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Make a Python without any packages, as that of many who try the examples."""
    folder = tmp_path_factory.mktemp("python")
    venv.create(folder)
    name = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    PYTHON.append(str(folder / name))
    yield PYTHON[0]
    PYTHON.clear()


PYTHON: List[str] = []
CHECK = "python -m unittest -q"
IDENTITY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "A Person" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "person@example.org" for who in ("AUTHOR", "COMMITTER")},
}


def run(
    words: List[Any], folder: pathlib.Path, more: Mapping[str, str] = {}
) -> DONE[str]:
    """Run a command as a person would, without a terminal and without plugins."""
    path = os.pathsep.join([os.path.dirname(PYTHON[0]), os.environ["PATH"]])
    environ = {**os.environ, **IDENTITY, "PATH": path, "PYTHON": PYTHON[0]}
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**environ, "PYTHONDONTWRITEBYTECODE": "1", **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


def git(folder: pathlib.Path, *words: str) -> str:
    """Run git, which must succeed."""
    done = run(["git", *words], folder)
    assert 0 == done.returncode, done.stdout
    return done.stdout


def program(name: str, *words: Any) -> List[Any]:
    """Return the command line of an example that is a Python program."""
    return [PYTHON[0], EXAMPLES / name, *words]


def served(server: ModelServer) -> Mapping[str, str]:
    """Return the variables that lead to the scripted model."""
    return {"AURA_BASE_URL": server.url, "AURA_MODEL": "scripted-model"}


MEND = Call("write_file", {"path": "sums.py", "content": MENDED})
LOOK = Call("read_file", {"path": "sums.py"})


def source(project: pathlib.Path) -> str:
    """Return the file that is broken at first."""
    return (project / "sums.py").read_text(encoding="utf-8")


# -- basic usage ---------------------------------------------------------------------


def test_the_library_in_thirty_lines(project: pathlib.Path) -> None:
    """The program shows the words of the model and how the run ended."""
    name = "basic_usage/library/ask.py"
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 32  # thirty, and the two of the licence
    with ModelServer([Say("It adds numbers.")]) as server:
        done = run(program(name, "What is it?", project), project, served(server))
        server.check()
    assert (1, True) == (done.returncode, "It adds numbers.\nunverified" in done.stdout)


def test_a_repair_from_python(project: pathlib.Path) -> None:
    """The patch is shown and, with ``--apply``, put in place."""
    name = "basic_usage/repair_from_python/repair.py"
    done = run(program(name, project, "--apply"), project)
    assert (
        "repaired: 1 tests fail" in done.stdout and "+    return a + b" in done.stdout
    )
    assert (0, MENDED) == (done.returncode, source(project)), done.stdout


@posix
@pytest.mark.parametrize(
    "steps, code, text, commits",
    [
        ([LOOK, MEND, Say("Done.")], 0, MENDED, 2),
        ([Call("write_file", {"path": "n", "content": "x"}), Say("No.")], 4, BROKEN, 1),
        ([Say("I would rather not.")], 4, BROKEN, 1),
    ],
)
def test_the_shell_script_commits_what_is_verified(
    project: pathlib.Path, steps: List[Any], code: int, text: str, commits: int
) -> None:
    """A verified run becomes a commit, anything else leaves nothing behind."""
    script = EXAMPLES / "basic_usage/shell_script/do-and-commit.sh"
    more = {"AURA_CHECK_ROUNDS": "0"}
    with ModelServer(steps) as server:
        done = run([script, "Mend it", CHECK], project, {**served(server), **more})
        server.check()
    assert code == done.returncode, done.stdout
    assert text == source(project)
    assert "" == git(project, "status", "--porcelain")
    assert commits == len(git(project, "log", "--oneline").splitlines())


@posix
def test_the_shell_script_touches_nobodys_changes(project: pathlib.Path) -> None:
    """With changes that are not committed it does nothing."""
    (project / "sums.py").write_text("mine\n", encoding="utf-8")
    script = EXAMPLES / "basic_usage/shell_script/do-and-commit.sh"
    done = run([script, "Mend it", CHECK], project)
    assert (2, "mine\n") == (done.returncode, source(project))


# -- advanced features ---------------------------------------------------------------


def test_a_tool_of_ones_own_answers_the_model(project: pathlib.Path) -> None:
    """The model calls the function, and hears what it returns or raises."""
    calls = [Call("read_ticket", {"number": number}) for number in (7, 9)]
    with ModelServer([*calls, Say("Add returns nonsense.")]) as server:
        name = "advanced_features/custom_tool/tickets.py"
        done = run(program(name, "Ticket 7?", project), project, served(server))
        server.check()
        answers = server.requests[-1].raw.decode()
    assert (0, "Add returns nonsense.\n") == (done.returncode, done.stdout)
    assert "Sums are wrong" in answers and "There is no ticket 9" in answers


def test_a_model_of_ones_own_repairs_the_project(project: pathlib.Path) -> None:
    """The rule asks for the repair tool, and the check verifies the run."""
    name = "advanced_features/custom_provider/offline.py"
    done = run(program(name, project, CHECK), project)
    assert 0 == done.returncode, done.stdout
    assert ("verified" in done.stdout, MENDED) == (True, source(project))


def test_a_batch_goes_on_after_a_bad_project(project: pathlib.Path) -> None:
    """One line a project; one that cannot be searched makes the exit code 1."""
    name = "advanced_features/batch/batch.py"
    done = run(program(name, "project", "nowhere"), project.parent)
    first, second, last = done.stdout.splitlines()
    assert (1, ["project", "repaired"]) == (done.returncode, first.split()[:2])
    assert "[workspace-missing]" in second
    assert "1 of 2 projects pass or can be repaired" == last


def test_a_package_carries_the_agent_with_it(tmp_path: pathlib.Path) -> None:
    """After the copy the program works without anything installed."""
    folder = tmp_path / "vendored"
    ignore = shutil.ignore_patterns("__pycache__", "_vendor")
    shutil.copytree(EXAMPLES / "advanced_features/vendored", folder, ignore=ignore)
    done = run([PYTHON[0], "vendor.py"], folder)
    assert 0 == done.returncode, done.stdout
    alone = {"PYTHONPATH": str(folder)}
    plain = [PYTHON[0], "-S", "-m", "greeter"]
    assert "Hello, Ada!\n" == run([*plain, "Ada"], folder, alone).stdout
    done = run([*plain, "agent", "doctor", "--offline"], folder, alone)
    assert 0 == done.returncode, done.stdout
    assert str(folder / "greeter" / "_vendor") in done.stdout


def test_vendoring_nothing_is_refused(tmp_path: pathlib.Path) -> None:
    """A folder that is not the package is not copied."""
    done = run(program("advanced_features/vendored/vendor.py", tmp_path), tmp_path)
    assert (1, True) == (done.returncode, "name its folder" in done.stdout)


# -- integrations --------------------------------------------------------------------


@posix
def test_the_git_hook_refuses_a_commit_that_fails(project: pathlib.Path) -> None:
    """The patch is shown, nothing changes; once the tests pass, the commit is made."""
    hook = project / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(EXAMPLES / "integrations/git_hook/pre-commit", hook)
    (project / "notes").write_text("x\n", encoding="utf-8")
    git(project, "add", "notes")
    done = run(["git", "commit", "--message", "Add notes"], project)
    assert 1 == done.returncode and "+    return a + b" in done.stdout, done.stdout
    assert BROKEN == source(project)
    (project / "sums.py").write_text(MENDED, encoding="utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "Mend")


def test_the_pre_commit_entry_repairs_the_project(project: pathlib.Path) -> None:
    """The command of the configuration changes the file, which refuses the commit."""
    path = EXAMPLES / "integrations/pre_commit/.pre-commit-config.yaml"
    text = path.read_text(encoding="utf-8")
    (entry,) = re.findall(r"^ +entry: python3 (.*)$", text, re.M)
    done = run([PYTHON[0], *entry.split()], project)
    assert (0, MENDED) == (done.returncode, source(project)), done.stdout
    assert " M sums.py\n" == git(project, "status", "--porcelain")


@posix
def test_the_job_keeps_events_patch_and_summary(project: pathlib.Path) -> None:
    """The job ends with the code of the run and leaves three files."""
    (project.parent / "task.txt").write_text("Mend the sum.\n", encoding="utf-8")
    script = EXAMPLES / "integrations/ci_job/job.sh"
    note = Call("write_file", {"path": "NOTES", "content": "Mended.\n"})
    with ModelServer([LOOK, MEND, note, Say("Done.")]) as server:
        done = run([script, "../task.txt", CHECK], project, served(server))
        server.check()
    assert 0 == done.returncode, done.stdout
    report = project / "report"
    events = (report / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert "run_finished" == json.loads(events[-1])["type"]
    assert "verified: " == (report / "summary.txt").read_text(encoding="utf-8")[:10]
    git(project, "reset", "--quiet", "--hard")
    git(project, "apply", "report/change.patch")
    assert (MENDED, True) == (source(project), (project / "NOTES").exists())


@posix
def test_the_job_says_why_it_could_not_begin(project: pathlib.Path) -> None:
    """An error of the program is in the summary, too."""
    script = EXAMPLES / "integrations/ci_job/job.sh"
    done = run([script, "no-such-file", CHECK], project)
    assert 2 == done.returncode, done.stdout
    summary = (project / "report" / "summary.txt").read_text(encoding="utf-8")
    assert "task-unreadable: " == summary[:17]


@posix
def test_the_repair_in_ci_leaves_a_patch_and_stays_red(project: pathlib.Path) -> None:
    """The patch applies with git; without a failing test the job is green."""
    script = EXAMPLES / "integrations/repair_in_ci/repair.sh"
    done = run([script], project)
    assert 1 == done.returncode and "repaired: 1 of 2 tests fail" in done.stdout
    git(project, "apply", "-p0", "repair.patch")
    assert MENDED == source(project)
    done = run([script], project)
    assert (0, "passing: 0 of 2 tests fail\n") == (done.returncode, done.stdout)
    done = run([script, "nowhere"], project)
    assert (1, True) == (done.returncode, "There is no folder nowhere" in done.stdout)


def test_the_editor_marks_the_line(project: pathlib.Path) -> None:
    """The task runs the program, and its pattern reads what it prints."""
    folder = EXAMPLES / "integrations/editor_task"
    shutil.copytree(folder, project / "tools")
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    place = str(project)
    words = [word.replace("${workspaceFolder}", place) for word in tasks[0]["args"]]
    done = run([PYTHON[0], *words], project)
    pattern = tasks[0]["problemMatcher"]["pattern"]
    found = re.search(pattern["regexp"], done.stdout, re.M)
    assert found, done.stdout
    names = ("file", "line", "severity")
    assert ["sums.py", "2", "warning"] == [found[pattern[name]] for name in names]
    for task, said in zip(tasks[1:], ("undo` takes it back", "1 file restored")):
        words = [word.replace("${workspaceFolder}", place) for word in task["args"]]
        done = run([PYTHON[0], *words], project)
        assert (0, True) == (done.returncode, said in done.stdout), done.stdout
    assert BROKEN == source(project)


# -- all of them ---------------------------------------------------------------------


def commands(folder: pathlib.Path) -> Iterator[List[str]]:
    """Yield the command lines that a README shows."""
    text = (folder / "README.rst").read_text(encoding="utf-8")
    for line in re.findall(r"^    (\S.*)$", text, re.M):
        yield line.partition("  #")[0].split()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_example_says_how_it_is_used(folder: pathlib.Path) -> None:
    """A README names each file of the example; files that it calls are there."""
    readme = (folder / "README.rst").read_text(encoding="utf-8")
    for path in folder.iterdir():
        if path.is_file() and path.suffix not in (".rst", ".csv"):
            assert path.name in readme
    for words in commands(folder):
        for word in words[:2]:
            if word.endswith((".py", ".sh")):
                assert (folder / word).is_file(), words


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_example_is_on_the_page(folder: pathlib.Path) -> None:
    """The page of examples has each of them, and shows its program."""
    page = (ROOT / "docs" / "examples.rst").read_text(encoding="utf-8")
    name = folder.relative_to(ROOT).as_posix()
    assert f"``{name}``" in page
    assert f"literalinclude:: ../{name}/" in page
