# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Compare and count versions: ``X.Y.Z`` with an optional ``aN``, ``bN`` or ``rcN``.

These are the versions of PEP 440 that this project uses.
"""

from __future__ import annotations

import re
from typing import Tuple

from .errors import USAGE, ReleaseError

PARTS = ("major", "minor", "patch")
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:(a|b|rc)(\d+))?")
Key = Tuple[int, int, int, str, int]


def key(version: str) -> Key:
    """Return what versions are ordered by; a pre-release is before its release.

    Raises:
        ReleaseError: ``bad-version``, it is not of this form.
    """
    found = _VERSION.fullmatch(version)
    if not found:
        raise ReleaseError(
            "bad-version",
            f"{version!r} is not a version of this project.",
            "Versions are X.Y.Z, or X.Y.Zrc1 (a1, b1) before a release.",
            status=USAGE,
        )
    major, minor, patch, stage, number = found.groups()
    return int(major), int(minor), int(patch), stage or "z", int(number or 0)


def counted(version: str, part: str) -> str:
    """Return the version after this one.

    Args:
        version: the present one.
        part: ``major``, ``minor``, ``patch``, or the new version itself.

    Raises:
        ReleaseError: ``bad-version``.
    """
    major, minor, patch, stage, _ = key(version)
    if part not in PARTS:
        key(part)
        return part
    if stage != "z" and part == "patch":
        return f"{major}.{minor}.{patch}"
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[part]
