# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Propose other places to import from, once an import has failed."""

from __future__ import annotations

import ast
import difflib
import sys
from typing import Dict, Iterator, List, Tuple

from .site import Change, Family, Site

_FAILED = frozenset(("ImportError", "ModuleNotFoundError"))
_LEVELS = 4


def moved(site: Site) -> Iterator[Change]:
    """Import from another module, or another name that is much alike."""
    evidence = site.module.evidence
    if not any(one.exception in _FAILED for one in evidence.failing):
        return
    node = site.node
    if isinstance(node, ast.ImportFrom):
        for text, fit in _sources(site, node):
            names = site.text(node).partition(" import ")[2]
            yield Change(
                site.replace(node, f"from {text} import {names}"), f"from {text}", fit
            )
        for number, alias in enumerate(node.names):
            yield from _names(site, node, number, alias)
    elif isinstance(node, ast.Import) and len(node.names) == 1:
        name = node.names[0].name
        for other in difflib.get_close_matches(name, _known(site), 3):
            text = f"import {other}"
            yield Change(site.replace(node, text), text)


def _sources(site: Site, node: ast.ImportFrom) -> Iterator[Tuple[str, float]]:
    """Yield other modules to import from, and how likely each is."""
    own = "." * node.level + (node.module or "")
    found: Dict[str, float] = {}
    for level in range(_LEVELS):
        if node.module or level:
            found.setdefault("." * level + (node.module or ""), 1.0)
    wanted = {alias.name for alias in node.names}
    for path, names in site.module.evidence.defined.items():
        if wanted <= set(names):
            found[_relative(site.source.path, path)] = 2.0
            found.setdefault(_dotted(path), 1.5)
    for other in difflib.get_close_matches(node.module or "", _known(site), 3):
        found.setdefault("." * node.level + other, 1.0)
    found.pop(own, None)
    return iter(found.items())


def _names(
    site: Site, node: ast.ImportFrom, number: int, alias: ast.alias
) -> Iterator[Change]:
    """Propose other names of the module."""
    tail = (node.module or "").split(".")[-1]
    known: List[str] = []
    for path, names in site.module.evidence.defined.items():
        if _dotted(path).split(".")[-1] == tail:
            known += names
    for other in difflib.get_close_matches(alias.name, known, 3):
        if other == alias.name:
            continue
        shown = [
            f"{one.name} as {one.asname}" if one.asname else one.name
            for one in node.names
        ]
        shown[number] = f"{other} as {alias.asname or alias.name}"
        where = "." * node.level + (node.module or "")
        text = f"from {where} import {', '.join(shown)}"
        yield Change(site.replace(node, text), f"import {other}")


def _known(site: Site) -> List[str]:
    """Return the modules that exist here."""
    known = [_dotted(path) for path in site.module.evidence.defined]
    return known + sorted(getattr(sys, "stdlib_module_names", ()))


def _dotted(path: str) -> str:
    """Return the dotted name of a file."""
    name = path[:-3].replace("/", ".")
    return name[: -len(".__init__")] if name.endswith(".__init__") else name


def _relative(path: str, target: str) -> str:
    """Return how a file names another of the same package, with leading dots."""
    here, there = path.split("/")[:-1], _dotted(target).split(".")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    if not same:
        return ".".join(there)
    return "." * (len(here) - same + 1) + ".".join(there[same:])


FAMILIES = (Family("import", 1.0, moved),)
