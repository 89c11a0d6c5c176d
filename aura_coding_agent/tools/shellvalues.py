# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Work out what the words of a command line may become, without running anything.

The expansions are those of the POSIX Shell Command Language, section 2.6, and the
braces of bash. A word may have several values (a loop gives its variable one after the
other, a branch may or may not set it) or be unknown, as the output of commands is.
"""

from __future__ import annotations

import glob
import os
import re
from fnmatch import fnmatchcase
from typing import Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..core.values import NamedTuple
from .shellgrammar import Command, Part, Text, Variable, Word

MANY = 64  # values of a word; beyond, it counts as unknown


class Value(NamedTuple):
    """What a word may expand to.

    Attributes:
        text: the characters.
        pattern: the same for ``glob``, with quoted wildcards made literal.
        active: it has wildcards that the shell expands.
    """

    text: str
    pattern: str
    active: bool


Values = Optional[List[Value]]
"""All that a word may be; None when that is not known."""


class ShellState:
    """What the shell knows at one point of a script.

    Attributes:
        folders: where it may be; None when nobody knows.
        variables: the values each variable may have; None for unknown ones.
        arguments: ``$1`` and so on; None when they are not known.
    """

    def __init__(
        self,
        folders: Optional[FrozenSet[str]],
        variables: Dict[str, Optional[List[str]]],
        functions: Dict[str, Command],
        environ: Mapping[str, str],
        arguments: Optional[List[Values]] = None,
    ) -> None:
        """Take what it works on."""
        self.folders = folders
        self.before: Optional[FrozenSet[str]] = None
        self.variables = variables
        self.functions = functions
        self.environ = environ
        self.arguments: Optional[List[Values]] = arguments or []

    def copy(self) -> ShellState:
        """Return another one, for a subshell or a branch."""
        other = ShellState(
            self.folders, dict(self.variables), dict(self.functions), self.environ
        )
        other.before, other.arguments = self.before, self.arguments
        return other

    def join(self, others: Iterable[ShellState]) -> None:
        """Know no more than what holds in each of several branches."""
        for other in others:
            if self.folders is None or other.folders is None:
                self.folders = None
            else:
                self.folders = self.folders | other.folders
            for name in {*self.variables, *other.variables}:
                mine, theirs = self.values(name), other.values(name)
                both = None if mine is None or theirs is None else {*mine, *theirs}
                self.variables[name] = sorted(both) if both is not None else None
            self.functions.update(other.functions)

    def values(self, name: str) -> Optional[List[str]]:
        """Return what a variable may hold; an unset one is empty."""
        if name == "PWD":
            return None if self.folders is None else sorted(self.folders)
        if name in self.variables:
            return self.variables[name]
        if name in ("?", "$", "!", "-", "_", "RANDOM", "SECONDS", "OLDPWD", "REPLY"):
            return None
        if name == "#":
            return None
        return [self.environ.get(name, " \t\n" if name == "IFS" else "")]

    def here(self) -> List[str]:
        """Return the folders it may be in.

        Raises:
            UnsureError: nobody knows.
        """
        if self.folders is None:
            raise UnsureError("the folder it runs in is not known before")
        return sorted(self.folders)


class UnsureError(Exception):
    """What a command destroys cannot be told."""


def literal(word: Word) -> str:
    """Return a word of nothing but characters; empty for any other."""
    if all(isinstance(part, Text) for part in word):
        return "".join(part.text for part in word if isinstance(part, Text))
    return ""


# -- expanding words -----------------------------------------------------------------


def expand(word: Word, state: ShellState) -> Values:
    """Return what a word may become, before file names are looked up."""
    found: List[Value] = []
    for alternative in _braces(word):
        values = concatenated(alternative, state)
        if values is not None and is_split(alternative):
            values = [
                Value(*pair, each.active)
                for each in values
                for pair in zip(each.text.split(), each.pattern.split())
            ] or [Value("", "", False)]
        if values is None or len(found) + len(values) > MANY:
            return None
        found += values
    return found


def is_split(word: Word) -> bool:
    """Tell whether the shell splits a word into several, at the blanks in it."""
    return any(isinstance(part, Variable) and not part.quoted for part in word)


def concatenated(word: Word, state: ShellState) -> Values:
    """Return what the parts of a word make together, in all their ways."""
    found = [Value("", "", False)]
    for index, part in enumerate(word):
        values = _part(part, state, first=index == 0)
        if values is None or len(found) * len(values) > MANY:
            return None
        found = [
            Value(
                left.text + right.text,
                left.pattern + right.pattern,
                left.active or right.active,
            )
            for left in found
            for right in values
        ]
    return found


def _part(part: Part, state: ShellState, *, first: bool) -> Values:
    """Return what one part of a word may become."""
    if isinstance(part, Text):
        if part.quoted:
            return [Value(part.text, glob.escape(part.text), False)]
        text = part.text
        if first and text.startswith("~"):
            home = _home(text, state)
            if home is None:
                return None
            text = home
        return [Value(text, text, bool(_WILD.search(text)))]
    if isinstance(part, Variable):
        texts = _variable(part, state)
        if texts is None:
            return None
        if part.quoted:
            return [Value(text, glob.escape(text), False) for text in texts]
        return [Value(text, text, bool(_WILD.search(text))) for text in texts]
    return None


_WILD = re.compile(r"[*?\[]")


def _home(text: str, state: ShellState) -> Optional[str]:
    """Return a text with its tilde expanded; None when nobody knows."""
    name, slash, rest = text.partition("/")
    if name == "~":
        homes = state.values("HOME")
        home = homes[0] if homes and len(homes) == 1 else None
        return (
            None if home is None else (home or os.path.expanduser("~")) + slash + rest
        )
    if name == "~+":
        folders = sorted(state.folders or ())
        return folders[0] + slash + rest if len(folders) == 1 else None
    if name == "~-":
        return None
    return os.path.expanduser(text)


def _variable(part: Variable, state: ShellState) -> Optional[List[str]]:
    """Return what an expansion of a variable may be."""
    if part.name in ("@", "*") or (part.name.isdigit() and part.name != "0"):
        return _argument(part, state)
    texts = state.values(part.name) if part.name != "0" else None
    if part.operator in ("", ":?", "?"):
        return texts
    other = texts_of(expand(part.word, state))
    if part.operator in (":-", ":=", "-", "="):
        if texts is None or other is None:
            return None
        return [one for text in texts for one in ([text] if text else other)]
    if part.operator in ("#", "##", "%", "%%") and texts is not None and other:
        if len(other) == 1:
            return [_trimmed(text, part.operator, other[0]) for text in texts]
    return None


def _trimmed(text: str, operator: str, pattern: str) -> str:
    """Return a text without the start or the end that fits a pattern."""
    lengths = range(len(text) + 1)
    longest = len(operator) == 2
    for length in reversed(lengths) if longest else lengths:
        if operator[0] == "#" and fnmatchcase(text[:length], pattern):
            return text[length:]
        if operator[0] == "%" and fnmatchcase(text[len(text) - length :], pattern):
            return text[: len(text) - length]
    return text


def _argument(part: Variable, state: ShellState) -> Optional[List[str]]:
    """Return what an argument of the script or function may be."""
    if state.arguments is None or part.operator:
        return None
    chosen = state.arguments
    if part.name.isdigit():
        number = int(part.name)
        chosen = chosen[number - 1 : number]
        if not chosen:
            return [""]
    found: List[str] = []
    for values in chosen:
        texts = texts_of(values)
        if texts is None:
            return None
        found += texts
    return found


def texts_of(values: Values) -> Optional[List[str]]:
    """Return the characters of values."""
    return None if values is None else [value.text for value in values]


def paths_or_texts(values: Values, state: ShellState) -> Optional[List[str]]:
    """Return what a loop goes through: files where there are wildcards."""
    if values is None:
        return None
    found: List[str] = []
    for value in values:
        if not value.active:
            found.append(value.text)
            continue
        if state.folders is None:
            return None
        for folder in state.folders:
            for path in _globbed(folder, value.pattern):
                plain = path if os.path.isabs(value.pattern) else path[len(folder) :]
                found.append(plain.lstrip("/") if plain != path else path)
    return found if len(found) <= MANY else _common(found)


def _common(paths: List[str]) -> Optional[List[str]]:
    """Return a few that stand for many paths: one for each folder they are in."""
    by_folder: Dict[str, str] = {}
    for path in paths:
        by_folder.setdefault(os.path.dirname(path), path)
    found = list(by_folder.values())
    return found if len(found) <= MANY else None


def paths_of(value: Value, state: ShellState) -> List[str]:
    """Return the paths that a value names, as the shell would find them."""
    if os.path.isabs(value.text):
        folders = ["/"]
    elif not value.text:
        return []
    else:
        folders = state.here()
    if not value.active:
        return [os.path.join(folder, value.text) for folder in folders]
    return [path for folder in folders for path in _globbed(folder, value.pattern)]


def _globbed(folder: str, pattern: str) -> List[str]:
    """Return the files that fit a pattern."""
    return glob.glob(os.path.join(glob.escape(folder), pattern))


def _braces(word: Word) -> List[Word]:
    """Return what brace expansion (bash) makes of a word: ``{a,b}``, ``{1..3}``."""
    for index, part in enumerate(word):
        if not isinstance(part, Text) or part.quoted or "{" not in part.text:
            continue
        found = _brace(word, index)
        if found is None:
            continue
        head, choices, tail = found
        return [
            expanded
            for choice in choices[:MANY]
            for expanded in _braces((*head, *choice, *tail))
        ][: MANY + 1]
    return [word]


def _brace(word: Word, index: int) -> Optional[Tuple[Word, List[Word], Word]]:
    """Return what is before the first brace of a part, the choices, and the rest."""
    first = word[index]
    assert isinstance(first, Text)
    start = first.text.index("{")
    head: Word = (*word[:index], Text(first.text[:start], False))
    choices: List[List[Part]] = [[]]
    level, commas = 0, 0
    rest: List[Part] = [Text(first.text[start + 1 :], False), *word[index + 1 :]]
    while rest:
        part = rest.pop(0)
        if not isinstance(part, Text) or part.quoted:
            choices[-1].append(part)
            continue
        text = ""
        for at, sign in enumerate(part.text):
            if level == 0 and sign == "}":
                choices[-1].append(Text(text, False))
                tail = (Text(part.text[at + 1 :], False), *rest)
                if commas:
                    return head, [tuple(one) for one in choices], tail
                series = _series(choices[0])
                return None if series is None else (head, series, tail)
            if level == 0 and sign == ",":
                choices[-1].append(Text(text, False))
                choices.append([])
                text, commas = "", commas + 1
                continue
            level += {"{": 1, "}": -1}.get(sign, 0)
            text += sign
        choices[-1].append(Text(text, False))
    return None


def _series(parts: Sequence[Part]) -> Optional[List[Word]]:
    """Return the words of ``{1..3}`` or ``{a..c}``; None when it is none."""
    text = "".join(part.text for part in parts if isinstance(part, Text))
    found = re.fullmatch(r"(-?\d{1,6}|\w)\.\.(-?\d{1,6}|\w)(?:\.\.-?\d+)?", text)
    if found is None:
        return None
    first, last = found.group(1), found.group(2)
    if first.lstrip("-").isdigit() and last.lstrip("-").isdigit():
        low, high = sorted((int(first), int(last)))
        made = [str(number) for number in range(low, min(high, low + MANY) + 1)]
    else:
        low, high = sorted((ord(first[0]), ord(last[0])))
        made = [chr(number) for number in range(low, min(high, low + MANY) + 1)]
    return [(Text(one, False),) for one in made]
