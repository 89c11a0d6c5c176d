# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold a parsed file: where its nodes stand in the text, and what is around them.

The syntax tree counts columns in bytes of UTF-8 and lines by the rules of Python; a
patch is made of characters of the file's text. All conversions happen here, once.
"""

from __future__ import annotations

import ast
import re
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

from .model import Edit

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)

_LINE_END = re.compile("\r\n|\r|\n")
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def line_starts(text: str) -> List[int]:
    """Return the offset of each line's first character, as Python counts lines."""
    return [0] + [match.end() for match in _LINE_END.finditer(text)]


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return ``text`` with edits made; they are in order and do not overlap."""
    parts: List[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int


class Source:
    """A file that parses.

    Args:
        path: relative to the project, with slashes.
        text: its whole text.

    Raises:
        SyntaxError: it does not parse.
        ValueError: it holds null characters.
    """

    def __init__(self, path: str, text: str):
        """Take the text; SyntaxError when it does not compile."""
        self.path = path
        self.text = text
        self._bom = 1 if text.startswith("\ufeff") else 0
        self.tree: ast.Module = ast.parse(text[self._bom :])
        self._starts = line_starts(text)
        if self._bom:
            self._starts[0] = 1
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.parents: Dict[ast.AST, ast.AST] = {}
        self.statements: List[ast.stmt] = []
        self._walk(self.tree)
        self.statements.sort(key=lambda one: (one.lineno, one.col_offset))

    def _walk(self, root: ast.AST) -> None:
        """Note the parent of every node."""
        todo = [root]
        while todo:
            node = todo.pop()
            for child in ast.iter_child_nodes(node):
                # Operators and contexts are shared between nodes: no one parent.
                if isinstance(child, (ast.expr_context, ast.operator, ast.cmpop)):
                    continue
                self.parents[child] = node
                todo.append(child)
                if isinstance(child, ast.stmt):
                    self.statements.append(child)

    # -- positions -------------------------------------------------------------------

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line and a column in bytes of UTF-8."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        content = self.text[start:end]
        if content.isascii():
            return start + column
        return start + len(content.encode("utf-8")[:column].decode("utf-8", "replace"))

    def span(self, node: ast.AST) -> Span:
        """Return where a node with a position stands in the text."""
        start = self.offset(getattr(node, "lineno"), getattr(node, "col_offset"))
        end = self.offset(getattr(node, "end_lineno"), getattr(node, "end_col_offset"))
        return Span(start, end)

    def segment(self, node: ast.AST) -> str:
        """Return a node's text as it is written."""
        start, end = self.span(node)
        return self.text[start:end]

    def line_span(self, line: int) -> Span:
        """Return a line's place in the text without its line end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def line_text(self, line: int) -> str:
        """Return a line without its end."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def indent(self, node: ast.stmt) -> str:
        """Return the white space before the line on which a statement begins."""
        line = self.line_text(node.lineno)
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def starts_line(self, node: ast.stmt) -> bool:
        """Return whether nothing but white space is before a statement on its line."""
        start = self.span(node).start
        before = self.text[self._starts[node.lineno - 1] : start]
        return not before.strip()

    def whole_lines(self, node: ast.stmt) -> Optional[Span]:
        """Return the span of a statement's lines with the last line end.

        None when it shares a line with another statement.
        """
        first = node.lineno
        for decorator in getattr(node, "decorator_list", ()):
            first = min(first, decorator.lineno)
        last = node.end_lineno or node.lineno
        start = self._starts[first - 1]
        end = self._starts[last] if last < len(self._starts) else len(self.text)
        own = self.span(node)
        rest = self.text[own.end : end].strip()
        if not self.starts_line(node) or (rest and not rest.startswith("#")):
            return None
        return Span(start, end)

    # -- surroundings ----------------------------------------------------------------

    def parent(self, node: ast.AST) -> Optional[ast.AST]:
        """Return the node that holds this one."""
        return self.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around this one, the nearest first."""
        up = self.parents.get(node)
        while up is not None:
            yield up
            up = self.parents.get(up)

    def function(self, node: ast.AST) -> Optional[FunctionNode]:
        """Return the nearest function around a node."""
        for up in self.ancestors(node):
            if isinstance(up, FUNCTIONS):
                return up
        return None

    def owner(self, node: ast.AST) -> Optional[ast.ClassDef]:
        """Return the nearest class around a node."""
        for up in self.ancestors(node):
            if isinstance(up, ast.ClassDef):
                return up
        return None

    def loop(self, node: ast.AST) -> Optional[ast.AST]:
        """Return the nearest loop of the same function around a node."""
        for up in self.ancestors(node):
            if isinstance(up, (ast.For, ast.While, ast.AsyncFor)):
                return up
            if isinstance(up, SCOPES):
                return None
        return None

    def block(self, node: ast.stmt) -> List[ast.stmt]:
        """Return the list of statements a statement stands in."""
        parent = self.parents[node]
        for name in _BLOCKS:
            listed = getattr(parent, name, None)
            if isinstance(listed, list) and node in listed:
                return listed
        return [node]

    def is_elif(self, node: ast.stmt) -> bool:
        """Return whether an ``if`` is written as ``elif``."""
        if not isinstance(node, ast.If):
            return False
        start = self.span(node).start
        return self.text.startswith("elif", start)


def header_end(node: ast.stmt) -> int:
    """Return the last line of a statement without the statements inside it."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        first = body[0]
        begin: int = min(
            [first.lineno]
            + [one.lineno for one in getattr(first, "decorator_list", ())]
        )
        return max(node.lineno, begin - 1)
    if hasattr(node, "cases"):
        return node.lineno
    return node.end_lineno or node.lineno


