# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Tell whether a place is under the lines that a patch names above it.

An anchor is a line of the file, or the beginning of one. Where it is none, it may be
short for one: ``def f(...)``, ``A.f``, ``f()``, ``class A``, the words of a heading or
of a section. Then a line counts that defines what is named.
"""

from __future__ import annotations

import re
from typing import Callable, List, Sequence

from .gaps import Range
from .lines import indentation, key, width

_WORDS_OF_KINDS = (
    r"(?:def|class|function|func|fun|fn|sub|proc|struct|enum|union|trait|impl|interface"
    r"|type|module|mod|namespace|package|object|record|protocol|extension|table|view"
    r"|procedure|trigger|index|resource|task|macro|describe|test)"
)
_NO_DEFINITION = (
    r"\s*(?:return|if|elif|else|while|for|switch|case|with|await|yield|raise|throw|new"
    r"|not|and|or|assert|del|echo|print)\b"
)
_OPENED = r"(?:[{(,:]|=>|\)|\bdo|\bthen|->[^;]*|\bconst|\boverride|\bnoexcept|&)\s*$"
_DECORATION = "#[]{}:=<>/\"'` \t"

# Tells whether a line is the anchor; one of these for each anchor, outermost first.
Matcher = Callable[[str], bool]


def anchored(
    lines: Sequence[str], anchors: Sequence[str], places: Sequence[Range], name: str
) -> List[int]:
    """Return which places are in the scope of all anchors, the innermost nearest.

    Args:
        anchors: as they were named, outermost first.
        name: of the file, which tells the language.
    """
    for matchers in _ways(anchors):
        found = [
            n
            for n, place in enumerate(places)
            if matchers and _is_under(lines, matchers, place, name)
        ]
        if found:
            return found
    return []


def is_named_above(lines: Sequence[str], anchor: str, row: int) -> bool:
    """Tell whether a line above a row, or just below it, is what an anchor names."""
    return any(
        matchers[-1](line)
        for matchers in _ways([anchor])
        if matchers
        for line in lines[: row + 3]
    )


def _ways(anchors: Sequence[str]) -> List[List[Matcher]]:
    """Return what tells the lines of anchors: as lines, as headings, by names."""
    return [
        [_line(text) for text in anchors],
        [_definition("", _heading(text)) for text in anchors],
        _named(anchors),
    ]


def _is_under(
    lines: Sequence[str], matchers: Sequence[Matcher], place: Range, name: str
) -> bool:
    """Tell whether one place is under all anchors."""
    row, limit = place
    for matches in reversed(matchers):
        found = next(
            (
                n
                for n in range(min(limit - 1, row + 3), -1, -1)
                if matches(lines[n]) and _in_scope(lines, n, row, name)
            ),
            -1,
        )
        if found < 0:
            return False
        row, limit = found, found + 1  # an owner can be named in the same line
    return True


def _line(anchor: str) -> Matcher:
    """Return what tells a line that begins as an anchor does."""
    wanted = key(anchor)

    def matches(line: str) -> bool:
        """Tell whether a line is the anchor, maybe with more after it."""
        if not wanted or anchor[:1] not in line:
            return False
        text = key(line)
        rest = text[len(wanted) :]
        return text.startswith(wanted) and not (rest[:1].isalnum() or rest[:1] == "_")

    return matches


def _named(anchors: Sequence[str]) -> List[Matcher]:
    """Return what tells the lines that define the things that are named."""
    matchers: List[Matcher] = []
    for anchor in anchors:
        path = _path(anchor)
        if not path:
            return []
        matchers += [_owner(part, path[-1]) for part in path[:-1]]
        matchers.append(_definition(path[-1], ""))
    return matchers


def _heading(text: str) -> str:
    """Return the words of a heading, or the name of a section."""
    return text.strip().strip(_DECORATION).strip()


def _path(anchor: str) -> List[str]:
    """Return the names in an anchor such as ``A.f``, ``A::f()`` or ``class A``."""
    text = re.sub(r"^\s*func\s*\([^)]*\)", "func ", anchor)
    text = re.sub(r"[(<{].*|\s*:\s*$", "", text).strip()
    text = re.sub(r"\s+(?:extends|implements|for|where|->)\s.*", "", text)
    path = re.split(r"\.|::|#", text.split()[-1]) if text else []
    plain = all(re.fullmatch(r"[\w$~?!-]+", part) for part in path)
    return path if plain and path else []


def _owner(name: str, member: str) -> Matcher:
    """Return what tells the line of what a thing belongs to.

    That can be the line of the thing itself, as in ``func (a *A) f()`` and ``A::f()``.
    """
    inner = _definition(member, "")
    receiver = re.compile(
        rf"\([^()]*\b{re.escape(name)}\b[^()]*\)|\b{re.escape(name)}::"
    )
    outer = _definition(name, "")
    return lambda line: outer(line) or bool(inner(line) and receiver.search(line))


def _definition(name: str, heading: str) -> Matcher:
    """Return what tells a line that defines a name, or is a heading with its words."""
    word = re.escape(name)
    forms = [
        rf"(?:^|[^\w.]){_WORDS_OF_KINDS}\s+(?:\([^)]*\)\s*)?(?:self\.|[\w~]+::)*"
        rf"(?:if not exists\s+)?[\"'`]?{word}(?![\w$])",
        rf"\s*(?:[\w<>\[\],*&:~?@.$]+\s+)*[*&]*(?:\w+::)*{word}\s*(?:<[^>]*>)?"
        rf"\s*(?:\(.*{_OPENED})",
        rf"\s*(?:\w+\s+)*{word}\s*(?::[^=]*)?=\s*(?:async\b|function\b|class\b|\(.*=>"
        rf"|\w+\s*=>|\{{\s*$|\[\s*$|\(\s*$)",
        rf"\s*(?:-\s+)?[\"']?{word}[\"']?\s*:\s*(?:[{{\[|>&].*)?$",
    ]
    pattern = re.compile("|".join(f"(?:{form})" for form in forms), re.I)
    exact = re.compile(rf"(?<![\w$]){word}(?![\w$])")

    def matches(line: str) -> bool:
        """Tell whether a line defines the name."""
        if heading and heading in line and _is_heading(line):
            if _heading(line) == heading:
                return True
        if not name or not exact.search(line) or re.match(_NO_DEFINITION, line):
            return False
        return bool(pattern.match(line) or pattern.search(line))

    return matches


def _is_heading(line: str) -> bool:
    """Tell whether a line looks like a heading, or the name of a section."""
    text = line.strip()
    return text.startswith(("#", "[", "=", "<h")) or text.endswith((":", "{"))


# -- scopes --------------------------------------------------------------------------


def _in_scope(lines: Sequence[str], anchor: int, row: int, name: str) -> bool:
    """Tell whether nothing between a line and one below leaves the scope of it.

    Where the line opens no scope, it only has to stand above.
    """
    borders = _borders(lines[anchor], name)
    if borders:
        between = lines[anchor + 1 : row + 1]
        return not any(re.match(borders, line) for line in between)
    depth = width(indentation(lines[anchor]))
    below = [line for line in lines[anchor + 1 : row + 1] if line.strip()]
    first = next((line for line in lines[anchor + 1 :] if line.strip()), "")
    if width(indentation(first)) <= depth and not first.strip().startswith(("{", ")")):
        return True
    for line in below:
        if width(indentation(line)) <= depth and line.strip()[0] not in ")]{#}":
            return False
    return True


def _borders(anchor: str, name: str) -> str:
    """Return what ends the section that a line is the heading of; empty if none."""
    level = re.match(r"#{1,6}(?=\s)", anchor)
    if level and name.lower().endswith((".md", ".markdown", ".mdx")):
        return rf"#{{1,{len(level[0])}}}\s"
    if re.fullmatch(r"\[.*\]\s*", anchor):
        return r"\["
    return ""
