# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose what is missing between texts, in what is printed, and after a loop."""

from __future__ import annotations

import ast
import difflib
from typing import Dict, Iterator, List, Tuple

from ..model import Edit
from .kinds import literal
from .literals import texts
from .site import Change, Family, Site

_USUAL = (" ", "\n", ", ")
_LONG, _MOST = 8, 6
_ADDING = frozenset(("append", "add", "write", "print", "extend"))


def between(site: Site) -> Iterator[Change]:
    """Put a missing piece of text before or after a text."""
    pieces = _missing(site)
    for node in _joined(site):
        known = site.kinds(node)
        if known and known != {"str"}:
            continue
        own, sure = site.text(node), 1.0 if known else 0.4
        for piece, fit in pieces.items():
            text = _quoted(piece)
            before, after = f"{text} + {own}", f"{own} + {text}"
            note = f"{text} before" if piece != "\n" else "a new line before"
            yield Change(site.guarded(node, before), note, fit * sure)
            note = note.replace("before", "after")
            yield Change(site.guarded(node, after), note, fit * sure)


def _quoted(piece: str) -> str:
    """Return a piece of text as source, in double quotes where that reads better."""
    shown = repr(piece)
    return shown if '"' in piece else '"' + shown[1:-1].replace("\\'", "'") + '"'


def _joined(site: Site) -> Iterator[ast.expr]:
    """Yield the expressions that texts are built of."""
    for node in site.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from (node.left, node.right)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from node.args if name in _ADDING else ()
    if isinstance(site.node, (ast.AugAssign, ast.Return)) and site.node.value:
        yield site.node.value


def _missing(site: Site) -> Dict[str, float]:
    """Return what the expected texts have and the actual ones lack."""
    found: Dict[str, float] = {}
    for expected, actual in site.module.evidence.wanted:
        for want, got in texts(literal(expected), literal(actual)):
            matcher = difflib.SequenceMatcher(None, got, want, autojunk=False)
            for tag, _, _, start, end in matcher.get_opcodes():
                if tag == "insert" and end - start <= _LONG and len(found) < _MOST:
                    found[want[start:end]] = 1.0
    for piece in _USUAL:
        found.setdefault(piece, 0.2)
    return found


def printing(site: Site) -> Iterator[Change]:
    """Print with another separator or end, or the items of what is printed."""
    for node in site.nodes:
        if not isinstance(node, ast.Call) or site.text(node.func) != "print":
            continue
        given = {word.arg: word.value for word in node.keywords}
        for word, values in _PRINTED:
            for value in values:
                if word in given:
                    edits = site.replace(given[word], value)
                elif node.args:
                    at = site.source.span((list(node.args) + list(given.values()))[-1])
                    edits = (Edit(at.end, at.end, f", {word}={value}"),)
                else:
                    continue
                yield Change(edits, f"{word}={value}")
        if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            own = site.text(node.args[0])
            forms = [f"*{own}", f'" ".join(map(str, {own}))', f'*{own}, sep=""']
            for text in forms:
                yield Change(site.replace(node.args[0], text), text, 0.7)


_PRINTED: Tuple[Tuple[str, List[str]], ...] = (
    ("end", ['""', '" "', '"\\n"']),
    ("sep", ['""', '" "', '", "', '"\\n"']),
)


def flushed(site: Site) -> Iterator[Change]:
    """Do after a loop what it does with a value that is complete, for the last one."""
    if not isinstance(site.node, (ast.For, ast.While)):
        return
    for one in ast.walk(site.node):
        if not isinstance(one, ast.Expr) or "\n" in site.text(one):
            continue
        value = one.value
        used: List[ast.expr] = []
        if isinstance(value, ast.Call):
            used = list(value.args)
        elif isinstance(value, ast.Yield) and value.value is not None:
            used = [value.value]
        for name in (x for part in used for x in ast.walk(part)):
            if isinstance(name, ast.Name) and name.id in site.names.locals:
                text = f"if {name.id}:\n{site.step}{site.text(one)}"
                yield Change(site.after(text), f"{site.text(one)} after the loop")


FAMILIES = (
    Family("between", 0.03, between),
    Family("printing", 0.05, printing),
    Family("flush", 0.03, flushed),
)
