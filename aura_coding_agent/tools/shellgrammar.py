# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read a command line into a tree of everything that it may run, or say where it fails.

The grammar is that of the POSIX Shell Command Language (IEEE 1003.1, chapter 2) with
what bash adds and people use: ``[[ ]]``, ``(( ))``, ``function``, ``select``,
``coproc``, ``$'...'``, ``<<<``, ``&>``, process substitution, arrays. The tree keeps
which commands there are, in their order, with their words unexpanded; what decides
which of them run (``&&``, ``if``) is kept as far as it matters to what could run.

:mod:`.shellwords` is the other, narrower reading: there a line is either understood
down to the last word or not at all.
"""

from __future__ import annotations

import re
from typing import Dict, List, NoReturn, Optional, Sequence, Tuple, Union

from ..core.values import NamedTuple

_DEEPEST = 40  # nesting; a line of a person or a model has three or four levels


class ShellSyntaxError(ValueError):
    """A command line that cannot be read; the text says what was found."""


class Text(NamedTuple):
    """Characters of a word; ``quoted`` ones are taken as they are."""

    text: str
    quoted: bool


class Variable(NamedTuple):
    """An expansion of a parameter.

    Attributes:
        name: ``x``, ``1``, ``@`` and so on.
        operator: ``""``, ``:-``, ``%`` and so on.
        word: what stands behind the operator.
        quoted: within double quotes, so that it is one word.
    """

    name: str
    operator: str
    word: Word
    quoted: bool


class Substitution(NamedTuple):
    """The output of commands, or (``process``) a file that stands for it."""

    script: Script
    quoted: bool
    process: bool = False


class Unknown(NamedTuple):
    """What only the shell can work out, an arithmetic result for instance."""

    inner: Word


Part = Union[Text, Variable, Substitution, Unknown]
Word = Tuple[Part, ...]


class Redirection(NamedTuple):
    """A redirection: ``operator`` without the number of the stream.

    Attributes:
        target: the word behind it; for ``<<`` the text of the here-document.
    """

    operator: str
    target: Word


class Simple(NamedTuple):
    """A simple command; any of the three may be empty."""

    assignments: Tuple[Tuple[str, Word], ...]
    words: Tuple[Word, ...]
    redirections: Tuple[Redirection, ...]


class Compound(NamedTuple):
    """A compound command.

    Attributes:
        kind: ``{``, ``(``, ``if``, ``loop``, ``for``, ``case``, ``[[``.
        parts: what it runs, in order; an ``if`` has its conditions among them.
        name, words: of a ``for``, the variable and what it goes through; None for
            the arguments. Of others, words that are expanded.
    """

    kind: str
    parts: Tuple[Script, ...]
    redirections: Tuple[Redirection, ...]
    name: str = ""
    words: Optional[Tuple[Word, ...]] = ()


class Function(NamedTuple):
    """The definition of a function."""

    name: str
    body: Command


Command = Union[Simple, Compound, Function]


class Pipeline(NamedTuple):
    """Commands joined by pipes, and what joins them to the next pipeline.

    Attributes:
        joint: ``&&``, ``||``, ``;`` or ``&`` behind it.
    """

    commands: Tuple[Command, ...]
    joint: str


Script = Tuple[Pipeline, ...]


def parse(text: str) -> Script:
    """Return the tree of a command line.

    Raises:
        ShellSyntaxError: it is no command line, or has what is not read here.
    """
    return _Reader(text).whole()


_BLANK = re.compile(r"(?:[ \t]|\\\r?\n)+")
_COMMENT = re.compile(r"#[^\n]*")
_OPERATOR = re.compile(
    r"&&|\|\||;;&|;;|;&|\|&|&>>|&>|[;&|()\n]|<<<|<<-|<<|<&|<>|<|>>|>&|>\||>"
)
_REDIRECTS = frozenset("< > >> >| >& <& <> &> &>> << <<- <<<".split())
_STREAM = re.compile(r"(?:[0-9]+|\{[A-Za-z_]\w*\})(?=[<>])")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[[^]\n]*\])?\+?=")
_FUNCTION = re.compile(r"([^\s'\"\\$`;&|<>(){}=]+)[ \t]*\([ \t]*\)")
_PLAIN = re.compile(r"[^\s'\"\\$`;&|<>()]+")
_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_IN_HERE = re.compile(r"[^\\$`]+")
_SPECIAL = re.compile(r"[0-9@*#?$!_-]")
_ENDS = frozenset("then fi do done elif else esac }".split())
_ESCAPES: Dict[str, str] = {
    **dict(zip("abefnrtv", "\a\b\x1b\f\n\r\t\v")),
    "E": "\x1b",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}
_CODED = re.compile(
    r"x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c.", re.DOTALL
)


class _Here(NamedTuple):
    """A here-document whose text stands below: where to put it, and what ends it."""

    number: int
    end: str
    literal: bool
    tabs: bool


class _Reader:
    """Read one text from the left to the right, by recursive descent."""

    def __init__(self, text: str, depth: int = 0) -> None:
        """Take what it works on."""
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self._depth = depth
        self._waiting: List[_Here] = []
        self._bodies: Dict[int, Word] = {}
        self._heres = 0

    # -- lists and pipelines ---------------------------------------------------------

    def whole(self) -> Script:
        """Read everything."""
        if "\0" in self.text:
            self._fail("a NUL character")
        script = self._list()
        if self.at < len(self.text):
            self._fail(f"{self.text[self.at:self.at + 10]!r} in an odd place")
        return self._with_bodies(script)

    def _list(self) -> Script:
        """Read pipelines up to what ends a list: ``)``, ``done``, ``;;`` and so on."""
        self._depth += 1
        if self._depth > _DEEPEST:
            self._fail("too many levels")
        found: List[Pipeline] = []
        while True:
            self._newlines()
            if self._at_end_of_list():
                break
            pipeline = self._pipeline()
            joint = self._operator_here()
            if joint in ("&&", "||", ";", "&", "\n"):
                self._take_operator()
                if joint in ("&&", "||"):
                    self._newlines()
            else:
                joint = ";"
            found.append(Pipeline(pipeline, ";" if joint == "\n" else joint))
            if joint in ("&&", "||") and self._at_end_of_list():
                self._fail(f"nothing behind {joint}")
        self._depth -= 1
        return tuple(found)

    def _at_end_of_list(self) -> bool:
        """Tell whether a list cannot go on here."""
        if self.at >= len(self.text):
            return True
        operator = self._operator_here()
        if operator in (")", ";;", ";&", ";;&"):
            return True
        return self._reserved() in _ENDS

    def _pipeline(self) -> Tuple[Command, ...]:
        """Read commands joined by pipes; what stands in front of them means nothing."""
        while self._reserved() in ("!", "time"):
            self._word_text()
            self._blanks()
            while self.text.startswith("-p", self.at) and self._follows_blank(2):
                self.at += 2
                self._blanks()
            if self._at_end_of_list() or self._operator_here() in (";", "&", "\n"):
                return (Simple((), (), ()),)
        commands = [self._command()]
        while self._operator_here() in ("|", "|&"):
            self._take_operator()
            self._newlines()
            commands.append(self._command())
        return tuple(commands)

    # -- commands --------------------------------------------------------------------

    def _command(self) -> Command:
        """Read a command of any kind."""
        self._blanks()
        if self.text.startswith("((", self.at):
            arithmetic = self._arithmetic_command()
            if arithmetic is not None:
                return arithmetic
        if self.text.startswith("(", self.at):
            self.at += 1
            inner = self._list()
            self._expect(")")
            return Compound("(", (inner,), self._redirections())
        word = self._reserved()
        if word in _COMPOUND:
            self._word_text()
            return _COMPOUND[word](self)
        if word == "function":
            return self._function_by_word()
        if word in _ENDS or word == "in":
            self._fail(f"{word!r} in an odd place")
        named = _FUNCTION.match(self.text, self.at)
        if named:
            self.at = named.end()
            self._newlines()
            return Function(named.group(1), self._command())
        return self._simple()

    def _function_by_word(self) -> Command:
        """Read ``function name { ...; }``."""
        self._word_text()
        self._blanks()
        name = self._word_text()
        self._blanks()
        empty = re.compile(r"\([ \t]*\)").match(self.text, self.at)
        if empty:
            self.at = empty.end()
        self._newlines()
        return Function(name, self._command())

    def _simple(self) -> Command:
        """Read assignments, words and redirections."""
        assignments: List[Tuple[str, Word]] = []
        words: List[Word] = []
        redirections: List[Redirection] = []
        start = self.at
        while True:
            self._blanks()
            redirection = self._redirection()
            if redirection is not None:
                redirections.append(redirection)
                continue
            if self.at >= len(self.text) or self._operator_here():
                break
            assigned = _ASSIGNED.match(self.text, self.at)
            if assigned:
                self.at = assigned.end()
                value = self._array() if self._sees("(") else self._word(empty=True)
                if words:
                    words.append((Text(assigned.group(), True), *value))
                else:
                    assignments.append((assigned.group(1), value))
                continue
            words.append(self._word())
        if self.at == start:
            self._fail(f"{self.text[self.at:self.at + 10]!r} in an odd place")
        return Simple(tuple(assignments), tuple(words), tuple(redirections))

    def _array(self) -> Word:
        """Read the values of an array; they are only looked at for what they run."""
        self.at += 1
        inner: List[Part] = []
        while not self._sees(")"):
            self._newlines()
            if self._sees(")"):
                break
            if self.at >= len(self.text):
                self._fail("an array without an end")
            inner += self._word()
        self.at += 1
        return (Unknown(tuple(inner)),)

    def _braces(self) -> Command:
        """Read ``{ ...; }``."""
        inner = self._list()
        self._expect_word("}")
        return Compound("{", (inner,), self._redirections())

    def _if(self) -> Command:
        """Read ``if ...; then ...; elif ...; else ...; fi``."""
        parts = [self._list()]
        self._expect_word("then")
        parts.append(self._list())
        while True:
            word = self._word_text()
            if word == "elif":
                parts.append(self._list())
                self._expect_word("then")
                parts.append(self._list())
            elif word == "else":
                parts.append(self._list())
            elif word == "fi":
                return Compound("if", tuple(parts), self._redirections())
            else:
                self._fail(f"{word!r} instead of fi")

    def _while(self) -> Command:
        """Read ``while ...; do ...; done``."""
        condition = self._list()
        body = self._do()
        return Compound("loop", (condition, body), self._redirections())

    def _for(self) -> Command:
        """Read ``for x in ...; do ...; done``, ``select``, and ``for ((...))``."""
        self._blanks()
        if self.text.startswith("((", self.at):
            inner = self._arithmetic("((", "))")
            self._separator()
            body = self._do()
            return Compound("loop", (body,), self._redirections(), words=(inner,))
        name = self._word_text()
        if not _NAME.fullmatch(name):
            self._fail(f"for {name!r}")
        self._newlines()
        words: Optional[List[Word]] = None
        if self._reserved() == "in":
            self._word_text()
            words = []
            self._blanks()
            while self.at < len(self.text) and not self._operator_here():
                words.append(self._word())
                self._blanks()
        self._separator()
        body = self._do()
        return Compound(
            "for",
            (body,),
            self._redirections(),
            name,
            None if words is None else tuple(words),
        )

    def _do(self) -> Script:
        """Read ``do ...; done``, or the braces that bash takes for it."""
        self._newlines()
        word = self._word_text()
        end = {"do": "done", "{": "}"}.get(word, "")
        if not end:
            self._fail(f"{word!r} instead of do")
        body = self._list()
        self._expect_word(end)
        return body

    def _case(self) -> Command:
        """Read ``case x in a|b) ...;; esac``."""
        self._blanks()
        words = [self._word()]
        self._newlines()
        self._expect_word("in")
        parts: List[Script] = []
        while True:
            self._newlines()
            if self._reserved() == "esac":
                self._word_text()
                break
            if self._sees("("):
                self.at += 1
            while True:
                self._blanks()
                words.append(self._word())
                self._blanks()
                if self._operator_here() != "|":
                    break
                self._take_operator()
            self._expect(")")
            parts.append(self._list())
            if self._operator_here() in (";;", ";&", ";;&"):
                self._take_operator()
        return Compound("case", tuple(parts), self._redirections(), words=tuple(words))

    def _double_brackets(self) -> Command:
        """Read ``[[ ... ]]``: words and operators up to the end."""
        words: List[Word] = []
        while True:
            self._newlines()
            if self.at >= len(self.text):
                self._fail("[[ without ]]")
            if self._reserved() == "]]":
                self.at += 2
                break
            plain = re.compile(r"&&|\|\||[<>()|&]").match(self.text, self.at)
            if plain and not self.text.startswith(("<(", ">("), self.at):
                self.at = plain.end()
                continue
            words.append(self._word())
        return Compound("[[", (), self._redirections(), words=tuple(words))

    def _coproc(self) -> Command:
        """Read ``coproc command``."""
        return self._command()

    def _arithmetic_command(self) -> Optional[Command]:
        """Read ``(( ... ))``; None where it is two subshells."""
        before = self.at
        try:
            inner = self._arithmetic("((", "))")
        except ShellSyntaxError:
            self.at = before
            return None
        return Compound("[[", (), self._redirections(), words=(inner,))

    # -- redirections ----------------------------------------------------------------

    def _redirections(self) -> Tuple[Redirection, ...]:
        """Read the redirections behind a compound command."""
        found: List[Redirection] = []
        while True:
            self._blanks()
            one = self._redirection()
            if one is None:
                return tuple(found)
            found.append(one)

    def _redirection(self) -> Optional[Redirection]:
        """Read one redirection, if there is one here."""
        stream = _STREAM.match(self.text, self.at)
        start = stream.end() if stream else self.at
        if self.text.startswith(("<(", ">("), start):
            return None
        operator = _OPERATOR.match(self.text, start)
        if operator is None or operator.group() not in _REDIRECTS:
            return None
        self.at = operator.end()
        self._blanks()
        if operator.group() in ("<<", "<<-"):
            return self._here(operator.group())
        if self.at >= len(self.text) or (
            self._operator_here() and not self.text.startswith(("<(", ">("), self.at)
        ):
            self._fail(f"nothing behind {operator.group()}")
        return Redirection(operator.group(), self._word())

    def _here(self, operator: str) -> Redirection:
        """Read the mark of a here-document; its text comes with the next line."""
        start = self.at
        word = self._word()
        end = "".join(part.text for part in word if isinstance(part, Text))
        literal = bool(re.search(r"['\"\\]", self.text[start : self.at]))
        self._heres += 1
        tabs = operator == "<<-"
        self._waiting.append(_Here(self._heres, end, literal, tabs))
        return Redirection("<<", (Text(f"\0{self._heres}", True),))

    def _read_heres(self) -> None:
        """Read the texts of here-documents that begin on this line."""
        waiting, self._waiting = self._waiting, []
        for here in waiting:
            lines: List[str] = []
            while self.at < len(self.text):
                line, _, _ = self.text[self.at :].partition("\n")
                self.at = min(self.at + len(line) + 1, len(self.text))
                if here.tabs:
                    line = line.lstrip("\t")
                if line == here.end:
                    break
                lines.append(line)
            body = "\n".join(lines)
            word: Word = (Text(body, True),)
            if not here.literal:
                word = _Reader(body, self._depth)._interpolated(_IN_HERE, "")
            self._bodies[here.number] = word

    def _with_bodies(self, script: Script) -> Script:
        """Put the texts of here-documents where their marks were."""
        self._read_heres()
        return _filled(script, self._bodies)

    # -- words -----------------------------------------------------------------------

    def _word(self, *, empty: bool = False) -> Word:
        """Read a word up to a blank or an operator."""
        parts: List[Part] = []
        start = self.at
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "'":
                end = self.text.find("'", self.at + 1)
                if end < 0:
                    self._fail("a quote without an end")
                parts.append(Text(self.text[self.at + 1 : end], True))
                self.at = end + 1
            elif sign == '"':
                self.at += 1
                parts += self._interpolated(_IN_DOUBLE, '"') or (Text("", True),)
            elif sign == "\\":
                if self.text.startswith("\\\n", self.at):
                    self.at += 2
                    continue
                parts.append(Text(self.text[self.at + 1 : self.at + 2] or "\\", True))
                self.at += 2
            elif sign in "$`":
                parts.append(self._expansion(quoted=False))
            elif self.text.startswith(("<(", ">("), self.at):
                self.at += 2
                inner = self._list()
                self._expect(")")
                parts.append(Substitution(inner, False, True))
            elif sign in "?*+@!" and self.text.startswith("(", self.at + 1):
                parts.append(self._extended_glob())
            else:
                plain = _PLAIN.match(self.text, self.at)
                if plain is None:
                    break
                end = plain.end()
                follows = (
                    self.text.startswith("(", end) and plain.group()[-1] in "?*+@!"
                )
                if follows and len(plain.group()) > 1:
                    end -= 1
                parts.append(Text(self.text[self.at : end], False))
                self.at = end
        if self.at == start and not empty:
            self._fail(f"{self.text[self.at:self.at + 10]!r} in an odd place")
        return tuple(parts)

    def _extended_glob(self) -> Part:
        """Read ``@(a|b)`` and its like of bash; what it fits is not worked out."""
        self.at += 2
        level = 1
        while level:
            if self.at >= len(self.text):
                self._fail("a pattern without an end")
            level += {"(": 1, ")": -1}.get(self.text[self.at], 0)
            self.at += 1
        return Unknown(())

    def _interpolated(self, plain: re.Pattern[str], end: str) -> Word:
        """Read what stands in double quotes, or in a here-document."""
        parts: List[Part] = []
        while True:
            if self.at >= len(self.text):
                if end:
                    self._fail("a quote without an end")
                return tuple(parts)
            sign = self.text[self.at]
            if end and sign == end:
                self.at += 1
                return tuple(parts)
            if sign == "\\":
                follows = self.text[self.at + 1 : self.at + 2]
                self.at += 2
                if follows == "\n":
                    continue
                kept = follows in ("$", "`", "\\") or (end and follows == '"')
                parts.append(Text(follows if kept else f"\\{follows}", True))
            elif sign in "$`":
                parts.append(self._expansion(quoted=True))
            else:
                found = plain.match(self.text, self.at)
                text = found.group() if found else sign
                parts.append(Text(text, True))
                self.at += len(text)

    def _expansion(self, *, quoted: bool) -> Part:
        """Read what begins with a dollar sign or a backtick."""
        text, at = self.text, self.at
        if text[at] == "`":
            end = at + 1
            while end < len(text) and text[end] != "`":
                end += 2 if text[end] == "\\" else 1
            if end >= len(text):
                self._fail("a backtick without an end")
            inner = re.sub(r"\\([$`\\])", r"\1", text[at + 1 : end])
            self.at = end + 1
            return Substitution(_Reader(inner, self._depth).whole(), quoted)
        if text.startswith("$((", at):
            try:
                return Unknown(self._arithmetic("$((", "))"))
            except ShellSyntaxError:
                self.at = at  # a substitution that begins with a subshell
        if text.startswith("$(", at):
            self.at += 2
            script = self._list()
            self._expect(")")
            return Substitution(_filled(script, self._bodies), quoted)
        if text.startswith("${", at):
            return self._parameter(quoted)
        if text.startswith("$[", at):
            return Unknown(self._arithmetic("$[", "]"))
        if not quoted and text.startswith("$'", at):
            return self._ansi()
        if not quoted and text.startswith('$"', at):
            self.at += 2
            return Unknown(self._interpolated(_IN_DOUBLE, '"'))
        name = _NAME.match(text, at + 1) or _SPECIAL.match(text, at + 1)
        if name is None:
            self.at += 1
            return Text("$", True)
        self.at = name.end()
        return Variable(name.group(), "", (), quoted)

    def _parameter(self, quoted: bool) -> Part:
        """Read ``${...}``."""
        self.at += 2
        length = re.compile(r"#(?=[\w@*])").match(self.text, self.at)
        if length:
            self.at = length.end()
        indirect = self._sees("!")
        if indirect:
            self.at += 1
        name = _NAME.match(self.text, self.at) or _SPECIAL.match(self.text, self.at)
        if name is None:
            self._fail("a ${ that is not read here")
        digits = re.compile(r"[0-9]+").match(self.text, self.at)
        self.at = (digits or name).end()
        subscript = re.compile(r"\[[^]]*\]").match(self.text, self.at)
        if subscript:
            self.at = subscript.end()
        operator = re.compile(r":?[-=?+]|##?|%%?|//?|\^\^?|,,?|@|:").match(
            self.text, self.at
        )
        if operator:
            self.at = operator.end()
        word = self._up_to_brace()
        plain = not (length or indirect or subscript)
        if not plain:
            return Unknown(word)
        sign = operator.group() if operator else ""
        return Variable((digits or name).group(), sign, word, quoted)

    def _up_to_brace(self) -> Word:
        """Read the word within ``${...}`` up to its closing brace."""
        parts: List[Part] = []
        while True:
            if self.at >= len(self.text):
                self._fail("a ${ without an end")
            sign = self.text[self.at]
            if sign == "}":
                self.at += 1
                return tuple(parts)
            if sign in "'\"\\$`":
                before = self.at
                parts += self._quoted_or_expanded()
                if self.at == before:
                    self._fail("a ${ that is not read here")
            else:
                found = re.compile(r"[^}'\"\\$`]+").match(self.text, self.at)
                text = found.group() if found else sign
                parts.append(Text(text, False))
                self.at += len(text)

    def _quoted_or_expanded(self) -> Word:
        """Read one quoted or expanded piece."""
        sign = self.text[self.at]
        if sign in "$`":
            return (self._expansion(quoted=False),)
        if sign == '"':
            self.at += 1
            return self._interpolated(_IN_DOUBLE, '"') or (Text("", True),)
        if sign == "'":
            end = self.text.find("'", self.at + 1)
            if end < 0:
                self._fail("a quote without an end")
            piece = self.text[self.at + 1 : end]
            self.at = end + 1
            return (Text(piece, True),)
        piece = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        return (Text(piece, True),)

    def _ansi(self) -> Part:
        """Read ``$'...'`` with its escapes."""
        self.at += 2
        made = ""
        while not self._sees("'"):
            if self.at >= len(self.text):
                self._fail("a quote without an end")
            if self.text[self.at] != "\\":
                made += self.text[self.at]
                self.at += 1
                continue
            coded = _CODED.match(self.text, self.at + 1)
            if coded:
                made += _decoded(coded.group())
                self.at = coded.end()
            else:
                follows = self.text[self.at + 1 : self.at + 2]
                made += _ESCAPES.get(follows, "\\" + follows)
                self.at += 2
        self.at += 1
        return Text(made, True)

    def _arithmetic(self, begin: str, end: str) -> Word:
        """Read an arithmetic expression; commands may be substituted in it."""
        self.at += len(begin)
        parts: List[Part] = []
        level = 0
        while True:
            if self.at >= len(self.text):
                self._fail("arithmetic without an end")
            sign = self.text[self.at]
            if level == 0 and self.text.startswith(end, self.at):
                self.at += len(end)
                return (Unknown(tuple(parts)),)
            if sign in "$`":
                parts.append(self._expansion(quoted=True))
                continue
            if sign == ";" and begin == "$((":
                self._fail("a semicolon in arithmetic")
            level += {"(": 1, ")": -1, "[": end == "]", "]": -(end == "]")}.get(sign, 0)
            if level < 0:
                self._fail("arithmetic without an end")
            self.at += 1

    # -- small steps -----------------------------------------------------------------

    def _blanks(self) -> None:
        """Pass over blanks and a comment."""
        found = _BLANK.match(self.text, self.at)
        if found:
            self.at = found.end()
        before = self.text[self.at - 1 : self.at]
        if self._sees("#") and (before == "" or before in " \t\n;&|()"):
            comment = _COMMENT.match(self.text, self.at)
            self.at = comment.end() if comment else self.at

    def _newlines(self) -> None:
        """Pass over blanks, comments and ends of lines."""
        while True:
            self._blanks()
            if not self._sees("\n"):
                return
            self._take_operator()

    def _separator(self) -> None:
        """Pass over a semicolon or the ends of lines."""
        self._blanks()
        if self._sees(";"):
            self.at += 1
        self._newlines()

    def _sees(self, sign: str) -> bool:
        """Tell whether a sign stands here."""
        return self.text.startswith(sign, self.at)

    def _operator_here(self) -> str:
        """Return the operator that stands behind blanks here, empty for none."""
        self._blanks()
        if self.text.startswith(("<(", ">("), self.at) or _STREAM.match(
            self.text, self.at
        ):
            return ""
        found = _OPERATOR.match(self.text, self.at)
        return found.group() if found else ""

    def _take_operator(self) -> None:
        """Pass over the operator here; the end of a line brings here-documents."""
        operator = self._operator_here()
        self.at += len(operator)
        if operator == "\n":
            self._read_heres()

    def _expect(self, operator: str) -> None:
        """Pass over an operator that must be here."""
        self._newlines()
        if not self._sees(operator):
            self._fail(f"no {operator}")
        self.at += len(operator)

    def _expect_word(self, word: str) -> None:
        """Pass over a reserved word that must be here."""
        found = self._word_text()
        if found != word:
            self._fail(f"{found!r} instead of {word}")

    def _reserved(self) -> str:
        """Return the unquoted word that stands here, without moving."""
        self._blanks()
        found = _PLAIN.match(self.text, self.at)
        if found is None:
            return ""
        follows = self.text[found.end() : found.end() + 1]
        return "" if follows and follows in "'\"\\$`" else found.group()

    def _word_text(self) -> str:
        """Return the unquoted word that stands here, and pass over it."""
        word = self._reserved()
        if not word:
            self._fail(f"{self.text[self.at:self.at + 10]!r} in an odd place")
        self.at += len(word)
        return word

    def _follows_blank(self, ahead: int) -> bool:
        """Tell whether a word ends so many signs ahead."""
        return self.text[self.at + ahead : self.at + ahead + 1] in ("", " ", "\t", "\n")

    def _fail(self, what: str) -> NoReturn:
        """Give up."""
        raise ShellSyntaxError(what)


_COMPOUND = {
    "{": _Reader._braces,
    "if": _Reader._if,
    "while": _Reader._while,
    "until": _Reader._while,
    "for": _Reader._for,
    "select": _Reader._for,
    "case": _Reader._case,
    "[[": _Reader._double_brackets,
    "coproc": _Reader._coproc,
}


def _decoded(code: str) -> str:
    """Return the character that an escape of ``$'...'`` stands for."""
    try:
        if code[0] in "xuU":
            return chr(int(code[1:], 16))
        if code[0] == "c":
            return chr(ord(code[1]) & 0x1F)
        return chr(int(code, 8) & 0xFF)
    except (ValueError, OverflowError):
        return ""


def _filled(script: Script, bodies: Dict[int, Word]) -> Script:
    """Return a script with the texts of its here-documents."""

    def redirections(found: Sequence[Redirection]) -> Tuple[Redirection, ...]:
        """Put the texts into redirections."""
        return tuple(
            (
                Redirection(one.operator, bodies.get(_number(one.target), one.target))
                if one.operator == "<<"
                else one
            )
            for one in found
        )

    def command(one: Command) -> Command:
        """Put the texts into a command."""
        if isinstance(one, Simple):
            return one._replace(redirections=redirections(one.redirections))
        if isinstance(one, Compound):
            parts = tuple(_filled(part, bodies) for part in one.parts)
            return one._replace(
                parts=parts, redirections=redirections(one.redirections)
            )
        return one._replace(body=command(one.body))

    return tuple(
        pipeline._replace(commands=tuple(command(one) for one in pipeline.commands))
        for pipeline in script
    )


def _number(target: Word) -> int:
    """Return which here-document a mark stands for; 0 for none."""
    first = target[0] if target else None
    marked = isinstance(first, Text) and first.text.startswith("\0")
    return int(first.text[1:]) if marked and isinstance(first, Text) else 0
