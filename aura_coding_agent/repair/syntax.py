# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Repair files that do not compile, led by where the compiler stopped and why.

Each repair of one fault must make the file compile or move the error on; a small
beam of texts is kept, so a file with up to three faults is repaired too.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from .model import Candidate, Edit
from .rewrites import rewrites, tokenize

FAMILY = "syntax"
_BEAM, _FAULTS = 6, 3
_MOST = 4000  # texts compiled for one fault


class Fault(NamedTuple):
    """Where the compiler stopped: line from 1, column from 0, and what it said."""

    line: int
    column: int
    message: str


class _State(NamedTuple):
    """Hold a text on the way, and the fault it still has."""

    text: str
    fault: Fault
    weight: float
    notes: Tuple[str, ...]


def fault(text: str, version: Tuple[int, int] = (3, 14)) -> Optional[Fault]:
    """Return the first thing the compiler does not accept; None when it compiles.

    Args:
        text: a whole file.
        version: of the interpreter that will run it; newer syntax is refused as far
            as the running one knows how.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text.lstrip("\ufeff"), feature_version=version)
            compile(tree, "<file>", "exec", dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 1
        return Fault(line, max(0, (error.offset or 1) - 1), error.msg or "")
    except (ValueError, RecursionError, MemoryError) as error:
        return Fault(1, 0, str(error))
    return None


def repairs(
    path: str, text: str, interpreter_version: Tuple[int, int] = (3, 14)
) -> Iterator[Candidate]:
    """Yield patches after which a file compiles, the most likely first.

    Args:
        path: relative to the project, with slashes.
        text: the file's text; nothing is yielded when it compiles already.
        interpreter_version: (major, minor) of the project's interpreter.
    """
    first = fault(text, interpreter_version)
    if first is None:
        return
    seen: Set[str] = {text}
    beam = [_State(text, first, 1.0, ())]
    for _ in range(_FAULTS):
        waiting: List[_State] = []
        done = 0
        for state in beam:
            for one in _next(state, interpreter_version, seen):
                if one.fault.line:
                    waiting.append(one)
                else:
                    done += 1
                    yield _candidate(path, text, one)
        if done:
            # One fault fewer explains the file; more edits would be a guess.
            return
        waiting.sort(key=_promise)
        beam = _spread(waiting)


def _promise(state: _State) -> Tuple[float, float]:
    """Return what to go on with first."""
    return (-state.fault.line, -state.weight)


def _spread(waiting: Sequence[_State]) -> List[_State]:
    """Keep the furthest texts, of those stopping at one place only a few."""
    kept: List[_State] = []
    places: Dict[Tuple[int, int], int] = {}
    for state in waiting:
        place = (state.fault.line, state.fault.column)
        if places.get(place, 0) < 3:
            places[place] = places.get(place, 0) + 1
            kept.append(state)
        if len(kept) == _BEAM:
            break
    return kept


def _next(state: _State, version: Tuple[int, int], seen: Set[str]) -> Iterator[_State]:
    """Yield texts one repair further; ``fault.line`` is 0 when they compile."""
    listed = sorted(_changes(state.text, state.fault), key=lambda one: -one[0])
    for weight, text, note in listed[:_MOST]:
        if text in seen:
            continue
        seen.add(text)
        now = fault(text, version)
        whole = state.weight * weight
        if now is None:
            yield _State(text, Fault(0, 0, ""), whole, state.notes + (note,))
        elif _further(now, state.fault):
            yield _State(text, now, whole, state.notes + (note,))


def _further(now: Fault, before: Fault) -> bool:
    """Return whether a fault stands further down than before."""
    if "does not match" in before.message and "never closed" in now.message:
        return True  # told of the line that opened it, which stands before
    if now.line != before.line:
        return now.line > before.line
    return now.column > before.column + 3 or _kind(now) != _kind(before)


def _kind(one: Fault) -> str:
    """Return what a fault is about."""
    return one.message.split("(")[0][:24]


def _candidate(path: str, text: str, state: _State) -> Candidate:
    """Return the candidate of a text that compiles."""
    edits = differences(text, state.text)
    line = text.count("\n", 0, edits[0].start) + 1
    return Candidate(path, edits, FAMILY, state.weight, line, "; ".join(state.notes))


def differences(old: str, new: str) -> Tuple[Edit, ...]:
    """Return the edits that turn one text into another, as small as lines allow."""
    before, after = old.splitlines(True), new.splitlines(True)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    offsets = [0]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    edits: List[Edit] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            text = "".join(after[k:m])
            edits.append(_trimmed(old, offsets[i], offsets[j], text))
    return tuple(edits)


def _trimmed(old: str, start: int, end: int, text: str) -> Edit:
    """Return an edit without what stays equal."""
    while start < end and text and old[start] == text[0]:
        start, text = start + 1, text[1:]
    while start < end and text and old[end - 1] == text[-1]:
        end, text = end - 1, text[:-1]
    return Edit(start, end, text)


# -- what to try ---------------------------------------------------------------------

_Change = Tuple[float, str, str]


def _changes(text: str, found: Fault) -> Iterator[_Change]:
    """Yield changes that may mend a fault."""
    lines = text.splitlines(True)
    if not lines:
        return
    yield from _whole_text(text, lines)
    yield from _closed(lines, found)
    for number, share in _suspected(lines, found):
        line = lines[number].rstrip("\r\n")
        end = lines[number][len(line) :]
        column = found.column if number == found.line - 1 else len(line)
        for weight, changed, note in rewrites(line, column):
            parts = lines[:number] + [changed + end] + lines[number + 1 :]
            yield weight * share, "".join(parts), note
        yield from _indentation(lines, number, share, found)
        yield from _lines(lines, number, share, found)


def _whole_text(text: str, lines: Sequence[str]) -> Iterator[_Change]:
    """Yield changes of the whole text."""
    for size in (4, 8, 2):
        if "\t" in text:
            expanded = "".join(line.expandtabs(size) for line in lines)
            yield 1.0 / size, expanded, "spaces instead of tabs"
    if "\0" in text:
        yield 1.0, text.replace("\0", ""), "without null characters"
    for mark in ('"""', "'''"):
        if text.count(mark) % 2:
            yield 0.5, text.rstrip("\n") + mark + "\n", "the end of the text"


