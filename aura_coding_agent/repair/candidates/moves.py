# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose another place for a statement: deeper, less deep, earlier or later."""

from __future__ import annotations

import ast
from typing import Iterator, List, Optional, Tuple

from ..model import Edit
from ..source import Span
from .site import Change, Family, Site

_NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)


def nesting(site: Site) -> Iterator[Change]:
    """Move a statement, or it and those after it, out of a block or into one."""
    yield from _outwards(site)
    yield from _inwards(site)


def _outwards(site: Site) -> Iterator[Change]:
    """Propose to move the statement out of its block."""
    block = site.source.block(site.node)
    index = block.index(site.node)
    up = site.source.parent(site.node)
    depth = 0
    while isinstance(up, _NESTING) and not site.source.is_elif(up):
        fit = 1.0 if depth == 0 else 0.5
        indent = site.source.indent(up)
        if index > 0:
            edits = _moved(site, block[index:], _end(site, up), indent)
            yield Change(edits, "after the block", fit)
            if len(block) - index > 1:
                edits = _moved(site, block[index : index + 1], _end(site, up), indent)
                yield Change(edits, "this statement after the block", fit * 0.6)
        if len(block) > 1:
            at = site.source.line_span(up.lineno).start
            edits = _moved(site, [site.node], at, indent)
            yield Change(edits, "before the block", fit * 0.6)
        up = site.source.parent(up)
        depth += 1


def _end(site: Site, node: ast.stmt) -> int:
    """Return where a statement ends with its line."""
    span = site.source.whole_lines(node)
    return span.end if span is not None else -1


def _moved(site: Site, nodes: List[ast.stmt], at: int, indent: str) -> Tuple[Edit, ...]:
    """Return the edits that put whole statements elsewhere at another depth."""
    first, last = nodes[0], nodes[-1]
    one, other = site.source.whole_lines(first), site.source.whole_lines(last)
    if one is None or other is None or at < 0 or site.source.is_elif(first):
        return ()
    text = _reindented(site, Span(one.start, other.end), first, indent)
    if text is None:
        return ()
    if at == other.end or at == one.start:
        return (Edit(one.start, other.end, text),)
    if at > len(site.source.text) - 1 and not site.source.text.endswith("\n"):
        return ()
    edits = [Edit(one.start, other.end, ""), Edit(at, at, text)]
    return tuple(sorted(edits))


def _reindented(site: Site, span: Span, first: ast.stmt, indent: str) -> Optional[str]:
    """Return lines with another indentation, None when that would harm."""
    old = site.source.indent(first)
    lines = site.source.text[span.start : span.end].splitlines(True)
    moved: List[str] = []
    for line in lines:
        if line.strip() and not line.startswith(old):
            return None  # a text over several lines, or odd indentation
        moved.append(indent + line[len(old) :] if line.strip() else line)
    if moved and not moved[-1].endswith(("\n", "\r")):
        moved[-1] += site.source.newline
    return "".join(moved)


def _inwards(site: Site) -> Iterator[Change]:
    """Propose to move the statement into the block before it."""
    block = site.source.block(site.node)
    index = block.index(site.node)
    if index > 0:
        for depth, (indent, at) in enumerate(_ends(site, block[index - 1])):
            edits = _moved(site, [site.node], at, indent)
            yield Change(edits, "into the block before", 1.0 if depth == 0 else 0.6)
            rest = block[index:]
            if 1 < len(rest) < 4:
                edits = _moved(site, rest, at, indent)
                yield Change(edits, "all into the block before", 0.4)
    if index + 1 < len(block) and isinstance(block[index + 1], _NESTING):
        after = block[index + 1]
        inner = getattr(after, "body")[0]
        if site.source.starts_line(inner):
            at = site.source.line_span(inner.lineno).start
            edits = _moved(site, [site.node], at, site.source.indent(inner))
            yield Change(edits, "into the block after", 0.8)


def _ends(site: Site, node: ast.stmt) -> Iterator[Tuple[str, int]]:
    """Yield (indentation, offset) of where blocks inside a statement end."""
    if not isinstance(node, _NESTING):
        return
    blocks = [node.body, getattr(node, "orelse", []), getattr(node, "finalbody", [])]
    for block in blocks:
        if not block or not site.source.starts_line(block[-1]):
            continue
        if site.source.is_elif(block[0]):
            yield from _ends(site, block[0])
            continue
        yield site.source.indent(block[-1]), _end(site, block[-1])
        yield from _ends(site, block[-1])


def order(site: Site) -> Iterator[Change]:
    """Move a statement over the ones after it."""
    block = site.source.block(site.node)
    index = block.index(site.node)
    indent = site.source.indent(site.node)
    for distance in range(1, 4):
        if index + distance >= len(block):
            break
        fit = 1.0 / distance
        at = _end(site, block[index + distance])
        yield Change(_moved(site, [site.node], at, indent), f"{distance} later", fit)
        if distance > 1:
            start = site.source.line_span(site.node.lineno).start
            later = block[index + distance]
            yield Change(_moved(site, [later], start, indent), "earlier", fit)


def whole_branches(site: Site) -> Iterator[Change]:
    """Exchange what ``if`` and ``else`` do."""
    node = site.node
    if not isinstance(node, ast.If) or not node.orelse:
        return
    if site.source.is_elif(node.orelse[0]):
        return
    spans: List[Span] = []
    for block in (node.body, node.orelse):
        first = site.source.whole_lines(block[0])
        last = site.source.whole_lines(block[-1])
        if first is None or last is None:
            return
        spans.append(Span(first.start, last.end))
    texts = [site.source.text[start:end] for start, end in spans]
    if not texts[1].endswith(("\n", "\r")):
        texts[1] += site.source.newline
    edits = (Edit(*spans[0], texts[1]), Edit(*spans[1], texts[0]))
    yield Change(edits, "exchange the branches")


FAMILIES = (
    Family("nesting", 0.056, nesting),
    Family("order", 0.023, order),
    Family("exchange-branches", 0.02, whole_branches),
)
