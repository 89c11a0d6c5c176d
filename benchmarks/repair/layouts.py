# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Read the projects of data/layouts, each laid out in another way.

A project is a folder as it should be, with a ``case.json`` beside its files: the fault
(path, old text, new text), the set-up and expressions of the hidden inputs, and whether
its tests run under pytest or unittest.
"""

from __future__ import annotations

import json
import pathlib
from typing import Iterator

from .case import PYTEST, UNITTEST, Case, replaced

HERE = pathlib.Path(__file__).resolve().parent / "data" / "layouts"
NOTES = "case.json"


def layout_cases() -> Iterator[Case]:
    """Yield a case for each folder."""
    for folder in sorted(path.parent for path in HERE.glob("*/" + NOTES)):
        files = {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != NOTES and path.suffix != ".pyc"
        }
        notes = json.loads((folder / NOTES).read_text(encoding="utf-8"))
        path, old, new = notes["fault"]
        yield Case(
            folder.name,
            "layout",
            files,
            {path: replaced(files[path], (old, new), folder.name)},
            notes["setup"],
            tuple(notes["hidden"]),
            UNITTEST if notes.get("command") == "unittest" else PYTEST,
        )
