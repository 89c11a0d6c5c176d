# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold what a patch family may know of the statement it changes."""

from __future__ import annotations

import ast
import builtins
import re
from typing import (
    Any,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
    TypeVar,
)

from ..model import Edit, Observed, Outcome, Spectrum
from ..source import FunctionNode, Source, bound_names, header_end, own_nodes
from .kinds import UNKNOWN, kinds

BUILTINS = frozenset(dir(builtins))
_T = TypeVar("_T")


class Change(NamedTuple):
    """One way to change a site.

    Attributes:
        edits: in order, of the site's file.
        note: what it does, a few words for people.
        fit: from 0 to 1, how well types and other evidence agree with it.
    """

    edits: Tuple[Edit, ...]
    note: str
    fit: float = 1.0


class Family(NamedTuple):
    """A kind of patch; ``weight`` is the share of real fixes of this shape."""

    name: str
    weight: float
    propose: Callable[["Site"], Iterable[Change]]


class Evidence(NamedTuple):
    """What the failing tests said, for all sites of a project.

    Attributes:
        failing: how the failing tests ended.
        raised: place -> outcomes whose exception passed through it.
        locals: path -> line -> name -> what was seen.
        wanted: pairs (expected, actual) of reprs.
        written: numbers and short texts written in failing tests, as reprs.
        defined: path -> names defined at the top of a file; once an import failed.
    """

    failing: Tuple[Outcome, ...]
    raised: Mapping[Tuple[str, int], Tuple[Outcome, ...]]
    locals: Mapping[str, Mapping[int, Mapping[str, Observed]]]
    wanted: Tuple[Tuple[str, str], ...]
    written: Tuple[str, ...]
    defined: Mapping[str, Tuple[str, ...]] = {}


def evidence(spectrum: Spectrum, sources: Mapping[str, str]) -> Evidence:
    """Sort what a run of the suite showed by file and line."""
    raised: Dict[Tuple[str, int], Tuple[Outcome, ...]] = {}
    for one in spectrum.failing:
        for place in one.trace:
            raised[place] = raised.get(place, ()) + (one,)
    seen: Dict[str, Dict[int, Mapping[str, Observed]]] = {}
    for (path, line), names in spectrum.locals.items():
        seen.setdefault(path, {})[line] = names
    wanted = tuple(
        dict.fromkeys(
            (one.expected, one.actual) for one in spectrum.failing if one.expected
        )
    )
    written = tuple(_written(spectrum, sources))
    failed = any("ImportError" in one.exception for one in spectrum.failing)
    failed = failed or any("NotFound" in one.exception for one in spectrum.failing)
    defined = {path: _defined(text) for path, text in sources.items() if failed}
    return Evidence(spectrum.failing, raised, seen, wanted, written, defined)


def _defined(text: str) -> Tuple[str, ...]:
    """Return the names that a file defines."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    found = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.append(node.name)
        elif isinstance(node, ast.Assign):
            found += [one.id for one in node.targets if isinstance(one, ast.Name)]
    return tuple(found)


def _written(spectrum: Spectrum, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the reprs of numbers and short texts that failing tests are made of."""
    wanted = {re.split(r"::|\.", one.id)[-1].split("[")[0] for one in spectrum.failing}
    found: Dict[str, None] = {}
    for path, text in sources.items():
        if "test" not in path:
            continue
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in ast.walk(tree):
            if getattr(node, "name", "") in wanted:
                for one in ast.walk(node):
                    if isinstance(one, ast.Constant) and len(repr(one.value)) < 20:
                        if type(one.value) in (int, float, str):
                            found[repr(one.value)] = None
    return iter(list(found)[:16])


class Names(NamedTuple):
    """Names that can be read at a place.

    ``locals`` are variables of the function, the nearest first; ``globals`` are
    variables of the module; ``functions`` map the module's functions to their nodes.
    """

    locals: Tuple[str, ...]
    globals: Tuple[str, ...]
    functions: Mapping[str, FunctionNode]
    classes: Mapping[str, ast.ClassDef]
    imports: Tuple[str, ...]

    def variables(self) -> Tuple[str, ...]:
        """Return local and global variables."""
        return self.locals + tuple(x for x in self.globals if x not in self.locals)


