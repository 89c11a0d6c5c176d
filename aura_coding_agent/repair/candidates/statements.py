# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose new statements, other kinds of statement, and (last) fewer of them."""

from __future__ import annotations

import ast
from functools import partial
from typing import Dict, Iterator, List, Optional, Tuple

from ..model import Edit
from .kinds import NUMBERS
from .site import Change, Family, Site

_RETURNS = ("0", "1", "None", "[]", "''", "True", "False", "-1", "{}", "[[]]", "()")


def guards(site: Site) -> Iterator[Change]:
    """Return early for an easy case."""
    function = site.source.function(site.node)
    if function is None or not site.source.starts_line(site.node):
        return
    if site.source.is_elif(site.node):
        return
    at_top = site.node in function.body
    index = function.body.index(site.node) if at_top else 9
    place = {0: 1.0, 1: 0.6}.get(index, 0.4 if at_top else 0.2)
    values = dict.fromkeys(_RETURNS)
    returned = list(_returned(site, function))
    values.update(dict.fromkeys(returned))
    for name in _parameters(function) + [
        x for x in site.names.locals[:8] if site.readable(x)
    ]:
        values.setdefault(name)
        if site.name_kinds(name) & {"list", "str", "tuple"}:
            values.setdefault(f"len({name})")
    for test, fit in _easy_cases(site, function):
        for value in list(values)[:24]:
            usual = 1.0 if value in returned or value in _RETURNS[:8] else 0.6
            text = f"if {test}:\n{site.step}return {value}"
            yield Change(
                site.before(text), f"return {value} if {test}", place * fit * usual
            )


def _returned(site: Site, function: ast.AST) -> Iterator[str]:
    """Yield what a function returns elsewhere."""
    for one in ast.walk(function):
        if isinstance(one, ast.Return) and one.value is not None:
            text = site.text(one.value)
            if "\n" not in text and len(text) < 30:
                yield text


def _parameters(function: ast.AST) -> List[str]:
    """Return the parameters of a function."""
    args = getattr(function, "args")
    names = [one.arg for one in args.posonlyargs + args.args + args.kwonlyargs]
    return [name for name in names if name not in ("self", "cls")]


def _easy_cases(site: Site, function: ast.AST) -> Iterator[Tuple[str, float]]:
    """Yield conditions that single out easy cases."""
    names = dict.fromkeys(_parameters(function), 1.0)
    for name in site.names.locals[:8]:
        if site.readable(name) and name not in ("self", "cls"):
            names.setdefault(name, 0.4)
    for name, likely in names.items():
        found = site.name_kinds(name)
        if not found or not found <= NUMBERS:
            yield f"not {name}", likely
            yield f"{name} is None", likely * (0.8 if "NoneType" in found else 0.2)
        if found & {"list", "str", "tuple"}:
            yield f"len({name}) == 1", likely * 0.4
            yield f"len({name}) <= 1", likely * 0.4
        if not found or found & NUMBERS:
            known = likely if found else likely * 0.4
            for test in ("== 0", "<= 0", "< 0", "== 1", "<= 1", "< 2"):
                yield f"{name} {test}", known * 0.7
    for one in names:
        for other in names:
            if one < other and site.name_kinds(one) & site.name_kinds(other):
                yield f"{one} == {other}", 0.3
                yield f"{one} > {other}", 0.2
                yield f"{one} < {other}", 0.1


def steps(site: Site) -> Iterator[Change]:
    """Insert a small step: count, remember, leave the loop, go on."""
    texts = list(_steps(site))
    for text, fit in texts:
        yield Change(site.after(text), f"{_one_line(text)} after", fit)
        yield Change(site.before(text), f"{_one_line(text)} before", fit * 0.6)


def _one_line(text: str) -> str:
    """Return a text with its line breaks as blanks."""
    return " ".join(text.split())


