# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other numbers, strings, truth values and empty containers."""

from __future__ import annotations

import ast
import difflib
import re
from typing import Dict, Iterator, List, Set, Tuple

from .kinds import fits, literal
from .site import Change, Family, Site

_COUNTED = 0.1


def numbers(site: Site) -> Iterator[Change]:
    """Use another number: the neighbours, the usual ones, those of the function."""
    near = _numbers_near(site)
    gaps = _gaps(site)
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, str)):
            continue
        if not isinstance(node.value, (int, float)):
            continue
        moved = [repr(node.value + gap) for gap in gaps]
        moved += [repr(node.value - gap) for gap in gaps]
        for text, fit in _other_numbers(node.value, near + moved):
            if _neutral(site, node, text):
                continue
            if isinstance(site.source.parent(node), ast.GeneratorExp):
                fit *= _COUNTED  # as in sum(1 for ...), which is seldom wrong
            if text.startswith("-"):
                edits = site.guarded(node, text)
            else:
                edits = site.replace(node, text)
            yield Change(edits, f"{text} instead of {node.value!r}", fit)


def _neutral(site: Site, node: ast.Constant, text: str) -> bool:
    """Return whether a number would do nothing where it stands, as in ``x + 0``."""
    up = site.source.parent(node)
    if not isinstance(up, (ast.BinOp, ast.AugAssign)):
        return False
    if isinstance(up.op, (ast.Add, ast.Sub)):
        first = isinstance(up, ast.BinOp) and up.left is node
        return text == "0" and not (first and isinstance(up.op, ast.Sub))
    return isinstance(up.op, ast.Mult) and text == "1"


