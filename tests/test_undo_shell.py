# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Run commands through the shell tool, take them back, and look at every byte."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
from typing import Dict, Iterator, Tuple

import pytest

from aura_coding_agent.app import build_agent
from aura_coding_agent.core.cancel import Cancel
from aura_coding_agent.core.config import load_settings
from aura_coding_agent.core.database import Database
from aura_coding_agent.core.events import PermissionDecided
from aura_coding_agent.core.interfaces import ToolContext
from aura_coding_agent.core.messages import Message, Reply, Text, ToolCall
from aura_coding_agent.core.errors import ToolError
from aura_coding_agent.history import open_journal
from aura_coding_agent.history.capture import CommandCapture
from aura_coding_agent.history.expiry import StoreLimits
from aura_coding_agent.history.journal import FileJournal
from aura_coding_agent.history.undo import preview, redo, undo
from aura_coding_agent.providers.scripted import Scripted
from aura_coding_agent.tools.shell import shell_tool

pytestmark = pytest.mark.skipif(
    os.name != "posix" or not shutil.which("git"), reason="takes a POSIX shell and git"
)

TREES = ("git", "dirty", "plain", "nested")
Snapshot = Dict[str, Tuple[int, object]]

COMMANDS = {
    # what the model does all day
    "sed in place": "sed -i 's/alpha/beta/' src/a.py docs/*.txt",
    "rm folder": "rm -r src",
    "rm everything": "rm -rf ./* .env .gitignore",
    "rm the workspace": 'rm -rf "$PWD"',
    "empty the workspace": "find . -mindepth 1 -not -path '*/.git*' -delete",
    "mv file": "mv src/a.py src/renamed.py",
    "mv folder": "mv src source",
    "mv folder into folder": "mv docs src/",
    "mv folder onto another": "mkdir empty2 && mv -T docs empty2",
    "mv folder over a removed one": "rm -r docs && mv src docs",
    "swap two files": "mv src/a.py t && mv src/b.py src/a.py && mv t src/b.py",
    "swap two folders": "mv src t && mv docs src && mv t docs",
    "formatter": "for f in src/*.py; do sed -i -e 's/  */ /g' $f; done",
    "generator": "mkdir -p gen/x && for i in 1 2 3; do echo $i >gen/x/$i.py; done",
    "lock file": "echo '{\"lock\": 2}' >package-lock.json.tmp"
    " && mv package-lock.json.tmp package-lock.json",
    "copy tree": "cp -a src copy",
    # git
    "git checkout": "git checkout -- .",
    "git restore": "git restore .",
    "git reset": "git reset --hard",
    "git reset to parent": "git reset --hard HEAD~1",
    "git stash": "git stash",
    "git stash with untracked": "git stash -u",
    "git clean": "git clean -fdx",
    "git clean forced": "git clean -ffdx",
    "git rm": "git rm -rqf src",
    "git mv": "git mv src/b.py moved.py",
    "git commit": "git add -A && git -c user.name=x -c user.email=x@x commit -qm x",
    "git switch": "git switch -qc other HEAD~1 -f",
    "git apply": "printf '%s\\n' '--- a/src/b.py' '+++ b/src/b.py' '@@ -1 +1 @@'"
    " '-b = 1' '+b = 2' | git apply",
    # kinds of things that take each other's place
    "file becomes folder": "rm src/a.py && mkdir src/a.py && echo x >src/a.py/inner",
    "folder becomes file": "rm -r docs && echo x >docs",
    "folder becomes link": "rm -r docs && ln -s src docs",
    "file becomes link": "rm src/a.py && ln -s b.py src/a.py",
    "link becomes file": "rm link && echo x >link",
    "link becomes folder": "rm link && mkdir -p link/a && echo x >link/a/b",
    "link goes elsewhere": "ln -sfn docs link",
    "break a link": "rm src/b.py",
    "make broken link": "ln -s nowhere new-link",
    "remove broken link": "rm broken",
    "link to a folder": "ln -s src folder-link",
    "hard link": "ln src/a.py hard",
    # modes
    "chmod file": "chmod 755 src/a.py",
    "chmod many": "chmod -R go-rwx src",
    "chmod read-only": "chmod 444 src/a.py && chmod 555 docs",
    "read-only folder": "mkdir ro && echo x >ro/f && chmod 555 ro",
    "chmod and edit": "chmod 700 run.sh && echo more >>run.sh",
    "lose exec": "cat run.sh >t && mv t run.sh",
    # contents
    "empty a file": ": >src/a.py",
    "truncate": "truncate -s 3 src/a.py",
    "append": "echo more >>src/a.py",
    "same size": "printf 'ALPHA = 1\\n' >src/a.py",
    "same size and time": "touch -r src/a.py ref; printf 'ALPHA = 1\\n' >src/a.py;"
    " touch -r ref src/a.py; rm ref",
    "touch": "touch src/a.py new.txt",
    "binary": "head -c 5000000 /dev/urandom >big.bin && head -c 5000000 /dev/zero >z",
    "overwrite binary": "head -c 5000000 /dev/urandom >data.bin",
    "dd into the middle": "dd if=/dev/zero of=data.bin bs=1 seek=100 count=50"
    " conv=notrunc 2>/dev/null",
    "crlf": "sed -i 's/$/\\r/' docs/*.txt",
    "copy over": "cp src/a.py src/b.py",
    "many files": "mkdir m && for i in $(seq 300); do echo $i >m/$i; done",
    "many files gone": "rm -r many",
    # folders and names
    "empty folder": "mkdir -p new/deep/er",
    "remove empty folder": "rmdir empty",
    "odd names": "echo x >$'new\\nline' && echo y >$'\\xff\\xfe' && echo z >'a  b\\\\c'"
    " && echo w >-dash",
    "odd names gone": "rm -f odd*",
    "case": "mv src/a.py src/A.py",
    # pragma: allowlist nextline secret (made up)
    "secret": "echo TOKEN=2 >.env",
    "secret gone": "rm .env",
    "pipe": "mkfifo pipe",
    "deep": "mkdir -p $(seq -s/ 60) && echo x >$(seq -s/ 60)/f",
    "caches": "mkdir -p node_modules/x __pycache__ && echo 1 >node_modules/x/i.js",
    "caches gone": "rm -rf ignored __pycache__",
    "fails half way": "echo x >src/a.py; rm -r docs; exit 3",
    "killed": "rm -r docs; kill -9 $$",
}


