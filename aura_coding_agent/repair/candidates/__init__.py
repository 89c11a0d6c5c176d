# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""List patch families and apply them to suspected statements."""

from __future__ import annotations

import ast
from functools import partial
from typing import Callable, Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

from ..model import Candidate, Spectrum, Suspect
from ..source import Source, header_end
from .aliases import FAMILIES as _ALIASES
from .arithmetic import FAMILIES as _ARITHMETIC
from .borrowed import FAMILIES as _BORROWED
from .calls import FAMILIES as _CALLS
from .choices import FAMILIES as _CHOICES
from .conditions import FAMILIES as _CONDITIONS
from .crashes import FAMILIES as _CRASHES
from .everywhere import FAMILIES as _EVERYWHERE
from .guards import FAMILIES as _GUARDS
from .hints import boosts
from .imports import FAMILIES as _IMPORTS
from .literals import FAMILIES as _LITERALS
from .members import FAMILIES as _MEMBERS
from .moves import FAMILIES as _MOVES
from .names import FAMILIES as _NAMES
from .opposites import FAMILIES as _OPPOSITES
from .site import Change, Evidence, Family, Module, Site, evidence
from .statements import FAMILIES as _STATEMENTS
from .texts import FAMILIES as _TEXTS
from .wraps import FAMILIES as _WRAPS

FAMILIES: Tuple[Family, ...] = (
    _CRASHES
    + _IMPORTS
    + _GUARDS
    + _NAMES
    + _CALLS
    + _WRAPS
    + _LITERALS
    + _CONDITIONS
    + _ARITHMETIC
    + _STATEMENTS
    + _MOVES
    + _EVERYWHERE
    + _MEMBERS
    + _OPPOSITES
    + _TEXTS
    + _ALIASES
    + _BORROWED
    + _CHOICES
)

# Calls whose mistakes reach outside of the program. A statement that holds one is
# left alone unless asked: a candidate is arbitrary code.
_RISKY_MODULES = frozenset(
    "os shutil subprocess socket requests urllib http ftplib smtplib ctypes "
    "multiprocessing signal tempfile pathlib".split()
)
_RISKY_NAMES = frozenset(
    "open exec eval compile system popen remove_all unlink rmtree rmdir removedirs "
    "rename replace_file urlopen Popen check_call check_output connect sendall "
    "execv kill mkdir makedirs write_text write_bytes truncate chmod chown".split()
)
# Plain reading of names and paths does no harm.
_HARMLESS = frozenset(("path", "sep", "linesep", "environ", "getcwd", "fspath"))


class Group(NamedTuple):
    """The patches of one family at one statement, not yet listed.

    ``expand`` returns pairs (fit, patch); ``weight`` bounds what one can be worth,
    times ``suspicion``.
    """

    family: str
    path: str
    line: int
    weight: float
    suspicion: float
    expand: Callable[[], List[Tuple[float, Candidate]]]


def groups(
    suspects: Sequence[Suspect],
    spectrum: Spectrum,
    sources: Mapping[str, str],
    *,
    risky: bool = False,
) -> Iterator[Group]:
    """Yield a group for every family and suspected statement."""
    found = evidence(spectrum, sources)
    by_path: Dict[str, Dict[int, float]] = {}
    for one in suspects:
        lines = by_path.setdefault(one.path, {})
        lines[one.line] = max(one.score, lines.get(one.line, 0.0))
    for path, lines in by_path.items():
        if path not in sources:
            continue
        for group in _groups_of_file(path, sources[path], lines, found, risky):
            yield group


def propose(
    path: str,
    text: str,
    suspects: Sequence[Suspect],
    spectrum: Spectrum,
    sources: Mapping[str, str],
) -> Iterator[Candidate]:
    """Yield all patches of one file lazily, family by family, unordered.

    They may repeat one another or not parse; :func:`..ranking.ordered` sorts this out.
    """
    mine = [one for one in suspects if one.path == path]
    for group in groups(mine, spectrum, {**sources, path: text}):
        for _, candidate in group.expand():
            yield candidate


def _groups_of_file(
    path: str, text: str, lines: Mapping[int, float], found: Evidence, risky: bool
) -> Iterator[Group]:
    """Yield the groups of candidates for the statements of one file."""
    try:
        module = Module(Source(path, text), found)
    except (SyntaxError, ValueError, RecursionError):
        return
    likelier = boosts(found.failing)
    for node in module.source.statements:
        last = header_end(node)
        score = max(lines.get(line, 0.0) for line in range(node.lineno, last + 1))
        if score <= 0 or _docstring(node) or (not risky and _is_risky(node)):
            continue
        maker = _Maker(module, node)
        for family in FAMILIES:
            expand = partial(maker, family)
            weight = family.weight * likelier.get(family.name, 1.0)
            yield Group(family.name, path, node.lineno, weight, score, expand)


class _Maker:
    """Make a statement's patches, its site once for all families."""

    def __init__(self, module: Module, node: ast.stmt):
        """Take the statement; its site is worked out by the first family."""
        self._module = module
        self._node = node
        self._site: List[Site] = []

    def __call__(self, family: Family) -> List[Tuple[float, Candidate]]:
        """Return the candidates of one family, the likelier of equal ones."""
        if not self._site:
            self._site.append(Site(self._module, self._node))
        site = self._site[0]
        made: Dict[Tuple[object, ...], Tuple[float, Candidate]] = {}
        for change in family.propose(site):
            if change.edits and change.fit > 0 and change.edits not in made:
                made[change.edits] = (change.fit, _candidate(site, family, change))
        return list(made.values())


def _candidate(site: Site, family: Family, change: Change) -> Candidate:
    """Return the candidate of a change."""
    return Candidate(
        site.source.path,
        change.edits,
        family.name,
        family.weight,
        site.line,
        change.note,
    )


def _docstring(node: ast.stmt) -> bool:
    """Return whether a statement is a docstring."""
    value = getattr(node, "value", None)
    return isinstance(node, ast.Expr) and isinstance(getattr(value, "value", None), str)


def _is_risky(node: ast.stmt) -> bool:
    """Return whether a statement does what a search should not repeat."""
    roots: List[ast.AST] = [node]
    if hasattr(node, "body"):
        roots = [
            child
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, (ast.stmt, ast.ExceptHandler))
        ]
    return any(_risky_call(one) for root in roots for one in ast.walk(root))


def _risky_call(node: ast.AST) -> bool:
    """Return whether a call touches files, processes or the network."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in _RISKY_NAMES
    parts: List[str] = []
    at: ast.AST = node.func
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    if parts and parts[0] in _RISKY_NAMES - {"compile", "connect"}:
        return True
    root = at.id if isinstance(at, ast.Name) else ""
    return root in _RISKY_MODULES and not _HARMLESS & set(parts)
