# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Hold what the tests of patches share: a plain spectrum for a piece of code."""

from __future__ import annotations

import ast
from itertools import islice
from typing import Dict, List, Mapping, Optional, Tuple

from aura_coding_agent.repair.localize import suspects
from aura_coding_agent.repair.model import Candidate, Observed, Outcome, Place, Spectrum
from aura_coding_agent.repair.ranking import ordered
from aura_coding_agent.repair.source import apply

TEST = "test_mod.py::test_it"


def spectrum(
    text: str,
    *,
    outcome: Optional[Outcome] = None,
    types: Optional[Mapping[str, Tuple[str, ...]]] = None,
    values: Optional[Mapping[str, Tuple[str, ...]]] = None,
) -> Spectrum:
    """Return a spectrum in which one failing test ran every line."""
    lines = range(1, text.count("\n") + 2)
    covered = {TEST: frozenset(("mod.py", line) for line in lines)}
    seen = {
        name: Observed(frozenset(kinds), (values or {}).get(name, ()))
        for name, kinds in (types or {}).items()
    }
    local: Dict[Place, Mapping[str, Observed]] = {}
    if seen:
        local = {("mod.py", line): seen for line in lines}
    return Spectrum((outcome or Outcome(TEST, "failed"),), covered, local)


def patches(
    text: str,
    found: Spectrum,
    tests: str = "",
    *,
    most: Optional[int] = None,
    risky: bool = False,
) -> List[Candidate]:
    """Return single patches of a piece of code, in order."""
    sources = {"mod.py": text, "test_mod.py": tests}
    places = suspects(found, sources)
    return list(islice(ordered(places, found, sources, risky=risky), most))


def rank(
    broken: str, fixed: str, found: Spectrum, *, most: int, tests: str = ""
) -> Optional[int]:
    """Return the place of the right patch from 1; None when it is not near."""
    wanted = ast.dump(ast.parse(fixed))
    sources = {"mod.py": broken, "test_mod.py": tests}
    listed = ordered(suspects(found, sources), found, sources)
    for place, one in enumerate(islice(listed, most), 1):
        if ast.dump(ast.parse(apply(broken, one.edits))) == wanted:
            return place
    return None
