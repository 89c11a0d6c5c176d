# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check that paths stay in the workspace, and that walking finds what it should."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import Callable, List

import pytest

from aura_coding_agent.core import workspace as module
from aura_coding_agent.core.errors import WorkspaceError
from aura_coding_agent.core.workspace import Workspace

posix_only = pytest.mark.skipif(os.name == "nt", reason="names and links of POSIX")


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    """Make a small workspace beside a folder that is not part of it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    folder = tmp_path / "work"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").write_text("a = 1\n")
    (folder / ".git").mkdir()
    return folder.resolve()


def code_of(call: Callable[[str], object], path: str) -> str:
    """Return the code of the error a call raises, or an empty string."""
    try:
        call(path)
    except WorkspaceError as error:
        assert error.hint
        return error.code
    return ""


@pytest.mark.parametrize(
    "path, expected",
    [
        ("src/a.py", "src/a.py"),
        ("./src//a.py", "src/a.py"),
        ("src/../src/a.py", "src/a.py"),
        ("src/", "src"),
        (".", "."),
        ("new/deep/file", "new/deep/file"),
        ("~/x", "~/x"),
        ("a b/ü\n", "a b/ü\n"),
        (".gitignore", ".gitignore"),
        ("src/git", "src/git"),
    ],
)
def test_paths_inside_are_resolved(
    root: pathlib.Path, path: str, expected: str
) -> None:
    """A relative path means the place below the root, whether it exists or not."""
    workspace = Workspace(str(root))
    resolved = workspace.resolve(path)
    assert str((root / expected)) == resolved
    assert expected == workspace.relative(resolved)


def test_an_absolute_path_inside_is_resolved(root: pathlib.Path) -> None:
    """Absolute paths may be used when they lead into the workspace."""
    workspace = Workspace(str(root))
    assert str(root / "x") == workspace.resolve(str(root / "src" / ".." / "x"))


@pytest.mark.parametrize(
    "path, code",
    [
        ("", "path-invalid"),
        ("  ", "path-invalid"),
        ("a\0b", "path-invalid"),
        ("\ud800", "path-invalid"),
        ("C:\\temp\\x", "outside-workspace" if os.name == "nt" else "path-invalid"),
        (
            "\\\\server\\share",
            "outside-workspace" if os.name == "nt" else "path-invalid",
        ),
        ("..", "outside-workspace"),
        ("../outside/secret.txt", "outside-workspace"),
        ("../work2", "outside-workspace"),
        ("src/../../outside", "outside-workspace"),
        ("/etc/passwd", "outside-workspace"),
        ("/", "outside-workspace"),
        (".git", "protected-path"),
        (".git/config", "protected-path"),
        (".GIT/hooks/x", "protected-path"),
        (".git./config", "protected-path"),
        ("src/.git", "protected-path"),
        ("GIT~1/config", "protected-path"),
        (".g\u200cit/config", "protected-path"),
    ],
)
def test_other_paths_are_refused(root: pathlib.Path, path: str, code: str) -> None:
    """What leads out, cannot be a path, or belongs to git, is not for writing."""
    assert code == code_of(Workspace(str(root)).resolve, path)


@posix_only
def test_links_are_followed_before_the_decision(root: pathlib.Path) -> None:
    """A link is judged by where it leads, also when nothing is there yet."""
    outside = root.parent / "outside"
    (root / "out").symlink_to(outside)
    (root / "file").symlink_to(outside / "secret.txt")
    (root / "dangling").symlink_to(outside / "new.txt")
    (root / "chain").symlink_to("dangling")
    (root / "hooks").symlink_to(".git")
    (root / "in").symlink_to("src/a.py")
    (root / "soon").symlink_to("src/new.py")
    (root / "loop").symlink_to("loop")
    workspace = Workspace(str(root))
    names = ["out/x", "file", "dangling", "chain", "out/../work/x", "hooks/x"]
    names += ["in", "soon", "loop", "loop/../../outside"]
    assert ["outside-workspace"] * 4 + ["", "protected-path", "", "", ""] + [
        "outside-workspace"
    ] == [code_of(workspace.resolve, name) for name in names]
    assert str(root / "src" / "a.py") == workspace.resolve("in")
    assert str(root / "src" / "new.py") == workspace.resolve("soon")


@posix_only
def test_a_linked_git_folder_is_protected_by_its_name(root: pathlib.Path) -> None:
    """The name ``.git`` protects also when it is a link to another folder."""
    (root / ".git").rmdir()
    (root / "store").mkdir()
    (root / ".git").symlink_to("store")
    assert "protected-path" == code_of(Workspace(str(root)).resolve, ".git/config")


@posix_only
def test_a_root_behind_a_link_is_one_place(root: pathlib.Path) -> None:
    """Paths written by way of the link and by the real folder mean the same."""
    link = root.parent / "link"
    link.symlink_to(root)
    workspace = Workspace(str(link))
    assert str(root) == workspace.root
    assert str(root / "src") == workspace.resolve(str(link / "src"))


def test_readable_folders_are_read_but_not_written(root: pathlib.Path) -> None:
    """Extra folders, and the data of git, can be read only."""
    outside = root.parent / "outside"
    workspace = Workspace(str(root), readable=[str(outside)])
    secret = str(outside / "secret.txt")
    assert secret == workspace.resolve_readable(secret)
    assert str(root / ".git" / "x") == workspace.resolve_readable(".git/x")
    assert "outside-workspace" == code_of(workspace.resolve, secret)
    assert "outside-workspace" == code_of(workspace.resolve_readable, "/etc/passwd")
    assert secret.replace(os.sep, "/") == workspace.relative(secret)
    assert [secret.replace(os.sep, "/")] == list(workspace.walk(str(outside)))


def test_a_workspace_must_be_a_folder(root: pathlib.Path) -> None:
    """A missing root is an error at once."""
    assert "workspace-missing" == code_of(Workspace, str(root / "none"))


@posix_only
def test_the_root_of_the_file_system_can_be_a_workspace() -> None:
    """Containment also holds for a root that ends with a slash."""
    workspace = Workspace("/")
    shown = [workspace.relative(workspace.resolve(path)) for path in ("/", "etc/x")]
    assert [".", "etc/x"] == shown


@posix_only
def test_another_spelling_of_the_root_is_found_by_identity(
    root: pathlib.Path,
) -> None:
    """Where the text differs but the folder is the same, the path is inside."""
    other = root.parent / "other"
    other.symlink_to(root)
    found = module._rebase(str(other / "x" / "y"), str(root))
    assert str(root / "x" / "y") == found
    assert "" == module._rebase(str(root), str(root / "missing"))


@pytest.mark.parametrize(
    "path, expected",
    [
        ("C:\\work\\x", ""),
        ("src\\x.py", ""),
        ("C:x", "depends on the current folder of a drive"),
        ("x.txt:stream", "names a stream of a file"),
        ("src/NUL", "names a device"),
        ("com1.txt", "names a device"),
        ("console.txt", ""),
    ],
)
def test_oddities_of_windows_are_refused(path: str, expected: str) -> None:
    """A drive, a stream and a device are no plain files."""
    assert expected == module._windows_problem(path)


# -- walking -------------------------------------------------------------------------


def fill(root: pathlib.Path, names: List[str]) -> None:
    """Make empty files."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")