class Module:
    """What the sites of one file share."""

    def __init__(self, source: Source, found: Evidence):
        """Take the file and what is known from the run of the tests."""
        self.source = source
        self.evidence = found
        self.lines: Mapping[int, Mapping[str, Observed]] = found.locals.get(
            source.path, {}
        )
        self._names: Dict[Optional[ast.AST], Names] = {}
        self._merged: Dict[Optional[ast.AST], Dict[str, Observed]] = {}
        self._attributes: Dict[ast.ClassDef, Tuple[str, ...]] = {}
        self._known: Dict[Tuple[str, Optional[ast.AST]], List[Any]] = {}
        self._top = self._module_names()

    def once(
        self, what: str, where: Optional[ast.AST], found: Callable[[], Iterable[_T]]
    ) -> List[_T]:
        """Return what a search through a part of the file found the first time."""
        if (what, where) not in self._known:
            self._known[what, where] = list(found())
        return self._known[what, where]

    def names(self, node: ast.AST) -> Names:
        """Return the names that can be read in a node's function."""
        function = self.source.function(node)
        if function not in self._names:
            self._names[function] = self._collect(function)
        return self._names[function]

    def _collect(self, function: Optional[FunctionNode]) -> Names:
        """Return the names that can be used in a function."""
        functions = dict(self._top.functions)
        local: List[str] = []
        scope: Optional[ast.AST] = function
        while scope is not None:
            if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for name in bound_names(scope):
                    if name not in local and name not in functions:
                        local.append(name)
                for inner in scope.body:
                    if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                        functions[inner.name] = inner
            scope = self.source.parent(scope)
        local = [x for x in local if x not in functions and x != "_"]
        return self._top._replace(locals=tuple(local), functions=functions)

    def _module_names(self) -> Names:
        """Return the names of the file itself."""
        tree = self.source.tree
        functions: Dict[str, FunctionNode] = {}
        classes: Dict[str, ast.ClassDef] = {}
        imports: List[str] = []
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                classes[node.name] = node
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                imports += [(a.asname or a.name).split(".")[0] for a in node.names]
        defined = set(functions) | set(classes) | set(imports)
        top = [x for x in dict.fromkeys(bound_names(tree)) if x not in defined]
        return Names((), tuple(top), functions, classes, tuple(imports))

    def attributes(self, owner: ast.ClassDef) -> Tuple[str, ...]:
        """Return the attributes set on ``self`` in a class, and its methods."""
        if owner not in self._attributes:
            found: Dict[str, None] = {}
            for one in ast.walk(owner):
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                    if one.value.id == "self":
                        found[one.attr] = None
            for inner in owner.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found[inner.name] = None
                elif isinstance(inner, (ast.Assign, ast.AnnAssign)):
                    found.update(dict.fromkeys(bound_names(inner)))
            self._attributes[owner] = tuple(found)
        return self._attributes[owner]

    def merged(self, node: ast.AST) -> Mapping[str, Observed]:
        """Return what was seen of each name anywhere in a node's function."""
        function = self.source.function(node)
        if function not in self._merged:
            merged: Dict[str, Observed] = {}
            if function is not None:
                last = function.end_lineno or function.lineno
                for line in range(function.lineno, last + 1):
                    for name, seen in self.lines.get(line, {}).items():
                        merged[name] = _merge(merged.get(name), seen)
            self._merged[function] = merged
        return self._merged[function]


def _merge(old: Optional[Observed], new: Observed) -> Observed:
    """Return what was seen of a name in two runs."""
    if old is None:
        return new
    if old == new:
        return old
    values = dict.fromkeys(old.values + new.values)
    return Observed(old.types | new.types, tuple(values)[:12])