def _steps(site: Site) -> Iterator[Tuple[str, float]]:
    """Yield small statements that could be missing here."""
    if site.source.loop(site.node) is not None:
        yield "break", 0.7
        yield "continue", 0.7
    names = [x for x in site.names.locals[:12] if x not in ("self", "cls")]
    for name in names:
        found = site.name_kinds(name)
        if found & NUMBERS or not found:
            known = 1.0 if found else 0.3
            yield f"{name} += 1", known
            yield f"{name} -= 1", known * 0.6
            yield f"{name} = 0", known * 0.4
        for other in names:
            if other == name:
                continue
            if found & {"list"}:
                yield f"{name}.append({other})", 0.6
            elif found & {"set"}:
                yield f"{name}.add({other})", 0.9
            elif not found:
                yield f"{name}.append({other})", 0.1
                yield f"{name}.add({other})", 0.1
            if found & NUMBERS and site.name_kinds(other) & NUMBERS:
                yield f"{name} += {other}", 0.3
                yield f"{name} -= {other}", 0.2
            agree = bool(found & site.name_kinds(other))
            yield f"{name} = {other}", 0.5 if agree else 0.1
        if found & {"list"}:
            yield f"{name}.pop()", 0.4
            yield f"{name}.sort()", 0.6
            yield f"{name}.reverse()", 0.4
            yield f"{name} = []", 0.3
        if found & {"str"}:
            yield f"{name} = ''", 0.2


def copies(site: Site) -> Iterator[Change]:
    """Repeat a statement of the same function or class here, perhaps renamed."""
    for text, node, fit in _statements_near(site):
        yield Change(site.after(text), f"{_one_line(text)[:40]} after", fit)
        yield Change(site.before(text), f"{_one_line(text)[:40]} before", fit * 0.7)
        for other in _renamed(site, node):
            yield Change(site.after(other), f"{other[:40]} after", fit * 0.25)
            yield Change(site.before(other), f"{other[:40]} before", fit * 0.15)


def _statements_near(site: Site) -> Iterator[Tuple[str, ast.stmt, float]]:
    """Yield statements from around, with how likely each is."""
    function = site.source.function(site.node)
    scope: ast.AST = function or site.node
    owner = site.source.owner(site.node)
    seen: Dict[str, None] = {}
    for root, fit in ((scope, 1.0), (owner, 0.2), (site.source.tree, 0.1)):
        if len(seen) > 60:
            break
        if root is None:
            continue
        for text, one in site.module.once("simple", root, partial(_simple, site, root)):
            if one is not site.node and text not in seen:
                seen[text] = None
                yield text, one, fit


def _simple(site: Site, root: ast.AST) -> Iterator[Tuple[str, ast.stmt]]:
    """Yield the short statements of a part of the file that stand for themselves."""
    for one in ast.walk(root):
        if isinstance(one, (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)):
            text = site.text(one)
            idle = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            if "\n" not in text and len(text) < 80 and not idle:
                yield text, one


def _renamed(site: Site, node: ast.stmt) -> Iterator[str]:
    """Yield a statement with one variable exchanged for another."""
    start = site.source.span(node).start
    text = site.text(node)
    names = [x for x in site.names.locals if site.readable(x)][:8]
    used: Dict[str, List[Tuple[int, int]]] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in site.names.locals:
            span = site.source.span(one)
            used.setdefault(one.id, []).append((span.start - start, span.end - start))
    for name, spans in used.items():
        for other in names:
            if other == name:
                continue
            if not site.name_kinds(name) & site.name_kinds(other):
                continue
            yield _exchanged(text, [(low, high, other) for low, high in spans])
            for second, more in used.items():
                if second <= name:
                    continue
                for third in names:
                    if third not in (second, other, name) and (
                        site.name_kinds(second) & site.name_kinds(third)
                    ):
                        both = [(low, high, other) for low, high in spans]
                        both += [(low, high, third) for low, high in more]
                        yield _exchanged(text, both)


def _exchanged(text: str, names: List[Tuple[int, int, str]]) -> str:
    """Return a text with names put in at some places."""
    for low, high, name in sorted(names, reverse=True):
        text = text[:low] + name + text[high:]
    return text