def own_nodes(node: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement, parents first, without inner statements."""
    todo: List[ast.AST] = [node]
    while todo:
        one = todo.pop(0)
        yield one
        todo[:0] = [
            child for child in ast.iter_child_nodes(one) if not _is_inner(child)
        ]


def _is_inner(node: ast.AST) -> bool:
    """Return whether a node holds statements of its own."""
    return isinstance(node, ast.stmt) or type(node).__name__ == "match_case"


def bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node's own scope binds, in the order they come."""
    todo: List[ast.AST] = list(ast.iter_child_nodes(node))
    while todo:
        one = todo.pop(0)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id
        elif isinstance(one, ast.arg):
            yield one.arg
        elif isinstance(one, ast.alias):
            yield (one.asname or one.name).split(".")[0]
        elif isinstance(one, ast.ExceptHandler) and one.name:
            yield one.name
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield one.name
        elif not isinstance(one, ast.Lambda):
            todo[:0] = list(ast.iter_child_nodes(one))


def fragment(source: Source, start: int, end: int) -> Tuple[ast.AST, Span]:
    """Return the smallest piece of a file that parses alone around two offsets.

    The piece is a statement (or the whole file) with its span; checking a patch costs
    what the piece costs, not what the file costs.
    """
    best: ast.AST = source.tree
    span = Span(0, len(source.text))
    block: Sequence[ast.stmt] = source.tree.body
    while True:
        inside = _holder(source, block, start, end)
        if inside is None:
            return best, span
        node, found = inside
        if not source.is_elif(node):
            best, span = node, found
        block = [one for one in _inner_statements(node)]


def _holder(
    source: Source, block: Sequence[ast.stmt], start: int, end: int
) -> Optional[Tuple[ast.stmt, Span]]:
    """Return the statement of a block that holds a span."""
    low, high = 0, len(block)
    while low < high:  # the last statement that begins at or before ``start``
        middle = (low + high) // 2
        if _begin(source, block[middle]) <= start:
            low = middle + 1
        else:
            high = middle
    if not low:
        return None
    node = block[low - 1]
    span = Span(_begin(source, node), source.span(node).end)
    return (node, span) if end <= span.end else None


def _begin(source: Source, node: ast.stmt) -> int:
    """Return where a statement begins, its decorators included."""
    decorators = getattr(node, "decorator_list", ())
    if decorators:
        return source.text.rfind("@", 0, source.span(decorators[0]).start)
    return source.span(node).start


def _inner_statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements directly inside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler) or _is_inner(child):
            for inner in _inner_statements(child):
                yield inner