class Site:
    """A statement without the statements inside it, and what is known around it."""

    def __init__(self, module: Module, node: ast.stmt):
        """Take the statement that is to be changed."""
        self.module = module
        self.source: Source = module.source
        self.node = node
        self.line: int = node.lineno
        self.nodes: Sequence[ast.AST] = [
            one for one in own_nodes(node) if self._exact(one)
        ]
        self.names: Names = module.names(node)
        self.seen: Mapping[str, Observed] = module.lines.get(node.lineno, {})
        self.outcomes: Tuple[Outcome, ...] = tuple(
            one
            for line in range(node.lineno, header_end(node) + 1)
            for one in module.evidence.raised.get((self.source.path, line), ())
        )
        self.exceptions: Set[str] = {one.exception for one in self.outcomes}

    def _exact(self, node: ast.AST) -> bool:
        """Leave out parts of f-strings whose positions older Pythons get wrong."""
        for up in self.source.ancestors(node):
            if isinstance(up, ast.stmt):
                return True
            if isinstance(up, ast.JoinedStr):
                break
        else:
            return True
        if not isinstance(node, ast.expr) or isinstance(node, ast.Constant):
            return False
        try:
            again = ast.parse(self.source.segment(node), mode="eval").body
        except (SyntaxError, ValueError, IndexError):
            return False
        return ast.dump(again) == ast.dump(node)

    # -- reading ---------------------------------------------------------------------

    def text(self, node: ast.AST) -> str:
        """Return a node as it is written."""
        return self.source.segment(node)

    def expressions(self) -> Iterator[ast.expr]:
        """Yield the expressions that are read and may be replaced."""
        for one in self.nodes:
            if not isinstance(one, ast.expr) or isinstance(one, ast.GeneratorExp):
                continue
            if isinstance(getattr(one, "ctx", None), (ast.Store, ast.Del)):
                continue
            if isinstance(one, (ast.Slice, ast.Starred)) or self.is_type(one):
                continue
            yield one

    def is_type(self, node: ast.AST) -> bool:
        """Return whether a node is an annotation or part of one."""
        child = node
        for up in self.source.ancestors(node):
            if child in (
                getattr(up, "annotation", None),
                getattr(up, "returns", None),
            ):
                return True
            if isinstance(up, ast.stmt):
                return False
            child = up
        return False

    def observed(self, name: str) -> Optional[Observed]:
        """Return what was seen in a name here, else anywhere in the function."""
        return self.seen.get(name) or self.module.merged(self.node).get(name)

    def kinds(self, node: ast.AST) -> FrozenSet[str]:
        """Return the type names an expression may have; empty when unknown."""
        return kinds(node, self.observed)

    def name_kinds(self, name: str) -> FrozenSet[str]:
        """Return the type names seen in a variable; empty when unknown."""
        seen = self.observed(name)
        return seen.types if seen else UNKNOWN

    def readable(self, name: str) -> bool:
        """Return whether a local name is known to be bound here."""
        return not self.seen or name in self.seen or name in self.names.globals

    # -- writing ---------------------------------------------------------------------

    def replace(self, node: ast.AST, text: str) -> Tuple[Edit, ...]:
        """Return the edit that puts ``text`` in place of a node."""
        start, end = self.source.span(node)
        return (Edit(start, end, text),)

    def wrap(self, node: ast.AST, before: str, after: str) -> Tuple[Edit, ...]:
        """Return the edits that put text on both sides of a node."""
        start, end = self.source.span(node)
        return (Edit(start, start, before), Edit(end, end, after))

    def guarded(self, node: ast.AST, text: str) -> Tuple[Edit, ...]:
        """Replace a node, with parentheses where an operator is around it."""
        return self.replace(node, f"({text})" if self.tight(node) else text)

    def tight(self, node: ast.AST) -> bool:
        """Return whether an operator in a node's place needs parentheses."""
        up = self.source.parent(node)
        if isinstance(up, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await)):
            return True
        if isinstance(up, (ast.Attribute, ast.Subscript)):
            return up.value is node
        return isinstance(up, ast.Call) and up.func is node

    def swap(self, one: ast.AST, other: ast.AST) -> Tuple[Edit, ...]:
        """Return the edits that exchange two nodes, the first standing first."""
        return self.replace(one, self.text(other)) + self.replace(other, self.text(one))

    def before(self, text: str) -> Tuple[Edit, ...]:
        """Return the edit that puts lines before the statement, at its depth."""
        if not self.source.starts_line(self.node) or self.source.is_elif(self.node):
            return ()
        node = self.node
        first = min(
            [node.lineno] + [d.lineno for d in getattr(node, "decorator_list", ())]
        )
        at = self.source.line_span(first).start
        return (Edit(at, at, self.lines(text, self.source.indent(node))),)

    def after(self, text: str) -> Tuple[Edit, ...]:
        """Return the edit that puts lines after the statement, at its depth."""
        span = self.source.whole_lines(self.node)
        if span is None or self.source.is_elif(self.node):
            return ()
        lines = self.lines(text, self.source.indent(self.node))
        if not self.source.text[span.start : span.end].endswith(("\n", "\r")):
            lines = self.source.newline + lines.rstrip("\r\n")
        return (Edit(span.end, span.end, lines),)

    def lines(self, text: str, indent: str) -> str:
        """Return lines of a patch with indentation and the file's line ends."""
        newline = self.source.newline
        return "".join(indent + one + newline for one in text.splitlines())

    @property
    def step(self) -> str:
        """One level of indentation as the file writes it."""
        return self.module.once("step", None, lambda: [self._step()])[0]

    def _step(self) -> str:
        """Find the first line that is indented."""
        for node in self.source.statements:
            up = self.source.parent(node)
            if isinstance(up, ast.stmt) and self.source.starts_line(node):
                outer, inner = self.source.indent(up), self.source.indent(node)
                if len(inner) > len(outer) and inner.startswith(outer):
                    return inner[len(outer) :]
        return "    "
