# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Check the rules of ignore files, case by case and against git itself."""

from __future__ import annotations

import os
import pathlib
import random
import shutil
import subprocess
from typing import Dict, List

import pytest

from aura_coding_agent.core.ignore import (
    IgnoreRules,
    Layer,
    git_spelling,
    glob_to_regex,
    ignored,
)
from aura_coding_agent.core.workspace import Workspace

needs_git = pytest.mark.skipif(
    shutil.which("git") is None, reason="git is not installed"
)


@pytest.mark.parametrize(
    "rules, path, folder, expected",
    [
        ("", "a", False, None),
        ("# a\n\n", "a", False, None),
        ("a", "a", False, True),
        ("a", "x/a", False, True),
        ("/a", "x/a", False, None),
        ("x/a", "x/a", False, True),
        ("x/a", "y/x/a", False, None),
        ("a/", "a", False, None),
        ("a/", "a", True, True),
        ("*.o\n!b.o", "a.o", False, True),
        ("*.o\n!b.o", "b.o", False, False),
        ("!b.o\n*.o", "b.o", False, True),
        ("\\#a", "#a", False, True),
        ("\\!a", "!a", False, True),
        ("a  ", "a", False, True),
        ("a\\ ", "a ", False, True),
        ("a\\ ", "a", False, None),
        ("a\r\n", "a", False, True),
        ("\ufeffa", "a", False, True),
        ("a*b", "axyb", False, True),
        ("a?b", "a/b", False, None),
        ("**/a", "a", False, True),
        ("**/a", "x/y/a", False, True),
        ("a/**", "a", True, None),
        ("a/**", "a/x/y", False, True),
        ("a/**/b", "a/b", False, True),
        ("a/**/b", "a/x/y/b", False, True),
        ("a/**/b", "a/x/yb", False, None),
        ("ab**/c", "abx/y/c", False, True),
        ("x**\\/c", "x/c", False, True),
        ("[a-c]", "b", False, True),
        ("[!a-c]", "b", False, None),
        ("[^a-c]", "d", False, True),
        ("[]a]", "]", False, True),
        ("[a-]", "-", False, True),
        ("[\\]]", "]", False, True),
        ("[c-a]", "b", False, None),
        ("[c-a]", "c", False, True),
        ("[[:digit:]]x", "7x", False, True),
        ("[[:wrong:]]", "w", False, None),
        ("[[:a]", ":", False, True),
        ("[", "[", False, None),
        ("[a\\", "a", False, None),
        ("a\\", "a", False, None),
        ("a\\", "a\\", False, None),
        ("x[/]y", "x/y", False, None),
        ("/", "a", True, None),
        ("!", "a", False, None),
        ("é", "é", False, True),
        ("?", "é", False, None),
        ("??", "é", False, True),
        ("a*", "a\nb", False, True),
    ],
)
def test_a_rule_means_what_gitignore_says(
    rules: str, path: str, folder: bool, expected: object
) -> None:
    """The last rule that fits decides; without one there is no verdict."""
    matcher = IgnoreRules(rules.encode("utf-8"))
    assert expected is matcher.verdict(git_spelling(path), folder=folder)


def test_deeper_files_overrule_outer_ones() -> None:
    """Rules of a nested file are relative to its folder and come first."""
    layers = [Layer(IgnoreRules(b"*.log"), 0), Layer(IgnoreRules(b"!/keep.log"), 2)]
    verdicts = [
        ignored(layers, path, folder=False)
        for path in ("d/keep.log", "d/x.log", "d/e/keep.log", "d/x.py")
    ]
    assert [False, True, True, False] == verdicts


def test_a_file_without_rules_is_empty() -> None:
    """Comments and blank lines make no rules."""
    assert [False, True] == [bool(IgnoreRules(b"# x\n\n")), bool(IgnoreRules(b"x"))]


def test_undecodable_names_are_matched_byte_by_byte() -> None:
    """A name that is not UTF-8 fits a pattern with the same bytes."""
    rules = IgnoreRules(b"caf\xe9*")
    name = git_spelling(b"caf\xe9.txt".decode("utf-8", "surrogateescape"))
    assert True is rules.verdict(name, folder=False)


