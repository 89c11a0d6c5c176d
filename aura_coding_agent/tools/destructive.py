# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Recognise commands that destroy what undo could not bring back. No effects here.

What a command does inside the workspace can be undone; what it does elsewhere, or to
things that are not captured, cannot. Such a command is held back for permission in
every mode. The line is read as the shell reads it (:mod:`.shellgrammar`), and each
simple command in it is judged, wherever it stands: in a branch, a loop, a function, a
substitution, behind ``sudo`` or ``xargs``, in the text that a ``sh -c``, an ``eval`` or
a here-document runs. Words are expanded as far as it is known what the shell would make
of them (:mod:`.shellvalues`). Which branch is taken is not worked out: all count.

A command that destroys something which cannot be told before it runs, and a line that
cannot be read, are held back as well. It stays a net for accidents, not a wall: what a
script, a Makefile or a program does by itself is not looked at.
"""

from __future__ import annotations

import os
import re
from typing import (
    Callable,
    Dict,
    FrozenSet,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
)

from ..core.workspace import repository
from .destroyers import (
    CODE,
    CODE_COMPUTES,
    CODE_COMPUTES_FOLDER,
    CODE_LITERAL,
    CODE_OPTIONS,
    CODE_REMOVES,
    CODE_RUNS,
    CODE_WRITES,
    OUTPUT_OPTIONS,
    OVERWRITTEN_OPERAND,
    REMOVERS,
    SHELLS,
    WITH_VALUE,
    WRAPPERS,
)
from .shellgrammar import (
    Command,
    Compound,
    Function,
    Pipeline,
    Redirection,
    Script,
    ShellSyntaxError,
    Simple,
    Substitution,
    Text,
    Unknown,
    Variable,
    Word,
    parse,
)
from .shellvalues import (
    ShellState,
    UnsureError,
    Value,
    Values,
    concatenated,
    expand,
    is_split,
    literal,
    paths_of,
    paths_or_texts,
    texts_of,
)

Uncovered = Callable[[str], str]
"""Tells why undo would not bring back an absolute path; empty when it would."""

_DEEP = 12  # commands that run text that runs text; no person gets near


def hazard(
    command: str,
    root: str,
    uncovered: Uncovered,
    environ: Optional[Mapping[str, str]] = None,
) -> str:
    """Return what a command line would destroy beyond undo, and why; mostly empty.

    Args:
        root: folder that the command starts in.
        environ: the variables that the command will have; those of this process.
    """
    try:
        script = parse(command)
    except ShellSyntaxError as error:
        if os.name == "nt":
            return ""  # the language of cmd is another one, which is not read
        return f"this command line cannot be read before it runs: {error}"
    state = ShellState(
        folders=frozenset((root,)),
        variables={},
        functions={},
        environ=os.environ if environ is None else environ,
    )
    judge = _Judge(uncovered)
    try:
        judge.script(script, state, 0)
    except _Held as held:
        return held.reason
    return ""


class _Held(Exception):
    """A command that is to be held back, with the reason."""

    def __init__(self, reason: str) -> None:
        """Take what it works on."""
        super().__init__(reason)
        self.reason = reason


class _Judge:
    """Go through a script and stop at the first command that is to be held back."""

    def __init__(self, uncovered: Uncovered) -> None:
        """Take what it works on."""
        self._uncovered = uncovered

    # -- the tree --------------------------------------------------------------------

    def script(self, script: Script, state: ShellState, depth: int) -> None:
        """Judge the commands of a script in their order."""
        if depth > _DEEP:
            raise _Held("it runs text that runs text, too deep to be read")
        before = ""
        for pipeline in script:
            # What is behind || runs where the first part has failed.
            branch = state.copy() if before == "||" or pipeline.joint == "&" else state
            self._pipeline(pipeline, branch, depth, sure=pipeline.joint == "&&")
            if branch is not state and pipeline.joint != "&" and not _leaves(pipeline):
                state.join([branch])
            before = pipeline.joint

    def _pipeline(
        self, pipeline: Pipeline, state: ShellState, depth: int, *, sure: bool
    ) -> None:
        """Judge commands joined by pipes; each but a lone one is a shell of its own."""
        if len(pipeline.commands) == 1:
            self._command(pipeline.commands[0], state, depth, None, sure=sure)
            return
        source: Optional[Command] = None
        for command in pipeline.commands:
            self._command(command, state.copy(), depth, source, sure=sure)
            source = command

    def _command(
        self,
        command: Command,
        state: ShellState,
        depth: int,
        source: Optional[Command],
        *,
        sure: bool = False,
    ) -> None:
        """Judge one command; ``source`` is what writes its standard input."""
        if isinstance(command, Function):
            state.functions[command.name] = command.body
            return
        if isinstance(command, Compound):
            self._compound(command, state, depth)
            return
        for name, value in command.assignments:
            self._substitutions(value, state, depth)
        for word in command.words:
            self._substitutions(word, state, depth)
        self._redirections(command.redirections, state, depth)
        if not command.words:
            for name, value in command.assignments:
                state.variables[name] = texts_of(expand(value, state))
            return
        given = {
            name: texts_of(expand(value, state)) for name, value in command.assignments
        }
        _Simple(self, command, state, depth, source, sure, given).judge()

    def _compound(self, command: Compound, state: ShellState, depth: int) -> None:
        """Judge a compound command."""
        for word in command.words or ():
            self._substitutions(word, state, depth)
        self._redirections(command.redirections, state, depth)
        if command.kind == "(":
            for part in command.parts:
                self.script(part, state.copy(), depth)
        elif command.kind == "{":
            for part in command.parts:
                self.script(part, state, depth)
        elif command.kind in ("if", "case"):
            branches = []
            for part in command.parts:
                branch = state.copy()
                self.script(part, branch, depth)
                branches.append(branch)
            state.join(branches)
        else:
            self._loop(command, state, depth)

    def _loop(self, command: Compound, state: ShellState, depth: int) -> None:
        """Judge a loop, twice: what its body changes counts when it comes around."""
        if command.kind == "for":
            words = (
                (_ARGUMENTS,) if command.words is None else tuple(command.words or ())
            )
            found: Optional[List[str]] = []
            for word in words:
                texts = paths_or_texts(expand(word, state), state)
                found = None if found is None or texts is None else found + texts
            state.variables[command.name] = found
        for _ in range(2):
            branch = state.copy()
            for part in command.parts:
                self.script(part, branch, depth)
            state.join([branch])

    def _substitutions(self, word: Word, state: ShellState, depth: int) -> None:
        """Judge the commands that run to make a word."""
        for part in word:
            if isinstance(part, Substitution):
                self.script(part.script, state.copy(), depth + 1)
            elif isinstance(part, Unknown):
                self._substitutions(part.inner, state, depth)
            elif isinstance(part, Variable):
                self._substitutions(part.word, state, depth)

    def _redirections(
        self, redirections: Sequence[Redirection], state: ShellState, depth: int
    ) -> None:
        """Judge redirections to files, which lose what was in them."""
        for one in redirections:
            self._substitutions(one.target, state, depth)
            if one.operator not in (">", ">|", "&>", ">&"):
                continue
            values = expand(one.target, state)
            if one.operator == ">&" and values is not None:
                values = [each for each in values if not _STREAM.match(each.text)]
            if any(
                isinstance(part, Substitution) and part.process for part in one.target
            ):
                continue  # into a process
            self.lost("the redirection", values, state)

    # -- what is lost ----------------------------------------------------------------

    def lost(self, what: str, values: Values, state: ShellState) -> None:
        """Hold back what destroys a word, unless undo covers all that it may name.

        Args:
            what: who destroys it, for people.
        """
        if values is None:
            raise _Held(f"what {what} destroys cannot be told before it runs")
        for value in values:
            try:
                paths = paths_of(value, state)
            except UnsureError as error:
                raise _Held(f"what {what} destroys cannot be told: {error}") from None
            for path in paths:
                self.path(path)

    def path(self, path: str) -> None:
        """Hold back what destroys a path that undo does not cover."""
        if _NOWHERE.match(path):
            return
        reason = self._uncovered(path)
        if reason:
            raise _Held(f"{path} would be lost beyond undo: {reason}")

    def text(self, text: str, state: ShellState, depth: int) -> None:
        """Judge a text that a shell runs."""
        try:
            script = parse(text)
        except ShellSyntaxError as error:
            raise _Held(f"it runs a text that cannot be read: {error}") from None
        self.script(script, state, depth + 1)


_STREAM = re.compile(r"[0-9]*-?\Z")
_NOWHERE = re.compile(
    r"/dev/(?:null|zero|full|stdin|stdout|stderr|tty|u?random|fd/[0-9]+|tcp/.*|udp/.*)"
    r"\Z"
)
_ARGUMENTS: Word = (Variable("@", "", (), True),)


def _leaves(pipeline: Pipeline) -> bool:
    """Tell whether a script does not go on behind a command such as ``exit``."""
    command = pipeline.commands[-1]
    if isinstance(command, Compound) and command.kind == "{" and command.parts:
        return bool(command.parts[-1]) and _leaves(command.parts[-1][-1])
    words = command.words if isinstance(command, Simple) else ()
    return bool(words) and literal(words[0]) in ("exit", "return", "exec", "false")


# -- one simple command --------------------------------------------------------------


class _Simple:
    """Judge one simple command with its words."""

    def __init__(
        self,
        judge: _Judge,
        command: Simple,
        state: ShellState,
        depth: int,
        source: Optional[Command],
        sure: bool,
        given: Mapping[str, Optional[List[str]]],
    ) -> None:
        """Take what it works on."""
        self._judge = judge
        self._command = command
        self._state = state
        self._depth = depth
        self._source = source
        self._sure = sure
        self._given = dict(given)  # variables that only what it runs has

    def judge(self) -> None:
        """Judge it.

        Raises:
            _Held: it is to be held back.
        """
        self._run(list(self._command.words))

    def _run(self, words: List[Word], *, level: int = 0) -> None:
        """Judge what some words run, through what stands in front of the program."""
        if level > _DEEP:
            raise _Held("it runs programs that run programs, too deep to be read")
        for split in self._named(words):
            name = os.path.basename(literal(split[0]))
            rest = split[1:]
            if name in self._state.functions:
                self._call(name, rest)
            elif name in WRAPPERS and self._runs_another(name, rest):
                self._wrapped(name, rest, level)
            else:
                self._program(name, rest, level)

    def _named(self, words: List[Word]) -> Iterator[List[Word]]:
        """Yield the words with the name of the program known.

        Raises:
            _Held: nobody knows which program it is.
        """
        while words:
            first = words[0]
            if literal(first):
                yield words
                return
            values = expand(first, self._state)
            if values is None:
                # The name behind a folder that is not known: $(npm bin)/eslint
                last = first[-1]
                tail = last.text if isinstance(last, Text) else ""
                if "/" not in tail or tail.endswith("/"):
                    raise _Held("which program it runs cannot be told before")
                yield [(Text(tail, True),), *words[1:]]
                return
            whole = concatenated(first, self._state) if is_split(first) else values
            texts = [value.text for value in whole or () if value.text.strip()]
            for text in texts:
                # A variable may hold a program together with its arguments.
                pieces = text.split() if is_split(first) else [text]
                yield [*((Text(one, True),) for one in pieces), *words[1:]]
            if texts:
                return
            words = words[1:]

    # -- programs that run others ----------------------------------------------------

    def _runs_another(self, name: str, rest: Sequence[Word]) -> bool:
        """Tell whether a wrapper runs a program here."""
        verb = WRAPPERS[name].verb
        texts = [self._text(word) for word in rest]
        if name == "command" and texts[:1] and texts[0] in ("-v", "-V"):
            return False
        return not verb or any(text in verb for text in texts[:3])

    def _wrapped(self, name: str, rest: List[Word], level: int) -> None:
        """Judge the program that a wrapper runs."""
        wrapper = WRAPPERS[name]
        inner = self._with(self._command.words, self._state.copy(), self._source)
        before, verb, at, replaced = wrapper.before, bool(wrapper.verb), 0, ""
        while at < len(rest):
            text = self._text(rest[at]) or ""
            option, equals, value = text.partition("=")
            assigned = self._assigned(rest[at])
            if text.startswith(":::"):  # what parallel takes as input
                break
            if text in wrapper.texts:
                inner._text_run(rest[at + 1 : at + 2])
                return
            if text == "--":
                at += 1
                if not before and not verb:
                    break
            elif text.startswith("-") and len(text) > 1:
                if option in wrapper.chdir:
                    named = [(Text(value, True),)] if equals else rest[at + 1 : at + 2]
                    inner._state = self._in_folder(inner._state, named)
                if name == "xargs" and text.startswith("-I"):
                    following = [self._text(word) for word in rest[at + 1 : at + 2]]
                    replaced = text[2:] or (following and following[0]) or "{}"
                at += 2 if option in wrapper.with_value and not equals else 1
            elif assigned:
                inner._given.update(assigned)
                at += 1
            elif verb or before:
                before -= not verb
                verb = False
                at += 1
            else:
                break
        words = rest[at:]
        if name in ("xargs", "parallel"):
            words = self._fed(words, replaced or ("{}" if name == "parallel" else ""))
        if name == "watch":
            inner._text_run(words)
        elif words:
            inner._run(words, level=level + 1)

    def _with(
        self, words: Sequence[Word], state: ShellState, source: Optional[Command]
    ) -> _Simple:
        """Return another command in the place of this one."""
        command = self._command._replace(words=tuple(words))
        return _Simple(
            self._judge, command, state, self._depth, source, self._sure, self._given
        )

    def _assigned(self, word: Word) -> Dict[str, Optional[List[str]]]:
        """Return the variable that a word sets, as ``env`` takes it; mostly nothing."""
        head = word[0] if word else None
        found = _ASSIGNMENT.match(head.text) if isinstance(head, Text) else None
        if found is None or not isinstance(head, Text):
            return {}
        value: Word = (Text(head.text[found.end() :], head.quoted), *word[1:])
        return {found.group(1): texts_of(expand(value, self._state))}

    def _text_judged(self, text: str, state: ShellState) -> None:
        """Judge a text that a shell runs, with the variables that only it has."""
        other = state.copy()
        other.variables.update(self._given)
        self._judge.text(text, other, self._depth)

    def _in_folder(self, state: ShellState, named: Sequence[Word]) -> ShellState:
        """Return what holds in the folder that an option names."""
        other = state.copy()
        values = expand(named[0], state) if named else None
        try:
            other.folders = (
                None
                if values is None
                else frozenset(
                    path for each in values for path in paths_of(each, state)
                )
            )
        except UnsureError:
            other.folders = None
        return other

    def _fed(self, words: List[Word], replaced: str) -> List[Word]:
        """Return the words of a command that gets others from its input."""
        split = [
            index for index, word in enumerate(words) if literal(word).startswith(":::")
        ]
        if split:
            words, inputs = words[: split[0]], [
                word
                for word in words[split[0] + 1 :]
                if not literal(word).startswith(":::")
            ]
        else:
            inputs = self._inputs()
        if replaced and any(replaced in literal(word) for word in words):
            made: List[Word] = []
            for word in words:
                text = literal(word)
                if replaced not in text:
                    made.append(word)
                    continue
                head, _, tail = text.partition(replaced)
                made += [(Text(head, True), *one, Text(tail, True)) for one in inputs]
            return made
        return [*words, *inputs]

    def _inputs(self) -> List[Word]:
        """Return words for what standard input brings; one unknown word if need be."""
        unknown: List[Word] = [(Unknown(()),)]
        if not isinstance(self._source, Simple) or not self._source.words:
            text = self._standard_input()
            return (
                unknown
                if text is None
                else [(Text(one, True),) for one in text.split()]
            )
        name = os.path.basename(literal(self._source.words[0]))
        rest = list(self._source.words[1:])
        if name in ("echo", "printf"):
            text = self._standard_input()
            return (
                unknown
                if text is None
                else [(Text(one, True),) for one in text.split()]
            )
        here: List[Word] = [(Text(".", True),)]
        if name in ("find", "fd"):
            starts = self._starts(rest)
            return starts or here
        if name in ("ls", "rg", "ag", "grep", "egrep", "fgrep"):
            operands = [
                word for word in rest if not (self._text(word) or "").startswith("-")
            ]
            if name != "ls":
                operands = operands[1:]  # the pattern
            return operands or here
        texts = [self._text(word) for word in rest]
        if name == "git" and texts[:1] in (
            ["ls-files"],
            ["grep"],
            ["diff"],
            ["status"],
        ):
            return here
        return unknown

    def _call(self, name: str, rest: List[Word]) -> None:
        """Judge the body of a function, with the words as its arguments."""
        body = self._state.functions[name]
        before = self._state.arguments
        self._state.arguments = [expand(word, self._state) for word in rest]
        if self._depth > _DEEP:
            return  # it calls itself; once was looked at
        self._judge._command(body, self._state, self._depth + 3, self._source)
        self._state.arguments = before

    def _text_run(self, words: Sequence[Word]) -> None:
        """Judge words that are joined and run by a shell."""
        texts = [self._text(word) for word in words]
        if None in texts:
            alternatives = [texts_of(expand(word, self._state)) for word in words]
            if len(words) != 1 or alternatives[0] is None:
                raise _Held("it runs a text that cannot be told before")
            for text in alternatives[0]:
                self._text_judged(text, self._state)
            return
        self._text_judged(" ".join(filter(None, texts)), self._state)

    # -- programs --------------------------------------------------------------------

    def _program(self, name: str, rest: List[Word], level: int) -> None:
        """Judge a program that runs by itself."""
        lower = name.lower()
        code = CODE.fullmatch(name)
        own = getattr(self, f"_{_OWN.get(name, '')}", None)
        if own is not None:
            own(name, rest)
        elif name in SHELLS:
            self._shell(name, rest)
        elif code is not None:
            self._interpreter(str(code.lastgroup), rest)
        elif lower in REMOVERS or lower.startswith("mkfs."):
            self._removes(name, rest)
        elif name in OVERWRITTEN_OPERAND:
            at = OVERWRITTEN_OPERAND[name]
            for word in self._operands(name, rest)[at : at + 1]:
                self._lost(name, word)
        for option in OUTPUT_OPTIONS.get(name, ()):
            self._output(name, option, rest)

    def _removes(self, name: str, rest: List[Word]) -> None:
        """Judge what destroys each operand."""
        texts = {self._text(word) for word in rest}
        if name == "tee" and texts & {"-a", "--append"}:
            return
        operands = self._operands(name, rest)
        if name in ("chmod", "chown", "chgrp") and "--reference" not in str(texts):
            operands = operands[1:]
        for word in operands:
            self._lost(name, word)

    def _output(self, name: str, option: str, rest: List[Word]) -> None:
        """Judge the file or folder that an option names."""
        for index, word in enumerate(rest):
            text = self._text(word)
            if text is None:
                head = word[0]
                if isinstance(head, Text) and head.text.startswith(f"{option}="):
                    self._lost(
                        name, (Text(head.text[len(option) + 1 :], False), *word[1:])
                    )
                continue
            if text == option and index + 1 < len(rest):
                self._lost(name, rest[index + 1])
            elif option.startswith("--") and text.startswith(f"{option}="):
                self._lost(name, (Text(text[len(option) + 1 :], True),))
            elif (
                not option.startswith("--")
                and text.startswith(option)
                and text != option
            ):
                self._lost(name, (Text(text[len(option) :], True),))

    def _moves(self, name: str, rest: List[Word]) -> None:
        """Judge ``mv``, ``cp``, ``ln``, ``install``: what goes, what is overwritten."""
        texts = [self._text(word) for word in rest]
        operands = self._operands(name, rest)
        target: Optional[Word] = None
        for index, text in enumerate(texts):
            if text in ("-t", "--target-directory") and index + 1 < len(rest):
                target = rest[index + 1]
            elif text and text.startswith("--target-directory="):
                target = (Text(text.partition("=")[2], True),)
        if target is None:
            if len(operands) < 2:
                return
            target = operands.pop()
        if name == "mv":
            for word in operands:
                self._lost(name, word)
        flags = {
            sign
            for text in texts
            if text and re.match(r"-\w", text)
            for sign in text[1:]
        }
        if name in ("mv", "cp") and ("n" in flags or "--no-clobber" in texts):
            return
        if name == "ln" and "f" not in flags and "--force" not in texts:
            return
        values = expand(target, self._state)
        if values is None:
            raise _Held(f"what {name} overwrites cannot be told before it runs")
        for place in self._places(values, name):
            if not os.path.isdir(place) or "T" in flags:
                self._judge.path(place)
                continue
            for word in operands:
                self._into(name, place, word)

    def _into(self, name: str, folder: str, source: Word) -> None:
        """Judge what a source overwrites in a folder."""
        values = expand(source, self._state)
        if values is None:
            raise _Held(f"what {name} overwrites cannot be told before it runs")
        for path in self._places(values, name):
            inside = os.path.join(folder, os.path.basename(path.rstrip("/")))
            if path.endswith(("/.", "/")) or os.path.basename(path) in (".", ".."):
                inside = folder
            if os.path.lexists(inside) and not (name == "mv" and os.path.isdir(inside)):
                self._judge.path(inside)

    def _disk_dump(self, name: str, rest: List[Word]) -> None:
        """Judge ``dd``."""
        for word in rest:
            head = word[0]
            if isinstance(head, Text) and head.text.startswith("of="):
                self._lost(name, (Text(head.text[3:], head.quoted), *word[1:]))

    def _stream_editor(self, name: str, rest: List[Word]) -> None:
        """Judge ``sed -i``, whose first operand is the script."""
        texts = [self._text(word) or "" for word in rest]
        for text in texts:
            for target in _WRITTEN_BY_SED.findall(text):
                self._lost(name, (Text(target, True),))
        if not any(_IN_PLACE.match(text) for text in texts):
            return
        scripted = any(
            re.match(r"-\w*[ef]$|--expression|--file", text) for text in texts
        )
        operands = self._operands(name, rest)
        for word in operands if scripted else operands[1:]:
            self._lost(name, word)

    def _editor(self, name: str, rest: List[Word]) -> None:
        """Judge an editor that is given commands, and so changes its files."""
        texts = [self._text(word) or "" for word in rest]
        scripted = name in ("ed", "ex") or any(
            re.match(r"-\w*s|-c|\+", text) for text in texts
        )
        for word in self._operands(name, rest) if scripted else ():
            if not (self._text(word) or "").startswith("+"):
                self._lost(name, word)

    def _packs(self, name: str, rest: List[Word]) -> None:
        """Judge what puts another file in the place of each operand."""
        texts = [self._text(word) or "" for word in rest]
        kept = any(
            re.match(r"-[a-z0-9]*[cklt]|--(?:stdout|keep|list|test)", text)
            for text in texts
        )
        for word in () if kept else self._operands(name, rest):
            self._lost(name, word)

    def _finder(self, name: str, rest: List[Word]) -> None:
        """Judge ``find``: what it deletes, and what it runs on what it finds."""
        starts = self._starts(rest) or [(Text(".", True),)]
        texts = [self._text(word) for word in rest]
        if "-delete" in texts:
            for word in starts:
                self._lost("find", word)
        at = 0
        while at < len(rest):
            if texts[at] in (
                "-exec",
                "-execdir",
                "-ok",
                "-okdir",
                "-x",
                "--exec",
                "-X",
            ):
                end = at + 1
                while end < len(rest) and texts[end] not in (";", "+"):
                    end += 1
                words: List[Word] = []
                for word in rest[at + 1 : end]:
                    if "{}" in literal(word):
                        words += starts
                    else:
                        words.append(word)
                if words:
                    self._with(words, self._state.copy(), None).judge()
                at = end
            elif texts[at] in ("-fprint", "-fprint0", "-fls", "-fprintf"):
                for word in rest[at + 1 : at + 2]:
                    self._lost("find", word)
            at += 1

    def _starts(self, rest: Sequence[Word]) -> List[Word]:
        """Return where a ``find`` begins."""
        starts: List[Word] = []
        for word in rest:
            text = self._text(word) or ""
            if text in ("-H", "-L", "-P"):
                continue
            if text.startswith(("-", "(", "!")):
                break
            starts.append(word)
        return starts

    def _remote_sync(self, name: str, rest: List[Word]) -> None:
        """Judge ``rsync``: what it deletes or overwrites at its target."""
        operands = self._operands(name, rest)
        texts = [self._text(word) or "" for word in rest]
        if len(operands) < 2 or {"-n", "--dry-run"} & set(texts):
            return
        if ":" in (self._text(operands[-1]) or ""):
            return  # another machine
        if any(text.startswith("--del") for text in texts):
            self._lost(name, operands[-1])
            return
        for source in operands[:-1]:
            values = expand(operands[-1], self._state)
            for place in self._places(values or [], name):
                if os.path.isdir(place):
                    self._into(name, place, source)
                else:
                    self._judge.path(place)

    def _archive(self, name: str, rest: List[Word]) -> None:
        """Judge the archive that ``tar`` or ``zip`` writes over."""
        texts = [self._text(word) or "" for word in rest]
        first = texts[0] if texts else ""
        if name == "zip" or not re.match(r"-?[a-zA-Z]*c", first):
            return
        for index, text in enumerate(texts):
            if re.match(r"-?[a-zA-Z]*f$", text) and index + 1 < len(rest):
                self._lost(name, rest[index + 1])
                return

    def _crontab(self, name: str, rest: List[Word]) -> None:
        """Judge ``crontab -r``."""
        if any(self._text(word) in ("-r", "-ri", "-ir") for word in rest):
            raise _Held("crontab -r would lose the table beyond undo")

    # -- what changes what the shell knows -------------------------------------------

    def _enters(self, name: str, rest: List[Word]) -> None:
        """Follow ``cd`` and ``pushd``."""
        state = self._state
        words = [
            word for word in rest if self._text(word) not in ("-L", "-P", "--", "-e")
        ]
        before = state.folders
        if not words:
            state.folders = (
                self._reached([(Text("~", False),)]) if name == "cd" else None
            )
        elif self._text(words[0]) == "-":
            state.folders = state.before
        elif re.fullmatch(r"[-+][0-9]+", self._text(words[0]) or ""):
            state.folders = None
        else:
            state.folders = self._reached(words[:1])
        state.before = before

    def _reached(self, words: List[Word]) -> Optional[FrozenSet[str]]:
        """Return the folders after entering one; the old ones where that may fail."""
        values = expand(words[0], self._state)
        if values is None:
            return None
        found = set()
        for value in values:
            try:
                paths = paths_of(value, self._state)
            except UnsureError:
                return None
            for path in paths:
                path = os.path.normpath(path)
                found.add(path)
                if not os.path.isdir(path) and not self._sure:
                    found |= self._state.folders or set()
        return frozenset(found) if found else self._state.folders

    def _leaves_folder(self, name: str, rest: List[Word]) -> None:
        """Follow ``popd``."""
        self._state.folders = self._state.before

    def _declares(self, name: str, rest: List[Word]) -> None:
        """Follow ``export``, ``local`` and the like."""
        for word in rest:
            self._state.variables.update(self._assigned(word))

    def _reads(self, name: str, rest: List[Word]) -> None:
        """Forget variables that are read from somewhere."""
        for word in rest:
            text = self._text(word) or ""
            if re.fullmatch(r"[A-Za-z_]\w*", text):
                self._state.variables[text] = None

    def _forgets(self, name: str, rest: List[Word]) -> None:
        """Follow ``unset``."""
        for word in rest:
            text = self._text(word) or ""
            if text and not text.startswith("-"):
                self._state.variables[text] = [""]
                self._state.functions.pop(text, None)

    def _prints(self, name: str, rest: List[Word]) -> None:
        """Follow ``printf -v``."""
        if len(rest) > 1 and self._text(rest[0]) == "-v":
            self._state.variables[self._text(rest[1]) or ""] = None

    def _sets(self, name: str, rest: List[Word]) -> None:
        """Follow ``set -- words`` and ``shift``."""
        texts = [self._text(word) for word in rest]
        if name == "set" and "--" in texts:
            words = rest[texts.index("--") + 1 :]
            self._state.arguments = [expand(word, self._state) for word in words]
        elif name == "shift":
            self._state.arguments = (self._state.arguments or [])[1:]

    def _traps(self, name: str, rest: List[Word]) -> None:
        """Judge the text that a ``trap`` will run."""
        words = [word for word in rest if self._text(word) not in ("--",)]
        if len(words) > 1 and self._text(words[0]) not in ("-", "", "-p", "-l"):
            self._text_run(words[:1])

    def _evaluates(self, name: str, rest: List[Word]) -> None:
        """Judge what ``eval`` runs, in the shell itself."""
        texts = [self._text(word) for word in rest]
        if None in texts:
            raise _Held("it runs a text that cannot be told before")
        self._judge.text(" ".join(filter(None, texts)), self._state, self._depth)

    # -- text that shells and interpreters run ---------------------------------------

    def _shell(self, name: str, rest: List[Word]) -> None:
        """Judge the text that a shell is given."""
        at = 0
        while at < len(rest):
            text = self._text(rest[at])
            if text is None:
                self._script_from(rest[at])
                return  # a script whose name is not known; scripts are not looked at
            if text == "--command" or re.fullmatch(r"-[a-zA-Z]*c", text):
                self._with_arguments(rest[at + 1 :])
                return
            if not re.match(r"[-+]\w|--", text):
                break
            at += (
                2 if text in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file") else 1
            )
        first = self._text(rest[at]) if at < len(rest) else "-"
        alone = first in ("-", "/dev/stdin") or name in ("at", "batch")
        if name in ("su", "runuser", "script") or not alone:
            return
        self._from_standard_input()

    def _sources(self, name: str, rest: List[Word]) -> None:
        """Judge what ``source`` reads from standard input or from other commands."""
        if rest and self._text(rest[0]) == "/dev/stdin":
            self._from_standard_input()
        elif rest:
            self._script_from(rest[0])

    def _script_from(self, word: Word) -> None:
        """Judge a script that other commands write: ``bash <(...)``."""
        for part in word:
            if not isinstance(part, Substitution) or not part.process:
                continue
            last = part.script[-1].commands[-1] if part.script else None
            text = self._with((), self._state, last)._standard_input()
            if text is None or len(part.script) != 1:
                raise _Held("it runs a text that cannot be told before")
            self._text_judged(text, self._state)

    def _from_standard_input(self) -> None:
        """Judge the text on standard input, where there is one."""
        fed = self._source is not None or any(
            one.operator in ("<<", "<<<", "<") for one in self._command.redirections
        )
        if fed:
            text = self._standard_input()
            if text is None:
                raise _Held("it runs a text that cannot be told before")
            self._text_judged(text, self._state)

    def _with_arguments(self, words: List[Word]) -> None:
        """Judge the text behind ``-c``, whose arguments follow it."""
        if not words:
            return
        texts = texts_of(expand(words[0], self._state))
        if texts is None:
            raise _Held("it runs a text that cannot be told before")
        for text in texts:
            state = self._state.copy()
            state.arguments = [expand(word, self._state) for word in words[2:]]
            self._text_judged(text, state)

    def _standard_input(self) -> Optional[str]:
        """Return the text on standard input; None when it is not known."""
        for one in reversed(self._command.redirections):
            if one.operator in ("<<", "<<<"):
                texts = texts_of(expand(one.target, self._state))
                return texts[0] if texts is not None and len(texts) == 1 else None
            if one.operator == "<":
                return None
        source = self._source
        if not isinstance(source, Simple) or not source.words:
            return None
        name = literal(source.words[0])
        if name == "cat" and len(source.words) == 1:
            other = self._with(source.words, self._state, None)
            other._command = source
            return other._standard_input()
        if name not in ("echo", "printf"):
            return None
        words = [self._text(word) for word in source.words[1:]]
        texts = [text for text in words if text is not None]
        if len(texts) < len(words):
            return None
        if name == "echo":
            escaped = any(re.fullmatch(r"-n?e\w*", text) for text in texts[:2])
            texts = [text for text in texts if not re.fullmatch(r"-[neE]+", text)]
            joined = " ".join(texts)
            return _unescaped(joined) if escaped else joined
        if not texts:
            return ""
        made, rest = _unescaped(texts[0]), texts[1:]
        pieces = re.split(r"%[bsq]", made)
        filled = zip(pieces[1:], [*rest, *[""] * len(pieces)])
        made = pieces[0] + "".join(text + piece for piece, text in filled)
        return made if "%" not in made.replace("%%", "") else None

    def _interpreter(self, kind: str, rest: List[Word]) -> None:
        """Judge code that is given to an interpreter, and files it edits in place."""
        if kind == "awk":
            self._awk(rest)
            return
        options = CODE_OPTIONS[kind]
        at, codes = 0, []
        inplace = False
        while at < len(rest):
            text = self._text(rest[at])
            if text is None or not text.startswith("-") or text == "-":
                break
            inplace = inplace or (
                kind in ("perl", "ruby") and bool(re.match(r"-[a-hj-zA-Z0-9]*i", text))
            )
            takes = any(
                text == f"-{option}"
                or (len(option) == 1 and re.fullmatch(rf"-[A-Za-z0-9]*{option}", text))
                for option in options
            )
            if takes:
                codes += rest[at + 1 : at + 2]
                at += 2
                if kind == "python":
                    break
                continue
            if kind == "python" and text in ("-m", "-W", "-X"):
                if text == "-m":
                    return
                at += 1
            at += 1
        for word in codes:
            texts = texts_of(expand(word, self._state))
            if texts is None:
                raise _Held("it runs code that cannot be told before")
            for text in texts:
                self._code(text)
        if inplace:
            for word in rest[at:]:
                self._lost(kind, word)
        if not codes and (at >= len(rest) or self._text(rest[at]) == "-"):
            text = self._standard_input()
            if text is not None:
                self._code(text)

    def _awk(self, rest: List[Word]) -> None:
        """Judge the program of an ``awk``."""
        texts = [self._text(word) or "" for word in rest]
        if "inplace" in texts:
            for word in self._operands("awk", rest)[2:]:
                self._lost("awk", word)
        for text in texts:
            if not text.startswith("-"):
                self._code(text)
                return

    def _code(self, text: str) -> None:
        """Judge code by the calls in it that destroy and the names it has for files."""
        literals = [
            next((one for one in found.groups() if one is not None), "")
            for found in CODE_LITERAL.finditer(text)
        ]
        if CODE_RUNS.search(text):
            for line in (*literals, " ".join(literals)):
                if " " in line.strip():
                    self._judged_if_readable(line)
        removes = CODE_REMOVES.search(text)
        if not removes and not CODE_WRITES.search(text):
            return
        for name in literals:
            if name and len(name) < 300 and "\n" not in name:
                self._lost("the code", (Text(name, True),))
        computes = CODE_COMPUTES.search(text) or (
            removes and CODE_COMPUTES_FOLDER.search(text)
        )
        if computes or (removes and not literals):
            raise _Held("what the code destroys cannot be told before it runs")

    def _judged_if_readable(self, text: str) -> None:
        """Judge a text that may be a command line."""
        try:
            script = parse(text)
        except ShellSyntaxError:
            return
        try:
            self._judge.script(script, self._state.copy(), self._depth + 1)
        except _Held as held:
            if "beyond undo" in held.reason:
                raise

    # -- git -------------------------------------------------------------------------

    def _git(self, name: str, rest: List[Word]) -> None:
        """Judge what throws away changes, or what only the repository holds."""
        state, aliases, words = self._git_options(rest)
        texts = [self._text(word) or "" for word in words]
        verb, options = (texts[0], texts[1:]) if texts else ("", [])
        alias = aliases.get(verb, "")
        if alias.startswith("!"):
            self._text_judged(" ".join([alias[1:], *options]), state)
            return
        if alias:
            verb, options = alias.split()[0], [*alias.split()[1:], *options]
        self._git_runs(verb, options, words[1:])
        if _discards_changes(verb, options):
            for folder in self._git_folders(state):
                self._judge.path(folder if verb == "clean" else repository(folder))
        if verb == "rm" and "--cached" not in options:
            for word in self._operands("git", words[1:]):
                self._lost("git rm", word)
        if _loses_history(verb, options):
            line = " ".join(["git", verb, *options])
            raise _Held(f"{line} would lose what only the repository has, beyond undo")

    def _git_options(
        self, rest: List[Word]
    ) -> Tuple[ShellState, Dict[str, str], List[Word]]:
        """Return where git runs, its aliases, and the words from its command on."""
        state, aliases, at = self._state, {}, 0
        while at < len(rest):
            text = self._text(rest[at]) or ""
            if not text.startswith("-"):
                break
            following = rest[at + 1 : at + 2]
            if text == "-C":
                state = self._in_folder(state, following)
            elif text == "-c" and following:
                key, _, value = (self._text(following[0]) or "").partition("=")
                if key.startswith("alias."):
                    aliases[key[len("alias.") :]] = value
            at += 2 if text in _GIT_WITH_VALUE else 1
        return state, aliases, rest[at:]

    def _git_folders(self, state: ShellState) -> List[str]:
        """Return the folders it may run in."""
        try:
            return state.here()
        except UnsureError as error:
            raise _Held(f"what git destroys cannot be told: {error}") from None

    def _git_runs(self, verb: str, options: List[str], words: List[Word]) -> None:
        """Judge the commands that ``submodule foreach`` and the like run."""
        start = {"submodule": "foreach", "bisect": "run"}.get(verb, "")
        if start in options[:2]:
            behind = words[options.index(start) + 1 :]
            self._text_run([w for w in behind if self._text(w) != "--recursive"])
        if verb == "rebase":
            for option, word in zip(options, words[1:]):
                if option in ("-x", "--exec"):
                    self._text_run([word])

    # -- words -----------------------------------------------------------------------

    def _text(self, word: Word) -> Optional[str]:
        """Return the one text of a word; None when there are several, or unknown."""
        values = expand(word, self._state)
        return values[0].text if values is not None and len(values) == 1 else None

    def _operands(self, name: str, rest: Sequence[Word]) -> List[Word]:
        """Return the words that are no options."""
        with_value = WITH_VALUE.get(name, frozenset())
        found: List[Word] = []
        only_names = skip = False
        for word in rest:
            text = self._text(word)
            if skip:
                skip = False
            elif text == "--" and not only_names:
                only_names = True
            elif only_names or text is None or not text.startswith("-") or text == "-":
                found.append(word)
            else:
                skip = text in with_value
        return found

    def _lost(self, name: str, word: Word) -> None:
        """Hold back what destroys a word that undo does not cover."""
        self._judge.lost(name, expand(word, self._state), self._state)

    def _places(self, values: List[Value], name: str) -> List[str]:
        """Return the paths of values."""
        try:
            return [path for value in values for path in paths_of(value, self._state)]
        except UnsureError as error:
            raise _Held(f"what {name} destroys cannot be told: {error}") from None


_GIT_WITH_VALUE = frozenset("-C -c --git-dir --work-tree --namespace".split())
_IN_PLACE = re.compile(r"--in-place|-[nEruszl]*i")
_WRITTEN_BY_SED = re.compile(r"(?:^|[;{}/0-9$\n])\s*w\s+([^\s;}]+)")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[[^]]*\])?\+?=")

_OWN: Mapping[str, str] = {
    **dict.fromkeys(("mv", "cp", "ln", "install"), "moves"),
    "dd": "disk_dump",
    **dict.fromkeys(("sed", "gsed"), "stream_editor"),
    **dict.fromkeys(("find", "fd", "fdfind"), "finder"),
    "rsync": "remote_sync",
    **dict.fromkeys(("tar", "bsdtar"), "archive"),
    "crontab": "crontab",
    **dict.fromkeys(("cd", "chdir", "pushd"), "enters"),
    "popd": "leaves_folder",
    **dict.fromkeys("export local declare typeset readonly".split(), "declares"),
    **dict.fromkeys("read mapfile readarray getopts".split(), "reads"),
    "unset": "forgets",
    "printf": "prints",
    **dict.fromkeys(("set", "shift"), "sets"),
    "trap": "traps",
    "eval": "evaluates",
    **dict.fromkeys(("source", "."), "sources"),
    **dict.fromkeys(("ed", "ex", "vi", "vim", "nvim"), "editor"),
    **dict.fromkeys(
        "gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma compress uncompress".split(),
        "packs",
    ),
    "git": "git",
}
"""Method of :class:`_Simple` for programs with rules of their own."""


def _unescaped(text: str) -> str:
    """Return a text with the escapes of ``printf`` and ``echo -e`` worked out."""
    try:
        made = parse("$'" + text.replace("'", "\\'") + "'")
    except ShellSyntaxError:
        return text
    command = made[0].commands[0] if made else None
    words = command.words if isinstance(command, Simple) else ()
    return literal(words[0]) if words else text


def _discards_changes(verb: str, options: Sequence[str]) -> bool:
    """Tell whether a command of git throws away changes of the work tree."""
    given = set(options)
    if verb == "reset":
        return bool(given & {"--hard", "--merge", "--keep"})
    if verb == "clean":
        return "--dry-run" not in given and not any(
            re.match(r"-[a-zA-Z]*n", option) for option in options
        )
    if verb == "restore":
        staged = given & {"--staged", "-S"}
        return not staged or bool(given & {"--worktree", "-W"})
    if verb in ("checkout", "switch"):
        return bool(given & {"--", ".", "-f", "--force", "--discard-changes"})
    if verb == "stash":
        return options[:1] not in (["list"], ["show"], ["apply"], ["drop"], ["clear"])
    return verb in ("checkout-index", "read-tree")


def _loses_history(verb: str, options: Sequence[str]) -> bool:
    """Tell whether a command of git removes what only the repository holds."""
    given = set(options)
    flags = {sign for one in options if re.match(r"-[a-zA-Z]", one) for sign in one[1:]}
    first = options[0] if options else ""
    forced = "f" in flags or "--force" in given
    if verb == "worktree":
        return first == "remove" and forced
    if verb == "branch":
        return (
            bool(flags & set("DMC"))
            or (
                bool(flags & set("dmc") or given & {"--delete", "--move", "--copy"})
                and forced
            )
            or (forced and not flags & set("dmcD"))
        )
    if verb == "tag":
        return "d" in flags or "--delete" in given or forced
    if verb == "update-ref":
        return "d" in flags or "--stdin" in given
    if verb == "symbolic-ref":
        return "d" in flags or "--delete" in given
    if verb == "reflog":
        return first in ("expire", "delete")
    if verb == "gc":
        return any(
            one.startswith("--prune") and one != "--prune=never" for one in options
        )
    if verb in ("prune", "filter-branch", "filter-repo"):
        return not given & {"-n", "--dry-run"}
    if verb == "submodule":
        return first == "deinit" and (forced or "--all" in given)
    if verb == "stash":
        return first in ("drop", "clear")
    if verb == "remote":
        return first in ("remove", "rm", "prune")
    if verb == "notes":
        return first in ("remove", "prune")
    if verb == "replace":
        return "d" in flags or "--delete" in given
    if verb == "push":
        refs = [one for one in options if not one.startswith("-")]
        return (
            forced
            or bool(given & {"--mirror", "--delete", "--prune"})
            or "d" in flags
            or any(one.startswith("--force-with-lease") for one in options)
            or any(one.startswith(("+", ":")) for one in refs[1:])
        )
    return False
