# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Recognise commands that destroy what undo could not bring back. No effects here.

What a command does inside the workspace can be undone; what it does elsewhere, or to
things that are not captured, cannot. Such a command is held back for permission in
every mode. This is a net for accidents, not a wall: only commands whose words are sure
are judged, everything else (variables, substitutions, scripts) passes as before.
"""

from __future__ import annotations

import os
import re
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from ..core.workspace import repository
from .shellwords import Word, simple_commands

Uncovered = Callable[[str], str]
"""Tells why undo would not bring back an absolute path; empty when it would."""

_BEFORE = frozenset("sudo doas command env nohup time nice ionice exec builtin".split())
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_REMOVERS = frozenset("rm rmdir unlink shred truncate".split())
_WITH_VALUE = {
    "shred": ("-n", "-s", "--iterations", "--size"),
    "truncate": ("-s", "-r", "--size", "--reference"),
    "mv": ("-S", "--suffix"),
    "cp": ("-S", "--suffix"),
}
# To a file, truncating it; ``>>`` adds, ``>&`` and ``>(`` are no files.
_OVERWRITING = re.compile(r"(?:[0-9]|&)?>(?![>&(])\|?[ \t]*")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\$`]|\\.)*\"|\\.", re.DOTALL)
_TARGET = re.compile(r"(?:'[^']*'|\"[^\"\\$`]*\"|[^\s'\"\\$`;|&<>()])+")


def hazard(command: str, root: str, uncovered: Uncovered) -> str:
    """Return what a command line would destroy beyond undo, and why; mostly empty.

    Args:
        root: folder that the command starts in.
    """
    line, targets = _without_redirections(command)
    folder: Optional[str] = root
    for simple in simple_commands(line.replace(" {} ", " '{}' ")) or ():
        words = _program(simple)
        if not words or folder is None:
            continue
        if words[0].text == "cd":
            folder = _entered(words, folder)
            continue
        for path in _destroyed(words, folder):
            reason = uncovered(path)
            if reason:
                return f"{path} would be lost beyond undo: {reason}"
    for target in targets if folder else ():
        path = os.path.join(root, target)
        reason = "" if path.startswith("/dev/") else uncovered(path)
        if reason:
            return f"{path} would be lost beyond undo: {reason}"
    return ""


def _without_redirections(command: str) -> Tuple[str, List[str]]:
    """Return a line without the redirections that overwrite, and their targets."""
    rest, targets, at = "", [], 0
    while at < len(command):
        quoted = _QUOTED.match(command, at)
        if quoted:
            rest += quoted.group()
            at = quoted.end()
            continue
        arrow = _OVERWRITING.match(command, at)
        target = _TARGET.match(command, arrow.end()) if arrow else None
        if target and command[at - 1 : at] != ">":
            if target.group() != "/dev/null":
                targets.append(re.sub(r"['\"]", "", target.group()))
            at = target.end()
            continue
        rest += command[at]
        at += 1
    return rest, targets


def _program(words: Sequence[Word]) -> Sequence[Word]:
    """Drop what stands before the program: assignments, sudo and the like."""
    while words and (
        _ASSIGNMENT.match(words[0].text) or os.path.basename(words[0].text) in _BEFORE
    ):
        wrapper = not _ASSIGNMENT.match(words[0].text)
        words = words[1:]
        while wrapper and words and words[0].text.startswith("-"):
            words = words[1:]
    return words


def _entered(words: Sequence[Word], folder: str) -> Optional[str]:
    """Return the folder after ``cd``; None when it is not sure."""
    if len(words) != 2 or words[1].active or words[1].text.startswith("-"):
        return None
    return os.path.normpath(os.path.join(folder, words[1].text))


def _destroyed(words: Sequence[Word], folder: str) -> Iterator[str]:
    """Yield the paths that a simple command removes or overwrites."""
    name = os.path.basename(words[0].text)
    if name in _REMOVERS:
        for word in _operands(name, words):
            yield from _paths(word, folder)
    elif name in ("mv", "cp"):
        yield from _moved(name, _operands(name, words), folder)
    elif name == "tee" and not {"-a", "--append"} & {word.text for word in words}:
        for word in _operands(name, words):
            yield from _paths(word, folder)
    elif name == "dd":
        for word in words[1:]:
            if word.text.startswith("of=") and not word.text.startswith("of=/dev/"):
                yield os.path.join(folder, word.text[3:])
    elif name == "git":
        yield from _by_git(words, folder)
    elif name == "find":
        yield from _by_find(words, folder)
    elif name == "rsync" and any(w.text.startswith("--del") for w in words):
        yield from _paths(words[-1], folder)


def _operands(name: str, words: Sequence[Word]) -> List[Word]:
    """Return the words of a command that are no options."""
    found: List[Word] = []
    only_names = skip = False
    for word in words[1:]:
        if skip:
            skip = False
        elif word.text == "--" and not only_names:
            only_names = True
        elif only_names or not word.text.startswith("-") or word.text == "-":
            found.append(word)
        else:
            skip = word.text in _WITH_VALUE.get(name, ())
    return found


def _paths(word: Word, folder: str) -> List[str]:
    """Return what a word names, as the shell would expand it."""
    if not word.active:
        return [os.path.join(folder, word.text)]
    import glob  # only for a word with a wildcard in a command that destroys

    pattern = os.path.expanduser(word.glob)
    return glob.glob(os.path.join(glob.escape(folder), pattern))


def _moved(name: str, operands: Sequence[Word], folder: str) -> Iterator[str]:
    """Yield what ``mv`` takes away, and what ``mv`` and ``cp`` overwrite."""
    if len(operands) < 2:
        return
    sources = [path for word in operands[:-1] for path in _paths(word, folder)]
    if name == "mv":
        yield from sources
    for target in _paths(operands[-1], folder):
        if not os.path.isdir(target):
            yield target
            continue
        for source in sources:
            inside = os.path.join(target, os.path.basename(source.rstrip("/")))
            if not os.path.isdir(inside):
                yield inside


def _by_git(words: Sequence[Word], folder: str) -> Iterator[str]:
    """Yield the work tree of a git command that throws changes away."""
    texts = [word.text for word in words[1:]]
    while len(texts) > 1 and texts[0] == "-C":
        folder = os.path.join(folder, texts[1])
        texts = texts[2:]
    verb, options = (texts[0], texts[1:]) if texts else ("", [])
    loses = (
        (verb == "reset" and "--hard" in options)
        or (verb == "clean" and not {"-n", "--dry-run"} & set(options))
        or (verb in ("checkout", "restore", "switch") and _discards(verb, options))
        or (verb == "stash" and options[:1] not in (["list"], ["show"], ["apply"]))
    )
    if loses:
        yield folder if verb == "clean" else repository(folder)


def _discards(verb: str, options: Sequence[str]) -> bool:
    """Return whether a command of git throws changes away."""
    if verb == "restore":
        return "--staged" not in options or "--worktree" in options
    return bool({"--", ".", "-f", "--force", "--discard-changes"} & set(options))


def _by_find(words: Sequence[Word], folder: str) -> Iterator[str]:
    """Yield what a find would remove."""
    texts = [word.text for word in words]
    removes = "-delete" in texts or (
        {"-exec", "-execdir"} & set(texts) and _REMOVERS & set(texts)
    )
    if not removes:
        return
    starts = []
    for word in words[1:]:
        if word.text.startswith(("-", "(", "!")):
            break
        starts.append(word)
    for word in starts:
        yield from _paths(word, folder)