def test_files_come_sorted_by_their_whole_path(tmp_path: pathlib.Path) -> None:
    """Folders and files stand in the order of their full paths."""
    names = ["a.txt", "a/b", "a-b", "a/a/c", "B", "z y", "ü"]
    fill(tmp_path, names)
    assert sorted(names) == list(Workspace(str(tmp_path)).walk())


def test_ignore_rules_are_honoured_at_every_level(tmp_path: pathlib.Path) -> None:
    """Nested ignore files add to the outer ones; ``.git`` is never listed."""
    fill(tmp_path, [".git/config", "build/x", "a.log", "sub/a.log", "sub/b", "sub/c/b"])
    fill(tmp_path, ["lib/.git/HEAD", "lib/a.py", "local"])
    (tmp_path / ".gitignore").write_text("build/\n*.log\n")
    (tmp_path / "sub" / ".gitignore").write_text("!a.log\n/b\n")
    (tmp_path / ".git" / "info").mkdir()
    (tmp_path / ".git" / "info" / "exclude").write_text("local\n")
    expected = [".gitignore", "lib/a.py", "sub/.gitignore", "sub/a.log", "sub/c/b"]
    assert expected == list(Workspace(str(tmp_path)).walk())


def test_rules_above_the_workspace_hold(tmp_path: pathlib.Path) -> None:
    """A workspace inside a repository keeps the rules of the folders above."""
    fill(tmp_path, [".git/config", "pkg/é/web/a.log", "pkg/é/web/b", "pkg/é/web/c"])
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "pkg" / "é" / ".gitignore").write_text("web/b\n")
    workspace = Workspace(str(tmp_path / "pkg" / "é" / "web"))
    assert ["c"] == list(workspace.walk())