def _git(folder: pathlib.Path, *words: str) -> str:
    env = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_OPTIONAL_LOCKS": "0",
    }
    who = ("-c", "user.name=x", "-c", "user.email=x@x")
    done = subprocess.run(
        ("git", *who, *words), cwd=folder, env=env, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf-8", "surrogateescape")


def _fill(root: pathlib.Path) -> None:
    for folder in ("src", "docs", "empty", "many", "ignored", "__pycache__"):
        (root / folder).mkdir(parents=True)
    texts = {
        "src/a.py": "alpha = 1\n",
        "src/b.py": "b = 1\n",
        "docs/one.txt": "alpha  one\n",
        "docs/two.txt": "two\r\nalpha",
        "run.sh": "#!/bin/sh\n",
        ".env": "TOKEN=1\n",
        ".gitignore": "ignored/\n__pycache__/\n.env\n*.log\n",
        "package-lock.json": '{"lock": 1}\n',
        "ignored/x.log": "log\n",
        "__pycache__/a.pyc": "code",
        "empty.txt": "",
    }
    for name, text in texts.items():
        (root / name).write_bytes(text.encode())
    for number in range(60):
        (root / "many" / f"{number}.txt").write_text(f"{number}\n")
    (root / "data.bin").write_bytes(bytes(range(256)) * 4000)
    (root / "run.sh").chmod(0o755)
    (root / "src" / "b.py").chmod(0o640)
    (root / "link").symlink_to("src/b.py")
    (root / "broken").symlink_to("no/where")
    (root / "odd\nname").write_bytes(b"odd")
    with open(os.fsencode(root) + b"/odd\xff", "wb") as file:
        file.write(b"not UTF-8")


def _commit(root: pathlib.Path) -> None:
    _git(root, "init", "-q", "-b", "main")
    _git(root, "add", "src/a.py")
    _git(root, "commit", "-qm", "first")
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "second")