def _suspected(lines: Sequence[str], found: Fault) -> List[Tuple[int, float]]:
    """Return indexes of lines that may hold the fault, with how likely."""
    at = min(max(found.line - 1, 0), len(lines) - 1)
    shares: Dict[int, float] = {at: 1.0}
    before = _previous(lines, at)
    if before is not None:
        indented = "indent" in found.message
        shares[before] = 0.9 if indented or found.column < 2 else 0.6
        further = _previous(lines, before)
        if further is not None:
            shares[further] = 0.2
    opener = _unclosed(lines, at)
    if opener is not None:
        shares[opener] = max(shares.get(opener, 0.0), 0.9)
        for number in range(opener + 1, min(at, opener + 6)):
            shares.setdefault(number, 0.4)
    if "never closed" in found.message or "EOF" in found.message:
        for number in range(at + 1, min(at + 6, len(lines))):
            shares.setdefault(number, 0.4)
    if "triple-quoted" in found.message or "EOF while" in found.message:
        for number, line in enumerate(lines):
            if '"""' in line or "'''" in line:
                shares.setdefault(number, 0.5)
    numbered = re.search(r"on line (\d+)", found.message)
    if numbered and 0 < int(numbered.group(1)) <= len(lines):
        shares.setdefault(int(numbered.group(1)) - 1, 0.8)
    return sorted(shares.items(), key=lambda one: -one[1])[:12]


def _previous(lines: Sequence[str], at: int) -> Optional[int]:
    """Return the line before that has code."""
    for number in range(at - 1, -1, -1):
        content = lines[number].strip()
        if content and not content.startswith("#"):
            return number
    return None


def _unclosed(lines: Sequence[str], at: int) -> Optional[int]:
    """Return the line of the last bracket left open before the end of a line."""
    stack: List[Tuple[str, int]] = []
    first = max(0, at - 60)
    for number in range(first, at + 1):
        for one in tokenize(lines[number]):
            if one.kind != "sign":
                continue
            if one.text in "([{":
                stack.append((one.text, number))
            elif one.text in ")]}" and stack:
                stack.pop()
    return stack[-1][1] if stack else None