def _other_numbers(value: float, near: List[str]) -> Iterator[Tuple[str, float]]:
    """Yield other numbers, and how likely each is."""
    forms: Dict[str, float] = {}
    if isinstance(value, int):
        forms = {str(value + 1): 1.0, str(value - 1): 1.0}
        for usual, fit in (("0", 0.7), ("1", 0.7), ("2", 0.4), ("-1", 0.4)):
            forms.setdefault(usual, fit)
        forms.setdefault(str(-value), 0.4)
        for text in (str(value * 10), str(value * 2), str(value + 2), str(value - 2)):
            forms.setdefault(text, 0.15)
        if value in (0, 1, -1):
            forms["float('inf')"] = 0.15
            forms["float('-inf')"] = 0.15
            forms["None"] = 0.15
            forms["[]"] = forms["''"] = forms["True"] = forms["False"] = 0.06
        if abs(value) >= 10:
            forms.setdefault(str(value // 10), 0.3)
    else:
        forms = {repr(-value): 0.5, repr(value * 10): 0.4, repr(value / 10): 0.4}
        forms.update({"0": 0.3, "1.0": 0.4, "0.0": 0.4, "0.5": 0.3, "2.0": 0.2})
        forms.update({repr(value * 2): 0.2, repr(value / 2): 0.2})
        forms[repr(int(value)) if abs(value) < 1e15 else "0"] = 0.2
    for text in near:
        forms.setdefault(text, 0.3)
    forms.pop(repr(value), None)
    return iter(forms.items())


def _gaps(site: Site) -> List[float]:
    """Return by how much actual numbers are off; a constant may be off as much."""
    found: Dict[float, None] = {}
    for expected, actual in site.module.evidence.wanted:
        first, second = literal(expected), literal(actual)
        if isinstance(first, (int, float)) and isinstance(second, (int, float)):
            if abs(first - second) < 1e9:
                found[abs(first - second)] = None
    return list(found)[:4]


def named(site: Site) -> Iterator[Change]:
    """Use a variable, or the length of one, where a constant stands."""
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or isinstance(node.value, str):
            continue
        if node.value is None or node.value is ... or isinstance(node.value, bytes):
            continue
        own = site.kinds(node)
        for name in site.names.locals[:14]:
            if not site.readable(name) or name in ("self", "cls"):
                continue
            found = site.name_kinds(name)
            note = f"{name} instead of {node.value!r}"
            yield Change(site.replace(node, name), note, fits(own, found))
            if found & {"list", "str", "tuple", "dict", "set"}:
                for text, fit in ((f"len({name})", 0.5), (f"len({name}) - 1", 0.15)):
                    note = f"{text} instead of {node.value!r}"
                    yield Change(site.replace(node, text), note, fit)
        if isinstance(node.value, bool) and isinstance(site.node, ast.Assign):
            text = f"not {site.text(site.node.targets[0])}"
            yield Change(site.replace(node, text), text, 0.6)


def _numbers_near(site: Site) -> List[str]:
    """Return numbers that occur nearby, as text."""
    found: Dict[str, None] = {}
    function = site.source.function(site.node)
    for one in ast.walk(function if function is not None else site.node):
        if isinstance(one, ast.Constant) and type(one.value) in (int, float):
            found[repr(one.value)] = None
    # A constant that is added shows in the difference.
    found.update(dict.fromkeys(repr(gap) for gap in _gaps(site)))
    return list(found)[:12]


def truths(site: Site) -> Iterator[Change]:
    """Exchange ``True``, ``False`` and ``None``."""
    for node in site.nodes:
        if not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, bool):
            yield Change(site.replace(node, str(not node.value)), "the other truth")
            yield Change(site.replace(node, "None"), "None", 0.15)
        elif node.value is None:
            for text, fit in (("0", 0.6), ("False", 0.5), ("[]", 0.5), ("''", 0.4)):
                yield Change(site.replace(node, text), f"{text} instead of None", fit)
            for text in ("True", "{}", "-1", "float('inf')", "float('-inf')", "()"):
                yield Change(site.replace(node, text), f"{text} instead of None", 0.2)
            for name in site.names.locals[:12]:
                if site.readable(name):
                    note = f"{name} instead of None"
                    yield Change(site.replace(node, name), note, 0.2)


def containers(site: Site) -> Iterator[Change]:
    """Nest or empty a display, or use another kind of container."""
    for node in site.nodes:
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            continue
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            yield from _displays(site, node, list(node.elts))
        elif isinstance(node, ast.Dict) and not node.keys:
            for text, fit in (("[]", 0.7), ("set()", 0.7), ("None", 0.2)):
                yield Change(site.replace(node, text), f"{text} instead of {{}}", fit)
        elif isinstance(node, ast.ListComp):
            inner = site.text(node)[1:-1]
            yield Change(site.replace(node, f"{{{inner}}}"), "a set", 0.3)
            yield Change(site.wrap(node, "[", "]"), "one list more", 0.1)


def _displays(site: Site, node: ast.expr, items: List[ast.expr]) -> Iterator[Change]:
    """Propose other forms of a list, a tuple, a set or a dict."""
    if isinstance(site.source.parent(node), ast.Subscript):
        return
    if isinstance(node, ast.List):
        text = site.text(node)
        yield Change(site.replace(node, f"[{text}]"), f"[{text}]", 0.8)
        if len(items) == 1 and not isinstance(items[0], ast.Starred):
            inner = site.text(items[0])
            yield Change(site.replace(node, inner), inner, 0.6)
        if items:
            yield Change(site.replace(node, "[]"), "an empty list", 0.3)
            yield Change(site.replace(node, f"tuple({text})"), "a tuple", 0.2)
        else:
            for other in ("{}", "set()", "None", "[0]", "''", "0", "()"):
                yield Change(site.replace(node, other), f"{other} instead", 0.3)
            for name in site.names.locals[:12]:
                if site.readable(name):
                    yield Change(site.replace(node, f"[{name}]"), f"[{name}]", 0.3)
    elif isinstance(node, ast.Tuple):
        text = site.text(node).strip("()")
        yield Change(site.replace(node, f"[{text}]"), "a list", 0.6)


def strings(site: Site) -> Iterator[Change]:
    """Change a string by what is missing from, or too much in, the actual result."""
    rules = list(_rules(site))
    near = site.module.once("strings", None, lambda: _strings_near(site))
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if isinstance(site.source.parent(node), (ast.JoinedStr, ast.Expr)):
            continue
        made: Dict[str, float] = {}
        for old, new, fit in rules:
            for text in _by_rule(node.value, old, new):
                made.setdefault(text, 3.0 * fit)
        for text in near:
            made.setdefault(text, 0.25)
        for text, fit in _usual(node.value):
            made.setdefault(text, fit)
        up = site.source.parent(node)
        if isinstance(up, ast.Compare) and isinstance(up.ops[0], (ast.In, ast.NotIn)):
            if up.comparators[0] is node:  # a set of characters that lacks one
                for letter in _SIGNS if node.value else "":
                    made.setdefault(node.value + letter, 0.15)
        made.pop(node.value, None)
        for text, fit in made.items():
            edits = site.replace(node, quoted(text, site.text(node)))
            yield Change(edits, f"{text!r} instead of {node.value!r}", fit)


def quoted(text: str, like: str) -> str:
    """Return a literal for ``text``, with the quotes and prefix of another one."""
    body = like.lstrip("rRbBuUfF")
    prefix = like[: len(like) - len(body)]
    if "r" in prefix.lower() and "'" not in text and '"' not in text:
        if "\n" not in text and not text.endswith("\\"):
            return f"{prefix}{body[0]}{text}{body[0]}"
    shown = repr(text)
    if body.startswith('"') and '"' not in text and shown.startswith("'"):
        return '"' + shown[1:-1].replace("\\'", "'") + '"'
    return shown


def _rules(site: Site) -> Iterator[Tuple[str, str, float]]:
    """Yield (old, new, fit): what the actual text has where another is expected."""
    for expected, actual in site.module.evidence.wanted:
        first, second = literal(expected), literal(actual)
        for want, got in texts(first, second):
            matcher = difflib.SequenceMatcher(None, got, want, autojunk=False)
            for tag, i, j, k, m in matcher.get_opcodes():
                if tag != "equal":
                    yield got[i:j], want[k:m], 1.0
            yield got, want, 0.8
            yield want, got, 0.3  # which side is which is a guess


def texts(first: object, second: object) -> Iterator[Tuple[str, str]]:
    """Yield the pairs of different texts in two values of the same shape."""
    if isinstance(first, str) and isinstance(second, str):
        if len(first) < 400 and len(second) < 400 and first != second:
            yield first, second
    elif isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        for one, other in list(zip(first, second))[:6]:
            yield from texts(one, other)
    elif isinstance(first, dict) and isinstance(second, dict):
        for key in list(first)[:6]:
            yield from texts(first[key], second.get(key))
        yield from texts(list(map(str, first)), list(map(str, second)))


def _by_rule(value: str, old: str, new: str) -> Iterator[str]:
    """Yield a value with what differs between two texts put right."""
    if old and old in value:
        yield value.replace(old, new)
        if value.count(old) > 1:
            yield value.replace(old, new, 1)
            head, _, tail = value.rpartition(old)
            yield head + new + tail
    elif not old and new:
        yield value + new
        yield new + value
    if old and not new and len(value) < 12 and len(old) < 3:
        for index in range(len(value) + 1):  # a set of characters to take away
            yield value[:index] + old + value[index:]
    if old == value or not value:
        yield new


def _strings_near(site: Site) -> List[str]:
    """Return strings that occur in the file."""
    found: Dict[str, None] = {}
    for one in ast.walk(site.source.tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            if len(one.value) < 40 and not _is_docstring(site, one):
                found[one.value] = None
    return list(found)[:30]


def _is_docstring(site: Site, node: ast.AST) -> bool:
    """Return whether a string stands alone."""
    return isinstance(site.source.parent(node), ast.Expr)


_BRACKETS = "()[]{}<>"
_SIGNS = " .,;:!?#%&*+-/=_|~^@$<>()[]{}'\"\n\t"


def _usual(value: str) -> Iterator[Tuple[str, float]]:
    """Yield usual variations of a string, and how likely each is."""
    yield value.lower(), 0.4
    yield value.upper(), 0.4
    yield value.capitalize(), 0.2
    yield value.strip(), 0.4
    if value.lstrip("+-") in ("inf", "infinity"):
        yield ("inf" if value.startswith("-") else "-inf"), 2.0
    yield value + " ", 0.2
    yield " " + value, 0.2
    if re.fullmatch("-?[0-9]{1,9}", value):
        yield str(int(value) + 1), 0.6
        yield str(int(value) - 1), 0.6
    if value and value in _BRACKETS:
        for text in _BRACKETS:
            yield text, 0.5
    if len(value) <= 1:
        for text in ("", " ", ",", ", ", "\n", "0", "-", "_", "."):
            yield text, 0.4
    if value and len(value) < 30:
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :], 0.15


def patterns(site: Site) -> Iterator[Change]:
    """Change a regular expression by its usual mistakes."""
    for node in site.nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if not _is_pattern(site, node):
            continue
        made: Set[str] = set()
        for text in _other_patterns(node.value):
            if text != node.value and text not in made:
                made.add(text)
                edits = site.replace(node, quoted(text, site.text(node)))
                yield Change(edits, f"pattern {text!r}")


def _is_pattern(site: Site, node: ast.Constant) -> bool:
    """Return whether a string is a regular expression."""
    up = site.source.parent(node)
    if isinstance(up, ast.Call):
        text = site.text(up.func)
        if text.startswith("re.") or text in ("compile", "findall", "sub", "match"):
            return True
    return site.text(node)[:1] in "rR" and any(c in str(node.value) for c in "\\[(+*")


_PARTS = (
    ("*", "+"),
    ("+", "*"),
    ("+", "+?"),
    ("*", "*?"),
    ("+?", "+"),
    ("*?", "*"),
    ("\\d", "\\w"),
    ("\\w", "\\d"),
    ("\\s", "\\S"),
    ("\\b", ""),
    ("a-z", "a-zA-Z"),
    ("a-zA-Z", "a-zA-Z0-9"),
    ("A-Z", "a-z"),
    ("z]", "z0-9]"),
    ("Z]", "Z0-9]"),
    ("]", "_]"),
    ("]", "-]"),
    ("0-9", "1-9"),
    ("(", "(?:"),
    ("(?:", "("),
    ("[", "[^"),
    ("[^", "["),
    ("^", ""),
    ("$", ""),
    ("?", ""),
    (".", "\\."),
    ("\\.", "."),
    ("\\d", "-?\\d"),
    ("\\d", "\\d+"),
    ("\\w", "\\w+"),
    ("]", "]+"),
    ("]", "]*"),
)


def _other_patterns(value: str) -> Iterator[str]:
    """Yield a regular expression with one part changed."""
    for old, new in _PARTS:
        start = value.find(old)
        while start >= 0:
            yield value[:start] + new + value[start + len(old) :]
            start = value.find(old, start + 1)
    yield "^" + value
    yield value + "$"
    yield f"^{value}$"
    yield f"\\b{value}\\b"
    yield value + "+"


FAMILIES = (
    Family("number", 0.12, numbers),
    Family("named", 0.028, named),
    Family("truth", 0.05, truths),
    Family("container", 0.042, containers),
    Family("string", 0.104, strings),
    Family("pattern", 0.048, patterns),
)