@pytest.fixture(name="folder")
def _folder(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Return an empty folder, in memory where that is possible: hundreds of cases."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(tmp_path)
    folder = pathlib.Path(tempfile.mkdtemp(dir=memory))
    yield folder
    subprocess.run(("chmod", "-R", "u+rwx", str(folder)), check=True)
    shutil.rmtree(folder)


@pytest.fixture(name="templates", scope="module")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Dict[str, pathlib.Path]:
    """Return the four trees, made once and copied for each case."""
    base = tmp_path_factory.mktemp("templates")
    trees = {name: base / name for name in TREES}
    for root in trees.values():
        _fill(root)
    _commit(trees["git"])
    _commit(trees["dirty"])
    dirty = trees["dirty"]
    (dirty / "src" / "a.py").write_text("alpha = 'not committed'\n")
    (dirty / "src" / "b.py").unlink()
    (dirty / "untracked").mkdir()
    (dirty / "untracked" / "new.txt").write_text("untracked\n")
    (dirty / "staged.txt").write_text("staged\n")
    _git(dirty, "add", "staged.txt")
    nested = trees["nested"]
    _fill(nested / "inner")
    _commit(nested / "inner")
    (nested / "inner" / "src" / "a.py").write_text("changed inside\n")
    (nested / ".gitignore").write_text("inner/\n.env\n")
    _commit(nested)
    return trees


class Place:
    """A copy of a tree, with the shell tool on it."""

    def __init__(self, folder: pathlib.Path, template: pathlib.Path):
        self.root = folder / "work"
        shutil.copytree(template, self.root, symlinks=True)
        self.state = folder / "state"
        self.database = Database(str(self.state / "data.db"))
        self.journal = self.open()

    def open(self) -> FileJournal:
        """Open the journal as another process does."""
        return open_journal(str(self.root), self.database, str(self.state))

    def shell(self, command: str) -> Tuple[str, ...]:
        """Run a command as the model does, return what it is said to have changed."""
        self.journal.begin_run("session", 1, command)
        tool = shell_tool(
            str(self.journal.root),
            output_folder=str(self.state / "output"),
            capture=self.journal.capture,
        )
        context = ToolContext("call", 1, Cancel(), lambda text: None)
        return tool.run({"command": command}, context).changed


def _snapshot(root: pathlib.Path, *, git: bool) -> Snapshot:
    """Return every path, outside of ``.git`` or inside, with mode and content."""
    found: Snapshot = {}
    for folder, folders, names in os.walk(root):
        inside = ".git" in pathlib.Path(folder).relative_to(root).parts
        if not git and ".git" in folders:
            folders.remove(".git")
        if inside != git and (inside or git):
            continue
        here = [""] if folder == str(root) else []
        for name in (*here, *folders, *names):
            path = os.path.join(folder, name).rstrip("/")
            status = os.lstat(path)
            content: object = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)
            elif stat.S_ISREG(status.st_mode):
                content = pathlib.Path(path).read_bytes()
            found[os.path.relpath(path, root)] = (status.st_mode, content)
    return found


def _without_pipes(tree: Snapshot) -> Snapshot:
    return {path: each for path, each in tree.items() if not stat.S_ISFIFO(each[0])}


def _status(root: pathlib.Path) -> str:
    if not (root / ".git").exists():
        return ""
    return _git(root, "status", "--porcelain=v1", "-z", "--ignored")


@pytest.fixture(name="place", params=["nested"])
def _place(
    request: pytest.FixtureRequest,
    folder: pathlib.Path,
    templates: Dict[str, pathlib.Path],
) -> Iterator[Place]:
    place = Place(folder, templates[request.param])
    yield place
    place.database.close()


def _cases() -> Iterator[Tuple[str, str]]:
    """Yield the trees for each command.

    What git does depends on the state of the repository. Other commands do the same
    everywhere, so they get the one tree that has a repository in a repository; those
    that touch all of it also one that has none.
    """
    for name, command in COMMANDS.items():
        trees = ("nested",)
        if name.startswith("git"):
            trees = ("git", "dirty", "nested")
        elif re.search(r"\.(/\*| -mind)|PWD|-R ", command):
            trees = ("nested", "plain")
        yield from ((tree, name) for tree in trees)