def returns(site: Site) -> Iterator[Change]:
    """Return a value, or yield it, or return later."""
    node = site.node
    function = site.source.function(node)
    if function is None:
        return
    start = site.source.span(node).start
    names = [x for x in site.names.locals[:12] if site.readable(x)]
    if isinstance(node, ast.Expr):
        call = isinstance(node.value, ast.Call)
        yield Change((Edit(start, start, "return "),), "return it", 1.0)
        if not isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            yield Change((Edit(start, start, "yield "),), "yield it", 0.3)
            yield Change((Edit(start, start, "yield from "),), "yield from it", 0.6)
            yield Change((Edit(start, start, "await "),), "wait for it", 0.1)
        if call:
            for name in names:
                text = f"{name} = "
                yield Change((Edit(start, start, text),), f"keep it in {name}", 0.4)
        if isinstance(node.value, ast.Yield) and node.value.value is not None:
            at = site.source.span(node.value.value).start
            yield Change((Edit(at, at, "from "),), "yield from it", 1.0)
    elif isinstance(node, ast.Return):
        yield from _other_returns(site, node, names)
    elif isinstance(node, ast.Assign):
        text = f"return {site.text(node.value)}"
        yield Change(site.replace(node, text), "return it", 0.3)
    if node is function.body[-1]:
        for name in names + list(_assigned(function)):
            yield Change(site.after(f"return {name}"), f"return {name} at the end")
        for text in ("True", "False", "None", "0", "-1", "[]", "self"):
            yield Change(site.after(f"return {text}"), f"return {text} at the end", 0.5)


def idle(site: Site) -> Iterator[Change]:
    """Return a value that is computed and dropped: the word was forgotten."""
    node = site.node
    if isinstance(node, ast.Expr) and not isinstance(
        node.value, (ast.Call, ast.Constant, ast.Await, ast.Yield, ast.YieldFrom)
    ):
        if site.source.function(node) is not None:
            start = site.source.span(node).start
            yield Change((Edit(start, start, "return "),), "return it")


def _assigned(function: ast.AST) -> Iterator[str]:
    """Yield the names that a function assigns."""
    for one in ast.walk(function):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id


def _other_returns(site: Site, node: ast.Return, names: List[str]) -> Iterator[Change]:
    """Propose to return something else."""
    start = site.source.span(node).start
    word = (start, start + len("return"))
    if node.value is None:
        for text in names + ["True", "False", "0", "[]", "None"]:
            yield Change(site.replace(node, f"return {text}"), f"return {text}", 0.6)
        return
    yield Change((Edit(*word, "yield"),), "yield it", 0.3)
    yield Change((Edit(*word, "yield from"),), "yield from it", 0.2)
    own = site.text(node.value)
    yield Change(site.wrap(node.value, "not (", ")"), "the opposite", 0.3)
    for name in names:
        if name not in ("self", own):
            yield Change(
                site.replace(node.value, f"{own}, {name}"), f"{name} as well", 0.15
            )
            if site.name_kinds(name) & (NUMBERS | {"list", "str"}):
                joined = f"{name} + {own}"
                yield Change(site.replace(node.value, joined), joined, 0.3)
                joined = f"{own} + {name}"
                yield Change(site.replace(node.value, joined), joined, 0.3)
                both = f"[{name}] + {own}"
                yield Change(site.replace(node.value, both), both, 0.15)
                both = f"{own} + [{name}]"
                yield Change(site.replace(node.value, both), both, 0.15)


def keywords(site: Site) -> Iterator[Change]:
    """Use another keyword: ``break`` and ``continue``, ``if`` and ``while``."""
    node = site.node
    start = site.source.span(node).start
    if isinstance(node, (ast.Break, ast.Continue, ast.Pass)):
        words = ["pass"]
        if site.source.loop(node) is not None:
            words = ["break", "continue", "pass", "return"]
        for word in words:
            if word != site.text(node):
                yield Change(site.replace(node, word), word)
    elif isinstance(node, ast.If):
        if site.source.is_elif(node):
            yield Change((Edit(start, start + 4, "if"),), "if instead of elif")
        else:
            if not node.orelse:
                change = (Edit(start, start + 2, "while"),)
                yield Change(change, "while instead of if", 0.5)
            if _follows_if(site, node):
                change = (Edit(start, start + 2, "elif"),)
                yield Change(change, "elif instead of if", 0.8)
    elif isinstance(node, ast.While):
        yield Change((Edit(start, start + 5, "if"),), "if instead of while", 0.4)
    elif isinstance(node, ast.Return) and site.source.loop(node) is not None:
        for word in ("continue", "break"):
            yield Change(site.replace(node, word), f"{word} instead of return", 0.4)


