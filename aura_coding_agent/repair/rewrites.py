# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other spellings of one line that Python cannot read.

A rewrite is (weight, new line, note); nothing here knows whether it helps.
"""

from __future__ import annotations

import keyword
import re
from typing import Dict, Iterator, List, NamedTuple, Tuple

from .spellings import FOREIGN, LOOKALIKES

Rewrite = Tuple[float, str, str]


class Token(NamedTuple):
    """A piece of a line: ``kind`` is ``text``, ``name``, ``number`` or ``sign``."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""(?P<text>[rRbBuUfF]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}
            |"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
      | (?P<name>[^\W\d]\w*) | (?P<number>\d[\w.]*)
      | (?P<comment>\#.*)
      | (?P<sign>\*\*=|//=|>>=|<<=|===|!==|\.\.\.|==|!=|<=|>=|->|:=|\+=|-=|\*=|/=|%=
            |&&|\|\||\+\+|--|\*\*|//|<<|>>|<>|=>|=<|&=|\|=|\S)""",
    re.VERBOSE,
)
_OPEN, _CLOSE = "([{", ")]}"
_PAIR = dict(zip(_OPEN, _CLOSE))
_HEADS = (
    "if elif else for while def class try except finally with async match case".split()
)
_KEYWORDS = [*keyword.kwlist, "print", "self", "range", "match", "case"]


def rewrites(line: str, at: int) -> List[Rewrite]:
    """Return rewrites of a line, ``at`` being where Python stopped reading it."""
    found: Dict[str, Rewrite] = {}
    for make in (_foreign, _lookalikes, _colons, _words, _equals):
        for one in make(line):
            _keep(found, one, line)
    tokens = tokenize(line)
    for near in (_brackets, _quotes, _strays, _joints):
        for weight, text, note, place in near(line, tokens):
            # What is far from where Python stopped is less likely the fault.
            distance = abs(place - at)
            _keep(found, (weight / (1.0 + 0.03 * distance), text, note), line)
    return sorted(found.values(), key=lambda one: -one[0])


def _keep(found: Dict[str, Rewrite], one: Rewrite, line: str) -> None:
    """Keep the likelier of equal rewrites."""
    if one[1] != line and (one[1] not in found or found[one[1]][0] < one[0]):
        found[one[1]] = one


def tokenize(line: str) -> List[Token]:
    """Return the tokens of a line, however broken it is."""
    return [
        Token(match.lastgroup or "sign", match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(line)
        if match.lastgroup != "comment"
    ]


def _foreign(line: str) -> Iterator[Rewrite]:
    """Yield a line in the words of Python instead of another language's."""
    for pattern, new, weight in FOREIGN:
        compiled = re.compile(pattern)
        changed = compiled.sub(new, line)
        if changed != line:
            changed = changed if changed.strip() else ""
            yield weight, changed, f"{new.strip()} is how Python says it"
            if len(compiled.findall(line)) > 1:
                for match in compiled.finditer(line):
                    one = (
                        line[: match.start()] + match.expand(new) + line[match.end() :]
                    )
                    yield weight * 0.6, one, f"{new.strip()} is how Python says it"
            head = changed.split()
            if head and head[0] in _HEADS and not changed.rstrip().endswith(":"):
                yield weight * 0.9, changed.rstrip() + ":", "and a colon"


def _lookalikes(line: str) -> Iterator[Rewrite]:
    """Yield a line with plain characters instead of look-alikes."""
    changed = line
    for old, new in LOOKALIKES.items():
        changed = changed.replace(old, new)
    yield 1.5, changed, "plain characters"
    plain = "".join(one for one in line if ord(one) < 128 or one.isalnum())
    yield 0.5, plain, "without odd characters"


def _colons(line: str) -> Iterator[Rewrite]:
    """Yield a line with a colon more, less or moved."""
    tokens = tokenize(line)
    if not tokens:
        return
    words = {one.text for one in tokens}
    end = tokens[-1].end
    head = tokens[0].text
    weight = 1.3 if head in _HEADS else 0.15
    if not line[:end].endswith(":"):
        yield weight, line[:end] + ":" + line[end:], "the missing colon"
        if head not in ("else", "try", "finally") or len(tokens) == 1:
            body = line[:end].rstrip(";,.-{=")
            yield weight * 0.8, body + ":" + line[end:], "a colon at the end"
    if head in ("else", "try", "finally") and len(tokens) > 1:
        at = tokens[0].end
        rest = line[at:]
        if not rest.lstrip().startswith(":"):
            yield 1.2, line[:at] + ":" + rest, f"the colon after {head}"
    elif head in _HEADS or "lambda" in words:
        for left, right in zip(tokens, tokens[1:]):
            if left.kind != "sign" or left.text in _CLOSE:
                if right.kind in ("name", "number", "text"):
                    changed = line[: left.end] + ":" + line[left.end :]
                    yield 0.35, changed, "the missing colon"
    if line[:end].endswith(":"):
        yield 0.5, line[: end - 1] + line[end:], "without the colon"


def _words(line: str) -> Iterator[Rewrite]:
    """Yield a line with keywords spelled right."""
    tokens = tokenize(line)
    for place, one in enumerate(tokens):
        if one.kind != "name" or one.text in keyword.kwlist:
            continue
        for word in _KEYWORDS:
            likely = _alike(one.text, word)
            if likely:
                likely *= (
                    1.0 if place == 0 or one.text not in line.split("(")[0] else 0.8
                )
                changed = line[: one.start] + word + line[one.end :]
                yield likely, changed, f"{word} instead of {one.text}"
                head = changed.split()
                if head[0] in _HEADS and not changed.rstrip().endswith(":"):
                    yield likely * 0.6, changed.rstrip() + ":", f"{word} and a colon"
        for word in ("return", "def", "import", "if", "for", "while", "in", "else"):
            if one.text.startswith(word) and len(one.text) > len(word):
                at = one.start + len(word)
                yield 0.5, line[:at] + " " + line[at:], f"a space after {word}"
            if one.text.endswith(word) and len(one.text) > len(word):
                at = one.end - len(word)
                yield 0.4, line[:at] + " " + line[at:], f"a space before {word}"


def _alike(one: str, word: str) -> float:
    """Return how likely a name is a keyword typed wrongly."""
    if one == word:
        return 0.0
    if one.lower() == word.lower():
        return 1.2
    if len(one) > 1 and sorted(one.lower()) == sorted(word.lower()):
        return 1.1 if len(word) > 2 else 0.5
    if abs(len(one) - len(word)) > 1 or len(word) < 2:
        return 0.0
    if _one_apart(one.lower(), word.lower()):
        return 1.0 if len(word) > 3 else 0.5 if len(word) > 2 else 0.25
    return 0.0


def _one_apart(one: str, other: str) -> bool:
    """Return whether one letter makes two words equal."""
    if len(one) > len(other):
        one, other = other, one
    for index, letter in enumerate(other):
        if index >= len(one) or one[index] != letter:
            if len(one) == len(other):
                return one[index + 1 :] == other[index + 1 :]
            return one[index:] == other[index + 1 :]
    return False


def _equals(line: str) -> Iterator[Rewrite]:
    """Yield a line with one equals sign instead of two, or two of one."""
    tokens = tokenize(line)
    if not tokens:
        return
    tests = {"if", "elif", "while", "return", "assert", "and", "or", "not"}
    asks = any(one.text in tests for one in tokens)
    for one in tokens:
        if one.text == "=":
            changed = line[: one.start] + "==" + line[one.end :]
            yield 1.2 if asks else 0.4, changed, "== instead of ="
            changed = line[: one.start] + ":" + line[one.end :]
            yield 0.3, changed, ": instead of ="
        elif one.text == "==":
            yield 0.6, line[: one.start] + "=" + line[one.end :], "= instead of =="
        elif one.text == ":" and "{" not in line:
            yield 0.3, line[: one.start] + "=" + line[one.end :], "= instead of :"
    match = re.match(r"^(\s*)([^=]+?)\s*=\s*([A-Za-z_][\w.]*)\s*$", line)
    if match:
        space, left, right = match.groups()
        yield 0.4, f"{space}{right} = {left}", "assign the other way round"


_Near = Tuple[float, str, str, int]


def _boundaries(line: str, tokens: List[Token]) -> List[int]:
    """Return the places between the tokens."""
    places: Dict[int, None] = {}
    for one in tokens:
        places[one.start] = None
        places[one.end] = None
    return list(places)


def _brackets(line: str, tokens: List[Token]) -> Iterator[_Near]:
    """Yield a line with its brackets closed or opened."""
    depth: List[Token] = []
    extra: List[Token] = []
    for one in tokens:
        if one.kind == "sign" and one.text in _OPEN:
            depth.append(one)
        elif one.kind == "sign" and one.text in _CLOSE:
            if depth and _PAIR[depth[-1].text] == one.text:
                depth.pop()
            else:
                extra.append(one)
    last = tokens[-1].end if tokens else len(line)
    colon = last - 1 if line[:last].endswith(":") else last
    missing = "".join(_PAIR[one.text] for one in reversed(depth))
    if missing:
        for place in (colon, last):
            yield 1.5, line[:place] + missing + line[
                place:
            ], f"the missing {missing}", place
    wanted = {_PAIR[one.text] for one in depth}
    for place in _boundaries(line, tokens):
        for sign in _CLOSE:
            weight = 0.8 if sign in wanted else 0.15
            yield weight, line[:place] + sign + line[
                place:
            ], f"the missing {sign}", place
        for sign in _OPEN:
            weight = 0.6 if any(_PAIR[sign] == one.text for one in extra) else 0.12
            yield weight, line[:place] + sign + line[
                place:
            ], f"the missing {sign}", place
    for one in tokens:
        if one.kind == "sign" and one.text in _OPEN + _CLOSE:
            weight = 1.0 if one in extra or one in depth else 0.3
            shorter = line[: one.start] + line[one.end :]
            yield weight, shorter, f"without {one.text}", one.start
            for sign in _CLOSE if one.text in _CLOSE else _OPEN:
                if sign != one.text:
                    changed = line[: one.start] + sign + line[one.end :]
                    note = f"{sign} instead of {one.text}"
                    yield weight, changed, note, one.start


def _quotes(line: str, tokens: List[Token]) -> Iterator[_Near]:
    """Yield a line with its quotes closed."""
    loose = [one for one in tokens if one.kind == "sign" and one.text in "'\""]
    if loose:
        at = loose[0].start
        sign = loose[0].text
        stops = [match.start() for match in re.finditer(r"[)\]},:;]|\s|$", line[at:])]
        for stop in stops:
            place = at + stop
            if place > at:
                near = 1.2 if line[place : place + 1] in tuple(")],:};") else 0.7
                changed = line[:place] + sign + line[place:]
                yield near, changed, f"the missing {sign}", at
        end = len(line.rstrip())
        yield 1.1, line[:end] + sign + line[end:], f"the missing {sign}", at
        for tail in (")", "]", "}", ":", "):"):
            if line[:end].endswith(tail):
                place = end - len(tail)
                yield 1.3, line[:place] + sign + line[place:], f"the missing {sign}", at
        yield 0.6, line[:at] + line[at + 1 :], f"without {sign}", at
        for one in tokens:  # the opening quote is the one that is missing
            if one.kind == "name" and one.end <= at:
                changed = line[: one.start] + sign + line[one.start :]
                yield 0.7, changed, f"the missing {sign}", at
        other = '"' if sign == "'" else "'"
        for match in re.finditer("['\"]", line):
            place = match.start()
            changed = line[:place] + (other if match.group() == sign else sign)
            yield 0.9, changed + line[place + 1 :], "matching quotes", at
        yield 0.7, line[:end].rstrip("'\"") + sign, "matching quotes", at
    for one in tokens:
        if one.kind == "text":
            yield from _inside_text(line, one)


def _inside_text(line: str, one: Token) -> Iterator[_Near]:
    """Yield a line with the braces in a text put right."""
    if "{" in one.text or "}" in one.text:
        for match in re.finditer(r"\w+|[{}\])]", one.text):
            for place in (match.start(), match.end()):
                for sign in "{}":
                    at = one.start + place
                    changed = line[:at] + sign + line[at:]
                    yield 0.4, changed, f"the missing {sign}", one.start
            if match.group() in "{}":
                at = one.start + match.start()
                yield 0.4, line[:at] + line[at + 1 :], "without a brace", one.start
    inner = one.text.lstrip("rRbBuUfF")
    if inner[:1] in ("'", '"') and one.end < len(line):
        other = '"' if inner[0] == "'" else "'"
        end = line.rfind(inner[0])
        if end > one.end:  # quotes inside of quotes
            prefix = one.text[: len(one.text) - len(inner)]
            start = one.start + len(prefix)
            body = line[start + 1 : end]
            if other not in body:
                changed = line[:start] + other + body + other + line[end + 1 :]
                yield 0.7, changed, "other quotes outside", one.start
            escaped = body.replace(inner[0], "\\" + inner[0])
            changed = line[:start] + inner[0] + escaped + inner[0] + line[end + 1 :]
            yield 0.5, changed, "escaped quotes", one.start


def _strays(line: str, tokens: List[Token]) -> Iterator[_Near]:
    """Yield a line without one token."""
    for index, one in enumerate(tokens):
        weight = 0.45 if one.kind == "sign" else 0.25
        if one.kind == "sign" and one.text not in "()[]{}:.,=+-*/%<>":
            weight = 0.9
        if index and tokens[index - 1].text == one.text:
            weight = 1.0
        shorter = line[: one.start] + line[one.end :]
        if one.start and line[one.start - 1] == " " and line[one.end :][:1] == " ":
            shorter = line[: one.start] + line[one.end + 1 :]
        yield weight, shorter, f"without {one.text}", one.start
        if one.kind == "sign" and one.text in ":;.,":
            for sign in ",:.":
                if sign != one.text:
                    changed = line[: one.start] + sign + line[one.end :]
                    yield 0.4, changed, f"{sign} instead of {one.text}", one.start


_JOINTS = (
    (", ", 0.6),
    (" in ", 0.35),
    (" + ", 0.3),
    (" == ", 0.25),
    (" = ", 0.3),
    (".", 0.35),
    (" - ", 0.2),
    (" * ", 0.25),
    (" and ", 0.25),
    (" or ", 0.25),
    (" if ", 0.1),
    (" else ", 0.15),
    (": ", 0.3),
    (" % ", 0.15),
    (" < ", 0.15),
    (" > ", 0.15),
    (" / ", 0.1),
    (" as ", 0.15),
    (" is ", 0.1),
    (" for ", 0.15),
    (" not ", 0.1),
    (" import ", 0.1),
    ("_", 0.2),
)


def _joints(line: str, tokens: List[Token]) -> Iterator[_Near]:
    """Yield lines with something between two operands that stand side by side."""
    for left, right in zip(tokens, tokens[1:]):
        gap = line[left.end : right.start]
        ends = left.kind != "sign" or left.text in _CLOSE
        begins = right.kind != "sign" or right.text in _OPEN + "'\""
        if not (ends and begins):
            if left.kind == right.kind == "sign" and gap.strip() == "":
                for value in ("None", "0", "1", "''"):
                    changed = f"{line[: left.end]} {value} {line[right.start :]}"
                    yield 0.03, changed, f"a missing {value}", left.end
            continue
        worth = 1.0
        if left.text in keyword.kwlist or right.text in keyword.kwlist:
            worth = 0.3
        for sign, weight in _JOINTS:
            changed = line[: left.end] + sign + line[right.start :]
            yield weight * worth, changed, f"the missing {sign.strip()}", left.end
    if tokens and tokens[-1].kind == "sign" and tokens[-1].text in "=+-*/%":
        yield 0.1, line.rstrip() + " None", "a missing value", tokens[-1].end