@pytest.mark.parametrize("place, name", list(_cases()), indirect=["place"])
def test_undo_of_a_command_gives_back_every_byte(place: Place, name: str) -> None:
    """After undo the tree is as before, after redo as the command left it."""
    before, git_before = _snapshot(place.root, git=False), _snapshot(
        place.root, git=True
    )
    status = _status(place.root)
    changed = place.shell(COMMANDS[name])
    after, git_after = _snapshot(place.root, git=False), _snapshot(place.root, git=True)
    if _without_pipes(before) == _without_pipes(after):
        assert () == changed
        return
    preview(place.open())
    report = undo(place.open())
    assert () == report.refused
    assert before == _without_pipes(_snapshot(place.root, git=False))
    assert git_after == _snapshot(place.root, git=True)
    if git_before == git_after:
        assert status == _status(place.root).replace("?? pipe\0", "")
    assert () == redo(place.open()).refused
    assert after == _snapshot(place.root, git=False)
    assert () == undo(place.open()).refused
    assert before == _without_pipes(_snapshot(place.root, git=False))
    assert [] == place.journal.ledger.open_batches()


def test_a_repository_that_a_command_made_stays(place: Place) -> None:
    """What is in a new .git is not ours to remove; the files beside it go."""
    place.shell("git init -q sub/repository && echo x >sub/repository/file")
    assert () == undo(place.open()).refused
    assert [".git"] == os.listdir(place.root / "sub" / "repository")


def test_worktrees_and_their_repository_are_left_alone(
    tmp_path: pathlib.Path, templates: Dict[str, pathlib.Path]
) -> None:
    """In a linked work tree ``.git`` is a file; files come back, git is not touched."""
    main = tmp_path / "main"
    shutil.copytree(templates["git"], main, symlinks=True)
    _git(main, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "side")
    place = Place(tmp_path, tmp_path / "linked")
    before, repository = _snapshot(place.root, git=False), _snapshot(main, git=True)
    place.shell("rm -r src docs && sed -i s/sh/bash/ run.sh")
    assert () == undo(place.open()).refused
    assert before == _snapshot(place.root, git=False)
    assert repository == _snapshot(main, git=True)
    place.database.close()


def test_what_the_user_did_since_is_not_lost(place: Place) -> None:
    """A file that the user changed after the command stays; the rest goes back."""
    place.shell(
        "sed -i s/alpha/beta/ docs/*.txt; rm run.sh; mkdir made; echo x >made/x"
    )
    (place.root / "docs" / "one.txt").write_text("by the user")
    (place.root / "made" / "mine.txt").write_text("by the user")
    report = undo(place.open())
    assert [("docs/one.txt", "something else changed it since")] == list(report.refused)
    assert (place.root / "run.sh").exists()
    assert ["mine.txt"] == os.listdir(place.root / "made")
    assert "by the user" == (place.root / "docs" / "one.txt").read_text()


def test_what_the_user_did_before_is_not_lost(place: Place) -> None:
    """Work between two commands is captured before the second destroys it."""
    place.shell("true")
    (place.root / "src" / "a.py").write_text("hours of work")
    place.shell("rm -r src")
    assert () == undo(place.open()).refused
    assert "hours of work" == (place.root / "src" / "a.py").read_text()


def test_one_file_of_a_removed_folder_comes_back(place: Place) -> None:
    """Undo by file brings the folder along, undo of the rest goes on from there."""
    before = _snapshot(place.root, git=False)
    place.shell("chmod 750 docs && rm -r docs")
    assert ("docs/one.txt",) == undo(place.open(), paths=["docs/one.txt"]).restored
    assert ["one.txt"] == os.listdir(place.root / "docs")
    assert () == undo(place.open()).refused
    assert before == _snapshot(place.root, git=False)


@pytest.mark.parametrize("usable", [True, False])
def test_without_a_state_folder_nothing_counts_as_covered(
    tmp_path: pathlib.Path, usable: bool
) -> None:
    """Allowed to do anything, a removal is held back when it could not be undone."""
    root, home = tmp_path / "work", tmp_path / "home"
    root.mkdir()
    (root / "a.txt").write_bytes(b"precious")
    if not usable:
        home.write_bytes(b"a file is no folder")
    environ = {"AURA_HOME": str(home)}
    commands = ("echo new >b.txt", "rm a.txt")
    calls = [ToolCall(line, "shell", {"command": line}) for line in commands]
    replies = [
        *(Reply(Message("assistant", (call,)), "tool_calls") for call in calls),
        Reply(Message("assistant", (Text("Done."),)), "end"),
    ]
    agent = build_agent(
        load_settings({"auto": True}, environ, workspace=str(root)),
        workspace=str(root),
        environ=environ,
        provider=Scripted(replies),
    )
    denied = [
        event.what
        for event in agent.run("clean up")
        if isinstance(event, PermissionDecided) and not event.allowed
    ]
    assert ([] if usable else ["rm a.txt"]) == denied
    assert usable == (not (root / "a.txt").exists())
    assert (root / "b.txt").exists()