def test_the_users_own_rules_hold(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ignore file in the user's configuration folder is the weakest."""
    fill(tmp_path, ["config/git/ignore", "work/a.swp", "work/b.swp"])
    (tmp_path / "config" / "git" / "ignore").write_text("*.swp\n")
    (tmp_path / "work" / ".gitignore").write_text("!b.swp\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    workspace = Workspace(str(tmp_path / "work"))
    assert [".gitignore", "b.swp"] == list(workspace.walk())
    (tmp_path / "config" / "git" / "ignore").unlink()
    (tmp_path / "config" / "git" / "ignore").mkdir()
    assert [".gitignore", "a.swp", "b.swp"] == list(workspace.walk())


def test_a_named_folder_is_listed_though_ignored(tmp_path: pathlib.Path) -> None:
    """Whoever names an ignored place wants to see it."""
    fill(tmp_path, ["build/x", "build/y.log", "a"])
    (tmp_path / ".gitignore").write_text("build\n*.log\n")
    workspace = Workspace(str(tmp_path))
    assert ["build/x"] == list(workspace.walk("build"))
    assert ["build/y.log"] == list(workspace.walk("build/y.log"))
    assert [] == list(workspace.walk("nothing"))


@posix_only
def test_links_to_folders_are_not_entered(root: pathlib.Path) -> None:
    """A link to a file inside is listed, other links are not; pipes are not files."""
    (root / "again").symlink_to(root)
    (root / "dir").symlink_to("src")
    (root / "file").symlink_to("src/a.py")
    (root / "secret").symlink_to(root.parent / "outside" / "secret.txt")
    (root / "nowhere").symlink_to("missing")
    (root / ".gitignore").symlink_to(root.parent / "outside" / "secret.txt")
    os.mkfifo(root / "pipe")
    assert ["file", "src/a.py"] == list(Workspace(str(root)).walk())


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="APFS refuses such names")
def test_odd_names_are_listed_as_they_are(tmp_path: pathlib.Path) -> None:
    """Spaces, newlines and bytes that are not UTF-8 come through."""
    names = [b"a b", b"a\nb", b"caf\xe9", "é".encode()]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
            pass
    listed = [os.fsencode(name) for name in Workspace(str(tmp_path)).walk()]
    assert sorted(names) == sorted(listed)


@posix_only
def test_what_cannot_be_read_is_skipped(tmp_path: pathlib.Path) -> None:
    """A folder or ignore file without permission does not end the walk."""
    fill(tmp_path, ["closed/x", "open/y", "open/.gitignore/x"])
    (tmp_path / ".gitignore").write_text("y\n")
    workspace = Workspace(str(tmp_path))
    for path in (tmp_path / "closed", tmp_path / ".gitignore"):
        path.chmod(0)
    try:
        walked = list(workspace.walk())
    finally:
        for path in (tmp_path / "closed", tmp_path / ".gitignore"):
            path.chmod(0o755)
    everything = [".gitignore", "closed/x", "open/.gitignore/x"]
    limited = [".gitignore", "open/.gitignore/x", "open/y"]
    assert (everything if os.geteuid() == 0 else limited) == walked


def test_a_folder_that_vanishes_is_skipped(tmp_path: pathlib.Path) -> None:
    """What is removed during a walk is left out."""
    fill(tmp_path, ["a", "b/x", "c"])
    walk = Workspace(str(tmp_path)).walk()
    first = next(walk)
    (tmp_path / "b" / "x").unlink()
    (tmp_path / "b").rmdir()
    assert ["a", "c"] == [first, *walk]
