# SPDX-FileCopyrightText: 2026 aura_coding_agent contributors
# SPDX-License-Identifier: MIT
"""Test how versions are ordered and counted."""

from __future__ import annotations

import pytest

from release.errors import USAGE, ReleaseError
from release.version import counted, key


def test_versions_are_ordered_as_pip_orders_them() -> None:
    """Numbers count as numbers, and what leads to a release comes before it."""
    ordered = ["0.9.0", "0.10.0a1", "0.10.0b2", "0.10.0rc1", "0.10.0rc10", "0.10.0"]
    assert ordered == sorted(ordered, key=key)
    assert ordered == sorted(reversed(ordered), key=key)


@pytest.mark.parametrize(
    ("version", "part", "expected"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3rc1", "patch", "1.2.3"),
        ("1.2.3", "1.4.0rc1", "1.4.0rc1"),
    ],
)
def test_the_next_version_is_counted(version: str, part: str, expected: str) -> None:
    """A part is raised and those after it begin at zero; or one says which."""
    assert expected == counted(version, part)


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "1.2.3.dev1", "1.2.3-1"])
def test_other_forms_are_refused(version: str) -> None:
    """What is no version of this project is wrong use."""
    with pytest.raises(ReleaseError) as caught:
        counted("1.2.3", version)
    assert ("bad-version", USAGE) == (caught.value.code, caught.value.status)