def _closed(lines: Sequence[str], found: Fault) -> Iterator[_Change]:
    """Yield texts in which a bracket left open ends before the next statement."""
    at = min(max(found.line - 1, 0), len(lines) - 1)
    opener = _unclosed(lines, at)
    if opener is None:
        return
    own = _indent(lines[opener])
    depth = "".join(one.text for one in tokenize(lines[opener]) if one.kind == "sign")
    closer = {"(": ")", "[": "]", "{": "}"}.get(depth[-1:], ")")
    ends = 0
    for number in range(opener + 1, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        if number < len(lines) and (not line.strip() or len(_indent(line)) > len(own)):
            continue
        before = _previous(lines, number)
        if before is not None and before >= opener:
            last = lines[before].rstrip("\r\n")
            end = lines[before][len(last) :] or "\n"
            for made in (last + end + own + closer + end, last + closer + end):
                parts = [*lines[:before], made, *lines[before + 1 :]]
                yield 1.0 / (1 + ends), "".join(parts), f"the missing {closer}"
        ends += 1
        if ends == 2:
            return


_DEEPER = (
    "if elif else for while def class try except finally with async match case".split()
)


def _indent(line: str) -> str:
    """Return the indentation of a line."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _indentation(
    lines: Sequence[str], number: int, share: float, found: Fault
) -> Iterator[_Change]:
    """Yield texts with a line, or it and what hangs on it, at another depth."""
    weight = share * (1.2 if _about_depth(found) else 0.25)
    own = _indent(lines[number])
    before = _previous(lines, number)
    levels: Dict[str, float] = {}
    if before is not None:
        near = _indent(lines[before])
        step = "\t" if near.startswith("\t") else "    "
        opens = lines[before].split("#")[0].rstrip().endswith(":")
        levels[near + step] = 1.0 if opens else 0.2
        levels.setdefault(near, 0.2 if opens else 1.0)
    for line in lines[max(0, number - 40) : number]:
        if line.strip():
            levels.setdefault(_indent(line), 0.5)
    for line in lines[number + 1 : number + 8]:
        if line.strip():
            levels.setdefault(_indent(line), 0.4)
    levels.pop(own, None)
    for level, likely in levels.items():
        # Whole blocks and the rest of the block first: the line may lead others.
        for last, fit in _extents(lines, number, own):
            moved = [
                level + line[len(own) :] if line.strip() else line
                for line in lines[number:last]
            ]
            parts = [*lines[:number], *moved, *lines[last:]]
            yield weight * likely * fit, "".join(parts), "another indentation"


def _about_depth(found: Fault) -> bool:
    """Return whether a fault is about indentation."""
    words = ("indent", "outside", "expected 'except'", "inconsistent", "not properly")
    return any(word in found.message for word in words)


def _extents(
    lines: Sequence[str], number: int, own: str
) -> Iterator[Tuple[int, float]]:
    """Yield where a block could end, and how likely each is."""
    yield number + 1, 1.0
    last = number + 1
    ends: Dict[int, float] = {}
    while last < len(lines):
        line = lines[last]
        if line.strip():
            if not line.startswith(own):
                break
            if _indent(line) == own:
                ends.setdefault(last, 0.5)
        last += 1
    ends[last] = 0.9
    for end, fit in list(ends.items())[:4] + [(last, 0.9)]:
        if end > number + 1:
            yield end, fit


def _lacks_handler(lines: Sequence[str], number: int, own: str) -> bool:
    """Return whether the last line as deep as this one, before it, is a ``try``."""
    for line in reversed(lines[:number]):
        if line.strip() and len(_indent(line)) <= len(own):
            return line.strip().startswith("try") and _indent(line) == own
    return False


def _lines(
    lines: Sequence[str], number: int, share: float, found: Fault
) -> Iterator[_Change]:
    """Yield texts with a line added, joined, or left out."""
    line = lines[number]
    own = _indent(line)
    ending = "\r\n" if line.endswith("\r\n") else "\n"
    head, tail = list(lines[:number]), list(lines[number + 1 :])
    content = line.rstrip("\r\n")
    words = content.split()
    if words and words[0].rstrip(":") in _DEEPER and content.rstrip().endswith(":"):
        step = "\t" if own.startswith("\t") else "    "
        filled = content + ending + own + step + "pass" + ending
        weight = 0.5 if "indented block" in found.message else 0.1
        yield share * weight, "".join(head + [filled] + tail), "an empty block"
    if _lacks_handler(lines, number, own):
        handler = f"{own}except Exception:{ending}{own}    pass{ending}"
        yield share * 0.3, "".join(head + [handler, line] + tail), "a handler"
    if tail and content.strip():
        joined = content.rstrip() + " " + tail[0].lstrip()
        yield share * 0.2, "".join(head + [joined] + tail[1:]), "one line of two"
    yield share * 0.15, "".join(
        head + [own + "# " + content.lstrip() + ending] + tail
    ), ("a comment")
    yield share * 0.05, "".join(head + tail), "without the line"
