# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Serve a package index from a folder: uploads by twine, installs by pip, yanking.

It follows the specifications that the public indexes follow: the legacy upload API,
and the simple index with its HTML (PEP 503, 629) and JSON (PEP 691, 700) forms, file
metadata beside wheels (PEP 658, 714) and yanked files (PEP 592). A rehearsal of a
release needs it, and so does a network that has no other index.
"""

from __future__ import annotations

from .command import main

__all__ = ["main"]
