# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Say what a case is: a project with a fault, and how to tell that it is repaired."""

from __future__ import annotations

import pathlib
from typing import Dict, Mapping, NamedTuple, Tuple

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-x")
UNITTEST = ("-m", "unittest", "discover", "-q")


class Case(NamedTuple):
    """A project with a fault.

    Attributes:
        name: unique, fit for a folder.
        kind: which table row it counts for.
        files: the correct project, path with slashes -> text.
        faulty: those of its files that are wrong.
        setup: Python that the hidden inputs need, such as imports.
        probes: expressions whose values the tests do not show; a repair is correct
            when they come out as in the correct project.
        command: words after the interpreter that run the project's own tests.
    """

    name: str
    kind: str
    files: Mapping[str, str]
    faulty: Mapping[str, str]
    setup: str = ""
    probes: Tuple[str, ...] = ()
    command: Tuple[str, ...] = PYTEST

    def build(self, folder: pathlib.Path, *, correct: bool = False) -> None:
        """Write the project, with its fault unless ``correct``, into a folder."""
        files: Dict[str, str] = dict(self.files)
        if not correct:
            files.update(self.faulty)
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def restore_tests(self, folder: pathlib.Path) -> None:
        """Write every file but the faulty ones again, tests above all."""
        for path, text in self.files.items():
            if path not in self.faulty:
                (folder / path).write_text(text, encoding="utf-8")


def replaced(text: str, pairs: Tuple[str, ...], where: str) -> str:
    """Return a text with a fault planted.

    Args:
        text: the correct program.
        pairs: old, new, old, new ...; each old text stands there exactly once.
        where: named in the error.

    Raises:
        ValueError: an old text is missing, or stands there more than once.
    """
    if not pairs or len(pairs) % 2:
        raise ValueError(f"{where}: a fault is old text and new text, in turn")
    for old, new in zip(pairs[::2], pairs[1::2]):
        if text.count(old) != 1:
            raise ValueError(f"{where}: stands there {text.count(old)} times: {old!r}")
        text = text.replace(old, new)
    return text
