# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Make the mistakes that people make, in a correct program, by lot.

Written from the side of the person at the keyboard: what was meant, and what slipped.
A mistake is drawn first by its kind, then by its place, so that rare kinds of places
are not drowned by common ones.
"""

from __future__ import annotations

import ast
import random
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple


class Mistake(NamedTuple):
    """What slipped, and the line and text it made.

    Attributes:
        kind: what people would call it.
        line: from 1.
        start, end: characters of the program that are replaced.
        text: what stands there instead.
    """

    kind: str
    line: int
    start: int
    end: int
    text: str

    def made_in(self, program: str) -> str:
        """Return the program with the mistake."""
        return program[: self.start] + self.text + program[self.end :]


class Use(NamedTuple):
    """A place where a name stands, and the kind of node and field it stands in."""

    node: ast.Name
    way: Tuple[str, str]


CONFUSED = (
    ("min", "max"),
    ("append", "extend"),
    ("lower", "upper"),
    ("lstrip", "rstrip"),
    ("strip", "rstrip"),
    ("startswith", "endswith"),
    ("find", "rfind"),
    ("index", "find"),
    ("any", "all"),
    ("keys", "values"),
    ("split", "splitlines"),
    ("floor", "ceil"),
    ("ljust", "rjust"),
    ("isdigit", "isalpha"),
    ("partition", "rpartition"),
    ("True", "False"),
)
TYPED_FOR = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=", ">="),
    "!=": ("==",),
    "is": ("is not",),
    "is not": ("is",),
    "in": ("not in",),
    "not in": ("in",),
    "and": ("or",),
    "or": ("and",),
    "+": ("-",),
    "-": ("+",),
    "*": ("+", "**"),
    "//": ("/", "%"),
    "/": ("//", "*"),
    "%": ("//",),
    "+=": ("=", "-="),
    "-=": ("+=", "="),
    "<<": (">>",),
    ">>": ("<<",),
    "&": ("|",),
    "|": ("&", "^"),
}


class Hand:
    """A program, and the mistakes a hand can make in one of its parts."""

    def __init__(self, program: str, part: str = "") -> None:
        self.program = program
        self._starts = [0]
        for line in program.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self.tree = find_part(ast.parse(program), part)

    def draw(self, r: random.Random) -> Iterator[Mistake]:
        """Yield mistakes without end of kinds, each at most once."""
        kinds: Dict[str, List[Mistake]] = {}
        for mistake in self.all():
            kinds.setdefault(mistake.kind, []).append(mistake)
        for kind in kinds.values():
            r.shuffle(kind)
        while kinds:
            name = r.choice(sorted(kinds))
            yield kinds[name].pop()
            if not kinds[name]:
                del kinds[name]

    def all(self) -> Iterator[Mistake]:
        """Yield every mistake that can be made in the part."""
        for owner in ast.walk(self.tree):
            if isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                uses = uses_of(owner)
                yield from self.wrong_names(uses)
                for node in ast.walk(owner):
                    yield from self.slips(node)
                    yield from self.statements(node)

    def at(self, node: ast.AST) -> Tuple[int, int]:
        """Return the characters a node takes; columns count bytes of UTF-8."""
        return (
            self.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.offset(node.end_lineno, node.end_col_offset),  # type: ignore
        )

    def offset(self, line: int, column: int) -> int:
        """Return how many characters stand before a place."""
        start = self._starts[line - 1]
        text = self.program[start : self._starts[line]]
        return start + len(text.encode()[:column].decode())

    def text(self, node: ast.AST) -> str:
        """Return the source of a node."""
        start, end = self.at(node)
        return self.program[start:end]

    def instead(self, kind: str, node: ast.AST, text: str) -> Mistake:
        """Return the mistake that a node was typed as something else."""
        return Mistake(kind, node.lineno, *self.at(node), text)  # type: ignore

    def slips(self, node: ast.AST) -> Iterator[Mistake]:
        """Yield slips inside an expression."""
        if isinstance(node, (ast.Compare, ast.BoolOp, ast.BinOp)):
            yield from self.wrong_sign(node)
        elif isinstance(node, ast.Constant):
            yield from self.wrong_constant(node)
        elif isinstance(node, ast.Call):
            yield from self.wrong_call(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            yield self.instead("forgot the slice", node, self.text(node.value))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self.instead("forgot not", node, self.text(node.operand))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield self.instead("forgot minus", node, self.text(node.operand))
        elif isinstance(node, ast.IfExp):
            parts = map(self.text, (node.orelse, node.test, node.body))
            yield self.instead(
                "mixed up if and else", node, "%s if %s else %s" % (*parts,)
            )
        if isinstance(node, (ast.Name, ast.Attribute)):
            yield from self.confused(node)

    def wrong_sign(self, node: ast.AST) -> Iterator[Mistake]:
        """Yield wrong signs between operands, and forgotten halves."""
        if isinstance(node, ast.Compare):
            operands: Sequence[ast.expr] = [node.left, *node.comparators]
        elif isinstance(node, ast.BoolOp):
            operands = node.values
            for left, right in zip(operands, operands[1:]):
                start, end = self.at(left)[0], self.at(right)[1]
                for kept in (left, right):
                    text = self.text(kept)
                    yield Mistake("forgot a condition", node.lineno, start, end, text)
        else:
            assert isinstance(node, ast.BinOp)
            operands = [node.left, node.right]
            if self.text(node.right) == "1":
                yield self.instead("forgot the one", node, self.text(node.left))
        for left, right in zip(operands, operands[1:]):
            start, end = self.at(left)[1], self.at(right)[0]
            between = self.program[start:end]
            sign = between.strip("() \n\\")
            for typed in TYPED_FOR.get(sign, ()):
                text = between.replace(sign, typed)
                yield Mistake("wrong sign", left.lineno, start, end, text)

    def wrong_constant(self, node: ast.Constant) -> Iterator[Mistake]:
        """Yield numbers that are one off, and texts with a typing error."""
        value, text = node.value, self.text(node)
        if isinstance(value, bool):
            yield self.instead("wrong default", node, str(not value))
        elif isinstance(value, int) and text.isdigit():
            yield self.instead("one off", node, str(value + 1))
            if value:
                yield self.instead("one off", node, str(value - 1))
        elif isinstance(value, str) and 0 < len(value) < 12 and text[0] in "'\"":
            if value.isalpha() and len(value) > 2:
                typo = text.replace(value, value[1] + value[0] + value[2:])
                yield self.instead("typing error", node, typo)
            elif len(value) > 1 and "\\" not in text and value in text:
                yield self.instead(
                    "forgot a sign", node, text.replace(value, value[:-1])
                )

    def wrong_call(self, node: ast.Call) -> Iterator[Mistake]:
        """Yield calls with arguments in another order or left out, or not made."""
        plain = not node.keywords and not any(
            isinstance(arg, (ast.Starred, ast.GeneratorExp)) for arg in node.args
        )
        if plain and len(node.args) >= 2:
            first, second = node.args[:2]
            between = self.program[self.at(first)[1] : self.at(second)[0]]
            text = self.text(second) + between + self.text(first)
            spot = self.at(first)[0], self.at(second)[1]
            yield Mistake("mixed up arguments", node.lineno, *spot, text)
            last = self.at(node.args[-2])[1], self.at(node.args[-1])[1]
            yield Mistake("forgot an argument", node.lineno, *last, "")
        if plain and len(node.args) == 1:
            yield self.instead("forgot the call", node, self.text(node.args[0]))
        if not node.args and isinstance(node.func, ast.Attribute) and plain:
            yield self.instead("forgot the method", node, self.text(node.func.value))

    def confused(self, node: ast.AST) -> Iterator[Mistake]:
        """Yield a function that is often taken for this one."""
        name = getattr(node, "attr", getattr(node, "id", ""))
        for pair in CONFUSED:
            if name in pair:
                other = pair[1 - pair.index(name)]
                end = self.at(node)[1]
                line = node.lineno  # type: ignore[attr-defined]
                yield Mistake("wrong function", line, end - len(name), end, other)

    def wrong_names(self, uses: Dict[str, List[Use]]) -> Iterator[Mistake]:
        """Yield names taken for each other, as both are used in the same way."""
        ways = {name: {use.way for use in found} for name, found in uses.items()}
        for name, found in uses.items():
            for use in found:
                for other in sorted(uses):
                    loaded = isinstance(use.node.ctx, ast.Load)
                    if loaded and other != name and use.way in ways[other]:
                        yield self.instead("wrong name", use.node, other)

    def statements(self, node: ast.AST) -> Iterator[Mistake]:
        """Yield statements that were forgotten or are indented wrongly."""
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if not isinstance(body, list) or not body:
                continue
            for before, one in zip([None, *body], body):
                yield from self.statement(one, before, len(body))
        if isinstance(node, (ast.For, ast.While, ast.If)) and len(node.body) > 1:
            last = node.body[-1]
            if not node.orelse and last.lineno == last.end_lineno:
                yield self.shifted("not deep enough", last, -4)

    def statement(
        self, one: ast.stmt, before: Optional[ast.stmt], count: int
    ) -> Iterator[Mistake]:
        """Yield what can go wrong with one statement."""
        if isinstance(one, ast.Return) and one.value is not None:
            yield self.instead("forgot return", one, self.text(one.value))
        elif isinstance(one, ast.Break):
            yield self.instead("wrong jump", one, "continue")
        elif isinstance(one, ast.Continue):
            yield self.instead("wrong jump", one, "break")
        forgettable = (ast.AugAssign, ast.Break, ast.Continue, ast.Expr)
        value = getattr(one, "value", None)
        if isinstance(one, forgettable) and not isinstance(value, ast.Constant):
            yield self.instead("forgot a statement", one, "pass")
        blocks = (ast.For, ast.While, ast.If)
        if isinstance(before, blocks) and one.lineno == one.end_lineno and count > 1:
            if isinstance(one, (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)):
                if not before.orelse:
                    yield self.shifted("too deep", one, 4)

    def shifted(self, kind: str, one: ast.stmt, by: int) -> Mistake:
        """Return a line that is indented wrongly."""
        start, end = self._starts[one.lineno - 1], self.at(one)[1]
        text = self.program[start:end]
        text = " " * by + text if by > 0 else text[-by:]
        return Mistake(kind, one.lineno, start, end, text)


def find_part(tree: ast.Module, part: str) -> ast.AST:
    """Return a function or class by its dotted name, the module without one.

    Raises:
        LookupError: it is not there.
    """
    found: ast.AST = tree
    for name in filter(None, part.split(".")):
        bodies = [n for n in ast.walk(found) if getattr(n, "name", None) == name]
        if not bodies:
            raise LookupError(part)
        found = bodies[0]
    return ast.Module([found], []) if part else tree  # type: ignore[list-item]


def uses_of(owner: ast.AST) -> Dict[str, List[Use]]:
    """Return where a function uses the names that it binds, and how."""
    uses: Dict[str, List[Use]] = {}
    bound = {node.arg for node in ast.walk(owner) if isinstance(node, ast.arg)}
    for parent in ast.walk(owner):
        for field, value in ast.iter_fields(parent):
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, ast.Name):
                    way = (type(parent).__name__, field)
                    uses.setdefault(node.id, []).append(Use(node, way))
                    if isinstance(node.ctx, ast.Store):
                        bound.add(node.id)
    own = bound - {"self", "cls"}
    return {name: found for name, found in uses.items() if name in own}