class Task:
    """A run of the agent with a given model, and what was decided on the way."""

    def __init__(self, folder: pathlib.Path, *commands: str, **settings: object):
        root = folder / "work"
        root.mkdir(exist_ok=True)
        environ = {"AURA_HOME": str(folder / "home")}
        calls = [ToolCall(line, "shell", {"command": line}) for line in commands]
        written = {"path": f"written{len(settings)}.txt", "content": f"{settings}\n"}
        calls.append(ToolCall("write", "write_file", written))
        replies = [
            *(Reply(Message("assistant", (call,)), "tool_calls") for call in calls),
            Reply(Message("assistant", (Text("Done."),)), "end"),
        ]
        agent = build_agent(
            load_settings(settings, environ, workspace=str(root)),
            workspace=str(root),
            environ=environ,
            provider=Scripted(replies),
        )
        self.events = list(agent.run("do it"))
        self.denied = [
            event.reason
            for event in self.events
            if isinstance(event, PermissionDecided) and not event.allowed
        ]
        self.shown = "\n".join(map(str, self.events))


UNCOVERED = {
    "full disk": {"store_keep_free": 1 << 40},
    "too many files": {"capture_files": 2},
}


@pytest.mark.parametrize("why", UNCOVERED)
def test_what_is_not_covered_is_not_run_unasked(
    tmp_path: pathlib.Path, why: str
) -> None:
    """With --auto or a pattern it is refused; the exact text or a setting allow it."""
    work = tmp_path / "work"
    work.mkdir()
    for number in range(4):
        (work / f"{number}.txt").write_text("precious")
    line, made = "echo new >made.txt", work / "made.txt"
    settings = UNCOVERED[why]
    for allowed in ({"auto": True}, {"allow": ("echo *", "make*")}):
        task = Task(tmp_path, line, **allowed, **settings)
        assert [True] == ["undo would not cover it" in each for each in task.denied]
        assert not made.exists()
    given = {"check": ("cp 0.txt checked.txt",)}
    task = Task(tmp_path, line, allow=(line,), **given, **settings)
    assert ([], True) == (task.denied, made.exists())
    assert (work / "checked.txt").exists()
    assert "Undo does not cover commands" in task.shown
    made.unlink()
    task = Task(tmp_path, line, auto=True, allow_uncovered=True, **settings)
    assert ([], True) == (task.denied, made.exists())


def test_a_check_of_the_project_that_is_not_covered_is_not_run(
    tmp_path: pathlib.Path,
) -> None:
    """What the agent runs by itself is held to the same rule as what a model wants."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "Makefile").write_text("test:\n\ttouch checked\n")
    for setting, runs in (({}, True), ({"store_keep_free": 1 << 40}, False)):
        task = Task(tmp_path, auto=True, **setting)
        checked = work / "checked"
        assert runs == checked.exists() == (not task.denied), task.shown
        if runs:
            checked.unlink()


def test_a_capture_that_fails_after_permission_stops_the_command(
    place: Place,
) -> None:
    """Nobody was asked whether it may run uncovered, so it does not."""
    place.shell("true")
    capture = place.journal.capture
    assert isinstance(capture, CommandCapture) and "" == capture.why_not()
    capture.limits = StoreLimits(keep_free=1 << 60)
    (place.root / "fresh.txt").write_text("not looked at yet")
    with pytest.raises(ToolError) as caught:
        place.shell("echo 2 >made.txt")
    assert "command-uncovered" == caught.value.code
    assert not (place.root / "made.txt").exists()
    assert "too little room" in capture.why_not()
    place.shell("echo 2 >made.txt")  # asked about now, and allowed
    assert (place.root / "made.txt").exists()
