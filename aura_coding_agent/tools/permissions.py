# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Decide what a tool call may do: allow, deny, or ask. Nothing here has effects.

Reading is free, and so is writing, because the tools that write refuse everything
outside the workspace and can be undone. Commands and the network ask, unless the
rules allow them beforehand.

A pattern allows simple commands, word by word::

    make test        this command and no other
    git diff*        git diff, with or without arguments; not git difftool
    pytest tests/*   pytest tests/ and what follows it
    npm run ?int     within a word, ? * and [] are as in file names

A line with several commands is allowed when every one of them is. What the shell
would work out only while running (substitutions, variables, redirections to files,
blocks) is never taken to be covered, save by a pattern that is the very same text.
"""

from __future__ import annotations

import json
import os
import re
from fnmatch import fnmatchcase
from typing import Optional, Sequence, Tuple

from ..core.interfaces import (
    EXECUTE,
    READ,
    WRITE,
    Decision,
    PermissionRequest,
    PreparedCall,
)
from ..core.values import NamedTuple
from .shellwords import Word, simple_commands

FREE = frozenset((READ, WRITE))

# Programs that run what their arguments say: a star behind such a name would allow
# every command there is.
WRAPPERS = frozenset(
    "bash builtin busybox chroot chrt command csh dash doas env eval exec fish flock"
    " ionice ksh linux32 linux64 nice nohup nsenter parallel pkexec rbash runuser"
    " script setarch setpriv setsid sh source ssh stdbuf strace su sudo systemd-run"
    " taskset tcsh time timeout trap unbuffer unshare watch xargs zsh .".split()
)

_ASSIGNMENT = r"[A-Za-z_][A-Za-z0-9_]*(\[[^]]*\])?\+?="
_NOT_A_PROGRAM = r"-.*|[0-9.]+[smhd]?$|[A-Za-z_][A-Za-z0-9_]*="
# ``cmd`` quotes and expands by rules of its own; only words without any of its
# special characters are sure there.
_PLAIN_ON_WINDOWS = r"[\w ./:=,+@~-]*"
_WILD = r"[*?\[]"
_PLAIN_WORD = r"[\w./:=,+@%~-]*"


class Rules(NamedTuple):
    """What the user said beforehand.

    Attributes:
        auto: allow everything.
        allow: patterns of commands.
        interactive: somebody is there to be asked.
    """

    auto: bool = False
    allow: Tuple[str, ...] = ()
    interactive: bool = False


def question(prepared: PreparedCall) -> PermissionRequest:
    """Return what there is to decide about a call."""
    effects = prepared.tool.effects
    command = command_of(prepared)
    if command is not None:
        what = command
        reason = "It runs a command."
    else:
        shown = json.dumps(prepared.arguments, sort_keys=True, ensure_ascii=False)
        what = f"{prepared.call.name} {shown}"
        reason = f"It may {', '.join(sorted(effects - FREE)) or 'read and write'}."
    return PermissionRequest(prepared.call.name, what, effects, reason)


def command_of(prepared: PreparedCall) -> Optional[str]:
    """Return the command line that a call runs; None when it is no such call."""
    arguments = prepared.arguments
    command = arguments.get("command")
    alone = not arguments.keys() - {"command", "timeout"}
    runs = EXECUTE in prepared.tool.effects and isinstance(command, str) and alone
    return command if runs else None


def decide(request: PermissionRequest, rules: Rules) -> Optional[Decision]:
    """Return the decision that follows from the rules; None means: ask."""
    if request.effects <= FREE:
        return Decision(True, "reads and edits inside the workspace are free")
    if rules.auto:
        return Decision(True, "everything is allowed (--auto)")
    if request.effects <= FREE | {EXECUTE} and covered(request.what, rules.allow):
        return Decision(True, "a pattern covers it (--allow)")
    return None if rules.interactive else unattended(request)


def decide_danger(request: PermissionRequest, rules: Rules) -> Optional[Decision]:
    """Return the decision about a command that destroys beyond undo; None: ask.

    Neither ``--auto`` nor a pattern with a star was meant for it; the very same text
    was.
    """
    if any(request.what.strip() == pattern.strip() for pattern in rules.allow):
        return Decision(True, "exactly this command is allowed (--allow)")
    if rules.interactive:
        return None
    return Decision(
        False,
        f"{request.reason}. Nobody is there to be asked; the user can allow exactly"
        f" this command with --allow {_quoted(request.what)}",
    )


def _quoted(text: str) -> str:
    """Return a text in quotes for the shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def unattended(request: PermissionRequest) -> Decision:
    """Return the denial of what would have to be asked, saying how to allow it."""
    quoted = _quoted(request.what)
    short = len(quoted) <= 80 and "\n" not in quoted
    pattern = quoted if short else "'PATTERN'"
    return Decision(
        False,
        "it needs permission and nobody is there to be asked; the user can start the"
        f" run with --allow {pattern} or with --auto",
    )


def covered(
    command: str, patterns: Sequence[str], *, posix: bool = os.name == "posix"
) -> bool:
    """Return whether patterns allow every part of a command line, surely."""
    if any(command.strip() == pattern.strip() for pattern in patterns):
        return bool(command.strip())
    if not posix and not re.fullmatch(_PLAIN_ON_WINDOWS, command):
        return False
    parts = simple_commands(command)
    if not parts:
        return False
    read = [simple_commands(pattern) or [] for pattern in patterns]
    allowed = [commands[0] for commands in read if len(commands) == 1]
    return all(any(_matches(part, one) for one in allowed) for part in parts)


def _matches(part: Sequence[Word], pattern: Sequence[Word]) -> bool:
    """Compare word by word; a star at the end takes all further words."""
    last = pattern[-1]
    open_ended = last.active and last.glob.endswith("*")
    fixed = list(pattern)
    if open_ended:
        stem = last.glob.rstrip("*")
        fixed[-1:] = [last._replace(glob=stem)] if stem else []
        if not _names_program(part, fixed):
            return False
    if len(part) < len(fixed) or (len(part) > len(fixed) and not open_ended):
        return False
    first = part[0]
    if first.active or (
        re.match(_ASSIGNMENT, first.text) and not _same(first, fixed[:1])
    ):
        return False
    return all(_fits(word, one) for word, one in zip(part, fixed))


def _fits(word: Word, pattern: Word) -> bool:
    """Compare one word; a wildcard takes no blanks, quotes or operators.

    A word that the shell expands is only known to be some further argument.
    """
    if word.active:
        return False
    if re.search(_WILD, pattern.glob) and not re.fullmatch(_PLAIN_WORD, word.text):
        return word.text == pattern.text and not pattern.active
    return fnmatchcase(word.text, pattern.glob)


def _same(word: Word, pattern: Sequence[Word]) -> bool:
    """Return whether a word is the one of a pattern."""
    return bool(pattern) and word.text == pattern[0].text


def _names_program(part: Sequence[Word], fixed: Sequence[Word]) -> bool:
    """Tell if an open-ended pattern says which program a wrapper runs."""
    at = 0
    while at < len(part) and _is_wrapper(part[at]):
        at += 1
        while at < len(part) and re.match(_NOT_A_PROGRAM, part[at].text):
            at += 1
    return at == 0 or at < len(fixed)


def _is_wrapper(word: Word) -> bool:
    """Return whether a word runs the words after it."""
    name = os.path.basename(word.text.replace("\\", "/"))
    return name in WRAPPERS or name.lower().rpartition(".exe")[0] in WRAPPERS