@pytest.mark.parametrize("pattern", ["*a" * 30 + "b", "**/a/" * 12 + "b", "*?" * 40])
def test_many_wildcards_do_not_explode(pattern: str) -> None:
    """A hostile pattern is answered without trying every split of the name."""
    rules = IgnoreRules(pattern.encode())
    path = "/".join(["a"] * 40 + ["a" * 60 + "c"])
    expected = True if pattern.startswith("*?") else None
    assert expected is rules.verdict(path, folder=False)


def test_a_broken_glob_has_no_regex() -> None:
    """A bracket that is not closed and a lone backslash match nothing."""
    assert [None, None] == [glob_to_regex("[a"), glob_to_regex("a\\")]


# -- the same as git -----------------------------------------------------------------

NAMES = ["a", "b", "ab", "a.o", "b.py", "x y", "c]", "-", "[a", "é", "a\\b", "A1", "#c"]
PIECES = ["a", "b", "ab", "*", "?", "[ab]", "[!a]", "[a-c]", "*.o", "a*", "*b*", "é"]
PIECES += [
    "\\a",
    "[[:alpha:]]",
    "[]-]",
    "x y",
    "c\\]",
    "[\\]c]*",
    "[[:digit:]b]*",
    "A?",
]
PIECES += [
    "\\#c",
    "a\\\\b",
    "[a",
    "*\\",
    "[^b-]*",
    "*a*b*",
    "[z-a]",
    "#c",
    "a ",
    "b\\ ",
]


def random_rules(rng: random.Random) -> bytes:
    """Return an ignore file of a few random patterns."""
    lines = []
    for _ in range(rng.randint(1, 5)):
        parts = [rng.choice(PIECES) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.4:
            parts.insert(rng.randint(0, len(parts)), "**")
        line = rng.choice(["", "", "/"]) + "/".join(parts) + rng.choice(["", "", "/"])
        lines.append(rng.choice(["", "", "", "!"]) + line + rng.choice(["", "", "  "]))
    return "\n".join(lines).encode("utf-8") + rng.choice([b"", b"\n", b"\r\n"])


def make_tree(rng: random.Random, root: pathlib.Path) -> List[str]:
    """Make a random tree with nested ignore files, return its files."""
    files = []
    for _ in range(25):
        parts = [rng.choice(NAMES) for _ in range(rng.randint(1, 4))]
        path = root.joinpath(*parts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError:  # a file where a folder should be, or the other way round
            continue
        if path.is_file():
            files.append("/".join(parts))
    folders = [root, *(p for p in sorted(root.rglob("*")) if p.is_dir())]
    for folder in [root, *rng.sample(folders, min(2, len(folders)))]:
        if ".git" not in folder.parts:
            (folder / ".gitignore").write_bytes(random_rules(rng))
    return sorted(set(files))


def kept_by_git(root: pathlib.Path, files: List[str], env: Dict[str, str]) -> List[str]:
    """Return the files that ``git check-ignore`` does not ignore."""
    asked = "\0".join(files).encode("utf-8")
    ran = subprocess.run(
        ["git", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=str(root),
        input=asked,
        stdout=subprocess.PIPE,
        env=env,
    )
    assert ran.returncode in (0, 1)
    answer = set(ran.stdout.decode("utf-8").split("\0"))
    return [name for name in files if name not in answer]


@needs_git
@pytest.mark.parametrize("seed", range(40))
def test_random_trees_are_listed_as_git_lists_them(
    seed: int, tmp_path: pathlib.Path
) -> None:
    """Walking a tree of random names and rules leaves out what git ignores."""
    rng = random.Random(seed)
    root = tmp_path / "tree"
    env = {**os.environ, "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", str(root)], check=True, env=env)
    (root / ".git" / "info" / "exclude").write_bytes(random_rules(rng))
    files = make_tree(rng, root)
    expected = kept_by_git(root, files, env)
    walked = [p for p in Workspace(str(root)).walk() if not p.endswith(".gitignore")]
    assert sorted(expected) == sorted(walked)