def _follows_if(site: Site, node: ast.stmt) -> bool:
    """Return whether the statement before is an if."""
    block = site.source.block(node)
    index = block.index(node)
    return index > 0 and isinstance(block[index - 1], ast.If)


def branches(site: Site) -> Iterator[Change]:
    """Exchange the branches of a choice, take one always, or add one."""
    for node in site.nodes:
        if isinstance(node, ast.IfExp):
            yield Change(site.swap(node.body, node.orelse), "exchange the branches")
            for one in (node.body, node.orelse):
                text = site.text(one)
                yield Change(site.replace(node, text), f"always {text}", 0.5)
    node = site.node
    if not isinstance(node, ast.If) or site.source.is_elif(node):
        return
    body = node.body[-1]
    if node.orelse or not site.source.starts_line(node.body[0]):
        return
    end = site.source.whole_lines(body)
    if end is None:
        return
    indent, step = site.source.indent(node), site.step
    for text, fit in _else_bodies(site, node):
        lines = site.lines(f"else:\n{step}{text}", indent)
        at = end.end
        if not site.source.text[:at].endswith(("\n", "\r")):
            lines = site.source.newline + lines
        yield Change((Edit(at, at, lines),), f"else: {text}", fit)


def _else_bodies(site: Site, node: ast.If) -> Iterator[Tuple[str, float]]:
    """Yield what an else could do."""
    for text, _, fit in _statements_near(site):
        yield text, 0.5 * fit
    if site.source.loop(node) is not None:
        yield "break", 0.5
        yield "continue", 0.2
    for name in site.names.locals[:10]:
        if site.name_kinds(name) & NUMBERS:
            yield f"{name} += 1", 0.5
            yield f"{name} -= 1", 0.3
            yield f"{name} = 0", 0.3


def removed(site: Site) -> Iterator[Change]:
    """Leave a statement out; the last resort."""
    node = site.node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    if isinstance(node, (ast.Import, ast.ImportFrom)) or site.source.is_elif(node):
        return
    block = site.source.block(node)
    span = site.source.whole_lines(node)
    if len(block) == 1 or span is None:
        yield Change(site.replace(node, "pass"), "leave it out")
    else:
        yield Change((Edit(span.start, span.end, ""),), "leave it out")
    if isinstance(node, ast.If) and not node.orelse:
        text = _unblocked(site, node)
        if text is not None and span is not None:
            change = (Edit(span.start, span.end, text),)
            yield Change(change, "always, without the condition", 1.0)


def _unblocked(site: Site, node: ast.If) -> Optional[str]:
    """Return the body of an if without the if."""
    if not site.source.starts_line(node.body[0]):
        return None
    outer, inner = site.source.indent(node), site.source.indent(node.body[0])
    first, last = node.body[0].lineno, node.end_lineno or node.lineno
    lines: List[str] = []
    for number in range(first, last + 1):
        line = site.source.line_text(number)
        if line.startswith(inner):
            line = outer + line[len(inner) :]
        lines.append(line + site.source.newline)
    return "".join(lines)


def signatures(site: Site) -> Iterator[Change]:
    """Make a new container at each call instead of sharing a default."""
    node = site.node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    args = node.args.posonlyargs + node.args.args
    first = Site(site.module, node.body[0])
    given = args[len(args) - len(node.args.defaults) :]
    for arg, default in zip(given, node.args.defaults):
        if isinstance(default, (ast.List, ast.Dict, ast.Set, ast.Call)):
            text = site.text(default)
            guard = f"if {arg.arg} is None:\n{site.step}{arg.arg} = {text}"
            inside = first.before(guard)
            if inside:
                edits = site.replace(default, "None") + inside
                yield Change(edits, f"a new {arg.arg} at each call")


FAMILIES = (
    Family("guard", 0.039, guards),
    Family("step", 0.031, steps),
    Family("copy", 0.023, copies),
    Family("return", 0.05, returns),
    Family("idle", 0.3, idle),
    Family("keyword", 0.03, keywords),
    Family("branch", 0.032, branches),
    Family("signature", 0.05, signatures),
    Family("remove", 1e-9, removed),
)
